/* PUT KEY (GlobalPlatform 11.8). */
#include "base/secret.h"
#include "element/gp/key_data.h"

#include <string.h>

enum {
    MORE = 0x80,
    MULTIPLE = 0x80,
    SECRET_MAX = 1024,
    BLOCK = 16,
    CHECK = 3,
};

static uint16_t malformed(hy_gp_call *c)
{
    return hy_gp_refuse(c, HY_SW_WRONG_DATA, "PUT KEY: the key data are malformed");
}

static size_t read_length(hy_reader *r)
{
    size_t n = hy_read_u8(r);
    if (n == 0x81)
        return hy_read_u8(r);
    if (n == 0x82)
        return hy_read_u16(r);
    if (n >= 0x80)
        r->bad = true;
    return n;
}

/* Whole blocks are the value, encrypted; else its length comes first (11.8.2.3.1). */
static uint16_t open_secret(hy_gp_call *c, hy_view in, uint8_t *out, size_t *n)
{
    hy_reader r = hy_reader_of(in);
    size_t clear = in.n;
    if (in.n % BLOCK != 0)
        clear = read_length(&r);
    size_t sealed = hy_reader_left(&r);
    if (!hy_reader_ok(&r) || sealed > SECRET_MAX || clear > sealed || clear == 0)
        return malformed(c);
    memcpy(out, hy_read_bytes(&r, sealed).p, sealed);
    *n = clear;
    return hy_ok(hy_secure_decrypt_data(c->session, &c->w->secure, out, sealed)) ? HY_SW_NO_ERROR
                                                                                 : malformed(c);
}

/* No key goes under a weaker one (B.1.5). */
static bool is_strong_enough(const hy_gp_call *c, uint16_t type, size_t n)
{
    return type != HY_KEY_AES || n <= c->session->scp.key_n;
}

static uint16_t take_component(hy_gp_call *c, hy_reader *r, hy_key_data *k, uint8_t type)
{
    uint8_t secret[SECRET_MAX];
    hy_view value = hy_read_bytes(r, read_length(r));
    size_t n = value.n;
    if (!hy_reader_ok(r))
        return malformed(c);
    if (!hy_gp_key_is_secret(type))
        return hy_gp_key_data_add(k, type, value) ? HY_SW_NO_ERROR : malformed(c);
    uint16_t sw = open_secret(c, value, secret, &n);
    if (sw == HY_SW_NO_ERROR && !is_strong_enough(c, type, n))
        sw = hy_gp_refuse(c, HY_SW_CONDITIONS_NOT_SATISFIED,
                          "PUT KEY: the key is stronger than the one that encrypts it");
    if (sw == HY_SW_NO_ERROR && !hy_gp_key_data_add(k, type, hy_view_of(secret, n)))
        sw = malformed(c);
    hy_wipe(secret, sizeof secret);
    return sw;
}

static bool is_component(uint8_t type)
{
    return type >= 0x80;
}

static uint16_t check_value(hy_gp_call *c, const hy_gp_key *key, hy_view given)
{
    hy_gp_component part = {0};
    uint8_t check[CHECK];
    size_t n;
    hy_reader r = hy_reader_of(key->components);
    if (!hy_gp_component_read(&r, &part) ||
        !hy_ok(hy_gp_key_check(c->w->crypto, part.type, part.value, check, &n)))
        return HY_SW_ALGORITHM;
    if (n == 0 || given.n == 0)
        return HY_SW_NO_ERROR;
    if (given.n < CHECK || memcmp(given.p, check, CHECK) != 0)
        return hy_gp_refuse(c, HY_SW_KEY_CHECK,
                            "PUT KEY: the check value of key %02X is another one; is the data "
                            "encryption key right?",
                            key->kid);
    return HY_SW_NO_ERROR;
}

/* A key is one component or several, then the check value behind its length. */
static uint16_t take_key(hy_gp_call *c, hy_reader *r, hy_key_data *k)
{
    uint16_t sw = HY_SW_NO_ERROR;
    bool any = false;
    while (sw == HY_SW_NO_ERROR && is_component(hy_reader_peek(r))) {
        sw = take_component(c, r, k, hy_read_u8(r));
        any = true;
    }
    if (sw != HY_SW_NO_ERROR)
        return sw;
    hy_view check = hy_read_bytes(r, hy_read_u8(r));
    const hy_gp_key *key = &k->keys[k->count - 1];
    if (!hy_reader_ok(r) || !any || !hy_gp_key_is_whole(key))
        return malformed(c);
    sw = check_value(c, key, check);
    if (sw == HY_SW_NO_ERROR && !hy_ok(hy_buf_append(&c->out, check)))
        sw = HY_SW_UNKNOWN;
    return sw;
}

static uint16_t take_all(hy_gp_call *c, hy_key_data *k)
{
    hy_reader r = hy_reader_of(c->data);
    uint8_t kvn = hy_read_u8(&r);
    uint8_t kid = (uint8_t)(c->p2 & ~MULTIPLE);
    uint16_t sw = HY_SW_NO_ERROR;
    if (kvn == 0 || kvn > HY_KEY_VERSION_MAX || kid == 0)
        return hy_gp_refuse(c, HY_SW_WRONG_DATA,
                            "PUT KEY: versions are 01 to 7F, identifiers from 01 on");
    if (!hy_ok(hy_buf_append(&c->out, hy_view_of(&kvn, 1))))
        return HY_SW_UNKNOWN;
    while (sw == HY_SW_NO_ERROR && hy_reader_left(&r) > 0) {
        if (k->count > 0 && (c->p2 & MULTIPLE) == 0)
            return malformed(c);
        if (kid + k->count > HY_KEY_ID_MAX ||
            !hy_gp_key_data_begin(k, kvn, (uint8_t)(kid + k->count)))
            return malformed(c);
        sw = take_key(c, &r, k);
    }
    return sw == HY_SW_NO_ERROR && k->count == 0 ? malformed(c) : sw;
}

uint16_t hy_gp_put_key(hy_gp_call *c)
{
    hy_key_data k = {.count = 0};
    const bool more = (c->p1 & MORE) != 0;
    uint16_t sw = hy_gp_chain(c, !more);
    if (sw != HY_SW_NO_ERROR || more)
        return sw;
    sw = take_all(c, &k);
    if (sw == HY_SW_NO_ERROR)
        sw = hy_gp_key_data_put(c, (uint8_t)(c->p1 & ~MORE), &k);
    hy_gp_key_data_wipe(&k);
    return sw;
}
