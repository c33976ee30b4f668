/* Turns an export file's names into the tokens, sorted tables and types of a package view. */
#include "converter/expview.h"

#include "converter/descriptor.h"
#include "converter/type.h"

#include <stdlib.h>
#include <string.h>

enum { PACKAGES_MAX = HY_VIEW_NONE }; /* indices 0 to 254 */

static const char shareable_name[] = "javacard/framework/Shareable";

typedef struct maker {
    hy_world *w;
    const hy_jpackage *p;
    hy_reason *why;
    hy_view *packages;
    unsigned package_count;
} maker;

static const hy_view_class_id no_class = {HY_VIEW_NONE, HY_VIEW_NONE};

static hy_rc no_memory(const maker *m)
{
    return hy_reason_set(m->why, HY_FAIL(MEMORY), "%s: out of memory", m->p->name);
}

/* ---- names to classes ---- */

static hy_rc package_index(maker *m, hy_view aid, uint8_t *out)
{
    for (unsigned i = 0; i < m->package_count; i++)
        if (hy_view_equal(m->packages[i], aid)) {
            *out = (uint8_t)i;
            return HY_OK;
        }
    if (m->package_count == PACKAGES_MAX)
        return hy_reason_set(m->why, HY_FAIL(LIMIT), "%s: names more than %d packages", m->p->name,
                             PACKAGES_MAX - 1);
    *out = (uint8_t)m->package_count;
    m->packages[m->package_count++] = aid;
    return HY_OK;
}

/* A class of p itself is found in p: w may hold another version of it, or none. */
static const hy_jclass *own_class(const maker *m, const char *name)
{
    for (size_t i = 0; i < m->p->class_count; i++)
        if (strcmp(m->p->classes[i]->name, name) == 0)
            return m->p->classes[i];
    return NULL;
}

static hy_rc class_id(maker *m, const char *name, hy_view_class_id *out)
{
    *out = no_class;
    const hy_jclass *c = own_class(m, name);
    if (c != NULL) {
        *out = (hy_view_class_id){HY_VIEW_SELF, c->token};
        return HY_OK;
    }
    /* A class of p that it does not export has no name outside. */
    if (hy_descriptor_in_package(name, m->p->name))
        return HY_OK;
    c = hy_world_class(m->w, name);
    if (c == NULL)
        return hy_reason_set(m->why, HY_FAIL(LINK),
                             "%s names %s, whose export file was not found; give its folder",
                             m->p->name, name);
    out->token = c->token;
    return package_index(m, c->package->aid, &out->package);
}

/* ---- descriptors to types ---- */

static uint8_t kind_of(const hy_type *type)
{
    static const char letters[] = "VZBSI";
    static const uint8_t plain[] = {HY_TYPE_VOID, HY_TYPE_BOOLEAN, HY_TYPE_BYTE, HY_TYPE_SHORT,
                                    HY_TYPE_INT};
    static const uint8_t array[] = {0, HY_TYPE_BOOLEANS, HY_TYPE_BYTES, HY_TYPE_SHORTS,
                                    HY_TYPE_INTS};
    const char *letter = strchr(letters, type->kind);
    if (letter == NULL)
        return type->array ? HY_TYPE_REFERENCES : HY_TYPE_REFERENCE;
    return type->array ? array[letter - letters] : plain[letter - letters];
}

static hy_rc make_type(maker *m, const hy_type *type, hy_view_type *out)
{
    *out = (hy_view_type){kind_of(type), no_class};
    if (type->kind != 'L')
        return HY_OK;
    const char *name = hy_type_class(m->w->arena, type);
    return name == NULL ? no_memory(m) : class_id(m, name, &out->of);
}

static hy_rc make_params(maker *m, const char *desc, hy_view_method *out)
{
    hy_view_type params[UINT8_MAX];
    hy_type type;
    size_t n = 0;
    for (desc++; *desc != ')'; n++) {
        if (!hy_type_next(&desc, &type) || n == UINT8_MAX)
            return hy_reason_set(m->why, HY_FAIL(FORMAT), "%s: a method with malformed parameters",
                                 m->p->name);
        HY_TRY(make_type(m, &type, &params[n]));
    }
    hy_view_type *copy = HY_NEW_ARRAY(m->w->arena, hy_view_type, n + 1);
    if (copy == NULL)
        return no_memory(m);
    memcpy(copy, params, n * sizeof *params);
    out->params = copy;
    out->param_count = (uint8_t)n;
    type = hy_type_of(desc);
    return make_type(m, &type, &out->result);
}

/* ---- members ---- */

static uint8_t access_of(uint16_t access)
{
    unsigned out = 0;
    out |= (access & HY_ACC_PUBLIC) != 0 ? HY_ACCESS_PUBLIC : 0;
    out |= (access & HY_ACC_PROTECTED) != 0 ? HY_ACCESS_PROTECTED : 0;
    out |= (access & HY_ACC_STATIC) != 0 ? HY_ACCESS_STATIC : 0;
    out |= (access & HY_ACC_FINAL) != 0 ? HY_ACCESS_FINAL : 0;
    return (uint8_t)out;
}

static bool is_init(const hy_jmethod *m)
{
    return strcmp(m->name, "<init>") == 0;
}

static bool is_virtual(const hy_jmethod *m)
{
    return (m->access & HY_ACC_STATIC) == 0 && !is_init(m);
}

