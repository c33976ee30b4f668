/* crypto/: every record of every file in tests/vectors/crypto, whatever it is about. */
#include "test.h"
#include "vectors.h"

#include "crypto/crypto.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROOM 4096
#define CHOICE(v, name, names) vector_choice((v), (name), (names), TEST_COUNT(names))

static const char *const digest_names[] = {
    "NONE",   "MD5",    "RIPEMD160", "SHA1",     "SHA224",   "SHA256",
    "SHA384", "SHA512", "SHA3-224",  "SHA3-256", "SHA3-384", "SHA3-512",
};
static const char *const cipher_names[] = {"AES", "DES", "XTS", "SEED", "SM4"};
static const char *const padding_names[] = {"NONE", "M1", "M2", "PKCS5"};

static hy_digest_kind digest_of(const vector *v, const char *name)
{
    return (hy_digest_kind)CHOICE(v, name, digest_names);
}

static hy_digest_kind digest_or_none(const vector *v, const char *name)
{
    return vector_has(v, name) ? digest_of(v, name) : HY_DIGEST_NONE;
}

static hy_cipher_kind cipher_of(const vector *v)
{
    return (hy_cipher_kind)CHOICE(v, "cipher", cipher_names);
}

/* The field "verdict": good or bad; good when there is none. */
static void expect_verdict(const vector *v, hy_verdict verdict)
{
    bool good = !vector_has(v, "verdict") || strcmp(vector_text(v, "verdict"), "good") == 0;
    if (verdict != (good ? HY_VERDICT_EQUAL : HY_VERDICT_DIFFERENT))
        vector_fail(v, "wrong verdict");
}

/* Pieces of growing length, so that all places in a block are crossed. */
static hy_view piece(hy_view v, size_t at, size_t i)
{
    size_t n = i % 37;
    return hy_view_part(v, at, n < v.n - at ? n : v.n - at);
}

/* ---- digests ---- */

static void run_midstate(const vector *v, hy_digest_kind kind, hy_view message, size_t repeat)
{
    hy_midstate *m;
    hy_midstate *other;
    assert_ok(hy_midstate_new(kind, &m));
    assert_ok(hy_midstate_new(kind, &other));
    uint8_t out[HY_MIDSTATE_MAX];
    size_t n;
    uint64_t processed;
    for (size_t i = 0; i < repeat; i++)
        assert_ok(hy_midstate_update(m, message));
    assert_ok(hy_midstate_get(m, out, sizeof out, &n, &processed));
    assert_ok(hy_midstate_set(other, hy_view_of(out, n), processed));
    /* What the intermediate value does not cover is given again. */
    uint64_t total = (uint64_t)message.n * repeat;
    for (uint64_t at = processed; at < total; at++)
        assert_ok(hy_midstate_update(other, hy_view_part(message, at % message.n, 1)));
    assert_ok(hy_midstate_finish(other, out, sizeof out, &n));
    vector_expect(v, "result", out, n);
    assert_ok(hy_midstate_finish(m, out, sizeof out, &n));
    vector_expect(v, "result", out, n);
    hy_midstate_free(&m);
    hy_midstate_free(&other);
}

/* The state moves to another place before each part. */
static void run_running(const vector *v, hy_digest_kind kind, hy_view message, size_t repeat)
{
    uint8_t states[2][1 + HY_RUNNING_MAX];
    uint8_t out[HY_DIGEST_MAX];
    size_t n;
    size_t size = hy_running_size(kind);
    int in = 0;
    assert_in_range(size, 1, HY_RUNNING_MAX);
    for (int round = 0; round < 2; round++) { /* finishing starts a new message */
        if (round == 0)
            assert_ok(hy_running_start(kind, states[in] + in));
        for (size_t r = 0; r < repeat; r++)
            for (size_t at = 0, i = 1; at < message.n; at += piece(message, at, i).n, i++) {
                memcpy(states[1 - in] + (1 - in), states[in] + in, size);
                memset(states[in], 0xEE, sizeof states[in]);
                in = 1 - in;
                assert_ok(hy_running_update(kind, states[in] + in, piece(message, at, i)));
            }
        assert_fails(LIMIT, hy_running_finish(kind, states[in] + in, out, 15, &n));
        assert_ok(hy_running_finish(kind, states[in] + in, out, sizeof out, &n));
        vector_expect(v, "result", out, n);
    }
}

