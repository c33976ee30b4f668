/* javacardx.crypto.AEADCipher: authenticated encryption in parts. */
#include "base/secret.h"
#include "element/api/operation.h"

#include <string.h>

enum { ALG_GCM = -13, ALG_CCM = -12, CIPHER_GCM = -15, CIPHER_CCM = -14 };

enum { PHASE_OPEN = HY_OPERATION_READY, PHASE_DONE }; /* DONE: there is a tag */

typedef struct aead {
    hy_operation_head head;
    uint8_t tag_n; /* of CCM; 16 for GCM */
    uint8_t tag[16];
    hy_aead_parts start; /* as init left it */
    hy_aead_parts now;
} aead;

HY_NATIVE_METHOD(hydra_security_AeadEngine_open)
{
    hy_operation o;
    hy_outcome outcome = hy_operation_new(m, slots[0], &o);
    if (outcome != HY_DONE)
        return outcome;
    bool gcm = o.engine.algorithm == ALG_GCM || o.cipher == CIPHER_GCM;
    outcome = hy_engine_set(m, &o.engine, HY_ENGINE_ALGORITHM, gcm ? ALG_GCM : ALG_CCM);
    if (outcome == HY_DONE)
        outcome = hy_engine_set(m, &o.engine, HY_ENGINE_CIPHER, gcm ? CIPHER_GCM : CIPHER_CCM);
    if (outcome != HY_DONE)
        return outcome;
    return hy_engine_open(m, slots[0], HY_ENGINE_KEYED, sizeof(aead));
}

/* ---- init ---- */

HY_NATIVE_METHOD(hydra_security_AeadEngine_init)
{
    hy_operation o;
    hy_outcome outcome = hy_operation_find(m, slots[0], &o);
    if (outcome == HY_DONE)
        outcome = hy_operation_key(m, slots[1], slots[2], &o);
    return outcome == HY_DONE ? hy_crypto_throw(m, HY_CRYPTO_INVALID_INIT) : outcome;
}

static hy_direction direction_of(const hy_operation *o)
{
    return o->mode == HY_MODE_ENCRYPT ? HY_ENCRYPT : HY_DECRYPT;
}

static hy_outcome start(hy_machine *m, hy_operation *o, hy_view nonce, hy_aead_lengths lengths)
{
    hy_cipher *k;
    aead s = {.tag_n = (uint8_t)lengths.tag};
    hy_aead_mode mode = o->cipher == CIPHER_GCM ? HY_AEAD_GCM : HY_AEAD_CCM;
    if (o->key.type != HY_KEY_AES || o->key.bits > 256)
        return hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_VALUE);
    if (!hy_key_is_initialised(&o->key))
        return hy_crypto_throw(m, HY_CRYPTO_UNINITIALIZED_KEY);
    hy_outcome outcome = hy_operation_cipher(m, &o->key, false, &k);
    if (outcome != HY_DONE)
        return outcome;
    if (!hy_ok(hy_aead_parts_start(&s.start, k, mode, direction_of(o), nonce, lengths)))
        return hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_VALUE);
    outcome = hy_operation_set(m, o, true);
    if (outcome == HY_DONE) {
        s.head = (hy_operation_head){.phase = PHASE_OPEN, .key = o->key.reference};
        s.now = s.start;
        memcpy(o->engine.state, &s, sizeof s);
    }
    hy_wipe(&s, sizeof s);
    return outcome;
}

/* The lengths are CCM's; a length may not be negative. */
static hy_outcome init_with(hy_machine *m, hy_slot *slots, bool lengths)
{
    hy_operation o;
    hy_view nonce;
    hy_aead_lengths l = {0, 0, 16};
    hy_outcome outcome = hy_operation_find(m, slots[0], &o);
    if (outcome == HY_DONE)
        outcome = hy_engine_input(m, slots[3], slots[4], slots[5], &nonce);
    if (outcome == HY_DONE)
        outcome = hy_operation_key(m, slots[1], slots[2], &o);
    if (outcome != HY_DONE)
        return outcome;
    if (lengths != (o.cipher == CIPHER_CCM))
        return hy_crypto_throw(m, HY_CRYPTO_INVALID_INIT);
    for (size_t i = 6; lengths && i < 9; i++)
        if (hy_slot_to_short(slots[i]) < 0)
            return hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_VALUE);
    if (lengths)
        l = (hy_aead_lengths){(uint16_t)slots[6], (uint16_t)slots[7], (uint16_t)slots[8]};
    return start(m, &o, nonce, l);
}

HY_NATIVE_METHOD(hydra_security_AeadEngine_init_2)
{
    return init_with(m, slots, false);
}

HY_NATIVE_METHOD(hydra_security_AeadEngine_init_3)
{
    return init_with(m, slots, true);
}

/* ---- parts ---- */

/* The operation under way: after a message's end, the next one, which begins as init left it. */
static hy_outcome resume(hy_machine *m, hy_operation *o, hy_cipher **k, aead *s)
{
    hy_outcome outcome = hy_operation_resume(m, o);
    if (outcome == HY_DONE)
        outcome = hy_operation_cipher(m, &o->key, false, k);
    if (outcome != HY_DONE)
        return outcome;
    memcpy(s, o->engine.state, sizeof *s);
    if (s->head.phase == PHASE_DONE) {
        s->now = s->start;
        s->head.phase = PHASE_OPEN;
    }
    return HY_DONE;
}

