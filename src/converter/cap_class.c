/* The Class component: interfaces and classes with their sizes, tables and maps.
   Clause: JCVM 6.9. */
#include "converter/cap.h"
#include "converter/tokens.h"

#include <string.h>

enum {
    FLAG_INTERFACE = 0x80,
    FLAG_SHAREABLE = 0x40,
    COUNT_MAX = 15, /* superinterfaces or implemented interfaces: four bits */
    NO_SUPER = 0xFFFF,
    IMPORTED_METHOD = 0xFFFF,
    NEW_HERE = 0xFF, /* token mapping: not in the superclass */
};

static uint8_t first_byte(hy_cap *c, hy_jclass *k, unsigned flags, size_t interfaces)
{
    if (hy_world_is(c->w, k, "javacard/framework/Shareable"))
        flags |= FLAG_SHAREABLE;
    if (interfaces > COUNT_MAX)
        hy_cap_limit(c, "%s has more than %d interfaces with theirs",
                     hy_token_dotted(c->w->arena, k->name), COUNT_MAX);
    return (uint8_t)(flags | (interfaces & COUNT_MAX));
}

static hy_rc write_interface(hy_cap *c, hy_jclass *k, hy_writer *w)
{
    hy_jclass **supers;
    size_t count;
    HY_TRY(hy_token_interfaces(c->w, k, &supers, &count));
    hy_write_u8(w, first_byte(c, k, FLAG_INTERFACE, count));
    for (size_t i = 0; i < count; i++)
        hy_write_u16(w, hy_cap_class_ref(c, supers[i]));
    return HY_OK;
}

/* The table starts at the first method that the class itself has a say in: what lies below is in
   the superclass's (JCVM 6.9.2). A class without any has an empty table after the last token. */
static size_t table_base(const hy_jclass *k, hy_jmethod **table, size_t count)
{
    size_t base = 0;
    while (base < count && (table[base] == NULL || table[base]->owner != k))
        base++;
    return base;
}

/* Where pins have moved inherited methods, tokens differ from the superclass's: show all. */
static size_t public_base(hy_cap *c, const hy_jclass *k, const hy_jclass *super)
{
    size_t base = table_base(k, k->public_table, k->public_count);
    for (size_t i = 0; super != NULL && i < base; i++) {
        hy_jmethod *m = k->public_table[i], *above = hy_token_slot(super, i);
        bool moved = m != NULL && above != NULL && strcmp(m->name, above->name) != 0;
        if (moved && c->format >= HY_CAP_2_3)
            return i;
    }
    return base;
}

static void write_slots(hy_cap *c, hy_writer *w, hy_jmethod **table, size_t from, size_t count)
{
    for (size_t i = from; i < count; i++) {
        const hy_jmethod *m = table[i];
        bool here = m != NULL && hy_cap_is_internal(c, m->owner);
        hy_write_u16(w, here ? (uint16_t)m->offset : IMPORTED_METHOD);
    }
}

/* The virtual token of each method of an interface (JCVM 6.9.2.4). */
static hy_rc write_map(hy_cap *c, const hy_jclass *k, hy_jclass *interface, hy_writer *w)
{
    hy_write_u16(w, hy_cap_class_ref(c, interface));
    size_t count = hy_token_count(interface, true);
    hy_write_u8(w, (uint8_t)count);
    for (size_t i = 0; i < count; i++) {
        const hy_jmethod *m = hy_token_slot(interface, i);
        int token = m == NULL ? -1 : hy_token_virtual(k, m->name, m->desc);
        if (token < 0 || (token & HY_TOKEN_PACKAGE) != 0) {
            hy_diag_add(c->w->diag, HY_SEVERITY_ERROR, k->source, 0, "write a public method",
                        "class %s does not implement %s of %s",
                        hy_token_dotted(c->w->arena, k->name), m == NULL ? "a method" : m->name,
                        hy_token_dotted(c->w->arena, interface->name));
            token = 0;
        }
        hy_write_u8(w, (uint8_t)token);
    }
    return HY_OK;
}

static void write_token_mapping(const hy_jclass *k, const hy_jclass *super, hy_writer *w)
{
    for (size_t i = 0; i < k->public_count; i++) {
        const hy_jmethod *m = k->public_table[i];
        int above = super == NULL || m == NULL ? -1 : hy_token_virtual(super, m->name, m->desc);
        bool known = above >= 0 && (above & HY_TOKEN_PACKAGE) == 0;
        hy_write_u8(w, known ? (uint8_t)above : NEW_HERE);
    }
    hy_write_u8(w, k->cap22_inheritable != HY_TOKEN_NONE ? k->cap22_inheritable
                                                         : (uint8_t)k->public_count);
}

static hy_rc write_class(hy_cap *c, hy_jclass *k, hy_writer *w)
{
    hy_jclass **interfaces;
    size_t count;
    HY_TRY(hy_token_interfaces(c->w, k, &interfaces, &count));
    hy_jclass *super = k->super == NULL ? NULL : hy_world_class(c->w, k->super);
    hy_token_fields fields = hy_token_field_sizes(k);
    size_t base = public_base(c, k, super);
    size_t package_base = table_base(k, k->package_table, k->package_count);

    hy_write_u8(w, first_byte(c, k, 0, count));
    hy_write_u16(w, super == NULL ? NO_SUPER : hy_cap_class_ref(c, super));
    hy_write_u8(w, (uint8_t)fields.words);
    hy_write_u8(w, (uint8_t)fields.first_reference);
    hy_write_u8(w, (uint8_t)fields.references);
    hy_write_u8(w, (uint8_t)base);
    hy_write_u8(w, (uint8_t)(k->public_count - base));
    hy_write_u8(w, (uint8_t)package_base);
    hy_write_u8(w, (uint8_t)(k->package_count - package_base));
    write_slots(c, w, k->public_table, base, k->public_count);
    write_slots(c, w, k->package_table, package_base, k->package_count);
    for (size_t i = 0; i < count; i++)
        HY_TRY(write_map(c, k, interfaces[i], w));
    if (c->format >= HY_CAP_2_3)
        write_token_mapping(k, super, w);
    return HY_OK;
}

hy_rc hy_cap_write_class(hy_cap *c, hy_writer *w)
{
    size_t start = w->b->n;
    /* signature_pool_length: signatures are for remote methods. */
    if (c->format >= HY_CAP_2_2)
        hy_write_u16(w, 0);
    for (size_t i = 0; i < c->package->class_count; i++) {
        hy_jclass *k = c->package->classes[i];
        k->offset = (uint16_t)(w->b->n - start);
        bool is_interface = (k->access & HY_ACC_INTERFACE) != 0;
        HY_TRY(is_interface ? write_interface(c, k, w) : write_class(c, k, w));
    }
    return HY_OK;
}
