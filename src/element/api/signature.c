/* javacard.security.Signature and its OneShot: the algorithms and the natives. */
#include "element/api/signature_in.h"

#include <string.h>

/* MessageDigest.ALG_ constants */
enum { NONE, SHA, MD5, RIPEMD160, SHA256, SHA384, SHA512, SHA224 };

/* ALG_ constants and what they stand for. */
static const struct {
    int8_t algorithm, digest, cipher, padding;
} named[] = {
    {1, NONE, HY_SIG_DES_MAC4, HY_PAD_NOPAD},
    {2, NONE, HY_SIG_DES_MAC8, HY_PAD_NOPAD},
    {3, NONE, HY_SIG_DES_MAC4, HY_PAD_ISO9797_M1},
    {4, NONE, HY_SIG_DES_MAC8, HY_PAD_ISO9797_M1},
    {5, NONE, HY_SIG_DES_MAC4, HY_PAD_ISO9797_M2},
    {6, NONE, HY_SIG_DES_MAC8, HY_PAD_ISO9797_M2},
    {7, NONE, HY_SIG_DES_MAC4, HY_PAD_PKCS5},
    {8, NONE, HY_SIG_DES_MAC8, HY_PAD_PKCS5},
    {9, SHA, HY_SIG_RSA, HY_PAD_ISO9796},
    {10, SHA, HY_SIG_RSA, HY_PAD_PKCS1},
    {11, MD5, HY_SIG_RSA, HY_PAD_PKCS1},
    {12, RIPEMD160, HY_SIG_RSA, HY_PAD_ISO9796},
    {13, RIPEMD160, HY_SIG_RSA, HY_PAD_PKCS1},
    {14, SHA, HY_SIG_DSA, HY_PAD_NULL},
    {15, SHA, HY_SIG_RSA, HY_PAD_RFC2409},
    {16, MD5, HY_SIG_RSA, HY_PAD_RFC2409},
    {17, SHA, HY_SIG_ECDSA, HY_PAD_NULL},
    {18, NONE, HY_SIG_AES_MAC128, HY_PAD_NOPAD},
    {19, NONE, HY_SIG_DES_MAC4, HY_PAD_ISO9797_1_M2_ALG3},
    {20, NONE, HY_SIG_DES_MAC8, HY_PAD_ISO9797_1_M2_ALG3},
    {21, SHA, HY_SIG_RSA, HY_PAD_PKCS1_PSS},
    {22, MD5, HY_SIG_RSA, HY_PAD_PKCS1_PSS},
    {23, RIPEMD160, HY_SIG_RSA, HY_PAD_PKCS1_PSS},
    {24, SHA, HY_SIG_HMAC, HY_PAD_NULL},
    {25, SHA256, HY_SIG_HMAC, HY_PAD_NULL},
    {26, SHA384, HY_SIG_HMAC, HY_PAD_NULL},
    {27, SHA512, HY_SIG_HMAC, HY_PAD_NULL},
    {28, MD5, HY_SIG_HMAC, HY_PAD_NULL},
    {29, RIPEMD160, HY_SIG_HMAC, HY_PAD_NULL},
    {30, SHA, HY_SIG_RSA, HY_PAD_ISO9796_MR},
    {31, RIPEMD160, HY_SIG_RSA, HY_PAD_ISO9796_MR},
    {32, NONE, HY_SIG_SEED_MAC, HY_PAD_NOPAD},
    {33, SHA256, HY_SIG_ECDSA, HY_PAD_NULL},
    {34, SHA384, HY_SIG_ECDSA, HY_PAD_NULL},
    {35, NONE, HY_SIG_AES_MAC128, HY_PAD_NOPAD},
    {36, NONE, HY_SIG_AES_MAC128, HY_PAD_NOPAD},
    {37, SHA224, HY_SIG_ECDSA, HY_PAD_NULL},
    {38, SHA512, HY_SIG_ECDSA, HY_PAD_NULL},
    {39, SHA224, HY_SIG_RSA, HY_PAD_PKCS1},
    {40, SHA256, HY_SIG_RSA, HY_PAD_PKCS1},
    {41, SHA384, HY_SIG_RSA, HY_PAD_PKCS1},
    {42, SHA512, HY_SIG_RSA, HY_PAD_PKCS1},
    {43, SHA224, HY_SIG_RSA, HY_PAD_PKCS1_PSS},
    {44, SHA256, HY_SIG_RSA, HY_PAD_PKCS1_PSS},
    {45, SHA384, HY_SIG_RSA, HY_PAD_PKCS1_PSS},
    {46, SHA512, HY_SIG_RSA, HY_PAD_PKCS1_PSS},
    {47, NONE, HY_SIG_DES_MAC4, HY_PAD_ISO9797_1_M1_ALG3},
    {48, NONE, HY_SIG_DES_MAC8, HY_PAD_ISO9797_1_M1_ALG3},
    {49, NONE, HY_SIG_AES_CMAC128, HY_PAD_NULL},
};
enum { NAMED = sizeof named / sizeof named[0] };