HY_NATIVE_METHOD(hydra_security_AeadEngine_updateAAD)
{
    hy_operation o;
    hy_view extra;
    hy_cipher *k;
    aead s;
    hy_outcome outcome = hy_operation_find(m, slots[0], &o);
    if (outcome == HY_DONE)
        outcome = hy_engine_input(m, slots[1], slots[2], slots[3], &extra);
    if (outcome == HY_DONE)
        outcome = resume(m, &o, &k, &s);
    if (outcome != HY_DONE)
        return outcome;
    bool taken = hy_ok(hy_aead_parts_extra(&s.now, k, extra));
    if (taken)
        memcpy(o.engine.state, &s, sizeof s);
    hy_wipe(&s, sizeof s);
    return taken ? HY_DONE : hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_USE);
}

static hy_rc run(aead *s, hy_cipher *k, hy_view in, bool last, uint8_t *out)
{
    HY_TRY(hy_aead_parts_text(&s->now, k, in, out, in.n));
    if (!last)
        return HY_OK;
    HY_TRY(hy_aead_parts_end(&s->now, k, s->tag));
    s->head.phase = PHASE_DONE;
    return HY_OK;
}

static hy_outcome text_part(hy_machine *m, hy_slot *slots, bool last)
{
    hy_operation o;
    hy_view in;
    hy_engine_output out;
    hy_cipher *k;
    aead s;
    uint8_t made[INT16_MAX]; /* in and out may overlap in any way */
    hy_outcome outcome = hy_operation_find(m, slots[0], &o);
    if (outcome == HY_DONE)
        outcome = hy_engine_input(m, slots[1], slots[2], slots[3], &in);
    if (outcome == HY_DONE)
        outcome = hy_engine_output_find(m, slots[4], slots[5], &out);
    if (outcome == HY_DONE)
        outcome = hy_engine_need_room(m, &out, in.n);
    if (outcome == HY_DONE)
        outcome = resume(m, &o, &k, &s);
    if (outcome != HY_DONE)
        return outcome;
    bool taken = hy_ok(run(&s, k, in, last, made));
    if (taken) {
        memcpy(o.engine.state, &s, sizeof s);
        hy_engine_write(m, &out, made, in.n);
    }
    hy_wipe(&s, sizeof s);
    hy_wipe(made, in.n);
    if (!taken)
        return hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_USE);
    return hy_sensitive_short(m, slots, (int32_t)in.n);
}

HY_NATIVE_METHOD(hydra_security_AeadEngine_update)
{
    return text_part(m, slots, false);
}

HY_NATIVE_METHOD(hydra_security_AeadEngine_doFinal)
{
    return text_part(m, slots, true);
}

/* ---- the tag ---- */

/* The tag of a message that is over, in the mode wanted. Throws ILLEGAL_USE. */
static hy_outcome find_tag(hy_machine *m, hy_operation *o, int16_t mode, aead *s)
{
    hy_outcome outcome = hy_operation_resume(m, o);
    if (outcome != HY_DONE)
        return outcome;
    memcpy(s, o->engine.state, sizeof *s);
    bool there = s->head.phase == PHASE_DONE && o->mode == mode;
    return there ? HY_DONE : hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_USE);
}

/* SP 800-38D section 5.2.1.2; of CCM what init named. */
static bool tag_fits(const hy_operation *o, const aead *s, size_t n)
{
    if (o->cipher == CIPHER_CCM)
        return n == s->tag_n;
    return n == 4 || n == 8 || (n >= 12 && n <= 16);
}

HY_NATIVE_METHOD(hydra_security_AeadEngine_retrieveTag)
{
    hy_operation o;
    hy_engine_output out;
    aead s;
    int16_t n = hy_slot_to_short(slots[3]);
    hy_outcome outcome = hy_operation_find(m, slots[0], &o);
    if (outcome == HY_DONE)
        outcome = hy_engine_output_find(m, slots[1], slots[2], &out);
    if (outcome == HY_DONE && n > 0)
        outcome = hy_engine_need_room(m, &out, (size_t)n);
    if (outcome == HY_DONE)
        outcome = find_tag(m, &o, HY_MODE_ENCRYPT, &s);
    if (outcome != HY_DONE)
        return outcome;
    bool fits = n > 0 && tag_fits(&o, &s, (size_t)n);
    if (fits)
        hy_engine_write(m, &out, s.tag, (size_t)n);
    hy_wipe(&s, sizeof s);
    return fits ? hy_sensitive_short(m, slots, n) : hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_VALUE);
}

HY_NATIVE_METHOD(hydra_security_AeadEngine_verifyTag)
{
    hy_operation o;
    hy_view tag;
    aead s;
    int16_t required = hy_slot_to_short(slots[4]);
    hy_outcome outcome = hy_operation_find(m, slots[0], &o);
    if (outcome == HY_DONE)
        outcome = hy_engine_input(m, slots[1], slots[2], slots[3], &tag);
    if (outcome == HY_DONE)
        outcome = find_tag(m, &o, HY_MODE_DECRYPT, &s);
    if (outcome != HY_DONE)
        return outcome;
    bool fits = required > 0 && tag_fits(&o, &s, tag.n) && tag_fits(&o, &s, (size_t)required);
    bool good = fits && tag.n >= (size_t)required &&
                hy_secret_compare(s.tag, tag.p, tag.n) == HY_VERDICT_EQUAL;
    hy_wipe(&s, sizeof s);
    return fits ? hy_sensitive_short(m, slots, good) : hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_VALUE);
}
