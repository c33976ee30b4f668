/* hydra.framework.PinState: the try counter, the flags and the comparison behind OwnerPIN. What
   presents a PIN takes no part in a transaction; what administers it does. */
#include "element/api/native.h"

#include "base/secret.h"

#include <string.h>

enum { /* fields of OwnerPIN by ordinal */
       FIELD_VALUE,
       FIELD_FLAGS,
       FIELD_LENGTH,
       FIELD_LIMIT,
       FIELD_TRIES,
};

enum { /* components of flags */
       FLAG_VALIDATED,
       FLAG_PERMISSION,
       FLAG_COUNT,
};

enum { /* what FLAG_PERMISSION holds */
       PERMISSION_NONE,
       PERMISSION_ONE,     /* a try was taken, one check is permitted */
       PERMISSION_BLOCKED, /* there was none to take: one check is permitted, which fails */
};

enum { PIN_ILLEGAL_VALUE = 1, PIN_ILLEGAL_STATE = 2, CAPACITY_MAX = 127 };

typedef struct pin {
    hy_object *object;
    hy_array value; /* as long as the capacity */
    hy_array flags;
} pin;

static hy_outcome refuse(hy_machine *m, uint16_t reason)
{
    return hy_exception_throw(m, HY_KNOWN_EXCEPTION_PIN, reason);
}

/* The PIN in a slot, which the current context must own. */
static hy_outcome find(hy_machine *m, hy_slot slot, pin *p)
{
    const hy_class *c = hy_native_class(m, HY_KNOWN_OWNER_PIN);
    hy_outcome outcome = hy_machine_instance(m, slot, c, HY_TOUCH_READ, &p->object);
    if (outcome == HY_DONE)
        outcome = hy_native_field_bytes(m, p->object, FIELD_VALUE, &p->value);
    if (outcome == HY_DONE)
        outcome = hy_native_field_bytes(m, p->object, FIELD_FLAGS, &p->flags);
    if (outcome == HY_DONE && (p->flags.length != FLAG_COUNT || p->value.length > CAPACITY_MAX))
        return hy_machine_throw(m, HY_THROW_SECURITY, 0);
    return outcome;
}

/* The same; takes back the permission of a decrement. */
static hy_outcome find_otherwise(hy_machine *m, hy_slot slot, pin *p)
{
    hy_outcome outcome = find(m, slot, p);
    if (outcome == HY_DONE)
        p->flags.at[FLAG_PERMISSION] = PERMISSION_NONE;
    return outcome;
}

static int16_t get(const hy_machine *m, const pin *p, uint16_t field)
{
    return (int16_t)hy_machine_get_word(m, p->object, field);
}

static void settle(hy_machine *m, const pin *p, uint16_t field, int16_t value)
{
    hy_native_settle_word(m, p->object, field, (uint16_t)value);
}

/* Before length, limit and tries are changed as part of a transaction. */
static hy_outcome keep_numbers(hy_machine *m, const pin *p)
{
    uint32_t n = 2 * (FIELD_TRIES - FIELD_LENGTH + 1);
    if (hy_ok(hy_heap_keep(m->heap, p->object, 2 * FIELD_LENGTH, n)))
        return HY_DONE;
    return hy_machine_throw(m, HY_THROW_TRANSACTION, HY_TRANSACTION_BUFFER_FULL);
}

/* After keep_numbers. */
static void put(hy_machine *m, const pin *p, uint16_t field, int16_t value)
{
    memcpy(hy_heap_body(m->heap, p->object) + (size_t)2 * field, &value, sizeof value);
}

/* In time that depends on the capacity alone. A PIN without bytes matches nothing. */
static bool matches(const hy_machine *m, const pin *p, const uint8_t *given, int32_t length)
{
    uint8_t padded[CAPACITY_MAX] = {0};
    if (length > 0)
        memcpy(padded, given, (size_t)length);
    bool same = hy_secret_compare(padded, p->value.at, p->value.length) == HY_VERDICT_EQUAL;
    hy_wipe(padded, sizeof padded);
    return (int)same & (int)(length == get(m, p, FIELD_LENGTH)) & (int)(length > 0);
}

HY_NATIVE_METHOD(hydra_framework_PinState_check)
{
    pin p;
    hy_array given;
    int32_t at = hy_slot_to_short(slots[2]);
    int32_t length = hy_slot_to_byte(slots[3]);
    bool predecremented = hy_slot_to_short(slots[4]) != 0;
    hy_sensitive_forget(m);
    hy_outcome outcome = find(m, slots[0], &p);
    if (outcome != HY_DONE)
        return outcome;
    uint8_t permission = p.flags.at[FLAG_PERMISSION];
    p.flags.at[FLAG_PERMISSION] = PERMISSION_NONE;
    if (predecremented && permission == PERMISSION_NONE)
        return refuse(m, PIN_ILLEGAL_STATE);
    int16_t tries = get(m, &p, FIELD_TRIES);
    if (predecremented ? permission == PERMISSION_BLOCKED : tries <= 0)
        return hy_sensitive_short(m, slots, false);
    if (!predecremented) {
        settle(m, &p, FIELD_TRIES, (int16_t)(tries - 1));
        outcome = hy_element_barrier(m, HY_BARRIER_COUNTER);
    }
    if (outcome == HY_DONE)
        outcome = hy_native_range(m, slots[1], HY_SHAPE_BYTES, HY_TOUCH_READ, at, length, &given);
    if (outcome != HY_DONE)
        return outcome;
    bool match = matches(m, &p, given.at + at, length);
    if (match)
        settle(m, &p, FIELD_TRIES, get(m, &p, FIELD_LIMIT));
    else
        hy_element_note_failure(hy_element_of(m));
    return hy_sensitive_short(m, slots, match);
}

