/* Reads export files: the constant pool first, then classes with their fields and methods. Every
   index, name, descriptor and token is checked before it reaches the model. */
#include "converter/expfile.h"

#include "converter/descriptor.h"
#include "converter/type.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { EXP_MAGIC = 0x00FACADE };

enum { /* constant pool tags (JCVM 5.6) */
       POOL_UTF8 = 1,
       POOL_INTEGER = 3,
       POOL_CLASS = 7,
       POOL_PACKAGE = 13,
};

enum {
    CLASS_FLAGS = HY_ACC_PUBLIC | HY_ACC_FINAL | HY_ACC_INTERFACE | HY_ACC_ABSTRACT |
                  HY_ACC_SHAREABLE | HY_ACC_REMOTE,
    FIELD_FLAGS = HY_ACC_PUBLIC | HY_ACC_PROTECTED | HY_ACC_STATIC | HY_ACC_FINAL,
    METHOD_FLAGS = FIELD_FLAGS | HY_ACC_ABSTRACT,
};

typedef struct pool_entry {
    uint8_t tag;
    uint8_t flags, major, minor; /* package */
    uint16_t name;               /* class, package: index of a UTF-8 entry */
    int32_t value;               /* integer */
    const char *text;            /* UTF-8 */
    hy_view aid;                 /* package */
} pool_entry;

typedef struct parser {
    hy_arena *arena;
    hy_reader r;
    hy_reason *why;
    unsigned format;
    pool_entry *pool;
    uint16_t pool_count;
    const char *part; /* what is being read, for the reason: "constant pool", a class's name … */
} parser;

/* Fills in the reason: "javacard/framework/Util, before byte 512: ...". A cut file says so first.
 */
static void HY_PRINTF(2, 3) explain(parser *p, const char *format, ...)
{
    char what[160];
    va_list args;
    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    if (p->r.bad)
        (void)!hy_ok(hy_reason_set(p->why, HY_OK, "%s: the file ends too early", p->part));
    else
        (void)!hy_ok(
            hy_reason_set(p->why, HY_OK, "%s, before byte %zu: %s", p->part, p->r.at, what));
}

/* A failed result with its reason. */
#define BAD(p, code, ...)                                                                          \
    (explain((p), __VA_ARGS__), (p)->r.bad ? HY_FAIL(TRUNCATED) : HY_FAIL(code))

static hy_rc truncated(parser *p)
{
    p->r.bad = true;
    return BAD(p, TRUNCATED, "%s", "");
}

static hy_rc no_memory(parser *p)
{
    return hy_reason_set(p->why, HY_FAIL(MEMORY), "%s: out of memory", p->part);
}

/* ---- constant pool ---- */

static hy_rc read_utf8(parser *p, pool_entry *e)
{
    hy_view text = hy_read_bytes(&p->r, hy_read_u16(&p->r));
    if (p->r.bad)
        return truncated(p);
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] < 0x20 || text.p[i] == 0x7F)
            return BAD(p, FORMAT, "a name with control characters");
    e->text = hy_arena_string(p->arena, (const char *)text.p, text.n);
    return e->text == NULL ? no_memory(p) : HY_OK;
}

static hy_rc read_package_entry(parser *p, pool_entry *e)
{
    e->flags = hy_read_u8(&p->r);
    e->name = hy_read_u16(&p->r);
    e->minor = hy_read_u8(&p->r);
    e->major = hy_read_u8(&p->r);
    hy_view aid = hy_read_bytes(&p->r, hy_read_u8(&p->r));
    if (p->r.bad)
        return truncated(p);
    if (aid.n < 5 || aid.n > 16)
        return BAD(p, FORMAT, "an AID of %zu bytes; 5 to 16 are allowed", aid.n);
    return hy_arena_view(p->arena, aid, &e->aid) ? HY_OK : no_memory(p);
}

static hy_rc read_pool_entry(parser *p, pool_entry *e)
{
    e->tag = hy_read_u8(&p->r);
    switch (e->tag) {
    case POOL_UTF8:
        return read_utf8(p, e);
    case POOL_INTEGER:
        e->value = (int32_t)hy_read_u32(&p->r);
        return HY_OK;
    case POOL_CLASS:
        e->name = hy_read_u16(&p->r);
        return HY_OK;
    case POOL_PACKAGE:
        return read_package_entry(p, e);
    default:
        return BAD(p, FORMAT, "unknown tag %u", e->tag);
    }
}

