/* Symbols of packages without a CAP file at hand, the platform's first: by their export file. */
#include "debugger/symbols.h"

/* What a method of an export file is in the linked package, NULL when it is abstract or inherited
   from elsewhere. */
static const hy_method *find_method(const hy_linked_export *e, const hy_jmethod *m)
{
    bool direct = (m->access & HY_ACC_STATIC) != 0 || m->name[0] == '<';
    if (direct)
        return m->token < e->method_count ? e->methods[m->token] : NULL;
    const hy_class *c = e->class_of;
    if (c->interface || m->token >= c->public_count)
        return NULL;
    return c->table[c->public_slots[m->token]].method;
}

/* Superclasses come first, so that an inherited method is not the subclass's. */
static hy_rc fill_class(hy_symbols *s, hy_symbol_package *p, const hy_jclass *j,
                        const hy_linked_export *e)
{
    hy_symbol_class *c = &p->classes[e->class_of->ordinal];
    c->name = j->name;
    c->access = j->access;
    c->exported = j;
    c->methods = HY_NEW_ARRAY(&s->arena, hy_symbol_method, j->method_count + 1);
    HY_ENSURE(c->methods != NULL, MEMORY);
    for (size_t i = 0; i < j->method_count; i++) {
        const hy_method *of = find_method(e, &j->methods[i]);
        bool own =
            of != NULL && of->linked == p->linked && p->methods[of - p->linked->methods] == NULL;
        if (!own && !e->class_of->interface)
            continue;
        hy_symbol_method *m = &c->methods[c->method_count++];
        *m = (hy_symbol_method){
            .name = j->methods[i].name,
            .desc = j->methods[i].desc,
            .access = j->methods[i].access,
            .owner = c,
            .package = p,
            .of = own ? of : NULL,
        };
        if (own)
            p->methods[of - p->linked->methods] = m;
    }
    return HY_OK;
}

hy_rc hy_symbols_from_exports(hy_symbols *s, hy_symbol_package *p)
{
    const hy_linked *l = p->linked;
    hy_jpackage *j;
    if (!hy_ok(hy_exports_by_aid(&s->exports, &s->arena, l->id.aid, l->id.major, l->id.minor, &j,
                                 NULL)))
        return HY_OK;
    p->name = j->name;
    for (unsigned depth = 0; depth <= UINT8_MAX; depth++)
        for (size_t i = 0; i < j->class_count; i++) {
            const hy_linked_export *e = hy_linked_find_export(l, 0, j->classes[i]->token);
            if (e != NULL && e->class_of->depth == depth)
                HY_TRY(fill_class(s, p, j->classes[i], e));
        }
    return HY_OK;
}
