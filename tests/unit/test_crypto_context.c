/* crypto/: the context: repeatable randomness, a port that fails, missing modules, two threads. */
#include "test.h"

#include "crypto/crypto.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ITEM_MAX 1024
#define VIEW(array) hy_view_of((array), sizeof(array))

static const uint8_t e65537[] = {1, 0, 1};
static const uint8_t message[] = "the same message every time";

static hy_crypto *context(hy_random port)
{
    hy_crypto *c;
    hy_reason why = {""};
    if (!hy_ok(hy_crypto_new(port, &c, &why)))
        fail_msg("%s", why.text);
    return c;
}

/* ---- everything that draws random bytes; each writes what depends on them ---- */

static hy_rc draw_random(hy_crypto *c, uint8_t *out, size_t *n)
{
    HY_TRY(hy_crypto_random(c, out, 100));
    *n = 100;
    return HY_OK;
}

static hy_rc draw_ec_key(hy_crypto *c, uint8_t *out, size_t *n)
{
    hy_curve *curve = NULL;
    hy_ec_key *k = NULL;
    hy_rc rc = hy_curve_new_named(c, HY_CURVE_P384, &curve);
    if (hy_ok(rc))
        rc = hy_ec_key_generate(curve, &k);
    if (hy_ok(rc))
        rc = hy_ec_key_public(k, out, ITEM_MAX, n);
    hy_ec_key_free(&k);
    hy_curve_free(&curve);
    return rc;
}

static hy_rc draw_ecdsa_on(hy_curve *curve, uint8_t *out, size_t *n)
{
    uint8_t s[] = {0x12, 0x34, 0x56, 0x78, 0x9A, 0xBC, 0xDE, 0xF1};
    hy_ec_key *k = NULL;
    hy_rc rc = hy_ec_key_new_private(curve, VIEW(s), &k);
    if (hy_ok(rc))
        rc = hy_ecdsa_sign_message(k, HY_ECDSA_PLAIN, HY_DIGEST_SHA256, VIEW(message), out,
                                   ITEM_MAX, n);
    hy_ec_key_free(&k);
    return rc;
}

static hy_rc draw_ecdsa(hy_crypto *c, uint8_t *out, size_t *n)
{
    hy_curve *curve;
    HY_TRY(hy_curve_new_named(c, HY_CURVE_P256, &curve));
    hy_rc rc = draw_ecdsa_on(curve, out, n);
    hy_curve_free(&curve);
    return rc;
}

/* P-256 with another generator, so that it is no named curve. */
static hy_rc draw_ecdsa_explicit(hy_crypto *c, uint8_t *out, size_t *n)
{
    uint8_t bytes[6][HY_CURVE_POINT_MAX];
    size_t length[6];
    hy_curve *curve;
    HY_TRY(hy_curve_new_named(c, HY_CURVE_P256, &curve));
    hy_rc rc = HY_OK;
    for (int i = 0; hy_ok(rc) && i < 6; i++)
        rc = hy_curve_get(curve, (hy_curve_part)i, bytes[i], sizeof bytes[i], &length[i]);
    uint8_t seven[] = {7};
    if (hy_ok(rc))
        rc = hy_curve_multiply(curve, VIEW(seven), (hy_view){NULL, 0}, bytes[3], sizeof bytes[3],
                               &length[3]);
    hy_curve_free(&curve);
    HY_TRY(rc);
    hy_curve_params params = {
        hy_view_of(bytes[0], length[0]),
        hy_view_of(bytes[1], length[1]),
        hy_view_of(bytes[2], length[2]),
        hy_view_of(bytes[3], length[3]),
        hy_view_of(bytes[4], length[4]),
        hy_view_of(bytes[5], length[5]),
        false,
    };
    HY_TRY(hy_curve_new(c, &params, &curve));
    assert_false(hy_curve_is_named(curve));
    rc = draw_ecdsa_on(curve, out, n);
    hy_curve_free(&curve);
    return rc;
}

static hy_rc draw_rsa_bits(hy_crypto *c, unsigned bits, uint8_t *out, size_t *n)
{
    hy_rsa *k;
    HY_TRY(hy_rsa_generate(c, bits, VIEW(e65537), &k));
    hy_rc rc = hy_rsa_get(k, HY_RSA_P, out, ITEM_MAX, n);
    hy_rsa_free(&k);
    return rc;
}

static hy_rc draw_rsa_small(hy_crypto *c, uint8_t *out, size_t *n)
{
    return draw_rsa_bits(c, 512, out, n);
}