bool hy_signature_has(int8_t digest, int8_t cipher, int8_t padding)
{
    return hy_signature_is_mac(cipher) ? hy_signature_mac_has(digest, cipher, padding)
                                       : hy_signature_public_has(digest, cipher, padding);
}

/* ---- open, init ---- */

static bool is_named(const hy_operation *o, size_t i)
{
    if (o->engine.algorithm != 0)
        return named[i].algorithm == o->engine.algorithm;
    return named[i].digest == o->digest && named[i].cipher == o->cipher &&
           named[i].padding == o->padding;
}

/* What the constant that was given stands for, or which constant the parts have. */
static hy_outcome name_parts(hy_machine *m, hy_operation *o)
{
    size_t i = 0;
    while (i < NAMED && !is_named(o, i))
        i++;
    if (i == NAMED)
        return HY_DONE;
    o->digest = named[i].digest;
    o->cipher = named[i].cipher;
    o->padding = named[i].padding;
    hy_outcome outcome = hy_engine_set(m, &o->engine, HY_ENGINE_ALGORITHM, named[i].algorithm);
    if (outcome == HY_DONE)
        outcome = hy_engine_set(m, &o->engine, HY_ENGINE_DIGEST, o->digest);
    if (outcome == HY_DONE)
        outcome = hy_engine_set(m, &o->engine, HY_ENGINE_CIPHER, o->cipher);
    return outcome == HY_DONE ? hy_engine_set(m, &o->engine, HY_ENGINE_PADDING, o->padding)
                              : outcome;
}

HY_NATIVE_METHOD(hydra_security_SignatureEngine_open)
{
    hy_operation o;
    hy_outcome outcome = hy_operation_new(m, slots[0], &o);
    if (outcome == HY_DONE)
        outcome = name_parts(m, &o);
    if (outcome != HY_DONE)
        return outcome;
    uint16_t size =
        hy_signature_is_mac(o.cipher) ? hy_signature_mac_state(&o) : hy_signature_public_state(&o);
    return hy_engine_open(m, slots[0], HY_ENGINE_KEYED, size);
}

static hy_outcome init(hy_machine *m, const hy_slot *slots, const hy_view *parameter)
{
    hy_operation o;
    hy_outcome outcome = hy_operation_find(m, slots[0], &o);
    if (outcome == HY_DONE)
        outcome = hy_operation_key(m, slots[1], slots[2], &o);
    if (outcome != HY_DONE)
        return outcome;
    if (hy_signature_is_mac(o.cipher))
        return hy_signature_mac_init(m, &o, parameter);
    if (parameter != NULL)
        return hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_VALUE);
    return hy_signature_public_init(m, &o);
}

static hy_outcome init_with(hy_machine *m, hy_slot *slots)
{
    hy_view parameter;
    hy_operation o;
    hy_outcome outcome = hy_operation_find(m, slots[0], &o);
    if (outcome == HY_DONE)
        outcome = hy_engine_input(m, slots[3], slots[4], slots[5], &parameter);
    return outcome == HY_DONE ? init(m, slots, &parameter) : outcome;
}

/* ---- the operation ---- */

/* The operation, initialised in this mode (0: in any). Throws INVALID_INIT. The vector of a MAC is
   0 after a reset, as with the ciphers. */
static hy_outcome resume(hy_machine *m, hy_operation *o, int16_t mode)
{
    if (hy_signature_is_mac(o->cipher))
        o->parameter = false;
    hy_outcome outcome = hy_operation_resume(m, o);
    if (outcome == HY_DONE && mode != 0 && o->mode != mode)
        return hy_crypto_throw(m, HY_CRYPTO_INVALID_INIT);
    return outcome;
}

static void restart(hy_operation *o)
{
    if (hy_signature_is_mac(o->cipher))
        hy_signature_mac_restart(o);
    else
        hy_signature_public_restart(o);
}

