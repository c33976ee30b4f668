/* Classes as the verifier knows them: numbering, superclasses, assignment, least upper bounds, and
   finding virtual and interface methods by token. */
#include "element/vm/verify_in.h"

#include <string.h>

enum { DEPTH_MAX = 128, TOKEN_OBJECT = 0, TOKEN_THROWABLE = 1, PACKAGE_BIT = 0x80 };

/* java.lang, as published. */
static const uint8_t java_lang[] = {0xA0, 0x00, 0x00, 0x00, 0x62, 0x00, 0x01};

static hy_rc intern_seen(hy_verifier *v, const hy_package_view *view, uint8_t token, int depth,
                         uint32_t *number);

/* ---- numbering ---- */

static hy_rc add_class(hy_verifier *v, hy_vclass c, uint32_t *number)
{
    if (v->class_count == v->class_room) {
        uint32_t room = v->class_room == 0 ? 64 : 2 * v->class_room;
        hy_vclass *more = HY_NEW_ARRAY(v->arena, hy_vclass, room);
        if (more == NULL)
            return hy_verify_memory(v);
        if (v->class_count > 0)
            memcpy(more, v->classes, v->class_count * sizeof *more);
        v->classes = more;
        v->class_room = room;
    }
    *number = v->class_count;
    v->classes[v->class_count++] = c;
    return HY_OK;
}

static uint32_t internal_number(const hy_verifier *v, hy_class_ref ref)
{
    const hy_package_class *c = hy_package_class_at(v->p, ref);
    return c == NULL ? HY_VCLASS_NONE : (uint32_t)(c - v->p->classes);
}

/* A package by AID: a view, or NULL and *self >= 0 when it is part of this very CAP. */
static const hy_package_view *find_package(const hy_verifier *v, hy_view aid, int *self)
{
    *self = -1;
    for (uint8_t i = 0; i < v->p->member_count; i++) {
        if (hy_view_equal(v->p->members[i].id.aid, aid))
            *self = i;
    }
    if (*self >= 0)
        return NULL;
    return v->source == NULL ? NULL : v->source->find(v->source->context, aid);
}

static hy_rc intern_named(hy_verifier *v, hy_view aid, uint8_t token, int depth, uint32_t *number)
{
    int self;
    char text[40];
    const hy_package_view *view = find_package(v, aid, &self);
    if (self >= 0) {
        const hy_package_member *m = &v->p->members[self];
        if (token >= m->export_count)
            return hy_verify_fail_link(v,
                                       "class %u of this package is named by another, but is "
                                       "not exported",
                                       token);
        *number = internal_number(v, m->exports[token].cref);
        return HY_OK;
    }
    if (view == NULL)
        return hy_verify_fail_link(v, "package %s, which an import names, is not there",
                                   hy_verify_aid(aid, text));
    return intern_seen(v, view, token, depth, number);
}

/* The class that a view names. Classes without a name outside their package share one that only
   fits itself. */
static hy_rc intern_id(hy_verifier *v, const hy_package_view *view, hy_view_class_id id, int depth,
                       uint32_t *number)
{
    if (id.package == HY_VIEW_NONE || id.package == HY_VIEW_SELF)
        return intern_seen(v, view, id.package == HY_VIEW_NONE ? HY_VIEW_NONE : id.token, depth,
                           number);
    if (id.package >= view->package_count)
        return hy_verify_fail_link(v, "an import's view names package %u of %u", id.package,
                                   view->package_count);
    return intern_named(v, view->packages[id.package], id.token, depth, number);
}

static hy_rc intern_seen(hy_verifier *v, const hy_package_view *view, uint8_t token, int depth,
                         uint32_t *number)
{
    const hy_view_class *seen = token == HY_VIEW_NONE ? NULL : hy_view_find_class(view, token);
    for (uint32_t i = v->p->class_count; i < v->class_count; i++) {
        if (v->classes[i].view == view && v->classes[i].seen == seen) {
            *number = i;
            return HY_OK;
        }
    }
    char aid[40] = "";
    if (seen == NULL && token != HY_VIEW_NONE)
        return hy_verify_fail_link(v, "the imported package %s has no class %u",
                                   hy_verify_aid(view->id.aid, aid), token);
    if (depth > DEPTH_MAX)
        return hy_verify_fail_link(v, "the superclasses of an imported class never end");
    hy_vclass c = {.view = view, .seen = seen, .super = v->object};
    if (seen != NULL) {
        c.super = HY_VCLASS_NONE;
        c.interface = (seen->access & HY_ACCESS_INTERFACE) != 0;
        if (seen->super.package != HY_VIEW_NONE)
            HY_TRY(intern_id(v, view, seen->super, depth + 1, &c.super));
    }
    return add_class(v, c, number);
}

