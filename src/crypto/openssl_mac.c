/* CMAC by OpenSSL. */
#include "crypto/mac.h"

#include "base/secret.h"
#include "crypto/mac_engine.h"
#include "crypto/openssl_leaf.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct evp_mac {
    hy_mac base;
    EVP_MAC_CTX *ctx;
};

/* Without a key the context starts again under the one it has. */
static hy_rc evp_start(hy_mac *m, hy_view chain)
{
    (void)chain;
    HY_OPENSSL_TRY(EVP_MAC_init(((struct evp_mac *)m)->ctx, NULL, 0, NULL));
    return HY_OK;
}

static hy_rc evp_update(hy_mac *m, hy_view part)
{
    HY_OPENSSL_TRY(EVP_MAC_update(((struct evp_mac *)m)->ctx, part.p, part.n));
    return HY_OK;
}

static hy_rc evp_finish(hy_mac *m, uint8_t *out)
{
    size_t n = 0;
    HY_OPENSSL_TRY(EVP_MAC_final(((struct evp_mac *)m)->ctx, out, &n, m->size));
    HY_ENSURE(n == m->size, INTERNAL);
    return HY_OK;
}

static void evp_free(hy_mac *m)
{
    EVP_MAC_CTX_free(((struct evp_mac *)m)->ctx); /* which wipes the key */
    free(m);
}

static const hy_mac_engine evp_engine = {evp_start, evp_update, evp_finish, evp_free, NULL, NULL};

static hy_rc evp_new(EVP_MAC *mac, const char *which, const char *name, hy_view key, size_t size,
                     hy_mac **out)
{
    if (mac == NULL)
        return hy_openssl_failed();
    struct evp_mac *m = malloc(sizeof *m);
    HY_ENSURE(m != NULL, MEMORY);
    *m = (struct evp_mac){{&evp_engine, size, 0}, EVP_MAC_CTX_new(mac)};
    char text[16];
    snprintf(text, sizeof text, "%s", name); /* OSSL_PARAM wants it writable */
    OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(which, text, 0),
                           OSSL_PARAM_construct_end()};
    /* An empty key is a key too, but NULL would mean none. */
    const uint8_t *p = key.n > 0 ? key.p : (const uint8_t *)"";
    if (m->ctx == NULL || EVP_MAC_init(m->ctx, p, key.n, params) != 1) {
        evp_free(&m->base);
        return hy_openssl_failed();
    }
    *out = &m->base;
    return HY_OK;
}

static const char *cmac_cipher(hy_cipher_kind kind, size_t key_n)
{
    if (kind == HY_CIPHER_AES)
        return key_n == 16   ? "AES-128-CBC"
               : key_n == 24 ? "AES-192-CBC"
               : key_n == 32 ? "AES-256-CBC"
                             : NULL;
    return kind == HY_CIPHER_DES && (key_n == 16 || key_n == 24) ? "DES-EDE3-CBC" : NULL;
}

hy_rc hy_mac_new_closed_cmac(hy_crypto *c, hy_cipher_kind kind, hy_view key, hy_mac **out)
{
    *out = NULL;
    const char *name = cmac_cipher(kind, key.n);
    HY_ENSURE(name != NULL, ARGUMENT);
    if (kind == HY_CIPHER_AES)
        return evp_new(hy_openssl_cmac(c), OSSL_MAC_PARAM_CIPHER, name, key, 16, out);
    uint8_t three[24]; /* two-key triple DES: the third key is the first */
    memcpy(three, key.p, 16);
    memcpy(three + 16, hy_view_part(key, key.n == 24 ? 16 : 0, 8).p, 8);
    hy_rc rc = evp_new(hy_openssl_cmac(c), OSSL_MAC_PARAM_CIPHER, name,
                       hy_view_of(three, sizeof three), 8, out);
    hy_wipe(three, sizeof three);
    return rc;
}
