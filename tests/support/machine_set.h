/* Packages linked for tests and benches: the ROM image, and load files on top of it, with a machine
   whose runtime is next to nothing. */
#ifndef HY_TESTS_MACHINE_SET_H
#define HY_TESTS_MACHINE_SET_H

#include "element/vm/machine.h"

enum {
    MS_PACKAGES = 64,
    MS_SINCE = 64, /* lines of one package */
    MS_MEMORY = 1 << 20,
    MS_AREA = 8192,
    MS_LOG = 4096,
    MS_SLOTS = 16384,
    MS_FRAMES = 512,
    MS_CONTEXT = 7, /* as whom code runs, unless a test says otherwise */
    MS_OTHER = 9,
};

typedef struct machine_set {
    hy_arena arena;
    hy_linked *linked[MS_PACKAGES];
    hy_loaded loaded[MS_PACKAGES];
    uint8_t homes[MS_PACKAGES][256];
    hy_package_since since[MS_PACKAGES][MS_SINCE];
    uint16_t since_count[MS_PACKAGES];
    uint16_t count;
    uint16_t native_count;
    hy_native *natives; /* all of the ROM's, refusing */
    hy_reference exceptions[HY_THROW_COUNT];
    uint16_t reasons[HY_THROW_COUNT]; /* of the last throw of each */
    uint32_t thrown[HY_THROW_COUNT];  /* how often */
    hy_heap heap;
    hy_machine machine;
    uint8_t *memory;
    uint8_t reset[MS_AREA], deselect[MS_AREA], log[MS_LOG];
    hy_undo undo;
    hy_slot slots[MS_SLOTS];
    hy_frame frames[MS_FRAMES];
    hy_hooks hooks;
} machine_set;

/* Links the image and makes a heap and a machine. *s is zeroed before; free it after failures
   too. */
hy_rc ms_open(machine_set *s, const char *rom_path, hy_reason *why) HY_USE;
void ms_free(machine_set *s);

/* Links packages that lie in memory as one set and gives them numbers, context MS_CONTEXT, and
   their static fields. *first: the number of the first. */
hy_rc ms_add(machine_set *s, const hy_package *packages, size_t count, bool system, uint16_t *first,
             hy_reason *why) HY_USE;

/* Reads a load file (bare form) and adds it. */
hy_rc ms_add_load_file(machine_set *s, hy_view load_file, uint16_t *number, hy_reason *why) HY_USE;

/* The class with this token of the package with this AID. */
const hy_class *ms_class(const machine_set *s, hy_view aid, uint8_t token);

/* Makes the instances of the machine's exceptions; needs the ROM image. */
hy_rc ms_make_exceptions(machine_set *s) HY_USE;

/* Empties the frames and fills the budget. */
void ms_reset(machine_set *s);

#endif
