/* Makes the outside view of a converted package: exported classes with all their public
   superclasses, superinterfaces and members. */
#include "converter/expface.h"

#include "converter/descriptor.h"
#include "converter/type.h"

#include <stdlib.h>
#include <string.h>

enum {
    CLASS_FLAGS = HY_ACC_PUBLIC | HY_ACC_FINAL | HY_ACC_INTERFACE | HY_ACC_ABSTRACT,
    MEMBER_FLAGS = HY_ACC_PUBLIC | HY_ACC_PROTECTED | HY_ACC_STATIC | HY_ACC_FINAL,
    NAMES_MAX = 255, /* what the formats count in a byte */
    CHAIN_MAX = 256, /* superclasses may be claimed in a circle */
};

typedef struct maker {
    hy_world *w;
    hy_reason *why;
} maker;

/* A list of different names that grows. */
typedef struct names {
    const char *name[NAMES_MAX];
    size_t count;
} names;

static hy_rc no_memory(const maker *m)
{
    return hy_reason_set(m->why, HY_FAIL(MEMORY), "export file: out of memory");
}

static hy_rc add_name(const maker *m, names *list, const char *name)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->name[i], name) == 0)
            return HY_OK;
    if (list->count == NAMES_MAX)
        return hy_reason_set(m->why, HY_FAIL(LIMIT), "%s: more than %d superclasses or interfaces",
                             name, NAMES_MAX);
    list->name[list->count++] = name;
    return HY_OK;
}

static hy_rc copy_names(const maker *m, const names *list, const char ***out, size_t *count)
{
    *out = HY_NEW_ARRAY(m->w->arena, const char *, list->count + 1);
    if (*out == NULL)
        return no_memory(m);
    if (list->count > 0)
        memcpy(*out, list->name, list->count * sizeof *list->name);
    *count = list->count;
    return HY_OK;
}

static hy_rc find_class(const maker *m, const hy_jclass *from, const char *name, hy_jclass **out)
{
    *out = hy_world_class(m->w, name);
    if (*out != NULL)
        return HY_OK;
    return hy_reason_set(m->why, HY_FAIL(LINK), "%s: %s is not known; give its export file",
                         from->name, name);
}

static bool is_exported(const hy_jclass *c)
{
    return c->package->converted ? c->exported : c->token != HY_TOKEN_NONE;
}

/* ---- superclasses and interfaces, all of them (JCVM 5.7) ---- */

static hy_rc add_supers(const maker *m, const hy_jclass *c, names *list, int depth)
{
    if (depth > CHAIN_MAX)
        return hy_reason_set(m->why, HY_FAIL(FORMAT), "%s: superclasses in a circle", c->name);
    for (size_t i = 0; !c->package->converted && i < c->super_count; i++)
        HY_TRY(add_name(m, list, c->supers[i]));
    if (!c->package->converted)
        return HY_OK;
    const char *name = (c->access & HY_ACC_INTERFACE) != 0 ? "java/lang/Object" : c->super;
    if (name == NULL)
        return HY_OK;
    hy_jclass *super = NULL;
    HY_TRY(find_class(m, c, name, &super));
    HY_TRY(add_supers(m, super, list, depth + 1));
    return is_exported(super) ? add_name(m, list, super->name) : HY_OK;
}

static hy_rc add_interfaces(const maker *m, const hy_jclass *c, names *list, int depth)
{
    if (depth > CHAIN_MAX)
        return hy_reason_set(m->why, HY_FAIL(FORMAT), "%s: interfaces in a circle", c->name);
    hy_jclass *parent = NULL;
    if (c->package->converted && c->super != NULL) {
        HY_TRY(find_class(m, c, c->super, &parent));
        HY_TRY(add_interfaces(m, parent, list, depth + 1));
    }
    for (size_t i = 0; i < c->interface_count; i++) {
        HY_TRY(find_class(m, c, c->interfaces[i], &parent));
        HY_TRY(add_interfaces(m, parent, list, depth + 1));
        if (is_exported(parent))
            HY_TRY(add_name(m, list, parent->name));
    }
    return HY_OK;
}

