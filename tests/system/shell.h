/* Running the real programs as a user does: a shell command, its exit code, what it printed. */
#ifndef HY_TESTS_SHELL_H
#define HY_TESTS_SHELL_H

#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

/* What the last command printed, both streams; cut at the end of the array. */
static char output[262144];

/* Runs a command in which $HYD is the program and $HYDRA_SOURCE the source tree. */
static int run(const char *command)
{
    char line[4096];
    snprintf(line, sizeof line, "( %s\n) 2>&1", command);
    FILE *pipe = popen(line, "r");
    assert_non_null(pipe);
    output[fread(output, 1, sizeof output - 1, pipe)] = '\0';
    while (fgetc(pipe) != EOF)
        ; /* the rest is not kept, but the program must not die of a closed pipe */
    return WEXITSTATUS(pclose(pipe));
}

static void assert_says(const char *text)
{
    if (strstr(output, text) == NULL)
        fail_msg("'%s' is not in:\n%s", text, output);
}

/* Runs it and fails with its output unless it exits with this code. */
static void assert_exit(int expected, const char *command)
{
    int code = run(command);
    if (code != expected)
        fail_msg("%s\nexit code %d, expected %d; output:\n%s", command, code, expected, output);
}

#endif
