/* javacardx.security.derivation: the parameters of a derivation kept as state, and its output made
   in blocks: SP 800-108, HKDF and its TLS 1.3 form, the PRF of TLS, X9.63, IEEE 1363, ICAO 9303. */
#include "element/api/algorithms.h"
#include "element/api/key.h"

#include "base/secret.h"

#include <string.h>

enum { /* constants of DerivationFunction */
       COUNTER_MODE = 1,
       DOUBLE_PIPELINE,
       FEEDBACK_MODE,
       TLS11,
       TLS12,
       IEEE_1363,
       ICAO_MRTD,
       ANSI_X9_63,
       HKDF,
       EXPAND_LABEL,
};

enum { /* constants of DerivationInput: values, then numbers */
       SECRET = 2,
       FIRST,
       SECOND,
       WHAT_ALGORITHM = 1,
       WHAT_OUTPUT_LENGTH = 5,
       WHAT_COUNTER_LENGTH,
       WHAT_LABEL_PREFIX,
};

enum { STAGE_NONE, STAGE_READING, STAGE_READY };

enum { VALUES = 3, POOL = 1280, ALG_AES_CMAC_128 = 49, ENDLESS = 65535 };

/* The engine's state. Zeros after a reset. */
typedef struct derivation {
    uint8_t stage;
    uint8_t key_type; /* ALG_TYPE_ of the secret's key; 0: it came as bytes */
    bool has[VALUES];
    int16_t algorithm, output_length, counter_length, label_prefix;
    uint16_t at[VALUES], n[VALUES];
    uint16_t used;  /* of the pool */
    uint32_t given; /* bytes of output so far */
    uint8_t pool[POOL];
} derivation;

static derivation load(const hy_engine *e)
{
    derivation d;
    memcpy(&d, e->state, sizeof d);
    return d;
}

static void store(const hy_engine *e, derivation *d)
{
    memcpy(e->state, d, sizeof *d);
    hy_wipe(d, sizeof *d);
}

static hy_view value_of(const derivation *d, int what)
{
    return hy_view_of(d->pool + d->at[what - SECRET], d->n[what - SECRET]);
}

HY_NATIVE_METHOD(hydra_security_DerivationEngine_open)
{
    return hy_engine_open(m, slots[0], HY_ENGINE_PLAIN, sizeof(derivation));
}

/* ---- the parameters ---- */

HY_NATIVE_METHOD(hydra_security_DerivationInput_begin)
{
    hy_engine e;
    const hy_object *parameters;
    hy_outcome outcome = hy_engine_find(m, slots[0], HY_ENGINE_PLAIN, &e);
    if (outcome == HY_DONE)
        outcome = hy_native_need(m, slots[1]);
    if (outcome == HY_DONE)
        outcome = hy_native_object(m, slots[1], &parameters);
    if (outcome != HY_DONE)
        return outcome;
    hy_wipe(e.state, e.state_size);
    e.state[0] = STAGE_READING;
    return HY_DONE;
}

static hy_outcome find_reading(hy_machine *m, hy_slot self, hy_engine *e)
{
    hy_outcome outcome = hy_engine_find(m, self, HY_ENGINE_PLAIN, e);
    bool reading = outcome == HY_DONE && e->state[0] == STAGE_READING;
    return outcome != HY_DONE || reading ? outcome : hy_crypto_throw(m, HY_CRYPTO_INVALID_INIT);
}

/* Throws ILLEGAL_VALUE when it is more than the pool holds. */
static hy_outcome keep(hy_machine *m, const hy_engine *e, int what, hy_view value, uint8_t key_type)
{
    derivation d = load(e);
    bool fits = what >= SECRET && what <= SECOND && value.n <= (size_t)POOL - d.used;
    if (fits) {
        d.has[what - SECRET] = true;
        d.at[what - SECRET] = d.used;
        d.n[what - SECRET] = (uint16_t)value.n;
        d.key_type = what == SECRET ? key_type : d.key_type;
        if (value.n > 0)
            memcpy(d.pool + d.used, value.p, value.n);
        d.used = (uint16_t)(d.used + value.n);
    }
    store(e, &d);
    return fits ? HY_DONE : hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_VALUE);
}

