/* The commands on CAP files, a file each. */
#ifndef HY_CMD_CAP_H
#define HY_CMD_CAP_H

#include "cmd/cli.h"

extern const hy_command hy_command_cap_build;
extern const hy_command hy_command_cap_convert;
extern const hy_command hy_command_cap_dump;
extern const hy_command hy_command_cap_verify;

#endif
