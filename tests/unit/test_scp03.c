/* SCP03 from both ends: published vectors, the two ends against each other, and what must be
   refused. */
#include "test.h"
#include "vectors.h"

#include "base/cla.h"
#include "channel/channel.h"
#include "element/gp/secure_channel.h"

#include <stdio.h>
#include <string.h>

enum { ROOM = 1024, INSTANCE = 7 };

/* ---- a domain in memory, and a card of one channel ---- */

typedef struct card {
    hy_crypto *crypto;
    hy_secure_engines engines;
    hy_secure_session session;
    hy_secure_domain domain;
    hy_scp03_keys keys;
    uint8_t kvn;
    uint32_t sequence;
    int tries; /* left; -1: no lockout */
    uint8_t fixed[16];
    bool is_fixed; /* the next random bytes are these */
} card;

static hy_rc random_fill(void *context, uint8_t *out, size_t n)
{
    card *c = (card *)context;
    hy_random system = hy_random_system();
    if (!c->is_fixed)
        return system.fill(system.context, out, n);
    assert_true(n <= sizeof c->fixed);
    memcpy(out, c->fixed, n);
    return HY_OK;
}

static hy_rc domain_keys(void *context, uint8_t *kvn, hy_scp03_keys *out)
{
    card *c = (card *)context;
    HY_ENSURE(*kvn == 0 || *kvn == c->kvn, NOT_FOUND);
    HY_ENSURE(c->tries != 0, DENIED);
    *kvn = c->kvn;
    *out = c->keys;
    return HY_OK;
}

static hy_rc domain_step(void *context, uint8_t kvn, uint32_t *sequence)
{
    card *c = (card *)context;
    assert_int_equal(kvn, c->kvn);
    HY_ENSURE(c->sequence < HY_SECURE_SEQUENCE_MAX, LIMIT);
    *sequence = ++c->sequence;
    return HY_OK;
}

static hy_rc domain_attempt(void *context, uint8_t kvn)
{
    card *c = (card *)context;
    assert_int_equal(kvn, c->kvn);
    HY_ENSURE(c->tries != 0, DENIED);
    if (c->tries > 0)
        c->tries--;
    return HY_OK;
}

static void domain_failed(void *context)
{
    (void)context;
}

static hy_rc domain_forgive(void *context, uint8_t kvn)
{
    card *c = (card *)context;
    assert_int_equal(kvn, c->kvn);
    if (c->tries >= 0)
        c->tries = 3;
    return HY_OK;
}

static const uint8_t issuer[] = {0xA0, 0, 0, 1, 0x51, 0, 0, 0};

static void card_open(card *c, const hy_scp03_keys *keys, uint8_t i)
{
    hy_reason why;
    *c = (card){.keys = *keys, .kvn = 0x30, .tries = -1};
    assert_ok(hy_crypto_new((hy_random){c, random_fill}, &c->crypto, &why));
    c->engines.crypto = c->crypto;
    c->domain = (hy_secure_domain){.context = c,
                                   .instance = INSTANCE,
                                   .i = i,
                                   .requester = hy_view_of(issuer, sizeof issuer),
                                   .keys = domain_keys,
                                   .step = domain_step,
                                   .attempt = domain_attempt,
                                   .forgive = domain_forgive,
                                   .failed = domain_failed};
}

static void card_close(card *c)
{
    hy_secure_end(&c->session);
    hy_secure_engines_clear(&c->engines);
    hy_crypto_free(&c->crypto);
}

static hy_command parse(hy_view command)
{
    hy_command c;
    assert_ok(hy_command_parse(command, HY_PROTOCOL_T1, &c));
    return c;
}

/* Sends one of the channel's own commands; the answer with its status word. */
static uint16_t card_process(card *c, hy_view command, uint8_t *out, size_t *n)
{
    hy_reason why;
    const hy_command parsed = parse(command);
    assert_true(hy_secure_is_command(parsed.cla, parsed.ins));
    uint16_t sw = hy_secure_process(&c->session, &c->engines, &c->domain, &parsed, out, n, &why);
    out[(*n)++] = (uint8_t)(sw >> 8);
    out[(*n)++] = (uint8_t)sw;
    return sw;
}

/* The message of a command: without Le. */
static hy_scp03_message message_of(hy_view command, uint8_t *p)
{
    const hy_command c = parse(command);
    size_t header = c.extended ? 7 : 5;
    memset(p, 0, header);
    memcpy(p, command.p, command.n < header ? command.n : header);
    if (c.data.n == 0)
        memset(p + 4, 0, header - 4);
    else
        memcpy(p + header, c.data.p, c.data.n);
    return (hy_scp03_message){p, header + c.data.n, ROOM};
}

/* ---- vectors: keys ---- */

static hy_cipher_kind cipher_of(const vector *v)
{
    static const char *const names[] = {"AES", "DES"};
    return (hy_cipher_kind)vector_choice(v, "cipher", names, 2);
}

static void kcv_record(const vector *v, void *context)
{
    hy_crypto *c = (hy_crypto *)context;
    uint8_t p[64];
    if (strcmp(vector_text(v, "test"), "kcv") == 0) {
        assert_ok(hy_kcv(c, cipher_of(v), vector_bytes(v, "key"), p));
        vector_expect(v, "kcv", p, HY_KCV_SIZE);
        return;
    }
    hy_view plain = vector_bytes(v, "plain");
    memcpy(p, plain.p, plain.n);
    assert_ok(hy_scp03_sensitive(c, vector_bytes(v, "dek"), HY_ENCRYPT, p, plain.n));
    vector_expect(v, "result", p, plain.n);
    assert_ok(hy_scp03_sensitive(c, vector_bytes(v, "dek"), HY_DECRYPT, p, plain.n));
    vector_expect(v, "plain", p, plain.n);
}

