/* Where `this` need not be pushed: getfield_X_this and putfield_X_this find it themselves.
 */
#ifndef HY_CONVERTER_SELF_H
#define HY_CONVERTER_SELF_H

#include "converter/flow.h"

/* Marks, by set of nodes, the copies of `this` on the stack that are used for nothing but fields:
   the code that pushes, copies and moves them disappears, and the instructions that use them take
   their _this form. MEMORY. */
hy_rc hy_self_run(hy_flow *flow, bool **gone) HY_USE;

#endif
