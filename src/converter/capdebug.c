/* Reads the Debug component. Everything in it is checked: it comes from outside as the rest does.
 */
#include "converter/capdebug.h"

#include <string.h>

enum { ACCESS_ABSTRACT = 0x0400, CLASSES_MAX = 4096 };

typedef struct parser {
    const hy_package *p;
    hy_arena *arena;
    hy_reader r;
    hy_reason *why;
    hy_capdebug *out;
} parser;

static hy_rc bad(parser *d, const char *what)
{
    hy_rc rc = d->r.bad ? HY_FAIL(TRUNCATED) : HY_FAIL(FORMAT);
    if (d->r.bad)
        what = "it ends too early";
    (void)!hy_ok(hy_reason_set(d->why, rc, "Debug, offset %zu: %s", d->r.at, what));
    return rc;
}

static hy_rc no_memory(const parser *d)
{
    (void)!hy_ok(hy_reason_set(d->why, HY_FAIL(MEMORY), "Debug: out of memory"));
    return HY_FAIL(MEMORY);
}

/* Room for count records that take at least `least` bytes each, so that no count asks for more
   memory than the component could fill. NULL: see no_list. */
static void *make_list(parser *d, size_t count, size_t least, size_t size)
{
    if (count > hy_reader_left(&d->r) / least)
        d->r.bad = true;
    return d->r.bad ? NULL : hy_arena_alloc(d->arena, count + 1, size);
}

static hy_rc no_list(parser *d)
{
    return d->r.bad ? bad(d, "") : no_memory(d);
}

static hy_rc read_strings(parser *d)
{
    hy_capdebug *out = d->out;
    out->string_count = hy_read_u16(&d->r);
    out->strings = make_list(d, out->string_count, 2, sizeof *out->strings);
    if (out->strings == NULL)
        return no_list(d);
    for (size_t i = 0; i < out->string_count; i++) {
        hy_view text = hy_read_bytes(&d->r, hy_read_u16(&d->r));
        for (size_t k = 0; k < text.n; k++)
            if (text.p[k] < 0x20 || text.p[k] == 0x7F)
                return bad(d, "a name with control characters");
        out->strings[i] = hy_arena_string(d->arena, (const char *)text.p, text.n);
        if (out->strings[i] == NULL)
            return no_memory(d);
    }
    return d->r.bad ? bad(d, "") : HY_OK;
}

static hy_rc read_string(parser *d, const char **out)
{
    uint16_t i = hy_read_u16(&d->r);
    *out = i < d->out->string_count ? d->out->strings[i] : "";
    return d->r.bad || i >= d->out->string_count ? bad(d, "no such string") : HY_OK;
}

static hy_rc read_fields(parser *d, hy_debug_class *c)
{
    hy_debug_field *list = make_list(d, c->field_count, 10, sizeof *list);
    if (list == NULL)
        return no_list(d);
    c->fields = list;
    for (size_t i = 0; i < c->field_count; i++) {
        HY_TRY(read_string(d, &list[i].name));
        HY_TRY(read_string(d, &list[i].desc));
        list[i].access = hy_read_u16(&d->r);
        list[i].contents = hy_read_u32(&d->r);
    }
    return HY_OK;
}

static hy_rc read_locals(parser *d, hy_debug_method *m)
{
    hy_debug_local *list = make_list(d, m->local_count, 9, sizeof *list);
    if (list == NULL)
        return no_list(d);
    m->locals = list;
    for (size_t i = 0; i < m->local_count; i++) {
        list[i].index = hy_read_u8(&d->r);
        HY_TRY(read_string(d, &list[i].name));
        HY_TRY(read_string(d, &list[i].desc));
        list[i].start = hy_read_u16(&d->r);
        list[i].length = hy_read_u16(&d->r);
    }
    return HY_OK;
}

static hy_rc read_lines(parser *d, hy_debug_method *m)
{
    hy_debug_line *list = make_list(d, m->line_count, 6, sizeof *list);
    if (list == NULL)
        return no_list(d);
    m->lines = list;
    for (size_t i = 0; i < m->line_count; i++) {
        list[i].start = hy_read_u16(&d->r);
        list[i].end = hy_read_u16(&d->r);
        list[i].line = hy_read_u16(&d->r);
    }
    return HY_OK;
}