/* The text of entry i, which must be UTF-8; NULL otherwise. */
static const char *text_at(const parser *p, uint16_t i)
{
    return i < p->pool_count && p->pool[i].tag == POOL_UTF8 ? p->pool[i].text : NULL;
}

/* A class's or package's name in the JVM's form, "java/lang/Object"; no array's. */
static bool is_slashed(const char *name)
{
    return name != NULL && name[0] != '[' && hy_descriptor_is_class_name(name);
}

/* Names that classes and packages point to may stand behind them, so they are checked last. */
static hy_rc check_pool(parser *p)
{
    for (uint16_t i = 0; i < p->pool_count; i++) {
        const pool_entry *e = &p->pool[i];
        const char *name = text_at(p, e->name);
        if (e->tag == POOL_CLASS && !is_slashed(name))
            return BAD(p, FORMAT, "entry %u names no class", i);
        if (e->tag == POOL_PACKAGE && !is_slashed(name))
            return BAD(p, FORMAT, "entry %u names no package", i);
    }
    return HY_OK;
}

static hy_rc read_pool(parser *p)
{
    p->part = "constant pool";
    p->pool_count = hy_read_u16(&p->r);
    if (p->pool_count > hy_reader_left(&p->r) / 3) /* no entry is shorter */
        return truncated(p);
    p->pool = HY_NEW_ARRAY(p->arena, pool_entry, (size_t)p->pool_count + 1);
    if (p->pool == NULL)
        return no_memory(p);
    for (uint16_t i = 0; i < p->pool_count; i++) {
        HY_TRY(read_pool_entry(p, &p->pool[i]));
    }
    return p->r.bad ? truncated(p) : check_pool(p);
}

/* ---- references into the pool from what follows it ---- */

static hy_rc read_text(parser *p, const char **out)
{
    uint16_t i = hy_read_u16(&p->r);
    *out = text_at(p, i);
    return *out == NULL ? BAD(p, FORMAT, "constant pool entry %u is no name", i) : HY_OK;
}

static hy_rc read_class_name(parser *p, const char **out)
{
    uint16_t i = hy_read_u16(&p->r);
    if (p->r.bad || i >= p->pool_count || p->pool[i].tag != POOL_CLASS)
        return BAD(p, FORMAT, "constant pool entry %u is no class", i);
    *out = text_at(p, p->pool[i].name);
    return HY_OK;
}

static hy_rc read_package_ref(parser *p, const pool_entry **out)
{
    uint16_t i = hy_read_u16(&p->r);
    if (p->r.bad || i >= p->pool_count || p->pool[i].tag != POOL_PACKAGE)
        return BAD(p, FORMAT, "constant pool entry %u is no package", i);
    *out = &p->pool[i];
    return HY_OK;
}

static hy_rc read_class_names(parser *p, size_t count, const char ***out)
{
    if (count > hy_reader_left(&p->r) / 2)
        return truncated(p);
    *out = HY_NEW_ARRAY(p->arena, const char *, count + 1);
    if (*out == NULL)
        return no_memory(p);
    for (size_t i = 0; i < count; i++)
        HY_TRY(read_class_name(p, &(*out)[i]));
    return HY_OK;
}

/* ---- fields ---- */

/* One bit for each token of a kind: tokens may not repeat. */
typedef struct token_set {
    uint32_t bits[8];
} token_set;

static bool add_token(token_set *s, uint8_t token)
{
    uint32_t bit = 1u << (token & 31);
    if (token == HY_TOKEN_NONE || (s->bits[token >> 5] & bit) != 0)
        return false;
    s->bits[token >> 5] |= bit;
    return true;
}

static bool fits(char type, int32_t value)
{
    switch (type) {
    case 'Z':
        return value == 0 || value == 1;
    case 'B':
        return value >= INT8_MIN && value <= INT8_MAX;
    case 'S':
        return value >= INT16_MIN && value <= INT16_MAX;
    default:
        return type == 'I';
    }
}

