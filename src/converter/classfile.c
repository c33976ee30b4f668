/* Reading class files (JVMS chapter 4): header, members and the attributes that matter here.
   The constant pool is read by constants.c, before anything that names it. */
#include "converter/classfile.h"

#include "converter/constants.h"
#include "converter/descriptor.h"

#include <string.h>

enum { MAGIC = (int)0xCAFEBABE, OLDEST = 45, NEWEST = 52 };

/* What every reading function needs. */
typedef struct parse {
    hy_arena *arena;
    hy_reader r;
    hy_classfile *out;
    hy_reason *why;
} parse;

static hy_rc malformed(parse *p, const char *what)
{
    if (!hy_reader_ok(&p->r))
        return hy_reason_set(p->why, HY_FAIL(TRUNCATED), "class file ends inside %s", what);
    return hy_reason_set(p->why, HY_FAIL(FORMAT), "class file, offset %zu: malformed %s", p->r.at,
                         what);
}

static hy_rc no_memory(parse *p)
{
    return hy_reason_set(p->why, HY_FAIL(MEMORY), "class file: out of memory");
}

static const char *read_text(parse *p)
{
    const hy_constant *c = hy_classfile_constant(p->out, hy_read_u16(&p->r), HY_CONSTANT_UTF8);
    return c == NULL ? NULL : c->text;
}

/* The name of a class constant; index 0 gives NULL and is fine where zero_ok. */
static hy_rc read_class(parse *p, bool zero_ok, const char **out, const char *what)
{
    uint16_t index = hy_read_u16(&p->r);
    *out = NULL;
    if (index == 0 && zero_ok && hy_reader_ok(&p->r))
        return HY_OK;
    const hy_constant *c = hy_classfile_constant(p->out, index, HY_CONSTANT_CLASS);
    if (c == NULL)
        return malformed(p, what);
    *out = c->text;
    return HY_OK;
}

/* ---- attributes of code ---- */

static hy_rc read_lines(parse *p, hy_classfile_code *code)
{
    size_t n = hy_read_u16(&p->r);
    hy_classfile_line *lines = HY_NEW_ARRAY(p->arena, hy_classfile_line, code->line_count + n);
    if (lines == NULL)
        return no_memory(p);
    if (code->line_count > 0) /* a method may have several tables (JVMS 4.7.12) */
        memcpy(lines, code->lines, code->line_count * sizeof *lines);
    for (size_t i = 0; i < n; i++) {
        hy_classfile_line *line = &lines[code->line_count + i];
        line->at = hy_read_u16(&p->r);
        line->line = hy_read_u16(&p->r);
    }
    code->lines = lines;
    code->line_count += n;
    return hy_reader_ok(&p->r) ? HY_OK : malformed(p, "LineNumberTable");
}

static hy_rc read_local(parse *p, hy_classfile_local *local, size_t code_size)
{
    local->at = hy_read_u16(&p->r);
    local->length = hy_read_u16(&p->r);
    local->name = read_text(p);
    local->desc = read_text(p);
    local->index = hy_read_u16(&p->r);
    if (local->name == NULL || local->desc == NULL || !hy_descriptor_is_field(local->desc) ||
        (size_t)local->at + local->length > code_size)
        return malformed(p, "LocalVariableTable");
    return HY_OK;
}

static hy_rc read_locals(parse *p, hy_classfile_code *code)
{
    size_t n = hy_read_u16(&p->r);
    hy_classfile_local *locals = HY_NEW_ARRAY(p->arena, hy_classfile_local, code->local_count + n);
    if (locals == NULL)
        return no_memory(p);
    if (code->local_count > 0)
        memcpy(locals, code->locals, code->local_count * sizeof *locals);
    for (size_t i = 0; i < n; i++)
        HY_TRY(read_local(p, &locals[code->local_count + i], code->bytes.n));
    code->locals = locals;
    code->local_count += n;
    return HY_OK;
}

