/* Making OpenSSL keys from their numbers, without leaving copies behind. */
#include "base/secret.h"
#include "crypto/openssl_leaf.h"

#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <string.h>

#define LIST_MAX (sizeof((hy_openssl_params *)0)->list / sizeof(hy_openssl_param))

static void add(hy_openssl_params *b, hy_openssl_param param)
{
    if (b->n == LIST_MAX)
        b->bad = true;
    else
        b->list[b->n++] = param;
}

void hy_openssl_params_number(hy_openssl_params *b, const char *key, const BIGNUM *number)
{
    if (number == NULL)
        return;
    size_t n = BN_is_zero(number) ? 1 : (size_t)BN_num_bytes(number);
    if (n > sizeof b->space - b->used || BN_bn2nativepad(number, b->space + b->used, (int)n) < 0) {
        b->bad = true;
        return;
    }
    add(b, (hy_openssl_param){key, PARAM_NUMBER, b->space + b->used, n});
    b->used += n;
}

void hy_openssl_params_bytes(hy_openssl_params *b, const char *key, uint8_t *p, size_t n)
{
    add(b, (hy_openssl_param){key, PARAM_BYTES, p, n});
}

void hy_openssl_params_text(hy_openssl_params *b, const char *key, char *text)
{
    add(b, (hy_openssl_param){key, PARAM_TEXT, text, strlen(text)});
}

static OSSL_PARAM param_of(const hy_openssl_param *param)
{
    switch (param->kind) {
    case PARAM_NUMBER:
        return OSSL_PARAM_construct_BN(param->key, param->p, param->n);
    case PARAM_BYTES:
        return OSSL_PARAM_construct_octet_string(param->key, param->p, param->n);
    default:
        return OSSL_PARAM_construct_utf8_string(param->key, param->p, param->n);
    }
}

hy_rc hy_openssl_params_make(hy_crypto *c, const char *type, int selection, hy_openssl_params *b,
                             EVP_PKEY **out)
{
    *out = NULL;
    OSSL_PARAM list[LIST_MAX + 1];
    for (size_t i = 0; i < b->n; i++)
        list[i] = param_of(&b->list[i]);
    list[b->n] = OSSL_PARAM_construct_end();
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(c->lib, type, NULL);
    bool made = !b->bad && ctx != NULL && EVP_PKEY_fromdata_init(ctx) == 1 &&
                EVP_PKEY_fromdata(ctx, out, selection, list) == 1;
    EVP_PKEY_CTX_free(ctx);
    hy_wipe(b, sizeof *b);
    return made ? HY_OK : hy_openssl_failed();
}
