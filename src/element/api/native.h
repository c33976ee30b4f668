/* What natives share: how they are defined, their arguments seen with the caller's rights, and
   their results. What each native does is said at its declaration in javacard/api.

   A native acts for its caller: the current context or, while a method of one of the system's own
   objects runs, the context that called it (javacard/api/README.md). The functions here check
   arguments as that caller, never with the system's power. */
#ifndef HY_API_NATIVE_H
#define HY_API_NATIVE_H

#include "element/runtime/element.h"

/* Defines the native that rom_natives.def calls `name`: slots are its arguments, `this` first; the
   result goes to slots[0]. */
#define HY_NATIVE_METHOD(name)                                                                     \
    hy_outcome hy_api_##name(hy_machine *m, hy_slot *slots);                                       \
    hy_outcome hy_api_##name(__attribute__((unused)) hy_machine *m,                                \
                             __attribute__((unused)) hy_slot *slots)

enum { /* reasons */
       HY_SYSTEM_ILLEGAL_VALUE = 1,
       HY_SYSTEM_ILLEGAL_AID = 4,
       HY_SYSTEM_ILLEGAL_USE = 6,
};

/* ---- arguments ---- */

/* Throws NullPointerException for null, SecurityException for what is no reference. */
hy_outcome hy_native_need(hy_machine *m, hy_slot slot) HY_USE;

/* The object in a slot that the caller may use: its own, entry points, global arrays, shareable
   objects no. *out is NULL for null. Throws SecurityException. */
hy_outcome hy_native_object(hy_machine *m, hy_slot slot, const hy_object **out) HY_USE;

/* As hy_machine_array and hy_machine_range, for the caller. Shape FREE: an array of any shape. */
hy_outcome hy_native_array(hy_machine *m, hy_slot slot, hy_shape shape, hy_touch touch,
                           hy_array *out) HY_USE;
hy_outcome hy_native_range(hy_machine *m, hy_slot slot, hy_shape shape, hy_touch touch,
                           int32_t offset, int32_t length, hy_array *out) HY_USE;

/* Is [offset, offset + length) inside? */
bool hy_native_is_inside(const hy_array *a, int32_t offset, int32_t length);

/* Throws ArrayIndexOutOfBoundsException unless it is. */
hy_outcome hy_native_need_inside(hy_machine *m, const hy_array *a, int32_t offset,
                                 int32_t length) HY_USE;

/* After components [from, from + n) were written without hy_array_keep: no abort takes that back.
 */
void hy_native_settle(hy_machine *m, const hy_array *a, uint16_t from, uint16_t n);

/* Before and after components are written by a non-atomic method of the API, which a cut of power
   may leave half done (Util.arrayCopyNonAtomic): no abort takes that back either. */
void hy_native_announce(hy_machine *m, const hy_array *a);
void hy_native_settle_torn(hy_machine *m, const hy_array *a, uint16_t from, uint16_t n);

/* Sets a field word that no abort takes back. */
void hy_native_settle_word(hy_machine *m, const hy_object *o, uint16_t word, uint16_t value);

/* The array of bytes that a field word of an instance holds, whoever owns it. Throws
   NullPointerException when it holds none. */
hy_outcome hy_native_field_bytes(hy_machine *m, const hy_object *o, uint16_t word,
                                 hy_array *out) HY_USE;

/* The bytes of an AID object. Throws SecurityException when it is none. */
hy_outcome hy_native_aid(hy_machine *m, const hy_object *o, hy_view *out) HY_USE;

/* The shape of the arrays that JCSystem.ARRAY_TYPE_* names; FREE for other numbers. */
hy_shape hy_native_shape_of(int8_t type);

/* The platform's class. */
const hy_class *hy_native_class(const hy_machine *m, hy_known which);

/* A byte argument, sign-extended. */
static inline int32_t hy_slot_to_byte(hy_slot s)
{
    return ((int32_t)(uint8_t)s ^ 0x80) - 0x80;
}

/* ---- results ---- */

static inline hy_outcome hy_return_short(hy_slot *slots, int32_t value)
{
    slots[0] = (int16_t)value;
    return HY_DONE;
}

static inline hy_outcome hy_return_reference(hy_slot *slots, hy_reference r)
{
    slots[0] = hy_slot_reference(r);
    return HY_DONE;
}

/* ---- results that javacardx.security.SensitiveResult can look at again ---- */

/* Forgets the last one: first thing that a sensitive native does, since one that throws leaves
   nothing. */
void hy_sensitive_forget(hy_machine *m);

/* Returns a result and leaves it for the caller's second look. */
hy_outcome hy_sensitive_short(hy_machine *m, hy_slot *slots, int32_t value);
hy_outcome hy_sensitive_reference(hy_machine *m, hy_slot *slots, hy_reference r);

#endif