static hy_outcome update(hy_machine *m, const hy_slot *slots)
{
    hy_operation o;
    hy_view in;
    hy_outcome outcome = hy_operation_find(m, slots[0], &o);
    if (outcome == HY_DONE)
        outcome = hy_engine_input(m, slots[1], slots[2], slots[3], &in);
    if (outcome == HY_DONE)
        outcome = resume(m, &o, 0);
    if (outcome != HY_DONE)
        return outcome;
    bool opened = hy_signature_get(&o).head.phase > HY_OPERATION_READY;
    if (hy_signature_recovers(o.padding) && o.mode == HY_MODE_VERIFY && (o.anew || !opened))
        return hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_USE);
    return hy_signature_is_mac(o.cipher) ? hy_signature_mac_update(m, &o, in)
                                         : hy_signature_public_update(m, &o, in);
}

/* Signs what the message ends with; the operation stays as it is. */
static hy_outcome make(hy_machine *m, hy_operation *o, hy_view in, uint8_t *out, size_t *n)
{
    uint8_t message[HY_SIGNATURE_MESSAGE];
    uint8_t first[HY_RSA_SIZE_MAX];
    hy_view digest, head = {NULL, 0};
    bool more;
    *n = 0;
    if (hy_signature_is_mac(o->cipher))
        return hy_signature_mac_end(m, o, in, out, n);
    hy_outcome outcome = hy_signature_public_end(m, o, in, message, &digest);
    if (outcome != HY_DONE)
        return outcome;
    if (hy_signature_carries(o->padding))
        head = hy_signature_head(o, in, sizeof first, first, &more);
    return hy_signature_public_sign(m, o, digest, head, out, n);
}

static hy_outcome judge(hy_machine *m, hy_operation *o, hy_view in, hy_view signature, bool *good)
{
    uint8_t message[HY_SIGNATURE_MESSAGE];
    uint8_t first[HY_RSA_SIZE_MAX];
    hy_view digest, head = {NULL, 0};
    bool more;
    size_t n;
    if (hy_signature_is_mac(o->cipher)) {
        hy_outcome outcome = hy_signature_mac_end(m, o, in, first, &n);
        *good = outcome == HY_DONE && signature.n == n &&
                hy_secret_compare(first, signature.p, n) == HY_VERDICT_EQUAL;
        hy_wipe(first, HY_MAC_MAX);
        return outcome;
    }
    hy_outcome outcome = hy_signature_public_end(m, o, in, message, &digest);
    if (outcome != HY_DONE)
        return outcome;
    if (hy_signature_carries(o->padding))
        head = hy_signature_head(o, in, sizeof first, first, &more);
    return hy_signature_public_verify(m, o, digest, head, signature, good);
}

/* Finds what sign and signPreComputedHash work on. */
static hy_outcome find_sign(hy_machine *m, const hy_slot *slots, hy_operation *o, hy_view *in,
                            hy_engine_output *out)
{
    hy_outcome outcome = hy_operation_find(m, slots[0], o);
    if (outcome == HY_DONE)
        outcome = hy_engine_input(m, slots[1], slots[2], slots[3], in);
    if (outcome == HY_DONE)
        outcome = hy_engine_output_find(m, slots[4], slots[5], out);
    if (outcome == HY_DONE)
        outcome = resume(m, o, HY_MODE_SIGN);
    return outcome;
}

static hy_outcome find_verify(hy_machine *m, const hy_slot *slots, hy_operation *o, hy_view *in,
                              hy_view *signature)
{
    hy_outcome outcome = hy_operation_find(m, slots[0], o);
    if (outcome == HY_DONE)
        outcome = hy_engine_input(m, slots[1], slots[2], slots[3], in);
    if (outcome == HY_DONE)
        outcome = hy_engine_input(m, slots[4], slots[5], slots[6], signature);
    if (outcome == HY_DONE)
        outcome = resume(m, o, HY_MODE_VERIFY);
    return outcome;
}

/* Gives the signature out; the operation begins again. */
static hy_outcome give(hy_machine *m, hy_slot *slots, hy_operation *o, const hy_engine_output *out,
                       const uint8_t *signature, size_t n)
{
    hy_outcome outcome = hy_engine_need_room(m, out, n);
    if (outcome != HY_DONE)
        return outcome;
    restart(o);
    hy_engine_write(m, out, signature, n);
    return hy_sensitive_short(m, slots, (int32_t)n);
}

