/* element/vm/machine: frames and their ends, budget, natives, transactions with live frames, the
   firewall's fast path and its hooks, and code that no verifier has seen. */
#include "test.h"

#include "machine_case.h"

#include <string.h>

#define OP(name) HY_OP_##name

enum { IMPDEP = HY_OP_impdep1 };

/* A native method of the small package: impdep1 and its number. */
static uint16_t native(machine_case *c, uint8_t nargs, uint8_t number)
{
    return sp_static(&c->sp, METHOD(c, nargs, 0, 0, IMPDEP, 0, number));
}

/* Puts test natives in the place of the ROM's; the package says what they return, so it has to be
   told here: it has no Descriptor. */
static void link_with_natives(machine_case *c, const hy_native *natives, uint16_t count,
                              const uint8_t *results)
{
    c->system = true;
    for (uint16_t i = 0; i < count; i++)
        c->set.natives[i] = natives[i];
    mc_link(c);
    hy_linked *l = c->set.linked[c->number];
    for (uint16_t i = 0; i < l->method_count; i++)
        if (l->methods[i].native != HY_NOT_NATIVE)
            l->methods[i].result = results[l->methods[i].native];
}

/* ---- frames ---- */

static void test_recursion_ends_in_an_exception(void **state)
{
    (void)state;
    machine_case *c = mc_open();
    uint16_t index = sp_entry(&c->sp, (hy_pool_entry){.tag = HY_POOL_STATIC_METHOD});
    uint32_t endless = METHOD(c, 0, 3, 2, OP(invokestatic), INDEX(index), OP(return ));
    c->sp.pool[index].at = endless;
    uint32_t caught = METHOD(c, 0, 0, 1, OP(invokestatic), INDEX(index), OP(sconst_0), OP(sreturn),
                             OP(pop), OP(sconst_1), OP(sreturn));
    sp_handler(&c->sp, caught, 0, 3, 5, SP_P_THROWABLE);
    uint32_t wide = METHOD(c, 1, 250, 250, OP(sload_0), OP(sreturn));
    mc_link(c);
    mc_throws(c, endless, NO_ARGUMENTS, HY_THROW_SYSTEM);
    assert_int_equal(c->set.reasons[HY_THROW_SYSTEM], HY_SYSTEM_NO_RESOURCE);
    assert_int_equal(mc_short(c, caught, NO_ARGUMENTS), 1);
    /* few slots: the frame does not fit */
    assert_int_equal(mc_short(c, wide, SLOTS(5)), 5);
    c->set.machine.slot_count = 501;
    assert_int_equal(mc_short(c, wide, SLOTS(5)), 5);
    c->set.machine.slot_count = 500;
    mc_throws(c, wide, SLOTS(5), HY_THROW_SYSTEM);
    c->set.machine.slot_count = 2;
    mc_throws(c, wide, SLOTS(5), HY_THROW_SYSTEM);
    mc_free(c);
}

static void test_locals_are_fresh(void **state)
{
    (void)state;
    machine_case *c = mc_open();
    uint32_t dirty =
        METHOD(c, 0, 4, 2, OP(bspush), 99, OP(dup), OP(sstore_0), OP(sstore_3), OP(return ));
    uint16_t index = sp_static(&c->sp, dirty);
    uint32_t peek = METHOD(c, 0, 4, 1, OP(sload_3), OP(sreturn));
    uint16_t peek_index = sp_static(&c->sp, peek);
    uint32_t both = METHOD(c, 0, 0, 1, OP(invokestatic), INDEX(index), OP(invokestatic),
                           INDEX(peek_index), OP(sreturn));
    mc_link(c);
    assert_int_equal(mc_short(c, both, NO_ARGUMENTS), 0);
    mc_free(c);
}

