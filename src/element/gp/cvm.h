/* The card's global PIN (GlobalPlatform 8.1), behind org.globalplatform.CVM. Value and tries lie in
   the element; whether it was submitted or verified is forgotten on reset. */
#ifndef HY_GP_CVM_H
#define HY_GP_CVM_H

#include "element/gp/gp.h"

enum { HY_CVM_GLOBAL_PIN = 0x11, HY_CVM_VALUE_MAX = 16 };

typedef enum hy_cvm_format { /* CVM.FORMAT_... */
                             HY_CVM_ASCII = 1,
                             HY_CVM_BCD = 2,
                             HY_CVM_HEX = 3,
} hy_cvm_format;

typedef struct hy_cvm {
    uint8_t active; /* a value and a try limit have been set */
    uint8_t limit, left;
    uint8_t length;
    uint8_t format; /* of the value kept: HEX, or ASCII for digits */
    uint8_t value[HY_CVM_VALUE_MAX];
} hy_cvm;

hy_rc hy_gp_cvm_create(hy_element *e) HY_USE;

hy_cvm *hy_gp_cvm(const hy_element *e);

bool hy_gp_cvm_is_blocked(const hy_element *e);

/* False for a value that the format does not allow. All attempts are there again. */
bool hy_gp_cvm_update(hy_element *e, hy_view value, hy_cvm_format format);

/* 1 to 127; all attempts are there again. */
bool hy_gp_cvm_set_limit(hy_element *e, uint8_t limit);

/* Counts the attempt before it compares. */
bool hy_gp_cvm_verify(hy_element *e, hy_view value, hy_cvm_format format);

bool hy_gp_cvm_reset_state(hy_element *e);
bool hy_gp_cvm_block(hy_element *e);
bool hy_gp_cvm_unblock(hy_element *e);

#endif
