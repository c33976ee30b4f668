/* javacard.security.MessageDigest, InitializedMessageDigest and their OneShots: digests in parts.
 */
#include "element/api/algorithms.h"
#include "element/api/engine.h"

#include "base/secret.h"

/* The state: whether a message was begun, and the digest under way. */
enum { STATE_BEGUN, STATE_RUNNING, STATE_SIZE_MAX = STATE_RUNNING + HY_RUNNING_MAX };

static hy_digest_kind kind_of(const hy_engine *e)
{
    return hy_algorithm_digest(e->algorithm);
}

/* Forgets what was taken; the next part begins a message. */
static void forget(hy_engine *e)
{
    hy_wipe(e->state, e->state_size);
}

static hy_rc begin(hy_engine *e)
{
    if (e->state[STATE_BEGUN] != 0)
        return HY_OK;
    HY_TRY(hy_running_start(kind_of(e), e->state + STATE_RUNNING));
    e->state[STATE_BEGUN] = 1;
    return HY_OK;
}

static hy_rc take(hy_engine *e, hy_view in)
{
    HY_TRY(begin(e));
    return hy_running_update(kind_of(e), e->state + STATE_RUNNING, in);
}

/* A message beyond the algorithm's limit is the one thing that can fail. */
static hy_outcome failed(hy_machine *m)
{
    return hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_USE);
}

HY_NATIVE_METHOD(hydra_security_DigestEngine_open)
{
    hy_engine e;
    hy_outcome outcome = hy_engine_look(m, slots[0], HY_ENGINE_PLAIN, &e);
    if (outcome != HY_DONE)
        return outcome;
    size_t size = STATE_RUNNING + hy_running_size(kind_of(&e));
    return hy_engine_open(m, slots[0], HY_ENGINE_PLAIN, (uint16_t)size);
}

static hy_outcome get_length(hy_machine *m, hy_slot *slots)
{
    hy_engine e;
    hy_outcome outcome = hy_engine_find(m, slots[0], HY_ENGINE_PLAIN, &e);
    return outcome == HY_DONE ? hy_return_short(slots, (int32_t)hy_digest_size(kind_of(&e)))
                              : outcome;
}

static hy_outcome reset(hy_machine *m, const hy_slot *slots)
{
    hy_engine e;
    hy_outcome outcome = hy_engine_find(m, slots[0], HY_ENGINE_PLAIN, &e);
    if (outcome == HY_DONE)
        forget(&e);
    return outcome;
}

HY_NATIVE_METHOD(hydra_security_DigestEngine_update)
{
    hy_engine e;
    hy_view in;
    hy_outcome outcome = hy_engine_find(m, slots[0], HY_ENGINE_PLAIN, &e);
    if (outcome == HY_DONE)
        outcome = hy_engine_input(m, slots[1], slots[2], slots[3], &in);
    if (outcome != HY_DONE)
        return outcome;
    return hy_ok(take(&e, in)) ? HY_DONE : failed(m);
}

static hy_outcome do_final(hy_machine *m, hy_slot *slots)
{
    hy_engine e;
    hy_view in;
    hy_engine_output out;
    uint8_t digest[HY_DIGEST_MAX];
    size_t n;
    hy_outcome outcome = hy_engine_find(m, slots[0], HY_ENGINE_PLAIN, &e);
    if (outcome == HY_DONE)
        outcome = hy_engine_input(m, slots[1], slots[2], slots[3], &in);
    if (outcome == HY_DONE)
        outcome = hy_engine_output_find(m, slots[4], slots[5], &out);
    if (outcome == HY_DONE)
        outcome = hy_engine_need_room(m, &out, hy_digest_size(kind_of(&e)));
    if (outcome != HY_DONE)
        return outcome;
    if (!hy_ok(take(&e, in)) ||
        !hy_ok(hy_running_finish(kind_of(&e), e.state + STATE_RUNNING, digest, sizeof digest, &n)))
        return failed(m);
    forget(&e);
    hy_engine_write(m, &out, digest, n);
    hy_wipe(digest, sizeof digest);
    return hy_sensitive_short(m, slots, (int32_t)n);
}

/* ---- intermediate values ---- */

/* The number of bytes that a big-endian count stands for. False for 0 and for one above 64 bits. */
static bool read_count(hy_view v, uint64_t *out)
{
    hy_reader r = hy_reader_of(v);
    *out = 0;
    while (hy_reader_left(&r) > 8)
        if (hy_read_u8(&r) != 0)
            return false;
    while (hy_reader_left(&r) > 0)
        *out = *out << 8 | hy_read_u8(&r);
    return *out != 0;
}

