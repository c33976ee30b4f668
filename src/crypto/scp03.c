/* SCP03: derivation by CMAC in counter mode, chained MACs, encryption by a counted command. */
#include "crypto/scp03.h"

#include "base/cla.h"
#include "base/secret.h"
#include "crypto/padding.h"

#include <string.h>

enum {
    LC_AT = 4,
    SHORT_HEADER = 5,
    LC_SHORT_MAX = 255,
    LC_EXTENDED_MAX = 65535,
    LABEL = 11, /* zeros before the constant */
    CONTEXT_MAX = 64,
};

bool hy_scp03_i_is_known(uint8_t i)
{
    static const uint8_t known[] = {0x00, 0x10, 0x20, 0x30, 0x60, 0x70};
    for (size_t k = 0; k < sizeof known; k++)
        if ((i & ~HY_SCP03_I_S16) == known[k])
            return true;
    return false;
}

bool hy_scp03_level_fits(uint8_t level, uint8_t i)
{
    switch (level) {
    case 0:
    case HY_SCP03_C_MAC:
    case HY_SCP03_C_MAC | HY_SCP03_C_DEC:
        return true;
    case HY_SCP03_C_MAC | HY_SCP03_R_MAC:
    case HY_SCP03_C_MAC | HY_SCP03_C_DEC | HY_SCP03_R_MAC:
        return (i & HY_SCP03_I_R_MAC) != 0;
    case HY_SCP03_C_MAC | HY_SCP03_C_DEC | HY_SCP03_R_MAC | HY_SCP03_R_ENC:
        return (i & HY_SCP03_I_R_ENC) != 0;
    default:
        return false;
    }
}

/* ---- engine ---- */

bool hy_scp03_engine_is_ready(const hy_scp03_engine *engine, const hy_scp03_state *state)
{
    size_t n = state->key_n;
    return engine->key_n == n && n != 0 &&
           hy_secret_compare(engine->enc_key, state->enc, n) == HY_VERDICT_EQUAL &&
           hy_secret_compare(engine->mac_key, state->mac, n) == HY_VERDICT_EQUAL &&
           hy_secret_compare(engine->rmac_key, state->rmac, n) == HY_VERDICT_EQUAL;
}

void hy_scp03_engine_clear(hy_scp03_engine *engine)
{
    hy_cipher_free(&engine->enc);
    hy_mac_free(&engine->mac);
    hy_mac_free(&engine->rmac);
    hy_wipe(engine, sizeof *engine);
}

static hy_rc make_ready(hy_scp03_engine *engine, hy_crypto *c, const hy_scp03_state *state)
{
    size_t n = state->key_n;
    HY_TRY(hy_cipher_new(c, HY_CIPHER_AES, hy_view_of(state->enc, n), &engine->enc));
    HY_TRY(hy_mac_new_cmac(c, HY_CIPHER_AES, hy_view_of(state->mac, n), &engine->mac));
    HY_TRY(hy_mac_new_cmac(c, HY_CIPHER_AES, hy_view_of(state->rmac, n), &engine->rmac));
    memcpy(engine->enc_key, state->enc, n);
    memcpy(engine->mac_key, state->mac, n);
    memcpy(engine->rmac_key, state->rmac, n);
    engine->key_n = state->key_n;
    return HY_OK;
}

hy_rc hy_scp03_engine_ready(hy_scp03_engine *engine, hy_crypto *c, const hy_scp03_state *state)
{
    if (hy_scp03_engine_is_ready(engine, state))
        return HY_OK;
    hy_scp03_engine_clear(engine);
    hy_rc rc = make_ready(engine, c, state);
    if (!hy_ok(rc))
        hy_scp03_engine_clear(engine);
    return rc;
}

/* ---- keys ---- */

/* Block by block: label, 00, length in bits, block number, context. */
static hy_rc derive_under(hy_mac *mac, hy_scp03_constant constant, hy_view context, uint8_t *out,
                          size_t n)
{
    uint8_t block[HY_SCP03_BLOCK];
    uint8_t head[LABEL + 5] = {0};
    head[LABEL] = (uint8_t)constant;
    head[LABEL + 2] = (uint8_t)(n * 8 >> 8);
    head[LABEL + 3] = (uint8_t)(n * 8);
    for (size_t done = 0; done < n; done += sizeof block) {
        head[LABEL + 4]++;
        const hy_view parts[] = {hy_view_of(head, sizeof head), context};
        size_t got;
        HY_TRY(hy_mac_over(mac, parts, 2, block, sizeof block, &got));
        memcpy(out + done, block, n - done < sizeof block ? n - done : sizeof block);
    }
    hy_wipe(block, sizeof block);
    return HY_OK;
}

