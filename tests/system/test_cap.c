/* hyd cap as an applet developer uses it: build, convert, verify, dump, and what goes wrong. */
#include "shell.h"

#include <unistd.h>

#define WALLET                                                                                     \
    "$HYD cap build $HYDRA_SOURCE/javacard/applets/wallet --package com.example.wallet"            \
    " --aid D276000085010100 --version 1.0"                                                        \
    " --applet D27600008501010001=com.example.wallet.Wallet "
#define SAMPLE                                                                                     \
    " --package com.example.sample --aid D276000085010300 --version 1.2"                           \
    " --applet D27600008501030001=Shop "

static char folder[] = "/tmp/hydra-cap-XXXXXX";

static int enter_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL || chdir(folder) != 0 || setenv("OUT", folder, 1) != 0;
}

static int leave_folder(void **state)
{
    (void)state;
    return chdir("/") != 0 || run("rm -r $OUT") != 0;
}

static void test_wallet_of_the_readme(void **state)
{
    (void)state;
    assert_exit(0, WALLET "-o wallet.cap");
    assert_says("wallet.cap: com.example.wallet 1.0, CAP 2.1");
    assert_exit(0, "$HYD cap verify wallet.cap");
    assert_says("correct");
    assert_exit(0, "$HYD cap dump wallet.cap");
    assert_says("AID D276000085010100, version 1.0");
    assert_says("javacard.framework");
    assert_says("OwnerPIN.update(byte[], short, byte)");
    assert_exit(0, "python3 -m zipfile -t wallet.cap");
    assert_exit(1, "test -e wallet.exp"); /* it exports nothing */
}

/* What the unit tests read and spoil is what we make today (tests/vectors/README.md). */
static void test_counter_vector_is_reproduced(void **state)
{
    (void)state;
    assert_exit(0, "mkdir -p old/javacard.framework && cp"
                   " $HYDRA_SHARE/exports/javacard.framework/1.6.exp old/javacard.framework");
    assert_exit(0, "$HYD cap build $HYDRA_SOURCE/tests/vectors/counter --package com.example.count"
                   " --aid D276000085020100 --version 1.0"
                   " --applet D27600008502010001=com.example.count.Counter"
                   " -g --exports old -o counter.cap");
    assert_exit(0, "cmp counter.cap $HYDRA_SOURCE/tests/vectors/counter/counter.cap");
    assert_exit(0, "cmp counter.exp $HYDRA_SOURCE/tests/vectors/counter/counter.exp");
    assert_exit(0, "$HYD cap dump --exports old counter.cap | cmp"
                   " - $HYDRA_SOURCE/tests/vectors/counter/counter.txt");
}

static void test_debug_names_reach_the_dump(void **state)
{
    (void)state;
    assert_exit(0, WALLET "-g -o debug.cap");
    assert_says("CAP 2.2");
    assert_exit(0, "$HYD cap dump debug.cap");
    assert_says("Wallet.setBalance(short)");
    assert_says("balance");
    assert_exit(0, "$HYD cap verify debug.cap");
}

static void test_targets_choose_the_format(void **state)
{
    (void)state;
    assert_exit(0, WALLET "--target 2.1.1 -o old.cap");
    assert_says("CAP 2.1");
    assert_exit(0, WALLET "--target 3.1 -o new.cap");
    assert_says("CAP 2.3");
    assert_exit(0, "$HYD cap verify old.cap new.cap");
    assert_exit(2, WALLET "--target 4 -o x.cap");
    assert_says("3.0.5");
}

static void test_load_file_and_export_file(void **state)
{
    (void)state;
    assert_exit(0, "$HYD cap build $HYDRA_SOURCE/tests/java/sample" SAMPLE "--ijc -o shop.cap");
    assert_says("shop.ijc");
    assert_says("shop.exp");
    assert_exit(0, "$HYD cap verify shop.cap shop.ijc");
    assert_exit(0, "$HYD cap dump shop.ijc");
    assert_exit(0, "$HYD cap dump shop.exp");
    assert_says("Purse");
    assert_exit(0, "$HYD cap verify --require-descriptor shop.cap");
}

static void test_same_bytes_whatever_the_order(void **state)
{
    (void)state;
    assert_exit(0, "mkdir -p one two && javac --release 8 -Xlint:-options"
                   " -cp $HYDRA_SHARE/api.jar -d one $HYDRA_SOURCE/tests/java/sample/*.java"
                   " && cp -r one/com two");
    assert_exit(0, "$HYD cap convert one" SAMPLE "-o a.cap");
    assert_exit(0, "$HYD cap convert $(find two -name '*.class' | sort -r)" SAMPLE "-o b.cap");
    assert_exit(0, "cmp a.cap b.cap && cmp a.exp b.exp");
    assert_exit(0,
                "TZ=Asia/Tokyo LC_ALL=C $HYD cap convert one" SAMPLE "-o c.cap && cmp a.cap c.cap");
}

