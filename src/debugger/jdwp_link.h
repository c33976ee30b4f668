/* The wire to a debugger: a TCP listener, one connection at a time, the handshake, packets. */
#ifndef HY_DEBUGGER_JDWP_LINK_H
#define HY_DEBUGGER_JDWP_LINK_H

#include "debugger/jdwp_packet.h"

typedef struct hy_jdwp_link {
    int listener;   /* -1: none */
    int connection; /* -1: none */
    hy_buf in;      /* what came and was not taken yet */
    size_t taken;   /* bytes at the start of it */
    char address[80];
} hy_jdwp_link;

/* Listens on "PORT", "HOST:PORT" or "*:PORT" (every interface); without a host on 127.0.0.1 only.
   Port 0 takes a free one; `address` says which. IO with the reason; ARGUMENT. */
hy_rc hy_jdwp_link_open(hy_jdwp_link *l, const char *where, hy_reason *why) HY_USE;
void hy_jdwp_link_close(hy_jdwp_link *l);

/* Takes a debugger that wants to connect, with its handshake; waits for one when `wait` says so.
   False when there is none. */
bool hy_jdwp_link_accept(hy_jdwp_link *l, bool wait);

/* Ends the connection, listens on. */
void hy_jdwp_link_drop(hy_jdwp_link *l);

/* The next packet, valid until the next call; waits for it when `wait` says so. False: none, or the
   connection has ended. */
bool hy_jdwp_link_receive(hy_jdwp_link *l, bool wait, hy_jdwp_packet *out);

/* Sends bytes; ends the connection when that fails. */
void hy_jdwp_link_send(hy_jdwp_link *l, hy_view bytes);

#endif
