/* The Descriptor component: every class, field and method with its types, for the verifier.
   Clause: JCVM 6.14. */
#include "converter/cap.h"
#include "converter/tokens.h"

#include <string.h>

enum {
    CLASS_INTERFACE = 0x40,
    CLASS_ABSTRACT = 0x80,
    METHOD_ABSTRACT = 0x40,
    METHOD_INIT = 0x80,
    TYPE_NONE = 0xFFFF,
    NIBBLES_MAX = 255,
};

/* ---- types: descriptors as strings of nibbles, each once ---- */

typedef struct types {
    hy_cap *c;
    size_t base;    /* of the pool in type_descriptor_info */
    hy_buf pool;    /* owned */
    hy_map offsets; /* descriptor to entry */
} types;

typedef struct entry {
    uint16_t offset;
} entry;

static unsigned base_nibble(char kind)
{
    switch (kind) {
    case 'V':
        return 1;
    case 'Z':
        return 2;
    case 'B':
        return 3;
    case 'S':
        return 4;
    case 'I':
        return 5;
    default:
        return 6;
    }
}

/* Arrays have the nibble of their element, eight more. */
static size_t type_nibbles(types *t, const hy_type *type, uint8_t *out)
{
    out[0] = (uint8_t)(base_nibble(type->kind) + (type->array ? 8 : 0));
    if (type->kind != 'L')
        return 1;
    char *name = hy_arena_string(t->c->w->arena, (const char *)type->name.p, type->name.n);
    hy_jclass *k = name == NULL ? NULL : hy_world_class(t->c->w, name);
    if (k == NULL)
        return 0;
    uint16_t ref = hy_cap_class_ref(t->c, k);
    for (unsigned i = 0; i < 4; i++)
        out[1 + i] = (uint8_t)(ref >> (12 - 4 * i) & 0xF);
    return 5;
}

static hy_rc add_type(types *t, const char *descriptor, uint16_t *out)
{
    uint8_t nibbles[NIBBLES_MAX + 5] = {0};
    size_t count = 0;
    hy_type type;
    for (const char *at = descriptor; hy_type_next(&at, &type);) {
        size_t n = type_nibbles(t, &type, nibbles + count);
        HY_ENSURE(n > 0, LINK);
        count += n;
        if (count > NIBBLES_MAX) {
            hy_cap_limit(t->c, "the types %s are too many for a descriptor", descriptor);
            return HY_OK;
        }
    }
    entry *e = HY_NEW(t->c->w->arena, entry);
    HY_ENSURE(e != NULL, MEMORY);
    *out = e->offset = (uint16_t)(t->base + t->pool.n);
    hy_writer w = hy_writer_of(&t->pool);
    hy_write_u8(&w, (uint8_t)count);
    for (size_t i = 0; i < count; i += 2)
        hy_write_u8(&w, (uint8_t)(nibbles[i] << 4 | nibbles[i + 1]));
    HY_TRY(w.rc);
    return hy_map_set(&t->offsets, descriptor, e);
}

static hy_rc type_of(types *t, const char *descriptor, uint16_t *out)
{
    const entry *e = hy_map_get(&t->offsets, descriptor);
    if (e == NULL)
        return add_type(t, descriptor, out);
    *out = e->offset;
    return HY_OK;
}

/* ---- fields ---- */

static hy_rc write_field(types *t, const hy_jfield *f, hy_writer *w)
{
    const unsigned kept =
        HY_ACC_PUBLIC | HY_ACC_PRIVATE | HY_ACC_PROTECTED | HY_ACC_STATIC | HY_ACC_FINAL;
    bool is_static = (f->access & HY_ACC_STATIC) != 0;
    hy_write_u8(w, f->token);
    hy_write_u8(w, (uint8_t)(f->access & kept));
    if (is_static) {
        hy_write_u8(w, 0);
        hy_write_u16(w, f->offset);
    } else {
        hy_write_u16(w, hy_cap_class_ref(t->c, f->owner));
        hy_write_u8(w, f->token);
    }
    hy_type type = hy_type_of(f->desc);
    uint16_t code = (uint16_t)(0x8000 | base_nibble(type.kind));
    if (hy_type_is_ref(&type))
        HY_TRY(type_of(t, f->desc, &code));
    hy_write_u16(w, code);
    return HY_OK;
}

/* Static fields by offset, then the others by token. */
static hy_rc write_fields(types *t, const hy_jclass *k, hy_writer *w)
{
    const hy_cap_image *image = &t->c->image;
    for (size_t i = 0; i < image->count; i++)
        if (image->fields[i]->owner == k)
            HY_TRY(write_field(t, image->fields[i], w));
    for (unsigned token = 0; token < HY_TOKEN_NONE; token++)
        for (size_t i = 0; i < k->field_count; i++)
            if ((k->fields[i].access & HY_ACC_STATIC) == 0 && k->fields[i].token == token)
                HY_TRY(write_field(t, &k->fields[i], w));
    return HY_OK;
}

static size_t count_fields(const hy_jclass *k)
{
    size_t count = 0;
    for (size_t i = 0; i < k->field_count; i++)
        if ((k->fields[i].access & HY_ACC_STATIC) == 0 || !k->fields[i].is_constant)
            count++;
    return count;
}