hy_rc hy_scp03_derive(hy_crypto *c, hy_view key, hy_scp03_constant constant, hy_view context,
                      uint8_t *out, size_t n)
{
    HY_ENSURE(n > 0 && n <= HY_SCP03_KEY_MAX, ARGUMENT);
    hy_mac *mac;
    HY_TRY(hy_mac_new_cmac(c, HY_CIPHER_AES, key, &mac));
    hy_rc rc = derive_under(mac, constant, context, out, n);
    hy_mac_free(&mac);
    return rc;
}

/* Host challenge, then card challenge. */
static hy_rc join(hy_view host, hy_view card, uint8_t *out, hy_view *context)
{
    HY_ENSURE((host.n == 8 || host.n == 16) && card.n == host.n, ARGUMENT);
    memcpy(out, host.p, host.n);
    memcpy(out + host.n, card.p, card.n);
    *context = hy_view_of(out, host.n + card.n);
    return HY_OK;
}

hy_rc hy_scp03_start(hy_crypto *c, const hy_scp03_keys *keys, hy_view host, hy_view card,
                     hy_scp03_state *out)
{
    uint8_t joined[CONTEXT_MAX];
    hy_view context;
    *out = (hy_scp03_state){0};
    HY_TRY(join(host, card, joined, &context));
    HY_ENSURE(keys->n == 16 || keys->n == 24 || keys->n == 32, ARGUMENT);
    out->key_n = keys->n;
    out->token = (uint8_t)host.n;
    HY_TRY(hy_scp03_derive(c, hy_view_of(keys->enc, keys->n), HY_SCP03_S_ENC, context, out->enc,
                           keys->n));
    hy_mac *mac;
    HY_TRY(hy_mac_new_cmac(c, HY_CIPHER_AES, hy_view_of(keys->mac, keys->n), &mac));
    hy_rc rc = derive_under(mac, HY_SCP03_S_MAC, context, out->mac, keys->n);
    if (hy_ok(rc))
        rc = derive_under(mac, HY_SCP03_S_RMAC, context, out->rmac, keys->n);
    hy_mac_free(&mac);
    return rc;
}

hy_rc hy_scp03_cryptogram(hy_crypto *c, const hy_scp03_state *state, hy_scp03_constant which,
                          hy_view host, hy_view card, uint8_t *out)
{
    uint8_t joined[CONTEXT_MAX];
    hy_view context;
    HY_TRY(join(host, card, joined, &context));
    return hy_scp03_derive(c, hy_view_of(state->mac, state->key_n), which, context, out,
                           state->token);
}

hy_rc hy_scp03_sensitive(hy_crypto *c, hy_view dek, hy_direction direction, uint8_t *data, size_t n)
{
    uint8_t iv[HY_SCP03_BLOCK] = {0};
    hy_cipher *cipher;
    HY_TRY(hy_cipher_new(c, HY_CIPHER_AES, dek, &cipher));
    hy_rc rc = hy_cipher_cbc(cipher, direction, iv, hy_view_of(data, n), data, n);
    hy_cipher_free(&cipher);
    return rc;
}

/* ---- encryption ---- */

/* The counter as a block, its first byte 80 for a response, encrypted (6.2.6, 6.2.7). */
static hy_rc initial_vector(hy_scp03_engine *engine, uint64_t counter, bool response, uint8_t *iv)
{
    uint8_t block[HY_SCP03_BLOCK] = {0};
    for (size_t i = 0; i < sizeof counter; i++)
        block[HY_SCP03_BLOCK - 1 - i] = (uint8_t)(counter >> (8 * i));
    if (response)
        block[0] = 0x80;
    return hy_cipher_ecb(engine->enc, HY_ENCRYPT, hy_view_of(block, sizeof block), iv,
                         HY_SCP03_BLOCK);
}

