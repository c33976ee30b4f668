/* Instructions that use fields and call methods: types of operands, and who may use what. */
#include "element/vm/verify_in.h"

static hy_vtype object_of(const hy_verifier *v, uint32_t c)
{
    return v->typed ? hy_vtype_of(HY_VK_OBJECT, c) : hy_vtype_of(HY_VK_SOME, 0);
}

static hy_rc push(hy_verifier *v, hy_vframe *f, hy_vtype t)
{
    unsigned words = hy_vtype_kind(t) == HY_VK_INT ? 2 : 1;
    if (f->depth + words > v->code->method->header.max_stack)
        return hy_verify_fail(v, "the stack grows past the %u words that the method declares",
                              v->code->method->header.max_stack);
    f->stack[f->depth++] = t;
    if (words == 2)
        f->stack[f->depth++] = hy_vtype_of(HY_VK_INT_LOW, 0);
    return HY_OK;
}

/* ---- access ---- */

/* Whether code of the method's class may use a member, through an object of type `through` (TOP:
   through none). JLS 6.6; members of this CAP are hidden from it only when private. */
static hy_rc check_access(hy_verifier *v, const hy_vcode *code, const hy_vmember *m,
                          hy_vtype through)
{
    if (!m->known)
        return HY_OK;
    uint32_t here = code->method->owner;
    bool internal = m->owner < v->p->class_count;
    if (internal && v->typed && (m->access & HY_ACCESS_PRIVATE) != 0 && m->owner != here)
        return hy_verify_fail(v, "the member is private to the class at %u",
                              v->classes[m->owner].record->offset);
    if (internal || (m->access & HY_ACCESS_PUBLIC) != 0)
        return HY_OK;
    if ((m->access & HY_ACCESS_PROTECTED) == 0)
        return hy_verify_fail(v, "the member is not visible outside its package");
    if (!v->typed)
        return HY_OK;
    if (!hy_verify_subclass(v, here, m->owner))
        return hy_verify_fail(v, "the member is protected and this class is no subclass");
    if (hy_vtype_kind(through) == HY_VK_OBJECT &&
        !hy_verify_subclass(v, hy_vtype_data(through), here))
        return hy_verify_fail(v, "the member is protected and the object is of another class");
    return HY_OK;
}

/* ---- fields ---- */

enum { SHAPE_STATIC = 1, SHAPE_PUT = 2, SHAPE_THIS = 4 };

/* Opcodes come in groups of four, by type: a b s i. */
static const struct {
    uint8_t first, shape, width;
} field_ops[] = {
    {HY_OP_getstatic_a, SHAPE_STATIC, 2},
    {HY_OP_putstatic_a, SHAPE_STATIC | SHAPE_PUT, 2},
    {HY_OP_getfield_a, 0, 1},
    {HY_OP_putfield_a, SHAPE_PUT, 1},
    {HY_OP_getfield_a_w, 0, 2},
    {HY_OP_getfield_a_this, SHAPE_THIS, 1},
    {HY_OP_putfield_a_w, SHAPE_PUT, 2},
    {HY_OP_putfield_a_this, SHAPE_THIS | SHAPE_PUT, 1},
};

/* The object whose field is used. A constructor may set fields of its own class before it calls
   the superclass's, as inner classes do. */
static hy_rc check_object(hy_verifier *v, const hy_vcode *code, const hy_vmember *m, hy_vtype t,
                          bool put)
{
    char a[64];
    char b[64];
    if (put && hy_vtype_kind(t) == HY_VK_THIS && m->owner == code->method->owner)
        return HY_OK;
    if (!hy_verify_assignable(v, t, object_of(v, m->named)))
        return hy_verify_fail(v, "the object is %s, %s is needed", hy_verify_type_name(v, t, a),
                              hy_verify_type_name(v, object_of(v, m->named), b));
    return check_access(v, code, m, t);
}

