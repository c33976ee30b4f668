/* Keys, digests, agreements, derivations and random numbers through applets in the element:
   tests/java/keys has the rules (a status of 6Fnn is check nn of the case) and the driver that
   takes vectors. */
#include "test.h"
#include "vectors.h"

#include "base/hex.h"
#include "card.h"
#include "crypto/crypto.h"

#include <stdio.h>
#include <string.h>

enum { ROOM = 2300 };

typedef struct bench {
    card card;
    hy_crypto *crypto;
    uint8_t response[ROOM];
    size_t n; /* without the status word */
    unsigned sw;
} bench;

#define PACKAGE "D2760000850204"
#define DRIVER "D276000085020401"
#define RULES "D276000085020402"

/* ---- talking ---- */

static void select_applet(bench *b, const char *aid)
{
    char command[64];
    (void)snprintf(command, sizeof command, "00A40400%02zX%s", strlen(aid) / 2, aid);
    card_expect(&b->card, command, "9000");
}

/* An extended command with data and Le. */
static void send(bench *b, unsigned ins, unsigned p1, unsigned p2, hy_view data)
{
    uint8_t command[ROOM] = {0x80, (uint8_t)ins, (uint8_t)p1, (uint8_t)p2, 0};
    size_t n = 5;
    if (data.n > 0) {
        command[n++] = (uint8_t)(data.n >> 8);
        command[n++] = (uint8_t)data.n;
        memcpy(command + n, data.p, data.n);
        n += data.n;
    }
    command[n++] = 0;
    command[n++] = 0;
    assert_ok(hy_element_transmit(b->card.element, b->card.work, hy_view_of(command, n),
                                  b->response, sizeof b->response, &b->n, NULL));
    b->n -= 2;
    b->sw = (unsigned)b->response[b->n] << 8 | b->response[b->n + 1];
}

static void send_hex(bench *b, unsigned ins, unsigned p1, unsigned p2, const char *hex)
{
    uint8_t data[ROOM];
    size_t n = 0;
    for (; hex[2 * n] != '\0'; n++) {
        unsigned byte;
        assert_int_equal(sscanf(hex + 2 * n, "%2x", &byte), 1);
        data[n] = (uint8_t)byte;
    }
    send(b, ins, p1, p2, hy_view_of(data, n));
}

static void expect_hex(const bench *b, const char *hex)
{
    char got[2 * ROOM + 1];
    if (b->sw != 0x9000)
        print_message("# status %04X\n", b->sw);
    assert_int_equal(b->sw, 0x9000);
    assert_string_equal(hy_hex_encode(hy_view_of(b->response, b->n), got, sizeof got), hex);
}

static int setup(void **state)
{
    static bench b;
    hy_reason why;
    static const hy_element_config config = {.apdu_buffer = 2300};
    b = (bench){0};
    card_open(&b.card, &config);
    card_load(&b.card, KEYS);
    card_install(&b.card, PACKAGE, DRIVER, "", "");
    card_install(&b.card, PACKAGE, RULES, "", "");
    assert_ok(hy_crypto_new(hy_random_system(), &b.crypto, &why));
    *state = &b;
    return 0;
}

static int teardown(void **state)
{
    bench *b = *state;
    hy_crypto_free(&b->crypto);
    card_close(&b->card);
    return 0;
}

/* ---- rules ---- */

static void run_rule(void **state, const char *command)
{
    bench *b = *state;
    select_applet(b, RULES);
    card_expect(&b->card, command, "9000");
}

static void test_values(void **state)
{
    run_rule(state, "80010000");
}

static void test_refusals(void **state)
{
    run_rule(state, "80020000");
}

static void test_transactions(void **state)
{
    run_rule(state, "80030000");
}

static void test_transient_keys(void **state)
{
    bench *b = *state;
    run_rule(state, "80040000");
    run_rule(state, "80040000");
    assert_ok(hy_element_reset(b->card.element, b->card.work, NULL));
    run_rule(state, "80050000");
}

static void test_keys_cleared_on_deselection(void **state)
{
    bench *b = *state;
    run_rule(state, "80040000");
    select_applet(b, DRIVER);
    select_applet(b, RULES);
    card_expect(&b->card, "80060000", "9000");
}

