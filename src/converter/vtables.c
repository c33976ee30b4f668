/* Virtual method tables. A class continues the numbers of its superclass; overriding keeps them;
   pins may put an inherited method elsewhere, which CAP format 2.3 can express.
   Clauses: JCVM 4.3.7.6, 4.3.7.7, 6.9. */
#include "converter/vtables.h"

#include <string.h>

typedef struct tables {
    hy_world *w;
    hy_token_job *jobs;
    size_t job_count;
    bool token_mapping;
    hy_map done; /* names of classes whose tables stand */
} tables;

/* The table that is being made: methods in the order in which they want numbers. */
typedef struct draft {
    hy_jclass *c;
    hy_pins *pins;
    hy_jmethod **methods;
    size_t count;
    size_t inherited; /* the first so many have their place from the superclass */
} draft;

bool hy_vtable_is_virtual(const hy_jmethod *m)
{
    return (m->access & (HY_ACC_STATIC | HY_ACC_PRIVATE)) == 0 && m->name[0] != '<';
}

unsigned hy_vtable_rank(const hy_jmethod *m)
{
    return (m->access & HY_ACC_FINAL) != 0 ? 0 : (m->access & HY_ACC_ABSTRACT) != 0 ? 2 : 1;
}

static bool is_visible(const hy_jmethod *m)
{
    return (m->access & (HY_ACC_PUBLIC | HY_ACC_PROTECTED)) != 0;
}

static bool same(const hy_jmethod *m, const char *name, const char *desc)
{
    return m != NULL && strcmp(m->name, name) == 0 && strcmp(m->desc, desc) == 0;
}

static size_t find(hy_jmethod *const *methods, size_t count, const char *name, const char *desc)
{
    size_t i = 0;
    while (i < count && !same(methods[i], name, desc))
        i++;
    return i;
}

static void too_many(tables *t, const hy_jclass *c)
{
    hy_diag_add(t->w->diag, HY_SEVERITY_ERROR, c->source, 0, "move some of them into another class",
                "%s has more than %d virtual methods with those it inherits",
                hy_token_dotted(t->w->arena, c->name), HY_VIRTUAL_MAX);
}

/* ---- reading tables of either kind of class ---- */

hy_jmethod *hy_token_slot(const hy_jclass *c, size_t token)
{
    if (c->package->converted)
        return token < c->public_count ? c->public_table[token] : NULL;
    for (size_t i = 0; i < c->method_count; i++)
        if (hy_vtable_is_virtual(&c->methods[i]) && c->methods[i].token == token)
            return &c->methods[i];
    return NULL;
}

size_t hy_token_count(const hy_jclass *c, bool token_mapping)
{
    if (c->package->converted)
        return c->public_count;
    size_t count = 0;
    for (size_t i = 0; i < c->method_count; i++)
        if (hy_vtable_is_virtual(&c->methods[i]) && c->methods[i].token >= count)
            count = (size_t)c->methods[i].token + 1;
    if (!token_mapping && c->cap22_inheritable != HY_TOKEN_NONE && c->cap22_inheritable < count)
        count = c->cap22_inheritable;
    return count;
}

int hy_token_virtual(const hy_jclass *owner, const char *name, const char *desc)
{
    if (!owner->package->converted) {
        for (size_t i = 0; i < owner->method_count; i++)
            if (hy_vtable_is_virtual(&owner->methods[i]) && same(&owner->methods[i], name, desc))
                return owner->methods[i].token;
        return -1;
    }
    size_t at = find(owner->public_table, owner->public_count, name, desc);
    if (at < owner->public_count)
        return (int)at;
    at = find(owner->package_table, owner->package_count, name, desc);
    return at < owner->package_count ? (int)at | HY_TOKEN_PACKAGE : -1;
}

/* ---- interfaces of a class ---- */

typedef struct gathering {
    hy_world *w;
    hy_jclass **list;
    size_t count, room;
} gathering;

