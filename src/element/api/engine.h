/* A native's view of an engine object (hydra.security.*Engine, and the OneShot classes, whose
   fields have the same order), and what all engines do alike.

   An operation that is under way is bytes in `state`, the engine's array in the element's transient
   memory, and nothing else: the next APDU may come to another workspace. Contexts of the façade
   that a key makes ready are kept apart, in the workspace (element/api/key.h). `state` is cleared
   by a reset; its first byte is 0 then, so let 0 mean "not initialised". It lies at any multiple of
   4: copy structures in and out with memcpy and wipe the copies.

   Who implements what: cipher.c, aead.c, signature.c and their OneShots on branch `engines`; all
   else on branch `keys`. */
#ifndef HY_API_ENGINE_H
#define HY_API_ENGINE_H

#include "crypto/crypto.h"
#include "element/api/native.h"

enum { /* reasons of CryptoException */
       HY_CRYPTO_ILLEGAL_VALUE = 1,
       HY_CRYPTO_UNINITIALIZED_KEY = 2,
       HY_CRYPTO_NO_SUCH_ALGORITHM = 3,
       HY_CRYPTO_INVALID_INIT = 4,
       HY_CRYPTO_ILLEGAL_USE = 5,
};

/* Throws CryptoException. */
hy_outcome hy_crypto_throw(hy_machine *m, uint16_t reason);

/* For a call of the façade that failed: what the API says for its error. ARGUMENT, FORMAT, MISMATCH
   and LIMIT are ILLEGAL_VALUE, STATE is ILLEGAL_USE, UNSUPPORTED NO_SUCH_ALGORITHM; what cannot
   happen (MEMORY, CRYPTO) is ILLEGAL_USE. Callers who know better look at the code first. */
hy_outcome hy_crypto_failed(hy_machine *m, hy_rc rc);

/* The workspace's context. */
static inline hy_crypto *hy_crypto_of(const hy_machine *m)
{
    return hy_work(m)->crypto;
}

/* The fields, as words of the object. The converter numbers a class's private fields with the
   references before the numbers, each in order of declaration; no superclass has any. */
typedef enum hy_engine_field {
    HY_ENGINE_STATE,
    /* of engines without a key: digest, checksum, random, derivation */
    HY_ENGINE_PLAIN_ALGORITHM = 1,
    HY_ENGINE_PLAIN_EXTERNAL,
    /* of those with one: agreement (up to external), cipher, aead, signature, recovery */
    HY_ENGINE_KEY = 1,
    HY_ENGINE_ALGORITHM,
    HY_ENGINE_EXTERNAL,
    HY_ENGINE_MODE,
    HY_ENGINE_DIGEST,
    HY_ENGINE_CIPHER,
    HY_ENGINE_PADDING,
} hy_engine_field;

typedef enum hy_engine_kind { HY_ENGINE_PLAIN, HY_ENGINE_KEYED } hy_engine_kind;

typedef struct hy_engine {
    hy_object *object;
    hy_engine_kind kind;
    int16_t algorithm;
    uint8_t *state; /* valid until something is created or collected */
    uint16_t state_size;
} hy_engine;

/* In open(): the object without a state, to learn its algorithm. */
hy_outcome hy_engine_look(hy_machine *m, hy_slot self, hy_engine_kind kind, hy_engine *out) HY_USE;

/* The constructor's open(): makes `state` of so many bytes, in the owner's context, cleared on
   reset. */
hy_outcome hy_engine_open(hy_machine *m, hy_slot self, hy_engine_kind kind,
                          uint16_t state_size) HY_USE;

/* First thing in every other native of an engine: forgets the last sensitive result, then throws
   ILLEGAL_USE when a one-shot is closed (SecurityException: another's), or when the engine is not
   external and its owner's context is not the selected one. */
hy_outcome hy_engine_find(hy_machine *m, hy_slot self, hy_engine_kind kind, hy_engine *out) HY_USE;

/* A field of numbers, sign-extended; and the key as the slot of a reference, 0 for null. */
int16_t hy_engine_get(const hy_machine *m, const hy_engine *e, hy_engine_field field);
hy_slot hy_engine_key(const hy_machine *m, const hy_engine *e);

/* Writes a field that differs, as part of a transaction. Throws TransactionException. */
hy_outcome hy_engine_set(hy_machine *m, const hy_engine *e, hy_engine_field field,
                         int16_t value) HY_USE;

/* Sets key and mode, which survive a reset. `state` must say for itself which key it was
   initialised for (hy_engine_key_reference): after an abort the field has the old one again. */
hy_outcome hy_engine_set_key(hy_machine *m, const hy_engine *e, hy_slot key, int16_t mode) HY_USE;
hy_reference hy_engine_key_reference(const hy_machine *m, const hy_engine *e);

/* OneShot.open of a class: lends one of the card's objects to the caller, with `state` cleared and
   the algorithm set; slots[0] is its reference. state_size is the same for all algorithms of a
   class. Throws SystemException NO_RESOURCE. The caller has checked the algorithm. */
hy_outcome hy_one_shot_open(hy_machine *m, hy_slot *slots, hy_known class_of, hy_engine_kind kind,
                            int16_t algorithm, uint16_t state_size, hy_engine *out) HY_USE;

/* OneShot.getAlgorithm. Throws ILLEGAL_USE when closed. */
hy_outcome hy_one_shot_algorithm(hy_machine *m, hy_slot *slots, hy_engine_kind kind);

/* OneShot.close: wipes its state, forgets its key, takes it back. Throws ILLEGAL_USE. */
hy_outcome hy_one_shot_close(hy_machine *m, hy_slot self, hy_engine_kind kind) HY_USE;

/* Checks bytes that come in: the caller's array and range. NullPointerException,
   SecurityException, ArrayIndexOutOfBoundsException. */
hy_outcome hy_engine_input(hy_machine *m, hy_slot array, hy_slot offset, hy_slot length,
                           hy_view *out) HY_USE;

/* The same for an array that is to be written from offset on: `at` is that place, `room` what
   follows it. */
typedef struct hy_engine_output {
    hy_array array;
    uint16_t offset;
    uint8_t *at;
    uint16_t room;
} hy_engine_output;
hy_outcome hy_engine_output_find(hy_machine *m, hy_slot array, hy_slot offset,
                                 hy_engine_output *out) HY_USE;

/* Throws ArrayIndexOutOfBoundsException unless n bytes fit. */
hy_outcome hy_engine_need_room(hy_machine *m, const hy_engine_output *o, size_t n) HY_USE;

/* Writes n bytes (which fit) outside transactions; from may overlap. hy_engine_wrote is for what
   was written at o->at already. */
void hy_engine_write(hy_machine *m, const hy_engine_output *o, const void *from, size_t n);
void hy_engine_wrote(hy_machine *m, const hy_engine_output *o, size_t n);

/* Before a key or a random number is made or used to sign: everything before is durable. */
hy_outcome hy_engine_barrier(hy_machine *m) HY_USE;

#endif
