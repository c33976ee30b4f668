/* The front door: every subcommand is a record in one table, from which parsing, --help, man pages
   and shell completion are made. A subcommand's own file holds its record and its function. */
#ifndef HY_CMD_CLI_H
#define HY_CMD_CLI_H

#include "base/diag.h"
#include "base/rc.h"

#include <stddef.h>
#include <stdio.h>

/* What hyd exits with; documented in hyd(1). */
typedef enum hy_exit {
    HY_EXIT_OK = 0,
    HY_EXIT_FAILED = 1,
    HY_EXIT_USAGE = 2,
} hy_exit;

typedef struct hy_option {
    const char *name;     /* without the dashes; NULL ends the list */
    char letter;          /* short form, or 0 */
    const char *argument; /* what the argument is called in the help; NULL: a flag; "[LIST]": it
                             may be left out and stands behind '=' */
    bool repeats;         /* may be given more than once */
    const char *help;     /* one sentence without a full stop */
} hy_option;

struct hy_cli;

typedef struct hy_command {
    const char *noun;     /* "cap" */
    const char *verb;     /* "build"; NULL when the noun is the whole command */
    const char *operands; /* "SRC…", or "" */
    int min_operands;
    int max_operands;         /* -1: any number */
    const char *summary;      /* one line without a full stop */
    const char *description;  /* paragraphs, separated by empty lines; scdoc text */
    const hy_option *options; /* ends with a NULL name; NULL: none */
    const char *examples;     /* "# what it does\ncommand\n" pairs */
    hy_exit (*run)(const struct hy_cli *cli);
} hy_command;

/* One parsed command line. Borrowed by the command for the time it runs. */
typedef struct hy_cli {
    const hy_command *command;
    int argc; /* operands */
    char **argv;
    struct hy_cli_value *values; /* in order of appearance */
    size_t value_count;
} hy_cli;

/* The table of all commands, ended by a NULL noun, in the order of the help. */
extern const hy_command *const hy_commands[];

/* Runs hyd with this command line: parses, dispatches, returns the exit code. */
hy_exit hy_cli_main(int argc, char **argv);

/* The last value of an option with an argument, or NULL; a flag's presence. */
const char *hy_cli_get(const hy_cli *cli, const char *name);
bool hy_cli_flag(const hy_cli *cli, const char *name);

/* The index-th value of an option that repeats, or NULL when there are no more. */
const char *hy_cli_nth(const hy_cli *cli, const char *name, size_t index);

/* Prints "hyd NOUN VERB: message" and where the help is; returns HY_EXIT_USAGE. */
hy_exit hy_cli_usage(const hy_cli *cli, const char *format, ...) HY_PRINTF(2, 3);

/* Prints "hyd: message" on standard error; returns HY_EXIT_FAILED. */
hy_exit hy_cli_fail(const char *format, ...) HY_PRINTF(1, 2);

/* Prints the findings, coloured on a terminal, and a closing count. */
void hy_cli_print_diag(const hy_diag *diag);

#endif
