/* Linking classes: superclasses first, virtual tables, interfaces, instances. */
#include "element/vm/link_in.h"

#include <string.h>

enum { DEPTH_MAX = 512, WORDS_MAX = 4096, TOKEN_NEW = 0xFF };

static hy_unit *unit_of(hy_linker *k, const hy_linked *l)
{
    for (size_t i = 0; i < k->count; i++)
        if (k->units[i].l == l)
            return &k->units[i];
    return NULL;
}

static hy_rc make_class(hy_linker *k, hy_unit *u, uint16_t ordinal);

/* Makes a class of the set; those linked before are made. */
static hy_rc need_class(hy_linker *k, const hy_class *c)
{
    hy_unit *u = unit_of(k, c->linked);
    return u == NULL ? HY_OK : make_class(k, u, c->ordinal);
}

hy_rc hy_link_class_of(hy_linker *k, hy_unit *u, hy_class_ref ref, hy_class **out)
{
    if (!hy_class_ref_imported(ref)) {
        const hy_package_class *c = hy_package_class_at(u->p, ref);
        if (c == NULL)
            return hy_link_refuse(k, "Class: no class starts at offset %u", ref);
        *out = &u->l->classes[c - u->p->classes];
        return need_class(k, *out);
    }
    uint8_t import = hy_class_ref_import(ref);
    if (import >= u->p->import_count)
        return hy_link_refuse(k, "ConstantPool: there is no import %u", import);
    const hy_linked_export *e = hy_linked_find_export(
        u->homes[import + 1], u->import_member[import], hy_class_ref_token(ref));
    if (e == NULL)
        return hy_reason_set(k->why, HY_FAIL(LINK), "Import %u has no class with token %u", import,
                             hy_class_ref_token(ref));
    *out = e->class_of;
    return need_class(k, *out);
}

/* ---- interfaces ---- */

static bool is_shareable_interface(const hy_class *c, const hy_package_class *pc, bool system)
{
    for (uint8_t i = 0; i < c->super_count; i++)
        if (c->supers[i]->shareable)
            return true;
    /* javacard.framework.Shareable itself extends nothing */
    return system && pc->super_count == 0 && (pc->flags & HY_CLASS_SHAREABLE) != 0;
}

static hy_rc make_interface(hy_linker *k, hy_unit *u, const hy_package_class *pc, hy_class *c)
{
    const hy_class **supers = HY_NEW_ARRAY(k->arena, const hy_class *, pc->super_count);
    uint8_t *results = HY_NEW_ARRAY(k->scratch, uint8_t, 256);
    if (supers == NULL || results == NULL)
        return hy_link_memory(k);
    memset(results, HY_RESULT_UNKNOWN, 256);
    c->interface = true;
    c->abstract = true;
    for (uint8_t i = 0; i < pc->super_count; i++) {
        hy_class *super = NULL;
        HY_TRY(hy_link_class_of(k, u, pc->supers[i], &super));
        if (super == NULL || !super->interface)
            return hy_link_refuse(k, "Class %u: a superinterface is a class", pc->offset);
        supers[i] = super;
    }
    c->supers = supers;
    c->super_count = pc->super_count;
    c->shareable = is_shareable_interface(c, pc, u->l->system);
    c->results = u->results[c->ordinal] = results;
    c->result_count = 255;
    return HY_OK;
}

/* ---- instances ---- */

static hy_rc make_instance(hy_linker *k, const hy_package_class *pc, hy_class *c)
{
    uint16_t inherited = c->super == NULL ? 0 : c->super->words;
    uint32_t words = (uint32_t)inherited + pc->instance_words;
    if (words > WORDS_MAX)
        return hy_reason_set(k->why, HY_FAIL(LIMIT), "Class %u: more than %d words of fields",
                             pc->offset, WORDS_MAX);
    uint8_t *bits = HY_NEW_ARRAY(k->arena, uint8_t, words / 8 + 1);
    if (bits == NULL)
        return hy_link_memory(k);
    if (pc->reference_count > 0 &&
        (uint32_t)pc->first_reference + pc->reference_count > pc->instance_words)
        return hy_link_refuse(k, "Class %u: has reference fields outside its instances",
                              pc->offset);
    if (inherited > 0)
        memcpy(bits, c->super->references, inherited / 8u + 1);
    for (uint16_t i = 0; i < pc->reference_count; i++) {
        uint32_t word = (uint32_t)inherited + pc->first_reference + i;
        bits[word / 8] = (uint8_t)(bits[word / 8] | 1u << word % 8);
    }
    c->words = (uint16_t)words;
    c->references = bits;
    return HY_OK;
}

