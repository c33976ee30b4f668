/* How the source text of a value may have read: for messages, not for judging.
 */
#ifndef HY_CONVERTER_EXPRESSION_H
#define HY_CONVERTER_EXPRESSION_H

#include "converter/flow.h"

/* "a + b" for the value, in the arena; NULL when it would be long or cannot be told. */
const char *hy_expression_text(hy_arena *arena, hy_flow *flow, const hy_flow_value *value);

#endif
