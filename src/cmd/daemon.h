/* What a service manager expects of a daemon: to be told when it is ready and when it ends
   (sd_notify's protocol). */
#ifndef HY_CMD_DAEMON_H
#define HY_CMD_DAEMON_H

/* Sends a state ("READY=1", "STOPPING=1") to the socket that $NOTIFY_SOCKET names; nothing when
   there is none. */
void hy_daemon_notify(const char *state);

#endif
