/* The world: packages and classes by name, members resolved as the JVM does, references interned.
 */
#include "converter/model.h"

#include <string.h>

hy_world hy_world_new(hy_arena *arena, hy_diag *diag)
{
    return (hy_world){.arena = arena,
                      .packages = hy_map_new(arena),
                      .classes = hy_map_new(arena),
                      .missing = hy_map_new(arena),
                      .diag = diag};
}

hy_rc hy_world_add(hy_world *w, hy_jpackage *p)
{
    HY_ENSURE(hy_map_get(&w->packages, p->name) == NULL, EXISTS);
    for (size_t i = 0; i < p->class_count; i++)
        HY_ENSURE(hy_map_get(&w->classes, p->classes[i]->name) == NULL, EXISTS);
    HY_TRY(hy_map_set(&w->packages, p->name, p));
    for (size_t i = 0; i < p->class_count; i++)
        HY_TRY(hy_map_set(&w->classes, p->classes[i]->name, p->classes[i]));
    return HY_OK;
}

const char *hy_world_package_of(hy_world *w, const char *class_name)
{
    const char *slash = strrchr(class_name, '/');
    return hy_arena_string(w->arena, class_name, slash == NULL ? 0 : (size_t)(slash - class_name));
}

static void import_package(hy_world *w, const char *name)
{
    hy_reason why = {"no export file found"};
    hy_jpackage *p = NULL;
    hy_rc rc =
        w->import == NULL ? HY_FAIL(NOT_FOUND) : w->import(w->import_context, w, name, &p, &why);
    if (hy_ok(rc))
        rc = hy_world_add(w, p);
    if (hy_ok(rc))
        return;
    if (rc.code != HY_E_NOT_FOUND)
        hy_diag_add(w->diag, HY_SEVERITY_ERROR, NULL, 0, NULL, "package %s: %s", name, why.text);
    if (!hy_ok(hy_map_set(&w->missing, name, w)))
        hy_diag_add(w->diag, HY_SEVERITY_ERROR, NULL, 0, NULL, "out of memory");
}

hy_jclass *hy_world_class(hy_world *w, const char *name)
{
    hy_jclass *c = hy_map_get(&w->classes, name);
    if (c != NULL || name[0] == '[')
        return c;
    const char *package = hy_world_package_of(w, name);
    if (package == NULL || hy_map_get(&w->packages, package) != NULL ||
        hy_map_get(&w->missing, package) != NULL)
        return NULL;
    import_package(w, package);
    return hy_map_get(&w->classes, name);
}

static hy_jclass *super_of(hy_world *w, const hy_jclass *c)
{
    return c->super == NULL ? NULL : hy_world_class(w, c->super);
}

/* Class files may claim circular superclasses; no honest chain is longer. */
enum { CHAIN_MAX = 256 };

static hy_jfield *declared_field(const hy_jclass *c, const char *name, const char *desc)
{
    for (size_t i = 0; i < c->field_count; i++)
        if (strcmp(c->fields[i].name, name) == 0 && strcmp(c->fields[i].desc, desc) == 0)
            return &c->fields[i];
    return NULL;
}

static hy_jfield *find_field(hy_world *w, hy_jclass *c, const char *name, const char *desc,
                             int depth)
{
    if (c == NULL || depth > CHAIN_MAX)
        return NULL;
    hy_jfield *f = declared_field(c, name, desc);
    for (size_t i = 0; f == NULL && i < c->interface_count; i++)
        f = find_field(w, hy_world_class(w, c->interfaces[i]), name, desc, depth + 1);
    return f != NULL ? f : find_field(w, super_of(w, c), name, desc, depth + 1);
}

hy_jfield *hy_world_field(hy_world *w, hy_jclass *c, const char *name, const char *desc)
{
    return find_field(w, c, name, desc, 0);
}

