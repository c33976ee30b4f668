/* What an applet developer sees of a run: trace, Java stacks, coverage, profile, and the debugger
   that comes with Java. */
#include "shell.h"

#include <unistd.h>

#define RUN "$HYD element apdu --cap steps.cap "
#define SELECT "00A4040007D27600008502AA"

static char folder[] = "/tmp/hydra-tools-XXXXXX";

static int build(const char *options)
{
    char line[600];
    snprintf(line, sizeof line,
             "$HYD cap build $HYDRA_SOURCE/tests/java/debug/Steps.java --package com.example.steps"
             " --aid D27600008502 --version 1.0 --applet D27600008502AA=Steps %s",
             options);
    return run(line);
}

static int make_applet(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL || chdir(folder) != 0 || setenv("OUT", folder, 1) != 0 ||
           build("--debug -o steps.cap") != 0 || build("-o plain.cap") != 0;
}

static int remove_applet(void **state)
{
    (void)state;
    return chdir("/") != 0 || run("rm -r $OUT") != 0;
}

static void test_trace(void **state)
{
    (void)state;
    assert_exit(0, "printf '" SELECT "\\n80010100\\n80050000' | " RUN "--trace");
    assert_says("    command SELECT, INS A4, P1 04, P2 00, channel 0, Lc 7\n");
    assert_says("    as applet D27600008502AA\n");
    assert_says("      com.example.steps.Steps.process(APDU@");
    assert_says(")  Steps.java:25\n");
    assert_says("        javacard.framework.APDU.getBuffer()\n");
    assert_says("        com.example.steps.Steps.read(1)  Steps.java:79\n");
    assert_says("          throws java.lang.ArrayIndexOutOfBoundsException  at "
                "com.example.steps.Steps.read(Steps.java:80)\n");
    assert_says("        caught  at com.example.steps.Steps.process(Steps.java:47)\n");
    assert_says("    status 9000 SW_NO_ERROR, 0 bytes of data\n");
}

static void test_trace_of_what_is_asked_for(void **state)
{
    (void)state;
    static const char run_it[] = "printf '" SELECT "\\n80010100' | " RUN;
    char line[300];
    snprintf(line, sizeof line, "%s --trace=lines", run_it);
    assert_exit(0, line);
    assert_says("          line 79\n          line 80\n");
    assert_null(strstr(output, "as applet"));
    assert_null(strstr(output, "process("));
    snprintf(line, sizeof line, "%s --trace=contexts,apdu", run_it);
    assert_exit(0, line);
    assert_says("as applet");
    assert_null(strstr(output, "process("));
    snprintf(line, sizeof line, "%s --trace=platform", run_it);
    assert_exit(0, line);
    assert_says("java.lang.Object.<init>()");
    snprintf(line, sizeof line, "%s --trace=calls,lies", run_it);
    assert_exit(2, line);
    assert_says("lies: apdu, calls, contexts");
}

/* Uncaught: class, reason, lines; a finally block does not hide where it began. */
static void test_stacks(void **state)
{
    (void)state;
    static const struct {
        const char *command;
        const char *says;
    } cases[] = {
        {"80010900", "java.lang.ArrayIndexOutOfBoundsException\n"
                     "    at com.example.steps.Steps.read(Steps.java:80)\n"
                     "    at com.example.steps.Steps.process(Steps.java:32)\n< 6F00"},
        {"80020000", "stopped: too many bytecodes for one command (an endless loop?)\n"
                     "    at com.example.steps.Steps.process(Steps.java, in a loop; a trace"},
        {"80030000", "javacard.security.CryptoException: reason 0003 (NO_SUCH_ALGORITHM)\n"
                     "    at com.example.steps.Steps.process(Steps.java:39)\n< 6F00"},
        {"80040000", "    at com.example.steps.Steps.read(Steps.java:80)\n"
                     "    at com.example.steps.Steps.readFinally(Steps.java:72)\n"
                     "    at com.example.steps.Steps.process(Steps.java:42)\n< 6F00"},
        {"80060000", "javacard.framework.SystemException: reason 0005 (NO_RESOURCE)\n"
                     "    at com.example.steps.Steps.recurse(Steps.java:67)\n"},
        {"80070000", "javacard.framework.ISOException: reason 6F00 (SW_UNKNOWN)\n"
                     "    at com.example.steps.Steps.process(Steps.java:55)\n< 6F00"},
    };
    for (size_t i = 0; i < TEST_COUNT(cases); i++) {
        char line[300];
        snprintf(line, sizeof line, "printf '" SELECT "\\n%s ; 6F00' | " RUN, cases[i].command);
        assert_exit(0, line);
        assert_says(cases[i].says);
    }
}

