/* Methods as the Descriptor describes them, what constant pool entries resolve to, and the rules of
   overriding and implementing. */
#include "element/vm/verify_in.h"

#include <string.h>

enum { TOKEN_NONE = 0xFF, TYPES_MAX = 256 };

/* ---- types of the Descriptor ---- */

hy_rc hy_verify_described_type(hy_verifier *v, hy_package_type t, hy_vtype *out)
{
    uint32_t number = 0;
    switch (t.kind) {
    case HY_TYPE_VOID:
        *out = hy_vtype_of(HY_VK_VOID, 0);
        return HY_OK;
    case HY_TYPE_INT:
        if ((v->p->flags & HY_PACKAGE_INT) == 0)
            return hy_verify_fail(v, "the type int is used, but ACC_INT is not set");
        *out = hy_vtype_of(HY_VK_INT, 0);
        return HY_OK;
    case HY_TYPE_REFERENCE:
    case HY_TYPE_REFERENCES:
        HY_TRY(hy_verify_class_ref(v, t.cref, &number));
        *out = hy_vtype_of(t.kind == HY_TYPE_REFERENCE ? HY_VK_OBJECT : HY_VK_OBJECTS, number);
        return HY_OK;
    case HY_TYPE_BOOLEANS:
    case HY_TYPE_BYTES:
    case HY_TYPE_SHORTS:
    case HY_TYPE_INTS:
        *out = hy_vtype_of((hy_vkind)(HY_VK_BOOLEANS + (t.kind - HY_TYPE_BOOLEANS)), 0);
        return HY_OK;
    default:
        *out = hy_vtype_of(HY_VK_SHORT, 0);
        return HY_OK;
    }
}

hy_rc hy_verify_described_sig(hy_verifier *v, uint16_t type, uint32_t self, hy_vsig *out)
{
    hy_package_type types[TYPES_MAX];
    size_t count = hy_package_types(v->p, type, types, TYPES_MAX);
    hy_vtype *args = HY_NEW_ARRAY(v->arena, hy_vtype, 1 + 2 * count);
    size_t n = 0;
    if (args == NULL)
        return hy_verify_memory(v);
    if (count == 0 || count > TYPES_MAX)
        return hy_verify_fail(v, "a signature has %zu types", count);
    if (self != HY_VCLASS_NONE)
        args[n++] = hy_vtype_of(HY_VK_OBJECT, self);
    for (size_t i = 0; i + 1 < count; i++) {
        HY_TRY(hy_verify_described_type(v, types[i], &args[n++]));
        if (hy_vtype_kind(args[n - 1]) == HY_VK_INT)
            args[n++] = hy_vtype_of(HY_VK_INT_LOW, 0);
    }
    if (n > 255)
        return hy_verify_fail(v, "a method takes %zu words", n);
    out->args = args;
    out->nargs = (uint8_t)n;
    return hy_verify_described_type(v, types[count - 1], &out->result);
}

/* What an import without Descriptor says: any reference, any word, an unknown result. */
static bool same_word(hy_vtype a, hy_vtype b)
{
    hy_vkind k = hy_vtype_kind(a);
    return a == b || k == HY_VK_UNREAD || k == HY_VK_UNKNOWN ||
           (k == HY_VK_SOME && hy_vtype_reference(b));
}

bool hy_verify_same_sig(const hy_vsig *a, const hy_vsig *b)
{
    if (a->nargs != b->nargs || !same_word(a->result, b->result))
        return false;
    for (uint8_t i = 1; i < a->nargs; i++) {
        if (!same_word(a->args[i], b->args[i]))
            return false;
    }
    return true;
}

/* ---- methods ---- */

