/* A card served to readers and programs: one thread, one loop, until SIGTERM or SIGINT.

   - vpcd: the server dials out to a virtual reader (pcscd with vsmartcard-vpcd) and dials again,
     with growing pauses, whenever the reader is not there or goes.
   - listen: programs connect; the framing is the same (transport/frame.h).
   - control: the owner's socket (transport/control.h).

   Several connections share the card, as programs share one in a PC/SC reader: commands are whole,
   and run in the order of their arrival; selection, channels and sessions are the card's, not the
   connection's. The card has power while any connection has switched it on; a command switches it
   on too. When the last one switches off or leaves, the card is reset, so that nobody finds
   another's session open. A reset message resets the card under everybody.

   Whatever a command is, it is answered: 6F00 when the card itself fails. */
#ifndef HY_TRANSPORT_SERVER_H
#define HY_TRANSPORT_SERVER_H

#include "base/log.h"
#include "transport/link.h"

#define HY_VPCD_HOST "localhost"
#define HY_VPCD_PORT "35963"

typedef struct hy_server hy_server;

typedef struct hy_server_config {
    hy_link *card;             /* borrowed */
    const char *vpcd;          /* HOST:PORT; "" the usual one; NULL: none */
    const char *const *listen; /* addresses, unix:PATH or tcp:HOST:PORT */
    size_t listen_count;
    bool anywhere;       /* addresses beyond this machine are allowed */
    const char *control; /* path of the control socket, or NULL */
    void *context;       /* passed to on_control */
    /* Answers a request of the owner's: appends the result to reply, or fails with the reason. */
    hy_rc (*on_control)(void *context, hy_view request, hy_buf *reply, hy_reason *why);
    /* Something else that is waited for, such as a debugger; both NULL: nothing. */
    void *beside;                                           /* passed to both */
    void (*on_beside)(void *beside);                        /* a descriptor is readable */
    void (*beside_waits)(void *beside, int descriptors[2]); /* before each wait; -1 for none */
    const hy_log *log;                                      /* may be NULL */
    hy_clock clock;                                         /* for the pauses between attempts */
} hy_server_config;

/* Opens every socket and looks every name up: nothing of that is left for hy_server_run. SIGTERM
   and SIGINT are blocked from here on. DENIED for an address beyond this machine that was not
   allowed; EXISTS, FORMAT, NOT_FOUND, IO, LIMIT, MEMORY. */
hy_rc hy_server_open(const hy_server_config *config, hy_server **out, hy_reason *why) HY_USE;

/* Closes all and removes the sockets' files; *server is NULL afterwards. */
void hy_server_close(hy_server **server);

/* The index-th address that is listened on, with the port that the system chose; NULL past the
   last. */
const char *hy_server_listens(const hy_server *server, size_t index);

/* Serves until a signal or hy_server_stop ends it. IO when the loop itself fails. */
hy_rc hy_server_run(hy_server *server, hy_reason *why) HY_USE;

/* Ends hy_server_run after what it is at; from on_control. */
void hy_server_stop(hy_server *server);

#endif