static hy_rc make_chain(hy_linker *k, hy_class *c)
{
    unsigned depth = c->super == NULL ? 0 : c->super->depth + 1u;
    if (depth > UINT8_MAX)
        return hy_reason_set(k->why, HY_FAIL(LIMIT), "Class: more than 255 superclasses");
    const hy_class **chain = HY_NEW_ARRAY(k->arena, const hy_class *, depth + 1);
    if (chain == NULL)
        return hy_link_memory(k);
    for (unsigned i = 0; i < depth; i++)
        chain[i] = c->super->chain[i];
    chain[depth] = c;
    c->depth = (uint8_t)depth;
    c->chain = chain;
    return HY_OK;
}

/* ---- virtual tables ---- */

/* A table as it grows. */
typedef struct builder {
    hy_linker *k;
    hy_unit *u;
    const hy_package_class *pc;
    hy_class *c;
    hy_virtual *slots; /* [HY_SLOTS_MAX] */
    uint16_t count;
} builder;

/* Takes over the superclass's table; its homes are that package's and become ours. */
static hy_rc inherit_table(builder *b)
{
    const hy_class *super = b->c->super;
    if (super == NULL)
        return HY_OK;
    for (uint16_t i = 0; i < super->table_count; i++) {
        b->slots[i] = super->table[i];
        if (super->table[i].method != NULL)
            HY_TRY(hy_link_home(b->k, b->u, super->table[i].method->linked, &b->slots[i].home));
    }
    b->count = super->table_count;
    return HY_OK;
}

/* How many virtual tokens a subclass of an imported class saw that does not say so itself (format
   2.3 has token_mapping): by the minor version that it imported. Packages of older formats never
   see what is marked as new since 3.1. */
static uint16_t seen_of_import(const hy_unit *u, hy_class_ref ref, const hy_class *super)
{
    const hy_linked *l = super->linked;
    uint8_t minor = u->p->imports[hy_class_ref_import(ref)].minor;
    uint16_t seen = super->public_count;
    int newest = -1;
    for (uint16_t i = 0; i < l->since_count; i++) {
        const hy_package_since *s = &l->since[i];
        if (s->class_token != hy_class_ref_token(ref) || s->minor > minor || s->minor < newest)
            continue;
        newest = s->minor;
        seen = s->virtual_count < super->public_count ? s->virtual_count : super->public_count;
    }
    uint8_t cap22 = l->cap22_counts[super->ordinal];
    return u->p->format_minor < 3 && cap22 < seen ? cap22 : seen;
}

static uint16_t seen_public(const builder *b)
{
    const hy_class *super = b->c->super;
    if (super == NULL)
        return 0;
    return hy_class_ref_imported(b->pc->super) ? seen_of_import(b->u, b->pc->super, super)
                                               : super->public_count;
}

/* The slot of a token: the superclass's, or a new one. */
static hy_rc slot_of(builder *b, const uint16_t *inherited, uint16_t inherited_count, uint8_t above,
                     uint16_t *slot)
{
    if (above != TOKEN_NEW) {
        if (above >= inherited_count)
            return hy_link_refuse(b->k, "Class %u: names method %u of its superclass, which has %u",
                                  b->pc->offset, above, inherited_count);
        *slot = inherited[above];
        return HY_OK;
    }
    if (b->count == HY_SLOTS_MAX)
        return hy_reason_set(b->k->why, HY_FAIL(LIMIT), "Class %u: more than %d virtual methods",
                             b->pc->offset, HY_SLOTS_MAX);
    *slot = b->count++;
    b->slots[*slot] = (hy_virtual){NULL, 0};
    return HY_OK;
}

/* Puts a method of this package into a slot. What it overrides has as many arguments: callers push
   by the superclass's method. */
static hy_rc put_method(builder *b, uint16_t slot, uint32_t at)
{
    const hy_method *m = hy_linked_find_method(b->u->l, at);
    const hy_method *over = b->slots[slot].method;
    if (m->nargs == 0 || (over != NULL && over->nargs != m->nargs))
        return hy_link_refuse(b->k, "Class %u: method %u has other arguments than it overrides",
                              b->pc->offset, at);
    b->slots[slot] = (hy_virtual){m, 0};
    return HY_OK;
}

