/* The tools opened together and told together. */
#include "debugger/tools.h"

#include "debugger/coverage.h"
#include "debugger/jdwp.h"
#include "debugger/profile.h"
#include "debugger/stack.h"
#include "debugger/trace.h"
#include "debugger/writes.h"

#include <stdlib.h>
#include <string.h>

enum { SW_UNKNOWN = 0x6F00, WHERE_SIZE = 80 };

static const char DEFAULT_PORT[] = "5005";

struct hy_tools {
    hy_tools_options options;
    hy_element *element;
    hy_symbols symbols;
    hy_watch watch;
    hy_stack stack;
    hy_trace trace;
    hy_coverage coverage;
    hy_profile profile;
    hy_workspace *work;
    hy_writes writes;
    hy_jdwp *jdwp; /* NULL: no debugger is wanted */
};

hy_rc hy_tools_check_trace(const char *list, hy_reason *why)
{
    unsigned what;
    return hy_trace_parse(list, &what, why);
}

static hy_rc add_watchers(hy_tools *t, hy_reason *why)
{
    unsigned what = 0;
    if (t->options.trace != NULL)
        HY_TRY(hy_trace_parse(t->options.trace, &what, why));
    hy_stack_open(&t->stack, &t->symbols);
    hy_trace_open(&t->trace, &t->symbols, what, t->options.trace_out);
    HY_TRY(hy_watch_add(&t->watch, &t->stack.watcher));
    if (t->options.coverage)
        HY_TRY(hy_watch_add(&t->watch, &t->coverage.watcher));
    if (t->options.profile)
        HY_TRY(hy_watch_add(&t->watch, &t->profile.watcher));
    return t->options.trace != NULL ? hy_watch_add(&t->watch, &t->trace.watcher) : HY_OK;
}

/* "HOST:PORT,suspend=y", "PORT", "suspend=n" or "". */
static hy_rc parse_jdwp(const char *text, char *where, size_t size, bool *suspend, hy_reason *why)
{
    *suspend = false;
    snprintf(where, size, "%s", DEFAULT_PORT);
    while (*text != '\0') {
        size_t n = strcspn(text, ",");
        if (strncmp(text, "suspend=", 8) == 0 && n == 9 && (text[8] == 'y' || text[8] == 'n'))
            *suspend = text[8] == 'y';
        else if (n > 0 && n < size && memchr(text, '=', n) == NULL)
            snprintf(where, size, "%.*s", (int)n, text);
        else
            return hy_reason_set(why, HY_FAIL(ARGUMENT),
                                 "jdwp %.*s: HOST:PORT, PORT, suspend=y or suspend=n", (int)n,
                                 text);
        text += n + (text[n] == ',');
    }
    return HY_OK;
}

hy_rc hy_tools_check_jdwp(const char *text, hy_reason *why)
{
    char where[WHERE_SIZE];
    bool suspend;
    return parse_jdwp(text, where, sizeof where, &suspend, why);
}

static hy_rc open_jdwp(hy_tools *t, hy_workspace *work, hy_reason *why)
{
    char where[WHERE_SIZE];
    bool suspend;
    HY_TRY(parse_jdwp(t->options.jdwp, where, sizeof where, &suspend, why));
    HY_TRY(hy_jdwp_open(where, &t->symbols, &t->watch, t->element, work, &t->jdwp, why));
    fprintf(t->options.stack_out, "debugger: listening on %s%s\n", hy_jdwp_address(t->jdwp),
            suspend ? ", waiting" : "");
    fflush(t->options.stack_out);
    if (suspend)
        hy_jdwp_wait(t->jdwp);
    return HY_OK;
}

void hy_tools_serve(hy_tools *t)
{
    if (t != NULL && t->jdwp != NULL)
        hy_jdwp_serve(t->jdwp);
}

void hy_tools_descriptors(const hy_tools *t, int descriptors[2])
{
    descriptors[0] = descriptors[1] = -1;
    if (t != NULL && t->jdwp != NULL)
        hy_jdwp_descriptors(t->jdwp, descriptors);
}

