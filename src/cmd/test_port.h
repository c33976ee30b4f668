/* A port for tests of applets: the same "random" bytes in every run, a clock that is set by hand.
   Never for an element that holds anything of worth: who knows the seed knows its keys. */
#ifndef HY_CMD_TEST_PORT_H
#define HY_CMD_TEST_PORT_H

#include "cmd/cli.h"
#include "crypto/random.h"
#include "hydra/element.h"

/* Rows of a command's table of options. */
#define HY_TEST_PORT_OPTIONS                                                                       \
    {"seed", 0, "N", false,                                                                        \
     "FOR TESTS ONLY: draw all randomness of the element from this number"},                       \
    {                                                                                              \
        "clock", 0, "MS", false,                                                                   \
            "Let the element's clock stand at this many milliseconds; lines 'clock MS' of the "    \
            "script set it"                                                                        \
    }

typedef struct hy_test_port {
    hy_port system; /* for what is not replaced */
    bool seeded, clocked;
    hy_random_state random;
    uint64_t milliseconds;
} hy_test_port;

/* As the options say; says in capitals on standard error that randomness is none. ARGUMENT. */
hy_rc hy_test_port_open(hy_test_port *t, const hy_cli *cli, hy_reason *why) HY_USE;

/* The port; it borrows t, which must not move. */
hy_port hy_test_port_of(hy_test_port *t);

/* A number of decimal digits; false when it is none. */
bool hy_test_port_number(const char *text, uint64_t *out);

#endif
