/* The operating system's randomness, and a predictable stand-in for tests. */
#include "crypto/random.h"

#include <errno.h>
#include <sys/random.h>

static hy_rc system_fill(void *context, uint8_t *out, size_t n)
{
    (void)context;
    for (size_t done = 0; done < n;) {
        ssize_t got = getrandom(out + done, n - done, 0);
        if (got < 0 && errno == EINTR)
            continue;
        HY_ENSURE(got > 0, IO);
        done += (size_t)got;
    }
    return HY_OK;
}

hy_random hy_random_system(void)
{
    return (hy_random){NULL, system_fill};
}

/* The splitmix64 sequence (Steele, Lea, Flood 2014): well mixed, and plainly not a secret. */
static uint64_t next(hy_random_state *state)
{
    state->seed += 0x9E3779B97F4A7C15u;
    uint64_t z = state->seed;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static hy_rc simulated_fill(void *context, uint8_t *out, size_t n)
{
    for (size_t i = 0; i < n; i++)
        out[i] = (uint8_t)next(context);
    return HY_OK;
}

hy_random hy_random_simulated(hy_random_state *state)
{
    return (hy_random){state, simulated_fill};
}
