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

const char *hy_capnames_import(const hy_capnames *n, uint8_t import)
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
        return "none";
    if (!hy_class_ref_imported(cref)) {
        const hy_debug_class *d = n->has_debug ? hy_capdebug_class(&n->debug, cref) : NULL;
        return d != NULL ? d->name : or_unknown(hy_arena_format(n->arena, "class_%04X", cref));
    }
    const hy_jclass *c = imported_class(n, cref);
    if (c != NULL)
        return c->name;
    return or_unknown(hy_arena_format(n->arena, "%s/class_%u",
                                      hy_capnames_import(n, hy_class_ref_import(cref)),
                                      hy_class_ref_token(cref)));
}

/* ---- members of imported classes ---- */

static hy_capmember number_member(const hy_capnames *n, hy_class_ref cref, const char *kind,
                                  unsigned number)
{
    return (hy_capmember){hy_capnames_class(n, cref),
                          or_unknown(hy_arena_format(n->arena, "%s_%u", kind, number)), NULL};
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
            return (hy_capmember){c->name, m->name, m->desc};
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
            return (hy_capmember){c->name, f->name, f->desc};
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
            "?", or_unknown(hy_arena_format(n->arena, "method_%04X", (unsigned)at)), NULL};
    return (hy_capmember){hy_capnames_class(n, m->owner), m->name, m->desc};
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

/* A method that only Debug and Descriptor list, as the abstract ones are: their lists are in the
   same order. */
static const hy_debug_method *listed_method(const hy_capnames *n, hy_class_ref cref, uint8_t token)
{
    const hy_debug_class *d = n->has_debug ? hy_capdebug_class(&n->debug, cref) : NULL;
    const hy_descriptor *desc = n->p->descriptor;
    for (size_t i = 0; d != NULL && desc != NULL && i < desc->class_count; i++) {
        const hy_package_described *c = &desc->classes[i];
        if (c->cref != cref || c->method_count != d->method_count)
            continue;
        for (size_t k = 0; k < c->method_count; k++)
            if (c->methods[k].token == token && c->methods[k].at == d->methods[k].at &&
                (c->methods[k].access & (HY_ACCESS_STATIC | HY_ACCESS_INIT)) == 0)
                return &d->methods[k];
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
            return (hy_capmember){hy_capnames_class(n, cref), listed->name, listed->desc};
        at = c->super;
    }
    return number_member(n, cref, "virtual", token);
}

hy_capmember hy_capnames_interface_method(const hy_capnames *n, hy_class_ref cref, uint8_t token)
{
    if (hy_class_ref_imported(cref))
        return imported_method(n, cref, token, false);
    const hy_debug_method *listed = listed_method(n, cref, token);
    if (listed != NULL)
        return (hy_capmember){hy_capnames_class(n, cref), listed->name, listed->desc};
    /* An inherited one keeps its token when there is one superinterface. */
    const hy_package_class *c = hy_package_class_at(n->p, cref);
    if (c != NULL && c->super_count == 1 && c->supers[0] != cref) {
        hy_class_ref super = c->supers[0];
        listed = listed_method(n, super, token);
        if (hy_class_ref_imported(super))
            return imported_method(n, super, token, false);
        if (listed != NULL)
            return (hy_capmember){hy_capnames_class(n, cref), listed->name, listed->desc};
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
                                      d->fields[i].desc};
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
                return (hy_capmember){d->name, f->name, f->desc};
        }
    }
    return (hy_capmember){NULL, or_unknown(hy_arena_format(n->arena, "static_%04X", offset)), NULL};
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
    return (hy_capmember){hy_capnames_class(n, entry->cref), NULL, NULL};
}
