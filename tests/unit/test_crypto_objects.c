/* crypto/: what the objects refuse, what they do twice, and what goes there and back again. */
#include "test.h"

#include "crypto/crypto.h"

#include <string.h>

#define VIEW(array) hy_view_of((array), sizeof(array))
#define NOTHING ((hy_view){NULL, 0})

static const uint8_t zeros[128];
static const uint8_t e65537[] = {1, 0, 1};

typedef struct fixture {
    hy_random_state random;
    hy_crypto *c;
} fixture;

static int setup(void **state)
{
    static fixture f;
    f.random.seed = 42;
    *state = &f;
    return hy_ok(hy_crypto_new(hy_random_simulated(&f.random), &f.c, NULL)) ? 0 : -1;
}

static int teardown(void **state)
{
    hy_crypto_free(&((fixture *)*state)->c);
    return 0;
}

static hy_crypto *crypto_of(void **state)
{
    return ((fixture *)*state)->c;
}

/* ---- digests ---- */

static void test_digest_copy_and_limits(void **state)
{
    hy_crypto *c = crypto_of(state);
    hy_digest *a, *b, *other;
    uint8_t x[64], y[64];
    size_t n;
    assert_fails(ARGUMENT, hy_digest_new(c, HY_DIGEST_NONE, &a));
    assert_null(a);
    assert_fails(ARGUMENT, hy_digest_new(c, HY_DIGEST_COUNT, &a));
    assert_int_equal(hy_digest_size(HY_DIGEST_NONE), 0);
    assert_int_equal(hy_digest_size((hy_digest_kind)99), 0);
    assert_ok(hy_digest_new(c, HY_DIGEST_SHA256, &a));
    assert_ok(hy_digest_new(c, HY_DIGEST_SHA256, &b));
    assert_ok(hy_digest_new(c, HY_DIGEST_SHA1, &other));
    assert_fails(ARGUMENT, hy_digest_copy(other, a));
    assert_ok(hy_digest_update(a, hy_view_str("hydra ")));
    assert_ok(hy_digest_copy(b, a));
    assert_ok(hy_digest_copy(a, a));
    assert_ok(hy_digest_update(a, hy_view_str("one")));
    assert_ok(hy_digest_update(b, hy_view_str("one")));
    assert_fails(LIMIT, hy_digest_finish(a, x, 31, &n)); /* the message goes on */
    assert_int_equal(n, 0);
    assert_ok(hy_digest_finish(a, x, 32, &n));
    assert_ok(hy_digest_finish(b, y, 64, &n));
    assert_memory_equal(x, y, 32);
    assert_ok(hy_digest_once(c, HY_DIGEST_SHA256, hy_view_str("hydra one"), y, 32, &n));
    assert_memory_equal(x, y, 32);
    assert_ok(hy_digest_update(a, hy_view_str("forgotten")));
    assert_ok(hy_digest_start(a));
    assert_ok(hy_digest_update(a, hy_view_str("hydra one")));
    assert_ok(hy_digest_finish(a, y, 32, &n));
    assert_memory_equal(x, y, 32);
    assert_fails(LIMIT, hy_digest_once(c, HY_DIGEST_SHA256, NOTHING, y, 31, &n));
    assert_fails(ARGUMENT, hy_digest_once(c, HY_DIGEST_NONE, NOTHING, y, 64, &n));
    hy_digest_free(&a);
    hy_digest_free(&a);
    hy_digest_free(&b);
    hy_digest_free(&other);
}

static void test_midstate_refusals_and_known_start(void **state)
{
    (void)state;
    hy_midstate *m;
    uint8_t out[64];
    size_t n;
    uint64_t processed;
    assert_fails(ARGUMENT, hy_midstate_new(HY_DIGEST_SHA3_256, &m));
    assert_int_equal(hy_midstate_size(HY_DIGEST_SHA384), 64);
    assert_int_equal(hy_midstate_block(HY_DIGEST_SHA384), 128);
    assert_int_equal(hy_midstate_block(HY_DIGEST_SHA3_512), 0);
    assert_ok(hy_midstate_new(HY_DIGEST_SHA1, &m));
    assert_ok(hy_midstate_update(m, hy_view_of(zeros, 63)));
    assert_ok(hy_midstate_get(m, out, sizeof out, &n, &processed));
    assert_int_equal(processed, 0);
    assert_int_equal(n, 20);
    /* FIPS 180-4 section 5.3.1, and RFC 1321 section 3.3 with its little-endian words */
    assert_memory_equal(out, "\x67\x45\x23\x01\xEF\xCD\xAB\x89\x98\xBA\xDC\xFE\x10\x32\x54\x76",
                        16);
    assert_fails(LIMIT, hy_midstate_get(m, out, 19, &n, &processed));
    assert_fails(LIMIT, hy_midstate_finish(m, out, 19, &n));
    assert_fails(ARGUMENT, hy_midstate_set(m, hy_view_of(zeros, 19), 64));
    assert_fails(ARGUMENT, hy_midstate_set(m, hy_view_of(zeros, 20), 63));
    assert_fails(ARGUMENT, hy_midstate_set(m, hy_view_of(zeros, 20), UINT64_MAX - 63));
    assert_ok(hy_midstate_set(m, hy_view_of(zeros, 20), (UINT64_MAX >> 3) - 63));
    assert_fails(LIMIT, hy_midstate_update(m, hy_view_of(zeros, 64)));
    hy_midstate_free(&m);
    assert_ok(hy_midstate_new(HY_DIGEST_MD5, &m));
    assert_ok(hy_midstate_get(m, out, sizeof out, &n, &processed));
    assert_memory_equal(out, "\x01\x23\x45\x67\x89\xAB\xCD\xEF\xFE\xDC\xBA\x98\x76\x54\x32\x10",
                        16);
    hy_midstate_free(&m);
    hy_midstate_free(&m);
}

/* ---- ciphers and padding ---- */

