/* Diagnostics: many findings of one run, each with its file and line, kept in order and printed
   together, the way a compiler does. For one failure in words, a hy_reason is enough. */
#ifndef HY_BASE_DIAG_H
#define HY_BASE_DIAG_H

#include "base/arena.h"

#include <stdio.h>

typedef enum hy_severity { HY_SEVERITY_ERROR, HY_SEVERITY_WARNING, HY_SEVERITY_NOTE } hy_severity;

typedef struct hy_diag_item {
    struct hy_diag_item *next;
    hy_severity severity;
    const char *file; /* may be NULL: no place known */
    int line;         /* 0: no line known */
    const char *text; /* what is wrong */
    const char *mend; /* what to write instead, or NULL */
} hy_diag_item;

typedef struct hy_diag {
    hy_arena arena;
    hy_diag_item *first; /* sorted by file and line once hy_diag_sort was called */
    hy_diag_item *last;
    int errors;
    int warnings;
    bool full; /* the limit of findings was reached; the rest was counted, not kept */
} hy_diag;

hy_diag hy_diag_new(void);
void hy_diag_free(hy_diag *d);

/* Adds a finding. file and mend are copied and may be NULL. */
void hy_diag_add(hy_diag *d, hy_severity severity, const char *file, int line, const char *mend,
                 const char *format, ...) HY_PRINTF(6, 7);

/* Orders the findings by file, line and text, and drops exact repetitions. */
void hy_diag_sort(hy_diag *d);

/* Prints "file:line: error: text" lines, each mend below its finding; the words in colour when
   asked. */
void hy_diag_print(const hy_diag *d, FILE *out, bool colour);

#endif