static void test_curves(void **state)
{
    run_rule(state, "80070000");
}

static void test_pairs(void **state)
{
    run_rule(state, "80080000");
}

static void test_shared_domain(void **state)
{
    run_rule(state, "80090000");
}

static void test_digests(void **state)
{
    run_rule(state, "80110000");
}

static void test_agreements(void **state)
{
    run_rule(state, "80120000");
}

static void test_one_shots(void **state)
{
    run_rule(state, "80130000");
    run_rule(state, "80130000");
}

static void test_random_numbers(void **state)
{
    run_rule(state, "80140000");
}

static void test_digest_forgotten_by_reset(void **state)
{
    bench *b = *state;
    run_rule(state, "80150000");
    assert_ok(hy_element_reset(b->card.element, b->card.work, NULL));
    run_rule(state, "80160000");
}

static void test_derivation_rules(void **state)
{
    run_rule(state, "80170000");
}

/* ---- vectors ---- */

/* Constants of MessageDigest by the names of the vectors. */
static unsigned digest_constant(const vector *v)
{
    static const char *const names[] = {"",         "SHA1",     "MD5",      "RIPEMD160",
                                        "SHA256",   "SHA384",   "SHA512",   "SHA224",
                                        "SHA3-224", "SHA3-256", "SHA3-384", "SHA3-512"};
    return (unsigned)vector_choice(v, "digest", names, TEST_COUNT(names));
}

static void run_digest(const vector *v, void *context)
{
    bench *b = context;
    hy_view message = vector_bytes(v, "message");
    unsigned algorithm = digest_constant(v);
    if (vector_number_or(v, "repeat", 1) != 1 || message.n > 2048)
        return;
    for (unsigned step = 0; step < 256; step += 51) {
        send(b, 0x10, algorithm, step, message);
        assert_int_equal(b->sw, 0x9000);
        vector_expect(v, "result", b->response, b->n);
    }
    if (algorithm <= 7 && message.n > 256) { /* by two objects, after two long blocks */
        send(b, 0x11, algorithm, 4, message);
        assert_int_equal(b->sw, 0x9000);
        vector_expect(v, "result", b->response, b->n);
    }
}

static void test_digest_vectors(void **state)
{
    bench *b = *state;
    select_applet(b, DRIVER);
    assert_true(vectors_run(HY_VECTORS "/crypto/digest.txt", run_digest, b) > 50);
}

static void build_key(bench *b, unsigned slot, unsigned type, unsigned bits)
{
    const uint8_t data[] = {(uint8_t)slot, (uint8_t)(bits >> 8), (uint8_t)bits};
    send(b, 0x20, type, 0, hy_view_of(data, sizeof data));
    assert_int_equal(b->sw, 0x9000);
}

static void set_part(bench *b, unsigned slot, unsigned part, hy_view value)
{
    send(b, 0x22, slot, part, value);
    assert_int_equal(b->sw, 0x9000);
}

static void run_xdh(const vector *v, void *context)
{
    bench *b = context;
    bool is_448 = strcmp(vector_text(v, "curve"), "X448") == 0;
    send_hex(b, 0x21, 0, 0, is_448 ? "02048000" : "01038000");
    assert_int_equal(b->sw, 0x9000);
    send(b, 0x22, 0, 1, vector_bytes(v, "private"));
    if (b->sw == 0x9000)
        send(b, 0x15, 8, 0, vector_bytes(v, "peer"));
    if (vector_has(v, "error")) {
        assert_int_equal(b->sw, 0x6301);
        return;
    }
    assert_int_equal(b->sw, 0x9000);
    vector_expect(v, "result", b->response, b->n);
}

static void test_xdh_vectors(void **state)
{
    bench *b = *state;
    select_applet(b, DRIVER);
    assert_true(vectors_run(HY_VECTORS "/crypto/xdh.txt", run_xdh, b) > 5);
}

/* Sets the domain parameters of a named curve one by one. */
static void set_curve(bench *b, unsigned slot, const hy_curve *curve)
{
    static const unsigned parts[] = {0x84, 0x85, 0x86, 0x83, 0x87};
    uint8_t value[HY_CURVE_POINT_MAX];
    size_t n;
    for (hy_curve_part p = HY_CURVE_PART_P; p <= HY_CURVE_PART_N; p++) {
        assert_ok(hy_curve_get(curve, p, value, sizeof value, &n));
        set_part(b, slot, parts[p], hy_view_of(value, n));
    }
}

