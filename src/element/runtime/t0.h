/* T=0 (ISO 7816-3): a response that the command could not carry waits for GET RESPONSE, or for the
   command again with the right length. */
#ifndef HY_RUNTIME_T0_H
#define HY_RUNTIME_T0_H

#include "element/runtime/element.h"

/* Does the command fetch what is waiting? Then a->response and *sw are the answer. Any other
   command drops what was waiting. */
bool hy_t0_resume(hy_element *e, hy_view command, hy_apdu *a, uint16_t *sw);

/* What is sent for a response and its status word: both, or 61xx or 6Cxx while they wait. */
uint16_t hy_t0_answer(hy_element *e, hy_view command, hy_apdu *a, uint16_t sw);

#endif
