/* Commands of the sets ReferenceType, ClassType, Method and ClassObjectReference. */
#include "debugger/jdwp_in.h"

#include <string.h>

/* NOLINTBEGIN(bugprone-macro-parentheses) : declares what it is given the name of */
#define FIND_TYPE(t)                                                                               \
    const hy_jdwp_type *t = hy_jdwp_type_of(j, hy_read_u64(r));                                    \
    if (t == NULL)                                                                                 \
    return HY_JDWP_INVALID_CLASS
/* NOLINTEND(bugprone-macro-parentheses) */

/* ---- ReferenceType ---- */

static hy_jdwp_error signature(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    FIND_TYPE(t);
    hy_jdwp_write_string(w, t->signature);
    return HY_JDWP_NONE;
}

static hy_jdwp_error signature_generic(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    FIND_TYPE(t);
    hy_jdwp_write_string(w, t->signature);
    hy_jdwp_write_string(w, "");
    return HY_JDWP_NONE;
}

static hy_jdwp_error class_loader(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    FIND_TYPE(t);
    (void)t;
    hy_write_u64(w, 0);
    return HY_JDWP_NONE;
}

static hy_jdwp_error modifiers(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    enum { KEPT = HY_ACC_PUBLIC | HY_ACC_FINAL | HY_ACC_INTERFACE | HY_ACC_ABSTRACT };
    FIND_TYPE(t);
    hy_write_u32(w,
                 t->class_of == NULL ? HY_ACC_PUBLIC | HY_ACC_FINAL : t->class_of->access & KEPT);
    return HY_JDWP_NONE;
}

static void write_fields(const hy_jdwp *j, const hy_jdwp_type *t, hy_writer *w, bool generic)
{
    uint64_t type = (uint64_t)(t - j->types) + 1;
    const hy_debug_class *d = t->class_of == NULL ? NULL : t->class_of->debug;
    hy_write_u32(w, d == NULL ? 0 : d->field_count);
    for (uint16_t i = 0; d != NULL && i < d->field_count; i++) {
        hy_write_u64(w, type << HY_JDWP_FIELD_SHIFT | (i + 1u));
        hy_jdwp_write_string(w, d->fields[i].name);
        hy_jdwp_write_string(w, d->fields[i].desc);
        if (generic)
            hy_jdwp_write_string(w, "");
        hy_write_u32(w, d->fields[i].access);
    }
}

static hy_jdwp_error fields(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    FIND_TYPE(t);
    write_fields(j, t, w, false);
    return HY_JDWP_NONE;
}

static hy_jdwp_error fields_generic(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    FIND_TYPE(t);
    write_fields(j, t, w, true);
    return HY_JDWP_NONE;
}

/* What nothing describes gets a descriptor that fits: no arguments, no result. */
static const char *descriptor_of(const hy_symbol_method *m)
{
    return m->desc == NULL ? "()V" : m->desc;
}

static uint16_t access_of(const hy_symbol_method *m)
{
    uint16_t access = m->access & 0x0FFF;
    if (m->of != NULL && m->of->native != HY_NOT_NATIVE)
        access |= HY_ACC_NATIVE;
    if (m->desc == NULL)
        access |= HY_ACC_STATIC;
    return access;
}

/* Java Card's Object has no toString, without which debuggers cannot print an object. They get
   one; hy_jdwp_object_commands answers its call. */
static bool has_to_string(const hy_symbol_class *c)
{
    return c != NULL && strcmp(c->name, "java/lang/Object") == 0;
}

static void write_to_string(hy_writer *w, bool generic)
{
    hy_write_u64(w, HY_JDWP_TO_STRING);
    hy_jdwp_write_string(w, "toString");
    hy_jdwp_write_string(w, "()Ljava/lang/String;");
    if (generic)
        hy_jdwp_write_string(w, "");
    hy_write_u32(w, HY_ACC_PUBLIC | HY_ACC_NATIVE);
}

static void write_methods(const hy_jdwp_type *t, hy_writer *w, bool generic)
{
    const hy_symbol_class *c = t->class_of;
    hy_write_u32(w, c == NULL ? 0 : (uint32_t)c->method_count + has_to_string(c));
    if (has_to_string(c))
        write_to_string(w, generic);
    for (size_t i = 0; c != NULL && i < c->method_count; i++) {
        hy_write_u64(w, i + 1);
        hy_jdwp_write_string(w, c->methods[i].name);
        hy_jdwp_write_string(w, descriptor_of(&c->methods[i]));
        if (generic)
            hy_jdwp_write_string(w, "");
        hy_write_u32(w, access_of(&c->methods[i]));
    }
}