static void run_digest(const vector *v, hy_crypto *c)
{
    hy_digest_kind kind = digest_of(v, "digest");
    hy_view message = vector_bytes(v, "message");
    size_t repeat = vector_number_or(v, "repeat", 1);
    uint8_t out[HY_DIGEST_MAX];
    size_t n;
    hy_digest *d;
    assert_ok(hy_digest_new(c, kind, &d));
    for (size_t r = 0; r < repeat; r++)
        for (size_t at = 0, i = 1; at < message.n; at += piece(message, at, i).n, i++)
            assert_ok(hy_digest_update(d, piece(message, at, i)));
    assert_ok(hy_digest_finish(d, out, sizeof out, &n));
    hy_digest_free(&d);
    vector_expect(v, "result", out, n);
    if (repeat == 1) {
        assert_ok(hy_digest_once(c, kind, message, out, sizeof out, &n));
        vector_expect(v, "result", out, n);
    }
    if (hy_midstate_size(kind) > 0)
        run_midstate(v, kind, message, repeat);
    if (repeat < 1000)
        run_running(v, kind, message, repeat);
}

/* ---- MACs ---- */

/* As between two commands: what was added is put away, forgotten and taken up again. */
static void update_and_move(hy_mac *m, hy_view part)
{
    uint8_t state[HY_MAC_STATE];
    uint8_t junk[3] = {1, 2, 3};
    assert_ok(hy_mac_update(m, part));
    assert_ok(hy_mac_save(m, state));
    assert_ok(hy_mac_start(m));
    assert_ok(hy_mac_update(m, hy_view_of(junk, sizeof junk)));
    assert_ok(hy_mac_resume(m, state));
}

static void expect_mac(const vector *v, hy_mac *m)
{
    hy_view message = vector_bytes(v, "message");
    uint8_t out[HY_MAC_MAX];
    size_t n;
    hy_view chain = vector_bytes_or_none(v, "chain");
    for (int round = 0; round < 2; round++) { /* the second under the kept key */
        if (chain.n > 0)
            assert_ok(hy_mac_start_from(m, chain));
        for (size_t at = 0, i = 1; at < message.n; at += piece(message, at, i).n, i++)
            update_and_move(m, piece(message, at, i));
        assert_ok(hy_mac_finish(m, out, sizeof out, &n));
        assert_int_equal(n, hy_mac_size(m));
        size_t shown = vector_bytes(v, "mac").n; /* some are published cut */
        vector_expect(v, "mac", out, shown < n ? shown : n);
    }
    hy_mac_free(&m);
}

static void run_hmac(const vector *v, hy_crypto *c)
{
    hy_mac *m;
    assert_ok(hy_mac_new_hmac(c, digest_of(v, "digest"), vector_bytes(v, "key"), &m));
    expect_mac(v, m);
}

static void run_cmac(const vector *v, hy_crypto *c)
{
    hy_mac *m;
    assert_ok(hy_mac_new_cmac(c, cipher_of(v), vector_bytes(v, "key"), &m));
    expect_mac(v, m);
}

static void run_cbc_mac(const vector *v, hy_crypto *c)
{
    hy_mac *m;
    hy_padding padding = (hy_padding)CHOICE(v, "padding", padding_names);
    assert_ok(hy_mac_new_cbc(c, cipher_of(v), vector_bytes(v, "key"), padding, &m));
    expect_mac(v, m);
}

static void run_retail(const vector *v, hy_crypto *c)
{
    hy_mac *m;
    hy_padding padding = (hy_padding)CHOICE(v, "padding", padding_names);
    assert_ok(hy_mac_new_retail(c, vector_bytes(v, "key"), padding, &m));
    expect_mac(v, m);
}

/* ---- ciphers ---- */

