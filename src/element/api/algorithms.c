/* The table of algorithms, and the natives that ask it. */
#include "element/api/algorithms.h"

#include "element/api/left_out.h"

const hy_algorithm hy_algorithms[] = {
#define HY_SERVED(family, name, value, by) {HY_FAMILY_##family, value, #name, true, by},
#define HY_ABSENT(family, name, value, why) {HY_FAMILY_##family, value, #name, false, why},
#define HY_KEY_LENGTH(name, type, first, last, step, generated)
#include "element/api/algorithms.def"
#undef HY_SERVED
#undef HY_ABSENT
#undef HY_KEY_LENGTH
};
const size_t hy_algorithm_count = sizeof hy_algorithms / sizeof hy_algorithms[0];

const hy_key_length hy_key_lengths[] = {
#define HY_SERVED(family, name, value, by)
#define HY_ABSENT(family, name, value, why)
#define HY_KEY_LENGTH(name, type, first, last, step, generated)                                    \
    {type, #name, first, last, step, generated},
#include "element/api/algorithms.def"
#undef HY_SERVED
#undef HY_ABSENT
#undef HY_KEY_LENGTH
};
const size_t hy_key_length_count = sizeof hy_key_lengths / sizeof hy_key_lengths[0];

const hy_algorithm *hy_algorithm_find(hy_family family, int16_t value)
{
    for (size_t i = 0; i < hy_algorithm_count; i++)
        if (hy_algorithms[i].family == family && hy_algorithms[i].value == value)
            return &hy_algorithms[i];
    return NULL;
}

hy_digest_kind hy_algorithm_digest(int16_t algorithm)
{
    static const hy_digest_kind kinds[] = {
        HY_DIGEST_NONE,     HY_DIGEST_SHA1,     HY_DIGEST_MD5,      HY_DIGEST_RIPEMD160,
        HY_DIGEST_SHA256,   HY_DIGEST_SHA384,   HY_DIGEST_SHA512,   HY_DIGEST_SHA224,
        HY_DIGEST_SHA3_224, HY_DIGEST_SHA3_256, HY_DIGEST_SHA3_384, HY_DIGEST_SHA3_512,
    };
    bool known = algorithm >= 0 && (size_t)algorithm < sizeof kinds / sizeof kinds[0];
    return known ? kinds[algorithm] : HY_DIGEST_NONE;
}

bool hy_algorithm_is_there(const hy_element *e, hy_family family, int16_t value)
{
    const hy_algorithm *a = hy_algorithm_find(family, value);
    return a != NULL && a->served && !hy_algorithm_is_left_out(e, family, value);
}

bool hy_key_length_is_there(const hy_element *e, uint8_t type, uint16_t bits)
{
    if (hy_key_length_is_left_out(e, type, bits))
        return false;
    for (size_t i = 0; i < hy_key_length_count; i++) {
        const hy_key_length *l = &hy_key_lengths[i];
        if (l->type == type && bits >= l->first && bits <= l->last &&
            (bits - l->first) % l->step == 0)
            return true;
    }
    return false;
}

HY_NATIVE_METHOD(hydra_security_Engines_supports)
{
    bool there = hy_algorithm_is_there(hy_element_of(m), (hy_family)(uint8_t)slots[0],
                                       hy_slot_to_short(slots[1]));
    return hy_return_short(slots, there);
}

/* A part of 0 is one that the family does not have: a cipher's digest. */
HY_NATIVE_METHOD(hydra_security_Engines_supportsParts)
{
    const hy_element *e = hy_element_of(m);
    int8_t digest = (int8_t)slots[1];
    int8_t cipher = (int8_t)slots[2];
    int8_t padding = (int8_t)slots[3];
    bool is_signature = (uint8_t)slots[0] == HY_FAMILY_SIGNATURE;
    hy_family family = is_signature ? HY_FAMILY_SIGNATURE_CIPHER : HY_FAMILY_CIPHER_CIPHER;
    bool there =
        hy_algorithm_is_there(e, family, cipher) &&
        hy_algorithm_is_there(e, HY_FAMILY_PADDING, padding) &&
        (is_signature ? hy_signature_has(digest, cipher, padding) : hy_cipher_has(cipher, padding));
    return hy_return_short(slots, there);
}
