/* Code of the model as text, an instruction a line: for tests and for a developer's eyes.
 */
#ifndef HY_CONVERTER_PRINT_H
#define HY_CONVERTER_PRINT_H

#include "converter/model.h"

/* Appends the text to b: targets as L and the number of the instruction, members by their names,
   frame sizes first, handlers last. Errors as hy_buf_append. */
hy_rc hy_jcode_print(const hy_jcode *code, hy_buf *b) HY_USE;

#endif
