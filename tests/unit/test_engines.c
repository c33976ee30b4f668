/* Ciphers and signatures of the API, run by applets: tests/java/engines has the rules (a status of
   6Fnn is the check nn of a case) and the driver through which the vectors of tests/vectors/crypto
   go. Status 6F9n is a CryptoException of reason n. */
#include "test.h"
#include "vectors.h"

#include "base/hex.h"
#include "crypto/crypto.h"
#include "element/runtime/workspace.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROOM 2600
#define CHOICE(v, name, names) vector_choice((v), (name), (names), TEST_COUNT(names))

enum { BUFFER_KEY, BUFFER_MESSAGE, BUFFER_RESULT, BUFFER_PARAMETER, BUFFER_EXTRA, BUFFER_TAG };

typedef struct bench {
    hy_port port;
    hy_pool *pool;
    hy_workspace *work;
    hy_workspace *other; /* vectors: every command goes to the other one in turn */
    bool alternate;
    int count;
    hy_element *element;
    int ran, skipped;
} bench;

/* ---- a port of the test's own ---- */

static void *allocate(void *context, size_t n)
{
    (void)context;
    return calloc(1, n);
}

static void release(void *context, void *memory, size_t n)
{
    (void)context;
    (void)n;
    free(memory);
}

static hy_rc fill_random(void *context, uint8_t *out, size_t n)
{
    hy_random system = hy_random_system();
    (void)context;
    return system.fill(system.context, out, n);
}

static uint64_t milliseconds(void *context)
{
    (void)context;
    return 1000;
}

static void wait_more(void *context)
{
    (void)context;
}

/* ---- an element with the applets ---- */

static uint16_t transmit(bench *b, hy_view command, uint8_t *out, size_t *n)
{
    uint8_t response[300];
    hy_reason why = {""};
    size_t got = 0;
    hy_workspace *w = b->alternate && b->count++ % 2 == 1 ? b->other : b->work;
    assert_ok(hy_element_transmit(b->element, w, command, response, sizeof response, &got, &why));
    assert_true(got >= 2);
    if (out != NULL)
        memcpy(out, response, got - 2);
    if (n != NULL)
        *n = got - 2;
    return (uint16_t)(response[got - 2] << 8 | response[got - 1]);
}

static uint16_t send(bench *b, uint8_t ins, uint8_t p1, uint8_t p2, hy_view data)
{
    uint8_t command[262] = {0x80, ins, p1, p2, (uint8_t)data.n};
    assert_true(data.n < 256);
    if (data.n > 0)
        memcpy(command + 5, data.p, data.n);
    return transmit(b, hy_view_of(command, 5 + data.n), NULL, NULL);
}

static void install(bench *b, const char *applet)
{
    hy_buf package = hy_buf_new(16);
    hy_buf module = hy_buf_new(16);
    hy_reason why = {""};
    assert_ok(hy_hex_decode("D2760000850203", &package));
    assert_ok(hy_hex_decode(applet, &module));
    hy_install_request request = {.package = hy_buf_view(&package), .module = hy_buf_view(&module)};
    hy_rc rc = hy_element_install(b->element, b->work, &request, &why);
    if (!hy_ok(rc))
        print_message("%s: %s\n", applet, why.text);
    assert_ok(rc);
    hy_buf_free(&package);
    hy_buf_free(&module);
}

static void select_applet(bench *b, uint8_t last)
{
    const uint8_t command[] = {0x00, 0xA4, 0x04, 0x00, 0x08, 0xD2, 0x76,
                               0x00, 0x00, 0x85, 0x02, 0x03, last};
    assert_int_equal(transmit(b, hy_view_of(command, sizeof command), NULL, NULL), 0x9000);
}

static int setup(void **state)
{
    bench *b = calloc(1, sizeof *b);
    hy_buf cap = hy_buf_new(1 << 20);
    hy_reason why = {""};
    const hy_element_config config = {.transient_reset = 65536, .memory = 2000000};
    *state = b;
    b->port = (hy_port){b, allocate, release, fill_random, milliseconds, wait_more, NULL};
    assert_ok(hy_pool_open(&b->port, NULL, &b->pool, &why));
    assert_ok(hy_workspace_open(&b->port, NULL, &b->work, &why));
    assert_ok(hy_workspace_open(&b->port, NULL, &b->other, &why));
    assert_ok(hy_element_create(b->pool, b->work, &b->port, &config, &b->element, &why));
    assert_ok(hy_buf_read_file(&cap, ENGINES, 1 << 20, &why));
    hy_rc rc = hy_element_load(b->element, b->work, hy_buf_view(&cap), &why);
    if (!hy_ok(rc))
        print_message("%s\n", why.text);
    assert_ok(rc);
    hy_buf_free(&cap);
    install(b, "D276000085020301");
    install(b, "D276000085020302");
    return 0;
}