static void run_ecdh(const vector *v, void *context)
{
    static const char *const names[] = {
#define HY_CURVE(name, openssl) #name,
#include "crypto/curves.def"
#undef HY_CURVE
    };
    bench *b = context;
    hy_curve *curve;
    if (!vector_has(v, "curve") || strcmp(vector_text(v, "test"), "ecdh") != 0 ||
        vector_has(v, "kind"))
        return;
    size_t which = vector_choice(v, "curve", names, TEST_COUNT(names));
    assert_ok(hy_curve_new_named(b->crypto, (hy_curve_name)which, &curve));
    size_t field = hy_curve_field_size(curve);
    unsigned bits = which == HY_CURVE_P521 ? 521 : (unsigned)(8 * field);
    build_key(b, 0, 8, bits);
    set_curve(b, 0, curve);
    hy_curve_free(&curve);
    set_part(b, 0, 1, vector_bytes(v, "private"));
    send(b, 0x15, 3, 0, vector_bytes(v, "peer"));
    if (vector_has(v, "error")) {
        assert_int_equal(b->sw, 0x6301);
        return;
    }
    assert_int_equal(b->sw, 0x9000);
    vector_expect(v, "result", b->response, b->n);
    send(b, 0x15, 6, 0, vector_bytes(v, "peer"));
    assert_int_equal(b->n, 1 + 2 * field);
    vector_expect(v, "result", b->response + 1, field);
}

static void test_ecdh_vectors(void **state)
{
    bench *b = *state;
    select_applet(b, DRIVER);
    assert_true(vectors_run(HY_VECTORS "/crypto/ec.txt", run_ecdh, b) > 50);
}

/* The sum of s * G and a point, as the façade computes it. */
static void test_generic_mapping(void **state)
{
    static const uint8_t s[] = {0x12, 0x34, 0x56, 0x78}, two[] = {2};
    bench *b = *state;
    hy_curve *curve;
    uint8_t point[HY_CURVE_POINT_MAX], sum[HY_CURVE_POINT_MAX];
    size_t n, m;
    const hy_view generator = {0};
    assert_ok(hy_curve_new_named(b->crypto, HY_CURVE_BRAINPOOL_P256R1, &curve));
    assert_ok(hy_curve_multiply(curve, hy_view_of(two, 1), generator, point, sizeof point, &n));
    assert_ok(hy_curve_multiply(curve, hy_view_of(s, 4), generator, sum, sizeof sum, &m));
    assert_ok(hy_curve_add(curve, hy_view_of(sum, m), hy_view_of(point, n), sum, sizeof sum, &m));
    select_applet(b, DRIVER);
    build_key(b, 0, 8, 256);
    set_curve(b, 0, curve);
    set_part(b, 0, 1, hy_view_of(s, sizeof s));
    send(b, 0x15, 5, 0, hy_view_of(point, n));
    assert_int_equal(b->sw, 0x9000);
    assert_int_equal(b->n, m);
    assert_memory_equal(b->response, sum, m);
    hy_curve_free(&curve);
}

/* As JCOP cards of the 31 and 36 families have it. */
static void test_checksums(void **state)
{
    bench *b = *state;
    select_applet(b, DRIVER);
    send_hex(b, 0x12, 1, 0, "0000000FC46A3D01F5494013F9DFF3C5392C64");
    expect_hex(b, "0B93");
    send_hex(b, 0x12, 2, 0, "0000000FC46A3D01F5494013F9DFF3C5392C64");
    expect_hex(b, "7C6277D0");
    send_hex(b, 0x12, 1, 0, "0002FFFF0009313233343536373839"); /* CRC-16/GENIBUS */
    expect_hex(b, "D64E");
    send_hex(b, 0x12, 2, 0, "0004FFFFFFFF0009313233343536373839"); /* CRC-32/BZIP2 */
    expect_hex(b, "FC891918");
    send_hex(b, 0x12, 2, 0, "0002FFFF0001AA");
    assert_int_equal(b->sw, 0x6301);
}

