/* What ciphers, authenticated ciphers and signatures do alike: a key and a mode that survive a
   reset, and an operation under way that does not. */
#ifndef HY_API_OPERATION_H
#define HY_API_OPERATION_H

#include "element/api/algorithms.h"
#include "element/api/engine.h"
#include "element/api/key.h"

/* The beginning of every `state` of these engines. */
typedef struct hy_operation_head {
    uint8_t phase;    /* 0: nothing was initialised since the reset */
    uint8_t parts;    /* something of the message was taken already */
    hy_reference key; /* that it was initialised for */
} hy_operation_head;

enum { HY_OPERATION_READY = 1 }; /* lowest phase of an initialised operation */

/* Cipher.MODE_ENCRYPT and Signature.MODE_VERIFY are both 2. */
enum { HY_MODE_DECRYPT = 1, HY_MODE_ENCRYPT = 2, HY_MODE_SIGN = 1, HY_MODE_VERIFY = 2 };

typedef struct hy_operation {
    hy_engine engine;
    hy_key key;
    int16_t mode;
    int8_t digest, cipher, padding; /* constants of the API */
    bool parameter;                 /* init was given one */
    bool anew; /* `state` holds nothing of this key: begin as init without a parameter does */
} hy_operation;

enum { /* Cipher.PAD_ */
       HY_PAD_NULL,
       HY_PAD_NOPAD,
       HY_PAD_ISO9797_M1,
       HY_PAD_ISO9797_M2,
       HY_PAD_ISO9797_1_M1_ALG3,
       HY_PAD_ISO9797_1_M2_ALG3,
       HY_PAD_PKCS5,
       HY_PAD_PKCS1,
       HY_PAD_PKCS1_PSS,
       HY_PAD_PKCS1_OAEP,
       HY_PAD_ISO9796,
       HY_PAD_ISO9796_MR,
       HY_PAD_RFC2409,
       HY_PAD_PKCS1_OAEP_SHA224,
       HY_PAD_PKCS1_OAEP_SHA3_512 = 20,
       HY_PAD_ISO9796_MR_SCHEME_1_OPT_2 = 25,
};

/* Finds the engine and its parts: first thing in a native. */
hy_outcome hy_operation_find(hy_machine *m, hy_slot self, hy_operation *o) HY_USE;

/* The same for a constructor's open(), when there is no `state` yet. */
hy_outcome hy_operation_new(hy_machine *m, hy_slot self, hy_operation *o) HY_USE;

/* Finds the key and says whether the operation goes on. After the arguments were checked. Throws
   INVALID_INIT before init, and after a reset when `parameter` says so; UNINITIALIZED_KEY.
 */
hy_outcome hy_operation_resume(hy_machine *m, hy_operation *o) HY_USE;

/* For init: the key, usable by the caller, and a mode of 1 or 2 (ILLEGAL_VALUE); whether the key
   fits is the engine's to say, before hy_operation_set. */
hy_outcome hy_operation_key(hy_machine *m, hy_slot key, hy_slot mode, hy_operation *o) HY_USE;

/* Throws UNINITIALIZED_KEY; then makes key and mode the engine's. */
hy_outcome hy_operation_set(hy_machine *m, hy_operation *o, bool parameter) HY_USE;

/* The digest of a MessageDigest constant; HY_DIGEST_NONE for others. */
hy_digest_kind hy_operation_digest(int8_t constant);

/* The padding of a block cipher or MAC that a PAD_ constant names. False: none. */
bool hy_operation_padding(int8_t constant, hy_padding *out);

/* ---- keys made ready: kept by the workspace ---- */

enum {
    HY_KEYED_CIPHER = HY_KEYED_ENGINES,
    HY_KEYED_XTS,
    HY_KEYED_CMAC,
    HY_KEYED_CBC_MAC,                           /* + hy_padding */
    HY_KEYED_RETAIL_MAC = HY_KEYED_CBC_MAC + 4, /* + hy_padding */
    HY_KEYED_HMAC = HY_KEYED_RETAIL_MAC + 4,    /* + hy_digest_kind */
};

/* A DES, AES, SEED or SM4 key as a cipher. Throws ILLEGAL_VALUE. */
hy_outcome hy_operation_cipher(hy_machine *m, const hy_key *k, bool xts, hy_cipher **out) HY_USE;

/* The block cipher that a type of key is for. False: none. */
bool hy_operation_cipher_kind(hy_key_type type, hy_cipher_kind *out);

#endif