static hy_rc gather(gathering *g, hy_jclass *c, int depth)
{
    for (size_t i = 0; i < c->interface_count; i++) {
        hy_jclass *parent = hy_world_class(g->w, c->interfaces[i]);
        HY_ENSURE(parent != NULL && depth < HY_VIRTUAL_MAX, LINK);
        HY_TRY(gather(g, parent, depth + 1));
        size_t at = 0;
        while (at < g->count && g->list[at] != parent)
            at++;
        if (at < g->count)
            continue;
        hy_jclass **list =
            hy_arena_grow(g->w->arena, g->list, g->count, &g->room, sizeof(hy_jclass *));
        HY_ENSURE(list != NULL, MEMORY);
        g->list = list;
        g->list[g->count++] = parent;
    }
    return HY_OK;
}

hy_rc hy_token_interfaces(hy_world *w, hy_jclass *c, hy_jclass ***out, size_t *count)
{
    gathering g = {.w = w};
    HY_TRY(gather(&g, c, 0));
    *out = g.list;
    *count = g.count;
    return HY_OK;
}

/* ---- drafts to tables ---- */

static void add(tables *t, draft *d, hy_jmethod *m)
{
    size_t at = find(d->methods, d->count, m->name, m->desc);
    if (at < d->count)
        d->methods[at] = m;
    else if (d->count < HY_VIRTUAL_MAX)
        d->methods[d->count++] = m;
    else
        too_many(t, d->c);
}

static void add_declared(tables *t, draft *d)
{
    for (unsigned rank = 0; rank < HY_VTABLE_RANKS; rank++) {
        for (size_t i = 0; i < d->c->method_count; i++) {
            hy_jmethod *m = &d->c->methods[i];
            if (hy_vtable_rank(m) == rank && hy_vtable_is_virtual(m) && is_visible(m))
                add(t, d, m);
        }
    }
}

static hy_pin *pin_of(tables *t, draft *d, const hy_jmethod *m)
{
    const char *simple = d->c->name + strlen(d->c->package->name) + 1;
    const char *name = hy_arena_format(t->w->arena, "%s.%s%s", simple, m->name, m->desc);
    return name == NULL ? NULL : hy_pins_find(d->pins, name);
}

static void clash(tables *t, const draft *d, const hy_jmethod *m, size_t token)
{
    hy_diag_add(t->w->diag, HY_SEVERITY_ERROR, d->c->source, m->line,
                "pin the inherited method elsewhere, or leave the superclass as it was",
                "%s: %s%s cannot have token %zu, another method of the class has it",
                hy_token_dotted(t->w->arena, d->c->name), m->name, m->desc, token);
}

/* Pins may leave a number without a method; only what the superclass does not say may be open. */
static void check_gaps(tables *t, const draft *d)
{
    for (size_t i = 0; i < d->c->public_count; i++) {
        bool open = i < d->inherited && d->methods[i] == NULL;
        if (d->c->public_table[i] == NULL && !open)
            hy_diag_add(t->w->diag, HY_SEVERITY_ERROR, d->c->source, 0, "pin without gaps",
                        "%s: no method has virtual token %zu",
                        hy_token_dotted(t->w->arena, d->c->name), i);
    }
}

/* Gives the draft's methods their slots: pinned, then inherited, then the lowest free. */
static hy_rc settle(tables *t, draft *d)
{
    hy_jmethod **table = HY_NEW_ARRAY(t->w->arena, hy_jmethod *, HY_VIRTUAL_MAX + 1);
    bool *settled = HY_NEW_ARRAY(t->w->arena, bool, HY_VIRTUAL_MAX + 1);
    HY_ENSURE(table != NULL && settled != NULL, MEMORY);
    size_t next = d->inherited;
    size_t highest = next;
    for (unsigned pass = 0; pass < 3; pass++) {
        for (size_t i = 0; i < d->count; i++) {
            if (settled[i] || d->methods[i] == NULL)
                continue;
            hy_pin *pin = pass == 0 ? pin_of(t, d, d->methods[i]) : NULL;
            if ((pass == 0 && pin == NULL) || (pass == 1 && i >= d->inherited))
                continue;
            while (pass == 2 && table[next] != NULL)
                next++;
            size_t at = pin != NULL ? pin->token : pass == 1 ? i : next;
            if (pin != NULL)
                pin->used = true;
            if (at >= HY_VIRTUAL_MAX || table[at] != NULL)
                clash(t, d, d->methods[i], at);
            else
                table[at] = d->methods[i];
            settled[i] = true;
            highest = at < HY_VIRTUAL_MAX && at >= highest ? at + 1 : highest;
        }
    }
    d->c->public_table = table;
    d->c->public_count = highest;
    check_gaps(t, d);
    return HY_OK;
}

