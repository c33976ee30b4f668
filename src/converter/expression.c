/* Values back to Java source: names from the class file, operators from the instructions.
 */
#include "converter/expression.h"

#include "converter/descriptor.h"

#include <string.h>

enum { DEPTH_MAX = 6, LENGTH_MAX = 60 };

typedef struct text {
    hy_arena *arena;
    hy_flow *flow;
} text;

static const char *of_value(text *t, const hy_flow_value *v, int depth);

static const char *operator_of(uint8_t op)
{
    switch (op) {
    case HY_JVM_iadd:
        return "+";
    case HY_JVM_isub:
        return "-";
    case HY_JVM_imul:
        return "*";
    case HY_JVM_idiv:
        return "/";
    case HY_JVM_irem:
        return "%";
    case HY_JVM_ishl:
        return "<<";
    case HY_JVM_ishr:
        return ">>";
    case HY_JVM_iushr:
        return ">>>";
    case HY_JVM_iand:
        return "&";
    case HY_JVM_ior:
        return "|";
    case HY_JVM_ixor:
        return "^";
    default:
        return NULL;
    }
}

static bool is_compound(const char *s)
{
    return strchr(s, ' ') != NULL && s[strlen(s) - 1] != ')';
}

static const char *bracketed(text *t, const char *s)
{
    return s != NULL && is_compound(s) ? hy_arena_format(t->arena, "(%s)", s) : s;
}

static const char *of_binary(text *t, const char *operator, const hy_flow_op * op, int depth)
{
    const char *a = bracketed(t, of_value(t, &op->in[0], depth));
    const char *b = bracketed(t, of_value(t, &op->in[1], depth));
    return a == NULL || b == NULL ? NULL : hy_arena_format(t->arena, "%s %s %s", a, operator, b);
}

static const char *with(text *t, const char *format_head, const hy_flow_value *v, int depth,
                        const char *tail)
{
    const char *s = bracketed(t, of_value(t, v, depth));
    return s == NULL ? NULL : hy_arena_format(t->arena, "%s%s%s", format_head, s, tail);
}

static const char *of_field(text *t, const hy_bytecode_op *code, const hy_flow_op *op, int depth)
{
    if (code->op == HY_JVM_getstatic || op->in[0].is_this)
        return code->constant->name;
    const char *s = of_value(t, &op->in[0], depth);
    return s == NULL ? NULL : hy_arena_format(t->arena, "%s.%s", s, code->constant->name);
}

static const char *of_element(text *t, const hy_flow_op *op, int depth)
{
    const char *array = of_value(t, &op->in[0], depth);
    const char *index = of_value(t, &op->in[1], depth);
    return array == NULL || index == NULL ? NULL
                                          : hy_arena_format(t->arena, "%s[%s]", array, index);
}

static const char *of_local(text *t, uint32_t index, int32_t local)
{
    const hy_classfile_local *l = hy_bytecode_local(t->flow->code, index, local);
    return l == NULL ? NULL : l->name;
}

static const char *of_op(text *t, uint32_t index, int depth)
{
    const hy_bytecode_op *code = &t->flow->code->ops[index];
    const hy_flow_op *op = &t->flow->ops[index];
    if (operator_of(code->op) != NULL && op->in_count == 2)
        return of_binary(t, operator_of(code->op), op, depth);
    switch (code->op) {
    case HY_JVM_sipush:
        return hy_arena_format(t->arena, "%d", code->a);
    case HY_JVM_iload:
    case HY_JVM_aload:
        return code->a == 0 && !t->flow->is_static ? "this" : of_local(t, index, code->a);
    case HY_JVM_ineg:
        return with(t, "-", &op->in[0], depth, "");
    case HY_JVM_i2s:
        return with(t, "(short)", &op->in[0], depth, "");
    case HY_JVM_i2b:
        return with(t, "(byte)", &op->in[0], depth, "");
    case HY_JVM_arraylength:
        return with(t, "", &op->in[0], depth, ".length");
    case HY_JVM_getfield:
    case HY_JVM_getstatic:
        return of_field(t, code, op, depth);
    case HY_JVM_baload:
    case HY_JVM_saload:
    case HY_JVM_iaload:
    case HY_JVM_aaload:
        return of_element(t, op, depth);
    case HY_JVM_invokevirtual:
    case HY_JVM_invokespecial:
    case HY_JVM_invokestatic:
    case HY_JVM_invokeinterface:
        return hy_arena_format(t->arena, "%s(%s)", code->constant->name,
                               code->constant->desc[1] == ')' ? "" : "...");
    default:
        return NULL;
    }
}

static const char *of_value(text *t, const hy_flow_value *v, int depth)
{
    uint32_t first = t->flow->max_locals;
    if (depth > DEPTH_MAX || v->node < first || v->node - first >= t->flow->code->count)
        return NULL;
    return of_op(t, v->node - first, depth + 1);
}

const char *hy_expression_text(hy_arena *arena, hy_flow *flow, const hy_flow_value *value)
{
    text t = {arena, flow};
    const char *s = of_value(&t, value, 0);
    return s == NULL || strlen(s) > LENGTH_MAX ? NULL : s;
}
