/* What RSA keys do (RFC 8017): the bare operation, encryption (PKCS #1 v1.5, OAEP) and signatures
   (PKCS #1 v1.5, PSS). */
#ifndef HY_CRYPTO_RSA_H
#define HY_CRYPTO_RSA_H

#include "base/secret.h"
#include "crypto/digest.h"
#include "crypto/rsa_key.h"

/* The bare operation on exactly hy_rsa_size bytes, a number below the modulus, to as many bytes;
   out may be in.p. ARGUMENT for another length or a number that is too great, LIMIT, STATE for a
   private operation of a public key, CRYPTO. */
hy_rc hy_rsa_raw_public(hy_rsa *k, hy_view in, uint8_t *out, size_t room, size_t *n) HY_USE;
hy_rc hy_rsa_raw_private(hy_rsa *k, hy_view in, uint8_t *out, size_t room, size_t *n) HY_USE;

typedef enum hy_rsa_scheme { HY_RSA_PKCS1, HY_RSA_OAEP, HY_RSA_PSS } hy_rsa_scheme;

typedef struct hy_rsa_padding {
    hy_rsa_scheme scheme;
    /* Of the message (PKCS1, PSS) or the label (OAEP). PKCS1 encryption uses none; a PKCS1
       signature with HY_DIGEST_NONE is over the bytes as they are, without DigestInfo. */
    hy_digest_kind digest;
    hy_digest_kind mgf; /* OAEP, PSS: digest of MGF1; HY_DIGEST_NONE: the same as digest */
    size_t salt;        /* PSS: bytes of salt */
    hy_view label;      /* OAEP: may be empty */
} hy_rsa_padding;

/* Encrypts with the public key. LIMIT when room is below hy_rsa_size; ARGUMENT when the message is
   too long for the padding. */
hy_rc hy_rsa_encrypt(hy_rsa *k, const hy_rsa_padding *padding, hy_view in, uint8_t *out,
                     size_t room, size_t *n) HY_USE;

/* Decrypts with the private key. MISMATCH for anything that is not a message of this padding,
   without telling why: never let the other side learn even this much of PKCS1 (Bleichenbacher's
   attack). LIMIT unless room holds hy_rsa_size bytes. */
hy_rc hy_rsa_decrypt(hy_rsa *k, const hy_rsa_padding *padding, hy_view in, uint8_t *out,
                     size_t room, size_t *n) HY_USE;

/* Signs a digest that was made already, of exactly the size of padding->digest (ARGUMENT). */
hy_rc hy_rsa_sign(hy_rsa *k, const hy_rsa_padding *padding, hy_view digest, uint8_t *out,
                  size_t room, size_t *n) HY_USE;

/* Judges a signature over a digest. *verdict is EQUAL only for a good one; a malformed one is
   DIFFERENT, not an error. */
hy_rc hy_rsa_verify(hy_rsa *k, const hy_rsa_padding *padding, hy_view digest, hy_view signature,
                    hy_verdict *verdict) HY_USE;

/* The bytes that a PKCS1 signature with HY_DIGEST_NONE is over. MISMATCH when it is none. */
hy_rc hy_rsa_recover(hy_rsa *k, hy_view signature, uint8_t *out, size_t room, size_t *n) HY_USE;

#endif
