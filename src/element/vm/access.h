/* Whether the loop may do what it is about to, where that is not plain at once: the class and shape
   of the object, the firewall, what may be stored, whom a call reaches. For the loop; debuggers ask
   for the handler of an exception. */
#ifndef HY_VM_ACCESS_H
#define HY_VM_ACCESS_H

#include "element/vm/machine.h"

/* How to go on, or what to throw. */
typedef enum hy_verdict {
    HY_FINE,
    HY_NULL_FOUND,
    HY_ACCESS_DENIED, /* SecurityException */
    HY_OUTSIDE,       /* ArrayIndexOutOfBoundsException */
    HY_WRONG_STORE,   /* ArrayStoreException */
    HY_LOG_FULL,      /* TransactionException BUFFER_FULL */
} hy_verdict;

/* A component of an array: sets where it is and the object whose body holds it. `shape` BYTES is
   good for arrays of booleans, too. */
hy_verdict hy_access_component(hy_machine *m, hy_slot array, hy_slot index, hy_shape shape,
                               hy_touch touch, uint8_t **at, const hy_object **object);

/* The field at a byte offset of an instance of class `of`. */
hy_verdict hy_access_field(hy_machine *m, hy_slot instance, const hy_class *of, hy_touch touch,
                           uint32_t offset, uint8_t **at);

/* Keeps n bytes at `at` of the object's body for an abort. */
hy_verdict hy_access_keep(hy_machine *m, const hy_object *o, const uint8_t *at, uint32_t n);

/* May this value go where others find it (JCRE 6.2.1, 6.2.2)? The runtime may do as it likes. */
hy_verdict hy_access_stored(const hy_machine *m, hy_slot value);

/* The same for a component of an array of references, of whose class it must be. */
hy_verdict hy_access_stored_in(const hy_machine *m, const hy_object *array, hy_slot value);

/* checkcast and instanceof of an object: may it be asked, and is it? `shape` INSTANCE: of class
   `of`; REFERENCES: an array of `of`. */
hy_verdict hy_access_cast(hy_machine *m, hy_slot value, hy_shape shape, const hy_class *of,
                          bool *is);

/* athrow: an object that may be thrown from here, and a Throwable (JCVM 7.5.2). */
hy_verdict hy_access_thrown(hy_machine *m, hy_slot exception);

/* A call as it is found out. */
typedef struct hy_callee {
    const hy_method *method;
    const hy_loaded *home;
    hy_actor actor; /* as whom it runs: the current one before */
    bool entered;   /* as another actor */
} hy_callee;

hy_verdict hy_access_virtual(hy_machine *m, hy_slot receiver, const hy_resolved *r,
                             const hy_cell *cell, hy_callee *c);
hy_verdict hy_access_interface(hy_machine *m, hy_slot receiver, const hy_resolved *r,
                               const hy_cell *cell, hy_callee *c);

/* The receiver of invokespecial: an object, of this context. */
hy_verdict hy_access_special(hy_machine *m, hy_slot receiver);

/* The handler for the thrown exception in a frame, or NULL. */
const hy_catch *hy_access_catch(const hy_machine *m, const hy_frame *f);

#endif
