/* The MACs that chain a block cipher: those of ISO 9797-1, and CMAC until its end. */
#include "crypto/mac.h"

#include "base/secret.h"
#include "crypto/mac_engine.h"

#include <stdlib.h>
#include <string.h>

#define CHUNK 512 /* bytes that are chained in one call */

struct cbc_mac {
    hy_mac base;
    hy_cipher *chaining;
    hy_cipher *second; /* algorithm 3: decrypts the last block */
    hy_cipher *third;  /* algorithm 3: encrypts it again */
    hy_mac *closed;    /* CMAC: makes an end of it */
    hy_padding padding;
    size_t block;
    size_t keep; /* bytes that stay in the tail at least, once there are as many */
    uint8_t chain[HY_CIPHER_BLOCK_MAX];
    uint8_t tail[2 * HY_CIPHER_BLOCK_MAX]; /* bytes that are not chained yet */
    size_t tail_n;
    bool empty; /* no block was chained yet */
};

static hy_rc cbc_start(hy_mac *m, hy_view chain)
{
    struct cbc_mac *it = (struct cbc_mac *)m;
    memset(it->chain, 0, sizeof it->chain);
    if (chain.n > 0)
        memcpy(it->chain, chain.p, chain.n);
    it->tail_n = 0;
    it->empty = true;
    return HY_OK;
}

/* Whole blocks; what comes out matters only as the chaining value. */
static hy_rc chain_blocks(struct cbc_mac *it, hy_view blocks)
{
    uint8_t sink[CHUNK];
    hy_reader r = hy_reader_of(blocks);
    hy_rc rc = HY_OK;
    while (hy_ok(rc) && hy_reader_left(&r) > 0) {
        size_t n = hy_reader_left(&r) < CHUNK ? hy_reader_left(&r) : CHUNK;
        rc = hy_cipher_cbc(it->chaining, HY_ENCRYPT, it->chain, hy_read_bytes(&r, n), sink,
                           sizeof sink);
        it->empty = false;
    }
    hy_wipe(sink, blocks.n < CHUNK ? blocks.n : CHUNK);
    return rc;
}

static void fill_tail(struct cbc_mac *it, hy_reader *r, size_t up_to)
{
    size_t want = up_to > it->tail_n ? up_to - it->tail_n : 0;
    hy_view v = hy_read_bytes(r, want < hy_reader_left(r) ? want : hy_reader_left(r));
    if (v.n > 0)
        memcpy(it->tail + it->tail_n, v.p, v.n);
    it->tail_n += v.n;
}

/* Chains as many blocks as leave `keep` bytes; the rest waits in the tail. */
static hy_rc cbc_update(hy_mac *m, hy_view part)
{
    struct cbc_mac *it = (struct cbc_mac *)m;
    size_t block = it->block;
    hy_reader r = hy_reader_of(part);
    size_t total = it->tail_n + part.n;
    size_t due = total < it->keep ? 0 : (total - it->keep) / block * block;
    for (; due > 0 && it->tail_n > 0; due -= block) {
        fill_tail(it, &r, block);
        HY_TRY(chain_blocks(it, hy_view_of(it->tail, block)));
        it->tail_n -= block;
        memmove(it->tail, it->tail + block, it->tail_n);
    }
    HY_TRY(chain_blocks(it, hy_read_bytes(&r, due)));
    fill_tail(it, &r, sizeof it->tail);
    return HY_OK;
}

/* The last part of the message with its padding; whole blocks, perhaps none. */
static hy_rc chain_tail(struct cbc_mac *it)
{
    size_t block = it->block;
    size_t n;
    if (it->padding == HY_PADDING_ISO9797_M1 && it->empty && it->tail_n == 0) {
        memset(it->tail, 0, block);
        n = block;
    } else {
        HY_TRY(hy_padding_add(it->padding, block, it->tail, it->tail_n, block, &n));
    }
    return chain_blocks(it, hy_view_of(it->tail, n));
}

static hy_rc cbc_finish(hy_mac *m, uint8_t *out)
{
    struct cbc_mac *it = (struct cbc_mac *)m;
    size_t block = it->block;
    HY_TRY(chain_tail(it));
    HY_ENSURE(!it->empty, STATE);
    hy_view last = hy_view_of(it->chain, block);
    if (it->second != NULL) {
        HY_TRY(hy_cipher_ecb(it->second, HY_DECRYPT, last, it->chain, block));
        HY_TRY(hy_cipher_ecb(it->third, HY_ENCRYPT, last, it->chain, block));
    }
    memcpy(out, it->chain, block);
    return HY_OK;
}

static void cbc_free(hy_mac *m)
{
    struct cbc_mac *it = (struct cbc_mac *)m;
    hy_cipher_free(&it->chaining);
    hy_cipher_free(&it->second);
    hy_cipher_free(&it->third);
    hy_mac_free(&it->closed);
    hy_wipe(it, sizeof *it);
    free(it);
}

enum { AT_TAIL = 16, AT_TAIL_N = 48, AT_EMPTY, END }; /* in a saved state, behind the chain */

