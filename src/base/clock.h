/* The one clock interface (seam S7): every process takes time from here, the system's or a
   simulation's. A gate forbids every other clock call outside clock.c. */
#ifndef HY_BASE_CLOCK_H
#define HY_BASE_CLOCK_H

#include <stddef.h>
#include <stdint.h>

/* Milliseconds since 1970-01-01T00:00:00Z, without leap seconds. Zones belong to tariffs and pages.
 */
typedef int64_t hy_time;

typedef struct hy_clock {
    void *context; /* passed to both */
    hy_time (*now)(void *context);
    /* Milliseconds that only ever grow, from an arbitrary start: for timeouts and figures. */
    int64_t (*ticks)(void *context);
} hy_clock;

/* The machine's clock. */
hy_clock hy_clock_system(void);

/* A clock that stands still until it is told to move. The state belongs to the caller and must
   outlive the clock; set it to the start. */
typedef struct hy_clock_state {
    hy_time now;
} hy_clock_state;
hy_clock hy_clock_simulated(hy_clock_state *state);

static inline hy_time hy_clock_now(const hy_clock *clock)
{
    return clock->now(clock->context);
}

static inline int64_t hy_clock_ticks(const hy_clock *clock)
{
    return clock->ticks(clock->context);
}

/* "2026-11-21T01:02:03.004Z" into out (25 bytes suffice for years 0000-9999; cut otherwise).
   Returns out. */
char *hy_clock_format(hy_time t, char *out, size_t size);

#endif