HY_NATIVE_METHOD(hydra_security_DerivationInput_bytes)
{
    hy_engine e;
    hy_array a;
    hy_outcome outcome = find_reading(m, slots[0], &e);
    if (outcome != HY_DONE || slots[2] == hy_slot_reference(0))
        return outcome;
    outcome = hy_native_array(m, slots[2], HY_SHAPE_BYTES, HY_TOUCH_READ, &a);
    if (outcome != HY_DONE)
        return outcome;
    return keep(m, &e, (uint8_t)slots[1], hy_view_of(a.at, a.length), 0);
}

HY_NATIVE_METHOD(hydra_security_DerivationInput_key)
{
    hy_engine e;
    hy_key k;
    hy_outcome outcome = find_reading(m, slots[0], &e);
    if (outcome == HY_DONE)
        outcome = hy_key_need(m, slots[1], &k);
    if (outcome != HY_DONE)
        return outcome;
    return keep(m, &e, SECRET, hy_key_get(&k, HY_KEY_VALUE), (uint8_t)k.type);
}

HY_NATIVE_METHOD(hydra_security_DerivationInput_number)
{
    hy_engine e;
    hy_outcome outcome = find_reading(m, slots[0], &e);
    if (outcome != HY_DONE)
        return outcome;
    derivation d = load(&e);
    int16_t value = hy_slot_to_short(slots[2]);
    switch ((uint8_t)slots[1]) {
    case WHAT_ALGORITHM:
        d.algorithm = value;
        break;
    case WHAT_OUTPUT_LENGTH:
        d.output_length = value;
        break;
    case WHAT_COUNTER_LENGTH:
        d.counter_length = value;
        break;
    case WHAT_LABEL_PREFIX:
        d.label_prefix = value;
        break;
    default:
        break;
    }
    store(&e, &d);
    return HY_DONE;
}

/* ---- what goes together ---- */

/* The digest of an ALG_HMAC_ constant of Signature. */
static hy_digest_kind hmac_of(int16_t algorithm)
{
    static const hy_digest_kind kinds[] = {
        HY_DIGEST_SHA1,   HY_DIGEST_SHA256, HY_DIGEST_SHA384,
        HY_DIGEST_SHA512, HY_DIGEST_MD5,    HY_DIGEST_RIPEMD160,
    };
    bool known = algorithm >= 24 && algorithm < 24 + 6;
    return known ? kinds[algorithm - 24] : HY_DIGEST_NONE;
}

/* Does a pseudo-random function of keys take this secret? */
static bool takes_key(const derivation *d)
{
    size_t n = d->n[0];
    if (d->algorithm == ALG_AES_CMAC_128)
        return d->key_type == HY_KEY_AES && (n == 16 || n == 24 || n == 32);
    return d->key_type == HY_KEY_HMAC || d->key_type == HY_KEY_GENERIC;
}

static bool is_counter(int16_t bits, bool may_be_none)
{
    return (bits == 0 && may_be_none) || bits == 8 || bits == 16 || bits == 24 || bits == 32;
}

/* 0: everything there goes together; else the reason to throw. */
static uint16_t judge(int16_t which, const derivation *d)
{
    bool is_108 = which == COUNTER_MODE || which == DOUBLE_PIPELINE || which == FEEDBACK_MODE;
    bool is_hmac = is_108 || which == HKDF || which == EXPAND_LABEL;
    bool is_hash = which == IEEE_1363 || which == ICAO_MRTD || which == ANSI_X9_63;
    bool is_known = !is_hmac && !is_hash;
    if (is_hmac)
        is_known =
            hmac_of(d->algorithm) != HY_DIGEST_NONE || (is_108 && d->algorithm == ALG_AES_CMAC_128);
    if (is_hash)
        is_known = hy_algorithm_digest(d->algorithm) != HY_DIGEST_NONE;
    if (!is_known)
        return HY_CRYPTO_NO_SUCH_ALGORITHM;
    bool has_length = is_hmac || which == ANSI_X9_63;
    bool good = d->has[0] && (!has_length || d->output_length > 0);
    if (is_108)
        good = good && takes_key(d) && is_counter(d->counter_length, which != COUNTER_MODE);
    if (which == DOUBLE_PIPELINE || which == FEEDBACK_MODE || which == TLS11 || which == TLS12)
        good = good && d->has[1];
    if (which == ICAO_MRTD)
        good = good && d->n[1] == 4;
    if (which == EXPAND_LABEL)
        good = good && d->label_prefix >= 1 && d->label_prefix <= 2 && d->n[1] > 0 &&
               d->n[1] <= 255 - 6 && d->n[2] <= 255;
    return good ? 0 : HY_CRYPTO_ILLEGAL_VALUE;
}

