/* Message digests by OpenSSL. */
#include "crypto/digest.h"

#include "base/secret.h"
#include "crypto/openssl_leaf.h"

#include <openssl/evp.h>
#include <stdlib.h>

static const struct {
    const char *name;
    size_t size;
} digests[HY_DIGEST_COUNT] = {
    [HY_DIGEST_MD5] = {"MD5", 16},           [HY_DIGEST_RIPEMD160] = {"RIPEMD160", 20},
    [HY_DIGEST_SHA1] = {"SHA1", 20},         [HY_DIGEST_SHA224] = {"SHA2-224", 28},
    [HY_DIGEST_SHA256] = {"SHA2-256", 32},   [HY_DIGEST_SHA384] = {"SHA2-384", 48},
    [HY_DIGEST_SHA512] = {"SHA2-512", 64},   [HY_DIGEST_SHA3_224] = {"SHA3-224", 28},
    [HY_DIGEST_SHA3_256] = {"SHA3-256", 32}, [HY_DIGEST_SHA3_384] = {"SHA3-384", 48},
    [HY_DIGEST_SHA3_512] = {"SHA3-512", 64},
};

struct hy_digest {
    hy_digest_kind kind;
    EVP_MD_CTX *ctx;
};

size_t hy_digest_size(hy_digest_kind kind)
{
    return (unsigned)kind < HY_DIGEST_COUNT ? digests[kind].size : 0;
}

const char *hy_openssl_md_name(hy_digest_kind kind)
{
    return (unsigned)kind < HY_DIGEST_COUNT ? digests[kind].name : NULL;
}

hy_rc hy_digest_new(hy_crypto *c, hy_digest_kind kind, hy_digest **out)
{
    *out = NULL;
    HY_ENSURE(hy_digest_size(kind) > 0, ARGUMENT);
    EVP_MD *md = hy_openssl_md(c, kind);
    if (md == NULL)
        return hy_openssl_failed();
    hy_digest *d = malloc(sizeof *d);
    HY_ENSURE(d != NULL, MEMORY);
    *d = (hy_digest){kind, EVP_MD_CTX_new()};
    if (d->ctx == NULL || EVP_DigestInit_ex2(d->ctx, md, NULL) != 1) {
        hy_digest_free(&d);
        return hy_openssl_failed();
    }
    *out = d;
    return HY_OK;
}

void hy_digest_free(hy_digest **d)
{
    if (*d != NULL)
        EVP_MD_CTX_free((*d)->ctx); /* which wipes the running state */
    free(*d);
    *d = NULL;
}

hy_rc hy_digest_start(hy_digest *d)
{
    HY_OPENSSL_TRY(EVP_DigestInit_ex2(d->ctx, NULL, NULL));
    return HY_OK;
}

hy_rc hy_digest_update(hy_digest *d, hy_view part)
{
    HY_OPENSSL_TRY(EVP_DigestUpdate(d->ctx, part.p, part.n));
    return HY_OK;
}

hy_rc hy_digest_finish(hy_digest *d, uint8_t *out, size_t room, size_t *n)
{
    *n = 0;
    HY_ENSURE(hy_digest_size(d->kind) <= room, LIMIT);
    HY_OPENSSL_TRY(EVP_DigestFinal_ex(d->ctx, out, NULL));
    HY_TRY(hy_digest_start(d));
    *n = hy_digest_size(d->kind);
    return HY_OK;
}

hy_rc hy_digest_copy(hy_digest *to, const hy_digest *from)
{
    HY_ENSURE(to->kind == from->kind, ARGUMENT);
    if (to != from)
        HY_OPENSSL_TRY(EVP_MD_CTX_copy_ex(to->ctx, from->ctx));
    return HY_OK;
}

hy_rc hy_digest_once(hy_crypto *c, hy_digest_kind kind, hy_view message, uint8_t *out, size_t room,
                     size_t *n)
{
    *n = 0;
    HY_ENSURE(hy_digest_size(kind) > 0, ARGUMENT);
    if (c->once[kind] == NULL)
        HY_TRY(hy_digest_new(c, kind, &c->once[kind]));
    hy_digest *d = c->once[kind];
    HY_TRY(hy_digest_start(d));
    HY_TRY(hy_digest_update(d, message));
    return hy_digest_finish(d, out, room, n);
}