static hy_rc draw_rsa_large(hy_crypto *c, uint8_t *out, size_t *n)
{
    return draw_rsa_bits(c, 2048, out, n);
}

/* A fixed public key: any odd modulus will do, for nobody decrypts. */
static hy_rc draw_padding(hy_crypto *c, const hy_rsa_padding *padding, uint8_t *out, size_t *n)
{
    uint8_t modulus[128];
    memset(modulus, 0xC5, sizeof modulus);
    hy_rsa *k;
    HY_TRY(hy_rsa_new_public(c, VIEW(modulus), VIEW(e65537), &k));
    hy_rc rc = hy_rsa_encrypt(k, padding, VIEW(message), out, ITEM_MAX, n);
    hy_rsa_free(&k);
    return rc;
}

static hy_rc draw_pkcs1(hy_crypto *c, uint8_t *out, size_t *n)
{
    return draw_padding(c, &(hy_rsa_padding){.scheme = HY_RSA_PKCS1}, out, n);
}

static hy_rc draw_oaep(hy_crypto *c, uint8_t *out, size_t *n)
{
    const hy_rsa_padding padding = {.scheme = HY_RSA_OAEP, .digest = HY_DIGEST_SHA256};
    return draw_padding(c, &padding, out, n);
}

static hy_rc draw_pss(hy_crypto *c, uint8_t *out, size_t *n)
{
    const hy_rsa_padding padding = {.scheme = HY_RSA_PSS, .digest = HY_DIGEST_SHA1, .salt = 20};
    uint8_t digest[20] = {1};
    hy_rsa *k;
    HY_TRY(hy_rsa_generate(c, 512, VIEW(e65537), &k));
    hy_rc rc = hy_rsa_sign(k, &padding, VIEW(digest), out, ITEM_MAX, n);
    hy_rsa_free(&k);
    return rc;
}

static hy_rc draw_eddsa(hy_crypto *c, uint8_t *out, size_t *n)
{
    hy_eddsa *k;
    HY_TRY(hy_eddsa_generate(c, HY_ED448, &k));
    hy_rc rc = hy_eddsa_public(k, out, ITEM_MAX, n);
    hy_eddsa_free(&k);
    return rc;
}

static hy_rc draw_xdh(hy_crypto *c, uint8_t *out, size_t *n)
{
    hy_xdh *k;
    HY_TRY(hy_xdh_generate(c, HY_X25519, &k));
    hy_rc rc = hy_xdh_public(k, out, ITEM_MAX, n);
    hy_xdh_free(&k);
    return rc;
}

static hy_rc (*const draws[])(hy_crypto *c, uint8_t *out, size_t *n) = {
    draw_random, draw_ec_key, draw_ecdsa, draw_ecdsa_explicit, draw_rsa_small, draw_rsa_large,
    draw_pkcs1,  draw_oaep,   draw_pss,   draw_eddsa,          draw_xdh,
};

typedef struct drawn {
    uint64_t seed;
    uint8_t items[TEST_COUNT(draws)][ITEM_MAX];
    size_t n[TEST_COUNT(draws)];
    bool failed;
} drawn;

static void *draw_all(void *into)
{
    drawn *d = into;
    hy_random_state state = {d->seed};
    hy_crypto *c;
    d->failed = !hy_ok(hy_crypto_new(hy_random_simulated(&state), &c, NULL));
    for (size_t i = 0; i < TEST_COUNT(draws) && !d->failed; i++)
        d->failed = !hy_ok(draws[i](c, d->items[i], &d->n[i]));
    hy_crypto_free(&c);
    return NULL;
}

static drawn *drawn_of(uint64_t seed)
{
    drawn *d = calloc(1, sizeof *d);
    assert_non_null(d);
    d->seed = seed;
    draw_all(d);
    assert_false(d->failed);
    return d;
}

static void assert_same(const drawn *a, const drawn *b)
{
    for (size_t i = 0; i < TEST_COUNT(draws); i++)
        assert_true(
            hy_view_equal(hy_view_of(a->items[i], a->n[i]), hy_view_of(b->items[i], b->n[i])));
}

static void test_one_port_gives_one_course(void **state)
{
    (void)state;
    drawn *first = drawn_of(7);
    drawn *again = drawn_of(7);
    drawn *other = drawn_of(8);
    assert_same(first, again);
    for (size_t i = 0; i < TEST_COUNT(draws); i++)
        assert_false(hy_view_equal(hy_view_of(first->items[i], first->n[i]),
                                   hy_view_of(other->items[i], other->n[i])));
    free(first);
    free(again);
    free(other);
}