static void test_cipher_keys_and_modes(void **state)
{
    hy_crypto *c = crypto_of(state);
    hy_cipher *k;
    for (size_t n = 0; n <= 65; n++) {
        bool aes = n == 16 || n == 24 || n == 32;
        bool des = n == 8 || n == 16 || n == 24;
        assert_int_equal(hy_ok(hy_cipher_new(c, HY_CIPHER_AES, hy_view_of(zeros, n), &k)), aes);
        hy_cipher_free(&k);
        assert_int_equal(hy_ok(hy_cipher_new(c, HY_CIPHER_DES, hy_view_of(zeros, n), &k)), des);
        hy_cipher_free(&k);
        assert_fails(ARGUMENT, hy_cipher_new(c, HY_CIPHER_XTS, hy_view_of(zeros, n), &k));
        assert_null(k);
    }
    assert_fails(ARGUMENT, hy_cipher_new(c, (hy_cipher_kind)9, hy_view_of(zeros, 16), &k));
    uint8_t halves[32] = {1};
    uint8_t out[64] = {0};
    hy_ctr ctr = {{0}, 0};
    assert_ok(hy_cipher_new(c, HY_CIPHER_XTS, VIEW(halves), &k));
    assert_fails(STATE, hy_cipher_ecb(k, HY_ENCRYPT, hy_view_of(zeros, 16), out, 16));
    assert_fails(STATE, hy_cipher_ctr(k, &ctr, hy_view_of(zeros, 16), out, 16));
    assert_fails(ARGUMENT, hy_cipher_xts(k, HY_ENCRYPT, zeros, hy_view_of(zeros, 15), out, 16));
    hy_cipher_free(&k);
    assert_ok(hy_cipher_new(c, HY_CIPHER_DES, hy_view_of(zeros, 8), &k));
    assert_int_equal(hy_cipher_block(k), 8);
    assert_fails(STATE, hy_cipher_ctr(k, &ctr, hy_view_of(zeros, 16), out, 16));
    assert_fails(STATE, hy_cipher_xts(k, HY_ENCRYPT, zeros, hy_view_of(zeros, 16), out, 16));
    hy_cipher_free(&k);
    hy_cipher_free(&k);
}

static void test_cipher_lengths(void **state)
{
    hy_cipher *k;
    uint8_t out[64] = {0};
    uint8_t chain[16] = {0};
    hy_ctr ctr = {{0}, 0};
    assert_ok(hy_cipher_new(crypto_of(state), HY_CIPHER_AES, hy_view_of(zeros, 16), &k));
    assert_fails(LIMIT, hy_cipher_ecb(k, HY_ENCRYPT, hy_view_of(zeros, 32), out, 31));
    assert_fails(ARGUMENT, hy_cipher_ecb(k, HY_ENCRYPT, hy_view_of(zeros, 31), out, 64));
    assert_fails(ARGUMENT, hy_cipher_ecb(k, (hy_direction)2, hy_view_of(zeros, 32), out, 64));
    assert_fails(LIMIT, hy_cipher_cbc(k, HY_DECRYPT, chain, hy_view_of(zeros, 32), out, 31));
    assert_fails(ARGUMENT, hy_cipher_cbc(k, HY_DECRYPT, chain, hy_view_of(zeros, 8), out, 64));
    assert_fails(LIMIT, hy_cipher_ctr(k, &ctr, hy_view_of(zeros, 9), out, 8));
    assert_fails(ARGUMENT,
                 hy_cipher_ctr(k, &ctr, hy_view_of(zeros, ((size_t)1 << 30) + 1), out, SIZE_MAX));
    ctr.used = 16;
    assert_fails(ARGUMENT, hy_cipher_ctr(k, &ctr, hy_view_of(zeros, 9), out, 64));
    assert_memory_equal(out, zeros, sizeof out); /* nothing was written */
    ctr.used = 5;
    assert_ok(hy_cipher_ctr(k, &ctr, NOTHING, out, 0));
    assert_ok(hy_cipher_cbc(k, HY_ENCRYPT, chain, NOTHING, out, 0));
    assert_ok(hy_cipher_ecb(k, HY_ENCRYPT, NOTHING, out, 0));
    assert_int_equal(ctr.used, 5);
    assert_memory_equal(chain, zeros, 16);
    hy_cipher_free(&k);
}

static void test_padding_there_and_back(void **state)
{
    (void)state;
    for (hy_padding p = HY_PADDING_ISO9797_M1; p <= HY_PADDING_PKCS5; p++)
        for (size_t block = 8; block <= 16; block += 8)
            for (size_t used = 0; used <= 40; used++) {
                uint8_t bytes[64];
                size_t n, again;
                memset(bytes, 0x5A, sizeof bytes);
                assert_ok(hy_padding_add(p, block, bytes, used, sizeof bytes, &n));
                assert_int_equal(n % block, 0);
                assert_true(n >= used && n <= used + block);
                assert_ok(hy_padding_remove(p, block, hy_view_of(bytes, n), &again));
                assert_int_equal(again, p == HY_PADDING_ISO9797_M1 ? n : used);
            }
}

static void test_padding_refusals(void **state)
{
    (void)state;
    uint8_t bytes[16] = {0};
    size_t n;
    assert_fails(ARGUMENT, hy_padding_add(HY_PADDING_NONE, 8, bytes, 7, 16, &n));
    assert_ok(hy_padding_add(HY_PADDING_NONE, 8, bytes, 8, 8, &n));
    assert_fails(LIMIT, hy_padding_add(HY_PADDING_PKCS5, 8, bytes, 8, 15, &n));
    assert_fails(LIMIT, hy_padding_add(HY_PADDING_ISO9797_M2, 8, bytes, 17, 16, &n));
    assert_fails(ARGUMENT, hy_padding_add(HY_PADDING_PKCS5, 0, bytes, 0, 16, &n));
    assert_fails(ARGUMENT, hy_padding_add(HY_PADDING_PKCS5, 256, bytes, 0, 16, &n));
    assert_fails(ARGUMENT, hy_padding_remove(HY_PADDING_PKCS5, 8, hy_view_of(bytes, 15), &n));
    assert_fails(FORMAT, hy_padding_remove(HY_PADDING_PKCS5, 8, NOTHING, &n));
    assert_fails(FORMAT, hy_padding_remove(HY_PADDING_ISO9797_M2, 8, VIEW(bytes), &n));
    static const uint8_t wrong[][8] = {
        {1, 1, 1, 1, 1, 1, 1, 0}, {1, 1, 1, 1, 1, 1, 1, 2}, {9, 9, 9, 9, 9, 9, 9, 9},
        {0, 8, 8, 8, 8, 8, 8, 8}, {1, 2, 3, 4, 4, 4, 3, 4}, {1, 1, 1, 1, 1, 1, 1, 0xFF},
    };
    for (size_t i = 0; i < TEST_COUNT(wrong); i++)
        assert_fails(FORMAT, hy_padding_remove(HY_PADDING_PKCS5, 8, VIEW(wrong[i]), &n));
    assert_int_equal(n, 0);
    static const uint8_t not_method2[][8] = {{0x80, 0, 0, 1, 0, 0, 0, 0},
                                             {1, 1, 1, 1, 1, 1, 1, 0x81}};
    for (size_t i = 0; i < TEST_COUNT(not_method2); i++)
        assert_fails(FORMAT, hy_padding_remove(HY_PADDING_ISO9797_M2, 8, VIEW(not_method2[i]), &n));
}

