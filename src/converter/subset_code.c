/* The Java Card language subset in code: instructions, variables, and what they refer to.
 */
#include "converter/descriptor.h"
#include "converter/link.h"
#include "converter/subset.h"

#include <string.h>

enum { FRAME_WORDS_MAX = 255 };

/* Texts for instructions of types and features that no card has; by hy_subset_lack. */
static const struct {
    const char *text, *mend;
} lacks[] = {
    [HY_SUBSET_LONG] = {"long does not exist on a card", "use short, or int with --int"},
    [HY_SUBSET_FLOAT] = {"float does not exist on a card", "use scaled short or int values"},
    [HY_SUBSET_DOUBLE] = {"double does not exist on a card", "use scaled short or int values"},
    [HY_SUBSET_CHAR] = {"char does not exist on a card", "use byte or short"},
    [HY_SUBSET_THREAD] = {"synchronized: threads do not exist on a card",
                          "remove it: a card runs one thing at a time"},
    [HY_SUBSET_LAMBDA] = {"lambdas and method references do not exist on a card",
                          "write a class that implements the interface"},
    [HY_SUBSET_MULTI] = {"arrays of arrays do not exist on a card",
                         "use one-dimensional arrays, or an Object[] of arrays"},
};

static void check_class(hy_unit *u, int line, const char *name)
{
    const char *mend;
    const char *lack = hy_subset_class_lack(u, name, &mend);
    if (lack != NULL)
        hy_unit_error(u, line, mend, "%s", lack);
}

static bool check_type(hy_unit *u, int line, const char *type)
{
    const char *mend;
    const char *lack = hy_subset_type_lack(u, type, &mend);
    if (lack != NULL)
        hy_unit_error(u, line, mend, "%s", lack);
    return lack == NULL;
}

static const char *java_class(hy_unit *u, const hy_jclass *c)
{
    return hy_descriptor_java_class(u->world->arena, c->name);
}

/* ---- members ---- */

/* One line of source may need many things that a card lacks: assert throws an AssertionError, a
   switch over an enum reads an int array. Only the cause is reported. */
static void report_cause(hy_unit *u, const hy_bytecode_op *op, const char *mend, const char *text)
{
    hy_unit_error(u, op->line, mend, "%s", text);
    u->muted_line = op->line;
}

static bool is_enum(hy_unit *u, const char *name)
{
    const hy_jclass *c = hy_world_class(u->world, name);
    return c != NULL && c->super != NULL && strcmp(c->super, "java/lang/Enum") == 0;
}

/* The cause, where a member stands for a feature of the language; true when reported. */
static bool check_cause(hy_unit *u, const hy_bytecode_op *op)
{
    const hy_constant *k = op->constant;
    if (strcmp(k->name, "$assertionsDisabled") == 0)
        report_cause(u, op, "test the condition and throw an exception",
                     "assert does not exist on a card");
    else if (strncmp(k->name, "$SwitchMap$", 11) == 0 || is_enum(u, k->text))
        report_cause(u, op, "use static final byte constants", "enums do not exist on a card");
    else if (hy_subset_is_string_class(k->text))
        report_cause(u, op, "keep texts in byte arrays", "strings do not exist on a card");
    return u->muted_line == op->line && op->line != 0;
}

static void check_field(hy_unit *u, const hy_bytecode_op *op)
{
    const hy_constant *k = op->constant;
    if (check_cause(u, op))
        return;
    hy_jclass *owner = hy_link_owner(u->world, k);
    if (owner == NULL) {
        check_class(u, op->line, k->text);
        return;
    }
    const hy_jfield *f = hy_link_field(u->world, k);
    if (f == NULL) {
        hy_unit_error(u, op->line, NULL, "%s has no field %s of type %s", java_class(u, owner),
                      k->name, hy_descriptor_java(u->world->arena, k->desc));
        return;
    }
    bool is_static = op->op == HY_JVM_getstatic || op->op == HY_JVM_putstatic;
    if (is_static != ((f->access & HY_ACC_STATIC) != 0))
        hy_unit_error(u, op->line, "compile again", "field %s is %sstatic in %s", k->name,
                      is_static ? "not " : "", java_class(u, owner));
    if (!hy_link_may_use(u->world, u->class, f->owner, f->access))
        hy_unit_error(u, op->line, "make it protected or public", "field %s of %s is not visible",
                      k->name, java_class(u, f->owner));
    if (f->owner != u->class)
        check_type(u, op->line, k->desc);
}

static void check_call_types(hy_unit *u, const hy_bytecode_op *op)
{
    const char *desc = op->constant->desc;
    for (const char *p = hy_descriptor_first(desc); *p != ')'; p = hy_descriptor_next(p)) {
        size_t n = (size_t)(hy_descriptor_next(p) - p);
        const char *type = hy_arena_string(u->world->arena, p, n);
        if (type != NULL && !check_type(u, op->line, type))
            return;
    }
    check_type(u, op->line, hy_descriptor_result(desc));
}

static bool call_fits(const hy_bytecode_op *op, const hy_jmethod *m)
{
    bool is_static = (m->access & HY_ACC_STATIC) != 0;
    return is_static == (op->op == HY_JVM_invokestatic);
}

