/* SCP03 on the card: sessions opened, steered and ended (GlobalPlatform Amendment D 1.2, chapters 5
   to 7). The cryptography is crypto/scp03.h's. */
#include "base/cla.h"
#include "base/secret.h"
#include "element/gp/secure_channel.h"
#include "element/runtime/status.h"

#include <string.h>

enum {
    INS_INITIALIZE_UPDATE = 0x50,
    INS_EXTERNAL_AUTHENTICATE = 0x82,
    INS_BEGIN_R_MAC = 0x7A,
    INS_END_R_MAC = 0x78,
    P2_BEGIN_R_MAC = 0x01,
    P2_END_R_MAC = 0x03,
    R_MAC_DATA_MAX = 24,
    SCP03 = 0x03,
    AUTHENTICATION_FAILED = 0x6300,
    SECURITY_STATUS_NOT_SATISFIED = 0x6982,
    AUTHENTICATION_BLOCKED = 0x6983,
    REFERENCED_DATA_NOT_FOUND = 0x6A88,
    /* EXTERNAL AUTHENTICATE; BEGIN R-MAC SESSION encrypted: header, data, padding, MAC */
    COMMAND_MAX = HY_SCP03_HEADER_MAX + 64,
};

static uint16_t refuse(uint16_t sw, hy_reason *why, const char *words)
{
    hy_rc rc = hy_reason_set(why, HY_FAIL(DENIED), "%s", words);
    (void)rc;
    return sw;
}

/* ---- engines ---- */

void hy_secure_engines_clear(hy_secure_engines *engines)
{
    for (int i = 0; i < HY_SECURE_ENGINES; i++)
        hy_scp03_engine_clear(&engines->engine[i]);
    memset(engines->used, 0, sizeof engines->used);
}

/* The engine for a session: one that is ready for it, else the one not used for longest. */
static hy_rc engine_for(hy_secure_engines *engines, const hy_scp03_state *state,
                        hy_scp03_engine **out)
{
    int oldest = 0, found = -1;
    for (int i = 0; i < HY_SECURE_ENGINES && found < 0; i++) {
        if (hy_scp03_engine_is_ready(&engines->engine[i], state))
            found = i;
        if (engines->used[i] < engines->used[oldest])
            oldest = i;
    }
    int chosen = found >= 0 ? found : oldest;
    engines->used[chosen] = ++engines->clock;
    *out = &engines->engine[chosen];
    return found >= 0 ? HY_OK : hy_scp03_engine_ready(*out, engines->crypto, state);
}

/* ---- sessions ---- */

void hy_secure_end(hy_secure_session *s)
{
    if (s->state != HY_SECURE_NONE)
        hy_wipe(s, sizeof *s);
}

uint8_t hy_secure_level(const hy_secure_session *s, uint8_t domain)
{
    if (s->state != HY_SECURE_OPEN)
        return 0;
    unsigned who = s->domain == domain ? HY_SECURE_AUTHENTICATED : HY_SECURE_ANY_AUTHENTICATED;
    return (uint8_t)(who | s->level);
}

hy_rc hy_secure_raise(hy_secure_session *s, uint8_t level)
{
    level &= (uint8_t) ~(HY_SECURE_AUTHENTICATED | HY_SECURE_ANY_AUTHENTICATED);
    HY_ENSURE(s->state == HY_SECURE_OPEN, STATE);
    HY_ENSURE((s->level & ~level) == 0 && hy_scp03_level_fits(level, s->i), ARGUMENT);
    s->level = level;
    s->own_level = level;
    return HY_OK;
}

/* ---- messages ---- */

static bool is_globalplatform_messaging(uint8_t cla)
{
    hy_cla c;
    return hy_cla_read(cla, &c) && c.messaging == HY_MESSAGING_GLOBALPLATFORM;
}

static uint16_t unwrap_failed(hy_secure_session *s)
{
    hy_secure_end(s);
    return SECURITY_STATUS_NOT_SATISFIED;
}

