/* The control socket of a running element: for its owner, apart from the sockets that carry APDUs.
   One request and one reply a connection, each a length of four bytes, big endian, and the bytes.

     request    words, separated by blanks; a line feed; whatever bytes the words announce
     reply      one byte, 00 done or 01 refused; then the result, or the reason in words          */
#ifndef HY_TRANSPORT_CONTROL_H
#define HY_TRANSPORT_CONTROL_H

#include "base/bytes.h"

enum {
    HY_CONTROL_HEAD = 4,
    HY_CONTROL_MAX = 16 << 20, /* bytes of a message */
    HY_CONTROL_DONE = 0,
    HY_CONTROL_REFUSED = 1,
};

/* Is a process listening on the socket of this path? */
bool hy_control_is_there(const char *path);

/* Sends words and bytes to the control socket of this path and appends the result to *reply.
   NOT_FOUND when nobody listens; DENIED with the other end's reason when it refused; IO, LIMIT. */
hy_rc hy_control_call(const char *path, const char *words, hy_view bytes, hy_buf *reply,
                      hy_reason *why) HY_USE;

/* Cuts a request into its words (as C string, at most room bytes) and its bytes. FORMAT. */
hy_rc hy_control_split(hy_view request, char *words, size_t room, hy_view *bytes) HY_USE;

/* Takes a whole message from the front of `came`; false when it is not whole yet. LIMIT in *rc when
   it will be too long. */
bool hy_control_next(hy_view came, hy_view *message, hy_rc *rc);

#endif
