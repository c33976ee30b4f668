/* The commands on cards, a file each. */
#ifndef HY_CMD_CARD_COMMANDS_H
#define HY_CMD_CARD_COMMANDS_H

#include "cmd/cli.h"

extern const hy_command hy_command_card_info;
extern const hy_command hy_command_card_list;
extern const hy_command hy_command_card_install;
extern const hy_command hy_command_card_load;
extern const hy_command hy_command_card_delete;
extern const hy_command hy_command_card_put_key;
extern const hy_command hy_command_card_lock;
extern const hy_command hy_command_card_unlock;
extern const hy_command hy_command_card_store_data;
extern const hy_command hy_command_card_domain;
extern const hy_command hy_command_card_apdu;

#endif
