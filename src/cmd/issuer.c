/* The issuer's security domain as command line and profile ask for it. */
#include "cmd/issuer.h"

#include "base/secret.h"
#include "cmd/host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { USUAL_VERSION = 0x30, USUAL_LENGTH = 16, SCP03 = 3, TRIES_MAX = 255 };

static hy_rc read_keys(const hy_cli *cli, hy_keyfile *keys, hy_reason *why)
{
    const char *file = hy_cli_get(cli, "keys");
    if (file != NULL && hy_cli_flag(cli, "test-keys"))
        return hy_reason_set(why, HY_FAIL(ARGUMENT), "--keys and --test-keys: one of them");
    if (file == NULL) {
        hy_keyfile_test(keys);
        return HY_OK;
    }
    HY_TRY(hy_keyfile_read(file, keys, why));
    if (keys->diversify == HY_DIVERSIFY_NONE)
        return HY_OK;
    return hy_reason_set(why, HY_FAIL(ARGUMENT), "%s: an element needs its own keys, not masters",
                         file);
}

static void take_keys(const hy_keyfile *keys, hy_issuer *out)
{
    out->kvn = keys->version;
    out->key_n = keys->keys.n;
    memcpy(out->enc, keys->keys.enc, keys->keys.n);
    memcpy(out->mac, keys->keys.mac, keys->keys.n);
    memcpy(out->dek, keys->keys.dek, keys->keys.n);
}

/* ---- what is no key ---- */

/* A profile that plays a card with an older protocol keeps everything else of it. */
static hy_rc take_variant(const hy_cli *cli, const hy_card_profile *profile, hy_issuer *out,
                          hy_reason *why)
{
    const char *i = hy_cli_get(cli, "scp");
    if (i == NULL && profile->scp_given && profile->scp != SCP03)
        fprintf(stderr, "hyd: the profile's card has SCP%02X; this one has SCP03\n", profile->scp);
    out->i_given = i != NULL || (profile->scp_given && profile->scp == SCP03);
    out->i = profile->scp_options;
    if (i != NULL)
        HY_TRY(hy_host_byte(i, &out->i, why));
    if (!out->i_given || hy_scp03_i_is_known(out->i))
        return HY_OK;
    return hy_reason_set(why, HY_FAIL(ARGUMENT),
                         "i %02X: SCP03 has 00, 10, 20, 30, 60, 70, each plus 1 for S16", out->i);
}

static hy_rc take_tries(const hy_cli *cli, hy_issuer *out, hy_reason *why)
{
    const char *text = hy_cli_get(cli, "tries");
    char *end = NULL;
    unsigned long n = text == NULL ? 0 : strtoul(text, &end, 10);
    if (text != NULL && (*text < '0' || *text > '9' || *end != '\0' || n > TRIES_MAX))
        return hy_reason_set(why, HY_FAIL(ARGUMENT), "--tries %s: 0 to %d", text, TRIES_MAX);
    out->tries = (uint8_t)n;
    return HY_OK;
}

static hy_rc take_rest(const hy_cli *cli, const hy_card_profile *profile, hy_issuer *out,
                       hy_reason *why)
{
    HY_TRY(take_variant(cli, profile, out, why));
    return take_tries(cli, out, why);
}

static hy_rc read_issuer(const hy_cli *cli, const hy_card_profile *profile, hy_issuer *out,
                         hy_reason *why)
{
    hy_keyfile keys = {0};
    hy_rc rc = read_keys(cli, &keys, why);
    if (hy_ok(rc)) {
        take_keys(&keys, out);
        rc = take_rest(cli, profile, out, why);
    }
    hy_wipe(&keys, sizeof keys);
    return rc;
}

hy_rc hy_issuer_read(const hy_cli *cli, const hy_card_profile *profile, hy_issuer *out,
                     bool *wanted, hy_reason *why)
{
    *out = (hy_issuer){0};
    *wanted = hy_host_has_keys(cli);
    if (*wanted)
        return read_issuer(cli, profile, out, why);
    if (hy_cli_get(cli, "scp") == NULL && hy_cli_get(cli, "tries") == NULL)
        return HY_OK;
    return hy_reason_set(why, HY_FAIL(ARGUMENT),
                         "--scp, --tries: a domain needs keys: --keys or --test-keys");
}

/* ---- drawn ---- */

static hy_rc key_length(const hy_cli *cli, const hy_card_profile *profile, uint8_t *n,
                        hy_reason *why)
{
    const char *text = hy_cli_get(cli, "key-length");
    *n = profile->key_length != 0 ? profile->key_length : USUAL_LENGTH;
    if (text == NULL)
        return HY_OK;
    *n = (uint8_t)(strcmp(text, "16") == 0   ? 16
                   : strcmp(text, "24") == 0 ? 24
                   : strcmp(text, "32") == 0 ? 32
                                             : 0);
    return *n != 0
               ? HY_OK
               : hy_reason_set(why, HY_FAIL(ARGUMENT), "--key-length %s: 16, 24 or 32 bytes", text);
}

static hy_rc draw(hy_keyfile *keys, uint8_t n)
{
    const hy_port port = hy_port_system();
    keys->version = USUAL_VERSION;
    keys->keys.n = n;
    HY_TRY(port.random(port.context, keys->keys.enc, n));
    HY_TRY(port.random(port.context, keys->keys.mac, n));
    return port.random(port.context, keys->keys.dek, n);
}

static hy_rc draw_issuer(const hy_cli *cli, const char *image, const hy_card_profile *profile,
                         hy_issuer *out, char drawn[HY_CARD_PATH], hy_reason *why)
{
    const char *path = hy_cli_get(cli, "keys-out");
    char usual[HY_CARD_PATH];
    uint8_t n;
    HY_TRY(take_rest(cli, profile, out, why));
    HY_TRY(key_length(cli, profile, &n, why));
    if (path == NULL)
        HY_TRY(hy_card_beside(image, "issuer", usual, why));
    hy_keyfile keys = {0};
    hy_rc rc = draw(&keys, n);
    if (hy_ok(rc))
        rc = hy_keyfile_write(path != NULL ? path : usual, &keys, why);
    if (hy_ok(rc)) {
        take_keys(&keys, out);
        snprintf(drawn, HY_CARD_PATH, "%s", path != NULL ? path : usual);
    }
    hy_wipe(&keys, sizeof keys);
    return rc;
}

hy_rc hy_issuer_make(const hy_cli *cli, const char *image, const hy_card_profile *profile,
                     hy_issuer *out, char drawn[HY_CARD_PATH], hy_reason *why)
{
    *out = (hy_issuer){0};
    drawn[0] = '\0';
    if (!hy_host_has_keys(cli))
        return draw_issuer(cli, image, profile, out, drawn, why);
    if (hy_cli_get(cli, "keys-out") == NULL && hy_cli_get(cli, "key-length") == NULL)
        return read_issuer(cli, profile, out, why);
    return hy_reason_set(why, HY_FAIL(ARGUMENT),
                         "--keys-out, --key-length: for keys that are drawn; --keys and "
                         "--test-keys give others");
}