/* ---- derivations: published vectors ---- */

static void test_hkdf(void **state)
{
    bench *b = *state;
    select_applet(b, DRIVER);
    send_hex(b, 0x14, 9, 0xFF, /* RFC 5869, A.1 */
             "19002A000007"
             "00160B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B"
             "000AF0F1F2F3F4F5F6F7F8F9"
             "000D000102030405060708090A0B0C");
    expect_hex(b, "3CB25F25FAACD57A90434F64D0362F2A2D2D0A90CF1A5A4C5DB02D56ECC4C5BF"
                  "34007208D5B887185865");
    send_hex(b, 0x14, 9, 0xFF, /* A.7: SHA-1, no salt, no info */
             "18002A00002A00160C0C0C0C0C0C0C0C0C0C0C0C0C0C0C0C0C0C0C0C0C0CFFFFFFFF");
    expect_hex(b, "2C91117204D745F3500D636A62F64F0AB3BAE548AA53D423B0D1F27EBBA6F5E5"
                  "673A081D70CCE7ACFC48");
}

/* RFC 8448 section 3: from the client's handshake traffic secret. */
static void test_tls13_label(void **state)
{
    bench *b = *state;
    select_applet(b, DRIVER);
    send_hex(b, 0x14, 10, 0xFF,
             "190010000110"
             "0020B3EDDB126E067F35A780B3ABF45E2D8F3B1A950738F52E9600746A0E27A55A21"
             "00036B65790000");
    expect_hex(b, "DBFAA693D1762C5B666AF5D950258D01");
}

/* ICAO 9303-11 appendix D.2: KEnc from Kseed, before its parity is set. X9.63: NIST CAVP, SHA-1. */
static void test_hash_derivations(void **state)
{
    bench *b = *state;
    select_applet(b, DRIVER);
    send_hex(b, 0x14, 7, 0xFF,
             "010010000010"
             "0010239AB9CB282DAF66231DC5A4DF6BFBAE"
             "000400000001FFFF");
    expect_hex(b, "AB94FCEDF2664EDFB9B291F85D7F77F2");
    send_hex(b, 0x14, 8, 0xFF,
             "010010000007"
             "00181C7D7B5F0597B03D06A018466ED1A93E30ED4B04DC64CCDD"
             "0000FFFF");
    expect_hex(b, "BF71DFFD8F4D99223936BEB46FEE8CCC");
}

/* The TLS 1.2 PRF with SHA-256 (the vector of the TLS working group's list), in odd pieces. */
static void test_tls12(void **state)
{
    static const char secret[] = "9BBE436BA940F017B17652849A71DB35";
    bench *b = *state;
    select_applet(b, DRIVER);
    build_key(b, 0, 9, 64);
    send_hex(b, 0x22, 0, 1, secret);
    send_hex(b, 0x14, 5, 0,
             "000064000025"
             "FFFF"
             "001A"
             "74657374206C6162656C"
             "A0BA9F936CDA311827A6F796FFD5198C"
             "FFFF");
    expect_hex(b, "E3F229BA727BE17B8D122620557CD453C2AAB21D07C3D495329B52D4E61EDB5A"
                  "6B301791E90D35C9C9A46B4E14BAF9AF0FA022F7077DEF17ABFD3797C0564BAB"
                  "4FBC91666E9DEF9B97FCE34F796789BAA48082D122EE42C5A72E5A5110FFF701"
                  "87347B66");
}

/* ---- keys ---- */

