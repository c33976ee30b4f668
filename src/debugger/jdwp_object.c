/* Commands of the sets ObjectReference, StringReference and ArrayReference: objects of the element
   looked into and changed. */
#include "debugger/jdwp_in.h"

#include <string.h>

enum { NAME_SIZE = 400 };

/* The object of the element that an identifier names; NULL. */
static const hy_object *find_object(const hy_jdwp *j, uint64_t id)
{
    return id > UINT16_MAX ? NULL : hy_heap_object(hy_jdwp_heap(j), (hy_reference)id);
}

/* NOLINTBEGIN(bugprone-macro-parentheses) : declares what it is given the name of */
#define FIND_OBJECT(o, id)                                                                         \
    uint64_t id = hy_read_u64(r);                                                                  \
    const hy_object *o = find_object(j, id);                                                       \
    if (o == NULL)                                                                                 \
    return HY_JDWP_INVALID_OBJECT
/* NOLINTEND(bugprone-macro-parentheses) */

/* ---- ObjectReference ---- */

static hy_jdwp_error reference_type(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    FIND_OBJECT(o, id);
    (void)o;
    uint32_t type = hy_jdwp_type_of_object(j, (hy_reference)id);
    const hy_jdwp_type *t = hy_jdwp_type_of(j, type);
    if (t == NULL)
        return HY_JDWP_INVALID_OBJECT;
    hy_write_u8(w, hy_jdwp_type_tag(t));
    hy_write_u64(w, type);
    return HY_JDWP_NONE;
}

typedef struct field_place {
    const hy_debug_field *field;
    uint32_t at; /* byte in the body */
} field_place;

static bool has_place(const hy_object *o, const hy_class *c, const hy_debug_field *f, uint32_t *at)
{
    uint32_t word = (c->super == NULL ? 0u : c->super->words) + f->contents;
    *at = 2 * word;
    return word + (f->desc[0] == 'I') < o->length;
}

static const hy_class *class_of(const hy_jdwp *j, const hy_object *o)
{
    const hy_pool_package *p = hy_registry_pooled(j->element, o->package);
    return o->shape != HY_SHAPE_INSTANCE || p == NULL || o->class_of >= p->linked->class_count
               ? NULL
               : &p->linked->classes[o->class_of];
}

/* The instance field of this number in the object's class or above. */
static bool find_field(hy_jdwp *j, const hy_object *o, uint64_t id, field_place *out)
{
    const hy_jdwp_type *t = hy_jdwp_type_of(j, id >> HY_JDWP_FIELD_SHIFT);
    const hy_class *c = class_of(j, o);
    if (t == NULL || t->class_of == NULL || t->class_of->of == NULL || c == NULL ||
        !hy_class_is(c, t->class_of->of))
        return false;
    out->field = hy_jdwp_field_of(t, id);
    return out->field != NULL && (out->field->access & HY_ACC_STATIC) == 0 &&
           has_place(o, t->class_of->of, out->field, &out->at);
}

static int32_t load(const uint8_t *at, char type)
{
    int16_t half;
    int32_t whole;
    uint16_t reference;
    switch (type) {
    case 'I':
        memcpy(&whole, at, sizeof whole);
        return whole;
    case 'L':
    case '[':
        memcpy(&reference, at, sizeof reference);
        return reference;
    default:
        memcpy(&half, at, sizeof half);
        return type == 'B' || type == 'Z' ? (int8_t)half : half;
    }
}

static hy_jdwp_error get_values(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    FIND_OBJECT(o, id);
    uint32_t count = hy_read_u32(r);
    hy_write_u32(w, count);
    for (uint32_t i = 0; i < count && hy_reader_ok(r); i++) {
        field_place p;
        if (!find_field(j, o, hy_read_u64(r), &p))
            return HY_JDWP_INVALID_FIELDID;
        hy_jdwp_write_word(j, w, p.field->desc[0],
                           load(hy_heap_body(hy_jdwp_heap(j), o) + p.at, p.field->desc[0]), true);
    }
    return HY_JDWP_NONE;
}

/* What a debugger may change: the applets' objects and global arrays. The runtime's own hold what
   the element trusts. */
static bool may_change(const hy_object *o)
{
    return o->context != HY_SYSTEM || o->openness == HY_GLOBAL;
}

/* Writes n bytes of a body so that an open transaction can undo them. */
static bool store(hy_jdwp *j, const hy_object *o, uint32_t at, int32_t value, uint32_t n)
{
    if (!hy_ok(hy_heap_keep(&j->element->heap, o, at, n)))
        return false;
    uint8_t *to = hy_heap_body(hy_jdwp_heap(j), o) + at;
    uint16_t half = (uint16_t)value;
    uint8_t byte = (uint8_t)value;
    memcpy(to, n == 4 ? (const void *)&value : n == 2 ? (const void *)&half : &byte, n);
    return true;
}

static hy_jdwp_error set_values(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    (void)w;
    FIND_OBJECT(o, id);
    uint32_t count = hy_read_u32(r);
    for (uint32_t i = 0; i < count && hy_reader_ok(r); i++) {
        field_place p;
        int32_t value;
        if (!find_field(j, o, hy_read_u64(r), &p))
            return HY_JDWP_INVALID_FIELDID;
        if (!may_change(o) || !hy_jdwp_read_value(j, r, p.field->desc[0], &value))
            return HY_JDWP_TYPE_MISMATCH;
        if (!store(j, o, p.at, value, p.field->desc[0] == 'I' ? 4 : 2))
            return HY_JDWP_OUT_OF_MEMORY;
    }
    return HY_JDWP_NONE;
}

static hy_jdwp_error nothing(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    (void)j;
    (void)r;
    (void)w;
    return HY_JDWP_NONE;
}