static hy_rc read_constant(parser *p, hy_jfield *f, uint32_t length)
{
    uint16_t i = hy_read_u16(&p->r);
    if (p->r.bad || length != 2 || i >= p->pool_count || p->pool[i].tag != POOL_INTEGER)
        return BAD(p, FORMAT, "field %s: ConstantValue is no integer", f->name);
    f->is_constant = true;
    f->constant = p->pool[i].value;
    if (f->desc[1] != '\0' || !fits(f->desc[0], f->constant))
        return BAD(p, FORMAT, "field %s: constant %d does not fit type %s", f->name, f->constant,
                   f->desc);
    return HY_OK;
}

static hy_rc read_attributes(parser *p, hy_jfield *f)
{
    uint16_t count = hy_read_u16(&p->r);
    for (uint16_t i = 0; i < count; i++) {
        const char *name = NULL;
        HY_TRY(read_text(p, &name));
        uint32_t length = hy_read_u32(&p->r);
        if (strcmp(name, "ConstantValue") != 0)
            (void)hy_read_bytes(&p->r, length);
        else if (f->is_constant)
            return BAD(p, FORMAT, "field %s: two ConstantValue attributes", f->name);
        else
            HY_TRY(read_constant(p, f, length));
    }
    return HY_OK;
}

/* A name as the source has it: neither "<init>" nor "<clinit>". */
static bool is_name(const char *name)
{
    return name[0] != '<' && hy_descriptor_is_member_name(name);
}

static bool is_visible(uint16_t access)
{
    return (access & (HY_ACC_PUBLIC | HY_ACC_PROTECTED)) != 0;
}

static hy_rc read_field(parser *p, hy_jfield *f, token_set *statics, token_set *instance)
{
    f->token = hy_read_u8(&p->r);
    f->access = hy_read_u16(&p->r) & FIELD_FLAGS;
    HY_TRY(read_text(p, &f->name));
    HY_TRY(read_text(p, &f->desc));
    if (!is_name(f->name))
        return BAD(p, FORMAT, "\"%.60s\" is no name of a field", f->name);
    if (!hy_type_is_field(f->desc))
        return BAD(p, FORMAT, "field %s: \"%.60s\" is no type of Java Card", f->name, f->desc);
    HY_TRY(read_attributes(p, f));
    bool is_static = (f->access & HY_ACC_STATIC) != 0;
    if (!is_visible(f->access))
        return BAD(p, FORMAT, "field %s is neither public nor protected", f->name);
    if (f->is_constant && (!is_static || f->token != HY_TOKEN_NONE))
        return BAD(p, FORMAT, "field %s: a constant is static and has no token", f->name);
    if (!f->is_constant && !add_token(is_static ? statics : instance, f->token))
        return BAD(p, FORMAT, "field %s: token %u is taken or none", f->name, f->token);
    return HY_OK;
}

static hy_rc read_fields(parser *p, hy_jclass *c)
{
    c->field_count = hy_read_u16(&p->r);
    if (c->field_count > hy_reader_left(&p->r) / 9)
        return truncated(p);
    c->fields = HY_NEW_ARRAY(p->arena, hy_jfield, c->field_count + 1);
    if (c->fields == NULL)
        return no_memory(p);
    token_set statics = {{0}}, instance = {{0}};
    for (size_t i = 0; i < c->field_count; i++) {
        c->fields[i].owner = c;
        HY_TRY(read_field(p, &c->fields[i], &statics, &instance));
    }
    return HY_OK;
}

/* ---- methods ---- */