static hy_rc make_method(maker *m, const hy_jmethod *method, hy_view_method *out)
{
    unsigned access = access_of(method->access);
    access |= (method->access & HY_ACC_ABSTRACT) != 0 ? HY_ACCESS_M_ABSTRACT : 0;
    access |= is_init(method) ? HY_ACCESS_INIT : 0;
    *out = (hy_view_method){.token = method->token, .access = (uint8_t)access};
    return make_params(m, method->desc, out);
}

static int by_method_token(const void *a, const void *b)
{
    return ((const hy_view_method *)a)->token - ((const hy_view_method *)b)->token;
}

static int by_field_token(const void *a, const void *b)
{
    return ((const hy_view_field *)a)->token - ((const hy_view_field *)b)->token;
}

static hy_rc make_methods(maker *m, const hy_jclass *c, bool want_virtual,
                          const hy_view_method **out, uint8_t *count)
{
    hy_view_method *list = HY_NEW_ARRAY(m->w->arena, hy_view_method, c->method_count + 1);
    if (list == NULL)
        return no_memory(m);
    size_t n = 0;
    for (size_t i = 0; i < c->method_count; i++)
        if (is_virtual(&c->methods[i]) == want_virtual)
            HY_TRY(make_method(m, &c->methods[i], &list[n++]));
    qsort(list, n, sizeof *list, by_method_token);
    *out = list;
    *count = (uint8_t)n; /* tokens are bytes and differ */
    return HY_OK;
}

static hy_rc make_fields(maker *m, const hy_jclass *c, bool want_static, const hy_view_field **out,
                         uint8_t *count)
{
    hy_view_field *list = HY_NEW_ARRAY(m->w->arena, hy_view_field, c->field_count + 1);
    if (list == NULL)
        return no_memory(m);
    size_t n = 0;
    for (size_t i = 0; i < c->field_count; i++) {
        const hy_jfield *f = &c->fields[i];
        if (f->is_constant || ((f->access & HY_ACC_STATIC) != 0) != want_static)
            continue;
        list[n] = (hy_view_field){.token = f->token, .access = access_of(f->access)};
        hy_type type = hy_type_of(f->desc);
        HY_TRY(make_type(m, &type, &list[n++].type));
    }
    qsort(list, n, sizeof *list, by_field_token);
    *out = list;
    *count = (uint8_t)n;
    return HY_OK;
}

/* ---- classes ---- */

static hy_rc make_interfaces(maker *m, const hy_jclass *c, hy_view_class *out)
{
    hy_view_class_id *list = HY_NEW_ARRAY(m->w->arena, hy_view_class_id, c->interface_count + 1);
    if (list == NULL)
        return no_memory(m);
    for (size_t i = 0; i < c->interface_count; i++)
        HY_TRY(class_id(m, c->interfaces[i], &list[i]));
    out->interfaces = list;
    out->interface_count = (uint8_t)c->interface_count;
    return HY_OK;
}

static bool is_shareable(const hy_jclass *c)
{
    bool found = (c->access & HY_ACC_SHAREABLE) != 0 || strcmp(c->name, shareable_name) == 0;
    for (size_t i = 0; i < c->interface_count; i++)
        found = found || strcmp(c->interfaces[i], shareable_name) == 0;
    return found;
}

static hy_rc make_class(maker *m, const hy_jclass *c, hy_view_class *out)
{
    unsigned access = access_of(c->access);
    access |= (c->access & HY_ACC_INTERFACE) != 0 ? HY_ACCESS_INTERFACE : 0;
    access |= (c->access & HY_ACC_ABSTRACT) != 0 ? HY_ACCESS_ABSTRACT : 0;
    bool is_interface = (c->access & HY_ACC_INTERFACE) != 0;
    *out = (hy_view_class){.token = c->token,
                           .access = (uint8_t)access,
                           .shareable = is_shareable(c),
                           .super = no_class,
                           .cap22_count = is_interface ? HY_TOKEN_NONE : c->cap22_inheritable};
    if (c->super != NULL)
        HY_TRY(class_id(m, c->super, &out->super));
    HY_TRY(make_interfaces(m, c, out));
    HY_TRY(make_methods(m, c, true, &out->virtuals, &out->virtual_count));
    HY_TRY(make_methods(m, c, false, &out->statics, &out->static_count));
    HY_TRY(make_fields(m, c, true, &out->static_fields, &out->static_field_count));
    return make_fields(m, c, false, &out->fields, &out->field_count);
}

static int by_class_token(const void *a, const void *b)
{
    return ((const hy_view_class *)a)->token - ((const hy_view_class *)b)->token;
}

hy_rc hy_expview_make(hy_world *w, const hy_jpackage *p, hy_package_view *out, hy_reason *why)
{
    maker m = {.w = w, .p = p, .why = why, .package_count = 1};
    m.packages = HY_NEW_ARRAY(w->arena, hy_view, PACKAGES_MAX);
    hy_view_class *classes = HY_NEW_ARRAY(w->arena, hy_view_class, p->class_count + 1);
    if (m.packages == NULL || classes == NULL)
        return no_memory(&m);
    m.packages[HY_VIEW_SELF] = p->aid;
    for (size_t i = 0; i < p->class_count; i++)
        HY_TRY(make_class(&m, p->classes[i], &classes[i]));
    qsort(classes, p->class_count, sizeof *classes, by_class_token);
    *out = (hy_package_view){.id = {p->aid, p->major, p->minor},
                             .typed = true,
                             .packages = m.packages,
                             .package_count = (uint8_t)m.package_count,
                             .classes = classes,
                             .class_count = (uint8_t)p->class_count};
    return HY_OK;
}