uint16_t hy_secure_unwrap(hy_secure_session *s, hy_secure_engines *engines, hy_scp03_message *m)
{
    hy_scp03_engine *engine;
    bool secure = m->n > 0 && hy_cla_is_secure(m->p[0]);
    if (s->state != HY_SECURE_OPEN)
        return secure ? HY_SW_CONDITIONS_NOT_SATISFIED : HY_SW_NO_ERROR;
    if ((s->level & HY_SCP03_C_MAC) == 0)
        return secure ? unwrap_failed(s) : HY_SW_NO_ERROR;
    if (m->n == 0 || !is_globalplatform_messaging(m->p[0]))
        return unwrap_failed(s);
    if (!hy_ok(engine_for(engines, &s->scp, &engine)))
        return unwrap_failed(s);
    bool decrypt = (s->level & HY_SCP03_C_DEC) != 0;
    if (!hy_ok(hy_scp03_open_command(engine, &s->scp, decrypt, true, m)))
        return unwrap_failed(s);
    return HY_SW_NO_ERROR;
}

hy_rc hy_secure_wrap(hy_secure_session *s, hy_secure_engines *engines, uint16_t sw,
                     hy_scp03_message *m)
{
    hy_scp03_engine *engine;
    if (s->state != HY_SECURE_OPEN || (s->level & HY_SCP03_R_MAC) == 0 ||
        !hy_scp03_sw_is_protected(sw))
        return HY_OK;
    HY_TRY(engine_for(engines, &s->scp, &engine));
    return hy_scp03_seal_response(engine, &s->scp, (s->level & HY_SCP03_R_ENC) != 0, sw, m);
}

static hy_rc sensitive(const hy_secure_session *s, hy_secure_engines *engines,
                       hy_direction direction, uint8_t *data, size_t n)
{
    HY_ENSURE(s->state == HY_SECURE_OPEN, STATE);
    HY_ENSURE(n > 0 && n % HY_SCP03_BLOCK == 0, ARGUMENT);
    return hy_scp03_sensitive(engines->crypto, hy_view_of(s->dek, s->scp.key_n), direction, data,
                              n);
}

hy_rc hy_secure_decrypt_data(const hy_secure_session *s, hy_secure_engines *engines, uint8_t *data,
                             size_t n)
{
    return sensitive(s, engines, HY_DECRYPT, data, n);
}

hy_rc hy_secure_encrypt_data(const hy_secure_session *s, hy_secure_engines *engines, uint8_t *data,
                             size_t n)
{
    return sensitive(s, engines, HY_ENCRYPT, data, n);
}

/* Header with Lc and data, as they were sent. False when they do not fit. */
static bool gather(const hy_command *c, uint8_t *p, size_t room, hy_scp03_message *m)
{
    size_t header = c->extended ? 7 : 5;
    *m = (hy_scp03_message){p, header + c->data.n, room};
    if (m->n > room)
        return false;
    const uint8_t head[] = {c->cla, c->ins, c->p1, c->p2};
    memset(p, 0, header);
    memcpy(p, head, sizeof head);
    p[header - 1] = (uint8_t)c->data.n;
    if (c->data.n > 0)
        memcpy(p + header, c->data.p, c->data.n);
    return true;
}

/* ---- INITIALIZE UPDATE (7.1.1) ---- */

/* A random challenge; or, as i asks, one that the host can compute too, from a sequence counter
   that steps before anything is proven (6.2.2.1). */
static uint16_t make_challenge(const hy_secure_domain *d, hy_secure_engines *engines,
                               const hy_scp03_keys *keys, uint8_t kvn, uint8_t *challenge, size_t n,
                               uint32_t *sequence, hy_reason *why)
{
    *sequence = 0;
    if ((d->i & HY_SCP03_I_PSEUDO_RANDOM) == 0) {
        if (hy_ok(hy_crypto_random(engines->crypto, challenge, n)))
            return HY_SW_NO_ERROR;
        return refuse(HY_SW_UNKNOWN, why, "INITIALIZE UPDATE: no random challenge");
    }
    if (!hy_ok(d->step(d->context, kvn, sequence)))
        return refuse(HY_SW_CONDITIONS_NOT_SATISFIED, why,
                      "INITIALIZE UPDATE: the key set's sequence counter is used up: replace it");
    uint8_t context[3 + 16] = {(uint8_t)(*sequence >> 16), (uint8_t)(*sequence >> 8),
                               (uint8_t)*sequence};
    size_t aid = d->requester.n < 16 ? d->requester.n : 16;
    if (aid > 0)
        memcpy(context + 3, d->requester.p, aid);
    hy_rc rc = hy_scp03_derive(engines->crypto, hy_view_of(keys->enc, keys->n),
                               HY_SCP03_CARD_CHALLENGE, hy_view_of(context, 3 + aid), challenge, n);
    return hy_ok(rc) ? HY_SW_NO_ERROR
                     : refuse(HY_SW_UNKNOWN, why, "INITIALIZE UPDATE: no challenge");
}