static hy_outcome sign(hy_machine *m, hy_slot *slots)
{
    hy_operation o;
    hy_view in;
    hy_engine_output out;
    uint8_t signature[HY_SIGNATURE_MAX];
    size_t n;
    hy_outcome outcome = find_sign(m, slots, &o, &in, &out);
    if (outcome == HY_DONE && hy_signature_recovers(o.padding))
        return hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_USE);
    if (outcome == HY_DONE)
        outcome = make(m, &o, in, signature, &n);
    return outcome == HY_DONE ? give(m, slots, &o, &out, signature, n) : outcome;
}

static hy_outcome verify(hy_machine *m, hy_slot *slots)
{
    hy_operation o;
    hy_view in, signature;
    bool good = false;
    hy_outcome outcome = find_verify(m, slots, &o, &in, &signature);
    if (outcome == HY_DONE && hy_signature_recovers(o.padding))
        return hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_USE);
    if (outcome == HY_DONE)
        outcome = judge(m, &o, in, signature, &good);
    if (outcome != HY_DONE)
        return outcome;
    restart(&o);
    return hy_sensitive_short(m, slots, good);
}

/* ---- a hash from elsewhere ---- */

static bool takes_hash(const hy_operation *o)
{
    return o->cipher == HY_SIG_ECDSA || o->cipher == HY_SIG_ECDSA_PLAIN ||
           o->cipher == HY_SIG_DSA ||
           (o->cipher == HY_SIG_RSA && !hy_signature_carries(o->padding));
}

/* Without a digest of its own the algorithm takes a hash of any length. */
static hy_outcome check_hash(hy_machine *m, const hy_operation *o, hy_view hash)
{
    size_t size = hy_digest_size(hy_operation_digest(o->digest));
    if (!takes_hash(o) || (!o->anew && hy_signature_get(o).head.parts != 0))
        return hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_USE);
    if (size > 0 ? hash.n != size : hash.n == 0)
        return hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_VALUE);
    return HY_DONE;
}

static hy_outcome sign_hash(hy_machine *m, hy_slot *slots)
{
    hy_operation o;
    hy_view hash;
    hy_engine_output out;
    uint8_t signature[HY_SIGNATURE_MAX];
    size_t n;
    hy_outcome outcome = find_sign(m, slots, &o, &hash, &out);
    if (outcome == HY_DONE)
        outcome = check_hash(m, &o, hash);
    if (outcome == HY_DONE)
        outcome = hy_signature_public_sign(m, &o, hash, (hy_view){NULL, 0}, signature, &n);
    return outcome == HY_DONE ? give(m, slots, &o, &out, signature, n) : outcome;
}

static hy_outcome verify_hash(hy_machine *m, hy_slot *slots)
{
    hy_operation o;
    hy_view hash, signature;
    bool good = false;
    hy_outcome outcome = find_verify(m, slots, &o, &hash, &signature);
    if (outcome == HY_DONE)
        outcome = check_hash(m, &o, hash);
    if (outcome == HY_DONE)
        outcome = hy_signature_public_verify(m, &o, hash, (hy_view){NULL, 0}, signature, &good);
    return outcome == HY_DONE ? hy_sensitive_short(m, slots, good) : outcome;
}

/* A big-endian number of bytes that fits into 64 bits. */
static bool count_of(hy_view v, uint64_t *out)
{
    *out = 0;
    for (size_t i = 0; i < v.n; i++) {
        if (*out >> 56 != 0)
            return false;
        *out = *out << 8 | v.p[i];
    }
    return true;
}

static hy_outcome set_initial(hy_machine *m, const hy_slot *slots)
{
    hy_operation o;
    hy_view value, count;
    uint64_t processed;
    hy_outcome outcome = hy_operation_find(m, slots[0], &o);
    if (outcome == HY_DONE)
        outcome = hy_engine_input(m, slots[1], slots[2], slots[3], &value);
    if (outcome == HY_DONE)
        outcome = hy_engine_input(m, slots[4], slots[5], slots[6], &count);
    if (outcome == HY_DONE)
        outcome = resume(m, &o, 0);
    if (outcome != HY_DONE)
        return outcome;
    hy_digest_kind kind = hy_operation_digest(o.digest);
    if (!takes_hash(&o) || hy_midstate_size(kind) == 0 ||
        (!o.anew && hy_signature_get(&o).head.parts != 0))
        return hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_USE);
    uint8_t running[HY_RUNNING_MAX];
    if (!count_of(count, &processed) || processed == 0 ||
        !hy_ok(hy_running_set(kind, running, value, processed)))
        return hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_VALUE);
    hy_signature_public_restart(&o);
    hy_signature_state s = hy_signature_get(&o);
    s.head.parts = true;
    hy_signature_put(&o, &s);
    memcpy(hy_signature_running(&o), running, hy_running_size(kind));
    hy_wipe(running, sizeof running);
    return HY_DONE;
}

