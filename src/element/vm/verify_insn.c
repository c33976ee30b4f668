/* What each instruction takes from the frame and puts there (JCVM 3.1, chapter 7). The plain ones
   are read off opcodes.def; here are those that look closer. */
#include "element/vm/verify_in.h"

static hy_vtype plain(hy_vkind kind)
{
    return hy_vtype_of(kind, 0);
}

/* ---- stack ---- */

static hy_rc push(hy_verifier *v, hy_vframe *f, hy_vtype t)
{
    if (f->depth >= v->code->method->header.max_stack)
        return hy_verify_fail(v, "the stack grows past the %u words that the method declares",
                              v->code->method->header.max_stack);
    f->stack[f->depth++] = t;
    return HY_OK;
}

static hy_rc push_type(hy_verifier *v, hy_vframe *f, hy_vtype t)
{
    HY_TRY(push(v, f, t));
    return hy_vtype_kind(t) == HY_VK_INT ? push(v, f, plain(HY_VK_INT_LOW)) : HY_OK;
}

static hy_rc pop(hy_verifier *v, hy_vframe *f, hy_vtype *t)
{
    if (f->depth == 0)
        return hy_verify_fail(v, "takes from an empty stack");
    *t = f->stack[--f->depth];
    return HY_OK;
}

static hy_rc wrong(hy_verifier *v, const char *what, const char *wanted, hy_vtype found)
{
    char text[64];
    return hy_verify_fail(v, "%s is %s, %s is needed", what, hy_verify_type_name(v, found, text),
                          wanted);
}

static hy_rc pop_kind(hy_verifier *v, hy_vframe *f, hy_vkind kind, const char *wanted)
{
    hy_vtype t = HY_VK_TOP;
    HY_TRY(pop(v, f, &t));
    return hy_vtype_kind(t) == kind ? HY_OK : wrong(v, "the operand", wanted, t);
}

static hy_rc pop_reference(hy_verifier *v, hy_vframe *f, hy_vtype *t)
{
    HY_TRY(pop(v, f, t));
    return hy_vtype_reference(*t) ? HY_OK : wrong(v, "the operand", "an initialised reference", *t);
}

static hy_rc pop_int(hy_verifier *v, hy_vframe *f)
{
    HY_TRY(pop_kind(v, f, HY_VK_INT_LOW, "an int"));
    return pop_kind(v, f, HY_VK_INT, "an int");
}

static hy_rc pop_assignable(hy_verifier *v, hy_vframe *f, hy_vtype wanted, const char *what)
{
    hy_vtype t = HY_VK_TOP;
    char a[64];
    char b[64];
    if (hy_vtype_kind(wanted) == HY_VK_INT)
        return pop_int(v, f);
    HY_TRY(pop(v, f, &t));
    if (!hy_verify_assignable(v, t, wanted))
        return hy_verify_fail(v, "%s is %s, %s is needed", what, hy_verify_type_name(v, t, a),
                              hy_verify_type_name(v, wanted, b));
    return HY_OK;
}

/* Takes and puts what opcodes.def says. */
static hy_rc plain_step(hy_verifier *v, hy_vframe *f, const hy_opcode_info *op)
{
    hy_vtype t = HY_VK_TOP;
    size_t n = hy_view_str(op->pops).n;
    while (n-- > 0) {
        if (op->pops[n] == 's')
            HY_TRY(pop_kind(v, f, HY_VK_SHORT, "a short"));
        else if (op->pops[n] == 'i')
            HY_TRY(pop_int(v, f));
        else
            HY_TRY(pop_reference(v, f, &t));
    }
    for (const char *p = op->pushes; *p != '\0'; p++)
        HY_TRY(push_type(v, f, plain(*p == 'i' ? HY_VK_INT : HY_VK_SHORT)));
    return HY_OK;
}

/* ---- locals ---- */

static void drop_half(hy_vframe *f, uint8_t local)
{
    if (hy_vtype_kind(f->locals[local]) == HY_VK_INT_LOW && local > 0)
        f->locals[local - 1] = HY_VK_TOP;
    if (hy_vtype_kind(f->locals[local]) == HY_VK_INT)
        f->locals[local + 1] = HY_VK_TOP;
}

static hy_rc load(hy_verifier *v, hy_vframe *f, uint8_t local, char kind)
{
    hy_vtype t = f->locals[local];
    if (kind == 's' && hy_vtype_kind(t) != HY_VK_SHORT)
        return wrong(v, "the local", "a short", t);
    if (kind == 'i' &&
        (hy_vtype_kind(t) != HY_VK_INT || hy_vtype_kind(f->locals[local + 1]) != HY_VK_INT_LOW))
        return wrong(v, "the local", "an int", t);
    hy_vkind k = hy_vtype_kind(t);
    if (kind == 'a' && !hy_vtype_reference(t) && k != HY_VK_NEW && k != HY_VK_THIS)
        return wrong(v, "the local", "a reference", t);
    return push_type(v, f, t);
}