static hy_rc pop_value(hy_verifier *v, hy_vframe *f, hy_vtype wanted)
{
    unsigned words = hy_vtype_kind(wanted) == HY_VK_INT ? 2 : 1;
    char a[64];
    char b[64];
    if (f->depth < words)
        return hy_verify_fail(v, "takes from an empty stack");
    f->depth = (uint16_t)(f->depth - words);
    hy_vtype t = f->stack[f->depth];
    bool ok = hy_verify_assignable(v, t, wanted);
    if (words == 2)
        ok = ok && hy_vtype_kind(f->stack[f->depth + 1]) == HY_VK_INT_LOW;
    if (!ok)
        return hy_verify_fail(v, "the value is %s, %s is needed", hy_verify_type_name(v, t, a),
                              hy_verify_type_name(v, wanted, b));
    return HY_OK;
}

/* The type that instruction and field agree on. */
static hy_rc field_type(hy_verifier *v, const hy_vmember *m, char kind, hy_vtype *type)
{
    if (m->kind != 0 ? m->kind != kind : kind == 'a')
        return hy_verify_fail(v, "an instruction for type %c on a field of type %c", kind,
                              m->kind != 0 ? m->kind : 's');
    *type = kind == 'a'   ? m->type
            : kind == 'i' ? hy_vtype_of(HY_VK_INT, 0)
                          : hy_vtype_of(HY_VK_SHORT, 0);
    return HY_OK;
}

static hy_rc field_step(hy_verifier *v, hy_vcode *code, hy_vframe *f, size_t i, char kind)
{
    uint8_t shape = field_ops[i].shape;
    uint16_t index =
        field_ops[i].width == 1 ? hy_verify_u1(code, v->pc + 1) : hy_verify_u2(code, v->pc + 1);
    const hy_vmember *m = &v->pool[index];
    bool put = (shape & SHAPE_PUT) != 0;
    hy_vtype type = HY_VK_TOP;
    HY_TRY(field_type(v, m, kind, &type));
    if (put)
        HY_TRY(pop_value(v, f, type));
    if (put && m->known && (m->access & HY_ACCESS_FINAL) != 0 && m->owner != code->method->owner &&
        (v->typed || m->owner >= v->p->class_count))
        return hy_verify_fail(v, "writes a final field of another class");
    if ((shape & SHAPE_STATIC) != 0) {
        HY_TRY(check_access(v, code, m, HY_VK_TOP));
    } else if ((shape & SHAPE_THIS) != 0) {
        if (code->locals == 0)
            return hy_verify_fail(v, "there is no local 0");
        HY_TRY(check_object(v, code, m, f->locals[0], put));
    } else {
        if (f->depth == 0)
            return hy_verify_fail(v, "takes from an empty stack");
        HY_TRY(check_object(v, code, m, f->stack[--f->depth], put));
    }
    return put ? HY_OK : push(v, f, type);
}

/* ---- calls ---- */

/* Arguments from number `first` on leave the stack. */
static hy_rc pop_arguments(hy_verifier *v, hy_vframe *f, const hy_vsig *sig, uint8_t first)
{
    char a[64];
    char b[64];
    if (f->depth < sig->nargs)
        return hy_verify_fail(v, "passes %u words, the stack has %u", sig->nargs, f->depth);
    const hy_vtype *words = &f->stack[f->depth - sig->nargs];
    for (uint8_t i = first; i < sig->nargs; i++) {
        if (!hy_verify_assignable(v, words[i], sig->args[i]))
            return hy_verify_fail(v, "argument word %u is %s, %s is needed", i,
                                  hy_verify_type_name(v, words[i], a),
                                  hy_verify_type_name(v, sig->args[i], b));
    }
    f->depth = (uint16_t)(f->depth - sig->nargs);
    return HY_OK;
}

/* key: names the method when nothing tells its result. */
static hy_rc push_result(hy_verifier *v, hy_vframe *f, const hy_vmember *m, uint32_t key)
{
    hy_vtype result = m->sig.result;
    if (hy_vtype_kind(result) == HY_VK_UNKNOWN) {
        f->ends = m->method != UINT32_MAX && v->methods[m->method].has_code;
        if (f->ends)
            return HY_OK;
        HY_TRY(hy_verify_guess(v, key, &result));
    }
    return hy_vtype_kind(result) == HY_VK_VOID ? HY_OK : push(v, f, result);
}

