/* What cryptography the element has, asked by natives. */
#ifndef HY_API_ALGORITHMS_H
#define HY_API_ALGORITHMS_H

#include "crypto/crypto.h"
#include "element/api/algorithms_table.h"
#include "element/api/native.h"

/* The entry of a constant, or NULL. */
const hy_algorithm *hy_algorithm_find(hy_family family, int16_t value);

/* Is it served, and not left out by the element's profile? */
bool hy_algorithm_is_there(const hy_element *e, hy_family family, int16_t value);

/* Are keys of this ALG_TYPE_ and length, or pairs of them? */
bool hy_key_length_is_there(const hy_element *e, uint8_t type, uint16_t bits);

/* The façade's digest of a constant of MessageDigest; NONE when there is none. */
hy_digest_kind hy_algorithm_digest(int16_t algorithm);

/* Does a combination exist, given that each of its parts does: cipher.c, signature.c (branch
   `engines`). digest is a MessageDigest constant. */
bool hy_signature_has(int8_t digest, int8_t cipher, int8_t padding);
bool hy_cipher_has(int8_t cipher, int8_t padding);

#endif
