/* The front door as a user meets it: help, exit codes, completion, man pages. Runs the real hyd. */
#include "shell.h"

static void test_overview_lists_every_command(void **state)
{
    (void)state;
    assert_int_equal(run("$HYD --help"), 0);
    static const char *const commands[] = {"cap build", "cap convert", "cap dump", "cap verify",
                                           "help",      "completion",  "version"};
    for (size_t i = 0; i < TEST_COUNT(commands); i++)
        assert_says(commands[i]);
    assert_int_equal(run("$HYD --help 2>&1 >/dev/null"), 0);
    assert_string_equal(output, ""); /* help that was asked for is the result: stdout */
    assert_int_equal(run("$HYD cap --help"), 0);
    assert_says("cap dump");
    assert_null(strstr(output, "completion"));
}

static void test_wrong_calls_exit_2_and_say_where_help_is(void **state)
{
    (void)state;
    static const struct {
        const char *command;
        const char *says;
    } wrong[] = {
        {"$HYD", "Usage: hyd COMMAND"},
        {"$HYD frob", "no such command: frob"},
        {"$HYD cap", "cap build"},
        {"$HYD cap frob", "no such command: cap frob"},
        {"$HYD cap dump", "FILE is missing"},
        {"$HYD cap dump --frob x", "no such option: --frob"},
        {"$HYD cap build x -o", "-o needs an argument"},
        {"$HYD cap build x -o a -o b", "--output is given twice"},
        {"$HYD version x", "one argument too many: x"},
        {"$HYD completion tcsh", "no completion for 'tcsh'"},
    };
    for (size_t i = 0; i < TEST_COUNT(wrong); i++) {
        assert_int_equal(run(wrong[i].command), 2);
        assert_says(wrong[i].says);
        assert_says("--help");
    }
}

static void test_every_command_has_help_with_examples(void **state)
{
    (void)state;
    static const char *const commands[] = {"cap build", "cap convert", "cap dump", "cap verify"};
    for (size_t i = 0; i < TEST_COUNT(commands); i++) {
        char line[100];
        snprintf(line, sizeof line, "$HYD %s --help", commands[i]);
        assert_int_equal(run(line), 0);
        assert_says("Usage: hyd ");
        assert_says("Examples:");
        snprintf(line, sizeof line, "$HYD help %s", commands[i]);
        assert_int_equal(run(line), 0);
        assert_says("Examples:");
    }
}

static void test_output_that_cannot_be_written_fails(void **state)
{
    (void)state;
    assert_int_equal(run("$HYD --version"), 0);
    assert_int_equal(strncmp(output, "hyd ", 4), 0);
    assert_int_equal(run("$HYD help cap build > /dev/full"), 1);
    assert_says("write failed");
}

static void test_bash_completes_commands_and_options(void **state)
{
    (void)state;
    assert_int_equal(run("$HYD completion bash | bash -n"), 0);
    assert_int_equal(
        run("bash -c 'source <($HYD completion bash);"
            " COMP_WORDS=(hyd cap b); COMP_CWORD=2; _hyd; echo \"${COMPREPLY[@]}\";"
            " COMP_WORDS=(hyd cap build --out); COMP_CWORD=3; _hyd; echo \"${COMPREPLY[@]}\"'"),
        0);
    assert_string_equal(output, "build\n--output\n");
    assert_int_equal(run("$HYD completion zsh | head -1"), 0);
    assert_string_equal(output, "#compdef hyd\n");
    assert_int_equal(run("$HYD completion fish"), 0);
    assert_says("-a dump");
}

static void test_man_pages_render(void **state)
{
    (void)state;
    assert_int_equal(run("$HYD help --man | scdoc"), 0);
    assert_says(".TH \"hyd\" \"1\"");
    assert_int_equal(run("$HYD help --man cap build | scdoc"), 0);
    assert_says("EXIT STATUS");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_overview_lists_every_command),
        cmocka_unit_test(test_wrong_calls_exit_2_and_say_where_help_is),
        cmocka_unit_test(test_every_command_has_help_with_examples),
        cmocka_unit_test(test_output_that_cannot_be_written_fails),
        cmocka_unit_test(test_bash_completes_commands_and_options),
        cmocka_unit_test(test_man_pages_render),
    };
    return cmocka_run_group_tests_name("cli", tests, NULL, NULL);
}
