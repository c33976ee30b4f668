/* Collection: what nothing reaches is freed (JCSystem.requestObjectDeletion, deletions). */
#ifndef HY_RUNTIME_GC_H
#define HY_RUNTIME_GC_H

#include "element/runtime/element.h"

/* Frees what is reached neither from the system's roots nor from a package's static fields, an
   applet instance, or live frames. Not in a transaction: nothing happens then. */
void hy_gc_collect(hy_workspace *w);

/* Is a word of an instance of that class a reference? (hy_mark.is_reference; context: the
   workspace) */
bool hy_gc_is_reference(void *context, uint8_t package, uint16_t class_of, uint16_t word);

#endif
