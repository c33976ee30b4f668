/* Symbols of a CAP file: from its Debug component, else whatever Descriptor, inheritance and export
   files say. */
#include "converter/capnames.h"
#include "debugger/symbols.h"

#include <string.h>

/* The ordinal of a class of the package itself, or -1. */
static int ordinal_of(const hy_package *cap, hy_class_ref cref)
{
    for (uint16_t i = 0; i < cap->class_count; i++)
        if (cap->classes[i].offset == cref)
            return i;
    return -1;
}

static uint16_t index_of(const hy_linked *l, const hy_method *m)
{
    return (uint16_t)(m - l->methods);
}

/* A class as Debug has it: all its methods, in the source's order. */
static hy_rc fill_debugged(hy_symbols *s, hy_symbol_package *p, hy_symbol_class *c,
                           const hy_debug_class *d)
{
    c->name = d->name;
    c->source = d->source;
    c->access = d->access;
    c->debug = d;
    c->methods = HY_NEW_ARRAY(&s->arena, hy_symbol_method, d->method_count + 1u);
    HY_ENSURE(c->methods != NULL, MEMORY);
    c->method_count = d->method_count;
    for (uint16_t i = 0; i < d->method_count; i++) {
        const hy_debug_method *m = &d->methods[i];
        const hy_method *of =
            m->at == HY_METHOD_ELSEWHERE ? NULL : hy_linked_find_method(p->linked, m->at);
        c->methods[i] = (hy_symbol_method){
            .name = m->name,
            .desc = m->desc,
            .access = m->access,
            .owner = c,
            .package = p,
            .of = of,
            .debug = m,
        };
        if (of != NULL)
            p->methods[index_of(p->linked, of)] = &c->methods[i];
    }
    return HY_OK;
}

/* Methods that Debug does not have, each for itself. */
static hy_rc fill_method(hy_symbols *s, const hy_package *cap, const hy_capmethod *m,
                         hy_symbol_package *p, uint16_t at)
{
    int ordinal = ordinal_of(cap, m->owner);
    hy_symbol_method *made = HY_NEW(&s->arena, hy_symbol_method);
    HY_ENSURE(made != NULL, MEMORY);
    *made = (hy_symbol_method){
        .name = m->name,
        .desc = m->desc,
        .owner = ordinal < 0 ? NULL : &p->classes[ordinal],
        .package = p,
        .of = &p->linked->methods[at],
    };
    p->methods[at] = made;
    return HY_OK;
}

/* The list of a class without Debug: copies of those that are known to be its. */
static hy_rc list_methods(hy_symbols *s, hy_symbol_package *p, hy_symbol_class *c)
{
    size_t count = 0;
    for (uint16_t i = 0; i < p->linked->method_count; i++)
        count += p->methods[i] != NULL && p->methods[i]->owner == c;
    c->methods = HY_NEW_ARRAY(&s->arena, hy_symbol_method, count + 1);
    HY_ENSURE(c->methods != NULL, MEMORY);
    for (uint16_t i = 0; i < p->linked->method_count; i++) {
        if (p->methods[i] == NULL || p->methods[i]->owner != c)
            continue;
        c->methods[c->method_count] = *p->methods[i];
        p->methods[i] = &c->methods[c->method_count++];
    }
    return HY_OK;
}

static const char *package_name(hy_symbols *s, const hy_package *cap, const hy_capnames *names)
{
    if (names->has_debug && names->debug.package != NULL)
        return names->debug.package;
    if (cap->member_count > 0 && cap->members[0].name.n > 0)
        return hy_arena_string(&s->arena, (const char *)cap->members[0].name.p,
                               cap->members[0].name.n);
    return NULL;
}

hy_rc hy_symbols_from_cap(hy_symbols *s, const hy_package *cap, hy_symbol_package *p)
{
    hy_capnames names;
    HY_TRY(hy_capnames_make(cap, &s->exports, &s->arena, &names, NULL));
    p->name = package_name(s, cap, &names);
    for (uint16_t i = 0; i < cap->class_count; i++) {
        hy_class_ref cref = cap->classes[i].offset;
        const hy_debug_class *d = names.has_debug ? hy_capdebug_class(&names.debug, cref) : NULL;
        if (d != NULL)
            HY_TRY(fill_debugged(s, p, &p->classes[i], d));
        else if (p->name != NULL)
            p->classes[i].name =
                hy_arena_format(&s->arena, "%s/%s", p->name, hy_capnames_class(&names, cref));
    }
    for (uint16_t i = 0; i < p->linked->method_count; i++) {
        const hy_capmethod *m = hy_capnames_method(&names, p->linked->methods[i].at);
        if (m != NULL && p->methods[i] == NULL)
            HY_TRY(fill_method(s, cap, m, p, i));
    }
    for (uint16_t i = 0; i < cap->class_count; i++)
        if (p->classes[i].methods == NULL)
            HY_TRY(list_methods(s, p, &p->classes[i]));
    return HY_OK;
}
