/* The host's end of SCP03: opened in three steps, then commands out and responses in. */
#include "channel/session.h"

#include "base/cla.h"
#include "base/secret.h"

#include <stdlib.h>
#include <string.h>

enum {
    INS_INITIALIZE_UPDATE = 0x50,
    INS_EXTERNAL_AUTHENTICATE = 0x82,
    CLA = 0x80,
    SCP03 = 0x03,
    SW_LENGTH = 2,
    SW_OK = 0x9000,
    AID_MAX = 16,
    LC_MAX = 255,
    SHORT_HEADER = 5,
};

typedef enum stage { STAGE_NEW, STAGE_BEGUN, STAGE_ANSWERED, STAGE_OPEN } stage;

struct hy_session {
    hy_crypto *crypto;
    hy_session_config config; /* keys, aid and host_challenge point into this record */
    hy_scp03_keys keys;       /* as configured */
    uint8_t aid[AID_MAX];
    uint8_t given[HY_SCP03_TOKEN_MAX]; /* host challenge of the configuration */
    stage stage;
    uint8_t host[HY_SCP03_TOKEN_MAX];
    uint8_t token;
    hy_session_card card;
    uint8_t dek[HY_SCP03_KEY_MAX];
    hy_scp03_state scp;
    hy_scp03_engine engine;
};

static hy_rc check_config(const hy_session_config *config, hy_reason *why)
{
    const uint8_t all = HY_SCP03_I_R_MAC | HY_SCP03_I_R_ENC;
    size_t n = config->keys->n;
    if (n != 16 && n != 24 && n != 32)
        return hy_reason_set(why, HY_FAIL(ARGUMENT), "keys of %zu bytes: AES has 16, 24 or 32", n);
    if (!hy_scp03_level_fits(config->level, all))
        return hy_reason_set(why, HY_FAIL(ARGUMENT),
                             "security level %02X: there are 00, 01, 03, 11, 13 and 33",
                             config->level);
    if (config->channel >= HY_CLA_CHANNELS || config->aid.n > AID_MAX)
        return hy_reason_set(why, HY_FAIL(ARGUMENT), "no such logical channel or AID");
    if (config->host_challenge.n != 0 && config->host_challenge.n != (config->s16 ? 16u : 8u))
        return hy_reason_set(why, HY_FAIL(ARGUMENT), "host challenge of a wrong length");
    return HY_OK;
}

static hy_view keep(uint8_t *place, hy_view v)
{
    if (v.n > 0)
        memcpy(place, v.p, v.n);
    return hy_view_of(place, v.n);
}

hy_rc hy_session_new(hy_crypto *c, const hy_session_config *config, hy_session **out,
                     hy_reason *why)
{
    *out = NULL;
    HY_TRY(check_config(config, why));
    hy_session *s = calloc(1, sizeof *s);
    HY_ENSURE(s != NULL, MEMORY);
    s->crypto = c;
    s->config = *config;
    s->keys = *config->keys;
    s->config.keys = &s->keys;
    s->config.aid = keep(s->aid, config->aid);
    s->config.host_challenge = keep(s->given, config->host_challenge);
    s->token = config->s16 ? 16 : 8;
    *out = s;
    return HY_OK;
}

void hy_session_free(hy_session **s)
{
    if (*s != NULL) {
        hy_scp03_engine_clear(&(*s)->engine);
        hy_wipe(*s, sizeof **s);
    }
    free(*s);
    *s = NULL;
}

/* ---- opening ---- */

hy_rc hy_session_begin(hy_session *s, hy_buf *command)
{
    hy_writer w = hy_writer_of(command);
    s->stage = STAGE_NEW;
    if (s->config.host_challenge.n > 0)
        memcpy(s->host, s->config.host_challenge.p, s->token);
    else
        HY_TRY(hy_crypto_random(s->crypto, s->host, s->token));
    hy_write_u8(&w, hy_cla_on(CLA, s->config.channel));
    hy_write_u8(&w, INS_INITIALIZE_UPDATE);
    hy_write_u8(&w, s->config.kvn);
    hy_write_u8(&w, 0);
    hy_write_u8(&w, s->token);
    hy_write_bytes(&w, hy_view_of(s->host, s->token));
    hy_write_u8(&w, 0);
    HY_TRY(w.rc);
    s->stage = STAGE_BEGUN;
    return HY_OK;
}

/* The answer to INITIALIZE UPDATE taken apart. */
typedef struct answer {
    hy_view challenge, cryptogram;
} answer;

