/* The system clock and the simulated one: the only file that asks the machine for the time. */
#include "base/clock.h"

#include <stdio.h>
#include <time.h>

enum { MS_PER_S = 1000, MS_PER_DAY = 24 * 60 * 60 * MS_PER_S };

static int64_t read_clock(clockid_t id)
{
    struct timespec t = {0, 0};
    clock_gettime(id, &t);
    return (int64_t)t.tv_sec * MS_PER_S + t.tv_nsec / 1000000;
}

static hy_time system_now(void *context)
{
    (void)context;
    return read_clock(CLOCK_REALTIME);
}

static int64_t system_ticks(void *context)
{
    (void)context;
    return read_clock(CLOCK_MONOTONIC);
}

hy_clock hy_clock_system(void)
{
    return (hy_clock){NULL, system_now, system_ticks};
}

static hy_time simulated_now(void *context)
{
    const hy_clock_state *state = context;
    return state->now;
}

hy_clock hy_clock_simulated(hy_clock_state *state)
{
    return (hy_clock){state, simulated_now, simulated_now};
}

/* The proleptic Gregorian date of a day number, counted from 1970-01-01; months from March, so that
   the leap day is a year's last. */
static void date_of(int64_t days, int64_t *year, int *month, int *day)
{
    days += 719468; /* from 0000-03-01 */
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t day_of_era = days - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted = (5 * day_of_year + 2) / 153;
    *day = (int)(day_of_year - (153 * shifted + 2) / 5 + 1);
    *month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
    *year = year_of_era + era * 400 + (*month <= 2);
}

char *hy_clock_format(hy_time t, char *out, size_t size)
{
    int64_t days = t / MS_PER_DAY - (t % MS_PER_DAY < 0);
    int ms = (int)(t - days * MS_PER_DAY);
    int64_t year;
    int month, day;
    date_of(days, &year, &month, &day);
    int seconds = ms / MS_PER_S;
    snprintf(out, size, "%04lld-%02d-%02dT%02d:%02d:%02d.%03dZ", (long long)year, month, day,
             seconds / 3600, seconds / 60 % 60, seconds % 60, ms % MS_PER_S);
    return out;
}
