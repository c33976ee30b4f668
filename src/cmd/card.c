/* An element opened and closed for a command of hyd, in memory or in its image. */
#include "cmd/card.h"

#include "base/secret.h"

#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static hy_rc open_common(hy_card *card, hy_reason *why)
{
    const hy_port port = hy_port_system();
    HY_TRY(hy_pool_open(&port, NULL, &card->pool, why));
    return hy_workspace_open(&port, NULL, &card->work, why);
}

static hy_rc open_link(hy_card *card, hy_reason *why)
{
    uint8_t atr[HY_LINK_ATR_MAX];
    const hy_view answer = hy_view_of(atr, hy_card_profile_atr(&card->profile, atr));
    return hy_link_open_element(card->element, card->work, answer, &card->link, why);
}

hy_rc hy_card_open_memory(hy_card *card, const hy_card_profile *profile, hy_reason *why)
{
    const hy_port port = hy_port_system();
    *card = (hy_card){.profile = *profile};
    const hy_element_config config = hy_card_profile_config(&card->profile);
    HY_TRY(open_common(card, why));
    HY_TRY(hy_element_create(card->pool, card->work, &port, &config, &card->element, why));
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

static hy_rc take_descriptor(const char *text, uint8_t key[HY_IMAGE_KEY], hy_reason *why)
{
    char *end;
    long descriptor = strtol(text, &end, 10);
    if (*text == 0 || *end != 0 || descriptor < 0 || descriptor > INT_MAX)
        return hy_reason_set(why, HY_FAIL(ARGUMENT), "--key-fd %s: the number of a descriptor",
                             text);
    hy_rc rc = hy_key_read_descriptor((int)descriptor, key, why);
    return hy_ok(rc) ? rc : hy_reason_prefix(why, rc, "--key-fd");
}

/* The key by the options; a new one is drawn for a new image that has none. */
static hy_rc take_key(const hy_cli *cli, const char *image, bool fresh, uint8_t key[HY_IMAGE_KEY],
                      hy_reason *why)
{
    char usual[HY_CARD_PATH];
    const char *descriptor = hy_cli_get(cli, "key-fd");
    const char *file = hy_cli_get(cli, "key");
    if (descriptor != NULL && file != NULL)
        return hy_reason_set(why, HY_FAIL(ARGUMENT), "--key and --key-fd do not go together");
    if (descriptor != NULL)
        return take_descriptor(descriptor, key, why);
    if (file != NULL)
        return hy_key_read_file(file, key, why);
    HY_TRY(hy_card_beside(image, "key", usual, why));
    return fresh && access(usual, F_OK) != 0 ? hy_key_create_file(usual, key, why)
                                             : hy_key_read_file(usual, key, why);
}

static bool names_key(const hy_cli *cli)
{
    return hy_cli_get(cli, "key") != NULL || hy_cli_get(cli, "key-fd") != NULL;
}

/* NULL when --tpm is not given. */
static const char *tcti_of(const hy_cli *cli)
{
    const char *tcti = hy_cli_get(cli, "tpm");
    return tcti != NULL && *tcti == 0 ? HY_TPM_USUAL : tcti;
}

typedef struct place {
    uint8_t key[HY_IMAGE_KEY];
    hy_age age;
    hy_image image;
    char sealed[HY_CARD_PATH]; /* IMAGE.tpm */
    bool in_tpm, fresh;
} place;

/* A key that is given by itself opens an image without its TPM, which may have died. */
static hy_rc find_tpm(hy_card *card, const hy_cli *cli, place *p, hy_reason *why)
{
    const char *tcti = tcti_of(cli);
    p->in_tpm = p->fresh ? tcti != NULL : !names_key(cli) && access(p->sealed, F_OK) == 0;
    if (!p->in_tpm && tcti != NULL)
        return hy_reason_set(why, HY_FAIL(ARGUMENT),
                             names_key(cli) ? "--tpm and a key do not go together"
                                            : "--tpm: %s is not there, so the key is in no TPM",
                             p->sealed);
    if (!p->in_tpm)
        return HY_OK;
    if (hy_cli_get(cli, "age") != NULL)
        return hy_reason_set(why, HY_FAIL(ARGUMENT),
                             "--age: the age counter of this image is in the TPM");
    /* The library writes of each failure to standard error; what counts is in our reasons. */
    (void)setenv("TSS2_LOG", "all+none", 0);
    return p->fresh ? HY_OK : hy_tpm_open(tcti, p->sealed, p->key, &card->tpm, why);
}

/* A new image's key: drawn here, or the one given, of which a copy is kept elsewhere. */
static hy_rc seal_key(hy_card *card, const hy_cli *cli, place *p, hy_reason *why)
{
    const hy_port port = hy_port_system();
    HY_TRY(names_key(cli) ? take_key(cli, "", true, p->key, why)
                          : port.random(port.context, p->key, sizeof p->key));
    return hy_tpm_create(tcti_of(cli), p->sealed, p->key, &card->tpm, why);
}

static hy_rc find_age(hy_card *card, const hy_cli *cli, const char *image, place *p, hy_reason *why)
{
    const char *age = hy_cli_get(cli, "age");
    if (age != NULL && strlen(age) >= sizeof card->age)
        return hy_reason_set(why, HY_FAIL(LIMIT), "--age %.60s…: too long", age);
    if (age == NULL)
        HY_TRY(hy_card_beside(image, "age", card->age, why));
    else
        (void)snprintf(card->age, sizeof card->age, "%s", age);
    p->age = card->tpm != NULL ? hy_age_in_tpm(card->tpm) : hy_age_in_file(card->age);
    p->image.age = &p->age;
    return HY_OK;
}

/* The file first: whoever has it locked is not disturbed. */
static hy_rc find_place(hy_card *card, const hy_cli *cli, const char *image, place *p,
                        hy_reason *why)
{
    HY_TRY(hy_card_beside(image, "tpm", p->sealed, why));
    HY_TRY(take_durability(cli, &p->image.durability, why));
    HY_TRY(p->fresh ? hy_storage_create_file(image, &card->file, &p->image.storage, why)
                    : hy_storage_open_file(image, &card->file, &p->image.storage, why));
    HY_TRY(find_tpm(card, cli, p, why));
    if (!p->in_tpm)
        HY_TRY(take_key(cli, image, p->fresh, p->key, why));
    else if (p->fresh)
        HY_TRY(seal_key(card, cli, p, why));
    p->image.key = hy_view_of(p->key, sizeof p->key);
    return find_age(card, cli, image, p, why);
}

static hy_rc open_in(hy_card *card, const place *p, hy_reason *why)
{
    const hy_port port = hy_port_system();
    const hy_element_config config = hy_card_profile_config(&card->profile);
    HY_TRY(open_common(card, why));
    HY_TRY(p->fresh ? hy_element_create_in(card->pool, card->work, &port, &config, &p->image,
                                           &card->element, why)
                    : hy_element_open(card->pool, card->work, &port, &config, &p->image,
                                      &card->element, why));
    card->profile.config = hy_element_settings(card->element); /* as it was created with */
    return open_link(card, why);
}

static hy_rc open_image(hy_card *card, const hy_cli *cli, const char *image, bool fresh,
                        hy_reason *why)
{
    place p = {.fresh = fresh};
    (void)signal(SIGXFSZ, SIG_IGN); /* a limit to files is a full disk, not the end */
    hy_rc rc = find_place(card, cli, image, &p, why);
    if (hy_ok(rc)) {
        rc = open_in(card, &p, why);
        if (!hy_ok(rc))
            rc = hy_reason_prefix(why, rc, image);
    }
    if (!hy_ok(rc) && fresh && card->file != NULL) { /* nothing half made is left */
        hy_tpm_remove(&card->tpm, p.sealed);
        (void)unlink(image);
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
    hy_tpm_close(&card->tpm);
    hy_storage_close_file(&card->file);
}