static void test_budget(void **state)
{
    (void)state;
    machine_case *c = mc_open();
    uint32_t endless = METHOD(c, 0, 0, 0, OP(nop), OP(goto), 0xFF);
    uint32_t itself = METHOD(c, 0, 0, 0, OP(goto), 0);
    /* jsr forward, ret back: no backward branch but by ret */
    uint32_t back =
        METHOD(c, 0, 1, 1, OP(jsr), 0, 6, OP(goto), 4, OP(nop), /* 6: */ OP(astore_0), OP(ret), 0);
    /* a handler that ends in the same place */
    uint32_t thrown = METHOD(c, 0, 0, 1, OP(aconst_null), OP(athrow), OP(pop), OP(goto), 0xFD);
    sp_handler(&c->sp, thrown, 0, 2, 2, 0);
    mc_link(c);
    uint32_t methods[] = {endless, itself, back, thrown};
    for (size_t i = 0; i < TEST_COUNT(methods); i++) {
        ms_reset(&c->set);
        c->set.machine.budget = 10000;
        const hy_method *m = hy_linked_find_method(c->set.linked[c->number], methods[i]);
        assert_int_equal(hy_machine_call(&c->set.machine, &c->set.loaded[c->number], m, NULL, NULL),
                         HY_STOPPED);
        assert_int_equal(c->set.machine.stop, HY_STOP_BUDGET);
        assert_int_equal(c->set.machine.depth, 0);
    }
    mc_free(c);
}

/* ---- natives ---- */

static hy_outcome add_native(hy_machine *m, hy_slot *arguments)
{
    (void)m;
    arguments[0] = hy_slot_to_short(arguments[0]) + hy_slot_to_short(arguments[1]);
    return HY_DONE;
}

static hy_outcome throwing_native(hy_machine *m, hy_slot *arguments)
{
    (void)arguments;
    return hy_machine_throw(m, HY_THROW_ARRAY_STORE, 0);
}

static hy_outcome stopping_native(hy_machine *m, hy_slot *arguments)
{
    (void)arguments;
    return hy_machine_stop(m, HY_STOP_ABANDON);
}

/* Sums a byte array, range by arguments. */
static hy_outcome sum_native(hy_machine *m, hy_slot *arguments)
{
    hy_array a;
    hy_outcome outcome =
        hy_machine_range(m, arguments[0], HY_SHAPE_BYTES, HY_TOUCH_READ,
                         hy_slot_to_short(arguments[1]), hy_slot_to_short(arguments[2]), &a);
    if (outcome != HY_DONE)
        return outcome;
    int sum = 0;
    for (int i = 0; i < hy_slot_to_short(arguments[2]); i++)
        sum += (int8_t)a.at[hy_slot_to_short(arguments[1]) + i];
    arguments[0] = (int16_t)sum;
    return HY_DONE;
}

/* Calls BASE.twice of its argument; itself again while the second argument lasts. */
static hy_outcome calling_native(hy_machine *m, hy_slot *arguments)
{
    const machine_case *c = (const machine_case *)m->user;
    hy_slot result[2];
    const hy_slot passed[] = {arguments[0], 21};
    hy_outcome outcome =
        hy_machine_call_virtual(m, &c->set.linked[c->number]->classes[SP_BASE], 1, passed, result);
    if (outcome == HY_DONE)
        arguments[0] = result[0];
    return outcome;
}

static const hy_native natives[] = {add_native, throwing_native, stopping_native, sum_native,
                                    calling_native};
static const uint8_t results[] = {1, 0, 0, 1, 1};