static int teardown(void **state)
{
    bench *b = *state;
    hy_element_close(&b->element);
    hy_workspace_close(&b->work);
    hy_workspace_close(&b->other);
    hy_pool_close(&b->pool);
    free(b);
    return 0;
}

/* ---- rules ---- */

static void run_rule(bench *b, uint8_t ins)
{
    uint16_t sw = send(b, ins, 0, 0, (hy_view){NULL, 0});
    if (sw != 0x9000)
        print_message("rule %02X: %04X\n", ins, sw);
    assert_int_equal(sw, 0x9000);
}

#define RULE(name, ins)                                                                            \
    static void test_##name(void **state)                                                          \
    {                                                                                              \
        select_applet(*state, 2);                                                                  \
        run_rule(*state, ins);                                                                     \
    }

RULE(cipher_initialisation, 0x01)
RULE(cipher_init_refusals, 0x02)
RULE(cipher_lengths, 0x03)
RULE(cipher_overlaps, 0x04)
RULE(cipher_returns_to_start, 0x05)
RULE(cipher_leaves_no_trace, 0x06)
RULE(cipher_wrong_padding, 0x07)
RULE(cipher_keys_change, 0x08)
RULE(cipher_aborts, 0x09)
RULE(cipher_streams, 0x0C)
RULE(cipher_arguments, 0x0D)
RULE(cipher_names, 0x0E)
RULE(signature_initialisation, 0x20)
RULE(signature_macs, 0x21)
RULE(signature_mac_padding, 0x22)
RULE(signature_mac_parts, 0x23)
RULE(signature_wrong_ones, 0x24)
RULE(signature_hashes, 0x26)
RULE(signature_initial_digest, 0x27)
RULE(signature_recovery, 0x28)
RULE(signature_recovery_refusals, 0x29)
RULE(signature_curves, 0x2A)
RULE(signature_names, 0x2D)
RULE(signature_small_output, 0x2E)
RULE(rsa_ways, 0x40)
RULE(rsa_refusals, 0x41)
RULE(rsa_powers, 0x42)
RULE(gcm, 0x48)
RULE(ccm, 0x49)
RULE(aead_refusals, 0x4A)
RULE(cipher_one_shot, 0x50)
RULE(signature_one_shot, 0x51)

/* What is under way is lost; key and mode stay. */
static void test_resets(void **state)
{
    bench *b = *state;
    hy_reason why = {""};
    select_applet(b, 2);
    run_rule(b, 0x0A);
    run_rule(b, 0x2B);
    assert_ok(hy_element_reset(b->element, b->work, &why));
    select_applet(b, 2);
    run_rule(b, 0x0B);
    run_rule(b, 0x2C);
}

/* ---- vectors ---- */

static void must(const vector *v, uint16_t sw)
{
    char text[32];
    (void)snprintf(text, sizeof text, "status %04X", sw);
    if (sw != 0x9000)
        vector_fail(v, text);
}

static void put(const vector *v, bench *b, uint8_t buffer, hy_view data)
{
    size_t at = 0;
    do {
        hy_view part = hy_view_part(data, at, data.n - at < 240 ? data.n - at : 240);
        must(v, send(b, 0x01, buffer, at == 0, part));
        at += part.n;
    } while (at < data.n);
}

static size_t get(bench *b, uint8_t buffer, uint8_t *out)
{
    size_t n = 0;
    size_t all = 0;
    for (uint8_t i = 0; i == 0 || n == 240; i++) {
        const uint8_t command[] = {0x80, 0x02, buffer, i};
        assert_int_equal(transmit(b, hy_view_of(command, sizeof command), out + all, &n), 0x9000);
        all += n;
        assert_true(all <= ROOM);
    }
    return all;
}

enum { TYPE_DES = 3, TYPE_RSA_PUBLIC = 4, TYPE_RSA_PRIVATE, TYPE_RSA_CRT };
enum { TYPE_EC_PUBLIC = 11, TYPE_EC_PRIVATE, TYPE_AES = 15, TYPE_SEED = 18, TYPE_HMAC = 21 };
enum { ALG_TYPE_SM4 = 0x80 | 21 };