static void diversify_record(const vector *v, void *context)
{
    hy_crypto *c = (hy_crypto *)context;
    hy_diversify_scheme scheme;
    assert_ok(hy_diversify_named(vector_text(v, "scheme"), &scheme));
    hy_view master = vector_bytes(v, "master"), data = vector_bytes(v, "data");
    size_t n = master.n;
    for (uint8_t index = 1; index <= 3; index++) {
        uint8_t key[HY_SCP03_KEY_MAX], kcv[HY_KCV_SIZE];
        char name[8];
        assert_ok(hy_diversify_key(c, scheme, master, data, index, key, n));
        snprintf(name, sizeof name, "key%u", index);
        if (vector_has(v, name))
            vector_expect(v, name, key, n);
        snprintf(name, sizeof name, "kcv%u", index);
        if (!vector_has(v, name))
            continue;
        assert_ok(hy_kcv(c, cipher_of(v), hy_view_of(key, n), kcv));
        vector_expect(v, name, kcv, sizeof kcv);
    }
}

static void kdf_record(const vector *v, void *context)
{
    uint8_t out[HY_SCP03_KEY_MAX];
    size_t n = vector_bytes(v, "result").n;
    assert_ok(hy_scp03_derive((hy_crypto *)context, vector_bytes(v, "key"),
                              (hy_scp03_constant)vector_number(v, "constant"),
                              vector_bytes(v, "context"), out, n));
    vector_expect(v, "result", out, n);
}

/* ---- vectors: messages under given session keys ---- */

typedef struct wrapping {
    hy_crypto *crypto;
    hy_scp03_engine engine;
    hy_scp03_state seal[2], open[2]; /* MAC only, encrypted */
} wrapping;

static void wrap_both(wrapping *x, const vector *v, int which, const char *name)
{
    uint8_t p[ROOM], q[ROOM];
    hy_view plain = vector_bytes(v, "plain"), expected = vector_bytes(v, name);
    hy_scp03_message m = message_of(plain, p), bare = message_of(plain, q);
    assert_ok(hy_scp03_engine_ready(&x->engine, x->crypto, &x->seal[which]));
    assert_ok(hy_scp03_seal_command(&x->engine, &x->seal[which], which == 1, true, &m));
    p[m.n] = 0; /* Le */
    vector_expect(v, name, p, m.n + 1);
    assert_true(expected.n == m.n + 1);
    assert_ok(hy_scp03_open_command(&x->engine, &x->open[which], which == 1, true, &m));
    assert_true(hy_view_equal(hy_view_of(m.p, m.n), hy_view_of(bare.p, bare.n)));
}

static void wrap_record(const vector *v, void *context)
{
    wrapping *x = (wrapping *)context;
    if (vector_number(v, "number") == 1) {
        hy_scp03_state start = {.key_n = 16, .token = 8};
        for (uint8_t k = 0; k < 16; k++)
            start.enc[k] = start.mac[k] = start.rmac[k] = (uint8_t)(0x40 + k);
        for (int which = 0; which < 2; which++)
            x->seal[which] = x->open[which] = start;
    }
    wrap_both(x, v, 0, "mac");
    wrap_both(x, v, 1, "encrypted");
}

/* ---- vectors: sessions, from both ends ---- */

typedef struct trace {
    hy_crypto *crypto;
    hy_session *host;
    card card;
    bool card_is_up;
} trace;

static hy_scp03_keys keys_of(const vector *v)
{
    hy_scp03_keys keys = {.n = (uint8_t)vector_bytes(v, "enc").n};
    memcpy(keys.enc, vector_bytes(v, "enc").p, keys.n);
    memcpy(keys.mac, vector_bytes(v, "mac").p, keys.n);
    memcpy(keys.dek, vector_bytes(v, "dek").p, keys.n);
    return keys;
}

static void trace_end(trace *t)
{
    hy_session_free(&t->host);
    if (t->card_is_up)
        card_close(&t->card);
    t->card_is_up = false;
}

static void host_session(trace *t, const vector *v, const hy_scp03_keys *keys)
{
    hy_reason why;
    const hy_command update = parse(vector_bytes(v, "update"));
    const hy_session_config config = {.keys = keys,
                                      .kvn = update.p1,
                                      .level = (uint8_t)vector_number(v, "level"),
                                      .s16 = update.data.n == 16,
                                      .aid = vector_bytes_or_none(v, "aid"),
                                      .host_challenge = update.data};
    hy_buf command = hy_buf_new(ROOM);
    assert_ok(hy_session_new(t->crypto, &config, &t->host, &why));
    assert_ok(hy_session_begin(t->host, &command));
    vector_expect(v, "update", command.p, command.n);
    command.n = 0;
    assert_ok(hy_session_answer(t->host, vector_bytes(v, "answer"), &command, &why));
    vector_expect(v, "authenticate", command.p, command.n);
    assert_false(hy_session_is_open(t->host));
    assert_ok(hy_session_confirm(t->host, hy_view_of("\x90\x00", 2), &why));
    assert_true(hy_session_is_open(t->host));
    hy_buf_free(&command);
}

static void expect_session_keys(const vector *v, const hy_scp03_state *scp)
{
    if (!vector_has(v, "s_enc"))
        return;
    vector_expect(v, "s_enc", scp->enc, scp->key_n);
    vector_expect(v, "s_mac", scp->mac, scp->key_n);
    vector_expect(v, "s_rmac", scp->rmac, scp->key_n);
}

/* The card's end answers as the card of the trace did. Where its challenge cannot be computed, it
   is put into the mouth of the random port, and the answer lacks the sequence counter. */