static hy_outcome set_initial(hy_machine *m, const hy_slot *slots)
{
    hy_engine e;
    hy_view value, count;
    uint64_t processed;
    hy_outcome outcome = hy_engine_find(m, slots[0], HY_ENGINE_PLAIN, &e);
    if (outcome == HY_DONE)
        outcome = hy_engine_input(m, slots[1], slots[2], slots[3], &value);
    if (outcome == HY_DONE)
        outcome = hy_engine_input(m, slots[4], slots[5], slots[6], &count);
    if (outcome != HY_DONE)
        return outcome;
    forget(&e);
    if (!read_count(count, &processed) ||
        !hy_ok(hy_running_set(kind_of(&e), e.state + STATE_RUNNING, value, processed)))
        return hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_VALUE);
    e.state[STATE_BEGUN] = 1;
    return HY_DONE;
}

/* Only where the message ends with a block: whether it does is told by a byte less that the
   intermediate value covers. */
static hy_outcome get_intermediate(hy_machine *m, hy_slot *slots)
{
    hy_engine e;
    hy_engine_output out;
    uint8_t value[HY_MIDSTATE_MAX];
    size_t n;
    uint64_t processed;
    bool whole;
    hy_outcome outcome = hy_engine_find(m, slots[0], HY_ENGINE_PLAIN, &e);
    if (outcome == HY_DONE)
        outcome = hy_engine_output_find(m, slots[1], slots[2], &out);
    if (outcome == HY_DONE)
        outcome = hy_engine_need_room(m, &out, hy_midstate_size(kind_of(&e)));
    if (outcome != HY_DONE)
        return outcome;
    if (!hy_ok(begin(&e)) ||
        !hy_ok(hy_running_get(kind_of(&e), e.state + STATE_RUNNING, value, sizeof value, &n,
                              &processed, &whole)) ||
        !whole || processed == 0)
        return hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_USE);
    hy_engine_write(m, &out, value, n);
    hy_wipe(value, sizeof value);
    return hy_sensitive_short(m, slots, (int32_t)n);
}

/* ---- the natives ---- */

HY_NATIVE_METHOD(hydra_security_DigestEngine_getLength)
{
    return get_length(m, slots);
}

HY_NATIVE_METHOD(hydra_security_DigestEngine_reset)
{
    return reset(m, slots);
}

HY_NATIVE_METHOD(hydra_security_DigestEngine_doFinal)
{
    return do_final(m, slots);
}

HY_NATIVE_METHOD(hydra_security_DigestEngine_setInitialDigest)
{
    return set_initial(m, slots);
}

HY_NATIVE_METHOD(hydra_security_DigestEngine_doIntermediateMessageDigest)
{
    return get_intermediate(m, slots);
}

static hy_outcome open_one_shot(hy_machine *m, hy_slot *slots, hy_known class_of, hy_family family)
{
    hy_engine e;
    int16_t algorithm = (int16_t)hy_slot_to_byte(slots[0]);
    hy_sensitive_forget(m);
    if (!hy_algorithm_is_there(hy_element_of(m), family, algorithm))
        return hy_crypto_throw(m, HY_CRYPTO_NO_SUCH_ALGORITHM);
    return hy_one_shot_open(m, slots, class_of, HY_ENGINE_PLAIN, algorithm, STATE_SIZE_MAX, &e);
}

#define ONE_SHOT(name, class_of, family)                                                           \
    HY_NATIVE_METHOD(javacard_security_##name##_OneShot_open)                                      \
    {                                                                                              \
        return open_one_shot(m, slots, class_of, family);                                          \
    }                                                                                              \
    HY_NATIVE_METHOD(javacard_security_##name##_OneShot_doFinal)                                   \
    {                                                                                              \
        return do_final(m, slots);                                                                 \
    }                                                                                              \
    HY_NATIVE_METHOD(javacard_security_##name##_OneShot_getAlgorithm)                              \
    {                                                                                              \
        return hy_one_shot_algorithm(m, slots, HY_ENGINE_PLAIN);                                   \
    }                                                                                              \
    HY_NATIVE_METHOD(javacard_security_##name##_OneShot_getLength)                                 \
    {                                                                                              \
        return get_length(m, slots);                                                               \
    }                                                                                              \
    HY_NATIVE_METHOD(javacard_security_##name##_OneShot_reset)                                     \
    {                                                                                              \
        return reset(m, slots);                                                                    \
    }                                                                                              \
    HY_NATIVE_METHOD(javacard_security_##name##_OneShot_close)                                     \
    {                                                                                              \
        return hy_one_shot_close(m, slots[0], HY_ENGINE_PLAIN);                                    \
    }

ONE_SHOT(MessageDigest, HY_KNOWN_MESSAGE_DIGEST_ONE_SHOT, HY_FAMILY_DIGEST)
ONE_SHOT(InitializedMessageDigest, HY_KNOWN_INITIALIZED_MESSAGE_DIGEST_ONE_SHOT,
         HY_FAMILY_DIGEST_INTERMEDIATE)

HY_NATIVE_METHOD(javacard_security_InitializedMessageDigest_OneShot_setInitialDigest)
{
    return set_initial(m, slots);
}