static hy_rc store(hy_verifier *v, hy_vframe *f, uint8_t local, char kind)
{
    hy_vtype t = HY_VK_TOP;
    if (kind == 'i') {
        HY_TRY(pop_int(v, f));
        drop_half(f, local);
        drop_half(f, (uint8_t)(local + 1));
        f->locals[local] = plain(HY_VK_INT);
        f->locals[local + 1] = plain(HY_VK_INT_LOW);
        return HY_OK;
    }
    HY_TRY(pop(v, f, &t));
    hy_vkind k = hy_vtype_kind(t);
    if (kind == 's' && k != HY_VK_SHORT)
        return wrong(v, "the operand", "a short", t);
    if (kind == 'a' && !hy_vtype_reference(t) && k != HY_VK_NEW && k != HY_VK_THIS &&
        k != HY_VK_RETURN)
        return wrong(v, "the operand", "a reference or return address", t);
    drop_half(f, local);
    f->locals[local] = t;
    return HY_OK;
}

/* Instructions on locals; *done when pc is one. */
static hy_rc local_step(hy_verifier *v, hy_vcode *code, hy_vframe *f, bool *changed, bool *done)
{
    uint8_t local;
    char kind;
    char what = hy_verify_local(code, v->pc, &local, &kind);
    *done = what != 0;
    switch (what) {
    case 'l':
        return load(v, f, local, kind);
    case 's':
        *changed = true;
        return store(v, f, local, kind);
    case '+':
        if (hy_vtype_kind(f->locals[local]) != (kind == 'i' ? HY_VK_INT : HY_VK_SHORT) ||
            (kind == 'i' && hy_vtype_kind(f->locals[local + 1]) != HY_VK_INT_LOW))
            return wrong(v, "the local", kind == 'i' ? "an int" : "a short", f->locals[local]);
        return HY_OK;
    case 'r':
        if (hy_vtype_kind(f->locals[local]) != HY_VK_RETURN)
            return wrong(v, "the local", "a return address", f->locals[local]);
        return HY_OK;
    default:
        return HY_OK;
    }
}

/* ---- moving words ---- */

/* The top n words exist and are whole: no int is cut in two. */
static hy_rc whole(hy_verifier *v, const hy_vframe *f, unsigned n)
{
    if (n > f->depth)
        return hy_verify_fail(v, "takes %u words from a stack of %u", n, f->depth);
    if (n > 0 && hy_vtype_kind(f->stack[f->depth - n]) == HY_VK_INT_LOW)
        return hy_verify_fail(v, "cuts an int in two");
    return HY_OK;
}

/* Puts the top m words below the top n (n 0 or m: just again on top). */
static hy_rc dup_words(hy_verifier *v, hy_vframe *f, unsigned m, unsigned n)
{
    hy_vtype top[16];
    unsigned below = n == 0 ? m : n;
    HY_TRY(whole(v, f, m));
    HY_TRY(whole(v, f, below));
    for (unsigned i = 0; i < below; i++)
        top[i] = f->stack[f->depth - below + i];
    f->depth = (uint16_t)(f->depth - below);
    for (unsigned i = 0; i < m; i++)
        HY_TRY(push(v, f, top[below - m + i]));
    for (unsigned i = 0; i < below; i++)
        HY_TRY(push(v, f, top[i]));
    return HY_OK;
}

static hy_rc swap_words(hy_verifier *v, hy_vframe *f, unsigned m, unsigned n)
{
    hy_vtype words[4];
    HY_TRY(whole(v, f, m));
    HY_TRY(whole(v, f, m + n));
    for (unsigned i = 0; i < m + n; i++)
        words[i] = f->stack[f->depth - m - n + i];
    for (unsigned i = 0; i < m + n; i++)
        f->stack[f->depth - m - n + i] = words[(i + n) % (m + n)];
    return HY_OK;
}

