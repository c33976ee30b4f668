/* Instruction selection: JVM instructions with known flow and widths to instructions of the card.
 */
#ifndef HY_CONVERTER_SELECT_H
#define HY_CONVERTER_SELECT_H

#include "converter/narrow.h"
#include "converter/unit.h"

/* Translates the method's code; *out is in the world's arena, its stack and size not yet measured.
   Reports to u what cannot be said in the card's instructions. MEMORY, INTERNAL. */
hy_rc hy_select_run(hy_unit *u, hy_flow *flow, hy_narrow *narrow, const bool *gone,
                    hy_jcode *out) HY_USE;

#endif
