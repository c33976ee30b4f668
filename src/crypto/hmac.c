/* HMAC (FIPS 198-1) over digests whose state can be put away: the two passes around them. */
#include "base/secret.h"
#include "crypto/mac_engine.h"
#include "crypto/midstate.h"

#include <stdlib.h>
#include <string.h>

#define BLOCK_MAX 128

struct hmac {
    hy_mac base;
    hy_digest_kind kind;
    hy_midstate *digest;
    uint8_t inner[HY_MIDSTATE_STATE]; /* after the first block of each pass, which has the key */
    uint8_t outer[HY_MIDSTATE_STATE];
};

static hy_rc hmac_start(hy_mac *m, hy_view chain)
{
    (void)chain;
    struct hmac *it = (struct hmac *)m;
    return hy_midstate_resume(it->digest, it->inner);
}

static hy_rc hmac_update(hy_mac *m, hy_view part)
{
    return hy_midstate_update(((struct hmac *)m)->digest, part);
}

static hy_rc hmac_finish(hy_mac *m, uint8_t *out)
{
    struct hmac *it = (struct hmac *)m;
    uint8_t pass[HY_DIGEST_MAX];
    size_t n;
    HY_TRY(hy_midstate_finish(it->digest, pass, sizeof pass, &n));
    HY_TRY(hy_midstate_resume(it->digest, it->outer));
    HY_TRY(hy_midstate_update(it->digest, hy_view_of(pass, n)));
    hy_wipe(pass, sizeof pass);
    return hy_midstate_finish(it->digest, out, m->size, &n);
}

static void hmac_free(hy_mac *m)
{
    struct hmac *it = (struct hmac *)m;
    hy_midstate_free(&it->digest);
    hy_wipe(it, sizeof *it);
    free(it);
}

static void hmac_save(const hy_mac *m, uint8_t *state)
{
    hy_midstate_save(((const struct hmac *)m)->digest, state);
}

static hy_rc hmac_resume(hy_mac *m, const uint8_t *state)
{
    return hy_midstate_resume(((struct hmac *)m)->digest, state);
}

static const hy_mac_engine hmac_engine = {hmac_start, hmac_update, hmac_finish,      hmac_free,
                                          hmac_save,  hmac_resume, HY_MIDSTATE_STATE};

/* The state after the key's block under a mask. */
static hy_rc key_block(struct hmac *it, const uint8_t *key, uint8_t mask, uint8_t *state)
{
    uint8_t block[BLOCK_MAX];
    size_t n = hy_midstate_block(it->kind);
    for (size_t i = 0; i < n; i++)
        block[i] = key[i] ^ mask;
    HY_TRY(hy_midstate_start(it->digest));
    hy_rc rc = hy_midstate_update(it->digest, hy_view_of(block, n));
    hy_wipe(block, sizeof block);
    hy_midstate_save(it->digest, state);
    return rc;
}

static hy_rc set_key(struct hmac *it, hy_view key)
{
    uint8_t padded[BLOCK_MAX] = {0};
    size_t n;
    if (key.n > hy_midstate_block(it->kind)) {
        HY_TRY(hy_midstate_update(it->digest, key));
        HY_TRY(hy_midstate_finish(it->digest, padded, sizeof padded, &n));
    } else if (key.n > 0) {
        memcpy(padded, key.p, key.n);
    }
    hy_rc rc = key_block(it, padded, 0x36, it->inner);
    if (hy_ok(rc))
        rc = key_block(it, padded, 0x5C, it->outer);
    hy_wipe(padded, sizeof padded);
    return hy_ok(rc) ? hmac_start(&it->base, key) : rc;
}

hy_rc hy_mac_new_hmac(hy_crypto *c, hy_digest_kind kind, hy_view key, hy_mac **out)
{
    *out = NULL;
    HY_ENSURE(hy_digest_size(kind) > 0, ARGUMENT);
    if (hy_midstate_size(kind) == 0)
        return hy_mac_new_closed_hmac(c, kind, key, out);
    struct hmac *it = calloc(1, sizeof *it);
    HY_ENSURE(it != NULL, MEMORY);
    it->base = (hy_mac){&hmac_engine, hy_digest_size(kind), 0};
    it->kind = kind;
    hy_rc rc = hy_midstate_new(kind, &it->digest);
    if (hy_ok(rc))
        rc = set_key(it, key);
    if (!hy_ok(rc)) {
        hmac_free(&it->base);
        return rc;
    }
    *out = &it->base;
    return HY_OK;
}
