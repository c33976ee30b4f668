/* The Java stack of an exception that nothing caught, or of a run that was stopped. */
#ifndef HY_DEBUGGER_STACK_H
#define HY_DEBUGGER_STACK_H

#include "debugger/symbols.h"
#include "debugger/watch.h"

#include <stdio.h>

enum { HY_STACK_FRAMES_MAX = 64 }; /* of deeper ones the innermost are shown */

typedef struct hy_stack_frame {
    const hy_method *method;
    const hy_cell *pc;
} hy_stack_frame;

/* Keeps where the last exception came from. A handler that throws the same object on (finally)
   leaves that as it was. */
typedef struct hy_stack {
    hy_watcher watcher;
    hy_symbols *symbols; /* borrowed */
    bool there;          /* since hy_stack_clear something was thrown or stopped */
    const hy_class *class_of;
    hy_reference exception;
    bool has_reason;
    uint16_t reason;
    hy_stop stop; /* NONE: an exception */
    bool exact;   /* the innermost place is known to the instruction */
    uint32_t depth;
    uint32_t count;
    hy_stack_frame frames[HY_STACK_FRAMES_MAX]; /* innermost first */
} hy_stack;

void hy_stack_open(hy_stack *k, hy_symbols *symbols);

/* Forgets it: before each command. */
void hy_stack_clear(hy_stack *k);

/* Prints what was kept, if there is something:
     javacard.framework.ISOException: reason 6F00 (SW_UNKNOWN)
         at com.example.wallet.Wallet.process(Wallet.java:57) */
void hy_stack_print(const hy_stack *k, FILE *out);

/* "javacard.framework.ISOException: reason 6F00 (SW_UNKNOWN)" of a live exception; returns out. */
const char *hy_stack_exception_text(hy_symbols *s, const hy_machine *m, hy_reference exception,
                                    char *out, size_t size);

#endif
