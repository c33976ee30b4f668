/* Gathers what names are found by: export files of the imports, the Debug component, and the table
   of all methods that anything in the file points to. */
#include "converter/capnames.h"

#include <stdlib.h>
#include <string.h>

/* ---- offsets of methods ---- */

typedef struct offsets {
    uint32_t *at; /* NULL: only counted */
    size_t n;
} offsets;

static void add(offsets *o, uint32_t at)
{
    if (at == HY_METHOD_ELSEWHERE)
        return;
    if (o->at != NULL)
        o->at[o->n] = at;
    o->n++;
}

static void add_tables(offsets *o, const hy_package *p)
{
    for (size_t i = 0; i < p->class_count; i++) {
        const hy_package_class *c = &p->classes[i];
        for (size_t k = 0; k < c->public_count; k++)
            add(o, c->public_table[k]);
        for (size_t k = 0; k < c->package_count; k++)
            add(o, c->package_table[k]);
    }
}

static void add_exports(offsets *o, const hy_package *p)
{
    for (size_t i = 0; i < p->member_count; i++)
        for (size_t k = 0; k < p->members[i].export_count; k++)
            for (size_t m = 0; m < p->members[i].exports[k].method_count; m++)
                add(o, p->members[i].exports[k].methods[m]);
}

static void add_described(offsets *o, const hy_descriptor *d)
{
    for (size_t i = 0; d != NULL && i < d->class_count; i++)
        for (size_t k = 0; k < d->classes[i].method_count; k++)
            add(o, d->classes[i].methods[k].at);
}

static void add_all(offsets *o, const hy_package *p)
{
    o->n = 0;
    for (size_t i = 0; i < p->applet_count; i++)
        add(o, p->applets[i].install);
    for (size_t i = 0; i < p->pool_count; i++)
        if (p->pool[i].tag == HY_POOL_STATIC_METHOD && !p->pool[i].imported)
            add(o, p->pool[i].at);
    add_tables(o, p);
    add_exports(o, p);
    add_described(o, p->descriptor);
}