/* As a whole, then in two units, the second with the tweak moved on. */
static hy_rc run_xts(hy_cipher *k, hy_direction direction, uint8_t *tweak, hy_view in, uint8_t *out)
{
    uint8_t whole[ROOM];
    size_t first = in.n / 16 > 2 ? (in.n / 16 - 1) / 2 * 16 : 0;
    HY_TRY(hy_cipher_xts(k, direction, tweak, in, whole, sizeof whole));
    if (first > 0) {
        HY_TRY(hy_cipher_xts(k, direction, tweak, hy_view_part(in, 0, first), out, first));
        HY_TRY(hy_cipher_xts_skip(k, tweak, first / 16));
    }
    hy_view rest = hy_view_part(in, first, in.n - first);
    HY_TRY(hy_cipher_xts(k, direction, tweak, rest, out + first, rest.n));
    assert_memory_equal(out, whole, in.n);
    return HY_OK;
}

static hy_rc run_mode(const vector *v, hy_cipher *k, hy_direction direction, hy_view in,
                      uint8_t *out)
{
    static const char *const modes[] = {"ECB", "CBC", "CTR", "XTS", "CFB"};
    uint8_t iv[HY_CIPHER_BLOCK_MAX] = {0};
    hy_ctr ctr = {{0}, 0};
    hy_cfb cfb = {{0}, {0}, 0};
    hy_view start = vector_bytes_or_none(v, "iv");
    if (start.n > 0) {
        memcpy(iv, start.p, start.n);
        memcpy(ctr.block, start.p, start.n);
        memcpy(cfb.chain, start.p, start.n);
    }
    switch (CHOICE(v, "mode", modes)) {
    case 0:
        return hy_cipher_ecb(k, direction, in, out, in.n);
    case 1: { /* in two parts, chained */
        size_t first = in.n / 2 / hy_cipher_block(k) * hy_cipher_block(k);
        HY_TRY(hy_cipher_cbc(k, direction, iv, hy_view_part(in, 0, first), out, first));
        hy_view rest = hy_view_part(in, first, in.n - first);
        return hy_cipher_cbc(k, direction, iv, rest, out + first, rest.n);
    }
    case 2: /* in odd parts */
        for (size_t at = 0, i = 1; at < in.n; at += piece(in, at, i).n, i++)
            HY_TRY(hy_cipher_ctr(k, &ctr, piece(in, at, i), out + at, in.n - at));
        return HY_OK;
    case 3:
        return run_xts(k, direction, iv, in, out);
    default:
        for (size_t at = 0, i = 1; at < in.n; at += piece(in, at, i).n, i++)
            HY_TRY(hy_cipher_cfb(k, direction, &cfb, piece(in, at, i), out + at, in.n - at));
        return HY_OK;
    }
}

static void run_cipher(const vector *v, hy_crypto *c)
{
    hy_cipher *k;
    assert_ok(hy_cipher_new(c, cipher_of(v), vector_bytes(v, "key"), &k));
    hy_view plain = vector_bytes(v, "plain");
    hy_view secret = vector_bytes(v, "result");
    uint8_t out[ROOM];
    for (int round = 0; round < 2; round++) { /* the second under the kept key */
        assert_ok(run_mode(v, k, HY_ENCRYPT, plain, out));
        vector_expect(v, "result", out, plain.n);
        assert_ok(run_mode(v, k, HY_DECRYPT, hy_view_of(out, secret.n), out)); /* in place */
        vector_expect(v, "plain", out, secret.n);
    }
    hy_cipher_free(&k);
}

static void run_gcm_parts(const vector *v, hy_aead *a)
{
    hy_view extra = vector_bytes_or_none(v, "extra");
    hy_view plain = vector_bytes(v, "plain");
    hy_view tag = vector_bytes(v, "tag");
    uint8_t out[ROOM];
    uint8_t made[16];
    assert_ok(hy_aead_start(a, HY_ENCRYPT, vector_bytes(v, "nonce")));
    for (size_t at = 0, i = 1; at < extra.n; at += piece(extra, at, i).n, i++)
        assert_ok(hy_aead_extra(a, piece(extra, at, i)));
    for (size_t at = 0, i = 1; at < plain.n; at += piece(plain, at, i).n, i++)
        assert_ok(hy_aead_update(a, piece(plain, at, i), out + at, sizeof out - at));
    assert_ok(hy_aead_end_seal(a, made, tag.n));
    vector_expect(v, "result", out, plain.n);
    vector_expect(v, "tag", made, tag.n);
    assert_ok(hy_aead_start(a, HY_DECRYPT, vector_bytes(v, "nonce")));
    assert_ok(hy_aead_extra(a, extra));
    assert_ok(hy_aead_update(a, vector_bytes(v, "result"), out, sizeof out));
    assert_ok(hy_aead_end_open(a, tag));
    vector_expect(v, "plain", out, plain.n);
}

