/* javacard.security.KeyAgreement: one's own private key and the other party's public value. */
#include "element/api/key.h"

#include "base/secret.h"

enum { /* constants of KeyAgreement */
       EC_DH = 1,
       EC_DHC,
       EC_DH_PLAIN,
       EC_DHC_PLAIN,
       EC_PACE_GM,
       EC_DH_PLAIN_XY,
       DH_PLAIN,
       XDH,
};

/* Nothing is under way between calls; the array says that the object was opened. */
enum { STATE_SIZE = 4, SECRET_MAX = HY_DH_SIZE_MAX };

HY_NATIVE_METHOD(hydra_security_AgreementEngine_open)
{
    return hy_engine_open(m, slots[0], HY_ENGINE_KEYED, STATE_SIZE);
}

static bool is_montgomery(const hy_key *k)
{
    return k->curve == 0x0103 || k->curve == 0x0204; /* X25519, X448 */
}

static bool is_edwards(const hy_key *k)
{
    return k->curve == 0x0101 || k->curve == 0x0202; /* ED25519, ED448 */
}

/* Is the key of the kind that the algorithm works with? */
static bool is_fit(int16_t algorithm, const hy_key *k)
{
    bool is_named = k->type == HY_KEY_XEC && k->is_private && !is_edwards(k);
    switch (algorithm) {
    case DH_PLAIN:
        return k->type == HY_KEY_DH_PRIVATE;
    case XDH:
        return is_named;
    default:
        return k->type == HY_KEY_EC_FP_PRIVATE || k->type == HY_KEY_EC_F2M_PRIVATE ||
               (is_named && !is_montgomery(k));
    }
}

/* Are its numbers good? Throws ILLEGAL_VALUE. */
static hy_outcome check(hy_machine *m, const hy_key *k)
{
    hy_ec_key *ec;
    hy_xdh *xdh;
    if (k->type == HY_KEY_DH_PRIVATE) /* looked at when the other value is there */
        return HY_DONE;
    return k->type == HY_KEY_XEC && is_montgomery(k) ? hy_key_xdh(m, k, &xdh)
                                                     : hy_key_ec(m, k, &ec);
}

HY_NATIVE_METHOD(hydra_security_AgreementEngine_init)
{
    hy_engine e;
    hy_key k;
    hy_outcome outcome = hy_engine_find(m, slots[0], HY_ENGINE_KEYED, &e);
    if (outcome == HY_DONE)
        outcome = hy_key_find(m, slots[1], &k);
    if (outcome == HY_DONE && !is_fit(e.algorithm, &k))
        outcome = hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_VALUE);
    if (outcome == HY_DONE && !hy_key_is_initialised(&k))
        outcome = hy_crypto_throw(m, HY_CRYPTO_UNINITIALIZED_KEY);
    if (outcome == HY_DONE)
        outcome = check(m, &k);
    if (outcome != HY_DONE || hy_engine_key_reference(m, &e) == k.reference)
        return outcome;
    return hy_machine_set_word(m, e.object, HY_ENGINE_KEY, k.reference);
}

/* SM2 is not there; see algorithms.def. */
HY_NATIVE_METHOD(hydra_security_AgreementEngine_initSm2)
{
    hy_engine e;
    hy_outcome outcome = hy_engine_find(m, slots[0], HY_ENGINE_KEYED, &e);
    return outcome == HY_DONE ? hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_VALUE) : outcome;
}

/* ---- secrets ---- */

/* s * G + point, G being the base point of the private key. */
static hy_rc map_generically(const hy_curve *curve, hy_view s, hy_view point, uint8_t *out,
                             size_t room, size_t *n)
{
    const hy_view generator = {0};
    HY_TRY(hy_curve_multiply(curve, s, generator, out, room, n));
    return hy_curve_add(curve, hy_view_of(out, *n), point, out, room, n);
}

