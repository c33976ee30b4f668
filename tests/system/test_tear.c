/* Cuts of power in a script, repeatable runs, snapshots: what shows an applet's faults before its
   users see them. */
#include "shell.h"

#include <unistd.h>

#define RUN "$HYD element apdu --cap torn.cap "
#define TEAR RUN "--tear all --check check.apdu "
#define SELECT "00A4040007D2760000850701 ; 9000\\n"

static char folder[] = "/tmp/hydra-tear-XXXXXX";

static int make_applet(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL || chdir(folder) != 0 || setenv("OUT", folder, 1) != 0 ||
           run("$HYD cap build $HYDRA_SOURCE/tests/java/torn/Torn.java --debug --package "
               "com.example.torn --aid D27600008507 --version 1.0 --applet D2760000850701=Torn -o "
               "torn.cap && printf '" SELECT "80300000 ; 0000 9000\\n80600000 ; 00 9000\\n' > "
               "check.apdu") != 0;
}

static int remove_applet(void **state)
{
    (void)state;
    return chdir("/") != 0 || run("rm -r $OUT") != 0;
}

/* Balance and log apart: found, with the line of the script and of the source. */
static void test_planted_fault(void **state)
{
    (void)state;
    assert_exit(1, "printf '" SELECT "80100500 ; 9000\\n' > bad.apdu; " TEAR "bad.apdu");
    assert_says("cut before write 1 of 3, line 2, com.example.torn.Torn.process(Torn.java:30): "
                "holds\n");
    assert_says("cut before write 2 of 3, line 2, com.example.torn.Torn.process(Torn.java:31): "
                "BREAKS\n    check, line 2: expected 00009000, got 00059000\n");
    assert_says("no cut: holds\n3 persistent writes, 2 broken\n");
    assert_exit(0, RUN "--tear 1 --check check.apdu bad.apdu");
    assert_exit(1, RUN "--tear 2 --check check.apdu bad.apdu");
    assert_exit(1, RUN "--tear 4 --check check.apdu bad.apdu");
    assert_says("--tear 4: the script makes 3 writes");
}

static void test_transaction_holds(void **state)
{
    (void)state;
    assert_exit(0, "printf '" SELECT "80200500 ; 9000\\nreset\\n" SELECT
                   "80200600 ; 9000\\n' | " TEAR);
    assert_says("cut before write 2 of 2, line 5, com.example.torn.Torn.process(Torn.java:37): "
                "holds\n");
    assert_says("2 persistent writes, 0 broken\n");
}

/* Util.arrayFillNonAtomic tears in the middle, Util.arrayCopy does not. */
static void test_non_atomic(void **state)
{
    (void)state;
    assert_exit(1, "printf '" SELECT "80400500 ; 9000\\n' | " TEAR);
    assert_says("process(Torn.java:48): BREAKS\n    check, line 3: expected 009000, got 059000\n");
    assert_says("8 persistent writes, 7 broken\n");
    assert_exit(0, "printf '" SELECT "80500500 ; 9000\\n' | " TEAR);
    assert_says("1 persistent writes, 0 broken\n");
}

static void test_reports(void **state)
{
    (void)state;
    assert_exit(1, "printf '" SELECT "80100500 ; 9000\\n' > bad.apdu; " TEAR
                   "--json --junit junit.xml bad.apdu 2> said > out.json");
    assert_exit(0, "python3 - <<'END'\n"
                   "import json, xml.dom.minidom\n"
                   "out = json.load(open('out.json'))\n"
                   "assert out['writes'] == 3 and out['broken'] == 2, out\n"
                   "assert [c['holds'] for c in out['cuts']] == [True, False, False, True], out\n"
                   "assert out['cuts'][1]['place'].endswith('(Torn.java:31)'), out\n"
                   "assert out['cuts'][1]['line'] == 2 and out['cuts'][1]['check_line'] == 2\n"
                   "suite = xml.dom.minidom.parse('junit.xml')\n"
                   "assert len(suite.getElementsByTagName('testcase')) == 4\n"
                   "assert len(suite.getElementsByTagName('failure')) == 2\n"
                   "END");
}

static void test_refusals(void **state)
{
    (void)state;
    assert_exit(2, "echo | " RUN "--tear none");
    assert_says("the number of a write, or all");
    assert_exit(2, "echo | " RUN "--check check.apdu");
    assert_says("--check is for --tear");
    assert_exit(2, "$HYD element apdu --tear all no.image script");
    assert_says("--cap");
    assert_exit(1, "printf '" SELECT "' | " RUN "--tear all");
    assert_says("the script makes no persistent write");
    assert_exit(1, "printf '" SELECT "80110000 ; 9000' | " TEAR);
    assert_says("line 2: expected 9000, got 6D00, before any cut");
    assert_exit(1, "printf 'clock 5' | " RUN);
    assert_says("--clock MS");
    assert_exit(1, "printf 'restore never' | " RUN);
    assert_exit(1, "printf 'clock now' | " RUN "--clock 0");
    assert_says("line 1: clock now: milliseconds are expected");
    assert_exit(1, "echo | " RUN "--seed x");
}

/* One seed, one outcome; and another with another. */
static void test_seed(void **state)
{
    (void)state;
    assert_exit(0, "printf '" SELECT "80700000\\n80700000\\n' > random.apdu; for i in 1 2; do " RUN
                   "--seed 7 --clock 0 random.apdu > $i 2> said; done; cmp 1 2; " RUN
                   "--seed 8 random.apdu > 3; if cmp -s 1 3; then exit 1; fi; cat said");
    assert_says("NOTHING IS RANDOM IN THIS ELEMENT");
}

static void test_snapshots(void **state)
{
    (void)state;
    assert_exit(0, "printf '" SELECT "80200500\\nsnapshot one\\n80100600 ; 9000\\nrestore one\\n"
                   "80300000 ; 6D00\\n" SELECT "80200100 ; 9000\\nrestore one\\n" SELECT
                   "80300000 ; 0000 9000' > fork.apdu; for i in 1 2; do " RUN
                   "--seed 7 fork.apdu > $i; done; cmp 1 2; cat 1");
    assert_says("snapshot one\n");
    assert_says("restore one\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_planted_fault), cmocka_unit_test(test_transaction_holds),
        cmocka_unit_test(test_non_atomic),    cmocka_unit_test(test_reports),
        cmocka_unit_test(test_refusals),      cmocka_unit_test(test_seed),
        cmocka_unit_test(test_snapshots),
    };
    return cmocka_run_group_tests_name("tear", tests, make_applet, remove_applet);
}
