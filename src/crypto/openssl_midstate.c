/* Digests with an open intermediate value, and digests whose state is bytes of the caller (SHA-3 is
   openssl_keccak.c's). The one file that uses OpenSSL's low-level digest
   functions: they are deprecated, but nothing newer lets a chaining value in. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "crypto/running.h"

#include "base/secret.h"
#include "crypto/openssl_leaf.h"

#include <openssl/md5.h>
#include <openssl/ripemd.h>
#include <openssl/sha.h>
#include <stdlib.h>
#include <string.h>

/* The message lengths are counted here, in bytes, and set in OpenSSL's structures in bits. */
struct hy_midstate {
    hy_digest_kind kind;
    uint64_t processed;
    union {
        MD5_CTX md5;
        RIPEMD160_CTX ripemd160;
        SHA_CTX sha1;
        SHA256_CTX sha256; /* and SHA-224 */
        SHA512_CTX sha512; /* and SHA-384 */
    } u;
};

size_t hy_midstate_size(hy_digest_kind kind)
{
    switch (kind) {
    case HY_DIGEST_MD5:
        return 16;
    case HY_DIGEST_RIPEMD160:
    case HY_DIGEST_SHA1:
        return 20;
    case HY_DIGEST_SHA224:
    case HY_DIGEST_SHA256:
        return 32;
    case HY_DIGEST_SHA384:
    case HY_DIGEST_SHA512:
        return 64;
    default:
        return 0;
    }
}

size_t hy_midstate_block(hy_digest_kind kind)
{
    size_t size = hy_midstate_size(kind);
    return size == 64 ? 128 : size > 0 ? 64 : 0;
}

hy_rc hy_midstate_new(hy_digest_kind kind, hy_midstate **out)
{
    *out = NULL;
    HY_ENSURE(hy_midstate_size(kind) > 0, ARGUMENT);
    hy_midstate *m = calloc(1, sizeof *m);
    HY_ENSURE(m != NULL, MEMORY);
    m->kind = kind;
    hy_rc rc = hy_midstate_start(m);
    if (!hy_ok(rc)) {
        hy_midstate_free(&m);
        return rc;
    }
    *out = m;
    return HY_OK;
}

void hy_midstate_free(hy_midstate **m)
{
    if (*m != NULL)
        hy_wipe(*m, sizeof **m);
    free(*m);
    *m = NULL;
}

static int start(hy_midstate *m)
{
    switch (m->kind) {
    case HY_DIGEST_MD5:
        return MD5_Init(&m->u.md5);
    case HY_DIGEST_RIPEMD160:
        return RIPEMD160_Init(&m->u.ripemd160);
    case HY_DIGEST_SHA1:
        return SHA1_Init(&m->u.sha1);
    case HY_DIGEST_SHA224:
        return SHA224_Init(&m->u.sha256);
    case HY_DIGEST_SHA256:
        return SHA256_Init(&m->u.sha256);
    case HY_DIGEST_SHA384:
        return SHA384_Init(&m->u.sha512);
    case HY_DIGEST_SHA512:
        return SHA512_Init(&m->u.sha512);
    default:
        return 0;
    }
}

hy_rc hy_midstate_start(hy_midstate *m)
{
    HY_ENSURE(start(m) == 1, CRYPTO);
    m->processed = 0;
    return HY_OK;
}

static int update(hy_midstate *m, hy_view part)
{
    switch (m->kind) {
    case HY_DIGEST_MD5:
        return MD5_Update(&m->u.md5, part.p, part.n);
    case HY_DIGEST_RIPEMD160:
        return RIPEMD160_Update(&m->u.ripemd160, part.p, part.n);
    case HY_DIGEST_SHA1:
        return SHA1_Update(&m->u.sha1, part.p, part.n);
    case HY_DIGEST_SHA224:
        return SHA224_Update(&m->u.sha256, part.p, part.n);
    case HY_DIGEST_SHA256:
        return SHA256_Update(&m->u.sha256, part.p, part.n);
    case HY_DIGEST_SHA384:
        return SHA384_Update(&m->u.sha512, part.p, part.n);
    case HY_DIGEST_SHA512:
        return SHA512_Update(&m->u.sha512, part.p, part.n);
    default:
        return 0;
    }
}

