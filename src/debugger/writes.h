/* Where persistent writes come from: the Java line of the write that is about to be made durable.
   Needs an element whose image has the durability `write`. */
#ifndef HY_DEBUGGER_WRITES_H
#define HY_DEBUGGER_WRITES_H

#include "debugger/symbols.h"
#include "element/runtime/workspace.h"

typedef struct hy_writes {
    hy_symbols *symbols; /* borrowed */
    const hy_workspace *work;
    hy_memory *memory; /* borrowed; NULL: not watching */
    void (*split)(void *context);
    void (*tear)(void *context, uint32_t place, uint32_t n);
    void *context;
    const hy_method *method; /* of the last write that was announced; NULL: none was */
    const hy_cell *pc;
} hy_writes;

/* Watches the writes of an element until it is closed. w must not move. */
void hy_writes_open(hy_writes *w, hy_symbols *symbols, hy_element *element,
                    const hy_workspace *work);

/* "com.example.wallet.Wallet.credit(Wallet.java:57)"; "" when no applet made it. Returns out. */
const char *hy_writes_place(const hy_writes *w, char *out, size_t size);

#endif