static hy_rc word_step(hy_verifier *v, hy_vcode *code, hy_vframe *f, bool *done)
{
    unsigned mn = hy_verify_u1(code, v->pc + 1);
    *done = true;
    switch (hy_verify_u1(code, v->pc)) {
    case HY_OP_pop:
        HY_TRY(whole(v, f, 1));
        f->depth--;
        return HY_OK;
    case HY_OP_pop2:
        HY_TRY(whole(v, f, 2));
        f->depth = (uint16_t)(f->depth - 2);
        return HY_OK;
    case HY_OP_dup:
        return dup_words(v, f, 1, 0);
    case HY_OP_dup2:
        return dup_words(v, f, 2, 0);
    case HY_OP_dup_x:
        return dup_words(v, f, mn >> 4, mn & 0x0F);
    case HY_OP_swap_x:
        return swap_words(v, f, mn >> 4, mn & 0x0F);
    default:
        *done = false;
        return HY_OK;
    }
}

/* ---- arrays ---- */

/* The array operand: of this kind (bytes: or booleans), null, or unknown. */
static hy_rc pop_array(hy_verifier *v, hy_vframe *f, hy_vkind kind, const char *wanted, hy_vtype *t)
{
    HY_TRY(pop(v, f, t));
    hy_vkind k = hy_vtype_kind(*t);
    if (k == kind || k == HY_VK_NULL || k == HY_VK_SOME ||
        (kind == HY_VK_BYTES && k == HY_VK_BOOLEANS))
        return HY_OK;
    return wrong(v, "the array", wanted, *t);
}

static const struct {
    uint8_t op;
    hy_vkind array;
    hy_vkind element; /* NULL: what the array has */
    const char *name;
} array_ops[] = {
    {HY_OP_aaload, HY_VK_OBJECTS, HY_VK_NULL, "an array of objects"},
    {HY_OP_baload, HY_VK_BYTES, HY_VK_SHORT, "a byte or boolean array"},
    {HY_OP_saload, HY_VK_SHORTS, HY_VK_SHORT, "a short array"},
    {HY_OP_iaload, HY_VK_INTS, HY_VK_INT, "an int array"},
    {HY_OP_aastore, HY_VK_OBJECTS, HY_VK_NULL, "an array of objects"},
    {HY_OP_bastore, HY_VK_BYTES, HY_VK_SHORT, "a byte or boolean array"},
    {HY_OP_sastore, HY_VK_SHORTS, HY_VK_SHORT, "a short array"},
    {HY_OP_iastore, HY_VK_INTS, HY_VK_INT, "an int array"},
};

static hy_vtype element_of(hy_vtype array)
{
    if (hy_vtype_kind(array) == HY_VK_OBJECTS)
        return hy_vtype_of(HY_VK_OBJECT, hy_vtype_data(array));
    return array; /* null of null, unknown of unknown */
}

static hy_rc array_step(hy_verifier *v, hy_vframe *f, size_t i)
{
    hy_vtype array = HY_VK_TOP;
    hy_vtype t = HY_VK_TOP;
    bool is_store = array_ops[i].op >= HY_OP_aastore;
    hy_vkind element = array_ops[i].element;
    if (is_store && element == HY_VK_NULL)
        HY_TRY(pop_reference(v, f, &t)); /* whether it fits is asked at run time */
    else if (is_store)
        HY_TRY(pop_assignable(v, f, plain(element), "the value"));
    HY_TRY(pop_kind(v, f, HY_VK_SHORT, "a short"));
    HY_TRY(pop_array(v, f, array_ops[i].array, array_ops[i].name, &array));
    if (is_store)
        return HY_OK;
    return push_type(v, f, element == HY_VK_NULL ? element_of(array) : plain(element));
}

static hy_rc array_length(hy_verifier *v, hy_vframe *f)
{
    hy_vtype t = HY_VK_TOP;
    HY_TRY(pop(v, f, &t));
    hy_vkind k = hy_vtype_kind(t);
    if (k != HY_VK_NULL && (k < HY_VK_BOOLEANS || k > HY_VK_SOME))
        return wrong(v, "the operand", "an array", t);
    return push(v, f, plain(HY_VK_SHORT));
}

/* ---- new, casts, returns ---- */

/* What array type and class of checkcast, instanceof and newarray name. */
static hy_vtype named_type(const hy_verifier *v, const hy_vcode *code)
{
    uint8_t atype = hy_verify_u1(code, v->pc + 1);
    if (!v->typed)
        return plain(HY_VK_SOME);
    if (atype >= HY_ATYPE_BOOLEAN && atype <= HY_ATYPE_INT)
        return plain((hy_vkind)(HY_VK_BOOLEANS + (atype - HY_ATYPE_BOOLEAN)));
    return hy_vtype_of(atype == 0 ? HY_VK_OBJECT : HY_VK_OBJECTS,
                       v->pool[hy_verify_u2(code, v->pc + 2)].named);
}