/* ---- MACs ---- */

static void test_mac_refusals(void **state)
{
    hy_crypto *c = crypto_of(state);
    hy_mac *m;
    uint8_t out[64];
    size_t n;
    assert_fails(ARGUMENT, hy_mac_new_hmac(c, HY_DIGEST_NONE, NOTHING, &m));
    assert_fails(ARGUMENT, hy_mac_new_cmac(c, HY_CIPHER_AES, hy_view_of(zeros, 17), &m));
    assert_fails(ARGUMENT, hy_mac_new_cmac(c, HY_CIPHER_DES, hy_view_of(zeros, 8), &m));
    assert_fails(ARGUMENT, hy_mac_new_cmac(c, HY_CIPHER_XTS, hy_view_of(zeros, 32), &m));
    assert_fails(ARGUMENT, hy_mac_new_retail(c, hy_view_of(zeros, 8), HY_PADDING_NONE, &m));
    assert_fails(ARGUMENT,
                 hy_mac_new_cbc(c, HY_CIPHER_XTS, hy_view_of(zeros, 32), HY_PADDING_NONE, &m));
    assert_fails(ARGUMENT,
                 hy_mac_new_cbc(c, HY_CIPHER_DES, hy_view_of(zeros, 9), HY_PADDING_NONE, &m));
    assert_fails(ARGUMENT,
                 hy_mac_new_cbc(c, HY_CIPHER_DES, hy_view_of(zeros, 8), (hy_padding)4, &m));
    assert_null(m);
    assert_ok(hy_mac_new_hmac(c, HY_DIGEST_SHA256, hy_view_of(zeros, 16), &m));
    assert_fails(STATE, hy_mac_start_from(m, hy_view_of(zeros, 8)));
    hy_mac_free(&m);
    assert_ok(hy_mac_new_retail(c, hy_view_of(zeros, 16), HY_PADDING_NONE, &m));
    assert_fails(ARGUMENT, hy_mac_start_from(m, hy_view_of(zeros, 7)));
    assert_fails(STATE, hy_mac_finish(m, out, sizeof out, &n)); /* no block */
    assert_ok(hy_mac_update(m, hy_view_of(zeros, 9)));
    assert_fails(ARGUMENT, hy_mac_finish(m, out, sizeof out, &n)); /* a broken block */
    hy_mac_free(&m);
    hy_mac_free(&m);
}

static void test_mac_goes_on_and_starts_again(void **state)
{
    hy_mac *m;
    uint8_t a[32], b[32];
    size_t n;
    hy_view parts[] = {hy_view_str("one "), NOTHING, hy_view_str("message")};
    assert_ok(hy_mac_new_hmac(crypto_of(state), HY_DIGEST_SHA256, hy_view_of(zeros, 16), &m));
    assert_ok(hy_mac_update(m, hy_view_str("one ")));
    assert_fails(LIMIT, hy_mac_finish(m, a, 31, &n));
    assert_ok(hy_mac_update(m, hy_view_str("message")));
    assert_ok(hy_mac_finish(m, a, 32, &n));
    assert_ok(hy_mac_update(m, hy_view_str("left behind")));
    assert_ok(hy_mac_over(m, parts, TEST_COUNT(parts), b, 32, &n));
    assert_int_equal(n, 32);
    assert_memory_equal(a, b, 32);
    hy_mac_free(&m);
}

/* ---- authenticated encryption ---- */

static void test_aead_lengths(void **state)
{
    hy_crypto *c = crypto_of(state);
    hy_aead *gcm, *ccm;
    uint8_t out[64];
    uint8_t tag[16];
    static uint8_t large[65536];
    assert_fails(ARGUMENT, hy_aead_new(c, HY_AEAD_GCM, hy_view_of(zeros, 15), &gcm));
    assert_fails(ARGUMENT, hy_aead_new(c, (hy_aead_mode)2, hy_view_of(zeros, 16), &gcm));
    assert_ok(hy_aead_new(c, HY_AEAD_GCM, hy_view_of(zeros, 16), &gcm));
    assert_ok(hy_aead_new(c, HY_AEAD_CCM, hy_view_of(zeros, 16), &ccm));
    hy_view text = hy_view_of(zeros, 20);
    for (size_t n = 0; n <= 20; n++) {
        hy_view nonce = hy_view_of(zeros, 13);
        uint8_t long_tag[20];
        bool for_gcm = n == 4 || n == 8 || (n >= 12 && n <= 16);
        bool for_ccm = n >= 4 && n <= 16 && n % 2 == 0;
        assert_int_equal(hy_ok(hy_aead_seal(gcm, nonce, NOTHING, text, out, 64, long_tag, n)),
                         for_gcm);
        assert_int_equal(hy_ok(hy_aead_seal(ccm, nonce, NOTHING, text, out, 64, long_tag, n)),
                         for_ccm);
        nonce.n = n;
        assert_int_equal(hy_ok(hy_aead_seal(gcm, nonce, NOTHING, text, out, 64, tag, 16)), n > 0);
        assert_int_equal(hy_ok(hy_aead_seal(ccm, nonce, NOTHING, text, out, 64, tag, 16)),
                         n >= 7 && n <= 13);
    }
    hy_view nonce = hy_view_of(zeros, 13);
    assert_fails(LIMIT, hy_aead_seal(ccm, nonce, NOTHING, text, out, 19, tag, 16));
    assert_fails(LIMIT, hy_aead_open(gcm, nonce, NOTHING, text, VIEW(tag), out, 19));
    /* The length of a CCM message has two bytes beside a nonce of 13. */
    assert_fails(ARGUMENT, hy_aead_seal(ccm, nonce, NOTHING, VIEW(large), large, 65536, tag, 16));
    assert_ok(hy_aead_seal(ccm, nonce, NOTHING, hy_view_of(large, 65535), large, 65535, tag, 16));
    hy_aead_free(&gcm);
    hy_aead_free(&gcm);
    hy_aead_free(&ccm);
}