static hy_rc read_handlers(parse *p, hy_classfile_code *code)
{
    code->handler_count = hy_read_u16(&p->r);
    code->handlers = HY_NEW_ARRAY(p->arena, hy_classfile_handler, code->handler_count);
    if (code->handlers == NULL)
        return no_memory(p);
    for (size_t i = 0; i < code->handler_count; i++) {
        hy_classfile_handler *h = &code->handlers[i];
        h->start = hy_read_u16(&p->r);
        h->end = hy_read_u16(&p->r);
        h->target = hy_read_u16(&p->r);
        HY_TRY(read_class(p, true, &h->type, "exception table"));
        if (!hy_reader_ok(&p->r) || h->start >= h->end || h->end > code->bytes.n ||
            h->target >= code->bytes.n)
            return malformed(p, "exception table");
    }
    return HY_OK;
}

/* Runs fn over the attributes that stand next; each must be read to its end or not at all. */
typedef hy_rc (*attribute_fn)(parse *p, const char *name, void *context);

static hy_rc each_attribute(parse *p, attribute_fn fn, void *context)
{
    size_t n = hy_read_u16(&p->r);
    for (size_t i = 0; i < n; i++) {
        const char *name = read_text(p);
        size_t size = hy_read_u32(&p->r);
        size_t start = p->r.at;
        if (name == NULL || size > hy_reader_left(&p->r))
            return malformed(p, "attribute");
        hy_reader whole = p->r;
        p->r.v = hy_view_part(whole.v, 0, start + size);
        HY_TRY(fn(p, name, context));
        if (!hy_reader_ok(&p->r) || (p->r.at != start && p->r.at != start + size))
            return malformed(p, name);
        p->r = whole;
        hy_read_bytes(&p->r, size);
    }
    return hy_reader_ok(&p->r) ? HY_OK : malformed(p, "attributes");
}

static hy_rc read_code_attribute(parse *p, const char *name, void *context)
{
    hy_classfile_code *code = context;
    if (strcmp(name, "LineNumberTable") == 0)
        return read_lines(p, code);
    if (strcmp(name, "LocalVariableTable") == 0)
        return read_locals(p, code);
    return HY_OK;
}

static hy_rc read_code(parse *p, hy_classfile_member *m)
{
    hy_classfile_code *code = HY_NEW(p->arena, hy_classfile_code);
    if (code == NULL)
        return no_memory(p);
    if (m->code != NULL)
        return malformed(p, "method: two Code attributes");
    code->max_stack = hy_read_u16(&p->r);
    code->max_locals = hy_read_u16(&p->r);
    size_t size = hy_read_u32(&p->r);
    code->bytes = hy_read_bytes(&p->r, size);
    if (!hy_reader_ok(&p->r) || size == 0 || size > UINT16_MAX)
        return malformed(p, "code");
    HY_TRY(read_handlers(p, code));
    HY_TRY(each_attribute(p, read_code_attribute, code));
    m->code = code;
    return HY_OK;
}

/* ---- members ---- */

static hy_rc read_member_attribute(parse *p, const char *name, void *context)
{
    hy_classfile_member *m = context;
    bool method = m->desc[0] == '(';
    if (method && strcmp(name, "Code") == 0)
        return read_code(p, m);
    if (strcmp(name, "Synthetic") == 0)
        m->access |= HY_CLASSFILE_SYNTHETIC;
    if (method || strcmp(name, "ConstantValue") != 0)
        return HY_OK;
    uint16_t index = hy_read_u16(&p->r);
    if (index == 0 || index >= p->out->constant_count)
        return malformed(p, "ConstantValue");
    m->constant = &p->out->constants[index];
    return HY_OK;
}

static hy_rc read_member(parse *p, hy_classfile_member *m, bool method)
{
    m->access = hy_read_u16(&p->r);
    m->name = read_text(p);
    m->desc = read_text(p);
    bool good = m->name != NULL && m->desc != NULL && hy_descriptor_is_member_name(m->name) &&
                (method ? hy_descriptor_is_method(m->desc) : hy_descriptor_is_field(m->desc));
    if (!good)
        return malformed(p, method ? "method" : "field");
    HY_TRY(each_attribute(p, read_member_attribute, m));
    bool bodiless = (m->access & (0x0400 | 0x0100)) != 0; /* abstract, native */
    if (method && bodiless == (m->code != NULL))
        return hy_reason_set(p->why, HY_FAIL(FORMAT), "class file: method %s%s: %s", m->name,
                             m->desc, bodiless ? "code where none may be" : "no code");
    return HY_OK;
}

