/* Signatures under a private key: RSA (RFC 8017, RFC 2409, ISO 9796-2), DSA, ECDSA, EdDSA. */
#include "element/api/signature_in.h"

#include <string.h>

enum { CURVE_ED25519 = 0x0101, CURVE_ED448 = 0x0202 }; /* NamedParameterSpec */

/* ---- which there are ---- */

static bool is_ecdsa(int8_t cipher)
{
    return cipher == HY_SIG_ECDSA || cipher == HY_SIG_ECDSA_PLAIN;
}

static bool is_eddsa(int8_t cipher)
{
    return cipher == HY_SIG_EDDSA || cipher == HY_SIG_EDDSA_ED25519 || cipher == HY_SIG_EDDSA_ED448;
}

bool hy_signature_recovers(int8_t padding)
{
    return padding == HY_PAD_ISO9796_MR || padding == HY_PAD_ISO9796_MR_SCHEME_1_OPT_2;
}

bool hy_signature_carries(int8_t padding)
{
    return padding == HY_PAD_ISO9796 || hy_signature_recovers(padding);
}

hy_iso9796_trailer hy_signature_trailer(int8_t padding)
{
    return padding == HY_PAD_ISO9796_MR_SCHEME_1_OPT_2 ? HY_ISO9796_EXPLICIT : HY_ISO9796_IMPLICIT;
}

static bool has_rsa(hy_digest_kind kind, int8_t digest, int8_t padding)
{
    if (padding == HY_PAD_PKCS1)
        return kind != HY_DIGEST_NONE || digest == 0;
    if (kind == HY_DIGEST_NONE)
        return false;
    if (hy_signature_carries(padding))
        return hy_iso9796_capacity(HY_RSA_SIZE_MAX, kind, hy_signature_trailer(padding)) > 0;
    return padding == HY_PAD_PKCS1_PSS || padding == HY_PAD_RFC2409;
}

/* Without a digest the message is taken for one. */
bool hy_signature_public_has(int8_t digest, int8_t cipher, int8_t padding)
{
    hy_digest_kind kind = hy_operation_digest(digest);
    if (cipher == HY_SIG_RSA)
        return has_rsa(kind, digest, padding);
    if (padding != HY_PAD_NULL)
        return false;
    if (is_eddsa(cipher))
        return digest == 0 || (kind == HY_DIGEST_SHA512 && cipher != HY_SIG_EDDSA_ED448);
    return (is_ecdsa(cipher) || cipher == HY_SIG_DSA) && (kind != HY_DIGEST_NONE || digest == 0);
}

/* ---- state ---- */

/* EdDSA goes over the message twice, so all of it has to be there at the end. */
static bool keeps_message(const hy_operation *o)
{
    return is_eddsa(o->cipher) || o->digest == 0;
}

static size_t first_room(const hy_operation *o)
{
    if (keeps_message(o))
        return is_eddsa(o->cipher) ? HY_SIGNATURE_KEPT : HY_RSA_SIZE_MAX;
    return hy_signature_carries(o->padding) ? HY_RSA_SIZE_MAX : 0;
}

static hy_digest_kind kind_of(const hy_operation *o)
{
    return keeps_message(o) ? HY_DIGEST_NONE : hy_operation_digest(o->digest);
}

uint16_t hy_signature_public_state(const hy_operation *o)
{
    return (uint16_t)(sizeof(hy_signature_state) + first_room(o) + hy_running_size(kind_of(o)));
}

hy_signature_state hy_signature_get(const hy_operation *o)
{
    hy_signature_state s;
    memcpy(&s, o->engine.state, sizeof s);
    return s;
}

void hy_signature_put(hy_operation *o, const hy_signature_state *s)
{
    memcpy(o->engine.state, s, sizeof *s);
}

uint8_t *hy_signature_first(const hy_operation *o)
{
    return o->engine.state + sizeof(hy_signature_state);
}

uint8_t *hy_signature_running(const hy_operation *o)
{
    return hy_signature_first(o) + first_room(o);
}

/* The message begins at its first part. */
void hy_signature_public_restart(hy_operation *o)
{
    hy_signature_state s = hy_signature_get(o);
    if (o->anew || s.head.parts != 0 || s.first_n != 0)
        hy_wipe(o->engine.state, o->engine.state_size);
    s = (hy_signature_state){.head = {.phase = HY_OPERATION_READY, .key = o->key.reference}};
    hy_signature_put(o, &s);
    o->anew = false;
}

