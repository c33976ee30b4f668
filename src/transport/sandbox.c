/* The system calls that a serving process keeps. */
#include "transport/sandbox.h"

#include <errno.h>
#include <seccomp.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>

/* Talking over open sockets, memory, time, random numbers, the end. */
static const int always[] = {
    SCMP_SYS(read),          SCMP_SYS(write),           SCMP_SYS(recvfrom),
    SCMP_SYS(sendto),        SCMP_SYS(sendmsg),         SCMP_SYS(recvmsg),
    SCMP_SYS(poll),          SCMP_SYS(ppoll),           SCMP_SYS(accept4),
    SCMP_SYS(close),         SCMP_SYS(setsockopt),      SCMP_SYS(getsockopt),
    SCMP_SYS(brk),           SCMP_SYS(munmap),          SCMP_SYS(mremap),
    SCMP_SYS(madvise),       SCMP_SYS(futex),           SCMP_SYS(getrandom),
    SCMP_SYS(clock_gettime), SCMP_SYS(clock_nanosleep), SCMP_SYS(gettimeofday),
    SCMP_SYS(rt_sigreturn),  SCMP_SYS(rt_sigprocmask),  SCMP_SYS(getpid),
    SCMP_SYS(unlink),        SCMP_SYS(restart_syscall), SCMP_SYS(exit),
    SCMP_SYS(exit_group),
};

/* Each attempt to reach the reader takes a new socket. */
static const int dialling[] = {SCMP_SYS(connect)};

/* A journal that grows, is synced, and is put in another's place; an age counter in a file. The
   next file is opened by its name, and seccomp sees no names, so files can be opened: reading what
   the user may read is left, running a program or talking to anybody is not. */
static const int storing[] = {
    SCMP_SYS(pread64), SCMP_SYS(pwrite64), SCMP_SYS(fsync),      SCMP_SYS(fdatasync),
    SCMP_SYS(fstat),   SCMP_SYS(openat),   SCMP_SYS(newfstatat), SCMP_SYS(fallocate),
    SCMP_SYS(rename),  SCMP_SYS(flock),
};

/* The C library looks up a host in files, at each command to a software TPM. */
static const int looking_up[] = {
    SCMP_SYS(openat), SCMP_SYS(newfstatat), SCMP_SYS(fstat), SCMP_SYS(lseek), SCMP_SYS(fcntl),
};

static int allow(scmp_filter_ctx filter, const int *calls, size_t n)
{
    int error = 0;
    for (size_t i = 0; error == 0 && i < n; i++)
        error = seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 0);
    return error;
}

/* Sockets of the kinds that addresses have, no other. The C library, which looks a name up, tries
   two more and lives without them. */
static int allow_sockets(scmp_filter_ctx filter)
{
    static const unsigned families[] = {AF_INET, AF_INET6};
    static const unsigned refused[] = {AF_UNIX, AF_NETLINK};
    int error = allow(filter, dialling, sizeof dialling / sizeof *dialling);
    for (size_t i = 0; error == 0 && i < sizeof families / sizeof *families; i++) {
        const struct scmp_arg_cmp is = {0, SCMP_CMP_EQ, families[i], 0};
        error = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(socket), 1, &is);
    }
    for (size_t i = 0; error == 0 && i < sizeof refused / sizeof *refused; i++) {
        const struct scmp_arg_cmp is = {0, SCMP_CMP_EQ, refused[i], 0};
        error =
            seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(EAFNOSUPPORT), SCMP_SYS(socket), 1, &is);
    }
    return error;
}

/* Memory, but none that could be run. */
static int allow_memory(scmp_filter_ctx filter)
{
    const struct scmp_arg_cmp no_code = {2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0};
    return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, &no_code);
}

static int load(scmp_filter_ctx filter, const hy_sandbox *needs)
{
    int error = allow(filter, always, sizeof always / sizeof *always);
    if (error == 0)
        error = allow_memory(filter);
    if (error == 0 && needs->dials)
        error = allow_sockets(filter);
    if (error == 0 && needs->tpm)
        error = allow(filter, looking_up, sizeof looking_up / sizeof *looking_up);
    if (error == 0 && needs->store)
        error = allow(filter, storing, sizeof storing / sizeof *storing);
    return error == 0 ? seccomp_load(filter) : error;
}

hy_rc hy_sandbox_enter(const hy_sandbox *needs, hy_reason *why)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    if (filter == NULL)
        return hy_reason_set(why, HY_FAIL(UNSUPPORTED), "seccomp: not to be had here");
    int error = load(filter, needs);
    seccomp_release(filter);
    return error == 0 ? HY_OK : hy_reason_set(why, HY_FAIL(IO), "seccomp: %s", strerror(-error));
}
