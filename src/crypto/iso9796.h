/* Signatures with message recovery: ISO/IEC 9796-2 digital signature scheme 1, over the bare RSA
   operation. The signature is x^d mod n itself (the standard's alternative production function). */
#ifndef HY_CRYPTO_ISO9796_H
#define HY_CRYPTO_ISO9796_H

#include "crypto/rsa.h"

typedef enum hy_iso9796_trailer {
    HY_ISO9796_IMPLICIT, /* one byte BC: both sides know the digest */
    HY_ISO9796_EXPLICIT, /* the digest's number (33 SHA-1, 34 SHA-256 ...), then CC */
} hy_iso9796_trailer;

/* How many bytes of a message a modulus of `size` bytes can carry; 0 when it is too small or the
   digest has no number (explicit trailer). */
size_t hy_iso9796_capacity(size_t size, hy_digest_kind kind, hy_iso9796_trailer trailer);

/* Frames the first bytes of a message and the digest of all of it into `size` bytes at out:
   header, padding, head, digest, trailer. head is the whole message, or, with more set, exactly its
   first hy_iso9796_capacity bytes. For callers who digest in parts; others use sign. ARGUMENT. */
hy_rc hy_iso9796_frame(hy_digest_kind kind, hy_iso9796_trailer trailer, hy_view head, bool more,
                       hy_view digest, uint8_t *out, size_t size) HY_USE;

/* The reverse: finds the message's head and the digest inside a frame. FORMAT when it is none. */
hy_rc hy_iso9796_parse(hy_digest_kind kind, hy_iso9796_trailer trailer, hy_view frame,
                       hy_view *head, bool *more, hy_view *digest) HY_USE;

/* Signs a message and tells how many of its bytes the signature carries. The modulus must be a
   multiple of 8 bits (ARGUMENT). */
hy_rc hy_iso9796_sign(hy_crypto *c, hy_rsa *k, hy_digest_kind kind, hy_iso9796_trailer trailer,
                      hy_view message, uint8_t *out, size_t room, size_t *n,
                      size_t *recoverable) HY_USE;

/* Judges a signature over what it carries followed by rest; what it carries goes to out. *verdict
   is EQUAL only for a good one; nothing is given out (*n is 0) otherwise. LIMIT unless room holds
   hy_iso9796_capacity bytes. */
hy_rc hy_iso9796_verify(hy_crypto *c, hy_rsa *k, hy_digest_kind kind, hy_iso9796_trailer trailer,
                        hy_view signature, hy_view rest, uint8_t *out, size_t room, size_t *n,
                        hy_verdict *verdict) HY_USE;

#endif
