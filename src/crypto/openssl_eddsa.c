/* Ed25519 and Ed448 by OpenSSL. */
#include "crypto/eddsa.h"

#include "crypto/openssl_leaf.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <stdlib.h>

static const struct {
    const char *name;
    size_t key; /* bytes, private and public */
    size_t signature;
} curves[] = {
    [HY_ED25519] = {"ED25519", 32, 64},
    [HY_ED448] = {"ED448", 57, 114},
};

struct hy_eddsa {
    hy_crypto *crypto;
    hy_eddsa_curve curve;
    EVP_PKEY *pkey;
    EVP_MD_CTX *ctx;
    bool is_private;
};

/* Takes pkey over, also when it fails. */
static hy_rc key_of(hy_crypto *c, hy_eddsa_curve curve, EVP_PKEY *pkey, bool is_private,
                    hy_eddsa **out)
{
    if (pkey == NULL)
        return hy_openssl_failed();
    hy_eddsa *k = malloc(sizeof *k);
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    if (k == NULL || ctx == NULL) {
        EVP_PKEY_free(pkey);
        EVP_MD_CTX_free(ctx);
        free(k);
        return HY_FAIL(MEMORY);
    }
    *k = (hy_eddsa){c, curve, pkey, ctx, is_private};
    *out = k;
    return HY_OK;
}

hy_rc hy_eddsa_generate(hy_crypto *c, hy_eddsa_curve curve, hy_eddsa **out)
{
    *out = NULL;
    HY_ENSURE(curve == HY_ED25519 || curve == HY_ED448, ARGUMENT);
    return key_of(c, curve, EVP_PKEY_Q_keygen(c->lib, NULL, curves[curve].name), true, out);
}

hy_rc hy_eddsa_new_private(hy_crypto *c, hy_eddsa_curve curve, hy_view key, hy_eddsa **out)
{
    *out = NULL;
    HY_ENSURE(curve == HY_ED25519 || curve == HY_ED448, ARGUMENT);
    HY_ENSURE(key.n == curves[curve].key, ARGUMENT);
    EVP_PKEY *pkey =
        EVP_PKEY_new_raw_private_key_ex(c->lib, curves[curve].name, NULL, key.p, key.n);
    return key_of(c, curve, pkey, true, out);
}

hy_rc hy_eddsa_new_public(hy_crypto *c, hy_eddsa_curve curve, hy_view key, hy_eddsa **out)
{
    *out = NULL;
    HY_ENSURE(curve == HY_ED25519 || curve == HY_ED448, ARGUMENT);
    HY_ENSURE(key.n == curves[curve].key, ARGUMENT);
    EVP_PKEY *pkey = EVP_PKEY_new_raw_public_key_ex(c->lib, curves[curve].name, NULL, key.p, key.n);
    return key_of(c, curve, pkey, false, out);
}

void hy_eddsa_free(hy_eddsa **k)
{
    if (*k != NULL) {
        EVP_MD_CTX_free((*k)->ctx);
        EVP_PKEY_free((*k)->pkey); /* which wipes the private half */
    }
    free(*k);
    *k = NULL;
}

hy_rc hy_eddsa_private(const hy_eddsa *k, uint8_t *out, size_t room, size_t *n)
{
    *n = 0;
    HY_ENSURE(k->is_private, STATE);
    HY_ENSURE(curves[k->curve].key <= room, LIMIT);
    HY_OPENSSL_TRY(EVP_PKEY_get_raw_private_key(k->pkey, out, &room));
    *n = room;
    return HY_OK;
}

hy_rc hy_eddsa_public(const hy_eddsa *k, uint8_t *out, size_t room, size_t *n)
{
    *n = 0;
    HY_ENSURE(curves[k->curve].key <= room, LIMIT);
    HY_OPENSSL_TRY(EVP_PKEY_get_raw_public_key(k->pkey, out, &room));
    *n = room;
    return HY_OK;
}

/* The initialisation is light next to the signature, and no version of OpenSSL promises that a
   one-shot context may be used again without it. */
hy_rc hy_eddsa_sign(hy_eddsa *k, hy_view message, uint8_t *out, size_t room, size_t *n)
{
    *n = 0;
    HY_ENSURE(k->is_private, STATE);
    HY_ENSURE(curves[k->curve].signature <= room, LIMIT);
    HY_OPENSSL_TRY(EVP_MD_CTX_reset(k->ctx));
    HY_OPENSSL_TRY(EVP_DigestSignInit_ex(k->ctx, NULL, NULL, k->crypto->lib, NULL, k->pkey, NULL));
    HY_OPENSSL_TRY(EVP_DigestSign(k->ctx, out, &room, message.p, message.n));
    *n = room;
    return HY_OK;
}

hy_rc hy_eddsa_verify(hy_eddsa *k, hy_view message, hy_view signature, hy_verdict *verdict)
{
    *verdict = HY_VERDICT_DIFFERENT;
    if (signature.n != curves[k->curve].signature)
        return HY_OK;
    HY_OPENSSL_TRY(EVP_MD_CTX_reset(k->ctx));
    HY_OPENSSL_TRY(
        EVP_DigestVerifyInit_ex(k->ctx, NULL, NULL, k->crypto->lib, NULL, k->pkey, NULL));
    if (EVP_DigestVerify(k->ctx, signature.p, signature.n, message.p, message.n) == 1)
        *verdict = HY_VERDICT_EQUAL;
    else
        ERR_clear_error();
    return HY_OK;
}
