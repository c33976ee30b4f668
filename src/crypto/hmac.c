/* HMAC (FIPS 198-1) over digests whose state is bytes: the two passes around them. */
#include "base/secret.h"
#include "crypto/mac_engine.h"
#include "crypto/running.h"

#include <stdlib.h>
#include <string.h>

#define BLOCK_MAX 144

struct hmac {
    hy_mac base;
    hy_digest_kind kind;
    uint8_t inner[HY_RUNNING_MAX]; /* after the first block of each pass, which has the key */
    uint8_t outer[HY_RUNNING_MAX];
    uint8_t now[HY_RUNNING_MAX];
};

static hy_rc hmac_start(hy_mac *m, hy_view chain)
{
    (void)chain;
    struct hmac *it = (struct hmac *)m;
    memcpy(it->now, it->inner, hy_running_size(it->kind));
    return HY_OK;
}

static hy_rc hmac_update(hy_mac *m, hy_view part)
{
    struct hmac *it = (struct hmac *)m;
    return hy_running_update(it->kind, it->now, part);
}

static hy_rc hmac_finish(hy_mac *m, uint8_t *out)
{
    struct hmac *it = (struct hmac *)m;
    uint8_t pass[HY_DIGEST_MAX];
    size_t n;
    HY_TRY(hy_running_finish(it->kind, it->now, pass, sizeof pass, &n));
    memcpy(it->now, it->outer, hy_running_size(it->kind));
    hy_rc rc = hy_running_update(it->kind, it->now, hy_view_of(pass, n));
    hy_wipe(pass, sizeof pass);
    return hy_ok(rc) ? hy_running_finish(it->kind, it->now, out, m->size, &n) : rc;
}

static void hmac_free(hy_mac *m)
{
    struct hmac *it = (struct hmac *)m;
    hy_wipe(it, sizeof *it);
    free(it);
}

static void hmac_save(const hy_mac *m, uint8_t *state)
{
    const struct hmac *it = (const struct hmac *)m;
    memcpy(state, it->now, hy_running_size(it->kind));
}

static hy_rc hmac_resume(hy_mac *m, const uint8_t *state)
{
    struct hmac *it = (struct hmac *)m;
    memcpy(it->now, state, hy_running_size(it->kind));
    return HY_OK;
}

static const hy_mac_engine hmac_engine = {hmac_start, hmac_update, hmac_finish,
                                          hmac_free,  hmac_save,   hmac_resume};

/* FIPS 180-4, FIPS 202: bytes that a digest takes at a time. */
static size_t block_of(hy_digest_kind kind)
{
    size_t block = hy_midstate_block(kind);
    return block > 0 ? block : 200 - 2 * hy_digest_size(kind);
}

/* The state after the key's block under a mask. */
static hy_rc key_block(const struct hmac *it, const uint8_t *key, uint8_t mask, uint8_t *state)
{
    uint8_t block[BLOCK_MAX];
    size_t n = block_of(it->kind);
    for (size_t i = 0; i < n; i++)
        block[i] = key[i] ^ mask;
    hy_rc rc = hy_running_start(it->kind, state);
    if (hy_ok(rc))
        rc = hy_running_update(it->kind, state, hy_view_of(block, n));
    hy_wipe(block, sizeof block);
    return rc;
}

/* A key longer than a block is replaced by its digest. */
static hy_rc set_key(hy_crypto *c, struct hmac *it, hy_view key)
{
    uint8_t padded[BLOCK_MAX] = {0};
    size_t n;
    hy_rc rc = HY_OK;
    if (key.n > block_of(it->kind))
        rc = hy_digest_once(c, it->kind, key, padded, sizeof padded, &n);
    else if (key.n > 0)
        memcpy(padded, key.p, key.n);
    if (hy_ok(rc))
        rc = key_block(it, padded, 0x36, it->inner);
    if (hy_ok(rc))
        rc = key_block(it, padded, 0x5C, it->outer);
    hy_wipe(padded, sizeof padded);
    return rc;
}

hy_rc hy_mac_new_hmac(hy_crypto *c, hy_digest_kind kind, hy_view key, hy_mac **out)
{
    *out = NULL;
    HY_ENSURE(hy_digest_size(kind) > 0, ARGUMENT);
    struct hmac *it = calloc(1, sizeof *it);
    HY_ENSURE(it != NULL, MEMORY);
    it->base = (hy_mac){&hmac_engine, hy_digest_size(kind), 0};
    it->kind = kind;
    hy_rc rc = set_key(c, it, key);
    if (hy_ok(rc))
        rc = hmac_start(&it->base, key);
    if (!hy_ok(rc)) {
        hmac_free(&it->base);
        return rc;
    }
    *out = &it->base;
    return HY_OK;
}