/* The same with the state that is bytes: in pieces, then back in place. */
static void run_state_parts(const vector *v, hy_crypto *c, hy_aead_mode mode)
{
    hy_view nonce = vector_bytes(v, "nonce");
    hy_view extra = vector_bytes_or_none(v, "extra");
    hy_view plain = vector_bytes(v, "plain");
    hy_view tag = vector_bytes(v, "tag");
    hy_aead_lengths lengths = {extra.n, plain.n, tag.n};
    hy_aead_parts s;
    hy_cipher *k;
    uint8_t out[ROOM];
    uint8_t made[16];
    assert_ok(hy_cipher_new(c, HY_CIPHER_AES, vector_bytes(v, "key"), &k));
    assert_ok(hy_aead_parts_start(&s, k, mode, HY_ENCRYPT, nonce, lengths));
    for (size_t at = 0, i = 1; at < extra.n; at += piece(extra, at, i).n, i++)
        assert_ok(hy_aead_parts_extra(&s, k, piece(extra, at, i)));
    for (size_t at = 0, i = 1; at < plain.n; at += piece(plain, at, i).n, i++)
        assert_ok(hy_aead_parts_text(&s, k, piece(plain, at, i), out + at, sizeof out - at));
    assert_ok(hy_aead_parts_end(&s, k, made));
    assert_fails(STATE, hy_aead_parts_end(&s, k, made));
    vector_expect(v, "result", out, plain.n);
    vector_expect(v, "tag", made, tag.n);
    assert_ok(hy_aead_parts_start(&s, k, mode, HY_DECRYPT, nonce, lengths));
    assert_ok(hy_aead_parts_extra(&s, k, extra));
    assert_ok(hy_aead_parts_text(&s, k, hy_view_of(out, plain.n), out, sizeof out));
    assert_fails(STATE, hy_aead_parts_extra(&s, k, nonce));
    if (mode == HY_AEAD_CCM)
        assert_fails(ARGUMENT, hy_aead_parts_text(&s, k, nonce, made, sizeof made));
    assert_ok(hy_aead_parts_end(&s, k, made));
    vector_expect(v, "plain", out, plain.n);
    vector_expect(v, "tag", made, tag.n);
    hy_cipher_free(&k);
}

static void expect_forgery_refused(const vector *v, hy_aead *a)
{
    hy_view text = vector_bytes(v, "result");
    hy_view tag = vector_bytes(v, "tag");
    uint8_t out[ROOM];
    uint8_t wrong[16];
    memcpy(wrong, tag.p, tag.n);
    wrong[tag.n - 1] ^= 1;
    memset(out, 0xEE, sizeof out);
    assert_fails(MISMATCH,
                 hy_aead_open(a, vector_bytes(v, "nonce"), vector_bytes_or_none(v, "extra"), text,
                              hy_view_of(wrong, tag.n), out, sizeof out));
    for (size_t i = 0; i < text.n; i++)
        assert_int_equal(out[i], 0);
}

static void run_aead(const vector *v, hy_crypto *c)
{
    static const char *const modes[] = {"GCM", "CCM"};
    hy_aead_mode mode = (hy_aead_mode)CHOICE(v, "mode", modes);
    hy_aead *a;
    assert_ok(hy_aead_new(c, mode, vector_bytes(v, "key"), &a));
    hy_view nonce = vector_bytes(v, "nonce");
    hy_view extra = vector_bytes_or_none(v, "extra");
    hy_view plain = vector_bytes(v, "plain");
    hy_view tag = vector_bytes(v, "tag");
    uint8_t out[ROOM];
    uint8_t made[16];
    for (int round = 0; round < 2; round++) {
        assert_ok(hy_aead_seal(a, nonce, extra, plain, out, sizeof out, made, tag.n));
        vector_expect(v, "result", out, plain.n);
        vector_expect(v, "tag", made, tag.n);
        assert_ok(hy_aead_open(a, nonce, extra, hy_view_of(out, plain.n), tag, out, sizeof out));
        vector_expect(v, "plain", out, plain.n);
        expect_forgery_refused(v, a);
    }
    if (mode == HY_AEAD_GCM)
        run_gcm_parts(v, a);
    run_state_parts(v, c, mode);
    hy_aead_free(&a);
}