static void test_gcm_parts_keep_their_order(void **state)
{
    hy_aead *a;
    uint8_t out[16];
    uint8_t tag[16] = {0};
    hy_view nonce = hy_view_of(zeros, 12);
    hy_view text = hy_view_of(zeros, 16);
    assert_ok(hy_aead_new(crypto_of(state), HY_AEAD_CCM, hy_view_of(zeros, 16), &a));
    assert_fails(STATE, hy_aead_start(a, HY_ENCRYPT, nonce));
    hy_aead_free(&a);
    assert_ok(hy_aead_new(crypto_of(state), HY_AEAD_GCM, hy_view_of(zeros, 16), &a));
    assert_fails(STATE, hy_aead_update(a, text, out, 16));
    assert_fails(STATE, hy_aead_extra(a, text));
    assert_fails(STATE, hy_aead_end_seal(a, tag, 16));
    assert_fails(ARGUMENT, hy_aead_start(a, HY_ENCRYPT, NOTHING));
    assert_ok(hy_aead_start(a, HY_ENCRYPT, nonce));
    assert_ok(hy_aead_update(a, text, out, 16));
    assert_fails(STATE, hy_aead_extra(a, text)); /* too late */
    assert_fails(STATE, hy_aead_update(a, text, out, 16));
    assert_ok(hy_aead_start(a, HY_ENCRYPT, nonce));
    assert_fails(STATE, hy_aead_end_open(a, VIEW(tag))); /* of the other direction */
    assert_ok(hy_aead_start(a, HY_DECRYPT, nonce));
    assert_fails(LIMIT, hy_aead_update(a, text, out, 15));
    assert_ok(hy_aead_start(a, HY_DECRYPT, nonce));
    assert_ok(hy_aead_update(a, text, out, 16));
    assert_fails(MISMATCH, hy_aead_end_open(a, VIEW(tag)));
    assert_fails(STATE, hy_aead_end_open(a, VIEW(tag)));
    hy_aead_free(&a);
}

/* ---- RSA ---- */

static hy_rsa *generated(hy_crypto *c, unsigned bits)
{
    hy_rsa *k;
    assert_ok(hy_rsa_generate(c, bits, VIEW(e65537), &k));
    return k;
}

static hy_rsa *public_of(hy_crypto *c, const hy_rsa *k)
{
    uint8_t number[HY_RSA_SIZE_MAX];
    size_t n;
    hy_rsa *public;
    assert_ok(hy_rsa_get(k, HY_RSA_N, number, sizeof number, &n));
    assert_ok(hy_rsa_new_public(c, hy_view_of(number, n), VIEW(e65537), &public));
    return public;
}

static void test_rsa_generation(void **state)
{
    hy_crypto *c = crypto_of(state);
    hy_rsa *k;
    static const uint8_t three[] = {3}, even[] = {1, 0, 0}, one[] = {1};
    static const uint8_t nine_bytes[] = {1, 0, 0, 0, 0, 0, 0, 0, 1};
    assert_fails(ARGUMENT, hy_rsa_generate(c, 504, VIEW(three), &k));
    assert_fails(ARGUMENT, hy_rsa_generate(c, 4104, VIEW(three), &k));
    assert_fails(ARGUMENT, hy_rsa_generate(c, 1001, VIEW(three), &k));
    assert_fails(ARGUMENT, hy_rsa_generate(c, 512, VIEW(even), &k));
    assert_fails(ARGUMENT, hy_rsa_generate(c, 512, VIEW(one), &k));
    assert_fails(ARGUMENT, hy_rsa_generate(c, 512, NOTHING, &k));
    assert_fails(ARGUMENT, hy_rsa_generate(c, 512, VIEW(nine_bytes), &k));
    assert_null(k);
    static const unsigned sizes[] = {512, 736, 1024, 2048};
    for (size_t i = 0; i < TEST_COUNT(sizes); i++) {
        uint8_t parts[HY_RSA_PART_COUNT][HY_RSA_SIZE_MAX];
        size_t n[HY_RSA_PART_COUNT];
        assert_ok(hy_rsa_generate(c, sizes[i], i % 2 == 0 ? VIEW(three) : VIEW(e65537), &k));
        assert_int_equal(hy_rsa_size(k), sizes[i] / 8);
        for (int part = 0; part < HY_RSA_PART_COUNT; part++)
            assert_ok(hy_rsa_get(k, (hy_rsa_part)part, parts[part], sizeof parts[part], &n[part]));
        assert_int_equal(n[HY_RSA_N], sizes[i] / 8);
        hy_rsa_free(&k);
        /* The parts make the same key again, and are thereby proven to fit. */
        hy_rsa_crt crt = {
            hy_view_of(parts[HY_RSA_P], n[HY_RSA_P]), hy_view_of(parts[HY_RSA_Q], n[HY_RSA_Q]),
            hy_view_of(parts[HY_RSA_DP], n[HY_RSA_DP]), hy_view_of(parts[HY_RSA_DQ], n[HY_RSA_DQ]),
            hy_view_of(parts[HY_RSA_QINV], n[HY_RSA_QINV])};
        uint8_t modulus[HY_RSA_SIZE_MAX];
        size_t modulus_n;
        assert_ok(hy_rsa_new_crt(c, &crt, NOTHING, &k));
        assert_ok(hy_rsa_get(k, HY_RSA_N, modulus, sizeof modulus, &modulus_n));
        assert_true(hy_view_equal(hy_view_of(modulus, modulus_n),
                                  hy_view_of(parts[HY_RSA_N], n[HY_RSA_N])));
        assert_fails(LIMIT, hy_rsa_get(k, HY_RSA_N, modulus, modulus_n - 1, &n[0]));
        hy_rsa_free(&k);
    }
}