static uint16_t find_keys(const hy_secure_domain *d, uint8_t *kvn, hy_scp03_keys *keys,
                          hy_reason *why)
{
    hy_rc rc = d->keys(d->context, kvn, keys);
    if (hy_ok(rc))
        return HY_SW_NO_ERROR;
    if (rc.code == HY_E_DENIED)
        return refuse(AUTHENTICATION_BLOCKED, why,
                      "INITIALIZE UPDATE: the key set is blocked after failed authentications");
    return refuse(REFERENCED_DATA_NOT_FOUND, why,
                  "INITIALIZE UPDATE: the domain has no SCP03 key set of this version");
}

/* The session's keys and both cryptograms; the card's goes out. */
static hy_rc derive_session(hy_secure_session *s, hy_crypto *c, const hy_scp03_keys *keys,
                            hy_view host, hy_view card, uint8_t *cryptogram)
{
    HY_TRY(hy_scp03_start(c, keys, host, card, &s->scp));
    HY_TRY(hy_scp03_cryptogram(c, &s->scp, HY_SCP03_CARD_CRYPTOGRAM, host, card, cryptogram));
    HY_TRY(hy_scp03_cryptogram(c, &s->scp, HY_SCP03_HOST_CRYPTOGRAM, host, card, s->expected));
    memcpy(s->dek, keys->dek, keys->n);
    return HY_OK;
}

static void put(uint8_t *out, size_t *n, const void *from, size_t length)
{
    memcpy(out + *n, from, length);
    *n += length;
}

/* With the keys found: challenge, session, answer. */
static uint16_t challenge(hy_secure_session *s, hy_secure_engines *engines,
                          const hy_secure_domain *d, const hy_scp03_keys *keys, hy_view host,
                          uint8_t *out, size_t *n, hy_reason *why)
{
    uint8_t card[HY_SCP03_TOKEN_MAX], cryptogram[HY_SCP03_TOKEN_MAX];
    uint32_t sequence;
    uint16_t sw = make_challenge(d, engines, keys, s->kvn, card, host.n, &sequence, why);
    if (sw != HY_SW_NO_ERROR)
        return sw;
    if (!hy_ok(
            derive_session(s, engines->crypto, keys, host, hy_view_of(card, host.n), cryptogram)))
        return refuse(HY_SW_UNKNOWN, why, "INITIALIZE UPDATE: no session keys");
    const uint8_t key_information[] = {s->kvn, SCP03, d->i};
    const uint8_t counter[] = {(uint8_t)(sequence >> 16), (uint8_t)(sequence >> 8),
                               (uint8_t)sequence};
    put(out, n, d->diversification, sizeof d->diversification);
    put(out, n, key_information, sizeof key_information);
    put(out, n, card, host.n);
    put(out, n, cryptogram, host.n);
    if ((d->i & HY_SCP03_I_PSEUDO_RANDOM) != 0)
        put(out, n, counter, sizeof counter);
    s->i = d->i;
    s->domain = d->instance;
    s->state = HY_SECURE_CHALLENGED;
    return HY_SW_NO_ERROR;
}