static hy_jmethod *declared_method(const hy_jclass *c, const char *name, const char *desc)
{
    for (size_t i = 0; i < c->method_count; i++)
        if (strcmp(c->methods[i].name, name) == 0 && strcmp(c->methods[i].desc, desc) == 0)
            return &c->methods[i];
    return NULL;
}

static hy_jmethod *find_in_interfaces(hy_world *w, hy_jclass *c, const char *name, const char *desc,
                                      int depth)
{
    if (c == NULL || depth > CHAIN_MAX)
        return NULL;
    hy_jmethod *m = NULL;
    for (size_t i = 0; m == NULL && i < c->interface_count; i++) {
        hy_jclass *parent = hy_world_class(w, c->interfaces[i]);
        m = parent == NULL ? NULL : declared_method(parent, name, desc);
        if (m == NULL)
            m = find_in_interfaces(w, parent, name, desc, depth + 1);
    }
    return m != NULL ? m : find_in_interfaces(w, super_of(w, c), name, desc, depth + 1);
}

hy_jmethod *hy_world_method(hy_world *w, hy_jclass *c, const char *name, const char *desc)
{
    hy_jclass *start = c;
    for (int depth = 0; c != NULL && depth <= CHAIN_MAX; depth++) {
        hy_jmethod *m = declared_method(c, name, desc);
        if (m != NULL)
            return m;
        c = super_of(w, c);
    }
    hy_jmethod *m = find_in_interfaces(w, start, name, desc, 0);
    if (m != NULL || start == NULL || (start->access & HY_ACC_INTERFACE) == 0)
        return m;
    /* Interfaces see the public methods of Object (JLS 9.2). */
    hy_jclass *object = hy_world_class(w, "java/lang/Object");
    return object == NULL ? NULL : declared_method(object, name, desc);
}

static bool is_below(hy_world *w, hy_jclass *c, const char *name, int depth)
{
    if (c == NULL || depth > CHAIN_MAX)
        return false;
    if (strcmp(c->name, name) == 0)
        return true;
    for (size_t i = 0; i < c->interface_count; i++)
        if (strcmp(c->interfaces[i], name) == 0 ||
            is_below(w, hy_world_class(w, c->interfaces[i]), name, depth + 1))
            return true;
    return is_below(w, super_of(w, c), name, depth + 1);
}

bool hy_world_is(hy_world *w, hy_jclass *c, const char *name)
{
    return is_below(w, c, name, 0);
}

static bool make_room(hy_world *w, hy_jpackage *p)
{
    hy_jref **refs = hy_arena_grow(w->arena, p->refs, p->ref_count, &p->ref_room, sizeof *refs);
    if (refs == NULL)
        return false;
    p->refs = refs;
    return true;
}

hy_jref *hy_jref_get(hy_world *w, hy_jpackage *p, hy_jref_kind kind, hy_jclass *owner, void *member)
{
    bool is_field = kind == HY_JREF_FIELD || kind == HY_JREF_STATIC_FIELD;
    hy_jfield *field = is_field ? member : NULL;
    hy_jmethod *method = kind == HY_JREF_CLASS || is_field ? NULL : member;
    const char *name = field != NULL ? field->name : method != NULL ? method->name : "";
    const char *desc = field != NULL ? field->desc : method != NULL ? method->desc : "";
    const char *key = hy_arena_format(w->arena, "%d %s %s %s", kind, owner->name, name, desc);
    if (key == NULL)
        return NULL;
    if (p->ref_index.arena == NULL)
        p->ref_index = hy_map_new(w->arena);

    hy_jref *ref = hy_map_get(&p->ref_index, key);
    if (ref == NULL) {
        ref = HY_NEW(w->arena, hy_jref);
        if (ref == NULL || !make_room(w, p) || !hy_ok(hy_map_set(&p->ref_index, key, ref)))
            return NULL;
        *ref = (hy_jref){.kind = kind, .owner = owner, .field = field, .method = method};
        p->refs[p->ref_count++] = ref;
    }
    ref->uses++;
    return ref;
}