static void make_key(const vector *v, bench *b, uint8_t slot, uint8_t type, size_t bits)
{
    const uint8_t data[] = {type & 0x7F, (uint8_t)(bits >> 8), (uint8_t)bits};
    bool by_algorithm = type == ALG_TYPE_SM4;
    must(v, send(b, 0x03, slot, by_algorithm, hy_view_of(data, sizeof data)));
}

static void set_part(const vector *v, bench *b, uint8_t slot, uint8_t part, hy_view value)
{
    put(v, b, BUFFER_KEY, value);
    must(v, send(b, 0x04, slot, part, (hy_view){NULL, 0}));
}

static void set_secret(const vector *v, bench *b, uint8_t type, hy_view key)
{
    make_key(v, b, 0, type, key.n * 8);
    set_part(v, b, 0, 0, key);
}

static hy_view pair_of(uint8_t *out, uint8_t x, uint8_t y)
{
    out[0] = x;
    out[1] = y;
    return hy_view_of(out, 2);
}

/* The sizes of pieces that each record is run with; 0: as a whole. */
static const uint8_t pieces[] = {0, 1, 7, 16, 33};

static hy_view piece_of(uint8_t *out, size_t i)
{
    return pair_of(out, 0, pieces[i]);
}

static uint8_t secret_type(const vector *v)
{
    static const char *const names[] = {"AES", "DES", "XTS", "SEED", "SM4"};
    static const uint8_t types[] = {TYPE_AES, TYPE_DES, TYPE_AES, TYPE_SEED, ALG_TYPE_SM4};
    return types[CHOICE(v, "cipher", names)];
}

/* ---- ciphers ---- */

static void expect_cipher(const vector *v, bench *b, uint8_t mode, const char *in, const char *out)
{
    uint8_t size[2], made[ROOM];
    for (size_t i = 0; i < sizeof pieces; i++) {
        put(v, b, BUFFER_MESSAGE, vector_bytes(v, in));
        must(v, send(b, 0x11, 0, mode, (hy_view){NULL, 0}));
        must(v, send(b, 0x12, 0, 0, piece_of(size, i)));
        size_t n = get(b, BUFFER_RESULT, made);
        assert_int_equal(n, vector_bytes(v, out).n);
        vector_expect(v, out, made, n);
    }
}

static void run_cipher(const vector *v, bench *b)
{
    static const char *const names[] = {"AES", "DES", "XTS", "SEED", "SM4"};
    static const char *const modes[] = {"ECB", "CBC", "CTR", "XTS", "CFB"};
    static const uint8_t by_mode[5][5] = {
        {2, 1, 8, 10, 9}, {4, 3, 0, 0, 0}, {0, 0, 0, 10, 0}, {6, 5, 0, 0, 0}, {11, 12, 0, 0, 0}};
    size_t mode = CHOICE(v, "mode", modes);
    uint8_t parts[2];
    uint8_t cipher = by_mode[CHOICE(v, "cipher", names)][mode];
    if (vector_bytes(v, "plain").n > 2000) {
        b->skipped++;
        return;
    }
    set_secret(v, b, secret_type(v), vector_bytes(v, "key"));
    must(v, send(b, 0x10, 0, 0, pair_of(parts, cipher, 1)));
    put(v, b, BUFFER_PARAMETER, vector_bytes_or_none(v, "iv"));
    expect_cipher(v, b, 2, "plain", "result");
    expect_cipher(v, b, 1, "result", "plain");
}

static void run_aead(const vector *v, bench *b)
{
    static const char *const modes[] = {"GCM", "CCM"};
    static const uint8_t algorithms[] = {(uint8_t)-13, (uint8_t)-12};
    uint8_t size[2], made[ROOM];
    hy_view tag = vector_bytes(v, "tag");
    if (vector_bytes(v, "plain").n > 2000 || vector_bytes_or_none(v, "extra").n > 2000) {
        b->skipped++;
        return;
    }
    set_secret(v, b, TYPE_AES, vector_bytes(v, "key"));
    must(v, send(b, 0x10, 0, 0, hy_view_of(&algorithms[CHOICE(v, "mode", modes)], 1)));
    put(v, b, BUFFER_PARAMETER, vector_bytes(v, "nonce"));
    for (size_t i = 0; i < sizeof pieces; i++) {
        put(v, b, BUFFER_EXTRA, vector_bytes_or_none(v, "extra"));
        put(v, b, BUFFER_MESSAGE, vector_bytes(v, "plain"));
        must(v, send(b, 0x18, 2, (uint8_t)tag.n, piece_of(size, i)));
        vector_expect(v, "result", made, get(b, BUFFER_RESULT, made));
        vector_expect(v, "tag", made, get(b, BUFFER_TAG, made));
        for (uint8_t wrong = 0; wrong < 2; wrong++) {
            made[tag.n - 1] ^= wrong;
            put(v, b, BUFFER_TAG, hy_view_of(made, tag.n));
            made[tag.n - 1] ^= wrong;
            put(v, b, BUFFER_EXTRA, vector_bytes_or_none(v, "extra"));
            put(v, b, BUFFER_MESSAGE, vector_bytes(v, "result"));
            must(v, send(b, 0x18, 1, (uint8_t)tag.n, piece_of(size, i)));
            uint8_t out[ROOM];
            vector_expect(v, "plain", out, get(b, BUFFER_RESULT, out));
            assert_int_equal(get(b, BUFFER_EXTRA, out), 1);
            assert_int_equal(out[0], !wrong);
        }
    }
}

