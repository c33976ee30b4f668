/* Keys collected from a command: components, check values, the rules of sets. */
#include "element/gp/key_data.h"

#include "base/secret.h"
#include "crypto/cipher.h"
#include "element/gp/domain.h"

#include <string.h>

enum { HEAD = 4, BLOCK = 16, CHECK = 3, CHANNEL_KEYS = 3, TAG_AUTOMATIC = 0x84 };

void hy_gp_key_data_wipe(hy_key_data *k)
{
    hy_wipe(k->bytes, sizeof k->bytes);
    k->count = k->n = 0;
}

bool hy_gp_key_data_begin(hy_key_data *k, uint8_t kvn, uint8_t kid)
{
    if (k->count == HY_KEY_SET_MAX)
        return false;
    k->keys[k->count++] = (hy_gp_key){.kvn = kvn, .kid = kid, .components = {k->bytes + k->n, 0}};
    return true;
}

bool hy_gp_key_data_add(hy_key_data *k, uint16_t type, hy_view value)
{
    if (k->count == 0 || value.n > UINT16_MAX || k->n + HEAD + value.n > sizeof k->bytes)
        return false;
    const uint8_t head[HEAD] = {
        (uint8_t)(type >> 8),
        (uint8_t)type,
        (uint8_t)(value.n >> 8),
        (uint8_t)value.n,
    };
    memcpy(k->bytes + k->n, head, HEAD);
    if (value.n > 0)
        memcpy(k->bytes + k->n + HEAD, value.p, value.n);
    k->n += HEAD + value.n;
    k->keys[k->count - 1].components.n += HEAD + value.n;
    return true;
}

static bool is_des(uint16_t type)
{
    return type >= HY_KEY_DES && type <= 0x84;
}

static bool is_symmetric(uint16_t type)
{
    return is_des(type) || type == HY_KEY_PSK || type == HY_KEY_AES || type == HY_KEY_SM4 ||
           type == HY_KEY_HMAC_SHA1 || type == HY_KEY_HMAC_SHA1_160;
}

bool hy_gp_key_is_secret(uint16_t type)
{
    return is_symmetric(type) || type == HY_KEY_EC_PRIVATE ||
           (type > HY_KEY_RSA_PRIVATE_N && type <= HY_KEY_RSA_PRIVATE_LAST);
}

static bool has_length(uint16_t type, size_t n)
{
    if (is_des(type))
        return n == 8 || n == 16 || n == 24;
    if (type == HY_KEY_AES)
        return n == 16 || n == 24 || n == 32;
    if (type == HY_KEY_SM4)
        return n == 16;
    return n > 0;
}

bool hy_gp_key_is_whole(const hy_gp_key *key)
{
    hy_gp_component part;
    uint32_t seen[2] = {0, 0}; /* bits of types A0 to BF, and of symmetric ones */
    hy_reader r = hy_reader_of(key->components);
    while (hy_gp_component_read(&r, &part)) {
        if (!has_length(part.type, part.value.n))
            return false;
        if (is_symmetric(part.type))
            seen[1]++;
        else if (part.type >= HY_KEY_RSA_E && part.type <= HY_KEY_EC_K)
            seen[0] |= 1u << (part.type - HY_KEY_RSA_E);
        else if (part.type != HY_KEY_EC_REFERENCE)
            return false;
    }
    const uint32_t rsa_public = 3;
    const uint32_t rsa_private = 3u << 2; /* A2 and A3 */
    const uint32_t rsa_crt = 0x1Fu << 4;  /* A4 to A8 */
    const uint32_t ec = 1u << 16 | 1u << 17;
    if (seen[1] > 0)
        return seen[1] == 1 && seen[0] == 0;
    return (seen[0] & rsa_public) == rsa_public || (seen[0] & rsa_private) == rsa_private ||
           (seen[0] & rsa_crt) == rsa_crt || (seen[0] & ec) != 0;
}

hy_rc hy_gp_key_check(hy_crypto *c, uint16_t type, hy_view value, uint8_t out[3], size_t *n)
{
    uint8_t block[BLOCK];
    hy_cipher *k = NULL;
    const bool aes = type == HY_KEY_AES;
    *n = 0;
    if (!aes && !is_des(type))
        return HY_OK;
    memset(block, aes ? 1 : 0, sizeof block);
    HY_TRY(hy_cipher_new(c, aes ? HY_CIPHER_AES : HY_CIPHER_DES, value, &k));
    hy_rc rc = hy_cipher_ecb(k, HY_ENCRYPT, hy_view_of(block, aes ? BLOCK : BLOCK / 2), block,
                             sizeof block);
    hy_cipher_free(&k);
    memcpy(out, block, CHECK);
    *n = CHECK;
    return rc;
}

/* ---- putting ---- */

/* Identifiers 1, 2, 3 of AES are a set for secure channels. */
static bool is_channel_set(const hy_key_data *k)
{
    bool aes = k->count == CHANNEL_KEYS;
    for (size_t i = 0; aes && i < k->count; i++)
        aes = k->keys[i].kid == i + 1 && k->keys[i].components.n > HEAD &&
              k->keys[i].components.p[1] == HY_KEY_AES;
    return aes;
}

static void drop_initial(hy_gp_call *c)
{
    hy_gp_key initial;
    if (hy_gp_key_find(c->e, c->domain, HY_KEY_VERSION_INITIAL, 1, &initial))
        (void)hy_ok(hy_gp_keys_delete(c->e, c->domain, HY_KEY_VERSION_INITIAL, 0));
}

/* A domain made with parameter 84 is personalized by its first key set. */
static void personalize(hy_gp_call *c)
{
    hy_view v;
    hy_instance *d = hy_registry_instance(c->e, c->domain);
    if (d->life == HY_LIFE_SELECTABLE && hy_gp_domain_parameter(c->e, c->domain, TAG_AUTOMATIC, &v))
        d->life = HY_LIFE_PERSONALIZED;
}

uint16_t hy_gp_key_data_put(hy_gp_call *c, uint8_t replaced, const hy_key_data *k)
{
    hy_rc rc = hy_gp_keys_put(c->e, c->domain, replaced, k->keys, k->count);
    if (rc.code == HY_E_NOT_FOUND)
        return hy_gp_refuse(c, HY_SW_REFERENCE_NOT_FOUND,
                            "keys: the version to replace has not these identifiers");
    if (rc.code == HY_E_EXISTS)
        return hy_gp_refuse(c, HY_SW_WRONG_DATA,
                            "keys: there is one of this version and identifier; replace it");
    if (!hy_ok(rc))
        return hy_gp_refuse(c, HY_SW_NO_SPACE, "keys: no memory");
    if (is_channel_set(k)) {
        drop_initial(c);
        personalize(c);
    }
    return HY_SW_NO_ERROR;
}