static hy_rc read_method(parser *p, hy_jmethod *m, token_set *statics, token_set *virtuals)
{
    m->native_index = -1;
    m->token = hy_read_u8(&p->r);
    m->access = hy_read_u16(&p->r) & METHOD_FLAGS;
    HY_TRY(read_text(p, &m->name));
    HY_TRY(read_text(p, &m->desc));
    bool is_init = strcmp(m->name, "<init>") == 0;
    if (!is_init && !is_name(m->name))
        return BAD(p, FORMAT, "\"%.60s\" is no name of a method", m->name);
    if (!hy_type_is_method(m->desc))
        return BAD(p, FORMAT, "method %s: \"%.60s\" is no signature of Java Card", m->name,
                   m->desc);
    if (!is_visible(m->access))
        return BAD(p, FORMAT, "method %s is neither public nor protected", m->name);
    bool is_static = is_init || (m->access & HY_ACC_STATIC) != 0;
    if (is_static && (m->access & HY_ACC_ABSTRACT) != 0)
        return BAD(p, FORMAT, "method %s: a static method cannot be abstract", m->name);
    if (!is_static && m->token > 127)
        return BAD(p, FORMAT, "method %s: virtual token %u is above 127", m->name, m->token);
    if (!add_token(is_static ? statics : virtuals, m->token))
        return BAD(p, FORMAT, "method %s: token %u is taken or none", m->name, m->token);
    return HY_OK;
}

static hy_rc read_methods(parser *p, hy_jclass *c)
{
    c->method_count = hy_read_u16(&p->r);
    if (c->method_count > hy_reader_left(&p->r) / 7)
        return truncated(p);
    c->methods = HY_NEW_ARRAY(p->arena, hy_jmethod, c->method_count + 1);
    if (c->methods == NULL)
        return no_memory(p);
    token_set statics = {{0}}, virtuals = {{0}};
    for (size_t i = 0; i < c->method_count; i++) {
        c->methods[i].owner = c;
        HY_TRY(read_method(p, &c->methods[i], &statics, &virtuals));
    }
    return HY_OK;
}

/* ---- classes ---- */

/* The file lists all public superclasses and the vendor's tools start with Object. A file that
   ends with Object starts with the nearest: it is turned round. The nearest one is the
   superclass. */
static void set_super(hy_jclass *c)
{
    size_t n = c->super_count;
    if (n > 1 && strcmp(c->supers[n - 1], "java/lang/Object") == 0)
        for (size_t i = 0; i < n / 2; i++) {
            const char *swap = c->supers[i];
            c->supers[i] = c->supers[n - 1 - i];
            c->supers[n - 1 - i] = swap;
        }
    c->super = n == 0 || (c->access & HY_ACC_INTERFACE) != 0 ? NULL : c->supers[n - 1];
}

static hy_rc check_supers(parser *p, const hy_jclass *c)
{
    for (size_t i = 0; i < c->super_count; i++)
        if (strcmp(c->supers[i], c->name) == 0)
            return BAD(p, FORMAT, "the class is its own superclass");
    for (size_t i = 0; i < c->interface_count; i++)
        if (strcmp(c->interfaces[i], c->name) == 0)
            return BAD(p, FORMAT, "the class is its own superinterface");
    if (c->super_count == 0 && strcmp(c->name, "java/lang/Object") != 0)
        return BAD(p, FORMAT, "no superclass; only java/lang/Object has none");
    return HY_OK;
}

static hy_rc read_class(parser *p, hy_jpackage *package, hy_jclass *c)
{
    c->package = package;
    c->token = hy_read_u8(&p->r);
    c->access = hy_read_u16(&p->r) & CLASS_FLAGS;
    HY_TRY(read_class_name(p, &c->name));
    if (!hy_descriptor_in_package(c->name, package->name))
        return BAD(p, FORMAT, "class %.100s is not of package %.60s", c->name, package->name);
    p->part = c->name;
    if ((c->access & HY_ACC_PUBLIC) == 0)
        return BAD(p, FORMAT, "the class is not public");
    c->super_count = hy_read_u16(&p->r);
    HY_TRY(read_class_names(p, c->super_count, &c->supers));
    c->interface_count = hy_read_u8(&p->r);
    HY_TRY(read_class_names(p, c->interface_count, &c->interfaces));
    HY_TRY(check_supers(p, c));
    set_super(c);
    HY_TRY(read_fields(p, c));
    HY_TRY(read_methods(p, c));
    c->cap22_inheritable = p->format >= HY_EXP_2_3 ? hy_read_u8(&p->r) : HY_TOKEN_NONE;
    return p->r.bad ? truncated(p) : HY_OK;
}

