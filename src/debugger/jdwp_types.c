/* Types as JDWP counts them: every class of every package of the element, and arrays. */
#include "debugger/jdwp_in.h"

#include <string.h>

/* ---- making ---- */

static uint32_t add_type(hy_jdwp *j, hy_jdwp_type type)
{
    hy_jdwp_type *list =
        hy_arena_grow(&j->symbols->arena, j->types, j->type_count, &j->type_room, sizeof *j->types);
    if (list == NULL || type.signature == NULL)
        return 0;
    j->types = list;
    j->types[j->type_count++] = type;
    return (uint32_t)j->type_count;
}

static void add_class(hy_jdwp *j, const hy_symbol_class *c)
{
    (void)add_type(j, (hy_jdwp_type){
                          .class_of = c,
                          .signature = hy_arena_format(&j->symbols->arena, "L%s;", c->name),
                      });
}

static bool is_known(const hy_jdwp *j, const hy_linked *l)
{
    for (size_t i = 0; i < j->known_count; i++)
        if (j->known[i] == l)
            return true;
    return false;
}

static void add_package(hy_jdwp *j, const hy_linked *l)
{
    const hy_linked **known = (const hy_linked **)hy_arena_grow(
        &j->symbols->arena, (void *)j->known, j->known_count, &j->known_room, sizeof *known);
    const hy_symbol_package *p = hy_symbols_package(j->symbols, l);
    if (known == NULL || p->linked != l)
        return;
    j->known = known;
    j->known[j->known_count++] = l;
    for (uint16_t i = 0; i < l->class_count; i++)
        add_class(j, &p->classes[i]);
    if (p->rest.method_count > 0)
        add_class(j, &p->rest);
}

uint32_t hy_jdwp_types_refresh(hy_jdwp *j)
{
    uint32_t first = (uint32_t)j->type_count + 1;
    for (uint32_t n = 0; n < hy_registry_package_end(j->element); n++) {
        const hy_pool_package *p = hy_registry_pooled(j->element, (uint8_t)n);
        if (p != NULL && !is_known(j, p->linked))
            add_package(j, p->linked);
    }
    return first;
}

/* ---- finding ---- */

const hy_jdwp_type *hy_jdwp_type_of(const hy_jdwp *j, uint64_t id)
{
    return id == 0 || id > j->type_count ? NULL : &j->types[id - 1];
}

uint32_t hy_jdwp_type_id(hy_jdwp *j, const hy_symbol_class *c)
{
    for (size_t i = 0; i < j->type_count; i++)
        if (j->types[i].class_of == c)
            return (uint32_t)i + 1;
    return 0;
}

static uint32_t array_type(hy_jdwp *j, hy_shape shape, const char *signature)
{
    for (size_t i = 0; i < j->type_count; i++)
        if (strcmp(j->types[i].signature, signature) == 0)
            return (uint32_t)i + 1;
    return add_type(j, (hy_jdwp_type){
                           .shape = shape,
                           .signature = hy_arena_format(&j->symbols->arena, "%s", signature),
                       });
}

static uint32_t type_of_array(hy_jdwp *j, const hy_object *o)
{
    static const char *const primitive[] = {
        [HY_SHAPE_BOOLEANS] = "[Z",
        [HY_SHAPE_BYTES] = "[B",
        [HY_SHAPE_SHORTS] = "[S",
        [HY_SHAPE_INTS] = "[I",
    };
    if (o->shape != HY_SHAPE_REFERENCES)
        return array_type(j, (hy_shape)o->shape, primitive[o->shape]);
    const hy_pool_package *p = hy_registry_pooled(j->element, o->package);
    if (p == NULL || o->class_of >= p->linked->class_count)
        return array_type(j, HY_SHAPE_REFERENCES, "[Ljava/lang/Object;");
    const hy_symbol_class *c = hy_symbols_class(j->symbols, &p->linked->classes[o->class_of]);
    char signature[600];
    snprintf(signature, sizeof signature, "[L%s;", c->name);
    return array_type(j, HY_SHAPE_REFERENCES, signature);
}

static const hy_class *class_of(const hy_jdwp *j, const hy_object *o)
{
    const hy_pool_package *p = hy_registry_pooled(j->element, o->package);
    return p == NULL || o->class_of >= p->linked->class_count ? NULL
                                                              : &p->linked->classes[o->class_of];
}

uint32_t hy_jdwp_type_of_object(hy_jdwp *j, hy_reference r)
{
    const hy_object *o = hy_heap_object(hy_jdwp_heap(j), r);
    if (o == NULL || o->shape == HY_SHAPE_FREE)
        return 0;
    if (o->shape != HY_SHAPE_INSTANCE)
        return type_of_array(j, o);
    const hy_class *c = class_of(j, o);
    return c == NULL ? 0 : hy_jdwp_type_id(j, hy_symbols_class(j->symbols, c));
}

uint8_t hy_jdwp_type_tag(const hy_jdwp_type *t)
{
    if (t->class_of == NULL)
        return 3;
    return t->class_of->of != NULL && t->class_of->of->interface ? 2 : 1;
}

bool hy_jdwp_is_below(hy_jdwp *j, hy_reference r, const hy_jdwp_type *t)
{
    const hy_object *o = hy_heap_object(hy_jdwp_heap(j), r);
    if (o == NULL || o->shape != HY_SHAPE_INSTANCE || t->class_of == NULL)
        return false;
    const hy_class *c = class_of(j, o);
    return c != NULL && t->class_of->of != NULL && hy_class_is(c, t->class_of->of);
}

const hy_symbol_method *hy_jdwp_method_of(const hy_jdwp_type *t, uint64_t id)
{
    const hy_symbol_class *c = t->class_of;
    return c == NULL || id == 0 || id > c->method_count ? NULL : &c->methods[id - 1];
}

const hy_debug_field *hy_jdwp_field_of(const hy_jdwp_type *t, uint64_t id)
{
    const hy_debug_class *d = t->class_of == NULL ? NULL : t->class_of->debug;
    uint32_t at = (uint32_t)id;
    return d == NULL || at == 0 || at > d->field_count ? NULL : &d->fields[at - 1];
}