static hy_rc read_members(parse *p, bool method, hy_classfile_member **out, size_t *count)
{
    size_t n = hy_read_u16(&p->r);
    /* Eight bytes each at least: no table is larger than what is left can fill. */
    if (!hy_reader_ok(&p->r) || n > hy_reader_left(&p->r) / 8)
        return malformed(p, method ? "methods" : "fields");
    *out = HY_NEW_ARRAY(p->arena, hy_classfile_member, n);
    if (*out == NULL)
        return no_memory(p);
    for (size_t i = 0; i < n; i++)
        HY_TRY(read_member(p, &(*out)[i], method));
    *count = n;
    return HY_OK;
}

static hy_rc read_class_attribute(parse *p, const char *name, void *context)
{
    hy_classfile *c = context;
    if (strcmp(name, "Synthetic") == 0)
        c->access |= HY_CLASSFILE_SYNTHETIC;
    if (strcmp(name, "SourceFile") != 0)
        return HY_OK;
    c->source = read_text(p);
    return c->source != NULL ? HY_OK : malformed(p, "SourceFile");
}

static hy_rc read_interfaces(parse *p)
{
    hy_classfile *c = p->out;
    size_t n = hy_read_u16(&p->r);
    if (!hy_reader_ok(&p->r) || n > hy_reader_left(&p->r) / 2)
        return malformed(p, "interfaces");
    c->interfaces = HY_NEW_ARRAY(p->arena, const char *, n);
    if (c->interfaces == NULL)
        return no_memory(p);
    for (size_t i = 0; i < n; i++)
        HY_TRY(read_class(p, false, &c->interfaces[i], "interfaces"));
    c->interface_count = n;
    return HY_OK;
}

static hy_rc read_head(parse *p)
{
    if (hy_read_u32(&p->r) != (uint32_t)MAGIC)
        return hy_reason_set(p->why, HY_FAIL(FORMAT), "not a class file: no CAFEBABE at its start");
    p->out->minor = hy_read_u16(&p->r);
    p->out->major = hy_read_u16(&p->r);
    if (!hy_reader_ok(&p->r))
        return malformed(p, "version");
    if (p->out->major < OLDEST || p->out->major > NEWEST)
        return hy_reason_set(p->why, HY_FAIL(VERSION),
                             "class file version %u: only %d to %d are read; compile with "
                             "javac --release 8",
                             p->out->major, OLDEST, NEWEST);
    HY_TRY(hy_constants_read(p->arena, &p->r, p->out, p->why));
    p->out->access = hy_read_u16(&p->r);
    HY_TRY(read_class(p, false, &p->out->name, "this_class"));
    HY_TRY(read_class(p, true, &p->out->super, "super_class"));
    if (p->out->name[0] == '[' || (p->out->super != NULL && p->out->super[0] == '['))
        return malformed(p, "class name");
    return HY_OK;
}

hy_rc hy_classfile_read(hy_arena *arena, hy_view v, hy_classfile *out, hy_reason *why)
{
    *out = (hy_classfile){0};
    parse p = {arena, hy_reader_of(v), out, why};
    HY_TRY(read_head(&p));
    HY_TRY(read_interfaces(&p));
    HY_TRY(read_members(&p, false, &out->fields, &out->field_count));
    HY_TRY(read_members(&p, true, &out->methods, &out->method_count));
    HY_TRY(each_attribute(&p, read_class_attribute, out));
    if (!hy_reader_done(&p.r))
        return malformed(&p, "end: bytes follow the class");
    return HY_OK;
}

const hy_constant *hy_classfile_constant(const hy_classfile *c, uint16_t index, uint8_t tag)
{
    if (index == 0 || index >= c->constant_count || c->constants[index].tag != tag)
        return NULL;
    return &c->constants[index];
}