static hy_rc check_names(parser *p, const hy_jpackage *package, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (strcmp(package->classes[k]->name, package->classes[i]->name) == 0)
            return BAD(p, FORMAT, "the class is listed twice");
    return HY_OK;
}

static hy_rc read_classes(parser *p, hy_jpackage *package)
{
    package->class_count = hy_read_u8(&p->r);
    package->classes = HY_NEW_ARRAY(p->arena, hy_jclass *, package->class_count + 1);
    hy_jclass *classes = HY_NEW_ARRAY(p->arena, hy_jclass, package->class_count + 1);
    if (package->classes == NULL || classes == NULL)
        return no_memory(p);
    token_set tokens = {{0}};
    for (size_t i = 0; i < package->class_count; i++) {
        p->part = "classes";
        package->classes[i] = &classes[i];
        HY_TRY(read_class(p, package, &classes[i]));
        HY_TRY(check_names(p, package, i));
        if (!add_token(&tokens, classes[i].token))
            return BAD(p, FORMAT, "token %u is taken or none", classes[i].token);
    }
    return HY_OK;
}

/* ---- the file ---- */

static hy_rc read_header(parser *p)
{
    p->part = "header";
    uint32_t magic = hy_read_u32(&p->r);
    uint8_t minor = hy_read_u8(&p->r);
    uint8_t major = hy_read_u8(&p->r);
    if (p->r.bad || magic != EXP_MAGIC)
        return BAD(p, FORMAT, "this is no export file: it starts with %08X, not 00FACADE",
                   (unsigned)magic);
    p->format = (unsigned)major << 8 | minor;
    if (p->format < HY_EXP_2_1 || p->format > HY_EXP_2_3)
        return BAD(p, VERSION, "export file format %u.%u; formats 2.1 to 2.3 are read", major,
                   minor);
    return HY_OK;
}

static hy_rc read_referenced(parser *p, hy_jpackage *package)
{
    package->referenced_count = hy_read_u8(&p->r);
    package->referenced = HY_NEW_ARRAY(p->arena, hy_jimport, package->referenced_count + 1);
    if (package->referenced == NULL)
        return no_memory(p);
    for (size_t i = 0; i < package->referenced_count; i++) {
        const pool_entry *e = NULL;
        HY_TRY(read_package_ref(p, &e));
        package->referenced[i] = (hy_jimport){text_at(p, e->name), e->aid, e->major, e->minor};
    }
    return HY_OK;
}

static hy_rc read_package(parser *p, hy_jpackage *package)
{
    p->part = "package";
    const pool_entry *e = NULL;
    HY_TRY(read_package_ref(p, &e));
    *package = (hy_jpackage){.name = text_at(p, e->name),
                             .aid = e->aid,
                             .major = e->major,
                             .minor = e->minor,
                             .library = (e->flags & 1) != 0};
    if (p->format >= HY_EXP_2_3)
        HY_TRY(read_referenced(p, package));
    HY_TRY(read_classes(p, package));
    p->part = "end of file";
    if (!hy_reader_done(&p->r))
        return BAD(p, FORMAT, "%zu bytes too many", hy_reader_left(&p->r));
    return HY_OK;
}

unsigned hy_expfile_format(hy_view bytes)
{
    parser p = {.r = hy_reader_of(bytes)};
    return hy_ok(read_header(&p)) ? p.format : 0;
}

hy_rc hy_expfile_read(hy_arena *arena, hy_view bytes, hy_jpackage **out, hy_reason *why)
{
    *out = NULL;
    if (bytes.n > HY_EXP_MAX)
        return hy_reason_set(why, HY_FAIL(LIMIT),
                             "an export file of %zu bytes; at most %d are read", bytes.n,
                             HY_EXP_MAX);
    parser p = {.arena = arena, .r = hy_reader_of(bytes), .why = why};
    HY_TRY(read_header(&p));
    HY_TRY(read_pool(&p));
    hy_jpackage *package = HY_NEW(arena, hy_jpackage);
    if (package == NULL)
        return no_memory(&p);
    HY_TRY(read_package(&p, package));
    *out = package;
    return HY_OK;
}