/* ---- RSA ---- */

static hy_rsa *rsa_private(const vector *v, hy_crypto *c)
{
    hy_rsa *k;
    hy_view e = vector_bytes_or_none(v, "e");
    if (vector_has(v, "p")) {
        hy_rsa_crt parts = {vector_bytes(v, "p"), vector_bytes(v, "q"), vector_bytes(v, "dp"),
                            vector_bytes(v, "dq"), vector_bytes(v, "qinv")};
        hy_rc rc = hy_rsa_new_crt(c, &parts, e, &k);
        vector_expect_rc(v, rc);
        return k;
    }
    hy_rc rc = hy_rsa_new_private(c, vector_bytes(v, "n"), vector_bytes(v, "d"), e, &k);
    vector_expect_rc(v, rc);
    return k;
}

/* A private key from its numbers: what is derived must be right. */
static void run_rsa_key(const vector *v, hy_crypto *c)
{
    static const char *const names[] = {"want_n", "want_e", "want_d"};
    hy_rsa *k = rsa_private(v, c);
    for (size_t part = 0; part < TEST_COUNT(names); part++) {
        uint8_t out[HY_RSA_SIZE_MAX];
        size_t n;
        if (!vector_has(v, names[part]))
            continue;
        assert_ok(hy_rsa_get(k, (hy_rsa_part)part, out, sizeof out, &n));
        vector_expect(v, names[part], out, n);
    }
    hy_rsa_free(&k);
}

static void run_rsa_raw(const vector *v, hy_crypto *c)
{
    hy_rsa *k = rsa_private(v, c);
    hy_rsa *public;
    uint8_t out[HY_RSA_SIZE_MAX];
    size_t n;
    assert_ok(hy_rsa_new_public(c, vector_bytes(v, "n"), vector_bytes(v, "e"), &public));
    assert_ok(hy_rsa_raw_private(k, vector_bytes(v, "input"), out, sizeof out, &n));
    vector_expect(v, "result", out, n);
    assert_ok(hy_rsa_raw_public(public, hy_view_of(out, n), out, sizeof out, &n));
    vector_expect(v, "input", out, n);
    hy_rsa_free(&k);
    hy_rsa_free(&public);
}

static hy_rsa_padding rsa_padding(const vector *v)
{
    static const char *const schemes[] = {"PKCS1", "OAEP", "PSS"};
    return (hy_rsa_padding){
        .scheme = (hy_rsa_scheme)CHOICE(v, "scheme", schemes),
        .digest = digest_or_none(v, "digest"),
        .mgf = digest_or_none(v, "mgf"),
        .salt = vector_number_or(v, "salt", 0),
        .label = vector_bytes_or_none(v, "label"),
    };
}

static void run_rsa_verify(const vector *v, hy_crypto *c)
{
    hy_rsa *k;
    assert_ok(hy_rsa_new_public(c, vector_bytes(v, "n"), vector_bytes(v, "e"), &k));
    hy_rsa_padding padding = rsa_padding(v);
    hy_view message = vector_bytes(v, "message");
    uint8_t digest[HY_DIGEST_MAX];
    size_t n;
    if (padding.digest != HY_DIGEST_NONE) {
        assert_ok(hy_digest_once(c, padding.digest, message, digest, sizeof digest, &n));
        message = hy_view_of(digest, n);
    }
    hy_verdict verdict;
    assert_ok(hy_rsa_verify(k, &padding, message, vector_bytes(v, "signature"), &verdict));
    expect_verdict(v, verdict);
    hy_rsa_free(&k);
    if (!vector_has(v, "d") || padding.salt != 0)
        return;
    /* Without a salt the signature is determined. */
    uint8_t out[HY_RSA_SIZE_MAX];
    k = rsa_private(v, c);
    assert_ok(hy_rsa_sign(k, &padding, message, out, sizeof out, &n));
    vector_expect(v, "signature", out, n);
    hy_rsa_free(&k);
}