static void test_no_stack_without_need(void **state)
{
    (void)state;
    assert_exit(0, "printf '" SELECT "\\n80050000\\n80090000 ; 6D00' | " RUN);
    assert_null(strstr(output, "    at "));
}

static void test_stack_of_install(void **state)
{
    (void)state;
    assert_exit(1, "echo | " RUN "--params EE");
    assert_says("javacard.framework.ISOException: reason 1234\n"
                "    at com.example.steps.Steps.install(Steps.java:19)\n");
}

/* Places in the components, where there are no names. */
static void test_without_debug(void **state)
{
    (void)state;
    assert_exit(0, "printf '" SELECT "\\n80010900 ; 6F00' | $HYD element apdu --cap plain.cap");
    assert_says("java.lang.ArrayIndexOutOfBoundsException\n    at D27600008502.class_0.method_");
    assert_says("(bytecode 000");
    assert_says("    at D27600008502.class_0.process(bytecode ");
    assert_exit(0, "printf '" SELECT "' | $HYD element apdu --cap plain.cap --coverage empty.info");
    assert_exit(0, "test ! -s empty.info");
}

static void test_coverage(void **state)
{
    (void)state;
    assert_exit(0, "printf '" SELECT "\\n80010100\\n80010000' | " RUN
                   "--coverage steps.info --source $HYDRA_SOURCE/tests/java/debug");
    assert_exit(0, "python3 - <<'END'\n"
                   "import os\n"
                   "lines, branches, functions = {}, {}, {}\n"
                   "for row in open('steps.info'):\n"
                   "    kind, _, rest = row.strip().partition(':')\n"
                   "    part = rest.split(',')\n"
                   "    if kind == 'SF': source = rest\n"
                   "    if kind == 'DA': lines[int(part[0])] = int(part[1])\n"
                   "    if kind == 'BRDA': branches.setdefault(int(part[0]), []).append(part[3])\n"
                   "    if kind == 'FNDA': functions[part[1]] = int(part[0])\n"
                   "assert os.path.samefile(source, os.environ['HYDRA_SOURCE']"
                   " + '/tests/java/debug/Steps.java')\n"
                   "assert lines[79] == 2 and lines[80] == 2, lines\n"
                   "assert lines[25] == 3 and lines[29] == 2 and lines[72] == 0, lines\n"
                   "assert 24 not in lines\n"
                   "assert sorted(branches[25]) == ['1', '2'], branches\n"
                   "assert sorted(branches[30], key=int)[-1] == '2' and len(branches[30]) == 9\n"
                   "assert functions['com.example.steps.Steps.read(S)S'] == 2, functions\n"
                   "assert functions['com.example.steps.Steps.recurse(S)S'] == 0\n"
                   "END");
    assert_exit(0, "if command -v genhtml > /dev/null; then genhtml --branch-coverage -o pages"
                   " steps.info > said && test -e pages/index.html; cat said; fi");
}

static void test_profile(void **state)
{
    (void)state;
    assert_exit(0, "printf '" SELECT "\\n80010100\\n80010000' | " RUN "--profile -");
    assert_says("   bytecodes  share     calls  objects     bytes  method\n");
    assert_says("com.example.steps.Steps.process(Steps.java:25)\n");
    assert_exit(0, "printf '" SELECT "\\n80010100\\n80080000' | " RUN
                   "--profile steps.json --json; python3 - <<'END'\n"
                   "import json\n"
                   "rows = {row['method']: row for row in json.load(open('steps.json'))}\n"
                   "made = rows['com.example.steps.Steps.<init>']\n"
                   "assert made['calls'] == 2 and made['objects'] == 2, made\n"
                   "assert made['bytes'] == 2 * (20 + 4), made\n"
                   "read = rows['com.example.steps.Steps.read']\n"
                   "assert read['bytecodes'] == 8 and read['line'] == 79, read\n"
                   "assert read['file'] == 'Steps.java'\n"
                   "END");
}

