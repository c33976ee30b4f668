/* javacard.security.SignatureMessageRecovery: signatures that carry the message (ISO 9796-2). */
#include "element/api/signature_in.h"

#include <string.h>

enum { PHASE_OPENED = HY_OPERATION_READY + 1 }; /* beginVerify gave the message's beginning out */

/* ---- signing ---- */

HY_NATIVE_METHOD(hydra_security_RecoveryEngine_sign)
{
    hy_operation o;
    hy_view in, digest;
    hy_engine_output out;
    hy_array count;
    hy_rsa *k;
    uint8_t message[HY_SIGNATURE_MESSAGE];
    uint8_t first[HY_RSA_SIZE_MAX], signature[HY_SIGNATURE_MAX];
    bool more;
    size_t n = 0;
    int32_t at = hy_slot_to_short(slots[7]);
    hy_outcome outcome = hy_operation_find(m, slots[0], &o);
    if (outcome == HY_DONE)
        outcome = hy_engine_input(m, slots[1], slots[2], slots[3], &in);
    if (outcome == HY_DONE)
        outcome = hy_engine_output_find(m, slots[4], slots[5], &out);
    if (outcome == HY_DONE)
        outcome = hy_native_range(m, slots[6], HY_SHAPE_SHORTS, HY_TOUCH_WRITE, at, 1, &count);
    if (outcome == HY_DONE)
        outcome = hy_operation_resume(m, &o);
    if (outcome == HY_DONE && o.mode != HY_MODE_SIGN)
        return hy_crypto_throw(m, HY_CRYPTO_INVALID_INIT);
    if (outcome == HY_DONE)
        outcome = hy_signature_public_end(m, &o, in, message, &digest);
    if (outcome == HY_DONE)
        outcome = hy_key_rsa(m, &o.key, &k);
    if (outcome != HY_DONE)
        return outcome;
    size_t most = hy_iso9796_capacity(hy_rsa_size(k), hy_operation_digest(o.digest),
                                      hy_signature_trailer(o.padding));
    hy_view head = hy_signature_head(&o, in, sizeof first, first, &more);
    int16_t carried = (int16_t)(head.n < most ? head.n : most);
    outcome = hy_signature_public_sign(m, &o, digest, head, signature, &n);
    if (outcome == HY_DONE)
        outcome = hy_engine_need_room(m, &out, n);
    if (outcome != HY_DONE)
        return outcome;
    hy_signature_public_restart(&o);
    hy_engine_write(m, &out, signature, n);
    memcpy(count.at + 2 * (size_t)at, &carried, sizeof carried);
    hy_native_settle(m, &count, (uint16_t)at, 1);
    return hy_sensitive_short(m, slots, (int32_t)n);
}

/* ---- verifying ---- */

/* Keeps the digest that the signature carries, and digests the message's beginning. */
static hy_rc keep(hy_operation *o, hy_view head, bool more, hy_view digest)
{
    hy_digest_kind kind = hy_operation_digest(o->digest);
    hy_signature_public_restart(o);
    hy_signature_state s = hy_signature_get(o);
    s.head.phase = PHASE_OPENED;
    s.head.parts = true;
    s.more = more;
    s.digest_n = (uint8_t)digest.n;
    s.first_n = (uint16_t)digest.n;
    memcpy(hy_signature_first(o), digest.p, digest.n);
    HY_TRY(hy_running_start(kind, hy_signature_running(o)));
    HY_TRY(hy_running_update(kind, hy_signature_running(o), head));
    hy_signature_put(o, &s);
    return HY_OK;
}

/* Opens the signature: its frame, and what is in it. */
static hy_rc open_frame(const hy_operation *o, hy_rsa *k, hy_view signature, uint8_t *frame,
                        hy_view *head, bool *more, hy_view *digest)
{
    size_t n;
    HY_TRY(hy_rsa_raw_public(k, signature, frame, HY_RSA_SIZE_MAX, &n));
    return hy_iso9796_parse(hy_operation_digest(o->digest), hy_signature_trailer(o->padding),
                            hy_view_of(frame, n), head, more, digest);
}

HY_NATIVE_METHOD(hydra_security_RecoveryEngine_beginVerify)
{
    hy_operation o;
    hy_view signature, head, digest;
    hy_engine_output out;
    hy_rsa *k;
    bool more;
    uint8_t frame[HY_RSA_SIZE_MAX];
    hy_outcome outcome = hy_operation_find(m, slots[0], &o);
    if (outcome == HY_DONE)
        outcome = hy_engine_input(m, slots[1], slots[2], slots[3], &signature);
    if (outcome == HY_DONE)
        outcome = hy_engine_output_find(m, slots[1], slots[2], &out);
    if (outcome == HY_DONE)
        outcome = hy_operation_resume(m, &o);
    if (outcome == HY_DONE && o.mode != HY_MODE_VERIFY)
        return hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_USE);
    if (outcome == HY_DONE)
        outcome = hy_key_rsa(m, &o.key, &k);
    if (outcome != HY_DONE)
        return outcome;
    if (!hy_ok(open_frame(&o, k, signature, frame, &head, &more, &digest)) ||
        !hy_ok(keep(&o, head, more, digest)))
        return hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_USE);
    hy_engine_write(m, &out, head.p, head.n);
    return hy_sensitive_short(m, slots, (int32_t)head.n);
}

/* Has the message that ends with `in` the digest that was carried? */
static bool is_genuine(hy_operation *o, hy_view in)
{
    hy_signature_state s = hy_signature_get(o);
    hy_digest_kind kind = hy_operation_digest(o->digest);
    uint8_t digest[HY_DIGEST_MAX];
    size_t n;
    bool rest = s.first_n > s.digest_n || in.n > 0;
    if (!hy_ok(hy_running_update(kind, hy_signature_running(o), in)) ||
        !hy_ok(hy_running_finish(kind, hy_signature_running(o), digest, sizeof digest, &n)))
        return false;
    return rest == (s.more != 0) && n == s.digest_n &&
           hy_secret_compare(digest, hy_signature_first(o), n) == HY_VERDICT_EQUAL;
}

HY_NATIVE_METHOD(hydra_security_RecoveryEngine_verify)
{
    hy_operation o;
    hy_view in;
    hy_outcome outcome = hy_operation_find(m, slots[0], &o);
    if (outcome == HY_DONE)
        outcome = hy_engine_input(m, slots[1], slots[2], slots[3], &in);
    if (outcome == HY_DONE)
        outcome = hy_operation_resume(m, &o);
    if (outcome == HY_DONE && o.mode != HY_MODE_VERIFY)
        return hy_crypto_throw(m, HY_CRYPTO_INVALID_INIT);
    if (outcome != HY_DONE)
        return outcome;
    if (o.anew || hy_signature_get(&o).head.phase != PHASE_OPENED)
        return hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_USE);
    bool good = is_genuine(&o, in);
    hy_signature_public_restart(&o);
    return hy_sensitive_short(m, slots, good);
}
