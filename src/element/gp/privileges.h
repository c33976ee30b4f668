/* Privileges (GlobalPlatform 6.6, 11.1.2): three bytes, the first bit is number 0. */
#ifndef HY_GP_PRIVILEGES_H
#define HY_GP_PRIVILEGES_H

#include "element/gp/gp.h"

typedef enum hy_privilege { /* numbers as GPRegistryEntry.isPrivileged has them */
                            HY_PRIVILEGE_SECURITY_DOMAIN = 0,
                            HY_PRIVILEGE_DAP = 1,
                            HY_PRIVILEGE_DELEGATED_MANAGEMENT = 2,
                            HY_PRIVILEGE_CARD_LOCK = 3,
                            HY_PRIVILEGE_CARD_TERMINATE = 4,
                            HY_PRIVILEGE_CARD_RESET = 5,
                            HY_PRIVILEGE_CVM = 6,
                            HY_PRIVILEGE_MANDATED_DAP = 7,
                            HY_PRIVILEGE_TRUSTED_PATH = 8,
                            HY_PRIVILEGE_AUTHORIZED_MANAGEMENT = 9,
                            HY_PRIVILEGE_TOKEN_VERIFICATION = 10,
                            HY_PRIVILEGE_GLOBAL_DELETE = 11,
                            HY_PRIVILEGE_GLOBAL_LOCK = 12,
                            HY_PRIVILEGE_GLOBAL_REGISTRY = 13,
                            HY_PRIVILEGE_FINAL_APPLICATION = 14,
                            HY_PRIVILEGE_GLOBAL_SERVICE = 15,
                            HY_PRIVILEGE_RECEIPT = 16,
                            HY_PRIVILEGE_CIPHERED_LOAD = 17,
                            HY_PRIVILEGE_CONTACTLESS = 18,
                            HY_PRIVILEGE_CONTACTLESS_SELF = 19,
                            HY_PRIVILEGE_COUNT = 24,
} hy_privilege;

bool hy_gp_has(const hy_element *e, uint8_t instance, hy_privilege p);

/* Reads what a command gives: 1 or 3 bytes (0: none). False for other lengths. */
bool hy_gp_privileges_read(hy_view v, uint8_t out[3]);

/* May the domain of the call give these privileges to `instance` (0: to a new one), which is a
   security domain or not? 9000; 6A80 for masks that contradict themselves, 6985 for what another
   holds or the domain may not give. */
uint16_t hy_gp_privileges_check(hy_gp_call *c, const uint8_t given[3], bool is_domain,
                                uint8_t instance);

/* After rows were changed: what has one holder and none elsewhere is the issuer's again. */
void hy_gp_privileges_settle(hy_element *e);

#endif
