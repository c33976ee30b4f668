/* One JVM instruction at a time becomes none, one or a few of the card's. Where a value is made in
   one width and kept in the other, the conversion follows its making at once. */
#include "converter/select.h"

#include "converter/descriptor.h"
#include "converter/link.h"
#include "element/vm/opcode.h"

#include <string.h>

enum { INSNS_PER_OP = 6 };

typedef struct select {
    hy_unit *u;
    hy_flow *f;
    hy_narrow *n;
    const bool *gone;
    hy_jinsn *insns;
    uint32_t count, room;
    uint32_t *first; /* by JVM instruction, and one more: index of what it became */
    uint8_t *word;   /* by JVM local: index on the card */
    uint32_t index;
    const hy_bytecode_op *op;
    const hy_flow_op *flow;
    hy_jinsn nowhere; /* written when there is no room */
    hy_rc rc;
} select;

/* ---- small things ---- */

static hy_jinsn *emit(select *s, uint8_t op, int32_t a, int32_t b)
{
    if (s->count == s->room) {
        s->rc = HY_FAIL(INTERNAL);
        return &s->nowhere;
    }
    hy_jinsn *i = &s->insns[s->count++];
    *i = (hy_jinsn){.op = op, .a = a, .b = b, .line = s->op->line};
    return i;
}

static bool wide(select *s, const hy_flow_value *v)
{
    return v->kind == HY_FLOW_INT && hy_narrow_is_wide(s->n, v->node);
}

static bool is_gone(select *s, const hy_flow_value *v)
{
    return v->kind == HY_FLOW_REF && s->gone[hy_flow_set(s->f, v->node)];
}

static unsigned words(select *s, const hy_flow_value *v)
{
    return is_gone(s, v) ? 0 : wide(s, v) ? 2 : 1;
}

/* The instruction left its result on the stack as an int or a short; keeps it as decided. */
static void settle(select *s, bool made_wide)
{
    if (!s->flow->makes || s->flow->out.kind != HY_FLOW_INT)
        return;
    bool kept_wide = wide(s, &s->flow->out);
    if (made_wide && !kept_wide)
        emit(s, HY_OP_i2s, 0, 0);
    if (!made_wide && kept_wide)
        emit(s, HY_OP_s2i, 0, 0);
}

/* The instruction wants the top of the stack as a short. */
static void top_to_short(select *s)
{
    if (wide(s, hy_flow_top(s->flow, 0)))
        emit(s, HY_OP_i2s, 0, 0);
}

/* A value below the top is an int where a short must be: no instruction can convert it there. Not
   met in what javac makes. */
static void must_be_short(select *s, const hy_flow_value *v)
{
    if (wide(s, v))
        hy_unit_error(s->u, s->op->line, "store the value in a short variable first",
                      "a value is used as short and as int at once");
}

static hy_jref *ref(select *s, hy_jref_kind kind, hy_jclass *owner, void *member)
{
    if (owner == NULL || (kind != HY_JREF_CLASS && member == NULL)) {
        s->rc = HY_FAIL(INTERNAL);
        return NULL;
    }
    hy_jref *r = hy_jref_get(s->u->world, s->u->class->package, kind, owner, member);
    if (r == NULL)
        s->rc = HY_FAIL(MEMORY);
    return r;
}

static hy_jref *class_ref(select *s, const char *name)
{
    return ref(s, HY_JREF_CLASS, hy_world_class(s->u->world, name), NULL);
}

/* ---- constants, locals, arithmetic ---- */

static void push_constant(select *s, int32_t value)
{
    if (wide(s, &s->flow->out))
        emit(s, HY_OP_iipush, value, 0);
    else
        emit(s, HY_OP_sspush, (int16_t)value, 0);
}

static void load(select *s)
{
    uint8_t word = s->word[s->op->a];
    const hy_flow_value *local = &s->flow->in[0];
    if (s->op->op == HY_JVM_aload) {
        if (!is_gone(s, &s->flow->out))
            emit(s, HY_OP_aload, word, 0);
        return;
    }
    emit(s, wide(s, local) ? HY_OP_iload : HY_OP_sload, word, 0);
    settle(s, wide(s, local));
}

