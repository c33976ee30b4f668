/* The packages of the Java Card platform by version of the platform, as its export files have them.
   One table; --target, the choice of import versions and the tests read it. */
#include "converter/target.h"

#include <stddef.h>
#include <string.h>

/* Minor versions (all majors are 1) on 2.1.1, 2.1.2, 2.2.1, 2.2.2, 3.0.1, 3.0.4, 3.0.5, 3.1, 3.2;
   -1: not there yet. */
static const struct row {
    const char *package;
    int8_t minor[HY_TARGET_COUNT - 1];
} rows[] = {
    {"java/io", {-1, -1, 0, 0, 0, 0, 0, 0, 0}},
    {"java/lang", {0, 0, 0, 0, 0, 0, 0, 0, 0}},
    {"java/rmi", {-1, -1, 0, 0, 0, 0, 0, 0, 0}},
    {"javacard/framework", {0, 0, 2, 3, 4, 5, 6, 8, 9}},
    {"javacard/framework/service", {-1, -1, 0, 0, 0, 0, 0, 0, 0}},
    {"javacard/security", {1, 1, 2, 3, 4, 5, 6, 7, 8}},
    {"javacardx/apdu", {-1, -1, -1, 0, 0, 0, 0, 0, 0}},
    {"javacardx/apdu/util", {-1, -1, -1, -1, -1, -1, 0, 0, 0}},
    {"javacardx/biometry", {-1, -1, -1, 2, 2, 2, 3, 3, 4}},
    {"javacardx/biometry1toN", {-1, -1, -1, -1, -1, -1, 0, 0, 1}},
    {"javacardx/crypto", {1, 1, 2, 3, 4, 5, 6, 7, 8}},
    {"javacardx/external", {-1, -1, -1, 0, 0, 0, 0, 0, 0}},
    {"javacardx/framework/event", {-1, -1, -1, -1, -1, -1, -1, 0, 0}},
    {"javacardx/framework/math", {-1, -1, -1, 0, 0, 0, 0, 0, 0}},
    {"javacardx/framework/nio", {-1, -1, -1, -1, -1, -1, -1, 0, 0}},
    {"javacardx/framework/string", {-1, -1, -1, -1, -1, 0, 0, 0, 0}},
    {"javacardx/framework/time", {-1, -1, -1, -1, -1, -1, -1, 0, 0}},
    {"javacardx/framework/tlv", {-1, -1, -1, 0, 0, 0, 0, 0, 0}},
    {"javacardx/framework/util", {-1, -1, -1, 0, 0, 0, 1, 1, 1}},
    {"javacardx/framework/util/intx", {-1, -1, -1, 0, 0, 0, 0, 1, 1}},
    {"javacardx/security", {-1, -1, -1, -1, -1, -1, 0, 0, 0}},
    {"javacardx/security/cert", {-1, -1, -1, -1, -1, -1, -1, 0, 0}},
    {"javacardx/security/derivation", {-1, -1, -1, -1, -1, -1, -1, 0, 1}},
    {"javacardx/security/util", {-1, -1, -1, -1, -1, -1, -1, 0, 0}},
};

static const struct {
    const char *text;
    hy_target target;
} names[] = {
    /* The first of each is its name. */
    {"2.1.1", HY_TARGET_2_1_1}, {"2.1", HY_TARGET_2_1_1},   {"2.1.2", HY_TARGET_2_1_2},
    {"2.2.1", HY_TARGET_2_2_1}, {"2.2", HY_TARGET_2_2_1},   {"2.2.2", HY_TARGET_2_2_2},
    {"3.0.1", HY_TARGET_3_0_1}, {"3.0.3", HY_TARGET_3_0_1}, {"3.0", HY_TARGET_3_0_1},
    {"3.0.4", HY_TARGET_3_0_4}, {"3.0.5", HY_TARGET_3_0_5}, {"3.1", HY_TARGET_3_1},
    {"3.1.0", HY_TARGET_3_1},   {"3.2", HY_TARGET_3_2},     {"3.2.0", HY_TARGET_3_2},
};

hy_rc hy_target_parse(const char *text, hy_target *out, hy_reason *why)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(names[i].text, text) == 0) {
            *out = names[i].target;
            return HY_OK;
        }
    }
    return hy_reason_set(why, HY_FAIL(NOT_FOUND),
                         "no target %s: there are 2.1.1, 2.1.2, 2.2.1, 2.2.2, 3.0.1, 3.0.4, 3.0.5, "
                         "3.1 and 3.2",
                         text);
}

const char *hy_target_name(hy_target target)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].target == target)
            return names[i].text;
    return "";
}

static const struct row *row_of(const char *package_name)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i].package, package_name) == 0)
            return &rows[i];
    return NULL;
}

int hy_target_minor(hy_target target, const char *package_name)
{
    const struct row *row = row_of(package_name);
    return row == NULL || target == HY_TARGET_ANY ? -2 : row->minor[target - 1];
}

hy_target hy_target_first(const char *package_name, uint8_t minor)
{
    const struct row *row = row_of(package_name);
    hy_target target = HY_TARGET_2_1_1;
    while (row != NULL && target < HY_TARGET_3_2 && row->minor[target - 1] < minor)
        target++;
    return target;
}