/* Extended files name the method block first; abstract methods are nowhere. */
static hy_rc read_location(parser *d, hy_debug_method *m)
{
    uint8_t block = d->p->extended ? hy_read_u8(&d->r) : 0;
    uint16_t offset = hy_read_u16(&d->r);
    m->at = HY_METHOD_ELSEWHERE;
    if (d->r.bad || (m->access & ACCESS_ABSTRACT) != 0)
        return HY_OK;
    if (block >= d->p->block_count)
        return bad(d, "a method in a block that does not exist");
    m->at = d->p->blocks[block].start + offset;
    return HY_OK;
}

static hy_rc read_method(parser *d, hy_debug_method *m)
{
    HY_TRY(read_string(d, &m->name));
    HY_TRY(read_string(d, &m->desc));
    m->access = hy_read_u16(&d->r);
    HY_TRY(read_location(d, m));
    m->header_size = hy_read_u8(&d->r);
    m->body_size = hy_read_u16(&d->r);
    m->local_count = hy_read_u16(&d->r);
    m->line_count = hy_read_u16(&d->r);
    HY_TRY(read_locals(d, m));
    return read_lines(d, m);
}

static hy_rc read_class(parser *d, const char *package, hy_debug_class *c)
{
    c->package = package;
    HY_TRY(read_string(d, &c->name));
    c->access = hy_read_u16(&d->r);
    c->cref = hy_read_u16(&d->r);
    HY_TRY(read_string(d, &c->super));
    HY_TRY(read_string(d, &c->source));
    c->interface_count = hy_read_u8(&d->r);
    c->field_count = hy_read_u16(&d->r);
    c->method_count = hy_read_u16(&d->r);
    c->interfaces = make_list(d, c->interface_count, 2, sizeof *c->interfaces);
    if (c->interfaces == NULL)
        return no_list(d);
    for (size_t i = 0; i < c->interface_count; i++)
        HY_TRY(read_string(d, &c->interfaces[i]));
    HY_TRY(read_fields(d, c));
    hy_debug_method *methods = make_list(d, c->method_count, 15, sizeof *methods);
    if (methods == NULL)
        return no_list(d);
    c->methods = methods;
    for (size_t i = 0; i < c->method_count; i++)
        HY_TRY(read_method(d, &methods[i]));
    return HY_OK;
}

static hy_rc read_package(parser *d, hy_debug_class *classes)
{
    const char *name = NULL;
    HY_TRY(read_string(d, &name));
    if (d->out->package == NULL)
        d->out->package = name;
    uint16_t count = hy_read_u16(&d->r);
    if (count > CLASSES_MAX - d->out->class_count)
        return bad(d, "too many classes");
    for (size_t i = 0; i < count; i++)
        HY_TRY(read_class(d, name, &classes[d->out->class_count++]));
    return HY_OK;
}

hy_rc hy_capdebug_read(const hy_package *p, hy_arena *arena, hy_capdebug *out, hy_reason *why)
{
    *out = (hy_capdebug){.class_count = 0};
    hy_view info = p->info[HY_COMPONENT_DEBUG];
    if (info.n == 0)
        return hy_reason_set(why, HY_FAIL(NOT_FOUND), "Debug: there is none");
    parser d = {p, arena, hy_reader_of(info), why, out};
    HY_TRY(read_strings(&d));
    uint8_t packages = p->extended ? hy_read_u8(&d.r) : 1;
    hy_debug_class *classes = HY_NEW_ARRAY(arena, hy_debug_class, CLASSES_MAX);
    if (classes == NULL)
        return no_memory(&d);
    out->classes = classes;
    for (unsigned i = 0; i < packages; i++)
        HY_TRY(read_package(&d, classes));
    return hy_reader_done(&d.r) ? HY_OK : bad(&d, "bytes after the last class");
}

const hy_debug_method *hy_capdebug_method(const hy_capdebug *d, uint32_t at,
                                          const hy_debug_class **owner)
{
    for (size_t i = 0; at != HY_METHOD_ELSEWHERE && i < d->class_count; i++) {
        const hy_debug_class *c = &d->classes[i];
        for (size_t k = 0; k < c->method_count; k++)
            if (c->methods[k].at == at) {
                if (owner != NULL)
                    *owner = c;
                return &c->methods[k];
            }
    }
    return NULL;
}

const hy_debug_class *hy_capdebug_class(const hy_capdebug *d, hy_class_ref cref)
{
    for (size_t i = 0; i < d->class_count; i++)
        if (d->classes[i].cref == cref)
            return &d->classes[i];
    return NULL;
}