static void store_tokens(hy_jclass *c)
{
    for (size_t i = 0; i < c->public_count; i++) {
        hy_jmethod *m = c->public_table[i];
        if (m != NULL && m->owner == c)
            m->token = (uint8_t)i;
    }
    for (size_t i = 0; i < c->package_count; i++) {
        hy_jmethod *m = c->package_table[i];
        if (m->owner == c && !is_visible(m))
            m->token = (uint8_t)(i | HY_TOKEN_PACKAGE);
    }
}

/* ---- the package-visible table: only within one package ---- */

static hy_rc build_package_table(tables *t, hy_jclass *c, const hy_jclass *super)
{
    draft d = {.c = c};
    d.methods = HY_NEW_ARRAY(t->w->arena, hy_jmethod *, HY_VIRTUAL_MAX);
    HY_ENSURE(d.methods != NULL, MEMORY);
    if (super != NULL && super->package == c->package) {
        for (size_t i = 0; i < super->package_count; i++)
            d.methods[d.count++] = super->package_table[i];
    }
    for (unsigned rank = 0; rank < HY_VTABLE_RANKS; rank++) {
        for (size_t i = 0; i < c->method_count; i++) {
            hy_jmethod *m = &c->methods[i];
            if (hy_vtable_rank(m) != rank || !hy_vtable_is_virtual(m))
                continue;
            /* A public method that overrides a package-visible one serves both tables. */
            if (!is_visible(m) || find(d.methods, d.count, m->name, m->desc) < d.count)
                add(t, &d, m);
        }
    }
    c->package_table = d.methods;
    c->package_count = d.count;
    return HY_OK;
}

/* ---- classes and interfaces ---- */

static hy_rc build(tables *t, hy_jclass *c);

static hy_pins *pins_of(const tables *t, const hy_jclass *c)
{
    for (size_t i = 0; i < t->job_count; i++)
        if (t->jobs[i].package == c->package)
            return t->jobs[i].pins;
    return NULL;
}

static hy_rc inherit(tables *t, draft *d, hy_jclass *super)
{
    d->inherited = hy_token_count(super, t->token_mapping);
    if (d->inherited > HY_VIRTUAL_MAX) {
        too_many(t, d->c);
        d->inherited = HY_VIRTUAL_MAX;
    }
    for (size_t i = 0; i < d->inherited; i++)
        d->methods[i] = hy_token_slot(super, i);
    d->count = d->inherited;
    return HY_OK;
}

static hy_rc inherit_interfaces(tables *t, draft *d)
{
    hy_jclass **parents;
    size_t count;
    HY_TRY(hy_token_interfaces(t->w, d->c, &parents, &count));
    for (size_t i = 0; i < count; i++) {
        HY_TRY(build(t, parents[i]));
        size_t slots = hy_token_count(parents[i], true);
        for (size_t k = 0; k < slots; k++)
            if (hy_token_slot(parents[i], k) != NULL)
                add(t, d, hy_token_slot(parents[i], k));
    }
    return HY_OK;
}