static hy_outcome agree_on_curve(hy_machine *m, int16_t algorithm, const hy_key *k, hy_view peer,
                                 uint8_t *out, size_t room, size_t *n)
{
    hy_ec_key *own;
    hy_curve *curve;
    hy_outcome outcome = hy_key_ec(m, k, &own);
    if (outcome == HY_DONE)
        outcome = hy_key_curve(m, k, &curve);
    if (outcome != HY_DONE)
        return outcome;
    bool cofactor = algorithm == EC_DHC || algorithm == EC_DHC_PLAIN;
    bool hashed = algorithm == EC_DH || algorithm == EC_DHC;
    hy_rc rc = algorithm == EC_PACE_GM
                   ? map_generically(curve, hy_key_get(k, HY_KEY_VALUE), peer, out, room, n)
                   : hy_ecdh_agree(own, cofactor ? HY_ECDH_COFACTOR : HY_ECDH_PLAIN,
                                   algorithm == EC_DH_PLAIN_XY ? HY_ECDH_POINT : HY_ECDH_X, peer,
                                   out, room, n);
    if (hy_ok(rc) && hashed)
        rc = hy_digest_once(hy_crypto_of(m), HY_DIGEST_SHA1, hy_view_of(out, *n), out, room, n);
    return hy_ok(rc) ? HY_DONE : hy_crypto_failed(m, rc);
}

static hy_outcome agree(hy_machine *m, int16_t algorithm, const hy_key *k, hy_view peer,
                        uint8_t *out, size_t room, size_t *n)
{
    hy_xdh *xdh;
    hy_rc rc;
    if (k->type == HY_KEY_DH_PRIVATE) {
        const hy_dh_group group = {
            .p = hy_key_get(k, HY_KEY_DOMAIN_P),
            .q = hy_key_get(k, HY_KEY_DOMAIN_Q),
            .g = hy_key_get(k, HY_KEY_DOMAIN_G),
        };
        rc = hy_dh_agree(hy_crypto_of(m), &group, hy_key_get(k, HY_KEY_VALUE), peer, out, room, n);
        return hy_ok(rc) ? HY_DONE : hy_crypto_failed(m, rc);
    }
    if (k->type != HY_KEY_XEC || !is_montgomery(k))
        return agree_on_curve(m, algorithm, k, peer, out, room, n);
    hy_outcome outcome = hy_key_xdh(m, k, &xdh);
    if (outcome != HY_DONE)
        return outcome;
    rc = hy_xdh_agree(xdh, peer, out, room, n);
    return hy_ok(rc) ? HY_DONE : hy_crypto_failed(m, rc);
}

HY_NATIVE_METHOD(hydra_security_AgreementEngine_generateSecret)
{
    hy_engine e;
    hy_key k;
    hy_view peer;
    hy_engine_output out;
    uint8_t secret[SECRET_MAX];
    size_t n = 0;
    hy_outcome outcome = hy_engine_find(m, slots[0], HY_ENGINE_KEYED, &e);
    if (outcome == HY_DONE)
        outcome = hy_engine_input(m, slots[1], slots[2], slots[3], &peer);
    if (outcome == HY_DONE)
        outcome = hy_engine_output_find(m, slots[4], slots[5], &out);
    if (outcome == HY_DONE && hy_engine_key_reference(m, &e) == 0)
        outcome = hy_crypto_throw(m, HY_CRYPTO_INVALID_INIT);
    if (outcome == HY_DONE)
        outcome = hy_key_need(m, hy_engine_key(m, &e), &k);
    if (outcome == HY_DONE)
        outcome = hy_engine_barrier(m);
    if (outcome == HY_DONE)
        outcome = agree(m, e.algorithm, &k, peer, secret, sizeof secret, &n);
    if (outcome == HY_DONE)
        outcome = hy_engine_need_room(m, &out, n);
    if (outcome == HY_DONE) {
        hy_engine_write(m, &out, secret, n);
        outcome = hy_sensitive_short(m, slots, (int32_t)n);
    }
    hy_wipe(secret, sizeof secret);
    return outcome;
}