hy_rc hy_verify_class_ref(hy_verifier *v, hy_class_ref ref, uint32_t *number)
{
    *number = HY_VCLASS_NONE;
    if (ref == HY_CLASS_REF_NONE)
        return HY_OK;
    if (!hy_class_ref_imported(ref)) {
        *number = internal_number(v, ref);
        return HY_OK;
    }
    const hy_package_id *import = &v->p->imports[hy_class_ref_import(ref)];
    return intern_named(v, import->aid, hy_class_ref_token(ref), 0, number);
}

/* ---- relations ---- */

bool hy_verify_subclass(const hy_verifier *v, uint32_t c, uint32_t super)
{
    for (int i = 0; c != HY_VCLASS_NONE && i <= 2 * DEPTH_MAX; i++) {
        if (c == super)
            return true;
        c = v->classes[c].super;
    }
    return false;
}

/* An interface fits where an Object fits, and anything fits where an interface is wanted: what is
   called through an interface is looked up in the real class at run time. */
static bool class_assignable(const hy_verifier *v, uint32_t from, uint32_t to)
{
    if (from == to || to == v->object || v->classes[to].interface)
        return true;
    return hy_verify_subclass(v, from, to);
}

bool hy_verify_assignable(const hy_verifier *v, hy_vtype from, hy_vtype to)
{
    hy_vkind f = hy_vtype_kind(from);
    hy_vkind t = hy_vtype_kind(to);
    if (from == to)
        return f != HY_VK_TOP;
    if (t == HY_VK_UNREAD)
        return f == HY_VK_SHORT || f == HY_VK_INT || f == HY_VK_INT_LOW || hy_vtype_reference(from);
    if (!hy_vtype_reference(from) || !hy_vtype_reference(to))
        return false;
    if (f == HY_VK_NULL || f == HY_VK_SOME || t == HY_VK_SOME)
        return true;
    if (t == HY_VK_NULL)
        return false;
    if (t == HY_VK_OBJECT) {
        if (f == HY_VK_OBJECT)
            return class_assignable(v, hy_vtype_data(from), hy_vtype_data(to));
        return hy_vtype_data(to) == v->object;
    }
    return f == HY_VK_OBJECTS && t == HY_VK_OBJECTS &&
           class_assignable(v, hy_vtype_data(from), hy_vtype_data(to));
}

/* The nearest common superclass. */
static uint32_t common_class(const hy_verifier *v, uint32_t a, uint32_t b)
{
    if (v->classes[a].interface || v->classes[b].interface)
        return v->object;
    for (int i = 0; a != HY_VCLASS_NONE && i <= 2 * DEPTH_MAX; i++) {
        if (hy_verify_subclass(v, b, a))
            return a;
        a = v->classes[a].super;
    }
    return v->object;
}

hy_vtype hy_verify_merge(const hy_verifier *v, hy_vtype a, hy_vtype b)
{
    if (a == b)
        return a;
    if (!hy_vtype_reference(a) || !hy_vtype_reference(b))
        return HY_VK_TOP;
    hy_vkind ka = hy_vtype_kind(a);
    hy_vkind kb = hy_vtype_kind(b);
    if (ka == HY_VK_NULL)
        return b;
    if (kb == HY_VK_NULL)
        return a;
    if (ka == HY_VK_SOME || kb == HY_VK_SOME)
        return hy_vtype_of(HY_VK_SOME, 0);
    if (ka == kb && (ka == HY_VK_OBJECT || ka == HY_VK_OBJECTS))
        return hy_vtype_of(ka, common_class(v, hy_vtype_data(a), hy_vtype_data(b)));
    return hy_vtype_of(HY_VK_OBJECT, v->object);
}

/* ---- types and signatures of views ---- */