static void run_rsa_decrypt(const vector *v, hy_crypto *c)
{
    hy_rsa *k;
    assert_ok(hy_rsa_new_private(c, vector_bytes(v, "n"), vector_bytes(v, "d"),
                                 vector_bytes(v, "e"), &k));
    hy_rsa_padding padding = rsa_padding(v);
    uint8_t out[HY_RSA_SIZE_MAX];
    size_t n;
    vector_expect_rc(v, hy_rsa_decrypt(k, &padding, vector_bytes(v, "input"), out, sizeof out, &n));
    if (!vector_has(v, "error"))
        vector_expect(v, "result", out, n);
    hy_rsa_free(&k);
}

static void run_iso9796(const vector *v, hy_crypto *c)
{
    static const char *const trailers[] = {"BC", "CC"};
    hy_iso9796_trailer trailer = (hy_iso9796_trailer)CHOICE(v, "trailer", trailers);
    hy_digest_kind kind = digest_of(v, "digest");
    hy_view message = vector_bytes(v, "message");
    hy_rsa *k = rsa_private(v, c);
    uint8_t out[HY_RSA_SIZE_MAX];
    size_t n, head;
    assert_ok(hy_iso9796_sign(c, k, kind, trailer, message, out, sizeof out, &n, &head));
    vector_expect(v, "signature", out, n);
    uint8_t again[HY_RSA_SIZE_MAX];
    hy_verdict verdict;
    assert_ok(hy_iso9796_verify(c, k, kind, trailer, hy_view_of(out, n),
                                hy_view_part(message, head, message.n - head), again, sizeof again,
                                &n, &verdict));
    expect_verdict(v, verdict);
    assert_int_equal(n, head);
    assert_true(hy_view_equal(hy_view_part(message, 0, head), hy_view_of(again, n)));
    hy_rsa_free(&k);
}

/* ---- curves ---- */

static const char *const curve_names[] = {
#define HY_CURVE(name, openssl) #name,
#include "crypto/curves.def"
#undef HY_CURVE
};

static hy_rc curve_explicit(const vector *v, hy_crypto *c, hy_curve **curve)
{
    hy_curve_params params = {
        vector_bytes(v, "p"),
        vector_bytes(v, "a"),
        vector_bytes(v, "b"),
        vector_bytes(v, "g"),
        vector_bytes(v, "n"),
        vector_bytes_or_none(v, "h"),
        false,
    };
    return hy_curve_new(c, &params, curve);
}

static hy_curve *curve_of(const vector *v, hy_crypto *c)
{
    hy_curve *curve;
    if (vector_has(v, "curve"))
        assert_ok(hy_curve_new_named(c, (hy_curve_name)CHOICE(v, "curve", curve_names), &curve));
    else
        assert_ok(curve_explicit(v, c, &curve));
    return curve;
}

/* A named curve has these parameters, and these parameters are that curve. */
static void run_curve(const vector *v, hy_crypto *c)
{
    static const char *const parts[] = {"p", "a", "b", "g", "n", "h"};
    hy_view values[6];
    hy_curve *curve;
    hy_curve_name name = (hy_curve_name)CHOICE(v, "name", curve_names);
    assert_ok(hy_curve_new_named(c, name, &curve));
    for (size_t i = 0; i < 6; i++) {
        uint8_t out[HY_CURVE_POINT_MAX];
        size_t n;
        assert_ok(hy_curve_get(curve, (hy_curve_part)i, out, sizeof out, &n));
        vector_expect(v, parts[i], out, n);
        values[i] = vector_bytes(v, parts[i]);
    }
    hy_curve_free(&curve);
    hy_curve_params params = {values[0], values[1], values[2], values[3],
                              values[4], values[5], false};
    assert_ok(hy_curve_new(c, &params, &curve));
    assert_true(hy_curve_is_named(curve));
    hy_curve_free(&curve);
}

/* Parameters that are, or are not, a curve; "named" tells whether it is a known one. */
static void run_curve_explicit(const vector *v, hy_crypto *c)
{
    hy_curve *curve;
    vector_expect_rc(v, curve_explicit(v, c, &curve));
    if (curve != NULL)
        assert_int_equal(hy_curve_is_named(curve), vector_number(v, "named"));
    hy_curve_free(&curve);
}