/* ---- MACs ---- */

static void expect_mac(const vector *v, bench *b, const uint8_t *parts)
{
    uint8_t size[2], made[ROOM];
    hy_view mac = vector_bytes(v, "mac");
    must(v, send(b, 0x20, 0, 0, hy_view_of(parts, 3)));
    put(v, b, BUFFER_PARAMETER, vector_bytes_or_none(v, "chain"));
    put(v, b, BUFFER_MESSAGE, vector_bytes(v, "message"));
    for (size_t i = 0; i < sizeof pieces; i++) {
        must(v, send(b, 0x21, 0, 1, (hy_view){NULL, 0}));
        must(v, send(b, 0x22, 0, 0, piece_of(size, i)));
        size_t n = get(b, BUFFER_RESULT, made);
        vector_expect(v, "mac", made, n < mac.n ? n : mac.n);
        uint8_t answer;
        const uint8_t verify[] = {0x80, 0x23, 0, 0, 2, 0, pieces[i]};
        must(v, send(b, 0x21, 0, 2, (hy_view){NULL, 0}));
        must(v, transmit(b, hy_view_of(verify, sizeof verify), &answer, NULL));
        assert_int_equal(answer, 1);
        made[n - 1] ^= 0x80;
        put(v, b, BUFFER_RESULT, hy_view_of(made, n));
        must(v, transmit(b, hy_view_of(verify, sizeof verify), &answer, NULL));
        assert_int_equal(answer, 0);
    }
}

static const char *const digest_names[] = {
    "NONE",   "SHA1",   "MD5",      "RIPEMD160", "SHA256",   "SHA384",
    "SHA512", "SHA224", "SHA3-224", "SHA3-256",  "SHA3-384", "SHA3-512",
};

static uint8_t digest_of(const vector *v, const char *name)
{
    return vector_has(v, name) ? (uint8_t)CHOICE(v, name, digest_names) : 0;
}

static bool too_long(const vector *v, bench *b, const char *name)
{
    if (vector_bytes(v, name).n <= 2000)
        return false;
    b->skipped++;
    return true;
}

static void run_hmac(const vector *v, bench *b)
{
    hy_view key = vector_bytes(v, "key");
    if (key.n == 0 || key.n > 128 || too_long(v, b, "message")) {
        b->skipped++;
        return;
    }
    make_key(v, b, 0, TYPE_HMAC, key.n * 8);
    set_part(v, b, 0, 0, key);
    const uint8_t parts[] = {digest_of(v, "digest"), 7, 0};
    expect_mac(v, b, parts);
}

static void run_cmac(const vector *v, bench *b)
{
    if (secret_type(v) != TYPE_AES || too_long(v, b, "message")) {
        b->skipped++;
        return;
    }
    const uint8_t parts[] = {0, 10, 0};
    set_secret(v, b, TYPE_AES, vector_bytes(v, "key"));
    expect_mac(v, b, parts);
}

static void run_block_mac(const vector *v, bench *b, bool retail)
{
    static const char *const paddings[] = {"NONE", "M1", "M2", "PKCS5"};
    static const uint8_t constants[] = {1, 2, 3, 6};
    size_t padding = CHOICE(v, "padding", paddings);
    uint8_t type = retail ? TYPE_DES : secret_type(v);
    if (retail && (padding == 0 || padding == 3)) {
        b->skipped++;
        return;
    }
    uint8_t constant = retail ? (uint8_t)(padding + 3) : constants[padding];
    const uint8_t parts[] = {0, type == TYPE_DES ? 2 : 6, constant};
    set_secret(v, b, type, vector_bytes(v, "key"));
    expect_mac(v, b, parts);
}