static void store(select *s)
{
    uint8_t word = s->word[s->op->a];
    if (s->op->op == HY_JVM_astore) {
        emit(s, HY_OP_astore, word, 0);
    } else if (wide(s, &s->flow->out)) {
        emit(s, HY_OP_istore, word, 0);
    } else {
        top_to_short(s);
        emit(s, HY_OP_sstore, word, 0);
    }
}

static uint8_t arithmetic_opcode(uint8_t jvm, bool as_int)
{
    static const struct {
        uint8_t jvm, as_short, as_int;
    } table[] = {
        {HY_JVM_iadd, HY_OP_sadd, HY_OP_iadd},    {HY_JVM_isub, HY_OP_ssub, HY_OP_isub},
        {HY_JVM_imul, HY_OP_smul, HY_OP_imul},    {HY_JVM_idiv, HY_OP_sdiv, HY_OP_idiv},
        {HY_JVM_irem, HY_OP_srem, HY_OP_irem},    {HY_JVM_ineg, HY_OP_sneg, HY_OP_ineg},
        {HY_JVM_ishl, HY_OP_sshl, HY_OP_ishl},    {HY_JVM_ishr, HY_OP_sshr, HY_OP_ishr},
        {HY_JVM_iushr, HY_OP_sushr, HY_OP_iushr}, {HY_JVM_iand, HY_OP_sand, HY_OP_iand},
        {HY_JVM_ior, HY_OP_sor, HY_OP_ior},       {HY_JVM_ixor, HY_OP_sxor, HY_OP_ixor},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i].jvm == jvm)
            return as_int ? table[i].as_int : table[i].as_short;
    return HY_OP_nop;
}

/* Java shifts the sign-extended 32 bits; up to 16 places the low half of that is what sshr gives,
   whatever a card's sushr makes of the upper bits of a negative short. */
static bool shifts_like_sshr(select *s)
{
    hy_range distance = s->flow->in[1].range;
    return s->op->op == HY_JVM_iushr && s->flow->in[0].range.lo < 0 && distance.lo == distance.hi &&
           (distance.lo & 31) <= 16;
}

static void arithmetic(select *s)
{
    bool as_int = s->n->op_wide[s->index];
    if (!as_int)
        top_to_short(s); /* a shift's distance may be an int; other operands are shorts by now */
    uint8_t op = arithmetic_opcode(s->op->op, as_int);
    emit(s, !as_int && shifts_like_sshr(s) ? HY_OP_sshr : op, 0, 0);
    settle(s, as_int);
}

static void cast(select *s)
{
    const hy_flow_value *v = &s->flow->in[0];
    bool fits = hy_range_within(v->range, HY_RANGE_BYTE);
    if (wide(s, v))
        emit(s, s->op->op == HY_JVM_i2b && !fits ? HY_OP_i2b : HY_OP_i2s, 0, 0);
    else if (s->op->op == HY_JVM_i2b && !fits)
        emit(s, HY_OP_s2b, 0, 0);
    settle(s, false);
}

/* ---- moving words ---- */

static void dup(select *s)
{
    unsigned copied, under, m = 0, n = 0;
    hy_flow_dup_shape(s->op->op, &copied, &under);
    for (unsigned i = 0; i < copied; i++)
        m += words(s, hy_flow_top(s->flow, i));
    for (unsigned i = 0; i < under; i++)
        n += words(s, hy_flow_top(s->flow, copied + i));
    if (m == 1 && n == 0)
        emit(s, HY_OP_dup, 0, 0);
    else if (m == 2 && n == 0)
        emit(s, HY_OP_dup2, 0, 0);
    else if (m > 0)
        emit(s, HY_OP_dup_x, (int32_t)(m << 4 | (n == 0 ? 0 : m + n)), 0);
    if (s->flow->out.kind == HY_FLOW_INT)
        settle(s, wide(s, hy_flow_top(s->flow, 0)));
}