static void test_natives(void **state)
{
    (void)state;
    machine_case *c = mc_open();
    uint16_t add = native(c, 2, 0), throwing = native(c, 0, 1), stopping = native(c, 0, 2);
    uint16_t summing = native(c, 3, 3), calling = native(c, 1, 4);
    uint32_t sum = METHOD(c, 2, 0, 3, OP(sconst_5), OP(sload_0), OP(sload_1), OP(invokestatic),
                          INDEX(add), OP(sadd), OP(sreturn));
    uint32_t caught = METHOD(c, 0, 0, 1, OP(invokestatic), INDEX(throwing), OP(sconst_0),
                             OP(sreturn), OP(pop), OP(sconst_4), OP(sreturn));
    sp_handler(&c->sp, caught, 0, 3, 5, SP_P_THROWABLE);
    uint32_t stopped =
        METHOD(c, 0, 0, 1, OP(invokestatic), INDEX(stopping), OP(return ), OP(pop), OP(return ));
    sp_handler(&c->sp, stopped, 0, 4, 4, 0);
    uint32_t ranged = METHOD(c, 2, 1, 4, OP(sconst_3), OP(newarray), 11, OP(astore_2), OP(aload_2),
                             OP(sconst_1), OP(sconst_5), OP(bastore), OP(aload_2), OP(sload_0),
                             OP(sload_1), OP(invokestatic), INDEX(summing), OP(sreturn));
    uint32_t on_words = METHOD(c, 0, 0, 3, OP(sconst_3), OP(newarray), 12, OP(sconst_0),
                               OP(sconst_0), OP(invokestatic), INDEX(summing), OP(sreturn));
    uint32_t on_null = METHOD(c, 0, 0, 3, OP(aconst_null), OP(sconst_0), OP(sconst_0),
                              OP(invokestatic), INDEX(summing), OP(sreturn));
    uint32_t on_number = METHOD(c, 0, 0, 3, OP(sconst_3), OP(sconst_0), OP(sconst_0),
                                OP(invokestatic), INDEX(summing), OP(sreturn));
    uint32_t up = METHOD(c, 0, 0, 1, OP(new), INDEX(SP_P_DERIVED), OP(invokestatic), INDEX(calling),
                         OP(sreturn));
    uint32_t up_wrong = METHOD(c, 0, 0, 1, OP(new), INDEX(SP_P_SERVER), OP(invokestatic),
                               INDEX(calling), OP(sreturn));
    link_with_natives(c, natives, TEST_COUNT(natives), results);
    assert_int_equal(mc_short(c, sum, SLOTS(30000, 10000)), 5 + (int16_t)40000);
    assert_int_equal(mc_short(c, caught, NO_ARGUMENTS), 4);
    assert_int_equal(mc_run(c, stopped, NO_ARGUMENTS, NULL), HY_STOPPED);
    assert_int_equal(c->set.machine.stop, HY_STOP_ABANDON);
    assert_int_equal(mc_short(c, ranged, SLOTS(0, 3)), 5);
    assert_int_equal(mc_short(c, ranged, SLOTS(2, 1)), 0);
    assert_int_equal(mc_short(c, ranged, SLOTS(3, 0)), 0);
    mc_throws(c, ranged, SLOTS(2, 2), HY_THROW_ARRAY_INDEX);
    mc_throws(c, ranged, SLOTS(-1, 1), HY_THROW_ARRAY_INDEX);
    mc_throws(c, ranged, SLOTS(1, -1), HY_THROW_ARRAY_INDEX);
    mc_throws(c, ranged, SLOTS(1, 0x7FFF), HY_THROW_ARRAY_INDEX);
    mc_throws(c, on_words, NO_ARGUMENTS, HY_THROW_SECURITY);
    mc_throws(c, on_null, NO_ARGUMENTS, HY_THROW_NULL);
    mc_throws(c, on_number, NO_ARGUMENTS, HY_THROW_SECURITY);
    assert_int_equal(mc_short(c, up, NO_ARGUMENTS), 63);
    mc_throws(c, up_wrong, NO_ARGUMENTS, HY_THROW_SECURITY);
    c->set.machine.nesting_max = 1;
    mc_throws(c, up, NO_ARGUMENTS, HY_THROW_SYSTEM);
    mc_free(c);
}

/* ---- transactions ---- */

static hy_outcome begin_native(hy_machine *m, hy_slot *arguments)
{
    (void)arguments;
    machine_case *c = (machine_case *)m->user;
    assert_ok(hy_heap_begin(m->heap, &c->set.undo));
    return HY_DONE;
}

static hy_outcome abort_native(hy_machine *m, hy_slot *arguments)
{
    (void)arguments;
    assert_ok(hy_heap_abort(m->heap));
    hy_machine_drop_dead(m);
    return HY_DONE;
}