static void run_point(const vector *v, hy_crypto *c)
{
    hy_curve *curve = curve_of(v, c);
    vector_expect_rc(v, hy_curve_check(curve, vector_bytes(v, "point")));
    hy_curve_free(&curve);
}

static void run_multiply(const vector *v, hy_crypto *c)
{
    hy_curve *curve = curve_of(v, c);
    uint8_t out[HY_CURVE_POINT_MAX];
    size_t n;
    assert_ok(hy_curve_multiply(curve, vector_bytes(v, "scalar"), vector_bytes_or_none(v, "point"),
                                out, sizeof out, &n));
    vector_expect(v, "result", out, n);
    hy_curve_free(&curve);
}

static void run_add(const vector *v, hy_crypto *c)
{
    hy_curve *curve = curve_of(v, c);
    uint8_t out[HY_CURVE_POINT_MAX];
    size_t n;
    vector_expect_rc(v, hy_curve_add(curve, vector_bytes(v, "left"), vector_bytes(v, "right"), out,
                                     sizeof out, &n));
    if (!vector_has(v, "error"))
        vector_expect(v, "result", out, n);
    hy_curve_free(&curve);
}

static void run_ecdh(const vector *v, hy_crypto *c)
{
    static const char *const kinds[] = {"PLAIN", "COFACTOR"};
    hy_ecdh_kind kind =
        vector_has(v, "kind") ? (hy_ecdh_kind)CHOICE(v, "kind", kinds) : HY_ECDH_PLAIN;
    hy_curve *curve = curve_of(v, c);
    hy_ec_key *k;
    uint8_t out[HY_CURVE_POINT_MAX];
    size_t n;
    assert_ok(hy_ec_key_new_private(curve, vector_bytes(v, "private"), &k));
    if (vector_has(v, "public")) {
        assert_ok(hy_ec_key_public(k, out, sizeof out, &n));
        vector_expect(v, "public", out, n);
    }
    hy_view peer = vector_bytes(v, "peer");
    vector_expect_rc(v, hy_ecdh_agree(k, kind, HY_ECDH_X, peer, out, sizeof out, &n));
    if (!vector_has(v, "error")) {
        vector_expect(v, "result", out, n);
        assert_ok(hy_ecdh_agree(k, kind, HY_ECDH_POINT, peer, out, sizeof out, &n));
        vector_expect(v, "result", out + 1, (n - 1) / 2);
        assert_ok(hy_curve_check(curve, hy_view_of(out, n)));
    }
    hy_ec_key_free(&k);
    hy_curve_free(&curve);
}

static void run_ecdsa(const vector *v, hy_crypto *c)
{
    static const char *const formats[] = {"DER", "PLAIN"};
    hy_ecdsa_format format = (hy_ecdsa_format)CHOICE(v, "format", formats);
    hy_curve *curve = curve_of(v, c);
    hy_ec_key *k;
    hy_verdict verdict;
    assert_ok(hy_ec_key_new_public(curve, vector_bytes(v, "public"), &k));
    assert_ok(hy_ecdsa_verify_message(k, format, digest_of(v, "digest"), vector_bytes(v, "message"),
                                      vector_bytes(v, "signature"), &verdict));
    expect_verdict(v, verdict);
    hy_ec_key_free(&k);
    hy_curve_free(&curve);
}

/* ---- Edwards and Montgomery curves ---- */

static void run_eddsa(const vector *v, hy_crypto *c)
{
    static const char *const names[] = {"ED25519", "ED448"};
    hy_eddsa_curve curve = (hy_eddsa_curve)CHOICE(v, "curve", names);
    hy_view message = vector_bytes(v, "message");
    hy_eddsa *k;
    hy_verdict verdict;
    uint8_t out[HY_EDDSA_SIGNATURE_MAX];
    size_t n;
    assert_ok(hy_eddsa_new_public(c, curve, vector_bytes(v, "public"), &k));
    assert_ok(hy_eddsa_verify(k, message, vector_bytes(v, "signature"), &verdict));
    expect_verdict(v, verdict);
    hy_eddsa_free(&k);
    if (!vector_has(v, "private"))
        return;
    assert_ok(hy_eddsa_new_private(c, curve, vector_bytes(v, "private"), &k));
    assert_ok(hy_eddsa_public(k, out, sizeof out, &n));
    vector_expect(v, "public", out, n);
    for (int round = 0; round < 2; round++) {
        assert_ok(hy_eddsa_sign(k, message, out, sizeof out, &n));
        vector_expect(v, "signature", out, n);
    }
    hy_eddsa_free(&k);
}

