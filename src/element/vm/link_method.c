/* Linking methods: which there are, their headers, and how many slots each returns. */
#include "element/vm/link_in.h"

#include <string.h>

/* ---- which there are: what something names ---- */

typedef struct offsets {
    uint32_t *at;
    size_t count, room;
} offsets;

static void add(offsets *o, uint32_t at)
{
    if (at != HY_METHOD_ELSEWHERE && o->count < o->room)
        o->at[o->count++] = at;
}

static size_t names_count(const hy_package *p)
{
    size_t n = (size_t)p->pool_count + p->applet_count;
    for (uint16_t i = 0; i < p->class_count; i++)
        n += (size_t)p->classes[i].public_count + p->classes[i].package_count;
    for (uint8_t m = 0; m < p->member_count; m++)
        for (uint8_t e = 0; e < p->members[m].export_count; e++)
            n += p->members[m].exports[e].method_count;
    return n;
}

static void collect(const hy_package *p, offsets *o)
{
    for (uint16_t i = 0; i < p->class_count; i++) {
        const hy_package_class *c = &p->classes[i];
        for (uint8_t t = 0; t < c->public_count; t++)
            add(o, c->public_table[t]);
        for (uint8_t t = 0; t < c->package_count; t++)
            add(o, c->package_table[t]);
    }
    for (uint16_t i = 0; i < p->pool_count; i++)
        if (p->pool[i].tag == HY_POOL_STATIC_METHOD && !p->pool[i].imported)
            add(o, p->pool[i].at);
    for (uint8_t m = 0; m < p->member_count; m++)
        for (uint8_t e = 0; e < p->members[m].export_count; e++)
            for (uint8_t t = 0; t < p->members[m].exports[e].method_count; t++)
                add(o, p->members[m].exports[e].methods[t]);
    for (uint8_t i = 0; i < p->applet_count; i++)
        add(o, p->applets[i].install);
}

/* Heap sort: the element has no qsort, and the bytes are not ours. */
static void sift(uint32_t *at, size_t root, size_t count)
{
    for (size_t child; (child = 2 * root + 1) < count; root = child) {
        if (child + 1 < count && at[child + 1] > at[child])
            child++;
        if (at[root] >= at[child])
            return;
        uint32_t swapped = at[root];
        at[root] = at[child];
        at[child] = swapped;
    }
}

static void sort(offsets *o)
{
    for (size_t i = o->count / 2; i-- > 0;)
        sift(o->at, i, o->count);
    for (size_t left = o->count; left-- > 1;) {
        uint32_t greatest = o->at[0];
        o->at[0] = o->at[left];
        o->at[left] = greatest;
        sift(o->at, 0, left);
    }
    size_t kept = 0;
    for (size_t i = 0; i < o->count; i++)
        if (i == 0 || o->at[i] != o->at[kept - 1])
            o->at[kept++] = o->at[i];
    o->count = kept;
}

static hy_rc read_header(hy_linker *k, hy_unit *u, hy_method *m)
{
    hy_method_header h;
    if (!hy_package_method_header(u->p, m->at, &h))
        return hy_link_refuse(k, "Method: no method starts at offset %u", m->at);
    m->linked = u->l;
    m->nargs = h.nargs;
    m->locals = h.max_locals;
    m->stack = h.max_stack;
    m->result = HY_RESULT_UNKNOWN;
    m->native = HY_NOT_NATIVE;
    m->abstract = (h.flags & HY_METHOD_ABSTRACT) != 0;
    hy_view info = u->p->info[HY_COMPONENT_METHOD];
    hy_reader code = hy_reader_of(hy_view_part(info, h.code, 3));
    if (u->l->system && !m->abstract && hy_read_u8(&code) == HY_OP_impdep1) {
        m->native = hy_read_u16(&code);
        if (!hy_reader_ok(&code) || m->native == HY_NOT_NATIVE)
            return hy_link_refuse(k, "Method: the native method at %u has no number", m->at);
    }
    return HY_OK;
}

hy_rc hy_link_find_methods(hy_linker *k, hy_unit *u)
{
    offsets o = {.room = names_count(u->p)};
    o.at = HY_NEW_ARRAY(k->scratch, uint32_t, o.room);
    if (o.at == NULL)
        return hy_link_memory(k);
    collect(u->p, &o);
    sort(&o);
    if (o.count > UINT16_MAX)
        return hy_reason_set(k->why, HY_FAIL(LIMIT), "Method: more than 65535 methods");
    u->l->methods = HY_NEW_ARRAY(k->arena, hy_method, o.count);
    if (u->l->methods == NULL)
        return hy_link_memory(k);
    u->l->method_count = (uint16_t)o.count;
    for (size_t i = 0; i < o.count; i++) {
        u->l->methods[i].at = o.at[i];
        HY_TRY(read_header(k, u, &u->l->methods[i]));
    }
    return HY_OK;
}