static void swap(select *s)
{
    unsigned m = words(s, hy_flow_top(s->flow, 0)), n = words(s, hy_flow_top(s->flow, 1));
    if (m > 0 && n > 0)
        emit(s, HY_OP_swap_x, (int32_t)(m << 4 | n), 0);
}

static void pop(select *s)
{
    unsigned n = 0;
    for (unsigned i = 0; i < s->flow->in_count; i++)
        n += words(s, &s->flow->in[i]);
    for (; n >= 2; n -= 2)
        emit(s, HY_OP_pop2, 0, 0);
    if (n == 1)
        emit(s, HY_OP_pop, 0, 0);
}

/* ---- branches; targets are JVM indices until hy_select_run is through ---- */

static void branch(select *s, uint8_t op)
{
    emit(s, op, 0, 0)->target = s->op->target;
}

static void compare(select *s)
{
    uint8_t op = s->op->op;
    bool with_zero = op <= HY_JVM_ifle;
    uint8_t condition = (uint8_t)(op - (with_zero ? HY_JVM_ifeq : HY_JVM_if_icmpeq));
    if (!wide(s, &s->flow->in[0])) {
        branch(s, (uint8_t)((with_zero ? HY_OP_ifeq : HY_OP_if_scmpeq) + condition));
        return;
    }
    if (with_zero)
        emit(s, HY_OP_iipush, 0, 0);
    emit(s, HY_OP_icmp, 0, 0);
    branch(s, (uint8_t)(HY_OP_ifeq + condition));
}

static void choose(select *s)
{
    const hy_bytecode_switch *from = s->op->cases;
    hy_arena *arena = s->u->world->arena;
    bool as_int = wide(s, &s->flow->in[0]);
    hy_jswitch *to = HY_NEW(arena, hy_jswitch);
    int32_t *keys = HY_NEW_ARRAY(arena, int32_t, from->count);
    uint32_t *targets = HY_NEW_ARRAY(arena, uint32_t, from->count);
    if (to == NULL || keys == NULL || targets == NULL) {
        s->rc = HY_FAIL(MEMORY);
        return;
    }
    *to = (hy_jswitch){from->fallback, 0, keys, targets};
    for (size_t i = 0; i < from->count; i++) {
        bool possible = as_int || (from->keys[i] >= INT16_MIN && from->keys[i] <= INT16_MAX);
        if (!possible || from->targets[i] == from->fallback)
            continue;
        keys[to->count] = from->keys[i];
        targets[to->count++] = from->targets[i];
    }
    emit(s, as_int ? HY_OP_itableswitch : HY_OP_stableswitch, 0, 0)->cases = to;
}

/* ---- objects ---- */

/* The offset of a type's letter from the _a form of field instructions: a, b, s, i. */
static uint8_t type_form(const char *desc)
{
    return *desc == 'B' || *desc == 'Z' ? 1 : *desc == 'S' ? 2 : *desc == 'I' ? 3 : 0;
}

static void get_static(select *s, const hy_constant *k)
{
    hy_jfield *f = hy_link_field(s->u->world, k);
    if (f != NULL && f->is_constant) {
        push_constant(s, f->constant);
        return;
    }
    emit(s, (uint8_t)(HY_OP_getstatic_a + type_form(k->desc)), 0, 0)->ref =
        ref(s, HY_JREF_STATIC_FIELD, hy_link_owner(s->u->world, k), f);
    settle(s, *k->desc == 'I');
}

