/* Key and mode of an engine, and whether its operation goes on. */
#include "element/api/operation.h"

#include <string.h>

enum { MODE_MASK = 0x3F, MODE_PARAMETER = 0x40 }; /* in the field `mode` */

static void get_parts(const hy_machine *m, hy_operation *o)
{
    o->digest = (int8_t)hy_engine_get(m, &o->engine, HY_ENGINE_DIGEST);
    o->cipher = (int8_t)hy_engine_get(m, &o->engine, HY_ENGINE_CIPHER);
    o->padding = (int8_t)hy_engine_get(m, &o->engine, HY_ENGINE_PADDING);
    int16_t mode = hy_engine_get(m, &o->engine, HY_ENGINE_MODE);
    o->mode = (int16_t)(mode & MODE_MASK);
    o->parameter = (mode & MODE_PARAMETER) != 0;
}

hy_outcome hy_operation_find(hy_machine *m, hy_slot self, hy_operation *o)
{
    *o = (hy_operation){0};
    hy_outcome outcome = hy_engine_find(m, self, HY_ENGINE_KEYED, &o->engine);
    if (outcome == HY_DONE)
        get_parts(m, o);
    return outcome;
}

hy_outcome hy_operation_new(hy_machine *m, hy_slot self, hy_operation *o)
{
    *o = (hy_operation){0};
    hy_outcome outcome = hy_native_need(m, self);
    if (outcome != HY_DONE)
        return outcome;
    o->engine.object = hy_heap_object(m->heap, hy_slot_to_reference(self));
    o->engine.kind = HY_ENGINE_KEYED;
    o->engine.algorithm = hy_engine_get(m, &o->engine, HY_ENGINE_ALGORITHM);
    get_parts(m, o);
    return HY_DONE;
}

hy_outcome hy_operation_resume(hy_machine *m, hy_operation *o)
{
    hy_operation_head head;
    hy_reference key = hy_engine_key_reference(m, &o->engine);
    if (key == 0)
        return hy_crypto_throw(m, HY_CRYPTO_INVALID_INIT);
    memcpy(&head, o->engine.state, sizeof head);
    o->anew = head.phase == 0 || head.key != key;
    if (o->anew && o->parameter)
        return hy_crypto_throw(m, HY_CRYPTO_INVALID_INIT);
    return hy_key_need(m, hy_engine_key(m, &o->engine), &o->key);
}

hy_outcome hy_operation_key(hy_machine *m, hy_slot key, hy_slot mode, hy_operation *o)
{
    hy_outcome outcome = hy_key_find(m, key, &o->key);
    if (outcome != HY_DONE)
        return outcome;
    o->mode = (int16_t)hy_slot_to_byte(mode);
    bool known = o->mode == 1 || o->mode == 2;
    return known ? HY_DONE : hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_VALUE);
}

hy_outcome hy_operation_set(hy_machine *m, hy_operation *o, bool parameter)
{
    if (!hy_key_is_initialised(&o->key))
        return hy_crypto_throw(m, HY_CRYPTO_UNINITIALIZED_KEY);
    o->parameter = parameter;
    o->anew = true;
    int16_t mode = (int16_t)(o->mode | (parameter ? MODE_PARAMETER : 0));
    return hy_engine_set_key(m, &o->engine, hy_slot_reference(o->key.reference), mode);
}

hy_digest_kind hy_operation_digest(int8_t constant)
{
    static const hy_digest_kind kinds[] = {
        HY_DIGEST_NONE,     HY_DIGEST_SHA1,     HY_DIGEST_MD5,      HY_DIGEST_RIPEMD160,
        HY_DIGEST_SHA256,   HY_DIGEST_SHA384,   HY_DIGEST_SHA512,   HY_DIGEST_SHA224,
        HY_DIGEST_SHA3_224, HY_DIGEST_SHA3_256, HY_DIGEST_SHA3_384, HY_DIGEST_SHA3_512,
    };
    size_t i = (uint8_t)constant;
    return i < sizeof kinds / sizeof kinds[0] ? kinds[i] : HY_DIGEST_NONE;
}

bool hy_operation_cipher_kind(hy_key_type type, hy_cipher_kind *out)
{
    switch (type) {
    case HY_KEY_DES:
        *out = HY_CIPHER_DES;
        return true;
    case HY_KEY_AES:
        *out = HY_CIPHER_AES;
        return true;
    case HY_KEY_SEED:
        *out = HY_CIPHER_SEED;
        return true;
    case HY_KEY_SM4:
        *out = HY_CIPHER_SM4;
        return true;
    default:
        return false;
    }
}

static void release_cipher(void *object)
{
    hy_cipher *k = object;
    hy_cipher_free(&k);
}

hy_outcome hy_operation_cipher(hy_machine *m, const hy_key *k, bool xts, hy_cipher **out)
{
    hy_keyed *slot;
    hy_cipher_kind kind;
    *out = NULL;
    if (!hy_operation_cipher_kind(k->type, &kind))
        return hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_VALUE);
    hy_outcome outcome = hy_key_slot(m, k, xts ? HY_KEYED_XTS : HY_KEYED_CIPHER, &slot);
    if (outcome != HY_DONE)
        return outcome;
    if (slot->object == NULL) {
        hy_cipher *fresh;
        hy_rc rc = hy_cipher_new(hy_crypto_of(m), xts ? HY_CIPHER_XTS : kind,
                                 hy_key_get(k, HY_KEY_VALUE), &fresh);
        if (!hy_ok(rc))
            return hy_crypto_failed(m, rc);
        slot->object = fresh;
        slot->release = release_cipher;
    }
    *out = slot->object;
    return HY_DONE;
}