hy_rc hy_tools_open(const hy_tools_options *options, hy_pool *pool, hy_element *element,
                    hy_workspace *work, hy_tools **out, hy_reason *why)
{
    hy_tools *t = calloc(1, sizeof *t);
    *out = t;
    if (t == NULL || !hy_ok(hy_watch_open(&t->watch, work))) {
        free(t);
        *out = NULL;
        return hy_reason_set(why, HY_FAIL(MEMORY), "tools: out of memory");
    }
    t->options = *options;
    t->element = element;
    t->work = work;
    hy_symbols_open(&t->symbols, pool);
    hy_coverage_open(&t->coverage, &t->symbols);
    hy_profile_open(&t->profile, &t->symbols);
    hy_rc rc = add_watchers(t, why);
    if (hy_ok(rc) && options->exports != NULL)
        rc = hy_symbols_add_exports(&t->symbols, options->exports, why);
    if (hy_ok(rc) && options->jdwp != NULL)
        rc = open_jdwp(t, work, why);
    if (!hy_ok(rc))
        hy_tools_close(out);
    return rc;
}

void hy_tools_close(hy_tools **tools)
{
    hy_tools *t = *tools;
    if (t == NULL)
        return;
    hy_jdwp_close(&t->jdwp);
    hy_watch_close(&t->watch);
    hy_profile_close(&t->profile);
    hy_coverage_close(&t->coverage);
    hy_symbols_close(&t->symbols);
    free(t);
    *tools = NULL;
}

hy_rc hy_tools_add_cap(hy_tools *t, const hy_package_parts *parts, hy_reason *why)
{
    return hy_symbols_add_cap(&t->symbols, parts, why);
}

hy_rc hy_tools_loaded(hy_tools *t, hy_view aid, hy_reason *why)
{
    if (t->jdwp != NULL)
        hy_jdwp_loaded(t->jdwp);
    int number = t->options.coverage ? hy_registry_find_package(t->element, aid) : -1;
    if (number < 0)
        return HY_OK;
    const hy_pool_package *p = hy_registry_pooled(t->element, (uint8_t)number);
    return hy_coverage_add(&t->coverage, p->linked, why);
}

void hy_tools_moved(hy_tools *t, hy_element *element)
{
    t->element = element;
    if (t->jdwp != NULL)
        hy_jdwp_moved(t->jdwp, element);
}

void hy_tools_note_writes(hy_tools *t)
{
    hy_writes_open(&t->writes, &t->symbols, t->element, t->work);
}

const char *hy_tools_write_place(const hy_tools *t, char *out, size_t size)
{
    return hy_writes_place(&t->writes, out, size);
}

/* ---- around what runs ---- */

static void print_stack(const hy_tools *t)
{
    fflush(t->options.trace_out);
    hy_stack_print(&t->stack, t->options.stack_out);
}

void hy_tools_command(hy_tools *t, hy_view command)
{
    if (t == NULL)
        return;
    hy_tools_serve(t);
    hy_stack_clear(&t->stack);
    if (t->options.trace != NULL)
        hy_trace_command(&t->trace, command);
}

void hy_tools_response(hy_tools *t, hy_view response)
{
    if (t == NULL || response.n < 2)
        return;
    hy_watch_end(&t->watch);
    if (t->options.trace != NULL)
        hy_trace_response(&t->trace, response);
    hy_reader r = hy_reader_of(hy_view_part(response, response.n - 2, 2));
    if (hy_read_u16(&r) == SW_UNKNOWN)
        print_stack(t);
}

void hy_tools_install(hy_tools *t)
{
    if (t == NULL)
        return;
    hy_tools_serve(t);
    hy_stack_clear(&t->stack);
}

void hy_tools_installed(hy_tools *t, bool good)
{
    if (t == NULL)
        return;
    hy_watch_end(&t->watch);
    if (!good)
        print_stack(t);
}

/* ---- what is written at the end ---- */

hy_rc hy_tools_write_coverage(const hy_tools *t, const char *const *folders, size_t folder_count,
                              FILE *out, hy_reason *why)
{
    return hy_coverage_write(&t->coverage, folders, folder_count, out, why);
}

hy_rc hy_tools_write_profile(const hy_tools *t, bool json, FILE *out, hy_reason *why)
{
    return hy_profile_print(&t->profile, json, out, why);
}
