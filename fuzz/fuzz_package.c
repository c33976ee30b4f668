/* Fuzzes the package reader and the verifier behind it: a byte of options, then a load file.
   Imports are seen through the views of tests/support. */
#include "element/vm/verify.h"
#include "support/capmake.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
    NO_DESCRIPTOR = 1,
    SYSTEM = 2,
    HEAL = 4, /* Directory's sizes are put right, so that more inputs get past it */
    MEMORY = 16 << 20,
    BUDGET = 200000,
    DIRECTORY_MAX = 256,
};

/* Writes the true sizes into a copy of Directory (compact format). */
static void heal(hy_package_parts *parts, uint8_t *copy)
{
    hy_view directory = parts->part[HY_COMPONENT_DIRECTORY];
    if (directory.n > DIRECTORY_MAX)
        return;
    if (directory.n > 0)
        memcpy(copy, directory.p, directory.n);
    for (unsigned tag = 1; tag <= HY_COMPONENT_DESCRIPTOR; tag++) {
        size_t at = 3 + 2 * ((size_t)tag - 1);
        size_t n = parts->part[tag].n < 3 ? 0 : parts->part[tag].n - 3;
        if (at + 2 > directory.n)
            return;
        copy[at] = (uint8_t)(n >> 8);
        copy[at + 1] = (uint8_t)n;
    }
    parts->part[HY_COMPONENT_DIRECTORY] = hy_view_of(copy, directory.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static hy_package package;
    static hy_package_parts parts;
    uint8_t directory[DIRECTORY_MAX];
    hy_reason why;
    hy_verify_result result;
    if (size < 1 || !hy_ok(hy_package_split(hy_view_of(data + 1, size - 1), &parts, &why)))
        return 0;
    if ((data[0] & HEAL) != 0)
        heal(&parts, directory);
    if ((data[0] & NO_DESCRIPTOR) != 0)
        parts.part[HY_COMPONENT_DESCRIPTOR] = (hy_view){NULL, 0};
    hy_arena arena = hy_arena_new(MEMORY);
    hy_view_source source = cm_views();
    hy_verify_options options = {.system = (data[0] & SYSTEM) != 0, .budget = BUDGET};
    if (hy_ok(hy_package_read(&parts, &arena, &package, &why)))
        (void)!hy_ok(hy_verify(&package, &source, &options, &arena, &result, &why));
    hy_arena_free(&arena);
    return 0;
}