hy_rc hy_verify_view_type(hy_verifier *v, const hy_package_view *view, hy_view_type t,
                          hy_vtype *out)
{
    uint32_t number = 0;
    bool classless = !v->typed || !view->typed;
    switch (t.kind) {
    case HY_VIEW_ANY:
        *out = hy_vtype_of(HY_VK_UNREAD, 0);
        return view->typed ? hy_verify_fail_link(v, "an import's view lacks a type") : HY_OK;
    case HY_TYPE_VOID:
        *out = hy_vtype_of(HY_VK_VOID, 0);
        return HY_OK;
    case HY_TYPE_BOOLEAN:
    case HY_TYPE_BYTE:
    case HY_TYPE_SHORT:
        *out = hy_vtype_of(HY_VK_SHORT, 0);
        return HY_OK;
    case HY_TYPE_INT:
        *out = hy_vtype_of(HY_VK_INT, 0);
        return HY_OK;
    case HY_TYPE_REFERENCE:
    case HY_TYPE_REFERENCES:
        if (!classless)
            HY_TRY(intern_id(v, view, t.of, 0, &number));
        *out = hy_vtype_of(t.kind == HY_TYPE_REFERENCE ? HY_VK_OBJECT : HY_VK_OBJECTS, number);
        break;
    case HY_TYPE_BOOLEANS:
    case HY_TYPE_BYTES:
    case HY_TYPE_SHORTS:
    case HY_TYPE_INTS:
        *out = hy_vtype_of((hy_vkind)(HY_VK_BOOLEANS + (t.kind - HY_TYPE_BOOLEANS)), 0);
        break;
    default:
        return hy_verify_fail_link(v, "an import's view has the unknown type %u", t.kind);
    }
    if (classless)
        *out = hy_vtype_of(HY_VK_SOME, 0);
    return HY_OK;
}

hy_rc hy_verify_view_sig(hy_verifier *v, const hy_package_view *view, const hy_view_method *m,
                         uint32_t self, hy_vsig *out)
{
    size_t room = 1 + 2 * (size_t)m->param_count;
    size_t n = 0;
    hy_vtype *args = HY_NEW_ARRAY(v->arena, hy_vtype, room);
    if (args == NULL)
        return hy_verify_memory(v);
    if (self != HY_VCLASS_NONE)
        args[n++] = hy_vtype_of(v->typed ? HY_VK_OBJECT : HY_VK_SOME, v->typed ? self : 0);
    for (uint8_t i = 0; i < m->param_count; i++) {
        HY_TRY(hy_verify_view_type(v, view, m->params[i], &args[n++]));
        if (hy_vtype_kind(args[n - 1]) == HY_VK_INT)
            args[n++] = hy_vtype_of(HY_VK_INT_LOW, 0);
    }
    if (n > 255)
        return hy_verify_fail_link(v, "an imported method takes %zu words", n);
    out->args = args;
    out->nargs = (uint8_t)n;
    HY_TRY(hy_verify_view_type(v, view, m->result, &out->result));
    if (hy_vtype_kind(out->result) == HY_VK_UNREAD)
        out->result = hy_vtype_of(HY_VK_UNKNOWN, 0);
    return HY_OK;
}

/* ---- virtual methods ---- */

static hy_rc internal_virtual(hy_verifier *v, uint32_t c, uint32_t at, hy_vmember *out)
{
    const hy_vmethod *m = hy_verify_method_at(v, at);
    if (m == NULL)
        return hy_verify_fail(v, "a table of the class at %u names no method at %u",
                              v->classes[c].record->offset, at);
    out->owner = c;
    out->method = (uint32_t)(m - v->methods);
    out->sig = m->sig;
    out->known = m->described != NULL;
    out->access = m->described != NULL ? m->described->access : 0;
    if (m->described != NULL)
        out->owner = m->owner;
    return HY_OK;
}

static hy_rc package_virtual(hy_verifier *v, uint32_t c, uint8_t token, hy_vmember *out)
{
    for (; c != HY_VCLASS_NONE && v->classes[c].record != NULL; c = v->classes[c].super) {
        const hy_package_class *r = v->classes[c].record;
        if (token >= r->package_base && token < r->package_base + r->package_count)
            return internal_virtual(v, c, r->package_table[token - r->package_base], out);
    }
    return hy_verify_fail(v, "there is no package-visible method %u", token);
}