static void test_tokens_are_kept_by_an_export_map(void **state)
{
    (void)state;
    assert_exit(0, "$HYD cap build $HYDRA_SOURCE/tests/java/sample" SAMPLE "-o v1.cap");
    assert_exit(0, "mkdir -p v2 && cp $HYDRA_SOURCE/tests/java/sample/Shop.java v2 &&"
                   " sed 's/short balance();/byte added(); short balance();/'"
                   " $HYDRA_SOURCE/tests/java/sample/Purse.java > v2/Purse.java &&"
                   " sed -i 's/public short balance/public byte added() { return 1; }"
                   " public short balance/' v2/Shop.java");
    assert_exit(0, "$HYD cap build v2" SAMPLE "--export-map v1.exp -o v2.cap");
    assert_exit(0, "$HYD cap dump --json v1.exp > v1.json; $HYD cap dump --json v2.exp > v2.json;"
                   " python3 -c 'import json\n"
                   "def tokens(f): return {m[\"name\"]: m[\"token\"]"
                   " for c in json.load(open(f))[\"classes\"] for m in c[\"methods\"]}\n"
                   "a, b = tokens(\"v1.json\"), tokens(\"v2.json\")\n"
                   "assert a[\"balance\"] == b[\"balance\"] == 0 and b[\"added\"] == 1, (a, b)'");
}

static void test_json_is_json(void **state)
{
    (void)state;
    assert_exit(0, WALLET "-o j.cap --json | python3 -m json.tool");
    assert_says("\"methodBytes\"");
    assert_exit(0, "$HYD cap verify --json j.cap | python3 -m json.tool");
    assert_says("\"correct\": true");
    assert_exit(0, "$HYD cap dump --json j.cap | python3 -m json.tool");
    assert_says("\"D276000085010100\"");
}

/* Each violation is on the line whose comment counts it. */
static void test_ten_violations_give_ten_errors_at_once(void **state)
{
    (void)state;
    assert_exit(1, "$HYD cap build $HYDRA_SOURCE/tests/java/violations --package com.example.ten"
                   " --aid D276000085010200 --version 1.0 --applet D27600008501020001=Ten"
                   " -o ten.cap");
    static const int lines[] = {8, 9, 10, 25, 26, 27, 28, 29, 32, 33};
    for (size_t i = 0; i < TEST_COUNT(lines); i++) {
        char place[64];
        snprintf(place, sizeof place, "/tests/java/violations/Ten.java:%d: error: ", lines[i]);
        assert_says(place);
    }
    assert_says("(short)");
    assert_exit(1, "test -e ten.cap");
}

static void test_too_new_for_the_target(void **state)
{
    (void)state;
    assert_exit(0, "mkdir -p new && cat > new/N.java <<'E'\n"
                   "package com.example.n;\n"
                   "public class N {\n"
                   "  public static boolean f() {\n"
                   "    return javacard.framework.JCSystem.isObjectDeletionSupported();\n"
                   "  }\n"
                   "}\nE");
    assert_exit(1, "$HYD cap build new --package com.example.n --aid D276000085010400"
                   " --version 1.0 --target 2.1.1 -o n.cap");
    assert_says("isObjectDeletionSupported");
    assert_says("2.2.1");
    assert_exit(0, "$HYD cap build new --package com.example.n --aid D276000085010400"
                   " --version 1.0 -o n.cap");
    assert_exit(0, "$HYD cap dump n.cap");
    assert_says("A0000000620101  1.2"); /* the oldest version that has it */
}

static void test_wrong_options_say_the_mend(void **state)
{
    (void)state;
    static const struct {
        const char *command;
        int code;
        const char *says;
    } wrong[] = {
        {"$HYD cap build x --package a.b --version 1.0 -o x.cap", 2, "--aid is missing"},
        {WALLET "--aid 00", 2, "--aid is given twice"},
        {"$HYD cap build x --package a.b --aid D2760000 --version 1.0 -o x.cap", 2, "5 to 16"},
        {"$HYD cap build x --package a.b --aid D276000085 --version 1 -o x.cap", 2, "MAJOR.MINOR"},
        {"$HYD cap build x --package a.b --aid D276000085 --version 1.256 -o x.cap", 2, "255"},
        {"$HYD cap build x --package a.b --aid D276000085 --version 1.0 --applet 12 -o x.cap", 2,
         "AID=CLASS"},
        {"$HYD cap build /nowhere --package a.b --aid D276000085 --version 1.0 -o x.cap", 1,
         "/nowhere"},
        {WALLET "--applet D276000085010102=Nobody -o x.cap", 1, "Nobody"},
        {WALLET "--applet A27600008501010002=Wallet -o x.cap", 1, "first five bytes"},
        {WALLET "-o /nowhere/x.cap", 1, "/nowhere/x.cap"},
        {"HYDRA_SHARE=/nowhere $HYD cap verify wallet.cap", 1, "HYDRA_SHARE"},
        {"PATH=/nowhere JAVA_HOME= $HYD cap build $HYDRA_SOURCE/javacard/applets/wallet --package"
         " com.example.wallet --aid D276000085010100 --version 1.0 -o x.cap",
         1, "jdk-headless"},
    };
    for (size_t i = 0; i < TEST_COUNT(wrong); i++) {
        assert_exit(wrong[i].code, wrong[i].command);
        assert_says(wrong[i].says);
    }
}