static int64_t limit_of(int16_t which, const derivation *d);

HY_NATIVE_METHOD(hydra_security_DerivationInput_end)
{
    hy_engine e;
    hy_outcome outcome = find_reading(m, slots[0], &e);
    if (outcome != HY_DONE)
        return outcome;
    derivation d = load(&e);
    uint16_t reason = judge(e.algorithm, &d);
    if (reason == 0 && d.output_length > 0 && limit_of(e.algorithm, &d) < d.output_length)
        reason = HY_CRYPTO_ILLEGAL_VALUE;
    d.stage = reason == 0 ? STAGE_READY : STAGE_NONE;
    store(&e, &d);
    return reason == 0 ? HY_DONE : hy_crypto_throw(m, reason);
}

/* ---- output ---- */

/* A derivation at work: the pseudo-random function under its key and what goes from block to block.
 */
typedef struct work {
    hy_crypto *crypto;
    int16_t which;
    const derivation *d;
    hy_mac *mac, *second; /* second: of TLS 1.1, whose output is the sum of two */
    uint8_t chain[2][HY_DIGEST_MAX];
    size_t chain_n[2];
    uint32_t block; /* number of the next one, from 1 */
} work;

static size_t digest_size(int16_t which, const derivation *d)
{
    if (which == IEEE_1363 || which == ICAO_MRTD || which == ANSI_X9_63)
        return hy_digest_size(hy_algorithm_digest(d->algorithm));
    if (which == TLS12)
        return hy_digest_size(HY_DIGEST_SHA256);
    return d->algorithm == ALG_AES_CMAC_128 ? 16 : hy_digest_size(hmac_of(d->algorithm));
}

/* The most that the function can give: what was asked for, or what it has. */
static int64_t limit_of(int16_t which, const derivation *d)
{
    int64_t size = (int64_t)digest_size(which, d);
    switch (which) {
    case COUNTER_MODE:
    case DOUBLE_PIPELINE:
    case FEEDBACK_MODE:
        return d->counter_length == 0 ? ENDLESS : size * ((1ll << d->counter_length) - 1);
    case HKDF:
    case EXPAND_LABEL:
        return 255 * size;
    case IEEE_1363:
    case ICAO_MRTD:
        return size;
    default:
        return ENDLESS;
    }
}

/* The HKDF label of TLS 1.3 (RFC 8446 section 7.1). */
static size_t make_label(const derivation *d, uint8_t out[2 + 1 + 255 + 1 + 255])
{
    hy_view label = value_of(d, FIRST);
    hy_view context = value_of(d, SECOND);
    size_t n = 0;
    out[n++] = (uint8_t)((uint16_t)d->output_length >> 8);
    out[n++] = (uint8_t)d->output_length;
    out[n++] = (uint8_t)(6 + label.n);
    const uint8_t prefixes[][6] = {{'d', 't', 'l', 's', '1', '3'}, {'t', 'l', 's', '1', '3', ' '}};
    memcpy(out + n, prefixes[d->label_prefix == 1], 6);
    memcpy(out + n + 6, label.p, label.n);
    n += 6 + label.n;
    out[n++] = (uint8_t)context.n;
    if (context.n > 0)
        memcpy(out + n, context.p, context.n);
    return n + context.n;
}

static hy_rc make_mac(hy_crypto *c, const derivation *d, hy_view key, hy_mac **out)
{
    if (d->algorithm == ALG_AES_CMAC_128)
        return hy_mac_new_cmac(c, HY_CIPHER_AES, key, out);
    return hy_mac_new_hmac(c, hmac_of(d->algorithm), key, out);
}

/* HKDF-Extract (RFC 5869 section 2.2); no salt is a salt of zeros. */
static hy_rc extract(work *w)
{
    static const uint8_t zeros[HY_DIGEST_MAX];
    uint8_t key[HY_DIGEST_MAX];
    size_t n;
    hy_view salt = value_of(w->d, SECOND);
    const hy_view secret = value_of(w->d, SECRET);
    if (salt.n == 0)
        salt = hy_view_of(zeros, digest_size(HKDF, w->d));
    HY_TRY(make_mac(w->crypto, w->d, salt, &w->mac));
    HY_TRY(hy_mac_over(w->mac, &secret, 1, key, sizeof key, &n));
    hy_mac_free(&w->mac);
    hy_rc rc = make_mac(w->crypto, w->d, hy_view_of(key, n), &w->mac);
    hy_wipe(key, sizeof key);
    return rc;
}