/* Every type: uninitialised, its value set, read back as it was, cleared. */
static void test_every_type(void **state)
{
    static const struct {
        unsigned type, bits, shown;
        const char *value;
    } keys[] = {
        {1, 64, 3, "0102030405060708"},
        {1, 128, 3, "01020304050607080102030405060708"},
        {2, 256, 15, "000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F"},
        {9, 64, 21, "0102030405"},
        {20, 128, 42, "0102"},
        {10, 128, 18, "000102030405060708090A0B0C0D0E0F"},
    };
    bench *b = *state;
    select_applet(b, DRIVER);
    for (size_t i = 0; i < TEST_COUNT(keys); i++) {
        char expected[16];
        build_key(b, 3, keys[i].type, keys[i].bits);
        (void)snprintf(expected, sizeof expected, "00%02X%04X", keys[i].shown, keys[i].bits);
        send_hex(b, 0x24, 3, 0, "");
        expect_hex(b, expected);
        send_hex(b, 0x23, 3, 1, "");
        assert_int_equal(b->sw, 0x6302);
        send_hex(b, 0x22, 3, 1, keys[i].value);
        expect_hex(b, "");
        send_hex(b, 0x23, 3, 1, "");
        expect_hex(b, keys[i].value);
        expected[1] = '1';
        send_hex(b, 0x24, 3, 0, "");
        expect_hex(b, expected);
        send_hex(b, 0x25, 3, 0, "");
        expect_hex(b, "");
        expected[1] = '0';
        send_hex(b, 0x24, 3, 0, "");
        expect_hex(b, expected);
    }
}

/* Two pairs of every kind agree, where there is an agreement. */
static void test_pairs_agree(void **state)
{
    static const struct {
        unsigned algorithm, bits, agreement, public_type, private_type;
    } pairs[] = {
        {5, 112, 3, 7, 8},    {5, 128, 3, 7, 8},    {5, 160, 3, 7, 8}, {5, 192, 4, 7, 8},
        {5, 224, 1, 7, 8},    {5, 256, 3, 7, 8},    {5, 384, 2, 7, 8}, {5, 521, 3, 7, 8},
        {4, 113, 3, 5, 6},    {4, 163, 4, 5, 6},    {4, 193, 3, 5, 6}, {4, 571, 3, 5, 6},
        {6, 1024, 7, 14, 15}, {6, 2048, 7, 14, 15},
    };
    bench *b = *state;
    uint8_t secret[2][600];
    uint8_t peer[600];
    size_t n[2], peer_n;
    select_applet(b, DRIVER);
    for (size_t i = 0; i < TEST_COUNT(pairs); i++) {
        const uint8_t bits[] = {(uint8_t)(pairs[i].bits >> 8), (uint8_t)pairs[i].bits};
        build_key(b, 2, pairs[i].public_type, pairs[i].bits);
        build_key(b, 3, pairs[i].private_type, pairs[i].bits);
        send(b, 0x27, pairs[i].algorithm, 0, hy_view_of(bits, 2));
        assert_int_equal(b->sw, 0x9000);
        send_hex(b, 0x26, 2, 3, "");
        assert_int_equal(b->sw, 0x9000);
        for (unsigned side = 0; side < 2; side++) {
            send_hex(b, 0x23, 2 - 2 * side, 1, "");
            assert_int_equal(b->sw, 0x9000);
            memcpy(peer, b->response, peer_n = b->n);
            send(b, 0x15, pairs[i].agreement, 1 + 2 * side, hy_view_of(peer, peer_n));
            assert_int_equal(b->sw, 0x9000);
            memcpy(secret[side], b->response, n[side] = b->n);
        }
        assert_int_equal(n[0], n[1]);
        assert_memory_equal(secret[0], secret[1], n[0]);
    }
}

/* The façade takes what the element generated, part by part. */
static void test_generated_rsa(void **state)
{
    bench *b = *state;
    uint8_t part[8][520];
    hy_view v[8];
    hy_rsa *public, *private;
    select_applet(b, DRIVER);
    for (unsigned bits = 512; bits <= 2048; bits *= 2) {
        const uint8_t data[] = {(uint8_t)(bits >> 8), (uint8_t)bits};
        send(b, 0x27, 2, 0, hy_view_of(data, 2));
        assert_int_equal(b->sw, 0x9000);
        for (unsigned p = 2; p <= 8; p++) {
            send_hex(b, 0x23, p < 4 ? 0 : 1, p == 2 || p >= 4 ? p : 3, "");
            assert_int_equal(b->sw, 0x9000);
            memcpy(part[p - 1], b->response, b->n);
            v[p - 1] = hy_view_of(part[p - 1], b->n);
        }
        const hy_rsa_crt crt = {v[3], v[4], v[5], v[6], v[7]};
        uint8_t in[256] = {0}, out[256];
        size_t n;
        in[bits / 8 - 1] = 2;
        assert_ok(hy_rsa_new_public(b->crypto, v[1], v[2], &public));
        assert_ok(hy_rsa_new_crt(b->crypto, &crt, v[2], &private));
        assert_int_equal(v[1].n, bits / 8);
        assert_ok(hy_rsa_raw_private(private, hy_view_of(in, bits / 8), out, sizeof out, &n));
        assert_ok(hy_rsa_raw_public(public, hy_view_of(out, n), out, sizeof out, &n));
        assert_memory_equal(in, out, bits / 8);
        hy_rsa_free(&public);
        hy_rsa_free(&private);
        send(b, 0x27, 1, 0, hy_view_of(data, 2));
        send_hex(b, 0x24, 1, 0, "");
        assert_int_equal(b->response[0], 1);
    }
}