static void field(select *s)
{
    const hy_constant *k = s->op->constant;
    uint8_t form = type_form(k->desc);
    bool puts = s->op->op == HY_JVM_putfield || s->op->op == HY_JVM_putstatic;
    if (s->op->op == HY_JVM_getstatic) {
        get_static(s, k);
        return;
    }
    if (puts && *k->desc != 'I')
        top_to_short(s);
    hy_jclass *owner = hy_link_owner(s->u->world, k);
    hy_jfield *f = hy_link_field(s->u->world, k);
    if (s->op->op == HY_JVM_putstatic) {
        emit(s, (uint8_t)(HY_OP_putstatic_a + form), 0, 0)->ref =
            ref(s, HY_JREF_STATIC_FIELD, owner, f);
        return;
    }
    bool self = is_gone(s, &s->flow->in[0]);
    uint8_t op = puts   ? self ? HY_OP_putfield_a_this : HY_OP_putfield_a
                 : self ? HY_OP_getfield_a_this
                        : HY_OP_getfield_a;
    emit(s, (uint8_t)(op + form), 0, 0)->ref = ref(s, HY_JREF_FIELD, owner, f);
    if (!puts)
        settle(s, *k->desc == 'I');
}

static void check_arguments(select *s)
{
    const hy_flow_value *v = s->flow->in + (s->op->op != HY_JVM_invokestatic);
    const char *desc = s->op->constant->desc;
    for (const char *p = hy_descriptor_first(desc); *p != ')'; p = hy_descriptor_next(p), v++) {
        if (*p == 'I' || !wide(s, v))
            continue;
        if (v == hy_flow_top(s->flow, 0))
            top_to_short(s);
        else
            must_be_short(s, v);
    }
}

static void invoke_interface(select *s, hy_jclass *owner, hy_jmethod *m)
{
    int32_t argument_words = 1 + (int32_t)hy_descriptor_argument_words(m->desc);
    hy_jinsn *i = emit(s, HY_OP_invokeinterface, argument_words, 0);
    i->method = m;
    i->ref = ref(s, HY_JREF_CLASS, owner, NULL);
}

/* A method of an interface that an abstract class has not written down is called through the
   interface; Object's methods, asked of an interface, through Object. */
static void invoke_virtual(select *s, hy_jclass *owner, hy_jmethod *m)
{
    bool in_interface = (m->owner->access & HY_ACC_INTERFACE) != 0;
    bool named_interface = (owner->access & HY_ACC_INTERFACE) != 0;
    if (in_interface)
        invoke_interface(s, named_interface ? owner : m->owner, m);
    else if ((m->access & HY_ACC_PRIVATE) != 0)
        emit(s, HY_OP_invokespecial, 0, 0)->ref = ref(s, HY_JREF_STATIC, owner, m);
    else
        emit(s, HY_OP_invokevirtual, 0, 0)->ref =
            ref(s, HY_JREF_VIRTUAL, named_interface ? m->owner : owner, m);
}

static void invoke_special(select *s, hy_jclass *owner, hy_jmethod *m)
{
    bool direct = m->name[0] == '<' || (m->access & HY_ACC_PRIVATE) != 0;
    emit(s, HY_OP_invokespecial, 0, 0)->ref =
        ref(s, direct ? HY_JREF_STATIC : HY_JREF_SUPER, direct ? owner : s->u->class, m);
}

/* javac's check for null: what follows is only reached with an object; null is thrown, which throws
   NullPointerException. The pop behind goes with it. */
static void null_check(select *s)
{
    if (s->flow->in[0].nonnull) {
        emit(s, HY_OP_pop, 0, 0);
        return;
    }
    emit(s, HY_OP_ifnonnull, 0, 0)->target = s->index + 2;
    emit(s, HY_OP_aconst_null, 0, 0);
    emit(s, HY_OP_athrow, 0, 0);
}

static void invoke(select *s)
{
    const hy_constant *k = s->op->constant;
    if (hy_unit_is_null_check(s->f->code, s->index) && !s->f->leader[s->index + 1]) {
        null_check(s);
        return;
    }
    hy_jclass *owner = hy_link_owner(s->u->world, k);
    hy_jmethod *m = hy_link_method(s->u->world, k);
    if (owner == NULL || m == NULL) {
        s->rc = HY_FAIL(INTERNAL);
        return;
    }
    check_arguments(s);
    if (s->op->op == HY_JVM_invokestatic)
        emit(s, HY_OP_invokestatic, 0, 0)->ref = ref(s, HY_JREF_STATIC, owner, m);
    else if (s->op->op == HY_JVM_invokespecial)
        invoke_special(s, owner, m);
    else
        invoke_virtual(s, owner, m);
    settle(s, *hy_descriptor_result(k->desc) == 'I');
}

