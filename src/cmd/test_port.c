/* The system's port with its generator, its clock or both replaced. */
#include "cmd/test_port.h"

#include <errno.h>
#include <stdlib.h>

bool hy_test_port_number(const char *text, uint64_t *out)
{
    char *end;
    errno = 0;
    *out = strtoull(text, &end, 10);
    return text[0] >= '0' && text[0] <= '9' && *end == '\0' && errno == 0;
}

hy_rc hy_test_port_open(hy_test_port *t, const hy_cli *cli, hy_reason *why)
{
    const char *seed = hy_cli_get(cli, "seed");
    const char *clock = hy_cli_get(cli, "clock");
    *t = (hy_test_port){.system = hy_port_system()};
    t->seeded = seed != NULL;
    t->clocked = clock != NULL;
    if (t->seeded && !hy_test_port_number(seed, &t->random.seed))
        return hy_reason_set(why, HY_FAIL(ARGUMENT), "--seed %s: a number is expected", seed);
    if (t->clocked && !hy_test_port_number(clock, &t->milliseconds))
        return hy_reason_set(why, HY_FAIL(ARGUMENT), "--clock %s: milliseconds are expected",
                             clock);
    if (t->seeded)
        fputs("WARNING: --seed: NOTHING IS RANDOM IN THIS ELEMENT, ITS KEYS ARE KNOWN. FOR TESTS "
              "ONLY.\n",
              stderr);
    return HY_OK;
}

static void *allocate(void *context, size_t n)
{
    const hy_test_port *t = context;
    return t->system.allocate(t->system.context, n);
}

static void release(void *context, void *memory, size_t n)
{
    const hy_test_port *t = context;
    t->system.release(t->system.context, memory, n);
}

static hy_rc fill(void *context, uint8_t *out, size_t n)
{
    hy_test_port *t = context;
    if (!t->seeded)
        return t->system.random(t->system.context, out, n);
    const hy_random port = hy_random_simulated(&t->random);
    return port.fill(port.context, out, n);
}

static uint64_t milliseconds(void *context)
{
    const hy_test_port *t = context;
    return t->clocked ? t->milliseconds : t->system.milliseconds(t->system.context);
}

hy_port hy_test_port_of(hy_test_port *t)
{
    return (hy_port){
        .context = t,
        .allocate = allocate,
        .release = release,
        .random = fill,
        .milliseconds = milliseconds,
    };
}