/* ---- init ---- */

static bool curve_fits(const hy_operation *o)
{
    uint16_t wanted = o->cipher == HY_SIG_EDDSA_ED25519 ? CURVE_ED25519
                      : o->cipher == HY_SIG_EDDSA_ED448 ? CURVE_ED448
                                                        : o->key.curve;
    bool known = o->key.curve == CURVE_ED25519 || o->key.curve == CURVE_ED448;
    return o->key.type == HY_KEY_XEC && known && o->key.curve == wanted;
}

/* RFC 8017 sections 9.1.1 and 9.2: the shortest modulus. */
static bool modulus_fits(const hy_operation *o)
{
    size_t size = (o->key.bits + 7u) / 8u;
    size_t digest = hy_digest_size(hy_operation_digest(o->digest));
    if (o->padding == HY_PAD_PKCS1_PSS)
        return size >= 2 * digest + 2;
    if (hy_signature_carries(o->padding))
        return hy_iso9796_capacity(size, hy_operation_digest(o->digest),
                                   hy_signature_trailer(o->padding)) > 0;
    return size >= digest + 11 + (o->padding == HY_PAD_PKCS1 && o->digest != 0 ? 19 : 0);
}

static bool key_fits(const hy_operation *o)
{
    if (o->key.is_private != (o->mode == HY_MODE_SIGN))
        return false;
    switch (o->key.type) {
    case HY_KEY_RSA_PUBLIC:
    case HY_KEY_RSA_PRIVATE:
    case HY_KEY_RSA_CRT:
        return o->cipher == HY_SIG_RSA && modulus_fits(o);
    case HY_KEY_DSA_PUBLIC:
    case HY_KEY_DSA_PRIVATE:
        return o->cipher == HY_SIG_DSA;
    case HY_KEY_EC_FP_PUBLIC:
    case HY_KEY_EC_FP_PRIVATE:
    case HY_KEY_EC_F2M_PUBLIC:
    case HY_KEY_EC_F2M_PRIVATE:
        return is_ecdsa(o->cipher);
    case HY_KEY_XEC:
        return is_eddsa(o->cipher) ? curve_fits(o) : is_ecdsa(o->cipher) && o->key.curve >= 0x1000;
    default:
        return false;
    }
}

hy_outcome hy_signature_public_init(hy_machine *m, hy_operation *o)
{
    if (!key_fits(o))
        return hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_VALUE);
    hy_outcome outcome = hy_operation_set(m, o, false);
    if (outcome == HY_DONE)
        hy_signature_public_restart(o);
    return outcome;
}

/* ---- the message ---- */

hy_outcome hy_signature_public_update(hy_machine *m, hy_operation *o, hy_view in)
{
    hy_signature_state s = hy_signature_get(o);
    hy_digest_kind kind = kind_of(o);
    size_t room = first_room(o);
    if (o->anew || s.head.parts == 0) {
        hy_signature_public_restart(o);
        s = hy_signature_get(o);
        if (kind != HY_DIGEST_NONE && !hy_ok(hy_running_start(kind, hy_signature_running(o))))
            return hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_USE);
    }
    size_t keep = in.n < room - s.first_n ? in.n : room - s.first_n;
    if (keeps_message(o) && keep < in.n)
        return hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_USE);
    if (kind != HY_DIGEST_NONE && !hy_ok(hy_running_update(kind, hy_signature_running(o), in)))
        return hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_USE);
    if (keep > 0)
        memcpy(hy_signature_first(o) + s.first_n, in.p, keep);
    s.first_n = (uint16_t)(s.first_n + keep);
    s.head.parts = true;
    hy_signature_put(o, &s);
    return HY_DONE;
}

static bool has_parts(const hy_operation *o)
{
    return !o->anew && hy_signature_get(o).head.parts != 0;
}

hy_view hy_signature_head(const hy_operation *o, hy_view in, size_t most, uint8_t *out, bool *more)
{
    size_t n = has_parts(o) ? hy_signature_get(o).first_n : 0;
    size_t kept = n < most ? n : most;
    memcpy(out, hy_signature_first(o), kept);
    size_t add = in.n < most - kept ? in.n : most - kept;
    if (add > 0)
        memcpy(out + kept, in.p, add);
    *more = n > most || in.n > add;
    return hy_view_of(out, kept + add);
}

