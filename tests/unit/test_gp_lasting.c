/* Content management of an element that lives in an image: the issuer is there again, counters
   survive every cut, commands are done whole or not at all. */
#include "disk.h"
#include "gp_bench.h"
#include "test.h"

#include <string.h>

static const uint8_t image_key[HY_IMAGE_KEY] = {1, 2, 3};

static void open_on(gp_bench *b, disk *d, const hy_issuer *issuer, hy_durability durability)
{
    hy_age age = disk_age(d);
    const hy_image image = {
        .storage = disk_storage(d),
        .key = {image_key, sizeof image_key},
        .age = &age,
        .durability = durability,
    };
    gp_open_in(b, issuer, &image, d->file[0].n == 0);
}

static void test_issuer_is_there_again(void **state)
{
    (void)state;
    for (int durability = 0; durability <= HY_DURABILITY_WRITE; durability++) {
        gp_bench b;
        disk d = {0};
        open_on(&b, &d, NULL, (hy_durability)durability);
        gp_make_domain(&b, ALPHA, 0x804000, 0x10);
        gp_load(&b, "");
        assert_ok(gp_try_install(&b, "", 0));
        gp_close(&b);
        disk_restart(&d);
        open_on(&b, &d, NULL, (hy_durability)durability);
        gp_enter(&b, ALPHA, gp_keys_of(0x10));
        gp_expect(&b,
                  "80E40080"
                  "0A4F08" PACKAGE "00",
                  "009000");
        gp_enter(&b, ISSUER, gp_issuer_keys());
        gp_expect(&b,
                  "80E40000"
                  "0B4F09" ALPHA "00",
                  "009000");
        gp_expect(&b, "80F24002024F0000", "6A88");
        gp_close(&b);
        disk_free(&d);
    }
}

/* Wherever power goes, an answer "wrong" has cost an attempt. */
static void test_attempts_survive_cuts(void **state)
{
    (void)state;
    enum { TRIES = 3 };
    static const char begin[] = "8050000008"
                                "0001020304050607"
                                "00";
    static const char guess[] = "8482010010"
                                "00000000000000000000000000000000";
    hy_issuer issuer = gp_test_issuer();
    issuer.tries = TRIES;
    gp_bench b;
    disk d = {0};
    open_on(&b, &d, &issuer, HY_DURABILITY_APDU);
    for (int i = 0; i < TRIES; i++) {
        assert_int_equal(strlen(card_send(&b.card, begin)), 2 * (29 + 2));
        uint64_t age = d.age;
        card_expect(&b.card, guess, "6300");
        assert_true(d.age > age); /* an older copy does not give the attempt back */
        gp_close(&b);
        disk_restart(&d);
        open_on(&b, &d, NULL, HY_DURABILITY_APDU);
    }
    card_expect(&b.card, begin, "6983");
    gp_close(&b);
    disk_free(&d);
}

/* With i 70, a challenge is the sequence counter's: no cut lets it come twice. */
static void test_sequence_survives_cuts(void **state)
{
    (void)state;
    static const char begin[] = "8050000008"
                                "0001020304050607"
                                "00";
    hy_issuer issuer = gp_test_issuer();
    issuer.i_given = true;
    issuer.i = 0x70;
    gp_bench b;
    disk d = {0};
    char last[7] = "";
    open_on(&b, &d, &issuer, HY_DURABILITY_APDU);
    for (int i = 0; i < 8; i++) {
        const char *answer = card_send(&b.card, begin);
        size_t n = strlen(answer);
        assert_true(n == 2 * (32 + 2));
        assert_true(strncmp(answer + n - 10, last, 6) > 0);
        memcpy(last, answer + n - 10, 6);
        d.cut_at = d.operations + 1; /* nothing more reaches the disk */
        gp_close(&b);
        disk_restart(&d);
        open_on(&b, &d, NULL, HY_DURABILITY_APDU);
    }
    gp_close(&b);
    disk_free(&d);
}

static void test_refused_store_data_keeps_nothing(void **state)
{
    (void)state;
    gp_bench b;
    gp_open(&b, NULL);
    gp_enter(&b, ISSUER, gp_issuer_keys());
    gp_expect(&b,
              "80E29000"
              "05"
              "4203010203",
              "9000");
    gp_expect(&b,
              "80E29000"
              "12" /* a number, a name, an object that is not there */
              "4203AABBCC"
              "4F05A000000999"
              "4501C7"
              "C10100",
              "6A88");
    gp_expect(&b, "80CA004200", "42030102039000");
    gp_expect(&b, "80CA004500", "6A88");
    card_expect(&b.card, "00A4040005A000000999", "6A82");
    gp_enter(&b, ISSUER, gp_issuer_keys());
    char keys[512];
    (void)strcpy(keys, gp_send(&b, "80CA00E000"));
    /* a public key of version 41, then a group that is not there */
    gp_expect(&b,
              "80E28800"
              "61"
              "00B90D"
              "B706"
              "8001B0830141"
              "B903"
              "820101"
              "003641"
              "04"
              "6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296"
              "4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5"
              "99990A"
              "00000000000000000000",
              "6A88");
    gp_expect(&b, "80CA00E000", keys);
    gp_enter(&b, ISSUER, gp_issuer_keys()); /* its keys are whole */
    gp_expect(&b,
              "80E28800"
              "54"
              "00B90D"
              "B706"
              "8001B0830141"
              "B903"
              "820101"
              "003641"
              "04"
              "6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296"
              "4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5",
              "9000");
    assert_non_null(strstr(gp_send(&b, "80CA00E000"), "0141B0"));
    gp_enter(&b, ISSUER, gp_issuer_keys());
    gp_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_issuer_is_there_again),
        cmocka_unit_test(test_attempts_survive_cuts),
        cmocka_unit_test(test_sequence_survives_cuts),
        cmocka_unit_test(test_refused_store_data_keeps_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