/* ---- methods ---- */

static unsigned method_access(const hy_jmethod *m)
{
    const unsigned kept =
        HY_ACC_PUBLIC | HY_ACC_PRIVATE | HY_ACC_PROTECTED | HY_ACC_STATIC | HY_ACC_FINAL;
    return (m->access & kept) | ((m->access & HY_ACC_ABSTRACT) != 0 ? METHOD_ABSTRACT : 0) |
           (strcmp(m->name, "<init>") == 0 ? METHOD_INIT : 0);
}

static hy_rc write_method(types *t, const hy_cap_method *cm, hy_writer *w)
{
    const hy_jmethod *m = cm->m;
    uint16_t type;
    HY_TRY(type_of(t, m->desc, &type));
    hy_write_u8(w, m->token);
    hy_write_u8(w, (uint8_t)method_access(m));
    hy_write_u16(w, (uint16_t)m->offset);
    hy_write_u16(w, type);
    hy_write_u16(w, m->size);
    hy_write_u16(w, (uint16_t)cm->code.range_count);
    hy_write_u16(w, (uint16_t)(cm->code.range_count == 0 ? 0 : cm->first_handler));
    return HY_OK;
}

/* An interface lists its methods by token, inherited ones too. */
static hy_rc write_interface_methods(types *t, const hy_jclass *k, hy_writer *w)
{
    for (size_t i = 0; i < k->public_count; i++) {
        hy_jmethod m = *k->public_table[i];
        m.token = (uint8_t)i;
        m.offset = 0;
        m.size = 0;
        hy_cap_method cm = {.m = &m};
        HY_TRY(write_method(t, &cm, w));
    }
    return HY_OK;
}

static hy_rc write_methods(types *t, const hy_jclass *k, hy_writer *w)
{
    for (size_t i = 0; i < t->c->method_count; i++)
        if (t->c->methods[i].m->owner == k)
            HY_TRY(write_method(t, &t->c->methods[i], w));
    return HY_OK;
}

/* ---- classes ---- */

static unsigned class_access(const hy_jclass *k)
{
    return (k->access & (HY_ACC_PUBLIC | HY_ACC_FINAL)) |
           ((k->access & HY_ACC_INTERFACE) != 0 ? CLASS_INTERFACE : 0) |
           ((k->access & HY_ACC_ABSTRACT) != 0 ? CLASS_ABSTRACT : 0);
}

static hy_rc write_class(types *t, hy_jclass *k, hy_writer *w)
{
    bool is_interface = (k->access & HY_ACC_INTERFACE) != 0;
    hy_jclass **interfaces = NULL;
    size_t count = 0;
    /* Of an interface, the Class component alone says what is above it. */
    if (!is_interface)
        HY_TRY(hy_token_interfaces(t->c->w, k, &interfaces, &count));
    hy_write_u8(w, k->token);
    hy_write_u8(w, (uint8_t)class_access(k));
    hy_write_u16(w, hy_cap_class_ref(t->c, k));
    hy_write_u8(w, (uint8_t)count);
    hy_write_u16(w, (uint16_t)(is_interface ? 0 : count_fields(k)));
    hy_write_u16(w, (uint16_t)(is_interface ? k->public_count : k->method_count));
    for (size_t i = 0; i < count; i++)
        hy_write_u16(w, hy_cap_class_ref(t->c, interfaces[i]));
    if (is_interface)
        return write_interface_methods(t, k, w);
    HY_TRY(write_fields(t, k, w));
    return write_methods(t, k, w);
}

static hy_rc write_pool_types(types *t, hy_writer *w)
{
    hy_write_u16(w, (uint16_t)t->c->pool_count);
    for (size_t i = 0; i < t->c->pool_count; i++) {
        const hy_jref *ref = t->c->pool[i];
        uint16_t type = TYPE_NONE;
        if (ref->field != NULL)
            HY_TRY(type_of(t, ref->field->desc, &type));
        else if (ref->method != NULL)
            HY_TRY(type_of(t, ref->method->desc, &type));
        hy_write_u16(w, type);
    }
    hy_write_bytes(w, hy_buf_view(&t->pool));
    return HY_OK;
}

static hy_rc write_all(types *t, hy_writer *w)
{
    const hy_jpackage *p = t->c->package;
    if (p->class_count > UINT8_MAX)
        hy_cap_limit(t->c, "has more than 255 classes and interfaces");
    hy_write_u8(w, (uint8_t)p->class_count);
    for (size_t i = 0; i < p->class_count; i++)
        HY_TRY(write_class(t, p->classes[i], w));
    return write_pool_types(t, w);
}

hy_rc hy_cap_write_descriptor(hy_cap *c, hy_writer *w)
{
    types t = {.c = c,
               .base = 2 + 2 * c->pool_count,
               .pool = hy_buf_new(UINT16_MAX),
               .offsets = hy_map_new(c->w->arena)};
    hy_rc rc = write_all(&t, w);
    hy_buf_free(&t.pool);
    return rc;
}
