/* A trace: what an element does with a command, as indented text.

     > 80300000020064
         command INS 30, channel 0, Lc 2
         as applet D27600008501010001
           com.example.wallet.Wallet.process(APDU@4)  Wallet.java:44
             javacard.framework.APDU.getBuffer()
             com.example.wallet.Wallet.readAmount(APDU@4)  Wallet.java:88
               javacard.framework.ISOException.throwIt(27010)
               throws javacard.framework.ISOException: reason 6982 (…)  Wallet.java:90
         status 6982 SW_SECURITY_STATUS_NOT_SATISFIED
     < 6982 */
#ifndef HY_DEBUGGER_TRACE_H
#define HY_DEBUGGER_TRACE_H

#include "debugger/symbols.h"
#include "debugger/watch.h"

#include <stdio.h>

enum { /* what is printed */
       HY_TRACE_APDU = 1,
       HY_TRACE_CALLS = 2, /* of the applets' methods, and theirs of the platform */
       HY_TRACE_CONTEXTS = 4,
       HY_TRACE_EXCEPTIONS = 8,
       HY_TRACE_LINES = 16,    /* every source line */
       HY_TRACE_PLATFORM = 32, /* calls inside the platform, too */
       HY_TRACE_USUAL = HY_TRACE_APDU | HY_TRACE_CALLS | HY_TRACE_CONTEXTS | HY_TRACE_EXCEPTIONS,
};

typedef struct hy_trace {
    hy_watcher watcher;
    hy_symbols *symbols; /* borrowed */
    unsigned what;
    FILE *out; /* borrowed */
    const hy_method *line_method;
    unsigned line;
    uint32_t line_depth;
} hy_trace;

/* "calls,exceptions" or "all"; "" is the usual ones. ARGUMENT with the words there are. */
hy_rc hy_trace_parse(const char *list, unsigned *what, hy_reason *why) HY_USE;

void hy_trace_open(hy_trace *t, hy_symbols *symbols, unsigned what, FILE *out);

/* The command that is about to be sent, the response that came. */
void hy_trace_command(const hy_trace *t, hy_view command);
void hy_trace_response(const hy_trace *t, hy_view response);

/* A value as a Java word: "27010", "null", "byte[261]@7", "APDU@4". Returns out. */
const char *hy_trace_value(hy_symbols *s, const hy_machine *m, hy_slot value, char *out,
                           size_t size);

#endif