/* ---- RSA ---- */

static void set_rsa_public(const vector *v, bench *b, uint8_t slot)
{
    hy_view n = vector_bytes(v, "n");
    make_key(v, b, slot, TYPE_RSA_PUBLIC, n.n * 8);
    set_part(v, b, slot, 0, n);
    set_part(v, b, slot, 1, vector_bytes(v, "e"));
}

/* False when the numbers are not of a key that the API takes. */
static bool set_rsa_private(const vector *v, bench *b, uint8_t slot)
{
    static const char *const names[] = {"p", "q", "dp", "dq", "qinv"};
    if (!vector_has(v, "p")) {
        hy_view n = vector_bytes(v, "n");
        make_key(v, b, slot, TYPE_RSA_PRIVATE, n.n * 8);
        set_part(v, b, slot, 0, n);
        set_part(v, b, slot, 1, vector_bytes(v, "d"));
        return true;
    }
    make_key(v, b, slot, TYPE_RSA_CRT, vector_bytes(v, "p").n * 16);
    for (uint8_t i = 0; i < TEST_COUNT(names); i++)
        set_part(v, b, slot, i, vector_bytes(v, names[i]));
    return true;
}

/* Other lengths than the API's are the façade's tests' alone. */
static bool odd_modulus(const vector *v)
{
    hy_view n = vector_bytes(v, "n");
    return n.n < 64 || n.n > 512 || n.p[0] < 0x80;
}

static void run_rsa_raw(const vector *v, bench *b)
{
    uint8_t parts[2];
    if (odd_modulus(v)) {
        b->skipped++;
        return;
    }
    set_rsa_public(v, b, 1);
    if (!set_rsa_private(v, b, 0))
        return;
    must(v, send(b, 0x10, 0, 0, pair_of(parts, 7, 1)));
    put(v, b, BUFFER_PARAMETER, (hy_view){NULL, 0});
    expect_cipher(v, b, 2, "input", "result");
    put(v, b, BUFFER_MESSAGE, vector_bytes(v, "result"));
    must(v, send(b, 0x11, 1, 2, (hy_view){NULL, 0}));
    uint8_t made[ROOM];
    must(v, send(b, 0x12, 0, 0, pair_of(parts, 0, 100)));
    vector_expect(v, "input", made, get(b, BUFFER_RESULT, made));
}

static void run_rsa_verify(const vector *v, bench *b)
{
    static const char *const schemes[] = {"PKCS1", "OAEP", "PSS"};
    static const uint8_t paddings[] = {7, 0, 8};
    size_t scheme = CHOICE(v, "scheme", schemes);
    uint8_t digest = digest_of(v, "digest");
    size_t salt = vector_number_or(v, "salt", 0);
    static const uint8_t sizes[] = {0, 20, 16, 20, 32, 48, 64, 28, 28, 32, 48, 64};
    bool same_mgf = !vector_has(v, "mgf") || digest_of(v, "mgf") == digest;
    if (odd_modulus(v) || too_long(v, b, "message") || !same_mgf ||
        (scheme == 2 && salt != sizes[digest])) {
        b->skipped++;
        return;
    }
    const uint8_t parts[] = {digest, 3, paddings[scheme]};
    set_rsa_public(v, b, 1);
    must(v, send(b, 0x20, 0, 0, hy_view_of(parts, 3)));
    put(v, b, BUFFER_PARAMETER, (hy_view){NULL, 0});
    put(v, b, BUFFER_MESSAGE, vector_bytes(v, "message"));
    put(v, b, BUFFER_RESULT, vector_bytes(v, "signature"));
    bool good = !vector_has(v, "verdict") || strcmp(vector_text(v, "verdict"), "good") == 0;
    must(v, send(b, 0x21, 1, 2, (hy_view){NULL, 0}));
    uint8_t answer;
    const uint8_t verify[] = {0x80, 0x23, 0, 0, 2, 0, 9};
    must(v, transmit(b, hy_view_of(verify, sizeof verify), &answer, NULL));
    if (answer != good)
        vector_fail(v, "wrong verdict");
}

