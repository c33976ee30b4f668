/* RSA ciphers: with a public key and with a private one, both ways (RFC 8017). */
#include "element/api/cipher_rsa.h"

#include "base/secret.h"

#include <stddef.h>
#include <string.h>

/* The digest of an OAEP padding; NONE for the others. */
static hy_digest_kind oaep_digest(int8_t padding)
{
    static const hy_digest_kind kinds[] = {
        HY_DIGEST_SHA224,   HY_DIGEST_SHA256,   HY_DIGEST_SHA384,   HY_DIGEST_SHA512,
        HY_DIGEST_SHA3_224, HY_DIGEST_SHA3_256, HY_DIGEST_SHA3_384, HY_DIGEST_SHA3_512,
    };
    if (padding == HY_PAD_PKCS1_OAEP)
        return HY_DIGEST_SHA1;
    if (padding >= HY_PAD_PKCS1_OAEP_SHA224 && padding <= HY_PAD_PKCS1_OAEP_SHA3_512)
        return kinds[padding - HY_PAD_PKCS1_OAEP_SHA224];
    return HY_DIGEST_NONE;
}

bool hy_cipher_rsa_has(int8_t padding)
{
    return padding == HY_PAD_NOPAD || padding == HY_PAD_PKCS1 ||
           oaep_digest(padding) != HY_DIGEST_NONE;
}

static bool is_rsa(const hy_key *k)
{
    return k->type == HY_KEY_RSA_PUBLIC || k->type == HY_KEY_RSA_PRIVATE ||
           k->type == HY_KEY_RSA_CRT;
}

/* OAEP hides what is for the owner of the private key, and nothing else. */
static bool way_fits(const hy_operation *o)
{
    bool private = o->key.is_private;
    return oaep_digest(o->padding) == HY_DIGEST_NONE || private == (o->mode == HY_MODE_DECRYPT);
}

static void begin(hy_cipher_rsa_state *s, hy_reference key)
{
    s->head = (hy_operation_head){.phase = HY_OPERATION_READY, .key = key};
    s->used = 0;
}

/* Only as many bytes as are used; what was there before is wiped. */
void hy_cipher_rsa_keep(const hy_engine *e, const hy_cipher_rsa_state *s)
{
    hy_cipher_rsa_state before;
    size_t head = offsetof(hy_cipher_rsa_state, data);
    memcpy(&before, e->state, head);
    if (before.used <= HY_RSA_SIZE_MAX && before.used > s->used)
        hy_wipe(e->state + head + s->used, (size_t)before.used - s->used);
    memcpy(e->state, s, head + s->used);
}

hy_outcome hy_cipher_rsa_init(hy_machine *m, hy_operation *o, const hy_view *parameter)
{
    if (!is_rsa(&o->key) || !way_fits(o) || parameter != NULL)
        return hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_VALUE);
    hy_outcome outcome = hy_operation_set(m, o, false);
    if (outcome != HY_DONE)
        return outcome;
    hy_cipher_rsa_state s;
    begin(&s, o->key.reference);
    hy_cipher_rsa_keep(&o->engine, &s);
    return HY_DONE;
}

static hy_rc compute(const hy_operation *o, hy_rsa *k, hy_view in, uint8_t *out, size_t *n)
{
    const hy_rsa_padding pkcs1 = {.scheme = HY_RSA_PKCS1};
    const hy_rsa_padding oaep = {.scheme = HY_RSA_OAEP, .digest = oaep_digest(o->padding)};
    bool encrypts = o->mode == HY_MODE_ENCRYPT;
    size_t room = HY_RSA_SIZE_MAX;
    if (o->padding == HY_PAD_NOPAD)
        return o->key.is_private ? hy_rsa_raw_private(k, in, out, room, n)
                                 : hy_rsa_raw_public(k, in, out, room, n);
    const hy_rsa_padding *padding = o->padding == HY_PAD_PKCS1 ? &pkcs1 : &oaep;
    if (o->key.is_private) /* block type 1 (RFC 8017 section 9.2) is what a private key makes */
        return encrypts ? hy_rsa_sign(k, padding, in, out, room, n)
                        : hy_rsa_decrypt(k, padding, in, out, room, n);
    return encrypts ? hy_rsa_encrypt(k, padding, in, out, room, n)
                    : hy_rsa_recover(k, in, out, room, n);
}

hy_outcome hy_cipher_rsa_run(hy_machine *m, hy_operation *o, hy_view in, bool last,
                             hy_cipher_rsa_state *next, uint8_t *out, size_t *n)
{
    hy_rsa *k;
    *n = 0;
    memcpy(next, o->engine.state, sizeof *next);
    if (o->anew)
        begin(next, o->key.reference);
    size_t size = (o->key.bits + 7u) / 8u;
    if (in.n > size || next->used > size - in.n)
        return hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_USE);
    if (in.n > 0)
        memcpy(next->data + next->used, in.p, in.n);
    next->used = (uint16_t)(next->used + in.n);
    if (!last)
        return HY_DONE;
    hy_outcome outcome = hy_key_rsa(m, &o->key, &k);
    if (outcome == HY_DONE && o->key.is_private)
        outcome = hy_engine_barrier(m);
    if (outcome != HY_DONE)
        return outcome;
    hy_rc rc = compute(o, k, hy_view_of(next->data, next->used), out, n);
    begin(next, o->key.reference);
    if (rc.code == HY_E_MISMATCH) /* the message is used up */
        hy_cipher_rsa_keep(&o->engine, next);
    return hy_ok(rc) ? HY_DONE : hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_USE);
}
