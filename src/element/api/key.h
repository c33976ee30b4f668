/* A native's view of a key object (hydra.security.CardKey and below), and the façade's objects made
   ready from it, which the workspace keeps (element/runtime/keyed.h).

   The parts of a key lie in its `store`, a byte array in the memory the key was built for. Layout:
   for each part that the type has, in the order of key_store.c's table: its length as two bytes (0:
   not set), then room for its longest value. Cleared memory is therefore an uninitialised key.

   All of this is on branch `keys`; cipher.c, aead.c and signature.c call it. */
#ifndef HY_API_KEY_H
#define HY_API_KEY_H

#include "element/api/engine.h"

/* ALG_TYPE_ constants of KeyBuilder. */
typedef enum hy_key_type {
    HY_KEY_DES = 1,
    HY_KEY_AES,
    HY_KEY_DSA_PUBLIC,
    HY_KEY_DSA_PRIVATE,
    HY_KEY_EC_F2M_PUBLIC,
    HY_KEY_EC_F2M_PRIVATE,
    HY_KEY_EC_FP_PUBLIC,
    HY_KEY_EC_FP_PRIVATE,
    HY_KEY_HMAC,
    HY_KEY_SEED,
    HY_KEY_RSA_PUBLIC,
    HY_KEY_RSA_PRIVATE,
    HY_KEY_RSA_CRT,
    HY_KEY_DH_PUBLIC,
    HY_KEY_DH_PRIVATE,
    HY_KEY_EC_F2M_PARAMETERS,
    HY_KEY_EC_FP_PARAMETERS,
    HY_KEY_DSA_PARAMETERS,
    HY_KEY_DH_PARAMETERS,
    HY_KEY_GENERIC,
    HY_KEY_SM4,
    HY_KEY_TYPE_END,
    HY_KEY_XEC = 0xFF,
} hy_key_type;

/* The constants of CardKey. */
typedef enum hy_key_part {
    HY_KEY_VALUE = 1,
    HY_KEY_MODULUS,
    HY_KEY_EXPONENT,
    HY_KEY_PRIME_P,
    HY_KEY_PRIME_Q,
    HY_KEY_EXPONENT_P,
    HY_KEY_EXPONENT_Q,
    HY_KEY_INVERSE_Q,
    HY_KEY_DOMAIN_P = 0x81,
    HY_KEY_DOMAIN_Q,
    HY_KEY_DOMAIN_G,
    HY_KEY_DOMAIN_FIELD, /* of EC_F2M: the exponents e1, e2, e3, two bytes each */
    HY_KEY_DOMAIN_A,
    HY_KEY_DOMAIN_B,
    HY_KEY_DOMAIN_R,
    HY_KEY_DOMAIN_K, /* the cofactor, two bytes */
} hy_key_part;

/* Words of CardKey and, behind it, XecKey: references before numbers. */
enum {
    HY_KEY_FIELD_DOMAIN,
    HY_KEY_FIELD_STORE,
    HY_KEY_FIELD_CIPHER,
    HY_KEY_FIELD_ALGORITHM,
    HY_KEY_FIELD_MEMORY,
    HY_KEY_FIELD_SIZE,
    HY_KEY_FIELD_PARAMETERS,
    HY_KEY_FIELD_CURVE,
};

typedef struct hy_key {
    hy_reference reference;
    hy_object *object;
    hy_key_type type;
    hy_lifetime memory;
    uint16_t bits;
    uint16_t curve; /* XEC: the NamedParameterSpec's name; else 0 */
    bool is_private;
    hy_array own;    /* the store */
    hy_array domain; /* the store of the shared domain parameters; no object: they lie in own */
    hy_key_type domain_type;
    uint16_t domain_bits;
} hy_key;

/* The key in a slot, usable by the caller. Throws NullPointerException, SecurityException (another
   context's; deselect-transient while its applet is not selected), CryptoException ILLEGAL_VALUE
   for a key that KeyFactory did not make. Valid until something is created or collected. */
hy_outcome hy_key_find(hy_machine *m, hy_slot slot, hy_key *out) HY_USE;

/* The same, and throws UNINITIALIZED_KEY unless all that the type needs is set. What an engine's
   init does first. */
hy_outcome hy_key_need(hy_machine *m, hy_slot slot, hy_key *out) HY_USE;

/* Are all domain parameters set that the type needs? */
bool hy_key_has_domain(const hy_key *k);

/* Are all parts set that the type needs (for DH and DSA without q, EC without k)? */
bool hy_key_is_initialised(const hy_key *k);

/* A part's value as it was set; empty when it is not, or the type has no such part. Symmetric keys
   have HY_KEY_VALUE alone. */
hy_view hy_key_get(const hy_key *k, hy_key_part part);

/* Sets a part as CardKey.set does with bytes in clear. Throws NO_SUCH_ALGORITHM, ILLEGAL_VALUE,
   TransactionException. */
hy_outcome hy_key_set(hy_machine *m, const hy_key *k, hy_key_part part, hy_view value) HY_USE;

/* ---- made ready: throws ILLEGAL_VALUE (or `reason` of the façade's error) when the parts do not
   fit each other. What comes out belongs to the workspace: use it at once, keep no pointer. ---- */

/* Kinds of slots; a slot may lean on lower ones of its key. 1 to 15 are this file's. */
enum {
    HY_KEYED_EC = 2,
    HY_KEYED_RSA,
    HY_KEYED_XDH,
    HY_KEYED_EDDSA,
    HY_KEYED_DSA,
    HY_KEYED_ENGINES = 16, /* and above: branch `engines` (ciphers, macs, aeads) */
};

/* The slot for a key's bytes: object NULL means to be made (see hy_keyed_find). Never NULL: throws
   SystemException NO_RESOURCE. */
hy_outcome hy_key_slot(hy_machine *m, const hy_key *k, uint16_t kind, hy_keyed **out) HY_USE;

/* EC_FP and EC_F2M keys of either half, and XEC keys on a named Weierstrass curve. *curve may be
   wanted alone (NULL otherwise), for keys that have domain parameters and no value. */
hy_outcome hy_key_curve(hy_machine *m, const hy_key *k, hy_curve **curve) HY_USE;
hy_outcome hy_key_ec(hy_machine *m, const hy_key *k, hy_ec_key **out) HY_USE;

/* RSA_PUBLIC, RSA_PRIVATE, RSA_CRT. */
hy_outcome hy_key_rsa(hy_machine *m, const hy_key *k, hy_rsa **out) HY_USE;

/* XEC private keys on X25519, X448. */
hy_outcome hy_key_xdh(hy_machine *m, const hy_key *k, hy_xdh **out) HY_USE;

/* XEC keys on ED25519, ED448. */
hy_outcome hy_key_eddsa(hy_machine *m, const hy_key *k, hy_eddsa **out) HY_USE;

/* DSA_PUBLIC, DSA_PRIVATE: crypto/dsa.h. */
hy_outcome hy_key_dsa(hy_machine *m, const hy_key *k, hy_dsa **out) HY_USE;

/* ---- key encryption: cipher.c (branch `engines`) ---- */

/* Deciphers what CardKey.set was given with the key's cipher, an initialised CipherEngine of the
   caller's in decrypt mode: a whole message. Throws ILLEGAL_VALUE for any failure. */
hy_outcome hy_cipher_decipher_key(hy_machine *m, hy_slot cipher, hy_view in, uint8_t *out,
                                  size_t room, size_t *n) HY_USE;

#endif