static hy_rc start(work *w)
{
    hy_view secret = value_of(w->d, SECRET);
    hy_view iv = value_of(w->d, SECOND);
    size_t half = (secret.n + 1) / 2;
    w->block = 1;
    switch (w->which) {
    case FEEDBACK_MODE:
        HY_ENSURE(iv.n <= sizeof w->chain[0], LIMIT);
        if (iv.n > 0)
            memcpy(w->chain[0], iv.p, iv.n);
        w->chain_n[0] = iv.n;
        return make_mac(w->crypto, w->d, secret, &w->mac);
    case HKDF:
        return extract(w);
    case TLS12:
        return hy_mac_new_hmac(w->crypto, HY_DIGEST_SHA256, secret, &w->mac);
    case TLS11:
        HY_TRY(hy_mac_new_hmac(w->crypto, HY_DIGEST_MD5, hy_view_part(secret, 0, half), &w->mac));
        return hy_mac_new_hmac(w->crypto, HY_DIGEST_SHA1,
                               hy_view_part(secret, secret.n - half, half), &w->second);
    case IEEE_1363:
    case ICAO_MRTD:
    case ANSI_X9_63:
        return HY_OK;
    default:
        return make_mac(w->crypto, w->d, secret, &w->mac);
    }
}

/* PRF(A(i), i, input), with A(i) = PRF(A(i-1)) and A(0) the input: double pipeline, and TLS's
   P_hash without the number. */
static hy_rc pipeline_block(work *w, hy_mac *mac, int which, hy_view number, uint8_t *out,
                            size_t *n)
{
    hy_view input = value_of(w->d, FIRST);
    uint8_t *chain = w->chain[which];
    size_t *chain_n = &w->chain_n[which];
    const hy_view before = *chain_n == 0 ? input : hy_view_of(chain, *chain_n);
    HY_TRY(hy_mac_over(mac, &before, 1, chain, HY_DIGEST_MAX, chain_n));
    const hy_view parts[] = {hy_view_of(chain, *chain_n), number, input};
    return hy_mac_over(mac, parts, 3, out, HY_DIGEST_MAX, n);
}

static hy_rc chained_block(work *w, const hy_view *parts, size_t count, uint8_t *out, size_t *n)
{
    HY_TRY(hy_mac_over(w->mac, parts, count, out, HY_DIGEST_MAX, n));
    memcpy(w->chain[0], out, *n);
    w->chain_n[0] = *n;
    return HY_OK;
}

/* Hash of the parts one behind the other. */
static hy_rc hash_block(work *w, const hy_view *parts, size_t count, uint8_t *out, size_t *n)
{
    hy_digest *digest;
    HY_TRY(hy_digest_new(w->crypto, hy_algorithm_digest(w->d->algorithm), &digest));
    hy_rc rc = HY_OK;
    for (size_t i = 0; i < count && hy_ok(rc); i++)
        rc = hy_digest_update(digest, parts[i]);
    if (hy_ok(rc))
        rc = hy_digest_finish(digest, out, HY_DIGEST_MAX, n);
    hy_digest_free(&digest);
    return rc;
}

static hy_rc expand_block(work *w, hy_view info, uint8_t *out, size_t *n)
{
    const uint8_t number = (uint8_t)w->block;
    const hy_view parts[] = {hy_view_of(w->chain[0], w->chain_n[0]), info, hy_view_of(&number, 1)};
    return chained_block(w, parts, 3, out, n);
}