static hy_rc encrypt_data(hy_scp03_engine *engine, uint64_t counter, bool response, uint8_t *data,
                          size_t used, size_t room, size_t *n)
{
    uint8_t iv[HY_SCP03_BLOCK];
    *n = used;
    if (used == 0)
        return HY_OK;
    HY_TRY(hy_padding_add(HY_PADDING_ISO9797_M2, HY_SCP03_BLOCK, data, used, room, n));
    HY_TRY(initial_vector(engine, counter, response, iv));
    return hy_cipher_cbc(engine->enc, HY_ENCRYPT, iv, hy_view_of(data, *n), data, *n);
}

/* Some cards pad responses by more than a block (seen in published traces), so only the 80 counts
   there. The MAC was right: what the padding is like tells nobody anything. */
static hy_rc remove_padding(const uint8_t *data, size_t used, bool lenient, size_t *n)
{
    *n = used;
    while (lenient && *n > HY_SCP03_BLOCK && data[*n - 1] == 0)
        (*n)--;
    size_t end = (*n + HY_SCP03_BLOCK - 1) / HY_SCP03_BLOCK * HY_SCP03_BLOCK;
    hy_rc rc = hy_padding_remove(HY_PADDING_ISO9797_M2, HY_SCP03_BLOCK, hy_view_of(data, end), n);
    return hy_ok(rc) ? rc : HY_FAIL(MISMATCH);
}

static hy_rc decrypt_data(hy_scp03_engine *engine, uint64_t counter, bool response, uint8_t *data,
                          size_t used, size_t *n)
{
    uint8_t iv[HY_SCP03_BLOCK];
    *n = used;
    if (used == 0)
        return HY_OK;
    HY_ENSURE(used % HY_SCP03_BLOCK == 0, FORMAT);
    HY_TRY(initial_vector(engine, counter, response, iv));
    HY_TRY(hy_cipher_cbc(engine->enc, HY_DECRYPT, iv, hy_view_of(data, used), data, used));
    return remove_padding(data, used, response, n);
}

/* ---- commands ---- */

/* Bytes of header and Lc; 0 when the message is not whole. A message without data has Lc 0 or none.
 */
static size_t header_of(const hy_scp03_message *m)
{
    if (m->n == LC_AT || (m->n == SHORT_HEADER && m->p[LC_AT] == 0))
        return SHORT_HEADER;
    if (m->n < SHORT_HEADER)
        return 0;
    if (m->p[LC_AT] != 0)
        return m->n == SHORT_HEADER + (size_t)m->p[LC_AT] ? SHORT_HEADER : 0;
    if (m->n < HY_SCP03_HEADER_MAX)
        return 0;
    size_t lc = (size_t)m->p[LC_AT + 1] << 8 | m->p[LC_AT + 2];
    return m->n == HY_SCP03_HEADER_MAX + lc ? HY_SCP03_HEADER_MAX : 0;
}

static void put_lc(uint8_t *p, size_t header, size_t lc)
{
    if (header == SHORT_HEADER) {
        p[LC_AT] = (uint8_t)lc;
        return;
    }
    p[LC_AT] = 0;
    p[LC_AT + 1] = (uint8_t)(lc >> 8);
    p[LC_AT + 2] = (uint8_t)lc;
}

/* The whole MAC over the chaining value, the header as both ends see it, and the data. */
static hy_rc command_mac(hy_scp03_engine *engine, const hy_scp03_state *state, const uint8_t *head,
                         size_t header, hy_view data, uint8_t *mac)
{
    uint8_t seen[HY_SCP03_HEADER_MAX];
    memcpy(seen, head, header);
    seen[0] = hy_cla_for_mac(head[0]);
    put_lc(seen, header, data.n + state->token);
    const hy_view parts[] = {hy_view_of(state->chain, sizeof state->chain),
                             hy_view_of(seen, header), data};
    size_t n;
    return hy_mac_over(engine->mac, parts, 3, mac, HY_SCP03_BLOCK, &n);
}

