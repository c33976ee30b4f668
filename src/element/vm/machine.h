/* The machine: frames of slots, the loop that runs cells, and what natives need of it.

   It trusts neither the verifier nor, where that is cheap, the linker: every reference is checked
   to be one, every object to be of the class or the kind of array that is wanted and of the current
   context or allowed by the hooks, every index to be inside, every frame to fit. */
#ifndef HY_VM_MACHINE_H
#define HY_VM_MACHINE_H

#include "element/vm/hooks.h"

/* A linked package as one element has it. */
typedef struct hy_loaded {
    const hy_linked *linked; /* NULL: no package has this number */
    const uint8_t *homes;    /* [home] the element's number of that package; homes[0] its own */
    hy_reference
        statics;     /* an instance of class HY_CLASS_STATICS with the static fields; 0: none */
    uint8_t context; /* of its applets; libraries: unused */
} hy_loaded;

/* hy_object.class_of of the object with a package's static fields: words below reference_count hold
   references, the others do not. */
enum { HY_CLASS_STATICS = 0xFFFF };

typedef struct hy_frame {
    const hy_cell *pc; /* the cell that runs; of a caller: the one that called */
    hy_slot *locals;
    const hy_method *method;
    const hy_loaded *home; /* the method's package */
    hy_actor before;       /* the actor of the caller */
    bool entered;          /* the call changed the actor (an entry point or a shareable object) */
    bool outermost;        /* called by hy_machine_call */
} hy_frame;

typedef enum hy_stop {
    HY_STOP_NONE,
    HY_STOP_BUDGET,   /* too many bytecodes */
    HY_STOP_INTERNAL, /* linker and machine disagree: a defect of ours, or memory was changed */
    HY_STOP_ABANDON,  /* a native ended the run */
} hy_stop;

typedef struct hy_machine {
    hy_heap *heap;
    const hy_hooks *hooks;
    void *user; /* the runtime's own */
    const hy_native *natives;
    uint16_t native_count;
    const hy_loaded *loaded; /* by the element's number */
    uint16_t loaded_count;
    const hy_class *object_class; /* java.lang.Object: what arrays are, too */
    const hy_loaded *object_home;
    const hy_class *throwable_class; /* java.lang.Throwable: nothing else is thrown */

    /* a workspace, borrowed; one per thread */
    hy_slot *slots;
    uint32_t slot_count;
    hy_frame *frames;
    uint32_t frame_count;
    uint8_t nesting_max; /* how deep natives may call back */

    hy_actor actor;    /* as whom code runs now */
    uint16_t selected; /* context whose deselect-transient objects may be used; NO_CONTEXT */
    int64_t budget;    /* bytecodes left: backward branches and returns take what they span */
    bool observed;     /* call hooks->observe */

    uint32_t depth; /* frames in use */
    hy_slot *top;   /* first unused slot; right whenever a hook or a native runs */
    uint8_t nesting;
    hy_reference thrown; /* after HY_THROWN */
    hy_stop stop;        /* after HY_STOPPED */
} hy_machine;

enum { HY_NO_CONTEXT = 0x100 };

/* Empties the frames: before each run. */
void hy_machine_reset(hy_machine *m);

/* Runs a method of the package `home` as the current actor, with argument slots as the method
   declares them, to its end. result (2 slots; may be NULL) is what it returned. The actor is the
   same afterwards. Natives may call it. THROWN: hy_machine.thrown, uncaught; STOPPED. */
hy_outcome hy_machine_call(hy_machine *m, const hy_loaded *home, const hy_method *method,
                           const hy_slot *arguments, hy_slot *result) HY_USE;

/* The same for a virtual method of arguments[0], by its token as class `as` numbers it. THROWN with
   NullPointerException for null, SecurityException when the object is no `as`. No firewall check:
   who calls has set the actor. */
hy_outcome hy_machine_call_virtual(hy_machine *m, const hy_class *as, uint8_t token,
                                   const hy_slot *arguments, hy_slot *result) HY_USE;

/* The class of an instance (arrays: java.lang.Object), and its package; NULL for what is no
   object. */
const hy_class *hy_machine_class_of(const hy_machine *m, const hy_object *o);

/* ---- for natives ---- */

/* Sets the exception; returns HY_THROWN. */
hy_outcome hy_machine_throw(hy_machine *m, hy_throw what, uint16_t reason);
hy_outcome hy_machine_throw_object(hy_machine *m, hy_reference exception);

/* Ends the run; returns HY_STOPPED. */
hy_outcome hy_machine_stop(hy_machine *m, hy_stop why);

/* Takes work that a native does off the budget. STOPPED when it is used up. */
hy_outcome hy_machine_charge(hy_machine *m, uint32_t work) HY_USE;

/* Creates an object as the current actor (context and owner of *spec are set by this). Throws
   SystemException NO_RESOURCE (NO_TRANSIENT_SPACE for transient ones), TransactionException
   BUFFER_FULL, NegativeArraySizeException is the caller's to throw. */
hy_outcome hy_machine_new(hy_machine *m, hy_object_spec spec, hy_reference *out) HY_USE;

/* A checked array argument. */
typedef struct hy_array {
    hy_reference reference;
    const hy_object *object; /* holds the body; of views: the array seen */
    uint8_t *at;             /* component 0. Valid until something is created or collected; writes
                                go through hy_array_keep */
    uint16_t first;          /* its index in the body */
    uint16_t length;         /* components */
} hy_array;

/* The array of this shape in a slot, checked for this use by the current actor. Throws
   NullPointerException, SecurityException. */
hy_outcome hy_machine_array(hy_machine *m, hy_slot slot, hy_shape shape, hy_touch touch,
                            hy_array *out) HY_USE;

/* The same with a range of components: throws ArrayIndexOutOfBoundsException too. */
hy_outcome hy_machine_range(hy_machine *m, hy_slot slot, hy_shape shape, hy_touch touch,
                            int32_t offset, int32_t length, hy_array *out) HY_USE;

/* Before components [from, from + n) are written: keeps them for an abort. Throws
   TransactionException BUFFER_FULL. */
hy_outcome hy_array_keep(hy_machine *m, const hy_array *a, uint16_t from, uint16_t n) HY_USE;

/* The instance of class `of` (or below) in a slot, checked for this use. Throws
   NullPointerException, SecurityException. */
hy_outcome hy_machine_instance(hy_machine *m, hy_slot slot, const hy_class *of, hy_touch touch,
                               hy_object **out) HY_USE;

/* A field word of an instance. A word outside reads 0. Set throws TransactionException
   BUFFER_FULL. */
uint16_t hy_machine_get_word(const hy_machine *m, const hy_object *o, uint16_t word);
hy_outcome hy_machine_set_word(hy_machine *m, const hy_object *o, uint16_t word,
                               uint16_t value) HY_USE;

/* May a field or an array keep this reference? Global arrays, views and temporary entry points may
   not be stored (JCRE 6.2.1, 6.2.2). */
bool hy_machine_is_storable(const hy_machine *m, hy_reference r);

/* ---- roots ---- */

/* Every reference in live frames and the exception on its way: visit may change it. */
void hy_machine_each_reference(hy_machine *m, void *context,
                               void (*visit)(void *context, hy_reference *r));

/* After hy_heap_abort: nulls references to objects that are no more. */
void hy_machine_drop_dead(hy_machine *m);

#endif
