/* The port to a POSIX system: its memory, its generator, its monotonic clock. */
#include "base/clock.h"
#include "hydra/element.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/random.h>

static void *allocate(void *context, size_t n)
{
    (void)context;
    return calloc(1, n);
}

static void release(void *context, void *memory, size_t n)
{
    (void)context;
    (void)n;
    free(memory);
}

static hy_rc fill(void *context, uint8_t *out, size_t n)
{
    (void)context;
    for (size_t done = 0; done < n;) {
        ssize_t got = getrandom(out + done, n - done, 0);
        if (got < 0 && errno != EINTR)
            return HY_FAIL(IO);
        done += got < 0 ? 0 : (size_t)got;
    }
    return HY_OK;
}

static uint64_t milliseconds(void *context)
{
    (void)context;
    const hy_clock clock = hy_clock_system();
    return (uint64_t)hy_clock_ticks(&clock);
}

hy_port hy_port_system(void)
{
    return (hy_port){
        .allocate = allocate,
        .release = release,
        .random = fill,
        .milliseconds = milliseconds,
    };
}