static void run_xdh(const vector *v, hy_crypto *c)
{
    static const char *const names[] = {"X25519", "X448"};
    hy_xdh_curve curve = (hy_xdh_curve)CHOICE(v, "curve", names);
    hy_xdh *k;
    uint8_t out[HY_XDH_MAX];
    size_t n;
    assert_ok(hy_xdh_new_private(c, curve, vector_bytes(v, "private"), &k));
    if (vector_has(v, "public")) {
        assert_ok(hy_xdh_public(k, out, sizeof out, &n));
        vector_expect(v, "public", out, n);
    }
    vector_expect_rc(v, hy_xdh_agree(k, vector_bytes(v, "peer"), out, sizeof out, &n));
    if (!vector_has(v, "error"))
        vector_expect(v, "result", out, n);
    hy_xdh_free(&k);
}

/* ---- all of them ---- */

static const struct {
    const char *name;
    void (*run)(const vector *v, hy_crypto *c);
} runners[] = {
    {"digest", run_digest},
    {"hmac", run_hmac},
    {"cmac", run_cmac},
    {"cbc-mac", run_cbc_mac},
    {"retail-mac", run_retail},
    {"cipher", run_cipher},
    {"aead", run_aead},
    {"rsa-key", run_rsa_key},
    {"rsa-raw", run_rsa_raw},
    {"rsa-verify", run_rsa_verify},
    {"rsa-decrypt", run_rsa_decrypt},
    {"iso9796", run_iso9796},
    {"curve", run_curve},
    {"curve-explicit", run_curve_explicit},
    {"point", run_point},
    {"multiply", run_multiply},
    {"add", run_add},
    {"ecdh", run_ecdh},
    {"ecdsa", run_ecdsa},
    {"eddsa", run_eddsa},
    {"xdh", run_xdh},
};

static void run_any(const vector *v, void *context)
{
    for (size_t i = 0; i < TEST_COUNT(runners); i++)
        if (strcmp(runners[i].name, vector_text(v, "test")) == 0) {
            runners[i].run(v, context);
            return;
        }
    vector_fail(v, "no such kind of test");
}

static int total;

static void test_file(void **state)
{
    hy_crypto *c;
    hy_reason why;
    hy_random_state random = {1};
    assert_ok(hy_crypto_new(hy_random_simulated(&random), &c, &why));
    int count = vectors_run(*state, run_any, c);
    assert_true(count > 0);
    total += count;
    hy_crypto_free(&c);
}

/* One test for each file, so that a new file needs no new code. */
int main(void)
{
    struct dirent **entries;
    int n = scandir(HY_VECTORS "/crypto", &entries, NULL, alphasort);
    struct CMUnitTest *tests = calloc(n > 0 ? (size_t)n : 1, sizeof *tests);
    size_t count = 0;
    for (int i = 0; i < n && tests != NULL; i++) {
        const char *dot = strrchr(entries[i]->d_name, '.');
        char *path;
        if (dot == NULL || strcmp(dot, ".txt") != 0 ||
            asprintf(&path, HY_VECTORS "/crypto/%s", entries[i]->d_name) < 0)
            continue;
        const char *name = strrchr(path, '/') + 1;
        tests[count++] = (struct CMUnitTest){name, test_file, NULL, NULL, path};
    }
    int failed = count == 0 ? 1 : _cmocka_run_group_tests("vectors", tests, count, NULL, NULL);
    printf("# %d vectors in %zu files\n", total, count);
    for (size_t i = 0; i < count; i++)
        free(tests[i].initial_state);
    for (int i = 0; i < n; i++)
        free(entries[i]);
    if (n >= 0)
        free(entries);
    free(tests);
    return failed;
}
