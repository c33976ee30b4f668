/* The trace of a run: a line each for calls, changes of context, exceptions. */
#include "debugger/trace.h"

#include "base/hex.h"
#include "debugger/stack.h"

#include <string.h>

enum { TEXT_SIZE = 1400, MARGIN = 4, STEP = 2, INDENT_MAX = 120 };

/* ---- what is wanted ---- */

static const struct {
    const char *word;
    unsigned what;
} words[] = {
    {"apdu", HY_TRACE_APDU},
    {"calls", HY_TRACE_CALLS},
    {"contexts", HY_TRACE_CONTEXTS},
    {"exceptions", HY_TRACE_EXCEPTIONS},
    {"lines", HY_TRACE_LINES},
    {"platform", HY_TRACE_CALLS | HY_TRACE_PLATFORM},
    {"all", ~0u},
};

static hy_rc parse_word(const char *word, size_t n, unsigned *what, hy_reason *why)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i].word) == n && memcmp(words[i].word, word, n) == 0) {
            *what |= words[i].what;
            return HY_OK;
        }
    return hy_reason_set(why, HY_FAIL(ARGUMENT),
                         "trace %.*s: apdu, calls, contexts, exceptions, lines, platform or all",
                         (int)n, word);
}

hy_rc hy_trace_parse(const char *list, unsigned *what, hy_reason *why)
{
    *what = list[0] == '\0' ? HY_TRACE_USUAL : 0;
    while (*list != '\0') {
        size_t n = strcspn(list, ",");
        HY_TRY(parse_word(list, n, what, why));
        list += n + (list[n] == ',');
    }
    return HY_OK;
}

/* ---- text ---- */

static void indent(const hy_trace *t, uint32_t depth)
{
    uint32_t n = MARGIN + STEP * depth;
    fprintf(t->out, "%*s", (int)(n > INDENT_MAX ? INDENT_MAX : n), "");
}

static const char *simple_name(const hy_symbol_class *c)
{
    const char *slash = strrchr(c->name, '/');
    return slash == NULL ? c->name : slash + 1;
}

const char *hy_trace_value(hy_symbols *s, const hy_machine *m, hy_slot value, char *out,
                           size_t size)
{
    static const char *const shapes[] = {
        [HY_SHAPE_BOOLEANS] = "boolean",
        [HY_SHAPE_BYTES] = "byte",
        [HY_SHAPE_SHORTS] = "short",
        [HY_SHAPE_INTS] = "int",
    };
    hy_reference r = hy_slot_to_reference(value);
    const hy_object *o = hy_slot_is_reference(value) ? hy_heap_object(m->heap, r) : NULL;
    if (!hy_slot_is_reference(value))
        snprintf(out, size, "%d", (int)hy_slot_to_int(value));
    else if (o == NULL)
        snprintf(out, size, "null");
    else if (o->shape == HY_SHAPE_INSTANCE)
        snprintf(out, size, "%s@%u", simple_name(hy_symbols_class(s, hy_machine_class_of(m, o))),
                 r);
    else
        snprintf(out, size, "%s[%u]@%u",
                 o->shape == HY_SHAPE_REFERENCES ? "Object" : shapes[o->shape], o->length, r);
    return out;
}

/* The arguments after `this`, an int's second slot left out. */
static void print_arguments(const hy_trace *t, const hy_machine *m, const hy_symbol_method *named,
                            const hy_slot *at)
{
    char text[TEXT_SIZE];
    const char *desc = named->desc == NULL ? "" : named->desc + 1;
    bool is_static = named->desc != NULL && (named->access & HY_ACC_STATIC) != 0;
    bool first = true;
    fputc('(', t->out);
    for (unsigned i = is_static || named->desc == NULL ? 0 : 1; i < named->of->nargs; i++) {
        fprintf(t->out, "%s%s", first ? "" : ", ",
                hy_trace_value(t->symbols, m, at[i], text, sizeof text));
        first = false;
        i += desc[0] == 'I';
        while (desc[0] == '[')
            desc++;
        if (desc[0] == 'L')
            desc += strcspn(desc, ";");
        desc += desc[0] != '\0';
    }
    fputc(')', t->out);
}