static uint16_t status_of(hy_view response)
{
    hy_reader r = hy_reader_of(response);
    hy_read_bytes(&r, response.n < SW_LENGTH ? 0 : response.n - SW_LENGTH);
    return hy_read_u16(&r);
}

static hy_rc read_answer(hy_session *s, hy_view response, answer *a, hy_reason *why)
{
    uint16_t sw = status_of(response);
    if (sw != SW_OK)
        return hy_reason_set(why, HY_FAIL(DENIED), "INITIALIZE UPDATE: the card answers %04X", sw);
    hy_reader r = hy_reader_of(hy_view_part(response, 0, response.n - SW_LENGTH));
    hy_view diversification = hy_read_bytes(&r, HY_DIVERSIFICATION_SIZE);
    s->card = (hy_session_card){.kvn = hy_read_u8(&r)};
    uint8_t protocol = hy_read_u8(&r);
    if (!hy_reader_ok(&r))
        return hy_reason_set(why, HY_FAIL(FORMAT), "INITIALIZE UPDATE: the answer is too short");
    memcpy(s->card.diversification, diversification.p, diversification.n);
    if (protocol != SCP03)
        return hy_reason_set(why, HY_FAIL(UNSUPPORTED),
                             "key version %02X speaks SCP%02X, this host SCP03: choose a key "
                             "version of SCP03",
                             s->card.kvn, protocol);
    s->card.i = hy_read_u8(&r);
    a->challenge = hy_read_bytes(&r, s->token);
    a->cryptogram = hy_read_bytes(&r, s->token);
    s->card.has_sequence = hy_reader_left(&r) > 0;
    if (s->card.has_sequence)
        s->card.sequence = hy_read_u24(&r);
    if (!hy_reader_done(&r) || ((s->card.i & HY_SCP03_I_S16) != 0) != s->config.s16)
        return hy_reason_set(why, HY_FAIL(FORMAT),
                             "INITIALIZE UPDATE: an answer of %zu bytes with i=%02X does not fit "
                             "challenges of %u bytes",
                             response.n, s->card.i, s->token);
    return HY_OK;
}

/* A pseudo-random challenge that is not what the sequence counter makes of it comes from another
   application than the one that was asked, or is replayed (6.2.2.1). */
static hy_rc check_challenge(hy_session *s, const hy_scp03_keys *keys, const answer *a,
                             hy_reason *why)
{
    if (!s->card.has_sequence || s->config.aid.n == 0)
        return HY_OK;
    uint32_t n = s->card.sequence;
    uint8_t context[3 + AID_MAX] = {(uint8_t)(n >> 16), (uint8_t)(n >> 8), (uint8_t)n};
    uint8_t expected[HY_SCP03_TOKEN_MAX];
    memcpy(context + 3, s->aid, s->config.aid.n);
    HY_TRY(hy_scp03_derive(s->crypto, hy_view_of(keys->enc, keys->n), HY_SCP03_CARD_CHALLENGE,
                           hy_view_of(context, 3 + s->config.aid.n), expected, s->token));
    if (hy_secret_compare(expected, a->challenge.p, s->token) == HY_VERDICT_EQUAL)
        return HY_OK;
    return hy_reason_set(why, HY_FAIL(MISMATCH),
                         "the card's challenge is not the one of its counter: another application "
                         "answered, or other keys");
}

static hy_rc check_cryptogram(hy_session *s, const hy_scp03_keys *keys, const answer *a,
                              hy_reason *why)
{
    uint8_t expected[HY_SCP03_TOKEN_MAX];
    hy_view host = hy_view_of(s->host, s->token);
    HY_TRY(hy_scp03_start(s->crypto, keys, host, a->challenge, &s->scp));
    HY_TRY(hy_scp03_cryptogram(s->crypto, &s->scp, HY_SCP03_CARD_CRYPTOGRAM, host, a->challenge,
                               expected));
    if (hy_secret_compare(expected, a->cryptogram.p, s->token) == HY_VERDICT_EQUAL)
        return HY_OK;
    return hy_reason_set(why, HY_FAIL(MISMATCH),
                         "the card's cryptogram is wrong: these are not the keys of its version "
                         "%02X; cards block after some attempts, so find the right ones first",
                         s->card.kvn);
}

