/* The front door as a user meets it: help, exit codes, completion, man pages. Runs the real hyd. */
#include "shell.h"

static void test_overview_lists_every_command(void **state)
{
    (void)state;
    assert_exit(0, "$HYD --help");
    static const char *const commands[] = {"cap build",  "cap convert",  "cap dump",
                                           "cap verify", "element apdu", "help",
                                           "completion", "version"};
    for (size_t i = 0; i < TEST_COUNT(commands); i++)
        assert_says(commands[i]);
    assert_exit(0, "$HYD --help 2>&1 >/dev/null");
    assert_string_equal(output, ""); /* help that was asked for is the result: stdout */
    assert_exit(0, "$HYD cap --help");
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
        assert_exit(2, wrong[i].command);
        assert_says(wrong[i].says);
        assert_says("--help");
    }
}

static void test_every_command_has_help_with_examples(void **state)
{
    (void)state;
    static const char *const commands[] = {"cap build", "cap convert", "cap dump", "cap verify",
                                           "element apdu"};
    for (size_t i = 0; i < TEST_COUNT(commands); i++) {
        char line[100];
        snprintf(line, sizeof line, "$HYD %s --help", commands[i]);
        assert_exit(0, line);
        assert_says("Usage: hyd ");
        assert_says("Examples:");
        snprintf(line, sizeof line, "$HYD help %s", commands[i]);
        assert_exit(0, line);
        assert_says("Examples:");
    }
    assert_exit(0, "$HYD cap build --help");
    assert_says("--package com.example.wallet \\\n"); /* it can be copied into a shell */
}

static void test_output_that_cannot_be_written_fails(void **state)
{
    (void)state;
    assert_exit(0, "$HYD --version");
    assert_int_equal(strncmp(output, "hyd ", 4), 0);
    assert_exit(1, "$HYD help cap build > /dev/full");
    assert_says("write failed");
}

static void test_bash_completes_commands_and_options(void **state)
{
    (void)state;
    assert_exit(0, "$HYD completion bash | bash -n");
    assert_exit(0,
                "bash -c 'source <($HYD completion bash);"
                " COMP_WORDS=(hyd cap b); COMP_CWORD=2; _hyd; echo \"${COMPREPLY[@]}\";"
                " COMP_WORDS=(hyd cap build --out); COMP_CWORD=3; _hyd; echo \"${COMPREPLY[@]}\"'");
    assert_string_equal(output, "build\n--output\n");
    assert_exit(0, "$HYD completion zsh | head -1");
    assert_string_equal(output, "#compdef hyd\n");
    assert_exit(0, "$HYD completion fish");
    assert_says("-a dump");
}

static void test_man_pages_render(void **state)
{
    (void)state;
    assert_exit(0, "$HYD help --man | scdoc");
    assert_says(".TH \"hyd\" \"1\"");
    assert_exit(0, "$HYD help --man cap build | scdoc");
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