static const hy_native transaction_natives[] = {begin_native, abort_native};
static const uint8_t transaction_results[] = {0, 0};

static void test_abort_with_live_frames(void **state)
{
    (void)state;
    machine_case *c = mc_open();
    uint16_t begin = native(c, 0, 0), abort = native(c, 0, 1);
    /* x = new BASE; begin; x.s = 5; y = new BASE; stack: new; abort; x.s * 100 + y, stack null */
    uint32_t m = METHOD(c, 0, 2, 4, OP(new), INDEX(SP_P_BASE), OP(astore_0), OP(aload_0),
                        OP(bspush), 7, OP(putfield_s), SP_P_FIELD_S, OP(invokestatic), INDEX(begin),
                        OP(aload_0), OP(sconst_5), OP(putfield_s), SP_P_FIELD_S, OP(new),
                        INDEX(SP_P_BASE), OP(astore_1), OP(new), INDEX(SP_P_DERIVED),
                        OP(invokestatic), INDEX(abort), /* stack: null */ OP(ifnonnull), 12,
                        OP(aload_1), OP(ifnonnull), 9, OP(aload_0), OP(ifnull), 6, OP(aload_0),
                        OP(getfield_s), SP_P_FIELD_S, OP(sreturn), OP(sconst_m1), OP(sreturn));
    uint32_t statics =
        METHOD(c, 0, 0, 1, OP(sconst_2), OP(putstatic_s), INDEX(SP_P_STATIC_S), OP(invokestatic),
               INDEX(begin), OP(sconst_4), OP(putstatic_s), INDEX(SP_P_STATIC_S), OP(invokestatic),
               INDEX(abort), OP(getstatic_s), INDEX(SP_P_STATIC_S), OP(sreturn));
    uint32_t arrays =
        METHOD(c, 0, 1, 3, OP(sconst_2), OP(newarray), 11, OP(astore_0), OP(invokestatic),
               INDEX(begin), OP(aload_0), OP(sconst_1), OP(sconst_4), OP(bastore), OP(invokestatic),
               INDEX(abort), OP(aload_0), OP(sconst_1), OP(baload), OP(sreturn));
    link_with_natives(c, transaction_natives, 2, transaction_results);
    assert_int_equal(mc_short(c, m, NO_ARGUMENTS), 7);
    assert_int_equal(mc_short(c, statics, NO_ARGUMENTS), 2);
    assert_int_equal(mc_short(c, arrays, NO_ARGUMENTS), 0);
    mc_free(c);
}

static void test_full_log(void **state)
{
    (void)state;
    machine_case *c = mc_open();
    uint16_t begin = native(c, 0, 0), abort = native(c, 0, 1);
    uint32_t m = METHOD(c, 0, 1, 3, OP(sconst_2), OP(newarray), 12, OP(astore_0), OP(invokestatic),
                        INDEX(begin), /* 7: */ OP(aload_0), OP(sconst_1), OP(sconst_4), OP(sastore),
                        OP(goto), (uint8_t)-4, /* 13: */ OP(pop), OP(invokestatic), INDEX(abort),
                        OP(aload_0), OP(sconst_1), OP(saload), OP(sreturn));
    sp_handler(&c->sp, m, 7, 13, 13, SP_P_THROWABLE);
    link_with_natives(c, transaction_natives, 2, transaction_results);
    assert_int_equal(mc_short(c, m, NO_ARGUMENTS), 0);
    assert_int_equal(c->set.thrown[HY_THROW_TRANSACTION], 1);
    assert_int_equal(c->set.reasons[HY_THROW_TRANSACTION], HY_TRANSACTION_BUFFER_FULL);
    mc_free(c);
}

static void test_memory_runs_out(void **state)
{
    (void)state;
    machine_case *c = mc_open();
    uint32_t m = METHOD(c, 0, 0, 1, OP(sspush), 0x7F, 0xFF, OP(newarray), 13, OP(pop), OP(goto),
                        (uint8_t)-6);
    mc_link(c);
    mc_throws(c, m, NO_ARGUMENTS, HY_THROW_SYSTEM);
    assert_int_equal(c->set.reasons[HY_THROW_SYSTEM], HY_SYSTEM_NO_RESOURCE);
    mc_free(c);
}

