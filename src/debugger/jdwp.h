/* A JDWP server: jdb, IntelliJ or Eclipse debug the applets of an element. It works in the thread
   that runs the element: while the element runs it looks for commands now and then, and while the
   applet is suspended it does nothing else.

   The Java side sees one thread, "element", whose frames are those of the current command; between
   commands it has none. Objects are the element's, by their references. */
#ifndef HY_DEBUGGER_JDWP_H
#define HY_DEBUGGER_JDWP_H

#include "debugger/symbols.h"
#include "debugger/watch.h"

struct hy_jdwp_packet;

typedef struct hy_jdwp hy_jdwp;

/* Listens where hy_jdwp_link_open says and watches the element. Everything is borrowed. where NULL:
   no network; packets come by hy_jdwp_handle alone. IO, ARGUMENT, MEMORY. */
hy_rc hy_jdwp_open(const char *where, hy_symbols *symbols, hy_watch *watch, hy_element *element,
                   hy_workspace *work, hy_jdwp **out, hy_reason *why) HY_USE;

/* "127.0.0.1:5005". */
const char *hy_jdwp_address(const hy_jdwp *j);

/* Waits for a debugger, and until it lets the element run. */
void hy_jdwp_wait(hy_jdwp *j);

/* Does what a debugger wants now, without waiting for one. While it has suspended the element this
   returns only when the element may go on. Call it before commands and when hy_jdwp_descriptors
   are readable. */
void hy_jdwp_serve(hy_jdwp *j);

/* The descriptors to wait for; -1 for none. */
void hy_jdwp_descriptors(const hy_jdwp *j, int descriptors[2]);

/* Packages were loaded: their classes are prepared. */
void hy_jdwp_loaded(hy_jdwp *j);

/* Answers one command packet; the reply is appended to out. */
void hy_jdwp_handle(hy_jdwp *j, const struct hy_jdwp_packet *packet, hy_buf *out);

/* Says goodbye to the debugger. *jdwp is NULL afterwards. */
void hy_jdwp_close(hy_jdwp **jdwp);

/* The element was closed and opened again. */
void hy_jdwp_moved(hy_jdwp *j, hy_element *element);

#endif
