/* Message authentication codes of javacard.security.Signature (ISO 9797-1, SP 800-38B, FIPS 198-1).
 */
#include "element/api/signature_in.h"

#include <stddef.h>
#include <string.h>

typedef struct mac_state {
    hy_operation_head head;
    uint8_t chain[HY_CIPHER_BLOCK_MAX]; /* initialisation vector */
    uint8_t mac[HY_MAC_STATE];          /* as much of it as the MAC needs */
} mac_state;

/* ---- which there are ---- */

static bool is_retail(int8_t padding)
{
    return padding == HY_PAD_ISO9797_1_M1_ALG3 || padding == HY_PAD_ISO9797_1_M2_ALG3;
}

/* The keys of a CBC-MAC. */
static bool cbc_key(int8_t cipher, hy_key_type *type)
{
    switch (cipher) {
    case HY_SIG_DES_MAC4:
    case HY_SIG_DES_MAC8:
        *type = HY_KEY_DES;
        return true;
    case HY_SIG_AES_MAC128:
        *type = HY_KEY_AES;
        return true;
    case HY_SIG_SEED_MAC:
        *type = HY_KEY_SEED;
        return true;
    case HY_SIG_SM4_MAC128:
        *type = HY_KEY_SM4;
        return true;
    default:
        return false;
    }
}

bool hy_signature_is_mac(int8_t cipher)
{
    hy_key_type type;
    return cipher == HY_SIG_HMAC || cipher == HY_SIG_AES_CMAC128 || cbc_key(cipher, &type);
}

bool hy_signature_mac_has(int8_t digest, int8_t cipher, int8_t padding)
{
    hy_padding known;
    hy_key_type type;
    bool none = padding == HY_PAD_NULL || padding == HY_PAD_NOPAD;
    if (cipher == HY_SIG_HMAC)
        return none && hy_operation_digest(digest) != HY_DIGEST_NONE;
    if (digest != 0)
        return false;
    /* CMAC pads by itself, and as method 2 does (SP 800-38B, 6.2): many cards take that name too.
     */
    if (cipher == HY_SIG_AES_CMAC128)
        return none || padding == HY_PAD_ISO9797_M2;
    return cbc_key(cipher, &type) && padding != HY_PAD_NULL &&
           hy_operation_padding(padding, &known) && (type == HY_KEY_DES || !is_retail(padding));
}

uint16_t hy_signature_mac_state(const hy_operation *o)
{
    size_t mac = o->cipher == HY_SIG_HMAC ? hy_running_size(hy_operation_digest(o->digest))
                                          : HY_MAC_STATE_OF_BLOCKS;
    return (uint16_t)(offsetof(mac_state, mac) + mac);
}

size_t hy_signature_mac_size(const hy_operation *o)
{
    switch (o->cipher) {
    case HY_SIG_DES_MAC4:
        return 4;
    case HY_SIG_DES_MAC8:
        return 8;
    case HY_SIG_HMAC:
        return hy_digest_size(hy_operation_digest(o->digest));
    default:
        return 16;
    }
}

/* ---- the key made ready ---- */

static void release_mac(void *object)
{
    hy_mac *mac = object;
    hy_mac_free(&mac);
}

static hy_rc make_mac(hy_machine *m, const hy_operation *o, hy_padding padding, hy_mac **out)
{
    hy_crypto *c = hy_crypto_of(m);
    hy_view key = hy_key_get(&o->key, HY_KEY_VALUE);
    hy_cipher_kind kind;
    if (o->cipher == HY_SIG_HMAC)
        return hy_mac_new_hmac(c, hy_operation_digest(o->digest), key, out);
    HY_ENSURE(hy_operation_cipher_kind(o->key.type, &kind), ARGUMENT);
    if (o->cipher == HY_SIG_AES_CMAC128)
        return hy_mac_new_cmac(c, kind, key, out);
    return is_retail(o->padding) ? hy_mac_new_retail(c, key, padding, out)
                                 : hy_mac_new_cbc(c, kind, key, padding, out);
}

static uint16_t slot_kind(const hy_operation *o, hy_padding padding)
{
    if (o->cipher == HY_SIG_HMAC)
        return (uint16_t)(HY_KEYED_HMAC + (int)hy_operation_digest(o->digest));
    if (o->cipher == HY_SIG_AES_CMAC128)
        return HY_KEYED_CMAC;
    return (uint16_t)((is_retail(o->padding) ? HY_KEYED_RETAIL_MAC : HY_KEYED_CBC_MAC) +
                      (int)padding);
}

