/* How deep code goes on the operand stack, in words of the card. */
#ifndef HY_CONVERTER_MEASURE_H
#define HY_CONVERTER_MEASURE_H

#include "converter/model.h"

/* Sets code->max_stack. INTERNAL when depths do not agree or go below nothing: a fault in the
   selection, not of the user. */
hy_rc hy_measure_stack(hy_arena *scratch, hy_jcode *code, hy_reason *why) HY_USE;

#endif
