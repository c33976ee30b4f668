/* What the machine asks of the runtime above it: what is beyond the current context, exceptions,
   natives, and observation. Functions in a struct, because calls point downwards only. */
#ifndef HY_VM_HOOKS_H
#define HY_VM_HOOKS_H

#include "element/vm/heap.h"
#include "element/vm/linked.h"

struct hy_machine;

/* ---- slots: words of frames. Each says itself whether it is a number, a reference or a return
   address, so that no confusion of them can be used, an abort can null references in live frames
   and the collector finds its roots. ---- */

/* Numbers: the value, sign-extended; an int takes two slots, the second is 0. References and return
   addresses: a tag in the upper half. A fresh slot is the number 0. */
typedef int64_t hy_slot;

enum {
    HY_TAG_REFERENCE = 1,
    HY_TAG_RETURN = 2,
};

static inline hy_slot hy_slot_reference(hy_reference r)
{
    return (hy_slot)HY_TAG_REFERENCE << 32 | r;
}

static inline bool hy_slot_is_reference(hy_slot s)
{
    return s >> 32 == HY_TAG_REFERENCE;
}

/* The low half; whether it is a reference must have been asked. */
static inline hy_reference hy_slot_to_reference(hy_slot s)
{
    return (hy_reference)s;
}

static inline int16_t hy_slot_to_short(hy_slot s)
{
    return (int16_t)s;
}

static inline int32_t hy_slot_to_int(hy_slot s)
{
    return (int32_t)s;
}

/* ---- outcomes ---- */

typedef enum hy_outcome {
    HY_STOPPED, /* the run is over, nothing can catch it: hy_machine.stop says why */
    HY_THROWN,  /* an exception: hy_machine.thrown */
    HY_DONE,
} hy_outcome;

/* A native method. The arguments are checked to be as many as it declares, nothing else: use
   hy_machine_array and its like on every reference. The result is left in arguments[0]; an int's
   second slot is the caller's. Use hy_machine_throw to fail. */
typedef hy_outcome (*hy_native)(struct hy_machine *m, hy_slot *arguments);

/* What the machine itself throws. */
typedef enum hy_throw {
    HY_THROW_ARITHMETIC,
    HY_THROW_ARRAY_INDEX,
    HY_THROW_ARRAY_STORE,
    HY_THROW_CLASS_CAST,
    HY_THROW_NEGATIVE_SIZE,
    HY_THROW_NULL,
    HY_THROW_SECURITY,
    HY_THROW_SYSTEM,      /* with a reason of SystemException */
    HY_THROW_TRANSACTION, /* with a reason of TransactionException */
    HY_THROW_COUNT,
} hy_throw;

enum { /* reasons */
       HY_SYSTEM_NO_TRANSIENT_SPACE = 2,
       HY_SYSTEM_NO_RESOURCE = 5,
       HY_TRANSACTION_BUFFER_FULL = 3,
};

/* How an object is about to be used. */
typedef enum hy_touch {
    HY_TOUCH_READ,   /* getfield, Xaload */
    HY_TOUCH_WRITE,  /* putfield, Xastore */
    HY_TOUCH_LENGTH, /* arraylength */
    HY_TOUCH_CAST,   /* checkcast, instanceof */
    HY_TOUCH_THROW,  /* athrow */
    HY_TOUCH_SUPER,  /* receiver of invokespecial */
} hy_touch;

/* An object whose use was allowed: whose body holds it, and from which component on. For array
   views that is the array seen, else the object itself and 0. */
typedef struct hy_reach {
    const hy_object *object;
    uint16_t first;
} hy_reach;

/* As whom a call runs. */
typedef struct hy_actor {
    uint8_t context;
    uint8_t owner; /* applet instance */
} hy_actor;

typedef struct hy_hooks {
    /* The instance to throw; never null. */
    hy_reference (*exception)(struct hy_machine *m, hy_throw what, uint16_t reason);

    /* The firewall beyond the fast path, which lets pass owned objects of the current context that
       are persistent, or transient and selected. May r be used so? `target` is the class of a CAST
       (NULL for arrays). *out is set to the object itself before. False: SecurityException. */
    bool (*reach)(struct hy_machine *m, hy_touch touch, hy_reference r, const hy_class *target,
                  hy_reach *out);

    /* A call to a method of object r that is not of the current context (virtual), or not of the
       current applet (shareable interface). *as is the current actor before; the hook sets as whom
       the method runs. `interface` is NULL for invokevirtual. False: SecurityException. */
    bool (*enter)(struct hy_machine *m, hy_reference r, const hy_method *method,
                  const hy_class *interface, hy_actor *as);

    /* May an object like this be created now? False: SystemException NO_RESOURCE. May be NULL. */
    bool (*allot)(struct hy_machine *m, const hy_object_spec *spec);

    /* Before each cell when hy_machine.observed is set: the top frame says where. */
    void (*observe)(struct hy_machine *m);

    /* An exception was thrown, the frames are as they were. May be NULL. */
    void (*thrown)(struct hy_machine *m, hy_reference exception);

    /* The run is stopped: hy_machine.stop says why, the frames are as they were, but the top one's
       pc is right only when the run is observed: loops do not pay for it. May be NULL. */
    void (*stopped)(struct hy_machine *m);
} hy_hooks;

#endif
