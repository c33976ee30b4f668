/* Logical channels: MANAGE CHANNEL (ISO 7816-4, 11.1.2; JCRE 4.4). */
#ifndef HY_RUNTIME_CHANNEL_H
#define HY_RUNTIME_CHANNEL_H

#include "element/runtime/element.h"

bool hy_channel_is_command(const hy_command *c);

/* Carries it out; what it answers is put into the response. Returns the status word. */
uint16_t hy_channel_command(hy_workspace *w);

#endif