static hy_rc build(tables *t, hy_jclass *c)
{
    if (!c->package->converted || hy_map_get(&t->done, c->name) != NULL)
        return HY_OK;
    HY_TRY(hy_map_set(&t->done, c->name, c));
    draft d = {.c = c, .pins = pins_of(t, c)};
    d.methods = HY_NEW_ARRAY(t->w->arena, hy_jmethod *, HY_VIRTUAL_MAX);
    HY_ENSURE(d.methods != NULL, MEMORY);

    hy_jclass *super = c->super == NULL ? NULL : hy_world_class(t->w, c->super);
    HY_ENSURE(c->super == NULL || super != NULL, LINK);
    bool is_interface = (c->access & HY_ACC_INTERFACE) != 0;
    if (is_interface)
        HY_TRY(inherit_interfaces(t, &d));
    else if (super != NULL) {
        HY_TRY(build(t, super));
        HY_TRY(inherit(t, &d, super));
    }
    add_declared(t, &d);
    HY_TRY(settle(t, &d));
    if (!is_interface)
        HY_TRY(build_package_table(t, c, super));
    store_tokens(c);
    return HY_OK;
}

hy_rc hy_vtables_build(hy_world *w, hy_token_job *jobs, size_t job_count, bool token_mapping)
{
    tables t = {.w = w,
                .jobs = jobs,
                .job_count = job_count,
                .token_mapping = token_mapping,
                .done = hy_map_new(w->arena)};
    for (size_t i = 0; i < job_count; i++)
        for (size_t k = 0; k < jobs[i].package->class_count; k++)
            HY_TRY(build(&t, jobs[i].package->classes[k]));
    return HY_OK;
}

/* ---- abstract classes that leave interface methods out ---- */

/* The missing methods of c, or only their count when out is NULL. */
static hy_rc missing_methods(hy_world *w, hy_jclass *c, hy_jmethod *out, size_t *count)
{
    hy_jclass **parents;
    size_t parent_count, missing = 0;
    HY_TRY(hy_token_interfaces(w, c, &parents, &parent_count));
    for (size_t i = 0; i < parent_count; i++) {
        for (size_t k = 0; k < parents[i]->method_count; k++) {
            const hy_jmethod *m = &parents[i]->methods[k];
            hy_jmethod *found = hy_world_method(w, c, m->name, m->desc);
            bool inherited = found != NULL && (found->owner->access & HY_ACC_INTERFACE) == 0;
            /* Two interfaces may ask for the same method: the first found serves. */
            if (!hy_vtable_is_virtual(m) || inherited || found != m)
                continue;
            if (out != NULL) {
                out[missing] = *m;
                out[missing].owner = c;
                out[missing].access = HY_ACC_PUBLIC | HY_ACC_ABSTRACT;
                out[missing].line = 0;
            }
            missing++;
        }
    }
    *count = missing;
    return HY_OK;
}

/* Lets references follow the methods of c to their new array. */
static void move_references(hy_world *w, const hy_jclass *c, hy_jmethod *methods)
{
    for (size_t i = 0; i < w->packages.n; i++) {
        hy_jpackage *p = w->packages.entries[i].value;
        for (size_t k = 0; k < p->ref_count; k++) {
            hy_jref *ref = p->refs[k];
            if (ref->method != NULL && ref->method->owner == c)
                ref->method = methods + (ref->method - c->methods);
        }
    }
}

static hy_rc add_missing(hy_world *w, hy_jclass *c)
{
    size_t missing;
    HY_TRY(missing_methods(w, c, NULL, &missing));
    if (missing == 0)
        return HY_OK;
    hy_jmethod *methods = HY_NEW_ARRAY(w->arena, hy_jmethod, c->method_count + missing);
    HY_ENSURE(methods != NULL, MEMORY);
    if (c->method_count > 0)
        memcpy(methods, c->methods, c->method_count * sizeof *methods);
    HY_TRY(missing_methods(w, c, methods + c->method_count, &missing));
    move_references(w, c, methods);
    c->methods = methods;
    c->method_count += missing;
    return HY_OK;
}

hy_rc hy_tokens_add_abstract(hy_world *w, hy_jpackage *p)
{
    for (size_t i = 0; i < p->class_count; i++) {
        hy_jclass *c = p->classes[i];
        bool is_interface = (c->access & HY_ACC_INTERFACE) != 0;
        if ((c->access & HY_ACC_ABSTRACT) != 0 && !is_interface)
            HY_TRY(add_missing(w, c));
    }
    return HY_OK;
}