hy_rc hy_midstate_update(hy_midstate *m, hy_view part)
{
    HY_ENSURE(part.n <= (UINT64_MAX >> 3) - m->processed, LIMIT);
    if (part.n > 0)
        HY_ENSURE(update(m, part) == 1, CRYPTO);
    m->processed += part.n;
    return HY_OK;
}

static int finish(hy_midstate *m, uint8_t *out)
{
    switch (m->kind) {
    case HY_DIGEST_MD5:
        return MD5_Final(out, &m->u.md5);
    case HY_DIGEST_RIPEMD160:
        return RIPEMD160_Final(out, &m->u.ripemd160);
    case HY_DIGEST_SHA1:
        return SHA1_Final(out, &m->u.sha1);
    case HY_DIGEST_SHA224:
        return SHA224_Final(out, &m->u.sha256);
    case HY_DIGEST_SHA256:
        return SHA256_Final(out, &m->u.sha256);
    case HY_DIGEST_SHA384:
        return SHA384_Final(out, &m->u.sha512);
    case HY_DIGEST_SHA512:
        return SHA512_Final(out, &m->u.sha512);
    default:
        return 0;
    }
}

hy_rc hy_midstate_finish(hy_midstate *m, uint8_t *out, size_t room, size_t *n)
{
    *n = 0;
    HY_ENSURE(hy_digest_size(m->kind) <= room, LIMIT);
    HY_ENSURE(finish(m, out) == 1, CRYPTO);
    HY_TRY(hy_midstate_start(m));
    *n = hy_digest_size(m->kind);
    return HY_OK;
}

/* The chaining words, each at its place in OpenSSL's structures. */
static uint32_t *word32(hy_midstate *m, size_t i)
{
    switch (m->kind) {
    case HY_DIGEST_MD5: {
        uint32_t *const words[] = {&m->u.md5.A, &m->u.md5.B, &m->u.md5.C, &m->u.md5.D};
        return words[i];
    }
    case HY_DIGEST_RIPEMD160: {
        uint32_t *const words[] = {&m->u.ripemd160.A, &m->u.ripemd160.B, &m->u.ripemd160.C,
                                   &m->u.ripemd160.D, &m->u.ripemd160.E};
        return words[i];
    }
    case HY_DIGEST_SHA1: {
        uint32_t *const words[] = {&m->u.sha1.h0, &m->u.sha1.h1, &m->u.sha1.h2, &m->u.sha1.h3,
                                   &m->u.sha1.h4};
        return words[i];
    }
    default:
        return &m->u.sha256.h[i];
    }
}

static bool little_endian(hy_digest_kind kind)
{
    return kind == HY_DIGEST_MD5 || kind == HY_DIGEST_RIPEMD160;
}

static void set_words(hy_midstate *m, hy_view state)
{
    hy_reader r = hy_reader_of(state);
    for (size_t i = 0; hy_reader_left(&r) > 0; i++) {
        if (hy_midstate_size(m->kind) == 64)
            m->u.sha512.h[i] = hy_read_u64(&r);
        else if (little_endian(m->kind))
            *word32(m, i) = __builtin_bswap32(hy_read_u32(&r));
        else
            *word32(m, i) = hy_read_u32(&r);
    }
}

/* Every structure counts bits in two words, low first. */
static void set_length(hy_midstate *m, uint64_t bits)
{
    unsigned low = (unsigned)bits;
    unsigned high = (unsigned)(bits >> 32);
    switch (m->kind) {
    case HY_DIGEST_MD5:
        m->u.md5.Nl = low;
        m->u.md5.Nh = high;
        break;
    case HY_DIGEST_RIPEMD160:
        m->u.ripemd160.Nl = low;
        m->u.ripemd160.Nh = high;
        break;
    case HY_DIGEST_SHA1:
        m->u.sha1.Nl = low;
        m->u.sha1.Nh = high;
        break;
    case HY_DIGEST_SHA384:
    case HY_DIGEST_SHA512:
        m->u.sha512.Nl = bits;
        m->u.sha512.Nh = 0;
        break;
    default:
        m->u.sha256.Nl = low;
        m->u.sha256.Nh = high;
    }
}

