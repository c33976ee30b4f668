/* Diversification of keys and key check values. */
#include "channel/diversify.h"

#include <string.h>

enum { HALF = 8, DES_KEY = 16, BLOCK = 16, INDEX_MAX = 3 };

hy_rc hy_diversify_named(const char *name, hy_diversify_scheme *out)
{
    static const char *const names[] = {"none", "emv", "visa2", "kdf3"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0) {
            *out = (hy_diversify_scheme)i;
            return HY_OK;
        }
    return HY_FAIL(NOT_FOUND);
}

/* Two halves: six bytes of the card, F0 or 0F, the key's index. */
static hy_rc by_des(hy_crypto *c, hy_view master, const uint8_t *six, uint8_t index, uint8_t *out)
{
    hy_cipher *cipher;
    HY_ENSURE(master.n == DES_KEY, ARGUMENT);
    uint8_t block[DES_KEY];
    memcpy(block, six, 6);
    memcpy(block + HALF, six, 6);
    block[6] = 0xF0;
    block[HALF + 6] = 0x0F;
    block[7] = block[HALF + 7] = index;
    HY_TRY(hy_cipher_new(c, HY_CIPHER_DES, master, &cipher));
    hy_rc rc = hy_cipher_ecb(cipher, HY_ENCRYPT, hy_view_of(block, sizeof block), out, DES_KEY);
    hy_cipher_free(&cipher);
    return rc;
}

/* Blocks of CMAC over: block number, 000000, the key's index, 00, the card's ten bytes. */
static hy_rc by_cmac(hy_crypto *c, hy_view master, hy_view data, uint8_t index, uint8_t *out,
                     size_t n)
{
    hy_mac *mac;
    uint8_t head[6] = {0, 0, 0, 0, index, 0}, block[BLOCK];
    hy_rc rc = HY_OK;
    HY_TRY(hy_mac_new_cmac(c, HY_CIPHER_AES, master, &mac));
    for (size_t done = 0; done < n && hy_ok(rc); done += BLOCK) {
        const hy_view parts[] = {hy_view_of(head, sizeof head), data};
        size_t got;
        head[0]++;
        rc = hy_mac_over(mac, parts, 2, block, sizeof block, &got);
        memcpy(out + done, block, n - done < BLOCK ? n - done : BLOCK);
    }
    hy_mac_free(&mac);
    return rc;
}

hy_rc hy_diversify_key(hy_crypto *c, hy_diversify_scheme scheme, hy_view master, hy_view data,
                       uint8_t index, uint8_t *out, size_t n)
{
    HY_ENSURE(data.n == HY_DIVERSIFICATION_SIZE && index >= 1 && index <= INDEX_MAX, ARGUMENT);
    uint8_t six[6];
    switch (scheme) {
    case HY_DIVERSIFY_NONE:
        HY_ENSURE(master.n == n, ARGUMENT);
        memcpy(out, master.p, n);
        return HY_OK;
    case HY_DIVERSIFY_EMV:
        HY_ENSURE(n == DES_KEY, ARGUMENT);
        return by_des(c, master, hy_view_part(data, 4, 6).p, index, out);
    case HY_DIVERSIFY_VISA2:
        HY_ENSURE(n == DES_KEY, ARGUMENT);
        memcpy(six, data.p, 2);
        memcpy(six + 2, hy_view_part(data, 4, 4).p, 4);
        return by_des(c, master, six, index, out);
    case HY_DIVERSIFY_KDF3:
        HY_ENSURE(n <= HY_SCP03_KEY_MAX, ARGUMENT);
        return by_cmac(c, master, data, index, out, n);
    default:
        return HY_FAIL(ARGUMENT);
    }
}

hy_rc hy_diversify_keys(hy_crypto *c, hy_diversify_scheme scheme, const hy_scp03_keys *masters,
                        hy_view data, hy_scp03_keys *out)
{
    size_t n = masters->n;
    *out = (hy_scp03_keys){.n = masters->n};
    HY_TRY(hy_diversify_key(c, scheme, hy_view_of(masters->enc, n), data, 1, out->enc, n));
    HY_TRY(hy_diversify_key(c, scheme, hy_view_of(masters->mac, n), data, 2, out->mac, n));
    return hy_diversify_key(c, scheme, hy_view_of(masters->dek, n), data, 3, out->dek, n);
}

hy_rc hy_kcv(hy_crypto *c, hy_cipher_kind kind, hy_view key, uint8_t out[HY_KCV_SIZE])
{
    hy_cipher *cipher;
    uint8_t block[BLOCK];
    HY_TRY(hy_cipher_new(c, kind, key, &cipher));
    size_t n = hy_cipher_block(cipher);
    memset(block, kind == HY_CIPHER_AES ? 0x01 : 0x00, n);
    hy_rc rc = hy_cipher_ecb(cipher, HY_ENCRYPT, hy_view_of(block, n), block, sizeof block);
    hy_cipher_free(&cipher);
    memcpy(out, block, HY_KCV_SIZE);
    return rc;
}