HY_NATIVE_METHOD(hydra_framework_PinState_update)
{
    pin p;
    hy_array from;
    int32_t at = hy_slot_to_short(slots[2]);
    int32_t length = hy_slot_to_byte(slots[3]);
    hy_outcome outcome = find_otherwise(m, slots[0], &p);
    if (outcome == HY_DONE)
        outcome = hy_native_array(m, slots[1], HY_SHAPE_BYTES, HY_TOUCH_READ, &from);
    if (outcome != HY_DONE)
        return outcome;
    if (length > p.value.length)
        return refuse(m, PIN_ILLEGAL_VALUE);
    outcome = hy_native_need_inside(m, &from, at, length);
    if (outcome == HY_DONE)
        outcome = hy_array_keep(m, &p.value, 0, p.value.length);
    if (outcome == HY_DONE)
        outcome = keep_numbers(m, &p);
    if (outcome != HY_DONE)
        return outcome;
    memset(p.value.at, 0, p.value.length);
    memcpy(p.value.at, from.at + at, (size_t)length);
    put(m, &p, FIELD_LENGTH, (int16_t)length);
    put(m, &p, FIELD_TRIES, get(m, &p, FIELD_LIMIT));
    return HY_DONE;
}

/* A number of the PIN that is only read. */
static hy_outcome read(hy_machine *m, hy_slot *slots, uint16_t field)
{
    pin p;
    hy_sensitive_forget(m);
    hy_outcome outcome = find_otherwise(m, slots[0], &p);
    return outcome == HY_DONE ? hy_sensitive_short(m, slots, get(m, &p, field)) : outcome;
}

HY_NATIVE_METHOD(hydra_framework_PinState_tries)
{
    return read(m, slots, FIELD_TRIES);
}

HY_NATIVE_METHOD(hydra_framework_PinState_limit)
{
    return read(m, slots, FIELD_LIMIT);
}

HY_NATIVE_METHOD(hydra_framework_PinState_setTries)
{
    pin p;
    int16_t tries = (int16_t)hy_slot_to_byte(slots[1]);
    hy_outcome outcome = find_otherwise(m, slots[0], &p);
    if (outcome != HY_DONE)
        return outcome;
    if (tries < 0 || tries > get(m, &p, FIELD_LIMIT))
        return refuse(m, PIN_ILLEGAL_VALUE);
    outcome = keep_numbers(m, &p);
    if (outcome == HY_DONE)
        put(m, &p, FIELD_TRIES, tries);
    return outcome;
}

HY_NATIVE_METHOD(hydra_framework_PinState_setLimit)
{
    pin p;
    int16_t limit = (int16_t)hy_slot_to_byte(slots[1]);
    hy_outcome outcome = find_otherwise(m, slots[0], &p);
    if (outcome != HY_DONE)
        return outcome;
    if (limit < 1)
        return refuse(m, PIN_ILLEGAL_VALUE);
    outcome = keep_numbers(m, &p);
    if (outcome != HY_DONE)
        return outcome;
    put(m, &p, FIELD_LIMIT, limit);
    put(m, &p, FIELD_TRIES, limit);
    return HY_DONE;
}

HY_NATIVE_METHOD(hydra_framework_PinState_restoreTries)
{
    pin p;
    hy_outcome outcome = find_otherwise(m, slots[0], &p);
    if (outcome == HY_DONE)
        settle(m, &p, FIELD_TRIES, get(m, &p, FIELD_LIMIT));
    return outcome;
}

HY_NATIVE_METHOD(hydra_framework_PinState_decrement)
{
    pin p;
    hy_sensitive_forget(m);
    hy_outcome outcome = find(m, slots[0], &p);
    if (outcome != HY_DONE)
        return outcome;
    int16_t tries = get(m, &p, FIELD_TRIES);
    p.flags.at[FLAG_PERMISSION] = tries > 0 ? PERMISSION_ONE : PERMISSION_BLOCKED;
    if (tries > 0)
        settle(m, &p, FIELD_TRIES, --tries);
    outcome = hy_element_barrier(m, HY_BARRIER_COUNTER);
    return outcome == HY_DONE ? hy_sensitive_short(m, slots, tries) : outcome;
}

HY_NATIVE_METHOD(hydra_framework_PinState_validated)
{
    pin p;
    hy_sensitive_forget(m);
    hy_outcome outcome = find(m, slots[0], &p);
    if (outcome != HY_DONE)
        return outcome;
    return hy_sensitive_short(m, slots, p.flags.at[FLAG_VALIDATED] == 1);
}

HY_NATIVE_METHOD(hydra_framework_PinState_setValidated)
{
    pin p;
    hy_outcome outcome = find(m, slots[0], &p);
    if (outcome == HY_DONE)
        p.flags.at[FLAG_VALIDATED] = hy_slot_to_short(slots[1]) != 0;
    return outcome;
}