hy_vmethod *hy_verify_method_at(const hy_verifier *v, uint32_t at)
{
    size_t low = 0;
    size_t high = v->method_count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (v->methods[mid].at == at)
            return &v->methods[mid];
        if (v->methods[mid].at < at)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

/* Shell sort: the standard library's may allocate. */
static void sort_methods(hy_vmethod *m, uint32_t n)
{
    for (uint32_t gap = n / 2; gap > 0; gap = gap == 2 ? 1 : gap * 5 / 11) {
        for (uint32_t i = gap; i < n; i++) {
            hy_vmethod x = m[i];
            uint32_t k = i;
            for (; k >= gap && m[k - gap].at > x.at; k -= gap)
                m[k] = m[k - gap];
            m[k] = x;
        }
    }
}

/* Methods follow each other without a gap and fill each block (JCVM 6.10). */
static hy_rc check_cover(hy_verifier *v)
{
    uint32_t i = 0;
    for (uint8_t b = 0; b < v->p->block_count; b++) {
        const hy_package_block *block = &v->p->blocks[b];
        uint32_t at = block->methods;
        for (; i < v->method_count && v->methods[i].at < block->end; i++) {
            if (v->methods[i].at != at)
                return hy_verify_fail(v,
                                      "Descriptor says that a method starts at %u of Method, "
                                      "but the one before ends at %u",
                                      v->methods[i].at, at);
            at = v->methods[i].end;
        }
        if (at != block->end)
            return hy_verify_fail(v,
                                  "Descriptor describes methods up to %u of Method, which goes "
                                  "on to %u",
                                  at, block->end);
    }
    return HY_OK;
}

static hy_rc check_header(hy_verifier *v, const hy_vmethod *m)
{
    bool abstract = (m->described->access & HY_ACCESS_M_ABSTRACT) != 0;
    if (m->header.nargs != m->sig.nargs)
        return hy_verify_fail(v, "method at %u: %u argument words, but its type has %u", m->at,
                              m->header.nargs, m->sig.nargs);
    if (((m->header.flags & HY_METHOD_ABSTRACT) != 0) != abstract)
        return hy_verify_fail(v, "method at %u: ACC_ABSTRACT does not agree with the Descriptor",
                              m->at);
    if (abstract != (m->described->length == 0))
        return hy_verify_fail(v, "method at %u: %u bytes of code in %s method", m->at,
                              m->described->length, abstract ? "an abstract" : "a");
    if (m->header.nargs + m->header.max_locals > 255)
        return hy_verify_fail(v, "method at %u: more than 255 locals", m->at);
    return HY_OK;
}

static hy_rc check_constructor(hy_verifier *v, const hy_vmethod *m)
{
    uint8_t access = m->described->access;
    if ((access & HY_ACCESS_INIT) == 0)
        return HY_OK;
    if (hy_vtype_kind(m->sig.result) != HY_VK_VOID ||
        (access & (HY_ACCESS_STATIC | HY_ACCESS_M_ABSTRACT | HY_ACCESS_FINAL)) != 0)
        return hy_verify_fail(v,
                              "method at %u: a constructor that is static, final, abstract or "
                              "returns something",
                              m->at);
    return HY_OK;
}

static hy_rc add_described(hy_verifier *v, uint32_t owner, const hy_package_method *d)
{
    if (d->at == HY_METHOD_ELSEWHERE)
        return HY_OK;
    hy_vmethod *m = &v->methods[v->method_count++];
    m->at = d->at;
    m->described = d;
    m->owner = owner;
    if (!hy_package_method_header(v->p, d->at, &m->header))
        return hy_verify_fail(v, "no method starts at %u of Method", d->at);
    m->end = m->header.code + d->length;
    bool is_static = (d->access & HY_ACCESS_STATIC) != 0;
    HY_TRY(hy_verify_described_sig(v, d->type, is_static ? HY_VCLASS_NONE : owner, &m->sig));
    HY_TRY(check_header(v, m));
    return check_constructor(v, m);
}

/* Every handler belongs to one method. */
static hy_rc check_handler_cover(hy_verifier *v)
{
    uint32_t described = 0;
    uint32_t there = 0;
    for (uint32_t i = 0; i < v->method_count; i++)
        described += v->methods[i].described->handler_count;
    for (uint8_t b = 0; b < v->p->block_count; b++)
        there += v->p->blocks[b].handler_count;
    if (described != there)
        return hy_verify_fail(v, "Descriptor gives %u handlers to methods, Method has %u",
                              described, there);
    return HY_OK;
}

/* Tokens of exported static methods and constructors are their places in Export. */
static hy_rc check_exports(hy_verifier *v)
{
    const hy_package *p = v->p;
    for (uint8_t i = 0; i < p->member_count; i++) {
        for (uint8_t c = 0; c < p->members[i].export_count; c++) {
            const hy_package_export *e = &p->members[i].exports[c];
            for (uint8_t t = 0; t < e->method_count; t++) {
                const hy_vmethod *m = hy_verify_method_at(v, e->methods[t]);
                if (m == NULL || m->described->token != t ||
                    v->classes[m->owner].record->offset != e->cref)
                    return hy_verify_fail(v,
                                          "Export: method %u of class %u is not what the "
                                          "Descriptor describes under that token",
                                          t, c);
            }
        }
    }
    return HY_OK;
}

/* Private members and package-visible static ones have no token. */
static hy_rc check_token(hy_verifier *v, const hy_vmethod *m)
{
    const hy_package_method *d = m->described;
    bool hidden = (d->access & (HY_ACCESS_PUBLIC | HY_ACCESS_PROTECTED)) == 0;
    bool is_virtual = (d->access & (HY_ACCESS_STATIC | HY_ACCESS_INIT | HY_ACCESS_PRIVATE)) == 0;
    if (hidden && !is_virtual && d->token != TOKEN_NONE)
        return hy_verify_fail(v, "method at %u: has token %u, but is private or package-visible",
                              m->at, d->token);
    return HY_OK;
}

/* install: public static void (byte[], short, byte). */
static hy_rc check_applets(hy_verifier *v)
{
    enum { WANT = HY_ACCESS_PUBLIC | HY_ACCESS_STATIC };
    for (uint8_t i = 0; i < v->p->applet_count; i++) {
        const hy_vmethod *m = hy_verify_method_at(v, v->p->applets[i].install);
        if (m == NULL)
            return hy_verify_fail(v, "Applet: no method starts at %u", v->p->applets[i].install);
        const hy_vtype *a = m->sig.args;
        if ((m->described->access & WANT) != WANT || m->sig.nargs != 3 ||
            hy_vtype_kind(m->sig.result) != HY_VK_VOID || hy_vtype_kind(a[0]) != HY_VK_BYTES ||
            hy_vtype_kind(a[1]) != HY_VK_SHORT || hy_vtype_kind(a[2]) != HY_VK_SHORT)
            return hy_verify_fail(v,
                                  "Applet: the method at %u is not public static void "
                                  "install(byte[], short, byte)",
                                  m->at);
    }
    return HY_OK;
}

hy_rc hy_verify_methods(hy_verifier *v)
{
    size_t room = 0;
    for (uint16_t i = 0; i < v->p->class_count; i++)
        room += v->classes[i].described->method_count;
    v->methods = HY_NEW_ARRAY(v->arena, hy_vmethod, room);
    if (v->methods == NULL)
        return hy_verify_memory(v);
    for (uint16_t i = 0; i < v->p->class_count; i++) {
        const hy_package_described *d = v->classes[i].described;
        for (uint16_t k = 0; k < d->method_count; k++)
            HY_TRY(add_described(v, i, &d->methods[k]));
    }
    sort_methods(v->methods, v->method_count);
    HY_TRY(check_cover(v));
    HY_TRY(check_handler_cover(v));
    HY_TRY(check_exports(v));
    for (uint32_t i = 0; i < v->method_count; i++)
        HY_TRY(check_token(v, &v->methods[i]));
    return check_applets(v);
}

/* ---- overriding and implementing ---- */

/* The method in slot token of class c, seen from its superclass. */
static hy_rc check_slot(hy_verifier *v, uint32_t c, uint8_t token, uint32_t at)
{
    const hy_vclass *k = &v->classes[c];
    const hy_vmethod *m = hy_verify_method_at(v, at);
    if (m == NULL || (m->described->access & (HY_ACCESS_STATIC | HY_ACCESS_INIT)) != 0)
        return hy_verify_fail(v, "slot %u of the class at %u holds no virtual method", token,
                              k->record->offset);
    if (!hy_verify_subclass(v, c, m->owner))
        return hy_verify_fail(v, "slot %u of the class at %u holds a method of another class",
                              token, k->record->offset);
    if (m->owner == c && m->described->token != token)
        return hy_verify_fail(v, "slot %u of the class at %u holds a method with token %u", token,
                              k->record->offset, m->described->token);
    if (m->owner == c && (m->described->access & HY_ACCESS_M_ABSTRACT) != 0 &&
        (k->described->access & HY_ACCESS_ABSTRACT) == 0)
        return hy_verify_fail(v, "the class at %u is not abstract, but its method %u is",
                              k->record->offset, token);
    return HY_OK;
}

/* Whether the superclass's package had this method when this package was made. What it got later
   took tokens that its subclasses already used (the linker keeps them apart by the same rule). */
static bool known_then(const hy_verifier *v, const hy_package_view *view, const hy_view_method *m)
{
    for (uint8_t i = 0; i < v->p->import_count; i++) {
        if (hy_view_equal(v->p->imports[i].aid, view->id.aid))
            return m->since <= v->p->imports[i].minor;
    }
    return true;
}

uint8_t hy_verify_interface_count(const hy_verifier *v, uint32_t interface)
{
    const hy_vclass *c = &v->classes[interface];
    uint8_t count = 0;
    for (uint8_t i = 0; c->seen != NULL && i < c->seen->virtual_count; i++)
        count = (uint8_t)(count + known_then(v, c->view, &c->seen->virtuals[i]));
    return count;
}

bool hy_verify_inherited(const hy_verifier *v, uint32_t c, uint8_t token, uint8_t *above)
{
    const hy_vclass *k = &v->classes[c];
    *above = token;
    if (k->super == HY_VCLASS_NONE)
        return false;
    const hy_vclass *s = &v->classes[k->super];
    if ((token & 0x80) != 0)
        return s->record != NULL &&
               (token & 0x7F) < s->record->package_base + s->record->package_count;
    if (token < k->record->token_mapping.n)
        *above = k->record->token_mapping.p[token];
    if (s->record != NULL)
        return *above < s->record->public_base + s->record->public_count;
    const hy_view_method *m = s->seen == NULL ? NULL : hy_view_find_virtual(s->seen, *above);
    if (m == NULL || (k->record->token_mapping.n == 0 && s->seen->cap22_count <= *above))
        return false;
    return known_then(v, s->view, m);
}

static hy_rc check_override(hy_verifier *v, uint32_t c, uint8_t token, const hy_vmethod *m)
{
    uint8_t above;
    hy_vmember over = {0};
    if (!hy_verify_inherited(v, c, token, &above))
        return HY_OK;
    HY_TRY(hy_verify_virtual(v, v->classes[c].super, above, &over));
    if (over.method != UINT32_MAX && &v->methods[over.method] == m)
        return HY_OK;
    if (!hy_verify_same_sig(&over.sig, &m->sig))
        return hy_verify_fail(v,
                              "method %u of the class at %u has another type than the one it "
                              "overrides",
                              token, v->classes[c].record->offset);
    if (over.known && (over.access & HY_ACCESS_FINAL) != 0)
        return hy_verify_fail(v, "method %u of the class at %u overrides a final method", token,
                              v->classes[c].record->offset);
    if (over.known && (over.access & HY_ACCESS_PUBLIC) != 0 &&
        (m->described->access & HY_ACCESS_PUBLIC) == 0)
        return hy_verify_fail(v,
                              "method %u of the class at %u is less accessible than the public "
                              "one it overrides",
                              token, v->classes[c].record->offset);
    return HY_OK;
}

static hy_rc check_implemented(hy_verifier *v, uint32_t c, const hy_package_implemented *im)
{
    uint32_t interface;
    HY_TRY(hy_verify_class_ref(v, im->interface, &interface));
    for (size_t t = 0; t < im->tokens.n; t++) {
        hy_vmember wanted;
        hy_vmember found = {0};
        HY_TRY(hy_verify_interface_method(v, interface, (uint8_t)t, &wanted));
        HY_TRY(hy_verify_virtual(v, c, im->tokens.p[t], &found));
        if (!wanted.open && !hy_verify_same_sig(&wanted.sig, &found.sig))
            return hy_verify_fail(v,
                                  "method %u of the class at %u has another type than method "
                                  "%zu of the interface it implements",
                                  im->tokens.p[t], v->classes[c].record->offset, t);
        if (found.known && (found.access & HY_ACCESS_PUBLIC) == 0)
            return hy_verify_fail(v,
                                  "method %u of the class at %u implements an interface, but is "
                                  "not public",
                                  im->tokens.p[t], v->classes[c].record->offset);
    }
    return HY_OK;
}

static hy_rc check_class(hy_verifier *v, uint32_t c)
{
    const hy_package_class *r = v->classes[c].record;
    for (uint8_t i = 0; i < r->public_count; i++) {
        if (r->public_table[i] == HY_METHOD_ELSEWHERE)
            continue;
        uint8_t token = (uint8_t)(r->public_base + i);
        HY_TRY(check_slot(v, c, token, r->public_table[i]));
        HY_TRY(check_override(v, c, token, hy_verify_method_at(v, r->public_table[i])));
    }
    for (uint8_t i = 0; i < r->package_count; i++) {
        uint8_t token = (uint8_t)((r->package_base + i) | 0x80);
        HY_TRY(check_slot(v, c, token, r->package_table[i]));
        HY_TRY(check_override(v, c, token, hy_verify_method_at(v, r->package_table[i])));
    }
    for (uint8_t i = 0; i < r->implemented_count; i++)
        HY_TRY(check_implemented(v, c, &r->implemented[i]));
    return HY_OK;
}

/* ---- fields ---- */

static bool is_reference(const hy_package_type *t)
{
    return t->kind >= HY_TYPE_REFERENCE;
}

/* The class record says which words of an object are references; the Descriptor must agree, or the
   heap would take one for the other. */
static hy_rc check_instance_field(hy_verifier *v, const hy_package_class *r,
                                  const hy_package_field *f, unsigned *words)
{
    hy_package_type t = hy_package_field_type(v->p, f->type);
    bool said = r->first_reference != 0xFF && f->token >= r->first_reference &&
                f->token < r->first_reference + r->reference_count;
    unsigned size = t.kind == HY_TYPE_INT ? 2 : 1;
    if (said != is_reference(&t) || f->token + size > r->instance_words)
        return hy_verify_fail(v,
                              "field %u of the class at %u is %s in the Descriptor, but not in "
                              "Class",
                              f->token, r->offset,
                              is_reference(&t) ? "a reference" : "no reference");
    *words += size;
    return HY_OK;
}

static hy_rc check_static_field(hy_verifier *v, const hy_package_field *f)
{
    const hy_package_statics *s = &v->p->statics;
    hy_package_type t = hy_package_field_type(v->p, f->type);
    unsigned references = 2u * s->reference_count;
    unsigned size = t.kind == HY_TYPE_INT ? 4 : t.kind == HY_TYPE_SHORT ? 2 : 1;
    bool ok = is_reference(&t) ? f->at < references && f->at % 2 == 0
                               : f->at >= references && f->at + size <= s->image_size;
    if (!ok)
        return hy_verify_fail(v, "the static field at %u is %s, which has no place there", f->at,
                              is_reference(&t) ? "a reference" : "no reference");
    return HY_OK;
}

static hy_rc check_class_fields(hy_verifier *v, uint32_t c)
{
    const hy_package_described *d = v->classes[c].described;
    const hy_package_class *r = v->classes[c].record;
    unsigned words = 0;
    for (uint16_t i = 0; i < d->field_count; i++) {
        if ((d->fields[i].access & HY_ACCESS_STATIC) != 0)
            HY_TRY(check_static_field(v, &d->fields[i]));
        else
            HY_TRY(check_instance_field(v, r, &d->fields[i], &words));
    }
    if (words != r->instance_words)
        return hy_verify_fail(v, "the class at %u has %u words of fields, its Descriptor %u",
                              r->offset, r->instance_words, words);
    return HY_OK;
}

hy_rc hy_verify_overrides(hy_verifier *v)
{
    for (uint16_t i = 0; i < v->p->class_count; i++) {
        HY_TRY(check_class(v, i));
        HY_TRY(check_class_fields(v, i));
    }
    return HY_OK;
}