static hy_rc next_block(work *w, uint8_t *out, size_t *n)
{
    uint8_t number[4] = {(uint8_t)(w->block >> 24), (uint8_t)(w->block >> 16),
                         (uint8_t)(w->block >> 8), (uint8_t)w->block};
    uint8_t label[2 + 1 + 255 + 1 + 255];
    size_t width = (size_t)w->d->counter_length / 8;
    const hy_view none = {0};
    const hy_view counter = hy_view_of(number + 4 - width, width);
    const hy_view secret = value_of(w->d, SECRET);
    const hy_view first = value_of(w->d, FIRST);
    const hy_view second = value_of(w->d, SECOND);
    const hy_view before[] = {first, counter, second};
    const hy_view feedback[] = {hy_view_of(w->chain[0], w->chain_n[0]), counter, first};
    const hy_view shared[] = {secret, hy_view_of(number, 4), first};
    const hy_view hashed[] = {secret, first};
    switch (w->which) {
    case COUNTER_MODE:
        return hy_mac_over(w->mac, before, 3, out, HY_DIGEST_MAX, n);
    case FEEDBACK_MODE:
        return chained_block(w, feedback, 3, out, n);
    case DOUBLE_PIPELINE:
        return pipeline_block(w, w->mac, 0, counter, out, n);
    case TLS12:
        return pipeline_block(w, w->mac, 0, none, out, n);
    case ANSI_X9_63:
        return hash_block(w, shared, 3, out, n);
    case HKDF:
        return expand_block(w, first, out, n);
    case EXPAND_LABEL:
        return expand_block(w, hy_view_of(label, make_label(w->d, label)), out, n);
    default:
        return hash_block(w, hashed, 2, out, n);
    }
}

/* Blocks one after the other; what lies in [from, from + n) of them is added to out. */
static hy_rc add_blocks(work *w, uint32_t from, uint8_t *out, size_t n,
                        hy_rc (*make)(work *w, uint8_t *out, size_t *n))
{
    uint8_t block[HY_DIGEST_MAX];
    size_t size;
    hy_rc rc = HY_OK;
    for (uint32_t at = 0; at < from + n && hy_ok(rc); at += (uint32_t)size, w->block++) {
        size = 0;
        rc = make(w, block, &size);
        for (size_t i = 0; i < size; i++)
            if (at + i >= from && at + i < from + n)
                out[at + i - from] ^= block[i];
    }
    hy_wipe(block, sizeof block);
    return rc;
}

static hy_rc md5_block(work *w, uint8_t *out, size_t *n)
{
    return pipeline_block(w, w->mac, 0, (hy_view){0}, out, n);
}

static hy_rc sha1_block(work *w, uint8_t *out, size_t *n)
{
    return pipeline_block(w, w->second, 1, (hy_view){0}, out, n);
}

static hy_rc derive(hy_crypto *c, int16_t which, const derivation *d, uint8_t *out, size_t n)
{
    work w = {.crypto = c, .which = which, .d = d};
    memset(out, 0, n);
    hy_rc rc = start(&w);
    if (hy_ok(rc))
        rc = add_blocks(&w, d->given, out, n, which == TLS11 ? md5_block : next_block);
    if (hy_ok(rc) && which == TLS11)
        rc = add_blocks(&w, d->given, out, n, sha1_block);
    hy_mac_free(&w.mac);
    hy_mac_free(&w.second);
    hy_wipe(&w, sizeof w);
    /* cppcheck-suppress returnDanglingLifetime ; a code, it points nowhere */
    return rc;
}

/* ---- the natives ---- */

/* Throws INVALID_INIT, and ILLEGAL_USE when n more bytes are too many. */
static hy_outcome check_ready(hy_machine *m, const hy_engine *e, size_t n)
{
    if (e->state[0] != STAGE_READY)
        return hy_crypto_throw(m, HY_CRYPTO_INVALID_INIT);
    derivation d = load(e);
    int64_t limit = limit_of(e->algorithm, &d);
    if (d.output_length > 0 && d.output_length < limit)
        limit = d.output_length;
    bool fits = (int64_t)d.given + (int64_t)n <= limit;
    hy_wipe(&d, sizeof d);
    return fits ? HY_DONE : hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_USE);
}

/* n bytes to out; after the last ones the parameters are gone. */
static hy_outcome give(hy_machine *m, const hy_engine *e, bool last, uint8_t *out, size_t n)
{
    derivation d = load(e);
    hy_rc rc = derive(hy_crypto_of(m), e->algorithm, &d, out, n);
    d.given += (uint32_t)n;
    if (hy_ok(rc) && last)
        hy_wipe(&d, sizeof d);
    store(e, &d);
    return hy_ok(rc) ? HY_DONE : hy_crypto_failed(m, rc);
}