hy_rc hy_scp03_seal_command(hy_scp03_engine *engine, hy_scp03_state *state, bool encrypt,
                            bool count, hy_scp03_message *m)
{
    uint8_t mac[HY_SCP03_BLOCK];
    size_t header = header_of(m);
    HY_ENSURE(header != 0, ARGUMENT);
    uint64_t counter = state->counter + (count ? 1 : 0);
    size_t used = m->n > header ? m->n - header : 0, lc = used;
    size_t padded = encrypt && used > 0 ? used + HY_SCP03_BLOCK - used % HY_SCP03_BLOCK : used;
    HY_ENSURE(padded + state->token <= (header == SHORT_HEADER ? LC_SHORT_MAX : LC_EXTENDED_MAX),
              LIMIT);
    HY_ENSURE(header + padded + state->token <= m->room, LIMIT);
    if (encrypt)
        HY_TRY(encrypt_data(engine, counter, false, m->p + header, used, padded, &lc));
    HY_TRY(command_mac(engine, state, m->p, header, hy_view_of(m->p + header, lc), mac));
    memcpy(m->p + header + lc, mac, state->token);
    m->p[0] = hy_cla_secured(m->p[0]);
    put_lc(m->p, header, lc + state->token);
    m->n = header + lc + state->token;
    memcpy(state->chain, mac, sizeof mac);
    state->counter = counter;
    return HY_OK;
}

hy_rc hy_scp03_open_command(hy_scp03_engine *engine, hy_scp03_state *state, bool decrypt,
                            bool count, hy_scp03_message *m)
{
    uint8_t mac[HY_SCP03_BLOCK];
    size_t header = header_of(m);
    HY_ENSURE(header != 0 && m->n >= header + state->token, FORMAT);
    size_t lc = m->n - header - state->token;
    uint8_t *data = m->p + header;
    HY_TRY(command_mac(engine, state, m->p, header, hy_view_of(data, lc), mac));
    HY_ENSURE(hy_secret_compare(mac, data + lc, state->token) == HY_VERDICT_EQUAL, MISMATCH);
    memcpy(state->chain, mac, sizeof mac);
    state->counter += count ? 1 : 0;
    if (decrypt)
        HY_TRY(decrypt_data(engine, state->counter, false, data, lc, &lc));
    m->p[0] = hy_cla_bare(m->p[0]);
    put_lc(m->p, header, lc);
    m->n = header + lc;
    return HY_OK;
}

/* ---- responses ---- */

bool hy_scp03_sw_is_protected(uint16_t sw)
{
    return sw == 0x9000 || sw >> 8 == 0x62 || sw >> 8 == 0x63;
}

static hy_rc response_mac(hy_scp03_engine *engine, const hy_scp03_state *state, hy_view data,
                          uint16_t sw, uint8_t *mac)
{
    const uint8_t status[] = {(uint8_t)(sw >> 8), (uint8_t)sw};
    const hy_view parts[] = {hy_view_of(state->chain, sizeof state->chain), data,
                             hy_view_of(status, sizeof status)};
    size_t n;
    return hy_mac_over(engine->rmac, parts, 3, mac, HY_SCP03_BLOCK, &n);
}

hy_rc hy_scp03_seal_response(hy_scp03_engine *engine, const hy_scp03_state *state, bool encrypt,
                             uint16_t sw, hy_scp03_message *m)
{
    uint8_t mac[HY_SCP03_BLOCK];
    size_t n = m->n;
    HY_ENSURE(m->n <= m->room, ARGUMENT);
    if (encrypt)
        HY_TRY(encrypt_data(engine, state->counter, true, m->p, m->n, m->room, &n));
    HY_ENSURE(state->token <= m->room - n, LIMIT);
    HY_TRY(response_mac(engine, state, hy_view_of(m->p, n), sw, mac));
    memcpy(m->p + n, mac, state->token);
    m->n = n + state->token;
    return HY_OK;
}

hy_rc hy_scp03_open_response(hy_scp03_engine *engine, const hy_scp03_state *state, bool decrypt,
                             uint16_t sw, hy_scp03_message *m)
{
    uint8_t mac[HY_SCP03_BLOCK];
    HY_ENSURE(m->n >= state->token, FORMAT);
    size_t n = m->n - state->token;
    HY_TRY(response_mac(engine, state, hy_view_of(m->p, n), sw, mac));
    HY_ENSURE(hy_secret_compare(mac, m->p + n, state->token) == HY_VERDICT_EQUAL, MISMATCH);
    if (decrypt)
        HY_TRY(decrypt_data(engine, state->counter, true, m->p, n, &n));
    m->n = n;
    return HY_OK;
}
