/* Small improvements of selected code that look at a few neighbours at a time.
 */
#ifndef HY_CONVERTER_PEEPHOLE_H
#define HY_CONVERTER_PEEPHOLE_H

#include "converter/model.h"

/* Shortens the code in place: increments, conversions that meet, jumps to jumps and to returns,
   jumps over jumps, code that is never reached. Targets, handlers and locals follow. MEMORY. */
hy_rc hy_peephole_run(hy_arena *scratch, hy_jcode *code) HY_USE;

#endif