static void test_rsa_there_and_back(void **state)
{
    hy_crypto *c = crypto_of(state);
    hy_rsa *k = generated(c, 1024);
    hy_rsa *public = public_of(c, k);
    uint8_t secret[128], out[128], digest[32] = {7};
    size_t n;
    hy_verdict verdict;
    const hy_rsa_padding paddings[] = {
        {.scheme = HY_RSA_PKCS1},
        {.scheme = HY_RSA_OAEP, .digest = HY_DIGEST_SHA1},
        {.scheme = HY_RSA_OAEP, .digest = HY_DIGEST_SHA256, .mgf = HY_DIGEST_SHA1},
        {.scheme = HY_RSA_OAEP, .digest = HY_DIGEST_SHA256, .label = VIEW(e65537)},
        {.scheme = HY_RSA_OAEP, .digest = HY_DIGEST_SHA256},
    };
    for (size_t i = 0; i < 2 * TEST_COUNT(paddings); i++) {
        const hy_rsa_padding *p = &paddings[i % TEST_COUNT(paddings)];
        assert_ok(hy_rsa_encrypt(public, p, hy_view_str("a secret"), secret, 128, &n));
        assert_ok(hy_rsa_decrypt(k, p, hy_view_of(secret, n), out, 128, &n));
        assert_true(hy_view_equal(hy_view_of(out, n), hy_view_str("a secret")));
        assert_ok(hy_rsa_encrypt(k, p, NOTHING, secret, 128, &n));
        assert_ok(hy_rsa_decrypt(k, p, hy_view_of(secret, n), out, 128, &n));
        assert_int_equal(n, 0);
    }
    for (size_t salt = 0; salt <= 32; salt += 16) {
        const hy_rsa_padding pss = {.scheme = HY_RSA_PSS, .digest = HY_DIGEST_SHA256, .salt = salt};
        assert_ok(hy_rsa_sign(k, &pss, VIEW(digest), secret, 128, &n));
        assert_ok(hy_rsa_verify(public, &pss, VIEW(digest), hy_view_of(secret, n), &verdict));
        assert_int_equal(verdict, HY_VERDICT_EQUAL);
        secret[64] ^= 1;
        assert_ok(hy_rsa_verify(public, &pss, VIEW(digest), hy_view_of(secret, n), &verdict));
        assert_int_equal(verdict, HY_VERDICT_DIFFERENT);
    }
    const hy_rsa_padding plain = {.scheme = HY_RSA_PKCS1};
    assert_ok(hy_rsa_sign(k, &plain, hy_view_str("as it is"), secret, 128, &n));
    assert_ok(hy_rsa_recover(public, hy_view_of(secret, n), out, 8, &n));
    assert_memory_equal(out, "as it is", 8);
    assert_fails(LIMIT, hy_rsa_recover(public, VIEW(secret), out, 7, &n));
    secret[3] ^= 1;
    assert_fails(MISMATCH, hy_rsa_recover(public, VIEW(secret), out, 128, &n));
    assert_fails(MISMATCH, hy_rsa_recover(public, hy_view_of(secret, 127), out, 128, &n));
    hy_rsa_free(&k);
    hy_rsa_free(&public);
}

static void test_rsa_refusals(void **state)
{
    hy_crypto *c = crypto_of(state);
    hy_rsa *k = generated(c, 1024);
    hy_rsa *public = public_of(c, k);
    uint8_t out[128], modulus[128], digest[64] = {0};
    size_t n;
    hy_verdict verdict;
    assert_ok(hy_rsa_get(k, HY_RSA_N, modulus, 128, &n));
    assert_fails(NOT_FOUND, hy_rsa_get(public, HY_RSA_D, out, 128, &n));
    assert_fails(ARGUMENT, hy_rsa_get(k, HY_RSA_PART_COUNT, out, 128, &n));
    assert_fails(ARGUMENT, hy_rsa_raw_private(k, hy_view_of(zeros, 127), out, 128, &n));
    assert_fails(ARGUMENT, hy_rsa_raw_private(k, VIEW(modulus), out, 128, &n));
    assert_fails(ARGUMENT, hy_rsa_raw_public(k, VIEW(modulus), out, 128, &n));
    assert_fails(LIMIT, hy_rsa_raw_private(k, hy_view_of(zeros, 128), out, 127, &n));
    assert_fails(STATE, hy_rsa_raw_private(public, hy_view_of(zeros, 128), out, 128, &n));
    const hy_rsa_padding pkcs1 = {.scheme = HY_RSA_PKCS1};
    const hy_rsa_padding pss = {.scheme = HY_RSA_PSS, .digest = HY_DIGEST_SHA512, .salt = 62};
    const hy_rsa_padding oaep = {.scheme = HY_RSA_OAEP, .digest = HY_DIGEST_SHA1};
    assert_fails(STATE, hy_rsa_decrypt(public, &pkcs1, hy_view_of(zeros, 128), out, 128, &n));
    assert_fails(STATE, hy_rsa_sign(public, &pkcs1, hy_view_of(digest, 1), out, 128, &n));
    assert_fails(ARGUMENT, hy_rsa_encrypt(public, &pkcs1, hy_view_of(zeros, 118), out, 128, &n));
    assert_fails(ARGUMENT, hy_rsa_encrypt(public, &oaep, hy_view_of(zeros, 87), out, 128, &n));
    assert_fails(ARGUMENT, hy_rsa_encrypt(public, &pss, hy_view_of(zeros, 1), out, 128, &n));
    assert_fails(ARGUMENT, hy_rsa_sign(k, &oaep, hy_view_of(digest, 20), out, 128, &n));
    assert_fails(ARGUMENT, hy_rsa_sign(k, &pss, hy_view_of(digest, 63), out, 128, &n));
    assert_fails(ARGUMENT, hy_rsa_sign(k, &pkcs1, hy_view_of(zeros, 118), out, 128, &n));
    assert_fails(LIMIT, hy_rsa_sign(k, &pss, VIEW(digest), out, 127, &n));
    assert_ok(hy_rsa_sign(k, &pss, VIEW(digest), out, 128, &n)); /* 64 + 62 + 2: just fits */
    const hy_rsa_padding salty = {.scheme = HY_RSA_PSS, .digest = HY_DIGEST_SHA512, .salt = 63};
    assert_fails(CRYPTO, hy_rsa_sign(k, &salty, VIEW(digest), out, 128, &n));
    assert_ok(hy_rsa_verify(public, &pkcs1, VIEW(digest), NOTHING, &verdict));
    assert_int_equal(verdict, HY_VERDICT_DIFFERENT);
    static const uint8_t one[] = {1};
    hy_rsa *none;
    modulus[127] ^= 1;
    assert_fails(ARGUMENT, hy_rsa_new_public(c, VIEW(modulus), VIEW(e65537), &none));
    modulus[127] ^= 1;
    assert_fails(ARGUMENT, hy_rsa_new_public(c, VIEW(modulus), VIEW(one), &none));
    assert_fails(ARGUMENT, hy_rsa_new_public(c, VIEW(modulus), VIEW(modulus), &none));
    assert_fails(ARGUMENT, hy_rsa_new_public(c, VIEW(modulus), NOTHING, &none));
    assert_fails(ARGUMENT, hy_rsa_new_public(c, NOTHING, VIEW(e65537), &none));
    assert_null(none);
    hy_rsa_free(&k);
    hy_rsa_free(&k);
    hy_rsa_free(&public);
}

/* Applets use private keys with any exponent as a modular power: here x^5 with an unknown inverse.
 */