/* ---- the firewall ---- */

static hy_slot make_object(machine_case *c, int class_of, hy_openness openness, uint8_t context)
{
    const hy_class *k = &c->set.linked[c->number]->classes[class_of];
    const hy_object_spec spec = {.shape = HY_SHAPE_INSTANCE,
                                 .openness = openness,
                                 .length = k->words,
                                 .class_of = k->ordinal,
                                 .package = (uint8_t)c->number,
                                 .context = context,
                                 .owner = context};
    hy_reference r;
    assert_ok(hy_heap_new(&c->set.heap, &spec, &r));
    return hy_slot_reference(r);
}

static hy_slot make_array(machine_case *c, hy_shape shape, hy_lifetime lifetime,
                          hy_openness openness, uint8_t context)
{
    const hy_object_spec spec = {.shape = shape,
                                 .lifetime = lifetime,
                                 .openness = openness,
                                 .length = 4,
                                 .context = context,
                                 .owner = context};
    hy_reference r;
    assert_ok(hy_heap_new(&c->set.heap, &spec, &r));
    return hy_slot_reference(r);
}

static void test_other_contexts(void **state)
{
    (void)state;
    machine_case *c = mc_open();
    uint32_t get = METHOD(c, 1, 0, 1, OP(aload_0), OP(getfield_s), SP_P_FIELD_S, OP(sreturn));
    uint32_t put = METHOD(c, 1, 0, 2, OP(aload_0), OP(sconst_1), OP(putfield_s), SP_P_FIELD_S,
                          OP(sconst_1), OP(sreturn));
    uint32_t call = METHOD(c, 1, 0, 2, OP(aload_0), OP(sconst_1), OP(invokevirtual),
                           INDEX(SP_P_TWICE), OP(sreturn));
    uint32_t is = METHOD(c, 1, 0, 1, OP(aload_0), OP(instanceof), 0, INDEX(SP_P_BASE), OP(sreturn));
    uint32_t load = METHOD(c, 1, 0, 2, OP(aload_0), OP(sconst_0), OP(baload), OP(sreturn));
    uint32_t store = METHOD(c, 1, 0, 3, OP(aload_0), OP(sconst_0), OP(sconst_1), OP(bastore),
                            OP(sconst_1), OP(sreturn));
    uint32_t length = METHOD(c, 1, 0, 1, OP(aload_0), OP(arraylength), OP(sreturn));
    uint32_t keep = METHOD(c, 1, 0, 1, OP(aload_0), OP(putstatic_a), INDEX(SP_P_STATIC_A),
                           OP(sconst_1), OP(sreturn));
    uint32_t keep_in_array =
        METHOD(c, 1, 0, 3, OP(sconst_1), OP(anewarray), INDEX(SP_P_OBJECT), OP(sconst_0),
               OP(aload_0), OP(aastore), OP(sconst_1), OP(sreturn));
    uint32_t keep_in_field = METHOD(c, 1, 0, 2, OP(new), INDEX(SP_P_BASE), OP(aload_0),
                                    OP(putfield_a), SP_P_FIELD_A, OP(sconst_1), OP(sreturn));
    mc_link(c);
    hy_slot own = make_object(c, SP_BASE, HY_OWNED, MS_CONTEXT);
    hy_slot other = make_object(c, SP_BASE, HY_OWNED, MS_OTHER);
    uint32_t on_objects[] = {get, put, call, is};
    for (size_t i = 0; i < TEST_COUNT(on_objects); i++) {
        assert_int_equal(mc_run(c, on_objects[i], SLOTS(own), NULL), HY_DONE);
        mc_throws(c, on_objects[i], SLOTS(other), HY_THROW_SECURITY);
    }
    hy_slot mine = make_array(c, HY_SHAPE_BYTES, HY_PERSISTENT, HY_OWNED, MS_CONTEXT);
    hy_slot theirs = make_array(c, HY_SHAPE_BYTES, HY_PERSISTENT, HY_OWNED, MS_OTHER);
    hy_slot global = make_array(c, HY_SHAPE_BYTES, HY_TRANSIENT_RESET, HY_GLOBAL, 0);
    hy_slot deselected = make_array(c, HY_SHAPE_BYTES, HY_TRANSIENT_DESELECT, HY_OWNED, MS_CONTEXT);
    uint32_t on_arrays[] = {load, store, length};
    for (size_t i = 0; i < TEST_COUNT(on_arrays); i++) {
        assert_int_equal(mc_run(c, on_arrays[i], SLOTS(mine), NULL), HY_DONE);
        assert_int_equal(mc_run(c, on_arrays[i], SLOTS(global), NULL), HY_DONE);
        assert_int_equal(mc_run(c, on_arrays[i], SLOTS(deselected), NULL), HY_DONE);
        mc_throws(c, on_arrays[i], SLOTS(theirs), HY_THROW_SECURITY);
    }
    /* kept: own and other's, not global arrays or temporary entry points */
    hy_slot temporary = make_object(c, SP_BASE, HY_TEMPORARY, 0);
    hy_slot permanent = make_object(c, SP_BASE, HY_PERMANENT, 0);
    uint32_t keeping[] = {keep, keep_in_array, keep_in_field};
    for (size_t i = 0; i < TEST_COUNT(keeping); i++) {
        assert_int_equal(mc_run(c, keeping[i], SLOTS(own), NULL), HY_DONE);
        assert_int_equal(mc_run(c, keeping[i], SLOTS(theirs), NULL), HY_DONE);
        assert_int_equal(mc_run(c, keeping[i], SLOTS(permanent), NULL), HY_DONE);
        assert_int_equal(mc_run(c, keeping[i], SLOTS(hy_slot_reference(0)), NULL), HY_DONE);
        mc_throws(c, keeping[i], SLOTS(global), HY_THROW_SECURITY);
        mc_throws(c, keeping[i], SLOTS(temporary), HY_THROW_SECURITY);
    }
    mc_free(c);
}