/* A DSA pair in the project's groups signs. */
static void test_generated_dsa(void **state)
{
    static const unsigned sizes[] = {512, 768, 1024, 2048, 3072};
    static const uint8_t digest[20] = {7};
    bench *b = *state;
    uint8_t part[4][400], signature[HY_DSA_MAX];
    hy_view v[4];
    size_t n;
    hy_verdict verdict;
    select_applet(b, DRIVER);
    for (size_t i = 0; i < TEST_COUNT(sizes); i++) {
        const uint8_t data[] = {(uint8_t)(sizes[i] >> 8), (uint8_t)sizes[i]};
        static const unsigned parts[] = {0x81, 0x82, 0x83, 1};
        hy_dsa *private, *public;
        send(b, 0x27, 3, 0, hy_view_of(data, 2));
        assert_int_equal(b->sw, 0x9000);
        for (size_t p = 0; p < 4; p++) {
            send_hex(b, 0x23, 1, parts[p], "");
            assert_int_equal(b->sw, 0x9000);
            memcpy(part[p], b->response, b->n);
            v[p] = hy_view_of(part[p], b->n);
        }
        const hy_dsa_domain domain = {v[0], v[1], v[2]};
        assert_ok(hy_dsa_new_private(b->crypto, &domain, v[3], &private));
        send_hex(b, 0x23, 0, 1, "");
        assert_ok(hy_dsa_new_public(b->crypto, &domain, hy_view_of(b->response, b->n), &public));
        assert_ok(hy_dsa_sign(private, hy_view_of(digest, 20), signature, sizeof signature, &n));
        assert_ok(
            hy_dsa_verify(public, hy_view_of(digest, 20), hy_view_of(signature, n), &verdict));
        assert_int_equal(verdict, HY_VERDICT_EQUAL);
        signature[n - 1] ^= 1;
        assert_ok(
            hy_dsa_verify(public, hy_view_of(digest, 20), hy_view_of(signature, n), &verdict));
        assert_int_equal(verdict, HY_VERDICT_DIFFERENT);
        part[3][0] |= 0xFF;
        assert_fails(ARGUMENT,
                     hy_dsa_new_private(b->crypto, &domain, hy_view_of(part[3], 33), &public));
        hy_dsa_free(&private);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_transactions),
        cmocka_unit_test(test_transient_keys),
        cmocka_unit_test(test_keys_cleared_on_deselection),
        cmocka_unit_test(test_curves),
        cmocka_unit_test(test_pairs),
        cmocka_unit_test(test_shared_domain),
        cmocka_unit_test(test_digests),
        cmocka_unit_test(test_agreements),
        cmocka_unit_test(test_one_shots),
        cmocka_unit_test(test_random_numbers),
        cmocka_unit_test(test_digest_forgotten_by_reset),
        cmocka_unit_test(test_derivation_rules),
        cmocka_unit_test(test_digest_vectors),
        cmocka_unit_test(test_xdh_vectors),
        cmocka_unit_test(test_ecdh_vectors),
        cmocka_unit_test(test_generic_mapping),
        cmocka_unit_test(test_checksums),
        cmocka_unit_test(test_hkdf),
        cmocka_unit_test(test_tls13_label),
        cmocka_unit_test(test_hash_derivations),
        cmocka_unit_test(test_tls12),
        cmocka_unit_test(test_every_type),
        cmocka_unit_test(test_pairs_agree),
        cmocka_unit_test(test_generated_rsa),
        cmocka_unit_test(test_generated_dsa),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
