/* The CBC-MACs of ISO 9797-1: chaining and padding around the block cipher. */
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
    hy_padding padding;
    uint8_t chain[HY_CIPHER_BLOCK_MAX];
    uint8_t tail[HY_CIPHER_BLOCK_MAX]; /* bytes that are no whole block yet */
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

static hy_rc cbc_update(hy_mac *m, hy_view part)
{
    struct cbc_mac *it = (struct cbc_mac *)m;
    size_t block = m->chain;
    hy_reader r = hy_reader_of(part);
    if (it->tail_n > 0) {
        size_t want = block - it->tail_n;
        hy_view head = hy_read_bytes(&r, part.n < want ? part.n : want);
        memcpy(it->tail + it->tail_n, head.p, head.n);
        it->tail_n += head.n;
        if (it->tail_n < block)
            return HY_OK;
        HY_TRY(chain_blocks(it, hy_view_of(it->tail, block)));
        it->tail_n = 0;
    }
    HY_TRY(chain_blocks(it, hy_read_bytes(&r, hy_reader_left(&r) / block * block)));
    hy_view rest = hy_read_bytes(&r, hy_reader_left(&r));
    if (rest.n > 0)
        memcpy(it->tail, rest.p, rest.n);
    it->tail_n = rest.n;
    return HY_OK;
}

/* The last part of the message with its padding; whole blocks, perhaps none. */
static hy_rc chain_tail(struct cbc_mac *it)
{
    size_t block = it->base.chain;
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
    size_t block = m->chain;
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
    hy_wipe(it, sizeof *it);
    free(it);
}

static const hy_mac_engine cbc_engine = {cbc_start, cbc_update, cbc_finish, cbc_free};

static hy_rc cbc_new(hy_padding padding, struct cbc_mac **out)
{
    HY_ENSURE((unsigned)padding <= HY_PADDING_PKCS5, ARGUMENT);
    *out = calloc(1, sizeof **out);
    HY_ENSURE(*out != NULL, MEMORY);
    (*out)->base.engine = &cbc_engine;
    (*out)->padding = padding;
    (*out)->empty = true;
    return HY_OK;
}

hy_rc hy_mac_new_cbc(hy_crypto *c, hy_cipher_kind kind, hy_view key, hy_padding padding,
                     hy_mac **out)
{
    *out = NULL;
    HY_ENSURE(kind == HY_CIPHER_AES || kind == HY_CIPHER_DES, ARGUMENT);
    struct cbc_mac *m;
    HY_TRY(cbc_new(padding, &m));
    hy_rc rc = hy_cipher_new(c, kind, key, &m->chaining);
    if (!hy_ok(rc)) {
        cbc_free(&m->base);
        return rc;
    }
    m->base.size = m->base.chain = hy_cipher_block(m->chaining);
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
    HY_TRY(cbc_new(padding, &m));
    m->base.size = m->base.chain = 8;
    hy_rc rc = retail_keys(c, key, m);
    if (!hy_ok(rc)) {
        cbc_free(&m->base);
        return rc;
    }
    *out = &m->base;
    return HY_OK;
}