/* Fills the slots of one kind of token: public, or package-visible. */
static hy_rc fill_slots(builder *b, uint16_t *slots, uint16_t count, const uint16_t *inherited,
                        uint16_t inherited_count, uint16_t seen, hy_view mapping,
                        const uint32_t *methods, uint8_t base, uint8_t method_count)
{
    for (uint16_t t = 0; t < count; t++) {
        uint8_t above = t < seen ? (uint8_t)t : TOKEN_NEW;
        if (mapping.n > t)
            above = mapping.p[t];
        HY_TRY(slot_of(b, inherited, inherited_count, above, &slots[t]));
        bool listed = t >= base && t - base < method_count;
        if (listed && methods[t - base] != HY_METHOD_ELSEWHERE)
            HY_TRY(put_method(b, slots[t], methods[t - base]));
        else if (b->slots[slots[t]].method == NULL)
            return hy_link_refuse(b->k, "Class %u: virtual method %u is nowhere", b->pc->offset, t);
    }
    return HY_OK;
}

static hy_rc make_public(builder *b)
{
    const hy_class *super = b->c->super;
    const hy_package_class *pc = b->pc;
    uint16_t seen = seen_public(b);
    uint16_t count = (uint16_t)(pc->public_base + pc->public_count);
    if (count < seen && pc->token_mapping.n == 0)
        count = seen;
    uint16_t *slots = HY_NEW_ARRAY(b->k->arena, uint16_t, count);
    if (slots == NULL)
        return hy_link_memory(b->k);
    b->c->public_slots = slots;
    b->c->public_count = count;
    return fill_slots(b, slots, count, super == NULL ? NULL : super->public_slots,
                      super == NULL ? 0 : super->public_count, seen, pc->token_mapping,
                      pc->public_table, pc->public_base, pc->public_count);
}

/* Package-visible methods are numbered on only below a superclass of the same package. */
static hy_rc make_package_visible(builder *b)
{
    const hy_class *super = b->c->super;
    const hy_package_class *pc = b->pc;
    bool continues = super != NULL && super->linked == b->c->linked;
    uint16_t seen = continues ? super->package_count : 0;
    uint16_t count = (uint16_t)(pc->package_base + pc->package_count);
    if (count < seen)
        count = seen;
    uint16_t *slots = HY_NEW_ARRAY(b->k->arena, uint16_t, count);
    if (slots == NULL)
        return hy_link_memory(b->k);
    b->c->package_slots = slots;
    b->c->package_count = count;
    return fill_slots(b, slots, count, continues ? super->package_slots : NULL, seen, seen,
                      (hy_view){NULL, 0}, pc->package_table, pc->package_base, pc->package_count);
}

static hy_rc keep_table(builder *b)
{
    hy_virtual *table = HY_NEW_ARRAY(b->k->arena, hy_virtual, b->count);
    if (table == NULL)
        return hy_link_memory(b->k);
    for (uint16_t i = 0; i < b->count; i++)
        table[i] = b->slots[i];
    b->c->table = table;
    b->c->table_count = b->count;
    return HY_OK;
}

/* Only methods that the class sees make it abstract, not what its superclass gained later. */
static void note_abstract(hy_class *c)
{
    for (uint16_t t = 0; t < c->public_count; t++)
        c->abstract |= c->table[c->public_slots[t]].method->abstract;
    for (uint16_t t = 0; t < c->package_count; t++)
        c->abstract |= c->table[c->package_slots[t]].method->abstract;
}

static hy_rc make_table(hy_linker *k, hy_unit *u, const hy_package_class *pc, hy_class *c)
{
    builder b = {.k = k, .u = u, .pc = pc, .c = c, .slots = k->table};
    HY_TRY(inherit_table(&b));
    HY_TRY(make_public(&b));
    HY_TRY(make_package_visible(&b));
    HY_TRY(keep_table(&b));
    note_abstract(c);
    return HY_OK;
}

/* ---- interfaces of classes ---- */

static hy_rc implement(hy_linker *k, hy_unit *u, const hy_package_class *pc,
                       const hy_package_implemented *from, hy_class *c, hy_implemented *to)
{
    hy_class *interface = NULL;
    HY_TRY(hy_link_class_of(k, u, from->interface, &interface));
    if (interface == NULL || !interface->interface)
        return hy_link_refuse(k, "Class %u: implements a class", pc->offset);
    uint16_t *slots = HY_NEW_ARRAY(k->arena, uint16_t, from->tokens.n);
    if (slots == NULL)
        return hy_link_memory(k);
    for (size_t i = 0; i < from->tokens.n; i++) {
        if (from->tokens.p[i] >= c->public_count)
            return hy_link_refuse(k, "Class %u: implements an interface by method %u of %u",
                                  pc->offset, from->tokens.p[i], c->public_count);
        slots[i] = c->public_slots[from->tokens.p[i]];
    }
    *to = (hy_implemented){interface, slots, (uint8_t)from->tokens.n};
    c->shareable |= interface->shareable;
    return HY_OK;
}