/* The array type of vm/opcode.h for an element's descriptor. */
static int32_t array_type(char element)
{
    switch (element) {
    case 'Z':
        return HY_ATYPE_BOOLEAN;
    case 'B':
        return HY_ATYPE_BYTE;
    case 'S':
        return HY_ATYPE_SHORT;
    case 'I':
        return HY_ATYPE_INT;
    default:
        return HY_ATYPE_REFERENCE;
    }
}

static void type_test(select *s, uint8_t op)
{
    const char *name = s->op->constant->text;
    hy_jinsn *i = emit(s, op, name[0] == '[' ? array_type(name[1]) : 0, 0);
    if (name[0] != '[')
        i->ref = class_ref(s, name);
    else if (name[1] == 'L')
        i->ref = class_ref(s, hy_arena_string(s->f->arena, name + 2, strlen(name) - 3));
}

static void new_array(select *s)
{
    static const char elements[] = "ZCFDBSIJ";
    top_to_short(s);
    emit(s, HY_OP_newarray, array_type(elements[s->op->a - 4]), 0);
}

static void element(select *s)
{
    static const struct {
        uint8_t jvm, op;
    } table[] = {{HY_JVM_iaload, HY_OP_iaload},   {HY_JVM_aaload, HY_OP_aaload},
                 {HY_JVM_baload, HY_OP_baload},   {HY_JVM_saload, HY_OP_saload},
                 {HY_JVM_iastore, HY_OP_iastore}, {HY_JVM_aastore, HY_OP_aastore},
                 {HY_JVM_bastore, HY_OP_bastore}, {HY_JVM_sastore, HY_OP_sastore}};
    bool stores = s->op->op >= HY_JVM_iastore;
    if (stores)
        must_be_short(s, &s->flow->in[1]);
    if (s->op->op != HY_JVM_iastore)
        top_to_short(s);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i].jvm == s->op->op)
            emit(s, table[i].op, 0, 0);
    if (!stores)
        settle(s, s->op->op == HY_JVM_iaload);
}

static void give_back(select *s)
{
    bool as_int = *hy_descriptor_result(s->f->desc) == 'I';
    if (!as_int)
        top_to_short(s);
    emit(s, as_int ? HY_OP_ireturn : HY_OP_sreturn, 0, 0);
}

/* ---- all instructions ---- */

typedef void (*select_fn)(select *s);

static void select_plain(select *s)
{
    static const struct {
        uint8_t jvm, op;
    } table[] = {{HY_JVM_aconst_null, HY_OP_aconst_null},
                 {HY_JVM_arraylength, HY_OP_arraylength},
                 {HY_JVM_athrow, HY_OP_athrow},
                 {HY_JVM_areturn, HY_OP_areturn},
                 {HY_JVM_return, HY_OP_return}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i].jvm == s->op->op)
            emit(s, table[i].op, 0, 0);
    settle(s, false);
}

static void select_object(select *s)
{
    switch (s->op->op) {
    case HY_JVM_new:
        emit(s, HY_OP_new, 0, 0)->ref = class_ref(s, s->op->constant->text);
        break;
    case HY_JVM_anewarray:
        top_to_short(s);
        emit(s, HY_OP_anewarray, 0, 0)->ref = class_ref(s, s->op->constant->text);
        break;
    case HY_JVM_newarray:
        new_array(s);
        break;
    case HY_JVM_checkcast:
        type_test(s, HY_OP_checkcast);
        break;
    default:
        type_test(s, HY_OP_instanceof);
        settle(s, false);
        break;
    }
}

