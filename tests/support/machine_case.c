/* Opening, linking and running the small package. */
#include "machine_case.h"

#include "test.h"

#include <stdlib.h>

bool mc_ran[256];
bool mc_observing = true;

/* Notes which opcode of the small package runs. */
static void note(hy_machine *m)
{
    const machine_case *c = (const machine_case *)m->user;
    const hy_frame *f = &m->frames[m->depth - 1];
    if (f->method->linked != c->set.linked[c->number])
        return;
    uint32_t pc = f->method->offsets[f->pc - f->method->cells];
    mc_ran[c->sp.bytes[sp_code(f->method->at) + pc]] = true;
}

machine_case *mc_open(void)
{
    machine_case *c = calloc(1, sizeof *c);
    hy_reason why = {""};
    assert_non_null(c);
    hy_rc rc = ms_open(&c->set, ROM_IMAGE, &why);
    assert_string_equal(why.text, "");
    assert_ok(rc);
    c->set.hooks.observe = note;
    c->set.machine.observed = mc_observing;
    sp_init(&c->sp);
    return c;
}

void mc_free(machine_case *c)
{
    ms_free(&c->set);
    free(c);
}

hy_rc mc_try_link(machine_case *c, hy_reason *why)
{
    return ms_add(&c->set, &c->sp.p, 1, c->system, &c->number, why);
}

void mc_link(machine_case *c)
{
    hy_reason why = {""};
    hy_rc rc = mc_try_link(c, &why);
    assert_string_equal(why.text, "");
    assert_ok(rc);
}

hy_outcome mc_run(machine_case *c, uint32_t method, const hy_slot *arguments, hy_slot *result)
{
    hy_machine *m = &c->set.machine;
    const hy_method *found = hy_linked_find_method(c->set.linked[c->number], method);
    assert_non_null(found);
    ms_reset(&c->set);
    hy_outcome outcome = hy_machine_call(m, &c->set.loaded[c->number], found, arguments, result);
    assert_int_equal(m->depth, 0);
    assert_ptr_equal(m->top, m->slots);
    assert_int_equal(m->actor.context, MS_CONTEXT);
    return outcome;
}

int32_t mc_short(machine_case *c, uint32_t method, const hy_slot *arguments)
{
    hy_slot result[2] = {0};
    assert_int_equal(mc_run(c, method, arguments, result), HY_DONE);
    assert_true(result[0] >= INT16_MIN && result[0] <= INT16_MAX);
    return (int32_t)result[0];
}

int32_t mc_int(machine_case *c, uint32_t method, const hy_slot *arguments)
{
    hy_slot result[2] = {0};
    assert_int_equal(mc_run(c, method, arguments, result), HY_DONE);
    assert_true(result[0] >= INT32_MIN && result[0] <= INT32_MAX);
    return (int32_t)result[0];
}

void mc_throws(machine_case *c, uint32_t method, const hy_slot *arguments, hy_throw what)
{
    uint32_t before = c->set.thrown[what];
    assert_int_equal(mc_run(c, method, arguments, NULL), HY_THROWN);
    assert_int_equal(c->set.machine.thrown, c->set.exceptions[what]);
    assert_int_equal(c->set.thrown[what], before + 1);
}