/* EXTERNAL AUTHENTICATE: a cryptogram, and always a MAC. */
static hy_rc write_authenticate(hy_session *s, hy_view card_challenge, hy_buf *command)
{
    uint8_t p[SHORT_HEADER + 2 * HY_SCP03_TOKEN_MAX] = {
        hy_cla_on(CLA, s->config.channel), INS_EXTERNAL_AUTHENTICATE, s->config.level, 0, s->token};
    hy_scp03_message m = {p, SHORT_HEADER + (size_t)s->token, sizeof p};
    HY_TRY(hy_scp03_cryptogram(s->crypto, &s->scp, HY_SCP03_HOST_CRYPTOGRAM,
                               hy_view_of(s->host, s->token), card_challenge, p + SHORT_HEADER));
    HY_TRY(hy_scp03_engine_ready(&s->engine, s->crypto, &s->scp));
    HY_TRY(hy_scp03_seal_command(&s->engine, &s->scp, false, false, &m));
    return hy_buf_append(command, hy_view_of(p, m.n));
}

static hy_rc answer_with(hy_session *s, const hy_scp03_keys *keys, const answer *a, hy_buf *command,
                         hy_reason *why)
{
    HY_TRY(check_cryptogram(s, keys, a, why));
    HY_TRY(check_challenge(s, keys, a, why));
    if (!hy_scp03_level_fits(s->config.level, s->card.i))
        return hy_reason_set(why, HY_FAIL(UNSUPPORTED),
                             "the card's i=%02X has no security level %02X: ask for less",
                             s->card.i, s->config.level);
    memcpy(s->dek, keys->dek, keys->n);
    return write_authenticate(s, a->challenge, command);
}

hy_rc hy_session_answer(hy_session *s, hy_view response, hy_buf *command, hy_reason *why)
{
    answer a = {0};
    hy_scp03_keys keys;
    HY_ENSURE(s->stage == STAGE_BEGUN, STATE);
    s->stage = STAGE_NEW;
    HY_TRY(read_answer(s, response, &a, why));
    hy_rc rc =
        hy_diversify_keys(s->crypto, s->config.diversify, &s->keys,
                          hy_view_of(s->card.diversification, HY_DIVERSIFICATION_SIZE), &keys);
    if (!hy_ok(rc))
        rc = hy_reason_set(why, rc,
                           "the keys do not fit the diversification: EMV and VISA2 want "
                           "16 bytes");
    else
        rc = answer_with(s, &keys, &a, command, why);
    hy_wipe(&keys, sizeof keys);
    if (hy_ok(rc))
        s->stage = STAGE_ANSWERED;
    return rc;
}

hy_rc hy_session_confirm(hy_session *s, hy_view response, hy_reason *why)
{
    HY_ENSURE(s->stage == STAGE_ANSWERED, STATE);
    uint16_t sw = status_of(response);
    s->stage = sw == SW_OK && response.n == SW_LENGTH ? STAGE_OPEN : STAGE_NEW;
    return s->stage == STAGE_OPEN
               ? HY_OK
               : hy_reason_set(why, HY_FAIL(DENIED), "EXTERNAL AUTHENTICATE: the card answers %04X",
                               sw);
}

/* ---- open ---- */

bool hy_session_is_open(const hy_session *s)
{
    return s->stage == STAGE_OPEN;
}

const hy_session_card *hy_session_about(const hy_session *s)
{
    return &s->card;
}

size_t hy_session_room(const hy_session *s)
{
    uint8_t level = s->config.level;
    if ((level & HY_SCP03_C_MAC) == 0)
        return LC_MAX;
    size_t room = (size_t)LC_MAX - s->token;
    return (level & HY_SCP03_C_DEC) != 0 ? room / HY_SCP03_BLOCK * HY_SCP03_BLOCK - 1 : room;
}

/* A command's parts: header with Lc and data go into the MAC, Le stays behind them. */
typedef struct parts {
    hy_view head; /* header, Lc, data */
    hy_view le;
} parts;

static bool take_apart(hy_view command, parts *out)
{
    hy_reader r = hy_reader_of(command);
    hy_read_bytes(&r, SHORT_HEADER - 1);
    bool more = hy_reader_left(&r) > 0;
    size_t lc = hy_read_u8(&r), header = SHORT_HEADER - 1;
    bool extended = more && lc == 0 && hy_reader_left(&r) > 0;
    if (extended)
        lc = hy_read_u16(&r);
    if (more && hy_reader_left(&r) > 0) { /* there are data */
        header = SHORT_HEADER + (extended ? 2u : 0u) + lc;
        hy_read_bytes(&r, lc);
    }
    size_t le = command.n < header ? 0 : command.n - header;
    *out = (parts){hy_view_part(command, 0, header), hy_view_part(command, header, le)};
    return command.n >= SHORT_HEADER - 1 && (!more || hy_reader_ok(&r)) && header <= command.n &&
           le <= 3;
}

