/* Socket addresses as users write them, and the sockets that they stand for. */
#ifndef HY_TRANSPORT_ADDRESS_H
#define HY_TRANSPORT_ADDRESS_H

#include "base/bytes.h"

#include <sys/socket.h>

enum { HY_ADDRESS_TEXT = 128 };

/* One address, resolved: no name is looked up when it is used. */
typedef struct hy_address {
    struct sockaddr_storage socket;
    socklen_t length;
    char text[HY_ADDRESS_TEXT]; /* as it was written */
} hy_address;

/* Reads "unix:PATH" or "tcp:HOST:PORT" ("tcp:[::1]:35963" too). FORMAT; NOT_FOUND when the name
   cannot be resolved. */
hy_rc hy_address_read(const char *text, hy_address *out, hy_reason *why) HY_USE;

/* The same for HOST:PORT alone, :PORT alone or HOST alone; what is missing comes from the usual
   ones. */
hy_rc hy_address_read_host(const char *text, const char *usual_host, const char *usual_port,
                           hy_address *out, hy_reason *why) HY_USE;

/* Does it stay on this machine? Sockets of the file system and loopback addresses do. */
bool hy_address_is_local(const hy_address *a);

/* Connects and waits until it is; *fd is the caller's. TCP_NODELAY is set. IO. */
hy_rc hy_address_connect(const hy_address *a, int *fd, hy_reason *why) HY_USE;

/* Begins to connect: *fd does not block, and is writable when the attempt is over. IO. */
hy_rc hy_address_begin(const hy_address *a, int *fd, hy_reason *why) HY_USE;

/* Listens; *fd does not block. A socket of the file system is made with mode 600; one that a dead
   process left is replaced, EXISTS when somebody listens there. With port 0 the system chooses, and
   the address is changed to what it chose. IO. */
hy_rc hy_address_listen(hy_address *a, int *fd, hy_reason *why) HY_USE;

/* Takes the file of a Unix socket away. */
void hy_address_remove(const hy_address *a);

/* So that nobody waits for Nagle's delay or that of acknowledgements: the first once, the second
   whenever the other end may hold something back until what it sent is acknowledged. Nothing on
   other sockets than TCP's. */
void hy_address_set_nodelay(int fd);
void hy_address_set_quickack(int fd);

#endif