static void run_rsa_decrypt(const vector *v, bench *b)
{
    static const char *const schemes[] = {"PKCS1", "OAEP", "PSS"};
    static const uint8_t oaep[] = {0, 9, 0, 0, 14, 15, 16, 13, 17, 18, 19, 20};
    uint8_t digest = digest_of(v, "digest");
    uint8_t padding = CHOICE(v, "scheme", schemes) == 0 ? 7 : oaep[digest];
    bool same_mgf = !vector_has(v, "mgf") || digest_of(v, "mgf") == digest;
    uint8_t parts[2], made[ROOM];
    if (odd_modulus(v) || padding == 0 || !same_mgf || vector_bytes_or_none(v, "label").n > 0) {
        b->skipped++;
        return;
    }
    make_key(v, b, 0, TYPE_RSA_PRIVATE, vector_bytes(v, "n").n * 8);
    set_part(v, b, 0, 0, vector_bytes(v, "n"));
    set_part(v, b, 0, 1, vector_bytes(v, "d"));
    must(v, send(b, 0x10, 0, 0, pair_of(parts, 7, padding)));
    put(v, b, BUFFER_PARAMETER, (hy_view){NULL, 0});
    put(v, b, BUFFER_MESSAGE, vector_bytes(v, "input"));
    must(v, send(b, 0x11, 0, 1, (hy_view){NULL, 0}));
    uint16_t sw = send(b, 0x12, 0, 0, pair_of(parts, 0, 50));
    if (vector_has(v, "error")) {
        assert_int_equal(sw, 0x6F95);
        return;
    }
    must(v, sw);
    vector_expect(v, "result", made, get(b, BUFFER_RESULT, made));
}

static void run_iso9796(const vector *v, bench *b)
{
    static const char *const trailers[] = {"BC", "CC"};
    uint8_t made[ROOM], size[2];
    hy_view message = vector_bytes(v, "message");
    const uint8_t parts[] = {digest_of(v, "digest"), 3,
                             CHOICE(v, "trailer", trailers) == 0 ? 11 : 25};
    if (odd_modulus(v)) {
        b->skipped++;
        return;
    }
    set_rsa_public(v, b, 1);
    if (!set_rsa_private(v, b, 0))
        return;
    must(v, send(b, 0x20, 0, 0, hy_view_of(parts, 3)));
    put(v, b, BUFFER_PARAMETER, (hy_view){NULL, 0});
    for (size_t i = 0; i < sizeof pieces; i++) {
        put(v, b, BUFFER_MESSAGE, message);
        must(v, send(b, 0x21, 0, 1, (hy_view){NULL, 0}));
        must(v, send(b, 0x26, 0, 0, piece_of(size, i)));
        vector_expect(v, "signature", made, get(b, BUFFER_RESULT, made));
        assert_int_equal(get(b, BUFFER_TAG, made), 2);
        size_t carried = (size_t)(made[0] << 8 | made[1]);
        put(v, b, BUFFER_MESSAGE, hy_view_part(message, carried, message.n - carried));
        must(v, send(b, 0x21, 1, 2, (hy_view){NULL, 0}));
        uint8_t answer;
        const uint8_t verify[] = {0x80, 0x27, 0, 0, 2, 0, pieces[i]};
        must(v, transmit(b, hy_view_of(verify, sizeof verify), &answer, NULL));
        assert_int_equal(answer, 1);
        assert_int_equal(get(b, BUFFER_RESULT, made), carried);
        assert_memory_equal(made, message.p, carried);
    }
}

/* ---- curves ---- */

static bool set_curve(const vector *v, bench *b, hy_crypto *c, uint8_t slot, uint8_t type)
{
    static const char *const names[] = {
#define HY_CURVE(name, openssl) #name,
#include "crypto/curves.def"
#undef HY_CURVE
    };
    hy_curve *curve;
    if (!vector_has(v, "curve"))
        return false;
    assert_ok(hy_curve_new_named(c, (hy_curve_name)CHOICE(v, "curve", names), &curve));
    uint8_t out[HY_CURVE_POINT_MAX];
    size_t n;
    uint8_t p[HY_CURVE_FIELD_MAX];
    size_t p_n;
    assert_ok(hy_curve_get(curve, HY_CURVE_PART_P, p, sizeof p, &p_n));
    size_t bits = p_n * 8;
    for (uint8_t top = p[0]; top < 0x80; top = (uint8_t)(top << 1))
        bits--;
    bool known = p_n > 0 && p[0] != 0;
    const uint8_t data[] = {type, (uint8_t)(bits >> 8), (uint8_t)bits};
    known = known && send(b, 0x03, slot, 0, hy_view_of(data, sizeof data)) == 0x9000;
    for (uint8_t part = 0; known && part < 5; part++) {
        assert_ok(hy_curve_get(curve, (hy_curve_part)part, out, sizeof out, &n));
        set_part(v, b, slot, part, hy_view_of(out, n));
    }
    hy_curve_free(&curve);
    return known;
}