/* Keys: abstract methods by number, interface methods by class and token, those of imports without
   Descriptor by pool entry. */
static uint32_t key_of(const hy_verifier *v, const hy_vmember *m)
{
    enum { METHOD_BIT = 0x40000000, POOL_BIT = 0x20000000 };
    return m->method == UINT32_MAX ? POOL_BIT | (uint32_t)(m - v->pool)
                                   : METHOD_BIT | v->methods[m->method].same;
}

static hy_rc invoke_virtual(hy_verifier *v, hy_vcode *code, hy_vframe *f, const hy_vmember *m)
{
    char a[64];
    HY_TRY(pop_arguments(v, f, &m->sig, 1));
    if (m->sig.nargs == 0)
        return hy_verify_fail(v, "the method has no this");
    hy_vtype object = f->stack[f->depth];
    if (!hy_verify_assignable(v, object, object_of(v, m->named)))
        return hy_verify_fail(v, "called on %s, which is not of the class named",
                              hy_verify_type_name(v, object, a));
    HY_TRY(check_access(v, code, m, object));
    return push_result(v, f, m, key_of(v, m));
}

/* All copies of an uninitialised object become initialised. */
static void initialise(hy_vcode *code, hy_vframe *f, hy_vtype from, hy_vtype to)
{
    for (uint16_t i = 0; i < code->locals; i++) {
        if (f->locals[i] == from)
            f->locals[i] = to;
    }
    for (uint16_t i = 0; i < f->depth; i++) {
        if (f->stack[i] == from)
            f->stack[i] = to;
    }
    if (hy_vtype_kind(from) == HY_VK_THIS)
        f->locals[code->locals] = hy_vtype_of(HY_VK_SHORT, 0);
}

static hy_rc construct(hy_verifier *v, hy_vcode *code, hy_vframe *f, const hy_vmember *m,
                       hy_vtype object)
{
    uint32_t here = code->method->owner;
    char a[64];
    if (hy_vtype_kind(object) == HY_VK_THIS) {
        if (m->owner != here && m->owner != v->classes[here].super)
            return hy_verify_fail(v, "calls a constructor of neither this class nor its "
                                     "superclass on this");
        initialise(code, f, object, hy_vtype_of(HY_VK_OBJECT, here));
        return HY_OK;
    }
    if (hy_vtype_kind(object) != HY_VK_NEW)
        return hy_verify_fail(v, "a constructor is called on %s",
                              hy_verify_type_name(v, object, a));
    uint32_t made = v->pool[hy_verify_u2(code, hy_vtype_data(object) + 1)].named;
    if (made != m->owner)
        return hy_verify_fail(v, "calls a constructor of another class than that of the object");
    if (m->owner >= v->p->class_count && (m->access & HY_ACCESS_PUBLIC) == 0)
        return hy_verify_fail(v, "the constructor is not public");
    initialise(code, f, object, hy_vtype_of(HY_VK_OBJECT, made));
    return HY_OK;
}

static hy_rc invoke_special(hy_verifier *v, hy_vcode *code, hy_vframe *f, uint16_t index)
{
    const hy_vmember *m = &v->pool[index];
    bool super = v->p->pool[index].tag == HY_POOL_SUPER;
    uint32_t here = code->method->owner;
    HY_TRY(pop_arguments(v, f, &m->sig, 1));
    if (m->sig.nargs == 0 || (m->known && (m->access & HY_ACCESS_STATIC) != 0))
        return hy_verify_fail(v, "the method is static");
    hy_vtype object = f->stack[f->depth];
    bool constructor = m->known && (m->access & HY_ACCESS_INIT) != 0;
    if (!v->typed) {
        if (!hy_vtype_reference(object))
            return hy_verify_fail(v, "called on something that is no reference");
        return push_result(v, f, m, key_of(v, m));
    }
    if (constructor) {
        HY_TRY(check_access(v, code, m, HY_VK_TOP));
        return construct(v, code, f, m, object);
    }
    if (super ? m->named != here : m->owner != here)
        return hy_verify_fail(v, "a %s method of another class",
                              super ? "superclass's" : "private");
    if (m->known && (m->access & HY_ACCESS_M_ABSTRACT) != 0)
        return hy_verify_fail(v, "the method is abstract");
    if (!hy_verify_assignable(v, object, object_of(v, here)))
        return hy_verify_fail(v, "called on an object of another class");
    HY_TRY(check_access(v, code, m, object));
    return push_result(v, f, m, key_of(v, m));
}

