/* javacard.security.RandomData and its OneShot. Every kind draws on the port's generator; a seed is
   mixed in, and begins the sequence of the pseudo-random kind, which is the same for the same seed:
   block n of a seed is HMAC-SHA-256 of n under the seed's digest. */
#include "element/api/algorithms.h"
#include "element/api/engine.h"

#include "base/secret.h"

#include <string.h>

enum { PSEUDO_RANDOM = 1, SECURE_RANDOM = 2, PRESEEDED_DRBG = 4 };

/* The state: whether there is a seed, its digest, and the number of the next block. */
enum {
    STATE_SEEDED,
    STATE_SEED,
    SEED = 32,
    STATE_NEXT = STATE_SEED + SEED,
    STATE_SIZE = STATE_NEXT + 8
};

HY_NATIVE_METHOD(hydra_security_RandomEngine_open)
{
    return hy_engine_open(m, slots[0], HY_ENGINE_PLAIN, STATE_SIZE);
}

static void count(uint8_t *number)
{
    for (int i = 8; i-- > 0 && ++number[i] == 0;)
        ;
}

/* n bytes of the seed's sequence, added to what is there. */
static hy_rc mix_blocks(hy_engine *e, hy_mac *mac, uint8_t *out, size_t n)
{
    uint8_t block[SEED];
    size_t made;
    for (size_t at = 0; at < n; at += sizeof block) {
        HY_TRY(hy_mac_update(mac, hy_view_of(e->state + STATE_NEXT, 8)));
        HY_TRY(hy_mac_finish(mac, block, sizeof block, &made));
        count(e->state + STATE_NEXT);
        for (size_t i = 0; i < sizeof block && at + i < n; i++)
            out[at + i] ^= block[i];
    }
    hy_wipe(block, sizeof block);
    return HY_OK;
}

static hy_rc mix_seed(hy_crypto *c, hy_engine *e, uint8_t *out, size_t n)
{
    hy_mac *mac;
    hy_view seed = hy_view_of(e->state + STATE_SEED, SEED);
    HY_TRY(hy_mac_new_hmac(c, HY_DIGEST_SHA256, seed, &mac));
    hy_rc rc = mix_blocks(e, mac, out, n);
    hy_mac_free(&mac);
    return rc;
}

static hy_rc fill(hy_crypto *c, hy_engine *e, uint8_t *out, size_t n)
{
    bool seeded = e->state[STATE_SEEDED] != 0;
    if (seeded && e->algorithm == PSEUDO_RANDOM)
        memset(out, 0, n);
    else
        HY_TRY(hy_crypto_random(c, out, n));
    return seeded ? mix_seed(c, e, out, n) : HY_OK;
}

/* Checks as generateData and nextBytes do, and fills. Neither may show in a transaction. */
static hy_outcome generate(hy_machine *m, const hy_slot *slots)
{
    hy_engine e;
    hy_engine_output out;
    int32_t n = hy_slot_to_short(slots[3]);
    hy_outcome outcome = hy_engine_find(m, slots[0], HY_ENGINE_PLAIN, &e);
    if (outcome == HY_DONE)
        outcome = hy_engine_output_find(m, slots[1], slots[2], &out);
    if (outcome == HY_DONE)
        outcome = hy_native_need_inside(m, &out.array, out.offset, n);
    if (outcome == HY_DONE && n == 0)
        outcome = hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_VALUE);
    if (outcome == HY_DONE)
        outcome = hy_engine_barrier(m);
    if (outcome != HY_DONE)
        return outcome;
    hy_rc rc = fill(hy_crypto_of(m), &e, out.at, (size_t)n);
    hy_engine_wrote(m, &out, (size_t)n);
    return hy_ok(rc) ? HY_DONE : hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_USE);
}

static hy_outcome next_bytes(hy_machine *m, hy_slot *slots)
{
    int32_t end = hy_slot_to_short(slots[2]) + hy_slot_to_short(slots[3]);
    hy_outcome outcome = generate(m, slots);
    return outcome == HY_DONE ? hy_sensitive_short(m, slots, end) : outcome;
}

/* Generators that take no seed let it pass: what they give is random without it. */
static hy_outcome set_seed(hy_machine *m, const hy_slot *slots)
{
    hy_engine e;
    hy_view seed;
    size_t n;
    hy_outcome outcome = hy_engine_find(m, slots[0], HY_ENGINE_PLAIN, &e);
    if (outcome == HY_DONE)
        outcome = hy_engine_input(m, slots[1], slots[2], slots[3], &seed);
    if (outcome != HY_DONE)
        return outcome;
    bool takes = e.algorithm == PSEUDO_RANDOM || e.algorithm == SECURE_RANDOM ||
                 e.algorithm == PRESEEDED_DRBG;
    if (!takes)
        return HY_DONE;
    memset(e.state, 0, e.state_size);
    hy_rc rc =
        hy_digest_once(hy_crypto_of(m), HY_DIGEST_SHA256, seed, e.state + STATE_SEED, SEED, &n);
    e.state[STATE_SEEDED] = hy_ok(rc);
    return hy_ok(rc) ? HY_DONE : hy_crypto_failed(m, rc);
}

HY_NATIVE_METHOD(hydra_security_RandomEngine_setSeed)
{
    return set_seed(m, slots);
}

HY_NATIVE_METHOD(hydra_security_RandomEngine_generateData)
{
    return generate(m, slots);
}

HY_NATIVE_METHOD(hydra_security_RandomEngine_nextBytes)
{
    return next_bytes(m, slots);
}

HY_NATIVE_METHOD(javacard_security_RandomData_OneShot_open)
{
    hy_engine e;
    int16_t algorithm = (int16_t)hy_slot_to_byte(slots[0]);
    hy_sensitive_forget(m);
    if (!hy_algorithm_is_there(hy_element_of(m), HY_FAMILY_RANDOM, algorithm))
        return hy_crypto_throw(m, HY_CRYPTO_NO_SUCH_ALGORITHM);
    return hy_one_shot_open(m, slots, HY_KNOWN_RANDOM_DATA_ONE_SHOT, HY_ENGINE_PLAIN, algorithm,
                            STATE_SIZE, &e);
}

HY_NATIVE_METHOD(javacard_security_RandomData_OneShot_setSeed)
{
    return set_seed(m, slots);
}

HY_NATIVE_METHOD(javacard_security_RandomData_OneShot_generateData)
{
    return generate(m, slots);
}

HY_NATIVE_METHOD(javacard_security_RandomData_OneShot_nextBytes)
{
    return next_bytes(m, slots);
}

HY_NATIVE_METHOD(javacard_security_RandomData_OneShot_getAlgorithm)
{
    return hy_one_shot_algorithm(m, slots, HY_ENGINE_PLAIN);
}

HY_NATIVE_METHOD(javacard_security_RandomData_OneShot_close)
{
    return hy_one_shot_close(m, slots[0], HY_ENGINE_PLAIN);
}