static void card_session(trace *t, const vector *v, const hy_scp03_keys *keys)
{
    hy_view answer = vector_bytes(v, "answer"), update = vector_bytes(v, "update");
    hy_view aid = vector_bytes_or_none(v, "aid");
    uint8_t i = answer.p[12], out[ROOM], token = (i & HY_SCP03_I_S16) != 0 ? 16 : 8;
    size_t n;
    card *c = &t->card;
    card_open(c, keys, aid.n > 0 ? i : (uint8_t)(i & ~HY_SCP03_I_PSEUDO_RANDOM));
    t->card_is_up = true;
    c->kvn = answer.p[10];
    memcpy(c->domain.diversification, answer.p, 10);
    c->domain.requester = aid;
    hy_view counter = hy_view_part(answer, answer.n - 5, 3);
    c->sequence = (uint32_t)(counter.p[0] << 16 | counter.p[1] << 8 | counter.p[2]) - 1;
    c->is_fixed = true;
    memcpy(c->fixed, answer.p + 13, token);
    assert_int_equal(card_process(c, update, out, &n), 0x9000);
    if (aid.n > 0)
        vector_expect(v, "answer", out, n);
    assert_memory_equal(out + 13, answer.p + 13, 2u * token);
    expect_session_keys(v, &c->session.scp);
    assert_int_equal(card_process(c, vector_bytes(v, "authenticate"), out, &n), 0x9000);
    assert_int_equal(hy_secure_level(&c->session, INSTANCE),
                     HY_SECURE_AUTHENTICATED | vector_number(v, "level"));
}

static void host_message(trace *t, const vector *v)
{
    hy_reason why;
    hy_buf out = hy_buf_new(ROOM);
    assert_ok(hy_session_wrap(t->host, vector_bytes(v, "plain"), &out, &why));
    vector_expect(v, "wrapped", out.p, out.n);
    out.n = 0;
    if (vector_has(v, "response")) {
        assert_ok(hy_session_unwrap(t->host, vector_bytes(v, "response"), &out, &why));
        vector_expect(v, "opened", out.p, out.n);
    }
    hy_buf_free(&out);
}

static void card_message(trace *t, const vector *v)
{
    uint8_t p[ROOM], q[ROOM];
    card *c = &t->card;
    hy_scp03_message m = message_of(vector_bytes(v, "wrapped"), p);
    hy_scp03_message plain = message_of(vector_bytes(v, "plain"), q);
    assert_int_equal(hy_secure_unwrap(&c->session, &c->engines, &m), 0x9000);
    assert_true(hy_view_equal(hy_view_of(m.p, m.n), hy_view_of(plain.p, plain.n)));
    if (!vector_has(v, "response") || vector_has(v, "padding"))
        return;
    hy_view opened = vector_bytes(v, "opened"), sealed = vector_bytes(v, "response");
    memcpy(p, opened.p, opened.n);
    m = (hy_scp03_message){p, opened.n - 2, ROOM};
    assert_ok(hy_secure_wrap(&c->session, &c->engines, 0x9000, &m));
    memcpy(p + m.n, "\x90\x00", 2);
    assert_true(hy_view_equal(hy_view_of(p, m.n + 2), sealed));
}

static void session_record(const vector *v, void *context)
{
    trace *t = (trace *)context;
    if (strcmp(vector_text(v, "test"), "message") == 0) {
        host_message(t, v);
        card_message(t, v);
        return;
    }
    const hy_scp03_keys keys = keys_of(v);
    trace_end(t);
    host_session(t, v, &keys);
    card_session(t, v, &keys);
}

static void test_vectors(void **state)
{
    (void)state;
    hy_reason why;
    trace t = {0};
    assert_ok(hy_crypto_new(hy_random_system(), &t.crypto, &why));
    wrapping x = {.crypto = t.crypto};
    assert_int_equal(vectors_run(HY_VECTORS "/gp/kcv.txt", kcv_record, t.crypto), 14);
    assert_int_equal(vectors_run(HY_VECTORS "/gp/diversify.txt", diversify_record, t.crypto), 8);
    assert_int_equal(vectors_run(HY_VECTORS "/gp/scp03_kdf.txt", kdf_record, t.crypto), 11);
    assert_int_equal(vectors_run(HY_VECTORS "/gp/scp03_wrap.txt", wrap_record, &x), 8);
    assert_int_equal(vectors_run(HY_VECTORS "/gp/scp03.txt", session_record, &t), 18 + 68);
    hy_scp03_engine_clear(&x.engine);
    trace_end(&t);
    hy_crypto_free(&t.crypto);
}

/* ---- the two ends against each other ---- */

static hy_scp03_keys some_keys(uint8_t n)
{
    hy_scp03_keys keys = {.n = n};
    for (uint8_t k = 0; k < n; k++) {
        keys.enc[k] = (uint8_t)(3 * k + 1);
        keys.mac[k] = (uint8_t)(5 * k + 2);
        keys.dek[k] = (uint8_t)(7 * k + 3);
    }
    return keys;
}

typedef struct pair {
    card card;
    hy_crypto *crypto;
    hy_session *host;
    uint8_t channel;
} pair;

static void pair_open(pair *p, uint8_t key_n, uint8_t i)
{
    hy_reason why;
    const hy_scp03_keys keys = some_keys(key_n);
    *p = (pair){.channel = 0};
    assert_ok(hy_crypto_new(hy_random_system(), &p->crypto, &why));
    card_open(&p->card, &keys, i);
}

static void pair_close(pair *p)
{
    hy_session_free(&p->host);
    hy_crypto_free(&p->crypto);
    card_close(&p->card);
}

