/* The table of all commands of hyd. */
#include "cmd/cap.h"
#include "cmd/card_commands.h"
#include "cmd/element.h"
#include "cmd/help.h"

const hy_command *const hy_commands[] = {
    &hy_command_cap_build,
    &hy_command_cap_convert,
    &hy_command_cap_dump,
    &hy_command_cap_verify,
    &hy_command_card_info,
    &hy_command_card_list,
    &hy_command_card_install,
    &hy_command_card_load,
    &hy_command_card_delete,
    &hy_command_card_put_key,
    &hy_command_card_lock,
    &hy_command_card_unlock,
    &hy_command_card_store_data,
    &hy_command_card_domain,
    &hy_command_card_apdu,
    &hy_command_element_algorithms,
    &hy_command_element_apdu,
    &hy_command_element_run,
    &hy_command_element_new,
    &hy_command_element_snapshot,
    &hy_command_element_restore,
    &hy_command_element_install,
    &hy_command_element_list,
    &hy_command_element_info,
    &hy_command_element_reset,
    &hy_command_element_delete,
    &hy_command_element_stop,
    &hy_command_help,
    &hy_command_completion,
    &hy_command_version,
    NULL,
};
