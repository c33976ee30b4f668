/* hyd element apdu as an applet developer uses it: the wallet by its script, and what goes wrong.
 */
#include "shell.h"

#include <unistd.h>

#define RUN "$HYD element apdu --cap wallet.cap --params 31323334 "
#define SELECT "00A4040009D27600008501010001"

static char folder[] = "/tmp/hydra-element-XXXXXX";

static int make_wallet(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL || chdir(folder) != 0 || setenv("OUT", folder, 1) != 0 ||
           run("$HYD cap build $HYDRA_SOURCE/javacard/applets/wallet --package com.example.wallet"
               " --aid D276000085010100 --version 1.0 --ijc"
               " --applet D27600008501010001=com.example.wallet.Wallet -o wallet.cap") != 0;
}

static int remove_wallet(void **state)
{
    (void)state;
    return chdir("/") != 0 || run("rm -r $OUT") != 0;
}

static void test_wallet_by_its_script(void **state)
{
    (void)state;
    assert_exit(0, RUN "$HYDRA_SOURCE/javacard/applets/wallet/wallet.apdu");
    assert_says("> 8050000002\n< 00509000\n");
    assert_exit(0, "$HYD element apdu --cap wallet.ijc --params 31323334"
                   " $HYDRA_SOURCE/javacard/applets/wallet/wallet.apdu");
}

static void test_expectations(void **state)
{
    (void)state;
    static const struct {
        int code;
        const char *script;
    } cases[] = {
        {0, SELECT " ; 9000\\n8050000002 ; 0000 9000"},
        {0, SELECT "\\n8050000002 ; 9000"},
        {0, SELECT "\\n8050000002 ; *9000"},
        {0, SELECT "\\n8050000002 ; ....90.."},
        {0, SELECT "\\n8050000002 ; *"},
        {1, SELECT "\\n8050000002 ; 00019000"},
        {1, SELECT "\\n8050000002 ; ...9000"},
        {1, SELECT "\\n8050000002 ; 6A82"},
        {1, SELECT " ; 9001"},
        {0, "# only a comment\\n\\n"},
    };
    for (size_t i = 0; i < TEST_COUNT(cases); i++) {
        char line[300];
        snprintf(line, sizeof line, "printf '%s' | " RUN, cases[i].script);
        assert_exit(cases[i].code, line);
    }
    assert_exit(1, "printf '" SELECT " ; 6A82\\n8050000002 ; 9000' | " RUN);
    assert_says("line 1: expected 6A82, got 9000");
    assert_says("< 00009000"); /* it went on */
    assert_says("1 of 2 expectations failed");
}

static void test_junit(void **state)
{
    (void)state;
    assert_exit(1, "printf '" SELECT " ; 9000\\n8050000002 ; 6A82' | " RUN "--junit out.xml");
    assert_exit(0, "python3 -c 'import xml.dom.minidom as x\n"
                   "d = x.parse(\"out.xml\")\n"
                   "assert len(d.getElementsByTagName(\"testcase\")) == 2\n"
                   "assert len(d.getElementsByTagName(\"failure\")) == 1'");
}

static void test_what_goes_wrong_is_said(void **state)
{
    (void)state;
    static const struct {
        const char *command;
        int code;
        const char *says;
    } wrong[] = {
        {"$HYD element apdu", 2, "--cap is missing"},
        {RUN "--protocol T7", 2, "T0, T1 or CL"},
        {"$HYD element apdu --cap wallet.cap --params xyz", 2, "hexadecimal"},
        {RUN "nowhere.apdu", 1, "nowhere.apdu: no such file"},
        {"echo hello | " RUN, 1, "line 1: no APDU in hexadecimal: hello"},
        {"echo '00A4 ; hm' | " RUN, 1, "line 1: behind ';'"},
        {"echo | $HYD element apdu --cap nowhere.cap", 1, "nowhere.cap"},
        {"echo | $HYD element apdu --cap wallet.cap --cap wallet.cap --params 31323334", 1,
         "wallet.cap: "},
        /* without a PIN its install() throws */
        {"echo | $HYD element apdu --cap wallet.cap --params "
         "313233343132333431323334313233343132333431323334",
         1, "wallet.cap: "},
        {"head -c 200 wallet.ijc > cut; echo | $HYD element apdu --cap cut", 1, "cut"},
    };
    for (size_t i = 0; i < TEST_COUNT(wrong); i++) {
        assert_exit(wrong[i].code, wrong[i].command);
        assert_says(wrong[i].says);
    }
}

/* By T=0 the response waits for GET RESPONSE. */
static void test_protocols(void **state)
{
    (void)state;
    assert_exit(0, "printf '" SELECT " ; 9000\\n8050000000 ; 6C02\\n8050000002 ; 00009000' | " RUN
                   "--protocol T0");
    assert_exit(0, "printf '" SELECT " ; 9000\\n8050000000 ; 00009000' | " RUN "--protocol CL");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wallet_by_its_script),
        cmocka_unit_test(test_expectations),
        cmocka_unit_test(test_junit),
        cmocka_unit_test(test_what_goes_wrong_is_said),
        cmocka_unit_test(test_protocols),
    };
    return cmocka_run_group_tests_name("element", tests, make_wallet, remove_wallet);
}
