/* Between the files of javacard.security.Signature: signature.c has the natives and the table of
   algorithms, signature_mac.c the codes under a secret key, signature_public.c the signatures under
   a private key, signature_recovery.c those that carry the message. Nothing else includes it. */
#ifndef HY_API_SIGNATURE_IN_H
#define HY_API_SIGNATURE_IN_H

#include "base/secret.h"
#include "element/api/operation.h"

enum { /* Signature.SIG_CIPHER_ */
       HY_SIG_DES_MAC4 = 1,
       HY_SIG_DES_MAC8,
       HY_SIG_RSA,
       HY_SIG_DSA,
       HY_SIG_ECDSA,
       HY_SIG_AES_MAC128,
       HY_SIG_HMAC,
       HY_SIG_SEED_MAC,
       HY_SIG_ECDSA_PLAIN,
       HY_SIG_AES_CMAC128,
       HY_SIG_SM4_MAC128 = 12,
       HY_SIG_EDDSA,
       HY_SIG_EDDSA_ED25519 = 15,
       HY_SIG_EDDSA_ED448,
};

enum { HY_SIGNATURE_MAX = HY_RSA_SIZE_MAX }; /* bytes of the longest signature */

/* ---- signature_mac.c ---- */

bool hy_signature_is_mac(int8_t cipher);
bool hy_signature_mac_has(int8_t digest, int8_t cipher, int8_t padding);
uint16_t hy_signature_mac_state(const hy_operation *o);

/* Throws ILLEGAL_VALUE for a key or parameter (NULL: none) that does not fit, UNINITIALIZED_KEY. */
hy_outcome hy_signature_mac_init(hy_machine *m, hy_operation *o, const hy_view *parameter) HY_USE;

hy_outcome hy_signature_mac_update(hy_machine *m, hy_operation *o, hy_view in) HY_USE;

/* The code of the message that ends with `in`; the operation stays as it is. Throws ILLEGAL_USE for
   a message that does not fit. out: HY_MAC_MAX bytes. */
hy_outcome hy_signature_mac_end(hy_machine *m, hy_operation *o, hy_view in, uint8_t *out,
                                size_t *n) HY_USE;

/* Bytes of the code. */
size_t hy_signature_mac_size(const hy_operation *o);

/* As init left it. */
void hy_signature_mac_restart(hy_operation *o);

/* ---- signature_public.c ---- */

/* The beginning of the state; `first` of the message follows, then the digest. */
typedef struct hy_signature_state {
    hy_operation_head head;
    uint16_t first_n; /* bytes of the message kept: all of it, or what a signature may carry */
    uint8_t more;     /* recovery: the signature does not carry all of the message */
    uint8_t digest_n; /* recovery: bytes of first that are the digest it carries */
} hy_signature_state;

bool hy_signature_public_has(int8_t digest, int8_t cipher, int8_t padding);
uint16_t hy_signature_public_state(const hy_operation *o);
hy_outcome hy_signature_public_init(hy_machine *m, hy_operation *o) HY_USE;
hy_outcome hy_signature_public_update(hy_machine *m, hy_operation *o, hy_view in) HY_USE;
void hy_signature_public_restart(hy_operation *o);

/* The longest signature of this key. */
hy_outcome hy_signature_public_size(hy_machine *m, const hy_operation *o, size_t *n) HY_USE;

/* What is to be signed after the message's last part: the digest, or the message itself. The
   operation stays as it is. message: HY_SIGNATURE_MESSAGE bytes, which *out may lie in. Throws
   ILLEGAL_USE for a message that is too long to be kept. */
enum { HY_SIGNATURE_KEPT = 1024, HY_SIGNATURE_MESSAGE = HY_SIGNATURE_KEPT + INT16_MAX };
hy_outcome hy_signature_public_end(hy_machine *m, hy_operation *o, hy_view in, uint8_t *message,
                                   hy_view *out) HY_USE;

/* Signs it, or judges a signature over it. `head` is the beginning of the message for ISO 9796. */
hy_outcome hy_signature_public_sign(hy_machine *m, const hy_operation *o, hy_view digest,
                                    hy_view head, uint8_t *out, size_t *n) HY_USE;
hy_outcome hy_signature_public_verify(hy_machine *m, const hy_operation *o, hy_view digest,
                                      hy_view head, hy_view signature, bool *good) HY_USE;

/* ---- the state's parts ---- */

hy_signature_state hy_signature_get(const hy_operation *o);
void hy_signature_put(hy_operation *o, const hy_signature_state *s);
uint8_t *hy_signature_first(const hy_operation *o);
uint8_t *hy_signature_running(const hy_operation *o);

/* The first bytes of the message that ends with `in`, at most HY_RSA_SIZE_MAX of them, to out; more
   says that there are others. */
hy_view hy_signature_head(const hy_operation *o, hy_view in, size_t most, uint8_t *out, bool *more);

/* Does the padding carry the message's beginning (ISO 9796-2), and can it be recovered? */
bool hy_signature_carries(int8_t padding);
bool hy_signature_recovers(int8_t padding);
hy_iso9796_trailer hy_signature_trailer(int8_t padding);

#endif