static void test_two_threads_do_not_disturb_each_other(void **state)
{
    (void)state;
    drawn *alone[2] = {drawn_of(1), drawn_of(2)};
    drawn *together[2];
    pthread_t threads[2];
    for (uint64_t i = 0; i < 2; i++) {
        together[i] = calloc(1, sizeof *together[i]);
        assert_non_null(together[i]);
        together[i]->seed = i + 1;
        assert_int_equal(pthread_create(&threads[i], NULL, draw_all, together[i]), 0);
    }
    for (int i = 0; i < 2; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_false(together[i]->failed);
        assert_same(alone[i], together[i]);
        free(alone[i]);
        free(together[i]);
    }
}

/* ---- a port that fails ---- */

typedef struct unsteady {
    hy_random_state state;
    size_t good; /* calls before the failure */
} unsteady;

static hy_rc unsteady_fill(void *context, uint8_t *out, size_t n)
{
    unsteady *u = context;
    HY_ENSURE(u->good > 0, IO);
    u->good--;
    hy_random steady = hy_random_simulated(&u->state);
    return steady.fill(steady.context, out, n);
}

/* The failure comes at the first call, the second, and so on until the operation gets through. */
static void test_no_operation_survives_a_failing_port(void **state)
{
    (void)state;
    unsteady u = {{3}, 0};
    hy_crypto *c = context((hy_random){&u, unsteady_fill});
    for (size_t i = 0; i < TEST_COUNT(draws); i++) {
        uint8_t out[ITEM_MAX];
        size_t n;
        u.good = 0;
        assert_fails(CRYPTO, draws[i](c, out, &n));
        for (size_t good = 1; good < 40; good++) {
            u.good = good;
            hy_rc rc = draws[i](c, out, &n);
            assert_true(hy_ok(rc) || rc.code == HY_E_CRYPTO);
        }
        u.good = SIZE_MAX;
        assert_ok(draws[i](c, out, &n)); /* and is well again with the port */
    }
    hy_crypto_free(&c);
}

static void test_failed_random_leaves_no_bytes(void **state)
{
    (void)state;
    unsteady u = {{3}, 0};
    hy_crypto *c = context((hy_random){&u, unsteady_fill});
    uint8_t out[16];
    memset(out, 0xEE, sizeof out);
    assert_fails(CRYPTO, hy_crypto_random(c, out, sizeof out));
    for (size_t i = 0; i < sizeof out; i++)
        assert_int_equal(out[i], 0);
    hy_crypto_free(&c);
}

/* ---- set-up ---- */

static void test_missing_legacy_module_is_named(void **state)
{
    (void)state;
    hy_crypto *c;
    hy_reason why = {""};
    assert_int_equal(setenv("OPENSSL_MODULES", "/nonexistent", 1), 0);
    assert_fails(CRYPTO, hy_crypto_new(hy_random_system(), &c, &why));
    assert_int_equal(unsetenv("OPENSSL_MODULES"), 0);
    assert_null(c);
    assert_non_null(strstr(why.text, "legacy"));
    assert_non_null(strstr(why.text, "OPENSSL_MODULES"));
}

static void test_users_configuration_is_not_read(void **state)
{
    (void)state;
    assert_int_equal(setenv("OPENSSL_CONF", "/nonexistent/openssl.cnf", 1), 0);
    hy_crypto *c = context(hy_random_system());
    assert_int_equal(unsetenv("OPENSSL_CONF"), 0);
    hy_crypto_free(&c);
    assert_null(c);
    hy_crypto_free(&c);
}

static void test_system_port_never_repeats(void **state)
{
    (void)state;
    hy_crypto *c = context(hy_random_system());
    uint8_t a[32], b[32];
    assert_ok(hy_crypto_random(c, a, sizeof a));
    assert_ok(hy_crypto_random(c, b, sizeof b));
    assert_memory_not_equal(a, b, sizeof a);
    assert_ok(hy_crypto_random(c, a, 0));
    hy_crypto_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_port_gives_one_course),
        cmocka_unit_test(test_two_threads_do_not_disturb_each_other),
        cmocka_unit_test(test_no_operation_survives_a_failing_port),
        cmocka_unit_test(test_failed_random_leaves_no_bytes),
        cmocka_unit_test(test_missing_legacy_module_is_named),
        cmocka_unit_test(test_users_configuration_is_not_read),
        cmocka_unit_test(test_system_port_never_repeats),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