static void check_method(hy_unit *u, const hy_bytecode_op *op)
{
    const hy_constant *k = op->constant;
    if (check_cause(u, op))
        return;
    hy_jclass *owner = hy_link_owner(u->world, k);
    if (owner == NULL) {
        check_class(u, op->line, k->text);
        return;
    }
    const hy_jmethod *m = hy_link_method(u->world, k);
    if (m == NULL) {
        hy_unit_error(u, op->line, NULL, "%s has no %s %s", java_class(u, owner),
                      k->name[0] == '<' ? "constructor" : "method",
                      hy_descriptor_java_method(u->world->arena,
                                                k->name[0] == '<' ? java_class(u, owner) : k->name,
                                                k->desc));
        return;
    }
    if (!call_fits(op, m))
        hy_unit_error(u, op->line, "compile again", "method %s of %s is %sstatic", k->name,
                      java_class(u, owner), op->op == HY_JVM_invokestatic ? "not " : "");
    if (!hy_link_may_use(u->world, u->class, m->owner, m->access))
        hy_unit_error(u, op->line, "make it protected or public", "method %s of %s is not visible",
                      hy_descriptor_java_method(u->world->arena, k->name, k->desc),
                      java_class(u, m->owner));
    if (op->op == HY_JVM_invokespecial && (m->access & HY_ACC_ABSTRACT) != 0)
        hy_unit_error(u, op->line, NULL, "super.%s is abstract", k->name);
    check_call_types(u, op);
}

/* ---- instructions ---- */

static void check_constant(hy_unit *u, const hy_bytecode_op *op)
{
    if (op->constant->tag == HY_CONSTANT_STRING)
        check_class(u, op->line, "java/lang/String");
    else if (op->constant->tag == HY_CONSTANT_FLOAT)
        check_type(u, op->line, "F");
    else
        hy_unit_error(u, op->line, NULL, "class literals do not exist on a card");
}

static void check_newarray(hy_unit *u, const hy_bytecode_op *op)
{
    static const char *const types[] = {"Z", "C", "F", "D", "B", "S", "I", "J"};
    check_type(u, op->line, types[op->a - 4]);
}

static void check_op(hy_unit *u, const hy_bytecode *code, uint32_t index)
{
    const hy_bytecode_op *op = &code->ops[index];
    hy_subset_lack lack = hy_jvm_table[op->op].lack;
    if (op->op == HY_JVM_monitorexit)
        return; /* monitorenter is reported, where the block begins */
    if (lack != HY_SUBSET_OK) {
        hy_unit_error(u, op->line, lacks[lack].mend, "%s", lacks[lack].text);
        return;
    }
    if (hy_unit_is_null_check(code, index) || (op->line == u->muted_line && op->line != 0))
        return;
    switch (op->op) {
    case HY_JVM_ldc_w:
        check_constant(u, op);
        return;
    case HY_JVM_ldc2_w:
        check_type(u, op->line, op->constant->tag == HY_CONSTANT_LONG ? "J" : "D");
        return;
    case HY_JVM_iaload:
    case HY_JVM_iastore:
        check_type(u, op->line, "I");
        return;
    case HY_JVM_newarray:
        check_newarray(u, op);
        return;
    case HY_JVM_anewarray:
        if (op->constant->text[0] == '[')
            check_type(u, op->line, "[[B");
        else
            check_class(u, op->line, op->constant->text);
        return;
    case HY_JVM_new:
    case HY_JVM_checkcast:
    case HY_JVM_instanceof:
        check_class(u, op->line, op->constant->text);
        return;
    default:
        break;
    }
    if (op->op >= HY_JVM_getstatic && op->op <= HY_JVM_putfield)
        check_field(u, op);
    else if (op->op >= HY_JVM_invokevirtual && op->op <= HY_JVM_invokeinterface)
        check_method(u, op);
}

/* ---- variables and handlers ---- */

static void check_variable(hy_unit *u, const hy_bytecode *code, const hy_classfile_local *l,
                           bool parameter)
{
    const char *mend;
    const char *lack = hy_subset_type_lack(u, l->desc, &mend);
    if (lack == NULL || parameter)
        return;
    uint32_t index = hy_bytecode_index(code, l->at);
    int line = index == 0 ? 0 : code->ops[index - 1].line; /* the store that begins its life */
    hy_unit_error(u, line, mend, "local variable %s: %s", l->name, lack);
}

static void check_frame(hy_unit *u, const hy_jmethod *method, const hy_bytecode *code)
{
    if (code->code->max_locals > FRAME_WORDS_MAX)
        hy_unit_error(u, method->line, "split the method",
                      "%s has %u words of local variables: at most %d are allowed", method->name,
                      code->code->max_locals, FRAME_WORDS_MAX);
    if (code->code->max_stack > FRAME_WORDS_MAX)
        hy_unit_error(u, method->line, "split the expression",
                      "%s needs a stack of %u words: at most %d are allowed", method->name,
                      code->code->max_stack, FRAME_WORDS_MAX);
}

void hy_subset_check_code(hy_unit *u, const hy_jmethod *method, const hy_bytecode *code)
{
    check_frame(u, method, code);
    for (size_t i = 0; i < code->code->local_count; i++)
        check_variable(u, code, &code->code->locals[i], code->code->locals[i].at == 0);
    for (size_t i = 0; i < code->handler_count; i++)
        if (code->handlers[i].type != NULL)
            check_class(u, code->ops[code->handlers[i].target].line, code->handlers[i].type);
    for (uint32_t i = 0; i < code->count; i++)
        check_op(u, code, i);
}