static hy_session_config config_of(const pair *p, const hy_scp03_keys *keys, uint8_t level)
{
    return (hy_session_config){.keys = keys,
                               .level = level,
                               .s16 = (p->card.domain.i & HY_SCP03_I_S16) != 0,
                               .channel = p->channel,
                               .aid = hy_view_of(issuer, sizeof issuer)};
}

/* Opens a session with the card's own keys. */
static void pair_session(pair *p, uint8_t level)
{
    hy_reason why;
    uint8_t out[HY_SECURE_RESPONSE_MAX + 2];
    size_t n;
    hy_buf command = hy_buf_new(ROOM);
    const hy_session_config config = config_of(p, &p->card.keys, level);
    hy_session_free(&p->host);
    assert_ok(hy_session_new(p->crypto, &config, &p->host, &why));
    assert_ok(hy_session_begin(p->host, &command));
    assert_int_equal(card_process(&p->card, hy_buf_view(&command), out, &n), 0x9000);
    command.n = 0;
    assert_ok(hy_session_answer(p->host, hy_view_of(out, n), &command, &why));
    assert_int_equal(card_process(&p->card, hy_buf_view(&command), out, &n), 0x9000);
    assert_ok(hy_session_confirm(p->host, hy_view_of(out, n), &why));
    hy_buf_free(&command);
}

/* One secured command there and back; the card answers with the data it got. */
static void pair_talk(pair *p, hy_view command, uint16_t sw)
{
    uint8_t q[ROOM], bare[ROOM];
    hy_reason why;
    hy_buf out = hy_buf_new(ROOM), answer = hy_buf_new(ROOM), opened = hy_buf_new(ROOM);
    assert_ok(hy_session_wrap(p->host, command, &out, &why));
    hy_scp03_message m = message_of(hy_buf_view(&out), q), plain = message_of(command, bare);
    assert_int_equal(hy_secure_unwrap(&p->card.session, &p->card.engines, &m), 0x9000);
    assert_true(hy_view_equal(hy_view_of(m.p, m.n), hy_view_of(plain.p, plain.n)));
    size_t header = parse(command).extended ? 7 : 5;
    hy_scp03_message r = {q + header, m.n - header, ROOM - header};
    if (!hy_scp03_sw_is_protected(sw))
        r.n = 0;
    assert_ok(hy_secure_wrap(&p->card.session, &p->card.engines, sw, &r));
    assert_ok(hy_buf_append(&answer, hy_view_of(r.p, r.n)));
    hy_writer w = hy_writer_of(&answer);
    hy_write_u16(&w, sw);
    assert_ok(hy_session_unwrap(p->host, hy_buf_view(&answer), &opened, &why));
    size_t expected = hy_scp03_sw_is_protected(sw) ? plain.n - header : 0;
    assert_int_equal(opened.n, expected + 2);
    if (expected > 0)
        assert_memory_equal(opened.p, bare + header, expected);
    hy_buf_free(&out);
    hy_buf_free(&answer);
    hy_buf_free(&opened);
}

static const uint8_t levels[] = {0x00, 0x01, 0x03, 0x11, 0x13, 0x33};
static const uint8_t variants[] = {0x00, 0x10, 0x20, 0x30, 0x60, 0x70};

static void talk_of_all_lengths(pair *p)
{
    uint8_t command[ROOM] = {0x80, 0xE2, 0x01, 0x02};
    for (size_t k = 5; k < sizeof command; k++)
        command[k] = (uint8_t)k;
    pair_talk(p, hy_view_of(command, 4), 0x9000);
    command[4] = 0;
    pair_talk(p, hy_view_of(command, 5), 0x6310);
    size_t room = hy_session_room(p->host);
    for (size_t n = 1; n <= room; n += 13) {
        command[4] = (uint8_t)n;
        pair_talk(p, hy_view_of(command, 5 + n), n % 2 == 0 ? 0x9000 : 0x6283);
        pair_talk(p, hy_view_of(command, 5 + n), 0x6A80);
    }
    command[4] = (uint8_t)room;
    pair_talk(p, hy_view_of(command, 5 + room), 0x9000);
    const uint8_t extended[] = {0x80, 0xE2, 0, 0, 0, 1, 0x2C};
    memcpy(command, extended, sizeof extended);
    pair_talk(p, hy_view_of(command, 7 + 300), 0x9000);
}

static void test_all_variants(void **state)
{
    (void)state;
    int sessions = 0;
    for (uint8_t key_n = 16; key_n <= 32; key_n = (uint8_t)(key_n + 8))
        for (size_t v = 0; v < 2 * TEST_COUNT(variants); v++) {
            pair p;
            uint8_t i = variants[v / 2] | (v & 1);
            pair_open(&p, key_n, i);
            for (size_t l = 0; l < TEST_COUNT(levels); l++) {
                if (!hy_scp03_level_fits(levels[l], i))
                    continue;
                pair_session(&p, levels[l]);
                talk_of_all_lengths(&p);
                sessions++;
            }
            assert_int_equal(p.card.sequence > 0, (i & HY_SCP03_I_PSEUDO_RANDOM) != 0);
            pair_close(&p);
        }
    assert_int_equal(sessions, 3 * 2 * (2 * 3 + 2 * 5 + 2 * 6));
}

