/* Choosing the versions of imported packages and pointing references at them.
   Clauses: JCVM 4.5 (versions), 4.3.7 (tokens never change within a major version). */
#include "converter/versions.h"

#include "converter/tokens.h"
#include "converter/uses.h"

#include <stdlib.h>
#include <string.h>

/* An imported package and everything that is used of it. */
typedef struct import_of {
    hy_jpackage *package; /* as the world has it */
    hy_use *uses;
    size_t count, room;
    hy_jpackage *chosen;
} import_of;

typedef struct choice {
    hy_world *w;
    hy_exports *exports;
    hy_target target;
    hy_map imports; /* package name to import_of */
    hy_reason *why;
} choice;

/* ---- gathering ---- */

static hy_rc gather(void *context, const hy_use *use)
{
    choice *c = context;
    hy_jpackage *p = use->owner->package;
    if (p->converted)
        return HY_OK;
    import_of *i = hy_map_get(&c->imports, p->name);
    if (i == NULL) {
        i = HY_NEW(c->w->arena, import_of);
        HY_ENSURE(i != NULL, MEMORY);
        i->package = p;
        HY_TRY(hy_map_set(&c->imports, p->name, i));
    }
    hy_use *uses = hy_arena_grow(c->w->arena, i->uses, i->count, &i->room, sizeof *uses);
    HY_ENSURE(uses != NULL, MEMORY);
    i->uses = uses;
    i->uses[i->count++] = *use;
    return HY_OK;
}

/* A use of the class that is named, and of the one that has the member, which may be above it. */
static hy_rc gather_member(void *context, const hy_use *use)
{
    choice *c = context;
    hy_use owner = *use;
    owner.name = owner.desc = NULL;
    HY_TRY(gather(c, &owner));
    if (use->name == NULL)
        return HY_OK;
    hy_use member = *use;
    member.owner = NULL;
    if (use->is_field) {
        hy_jfield *f = hy_world_field(c->w, use->owner, use->name, use->desc);
        member.owner = f == NULL ? NULL : f->owner;
    } else {
        hy_jmethod *m = hy_world_method(c->w, use->owner, use->name, use->desc);
        member.owner = m == NULL ? NULL : m->owner;
    }
    return member.owner == NULL ? HY_OK : gather(c, &member);
}

/* ---- does a version have it? ---- */

static hy_jclass *class_in(const hy_jpackage *p, const char *name)
{
    for (size_t i = 0; i < p->class_count; i++)
        if (strcmp(p->classes[i]->name, name) == 0)
            return p->classes[i];
    return NULL;
}

static hy_jfield *field_in(hy_jclass *c, const char *name, const char *desc)
{
    for (size_t i = 0; i < c->field_count; i++)
        if (strcmp(c->fields[i].name, name) == 0 && strcmp(c->fields[i].desc, desc) == 0)
            return &c->fields[i];
    return NULL;
}

static hy_jmethod *method_in(hy_jclass *c, const char *name, const char *desc)
{
    for (size_t i = 0; i < c->method_count; i++)
        if (strcmp(c->methods[i].name, name) == 0 && strcmp(c->methods[i].desc, desc) == 0)
            return &c->methods[i];
    return NULL;
}

static bool has(const hy_jpackage *p, const hy_use *use)
{
    hy_jclass *c = class_in(p, use->owner->name);
    if (c == NULL || use->name == NULL)
        return c != NULL;
    return use->is_field ? field_in(c, use->name, use->desc) != NULL
                         : method_in(c, use->name, use->desc) != NULL;
}

static const hy_use *first_missing(const hy_jpackage *p, const import_of *i)
{
    for (size_t k = 0; k < i->count; k++)
        if (!has(p, &i->uses[k]))
            return &i->uses[k];
    return NULL;
}

/* ---- choosing ---- */

static const char *describe(choice *c, const hy_use *use)
{
    const char *owner = hy_token_dotted(c->w->arena, use->owner->name);
    if (use->name == NULL)
        return owner;
    const char *text =
        hy_arena_format(c->w->arena, "%s.%s%s", owner, use->name, use->is_field ? "" : use->desc);
    return text == NULL ? owner : text;
}

/* Says of everything that the limit version lacks who uses it and where it came in. */
static hy_rc report_missing(choice *c, const import_of *i, const hy_jpackage *limit,
                            const hy_export *list, size_t count)
{
    for (size_t k = 0; k < i->count; k++) {
        const hy_use *use = &i->uses[k];
        bool class_lacks = limit == NULL || class_in(limit, use->owner->name) == NULL;
        if ((limit != NULL && has(limit, use)) || (class_lacks && use->name != NULL))
            continue;
        const hy_export *first = NULL;
        for (size_t v = 0; v < count && first == NULL; v++) {
            hy_jpackage *p;
            HY_TRY(hy_exports_read(c->exports, c->w->arena, &list[v], &p, c->why));
            if (list[v].major == i->package->major && has(p, use))
                first = &list[v];
        }
        const char *name = describe(c, use);
        if (first == NULL)
            continue;
        hy_target since = hy_target_first(i->package->name, first->minor);
        hy_diag_add(c->w->diag, HY_SEVERITY_ERROR, use->file, use->line,
                    hy_arena_format(c->w->arena, "use --target %s or later", hy_target_name(since)),
                    "%s is not on target %s; the first version that has it is %s %u.%u", name,
                    hy_target_name(c->target), hy_token_dotted(c->w->arena, i->package->name),
                    first->major, first->minor);
    }
    return HY_OK;
}

