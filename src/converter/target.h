/* Targets: what --target 2.1.1 … 3.2 stands for: the newest version of each Java Card package that
   such a card has, and the CAP format that it takes. */
#ifndef HY_CONVERTER_TARGET_H
#define HY_CONVERTER_TARGET_H

#include "base/rc.h"

#include <stdint.h>

typedef enum hy_target {
    HY_TARGET_ANY, /* no --target: the oldest card that can run the package */
    HY_TARGET_2_1_1,
    HY_TARGET_2_1_2,
    HY_TARGET_2_2_1,
    HY_TARGET_2_2_2,
    HY_TARGET_3_0_1,
    HY_TARGET_3_0_4,
    HY_TARGET_3_0_5,
    HY_TARGET_3_1,
    HY_TARGET_3_2,
    HY_TARGET_COUNT,
} hy_target;

/* "3.0.5" to HY_TARGET_3_0_5; "3.1.0" is "3.1", "3.0.3" is "3.0.1", and so on. NOT_FOUND with the
   list of names in why. */
hy_rc hy_target_parse(const char *text, hy_target *out, hy_reason *why) HY_USE;

/* The target's name; "" for ANY. */
const char *hy_target_name(hy_target target);

/* The newest minor version of a package ("javacard/framework") on that target.
   -1: the target does not have it. -2: not a package of the Java Card platform, any version goes.
   ANY allows everything: -2. */
int hy_target_minor(hy_target target, const char *package_name);

/* The oldest target whose packages reach this minor version; HY_TARGET_2_1_1 for packages that are
   not of the platform. */
hy_target hy_target_first(const char *package_name, uint8_t minor);

#endif
