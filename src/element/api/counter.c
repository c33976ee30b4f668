/* javacardx.security.util.MonotonicCounter: a big-endian number that only rises, outside
   transactions. */
#include "element/api/native.h"

#include <string.h>

enum { /* fields by ordinal */
       FIELD_VALUE,
       FIELD_SIZE,
       FIELD_MEMORY,
};

/* A counter of the current context. */
static hy_outcome find_object(hy_machine *m, hy_slot slot, hy_object **out)
{
    const hy_class *c = hy_native_class(m, HY_KNOWN_MONOTONIC_COUNTER);
    return hy_machine_instance(m, slot, c, HY_TOUCH_READ, out);
}

/* Its value, which is of its own context too, but may lie in memory of an applet not selected. */
static hy_outcome find(hy_machine *m, hy_slot slot, hy_array *value)
{
    hy_object *o;
    hy_outcome outcome = find_object(m, slot, &o);
    if (outcome == HY_DONE)
        outcome = hy_native_field_bytes(m, o, FIELD_VALUE, value);
    if (outcome == HY_DONE && value->object->lifetime == HY_TRANSIENT_DESELECT &&
        m->selected != m->actor.context)
        return hy_machine_throw(m, HY_THROW_SECURITY, 0);
    return outcome;
}

HY_NATIVE_METHOD(javacardx_security_util_MonotonicCounter_allocate)
{
    hy_reference r;
    hy_object *o;
    hy_outcome outcome = find_object(m, slots[0], &o);
    if (outcome != HY_DONE)
        return outcome;
    if (hy_machine_get_word(m, o, FIELD_VALUE) != 0) /* only a constructor may */
        return hy_machine_throw(m, HY_THROW_SECURITY, 0);
    int16_t size = (int16_t)hy_machine_get_word(m, o, FIELD_SIZE);
    int8_t memory = (int8_t)hy_machine_get_word(m, o, FIELD_MEMORY);
    hy_object_spec spec = {.shape = HY_SHAPE_BYTES, .length = (uint16_t)size};
    outcome = memory == HY_PERSISTENT ? hy_machine_new(m, spec, &r)
                                      : hy_transient_new_array(m, HY_SHAPE_BYTES, size, memory, &r);
    return outcome == HY_DONE ? hy_machine_set_word(m, o, FIELD_VALUE, r) : outcome;
}

/* Compares numbers of different lengths. */
static int compare(hy_view a, hy_view b)
{
    while (a.n > b.n && a.p[0] == 0)
        a = hy_view_part(a, 1, a.n - 1);
    while (b.n > a.n && b.p[0] == 0)
        b = hy_view_part(b, 1, b.n - 1);
    if (a.n != b.n)
        return a.n > b.n ? 1 : -1;
    int order = a.n == 0 ? 0 : memcmp(a.p, b.p, a.n);
    return (order > 0) - (order < 0);
}

static hy_view view_of(const hy_array *a)
{
    return hy_view_of(a->at, a->length);
}

/* The counter and a number in an argument array. */
static hy_outcome find_with_number(hy_machine *m, const hy_slot *slots, hy_array *value,
                                   hy_view *number)
{
    hy_array a;
    int32_t at = hy_slot_to_short(slots[2]);
    int32_t n = hy_slot_to_short(slots[3]);
    hy_outcome outcome = find(m, slots[0], value);
    if (outcome == HY_DONE)
        outcome = hy_native_range(m, slots[1], HY_SHAPE_BYTES, HY_TOUCH_READ, at, n, &a);
    if (outcome == HY_DONE)
        *number = hy_view_of(a.at + at, (size_t)n);
    return outcome;
}

HY_NATIVE_METHOD(javacardx_security_util_MonotonicCounter_setValue)
{
    hy_array value;
    hy_view number;
    hy_outcome outcome = find_with_number(m, slots, &value, &number);
    if (outcome != HY_DONE)
        return outcome;
    while (number.n > value.length && number.p[0] == 0)
        number = hy_view_part(number, 1, number.n - 1);
    if (number.n > value.length || compare(number, view_of(&value)) <= 0)
        return hy_machine_throw(m, HY_THROW_ARITHMETIC, 0);
    memset(value.at, 0, value.length);
    memcpy(value.at + (value.length - number.n), number.p, number.n);
    hy_native_settle(m, &value, 0, value.length);
    outcome = hy_element_barrier(m, HY_BARRIER_COUNTER);
    return outcome == HY_DONE ? hy_return_short(slots, value.length) : outcome;
}

HY_NATIVE_METHOD(javacardx_security_util_MonotonicCounter_get)
{
    hy_array value, to;
    int32_t at = hy_slot_to_short(slots[2]);
    hy_outcome outcome = find(m, slots[0], &value);
    if (outcome == HY_DONE)
        outcome =
            hy_native_range(m, slots[1], HY_SHAPE_BYTES, HY_TOUCH_WRITE, at, value.length, &to);
    if (outcome == HY_DONE)
        outcome = hy_array_keep(m, &to, (uint16_t)at, value.length);
    if (outcome != HY_DONE)
        return outcome;
    memcpy(to.at + at, value.at, value.length);
    return hy_return_short(slots, value.length);
}

/* Adds without writing; gives what is carried out of the top. */
static uint32_t carry_of(const hy_array *value, uint32_t amount)
{
    for (uint32_t i = value->length; i-- > 0;)
        amount = (amount + value->at[i]) >> 8;
    return amount;
}

HY_NATIVE_METHOD(javacardx_security_util_MonotonicCounter_incrementBy)
{
    hy_array value;
    int32_t amount = hy_slot_to_short(slots[1]);
    hy_outcome outcome = find(m, slots[0], &value);
    if (outcome != HY_DONE)
        return outcome;
    if (amount < 1 || carry_of(&value, (uint32_t)amount) != 0)
        return hy_machine_throw(m, HY_THROW_ARITHMETIC, 0);
    uint32_t sum = (uint32_t)amount;
    for (uint32_t i = value.length; i-- > 0; sum >>= 8) {
        sum += value.at[i];
        value.at[i] = (uint8_t)sum;
    }
    hy_native_settle(m, &value, 0, value.length);
    outcome = hy_element_barrier(m, HY_BARRIER_COUNTER);
    return outcome == HY_DONE ? hy_return_short(slots, value.length) : outcome;
}

HY_NATIVE_METHOD(javacardx_security_util_MonotonicCounter_compareTo)
{
    hy_array value;
    hy_view number;
    hy_outcome outcome = find_with_number(m, slots, &value, &number);
    if (outcome != HY_DONE)
        return outcome;
    return hy_return_short(slots, compare(view_of(&value), number));
}

HY_NATIVE_METHOD(javacardx_security_util_MonotonicCounter_compareTo_2)
{
    hy_array value, other;
    hy_outcome outcome = find(m, slots[0], &value);
    if (outcome == HY_DONE)
        outcome = find(m, slots[1], &other);
    if (outcome != HY_DONE)
        return outcome;
    return hy_return_short(slots, compare(view_of(&value), view_of(&other)));
}

HY_NATIVE_METHOD(javacardx_security_util_MonotonicCounter_equalsMax)
{
    hy_array value;
    hy_outcome outcome = find(m, slots[0], &value);
    if (outcome != HY_DONE)
        return outcome;
    return hy_return_short(slots, carry_of(&value, 1) != 0);
}
