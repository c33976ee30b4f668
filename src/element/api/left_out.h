/* What the card that an element plays does not have: its configuration's list, asked in the terms
   of the table of algorithms. */
#ifndef HY_API_LEFT_OUT_H
#define HY_API_LEFT_OUT_H

#include "element/api/algorithms.h"

/* Is this constant of a family left out? */
bool hy_algorithm_is_left_out(const hy_element *e, hy_family family, int16_t value);

/* Are keys of this ALG_TYPE_ and length left out? */
bool hy_key_length_is_left_out(const hy_element *e, uint8_t type, uint16_t bits);

#endif