_Static_assert((int)END <= (int)HY_MAC_STATE_OF_BLOCKS, "a saved state fits");

static void cbc_save(const hy_mac *m, uint8_t *state)
{
    const struct cbc_mac *it = (const struct cbc_mac *)m;
    memcpy(state, it->chain, sizeof it->chain);
    memcpy(state + AT_TAIL, it->tail, sizeof it->tail);
    state[AT_TAIL_N] = (uint8_t)it->tail_n;
    state[AT_EMPTY] = it->empty;
}

static hy_rc cbc_resume(hy_mac *m, const uint8_t *state)
{
    struct cbc_mac *it = (struct cbc_mac *)m;
    HY_ENSURE(state[AT_TAIL_N] <= 2 * it->block, ARGUMENT);
    memcpy(it->chain, state, sizeof it->chain);
    memcpy(it->tail, state + AT_TAIL, sizeof it->tail);
    it->tail_n = state[AT_TAIL_N];
    it->empty = state[AT_EMPTY] != 0;
    return HY_OK;
}

static const hy_mac_engine cbc_engine = {cbc_start, cbc_update, cbc_finish,
                                         cbc_free,  cbc_save,   cbc_resume};

static hy_rc chained_new(const hy_mac_engine *engine, hy_padding padding, struct cbc_mac **out)
{
    HY_ENSURE((unsigned)padding <= HY_PADDING_PKCS5, ARGUMENT);
    *out = calloc(1, sizeof **out);
    HY_ENSURE(*out != NULL, MEMORY);
    (*out)->base.engine = engine;
    (*out)->padding = padding;
    (*out)->empty = true;
    return HY_OK;
}

hy_rc hy_mac_new_cbc(hy_crypto *c, hy_cipher_kind kind, hy_view key, hy_padding padding,
                     hy_mac **out)
{
    *out = NULL;
    HY_ENSURE(kind != HY_CIPHER_XTS, ARGUMENT);
    struct cbc_mac *m;
    HY_TRY(chained_new(&cbc_engine, padding, &m));
    hy_rc rc = hy_cipher_new(c, kind, key, &m->chaining);
    if (!hy_ok(rc)) {
        cbc_free(&m->base);
        return rc;
    }
    m->base.size = m->base.chain = m->block = hy_cipher_block(m->chaining);
    *out = &m->base;
    return HY_OK;
}

static hy_rc retail_keys(hy_crypto *c, hy_view key, struct cbc_mac *m)
{
    HY_TRY(hy_cipher_new(c, HY_CIPHER_DES, hy_view_part(key, 0, 8), &m->chaining));
    HY_TRY(hy_cipher_new(c, HY_CIPHER_DES, hy_view_part(key, 8, 8), &m->second));
    return hy_cipher_new(c, HY_CIPHER_DES, hy_view_part(key, key.n == 24 ? 16 : 0, 8), &m->third);
}

hy_rc hy_mac_new_retail(hy_crypto *c, hy_view key, hy_padding padding, hy_mac **out)
{
    *out = NULL;
    HY_ENSURE(key.n == 16 || key.n == 24, ARGUMENT);
    struct cbc_mac *m;
    HY_TRY(chained_new(&cbc_engine, padding, &m));
    m->base.size = m->base.chain = m->block = 8;
    hy_rc rc = retail_keys(c, key, m);
    if (!hy_ok(rc)) {
        cbc_free(&m->base);
        return rc;
    }
    *out = &m->base;
    return HY_OK;
}

/* ---- CMAC: blocks are chained as in a CBC-MAC, and OpenSSL makes the end of it. The last one or
   two blocks go to it as a message of their own, with what was chained before added to the first of
   them, since a chain begins with zeros. ---- */

static hy_rc cmac_finish(hy_mac *m, uint8_t *out)
{
    struct cbc_mac *it = (struct cbc_mac *)m;
    size_t n;
    if (!it->empty)
        for (size_t i = 0; i < it->block; i++)
            it->tail[i] ^= it->chain[i];
    hy_view rest = hy_view_of(it->tail, it->tail_n);
    return hy_mac_over(it->closed, &rest, 1, out, m->size, &n);
}

static const hy_mac_engine cmac_engine = {cbc_start, cbc_update, cmac_finish,
                                          cbc_free,  cbc_save,   cbc_resume};

hy_rc hy_mac_new_cmac(hy_crypto *c, hy_cipher_kind kind, hy_view key, hy_mac **out)
{
    *out = NULL;
    struct cbc_mac *m;
    HY_TRY(chained_new(&cmac_engine, HY_PADDING_NONE, &m));
    hy_rc rc = hy_mac_new_closed_cmac(c, kind, key, &m->closed);
    if (hy_ok(rc))
        rc = hy_cipher_new(c, kind, key, &m->chaining);
    if (!hy_ok(rc)) {
        cbc_free(&m->base);
        return rc;
    }
    m->base.size = m->block = hy_cipher_block(m->chaining);
    m->keep = m->block + 1;
    *out = &m->base;
    return HY_OK;
}