hy_rc hy_verify_virtual(hy_verifier *v, uint32_t c, uint8_t token, hy_vmember *out)
{
    out->method = UINT32_MAX;
    if ((token & PACKAGE_BIT) != 0)
        return package_virtual(v, c, token & 0x7F, out);
    for (; v->classes[c].record != NULL; c = v->classes[c].super) {
        const hy_package_class *r = v->classes[c].record;
        bool own = token >= r->public_base && token < r->public_base + r->public_count;
        if (own && r->public_table[token - r->public_base] != HY_METHOD_ELSEWHERE)
            return internal_virtual(v, c, r->public_table[token - r->public_base], out);
        if (token < r->token_mapping.n)
            token = r->token_mapping.p[token];
        if (token == 0xFF || v->classes[c].super == HY_VCLASS_NONE)
            return hy_verify_fail(v, "there is no such virtual method");
    }
    const hy_view_class *seen = v->classes[c].seen;
    const hy_view_method *m = seen == NULL ? NULL : hy_view_find_virtual(seen, token);
    if (m == NULL)
        return hy_verify_fail_link(v, "the imported class has no virtual method %u", token);
    out->owner = c;
    out->access = m->access;
    out->known = v->classes[c].view->typed;
    return hy_verify_view_sig(v, v->classes[c].view, m, c, &out->sig);
}

/* A method that an internal interface inherits is not described with it. Every class that
   implements the interface says which of its methods that is. */
static hy_rc inherited_interface_method(hy_verifier *v, uint32_t c, uint8_t token, hy_vmember *out)
{
    uint16_t offset = v->classes[c].record->offset;
    for (uint32_t i = 0; i < v->p->class_count; i++) {
        const hy_package_class *r = v->classes[i].record;
        for (uint8_t k = 0; k < r->implemented_count; k++) {
            const hy_package_implemented *im = &r->implemented[k];
            if (im->interface == offset && token < im->tokens.n)
                return hy_verify_virtual(v, i, im->tokens.p[token], out);
        }
    }
    out->open = true;
    if (v->typed)
        return hy_verify_fail(
            v, "the interface at %u has no method %u that anything tells the type of", offset,
            token);
    return HY_OK;
}

hy_rc hy_verify_interface_method(hy_verifier *v, uint32_t c, uint8_t token, hy_vmember *out)
{
    const hy_vclass *k = &v->classes[c];
    *out = (hy_vmember){.named = c, .owner = c, .method = UINT32_MAX};
    if (!k->interface)
        return hy_verify_fail(v, "the class is no interface");
    if (k->record == NULL) {
        const hy_view_method *m = hy_view_find_virtual(k->seen, token);
        out->open = m == NULL && !k->view->typed;
        if (out->open)
            return HY_OK;
        if (m == NULL)
            return hy_verify_fail_link(v, "the imported interface has no method %u", token);
        return hy_verify_view_sig(v, k->view, m, c, &out->sig);
    }
    for (uint16_t i = 0; k->described != NULL && i < k->described->method_count; i++) {
        const hy_package_method *m = &k->described->methods[i];
        if (m->token == token)
            return hy_verify_described_sig(v, m->type, c, &out->sig);
    }
    return inherited_interface_method(v, c, token, out);
}

/* ---- all classes ---- */

static hy_rc internal_classes(hy_verifier *v)
{
    const hy_package *p = v->p;
    for (uint16_t i = 0; i < p->class_count; i++) {
        uint32_t number = i;
        hy_vclass c = {.record = &p->classes[i], .super = HY_VCLASS_NONE};
        c.interface = (c.record->flags & HY_CLASS_INTERFACE) != 0;
        HY_TRY(add_class(v, c, &number));
        if (!c.interface && c.record->super == HY_CLASS_REF_NONE)
            v->object = number;
    }
    for (uint16_t i = 0; p->descriptor != NULL && i < p->descriptor->class_count; i++) {
        const hy_package_described *d = &p->descriptor->classes[i];
        hy_vclass *c = &v->classes[internal_number(v, d->cref)];
        if (c->described != NULL)
            return hy_verify_fail(v, "Descriptor describes the class at %u twice", d->cref);
        c->described = d;
    }
    return HY_OK;
}

/* Object and Throwable, and that every import is there in a version that will do. */
static hy_rc roots(hy_verifier *v)
{
    hy_view lang = hy_view_of(java_lang, sizeof java_lang);
    if (v->object == HY_VCLASS_NONE)
        HY_TRY(intern_named(v, lang, TOKEN_OBJECT, 0, &v->object));
    hy_rc rc = intern_named(v, lang, TOKEN_THROWABLE, 0, &v->throwable);
    if (!hy_ok(rc))
        v->throwable = v->object;
    return HY_OK;
}

