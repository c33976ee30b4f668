/* The issuer's security domain as the command line asks for it. */
#include "cmd/issuer.h"

#include "base/secret.h"
#include "cmd/host.h"

#include <stdio.h>
#include <string.h>

static hy_rc read_keys(const hy_cli *cli, hy_keyfile *keys, hy_reason *why)
{
    const char *file = hy_cli_get(cli, "keys");
    if (file != NULL && hy_cli_flag(cli, "test-keys"))
        return hy_reason_set(why, HY_FAIL(ARGUMENT), "--keys and --test-keys: one of them");
    if (file == NULL) {
        fputs("hyd: TEST KEYS, WHICH EVERYBODY KNOWS: THIS ELEMENT PROTECTS NOTHING\n", stderr);
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

hy_rc hy_issuer_read(const hy_cli *cli, hy_issuer *out, bool *wanted, hy_reason *why)
{
    const char *i = hy_cli_get(cli, "scp");
    hy_keyfile keys = {0};
    *out = (hy_issuer){0};
    *wanted = hy_host_has_keys(cli);
    if (!*wanted)
        return i == NULL ? HY_OK
                         : hy_reason_set(why, HY_FAIL(ARGUMENT),
                                         "--scp: a domain needs keys: --keys or --test-keys");
    if (i != NULL)
        HY_TRY(hy_host_byte(i, &out->i, why));
    out->i_given = i != NULL;
    if (!hy_scp03_i_is_known(out->i))
        return hy_reason_set(why, HY_FAIL(ARGUMENT),
                             "--scp %s: SCP03 has 00, 10, 20, 30, 60, 70, each plus 1 for S16", i);
    hy_rc rc = read_keys(cli, &keys, why);
    if (hy_ok(rc))
        take_keys(&keys, out);
    hy_wipe(&keys, sizeof keys);
    return rc;
}
