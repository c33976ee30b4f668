/* Finds names: first the table of methods, then answers for classes, members and pool entries. */
#include "converter/capnames.h"

#include "base/hex.h"

#include <stdlib.h>
#include <string.h>

enum { CHAIN_MAX = 256 }; /* superclasses of a file that nobody has verified */

static const char *or_unknown(const char *s)
{
    return s == NULL ? "?" : s;
}

/* ---- classes ---- */

static const hy_jpackage *import_of(const hy_capnames *n, hy_class_ref cref)
{
    uint8_t i = hy_class_ref_import(cref);
    return i < n->p->import_count ? n->imports[i] : NULL;
}

static const hy_jclass *imported_class(const hy_capnames *n, hy_class_ref cref)
{
    const hy_jpackage *p = import_of(n, cref);
    for (size_t i = 0; p != NULL && i < p->class_count; i++)
        if (p->classes[i]->token == hy_class_ref_token(cref))
            return p->classes[i];
    return NULL;
}

/* The name of an imported package, or its AID. */
static const char *import_name(const hy_capnames *n, uint8_t import)
{
    if (import >= n->p->import_count)
        return "?";
    if (n->imports[import] != NULL)
        return n->imports[import]->name;
    char aid[40];
    return or_unknown(
        hy_arena_format(n->arena, "%s", hy_hex_encode(n->p->imports[import].aid, aid, sizeof aid)));
}

const char *hy_capnames_class(const hy_capnames *n, hy_class_ref cref)
{
    if (cref == HY_CLASS_REF_NONE)
        return "";
    if (!hy_class_ref_imported(cref)) {
        const hy_debug_class *d = n->has_debug ? hy_capdebug_class(&n->debug, cref) : NULL;
        return d != NULL ? d->name : or_unknown(hy_arena_format(n->arena, "class_%04X", cref));
    }
    const hy_jclass *c = imported_class(n, cref);
    if (c != NULL)
        return c->name;
    return or_unknown(hy_arena_format(n->arena, "class_%u_of_%s", hy_class_ref_token(cref),
                                      import_name(n, hy_class_ref_import(cref))));
}

/* ---- members of imported classes ---- */

static hy_capmember number_member(const hy_capnames *n, hy_class_ref cref, const char *kind,
                                  unsigned number)
{
    return (hy_capmember){hy_capnames_class(n, cref),
                          or_unknown(hy_arena_format(n->arena, "%s_%u", kind, number)), NULL, true};
}

static bool is_static(const hy_jmethod *m)
{
    return (m->access & HY_ACC_STATIC) != 0 || strcmp(m->name, "<init>") == 0;
}

static hy_capmember imported_method(const hy_capnames *n, hy_class_ref cref, uint8_t token,
                                    bool want_static)
{
    const hy_jclass *c = imported_class(n, cref);
    for (size_t i = 0; c != NULL && i < c->method_count; i++) {
        const hy_jmethod *m = &c->methods[i];
        if (m->token == token && is_static(m) == want_static)
            return (hy_capmember){c->name, m->name, m->desc, false};
    }
    return number_member(n, cref, want_static ? "static" : "virtual", token);
}

static hy_capmember imported_field(const hy_capnames *n, hy_class_ref cref, uint8_t token,
                                   bool want_static)
{
    const hy_jclass *c = imported_class(n, cref);
    for (size_t i = 0; c != NULL && i < c->field_count; i++) {
        const hy_jfield *f = &c->fields[i];
        if (f->token == token && !f->is_constant &&
            ((f->access & HY_ACC_STATIC) != 0) == want_static)
            return (hy_capmember){c->name, f->name, f->desc, false};
    }
    return number_member(n, cref, want_static ? "static_field" : "field", token);
}

/* ---- methods of the package ---- */

static int by_offset(const void *key, const void *element)
{
    uint32_t a = *(const uint32_t *)key;
    uint32_t b = ((const hy_capmethod *)element)->at;
    return a < b ? -1 : a > b;
}

const hy_capmethod *hy_capnames_method(const hy_capnames *n, uint32_t at)
{
    if (n->method_count == 0)
        return NULL;
    return bsearch(&at, n->methods, n->method_count, sizeof *n->methods, by_offset);
}

hy_capmember hy_capnames_member_at(const hy_capnames *n, uint32_t at)
{
    const hy_capmethod *m = hy_capnames_method(n, at);
    if (m == NULL)
        return (hy_capmember){
            "?", or_unknown(hy_arena_format(n->arena, "method_%04X", (unsigned)at)), NULL, true};
    return (hy_capmember){hy_capnames_class(n, m->owner), m->name, m->desc, !m->named};
}