/* The methods run as what the hook says, and the caller is itself again, however they end. */
static void test_calls_into_other_contexts(void **state)
{
    (void)state;
    machine_case *c = mc_open();
    uint32_t shared = METHOD(c, 1, 0, 2, OP(aload_0), OP(sconst_4), OP(invokeinterface), 2,
                             INDEX(SP_P_SHARED), 0, OP(sreturn));
    uint32_t direct = METHOD(c, 1, 0, 2, OP(aload_0), OP(sconst_4), OP(invokevirtual),
                             INDEX(SP_P_SERVER_TWICE), OP(sreturn));
    uint32_t caught =
        METHOD(c, 2, 0, 2, OP(aload_0), OP(sconst_4), OP(invokeinterface), 2, INDEX(SP_P_SHARED), 0,
               OP(sreturn), OP(pop), OP(aload_1), OP(getfield_s), SP_P_FIELD_S, OP(sreturn));
    sp_handler(&c->sp, caught, 0, 7, 8, 0);
    mc_link(c);
    hy_slot server = make_object(c, SP_SERVER, HY_OWNED, MS_OTHER);
    hy_slot entry = make_object(c, SP_SERVER, HY_PERMANENT, 0);
    hy_slot mine = make_object(c, SP_BASE, HY_OWNED, MS_CONTEXT);
    /* the server reads its own field, which it may only in its context */
    assert_int_equal(mc_short(c, shared, SLOTS(server)), 8);
    assert_int_equal(mc_short(c, direct, SLOTS(entry)), 8);
    mc_throws(c, direct, SLOTS(server), HY_THROW_SECURITY);
    /* too few frames inside: the exception crosses back */
    c->set.machine.frame_count = 1;
    assert_int_equal(mc_short(c, caught, SLOTS(server, mine)), 0);
    mc_free(c);
}