static void test_room(void **state)
{
    (void)state;
    static const struct {
        uint8_t i, level;
        size_t room;
    } rooms[] = {{0x70, 0x00, 255},
                 {0x70, 0x01, 247},
                 {0x70, 0x33, 239},
                 {0x71, 0x01, 239},
                 {0x71, 0x33, 223}};
    for (size_t k = 0; k < TEST_COUNT(rooms); k++) {
        pair p;
        hy_reason why;
        hy_buf out = hy_buf_new(ROOM);
        uint8_t command[261] = {0x80, 0xE2, 0, 0, (uint8_t)(rooms[k].room + 1)};
        pair_open(&p, 16, rooms[k].i);
        pair_session(&p, rooms[k].level);
        assert_int_equal(hy_session_room(p.host), rooms[k].room);
        if (rooms[k].level != 0)
            assert_fails(
                LIMIT, hy_session_wrap(p.host, hy_view_of(command, 6 + rooms[k].room), &out, &why));
        assert_int_equal(out.n, 0);
        hy_buf_free(&out);
        pair_close(&p);
    }
}

/* ---- refusals on the card ---- */

static uint16_t unwrap(pair *p, hy_view command)
{
    uint8_t q[ROOM];
    hy_scp03_message m = message_of(command, q);
    return hy_secure_unwrap(&p->card.session, &p->card.engines, &m);
}

static void test_below_the_level(void **state)
{
    (void)state;
    static const uint8_t bare[][5] = {{0x80, 0xF2, 0x20, 0x02, 0},
                                      {0x00, 0xCA, 0, 0x66, 0},
                                      {0x8C, 0xF2, 0x20, 0x02, 0},
                                      {0x08, 0xCA, 0, 0x66, 0}};
    for (size_t k = 0; k < TEST_COUNT(bare); k++) {
        pair p;
        pair_open(&p, 16, 0x60);
        assert_int_equal(unwrap(&p, hy_view_of(bare[0], 5)), 0x9000); /* no session: as it is */
        pair_session(&p, 0x01);
        assert_int_equal(unwrap(&p, hy_view_of(bare[k], 5)), 0x6982);
        assert_int_equal(p.card.session.state, HY_SECURE_NONE);
        assert_int_equal(hy_secure_level(&p.card.session, INSTANCE), 0);
        pair_close(&p);
    }
}

/* Every bit of a secured command, turned: refused, and the session is over. */
static void test_forged_commands(void **state)
{
    (void)state;
    pair p;
    hy_reason why;
    static const uint8_t plain[] = {0x80, 0xE2, 0x91, 0x00, 3, 1, 2, 3};
    pair_open(&p, 16, 0x60);
    for (size_t bit = 8; bit < 8 * (5 + 16 + 8); bit++) {
        hy_buf out = hy_buf_new(ROOM);
        pair_session(&p, 0x33);
        assert_ok(hy_session_wrap(p.host, hy_view_of(plain, sizeof plain), &out, &why));
        hy_scp03_message m = {out.p, out.n, out.n};
        out.p[bit / 8] ^= (uint8_t)(1 << bit % 8);
        assert_int_equal(hy_secure_unwrap(&p.card.session, &p.card.engines, &m), 0x6982);
        assert_int_equal(p.card.session.state, HY_SECURE_NONE);
        hy_buf_free(&out);
    }
    pair_close(&p);
}

static void test_replay_and_order(void **state)
{
    (void)state;
    pair p;
    hy_reason why;
    hy_buf first = hy_buf_new(ROOM), second = hy_buf_new(ROOM);
    static const uint8_t plain[] = {0x80, 0xE2, 0x91, 0x00, 3, 1, 2, 3};
    hy_view command = hy_view_of(plain, sizeof plain);
    pair_open(&p, 16, 0x60);
    pair_session(&p, 0x03);
    assert_ok(hy_session_wrap(p.host, command, &first, &why));
    assert_int_equal(unwrap(&p, hy_buf_view(&first)), 0x9000);
    assert_int_equal(unwrap(&p, hy_buf_view(&first)), 0x6982); /* again */
    first.n = 0;
    pair_session(&p, 0x03);
    assert_ok(hy_session_wrap(p.host, command, &first, &why));
    assert_ok(hy_session_wrap(p.host, command, &second, &why));
    assert_int_equal(unwrap(&p, hy_buf_view(&second)), 0x6982); /* one left out */
    assert_int_equal(unwrap(&p, hy_buf_view(&first)), 0x6985);  /* there is no session any more */
    hy_buf_free(&first);
    hy_buf_free(&second);
    pair_close(&p);
}

static void test_initialize_update(void **state)
{
    (void)state;
    static const struct {
        uint8_t command[22];
        size_t n;
        uint16_t sw;
    } cases[] = {
        {{0x80, 0x50, 0x30, 0x01, 8, 1, 2, 3, 4, 5, 6, 7, 8}, 13, 0x6A86},
        {{0x80, 0x50, 0x31, 0x00, 8, 1, 2, 3, 4, 5, 6, 7, 8}, 13, 0x6A88},
        {{0x80, 0x50, 0x30, 0x00, 7, 1, 2, 3, 4, 5, 6, 7}, 12, 0x6700},
        {{0x80, 0x50, 0x30, 0x00, 16, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16},
         21,
         0x6700},
        {{0x84, 0x50, 0x30, 0x00, 8, 1, 2, 3, 4, 5, 6, 7, 8}, 13, 0x6E00},
        {{0x80, 0x50, 0x30, 0x00, 8, 1, 2, 3, 4, 5, 6, 7, 8}, 13, 0x9000},
        {{0xC0, 0x50, 0x00, 0x00, 8, 1, 2, 3, 4, 5, 6, 7, 8}, 13, 0x9000},
    };
    for (size_t k = 0; k < TEST_COUNT(cases); k++) {
        pair p;
        uint8_t out[ROOM];
        size_t n;
        pair_open(&p, 16, 0x70);
        pair_session(&p, 0x01);
        assert_int_equal(card_process(&p.card, hy_view_of(cases[k].command, cases[k].n), out, &n),
                         cases[k].sw);
        /* whatever came of it, the session before is over */
        assert_int_equal(hy_secure_level(&p.card.session, INSTANCE), 0);
        pair_close(&p);
    }
}