/* The table slot of a virtual method token in class c itself. */
static uint32_t slot_of(const hy_package_class *c, uint8_t token)
{
    unsigned t = token & 0x7F;
    bool package = (token & 0x80) != 0;
    unsigned base = package ? c->package_base : c->public_base;
    unsigned count = package ? c->package_count : c->public_count;
    const uint32_t *table = package ? c->package_table : c->public_table;
    return t >= base && t - base < count ? table[t - base] : HY_METHOD_ELSEWHERE;
}

const hy_debug_method *hy_capnames_twin(const hy_capnames *n, const hy_package_described *c,
                                        size_t i)
{
    const hy_debug_class *d = n->has_debug ? hy_capdebug_class(&n->debug, c->cref) : NULL;
    if (d == NULL || d->method_count != c->method_count)
        return NULL;
    uint32_t at = d->methods[i].at;
    return at == HY_METHOD_ELSEWHERE || at == c->methods[i].at ? &d->methods[i] : NULL;
}

/* A virtual method that only Debug and Descriptor list, as the abstract ones are. */
static const hy_debug_method *listed_method(const hy_capnames *n, hy_class_ref cref, uint8_t token)
{
    const hy_descriptor *desc = n->p->descriptor;
    for (size_t i = 0; desc != NULL && i < desc->class_count; i++) {
        const hy_package_described *c = &desc->classes[i];
        for (size_t k = 0; c->cref == cref && k < c->method_count; k++)
            if (c->methods[k].token == token &&
                (c->methods[k].access & (HY_ACCESS_STATIC | HY_ACCESS_INIT)) == 0)
                return hy_capnames_twin(n, c, k);
    }
    return NULL;
}

hy_capmember hy_capnames_virtual(const hy_capnames *n, hy_class_ref cref, uint8_t token)
{
    hy_class_ref at = cref;
    for (int depth = 0; at != HY_CLASS_REF_NONE && depth < CHAIN_MAX; depth++) {
        if (hy_class_ref_imported(at))
            return imported_method(n, at, token, false);
        const hy_package_class *c = hy_package_class_at(n->p, at);
        if (c == NULL)
            break;
        uint32_t slot = slot_of(c, token);
        if (slot != HY_METHOD_ELSEWHERE) {
            hy_capmember m = hy_capnames_member_at(n, slot);
            m.owner = hy_capnames_class(n, cref);
            return m;
        }
        const hy_debug_method *listed = listed_method(n, at, token);
        if (listed != NULL)
            return (hy_capmember){hy_capnames_class(n, cref), listed->name, listed->desc, false};
        at = c->super;
    }
    return number_member(n, cref, "virtual", token);
}

/* Debug lists only what an interface declares itself; without superinterfaces that is all. */
static const hy_debug_method *declared_method(const hy_capnames *n, const hy_package_class *c,
                                              unsigned above, uint8_t token)
{
    const hy_debug_class *d = n->has_debug ? hy_capdebug_class(&n->debug, c->offset) : NULL;
    return d != NULL && token >= above && token - above < d->method_count
               ? &d->methods[token - above]
               : NULL;
}

/* How many methods an interface has with the inherited ones: what Descriptor lists. */
static unsigned interface_methods(const hy_capnames *n, hy_class_ref cref)
{
    const hy_jclass *imported = imported_class(n, cref);
    if (hy_class_ref_imported(cref))
        return imported == NULL ? 0 : (unsigned)imported->method_count;
    const hy_descriptor *desc = n->p->descriptor;
    for (size_t i = 0; desc != NULL && i < desc->class_count; i++)
        if (desc->classes[i].cref == cref)
            return desc->classes[i].method_count;
    return 0;
}

/* The superinterface that all others stand above, so that its methods have the first tokens; NONE
   when there are several lines. */
static hy_class_ref nearest_super(const hy_capnames *n, const hy_package_class *c)
{
    if (c->super_count == 0)
        return HY_CLASS_REF_NONE;
    hy_class_ref last = c->supers[c->super_count - 1];
    const hy_package_class *own = hy_package_class_at(n->p, last);
    const hy_jclass *imported = imported_class(n, last);
    size_t above = own != NULL        ? own->super_count
                   : imported != NULL ? imported->interface_count
                                      : 0;
    return above + 1 == c->super_count && last != c->offset ? last : HY_CLASS_REF_NONE;
}