static hy_jdwp_error methods(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    FIND_TYPE(t);
    write_methods(t, w, false);
    return HY_JDWP_NONE;
}

static hy_jdwp_error methods_generic(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    FIND_TYPE(t);
    write_methods(t, w, true);
    return HY_JDWP_NONE;
}

/* The body of the static fields of a class's package; *size its bytes. */
static const uint8_t *statics_of(const hy_jdwp *j, const hy_symbol_class *c, size_t *size)
{
    *size = 0;
    for (uint32_t n = 0; n < hy_registry_package_end(j->element); n++) {
        const hy_pool_package *p = hy_registry_pooled(j->element, (uint8_t)n);
        const hy_package_record *record = hy_registry_package(j->element, (uint8_t)n);
        if (p == NULL || record == NULL || p->linked != c->package->linked)
            continue;
        const hy_object *o = hy_heap_object(hy_jdwp_heap(j), record->statics);
        if (o == NULL)
            return NULL;
        *size = (size_t)2 * o->length;
        return hy_heap_body(hy_jdwp_heap(j), o);
    }
    return NULL;
}

/* Static fields lie as in the CAP file, numbers high byte first, references as the machine has
   them. */
static bool read_static(const hy_jdwp *j, const hy_symbol_class *c, const hy_debug_field *f,
                        int32_t *value)
{
    char type = f->desc[0];
    bool is_reference = type == 'L' || type == '[';
    if (!is_reference && (f->access & HY_ACC_FINAL) != 0) { /* the constant itself */
        *value = (int32_t)f->contents;
        return true;
    }
    size_t size, width = type == 'I' ? 4 : type == 'S' || is_reference ? 2 : 1;
    const uint8_t *body = statics_of(j, c, &size);
    if (body == NULL || f->contents + width > size)
        return false;
    hy_reader r = hy_reader_of(hy_view_of(body + f->contents, width));
    uint16_t reference;
    memcpy(&reference, body + f->contents, width < sizeof reference ? width : sizeof reference);
    *value = is_reference ? reference
             : width == 4 ? (int32_t)hy_read_u32(&r)
             : width == 2 ? (int16_t)hy_read_u16(&r)
                          : (int8_t)hy_read_u8(&r);
    return true;
}

static hy_jdwp_error get_values(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    FIND_TYPE(t);
    uint32_t count = hy_read_u32(r);
    hy_write_u32(w, count);
    for (uint32_t i = 0; i < count && hy_reader_ok(r); i++) {
        const hy_debug_field *f = hy_jdwp_field_of(t, hy_read_u64(r));
        int32_t value;
        if (f == NULL || (f->access & HY_ACC_STATIC) == 0 ||
            !read_static(j, t->class_of, f, &value))
            return HY_JDWP_INVALID_FIELDID;
        hy_jdwp_write_word(j, w, f->desc[0], value, true);
    }
    return HY_JDWP_NONE;
}

static hy_jdwp_error source_file(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    FIND_TYPE(t);
    if (t->class_of == NULL || t->class_of->source == NULL)
        return HY_JDWP_ABSENT_INFORMATION;
    hy_jdwp_write_string(w, t->class_of->source);
    return HY_JDWP_NONE;
}

static hy_jdwp_error none(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    FIND_TYPE(t);
    (void)t;
    hy_write_u32(w, 0);
    return HY_JDWP_NONE;
}

static hy_jdwp_error status(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    FIND_TYPE(t);
    hy_write_u32(w, t->class_of == NULL ? 0 : 1 | 2 | 4); /* verified, prepared, initialised */
    return HY_JDWP_NONE;
}

static hy_jdwp_error interfaces(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    FIND_TYPE(t);
    const hy_class *c = t->class_of == NULL ? NULL : t->class_of->of;
    uint32_t count = c == NULL ? 0 : c->interface ? c->super_count : c->implemented_count;
    hy_write_u32(w, count);
    for (uint32_t i = 0; i < count; i++) {
        const hy_class *k = c->interface ? c->supers[i] : c->implemented[i].interface;
        hy_write_u64(w, hy_jdwp_type_id(j, hy_symbols_class(j->symbols, k)));
    }
    return HY_JDWP_NONE;
}

static hy_jdwp_error class_object(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    uint64_t id = hy_read_u64(r);
    if (hy_jdwp_type_of(j, id) == NULL)
        return HY_JDWP_INVALID_CLASS;
    hy_write_u64(w, HY_JDWP_CLASS_OBJECT + id);
    return HY_JDWP_NONE;
}

