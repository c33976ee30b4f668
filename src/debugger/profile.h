/* A profile: how many bytecodes each method ran, how often it was called, and what it created. */
#ifndef HY_DEBUGGER_PROFILE_H
#define HY_DEBUGGER_PROFILE_H

#include "debugger/symbols.h"
#include "debugger/watch.h"

#include <stdio.h>

typedef struct hy_profile_row {
    const hy_method *method;
    uint64_t bytecodes; /* its own; nop is none on this machine */
    uint64_t calls;
    uint64_t objects; /* created by its own instructions and by natives that it called */
    uint64_t bytes;   /* of these with their headers */
} hy_profile_row;

typedef struct hy_profile_package {
    const hy_linked *linked;
    hy_profile_row *rows; /* [method_count] */
    struct hy_profile_package *next;
} hy_profile_package;

typedef struct hy_profile {
    hy_watcher watcher;
    hy_symbols *symbols; /* borrowed */
    hy_arena arena;      /* owned */
    hy_profile_package *packages;
    hy_profile_row outside; /* when memory is out; and what the system does of itself */
} hy_profile;

void hy_profile_open(hy_profile *p, hy_symbols *symbols);

/* Prints the methods that ran, most bytecodes first: a table, or JSON:
   [{"method", "file", "line", "calls", "bytecodes", "objects", "bytes"}, …]. MEMORY, IO. */
hy_rc hy_profile_print(const hy_profile *p, bool json, FILE *out, hy_reason *why) HY_USE;

void hy_profile_close(hy_profile *p);

#endif