static hy_rc choose(choice *c, import_of *i)
{
    int limit = hy_target_minor(c->target, i->package->name);
    const hy_export *list;
    size_t count;
    HY_TRY(hy_exports_list(c->exports, i->package->name, &list, &count, c->why));
    hy_jpackage *newest_allowed = NULL;
    for (size_t v = 0; v < count && i->chosen == NULL; v++) {
        if (list[v].major != i->package->major || (limit != -2 && (int)list[v].minor > limit))
            continue;
        HY_TRY(hy_exports_read(c->exports, c->w->arena, &list[v], &newest_allowed, c->why));
        if (first_missing(newest_allowed, i) == NULL)
            i->chosen = newest_allowed;
    }
    if (i->chosen != NULL)
        return HY_OK;
    if (newest_allowed == NULL && limit >= 0) {
        hy_diag_add(c->w->diag, HY_SEVERITY_ERROR, NULL, 0,
                    "give a folder with older export files with --exports, or a later --target",
                    "package %s: no version up to 1.%d (target %s) in the export folders",
                    hy_token_dotted(c->w->arena, i->package->name), limit,
                    hy_target_name(c->target));
        return HY_OK;
    }
    return report_missing(c, i, newest_allowed, list, count);
}

/* ---- rebinding ---- */

static hy_rc replace(choice *c, const import_of *i)
{
    HY_TRY(hy_map_set(&c->w->packages, i->package->name, i->chosen));
    for (size_t k = 0; k < i->chosen->class_count; k++)
        HY_TRY(hy_map_set(&c->w->classes, i->chosen->classes[k]->name, i->chosen->classes[k]));
    return HY_OK;
}

/* The same class in the chosen version of its package. */
static hy_jclass *now(choice *c, hy_jclass *old)
{
    const import_of *i =
        old->package->converted ? NULL : hy_map_get(&c->imports, old->package->name);
    hy_jclass *found = i == NULL || i->chosen == NULL ? NULL : class_in(i->chosen, old->name);
    return found == NULL ? old : found;
}

static hy_jmethod *method_now(choice *c, hy_jmethod *old)
{
    hy_jmethod *m = method_in(now(c, old->owner), old->name, old->desc);
    return m == NULL ? old : m;
}

static void rebind_ref(choice *c, hy_jref *ref)
{
    ref->owner = now(c, ref->owner);
    if (ref->field != NULL) {
        hy_jfield *f = field_in(now(c, ref->field->owner), ref->field->name, ref->field->desc);
        ref->field = f == NULL ? ref->field : f;
    }
    if (ref->method != NULL)
        ref->method = method_now(c, ref->method);
}

static void rebind_code(choice *c, hy_jcode *code)
{
    for (uint32_t i = 0; code != NULL && i < code->count; i++)
        if (code->insns[i].method != NULL)
            code->insns[i].method = method_now(c, code->insns[i].method);
}

static void rebind(choice *c, hy_jpackage *p)
{
    for (size_t i = 0; i < p->ref_count; i++)
        rebind_ref(c, p->refs[i]);
    for (size_t i = 0; i < p->class_count; i++)
        for (size_t k = 0; k < p->classes[i]->method_count; k++)
            rebind_code(c, p->classes[i]->methods[k].code);
}

hy_rc hy_versions_choose(hy_world *w, hy_jpackage *p, hy_exports *exports, hy_target target,
                         hy_target *needed, hy_reason *why)
{
    choice c = {
        .w = w, .exports = exports, .target = target, .imports = hy_map_new(w->arena), .why = why};
    HY_TRY(hy_uses_walk(w, p, gather_member, &c));
    int errors = w->diag->errors;
    for (size_t i = 0; i < c.imports.n; i++)
        HY_TRY(choose(&c, c.imports.entries[i].value));
    if (w->diag->errors > errors)
        return HY_OK;
    *needed = HY_TARGET_2_1_1;
    for (size_t i = 0; i < c.imports.n; i++) {
        import_of *import = c.imports.entries[i].value;
        hy_target first = hy_target_first(import->chosen->name, import->chosen->minor);
        *needed = first > *needed ? first : *needed;
        HY_TRY(replace(&c, import));
    }
    rebind(&c, p);
    return HY_OK;
}