static hy_outcome give_bytes(hy_machine *m, hy_slot *slots, bool last)
{
    hy_engine e;
    hy_engine_output out;
    int32_t n = hy_slot_to_short(slots[3]);
    hy_outcome outcome = hy_engine_find(m, slots[0], HY_ENGINE_PLAIN, &e);
    if (outcome == HY_DONE)
        outcome = hy_engine_output_find(m, slots[1], slots[2], &out);
    if (outcome == HY_DONE)
        outcome = hy_native_need_inside(m, &out.array, out.offset, n);
    if (outcome == HY_DONE)
        outcome = check_ready(m, &e, (size_t)n);
    if (outcome == HY_DONE)
        outcome = give(m, &e, last, out.at, (size_t)n);
    if (outcome != HY_DONE)
        return outcome;
    hy_engine_wrote(m, &out, (size_t)n);
    return hy_sensitive_short(m, slots, n);
}

/* Bytes that a secret key needs, 0 for a key that is none. HMAC lengths are in bytes up to a block
   of 128, and in bits above. */
static size_t needed(const hy_key *k)
{
    switch (k->type) {
    case HY_KEY_HMAC:
        return k->bits <= 128 ? k->bits : k->bits / 8u;
    case HY_KEY_DES:
    case HY_KEY_AES:
    case HY_KEY_SEED:
    case HY_KEY_SM4:
    case HY_KEY_GENERIC:
        return k->bits / 8u;
    default:
        return 0;
    }
}

static hy_outcome give_key(hy_machine *m, hy_slot *slots, bool last)
{
    hy_engine e;
    hy_key k;
    uint8_t value[HY_RSA_SIZE_MAX];
    hy_outcome outcome = hy_engine_find(m, slots[0], HY_ENGINE_PLAIN, &e);
    if (outcome == HY_DONE)
        outcome = hy_key_find(m, slots[1], &k);
    if (outcome != HY_DONE)
        return outcome;
    size_t n = needed(&k);
    if (n == 0 || n > sizeof value)
        return hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_VALUE);
    outcome = check_ready(m, &e, n);
    if (outcome == HY_DONE)
        outcome = give(m, &e, last, value, n);
    if (outcome == HY_DONE)
        outcome = hy_key_set(m, &k, HY_KEY_VALUE, hy_view_of(value, n));
    hy_wipe(value, sizeof value);
    return outcome == HY_DONE ? hy_sensitive_short(m, slots, (int32_t)n) : outcome;
}

HY_NATIVE_METHOD(javacardx_security_derivation_DerivationFunction_OneShot_open)
{
    hy_engine e;
    int16_t algorithm = (int16_t)hy_slot_to_byte(slots[0]);
    hy_sensitive_forget(m);
    if (!hy_algorithm_is_there(hy_element_of(m), HY_FAMILY_DERIVATION, algorithm))
        return hy_crypto_throw(m, HY_CRYPTO_NO_SUCH_ALGORITHM);
    return hy_one_shot_open(m, slots, HY_KNOWN_DERIVATION_ONE_SHOT, HY_ENGINE_PLAIN, algorithm,
                            sizeof(derivation), &e);
}

HY_NATIVE_METHOD(javacardx_security_derivation_DerivationFunction_OneShot_getAlgorithm)
{
    return hy_one_shot_algorithm(m, slots, HY_ENGINE_PLAIN);
}

HY_NATIVE_METHOD(javacardx_security_derivation_DerivationFunction_OneShot_close)
{
    return hy_one_shot_close(m, slots[0], HY_ENGINE_PLAIN);
}

#define GIVES(prefix)                                                                              \
    HY_NATIVE_METHOD(prefix##_nextBytes)                                                           \
    {                                                                                              \
        return give_bytes(m, slots, false);                                                        \
    }                                                                                              \
    HY_NATIVE_METHOD(prefix##_nextBytes_2)                                                         \
    {                                                                                              \
        return give_key(m, slots, false);                                                          \
    }                                                                                              \
    HY_NATIVE_METHOD(prefix##_lastBytes)                                                           \
    {                                                                                              \
        return give_bytes(m, slots, true);                                                         \
    }                                                                                              \
    HY_NATIVE_METHOD(prefix##_lastBytes_2)                                                         \
    {                                                                                              \
        return give_key(m, slots, true);                                                           \
    }

GIVES(hydra_security_DerivationEngine)
GIVES(javacardx_security_derivation_DerivationFunction_OneShot)