static void test_rsa_bare_key_only_raises(void **state)
{
    hy_crypto *c = crypto_of(state);
    hy_rsa *k = generated(c, 512);
    uint8_t modulus[64], two[64] = {0}, out[64], d[40];
    size_t n;
    assert_ok(hy_rsa_get(k, HY_RSA_N, modulus, 64, &n));
    hy_rsa_free(&k);
    static const uint8_t five[] = {5};
    assert_ok(hy_rsa_new_private(c, VIEW(modulus), VIEW(five), NOTHING, &k));
    two[63] = 2;
    assert_ok(hy_rsa_raw_private(k, VIEW(two), out, 64, &n));
    assert_int_equal(n, 64);
    two[63] = 32;
    assert_memory_equal(out, two, 64);
    const hy_rsa_padding pkcs1 = {.scheme = HY_RSA_PKCS1};
    assert_fails(UNSUPPORTED, hy_rsa_sign(k, &pkcs1, hy_view_of(zeros, 1), out, 64, &n));
    assert_fails(UNSUPPORTED, hy_rsa_raw_public(k, VIEW(two), out, 64, &n));
    assert_fails(NOT_FOUND, hy_rsa_get(k, HY_RSA_E, out, 64, &n));
    assert_ok(hy_rsa_get(k, HY_RSA_D, d, 40, &n));
    assert_int_equal(n, 1);
    hy_rsa_free(&k);
}

static void test_iso9796_refusals(void **state)
{
    hy_crypto *c = crypto_of(state);
    hy_rsa *k = generated(c, 1024);
    hy_rsa *public = public_of(c, k);
    uint8_t signature[128], out[128], message[150] = {0};
    size_t n, head;
    hy_verdict verdict;
    hy_iso9796_trailer bc = HY_ISO9796_IMPLICIT;
    assert_int_equal(hy_iso9796_capacity(128, HY_DIGEST_SHA1, bc), 106);
    assert_int_equal(hy_iso9796_capacity(22, HY_DIGEST_SHA1, bc), 0);
    assert_int_equal(hy_iso9796_capacity(128, HY_DIGEST_MD5, HY_ISO9796_EXPLICIT), 0);
    assert_ok(hy_iso9796_sign(c, k, HY_DIGEST_SHA1, bc, VIEW(message), signature, 128, &n, &head));
    assert_int_equal(head, 106);
    hy_view rest = hy_view_of(message, 44);
    assert_ok(hy_iso9796_verify(c, public, HY_DIGEST_SHA1, bc, VIEW(signature), rest, out, 128, &n,
                                &verdict));
    assert_int_equal(verdict, HY_VERDICT_EQUAL);
    const struct {
        hy_digest_kind kind;
        hy_iso9796_trailer trailer;
        size_t rest;
        size_t signature;
    } wrong[] = {
        {HY_DIGEST_SHA1, bc, 43, 128},
        {HY_DIGEST_SHA1, bc, 0, 128},
        {HY_DIGEST_SHA1, HY_ISO9796_EXPLICIT, 44, 128},
        {HY_DIGEST_SHA256, bc, 44, 128},
        {HY_DIGEST_SHA1, bc, 44, 127},
        {HY_DIGEST_SHA1, bc, 44, 0},
    };
    for (size_t i = 0; i < TEST_COUNT(wrong); i++) {
        assert_ok(hy_iso9796_verify(c, public, wrong[i].kind, wrong[i].trailer,
                                    hy_view_of(signature, wrong[i].signature),
                                    hy_view_of(message, wrong[i].rest), out, 128, &n, &verdict));
        assert_int_equal(verdict, HY_VERDICT_DIFFERENT);
        assert_int_equal(n, 0);
    }
    assert_fails(LIMIT, hy_iso9796_verify(c, public, HY_DIGEST_SHA1, bc, VIEW(signature), rest, out,
                                          105, &n, &verdict));
    assert_fails(ARGUMENT, hy_iso9796_frame(HY_DIGEST_SHA1, bc, hy_view_of(message, 105), true,
                                            hy_view_of(zeros, 20), out, 128));
    assert_fails(ARGUMENT, hy_iso9796_frame(HY_DIGEST_SHA1, bc, hy_view_of(message, 107), false,
                                            hy_view_of(zeros, 20), out, 128));
    assert_fails(ARGUMENT, hy_iso9796_frame(HY_DIGEST_SHA1, bc, hy_view_of(message, 10), false,
                                            hy_view_of(zeros, 19), out, 128));
    hy_rsa_free(&k);
    hy_rsa_free(&public);
}

static void test_iso9796_frames_of_all_lengths(void **state)
{
    (void)state;
    uint8_t frame[64], message[64];
    memset(message, 0xBB, sizeof message); /* looks like padding */
    size_t capacity = hy_iso9796_capacity(64, HY_DIGEST_SHA1, HY_ISO9796_IMPLICIT);
    for (size_t n = 0; n <= capacity; n++) {
        hy_view head, digest;
        bool more;
        assert_ok(hy_iso9796_frame(HY_DIGEST_SHA1, HY_ISO9796_IMPLICIT, hy_view_of(message, n),
                                   false, hy_view_of(zeros, 20), frame, 64));
        assert_ok(hy_iso9796_parse(HY_DIGEST_SHA1, HY_ISO9796_IMPLICIT, VIEW(frame), &head, &more,
                                   &digest));
        assert_int_equal(head.n, n);
        assert_false(more);
        /* Any change of header, padding or trailer is seen. */
        size_t pad = 1 + capacity - n;
        for (size_t i = 0; i < pad; i++) {
            frame[i] ^= 0x04;
            assert_fails(FORMAT, hy_iso9796_parse(HY_DIGEST_SHA1, HY_ISO9796_IMPLICIT, VIEW(frame),
                                                  &head, &more, &digest));
            frame[i] ^= 0x04;
        }
        frame[63] ^= 0x10;
        assert_fails(FORMAT, hy_iso9796_parse(HY_DIGEST_SHA1, HY_ISO9796_IMPLICIT, VIEW(frame),
                                              &head, &more, &digest));
    }
}

/* ---- curves ---- */