hy_rc hy_midstate_set(hy_midstate *m, hy_view state, uint64_t processed)
{
    size_t block = hy_midstate_block(m->kind);
    HY_ENSURE(block > 0 && state.n == hy_midstate_size(m->kind), ARGUMENT);
    HY_ENSURE(processed % block == 0, ARGUMENT);
    HY_ENSURE(processed <= UINT64_MAX >> 3, ARGUMENT);
    HY_TRY(hy_midstate_start(m));
    set_words(m, state);
    set_length(m, processed << 3);
    m->processed = processed;
    return HY_OK;
}

hy_rc hy_midstate_get(const hy_midstate *m, uint8_t *out, size_t room, size_t *n,
                      uint64_t *processed)
{
    *n = 0;
    size_t size = hy_midstate_size(m->kind);
    size_t block = hy_midstate_block(m->kind);
    HY_ENSURE(block > 0, INTERNAL);
    HY_ENSURE(size <= room, LIMIT);
    hy_midstate copy = *m;
    for (size_t i = 0; i < size; i++) {
        size_t word = size == 64 ? 8 : 4;
        size_t byte = i % word;
        size_t shift = 8 * (little_endian(m->kind) ? byte : word - 1 - byte);
        uint64_t value = word == 8 ? copy.u.sha512.h[i / 8] : *word32(&copy, i / 4);
        out[i] = (uint8_t)(value >> shift);
    }
    hy_wipe(&copy, sizeof copy);
    *processed = m->processed - m->processed % block;
    *n = size;
    return HY_OK;
}

/* ---- running digests: the structure above is the state ---- */

size_t hy_running_size(hy_digest_kind kind)
{
    return hy_midstate_size(kind) > 0 ? sizeof(hy_midstate) : hy_openssl_keccak_size(kind);
}

static bool is_keccak(hy_digest_kind kind)
{
    return hy_openssl_keccak_size(kind) > 0;
}

/* Of its own kind, whatever the bytes say. */
static hy_midstate take(hy_digest_kind kind, const uint8_t *state)
{
    hy_midstate m;
    memcpy(&m, state, sizeof m);
    m.kind = kind;
    return m;
}

static hy_rc put(hy_midstate *m, uint8_t *state, hy_rc rc)
{
    memcpy(state, m, sizeof *m);
    hy_wipe(m, sizeof *m);
    return rc;
}

hy_rc hy_running_start(hy_digest_kind kind, uint8_t *state)
{
    if (is_keccak(kind))
        return hy_openssl_keccak_start(kind, state);
    HY_ENSURE(hy_midstate_size(kind) > 0, ARGUMENT);
    hy_midstate m = {.kind = kind};
    return put(&m, state, hy_midstate_start(&m));
}

hy_rc hy_running_update(hy_digest_kind kind, uint8_t *state, hy_view part)
{
    if (is_keccak(kind))
        return hy_openssl_keccak_update(kind, state, part);
    HY_ENSURE(hy_midstate_size(kind) > 0, ARGUMENT);
    hy_midstate m = take(kind, state);
    return put(&m, state, hy_midstate_update(&m, part));
}

hy_rc hy_running_finish(hy_digest_kind kind, uint8_t *state, uint8_t *out, size_t room, size_t *n)
{
    *n = 0;
    HY_ENSURE(hy_running_size(kind) > 0, ARGUMENT);
    HY_ENSURE(hy_digest_size(kind) <= room, LIMIT);
    if (is_keccak(kind)) {
        HY_TRY(hy_openssl_keccak_finish(kind, state, out));
        *n = hy_digest_size(kind);
        return HY_OK;
    }
    hy_midstate m = take(kind, state);
    return put(&m, state, hy_midstate_finish(&m, out, room, n));
}

hy_rc hy_running_set(hy_digest_kind kind, uint8_t *state, hy_view value, uint64_t processed)
{
    HY_ENSURE(hy_midstate_size(kind) > 0, ARGUMENT);
    hy_midstate m = {.kind = kind};
    HY_TRY(hy_midstate_set(&m, value, processed));
    return put(&m, state, HY_OK);
}

hy_rc hy_running_get(hy_digest_kind kind, const uint8_t *state, uint8_t *out, size_t room,
                     size_t *n, uint64_t *processed, bool *whole)
{
    *n = 0;
    HY_ENSURE(hy_midstate_size(kind) > 0, ARGUMENT);
    hy_midstate m = take(kind, state);
    hy_rc rc = hy_midstate_get(&m, out, room, n, processed);
    *whole = hy_ok(rc) && *processed == m.processed;
    hy_wipe(&m, sizeof m);
    return rc;
}