static hy_rc new_step(hy_verifier *v, hy_vcode *code, hy_vframe *f, bool *changed)
{
    uint32_t c = v->pool[hy_verify_u2(code, v->pc + 1)].named;
    const hy_vclass *k = &v->classes[c];
    uint8_t access = k->seen != NULL        ? k->seen->access
                     : k->described != NULL ? k->described->access
                                            : 0;
    if (k->interface || (access & HY_ACCESS_ABSTRACT) != 0)
        return hy_verify_fail(v, "makes an object of an interface or abstract class");
    if (!v->typed)
        return push(v, f, plain(HY_VK_SOME));
    hy_vtype t = hy_vtype_of(HY_VK_NEW, v->pc);
    for (uint16_t i = 0; i < f->depth; i++) {
        if (f->stack[i] == t)
            return hy_verify_fail(v, "the object made here the last time is still uninitialised");
    }
    for (uint16_t i = 0; i < code->locals; i++) {
        if (f->locals[i] == t) {
            f->locals[i] = HY_VK_TOP;
            *changed = true;
        }
    }
    return push(v, f, t);
}

static hy_rc return_step(hy_verifier *v, hy_vcode *code, hy_vframe *f, uint8_t op)
{
    const hy_vsig *sig = &code->method->sig;
    hy_vkind wanted = hy_vtype_kind(sig->result);
    bool ok = op == HY_OP_areturn   ? hy_vtype_reference(sig->result)
              : op == HY_OP_sreturn ? wanted == HY_VK_SHORT
              : op == HY_OP_ireturn ? wanted == HY_VK_INT
                                    : wanted == HY_VK_VOID;
    char text[64];
    if (!ok)
        return hy_verify_fail(v, "the method's result is %s",
                              hy_verify_type_name(v, sig->result, text));
    if (hy_vtype_kind(f->locals[code->locals]) != HY_VK_SHORT)
        return hy_verify_fail(v, "the constructor returns before a constructor of its superclass "
                                 "was called");
    if (op == HY_OP_return)
        return HY_OK;
    return pop_assignable(v, f, sig->result, "the result");
}

static hy_rc throw_step(hy_verifier *v, hy_vframe *f)
{
    hy_vtype wanted = v->typed ? hy_vtype_of(HY_VK_OBJECT, v->throwable) : plain(HY_VK_SOME);
    return pop_assignable(v, f, wanted, "what is thrown");
}

static hy_rc object_step(hy_verifier *v, hy_vcode *code, hy_vframe *f, bool *changed, bool *done)
{
    hy_vtype t = HY_VK_TOP;
    uint8_t op = hy_verify_u1(code, v->pc);
    *done = true;
    switch (op) {
    case HY_OP_aconst_null:
        return push(v, f, plain(HY_VK_NULL));
    case HY_OP_arraylength:
        return array_length(v, f);
    case HY_OP_athrow:
        return throw_step(v, f);
    case HY_OP_new:
        return new_step(v, code, f, changed);
    case HY_OP_newarray:
        HY_TRY(pop_kind(v, f, HY_VK_SHORT, "a short"));
        return push(v, f, named_type(v, code));
    case HY_OP_anewarray:
        HY_TRY(pop_kind(v, f, HY_VK_SHORT, "a short"));
        t = hy_vtype_of(HY_VK_OBJECTS, v->pool[hy_verify_u2(code, v->pc + 1)].named);
        return push(v, f, v->typed ? t : plain(HY_VK_SOME));
    case HY_OP_checkcast:
        HY_TRY(pop_reference(v, f, &t));
        return push(v, f, named_type(v, code));
    case HY_OP_areturn:
    case HY_OP_sreturn:
    case HY_OP_ireturn:
    case HY_OP_return:
        return return_step(v, code, f, op);
    case HY_OP_jsr:
        return push(v, f, plain(HY_VK_RETURN));
    default:
        for (size_t i = 0; i < sizeof array_ops / sizeof *array_ops; i++) {
            if (array_ops[i].op == op)
                return array_step(v, f, i);
        }
        *done = false;
        return HY_OK;
    }
}

/* ---- the step ---- */

hy_rc hy_verify_step(hy_verifier *v, hy_vcode *code, hy_vframe *f, bool *changed)
{
    bool done;
    HY_TRY(local_step(v, code, f, changed, &done));
    if (done)
        return HY_OK;
    HY_TRY(word_step(v, code, f, &done));
    if (done)
        return HY_OK;
    HY_TRY(object_step(v, code, f, changed, &done));
    if (done)
        return HY_OK;
    HY_TRY(hy_verify_member_step(v, code, f, changed, &done));
    if (done)
        return HY_OK;
    return plain_step(v, f, &hy_opcode_table[hy_verify_u1(code, v->pc)]);
}