static void test_every_curve_signs_and_agrees(void **state)
{
    hy_crypto *c = crypto_of(state);
    for (hy_curve_name name = 0; name < HY_CURVE_COUNT; name++) {
        hy_curve *curve;
        hy_ec_key *a, *b, *public;
        uint8_t point[HY_CURVE_POINT_MAX], x[HY_CURVE_POINT_MAX], y[HY_CURVE_POINT_MAX];
        uint8_t signature[HY_ECDSA_MAX];
        size_t n, m;
        hy_verdict verdict;
        assert_ok(hy_curve_new_named(c, name, &curve));
        assert_ok(hy_curve_get(curve, HY_CURVE_PART_H, x, sizeof x, &n));
        hy_ecdh_kind other = n == 1 && x[0] == 1 ? HY_ECDH_COFACTOR : HY_ECDH_PLAIN;
        assert_ok(hy_ec_key_generate(curve, &a));
        assert_ok(hy_ec_key_generate(curve, &b));
        assert_ok(hy_ec_key_public(a, point, sizeof point, &n));
        assert_ok(hy_ec_key_new_public(curve, hy_view_of(point, n), &public));
        assert_ok(
            hy_ecdh_agree(b, HY_ECDH_PLAIN, HY_ECDH_POINT, hy_view_of(point, n), x, sizeof x, &n));
        assert_ok(hy_ec_key_public(b, point, sizeof point, &n));
        assert_ok(hy_ecdh_agree(a, other, HY_ECDH_POINT, hy_view_of(point, n), y, sizeof y, &m));
        assert_true(hy_view_equal(hy_view_of(x, n), hy_view_of(y, m)));
        for (hy_ecdsa_format f = HY_ECDSA_DER; f <= HY_ECDSA_PLAIN; f++)
            for (size_t length = 1; length <= 64; length += 21) {
                hy_view digest = hy_view_of(point, length);
                assert_ok(hy_ecdsa_sign(a, f, digest, signature, sizeof signature, &n));
                hy_view made = hy_view_of(signature, n);
                assert_ok(hy_ecdsa_verify(public, f, digest, made, &verdict));
                assert_int_equal(verdict, HY_VERDICT_EQUAL);
                assert_ok(hy_ecdsa_verify(a, f, digest, made, &verdict));
                assert_int_equal(verdict, HY_VERDICT_EQUAL);
                assert_ok(hy_ecdsa_verify(b, f, digest, made, &verdict));
                assert_int_equal(verdict, HY_VERDICT_DIFFERENT);
                signature[n - 1] ^= 1;
                assert_ok(hy_ecdsa_verify(public, f, digest, made, &verdict));
                assert_int_equal(verdict, HY_VERDICT_DIFFERENT);
            }
        hy_ec_key_free(&a);
        hy_ec_key_free(&b);
        hy_ec_key_free(&public);
        hy_curve_free(&curve);
    }
}

/* Each named curve given by its numbers is found again by name; B-163 with another generator is
   not, and works. */
static void test_every_curve_by_its_numbers(void **state)
{
    hy_crypto *c = crypto_of(state);
    for (hy_curve_name name = 0; name < HY_CURVE_COUNT; name++) {
        hy_curve *curve, *again;
        uint8_t part[6][HY_CURVE_POINT_MAX];
        size_t n[6];
        uint16_t e[3];
        assert_ok(hy_curve_new_named(c, name, &curve));
        for (hy_curve_part p = HY_CURVE_PART_P; p <= HY_CURVE_PART_H; p++)
            assert_ok(hy_curve_get(curve, p, part[p], sizeof part[p], &n[p]));
        hy_curve_params params = {
            .binary = hy_curve_is_binary(curve, e),
            .p = hy_view_of(part[0], n[0]),
            .a = hy_view_of(part[1], n[1]),
            .b = hy_view_of(part[2], n[2]),
            .g = hy_view_of(part[3], n[3]),
            .n = hy_view_of(part[4], n[4]),
            .h = hy_view_of(part[5], n[5]),
        };
        assert_true(params.binary == (name >= HY_CURVE_SECT113R1));
        assert_ok(hy_curve_new(c, &params, &again));
        assert_true(hy_curve_is_named(again));
        hy_curve_free(&again);
        part[4][n[4] - 1] ^= 2;
        assert_fails(ARGUMENT, hy_curve_new(c, &params, &again));
        part[4][n[4] - 1] ^= 2;
        params.binary = !params.binary;
        assert_fails(ARGUMENT, hy_curve_new(c, &params, &again));
        hy_curve_free(&curve);
    }
}

static void test_own_binary_curve(void **state)
{
    static const uint8_t two[] = {2};
    static const uint8_t digest[20] = {1};
    hy_crypto *c = crypto_of(state);
    hy_curve *named, *own;
    hy_ec_key *k;
    uint8_t part[6][HY_CURVE_POINT_MAX], signature[HY_ECDSA_MAX];
    size_t n[6], m;
    uint16_t e[3];
    hy_verdict verdict;
    assert_ok(hy_curve_new_named(c, HY_CURVE_SECT163R2, &named));
    for (hy_curve_part p = HY_CURVE_PART_P; p <= HY_CURVE_PART_H; p++)
        assert_ok(hy_curve_get(named, p, part[p], sizeof part[p], &n[p]));
    assert_ok(hy_curve_multiply(named, VIEW(two), (hy_view){0}, part[3], sizeof part[3], &n[3]));
    const hy_curve_params params = {
        .binary = true,
        .p = hy_view_of(part[0], n[0]),
        .a = hy_view_of(part[1], n[1]),
        .b = hy_view_of(part[2], n[2]),
        .g = hy_view_of(part[3], n[3]),
        .n = hy_view_of(part[4], n[4]),
        .h = hy_view_of(part[5], n[5]),
    };
    assert_ok(hy_curve_new(c, &params, &own));
    assert_false(hy_curve_is_named(own));
    assert_true(hy_curve_is_binary(own, e));
    assert_int_equal(e[0] + e[1] + e[2], 3 + 6 + 7);
    assert_ok(hy_ec_key_generate(own, &k));
    assert_ok(hy_ecdsa_sign(k, HY_ECDSA_DER, VIEW(digest), signature, sizeof signature, &m));
    assert_ok(hy_ecdsa_verify(k, HY_ECDSA_DER, VIEW(digest), hy_view_of(signature, m), &verdict));
    assert_int_equal(verdict, HY_VERDICT_EQUAL);
    hy_ec_key_free(&k);
    hy_curve_free(&own);
    hy_curve_free(&named);
}

