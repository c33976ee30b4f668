/* The private library context: providers, algorithms fetched once, random bytes. */
#include "crypto/openssl_leaf.h"

#include "base/secret.h"

#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/provider.h>
#include <openssl/rand.h>
#include <stdlib.h>

static const char *const cipher_names[HY_OPENSSL_CIPHER_COUNT] = {
    [HY_OPENSSL_AES_128_ECB] = "AES-128-ECB",   [HY_OPENSSL_AES_192_ECB] = "AES-192-ECB",
    [HY_OPENSSL_AES_256_ECB] = "AES-256-ECB",   [HY_OPENSSL_AES_128_CBC] = "AES-128-CBC",
    [HY_OPENSSL_AES_192_CBC] = "AES-192-CBC",   [HY_OPENSSL_AES_256_CBC] = "AES-256-CBC",
    [HY_OPENSSL_AES_128_CTR] = "AES-128-CTR",   [HY_OPENSSL_AES_192_CTR] = "AES-192-CTR",
    [HY_OPENSSL_AES_256_CTR] = "AES-256-CTR",   [HY_OPENSSL_AES_128_XTS] = "AES-128-XTS",
    [HY_OPENSSL_AES_256_XTS] = "AES-256-XTS",   [HY_OPENSSL_AES_128_GCM] = "AES-128-GCM",
    [HY_OPENSSL_AES_192_GCM] = "AES-192-GCM",   [HY_OPENSSL_AES_256_GCM] = "AES-256-GCM",
    [HY_OPENSSL_AES_128_CCM] = "AES-128-CCM",   [HY_OPENSSL_AES_192_CCM] = "AES-192-CCM",
    [HY_OPENSSL_AES_256_CCM] = "AES-256-CCM",   [HY_OPENSSL_DES_ECB] = "DES-ECB",
    [HY_OPENSSL_DES_CBC] = "DES-CBC",           [HY_OPENSSL_DES_EDE3_ECB] = "DES-EDE3-ECB",
    [HY_OPENSSL_DES_EDE3_CBC] = "DES-EDE3-CBC", [HY_OPENSSL_AES_128_CFB] = "AES-128-CFB",
    [HY_OPENSSL_AES_192_CFB] = "AES-192-CFB",   [HY_OPENSSL_AES_256_CFB] = "AES-256-CFB",
    [HY_OPENSSL_SEED_ECB] = "SEED-ECB",         [HY_OPENSSL_SEED_CBC] = "SEED-CBC",
    [HY_OPENSSL_SM4_ECB] = "SM4-ECB",           [HY_OPENSSL_SM4_CBC] = "SM4-CBC",
};

hy_rc hy_openssl_failed(void)
{
    ERR_clear_error();
    return HY_FAIL(CRYPTO);
}

/* OpenSSL's own words for what went wrong last. */
static hy_rc failed_because(hy_reason *why, const char *what, const char *mend)
{
    char text[128];
    ERR_error_string_n(ERR_peek_last_error(), text, sizeof text);
    hy_rc rc = hy_reason_set(why, HY_FAIL(CRYPTO), "%s: %s; %s", what, text, mend);
    ERR_clear_error();
    return rc;
}

static hy_rc load_providers(hy_crypto *c, hy_random port, hy_reason *why)
{
    c->lib = OSSL_LIB_CTX_new();
    HY_ENSURE(c->lib != NULL, MEMORY);
    hy_rc rc = hy_openssl_seed_load(c->lib, port, &c->provider[PROVIDER_SEED]);
    if (!hy_ok(rc))
        return hy_reason_set(why, rc, "OpenSSL: the built-in seed provider was refused");
    c->provider[PROVIDER_DEFAULT] = OSSL_PROVIDER_load(c->lib, "default");
    if (c->provider[PROVIDER_DEFAULT] == NULL)
        return failed_because(why, "OpenSSL: the default provider", "reinstall libssl3");
    c->provider[PROVIDER_LEGACY] = OSSL_PROVIDER_load(c->lib, "legacy");
    if (c->provider[PROVIDER_LEGACY] == NULL)
        return failed_because(why, "OpenSSL: the legacy provider, which has single DES and SEED",
                              "reinstall libssl3, or unset OPENSSL_MODULES");
    c->bn = BN_CTX_secure_new_ex(c->lib);
    HY_ENSURE(c->bn != NULL, MEMORY);
    return HY_OK;
}

hy_rc hy_crypto_new(hy_random port, hy_crypto **out, hy_reason *why)
{
    *out = NULL;
    hy_crypto *c = calloc(1, sizeof *c);
    HY_ENSURE(c != NULL, MEMORY);
    hy_rc rc = load_providers(c, port, why);
    if (!hy_ok(rc)) {
        hy_crypto_free(&c);
        return rc;
    }
    *out = c;
    return HY_OK;
}

void hy_crypto_free(hy_crypto **c)
{
    hy_crypto *it = *c;
    *c = NULL;
    if (it == NULL)
        return;
    for (int i = 0; i < HY_DIGEST_COUNT; i++) {
        hy_digest_free(&it->once[i]);
        EVP_MD_free(it->md[i]);
    }
    for (int i = 0; i < HY_OPENSSL_CIPHER_COUNT; i++)
        EVP_CIPHER_free(it->cipher[i]);
    EVP_MAC_free(it->cmac);
    BN_CTX_free(it->bn);
    for (int i = PROVIDER_COUNT; i-- > 0;)
        if (it->provider[i] != NULL)
            OSSL_PROVIDER_unload(it->provider[i]);
    OSSL_LIB_CTX_free(it->lib);
    hy_wipe(it, sizeof *it);
    free(it);
}

hy_rc hy_crypto_random(hy_crypto *c, uint8_t *out, size_t n)
{
    if (RAND_priv_bytes_ex(c->lib, out, n, 0) == 1)
        return HY_OK;
    hy_wipe(out, n);
    return hy_openssl_failed();
}

EVP_MD *hy_openssl_md(hy_crypto *c, hy_digest_kind kind)
{
    const char *name = hy_openssl_md_name(kind);
    if (name != NULL && c->md[kind] == NULL)
        c->md[kind] = EVP_MD_fetch(c->lib, name, NULL);
    return name != NULL ? c->md[kind] : NULL;
}

EVP_CIPHER *hy_openssl_cipher_get(hy_crypto *c, hy_openssl_cipher id)
{
    if (c->cipher[id] == NULL)
        c->cipher[id] = EVP_CIPHER_fetch(c->lib, cipher_names[id], NULL);
    return c->cipher[id];
}

EVP_MAC *hy_openssl_cmac(hy_crypto *c)
{
    if (c->cmac == NULL)
        c->cmac = EVP_MAC_fetch(c->lib, "CMAC", NULL);
    return c->cmac;
}

BIGNUM *hy_openssl_number(hy_view v)
{
    if (v.n > INT32_MAX)
        return NULL;
    BIGNUM *number = BN_bin2bn(v.p, (int)v.n, NULL);
    if (number != NULL)
        BN_set_flags(number, BN_FLG_CONSTTIME);
    return number;
}

hy_rc hy_openssl_number_write(const BIGNUM *number, size_t size, uint8_t *out, size_t room,
                              size_t *n)
{
    *n = 0;
    HY_ENSURE(size <= room && size <= INT32_MAX, LIMIT);
    if (BN_bn2binpad(number, out, (int)size) < 0)
        return hy_openssl_failed();
    *n = size;
    return HY_OK;
}