static void test_sequence_counter_ends(void **state)
{
    (void)state;
    static const uint8_t update[] = {0x80, 0x50, 0, 0, 8, 1, 2, 3, 4, 5, 6, 7, 8};
    pair p;
    uint8_t out[ROOM];
    size_t n;
    pair_open(&p, 16, 0x70);
    p.card.sequence = HY_SECURE_SEQUENCE_MAX - 1;
    assert_int_equal(card_process(&p.card, hy_view_of(update, sizeof update), out, &n), 0x9000);
    assert_memory_equal(out + n - 5, "\xFF\xFF\xFF\x90\x00", 5);
    assert_int_equal(card_process(&p.card, hy_view_of(update, sizeof update), out, &n), 0x6985);
    assert_int_equal(n, 2);
    pair_close(&p);
}

/* EXTERNAL AUTHENTICATE as the host makes it, for a session of this level. */
static void authenticate_command(pair *p, const hy_scp03_keys *keys, uint8_t level, hy_buf *command)
{
    uint8_t out[ROOM];
    size_t n;
    hy_reason why;
    const hy_session_config config = config_of(p, keys, level);
    hy_session_free(&p->host);
    assert_ok(hy_session_new(p->crypto, &config, &p->host, &why));
    command->n = 0;
    assert_ok(hy_session_begin(p->host, command));
    assert_int_equal(card_process(&p->card, hy_buf_view(command), out, &n), 0x9000);
    command->n = 0;
    assert_ok(hy_session_answer(p->host, hy_view_of(out, n), command, &why));
}

static void test_external_authenticate(void **state)
{
    (void)state;
    static const struct {
        size_t at;
        uint8_t change;
        uint16_t sw;
    } cases[] = {{5, 0x01, 0x6300},                     /* cryptogram */
                 {12, 0x80, 0x6300},                    /* its end */
                 {13, 0x01, 0x6982},                    /* MAC */
                 {20, 0x80, 0x6982}, {0, 0x04, 0x6982}, /* CLA without secure messaging */
                 {0, 0x10, 0},                          /* a chain: not this command */
                 {2, 0x02, 0x6982},                     /* another level than the MAC has */
                 {2, 0x10, 0x6A86},                     /* one that the domain has not */
                 {2, 0x40, 0x6A86},  {3, 0x01, 0x6A86}};
    for (size_t k = 0; k < TEST_COUNT(cases); k++) {
        pair p;
        uint8_t out[ROOM];
        size_t n;
        hy_buf command = hy_buf_new(ROOM);
        pair_open(&p, 16, 0x00);
        authenticate_command(&p, &p.card.keys, 0x01, &command);
        command.p[cases[k].at] ^= cases[k].change;
        if (cases[k].sw == 0) {
            assert_false(hy_secure_is_command(command.p[0], command.p[1]));
        } else {
            assert_int_equal(card_process(&p.card, hy_buf_view(&command), out, &n), cases[k].sw);
            assert_int_equal(p.card.session.state, HY_SECURE_NONE);
            command.p[cases[k].at] ^= cases[k].change; /* the right one comes too late */
            assert_int_equal(card_process(&p.card, hy_buf_view(&command), out, &n), 0x6985);
        }
        hy_buf_free(&command);
        pair_close(&p);
    }
}

static void test_lockout(void **state)
{
    (void)state;
    static const uint8_t update[] = {0x80, 0x50, 0, 0, 8, 1, 2, 3, 4, 5, 6, 7, 8};
    pair p;
    uint8_t out[ROOM];
    size_t n;
    hy_buf command = hy_buf_new(ROOM);
    pair_open(&p, 16, 0x60);
    p.card.tries = 3;
    for (int k = 0; k < 2; k++) {
        authenticate_command(&p, &p.card.keys, 0x01, &command);
        command.p[5] ^= 1;
        assert_int_equal(card_process(&p.card, hy_buf_view(&command), out, &n), 0x6300);
    }
    assert_int_equal(p.card.tries, 1);
    pair_session(&p, 0x01); /* a good one gives all tries back */
    assert_int_equal(p.card.tries, 3);
    for (int k = 0; k < 3; k++) {
        authenticate_command(&p, &p.card.keys, 0x01, &command);
        command.p[5] ^= 1;
        assert_int_equal(card_process(&p.card, hy_buf_view(&command), out, &n), 0x6300);
    }
    assert_int_equal(card_process(&p.card, hy_view_of(update, sizeof update), out, &n), 0x6983);
    hy_buf_free(&command);
    pair_close(&p);
}

/* ---- R-MAC sessions ---- */

static uint16_t secured_process(pair *p, hy_view command, uint8_t *out, size_t *n)
{
    hy_reason why;
    hy_buf wrapped = hy_buf_new(ROOM);
    assert_ok(hy_session_wrap(p->host, command, &wrapped, &why));
    uint16_t sw = card_process(&p->card, hy_buf_view(&wrapped), out, n);
    hy_buf_free(&wrapped);
    return sw;
}

