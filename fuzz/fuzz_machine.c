/* Fuzzes the second net: a method of any bytes, that no verifier has seen, is linked and run.
   Whatever it does, memory stays sound: the sanitizers watch the machine, and afterwards every
   reference in the heap names an object.
   Input: locals, stack, a handler's start, end and target, then code. */
#include "machine_set.h"
#include "small_package.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { HEAD = 5, BUDGET = 20000, CODE_MAX = 512, ARENA = 16 << 20 };

static machine_set set;
static hy_heap fresh_heap;
static uint8_t fresh[MS_MEMORY];

static void open_once(void)
{
    hy_reason why;
    if (set.count > 0)
        return;
    if (!hy_ok(ms_open(&set, ROM_IMAGE, &why)))
        abort();
    fresh_heap = set.heap;
    memcpy(fresh, set.memory, MS_MEMORY);
}

static uint32_t make_method(small_package *s, const uint8_t *data, size_t size)
{
    sp_init(s);
    uint32_t m = sp_method(s, 3, data[0] % 8, data[1] % 16, data + HEAD, size - HEAD);
    if (data[2] < data[3])
        sp_handler(s, m, data[2], data[3], data[4], data[4] % 2 == 0 ? 0 : SP_P_THROWABLE);
    return m;
}

static void check_references(const hy_object *o)
{
    const hy_linked *l = set.linked[o->package];
    for (uint16_t i = 0; i < o->length; i++) {
        bool reference = o->shape == HY_SHAPE_REFERENCES;
        if (o->shape == HY_SHAPE_INSTANCE && o->class_of == HY_CLASS_STATICS)
            reference = i < l->statics.reference_count;
        else if (o->shape == HY_SHAPE_INSTANCE)
            reference = hy_class_is_reference(&l->classes[o->class_of], i);
        uint16_t r;
        memcpy(&r, hy_heap_body(&set.heap, o) + (size_t)2 * i, sizeof r);
        if (reference && r != 0 && hy_heap_object(&set.heap, r) == NULL)
            abort();
    }
}

static void run(uint16_t number, uint32_t method)
{
    const hy_method *m = hy_linked_find_method(set.linked[number], method);
    const hy_class *base = &set.linked[number]->classes[SP_BASE];
    const hy_object_spec spec = {.shape = HY_SHAPE_INSTANCE,
                                 .length = base->words,
                                 .class_of = base->ordinal,
                                 .package = (uint8_t)number,
                                 .context = MS_CONTEXT,
                                 .owner = 1};
    hy_reference r;
    if (!hy_ok(hy_heap_new(&set.heap, &spec, &r)))
        abort();
    const hy_slot arguments[] = {hy_slot_reference(r), 3, hy_slot_reference(set.exceptions[0])};
    ms_reset(&set);
    set.machine.budget = BUDGET;
    (void)hy_machine_call(&set.machine, &set.loaded[number], m, arguments, NULL);
    for (uint32_t i = 1; i <= hy_heap_count(&set.heap); i++)
        check_references(hy_heap_entry(&set.heap, (hy_reference)i));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static small_package s;
    hy_reason why;
    uint16_t number;
    if (size <= HEAD || size > CODE_MAX)
        return 0;
    open_once();
    memcpy(set.memory, fresh, MS_MEMORY);
    set.heap = fresh_heap;
    uint32_t method = make_method(&s, data, size);
    hy_arena kept = set.arena;
    set.arena = hy_arena_new(ARENA);
    if (hy_ok(ms_add(&set, &s.p, 1, false, &number, &why))) {
        run(number, method);
        set.count--;
    }
    hy_arena_free(&set.arena);
    set.arena = kept;
    return 0;
}
