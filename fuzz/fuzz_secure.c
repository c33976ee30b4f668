/* Fuzzes both ends of the secure channel with what the other end might send: a byte of kind, then
   the bytes. Nothing but the right message may be believed, and no length may lead astray. */
#include "channel/channel.h"
#include "element/gp/secure_channel.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ROOM = 70000, LEVEL = 0x33 };

static hy_crypto *crypto;
static hy_secure_engines engines;
static hy_random_state seed;
static const hy_scp03_keys keys = {.n = 16};

static void need(bool good)
{
    if (!good)
        abort();
}

static hy_rc domain_keys(void *context, uint8_t *kvn, hy_scp03_keys *out)
{
    (void)context;
    *kvn = 1;
    *out = keys;
    return HY_OK;
}

static hy_rc domain_step(void *context, uint8_t kvn, uint32_t *sequence)
{
    (void)context;
    (void)kvn;
    *sequence = 1;
    return HY_OK;
}

static void domain_failed(void *context)
{
    (void)context;
}

static hy_rc domain_try(void *context, uint8_t kvn)
{
    (void)context;
    (void)kvn;
    return HY_OK;
}

static const hy_secure_domain domain = {.instance = 1,
                                        .i = 0x70,
                                        .keys = domain_keys,
                                        .step = domain_step,
                                        .attempt = domain_try,
                                        .forgive = domain_try,
                                        .failed = domain_failed};

static void open_once(void)
{
    if (crypto == NULL)
        need(hy_ok(hy_crypto_new(hy_random_simulated(&seed), &crypto, NULL)));
    engines.crypto = crypto;
}

/* Both ends of one and the same session, always with the same keys. */
static hy_secure_session open_card(void)
{
    hy_secure_session s = {
        .state = HY_SECURE_OPEN, .domain = 1, .i = 0x70, .level = LEVEL, .own_level = LEVEL};
    s.scp = (hy_scp03_state){.key_n = 16, .token = 8};
    return s;
}

static hy_session *new_host(void)
{
    hy_session *s;
    static const uint8_t challenge[8];
    const hy_session_config config = {
        .keys = &keys, .level = LEVEL, .host_challenge = hy_view_of(challenge, sizeof challenge)};
    need(hy_ok(hy_session_new(crypto, &config, &s, NULL)));
    return s;
}

/* A command in an open session. What is believed must be what was sealed: the message is sealed
   again and compared. */
static void card_unwrap(hy_view v)
{
    static uint8_t p[ROOM];
    hy_secure_session s = open_card();
    hy_scp03_message m = {p, v.n, v.n};
    memcpy(p, v.p, v.n);
    if (hy_secure_unwrap(&s, &engines, &m) != 0x9000) {
        need(s.state == HY_SECURE_NONE);
        return;
    }
    hy_scp03_engine *engine = &engines.engine[0];
    hy_secure_session again = open_card();
    need(hy_ok(hy_scp03_engine_ready(engine, crypto, &again.scp)));
    m.room = ROOM;
    need(hy_ok(hy_scp03_seal_command(engine, &again.scp, true, true, &m)));
    need(m.n == v.n && memcmp(p + 1, v.p + 1, v.n - 1) == 0);
}

/* Any of the channel's own commands, one after the other. */
static void card_process(hy_view v)
{
    uint8_t out[HY_SECURE_RESPONSE_MAX];
    hy_secure_session s = open_card();
    hy_reader r = hy_reader_of(v);
    while (hy_reader_left(&r) > 0) {
        hy_command c;
        size_t n;
        hy_view bytes = hy_read_bytes(&r, hy_read_u8(&r));
        if (!hy_ok(hy_command_parse(bytes, HY_PROTOCOL_T1, &c)) ||
            !hy_secure_is_command(c.cla, c.ins))
            continue;
        uint16_t sw = hy_secure_process(&s, &engines, &domain, &c, out, &n, NULL);
        need(n <= sizeof out && (sw == 0x9000 || n == 0));
    }
}

/* Answers of a card: to INITIALIZE UPDATE, and then to commands. */
static void host_unwrap(hy_view v, bool answer)
{
    hy_session *s = new_host();
    hy_buf out = hy_buf_new(2 * ROOM);
    need(hy_ok(hy_session_begin(s, &out)));
    hy_rc rc = hy_session_answer(s, v, &out, NULL);
    if (answer && hy_ok(rc) && hy_ok(hy_session_confirm(s, hy_view_of("\x90\x00", 2), NULL)))
        need(hy_ok(hy_session_wrap(s, hy_view_of("\x80\xF2\x00\x00", 4), &out, NULL)));
    hy_buf_free(&out);
    hy_session_free(&s);
}

/* A response in an open session. */
static void host_response(hy_view v)
{
    static uint8_t p[ROOM];
    hy_secure_session s = open_card();
    hy_scp03_message m = {p, v.n, v.n};
    memcpy(p, v.p, v.n);
    need(hy_ok(hy_scp03_engine_ready(&engines.engine[0], crypto, &s.scp)));
    if (hy_ok(hy_scp03_open_response(&engines.engine[0], &s.scp, true, 0x9000, &m)))
        need(m.n <= v.n);
}

/* Commands of any form through the host's wrapping. */
static void host_wrap(hy_view v)
{
    static uint8_t answer[ROOM];
    uint8_t update[HY_SECURE_RESPONSE_MAX];
    hy_secure_session s = {0};
    hy_session *host = new_host();
    hy_buf out = hy_buf_new(2 * ROOM);
    hy_command c;
    size_t n;
    need(hy_ok(hy_session_begin(host, &out)));
    need(hy_ok(hy_command_parse(hy_buf_view(&out), HY_PROTOCOL_T1, &c)));
    need(hy_secure_process(&s, &engines, &domain, &c, update, &n, NULL) == 0x9000);
    memcpy(answer, update, n);
    memcpy(answer + n, "\x90\x00", 2);
    out.n = 0;
    need(hy_ok(hy_session_answer(host, hy_view_of(answer, n + 2), &out, NULL)));
    need(hy_ok(hy_session_confirm(host, hy_view_of("\x90\x00", 2), NULL)));
    out.n = 0;
    hy_rc rc = hy_session_wrap(host, v, &out, NULL);
    need(hy_ok(rc) || out.n == 0);
    hy_buf_free(&out);
    hy_session_free(&host);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    hy_reader r = hy_reader_of(hy_view_of(data, size));
    uint8_t kind = hy_read_u8(&r);
    hy_view v = hy_read_bytes(&r, hy_reader_left(&r));
    open_once();
    if (v.n == 0 || v.n > ROOM)
        return 0;
    switch (kind % 6) {
    case 0:
        card_unwrap(v);
        return 0;
    case 1:
        card_process(v);
        return 0;
    case 2:
        host_response(v);
        return 0;
    case 3:
        host_wrap(v);
        return 0;
    default:
        host_unwrap(v, kind % 6 == 4);
        return 0;
    }
}
