/* The pieces of the dump that text and JSON share: opening, names of flags, labels, comments. */
#include "converter/dump_parts.h"

#include "base/hex.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

hy_rc hy_dumper_open(hy_dumper *d, const hy_capfile *c, hy_exports *names, hy_reason *why)
{
    *d = (hy_dumper){.file = c, .arena = hy_arena_new(HY_DUMP_MEMORY)};
    HY_TRY(hy_package_read(&c->parts, &d->arena, &d->p, why));
    return hy_capnames_make(&d->p, names, &d->arena, &d->names, why);
}

void hy_dumper_free(hy_dumper *d)
{
    hy_arena_free(&d->arena);
}

const char *hy_dumper_text(hy_dumper *d, const char *format, ...)
{
    char text[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    const char *copy = hy_arena_string(&d->arena, text, strlen(text));
    return copy == NULL ? "?" : copy;
}

const char *hy_dumper_count(hy_dumper *d, size_t n, const char *noun)
{
    return hy_dumper_text(d, "%zu %s%s", n, noun, n == 1 ? "" : "s");
}

const char *hy_dumper_hex(hy_dumper *d, hy_view bytes)
{
    char *s = hy_arena_alloc(&d->arena, bytes.n + 1, 2);
    return s == NULL ? "?" : hy_hex_encode(bytes, s, 2 * bytes.n + 1);
}

hy_view hy_dumper_code(const hy_dumper *d, const hy_capmethod *m)
{
    return hy_view_part(d->p.info[HY_COMPONENT_METHOD], m->header.code, m->length);
}

const char *hy_dumper_pool_kind(uint8_t tag)
{
    switch ((hy_pool_tag)tag) {
    case HY_POOL_CLASS:
        return "class";
    case HY_POOL_FIELD:
        return "field";
    case HY_POOL_VIRTUAL:
        return "virtual method";
    case HY_POOL_SUPER:
        return "super method";
    case HY_POOL_STATIC_FIELD:
        return "static field";
    case HY_POOL_STATIC_METHOD:
        return "static method";
    }
    return "unknown";
}

/* ---- flags ---- */

const char *hy_dumper_flags(hy_dumper *d, unsigned access)
{
    static const struct {
        unsigned bit;
        const char *word;
    } words[] = {
        {HY_ACC_PUBLIC, "public "}, {HY_ACC_PRIVATE, "private "}, {HY_ACC_PROTECTED, "protected "},
        {HY_ACC_STATIC, "static "}, {HY_ACC_FINAL, "final "},     {HY_ACC_ABSTRACT, "abstract "},
        {HY_ACC_NATIVE, "native "},
    };
    const char *text = "";
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if ((access & words[i].bit) != 0)
            text = hy_dumper_text(d, "%s%s", text, words[i].word);
    return text;
}

static unsigned common_access(uint8_t access)
{
    unsigned out = 0;
    out |= (access & HY_ACCESS_PUBLIC) != 0 ? HY_ACC_PUBLIC : 0;
    out |= (access & HY_ACCESS_PRIVATE) != 0 ? HY_ACC_PRIVATE : 0;
    out |= (access & HY_ACCESS_PROTECTED) != 0 ? HY_ACC_PROTECTED : 0;
    out |= (access & HY_ACCESS_STATIC) != 0 ? HY_ACC_STATIC : 0;
    out |= (access & HY_ACCESS_FINAL) != 0 ? HY_ACC_FINAL : 0;
    return out;
}

unsigned hy_dumper_class_access(uint8_t access)
{
    unsigned out = common_access(access);
    out |= (access & HY_ACCESS_INTERFACE) != 0 ? HY_ACC_INTERFACE : 0;
    out |= (access & HY_ACCESS_ABSTRACT) != 0 ? HY_ACC_ABSTRACT : 0;
    return out;
}

unsigned hy_dumper_member_access(uint8_t access)
{
    return common_access(access) | ((access & HY_ACCESS_M_ABSTRACT) != 0 ? HY_ACC_ABSTRACT : 0);
}

unsigned hy_dumper_method_access(const hy_capmethod *m)
{
    if (m->debug != NULL)
        return m->debug->access;
    return m->described != NULL ? hy_dumper_member_access(m->described->access) : 0;
}

/* ---- labels ---- */

static void mark(uint32_t *labels, size_t n, int64_t target)
{
    if (target >= 0 && (uint64_t)target <= n)
        labels[target] = 1;
}

static void mark_handlers(const hy_dumper *d, const hy_capmethod *m, uint32_t *labels, size_t n)
{
    const hy_package_block *b = hy_package_block_of(&d->p, m->at);
    for (size_t i = 0; b != NULL && i < b->handler_count; i++)
        mark(labels, n, (int64_t)b->handlers[i].target - m->header.code);
}

const uint32_t *hy_dumper_labels(hy_dumper *d, const hy_capmethod *m)
{
    hy_view code = hy_dumper_code(d, m);
    uint32_t *labels = HY_NEW_ARRAY(&d->arena, uint32_t, code.n + 1);
    if (labels == NULL)
        return NULL;
    hy_insn insn;
    for (uint32_t pc = 0; hy_disasm_at(code, pc, &insn); pc += insn.length) {
        mark(labels, code.n, insn.target);
        for (uint32_t i = 0; i < insn.cases; i++) {
            int32_t key;
            int64_t target;
            hy_disasm_case(code, &insn, i, &key, &target);
            mark(labels, code.n, target);
        }
    }
    mark_handlers(d, m, labels, code.n);
    uint32_t number = 0;
    for (size_t i = 0; i <= code.n; i++)
        if (labels[i] != 0)
            labels[i] = ++number;
    return labels;
}

/* ---- comments ---- */

const char *hy_dumper_array_type(int32_t type)
{
    switch (type) {
    case HY_ATYPE_BOOLEAN:
        return "boolean";
    case HY_ATYPE_BYTE:
        return "byte";
    case HY_ATYPE_SHORT:
        return "short";
    case HY_ATYPE_INT:
        return "int";
    case HY_ATYPE_REFERENCE:
        return "reference";
    default:
        return "?";
    }
}

static const char *pool_comment(hy_dumper *d, const hy_insn *insn)
{
    if (insn->operands == HY_OPERAND_ATYPE_CP2 && insn->a != 0 && insn->a != HY_ATYPE_REFERENCE)
        return "";
    if (insn->pool >= d->p.pool_count)
        return "no such entry";
    const hy_pool_entry *entry = &d->p.pool[insn->pool];
    hy_capmember m = insn->operands == HY_OPERAND_INTERFACE && entry->tag == HY_POOL_CLASS
                         ? hy_capnames_interface_method(&d->names, entry->cref, (uint8_t)insn->b)
                         : hy_capnames_entry(&d->names, entry);
    const char *text = hy_capnames_text(&d->names, &m);
    bool is_array = insn->operands == HY_OPERAND_ATYPE_CP2 && insn->a == HY_ATYPE_REFERENCE;
    return is_array ? hy_dumper_text(d, "%s[]", text) : text;
}

/* The local variable that an instruction names: its operand, or the number in its name. */
static int local_of(const hy_insn *insn)
{
    switch ((hy_operands)insn->operands) {
    case HY_OPERAND_LOCAL:
    case HY_OPERAND_LOCAL_IMM1:
    case HY_OPERAND_LOCAL_IMM2:
        return insn->a;
    default:
        break;
    }
    const char *name = hy_opcode_table[insn->op].name;
    const char *end = strrchr(name, '_');
    bool moves = strncmp(name + 1, "load_", 5) == 0 || strncmp(name + 1, "store_", 6) == 0;
    return moves && end != NULL && end[1] >= '0' && end[1] <= '3' ? end[1] - '0' : -1;
}

/* A variable is there from behind the instruction that first stores it. */
static const char *local_comment(const hy_capmethod *m, const hy_insn *insn)
{
    int local = local_of(insn);
    for (size_t i = 0; local >= 0 && m->debug != NULL && i < m->debug->local_count; i++) {
        const hy_debug_local *l = &m->debug->locals[i];
        uint32_t end = (uint32_t)l->start + l->length;
        if (l->index == local && insn->pc + insn->length >= l->start && insn->pc < end)
            return l->name;
    }
    return "";
}

const char *hy_dumper_comment(hy_dumper *d, const hy_capmethod *m, const hy_insn *insn)
{
    if (insn->pool >= 0)
        return pool_comment(d, insn);
    switch (insn->op) {
    case HY_OP_sspush:
    case HY_OP_sipush:
        return hy_dumper_text(d, "0x%04X", (unsigned)insn->a & 0xFFFF);
    case HY_OP_iipush:
        return hy_dumper_text(d, "0x%08X", (unsigned)insn->a);
    default:
        return local_comment(m, insn);
    }
}

unsigned hy_dumper_line(const hy_capmethod *m, uint32_t pc)
{
    for (size_t i = 0; m->debug != NULL && i < m->debug->line_count; i++)
        if (m->debug->lines[i].start == pc)
            return m->debug->lines[i].line;
    return 0;
}
