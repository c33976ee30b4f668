/* The loop that runs cells, and the slow path of its access checks. Only machine.c and the loop use
   this; everyone else calls hy_machine_call. */
#ifndef HY_VM_INTERPRET_H
#define HY_VM_INTERPRET_H

#include "element/vm/machine.h"

/* Runs the method with its arguments at `base`, in the slots of m; results are left there. There is
   room for them. */
hy_outcome hy_interpret(hy_machine *m, const hy_loaded *home, const hy_method *method,
                        hy_slot *base) HY_USE;

/* May the current actor use object r so? Owned and global ones at once, else the hooks say. */
bool hy_machine_reach(hy_machine *m, hy_touch touch, hy_reference r, const hy_class *target,
                      hy_reach *out) HY_USE;

#endif
