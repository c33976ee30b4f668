/* The table of all commands of hyd. */
#include "cmd/help.h"

const hy_command *const hy_commands[] = {
    &hy_command_help,
    &hy_command_completion,
    &hy_command_version,
    NULL,
};