static void select_rest(select *s)
{
    switch (s->op->op) {
    case HY_JVM_sipush:
        push_constant(s, s->op->a);
        break;
    case HY_JVM_iinc:
        emit(s, wide(s, &s->flow->out) ? HY_OP_iinc : HY_OP_sinc, s->word[s->op->a], s->op->b);
        break;
    case HY_JVM_i2b:
    case HY_JVM_i2s:
        cast(s);
        break;
    case HY_JVM_pop:
    case HY_JVM_pop2:
        pop(s);
        break;
    case HY_JVM_swap:
        swap(s);
        break;
    case HY_JVM_ifnull:
    case HY_JVM_ifnonnull:
        branch(s, s->op->op == HY_JVM_ifnull ? HY_OP_ifnull : HY_OP_ifnonnull);
        break;
    case HY_JVM_ret:
        emit(s, HY_OP_ret, s->word[s->op->a], 0);
        break;
    case HY_JVM_lookupswitch:
        choose(s);
        break;
    case HY_JVM_ireturn:
        give_back(s);
        break;
    default:
        select_plain(s);
        break;
    }
}

static void select_op(select *s)
{
    static const struct {
        uint8_t from, to; /* JVM opcodes */
        select_fn fn;
    } ranges[] = {
        {HY_JVM_iload, HY_JVM_aload, load},
        {HY_JVM_iaload, HY_JVM_saload, element},
        {HY_JVM_istore, HY_JVM_astore, store},
        {HY_JVM_iastore, HY_JVM_sastore, element},
        {HY_JVM_dup, HY_JVM_dup2_x2, dup},
        {HY_JVM_iadd, HY_JVM_lxor, arithmetic},
        {HY_JVM_ifeq, HY_JVM_if_icmple, compare},
        {HY_JVM_getstatic, HY_JVM_putfield, field},
        {HY_JVM_invokevirtual, HY_JVM_invokeinterface, invoke},
        {HY_JVM_new, HY_JVM_anewarray, select_object},
        {HY_JVM_checkcast, HY_JVM_instanceof, select_object},
    };
    uint8_t op = s->op->op;
    if (op >= HY_JVM_if_acmpeq && op <= HY_JVM_jsr) {
        static const uint8_t same[] = {HY_OP_if_acmpeq, HY_OP_if_acmpne, HY_OP_goto, HY_OP_jsr};
        branch(s, same[op - HY_JVM_if_acmpeq]);
        return;
    }
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (op >= ranges[i].from && op <= ranges[i].to) {
            ranges[i].fn(s);
            return;
        }
    select_rest(s);
}

static void select_all(select *s)
{
    for (s->index = 0; s->index < s->f->code->count; s->index++) {
        s->first[s->index] = s->count;
        s->op = &s->f->code->ops[s->index];
        s->flow = &s->f->ops[s->index];
        bool popped_already = s->index > 0 && s->op->op == HY_JVM_pop &&
                              hy_unit_is_null_check(s->f->code, s->index - 1) &&
                              !s->f->leader[s->index];
        if (s->flow->reached && !popped_already)
            select_op(s);
    }
    s->first[s->f->code->count] = s->count;
}

/* ---- locals of the JVM to words of the card ---- */

/* Parameters first, as the caller pushes them; then each local that is used, two words where an int
   lives in it. */
static bool assign_words(select *s, hy_jcode *out)
{
    hy_flow *f = s->f;
    s->word = HY_NEW_ARRAY(f->arena, uint8_t, f->max_locals + 1u);
    uint8_t *width = HY_NEW_ARRAY(f->arena, uint8_t, f->max_locals + 1u);
    if (s->word == NULL || width == NULL)
        return false;
    for (uint32_t i = 0; i < f->code->count; i++) {
        uint8_t op = f->code->ops[i].op;
        bool loads = op >= HY_JVM_iload && op <= HY_JVM_aload;
        bool stores = (op >= HY_JVM_istore && op <= HY_JVM_astore) || op == HY_JVM_iinc;
        if (!f->ops[i].reached || (!loads && !stores && op != HY_JVM_ret))
            continue;
        const hy_flow_value *v = stores ? &f->ops[i].out : &f->ops[i].in[0];
        uint8_t w = wide(s, v) ? 2 : 1;
        uint8_t *slot = &width[f->code->ops[i].a];
        *slot = *slot < w ? w : *slot;
    }
    unsigned slot = 0, word = 0;
    if (!f->is_static)
        s->word[slot++] = (uint8_t)word++;
    for (const char *p = hy_descriptor_first(f->desc); *p != ')'; p = hy_descriptor_next(p)) {
        s->word[slot++] = (uint8_t)word;
        word += *p == 'I' ? 2 : 1;
    }
    out->nargs = (uint16_t)word;
    for (; slot < f->max_locals; slot++) {
        s->word[slot] = (uint8_t)word;
        word += width[slot];
    }
    out->max_locals = (uint16_t)(word - out->nargs);
    return true;
}

