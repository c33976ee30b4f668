/* Coverage of an applet's Java lines and branches, written as lcov reads it (geninfo(1)). Only
   classes with lines in a Debug component count. */
#ifndef HY_DEBUGGER_COVERAGE_H
#define HY_DEBUGGER_COVERAGE_H

#include "debugger/symbols.h"
#include "debugger/watch.h"

#include <stdio.h>

/* Counters of a method: for its cells, and for what its branches did. */
typedef struct hy_coverage_method {
    uint32_t entered;
    uint32_t *run;   /* [cell] */
    uint32_t *taken; /* [cell] of a conditional branch: went to its target; of a switch's DATA
                        cells: that case was taken */
} hy_coverage_method;

typedef struct hy_coverage_package {
    const hy_linked *linked;
    hy_coverage_method *methods; /* [method_count] */
    struct hy_coverage_package *next;
} hy_coverage_package;

typedef struct hy_coverage {
    hy_watcher watcher;
    hy_symbols *symbols; /* borrowed */
    hy_arena arena;      /* owned */
    hy_coverage_package *packages;
    /* the cell before, in the same frame */
    const hy_cell *before;
    hy_coverage_method *in;
    uint32_t depth;
} hy_coverage;

void hy_coverage_open(hy_coverage *c, hy_symbols *symbols);

/* Counts a package from now on, so that what never ran is written, too. */
hy_rc hy_coverage_add(hy_coverage *c, const hy_linked *l, hy_reason *why) HY_USE;

/* Writes the tracefile. Source files are looked for in the folders, by the package's path and by
   their name alone; a file that is found nowhere is written as "com/example/Wallet.java".
   MEMORY; IO. */
hy_rc hy_coverage_write(const hy_coverage *c, const char *const *folders, size_t folder_count,
                        FILE *out, hy_reason *why) HY_USE;

void hy_coverage_close(hy_coverage *c);

#endif