static hy_rc imports(hy_verifier *v)
{
    for (uint8_t i = 0; i < v->p->import_count; i++) {
        const hy_package_id *want = &v->p->imports[i];
        int self;
        char aid[40] = "";
        const hy_package_view *view = find_package(v, want->aid, &self);
        if (view == NULL)
            return hy_verify_fail_link(v, "import %u (%s, version %u.%u) is not there", i,
                                       hy_verify_aid(want->aid, aid), want->major, want->minor);
        if (view->id.major != want->major || view->id.minor < want->minor)
            return hy_verify_fail_link(v,
                                       "import %u (%s) needs version %u.%u, version %u.%u is "
                                       "there",
                                       i, hy_verify_aid(want->aid, aid), want->major, want->minor,
                                       view->id.major, view->id.minor);
    }
    return HY_OK;
}

static hy_rc check_super(hy_verifier *v, hy_vclass *c)
{
    uint32_t number;
    const hy_package_class *r = c->record;
    for (uint8_t i = 0; i < r->super_count; i++) {
        HY_TRY(hy_verify_class_ref(v, r->supers[i], &number));
        if (!v->classes[number].interface)
            return hy_verify_fail(v, "the interface at %u extends a class", r->offset);
    }
    if (r->super == HY_CLASS_REF_NONE)
        return HY_OK;
    HY_TRY(hy_verify_class_ref(v, r->super, &number));
    const hy_vclass *s = &v->classes[number];
    uint8_t access = s->seen != NULL        ? s->seen->access
                     : s->described != NULL ? s->described->access
                                            : 0;
    if (s->interface || (access & HY_ACCESS_FINAL) != 0)
        return hy_verify_fail(v, "the class at %u extends %s", r->offset,
                              s->interface ? "an interface" : "a final class");
    return HY_OK;
}

/* The public table of a class goes on from that of an imported superclass as this package knew it
   (up to format 2.2; from then on token_mapping says it). */
static hy_rc check_base(hy_verifier *v, uint32_t c)
{
    const hy_package_class *r = v->classes[c].record;
    uint32_t super = v->classes[c].super;
    uint8_t above;
    unsigned inherited = 0;
    if (v->p->format_minor >= 3 || v->classes[c].interface || super == HY_VCLASS_NONE ||
        v->classes[super].record != NULL)
        return HY_OK;
    while (inherited < PACKAGE_BIT && hy_verify_inherited(v, c, (uint8_t)inherited, &above))
        inherited++;
    if (r->public_base > inherited || r->public_base + r->public_count < (int)inherited)
        return hy_verify_fail(v, "the class at %u has virtual methods %u to %u, its superclass %u",
                              r->offset, r->public_base, r->public_base + r->public_count,
                              inherited);
    return HY_OK;
}

static hy_rc check_implements(hy_verifier *v, const hy_package_class *r,
                              const hy_package_implemented *im)
{
    uint32_t number;
    HY_TRY(hy_verify_class_ref(v, im->interface, &number));
    if (!v->classes[number].interface)
        return hy_verify_fail(v, "the class at %u implements a class", r->offset);
    if (im->tokens.n < hy_verify_interface_count(v, number))
        return hy_verify_fail(v, "the class at %u implements %zu of the %u methods of an interface",
                              r->offset, im->tokens.n, hy_verify_interface_count(v, number));
    return HY_OK;
}

hy_rc hy_verify_classes(hy_verifier *v)
{
    v->object = v->throwable = HY_VCLASS_NONE;
    HY_TRY(internal_classes(v));
    HY_TRY(imports(v));
    HY_TRY(roots(v));
    for (uint16_t i = 0; i < v->p->class_count; i++) {
        uint32_t number = HY_VCLASS_NONE;
        HY_TRY(check_super(v, &v->classes[i]));
        const hy_package_class *r = v->classes[i].record;
        HY_TRY(hy_verify_class_ref(v, r->super, &number));
        v->classes[i].super = v->classes[i].interface ? v->object : number;
        HY_TRY(check_base(v, i));
        for (uint8_t k = 0; k < r->implemented_count; k++)
            HY_TRY(check_implements(v, r, &r->implemented[k]));
    }
    return HY_OK;
}
