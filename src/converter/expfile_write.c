/* Writes export files from packages in the imported shape. The constant pool lists, class by class,
   what fields, methods, the class and its supers name, and the packages last: the vendor's order,
   so that a file read and written again is the same file. */
#include "converter/expface.h"
#include "converter/expfile.h"

#include <inttypes.h>
#include <string.h>

enum { EXP_MAGIC = 0x00FACADE, POOL_MAX = 0xFFFF };

enum { POOL_UTF8 = 1, POOL_INTEGER = 3, POOL_CLASS = 7, POOL_PACKAGE = 13 };

typedef struct maker {
    hy_arena *arena;
    hy_map index; /* "tag text" to the index */
    uint16_t count;
    hy_buf pool;
    hy_buf body;
    hy_writer to_pool;
    hy_writer to_body;
    hy_rc rc; /* sticky: the first failure */
    unsigned format;
} maker;

/* The index of the entry under key; *is_new when it has just been given and must be written. */
static uint16_t entry(maker *m, const char *key, bool *is_new)
{
    *is_new = false;
    if (!hy_ok(m->rc))
        return 0;
    uint16_t *known = key == NULL ? NULL : hy_map_get(&m->index, key);
    if (known != NULL)
        return *known;
    uint16_t *number = HY_NEW(m->arena, uint16_t);
    if (key == NULL || number == NULL)
        m->rc = HY_FAIL(MEMORY);
    else if (m->count == POOL_MAX)
        m->rc = HY_FAIL(LIMIT);
    else
        m->rc = hy_map_set(&m->index, key, number);
    if (!hy_ok(m->rc))
        return 0;
    *number = m->count++;
    *is_new = true;
    return *number;
}

static uint16_t utf8(maker *m, const char *text)
{
    bool is_new;
    uint16_t i = entry(m, hy_arena_format(m->arena, "text %s", text), &is_new);
    if (!is_new)
        return i;
    hy_view bytes = hy_view_str(text);
    if (bytes.n > UINT16_MAX)
        m->rc = HY_FAIL(LIMIT);
    hy_write_u8(&m->to_pool, POOL_UTF8);
    hy_write_u16(&m->to_pool, (uint16_t)bytes.n);
    hy_write_bytes(&m->to_pool, bytes);
    return i;
}

static uint16_t integer(maker *m, int32_t value)
{
    bool is_new;
    uint16_t i = entry(m, hy_arena_format(m->arena, "integer %" PRId32, value), &is_new);
    if (is_new) {
        hy_write_u8(&m->to_pool, POOL_INTEGER);
        hy_write_u32(&m->to_pool, (uint32_t)value);
    }
    return i;
}

static uint16_t class_name(maker *m, const char *name)
{
    uint16_t text = utf8(m, name);
    bool is_new;
    uint16_t i = entry(m, hy_arena_format(m->arena, "class %s", name), &is_new);
    if (is_new) {
        hy_write_u8(&m->to_pool, POOL_CLASS);
        hy_write_u16(&m->to_pool, text);
    }
    return i;
}

static uint16_t package(maker *m, const hy_jimport *p, bool library)
{
    uint16_t text = utf8(m, p->name);
    bool is_new;
    uint16_t i = entry(m, hy_arena_format(m->arena, "package %s", p->name), &is_new);
    if (!is_new)
        return i;
    hy_write_u8(&m->to_pool, POOL_PACKAGE);
    hy_write_u8(&m->to_pool, library ? 1 : 0);
    hy_write_u16(&m->to_pool, text);
    hy_write_u8(&m->to_pool, p->minor);
    hy_write_u8(&m->to_pool, p->major);
    hy_write_u8(&m->to_pool, (uint8_t)p->aid.n);
    hy_write_bytes(&m->to_pool, p->aid);
    return i;
}

/* ---- the pool, in the vendor's order ---- */

static void fill_pool_from_class(maker *m, const hy_jclass *c)
{
    for (size_t i = 0; i < c->field_count; i++) {
        (void)utf8(m, c->fields[i].name);
        (void)utf8(m, c->fields[i].desc);
        if (c->fields[i].is_constant) {
            (void)utf8(m, "ConstantValue");
            (void)integer(m, c->fields[i].constant);
        }
    }
    for (size_t i = 0; i < c->method_count; i++) {
        (void)utf8(m, c->methods[i].name);
        (void)utf8(m, c->methods[i].desc);
    }
    (void)class_name(m, c->name);
    for (size_t i = 0; i < c->super_count; i++)
        (void)class_name(m, c->supers[i]);
    for (size_t i = 0; i < c->interface_count; i++)
        (void)class_name(m, c->interfaces[i]);
}

/* ---- the body ---- */

static void write_field(maker *m, const hy_jfield *f)
{
    hy_writer *w = &m->to_body;
    hy_write_u8(w, f->token);
    hy_write_u16(w, f->access);
    hy_write_u16(w, utf8(m, f->name));
    hy_write_u16(w, utf8(m, f->desc));
    hy_write_u16(w, f->is_constant ? 1 : 0);
    if (!f->is_constant)
        return;
    hy_write_u16(w, utf8(m, "ConstantValue"));
    hy_write_u32(w, 2);
    hy_write_u16(w, integer(m, f->constant));
}