static hy_jdwp_error is_collected(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    uint64_t id = hy_read_u64(r);
    hy_write_u8(w, id <= UINT16_MAX && find_object(j, id) == NULL);
    return HY_JDWP_NONE;
}

/* Only toString can be called: an applet's method would change the state that is looked at. */
static hy_jdwp_error invoke(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    FIND_OBJECT(o, id);
    (void)o;
    if (hy_read_u64(r) != HY_JDWP_THREAD)
        return HY_JDWP_INVALID_THREAD;
    (void)hy_read_u64(r); /* the class */
    if (hy_read_u64(r) != HY_JDWP_TO_STRING)
        return HY_JDWP_NOT_IMPLEMENTED;
    hy_write_u8(w, 's');
    hy_write_u64(w, HY_JDWP_STRING + id);
    hy_jdwp_write_object(j, w, 0); /* no exception */
    return HY_JDWP_NONE;
}

static const hy_jdwp_command object_commands[] = {
    [1] = reference_type, [2] = get_values, [3] = set_values,   [6] = invoke,
    [7] = nothing,        [8] = nothing,    [9] = is_collected,
};

const hy_jdwp_commands hy_jdwp_object_commands = {
    9, sizeof object_commands / sizeof *object_commands, object_commands};

/* ---- StringReference: a card has none but what toString makes ---- */

static hy_jdwp_error string_value(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    char name[NAME_SIZE], text[NAME_SIZE + 8];
    uint64_t id = hy_read_u64(r) - HY_JDWP_STRING;
    if (find_object(j, id) == NULL)
        return HY_JDWP_INVALID_STRING;
    const hy_jdwp_type *t = hy_jdwp_type_of(j, hy_jdwp_type_of_object(j, (hy_reference)id));
    bool array = t == NULL || t->class_of == NULL;
    snprintf(text, sizeof text, "%s@%u",
             array ? "array" : hy_symbol_class_text(t->class_of, name, sizeof name), (unsigned)id);
    hy_jdwp_write_string(w, text);
    return HY_JDWP_NONE;
}

static const hy_jdwp_command string_commands[] = {[1] = string_value};

const hy_jdwp_commands hy_jdwp_string_commands = {
    10, sizeof string_commands / sizeof *string_commands, string_commands};

/* ---- ArrayReference ---- */

/* NOLINTBEGIN(bugprone-macro-parentheses) : declares what it is given the name of */
#define FIND_ARRAY(o)                                                                              \
    FIND_OBJECT(o, id_of_##o);                                                                     \
    if (o->shape == HY_SHAPE_INSTANCE)                                                             \
    return HY_JDWP_INVALID_ARRAY
/* NOLINTEND(bugprone-macro-parentheses) */

static const char types[] = {
    [HY_SHAPE_BOOLEANS] = 'Z', [HY_SHAPE_BYTES] = 'B',      [HY_SHAPE_SHORTS] = 'S',
    [HY_SHAPE_INTS] = 'I',     [HY_SHAPE_REFERENCES] = 'L',
};

static hy_jdwp_error array_length(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    FIND_ARRAY(o);
    hy_write_u32(w, o->length);
    return HY_JDWP_NONE;
}

/* The array whose body holds the components, and which is the first: views show another's. */
static const hy_object *body_of(const hy_jdwp *j, const hy_object *o, uint32_t *first)
{
    *first = 0;
    if (!hy_view_is(o))
        return o;
    *first = hy_view_first(o);
    return hy_heap_object(hy_jdwp_heap(j), o->viewed);
}

static int32_t component(const hy_jdwp *j, const hy_object *o, uint32_t index)
{
    uint32_t size = hy_heap_size_of((hy_shape)o->shape, 1);
    const uint8_t *at = hy_heap_body(hy_jdwp_heap(j), o) + (size_t)size * index;
    return size == 1 ? (int8_t)*at : load(at, types[o->shape]);
}

static bool is_range(const hy_object *o, uint32_t from, uint32_t count)
{
    return from <= o->length && count <= o->length - from;
}

static hy_jdwp_error get_components(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    FIND_ARRAY(o);
    uint32_t from = hy_read_u32(r), count = hy_read_u32(r), first;
    const hy_object *body = body_of(j, o, &first);
    if (!is_range(o, from, count) || body == NULL)
        return HY_JDWP_INVALID_LENGTH;
    char type = types[o->shape];
    hy_write_u8(w, (uint8_t)type);
    hy_write_u32(w, count);
    for (uint32_t i = 0; i < count; i++)
        hy_jdwp_write_word(j, w, type, component(j, body, first + from + i), type == 'L');
    return HY_JDWP_NONE;
}

static hy_jdwp_error set_components(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    (void)w;
    FIND_ARRAY(o);
    uint32_t from = hy_read_u32(r), count = hy_read_u32(r), first;
    const hy_object *body = body_of(j, o, &first);
    if (!is_range(o, from, count) || body == NULL)
        return HY_JDWP_INVALID_LENGTH;
    uint32_t size = hy_heap_size_of((hy_shape)o->shape, 1);
    for (uint32_t i = 0; i < count; i++) {
        int32_t value;
        if (!may_change(body) || !hy_jdwp_read_value(j, r, types[o->shape], &value))
            return HY_JDWP_TYPE_MISMATCH;
        if (!store(j, body, size * (first + from + i), value, size))
            return HY_JDWP_OUT_OF_MEMORY;
    }
    return HY_JDWP_NONE;
}

static const hy_jdwp_command array_commands[] = {
    [1] = array_length, [2] = get_components, [3] = set_components};

const hy_jdwp_commands hy_jdwp_array_commands = {13, sizeof array_commands / sizeof *array_commands,
                                                 array_commands};
