/* What stands behind a hy_mac: OpenSSL's own, or our chaining of its digests and block ciphers.
   Included by the files of crypto/ that implement mac.h, and by nothing else. */
#ifndef HY_CRYPTO_MAC_ENGINE_H
#define HY_CRYPTO_MAC_ENGINE_H

#include "crypto/mac.h"

typedef struct hy_mac_engine {
    hy_rc (*start)(hy_mac *m, hy_view chain); /* chain: empty, or one block */
    hy_rc (*update)(hy_mac *m, hy_view part);
    hy_rc (*finish)(hy_mac *m, uint8_t *out); /* writes m->size bytes */
    void (*free)(hy_mac *m);
    void (*save)(const hy_mac *m, uint8_t *state); /* NULL: the engine keeps its state to itself */
    hy_rc (*resume)(hy_mac *m, const uint8_t *state);
} hy_mac_engine;

/* The first field of every engine's own structure. */
struct hy_mac {
    const hy_mac_engine *engine;
    size_t size;  /* bytes of the MAC */
    size_t chain; /* bytes of a chaining value that may be given, 0: none */
};

/* OpenSSL's CMAC, which cannot be saved. */
hy_rc hy_mac_new_closed_cmac(hy_crypto *c, hy_cipher_kind kind, hy_view key, hy_mac **out) HY_USE;

#endif