static uint16_t initialize_update(hy_secure_session *s, hy_secure_engines *engines,
                                  const hy_secure_domain *d, const hy_command *c, uint8_t *out,
                                  size_t *n, hy_reason *why)
{
    hy_scp03_keys keys = {0};
    hy_secure_end(s);
    if (hy_cla_is_secure(c->cla))
        return refuse(HY_SW_CLA_NOT_SUPPORTED, why, "INITIALIZE UPDATE: comes without a MAC");
    if (c->p2 != 0)
        return refuse(HY_SW_INCORRECT_P1P2, why, "INITIALIZE UPDATE: P2 is 00");
    if (c->data.n != ((d->i & HY_SCP03_I_S16) != 0 ? 16u : 8u))
        return refuse(HY_SW_WRONG_LENGTH, why,
                      "INITIALIZE UPDATE: the host challenge has 8 bytes (S8) or 16 (S16)");
    uint8_t kvn = c->p1;
    uint16_t sw = find_keys(d, &kvn, &keys, why);
    if (sw == HY_SW_NO_ERROR) {
        s->kvn = kvn;
        sw = challenge(s, engines, d, &keys, c->data, out, n, why);
    }
    hy_wipe(&keys, sizeof keys);
    if (sw != HY_SW_NO_ERROR)
        hy_wipe(s, sizeof *s);
    return sw;
}

/* ---- EXTERNAL AUTHENTICATE (7.1.2) ---- */

/* Cryptogram and MAC are both computed and compared whatever comes of the first, so that the time
   does not tell which was wrong. */
static uint16_t authenticate(hy_secure_session *s, hy_secure_engines *engines,
                             const hy_secure_domain *d, const hy_command *c, hy_reason *why)
{
    uint8_t p[COMMAND_MAX];
    hy_scp03_message m;
    hy_scp03_engine *engine;
    if (!gather(c, p, sizeof p, &m) || !hy_ok(engine_for(engines, &s->scp, &engine)))
        return HY_SW_UNKNOWN;
    hy_verdict cryptogram = hy_secret_compare(s->expected, c->data.p, s->scp.token);
    bool mac = hy_ok(hy_scp03_open_command(engine, &s->scp, false, false, &m));
    if (cryptogram != HY_VERDICT_EQUAL)
        return refuse(AUTHENTICATION_FAILED, why,
                      "EXTERNAL AUTHENTICATE: wrong cryptogram: the host has other keys");
    if (!mac)
        return refuse(SECURITY_STATUS_NOT_SATISFIED, why, "EXTERNAL AUTHENTICATE: wrong MAC");
    if (!hy_ok(d->forgive(d->context, s->kvn)))
        return HY_SW_UNKNOWN;
    hy_wipe(s->expected, sizeof s->expected);
    s->level = s->own_level = c->p1;
    s->state = HY_SECURE_OPEN;
    return HY_SW_NO_ERROR;
}

static uint16_t check_authenticate(const hy_secure_session *s, const hy_secure_domain *d,
                                   const hy_command *c, hy_reason *why)
{
    if (s->state != HY_SECURE_CHALLENGED || s->domain != d->instance)
        return refuse(HY_SW_CONDITIONS_NOT_SATISFIED, why,
                      "EXTERNAL AUTHENTICATE: INITIALIZE UPDATE comes before it");
    if (!is_globalplatform_messaging(c->cla))
        return refuse(SECURITY_STATUS_NOT_SATISFIED, why, "EXTERNAL AUTHENTICATE: has no MAC");
    if (!hy_scp03_level_fits(c->p1, s->i) || c->p2 != 0)
        return refuse(HY_SW_INCORRECT_P1P2, why,
                      "EXTERNAL AUTHENTICATE: a security level that the domain does not have");
    if (c->data.n != (size_t)2 * s->scp.token)
        return refuse(HY_SW_WRONG_LENGTH, why,
                      "EXTERNAL AUTHENTICATE: is a cryptogram and a MAC long");
    if (!hy_ok(d->attempt(d->context, s->kvn)))
        return refuse(AUTHENTICATION_BLOCKED, why,
                      "EXTERNAL AUTHENTICATE: the key set is blocked after failed attempts");
    return HY_SW_NO_ERROR;
}

