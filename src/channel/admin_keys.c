/* Keys, data and states: PUT KEY, STORE DATA, SET STATUS (11.8, 11.10, 11.11). */
#include "base/secret.h"
#include "channel/admin_in.h"

#include <string.h>

enum {
    KEYS = 3,
    TYPE_AES = 0x88,
    P2_FIRST_OF_MANY = 0x81, /* key 1 and those behind it */
    P1_LAST = 0x80,
    COMMAND_MAX = 1024,
    LOCK = 0x80,
    CARD_SECURED = 0x0F,
    CARD_LOCKED = 0x7F,
    KIND_CARD = 0x80,
    KIND_APPLICATION = 0x40,
    BLOCKS_MAX = 256,
    DGI_KEYS = 0x00B9,
    DGI_SYMMETRIC_KEY = 0x8113,
};

/* Type, length, clear length, encrypted value, check value. A value that is no whole block is
   filled up at random, so that its end says nothing. */
static hy_rc write_key(hy_admin *m, hy_crypto *c, hy_view key, hy_writer *w, uint8_t *kcv)
{
    uint8_t value[HY_SCP03_KEY_MAX];
    size_t padded = (key.n + HY_SCP03_BLOCK - 1) / HY_SCP03_BLOCK * HY_SCP03_BLOCK;
    memcpy(value, key.p, key.n);
    if (padded > key.n)
        HY_TRY(hy_crypto_random(c, value + key.n, padded - key.n));
    hy_rc rc = hy_session_encrypt_data(m->session, value, padded);
    if (hy_ok(rc))
        rc = hy_kcv(c, HY_CIPHER_AES, key, kcv);
    if (!hy_ok(rc)) {
        hy_wipe(value, sizeof value);
        return rc;
    }
    hy_write_u8(w, TYPE_AES);
    hy_write_u8(w, (uint8_t)(padded + 1));
    hy_write_u8(w, (uint8_t)key.n);
    hy_write_bytes(w, hy_view_of(value, padded));
    hy_write_u8(w, HY_KCV_SIZE);
    hy_write_bytes(w, hy_view_of(kcv, HY_KCV_SIZE));
    return w->rc;
}

static hy_rc put_keys(hy_admin *m, hy_crypto *c, uint8_t replaces, uint8_t kvn,
                      const hy_scp03_keys *keys, hy_buf *data, hy_reason *why)
{
    const uint8_t *const values[KEYS] = {keys->enc, keys->mac, keys->dek};
    uint8_t expected[1 + KEYS * HY_KCV_SIZE] = {kvn};
    hy_writer w = hy_writer_of(data);
    hy_write_u8(&w, kvn);
    for (size_t i = 0; i < KEYS; i++)
        HY_TRY(write_key(m, c, hy_view_of(values[i], keys->n), &w, expected + 1 + i * HY_KCV_SIZE));
    HY_TRY(hy_admin_call(m, HY_ADMIN_PUT_KEY, replaces, P2_FIRST_OF_MANY, hy_buf_view(data), why));
    if (hy_view_equal(hy_buf_view(&m->response), hy_view_of(expected, sizeof expected)))
        return HY_OK;
    return hy_reason_set(why, HY_FAIL(MISMATCH),
                         "PUT KEY: the card confirms other check values: it has other keys now "
                         "than were sent");
}

hy_rc hy_admin_put_keys(hy_admin *m, hy_crypto *c, uint8_t replaces, uint8_t kvn,
                        const hy_scp03_keys *keys, hy_reason *why)
{
    if (m->session == NULL || !hy_session_is_open(m->session))
        return hy_reason_set(why, HY_FAIL(STATE), "PUT KEY: open a session first");
    hy_buf data = hy_buf_new(COMMAND_MAX);
    hy_rc rc = put_keys(m, c, replaces, kvn, keys, &data, why);
    hy_buf_free(&data);
    return rc;
}

/* Padded to whole blocks, encrypted under the session's data encryption key, appended. */
static hy_rc write_encrypted(hy_admin *m, hy_view key, hy_writer *w)
{
    uint8_t value[HY_SCP03_KEY_MAX] = {0};
    size_t padded = (key.n + HY_SCP03_BLOCK - 1) / HY_SCP03_BLOCK * HY_SCP03_BLOCK;
    memcpy(value, key.p, key.n);
    hy_rc rc = hy_session_encrypt_data(m->session, value, padded);
    hy_write_u16(w, DGI_SYMMETRIC_KEY);
    hy_write_u8(w, (uint8_t)padded);
    hy_write_bytes(w, hy_view_of(value, padded));
    hy_wipe(value, sizeof value);
    return hy_ok(rc) ? w->rc : rc;
}

