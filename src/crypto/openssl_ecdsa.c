/* ECDSA by OpenSSL, and its two signature formats. */
#include "crypto/ecdsa.h"

#include "crypto/openssl_leaf.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <string.h>

#define DER_ROOM 160 /* what OpenSSL may ask for, and more than it writes */

/* ---- contexts ---- */

/* A curve without a name goes in by its numbers. */
static hy_rc add_explicit(const EC_GROUP *group, BN_CTX *bn, hy_openssl_params *params)
{
    static char prime[] = SN_X9_62_prime_field;
    static char binary[] = SN_X9_62_characteristic_two_field;
    char *field = hy_openssl_group_is_binary(group) ? binary : prime;
    BN_CTX_start(bn);
    BIGNUM *p = BN_CTX_get(bn);
    BIGNUM *a = BN_CTX_get(bn);
    BIGNUM *b = BN_CTX_get(bn);
    bool good = b != NULL && EC_GROUP_get_curve(group, p, a, b, bn) == 1;
    if (good) {
        hy_openssl_params_text(params, OSSL_PKEY_PARAM_EC_FIELD_TYPE, field);
        hy_openssl_params_number(params, OSSL_PKEY_PARAM_EC_P, p);
        hy_openssl_params_number(params, OSSL_PKEY_PARAM_EC_A, a);
        hy_openssl_params_number(params, OSSL_PKEY_PARAM_EC_B, b);
    }
    BN_CTX_end(bn);
    if (!good)
        return hy_openssl_failed();
    hy_openssl_params_number(params, OSSL_PKEY_PARAM_EC_ORDER, EC_GROUP_get0_order(group));
    hy_openssl_params_number(params, OSSL_PKEY_PARAM_EC_COFACTOR, EC_GROUP_get0_cofactor(group));
    return HY_OK;
}

/* The half of the key that the operation needs, on its curve. */
static hy_rc make_pkey(hy_ec_key *k, bool private_half, EVP_PKEY **out)
{
    const hy_curve *curve = k->curve;
    hy_openssl_params params = {.n = 0};
    char name[64] = "";
    uint8_t generator[HY_CURVE_POINT_MAX];
    uint8_t point[HY_CURVE_POINT_MAX];
    size_t n;
    if (curve->named) {
        strncpy(name, OBJ_nid2sn(EC_GROUP_get_curve_name(curve->group)), sizeof name - 1);
        hy_openssl_params_text(&params, OSSL_PKEY_PARAM_GROUP_NAME, name);
    } else {
        HY_TRY(add_explicit(curve->group, curve->crypto->bn, &params));
        HY_TRY(hy_curve_get(curve, HY_CURVE_PART_G, generator, sizeof generator, &n));
        hy_openssl_params_bytes(&params, OSSL_PKEY_PARAM_EC_GENERATOR, generator, n);
    }
    if (private_half) {
        hy_openssl_params_number(&params, OSSL_PKEY_PARAM_PRIV_KEY, k->s);
    } else {
        HY_TRY(hy_ec_key_public(k, point, sizeof point, &n));
        hy_openssl_params_bytes(&params, OSSL_PKEY_PARAM_PUB_KEY, point, n);
    }
    return hy_openssl_params_make(
        curve->crypto, "EC", private_half ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY, &params, out);
}

/* The context of an operation, made on first use. */
static hy_rc prepare(hy_ec_key *k, EVP_PKEY_CTX **slot, int (*init)(EVP_PKEY_CTX *))
{
    if (*slot != NULL)
        return HY_OK;
    EVP_PKEY *pkey;
    HY_TRY(make_pkey(k, slot == &k->sign, &pkey));
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_pkey(k->curve->crypto->lib, pkey, NULL);
    EVP_PKEY_free(pkey); /* the context keeps its own reference */
    if (ctx == NULL || init(ctx) != 1) {
        EVP_PKEY_CTX_free(ctx);
        return hy_openssl_failed();
    }
    *slot = ctx;
    return HY_OK;
}

/* ---- formats ---- */

static hy_rc plain_from_der(const uint8_t *der, size_t der_n, size_t half, uint8_t *out)
{
    const unsigned char *at = der;
    ECDSA_SIG *sig = d2i_ECDSA_SIG(NULL, &at, (long)der_n);
    if (sig == NULL)
        return hy_openssl_failed();
    int r = BN_bn2binpad(ECDSA_SIG_get0_r(sig), out, (int)half);
    int s = BN_bn2binpad(ECDSA_SIG_get0_s(sig), out + half, (int)half);
    ECDSA_SIG_free(sig);
    return r < 0 || s < 0 ? hy_openssl_failed() : HY_OK;
}