static hy_rc seal(hy_session *s, const parts *c, hy_buf *out, hy_reason *why)
{
    size_t at = out->n, room = c->head.n + 3 + HY_SCP03_BLOCK + HY_SCP03_TOKEN_MAX;
    uint8_t *place;
    HY_TRY(hy_buf_extend(out, room, &place));
    memcpy(place, c->head.p, c->head.n);
    hy_scp03_message m = {place, c->head.n, room};
    bool extended_empty = c->head.n == SHORT_HEADER - 1 && c->le.n == 3;
    if (extended_empty) /* an Le of two bytes behind an Lc of three */
        m.n = HY_SCP03_HEADER_MAX;
    hy_rc rc = hy_scp03_engine_ready(&s->engine, s->crypto, &s->scp);
    if (hy_ok(rc))
        rc = hy_scp03_seal_command(&s->engine, &s->scp, (s->config.level & HY_SCP03_C_DEC) != 0,
                                   true, &m);
    out->n = hy_ok(rc) ? at + m.n : at;
    if (rc.code == HY_E_LIMIT)
        return hy_reason_set(why, rc, "at this security level a command holds %zu bytes of data",
                             hy_session_room(s));
    if (!hy_ok(rc))
        return rc;
    return hy_buf_append(out, extended_empty ? hy_view_part(c->le, 1, 2) : c->le);
}

hy_rc hy_session_wrap(hy_session *s, hy_view command, hy_buf *out, hy_reason *why)
{
    parts c;
    HY_ENSURE(s->stage == STAGE_OPEN, STATE);
    if (!take_apart(command, &c))
        return hy_reason_set(why, HY_FAIL(FORMAT),
                             "this is not a command APDU: its lengths do "
                             "not agree");
    if ((s->config.level & HY_SCP03_C_MAC) == 0)
        return hy_buf_append(out, command);
    return seal(s, &c, out, why);
}

static hy_rc open_response(hy_session *s, hy_view response, uint16_t sw, hy_buf *out)
{
    size_t at = out->n;
    HY_TRY(hy_buf_append(out, response));
    hy_scp03_message m = {out->p + at, response.n - SW_LENGTH, response.n - SW_LENGTH};
    hy_rc rc = hy_scp03_engine_ready(&s->engine, s->crypto, &s->scp);
    if (hy_ok(rc))
        rc = hy_scp03_open_response(&s->engine, &s->scp, (s->config.level & HY_SCP03_R_ENC) != 0,
                                    sw, &m);
    if (!hy_ok(rc)) {
        out->n = at;
        return rc;
    }
    out->n = at + m.n;
    hy_writer w = hy_writer_of(out);
    hy_write_u16(&w, sw);
    return w.rc;
}

hy_rc hy_session_unwrap(hy_session *s, hy_view response, hy_buf *out, hy_reason *why)
{
    HY_ENSURE(s->stage == STAGE_OPEN, STATE);
    HY_ENSURE(response.n >= SW_LENGTH, TRUNCATED);
    uint16_t sw = status_of(response);
    bool secured = (s->config.level & HY_SCP03_R_MAC) != 0;
    if (secured && !hy_scp03_sw_is_protected(sw))
        return hy_buf_append(out, hy_view_part(response, response.n - SW_LENGTH, SW_LENGTH));
    if (!secured)
        return hy_buf_append(out, response);
    hy_rc rc = open_response(s, response, sw, out);
    if (hy_ok(rc))
        return rc;
    s->stage = STAGE_NEW;
    return hy_reason_set(why, HY_FAIL(MISMATCH),
                         "the response's MAC is wrong: it was not made "
                         "by the card in this session");
}

hy_rc hy_session_encrypt_data(hy_session *s, uint8_t *data, size_t n)
{
    HY_ENSURE(s->stage == STAGE_OPEN, STATE);
    HY_ENSURE(n > 0 && n % HY_SCP03_BLOCK == 0, ARGUMENT);
    return hy_scp03_sensitive(s->crypto, hy_view_of(s->dek, s->keys.n), HY_ENCRYPT, data, n);
}