static void write_method(maker *m, const hy_jmethod *method)
{
    hy_writer *w = &m->to_body;
    hy_write_u8(w, method->token);
    hy_write_u16(w, method->access);
    hy_write_u16(w, utf8(m, method->name));
    hy_write_u16(w, utf8(m, method->desc));
}

/* Interfaces have no virtual tokens to inherit: the vendor's tools say 0. */
static uint8_t cap22_count(const hy_jclass *c)
{
    if (c->cap22_inheritable != HY_TOKEN_NONE)
        return c->cap22_inheritable;
    if ((c->access & HY_ACC_INTERFACE) != 0)
        return 0;
    unsigned count = 0;
    for (size_t i = 0; i < c->method_count; i++)
        if ((c->methods[i].access & HY_ACC_STATIC) == 0 &&
            strcmp(c->methods[i].name, "<init>") != 0)
            count++;
    return (uint8_t)count;
}

static void write_class(maker *m, const hy_jclass *c)
{
    hy_writer *w = &m->to_body;
    if (c->super_count > UINT16_MAX || c->interface_count > UINT8_MAX ||
        c->field_count > UINT16_MAX || c->method_count > UINT16_MAX)
        m->rc = HY_FAIL(LIMIT);
    hy_write_u8(w, c->token);
    hy_write_u16(w, c->access);
    hy_write_u16(w, class_name(m, c->name));
    hy_write_u16(w, (uint16_t)c->super_count);
    for (size_t i = 0; i < c->super_count; i++)
        hy_write_u16(w, class_name(m, c->supers[i]));
    hy_write_u8(w, (uint8_t)c->interface_count);
    for (size_t i = 0; i < c->interface_count; i++)
        hy_write_u16(w, class_name(m, c->interfaces[i]));
    hy_write_u16(w, (uint16_t)c->field_count);
    for (size_t i = 0; i < c->field_count; i++)
        write_field(m, &c->fields[i]);
    hy_write_u16(w, (uint16_t)c->method_count);
    for (size_t i = 0; i < c->method_count; i++)
        write_method(m, &c->methods[i]);
    if (m->format >= HY_EXP_2_3)
        hy_write_u8(w, cap22_count(c));
}

static void write_package(maker *m, const hy_jpackage *p)
{
    for (size_t i = 0; i < p->class_count; i++)
        fill_pool_from_class(m, p->classes[i]);
    hy_write_u16(&m->to_body,
                 package(m, &(hy_jimport){p->name, p->aid, p->major, p->minor}, p->library));
    if (m->format >= HY_EXP_2_3) {
        hy_write_u8(&m->to_body, (uint8_t)p->referenced_count);
        for (size_t i = 0; i < p->referenced_count; i++)
            hy_write_u16(&m->to_body, package(m, &p->referenced[i], false));
    }
    if (p->class_count > UINT8_MAX)
        m->rc = HY_FAIL(LIMIT);
    hy_write_u8(&m->to_body, (uint8_t)p->class_count);
    for (size_t i = 0; i < p->class_count; i++)
        write_class(m, p->classes[i]);
}

static hy_rc put_together(maker *m, hy_buf *out)
{
    HY_TRY(m->rc);
    HY_TRY(m->to_pool.rc);
    HY_TRY(m->to_body.rc);
    hy_writer w = hy_writer_of(out);
    hy_write_u32(&w, EXP_MAGIC);
    hy_write_u8(&w, m->format & 0xFF);
    hy_write_u8(&w, (uint8_t)(m->format >> 8));
    hy_write_u16(&w, m->count);
    hy_write_bytes(&w, hy_buf_view(&m->pool));
    hy_write_bytes(&w, hy_buf_view(&m->body));
    return w.rc;
}

hy_rc hy_expfile_write(hy_world *w, const hy_jpackage *p, hy_exp_format format, hy_buf *out,
                       hy_reason *why)
{
    hy_jpackage face = *p;
    if (p->converted) {
        hy_jpackage *made = NULL;
        HY_TRY(hy_expface_make(w, p, &made, why));
        face = *made;
    } else if (format >= HY_EXP_2_3 && p->referenced == NULL) {
        HY_TRY(hy_expface_references(w, &face, why));
    }
    maker m = {.arena = w->arena,
               .index = hy_map_new(w->arena),
               .pool = hy_buf_new(HY_EXP_MAX),
               .body = hy_buf_new(HY_EXP_MAX),
               .rc = HY_OK,
               .format = format};
    m.to_pool = hy_writer_of(&m.pool);
    m.to_body = hy_writer_of(&m.body);
    write_package(&m, &face);
    hy_rc rc = put_together(&m, out);
    hy_buf_free(&m.pool);
    hy_buf_free(&m.body);
    if (!hy_ok(rc))
        return hy_reason_set(why, rc, "export file of %s: %s", p->name, hy_rc_text(rc));
    return HY_OK;
}