static void test_r_mac_session(void **state)
{
    (void)state;
    static const uint8_t begin[] = {0x80, 0x7A, 0x10, 0x01, 3, 2, 0xAA, 0xBB};
    static const uint8_t end[] = {0x80, 0x78, 0x00, 0x03};
    pair p;
    uint8_t out[ROOM], command[] = {0x80, 0x7A, 0x30, 0x01};
    size_t n;
    pair_open(&p, 16, 0x20);
    assert_int_equal(card_process(&p.card, hy_view_of(end, 4), out, &n), 0x6985);
    pair_session(&p, 0x01);
    assert_int_equal(secured_process(&p, hy_view_of(end, 4), out, &n), 0x6985);
    assert_int_equal(secured_process(&p, hy_view_of(begin, sizeof begin), out, &n), 0x9000);
    assert_int_equal(n, 2);
    assert_int_equal(p.card.session.level, 0x11);
    assert_int_equal(secured_process(&p, hy_view_of(command, 4), out, &n), 0x6985); /* twice */
    assert_int_equal(secured_process(&p, hy_view_of(end, 4), out, &n), 0x9000);
    assert_int_equal(n, 8 + 2);
    assert_int_equal(p.card.session.level, 0x01);
    command[2] = 0x20;
    assert_int_equal(secured_process(&p, hy_view_of(command, 4), out, &n), 0x6A86);
    command[2] = 0x30; /* i=20 has no R-ENCRYPTION */
    assert_int_equal(secured_process(&p, hy_view_of(command, 4), out, &n), 0x6985);
    pair_session(&p, 0x11); /* R-MAC for the whole session: nothing to begin or end */
    assert_int_equal(secured_process(&p, hy_view_of(begin, sizeof begin), out, &n), 0x6985);
    assert_int_equal(secured_process(&p, hy_view_of(end, 4), out, &n), 0x6985);
    assert_int_equal(card_process(&p.card, hy_view_of(end, 4), out, &n), 0x6982); /* bare */
    assert_int_equal(p.card.session.state, HY_SECURE_NONE);
    pair_close(&p);
}

/* ---- what lies between the two ends ---- */

/* A thousand ENVELOPEs beside a session: nobody passes them to unwrap, and nothing moves. */
static void test_envelopes(void **state)
{
    (void)state;
    static const uint8_t envelope[] = {0x80, 0xC2, 0, 0, 4, 0xD7, 2, 0x24, 1};
    static const uint8_t command[] = {0x80, 0xE2, 0x91, 0x00, 3, 1, 2, 3};
    pair p;
    pair_open(&p, 16, 0x60);
    pair_session(&p, 0x33);
    for (int k = 0; k < 1000; k++) {
        const hy_secure_session before = p.card.session;
        assert_false(hy_secure_is_command(envelope[0], envelope[1]));
        assert_memory_equal(&before, &p.card.session, sizeof before);
        if (k % 10 == 0)
            pair_talk(&p, hy_view_of(command, sizeof command), 0x9000);
    }
    assert_int_equal(p.card.session.scp.counter, 100);
    pair_close(&p);
}

/* The hub may choose the channel: the MAC holds on every one. Another class gains nothing. */
static void test_relabelling(void **state)
{
    (void)state;
    static const uint8_t plain[] = {0x80, 0xE2, 0x91, 0x00, 3, 1, 2, 3};
    pair p, other;
    hy_reason why;
    pair_open(&p, 16, 0x60);
    pair_open(&other, 16, 0x60);
    pair_session(&p, 0x03);
    for (uint8_t channel = 0; channel < HY_CLA_CHANNELS; channel++) {
        hy_buf out = hy_buf_new(ROOM);
        assert_ok(hy_session_wrap(p.host, hy_view_of(plain, sizeof plain), &out, &why));
        out.p[0] = hy_cla_on(out.p[0], channel);
        assert_int_equal(out.p[0], channel < 4 ? 0x84 + channel : 0xE0 + channel - 4);
        assert_int_equal(hy_cla_channel(out.p[0]), channel);
        /* on the other channel another session is open: nothing moves here */
        pair_session(&other, 0x03);
        const hy_secure_session before = p.card.session;
        assert_int_equal(unwrap(&other, hy_buf_view(&out)), 0x6982);
        assert_memory_equal(&before, &p.card.session, sizeof before);
        assert_int_equal(unwrap(&p, hy_buf_view(&out)), 0x9000);
        hy_buf_free(&out);
    }
    pair_close(&p);
    pair_close(&other);
}

static void test_cla(void **state)
{
    (void)state;
    static const uint8_t folds[][2] = {{0x00, 0x04}, {0x80, 0x84}, {0x10, 0x14}, {0x84, 0x84},
                                       {0x87, 0x84}, {0xC0, 0x84}, {0xEF, 0x84}, {0x40, 0x04},
                                       {0x6F, 0x04}, {0x0C, 0x04}, {0x90, 0x94}, {0xD5, 0x94}};
    for (size_t k = 0; k < TEST_COUNT(folds); k++)
        assert_int_equal(hy_cla_for_mac(folds[k][0]), folds[k][1]);
    for (int cla = 0; cla < 256; cla++) {
        hy_cla c;
        bool valid = hy_cla_read((uint8_t)cla, &c);
        assert_int_equal(valid, cla != 0xFF && (cla & 0xE0) != 0x20);
        assert_int_equal(hy_cla_channel((uint8_t)cla), valid ? c.channel : -1);
        if (valid)
            assert_int_equal(hy_cla_write(c), cla);
        for (uint8_t channel = 0; valid && channel < HY_CLA_CHANNELS; channel++) {
            uint8_t moved = hy_cla_on((uint8_t)cla, channel);
            if (moved == 0xFF || (cla & 0xE0) == 0xA0) /* no such class on a further channel */
                continue;
            assert_int_equal(hy_cla_channel(moved), channel);
            assert_int_equal(hy_cla_is_secure(moved), hy_cla_is_secure((uint8_t)cla));
            assert_int_equal(hy_cla_for_mac(moved), hy_cla_for_mac((uint8_t)cla));
        }
    }
}

/* ---- refusals on the host ---- */