/* ---- what no verifier has seen ---- */

static void test_confused_code(void **state)
{
    (void)state;
    machine_case *c = mc_open();
    uint32_t methods[16];
    size_t n = 0;
    /* a number used as a reference, in every way */
    methods[n++] = METHOD(c, 1, 0, 1, OP(sload_0), OP(getfield_s), SP_P_FIELD_S, OP(sreturn));
    methods[n++] = METHOD(c, 1, 0, 2, OP(sload_0), OP(sconst_0), OP(baload), OP(sreturn));
    methods[n++] = METHOD(c, 1, 0, 1, OP(sload_0), OP(arraylength), OP(sreturn));
    methods[n++] = METHOD(c, 1, 0, 2, OP(sload_0), OP(sconst_0), OP(invokevirtual),
                          INDEX(SP_P_TWICE), OP(sreturn));
    methods[n++] = METHOD(c, 1, 0, 2, OP(sload_0), OP(sconst_0), OP(invokeinterface), 2,
                          INDEX(SP_P_GREETER), 0, OP(sreturn));
    methods[n++] = METHOD(c, 1, 0, 1, OP(sload_0), OP(athrow));
    methods[n++] =
        METHOD(c, 1, 0, 1, OP(sload_0), OP(putstatic_a), INDEX(SP_P_STATIC_A), OP(return ));
    methods[n++] = METHOD(c, 1, 0, 1, OP(sload_0), OP(checkcast), 0, INDEX(SP_P_BASE), OP(areturn));
    methods[n++] = METHOD(c, 1, 0, 1, OP(getfield_s_this), SP_P_FIELD_S, OP(sreturn));
    /* a return address from a number, and one of another method */
    methods[n++] = METHOD(c, 1, 0, 0, OP(ret), 0);
    uint32_t returning = METHOD(c, 1, 0, 1, OP(ret), 0);
    uint16_t index = sp_static(&c->sp, returning);
    methods[n++] =
        METHOD(c, 1, 0, 1, OP(jsr), 0, 4, OP(return ), OP(invokestatic), INDEX(index), OP(return ));
    /* an instance as an array, an array as an instance, an instance of another class */
    methods[n++] =
        METHOD(c, 1, 0, 2, OP(new), INDEX(SP_P_BASE), OP(sconst_0), OP(saload), OP(sreturn));
    methods[n++] = METHOD(c, 1, 0, 1, OP(sconst_5), OP(newarray), 12, OP(getfield_s), SP_P_FIELD_S,
                          OP(sreturn));
    methods[n++] =
        METHOD(c, 1, 0, 1, OP(new), INDEX(SP_P_SERVER), OP(getfield_a), SP_P_FIELD_A, OP(areturn));
    methods[n++] = METHOD(c, 1, 0, 1, OP(new), INDEX(SP_P_BASE), OP(getfield_s), SP_P_FIELD_DERIVED,
                          OP(sreturn));
    methods[n++] = METHOD(c, 1, 0, 2, OP(new), INDEX(SP_P_SERVER), OP(sconst_0), OP(invokevirtual),
                          INDEX(SP_P_TWICE), OP(sreturn));
    mc_link(c);
    hy_slot own = make_object(c, SP_BASE, HY_OWNED, MS_CONTEXT);
    for (size_t i = 0; i < n; i++) /* the number is a reference's own */
        mc_throws(c, methods[i], SLOTS(hy_slot_to_reference(own)), HY_THROW_SECURITY);
    mc_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_recursion_ends_in_an_exception),
        cmocka_unit_test(test_locals_are_fresh),
        cmocka_unit_test(test_budget),
        cmocka_unit_test(test_natives),
        cmocka_unit_test(test_abort_with_live_frames),
        cmocka_unit_test(test_full_log),
        cmocka_unit_test(test_memory_runs_out),
        cmocka_unit_test(test_other_contexts),
        cmocka_unit_test(test_calls_into_other_contexts),
        cmocka_unit_test(test_confused_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