/* The digest of the message that ends with `in`. */
static hy_rc end_digest(hy_machine *m, const hy_operation *o, hy_view in, uint8_t *out, size_t *n)
{
    hy_digest_kind kind = kind_of(o);
    uint8_t running[HY_RUNNING_MAX];
    if (!has_parts(o))
        return hy_digest_once(hy_crypto_of(m), kind, in, out, HY_DIGEST_MAX, n);
    size_t size = hy_running_size(kind);
    memcpy(running, hy_signature_running(o), size);
    hy_rc rc = hy_running_update(kind, running, in);
    if (hy_ok(rc))
        rc = hy_running_finish(kind, running, out, HY_DIGEST_MAX, n);
    hy_wipe(running, size);
    return rc;
}

hy_outcome hy_signature_public_end(hy_machine *m, hy_operation *o, hy_view in, uint8_t *message,
                                   hy_view *out)
{
    size_t n = 0;
    bool more = false;
    if (keeps_message(o)) {
        *out = has_parts(o) ? hy_signature_head(o, in, HY_SIGNATURE_MESSAGE, message, &more) : in;
        return HY_DONE;
    }
    if (!hy_ok(end_digest(m, o, in, message, &n)))
        return hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_USE);
    *out = hy_view_of(message, n);
    return HY_DONE;
}

/* ---- RSA ---- */

static hy_rsa_padding rsa_padding(const hy_operation *o)
{
    hy_digest_kind kind = hy_operation_digest(o->digest);
    if (o->padding == HY_PAD_PKCS1_PSS)
        return (hy_rsa_padding){.scheme = HY_RSA_PSS, .digest = kind, .salt = hy_digest_size(kind)};
    if (o->padding == HY_PAD_RFC2409) /* section 5.1: the bare digest */
        kind = HY_DIGEST_NONE;
    return (hy_rsa_padding){.scheme = HY_RSA_PKCS1, .digest = kind};
}

/* The frame that belongs to the message (ISO 9796-2 scheme 1). */
static hy_rc frame_of(const hy_operation *o, hy_rsa *k, hy_view digest, hy_view head, uint8_t *out)
{
    hy_digest_kind kind = hy_operation_digest(o->digest);
    hy_iso9796_trailer trailer = hy_signature_trailer(o->padding);
    size_t most = hy_iso9796_capacity(hy_rsa_size(k), kind, trailer);
    bool more = head.n > most;
    return hy_iso9796_frame(kind, trailer, hy_view_part(head, 0, more ? most : head.n), more,
                            digest, out, hy_rsa_size(k));
}

static hy_rc rsa_sign(const hy_operation *o, hy_rsa *k, hy_view digest, hy_view head, uint8_t *out,
                      size_t *n)
{
    const hy_rsa_padding padding = rsa_padding(o);
    uint8_t frame[HY_RSA_SIZE_MAX];
    if (!hy_signature_carries(o->padding))
        return hy_rsa_sign(k, &padding, digest, out, HY_SIGNATURE_MAX, n);
    HY_TRY(frame_of(o, k, digest, head, frame));
    return hy_rsa_raw_private(k, hy_view_of(frame, hy_rsa_size(k)), out, HY_SIGNATURE_MAX, n);
}

static hy_rc rsa_verify(const hy_operation *o, hy_rsa *k, hy_view digest, hy_view head,
                        hy_view signature, hy_verdict *verdict)
{
    const hy_rsa_padding padding = rsa_padding(o);
    uint8_t frame[HY_RSA_SIZE_MAX], found[HY_RSA_SIZE_MAX];
    size_t n;
    *verdict = HY_VERDICT_DIFFERENT;
    if (!hy_signature_carries(o->padding))
        return hy_rsa_verify(k, &padding, digest, signature, verdict);
    HY_TRY(frame_of(o, k, digest, head, frame));
    if (hy_ok(hy_rsa_raw_public(k, signature, found, sizeof found, &n)))
        *verdict = hy_secret_compare(frame, found, n);
    return HY_OK;
}

/* ---- all ---- */

