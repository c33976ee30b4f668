/* Printing code of the model.
 */
#include "converter/print.h"

#include "element/vm/opcode.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static hy_rc add(hy_buf *b, const char *format, ...) HY_PRINTF(2, 3);

static hy_rc add(hy_buf *b, const char *format, ...)
{
    char text[300];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return hy_buf_append(b, hy_view_str(text));
}

static const char *short_name(const char *name)
{
    const char *slash = strrchr(name, '/');
    return slash == NULL ? name : slash + 1;
}

static hy_rc print_ref(const hy_jref *ref, hy_buf *b)
{
    const char *owner = short_name(ref->owner->name);
    if (ref->field != NULL)
        return add(b, " %s.%s", owner, ref->field->name);
    if (ref->method != NULL)
        return add(b, " %s%s.%s%s", ref->kind == HY_JREF_SUPER ? "super of " : "", owner,
                   ref->method->name, ref->method->desc);
    return add(b, " %s", owner);
}

static hy_rc print_cases(const hy_jswitch *cases, hy_buf *b)
{
    for (size_t i = 0; i < cases->count; i++)
        HY_TRY(add(b, " %d:L%u", cases->keys[i], cases->targets[i]));
    return add(b, " default:L%u", cases->fallback);
}

static hy_rc print_operands(const hy_jinsn *insn, hy_buf *b)
{
    switch (insn->op) {
    case HY_OP_sspush:
    case HY_OP_iipush:
        return add(b, " %d", insn->a);
    case HY_OP_sinc:
    case HY_OP_iinc:
        return add(b, " %d %d", insn->a, insn->b);
    case HY_OP_dup_x:
    case HY_OP_swap_x:
        return add(b, " %d %d", insn->a >> 4, insn->a & 15);
    case HY_OP_newarray:
    case HY_OP_checkcast:
    case HY_OP_instanceof:
        return add(b, " %d", insn->a);
    case HY_OP_invokeinterface:
        return add(b, " %d %s%s", insn->a, insn->method->name, insn->method->desc);
    default:
        break;
    }
    if (hy_opcode_table[insn->op].operands == HY_OPERAND_LOCAL)
        return add(b, " %d", insn->a);
    if (insn->op >= HY_OP_ifeq && insn->op <= HY_OP_jsr)
        return add(b, " L%u", insn->target);
    return insn->cases == NULL ? HY_OK : print_cases(insn->cases, b);
}

hy_rc hy_jcode_print(const hy_jcode *code, hy_buf *b)
{
    HY_TRY(add(b, "stack %u args %u locals %u\n", code->max_stack, code->nargs, code->max_locals));
    for (uint32_t i = 0; i < code->count; i++) {
        const hy_jinsn *insn = &code->insns[i];
        HY_TRY(add(b, "L%u %s", i, hy_opcode_table[insn->op].name));
        HY_TRY(print_operands(insn, b));
        if (insn->ref != NULL)
            HY_TRY(print_ref(insn->ref, b));
        HY_TRY(add(b, "\n"));
    }
    for (size_t i = 0; i < code->handler_count; i++) {
        const hy_jhandler *h = &code->handlers[i];
        HY_TRY(add(b, "catch L%u-L%u to L%u %s\n", h->start, h->end, h->target,
                   h->type == NULL ? "any" : short_name(h->type->owner->name)));
    }
    return HY_OK;
}