static void test_wrong_keys(void **state)
{
    (void)state;
    pair p;
    hy_reason why;
    uint8_t out[ROOM];
    size_t n;
    hy_buf command = hy_buf_new(ROOM);
    pair_open(&p, 16, 0x70);
    hy_scp03_keys wrong = p.card.keys;
    wrong.mac[0] ^= 1;
    hy_session_config config = config_of(&p, &wrong, 0x01);
    assert_ok(hy_session_new(p.crypto, &config, &p.host, &why));
    assert_fails(STATE, hy_session_wrap(p.host, hy_view_of("\x80\xF2\0\0", 4), &command, &why));
    assert_ok(hy_session_begin(p.host, &command));
    assert_int_equal(card_process(&p.card, hy_buf_view(&command), out, &n), 0x9000);
    command.n = 0;
    assert_fails(MISMATCH, hy_session_answer(p.host, hy_view_of(out, n), &command, &why));
    assert_int_equal(command.n, 0); /* nothing goes to the card: no attempt is used up */
    hy_session_free(&p.host);
    /* the right keys, but the AID of another application */
    config = config_of(&p, &p.card.keys, 0x01);
    config.aid = hy_view_of("\xA0\0\0\0\x03", 5);
    assert_ok(hy_session_new(p.crypto, &config, &p.host, &why));
    assert_ok(hy_session_begin(p.host, &command));
    assert_int_equal(card_process(&p.card, hy_buf_view(&command), out, &n), 0x9000);
    command.n = 0;
    assert_fails(MISMATCH, hy_session_answer(p.host, hy_view_of(out, n), &command, &why));
    hy_buf_free(&command);
    pair_close(&p);
}

static void test_forged_responses(void **state)
{
    (void)state;
    static const uint8_t plain[] = {0x80, 0xCA, 0, 0x66, 0};
    pair p;
    hy_reason why;
    pair_open(&p, 16, 0x60);
    for (int kind = 0; kind < 4; kind++) {
        uint8_t r[ROOM] = {1, 2, 3};
        hy_buf out = hy_buf_new(ROOM), opened = hy_buf_new(ROOM);
        hy_scp03_message m = {r, 3, ROOM};
        pair_session(&p, 0x33);
        assert_ok(hy_session_wrap(p.host, hy_view_of(plain, sizeof plain), &out, &why));
        assert_int_equal(unwrap(&p, hy_buf_view(&out)), 0x9000);
        assert_ok(hy_secure_wrap(&p.card.session, &p.card.engines, 0x9000, &m));
        memcpy(r + m.n, kind == 0 ? "\x63\x00" : "\x90\x00", 2); /* another status */
        r[0] ^= kind == 1;                                       /* other data */
        size_t n = kind == 2 ? 0 : m.n;                          /* data and MAC taken away */
        if (kind == 2)
            memcpy(r, "\x90\x00", 2);
        r[m.n - 1] ^= kind == 3; /* another MAC */
        assert_fails(MISMATCH, hy_session_unwrap(p.host, hy_view_of(r, n + 2), &opened, &why));
        assert_int_equal(opened.n, 0);
        assert_false(hy_session_is_open(p.host));
        hy_buf_free(&out);
        hy_buf_free(&opened);
    }
    pair_close(&p);
}

static void test_levels_and_data(void **state)
{
    (void)state;
    pair p;
    uint8_t data[32] = {1, 2, 3}, copy[32];
    memcpy(copy, data, sizeof data);
    pair_open(&p, 24, 0x20);
    assert_fails(STATE, hy_secure_decrypt_data(&p.card.session, &p.card.engines, data, 32));
    assert_fails(STATE, hy_secure_raise(&p.card.session, 0x01));
    pair_session(&p, 0x01);
    assert_ok(hy_session_encrypt_data(p.host, data, sizeof data));
    assert_ok(hy_secure_decrypt_data(&p.card.session, &p.card.engines, data, sizeof data));
    assert_memory_equal(data, copy, sizeof data);
    assert_ok(hy_secure_encrypt_data(&p.card.session, &p.card.engines, data, sizeof data));
    assert_memory_not_equal(data, copy, sizeof data);
    assert_fails(ARGUMENT, hy_secure_decrypt_data(&p.card.session, &p.card.engines, data, 15));
    assert_fails(ARGUMENT, hy_secure_decrypt_data(&p.card.session, &p.card.engines, data, 0));
    assert_int_equal(hy_secure_level(&p.card.session, INSTANCE), 0x81);
    assert_int_equal(hy_secure_level(&p.card.session, INSTANCE + 1), 0x41);
    assert_fails(ARGUMENT, hy_secure_raise(&p.card.session, 0x00)); /* less */
    assert_fails(ARGUMENT, hy_secure_raise(&p.card.session, 0x33)); /* i=20 */
    assert_ok(hy_secure_raise(&p.card.session, 0x83));
    assert_int_equal(hy_secure_level(&p.card.session, INSTANCE), 0x83);
    pair_close(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vectors),
        cmocka_unit_test(test_all_variants),
        cmocka_unit_test(test_room),
        cmocka_unit_test(test_below_the_level),
        cmocka_unit_test(test_forged_commands),
        cmocka_unit_test(test_replay_and_order),
        cmocka_unit_test(test_initialize_update),
        cmocka_unit_test(test_sequence_counter_ends),
        cmocka_unit_test(test_external_authenticate),
        cmocka_unit_test(test_lockout),
        cmocka_unit_test(test_r_mac_session),
        cmocka_unit_test(test_envelopes),
        cmocka_unit_test(test_relabelling),
        cmocka_unit_test(test_cla),
        cmocka_unit_test(test_wrong_keys),
        cmocka_unit_test(test_forged_responses),
        cmocka_unit_test(test_levels_and_data),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