static hy_rc invoke_static(hy_verifier *v, hy_vcode *code, hy_vframe *f, const hy_vmember *m)
{
    if (m->known && (m->access & HY_ACCESS_STATIC) == 0)
        return hy_verify_fail(v, "the method is not static");
    HY_TRY(check_access(v, code, m, HY_VK_TOP));
    HY_TRY(pop_arguments(v, f, &m->sig, 0));
    return push_result(v, f, m, key_of(v, m));
}

/* The words of a call of which only the number is known. */
static hy_rc pop_open(hy_verifier *v, hy_vframe *f, uint8_t nargs)
{
    char a[64];
    if (f->depth < nargs)
        return hy_verify_fail(v, "passes %u words, the stack has %u", nargs, f->depth);
    f->depth = (uint16_t)(f->depth - nargs);
    for (uint8_t i = 1; i < nargs; i++) {
        hy_vtype t = f->stack[f->depth + i];
        if (!hy_verify_assignable(v, t, hy_vtype_of(HY_VK_UNREAD, 0)))
            return hy_verify_fail(v, "argument word %u is %s", i, hy_verify_type_name(v, t, a));
    }
    return HY_OK;
}

static hy_rc invoke_interface(hy_verifier *v, hy_vcode *code, hy_vframe *f)
{
    enum { TOKEN_AT = 4 };
    uint32_t c = v->pool[hy_verify_u2(code, v->pc + 2)].named;
    uint8_t nargs = hy_verify_u1(code, v->pc + 1);
    uint8_t token = hy_verify_u1(code, v->pc + TOKEN_AT);
    hy_vmember m = {.method = UINT32_MAX};
    char a[64];
    HY_TRY(hy_verify_interface_method(v, c, token, &m));
    if (nargs == 0 || (!m.open && nargs != m.sig.nargs))
        return hy_verify_fail(v, "says %u argument words, the method has %u", nargs, m.sig.nargs);
    HY_TRY(m.open ? pop_open(v, f, nargs) : pop_arguments(v, f, &m.sig, 1));
    hy_vtype object = f->stack[f->depth];
    if (!hy_verify_assignable(v, object, object_of(v, c)))
        return hy_verify_fail(v, "called on %s", hy_verify_type_name(v, object, a));
    if (m.open)
        m.sig.result = hy_vtype_of(HY_VK_UNKNOWN, 0);
    return push_result(v, f, &m, c << 8 | token);
}

/* ---- the step ---- */

hy_rc hy_verify_member_step(hy_verifier *v, hy_vcode *code, hy_vframe *f, bool *changed, bool *done)
{
    uint8_t op = hy_verify_u1(code, v->pc);
    uint16_t index = hy_verify_u2(code, v->pc + 1);
    *done = true;
    for (size_t i = 0; i < sizeof field_ops / sizeof *field_ops; i++) {
        if (op >= field_ops[i].first && op < field_ops[i].first + 4)
            return field_step(v, code, f, i, "absi"[op - field_ops[i].first]);
    }
    switch (op) {
    case HY_OP_invokevirtual:
        return invoke_virtual(v, code, f, &v->pool[index]);
    case HY_OP_invokespecial:
        *changed = true;
        return invoke_special(v, code, f, index);
    case HY_OP_invokestatic:
        return invoke_static(v, code, f, &v->pool[index]);
    case HY_OP_invokeinterface:
        return invoke_interface(v, code, f);
    default:
        *done = false;
        return HY_OK;
    }
}