static int by_value(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* ---- the table of methods ---- */

static hy_rc make_table(hy_capnames *n, hy_reason *why)
{
    offsets o = {NULL, 0};
    add_all(&o, n->p);
    o.at = HY_NEW_ARRAY(n->arena, uint32_t, o.n + 1);
    n->methods = HY_NEW_ARRAY(n->arena, hy_capmethod, o.n + 1);
    if (o.at == NULL || n->methods == NULL)
        return hy_reason_set(why, HY_FAIL(MEMORY), "dump: out of memory");
    add_all(&o, n->p);
    qsort(o.at, o.n, sizeof *o.at, by_value);
    for (size_t i = 0; i < o.n; i++) {
        hy_method_header header;
        if ((i > 0 && o.at[i] == o.at[i - 1]) || !hy_package_method_header(n->p, o.at[i], &header))
            continue;
        const char *name = hy_arena_format(n->arena, "method_%04X", (unsigned)o.at[i]);
        if (name == NULL)
            return hy_reason_set(why, HY_FAIL(MEMORY), "dump: out of memory");
        n->methods[n->method_count++] = (hy_capmethod){
            .at = o.at[i], .header = header, .owner = HY_CLASS_REF_NONE, .name = name};
    }
    return HY_OK;
}

static hy_capmethod *find(hy_capnames *n, uint32_t at)
{
    return (hy_capmethod *)hy_capnames_method(n, at);
}

/* Code reaches to the next method or the end of its block; Descriptor knows better. */
static void set_lengths(hy_capnames *n)
{
    for (size_t i = 0; i < n->method_count; i++) {
        hy_capmethod *m = &n->methods[i];
        const hy_package_block *b = hy_package_block_of(n->p, m->at);
        uint32_t end = b == NULL ? m->header.code : b->end;
        if (i + 1 < n->method_count && n->methods[i + 1].at < end)
            end = n->methods[i + 1].at;
        m->length = end > m->header.code ? end - m->header.code : 0;
        if (m->described != NULL && m->described->length < m->length)
            m->length = m->described->length;
        if ((m->header.flags & HY_METHOD_ABSTRACT) != 0)
            m->length = 0;
    }
}

static void name_method(hy_capmethod *m, const char *name, const char *desc)
{
    if (m == NULL || m->named)
        return;
    m->name = name;
    m->named = true;
    if (m->desc == NULL)
        m->desc = desc;
}

static void add_debug_names(hy_capnames *n)
{
    for (size_t i = 0; n->has_debug && i < n->debug.class_count; i++)
        for (size_t k = 0; k < n->debug.classes[i].method_count; k++) {
            const hy_debug_method *d = &n->debug.classes[i].methods[k];
            hy_capmethod *m = d->at == HY_METHOD_ELSEWHERE ? NULL : find(n, d->at);
            if (m == NULL)
                continue;
            m->debug = d;
            m->owner = n->debug.classes[i].cref;
            m->desc = d->desc;
            name_method(m, d->name, d->desc);
        }
}

static void add_descriptor_facts(hy_capnames *n)
{
    const hy_descriptor *d = n->p->descriptor;
    for (size_t i = 0; d != NULL && i < d->class_count; i++)
        for (size_t k = 0; k < d->classes[i].method_count; k++) {
            const hy_package_method *described = &d->classes[i].methods[k];
            hy_capmethod *m = described->at == HY_METHOD_ELSEWHERE ? NULL : find(n, described->at);
            if (m == NULL)
                continue;
            m->described = described;
            m->owner = d->classes[i].cref;
            const hy_debug_method *twin = hy_capnames_twin(n, &d->classes[i], k);
            if (twin != NULL && m->debug == NULL) {
                m->debug = twin;
                name_method(m, twin->name, twin->desc);
            }
            if (m->desc == NULL)
                m->desc = hy_capnames_method_desc(n, described->type);
            if ((described->access & HY_ACCESS_INIT) != 0)
                name_method(m, "<init>", NULL);
        }
}

/* What overrides or implements a method of another package has its name. */
static void add_inherited_names(hy_capnames *n, const hy_package_class *c)
{
    for (unsigned i = 0; i < c->public_count; i++) {
        hy_capmethod *m =
            c->public_table[i] == HY_METHOD_ELSEWHERE ? NULL : find(n, c->public_table[i]);
        if (m == NULL || m->named)
            continue;
        hy_capmember above = hy_capnames_virtual(n, c->super, (uint8_t)(c->public_base + i));
        if (!above.made_up)
            name_method(m, above.name, above.desc);
    }
}

static void add_implemented_names(hy_capnames *n, const hy_package_class *c)
{
    for (unsigned i = 0; i < c->implemented_count; i++) {
        const hy_package_implemented *k = &c->implemented[i];
        for (size_t token = 0; token < k->tokens.n; token++) {
            unsigned slot = k->tokens.p[token] - (unsigned)c->public_base;
            hy_capmethod *m = slot < c->public_count && c->public_table[slot] != HY_METHOD_ELSEWHERE
                                  ? find(n, c->public_table[slot])
                                  : NULL;
            if (m == NULL || m->named)
                continue;
            hy_capmember named = hy_capnames_interface_method(n, k->interface, (uint8_t)token);
            if (!named.made_up)
                name_method(m, named.name, named.desc);
        }
    }
}

/* Tables know which class a method is of when nothing else does: the first that lists it. */
static void add_owners(hy_capnames *n, const hy_package_class *c)
{
    for (unsigned i = 0; i < c->public_count + (unsigned)c->package_count; i++) {
        uint32_t at =
            i < c->public_count ? c->public_table[i] : c->package_table[i - c->public_count];
        hy_capmethod *m = at == HY_METHOD_ELSEWHERE ? NULL : find(n, at);
        if (m != NULL && m->owner == HY_CLASS_REF_NONE)
            m->owner = c->offset;
    }
}

static hy_rc make_methods(hy_capnames *n, hy_reason *why)
{
    const hy_package *p = n->p;
    HY_TRY(make_table(n, why));
    add_debug_names(n);
    add_descriptor_facts(n);
    for (size_t i = 0; i < p->class_count; i++)
        add_owners(n, &p->classes[i]);
    for (size_t i = 0; i < p->applet_count; i++)
        name_method(find(n, p->applets[i].install), "install", "([BSB)V");
    for (size_t i = 0; i < p->class_count; i++) {
        add_inherited_names(n, &p->classes[i]);
        add_implemented_names(n, &p->classes[i]);
    }
    set_lengths(n);
    return HY_OK;
}

hy_rc hy_capnames_make(const hy_package *p, hy_exports *e, hy_arena *arena, hy_capnames *out,
                       hy_reason *why)
{
    *out = (hy_capnames){.p = p, .arena = arena};
    out->imports = HY_NEW_ARRAY(arena, hy_jpackage *, (size_t)p->import_count + 1);
    if (out->imports == NULL)
        return hy_reason_set(why, HY_FAIL(MEMORY), "dump: out of memory");
    for (size_t i = 0; e != NULL && i < p->import_count; i++) {
        const hy_package_id *id = &p->imports[i];
        if (!hy_ok(
                hy_exports_by_aid(e, arena, id->aid, id->major, id->minor, &out->imports[i], NULL)))
            out->imports[i] = NULL;
    }
    out->has_debug = hy_ok(hy_capdebug_read(p, arena, &out->debug, NULL));
    return make_methods(out, why);
}