static void test_bad_files_get_an_error_with_the_place(void **state)
{
    (void)state;
    assert_exit(0, WALLET "-o bad.cap --ijc");
    static const struct {
        const char *make;
        const char *says;
    } bad[] = {
        {": > bad", "bad: "},
        {"head -c 300 bad.cap > bad", "bad: "},
        {"head -c 100 bad.ijc > bad", "bad: "},
        {"printf 'hello, world' > bad", "bad: "},
        {"cp bad.ijc bad; printf '\\377' | dd of=bad bs=1 seek=3 conv=notrunc status=none",
         "bad: "},
    };
    for (size_t i = 0; i < TEST_COUNT(bad); i++) {
        assert_exit(0, bad[i].make);
        assert_exit(1, "$HYD cap verify bad");
        assert_says(bad[i].says);
        assert_exit(1, "$HYD cap dump bad");
        assert_says(bad[i].says);
    }
    assert_exit(1, "$HYD cap dump nothing.cap");
    assert_says("nothing.cap: no such file");
    /* A hundred megabytes of zeros, deflated: refused before it is unpacked. */
    assert_exit(0, "mkdir -p p/javacard && head -c 100000000 /dev/zero > p/javacard/Header.cap &&"
                   " rm -f bomb.cap && zip -qr bomb.cap p && rm -r p");
    assert_exit(0, "python3 - <<'E'\n"
                   "import os, resource, subprocess\n"
                   "done = subprocess.run([os.environ['HYD'], 'cap', 'verify', 'bomb.cap'])\n"
                   "used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024\n"
                   "assert done.returncode == 1 and used < 90, (done.returncode, used)\nE");
    assert_says("bomb.cap");
}

/* What `meson install` puts down works where it lies, and finds its API and exports by itself. */
static void test_installed_program_finds_what_it_needs(void **state)
{
    (void)state;
    assert_exit(0, "DESTDIR=$OUT/root meson install -C $HYDRA_BUILD --no-rebuild");
    assert_exit(0,
                "unset HYDRA_SHARE; HYD=$(find root -name hyd -path '*/bin/*'); $HYD --version &&"
                " " WALLET "-o installed.cap && $HYD cap verify installed.cap");
    assert_exit(0, "test -n \"$(find root -name hyd-cap-build.1)\" &&"
                   " test -n \"$(find root -name _hyd)\"");
}

/* One instruction changed: the verifier says where. */
static void test_changed_code_is_refused_where_it_is(void **state)
{
    (void)state;
    assert_exit(0, WALLET "-o good.cap --ijc");
    assert_exit(0, "python3 - <<'E'\n"
                   "b = bytearray(open('good.ijc', 'rb').read())\n"
                   "at = b.find(bytes([0x18, 0x8C]))\n" /* aload_0, invokespecial: super() */
                   "b[at] = 0x03\n"                     /* sconst_0: a number for an object */
                   "open('forged.ijc', 'wb').write(b)\nE");
    assert_exit(1, "$HYD cap verify forged.ijc");
    assert_says("invokespecial");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wallet_of_the_readme),
        cmocka_unit_test(test_counter_vector_is_reproduced),
        cmocka_unit_test(test_debug_names_reach_the_dump),
        cmocka_unit_test(test_targets_choose_the_format),
        cmocka_unit_test(test_load_file_and_export_file),
        cmocka_unit_test(test_same_bytes_whatever_the_order),
        cmocka_unit_test(test_tokens_are_kept_by_an_export_map),
        cmocka_unit_test(test_json_is_json),
        cmocka_unit_test(test_ten_violations_give_ten_errors_at_once),
        cmocka_unit_test(test_too_new_for_the_target),
        cmocka_unit_test(test_wrong_options_say_the_mend),
        cmocka_unit_test(test_bad_files_get_an_error_with_the_place),
        cmocka_unit_test(test_installed_program_finds_what_it_needs),
        cmocka_unit_test(test_changed_code_is_refused_where_it_is),
    };
    return cmocka_run_group_tests_name("cap", tests, enter_folder, leave_folder);
}