static uint16_t external_authenticate(hy_secure_session *s, hy_secure_engines *engines,
                                      const hy_secure_domain *d, const hy_command *c,
                                      hy_reason *why)
{
    uint16_t sw = check_authenticate(s, d, c, why);
    if (sw == HY_SW_NO_ERROR)
        sw = authenticate(s, engines, d, c, why);
    if (sw != HY_SW_NO_ERROR)
        hy_secure_end(s);
    return sw;
}

/* ---- BEGIN and END R-MAC SESSION (7.1.3, 7.1.4) ---- */

static uint16_t begin_r_mac(hy_secure_session *s, const hy_command *c, hy_scp03_message *m)
{
    uint8_t level = (uint8_t)(s->level | c->p1);
    hy_reader r = hy_reader_of(hy_view_of(m->p, m->n));
    hy_read_bytes(&r, c->extended ? 7 : 5);
    if (hy_reader_left(&r) > 0) {
        hy_view data = hy_read_bytes(&r, hy_read_u8(&r));
        if (!hy_reader_done(&r) || data.n > R_MAC_DATA_MAX)
            return HY_SW_WRONG_LENGTH;
    }
    if ((c->p1 != HY_SCP03_R_MAC && c->p1 != (HY_SCP03_R_MAC | HY_SCP03_R_ENC)) ||
        c->p2 != P2_BEGIN_R_MAC)
        return HY_SW_INCORRECT_P1P2;
    if ((s->level & HY_SCP03_R_MAC) != 0 || !hy_scp03_level_fits(level, s->i))
        return HY_SW_CONDITIONS_NOT_SATISFIED;
    s->level = level;
    return HY_SW_NO_ERROR;
}

/* Its own response is the last with a MAC. */
static uint16_t end_r_mac(hy_secure_session *s, hy_secure_engines *engines, const hy_command *c,
                          uint8_t *out, size_t *n)
{
    hy_scp03_message answer = {out, 0, HY_SECURE_RESPONSE_MAX};
    if (c->p1 != 0 || c->p2 != P2_END_R_MAC)
        return HY_SW_INCORRECT_P1P2;
    if (s->level == s->own_level)
        return HY_SW_CONDITIONS_NOT_SATISFIED;
    if (!hy_ok(hy_secure_wrap(s, engines, HY_SW_NO_ERROR, &answer)))
        return HY_SW_UNKNOWN;
    *n = answer.n;
    s->level = s->own_level;
    return HY_SW_NO_ERROR;
}

static uint16_t steer(hy_secure_session *s, hy_secure_engines *engines, const hy_command *c,
                      uint8_t *out, size_t *n)
{
    uint8_t p[COMMAND_MAX];
    hy_scp03_message m;
    if (!gather(c, p, sizeof p, &m))
        return HY_SW_WRONG_LENGTH;
    if (s->state != HY_SECURE_OPEN)
        return HY_SW_CONDITIONS_NOT_SATISFIED;
    uint16_t sw = hy_secure_unwrap(s, engines, &m);
    if (sw != HY_SW_NO_ERROR)
        return sw;
    return c->ins == INS_BEGIN_R_MAC ? begin_r_mac(s, c, &m) : end_r_mac(s, engines, c, out, n);
}

/* ---- */

bool hy_secure_is_command(uint8_t cla, uint8_t ins)
{
    hy_cla c;
    return hy_cla_read(cla, &c) && c.proprietary && !c.other && !c.chained &&
           (ins == INS_INITIALIZE_UPDATE || ins == INS_EXTERNAL_AUTHENTICATE ||
            ins == INS_BEGIN_R_MAC || ins == INS_END_R_MAC);
}

uint16_t hy_secure_process(hy_secure_session *s, hy_secure_engines *engines,
                           const hy_secure_domain *domain, const hy_command *command, uint8_t *out,
                           size_t *n, hy_reason *why)
{
    *n = 0;
    uint16_t sw;
    if (command->ins == INS_INITIALIZE_UPDATE)
        sw = initialize_update(s, engines, domain, command, out, n, why);
    else if (command->ins == INS_EXTERNAL_AUTHENTICATE)
        sw = external_authenticate(s, engines, domain, command, why);
    else
        sw = steer(s, engines, command, out, n);
    if (sw != HY_SW_NO_ERROR)
        *n = 0;
    return sw;
}
