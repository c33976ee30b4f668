/* The cryptographic context: the providers, fetched algorithms and randomness that all other
   objects of crypto/ work with. Private: nothing of the process's own OpenSSL set-up is read or
   changed. */
#ifndef HY_CRYPTO_CONTEXT_H
#define HY_CRYPTO_CONTEXT_H

#include "base/bytes.h"
#include "crypto/random.h"

/* One thread uses a context, and the objects made from it, at a time; any number of contexts may be
   used in parallel. Objects must be freed before their context. */
typedef struct hy_crypto hy_crypto;

/* Makes a context that takes all its randomness from the port: with a deterministic port the same
   calls give the same keys, nonces, salts and paddings. The modules that old algorithms need
   (single DES) are loaded here, so a sandbox may close afterwards. MEMORY; CRYPTO with the reason
   when a module cannot be loaded. */
hy_rc hy_crypto_new(hy_random port, hy_crypto **out, hy_reason *why) HY_USE;

/* Wipes and frees; *c is NULL afterwards. *c may be NULL already. */
void hy_crypto_free(hy_crypto **c);

/* n random bytes. CRYPTO (and out wiped) when the port fails. */
hy_rc hy_crypto_random(hy_crypto *c, uint8_t *out, size_t n) HY_USE;

#endif
