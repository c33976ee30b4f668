/* <clinit> as the card has it: none. What javac put there is executed here, as far as it only gives
   static fields constants or arrays of constants (JCVM 2.2.4.6); all else is reported. */
#include "converter/descriptor.h"
#include "converter/unit.h"

#include <string.h>

typedef enum item_kind { ITEM_INT, ITEM_NULL, ITEM_ARRAY } item_kind;

typedef struct array {
    char type; /* as in descriptors */
    int32_t *values;
    size_t count;
    const hy_jfield *field; /* that it was assigned to */
} array;

typedef struct item {
    item_kind kind;
    int32_t value;
    array *array;
} item;

enum { DEPTH_MAX = 16, ARRAY_MAX = 32767 };

typedef struct run {
    hy_unit *u;
    const hy_bytecode_op *op;
    item stack[DEPTH_MAX];
    size_t depth;
} run;

/* Two items that every instruction may look at exist even when the stack is empty: an int 0 stands
   in, and the instruction is refused for what it finds. */
static item pop(run *r)
{
    item none = {.kind = ITEM_INT};
    return r->depth == 0 ? none : r->stack[--r->depth];
}

static bool push(run *r, item i)
{
    if (r->depth == DEPTH_MAX)
        return false;
    r->stack[r->depth++] = i;
    return true;
}

static bool push_int(run *r, int32_t value)
{
    return push(r, (item){.kind = ITEM_INT, .value = value});
}

static hy_jfield *own_field(run *r)
{
    const hy_constant *k = r->op->constant;
    hy_jclass *c = r->u->class;
    if (strcmp(k->text, c->name) != 0)
        return NULL;
    for (size_t i = 0; i < c->field_count; i++)
        if (strcmp(c->fields[i].name, k->name) == 0 && strcmp(c->fields[i].desc, k->desc) == 0)
            return &c->fields[i];
    return NULL;
}

static bool step_newarray(run *r)
{
    static const char types[] = "ZCFDBSIJ";
    item length = pop(r);
    if (length.kind != ITEM_INT || length.value < 0 || length.value > ARRAY_MAX)
        return false;
    array *a = HY_NEW(r->u->world->arena, array);
    int32_t *values = HY_NEW_ARRAY(r->u->world->arena, int32_t, (size_t)length.value);
    if (a == NULL || values == NULL)
        return false;
    *a = (array){types[r->op->a - 4], values, (size_t)length.value, NULL};
    return push(r, (item){.kind = ITEM_ARRAY, .array = a});
}

static bool step_store(run *r)
{
    item value = pop(r), index = pop(r), target = pop(r);
    if (value.kind != ITEM_INT || index.kind != ITEM_INT || target.kind != ITEM_ARRAY)
        return false;
    if (index.value < 0 || (size_t)index.value >= target.array->count)
        return false;
    target.array->values[index.value] = value.value;
    return true;
}

static bool step_putstatic(run *r)
{
    item value = pop(r);
    hy_jfield *f = own_field(r);
    if (f == NULL)
        return false;
    f->line = r->op->line;
    if (value.kind == ITEM_ARRAY) {
        if (value.array->field != NULL || f->desc[0] != '[' || f->desc[1] != value.array->type)
            return false;
        value.array->field = f;
        f->init = (hy_jinit){HY_JINIT_ARRAY, 0, value.array->values, value.array->count};
    } else if (value.kind == ITEM_INT && value.value != 0) {
        f->init = (hy_jinit){HY_JINIT_VALUE, value.value, NULL, 0};
    } else {
        f->init = (hy_jinit){.kind = HY_JINIT_DEFAULT};
    }
    return true;
}

/* Only fields that were given a number before: their values are known. */
static bool step_getstatic(run *r)
{
    const hy_jfield *f = own_field(r);
    if (f == NULL || f->desc[0] == '[' || f->desc[0] == 'L')
        return false;
    return push_int(r, f->is_constant ? f->constant : f->init.value);
}

static bool step(run *r)
{
    switch (r->op->op) {
    case HY_JVM_sipush:
        return push_int(r, r->op->a);
    case HY_JVM_aconst_null:
        return push(r, (item){.kind = ITEM_NULL});
    case HY_JVM_newarray:
        return step_newarray(r);
    case HY_JVM_dup: {
        item top = pop(r);
        bool pushed = push(r, top);
        return pushed && push(r, top);
    }
    case HY_JVM_bastore:
    case HY_JVM_sastore:
    case HY_JVM_iastore:
        return step_store(r);
    case HY_JVM_i2b:
        return push_int(r, (int8_t)pop(r).value);
    case HY_JVM_i2s:
        return push_int(r, (int16_t)pop(r).value);
    case HY_JVM_putstatic:
        return step_putstatic(r);
    case HY_JVM_getstatic:
        return step_getstatic(r);
    case HY_JVM_nop:
    case HY_JVM_return:
        return true;
    default:
        return false;
    }
}

/* What javac writes for assert is taken out: assert is reported where it is used. */
static void drop_assertions(hy_bytecode *code)
{
    uint32_t end = 0;
    for (uint32_t i = 0; i < code->count; i++) {
        const hy_constant *k = code->ops[i].constant;
        if (code->ops[i].op == HY_JVM_putstatic && strcmp(k->name, "$assertionsDisabled") == 0)
            end = i + 1;
    }
    for (uint32_t i = 0; i < end; i++)
        code->ops[i] = (hy_bytecode_op){.op = HY_JVM_nop, .line = code->ops[i].line};
}

static bool has_arrays(const hy_jclass *c)
{
    for (size_t i = 0; i < c->field_count; i++)
        if (c->fields[i].init.kind == HY_JINIT_ARRAY)
            return true;
    return false;
}

static void execute(run *r, const hy_bytecode *code)
{
    hy_unit *u = r->u;
    for (uint32_t i = 0; i < code->count; i++) {
        r->op = &code->ops[i];
        if (step(r))
            continue;
        int line = r->op->line;
        if (!hy_unit_has_error(u, line))
            hy_unit_error(u, line, "assign it in the constructor or in install()",
                          "a static initialiser can only be a constant or an array of constants");
        r->depth = 0;
        while (i + 1 < code->count && code->ops[i + 1].line == line && line != 0)
            i++;
    }
}

hy_rc hy_clinit_evaluate(hy_unit *u, hy_reason *why)
{
    if (u->clinit == NULL || u->clinit->code == NULL)
        return HY_OK;
    hy_bytecode code;
    HY_TRY(hy_bytecode_decode(u->world->arena, u->file, u->clinit->code, &code, why));
    if ((u->class->access & HY_ACC_INTERFACE) != 0) {
        hy_unit_error(u, code.ops[0].line, "move the field into a class",
                      "fields of interfaces must be constants on a card");
        return HY_OK;
    }
    drop_assertions(&code);
    hy_subset_check_code(u, &(hy_jmethod){.name = "static initialiser"}, &code);
    run r = {.u = u};
    execute(&r, &code);
    bool library = !u->options->system && u->options->applet_count == 0;
    if (library && has_arrays(u->class))
        hy_unit_error(
            u, code.ops[0].line, "create the array in a constructor or a method",
            "a library package cannot have static arrays: they would belong to no applet");
    return HY_OK;
}
