/* Linking the constant pool: what each entry names, found and of the right kind. */
#include "element/vm/link_in.h"

static hy_rc missing(hy_linker *k, uint16_t index, const char *what)
{
    hy_rc rc = hy_reason_set(k->why, HY_FAIL(LINK), "ConstantPool entry %u: there is no such %s",
                             index, what);
    return hy_ok(rc) ? HY_FAIL(INTERNAL) : rc;
}

/* The export of the class that an imported static member belongs to. */
static hy_rc export_of(hy_linker *k, hy_unit *u, uint16_t index, const hy_linked_export **out,
                       uint8_t *home)
{
    const hy_pool_entry *e = &u->p->pool[index];
    uint8_t import = hy_class_ref_import(e->cref);
    if (import >= u->p->import_count)
        return missing(k, index, "import");
    *home = (uint8_t)(import + 1);
    *out = hy_linked_find_export(u->homes[*home], u->import_member[import],
                                 hy_class_ref_token(e->cref));
    return *out == NULL ? missing(k, index, "class") : HY_OK;
}

/* A word of the instance: tokens count from the class that declares the field (JCVM 6.8.2). */
static hy_rc resolve_field(hy_linker *k, uint16_t index, uint8_t token, hy_resolved *r)
{
    const hy_class *c = r->class_of;
    uint32_t word = (c->super == NULL ? 0u : c->super->words) + token;
    if (c->interface || word >= c->words)
        return missing(k, index, "field");
    r->place = (uint16_t)word;
    return HY_OK;
}

static hy_rc resolve_virtual(hy_linker *k, hy_unit *u, uint16_t index, uint8_t token, bool super,
                             hy_resolved *r)
{
    const hy_class *c = r->class_of;
    if (super)
        c = c->super;
    int slot = c == NULL || c->interface ? -1 : hy_class_slot(c, token);
    bool ours = (token & 0x80) == 0 || (c != NULL && c->linked == u->l);
    if (slot < 0 || !ours)
        return missing(k, index, "virtual method");
    r->place = (uint16_t)slot;
    r->method = c->table[slot].method;
    return hy_link_home(k, u, r->method->linked, &r->home);
}

static hy_rc resolve_static_field(hy_linker *k, hy_unit *u, uint16_t index, hy_resolved *r)
{
    const hy_pool_entry *e = &u->p->pool[index];
    if (!e->imported) {
        r->place = (uint16_t)e->at;
        return e->at < u->l->statics.image_size ? HY_OK : missing(k, index, "static field");
    }
    const hy_linked_export *x = NULL;
    HY_TRY(export_of(k, u, index, &x, &r->home));
    if (x == NULL || e->token >= x->field_count)
        return missing(k, index, "static field");
    r->place = x->fields[e->token];
    return HY_OK;
}

static hy_rc resolve_static_method(hy_linker *k, hy_unit *u, uint16_t index, hy_resolved *r)
{
    const hy_pool_entry *e = &u->p->pool[index];
    if (!e->imported) {
        r->method = hy_linked_find_method(u->l, e->at);
    } else {
        const hy_linked_export *x = NULL;
        HY_TRY(export_of(k, u, index, &x, &r->home));
        r->method = x != NULL && e->token < x->method_count ? x->methods[e->token] : NULL;
    }
    if (r->method == NULL || r->method->abstract)
        return missing(k, index, "method with code");
    return HY_OK;
}

static hy_rc resolve(hy_linker *k, hy_unit *u, uint16_t index)
{
    const hy_pool_entry *e = &u->p->pool[index];
    hy_resolved *r = &u->constants[index];
    r->tag = e->tag;
    if (e->tag == HY_POOL_STATIC_FIELD)
        return resolve_static_field(k, u, index, r);
    if (e->tag == HY_POOL_STATIC_METHOD)
        return resolve_static_method(k, u, index, r);
    hy_class *c = NULL;
    HY_TRY(hy_link_class_of(k, u, e->cref, &c));
    HY_ENSURE(c != NULL, INTERNAL);
    r->class_of = c;
    HY_TRY(hy_link_home(k, u, c->linked, &r->home));
    switch (e->tag) {
    case HY_POOL_FIELD:
        return resolve_field(k, index, e->token, r);
    case HY_POOL_VIRTUAL:
        return resolve_virtual(k, u, index, e->token, false, r);
    case HY_POOL_SUPER:
        if (c->linked != u->l)
            return missing(k, index, "class in this package");
        return resolve_virtual(k, u, index, e->token, true, r);
    default:
        return HY_OK;
    }
}

hy_rc hy_link_constants(hy_linker *k, hy_unit *u)
{
    u->constants = HY_NEW_ARRAY(k->arena, hy_resolved, u->p->pool_count);
    if (u->constants == NULL)
        return hy_link_memory(k);
    for (uint16_t i = 0; i < u->p->pool_count; i++)
        HY_TRY(resolve(k, u, i));
    u->l->constants = u->constants;
    u->l->constant_count = u->p->pool_count;
    return HY_OK;
}
