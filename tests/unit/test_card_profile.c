/* Card profiles: what is taken, what is refused and with which words, and those that come along. */
#include "test.h"

#include "cmd/card_profile.h"

#include <stdio.h>
#include <string.h>

static hy_rc parse(const char *text, hy_card_profile *p, hy_reason *why)
{
    *p = hy_card_profile_usual();
    why->text[0] = '\0';
    return hy_card_profile_parse(hy_view_str(text), p, why);
}

static void test_all_keys(void **state)
{
    (void)state;
    hy_card_profile p;
    hy_reason why;
    uint8_t atr[HY_LINK_ATR_MAX];
    assert_ok(parse("# a card\n"
                    "\n"
                    "name = A card of mine # with a comment\r\n"
                    "atr = 3B 00\n"
                    "uid=04010203040506\n"
                    "cplc = 4790 000000000000000000000000000000000000 0000000000000000000000000000"
                    "0000000000000000\n"
                    "memory = 80K\n"
                    "transient-reset = 2048\n"
                    "\ttransient-deselect = 1K\n"
                    "commit-buffer = 512\n"
                    "apdu-buffer = 300\n"
                    "channels = 4\n"
                    "protocol = T0\n"
                    "scp = 03 70\n"
                    "key-length = 32\n"
                    "without = Cipher.ALG_AES_CTR, KeyBuilder.TYPE_RSA_PUBLIC 4096\n"
                    "without = MessageDigest.ALG_SHA3*",
                    &p, &why));
    hy_element_config c = hy_card_profile_config(&p);
    assert_string_equal("A card of mine", p.name);
    assert_int_equal(2, hy_card_profile_atr(&p, atr));
    assert_int_equal(7, c.uid_length);
    assert_int_equal(0x06, c.uid[6]);
    assert_int_equal(0x47, c.cplc[0]);
    assert_int_equal(81920, c.memory);
    assert_int_equal(2048, c.transient_reset);
    assert_int_equal(1024, c.transient_deselect);
    assert_int_equal(512, c.commit_capacity);
    assert_int_equal(300, c.apdu_buffer);
    assert_int_equal(4, c.channels);
    assert_int_equal(HY_PROTOCOL_T0, c.protocol);
    assert_int_equal(3, p.scp);
    assert_int_equal(0x70, p.scp_options);
    assert_int_equal(32, p.key_length);
    assert_int_equal(6, c.without_count);
    assert_int_equal(HY_ALGORITHM_KEY, c.without[1].of);
    assert_int_equal(4, c.without[1].id);
    assert_int_equal(4096, c.without[1].bits);
    assert_int_equal(HY_ALGORITHM_DIGEST, c.without[2].of);
}

static void test_what_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text, *says;
    } cases[] = {
        {"\n\nspeed = 3", "line 3: speed = 3: there is no such key"},
        {"name", "line 1: name: key = value is wanted"},
        {"name =", "the value is missing"},
        {"atr = 3C00", "starts with 3B or 3F"},
        {"atr = 3B8", "hexadecimal"},
        {"uid = 0102", "4, 7 or 10 bytes"},
        {"cplc = 00", "42 bytes"},
        {"memory = lots", "a number from"},
        {"memory = 1", "a number from 4096"},
        {"memory = 99999999999999999999", "a number from"},
        {"memory = 4096M", "a number from"},
        {"memory = -4096", "a number from"},
        {"channels = 0", "from 1 to 20"},
        {"channels = 21", "from 1 to 20"},
        {"channels = 4\nchannels = 4", "line 2: channels = 4: given twice"},
        {"apdu-buffer = 260", "from 261"},
        {"protocol = T9", "T0, T1 or CL"},
        {"scp = 11 00", "02 or 03"},
        {"scp = 03", "02 or 03"},
        {"key-length = 20", "16, 24 or 32"},
        {"without = Cipher.ALG_MAGIC", "the API has no such algorithm"},
        {"without = ALG_AES_CTR", "the API has no such algorithm"},
        {"without = Cipher.ALG_AES_CTR,", "a name such as"},
    };
    for (size_t i = 0; i < TEST_COUNT(cases); i++) {
        hy_card_profile p;
        hy_reason why;
        assert_fails(FORMAT, parse(cases[i].text, &p, &why));
        if (strstr(why.text, cases[i].says) == NULL)
            fail_msg("%s: %s", cases[i].text, why.text);
    }
    hy_card_profile p;
    hy_reason why;
    char longest[2000];
    memset(longest, 'x', sizeof longest);
    longest[sizeof longest - 1] = '\0';
    assert_fails(FORMAT, parse(longest, &p, &why));
    assert_non_null(strstr(why.text, "line 1: too long"));
    assert_fails(FORMAT, hy_card_profile_parse(hy_view_of("na\0me", 5), &p, &why));
}

/* Those that come along are read, and an element is made by each. */
static void test_those_that_come_along(void **state)
{
    (void)state;
    static const char *const names[] = {"jcop3-j3h145", "jcop4-j3r180", "secora-id-x",
                                        "smartcafe-7"};
    const hy_port port = hy_port_system();
    hy_pool *pool;
    hy_workspace *work;
    hy_reason why = {""};
    assert_ok(hy_pool_open(&port, NULL, &pool, &why));
    assert_ok(hy_workspace_open(&port, NULL, &work, &why));
    for (size_t i = 0; i < TEST_COUNT(names); i++) {
        char path[400];
        hy_card_profile p = hy_card_profile_usual();
        hy_element *e;
        snprintf(path, sizeof path, TESTS "/../share/profiles/%s", names[i]);
        if (!hy_ok(hy_card_profile_open(path, &p, &why)))
            fail_msg("%s", why.text);
        hy_element_config c = hy_card_profile_config(&p);
        assert_true(c.without_count > 50);
        assert_true(p.atr_length > 10);
        if (!hy_ok(hy_element_create(pool, work, &port, &c, &e, &why)))
            fail_msg("%s: %s", names[i], why.text);
        assert_true(hy_element_settings(e).transient_reset < 8192);
        hy_element_close(&e);
    }
    hy_card_profile p = hy_card_profile_usual();
    assert_fails(NOT_FOUND, hy_card_profile_open("no-such-card", &p, &why));
    assert_string_equal("no-such-card: no such file, and no profile of that name", why.text);
    hy_workspace_close(&work);
    hy_pool_close(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_keys),
        cmocka_unit_test(test_what_is_refused),
        cmocka_unit_test(test_those_that_come_along),
    };
    return cmocka_run_group_tests_name("card_profile", tests, NULL, NULL);
}