static void print_line(const hy_trace *t, const hy_symbol_method *named, uint32_t offset)
{
    unsigned line = hy_symbol_line(named, offset);
    if (line != 0 && named->owner->source != NULL)
        fprintf(t->out, "  %s:%u", named->owner->source, line);
    else if (!named->of->linked->system)
        fprintf(t->out, "  bytecode %04X of method %04X", (unsigned)offset,
                (unsigned)named->of->at);
}

static void print_call(const hy_trace *t, hy_machine *m, const hy_method *method,
                       const hy_slot *arguments, uint32_t depth)
{
    char text[TEXT_SIZE];
    const hy_symbol_method *named = hy_symbols_method(t->symbols, method);
    indent(t, depth);
    fputs(hy_symbol_text(named, text, sizeof text), t->out);
    print_arguments(t, m, named, arguments);
    if (method->cells != NULL)
        print_line(t, named, 0);
    fputc('\n', t->out);
}

static void print_context(const hy_trace *t, const hy_machine *m, uint32_t depth)
{
    const hy_actor actor = m->actor;
    const hy_instance *i =
        actor.owner == 0 ? NULL : hy_registry_reserved(hy_element_of(m), actor.owner);
    char hex[2 * 16 + 1];
    indent(t, depth);
    if (actor.context == HY_SYSTEM)
        fputs("as the runtime environment\n", t->out);
    else if (i == NULL || i->aid.length == 0)
        fprintf(t->out, "as a new applet of context %u\n", actor.context);
    else
        fprintf(t->out, "as applet %s\n", hy_hex_encode(hy_aid_view(&i->aid), hex, sizeof hex));
}

/* ---- events ---- */

/* Is this the applets' own, or called by it directly? */
static bool is_shown(const hy_trace *t, const hy_machine *m, const hy_method *method,
                     uint32_t caller)
{
    if ((t->what & HY_TRACE_CALLS) == 0)
        return false;
    return (t->what & HY_TRACE_PLATFORM) != 0 || !method->linked->system || caller == 0 ||
           !m->frames[caller - 1].method->linked->system;
}

static void enter(void *context, hy_machine *m)
{
    hy_trace *t = context;
    const hy_frame *f = &m->frames[m->depth - 1];
    bool switched =
        m->actor.context != f->before.context || m->actor.owner != f->before.owner || m->depth == 1;
    bool shown = is_shown(t, m, f->method, m->depth - 1);
    if (switched && (t->what & HY_TRACE_CONTEXTS) != 0 && (shown || !f->method->linked->system))
        print_context(t, m, m->depth - 1);
    if (shown)
        print_call(t, m, f->method, f->locals, m->depth);
}

static void native(void *context, hy_machine *m, const hy_method *method)
{
    hy_trace *t = context;
    if (is_shown(t, m, method, m->depth))
        print_call(t, m, method, m->top - method->nargs, m->depth + 1);
}

static void print_exception(const hy_trace *t, const hy_machine *m, const char *verb,
                            const char *what)
{
    char text[TEXT_SIZE];
    const hy_frame *f = m->depth == 0 ? NULL : &m->frames[m->depth - 1];
    indent(t, m->depth + 1);
    fprintf(t->out, "%s%s", verb, what);
    if (f != NULL)
        fprintf(t->out, "  at %s",
                hy_symbol_place(hy_symbols_method(t->symbols, f->method),
                                hy_symbol_offset(f->method, f->pc), text, sizeof text));
    fputc('\n', t->out);
}

static void thrown(void *context, hy_machine *m, hy_reference exception)
{
    const hy_trace *t = context;
    char text[TEXT_SIZE];
    if ((t->what & HY_TRACE_EXCEPTIONS) != 0)
        print_exception(t, m, "throws ",
                        hy_stack_exception_text(t->symbols, m, exception, text, sizeof text));
}

static void caught(void *context, hy_machine *m)
{
    const hy_trace *t = context;
    if ((t->what & HY_TRACE_EXCEPTIONS) != 0)
        print_exception(t, m, "caught", "");
}

