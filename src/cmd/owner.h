/* What an element's owner asks of it beside APDUs, the same whether the element is in this process
   or in a running one behind its control socket:

     info                                 memory, objects, packages, wear as JSON
     list                                 packages and instances as JSON
     reset
     apdu, and the command's bytes        the response
     load, and a load file
     install PACKAGE MODULE INSTANCE PARAMETERS     hexadecimal, - for nothing
     delete AID                           with what depends on it
     stop                                 ends the running process
*/
#ifndef HY_CMD_OWNER_H
#define HY_CMD_OWNER_H

#include "cmd/card.h"
#include "cmd/cli.h"
#include "transport/server.h"

typedef struct hy_owner {
    const char *control; /* socket of the process that runs the element; NULL: it is `card` */
    hy_card *card;
    hy_server *server; /* that `stop` stops; NULL: none is running here */
} hy_owner;

/* Asks; the result is appended to reply. Errors as the element has them; DENIED when a running
   element refuses, with its reason. */
hy_rc hy_owner_ask(const hy_owner *owner, const char *words, hy_view bytes, hy_buf *reply,
                   hy_reason *why) HY_USE;

/* Carries out a request that came in on the control socket; context is a hy_owner whose card is
   here. */
hy_rc hy_owner_serve(void *context, hy_view request, hy_buf *reply, hy_reason *why) HY_USE;

/* What later requests need of the system, fetched now: before the sandbox. */
void hy_owner_prepare(void);

/* Loads a CAP file or load file and installs its applets, each under the AID that it has there, or
   only the one whose AID is `only` (when not empty). Says on standard error what it installed. The
   reason names the file. */
hy_rc hy_owner_load(const hy_owner *owner, const char *file, hy_view only, hy_view parameters,
                    hy_reason *why) HY_USE;

#endif