static const hy_jdwp_command type_commands[] = {
    [1] = signature,       [2] = class_loader,     [3] = modifiers,     [4] = fields,
    [5] = methods,         [6] = get_values,       [7] = source_file,   [8] = none,
    [9] = status,          [10] = interfaces,      [11] = class_object, [13] = signature_generic,
    [14] = fields_generic, [15] = methods_generic,
};

const hy_jdwp_commands hy_jdwp_type_commands = {2, sizeof type_commands / sizeof *type_commands,
                                                type_commands};

/* ---- ClassType ---- */

static hy_jdwp_error superclass(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    FIND_TYPE(t);
    const hy_class *c = t->class_of == NULL ? NULL : t->class_of->of;
    hy_write_u64(w, c == NULL || c->super == NULL
                        ? 0
                        : hy_jdwp_type_id(j, hy_symbols_class(j->symbols, c->super)));
    return HY_JDWP_NONE;
}

static const hy_jdwp_command class_commands[] = {[1] = superclass};

const hy_jdwp_commands hy_jdwp_class_commands = {3, sizeof class_commands / sizeof *class_commands,
                                                 class_commands};

/* ---- Method ---- */

/* NOLINTBEGIN(bugprone-macro-parentheses) : declares what it is given the name of */
#define FIND_METHOD(m)                                                                             \
    FIND_TYPE(type_of_##m);                                                                        \
    const hy_symbol_method *m = hy_jdwp_method_of(type_of_##m, hy_read_u64(r));                    \
    if (m == NULL)                                                                                 \
    return HY_JDWP_INVALID_METHODID
/* NOLINTEND(bugprone-macro-parentheses) */

static hy_jdwp_error line_table(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    FIND_METHOD(m);
    bool has_code = m->of != NULL && m->of->cells != NULL && m->of->cell_count > 0;
    uint16_t count = has_code && m->debug != NULL ? m->debug->line_count : 0;
    hy_write_u64(w, has_code ? 0 : UINT64_MAX);
    hy_write_u64(w, has_code ? m->of->offsets[m->of->cell_count - 1] : UINT64_MAX);
    hy_write_u32(w, count);
    for (uint16_t i = 0; i < count; i++) {
        hy_write_u64(w, m->debug->lines[i].start);
        hy_write_u32(w, m->debug->lines[i].line);
    }
    return HY_JDWP_NONE;
}

static hy_jdwp_error write_variables(const hy_symbol_method *m, hy_writer *w, bool generic)
{
    if (m->debug == NULL || m->of == NULL || (m->debug->local_count == 0 && m->of->nargs > 0))
        return HY_JDWP_ABSENT_INFORMATION;
    hy_write_u32(w, m->of->nargs);
    hy_write_u32(w, m->debug->local_count);
    for (uint16_t i = 0; i < m->debug->local_count; i++) {
        const hy_debug_local *v = &m->debug->locals[i];
        hy_write_u64(w, v->start);
        hy_jdwp_write_string(w, v->name);
        hy_jdwp_write_string(w, v->desc);
        if (generic)
            hy_jdwp_write_string(w, "");
        hy_write_u32(w, v->length);
        hy_write_u32(w, v->index);
    }
    return HY_JDWP_NONE;
}

static hy_jdwp_error variable_table(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    FIND_METHOD(m);
    return write_variables(m, w, false);
}

static hy_jdwp_error variable_table_generic(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    FIND_METHOD(m);
    return write_variables(m, w, true);
}

static hy_jdwp_error is_obsolete(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    FIND_METHOD(m);
    (void)m;
    hy_write_u8(w, false);
    return HY_JDWP_NONE;
}

static const hy_jdwp_command method_commands[] = {
    [1] = line_table, [2] = variable_table, [4] = is_obsolete, [5] = variable_table_generic};

const hy_jdwp_commands hy_jdwp_method_commands = {
    6, sizeof method_commands / sizeof *method_commands, method_commands};

/* ---- ClassObjectReference ---- */

static hy_jdwp_error reflected_type(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    uint64_t id = hy_read_u64(r) - HY_JDWP_CLASS_OBJECT;
    const hy_jdwp_type *t = hy_jdwp_type_of(j, id);
    if (t == NULL)
        return HY_JDWP_INVALID_OBJECT;
    hy_write_u8(w, hy_jdwp_type_tag(t));
    hy_write_u64(w, id);
    return HY_JDWP_NONE;
}

static const hy_jdwp_command class_object_commands[] = {[1] = reflected_type};

const hy_jdwp_commands hy_jdwp_class_object_commands = {
    17, sizeof class_object_commands / sizeof *class_object_commands, class_object_commands};