static hy_outcome length(hy_machine *m, hy_slot *slots)
{
    hy_operation o;
    size_t n;
    hy_outcome outcome = hy_operation_find(m, slots[0], &o);
    if (outcome == HY_DONE)
        outcome = resume(m, &o, 0);
    if (outcome != HY_DONE)
        return outcome;
    n = hy_signature_mac_size(&o);
    if (!hy_signature_is_mac(o.cipher))
        outcome = hy_signature_public_size(m, &o, &n);
    return outcome == HY_DONE ? hy_sensitive_short(m, slots, (int32_t)n) : outcome;
}

/* ---- natives of both classes ---- */

#define BOTH(name, does)                                                                           \
    HY_NATIVE_METHOD(hydra_security_SignatureEngine_##name)                                        \
    {                                                                                              \
        return does;                                                                               \
    }                                                                                              \
    HY_NATIVE_METHOD(javacard_security_Signature_OneShot_##name)                                   \
    {                                                                                              \
        return does;                                                                               \
    }

BOTH(init, init(m, slots, NULL))
BOTH(init_2, init_with(m, slots))
BOTH(getLength, length(m, slots))
BOTH(setInitialDigest, set_initial(m, slots))
BOTH(sign, sign(m, slots))
BOTH(verify, verify(m, slots))
BOTH(signPreComputedHash, sign_hash(m, slots))
BOTH(verifyPreComputedHash, verify_hash(m, slots))

HY_NATIVE_METHOD(hydra_security_SignatureEngine_update)
{
    return update(m, slots);
}

/* ---- OneShot ---- */

/* Room for any algorithm that is not gathered as a whole. */
static uint16_t one_shot_state(void)
{
    return (uint16_t)(sizeof(hy_signature_state) + HY_SIGNATURE_KEPT + HY_RUNNING_MAX);
}

HY_NATIVE_METHOD(javacard_security_Signature_OneShot_open)
{
    int8_t digest = (int8_t)slots[0];
    int8_t cipher = (int8_t)slots[1];
    int8_t padding = (int8_t)slots[2];
    const hy_element *element = hy_element_of(m);
    hy_engine e;
    if (!hy_algorithm_is_there(element, HY_FAMILY_SIGNATURE_CIPHER, cipher) ||
        !hy_algorithm_is_there(element, HY_FAMILY_PADDING, padding) ||
        !hy_signature_has(digest, cipher, padding) || hy_signature_recovers(padding))
        return hy_crypto_throw(m, HY_CRYPTO_NO_SUCH_ALGORITHM);
    hy_outcome outcome = hy_one_shot_open(m, slots, HY_KNOWN_SIGNATURE_ONE_SHOT, HY_ENGINE_KEYED, 0,
                                          one_shot_state(), &e);
    hy_operation o = {.engine = e, .digest = digest, .cipher = cipher, .padding = padding};
    if (outcome == HY_DONE)
        outcome = hy_engine_set(m, &e, HY_ENGINE_DIGEST, digest);
    if (outcome == HY_DONE)
        outcome = hy_engine_set(m, &e, HY_ENGINE_CIPHER, cipher);
    if (outcome == HY_DONE)
        outcome = hy_engine_set(m, &e, HY_ENGINE_PADDING, padding);
    return outcome == HY_DONE ? name_parts(m, &o) : outcome;
}

#define LOOK(name, field)                                                                          \
    HY_NATIVE_METHOD(javacard_security_Signature_OneShot_##name)                                   \
    {                                                                                              \
        hy_engine e;                                                                               \
        hy_outcome outcome = hy_engine_find(m, slots[0], HY_ENGINE_KEYED, &e);                     \
        return outcome == HY_DONE ? hy_return_short(slots, hy_engine_get(m, &e, field)) : outcome; \
    }

LOOK(getAlgorithm, HY_ENGINE_ALGORITHM)
LOOK(getMessageDigestAlgorithm, HY_ENGINE_DIGEST)
LOOK(getCipherAlgorithm, HY_ENGINE_CIPHER)
LOOK(getPaddingAlgorithm, HY_ENGINE_PADDING)

HY_NATIVE_METHOD(javacard_security_Signature_OneShot_close)
{
    return hy_one_shot_close(m, slots[0], HY_ENGINE_KEYED);
}
