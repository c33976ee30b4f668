/* Constant pool entries resolved: the class, field or method that each means, its type and access,
   and that the Descriptor gives it that type. */
#include "element/vm/verify_in.h"

#include <stdio.h>

static char kind_of_type(uint8_t kind)
{
    switch (kind) {
    case HY_VIEW_ANY:
        return 0;
    case HY_TYPE_BOOLEAN:
    case HY_TYPE_BYTE:
        return 'b';
    case HY_TYPE_SHORT:
        return 's';
    case HY_TYPE_INT:
        return 'i';
    default:
        return 'a';
    }
}

/* ---- fields ---- */

static hy_rc described_field(hy_verifier *v, const hy_package_field *f, uint32_t owner,
                             hy_vmember *m)
{
    hy_package_type t = hy_package_field_type(v->p, f->type);
    m->owner = owner;
    m->access = f->access;
    m->known = true;
    m->kind = kind_of_type(t.kind);
    return hy_verify_described_type(v, t, &m->type);
}

static hy_rc seen_field(hy_verifier *v, const hy_view_field *f, hy_vmember *m)
{
    if (f == NULL)
        return hy_verify_fail_link(v, "the imported class has no such field");
    m->owner = m->named;
    m->access = f->access;
    m->known = v->classes[m->named].view->typed;
    m->kind = kind_of_type(f->type.kind);
    return hy_verify_view_type(v, v->classes[m->named].view, f->type, &m->type);
}

/* Without Descriptor the class record tells references from other words. */
static hy_rc plain_field(hy_verifier *v, const hy_package_class *r, uint8_t token, hy_vmember *m)
{
    m->owner = m->named;
    if (token >= r->instance_words)
        return hy_verify_fail(v, "field %u of the class at %u, which has %u words", token,
                              r->offset, r->instance_words);
    if (r->first_reference != 0xFF && token >= r->first_reference &&
        token < r->first_reference + r->reference_count) {
        m->kind = 'a';
        m->type = hy_vtype_of(HY_VK_SOME, 0);
    }
    return HY_OK;
}

static hy_rc resolve_field(hy_verifier *v, const hy_pool_entry *e, hy_vmember *m)
{
    HY_TRY(hy_verify_class_ref(v, e->cref, &m->named));
    const hy_vclass *c = &v->classes[m->named];
    if (c->record == NULL)
        return seen_field(v, c->seen == NULL ? NULL : hy_view_find_field(c->seen, e->token), m);
    if (!v->typed)
        return plain_field(v, c->record, e->token, m);
    for (uint16_t i = 0; i < c->described->field_count; i++) {
        const hy_package_field *f = &c->described->fields[i];
        if ((f->access & HY_ACCESS_STATIC) == 0 && f->token == e->token)
            return described_field(v, f, m->named, m);
    }
    return hy_verify_fail(v, "the class at %u has no field %u", c->record->offset, e->token);
}

static hy_rc resolve_static_field(hy_verifier *v, const hy_pool_entry *e, hy_vmember *m)
{
    if (e->imported) {
        HY_TRY(hy_verify_class_ref(v, e->cref, &m->named));
        const hy_view_class *seen = v->classes[m->named].seen;
        return seen_field(v, seen == NULL ? NULL : hy_view_find_static_field(seen, e->token), m);
    }
    if (!v->typed) {
        bool reference = e->at < 2 * (uint32_t)v->p->statics.reference_count;
        if (reference && e->at % 2 != 0)
            return hy_verify_fail(v, "static field at %u is inside a reference", e->at);
        if (reference) {
            m->kind = 'a';
            m->type = hy_vtype_of(HY_VK_SOME, 0);
        }
        return HY_OK;
    }
    for (uint16_t i = 0; i < v->p->class_count; i++) {
        const hy_package_described *d = v->classes[i].described;
        for (uint16_t k = 0; k < d->field_count; k++) {
            if ((d->fields[k].access & HY_ACCESS_STATIC) != 0 && d->fields[k].at == e->at)
                return described_field(v, &d->fields[k], i, m);
        }
    }
    return hy_verify_fail(v, "no static field starts at %u", e->at);
}

/* ---- methods ---- */

static hy_rc resolve_static_method(hy_verifier *v, const hy_pool_entry *e, hy_vmember *m)
{
    if (!e->imported) {
        const hy_vmethod *found = hy_verify_method_at(v, e->at);
        if (found == NULL)
            return hy_verify_fail(v, "no method starts at %u of Method", e->at);
        m->method = (uint32_t)(found - v->methods);
        m->sig = found->sig;
        m->owner = found->owner;
        m->known = found->described != NULL;
        m->access = m->known ? found->described->access : 0;
        return HY_OK;
    }
    HY_TRY(hy_verify_class_ref(v, e->cref, &m->named));
    const hy_vclass *c = &v->classes[m->named];
    const hy_view_method *found = c->seen == NULL ? NULL : hy_view_find_static(c->seen, e->token);
    if (found == NULL)
        return hy_verify_fail_link(v, "the imported class has no static method or constructor %u",
                                   e->token);
    m->owner = m->named;
    m->access = found->access;
    m->known = c->view->typed;
    bool instance = m->known && (found->access & HY_ACCESS_STATIC) == 0;
    return hy_verify_view_sig(v, c->view, found, instance ? m->named : HY_VCLASS_NONE, &m->sig);
}

