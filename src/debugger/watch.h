/* Watching an element run: the machine's hooks turned into what tools want to know (calls, returns,
   exceptions, what was created, each instruction) and handed to any number of watchers.

   While no watcher wants steps the machine runs as fast as without a watch; exceptions are told all
   the same.

       hy_watch watch;
       hy_watch_open(&watch, work);
       hy_watch_add(&watch, &tracer.watcher);
       hy_element_transmit(…);
       hy_watch_end(&watch);          after each transmit and install
       hy_watch_close(&watch);                                                                    */
#ifndef HY_DEBUGGER_WATCH_H
#define HY_DEBUGGER_WATCH_H

#include "element/runtime/element.h"

enum { HY_WATCHERS_MAX = 8 };

/* Every function may be NULL. In all of them the top frame, m->frames[m->depth - 1], is where it
   happens; m->depth is 0 only where said. */
typedef struct hy_watcher {
    void *context;
    bool steps; /* anything but thrown and stopped is wanted */

    /* Before an instruction. */
    void (*step)(void *context, hy_machine *m);

    /* A method was called: the top frame is its. */
    void (*enter)(void *context, hy_machine *m);

    /* A method that was entered returned, or an exception left it. `depth` frames are left of those
       that are known; the frames of m may be others by now. */
    void (*leave)(void *context, const hy_method *method, uint32_t depth);

    /* A native method is about to be called; its arguments are on the stack. */
    void (*native)(void *context, hy_machine *m, const hy_method *method);

    /* An exception was thrown; m->depth is 0 when the system threw it outside all methods. */
    void (*thrown)(void *context, hy_machine *m, hy_reference exception);

    /* The handler is about to run. */
    void (*caught)(void *context, hy_machine *m);

    /* The run was stopped; see hy_hooks.stopped. */
    void (*stopped)(void *context, hy_machine *m);

    /* Something is about to be created; depth may be 0. */
    void (*made)(void *context, hy_machine *m, const hy_object_spec *spec);

    /* The command or the installation is over. */
    void (*end)(void *context);
} hy_watcher;

typedef struct hy_watch {
    hy_hooks hooks; /* first: the machine's hooks are found again by their address */
    const hy_hooks *before;
    hy_workspace *work; /* borrowed */
    const hy_watcher *watchers[HY_WATCHERS_MAX];
    size_t count;
    /* what was entered */
    const hy_method **entered; /* owned; [frame_count] */
    uint32_t depth;
    bool returning; /* the last step was a return of the top method */
    bool throwing;  /* an exception is on its way */
} hy_watch;

/* Watches what runs in a workspace. MEMORY. */
hy_rc hy_watch_open(hy_watch *w, hy_workspace *work) HY_USE;

/* Adds a watcher, which is borrowed. LIMIT. */
hy_rc hy_watch_add(hy_watch *w, const hy_watcher *watcher) HY_USE;

/* Wants steps or not, by what the watchers say now: after a watcher's `steps` was changed. */
void hy_watch_update(hy_watch *w);

/* The command or installation is over: methods that are still open are left. */
void hy_watch_end(hy_watch *w);

/* The workspace runs unwatched again. */
void hy_watch_close(hy_watch *w);

#endif