static void test_ec_refusals(void **state)
{
    hy_crypto *c = crypto_of(state);
    hy_curve *curve;
    hy_ec_key *k, *public;
    uint8_t out[HY_ECDSA_MAX], order[32], point[65];
    size_t n;
    assert_fails(ARGUMENT, hy_curve_new_named(c, HY_CURVE_COUNT, &curve));
    assert_ok(hy_curve_new_named(c, HY_CURVE_P256, &curve));
    assert_int_equal(hy_curve_field_size(curve), 32);
    assert_int_equal(hy_curve_order_size(curve), 32);
    assert_ok(hy_curve_get(curve, HY_CURVE_PART_N, order, 32, &n));
    assert_fails(LIMIT, hy_curve_get(curve, HY_CURVE_PART_G, out, 64, &n));
    assert_fails(ARGUMENT, hy_curve_get(curve, (hy_curve_part)6, out, 64, &n));
    assert_fails(ARGUMENT, hy_ec_key_new_private(curve, hy_view_of(zeros, 32), &k));
    assert_fails(ARGUMENT, hy_ec_key_new_private(curve, NOTHING, &k));
    assert_fails(ARGUMENT, hy_ec_key_new_private(curve, VIEW(order), &k));
    assert_fails(ARGUMENT, hy_curve_multiply(curve, VIEW(order), NOTHING, out, 65, &n));
    assert_fails(ARGUMENT, hy_curve_multiply(curve, NOTHING, NOTHING, out, 65, &n));
    order[31] -= 1;
    assert_ok(hy_ec_key_new_private(curve, VIEW(order), &k));
    assert_ok(hy_ec_key_private(k, out, 32, &n));
    assert_memory_equal(out, order, 32);
    assert_fails(LIMIT, hy_ec_key_private(k, out, 31, &n));
    assert_fails(LIMIT, hy_ec_key_public(k, point, 64, &n));
    assert_ok(hy_ec_key_public(k, point, 65, &n));
    assert_ok(hy_ec_key_new_public(curve, VIEW(point), &public));
    hy_view digest = hy_view_of(zeros, 32);
    assert_fails(STATE, hy_ec_key_private(public, out, 32, &n));
    assert_fails(STATE, hy_ecdsa_sign(public, HY_ECDSA_DER, digest, out, sizeof out, &n));
    assert_fails(STATE, hy_ecdh_agree(public, HY_ECDH_PLAIN, HY_ECDH_X, VIEW(point), out, 32, &n));
    assert_fails(LIMIT, hy_ecdsa_sign(k, HY_ECDSA_DER, digest, out, 71, &n));
    assert_ok(hy_ecdsa_sign(k, HY_ECDSA_DER, digest, out, 72, &n));
    assert_fails(LIMIT, hy_ecdsa_sign(k, HY_ECDSA_PLAIN, digest, out, 63, &n));
    assert_fails(ARGUMENT, hy_ecdsa_sign(k, HY_ECDSA_DER, NOTHING, out, sizeof out, &n));
    assert_fails(LIMIT, hy_ecdh_agree(k, HY_ECDH_PLAIN, HY_ECDH_X, VIEW(point), out, 31, &n));
    hy_ec_key_free(&public);
    point[64] ^= 1;
    assert_fails(ARGUMENT, hy_ecdh_agree(k, HY_ECDH_PLAIN, HY_ECDH_X, VIEW(point), out, 32, &n));
    assert_fails(ARGUMENT, hy_ec_key_new_public(curve, VIEW(point), &public));
    assert_null(public);
    hy_ec_key_free(&k);
    hy_ec_key_free(&k);
    hy_curve_free(&curve);
    hy_curve_free(&curve);
}

static void test_edwards_and_montgomery_refusals(void **state)
{
    hy_crypto *c = crypto_of(state);
    hy_eddsa *e;
    hy_xdh *x, *y;
    uint8_t out[HY_EDDSA_SIGNATURE_MAX], other[HY_XDH_MAX], back[HY_XDH_MAX];
    size_t n;
    assert_fails(ARGUMENT, hy_eddsa_new_private(c, HY_ED25519, hy_view_of(zeros, 31), &e));
    assert_fails(ARGUMENT, hy_eddsa_new_public(c, HY_ED448, hy_view_of(zeros, 56), &e));
    assert_fails(ARGUMENT, hy_eddsa_generate(c, (hy_eddsa_curve)2, &e));
    assert_ok(hy_eddsa_new_public(c, HY_ED25519, hy_view_of(zeros, 32), &e));
    assert_fails(STATE, hy_eddsa_sign(e, NOTHING, out, sizeof out, &n));
    assert_fails(STATE, hy_eddsa_private(e, out, sizeof out, &n));
    assert_fails(LIMIT, hy_eddsa_public(e, out, 31, &n));
    hy_eddsa_free(&e);
    assert_ok(hy_eddsa_new_private(c, HY_ED448, hy_view_of(zeros, 57), &e));
    assert_fails(LIMIT, hy_eddsa_sign(e, NOTHING, out, 113, &n));
    assert_ok(hy_eddsa_sign(e, NOTHING, out, 114, &n));
    assert_ok(hy_eddsa_private(e, out, 57, &n));
    assert_memory_equal(out, zeros, 57);
    hy_eddsa_free(&e);
    hy_eddsa_free(&e);
    assert_fails(ARGUMENT, hy_xdh_new_private(c, HY_X448, hy_view_of(zeros, 32), &x));
    assert_fails(ARGUMENT, hy_xdh_generate(c, (hy_xdh_curve)2, &x));
    assert_ok(hy_xdh_generate(c, HY_X448, &x));
    assert_ok(hy_xdh_generate(c, HY_X448, &y));
    assert_ok(hy_xdh_public(y, other, sizeof other, &n));
    assert_ok(hy_xdh_agree(x, VIEW(other), out, sizeof out, &n));
    assert_ok(hy_xdh_public(x, other, sizeof other, &n));
    assert_ok(hy_xdh_agree(y, VIEW(other), back, sizeof back, &n));
    assert_memory_equal(out, back, 56);
    assert_fails(LIMIT, hy_xdh_agree(y, VIEW(other), back, 55, &n));
    assert_fails(LIMIT, hy_xdh_private(y, back, 55, &n));
    assert_ok(hy_xdh_private(y, back, 56, &n));
    hy_xdh_free(&x);
    hy_xdh_free(&x);
    hy_xdh_free(&y);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_digest_copy_and_limits),
        cmocka_unit_test(test_midstate_refusals_and_known_start),
        cmocka_unit_test(test_cipher_keys_and_modes),
        cmocka_unit_test(test_cipher_lengths),
        cmocka_unit_test(test_padding_there_and_back),
        cmocka_unit_test(test_padding_refusals),
        cmocka_unit_test(test_mac_refusals),
        cmocka_unit_test(test_mac_goes_on_and_starts_again),
        cmocka_unit_test(test_aead_lengths),
        cmocka_unit_test(test_gcm_parts_keep_their_order),
        cmocka_unit_test(test_rsa_generation),
        cmocka_unit_test(test_rsa_there_and_back),
        cmocka_unit_test(test_rsa_refusals),
        cmocka_unit_test(test_rsa_bare_key_only_raises),
        cmocka_unit_test(test_iso9796_refusals),
        cmocka_unit_test(test_iso9796_frames_of_all_lengths),
        cmocka_unit_test(test_every_curve_signs_and_agrees),
        cmocka_unit_test(test_every_curve_by_its_numbers),
        cmocka_unit_test(test_own_binary_curve),
        cmocka_unit_test(test_ec_refusals),
        cmocka_unit_test(test_edwards_and_montgomery_refusals),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