static hy_rc sign_with(const hy_operation *o, hy_ec_key *ec, hy_eddsa *ed, hy_dsa *dsa,
                       hy_view digest, uint8_t *out, size_t *n)
{
    if (ed != NULL)
        return hy_eddsa_sign(ed, digest, out, HY_SIGNATURE_MAX, n);
    if (dsa != NULL)
        return hy_dsa_sign(dsa, digest, out, HY_SIGNATURE_MAX, n);
    hy_ecdsa_format format = o->cipher == HY_SIG_ECDSA ? HY_ECDSA_DER : HY_ECDSA_PLAIN;
    return hy_ecdsa_sign(ec, format, digest, out, HY_SIGNATURE_MAX, n);
}

static hy_rc verify_with(const hy_operation *o, hy_ec_key *ec, hy_eddsa *ed, hy_dsa *dsa,
                         hy_view digest, hy_view signature, hy_verdict *verdict)
{
    if (ed != NULL)
        return hy_eddsa_verify(ed, digest, signature, verdict);
    if (dsa != NULL)
        return hy_dsa_verify(dsa, digest, signature, verdict);
    hy_ecdsa_format format = o->cipher == HY_SIG_ECDSA ? HY_ECDSA_DER : HY_ECDSA_PLAIN;
    return hy_ecdsa_verify(ec, format, digest, signature, verdict);
}

typedef struct ready {
    hy_rsa *rsa;
    hy_ec_key *ec;
    hy_eddsa *ed;
    hy_dsa *dsa;
} ready;

static hy_outcome make_ready(hy_machine *m, const hy_operation *o, ready *r)
{
    *r = (ready){NULL, NULL, NULL, NULL};
    if (o->cipher == HY_SIG_RSA)
        return hy_key_rsa(m, &o->key, &r->rsa);
    if (o->cipher == HY_SIG_DSA)
        return hy_key_dsa(m, &o->key, &r->dsa);
    return is_eddsa(o->cipher) ? hy_key_eddsa(m, &o->key, &r->ed) : hy_key_ec(m, &o->key, &r->ec);
}

hy_outcome hy_signature_public_sign(hy_machine *m, const hy_operation *o, hy_view digest,
                                    hy_view head, uint8_t *out, size_t *n)
{
    ready r;
    *n = 0;
    hy_outcome outcome = make_ready(m, o, &r);
    if (outcome == HY_DONE)
        outcome = hy_engine_barrier(m);
    if (outcome != HY_DONE)
        return outcome;
    hy_rc rc = r.rsa != NULL ? rsa_sign(o, r.rsa, digest, head, out, n)
                             : sign_with(o, r.ec, r.ed, r.dsa, digest, out, n);
    return hy_ok(rc) ? HY_DONE : hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_USE);
}

hy_outcome hy_signature_public_verify(hy_machine *m, const hy_operation *o, hy_view digest,
                                      hy_view head, hy_view signature, bool *good)
{
    ready r;
    hy_verdict verdict = HY_VERDICT_DIFFERENT;
    *good = false;
    hy_outcome outcome = make_ready(m, o, &r);
    if (outcome != HY_DONE)
        return outcome;
    hy_rc rc = r.rsa != NULL ? rsa_verify(o, r.rsa, digest, head, signature, &verdict)
                             : verify_with(o, r.ec, r.ed, r.dsa, digest, signature, &verdict);
    *good = hy_ok(rc) && verdict == HY_VERDICT_EQUAL;
    return HY_DONE;
}

/* SEQUENCE { INTEGER, INTEGER } of numbers of `half` bytes at most. */
static size_t der_max(size_t half)
{
    size_t number = half + 1;
    size_t content = 2 * (number + (number > 127 ? 3 : 2));
    return content + (content > 255 ? 4 : content > 127 ? 3 : 2);
}

hy_outcome hy_signature_public_size(hy_machine *m, const hy_operation *o, size_t *n)
{
    hy_curve *curve;
    if (o->cipher == HY_SIG_RSA)
        *n = (o->key.bits + 7u) / 8u;
    else if (is_eddsa(o->cipher))
        *n = o->key.curve == CURVE_ED25519 ? 64 : 114;
    else if (o->cipher == HY_SIG_DSA)
        *n = der_max(hy_key_get(&o->key, HY_KEY_DOMAIN_Q).n);
    else {
        hy_outcome outcome = hy_key_curve(m, &o->key, &curve);
        if (outcome != HY_DONE)
            return outcome;
        size_t half = hy_curve_order_size(curve);
        *n = o->cipher == HY_SIG_ECDSA ? der_max(half) : 2 * half;
    }
    return HY_DONE;
}