/* ---- results ---- */

static uint8_t slots_of(hy_package_type type)
{
    return type.kind == HY_TYPE_VOID ? 0 : type.kind == HY_TYPE_INT ? 2 : 1;
}

static uint8_t described_result(const hy_package *p, const hy_package_method *m)
{
    hy_package_type types[257];
    size_t n = hy_package_types(p, m->type, types, sizeof types / sizeof types[0]);
    return n == 0 || n > sizeof types / sizeof types[0] ? HY_RESULT_UNKNOWN
                                                        : slots_of(types[n - 1]);
}

static void take_described(hy_unit *u, const hy_package_described *d)
{
    const hy_package_class *pc = hy_package_class_at(u->p, d->cref);
    hy_class *c = pc == NULL ? NULL : &u->l->classes[pc - u->p->classes];
    for (uint16_t i = 0; i < d->method_count; i++) {
        const hy_package_method *m = &d->methods[i];
        uint8_t result = described_result(u->p, m);
        if (c != NULL && c->interface && m->token != 0xFF) {
            u->results[c->ordinal][m->token] = result;
            continue;
        }
        const hy_method *known = hy_linked_find_method(u->l, m->at);
        if (known != NULL)
            u->l->methods[known - u->l->methods].result = result;
    }
}

/* What the code returns, if it can be reached that it does: a first walk that looks at nothing
   else. */
static hy_rc take_returned(hy_linker *k, hy_unit *u)
{
    for (uint16_t i = 0; i < u->l->method_count; i++) {
        hy_method *m = &u->l->methods[i];
        if (!m->abstract && m->native == HY_NOT_NATIVE)
            HY_TRY(hy_walk_result(k, u, m, &m->result));
    }
    return HY_OK;
}

/* Of two results the known one; whether something was learnt. */
static bool learn(uint8_t *to, uint8_t from)
{
    if (*to != HY_RESULT_UNKNOWN || from == HY_RESULT_UNKNOWN)
        return false;
    *to = from;
    return true;
}

static uint8_t *result_of(hy_unit *u, const hy_virtual *v)
{
    return v->method->linked == u->l ? &u->l->methods[v->method - u->l->methods].result : NULL;
}

/* A method and what it overrides return the same. */
static bool spread_to_super(hy_unit *u, const hy_class *c)
{
    bool learnt = false;
    for (uint16_t s = 0; c->super != NULL && s < c->super->table_count; s++) {
        uint8_t *here = result_of(u, &c->table[s]);
        uint8_t *above = result_of(u, &c->super->table[s]);
        if (here != NULL)
            learnt |= learn(here, c->super->table[s].method->result);
        if (above != NULL)
            learnt |= learn(above, c->table[s].method->result);
    }
    return learnt;
}

/* So do the methods of interfaces and what implements them. */
static bool spread_to_interfaces(hy_unit *u, const hy_class *c)
{
    bool learnt = false;
    for (uint16_t i = 0; i < c->implemented_count; i++) {
        const hy_implemented *im = &c->implemented[i];
        uint8_t *of = im->interface->linked == u->l ? u->results[im->interface->ordinal] : NULL;
        for (uint8_t t = 0; t < im->count; t++) {
            uint8_t *here = result_of(u, &c->table[im->slots[t]]);
            if (here != NULL && t < im->interface->result_count)
                learnt |= learn(here, im->interface->results[t]);
            if (of != NULL)
                learnt |= learn(&of[t], c->table[im->slots[t]].method->result);
        }
    }
    return learnt;
}

hy_rc hy_link_results(hy_linker *k, hy_unit *u)
{
    const hy_descriptor *d = u->p->descriptor;
    for (uint16_t i = 0; d != NULL && i < d->class_count; i++)
        take_described(u, &d->classes[i]);
    if (d != NULL)
        return HY_OK;
    HY_TRY(take_returned(k, u));
    for (bool learnt = true; learnt;) {
        learnt = false;
        for (uint16_t i = 0; i < u->l->class_count; i++) {
            const hy_class *c = &u->l->classes[i];
            if (c->interface)
                continue;
            learnt |= spread_to_super(u, c);
            learnt |= spread_to_interfaces(u, c);
        }
    }
    return HY_OK;
}
