/* What is made from the command table for people: --help, man pages as scdoc text, completion. */
#ifndef HY_CMD_HELP_H
#define HY_CMD_HELP_H

#include "cmd/cli.h"

/* `hyd --help`: all commands, a line each; with a noun only that noun's. */
void hy_help_overview(FILE *out, const char *noun);

/* `hyd NOUN VERB --help`. */
void hy_help_command(FILE *out, const hy_command *command);

extern const hy_command hy_command_help;
extern const hy_command hy_command_completion;
extern const hy_command hy_command_version;

#endif