static void stopped(void *context, hy_machine *m)
{
    const hy_trace *t = context;
    if ((t->what & HY_TRACE_EXCEPTIONS) != 0)
        print_exception(t, m, "stopped", "");
}

static void step(void *context, hy_machine *m)
{
    hy_trace *t = context;
    const hy_frame *f = &m->frames[m->depth - 1];
    if ((t->what & HY_TRACE_LINES) == 0 || f->method->linked->system)
        return;
    const hy_symbol_method *named = hy_symbols_method(t->symbols, f->method);
    unsigned line = hy_symbol_line(named, hy_symbol_offset(f->method, f->pc));
    bool same = t->line == line && t->line_method == f->method && t->line_depth == m->depth;
    if (line == 0 || same)
        return;
    t->line = line;
    t->line_method = f->method;
    t->line_depth = m->depth;
    indent(t, m->depth + 1);
    fprintf(t->out, "line %u\n", line);
}

void hy_trace_open(hy_trace *t, hy_symbols *symbols, unsigned what, FILE *out)
{
    *t = (hy_trace){.symbols = symbols, .what = what, .out = out};
    bool steps = (what & ~(unsigned)(HY_TRACE_APDU | HY_TRACE_EXCEPTIONS)) != 0;
    t->watcher = (hy_watcher){
        .context = t,
        .steps = steps || (what & HY_TRACE_EXCEPTIONS) != 0,
        .step = step,
        .enter = enter,
        .native = native,
        .thrown = thrown,
        .caught = caught,
        .stopped = stopped,
    };
}

/* ---- APDUs ---- */

static const char *instruction_name(uint8_t ins)
{
    static const struct {
        uint8_t ins;
        const char *name;
    } names[] = {
        {0x12, "FETCH"},
        {0x14, "TERMINAL RESPONSE"},
        {0x20, "VERIFY"},
        {0x24, "CHANGE PIN"},
        {0x50, "INITIALIZE UPDATE"},
        {0x70, "MANAGE CHANNEL"},
        {0x82, "EXTERNAL AUTHENTICATE"},
        {0x84, "GET CHALLENGE"},
        {0x88, "INTERNAL AUTHENTICATE"},
        {0xA4, "SELECT"},
        {0xB0, "READ BINARY"},
        {0xB2, "READ RECORD"},
        {0xC0, "GET RESPONSE"},
        {0xC2, "ENVELOPE"},
        {0xCA, "GET DATA"},
        {0xD6, "UPDATE BINARY"},
        {0xDA, "PUT DATA"},
        {0xE2, "STORE DATA"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].ins == ins)
            return names[i].name;
    return NULL;
}

void hy_trace_command(const hy_trace *t, hy_view command)
{
    hy_command c;
    if ((t->what & HY_TRACE_APDU) == 0)
        return;
    indent(t, 0);
    if (!hy_ok(hy_command_parse(command, HY_PROTOCOL_T1, &c))) {
        fputs("no command: its lengths do not fit\n", t->out);
        return;
    }
    /* interindustry classes alone have these instructions */
    const char *name = c.cla < 0x80 ? instruction_name(c.ins) : NULL;
    fprintf(t->out, "command %s%sINS %02X, P1 %02X, P2 %02X", name == NULL ? "" : name,
            name == NULL ? "" : ", ", c.ins, c.p1, c.p2);
    int channel = hy_cla_channel(c.cla);
    if (channel >= 0)
        fprintf(t->out, ", channel %d", channel);
    fprintf(t->out, ", Lc %zu", c.data.n);
    if (c.has_le)
        fprintf(t->out, ", Le %u", (unsigned)c.ne);
    fputc('\n', t->out);
}

void hy_trace_response(const hy_trace *t, hy_view response)
{
    hy_reader r = hy_reader_of(response);
    if ((t->what & HY_TRACE_APDU) == 0 || response.n < 2)
        return;
    (void)hy_read_bytes(&r, response.n - 2);
    uint16_t sw = hy_read_u16(&r);
    const char *name = hy_symbols_status(t->symbols, sw);
    indent(t, 0);
    fprintf(t->out, "status %04X%s%s, %zu bytes of data\n", sw, name == NULL ? "" : " ",
            name == NULL ? "" : name, response.n - 2);
}
