/* The tools around an element as a command uses them, all in one: names, Java stacks, trace,
   coverage, profile, debugger. This header knows nothing of the element's inside. */
#ifndef HY_DEBUGGER_TOOLS_H
#define HY_DEBUGGER_TOOLS_H

#include "element/vm/package.h"
#include "hydra/element.h"

#include <stdio.h>

typedef struct hy_tools hy_tools;

typedef struct hy_tools_options {
    const char *exports; /* folder with export files: names of the platform; NULL */
    const char *trace;   /* a list as hy_trace_parse reads it; NULL: no trace */
    FILE *trace_out;     /* borrowed */
    FILE *stack_out;     /* borrowed: Java stacks of what ends in 6F00 */
    bool coverage;
    bool profile;
    const char *jdwp; /* "HOST:PORT,suspend=y": where a debugger may connect; both parts may be left
                         out. NULL: nowhere */
} hy_tools_options;

/* Checks a list for `trace`. ARGUMENT with the words there are. */
hy_rc hy_tools_check_trace(const char *list, hy_reason *why) HY_USE;

/* Checks `jdwp`. ARGUMENT. */
hy_rc hy_tools_check_jdwp(const char *text, hy_reason *why) HY_USE;

/* Watches what runs in the workspace. Everything is borrowed and must outlive the tools. MEMORY;
   ARGUMENT; NOT_FOUND when there is no such folder. */
/* With suspend=y this waits for a debugger. */
hy_rc hy_tools_open(const hy_tools_options *options, hy_pool *pool, hy_element *element,
                    hy_workspace *work, hy_tools **out, hy_reason *why) HY_USE;

/* A CAP file: names for its package, which may be loaded now or later. Errors as hy_package_read.
 */
hy_rc hy_tools_add_cap(hy_tools *t, const hy_package_parts *parts, hy_reason *why) HY_USE;

/* The package with this AID was loaded: it counts for the coverage from now on, and debuggers hear
   of its classes. MEMORY. */
hy_rc hy_tools_loaded(hy_tools *t, hy_view aid, hy_reason *why) HY_USE;

/* Before and after each command. A response that ends in 6F00 prints the stack. t may be NULL. */
void hy_tools_command(hy_tools *t, hy_view command);
void hy_tools_response(hy_tools *t, hy_view response);

/* Before and after each installation. One that failed prints the stack, if there is one. */
void hy_tools_install(hy_tools *t);
void hy_tools_installed(hy_tools *t, bool good);

/* See hy_coverage_write and hy_profile_print. */
hy_rc hy_tools_write_coverage(const hy_tools *t, const char *const *folders, size_t folder_count,
                              FILE *out, hy_reason *why) HY_USE;
hy_rc hy_tools_write_profile(const hy_tools *t, bool json, FILE *out, hy_reason *why) HY_USE;

/* The element was closed and opened again, in the same pool and workspace. */
void hy_tools_moved(hy_tools *t, hy_element *element);

/* From now on it is known where persistent writes come from; the element has an image with the
   durability `write`. Then: the Java line of the write that is becoming durable, "" when it is no
   applet's. Returns out. */
void hy_tools_note_writes(hy_tools *t);
const char *hy_tools_write_place(const hy_tools *t, char *out, size_t size);

/* What a debugger wants between commands; see hy_jdwp_serve and hy_jdwp_descriptors. */
void hy_tools_serve(hy_tools *t);
void hy_tools_descriptors(const hy_tools *t, int descriptors[2]);

/* The workspace runs unwatched again; *tools is NULL afterwards. */
void hy_tools_close(hy_tools **tools);

#endif