static bool has_interface(const hy_implemented *list, uint16_t count, const hy_class *interface)
{
    for (uint16_t i = 0; i < count; i++)
        if (list[i].interface == interface)
            return true;
    return false;
}

static hy_rc make_implemented(hy_linker *k, hy_unit *u, const hy_package_class *pc, hy_class *c)
{
    uint16_t inherited = c->super == NULL ? 0 : c->super->implemented_count;
    hy_implemented *list =
        HY_NEW_ARRAY(k->arena, hy_implemented, (size_t)pc->implemented_count + inherited);
    if (list == NULL)
        return hy_link_memory(k);
    for (uint8_t i = 0; i < pc->implemented_count; i++)
        HY_TRY(implement(k, u, pc, &pc->implemented[i], c, &list[i]));
    uint16_t count = pc->implemented_count;
    for (uint16_t i = 0; i < inherited; i++)
        if (!has_interface(list, count, c->super->implemented[i].interface))
            list[count++] = c->super->implemented[i];
    c->shareable |= c->super != NULL && c->super->shareable;
    c->implemented = list;
    c->implemented_count = count;
    return HY_OK;
}

/* ---- classes ---- */

static hy_rc make_super(hy_linker *k, hy_unit *u, const hy_package_class *pc, hy_class *c)
{
    if (pc->super == HY_CLASS_REF_NONE)
        return u->l->system ? HY_OK : hy_link_refuse(k, "Class %u: has no superclass", pc->offset);
    hy_class *super = NULL;
    HY_TRY(hy_link_class_of(k, u, pc->super, &super));
    if (super == NULL || super->interface)
        return hy_link_refuse(k, "Class %u: its superclass is an interface", pc->offset);
    c->super = super;
    return HY_OK;
}

static hy_rc make_proper(hy_linker *k, hy_unit *u, const hy_package_class *pc, hy_class *c)
{
    HY_TRY(make_super(k, u, pc, c));
    HY_TRY(make_chain(k, c));
    HY_TRY(make_instance(k, pc, c));
    HY_TRY(make_table(k, u, pc, c));
    return make_implemented(k, u, pc, c);
}

static hy_rc make_class(hy_linker *k, hy_unit *u, uint16_t ordinal)
{
    const hy_package_class *pc = &u->p->classes[ordinal];
    if (u->class_state[ordinal] == HY_CLASS_MADE)
        return HY_OK;
    if (u->class_state[ordinal] == HY_CLASS_OPEN)
        return hy_link_refuse(k, "Class %u: is its own superclass", pc->offset);
    if (k->depth == DEPTH_MAX)
        return hy_reason_set(k->why, HY_FAIL(LIMIT), "Class %u: more than %d classes above it",
                             pc->offset, DEPTH_MAX);
    k->depth++;
    u->class_state[ordinal] = HY_CLASS_OPEN;
    hy_class *c = &u->l->classes[ordinal];
    HY_TRY((pc->flags & HY_CLASS_INTERFACE) != 0 ? make_interface(k, u, pc, c)
                                                 : make_proper(k, u, pc, c));
    u->class_state[ordinal] = HY_CLASS_MADE;
    k->depth--;
    return HY_OK;
}

hy_rc hy_link_classes(hy_linker *k, hy_unit *u)
{
    for (uint16_t i = 0; i < u->p->class_count; i++)
        HY_TRY(make_class(k, u, i));
    return HY_OK;
}

/* ---- overrides ---- */

static bool results_fit(uint8_t a, uint8_t b)
{
    return a == b || a == HY_RESULT_UNKNOWN || b == HY_RESULT_UNKNOWN;
}

hy_rc hy_link_check_overrides(hy_linker *k, hy_unit *u)
{
    for (uint16_t i = 0; i < u->p->class_count; i++) {
        const hy_class *c = &u->l->classes[i];
        for (uint16_t s = 0; c->super != NULL && s < c->super->table_count; s++)
            if (!results_fit(c->super->table[s].method->result, c->table[s].method->result))
                return hy_link_refuse(k, "Class %u: method %u has another result than it overrides",
                                      u->p->classes[i].offset, c->table[s].method->at);
    }
    return HY_OK;
}
