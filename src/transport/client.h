/* One connection of a server: its bytes in, its bytes out, and what its messages make the card do.
 */
#ifndef HY_TRANSPORT_CLIENT_H
#define HY_TRANSPORT_CLIENT_H

#include "transport/frame.h"
#include "transport/server.h"

/* The card that the connections share. */
typedef struct hy_shared_card {
    hy_link *link;
    unsigned on; /* connections that have switched it on */
    hy_view atr;
    const hy_log *log;
    uint8_t out[HY_FRAME_HEAD + HY_FRAME_MAX]; /* the message that goes out, made here */
} hy_shared_card;

typedef struct hy_client {
    int fd;
    bool tcp;
    bool on;       /* has switched the card on */
    bool spoke;    /* a whole message came */
    bool switched; /* the last was a control without an answer */
    size_t sent;   /* bytes of `unsent` that are gone */
    hy_buf unsent; /* what the other end would not take at once */
    hy_frame_in in;
} hy_client;

/* A connection over this socket, which does not block and belongs to it from now on, also when NULL
   comes back for want of memory. */
hy_client *hy_client_new(int fd, bool tcp);

/* Switches the card off for it, and closes it; *client is NULL afterwards. */
void hy_client_free(hy_client **client, hy_shared_card *card);

/* Reads what is there and answers the whole messages of it. False when the connection is over. */
bool hy_client_read(hy_client *c, hy_shared_card *card);

/* Is an answer left that the other end would not take? Nothing is read or answered as long as there
   is: who does not read makes only himself wait. */
bool hy_client_waits(const hy_client *c);

/* Writes what is left, then goes on with what had come. False when the connection is over. */
bool hy_client_write(hy_client *c, hy_shared_card *card);

#endif