static void run_ecdsa(const vector *v, bench *b, hy_crypto *c)
{
    uint8_t answer;
    const char *point = vector_has(v, "public") ? "public" : "q";
    if (!vector_has(v, point) || !vector_has(v, "message") || !vector_has(v, "signature") ||
        too_long(v, b, "message") || !set_curve(v, b, c, 1, TYPE_EC_PUBLIC)) {
        b->skipped++;
        return;
    }
    static const char *const formats[] = {"DER", "PLAIN"};
    bool plain = vector_has(v, "format") && CHOICE(v, "format", formats) == 1;
    const uint8_t parts[] = {digest_of(v, "digest"), plain ? 9 : 5, 0};
    bool good = !vector_has(v, "verdict") || strcmp(vector_text(v, "verdict"), "good") == 0;
    set_part(v, b, 1, 7, vector_bytes(v, point));
    must(v, send(b, 0x20, 0, 0, hy_view_of(parts, 3)));
    put(v, b, BUFFER_PARAMETER, (hy_view){NULL, 0});
    put(v, b, BUFFER_MESSAGE, vector_bytes(v, "message"));
    put(v, b, BUFFER_RESULT, vector_bytes(v, "signature"));
    must(v, send(b, 0x21, 1, 2, (hy_view){NULL, 0}));
    const uint8_t verify[] = {0x80, 0x23, 0, 0, 2, 0, 11};
    must(v, transmit(b, hy_view_of(verify, sizeof verify), &answer, NULL));
    if (answer != good)
        vector_fail(v, "wrong verdict");
}

static void run_eddsa(const vector *v, bench *b)
{
    static const char *const names[] = {"ED25519", "ED448"};
    static const uint16_t curves[] = {0x0101, 0x0202};
    size_t which = CHOICE(v, "curve", names);
    uint8_t curve[2], size[2], made[ROOM], answer;
    hy_view message = vector_bytes(v, "message");
    const uint8_t parts[] = {0, 13, 0};
    bool signs = vector_has(v, "private");
    if (!vector_has(v, "public") || message.n > 900) {
        b->skipped++;
        return;
    }
    bool good = !vector_has(v, "verdict") || strcmp(vector_text(v, "verdict"), "good") == 0;
    for (uint8_t half = !signs; half < 2; half++) {
        must(v, send(b, 0x05, half, !half,
                     pair_of(curve, (uint8_t)(curves[which] >> 8), (uint8_t)curves[which])));
        set_part(v, b, half, 0, vector_bytes(v, half == 0 ? "private" : "public"));
    }
    must(v, send(b, 0x20, 0, 0, hy_view_of(parts, 3)));
    put(v, b, BUFFER_PARAMETER, (hy_view){NULL, 0});
    put(v, b, BUFFER_MESSAGE, message);
    for (size_t i = 0; signs && good && i < sizeof pieces; i++) {
        must(v, send(b, 0x21, 0, 1, (hy_view){NULL, 0}));
        must(v, send(b, 0x22, 0, 0, piece_of(size, i)));
        vector_expect(v, "signature", made, get(b, BUFFER_RESULT, made));
    }
    put(v, b, BUFFER_RESULT, vector_bytes(v, "signature"));
    must(v, send(b, 0x21, 1, 2, (hy_view){NULL, 0}));
    const uint8_t verify[] = {0x80, 0x23, 0, 0, 2, 0, 13};
    must(v, transmit(b, hy_view_of(verify, sizeof verify), &answer, NULL));
    assert_int_equal(answer, good);
}

/* ---- all ---- */

static void run_vector(const vector *v, void *context)
{
    static const char *const tests[] = {
        "cipher",     "aead",        "hmac",    "cmac",         "cbc-mac", "retail-mac", "rsa-raw",
        "rsa-verify", "rsa-decrypt", "iso9796", "ecdsa-verify", "ecdsa",   "eddsa"};
    bench *b = context;
    const char *test = vector_text(v, "test");
    size_t which = 0;
    while (which < TEST_COUNT(tests) && strcmp(test, tests[which]) != 0)
        which++;
    b->ran++;
    switch (which) {
    case 0:
        run_cipher(v, b);
        break;
    case 1:
        run_aead(v, b);
        break;
    case 2:
        run_hmac(v, b);
        break;
    case 3:
        run_cmac(v, b);
        break;
    case 4:
    case 5:
        run_block_mac(v, b, which == 5);
        break;
    case 6:
        run_rsa_raw(v, b);
        break;
    case 7:
        run_rsa_verify(v, b);
        break;
    case 8:
        run_rsa_decrypt(v, b);
        break;
    case 9:
        run_iso9796(v, b);
        break;
    case 10:
    case 11:
        run_ecdsa(v, b, b->work->crypto);
        break;
    case 12:
        run_eddsa(v, b);
        break;
    default:
        b->ran--;
    }
}

