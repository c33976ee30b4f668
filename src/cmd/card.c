/* An element opened and closed for a command of hyd, in memory or in its image. */
#include "cmd/card.h"

#include "base/secret.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static hy_rc open_common(hy_card *card, const hy_port *port, hy_reason *why)
{
    HY_TRY(hy_pool_open(port, NULL, &card->pool, why));
    return hy_workspace_open(port, NULL, &card->work, why);
}

static hy_rc open_link(hy_card *card, hy_reason *why)
{
    uint8_t atr[HY_LINK_ATR_MAX];
    const hy_view answer = hy_view_of(atr, hy_card_profile_atr(&card->profile, atr));
    return hy_link_open_element(card->element, card->work, answer, &card->link, why);
}

hy_rc hy_card_create_with(hy_card *card, const hy_card_profile *profile, const hy_port *port,
                          const hy_image *image, hy_reason *why)
{
    *card = (hy_card){.profile = *profile};
    const hy_element_config config = hy_card_profile_config(&card->profile);
    HY_TRY(open_common(card, port, why));
    HY_TRY(image == NULL
               ? hy_element_create(card->pool, card->work, port, &config, &card->element, why)
               : hy_element_create_in(card->pool, card->work, port, &config, image, &card->element,
                                      why));
    return open_link(card, why);
}

hy_rc hy_card_open_memory(hy_card *card, const hy_card_profile *profile, hy_reason *why)
{
    const hy_port port = hy_port_system();
    return hy_card_create_with(card, profile, &port, NULL, why);
}

hy_rc hy_card_open_again(hy_card *card, const hy_port *port, const hy_image *image, hy_reason *why)
{
    const hy_element_config config = hy_card_profile_config(&card->profile);
    hy_link_close(&card->link);
    hy_element_close(&card->element);
    HY_TRY(hy_element_open(card->pool, card->work, port, &config, image, &card->element, why));
    return open_link(card, why);
}

/* ---- images ---- */

hy_rc hy_card_beside(const char *image, const char *what, char out[HY_CARD_PATH], hy_reason *why)
{
    int n = snprintf(out, HY_CARD_PATH, "%s.%s", image, what);
    return n > 0 && n < HY_CARD_PATH
               ? HY_OK
               : hy_reason_set(why, HY_FAIL(LIMIT), "%.60s…: too long", image);
}

static hy_rc take_durability(const hy_cli *cli, hy_durability *out, hy_reason *why)
{
    static const char *const names[] = {[HY_DURABILITY_TRANSACTION] = "transaction",
                                        [HY_DURABILITY_APDU] = "apdu",
                                        [HY_DURABILITY_WRITE] = "write"};
    const char *name = hy_cli_get(cli, "durability");
    *out = HY_DURABILITY_TRANSACTION;
    for (size_t i = 0; name != NULL && i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0) {
            *out = (hy_durability)i;
            return HY_OK;
        }
    return name == NULL ? HY_OK
                        : hy_reason_set(why, HY_FAIL(ARGUMENT),
                                        "--durability %s: transaction, apdu or write", name);
}

/* The key by the options; a new one is drawn for a new image that has none. */
static hy_rc take_key(const hy_cli *cli, const char *image, bool fresh, uint8_t key[HY_IMAGE_KEY],
                      hy_reason *why)
{
    char usual[HY_CARD_PATH];
    const char *descriptor = hy_cli_get(cli, "key-fd");
    const char *file = hy_cli_get(cli, "key");
    if (descriptor != NULL)
        return hy_key_read_descriptor((int)strtol(descriptor, NULL, 10), key, why);
    if (file != NULL)
        return hy_key_read_file(file, key, why);
    HY_TRY(hy_card_beside(image, "key", usual, why));
    return fresh && access(usual, F_OK) != 0 ? hy_key_create_file(usual, key, why)
                                             : hy_key_read_file(usual, key, why);
}

typedef struct place {
    uint8_t key[HY_IMAGE_KEY];
    hy_age age;
    hy_image image;
} place;

static hy_rc find_place(hy_card *card, const hy_cli *cli, const char *image, bool fresh, place *p,
                        hy_reason *why)
{
    const char *age = hy_cli_get(cli, "age");
    if (age == NULL)
        HY_TRY(hy_card_beside(image, "age", card->age, why));
    else
        snprintf(card->age, sizeof card->age, "%s", age);
    HY_TRY(take_durability(cli, &p->image.durability, why));
    HY_TRY(take_key(cli, image, fresh, p->key, why));
    p->age = hy_age_in_file(card->age);
    p->image.age = &p->age;
    p->image.key = hy_view_of(p->key, sizeof p->key);
    return fresh ? hy_storage_create_file(image, &card->file, &p->image.storage, why)
                 : hy_storage_open_file(image, &card->file, &p->image.storage, why);
}

static hy_rc open_in(hy_card *card, const place *p, bool fresh, hy_reason *why)
{
    const hy_port port = hy_port_system();
    const hy_element_config config = hy_card_profile_config(&card->profile);
    HY_TRY(open_common(card, &port, why));
    HY_TRY(fresh ? hy_element_create_in(card->pool, card->work, &port, &config, &p->image,
                                        &card->element, why)
                 : hy_element_open(card->pool, card->work, &port, &config, &p->image,
                                   &card->element, why));
    card->profile.config = hy_element_settings(card->element); /* as it was created with */
    return open_link(card, why);
}

static hy_rc open_image(hy_card *card, const hy_cli *cli, const char *image, bool fresh,
                        hy_reason *why)
{
    place p = {.key = {0}};
    hy_rc rc = find_place(card, cli, image, fresh, &p, why);
    if (hy_ok(rc)) {
        rc = open_in(card, &p, fresh, why);
        if (!hy_ok(rc))
            rc = hy_reason_prefix(why, rc, image);
    }
    hy_wipe(p.key, sizeof p.key);
    return rc;
}

hy_rc hy_card_create_image(hy_card *card, const hy_cli *cli, const char *image,
                           const hy_card_profile *profile, hy_reason *why)
{
    *card = (hy_card){.profile = *profile};
    return open_image(card, cli, image, true, why);
}

hy_rc hy_card_open_image(hy_card *card, const hy_cli *cli, const char *image, hy_reason *why)
{
    char profile[HY_CARD_PATH];
    *card = (hy_card){.profile = hy_card_profile_usual()};
    HY_TRY(hy_card_beside(image, "profile", profile, why));
    if (access(profile, F_OK) == 0)
        HY_TRY(hy_card_profile_open(profile, &card->profile, why));
    return open_image(card, cli, image, false, why);
}

hy_rc hy_card_flush(hy_card *card, hy_reason *why)
{
    return card->file == NULL ? HY_OK : hy_element_flush(card->element, why);
}

void hy_card_close(hy_card *card)
{
    hy_link_close(&card->link);
    hy_element_close(&card->element);
    hy_workspace_close(&card->work);
    hy_pool_close(&card->pool);
    hy_storage_close_file(&card->file);
}