/* What the keys are (00B9), then each of them (8113). */
static hy_rc write_groupings(hy_admin *m, hy_crypto *c, uint8_t kvn, const hy_scp03_keys *keys,
                             hy_buf *out)
{
    const uint8_t *const values[KEYS] = {keys->enc, keys->mac, keys->dek};
    const uint8_t about[] = {0xB7, 16,  0x80, 1, TYPE_AES, 0x81, 1, keys->n, 0x83,
                             1,    kvn, 0x96, 1, 1,        0x97, 2, 0,       3};
    hy_writer w = hy_writer_of(out);
    hy_write_u16(&w, DGI_KEYS);
    hy_write_u8(&w, sizeof about + KEYS * (size_t)10);
    hy_write_bytes(&w, hy_view_of(about, sizeof about));
    for (unsigned i = 0; i < KEYS; i++) {
        uint8_t one[] = {0xB9, 8, 0x82, 1, (uint8_t)(i + 1), 0x84, HY_KCV_SIZE, 0, 0, 0};
        HY_TRY(hy_kcv(c, HY_CIPHER_AES, hy_view_of(values[i], keys->n), one + 7));
        hy_write_bytes(&w, hy_view_of(one, sizeof one));
    }
    for (size_t i = 0; i < KEYS; i++)
        HY_TRY(write_encrypted(m, hy_view_of(values[i], keys->n), &w));
    return w.rc;
}

hy_rc hy_admin_store_keys(hy_admin *m, hy_crypto *c, uint8_t kvn, const hy_scp03_keys *keys,
                          hy_reason *why)
{
    if (m->session == NULL || !hy_session_is_open(m->session))
        return hy_reason_set(why, HY_FAIL(STATE), "STORE DATA: open a session first");
    hy_buf data = hy_buf_new(COMMAND_MAX);
    hy_rc rc = write_groupings(m, c, kvn, keys, &data);
    if (hy_ok(rc))
        rc = hy_admin_store_data(m, HY_ADMIN_FORMAT_DGI, hy_buf_view(&data), why);
    hy_buf_free(&data);
    return rc;
}

hy_rc hy_admin_store_data(hy_admin *m, hy_admin_format format, hy_view data, hy_reason *why)
{
    bool secured = m->session != NULL && hy_session_is_open(m->session);
    size_t block = secured ? hy_session_room(m->session) : HY_ADMIN_DATA_MAX;
    if (data.n > block * BLOCKS_MAX)
        return hy_reason_set(why, HY_FAIL(LIMIT), "STORE DATA: %zu bytes are too many", data.n);
    size_t at = 0, number = 0;
    do {
        size_t n = data.n - at < block ? data.n - at : block;
        unsigned p1 = (unsigned)format | (at + n == data.n ? P1_LAST : 0u);
        HY_TRY(hy_admin_call(m, HY_ADMIN_STORE_DATA, (uint8_t)p1, (uint8_t)number++,
                             hy_view_part(data, at, n), why));
        at += n;
    } while (at < data.n);
    return HY_OK;
}

hy_rc hy_admin_set_status(hy_admin *m, uint8_t kind, uint8_t state, hy_view aid, hy_reason *why)
{
    return hy_admin_call(m, HY_ADMIN_SET_STATUS, kind, state, aid, why);
}

hy_rc hy_admin_lock(hy_admin *m, hy_view aid, hy_reason *why)
{
    return aid.n == 0 ? hy_admin_set_status(m, KIND_CARD, CARD_LOCKED, aid, why)
                      : hy_admin_set_status(m, KIND_APPLICATION, LOCK, aid, why);
}

hy_rc hy_admin_unlock(hy_admin *m, hy_view aid, hy_reason *why)
{
    return aid.n == 0 ? hy_admin_set_status(m, KIND_CARD, CARD_SECURED, aid, why)
                      : hy_admin_set_status(m, KIND_APPLICATION, 0, aid, why);
}
