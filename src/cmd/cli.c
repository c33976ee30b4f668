/* Parsing of command lines by the command table, and dispatch. */
#include "cmd/cli.h"

#include "cmd/help.h"

#include <getopt.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct hy_cli_value {
    const hy_option *option;
    const char *text; /* "" for flags */
};

enum { OPTION_MAX = 40, FIRST_CODE = 256, HELP_CODE = 1000 };

static size_t option_count(const hy_command *c)
{
    size_t n = 0;
    while (c->options != NULL && c->options[n].name != NULL)
        n++;
    return n;
}

static int argument_of(const hy_option *o)
{
    if (o->argument == NULL)
        return no_argument;
    return o->argument[0] == '[' ? optional_argument : required_argument;
}

/* Fills getopt's tables: option i has the code FIRST_CODE + i, its letter means the same. */
static void make_getopt_tables(const hy_command *c, struct option *longs, char *letters)
{
    size_t n = option_count(c);
    *letters++ = ':'; /* tell a missing argument from an unknown option */
    for (size_t i = 0; i < n; i++) {
        const hy_option *o = &c->options[i];
        longs[i] = (struct option){o->name, argument_of(o), NULL, FIRST_CODE + (int)i};
        if (o->letter != 0) {
            *letters++ = o->letter;
            if (o->argument != NULL)
                *letters++ = ':';
        }
    }
    longs[n] = (struct option){"help", no_argument, NULL, HELP_CODE};
    longs[n + 1] = (struct option){NULL, 0, NULL, 0};
    *letters++ = 'h';
    *letters = '\0';
}

static const hy_option *option_of_code(const hy_command *c, int code)
{
    if (code >= FIRST_CODE && code < HELP_CODE)
        return &c->options[code - FIRST_CODE];
    for (size_t i = 0; i < option_count(c); i++)
        if (c->options[i].letter == code)
            return &c->options[i];
    return NULL;
}

static hy_exit add_value(hy_cli *cli, const hy_option *option, const char *text)
{
    for (size_t i = 0; i < cli->value_count && !option->repeats; i++)
        if (cli->values[i].option == option)
            return hy_cli_usage(cli, "--%s is given twice", option->name);
    cli->values[cli->value_count++] = (struct hy_cli_value){option, text == NULL ? "" : text};
    return HY_EXIT_OK;
}

/* Reads the options; *help is set when the user asked for it. */
static hy_exit parse(hy_cli *cli, int argc, char **argv, bool *help)
{
    struct option longs[OPTION_MAX + 2];
    char letters[2 * OPTION_MAX + 3];
    make_getopt_tables(cli->command, longs, letters);
    optind = 1;
    opterr = 0;
    for (;;) {
        int code = getopt_long(argc, argv, letters, longs, NULL);
        if (code == -1)
            break;
        if (code == 'h' || code == HELP_CODE) {
            *help = true;
            return HY_EXIT_OK;
        }
        if (code == ':')
            return hy_cli_usage(cli, "%s needs an argument", argv[optind - 1]);
        const hy_option *option = option_of_code(cli->command, code);
        if (code == '?' || option == NULL)
            return hy_cli_usage(cli, "no such option: %s", argv[optind - 1]);
        if (add_value(cli, option, optarg) != HY_EXIT_OK)
            return HY_EXIT_USAGE;
    }
    cli->argc = argc - optind;
    cli->argv = argv + optind;
    return HY_EXIT_OK;
}

static hy_exit check_operands(const hy_cli *cli)
{
    const hy_command *c = cli->command;
    if (cli->argc < c->min_operands)
        return hy_cli_usage(cli, "%s is missing", c->operands);
    if (c->max_operands >= 0 && cli->argc > c->max_operands)
        return hy_cli_usage(cli, "one argument too many: %s", cli->argv[c->max_operands]);
    return HY_EXIT_OK;
}

