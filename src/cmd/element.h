/* The commands on elements, a file each. */
#ifndef HY_CMD_ELEMENT_H
#define HY_CMD_ELEMENT_H

#include "cmd/cli.h"

extern const hy_command hy_command_element_algorithms;
extern const hy_command hy_command_element_apdu;
extern const hy_command hy_command_element_delete;
extern const hy_command hy_command_element_info;
extern const hy_command hy_command_element_install;
extern const hy_command hy_command_element_list;
extern const hy_command hy_command_element_reset;
extern const hy_command hy_command_element_new;
extern const hy_command hy_command_element_restore;
extern const hy_command hy_command_element_run;
extern const hy_command hy_command_element_snapshot;
extern const hy_command hy_command_element_stop;

#endif
