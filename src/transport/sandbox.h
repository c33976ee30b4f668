/* What a process that serves a card may still ask of the kernel once it has opened everything: a
   list of system calls (seccomp). Any other ends it on the spot, with SIGSYS. */
#ifndef HY_TRANSPORT_SANDBOX_H
#define HY_TRANSPORT_SANDBOX_H

#include "base/rc.h"

typedef struct hy_sandbox {
    bool dials; /* may make sockets and connect them: --vpcd, a software TPM */
    bool tpm;   /* may look up the host of a software TPM before it is dialled; with dials */
    bool store; /* may write, cut, sync and rename files: a durable image */
} hy_sandbox;

/* Forbids everything else, for good; no new privileges either. IO, UNSUPPORTED when the kernel has
   no seccomp. */
hy_rc hy_sandbox_enter(const hy_sandbox *needs, hy_reason *why) HY_USE;

#endif
