/* The Method component as text: each method with its source lines, labels and comments, and the
   exception handlers. */
#include "converter/columns.h"
#include "converter/dump_parts.h"

#include <string.h>

static const char *label(hy_dumper *d, const uint32_t *labels, size_t n, int64_t target)
{
    if (target < 0 || (uint64_t)target > n)
        return hy_dumper_text(d, "outside (%lld)", (long long)target);
    return hy_dumper_text(d, "L%u", (unsigned)labels[target]);
}

/* What stands behind the mnemonic; empty for what takes nothing. */
static const char *operands(hy_dumper *d, const hy_insn *i, const uint32_t *labels, size_t n)
{
    switch ((hy_operands)i->operands) {
    case HY_OPERAND_NONE:
        return "";
    case HY_OPERAND_IMM1:
    case HY_OPERAND_IMM2:
    case HY_OPERAND_IMM4:
    case HY_OPERAND_LOCAL:
        return hy_dumper_text(d, "%d", i->a);
    case HY_OPERAND_LOCAL_IMM1:
    case HY_OPERAND_LOCAL_IMM2:
    case HY_OPERAND_MN:
        return hy_dumper_text(d, "%d, %d", i->a, i->b);
    case HY_OPERAND_BRANCH1:
    case HY_OPERAND_BRANCH2:
        return label(d, labels, n, i->target);
    case HY_OPERAND_CP1:
    case HY_OPERAND_CP2:
        return hy_dumper_text(d, "#%d", i->pool);
    case HY_OPERAND_INTERFACE:
        return hy_dumper_text(d, "%d, #%d, %d", i->a, i->pool, i->b);
    case HY_OPERAND_ATYPE:
        return hy_dumper_array_type(i->a);
    case HY_OPERAND_ATYPE_CP2:
        if (i->a == 0)
            return hy_dumper_text(d, "#%d", i->pool);
        if (i->a == HY_ATYPE_REFERENCE)
            return hy_dumper_text(d, "#%d[]", i->pool);
        return hy_dumper_text(d, "%s[]", hy_dumper_array_type(i->a));
    case HY_OPERAND_TABLE_S:
    case HY_OPERAND_TABLE_I:
    case HY_OPERAND_LOOKUP_S:
    case HY_OPERAND_LOOKUP_I:
        return hy_dumper_text(d, "default %s", label(d, labels, n, i->target));
    }
    return "";
}

static void add_cases(hy_dumper *d, hy_columns *t, hy_view code, const hy_insn *insn,
                      const uint32_t *labels)
{
    for (uint32_t i = 0; i < insn->cases; i++) {
        int32_t key;
        int64_t target;
        hy_disasm_case(code, insn, i, &key, &target);
        HY_ROW(t, "", "", "", hy_dumper_text(d, "%d: %s", key, label(d, labels, code.n, target)),
               "");
    }
}

static void print_code(hy_dumper *d, const hy_capmethod *m, hy_view code, const uint32_t *labels)
{
    hy_columns t = hy_columns_new(&d->arena, "lllll");
    hy_insn i;
    uint32_t pc = 0;
    for (; hy_disasm_at(code, pc, &i); pc += i.length) {
        unsigned line = hy_dumper_line(m, pc);
        const char *comment = hy_dumper_comment(d, m, &i);
        HY_ROW(&t, line == 0 ? "" : hy_dumper_text(d, "line %u", line),
               hy_dumper_text(d, "%04X%s", (unsigned)pc,
                              labels[pc] == 0 ? "" : hy_dumper_text(d, " L%u:", labels[pc])),
               hy_opcode_table[i.op].name, operands(d, &i, labels, code.n),
               comment[0] == '\0' ? "" : hy_dumper_text(d, "; %s", comment));
        add_cases(d, &t, code, &i, labels);
    }
    hy_columns_print(&t, 8, d->out);
    if (pc < code.n)
        fprintf(d->out, "        %04X  no instruction: %s\n", (unsigned)pc,
                hy_dumper_hex(d, hy_view_part(code, pc, code.n - pc)));
}

static void print_locals(hy_dumper *d, const hy_capmethod *m)
{
    if (m->debug == NULL || m->debug->local_count == 0)
        return;
    hy_columns t = hy_columns_new(&d->arena, "llll");
    for (size_t i = 0; i < m->debug->local_count; i++) {
        const hy_debug_local *l = &m->debug->locals[i];
        HY_ROW(&t, hy_dumper_text(d, "local %u", l->index), hy_capnames_type(&d->names, l->desc),
               l->name, hy_dumper_text(d, "%04X-%04X", l->start, (unsigned)l->start + l->length));
    }
    hy_columns_print(&t, 8, d->out);
}

/* Handlers that cover code of this method, in the order of the search. */
static void print_handlers(hy_dumper *d, const hy_capmethod *m, const uint32_t *labels)
{
    const hy_package_block *b = hy_package_block_of(&d->p, m->at);
    uint32_t start = m->header.code, end = start + m->length;
    hy_columns t = hy_columns_new(&d->arena, "lll");
    for (size_t i = 0; b != NULL && i < b->handler_count; i++) {
        const hy_package_handler *h = &b->handlers[i];
        if (h->start < start || h->start >= end)
            continue;
        const char *type = "anything";
        if (h->type != 0 && h->type < d->p.pool_count) {
            hy_capmember c = hy_capnames_entry(&d->names, &d->p.pool[h->type]);
            type = hy_capnames_text(&d->names, &c);
        }
        HY_ROW(&t, hy_dumper_text(d, "try %04X-%04X", h->start - start, h->end - start),
               hy_dumper_text(d, "catch %s%s",
                              label(d, labels, m->length, (int64_t)h->target - start),
                              h->stop ? ", last" : ""),
               type);
    }
    hy_columns_print(&t, 8, d->out);
}

static void print_method(hy_dumper *d, const hy_capmethod *m)
{
    const char *owner = hy_capnames_class(&d->names, m->owner);
    const char *flags = hy_dumper_flags(d, hy_dumper_method_access(m));
    fprintf(d->out, "\n    %04X  %s%s\n", (unsigned)m->at, flags,
            hy_capnames_signature(&d->names, owner, m->name, m->desc));
    hy_view code = hy_dumper_code(d, m);
    const hy_method_header *h = &m->header;
    fprintf(d->out, "        stack %u, arguments %u, locals %u", h->max_stack, h->nargs,
            h->max_locals);
    if ((h->flags & HY_METHOD_ABSTRACT) != 0)
        fprintf(d->out, ", abstract");
    else
        fprintf(d->out, ", %s of code", hy_dumper_count(d, code.n, "byte"));
    const hy_debug_class *source = NULL;
    if (m->debug != NULL && hy_capdebug_method(&d->names.debug, m->at, &source) != NULL)
        fprintf(d->out, ", %s", source->source);
    fputc('\n', d->out);
    print_locals(d, m);
    const uint32_t *labels = hy_dumper_labels(d, m);
    if (labels == NULL)
        return;
    print_code(d, m, code, labels);
    print_handlers(d, m, labels);
}

void hy_dump_methods(hy_dumper *d)
{
    for (size_t i = 0; i < d->p.block_count; i++) {
        const hy_package_block *b = &d->p.blocks[i];
        if (d->p.extended)
            fprintf(d->out, "    block %zu at %04X, ", i, (unsigned)b->start);
        else
            fprintf(d->out, "    ");
        fprintf(d->out, "%s\n", hy_dumper_count(d, b->handler_count, "exception handler"));
    }
    for (size_t i = 0; i < d->names.method_count; i++)
        print_method(d, &d->names.methods[i]);
}