static hy_outcome ready_mac(hy_machine *m, const hy_operation *o, hy_mac **out)
{
    hy_keyed *slot;
    hy_padding padding = HY_PADDING_NONE;
    (void)hy_operation_padding(o->padding, &padding);
    hy_outcome outcome = hy_key_slot(m, &o->key, slot_kind(o, padding), &slot);
    if (outcome != HY_DONE)
        return outcome;
    if (slot->object == NULL) {
        hy_mac *fresh;
        hy_rc rc = make_mac(m, o, padding, &fresh);
        if (!hy_ok(rc))
            return hy_crypto_failed(m, rc);
        slot->object = fresh;
        slot->release = release_mac;
    }
    *out = slot->object;
    return HY_DONE;
}

/* ---- the operation ---- */

enum { ALG_AES_MAC_192 = 35, ALG_AES_MAC_256 = 36 };

static bool key_fits(const hy_operation *o)
{
    hy_key_type type = HY_KEY_AES;
    int16_t a = o->engine.algorithm;
    if (o->cipher == HY_SIG_HMAC)
        return o->key.type == HY_KEY_HMAC || o->key.type == HY_KEY_GENERIC;
    (void)cbc_key(o->cipher, &type);
    if (o->key.type != type || (type == HY_KEY_AES && o->key.bits > 256))
        return false;
    if (is_retail(o->padding) && o->key.bits == 64)
        return false;
    return a == ALG_AES_MAC_192   ? o->key.bits == 192
           : a == ALG_AES_MAC_256 ? o->key.bits == 256
                                  : true;
}

static bool parameter_fits(const hy_operation *o, hy_view parameter)
{
    hy_key_type type;
    return cbc_key(o->cipher, &type) && parameter.n == (type == HY_KEY_DES ? 8u : 16u);
}

void hy_signature_mac_restart(hy_operation *o)
{
    hy_operation_head head = {.phase = HY_OPERATION_READY, .key = o->key.reference};
    size_t at = o->anew ? sizeof head : offsetof(mac_state, mac);
    hy_wipe(o->engine.state + at, o->engine.state_size - at);
    memcpy(o->engine.state, &head, sizeof head);
}

hy_outcome hy_signature_mac_init(hy_machine *m, hy_operation *o, const hy_view *parameter)
{
    if (!key_fits(o) || (parameter != NULL && !parameter_fits(o, *parameter)))
        return hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_VALUE);
    uint8_t chain[HY_CIPHER_BLOCK_MAX] = {0}; /* the state may be where the parameter is not */
    if (parameter != NULL)
        memcpy(chain, parameter->p, parameter->n);
    hy_outcome outcome = hy_operation_set(m, o, parameter != NULL);
    if (outcome != HY_DONE)
        return outcome;
    hy_signature_mac_restart(o);
    memcpy(o->engine.state + offsetof(mac_state, chain), chain, sizeof chain);
    return HY_DONE;
}

/* The key's MAC where the operation stands. */
static hy_rc take_up(const hy_operation *o, hy_mac *mac)
{
    mac_state s;
    hy_key_type type;
    memcpy(&s, o->engine.state, offsetof(mac_state, mac));
    if (!o->anew && s.head.parts != 0)
        return hy_mac_resume(mac, o->engine.state + offsetof(mac_state, mac));
    if (o->anew || !cbc_key(o->cipher, &type))
        return hy_mac_start(mac);
    return hy_mac_start_from(mac, hy_view_of(s.chain, type == HY_KEY_DES ? 8 : 16));
}

hy_outcome hy_signature_mac_update(hy_machine *m, hy_operation *o, hy_view in)
{
    hy_mac *mac = NULL;
    hy_outcome outcome = ready_mac(m, o, &mac);
    if (outcome != HY_DONE)
        return outcome;
    uint8_t state[HY_MAC_STATE];
    hy_rc rc = take_up(o, mac);
    if (hy_ok(rc))
        rc = hy_mac_update(mac, in);
    if (hy_ok(rc))
        rc = hy_mac_save(mac, state);
    if (!hy_ok(rc))
        return hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_USE);
    if (o->anew)
        hy_signature_mac_restart(o);
    size_t at = offsetof(mac_state, mac);
    hy_operation_head head = {HY_OPERATION_READY, true, o->key.reference};
    memcpy(o->engine.state, &head, sizeof head);
    memcpy(o->engine.state + at, state, hy_signature_mac_state(o) - at);
    hy_wipe(state, hy_signature_mac_state(o) - at);
    return HY_DONE;
}

hy_outcome hy_signature_mac_end(hy_machine *m, hy_operation *o, hy_view in, uint8_t *out, size_t *n)
{
    hy_mac *mac = NULL;
    *n = 0;
    hy_outcome outcome = ready_mac(m, o, &mac);
    if (outcome != HY_DONE)
        return outcome;
    size_t whole;
    hy_rc rc = take_up(o, mac);
    if (hy_ok(rc))
        rc = hy_mac_update(mac, in);
    if (hy_ok(rc))
        rc = hy_mac_finish(mac, out, HY_MAC_MAX, &whole);
    *n = hy_signature_mac_size(o);
    return hy_ok(rc) ? HY_DONE : hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_USE);
}