static hy_exit run(const hy_command *command, int argc, char **argv)
{
    hy_cli cli = {.command = command};
    cli.values = calloc((size_t)argc + 1, sizeof *cli.values);
    if (cli.values == NULL)
        return hy_cli_fail("out of memory");
    bool help = false;
    hy_exit exit = parse(&cli, argc, argv, &help);
    if (exit == HY_EXIT_OK && help)
        hy_help_command(stdout, command);
    else if (exit == HY_EXIT_OK)
        exit = check_operands(&cli);
    if (exit == HY_EXIT_OK && !help)
        exit = command->run(&cli);
    free(cli.values);
    if (fflush(stdout) != 0 || ferror(stdout))
        return hy_cli_fail("standard output: write failed");
    return exit;
}

/* The command that argv names; *used is how many words its name takes. */
static const hy_command *find(int argc, char **argv, int *used)
{
    for (size_t i = 0; hy_commands[i] != NULL; i++) {
        const hy_command *c = hy_commands[i];
        if (strcmp(c->noun, argv[1]) != 0)
            continue;
        *used = c->verb == NULL ? 1 : 2;
        if (c->verb == NULL || (argc > 2 && strcmp(c->verb, argv[2]) == 0))
            return c;
    }
    return NULL;
}

static bool is_noun(const char *word)
{
    for (size_t i = 0; hy_commands[i] != NULL; i++)
        if (strcmp(hy_commands[i]->noun, word) == 0)
            return true;
    return false;
}

static bool asks_help(const char *word)
{
    return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0;
}

hy_exit hy_cli_main(int argc, char **argv)
{
    if (argc < 2) {
        hy_help_overview(stderr, NULL);
        return HY_EXIT_USAGE;
    }
    if (asks_help(argv[1])) {
        hy_help_overview(stdout, NULL);
        return HY_EXIT_OK;
    }
    if (strcmp(argv[1], "--version") == 0)
        return hy_command_version.run(NULL);
    int used;
    const hy_command *command = find(argc, argv, &used);
    if (command != NULL)
        return run(command, argc - used, argv + used);
    if (!is_noun(argv[1])) {
        fprintf(stderr, "hyd: no such command: %s\nTry 'hyd --help'.\n", argv[1]);
        return HY_EXIT_USAGE;
    }
    if (argc > 2 && asks_help(argv[2])) {
        hy_help_overview(stdout, argv[1]);
        return HY_EXIT_OK;
    }
    if (argc > 2)
        fprintf(stderr, "hyd: no such command: %s %s\n", argv[1], argv[2]);
    hy_help_overview(stderr, argv[1]);
    return HY_EXIT_USAGE;
}

const char *hy_cli_nth(const hy_cli *cli, const char *name, size_t index)
{
    for (size_t i = 0; i < cli->value_count; i++)
        if (strcmp(cli->values[i].option->name, name) == 0 && index-- == 0)
            return cli->values[i].text;
    return NULL;
}

const char *hy_cli_get(const hy_cli *cli, const char *name)
{
    return hy_cli_nth(cli, name, 0);
}

bool hy_cli_flag(const hy_cli *cli, const char *name)
{
    return hy_cli_nth(cli, name, 0) != NULL;
}

hy_exit hy_cli_usage(const hy_cli *cli, const char *format, ...)
{
    const hy_command *c = cli->command;
    const char *space = c->verb == NULL ? "" : " ";
    const char *verb = c->verb == NULL ? "" : c->verb;
    fprintf(stderr, "hyd %s%s%s: ", c->noun, space, verb);
    va_list args;
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fprintf(stderr, "\nTry 'hyd %s%s%s --help'.\n", c->noun, space, verb);
    return HY_EXIT_USAGE;
}

hy_exit hy_cli_fail(const char *format, ...)
{
    fputs("hyd: ", stderr);
    va_list args;
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    return HY_EXIT_FAILED;
}

void hy_cli_print_diag(const hy_diag *diag)
{
    hy_diag_print(diag, stderr, isatty(STDERR_FILENO) != 0);
    if (diag->errors > 0)
        fprintf(stderr, "%d error%s\n", diag->errors, diag->errors == 1 ? "" : "s");
}