static void test_wrong_options(void **state)
{
    (void)state;
    assert_exit(2, RUN "--json");
    assert_says("--json is for --profile");
    assert_exit(2, RUN "--source .");
    assert_exit(2, RUN "--jdwp=5005,suspend=maybe");
    assert_says("suspend=y");
    assert_exit(1, "echo | " RUN "--coverage /nowhere/x");
    assert_says("/nowhere/x: cannot be written");
    assert_exit(1, "echo | " RUN "--jdwp=no.such.host.invalid:1");
    assert_says("debugger: no.such.host.invalid:1");
}

/* jdb as a user types it. */
static void test_jdb(void **state)
{
    (void)state;
    FILE *script = fopen("jdb.script", "w");
    assert_non_null(script);
    fputs("stop in com.example.steps.Steps.read => Deferring breakpoint\n"
          "cont => Breakpoint hit: \"thread=element\", com.example.steps.Steps.read(), line=79\n"
          "where => [2] com.example.steps.Steps.process (Steps.java:32)\n"
          "locals => at = 1\n"
          "print count => count = 1\n"
          "print com.example.steps.Steps.total => total = 5\n"
          "print table[1] => table[1] = 20\n"
          "print this.table.length => = 3\n"
          "print this => this = \"com.example.steps.Steps@\n"
          "dump this => next: null\n"
          "set at = 0 => at = 0 = 0\n"
          "set count = 41 => = 41\n"
          "next => Step completed: \"thread=element\", com.example.steps.Steps.read(), line=80\n"
          "locals => index = 1\n"
          "step => com.example.steps.Steps.process(), line=32\n"
          "next => com.example.steps.Steps.process(), line=33\n"
          "print count => count = 41\n"
          "print com.example.steps.Steps.total => total = 25\n"
          "clear com.example.steps.Steps.read => Removed\n"
          "stop at com.example.steps.Steps:29 => Set breakpoint\n"
          "cont => Breakpoint hit: \"thread=element\", com.example.steps.Steps.process(), line=29\n"
          "clear com.example.steps.Steps:29 => Removed\n"
          "catch java.lang.ArrayIndexOutOfBoundsException => Set all\n"
          "cont => (to be caught at: com.example.steps.Steps.process(), line=47\n"
          "where => [1] com.example.steps.Steps.read (Steps.java:80)\n"
          "step up => com.example.steps.Steps.process(), line=47\n"
          "cont => ArrayIndexOutOfBoundsException (uncaught)\n"
          "ignore java.lang.ArrayIndexOutOfBoundsException => Removed\n"
          "trace methods => \n"
          "cont => Method entered:\n"
          "untrace methods => \n"
          "cont => The application exited\n",
          script);
    fclose(script);
    assert_exit(0,
                "printf '" SELECT " ; 9000\\n80010100 ; 9000\\n80050000 ; 9000\\n80010900 ; 6F00\\n"
                "80080000 ; 9000' > steps.apdu; python3 $HYDRA_SOURCE/tests/system/jdb.py "
                "jdb.script " RUN "--jdwp=0,suspend=y steps.apdu");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_trace),
        cmocka_unit_test(test_trace_of_what_is_asked_for),
        cmocka_unit_test(test_stacks),
        cmocka_unit_test(test_no_stack_without_need),
        cmocka_unit_test(test_stack_of_install),
        cmocka_unit_test(test_without_debug),
        cmocka_unit_test(test_coverage),
        cmocka_unit_test(test_profile),
        cmocka_unit_test(test_wrong_options),
        cmocka_unit_test(test_jdb),
    };
    return cmocka_run_group_tests_name("tools", tests, make_applet, remove_applet);
}
