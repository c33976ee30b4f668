/* From a master key and a card's diversification data to the card's own keys, and key check values.
 */
#ifndef HY_CHANNEL_DIVERSIFY_H
#define HY_CHANNEL_DIVERSIFY_H

#include "crypto/crypto.h"

enum {
    HY_KCV_SIZE = 3,
    HY_DIVERSIFICATION_SIZE = 10, /* bytes in the answer to INITIALIZE UPDATE */
};

typedef enum hy_diversify_scheme {
    HY_DIVERSIFY_NONE,  /* the keys are the card's own */
    HY_DIVERSIFY_EMV,   /* EMV CPS 1.1: triple DES over the data's last six bytes */
    HY_DIVERSIFY_VISA2, /* triple DES over its first two and fifth to eighth bytes */
    HY_DIVERSIFY_KDF3,  /* CMAC in counter mode over all ten (AES) */
} hy_diversify_scheme;

/* The scheme of a name ("none", "emv", "visa2", "kdf3"). NOT_FOUND. */
hy_rc hy_diversify_named(const char *name, hy_diversify_scheme *out) HY_USE;

/* One key of a card, of n bytes: index 1 ENC, 2 MAC, 3 DEK. EMV and VISA2 take and give 16 bytes,
   KDF3 takes an AES key and gives up to 32; without a scheme the master is the key. ARGUMENT,
   CRYPTO. */
hy_rc hy_diversify_key(hy_crypto *c, hy_diversify_scheme scheme, hy_view master, hy_view data,
                       uint8_t index, uint8_t *out, size_t n) HY_USE;

/* A card's three keys from three master keys (which may be equal). */
hy_rc hy_diversify_keys(hy_crypto *c, hy_diversify_scheme scheme, const hy_scp03_keys *masters,
                        hy_view data, hy_scp03_keys *out) HY_USE;

/* The check value of a key: the start of a block of zeros (DES) or ones (AES: bytes of 01)
   encrypted (GlobalPlatform B.5, B.6). ARGUMENT for a length that the kind does not have. */
hy_rc hy_kcv(hy_crypto *c, hy_cipher_kind kind, hy_view key, uint8_t out[HY_KCV_SIZE]) HY_USE;

#endif