hy_capmember hy_capnames_interface_method(const hy_capnames *n, hy_class_ref cref, uint8_t token)
{
    hy_class_ref at = cref;
    for (int depth = 0; at != HY_CLASS_REF_NONE && depth < CHAIN_MAX; depth++) {
        if (hy_class_ref_imported(at))
            return imported_method(n, at, token, false);
        const hy_package_class *c = hy_package_class_at(n->p, at);
        if (c == NULL)
            break;
        hy_class_ref super = nearest_super(n, c);
        unsigned above = super == HY_CLASS_REF_NONE ? 0 : interface_methods(n, super);
        if (token >= above) {
            const hy_debug_method *m = super == HY_CLASS_REF_NONE && c->super_count > 0
                                           ? listed_method(n, at, token)
                                           : declared_method(n, c, above, token);
            if (m == NULL)
                break;
            return (hy_capmember){hy_capnames_class(n, cref), m->name, m->desc, false};
        }
        at = super;
    }
    return number_member(n, cref, "method", token);
}

/* ---- fields of the package ---- */

enum { DEBUG_STATIC = 0x0008, DEBUG_FINAL = 0x0010 };

static bool is_constant(const hy_debug_field *f)
{
    return (f->access & (DEBUG_STATIC | DEBUG_FINAL)) == (DEBUG_STATIC | DEBUG_FINAL) &&
           strlen(f->desc) == 1;
}

hy_capmember hy_capnames_field(const hy_capnames *n, hy_class_ref cref, uint8_t token)
{
    hy_class_ref at = cref;
    for (int depth = 0; at != HY_CLASS_REF_NONE && depth < CHAIN_MAX; depth++) {
        if (hy_class_ref_imported(at))
            return imported_field(n, at, token, false);
        const hy_debug_class *d = n->has_debug ? hy_capdebug_class(&n->debug, at) : NULL;
        for (size_t i = 0; d != NULL && i < d->field_count; i++)
            if ((d->fields[i].access & DEBUG_STATIC) == 0 && d->fields[i].contents == token)
                return (hy_capmember){hy_capnames_class(n, cref), d->fields[i].name,
                                      d->fields[i].desc, false};
        const hy_package_class *c = hy_package_class_at(n->p, at);
        at = c == NULL || d == NULL ? HY_CLASS_REF_NONE : c->super;
    }
    return number_member(n, cref, "field", token);
}

hy_capmember hy_capnames_static_field(const hy_capnames *n, uint16_t offset)
{
    for (size_t i = 0; n->has_debug && i < n->debug.class_count; i++) {
        const hy_debug_class *d = &n->debug.classes[i];
        for (size_t k = 0; k < d->field_count; k++) {
            const hy_debug_field *f = &d->fields[k];
            if ((f->access & DEBUG_STATIC) != 0 && !is_constant(f) && f->contents == offset)
                return (hy_capmember){d->name, f->name, f->desc, false};
        }
    }
    return (hy_capmember){NULL, or_unknown(hy_arena_format(n->arena, "static_%04X", offset)), NULL,
                          true};
}

/* ---- pool entries ---- */

hy_capmember hy_capnames_entry(const hy_capnames *n, const hy_pool_entry *entry)
{
    switch ((hy_pool_tag)entry->tag) {
    case HY_POOL_FIELD:
        return hy_capnames_field(n, entry->cref, entry->token);
    case HY_POOL_VIRTUAL:
        return hy_capnames_virtual(n, entry->cref, entry->token);
    case HY_POOL_SUPER: {
        /* The search starts above the class that is named (JCVM 6.8.2). */
        const hy_package_class *c = hy_package_class_at(n->p, entry->cref);
        return hy_capnames_virtual(n, c == NULL ? entry->cref : c->super, entry->token);
    }
    case HY_POOL_STATIC_FIELD:
        return entry->imported ? imported_field(n, entry->cref, entry->token, true)
                               : hy_capnames_static_field(n, (uint16_t)entry->at);
    case HY_POOL_STATIC_METHOD:
        return entry->imported ? imported_method(n, entry->cref, entry->token, true)
                               : hy_capnames_member_at(n, entry->at);
    case HY_POOL_CLASS:
        break;
    }
    return (hy_capmember){hy_capnames_class(n, entry->cref), NULL, NULL, false};
}