/* Each command of a record goes to the other of two workspaces, so that what is under way lives in
   the element alone. */
static void test_vectors(void **state)
{
    static const char *const files[] = {"aes",         "des",     "other_ciphers", "aead",
                                        "hmac",        "cmac",    "cbc_mac",       "rsa",
                                        "rsa_schemes", "iso9796", "ecdsa",         "eddsa"};
    bench *b = *state;
    select_applet(b, 1);
    b->alternate = true;
    for (size_t i = 0; i < TEST_COUNT(files); i++) {
        char path[256];
        int ran = b->ran, skipped = b->skipped;
        (void)snprintf(path, sizeof path, TESTS "/vectors/crypto/%s.txt", files[i]);
        (void)vectors_run(path, run_vector, b);
        print_message("# %s: %d records, %d of them not for the API\n", files[i], b->ran - ran,
                      b->skipped - skipped);
        assert_true(b->ran - ran > b->skipped - skipped);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_cipher_initialisation, setup, teardown),
        cmocka_unit_test_setup_teardown(test_cipher_init_refusals, setup, teardown),
        cmocka_unit_test_setup_teardown(test_cipher_lengths, setup, teardown),
        cmocka_unit_test_setup_teardown(test_cipher_overlaps, setup, teardown),
        cmocka_unit_test_setup_teardown(test_cipher_returns_to_start, setup, teardown),
        cmocka_unit_test_setup_teardown(test_cipher_leaves_no_trace, setup, teardown),
        cmocka_unit_test_setup_teardown(test_cipher_wrong_padding, setup, teardown),
        cmocka_unit_test_setup_teardown(test_cipher_keys_change, setup, teardown),
        cmocka_unit_test_setup_teardown(test_cipher_aborts, setup, teardown),
        cmocka_unit_test_setup_teardown(test_cipher_streams, setup, teardown),
        cmocka_unit_test_setup_teardown(test_cipher_arguments, setup, teardown),
        cmocka_unit_test_setup_teardown(test_cipher_names, setup, teardown),
        cmocka_unit_test_setup_teardown(test_signature_initialisation, setup, teardown),
        cmocka_unit_test_setup_teardown(test_signature_macs, setup, teardown),
        cmocka_unit_test_setup_teardown(test_signature_mac_padding, setup, teardown),
        cmocka_unit_test_setup_teardown(test_signature_mac_parts, setup, teardown),
        cmocka_unit_test_setup_teardown(test_signature_wrong_ones, setup, teardown),
        cmocka_unit_test_setup_teardown(test_signature_hashes, setup, teardown),
        cmocka_unit_test_setup_teardown(test_signature_initial_digest, setup, teardown),
        cmocka_unit_test_setup_teardown(test_signature_recovery, setup, teardown),
        cmocka_unit_test_setup_teardown(test_signature_recovery_refusals, setup, teardown),
        cmocka_unit_test_setup_teardown(test_signature_curves, setup, teardown),
        cmocka_unit_test_setup_teardown(test_signature_names, setup, teardown),
        cmocka_unit_test_setup_teardown(test_signature_small_output, setup, teardown),
        cmocka_unit_test_setup_teardown(test_rsa_ways, setup, teardown),
        cmocka_unit_test_setup_teardown(test_rsa_refusals, setup, teardown),
        cmocka_unit_test_setup_teardown(test_rsa_powers, setup, teardown),
        cmocka_unit_test_setup_teardown(test_gcm, setup, teardown),
        cmocka_unit_test_setup_teardown(test_ccm, setup, teardown),
        cmocka_unit_test_setup_teardown(test_aead_refusals, setup, teardown),
        cmocka_unit_test_setup_teardown(test_cipher_one_shot, setup, teardown),
        cmocka_unit_test_setup_teardown(test_signature_one_shot, setup, teardown),
        cmocka_unit_test_setup_teardown(test_resets, setup, teardown),
        cmocka_unit_test_setup_teardown(test_vectors, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