static hy_rc resolve_virtual(hy_verifier *v, const hy_pool_entry *e, hy_vmember *m)
{
    HY_TRY(hy_verify_class_ref(v, e->cref, &m->named));
    uint32_t from = m->named;
    if (e->tag == HY_POOL_SUPER)
        from = v->classes[from].super;
    if (from == HY_VCLASS_NONE || v->classes[from].interface)
        return hy_verify_fail(v, "a virtual method of %s",
                              from == HY_VCLASS_NONE ? "nothing" : "an interface");
    return hy_verify_virtual(v, from, e->token, m);
}

/* ---- types agree ---- */

static hy_rc check_field_type(hy_verifier *v, uint16_t type, hy_vmember *m)
{
    hy_vtype t;
    hy_package_type said = hy_package_field_type(v->p, type);
    char kind = kind_of_type(said.kind);
    HY_TRY(hy_verify_described_type(v, said, &t));
    if (m->kind == 0 && kind != 'a') { /* of an import without Descriptor */
        m->kind = kind;
        m->type = t;
    }
    if (m->kind != kind || (t != m->type && hy_vtype_kind(m->type) != HY_VK_SOME))
        return hy_verify_fail(v, "the Descriptor gives the field another type than it has");
    return HY_OK;
}

static bool fits(const hy_verifier *v, const hy_vsig *said, const hy_vsig *sig, bool instance)
{
    if (said->nargs != sig->nargs || (hy_vtype_kind(sig->result) != HY_VK_UNKNOWN &&
                                      !hy_verify_assignable(v, said->result, sig->result)))
        return false;
    for (uint8_t i = instance ? 1 : 0; i < said->nargs; i++) {
        hy_vkind k = hy_vtype_kind(sig->args[i]);
        if (said->args[i] != sig->args[i] && k != HY_VK_SOME && k != HY_VK_UNREAD)
            return false;
    }
    return true;
}

/* Of an import without Descriptor, this package's own says what is a constructor, and types. */
static void adopt(hy_vmember *m, uint8_t tag, const hy_vsig *said, bool instance)
{
    m->sig = *said;
    if (tag != HY_POOL_STATIC_METHOD)
        return;
    m->known = true;
    m->access = HY_ACCESS_PUBLIC | (instance ? HY_ACCESS_INIT : HY_ACCESS_STATIC);
}

static hy_rc check_method_type(hy_verifier *v, uint16_t index, hy_vmember *m)
{
    hy_vsig said;
    uint16_t type = v->p->descriptor->types[index];
    uint8_t tag = v->p->pool[index].tag;
    bool told = m->known || m->owner == HY_VCLASS_NONE || v->classes[m->owner].seen == NULL;
    bool instance = (m->access & HY_ACCESS_STATIC) == 0;
    HY_TRY(hy_verify_described_sig(v, type, instance ? m->owner : HY_VCLASS_NONE, &said));
    if (!told && tag == HY_POOL_STATIC_METHOD && said.nargs != m->sig.nargs) {
        instance = false;
        HY_TRY(hy_verify_described_sig(v, type, HY_VCLASS_NONE, &said));
    }
    if (!fits(v, &said, &m->sig, instance))
        return hy_verify_fail(v, "the Descriptor gives the method another type than it has");
    if (!told)
        adopt(m, tag, &said, instance);
    return HY_OK;
}

static hy_rc check_type(hy_verifier *v, uint16_t index, hy_vmember *m)
{
    switch (v->p->pool[index].tag) {
    case HY_POOL_CLASS:
        return HY_OK;
    case HY_POOL_FIELD:
    case HY_POOL_STATIC_FIELD:
        return check_field_type(v, v->p->descriptor->types[index], m);
    default:
        return check_method_type(v, index, m);
    }
}

static hy_rc resolve(hy_verifier *v, uint16_t index)
{
    const hy_pool_entry *e = &v->p->pool[index];
    hy_vmember *m = &v->pool[index];
    m->named = m->owner = HY_VCLASS_NONE;
    m->method = UINT32_MAX;
    switch (e->tag) {
    case HY_POOL_CLASS:
        HY_TRY(hy_verify_class_ref(v, e->cref, &m->named));
        break;
    case HY_POOL_FIELD:
        HY_TRY(resolve_field(v, e, m));
        break;
    case HY_POOL_STATIC_FIELD:
        HY_TRY(resolve_static_field(v, e, m));
        break;
    case HY_POOL_STATIC_METHOD:
        HY_TRY(resolve_static_method(v, e, m));
        break;
    default:
        HY_TRY(resolve_virtual(v, e, m));
        break;
    }
    return v->typed ? check_type(v, index, m) : HY_OK;
}

hy_rc hy_verify_pool(hy_verifier *v)
{
    v->pool = HY_NEW_ARRAY(v->arena, hy_vmember, v->p->pool_count);
    if (v->pool == NULL)
        return hy_verify_memory(v);
    for (uint16_t i = 0; i < v->p->pool_count; i++) {
        hy_rc rc = resolve(v, i);
        if (!hy_ok(rc)) {
            char where[48];
            (void)snprintf(where, sizeof where, "constant pool entry %u", i);
            return hy_reason_prefix(v->why, rc, where);
        }
    }
    return HY_OK;
}