/* der has DER_ROOM bytes. */
static hy_rc der_from_plain(hy_view plain, uint8_t *der, size_t *n)
{
    size_t half = plain.n / 2;
    ECDSA_SIG *sig = ECDSA_SIG_new();
    BIGNUM *r = BN_bin2bn(plain.p, (int)half, NULL);
    BIGNUM *s = BN_bin2bn(hy_view_part(plain, half, half).p, (int)half, NULL);
    if (sig == NULL || r == NULL || s == NULL || ECDSA_SIG_set0(sig, r, s) != 1) {
        ECDSA_SIG_free(sig);
        BN_free(r);
        BN_free(s);
        return HY_FAIL(MEMORY);
    }
    unsigned char *at = der;
    int length = i2d_ECDSA_SIG(sig, NULL);
    if (length > 0 && length <= DER_ROOM)
        length = i2d_ECDSA_SIG(sig, &at);
    ECDSA_SIG_free(sig);
    HY_ENSURE(length > 0 && length <= DER_ROOM, CRYPTO);
    *n = (size_t)length;
    return HY_OK;
}

/* ---- operations ---- */

/* DER: two lengths of two bytes, two numbers with a zero before each, and the header around. */
static size_t signature_max(const hy_curve *curve, hy_ecdsa_format format)
{
    size_t numbers = 2 * curve->order_size;
    if (format == HY_ECDSA_PLAIN)
        return numbers;
    return numbers + 6 + (numbers + 6 > 127 ? 3 : 2);
}

hy_rc hy_ecdsa_sign(hy_ec_key *k, hy_ecdsa_format format, hy_view digest, uint8_t *out, size_t room,
                    size_t *n)
{
    *n = 0;
    HY_ENSURE(k->s != NULL, STATE);
    HY_ENSURE(digest.n > 0, ARGUMENT);
    HY_ENSURE(signature_max(k->curve, format) <= room, LIMIT);
    HY_TRY(prepare(k, &k->sign, EVP_PKEY_sign_init));
    uint8_t der[DER_ROOM];
    size_t der_n = sizeof der;
    HY_OPENSSL_TRY(EVP_PKEY_sign(k->sign, der, &der_n, digest.p, digest.n));
    if (format == HY_ECDSA_DER) {
        memcpy(out, der, der_n);
        *n = der_n;
        return HY_OK;
    }
    HY_TRY(plain_from_der(der, der_n, k->curve->order_size, out));
    *n = 2 * k->curve->order_size;
    return HY_OK;
}

hy_rc hy_ecdsa_verify(hy_ec_key *k, hy_ecdsa_format format, hy_view digest, hy_view signature,
                      hy_verdict *verdict)
{
    *verdict = HY_VERDICT_DIFFERENT;
    HY_ENSURE(digest.n > 0, ARGUMENT);
    HY_TRY(prepare(k, &k->verify, EVP_PKEY_verify_init));
    uint8_t der[DER_ROOM];
    if (format == HY_ECDSA_PLAIN) {
        if (signature.n != 2 * k->curve->order_size)
            return HY_OK;
        HY_TRY(der_from_plain(signature, der, &signature.n));
        signature.p = der;
    }
    if (EVP_PKEY_verify(k->verify, signature.p, signature.n, digest.p, digest.n) == 1)
        *verdict = HY_VERDICT_EQUAL;
    else
        ERR_clear_error();
    return HY_OK;
}

hy_rc hy_ecdsa_sign_message(hy_ec_key *k, hy_ecdsa_format format, hy_digest_kind kind,
                            hy_view message, uint8_t *out, size_t room, size_t *n)
{
    *n = 0;
    uint8_t digest[HY_DIGEST_MAX];
    size_t digest_n;
    HY_TRY(hy_digest_once(k->curve->crypto, kind, message, digest, sizeof digest, &digest_n));
    return hy_ecdsa_sign(k, format, hy_view_of(digest, digest_n), out, room, n);
}

hy_rc hy_ecdsa_verify_message(hy_ec_key *k, hy_ecdsa_format format, hy_digest_kind kind,
                              hy_view message, hy_view signature, hy_verdict *verdict)
{
    *verdict = HY_VERDICT_DIFFERENT;
    uint8_t digest[HY_DIGEST_MAX];
    size_t n;
    HY_TRY(hy_digest_once(k->curve->crypto, kind, message, digest, sizeof digest, &n));
    return hy_ecdsa_verify(k, format, hy_view_of(digest, n), signature, verdict);
}