/* ---- members ---- */

static bool is_visible(uint16_t access)
{
    return (access & (HY_ACC_PUBLIC | HY_ACC_PROTECTED)) != 0;
}

static bool is_exported_field(const hy_jfield *f)
{
    return is_visible(f->access) && (f->is_constant || f->token != HY_TOKEN_NONE);
}

static void copy_field(hy_jclass *face, const hy_jfield *f)
{
    face->fields[face->field_count++] =
        (hy_jfield){.owner = face,
                    .name = f->name,
                    .desc = f->desc,
                    .access = f->access & MEMBER_FLAGS,
                    .is_constant = f->is_constant,
                    .constant = f->constant,
                    .token = f->is_constant ? HY_TOKEN_NONE : f->token};
}

static int by_token(const void *a, const void *b)
{
    return ((const hy_jfield *)a)->token - ((const hy_jfield *)b)->token;
}

/* The vendor's order: instance fields by token, then what is static as declared. */
static hy_rc copy_fields(const maker *m, const hy_jclass *c, hy_jclass *face)
{
    face->fields = HY_NEW_ARRAY(m->w->arena, hy_jfield, c->field_count + 1);
    if (face->fields == NULL)
        return no_memory(m);
    for (size_t i = 0; i < c->field_count; i++)
        if (is_exported_field(&c->fields[i]) && (c->fields[i].access & HY_ACC_STATIC) == 0)
            copy_field(face, &c->fields[i]);
    qsort(face->fields, face->field_count, sizeof *face->fields, by_token);
    for (size_t i = 0; i < c->field_count; i++)
        if (is_exported_field(&c->fields[i]) && (c->fields[i].access & HY_ACC_STATIC) != 0)
            copy_field(face, &c->fields[i]);
    return HY_OK;
}

static bool is_static(const hy_jmethod *m)
{
    return (m->access & HY_ACC_STATIC) != 0 || strcmp(m->name, "<init>") == 0;
}

static void copy_method(hy_jclass *face, const hy_jmethod *m, uint8_t token)
{
    face->methods[face->method_count++] =
        (hy_jmethod){.owner = face,
                     .name = m->name,
                     .desc = m->desc,
                     .access = m->access & (MEMBER_FLAGS | HY_ACC_ABSTRACT),
                     .token = token,
                     .native_index = -1};
}

static hy_rc copy_methods(const maker *m, const hy_jclass *c, hy_jclass *face)
{
    face->methods = HY_NEW_ARRAY(m->w->arena, hy_jmethod, c->method_count + c->public_count + 1);
    if (face->methods == NULL)
        return no_memory(m);
    for (size_t i = 0; i < c->method_count; i++) {
        const hy_jmethod *method = &c->methods[i];
        if (is_static(method) && is_visible(method->access) && method->token != HY_TOKEN_NONE)
            copy_method(face, method, method->token);
    }
    for (size_t i = 0; i < c->public_count; i++)
        if (c->public_table[i] != NULL)
            copy_method(face, c->public_table[i], (uint8_t)i);
    return HY_OK;
}

/* ---- classes and the package ---- */

static uint16_t outside_access(const maker *m, hy_jclass *c)
{
    unsigned access = c->access & CLASS_FLAGS;
    if (hy_world_is(m->w, c, "javacard/framework/Shareable"))
        access |= HY_ACC_SHAREABLE;
    if (hy_world_is(m->w, c, "java/rmi/Remote"))
        access |= HY_ACC_REMOTE;
    return (uint16_t)access;
}

static hy_rc make_class(const maker *m, hy_jclass *c, hy_jpackage *package, hy_jclass *face)
{
    *face = (hy_jclass){.package = package,
                        .name = c->name,
                        .access = outside_access(m, c),
                        .token = c->token,
                        .cap22_inheritable = c->cap22_inheritable};
    names supers = {.count = 0}, interfaces = {.count = 0};
    HY_TRY(add_supers(m, c, &supers, 0));
    HY_TRY(add_interfaces(m, c, &interfaces, 0));
    HY_TRY(copy_names(m, &supers, &face->supers, &face->super_count));
    HY_TRY(copy_names(m, &interfaces, &face->interfaces, &face->interface_count));
    if ((c->access & HY_ACC_INTERFACE) == 0 && supers.count > 0)
        face->super = supers.name[supers.count - 1];
    HY_TRY(copy_fields(m, c, face));
    return copy_methods(m, c, face);
}

