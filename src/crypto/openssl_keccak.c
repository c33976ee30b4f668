/* SHA-3 whose state is bytes of the caller. OpenSSL's provider keeps that state to itself; its
   older method tables, deprecated but there, show it as md_data: plain bytes without a pointer. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "crypto/openssl_leaf.h"

#include "base/secret.h"
#include "crypto/running.h"

#include <openssl/evp.h>
#include <string.h>

/* OpenSSL's structure has the sponge of 200 bytes, a block of at most 168 and five words; how long
   it is exactly it tells nobody. */
enum { STATE = 448, ROOM = 1024 };

_Static_assert((int)STATE <= (int)HY_RUNNING_MAX, "a state fits");

static const EVP_MD *method(hy_digest_kind kind)
{
    switch (kind) {
    case HY_DIGEST_SHA3_224:
        return EVP_sha3_224();
    case HY_DIGEST_SHA3_256:
        return EVP_sha3_256();
    case HY_DIGEST_SHA3_384:
        return EVP_sha3_384();
    case HY_DIGEST_SHA3_512:
        return EVP_sha3_512();
    default:
        return NULL;
    }
}

size_t hy_openssl_keccak_size(hy_digest_kind kind)
{
    return method(kind) == NULL ? 0 : STATE;
}

typedef struct running {
    EVP_MD *md; /* a copy: a table of one's own is used as it is, not looked up in a provider */
    EVP_MD_CTX *ctx;
    uint8_t *data; /* STATE bytes of ctx, and room */
} running;

static void close_running(running *r)
{
    EVP_MD_CTX_free(r->ctx); /* wipes data */
    EVP_MD_meth_free(r->md);
}

/* A context at the start of a message; false when OpenSSL has no memory for it. */
static bool open_running(hy_digest_kind kind, running *r)
{
    *r = (running){0};
    r->md = EVP_MD_meth_dup(method(kind));
    r->ctx = EVP_MD_CTX_new();
    if (r->md != NULL && r->ctx != NULL && EVP_MD_meth_set_app_datasize(r->md, ROOM) == 1 &&
        EVP_DigestInit_ex(r->ctx, r->md, NULL) == 1)
        r->data = EVP_MD_CTX_md_data(r->ctx);
    if (r->data != NULL)
        return true;
    close_running(r);
    return false;
}

hy_rc hy_openssl_keccak_start(hy_digest_kind kind, uint8_t *state)
{
    running r;
    HY_ENSURE(method(kind) != NULL, ARGUMENT);
    if (!open_running(kind, &r))
        return hy_openssl_failed();
    memcpy(state, r.data, STATE);
    close_running(&r);
    return HY_OK;
}

hy_rc hy_openssl_keccak_update(hy_digest_kind kind, uint8_t *state, hy_view part)
{
    running r;
    HY_ENSURE(method(kind) != NULL, ARGUMENT);
    if (!open_running(kind, &r))
        return hy_openssl_failed();
    memcpy(r.data, state, STATE);
    bool done = part.n == 0 || EVP_DigestUpdate(r.ctx, part.p, part.n) == 1;
    memcpy(state, r.data, STATE);
    close_running(&r);
    return done ? HY_OK : hy_openssl_failed();
}

hy_rc hy_openssl_keccak_finish(hy_digest_kind kind, uint8_t *state, uint8_t *out)
{
    running r;
    HY_ENSURE(method(kind) != NULL, ARGUMENT);
    if (!open_running(kind, &r))
        return hy_openssl_failed();
    uint8_t start[STATE];
    memcpy(start, r.data, STATE);
    memcpy(r.data, state, STATE);
    bool done = EVP_DigestFinal_ex(r.ctx, out, NULL) == 1;
    memcpy(state, start, STATE);
    close_running(&r);
    return done ? HY_OK : hy_openssl_failed();
}
