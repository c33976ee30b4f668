/* The random port: where every random byte of a cryptographic context comes from.
   A struct of functions, so that a platform, a test or a simulation can stand behind it. */
#ifndef HY_CRYPTO_RANDOM_H
#define HY_CRYPTO_RANDOM_H

#include "base/rc.h"

#include <stddef.h>
#include <stdint.h>

typedef struct hy_random {
    void *context; /* passed to fill; must outlive every hy_crypto made with this port */
    /* Fills n bytes. They are used for keys and nonces as they are, without another generator
       behind, so they must be unpredictable. A failure makes the operation fail that wanted them.
     */
    hy_rc (*fill)(void *context, uint8_t *out, size_t n);
} hy_random;

/* The operating system's generator. */
hy_random hy_random_system(void);

/* For tests and simulations only: bytes that anybody can predict and that are the same in every run
   with the same start. The state belongs to the caller and must outlive the port. */
typedef struct hy_random_state {
    uint64_t seed;
} hy_random_state;
hy_random hy_random_simulated(hy_random_state *state);

#endif
