/* Constant Pool, Static Field and Export: references, initial values, and what others may link to.
   Clauses: JCVM 6.8, 6.11, 6.13. */
#include "converter/cap.h"
#include "converter/tokens.h"

#include <stdlib.h>

/* ---- Constant Pool ---- */

/* The class whose numbering the token follows: for a call of super, the superclass. */
static const hy_jclass *numbering_class(hy_cap *c, const hy_jref *ref)
{
    if (ref->kind != HY_JREF_SUPER || ref->owner->super == NULL)
        return ref->owner;
    return hy_world_class(c->w, ref->owner->super);
}

static hy_rc write_virtual(hy_cap *c, const hy_jref *ref, hy_writer *w)
{
    const hy_jclass *k = numbering_class(c, ref);
    HY_ENSURE(k != NULL, LINK);
    int token = hy_token_virtual(k, ref->method->name, ref->method->desc);
    if (token < 0) {
        hy_diag_add(c->w->diag, HY_SEVERITY_ERROR, NULL, 0, NULL, "%s has no method %s%s",
                    hy_token_dotted(c->w->arena, ref->owner->name), ref->method->name,
                    ref->method->desc);
        return HY_FAIL(LINK);
    }
    hy_write_u16(w, hy_cap_class_ref(c, ref->owner));
    hy_write_u8(w, (uint8_t)token);
    return HY_OK;
}

/* Static members: an offset here, tokens elsewhere. */
static void write_static(hy_cap *c, const hy_jref *ref, uint32_t offset, uint8_t token,
                         hy_writer *w)
{
    if (hy_cap_is_internal(c, ref->owner)) {
        hy_write_u8(w, 0);
        hy_write_u16(w, (uint16_t)offset);
        return;
    }
    if (token == HY_TOKEN_NONE)
        hy_diag_add(c->w->diag, HY_SEVERITY_ERROR, NULL, 0, "make it public or protected",
                    "%s.%s is not exported by its package",
                    hy_token_dotted(c->w->arena, ref->owner->name),
                    ref->method != NULL ? ref->method->name : ref->field->name);
    hy_write_u16(w, hy_cap_class_ref(c, ref->owner));
    hy_write_u8(w, token);
}

static hy_rc write_entry(hy_cap *c, const hy_jref *ref, hy_writer *w)
{
    hy_write_u8(w, (uint8_t)ref->kind);
    switch (ref->kind) {
    case HY_JREF_CLASS:
        hy_write_u16(w, hy_cap_class_ref(c, ref->owner));
        hy_write_u8(w, 0);
        return HY_OK;
    case HY_JREF_FIELD:
        hy_write_u16(w, hy_cap_class_ref(c, ref->owner));
        hy_write_u8(w, ref->field->token);
        return HY_OK;
    case HY_JREF_STATIC_FIELD:
        write_static(c, ref, ref->field->offset, ref->field->token, w);
        return HY_OK;
    case HY_JREF_STATIC:
        write_static(c, ref, ref->method->offset, ref->method->token, w);
        return HY_OK;
    default:
        return write_virtual(c, ref, w);
    }
}

hy_rc hy_cap_write_constant_pool(hy_cap *c, hy_writer *w)
{
    hy_write_u16(w, (uint16_t)c->pool_count);
    for (size_t i = 0; i < c->pool_count; i++)
        HY_TRY(write_entry(c, c->pool[i], w));
    return HY_OK;
}

/* ---- Static Field ---- */

static void write_value(hy_writer *w, unsigned bytes, int32_t value)
{
    if (bytes == 1)
        hy_write_u8(w, (uint8_t)value);
    else if (bytes == 2)
        hy_write_u16(w, (uint16_t)value);
    else
        hy_write_u32(w, (uint32_t)value);
}

/* Types of arrays in this component. */
static uint8_t array_type(char kind)
{
    return kind == 'Z' ? 2 : kind == 'B' ? 3 : kind == 'S' ? 4 : 5;
}

static void write_array(const hy_jfield *f, hy_writer *w)
{
    hy_type element = {.kind = hy_type_of(f->desc).kind};
    unsigned bytes = hy_type_bytes(&element);
    hy_write_u8(w, array_type(element.kind));
    hy_write_u16(w, (uint16_t)(bytes * f->init.count));
    for (size_t i = 0; i < f->init.count; i++)
        write_value(w, bytes, f->init.values[i]);
}

void hy_cap_write_static_field(hy_cap *c, hy_writer *w)
{
    const hy_cap_image *image = &c->image;
    hy_write_u16(
        w, (uint16_t)(2 * image->reference_count + image->default_bytes + image->value_bytes));
    hy_write_u16(w, (uint16_t)image->reference_count);
    hy_write_u16(w, (uint16_t)image->array_count);
    for (size_t i = 0; i < image->array_count; i++)
        write_array(image->fields[i], w);
    hy_write_u16(w, (uint16_t)image->default_bytes);
    hy_write_u16(w, (uint16_t)image->value_bytes);
    for (size_t i = image->reference_count; i < image->count; i++) {
        const hy_jfield *f = image->fields[i];
        hy_type t = hy_type_of(f->desc);
        if (f->init.kind == HY_JINIT_VALUE)
            write_value(w, hy_type_bytes(&t), f->init.value);
    }
}

/* ---- Export ---- */

bool hy_cap_has_exports(const hy_cap *c)
{
    for (size_t i = 0; i < c->package->class_count; i++)
        if (c->package->classes[i]->exported)
            return true;
    return false;
}

static const hy_jclass *class_of_token(const hy_cap *c, unsigned token)
{
    for (size_t i = 0; i < c->package->class_count; i++)
        if (c->package->classes[i]->exported && c->package->classes[i]->token == token)
            return c->package->classes[i];
    return NULL;
}

static const hy_jfield *static_field_of_token(const hy_jclass *k, unsigned token)
{
    for (size_t i = 0; i < k->field_count; i++)
        if ((k->fields[i].access & HY_ACC_STATIC) != 0 && k->fields[i].token == token)
            return &k->fields[i];
    return NULL;
}

static bool is_static_method(const hy_jmethod *m)
{
    return (m->access & HY_ACC_STATIC) != 0 || m->name[0] == '<';
}

static const hy_jmethod *static_method_of_token(const hy_jclass *k, unsigned token)
{
    for (size_t i = 0; i < k->method_count; i++)
        if (is_static_method(&k->methods[i]) && k->methods[i].token == token)
            return &k->methods[i];
    return NULL;
}

static void write_export(const hy_jclass *k, hy_writer *w)
{
    unsigned fields = 0, methods = 0;
    while (static_field_of_token(k, fields) != NULL)
        fields++;
    while (static_method_of_token(k, methods) != NULL)
        methods++;
    hy_write_u16(w, k->offset);
    hy_write_u8(w, (uint8_t)fields);
    hy_write_u8(w, (uint8_t)methods);
    for (unsigned i = 0; i < fields; i++)
        hy_write_u16(w, static_field_of_token(k, i)->offset);
    for (unsigned i = 0; i < methods; i++)
        hy_write_u16(w, (uint16_t)static_method_of_token(k, i)->offset);
}

void hy_cap_write_export(hy_cap *c, hy_writer *w)
{
    unsigned count = 0;
    while (class_of_token(c, count) != NULL)
        count++;
    hy_write_u8(w, (uint8_t)count);
    for (unsigned i = 0; i < count; i++)
        write_export(class_of_token(c, i), w);
}