/* ---- what names instructions by index ---- */

static void resolve_targets(select *s)
{
    for (uint32_t i = 0; i < s->count; i++) {
        hy_jinsn *insn = &s->insns[i];
        insn->target = s->first[insn->target];
        if (insn->cases == NULL)
            continue;
        insn->cases->fallback = s->first[insn->cases->fallback];
        for (size_t k = 0; k < insn->cases->count; k++)
            insn->cases->targets[k] = s->first[insn->cases->targets[k]];
    }
}

static hy_rc resolve_handlers(select *s, hy_jcode *out)
{
    const hy_bytecode *code = s->f->code;
    out->handlers = HY_NEW_ARRAY(s->u->world->arena, hy_jhandler, code->handler_count);
    HY_ENSURE(out->handlers != NULL, MEMORY);
    for (size_t i = 0; i < code->handler_count; i++) {
        const hy_bytecode_handler *from = &code->handlers[i];
        hy_jhandler h = {s->first[from->start], s->first[from->end], s->first[from->target], NULL};
        if (h.start >= h.end || !s->f->ops[from->target].reached)
            continue;
        if (from->type != NULL) {
            h.type = class_ref(s, from->type);
            HY_TRY(s->rc);
        }
        out->handlers[out->handler_count++] = h;
    }
    return HY_OK;
}

static hy_rc resolve_locals(select *s, hy_jcode *out)
{
    const hy_classfile_code *from = s->f->code->code;
    out->locals = HY_NEW_ARRAY(s->u->world->arena, hy_jlocal, from->local_count);
    HY_ENSURE(out->locals != NULL, MEMORY);
    for (size_t i = 0; i < from->local_count; i++) {
        const hy_classfile_local *l = &from->locals[i];
        uint32_t start = s->first[hy_bytecode_index(s->f->code, l->at)];
        uint32_t end = s->first[hy_bytecode_index(s->f->code, (uint32_t)l->at + l->length)];
        if (start < end && l->index < s->f->max_locals)
            out->locals[out->local_count++] =
                (hy_jlocal){l->name, l->desc, s->word[l->index], start, end};
    }
    return HY_OK;
}

hy_rc hy_select_run(hy_unit *u, hy_flow *flow, hy_narrow *narrow, const bool *gone, hy_jcode *out)
{
    uint32_t room = flow->code->count * INSNS_PER_OP;
    select s = {.u = u, .f = flow, .n = narrow, .gone = gone, .room = room, .rc = HY_OK};
    s.insns = HY_NEW_ARRAY(flow->arena, hy_jinsn, room);
    s.first = HY_NEW_ARRAY(flow->arena, uint32_t, flow->code->count + 1u);
    HY_ENSURE(s.insns != NULL && s.first != NULL && assign_words(&s, out), MEMORY);
    select_all(&s);
    HY_TRY(s.rc);
    resolve_targets(&s);
    HY_TRY(resolve_handlers(&s, out));
    HY_TRY(resolve_locals(&s, out));
    out->insns = HY_NEW_ARRAY(u->world->arena, hy_jinsn, s.count);
    HY_ENSURE(out->insns != NULL, MEMORY);
    if (s.count > 0)
        memcpy(out->insns, s.insns, s.count * sizeof *s.insns);
    out->count = s.count;
    return HY_OK;
}