hy_rc hy_expface_make(hy_world *w, const hy_jpackage *p, hy_jpackage **out, hy_reason *why)
{
    const maker m = {w, why};
    hy_jpackage *face = HY_NEW(w->arena, hy_jpackage);
    hy_jclass *classes = HY_NEW_ARRAY(w->arena, hy_jclass, p->class_count + 1);
    hy_jclass **list = HY_NEW_ARRAY(w->arena, hy_jclass *, p->class_count + 1);
    if (face == NULL || classes == NULL || list == NULL)
        return no_memory(&m);
    *face = (hy_jpackage){.name = p->name,
                          .aid = p->aid,
                          .major = p->major,
                          .minor = p->minor,
                          .library = p->library,
                          .classes = list};
    for (size_t i = 0; i < p->class_count; i++) {
        if (!is_exported(p->classes[i]))
            continue;
        hy_jclass *c = &classes[face->class_count];
        HY_TRY(make_class(&m, p->classes[i], face, c));
        list[face->class_count++] = c;
    }
    HY_TRY(hy_expface_references(w, face, why));
    *out = face;
    return HY_OK;
}

/* ---- the packages that a face names ---- */

enum { REFERENCES_MAX = 255 };

static hy_rc add_reference(const maker *m, hy_jpackage *p, const hy_jclass *from, const char *name)
{
    if (hy_descriptor_in_package(name, p->name))
        return HY_OK;
    hy_jclass *c = NULL;
    HY_TRY(find_class(m, from, name, &c));
    const hy_jpackage *q = c->package;
    for (size_t i = 0; i < p->referenced_count; i++)
        if (strcmp(p->referenced[i].name, q->name) == 0)
            return HY_OK;
    if (p->referenced_count == REFERENCES_MAX)
        return hy_reason_set(m->why, HY_FAIL(LIMIT), "%s: more than %d packages are referenced",
                             p->name, REFERENCES_MAX);
    p->referenced[p->referenced_count++] = (hy_jimport){q->name, q->aid, q->major, q->minor};
    return HY_OK;
}

static hy_rc add_names(const maker *m, hy_jpackage *p, const hy_jclass *c, const char **list,
                       size_t count)
{
    for (size_t i = 0; i < count; i++)
        HY_TRY(add_reference(m, p, c, list[i]));
    return HY_OK;
}

/* The classes that a field's or method's descriptor names. */
static hy_rc add_types(const maker *m, hy_jpackage *p, const hy_jclass *c, const char *desc)
{
    for (hy_type t; hy_type_next(&desc, &t);) {
        if (t.kind != 'L')
            continue;
        const char *name = hy_type_class(m->w->arena, &t);
        if (name == NULL)
            return no_memory(m);
        HY_TRY(add_reference(m, p, c, name));
    }
    return HY_OK;
}

hy_rc hy_expface_references(hy_world *w, hy_jpackage *p, hy_reason *why)
{
    const maker m = {w, why};
    p->referenced_count = 0;
    p->referenced = HY_NEW_ARRAY(w->arena, hy_jimport, REFERENCES_MAX);
    if (p->referenced == NULL)
        return no_memory(&m);
    for (size_t i = 0; i < p->class_count; i++) {
        const hy_jclass *c = p->classes[i];
        HY_TRY(add_names(&m, p, c, c->supers, c->super_count));
        HY_TRY(add_names(&m, p, c, c->interfaces, c->interface_count));
        for (size_t k = 0; k < c->field_count; k++)
            HY_TRY(add_types(&m, p, c, c->fields[k].desc));
        for (size_t k = 0; k < c->method_count; k++)
            HY_TRY(add_types(&m, p, c, c->methods[k].desc));
    }
    return HY_OK;
}
