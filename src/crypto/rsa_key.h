/* RSA keys (PKCS #1, RFC 8017) of 512 to 4096 bits: from their numbers, or generated. */
#ifndef HY_CRYPTO_RSA_KEY_H
#define HY_CRYPTO_RSA_KEY_H

#include "crypto/context.h"

#define HY_RSA_BITS_MIN 512
#define HY_RSA_BITS_MAX 4096
#define HY_RSA_SIZE_MAX (HY_RSA_BITS_MAX / 8)

/* A key with its operations made ready. All numbers are big-endian, leading zeros allowed. */
typedef struct hy_rsa hy_rsa;

/* A public key. ARGUMENT for an even modulus or one outside the sizes, or e outside 2..n-1; CRYPTO
   later, from use, for an e above 64 bits with a modulus above 3072 bits. */
hy_rc hy_rsa_new_public(hy_crypto *c, hy_view n, hy_view e, hy_rsa **out) HY_USE;

/* A private key (n, d). e may be empty; then it is looked for: 65537 first, then every odd number
   up to it, each tried as (x^d)^e = x. With e the operations are blinded. When there is none that
   small the key still does hy_rsa_raw_private in constant time, but unblinded, and nothing else
   (UNSUPPORTED). ARGUMENT for a bad modulus, d outside 1..n-1, or an e that does not belong to d.
 */
hy_rc hy_rsa_new_private(hy_crypto *c, hy_view n, hy_view d, hy_view e, hy_rsa **out) HY_USE;

/* Not a key, but what applets use one for: x^exponent mod n alone (hy_rsa_raw_public, or
   hy_rsa_raw_private when the exponent is a secret; all else is UNSUPPORTED). n is any odd number
   above 1, and its leading zeros count: blocks are as long as the view. ARGUMENT for any other n,
   or an exponent of 0. */
hy_rc hy_rsa_new_modular(hy_crypto *c, hy_view n, hy_view exponent, bool is_private,
                         hy_rsa **out) HY_USE;

/* The Chinese-remainder form: dp = d mod p-1, dq = d mod q-1, qinv = 1/q mod p. */
typedef struct hy_rsa_crt {
    hy_view p, q, dp, dq, qinv;
} hy_rsa_crt;

/* A private key from its CRT parts. n = pq; d is put together from dp and dq modulo
   lcm(p-1, q-1); e may be empty and is then 1/d modulo the same. ARGUMENT when the parts do not fit
   each other, so that a wrong part can never betray a factor. Each result is checked against the
   public exponent before it leaves, as a defence against faults (OpenSSL does so whenever it uses
   the CRT). */
hy_rc hy_rsa_new_crt(hy_crypto *c, const hy_rsa_crt *parts, hy_view e, hy_rsa **out) HY_USE;

/* A fresh key with the public exponent e (odd, 3 .. 2^64-1). ARGUMENT for sizes outside the range
   or not a multiple of 8 bits. */
hy_rc hy_rsa_generate(hy_crypto *c, unsigned bits, hy_view e, hy_rsa **out) HY_USE;

/* Wipes and frees; *k is NULL afterwards. *k may be NULL already. */
void hy_rsa_free(hy_rsa **k);

/* Bytes of the modulus. */
size_t hy_rsa_size(const hy_rsa *k);

typedef enum hy_rsa_part {
    HY_RSA_N,
    HY_RSA_E,
    HY_RSA_D,
    HY_RSA_P,
    HY_RSA_Q,
    HY_RSA_DP,
    HY_RSA_DQ,
    HY_RSA_QINV,
    HY_RSA_PART_COUNT
} hy_rsa_part;

/* Writes a number of the key without leading zeros, its length to *n. NOT_FOUND when the key does
   not have it, LIMIT. */
hy_rc hy_rsa_get(const hy_rsa *k, hy_rsa_part part, uint8_t *out, size_t room, size_t *n) HY_USE;

#endif
