/* Links, framing, addresses, ATR, the server's loop and its sandbox. */
#include "test.h"

#include "base/hex.h"
#include "transport/address.h"
#include "transport/atr.h"
#include "transport/control.h"
#include "transport/frame.h"
#include "transport/sandbox.h"
#include "transport/server.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static hy_view bytes_of(const char *hex)
{
    static uint8_t space[8][1024];
    static size_t turn;
    hy_buf b = hy_buf_new(1024);
    assert_ok(hy_hex_decode(hex, &b));
    uint8_t *at = space[turn++ % 8];
    if (b.n > 0)
        memcpy(at, b.p, b.n);
    size_t n = b.n;
    hy_buf_free(&b);
    return hy_view_of(at, n);
}

#define assert_bytes(hex, p, n)                                                                    \
    do {                                                                                           \
        char got_[300];                                                                            \
        assert_string_equal(hex, hy_hex_encode(hy_view_of(p, n), got_, sizeof got_));              \
    } while (0)

/* ---- frames ---- */

static void put(hy_frame_in *in, hy_view v)
{
    size_t room;
    uint8_t *to = hy_frame_room(in, &room);
    assert_true(room >= v.n);
    if (v.n > 0)
        memcpy(to, v.p, v.n);
    hy_frame_came(in, v.n);
}

static void test_frames_cut_anywhere(void **state)
{
    (void)state;
    const hy_view whole = bytes_of("0001 04 0000 0005 00A4040000 0002 9000");
    static hy_frame_in in;
    for (size_t cut = 0; cut <= whole.n; cut++) {
        static const char *const expected[] = {"04", "", "00A4040000", "9000"};
        size_t seen = 0;
        in.start = in.end = 0;
        const hy_view parts[] = {hy_view_part(whole, 0, cut),
                                 hy_view_part(whole, cut, whole.n - cut)};
        for (size_t i = 0; i < 2; i++) {
            hy_view m;
            put(&in, parts[i]);
            while (hy_frame_next(&in, &m)) {
                assert_true(seen < 4);
                assert_bytes(expected[seen], m.p, m.n);
                seen++;
            }
        }
        assert_int_equal(4, seen);
    }
}

static void test_the_longest_frame(void **state)
{
    (void)state;
    static hy_frame_in in;
    static uint8_t body[HY_FRAME_MAX];
    uint8_t head[HY_FRAME_HEAD];
    hy_view m;
    in.start = in.end = 0;
    memset(body, 0x5A, sizeof body);
    hy_frame_put_head(head, sizeof body);
    for (int i = 0; i < 4; i++) {
        put(&in, hy_view_of(head, sizeof head));
        put(&in, hy_view_of(body, sizeof body - 1));
        assert_false(hy_frame_next(&in, &m));
        put(&in, hy_view_of(body, 1));
        assert_true(hy_frame_next(&in, &m));
        assert_int_equal(HY_FRAME_MAX, m.n);
        assert_false(hy_frame_next(&in, &m));
    }
}

static void test_controls(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 256; i++) {
        const uint8_t byte = (uint8_t)i;
        hy_frame_kind kind = hy_frame_kind_of(hy_view_of(&byte, 1));
        bool control = i == 0 || i == 1 || i == 2 || i == 4;
        assert_int_equal(!control, kind == HY_FRAME_APDU);
        if (control)
            assert_int_equal(i, hy_frame_control(kind));
    }
    assert_int_equal(HY_FRAME_APDU, hy_frame_kind_of(bytes_of("0000")));
    assert_int_equal(HY_FRAME_APDU, hy_frame_kind_of(hy_view_of(NULL, 0)));
}

/* ---- ATR ---- */

static void test_own_atrs_are_right(void **state)
{
    (void)state;
    static const struct {
        hy_protocol protocol;
        unsigned channels;
        const char *atr;
        uint8_t first;
    } cases[] = {
        {HY_PROTOCOL_T1, 20, "3B8B8131FE458073C0015F554879647261FE", 1},
        {HY_PROTOCOL_T1, 4, "3B8B8131FE458073C0015B554879647261FA", 1},
        {HY_PROTOCOL_T0, 20, "3B0B8073C0015F554879647261", 0},
        {HY_PROTOCOL_T0, 1, "3B0B8073C00140554879647261", 0},
        {HY_PROTOCOL_CL, 8, "3B8B80018073C0015F55487964726174", 0},
    };
    for (size_t i = 0; i < TEST_COUNT(cases); i++) {
        uint8_t atr[HY_LINK_ATR_MAX], first = 0xFF;
        hy_reason why = {""};
        size_t n = hy_atr_make(cases[i].protocol, cases[i].channels, atr);
        hy_rc rc = hy_atr_check(hy_view_of(atr, n), &first, &why);
        if (!hy_ok(rc))
            fail_msg("%zu: %s", i, why.text);
        assert_int_equal(cases[i].first, first);
        assert_bytes(cases[i].atr, atr, n);
    }
}

static void test_atrs_are_checked(void **state)
{
    (void)state;
    static const struct {
        const char *atr;
        const char *says; /* NULL: it is right */
    } cases[] = {
        {"3BF81300008131FE454A434F5076323431B7", NULL},
        {"3B00", NULL},
        {"3F6525002C0969900000", "fewer"},
        {"3F6525002C09699000", NULL},
        {"", "3B or 3F"},
        {"3C00", "3B or 3F"},
        {"3B", "more"},
        {"3B8B", "more"},
        {"3BF81300008131FE454A434F5076323431B6", "TCK"},
        {"3BF81300008131FE454A434F5076323431", "more"},
        {"3BF81300008131FE454A434F5076323431B700", "fewer"},
    };
    for (size_t i = 0; i < TEST_COUNT(cases); i++) {
        hy_reason why = {""};
        hy_rc rc = hy_atr_check(bytes_of(cases[i].atr), NULL, &why);
        if (cases[i].says == NULL)
            assert_string_equal("", why.text);
        else if (hy_ok(rc) || strstr(why.text, cases[i].says) == NULL)
            fail_msg("%s: '%s'", cases[i].atr, why.text);
    }
}

/* ---- addresses ---- */

static void test_addresses(void **state)
{
    (void)state;
    static const struct {
        const char *text, *rc;
        bool local;
    } cases[] = {
        {"unix:/tmp/x", "OK", true},
        {"unix:", "FORMAT", false},
        {"tcp:127.0.0.1:80", "OK", true},
        {"tcp:[::1]:80", "OK", true},
        {"tcp:0.0.0.0:80", "OK", false},
        {"tcp:192.0.2.1:65535", "OK", false},
        {"tcp:192.0.2.1:65536", "FORMAT", false},
        {"tcp:127.0.0.1", "FORMAT", false},
        {"tcp:127.0.0.1:http", "FORMAT", false},
        {"tcp::80", "FORMAT", false},
        {"tcp:::1:80", "FORMAT", false},
        {"tcp:[::1", "FORMAT", false},
        {"tcp:[::1]x80", "FORMAT", false},
        {"udp:127.0.0.1:80", "FORMAT", false},
        {"", "FORMAT", false},
    };
    for (size_t i = 0; i < TEST_COUNT(cases); i++) {
        hy_address a;
        hy_reason why = {""};
        hy_rc rc = hy_address_read(cases[i].text, &a, &why);
        if (strcmp(hy_rc_name(rc), cases[i].rc) != 0)
            fail_msg("%s: %s, %s", cases[i].text, hy_rc_name(rc), why.text);
        if (hy_ok(rc))
            assert_int_equal(cases[i].local, hy_address_is_local(&a));
    }
    char longest[200] = "unix:";
    memset(longest + 5, 'x', 108);
    hy_address a;
    assert_fails(FORMAT, hy_address_read(longest, &a, NULL));
    assert_ok(hy_address_read_host("", "localhost", "35963", &a, NULL));
    assert_string_equal("tcp:localhost:35963", a.text);
    assert_ok(hy_address_read_host(":99", "localhost", "35963", &a, NULL));
    assert_string_equal("tcp:localhost:99", a.text);
    assert_ok(hy_address_read_host("127.0.0.1", "localhost", "35963", &a, NULL));
    assert_string_equal("tcp:127.0.0.1:35963", a.text);
}

/* ---- a server in a process of its own ---- */

/* The card that is served: 00 gives how often it was reset, 01 n a response of n times 256 bytes,
   02 fails, anything else comes back. */
typedef struct toy {
    uint8_t resets;
} toy;

static hy_rc toy_transmit(void *state, hy_view c, uint8_t *response, size_t room, size_t *n,
                          hy_reason *why)
{
    const toy *t = state;
    size_t length = c.n == 2 && c.p[0] == 1 ? c.p[1] * (size_t)256 : c.n == 2 ? 1 : c.n;
    assert_true(room >= length + 2);
    if (c.n == 2 && c.p[0] == 2)
        return hy_reason_set(why, HY_FAIL(STATE), "mute");
    if (c.n != 2)
        memcpy(response, c.p == NULL ? response : c.p, c.n);
    else
        memset(response, t->resets, length);
    response[length] = 0x90;
    response[length + 1] = 0x00;
    *n = length + 2;
    return HY_OK;
}

static hy_rc toy_reset(void *state, hy_reason *why)
{
    (void)why;
    ((toy *)state)->resets++;
    return HY_OK;
}

static hy_rc toy_atr(void *state, uint8_t *atr, size_t *n, hy_reason *why)
{
    (void)state;
    (void)why;
    *n = hy_atr_make(HY_PROTOCOL_T1, 20, atr);
    return HY_OK;
}

static void toy_close(void *state)
{
    (void)state;
}

static const hy_link_kind toy_kind = {toy_transmit, toy_reset, toy_atr, toy_close};

static hy_rc toy_control(void *context, hy_view request, hy_buf *reply, hy_reason *why)
{
    char words[32];
    hy_view bytes;
    (void)context;
    HY_TRY(hy_control_split(request, words, sizeof words, &bytes));
    if (strcmp(words, "refuse") == 0)
        return hy_reason_set(why, HY_FAIL(DENIED), "no such luck");
    HY_TRY(hy_buf_append(reply, hy_view_str(words)));
    return hy_buf_append(reply, bytes);
}

static char folder[] = "/tmp/hydra-transport-XXXXXX";
static char card_path[64], card_address[80], control_path[64];

typedef struct running {
    pid_t pid;
    char tcp[HY_ADDRESS_TEXT];
} running;

static void serve(const char *vpcd, int ready)
{
    static toy t;
    hy_link *link;
    hy_server *server;
    hy_reason why = {""};
    const char *const listen[] = {card_address, "tcp:127.0.0.1:0"};
    if (!hy_ok(hy_link_new(&toy_kind, &t, "toy", &link, &why)))
        _exit(3);
    const hy_server_config config = {
        .card = link,
        .vpcd = vpcd,
        .listen = listen,
        .listen_count = 2,
        .control = control_path,
        .on_control = toy_control,
        .clock = hy_clock_system(),
    };
    if (!hy_ok(hy_server_open(&config, &server, &why))) {
        fprintf(stderr, "server: %s\n", why.text);
        _exit(4);
    }
    const char *tcp = hy_server_listens(server, 1);
    if (write(ready, tcp, strlen(tcp) + 1) < 0)
        _exit(5);
    hy_rc rc = hy_server_run(server, &why);
    hy_server_close(&server);
    hy_link_close(&link);
    _exit(hy_ok(rc) ? 0 : 6);
}

static running start(const char *vpcd)
{
    int ready[2];
    running r = {0};
    assert_int_equal(0, pipe(ready));
    r.pid = fork();
    assert_true(r.pid >= 0);
    if (r.pid == 0)
        serve(vpcd, ready[1]);
    close(ready[1]);
    assert_true(read(ready[0], r.tcp, sizeof r.tcp - 1) > 0);
    close(ready[0]);
    return r;
}

static void stop(running *r, int signal)
{
    int status;
    assert_int_equal(0, kill(r->pid, signal));
    assert_int_equal(r->pid, waitpid(r->pid, &status, 0));
    assert_true(WIFEXITED(status));
    assert_int_equal(0, WEXITSTATUS(status));
    assert_int_not_equal(0, access(card_path, F_OK));
    assert_int_not_equal(0, access(control_path, F_OK));
}

static hy_link *connect_to(const char *address)
{
    hy_link *link;
    hy_reason why = {""};
    if (!hy_ok(hy_link_open(address, &link, &why)))
        fail_msg("%s", why.text);
    return link;
}

static void assert_answer(hy_link *link, const char *command, const char *response)
{
    static uint8_t bytes[HY_LINK_RESPONSE_MAX];
    size_t n;
    hy_reason why = {""};
    if (!hy_ok(hy_link_transmit(link, bytes_of(command), bytes, sizeof bytes, &n, &why)))
        fail_msg("%s: %s", command, why.text);
    assert_bytes(response, bytes, n);
}

static void test_commands_over_each_socket(void **state)
{
    (void)state;
    running r = start(NULL);
    const char *const addresses[] = {card_address, r.tcp};
    for (size_t i = 0; i < 2; i++) {
        hy_link *link = connect_to(addresses[i]);
        hy_view atr;
        uint8_t small[4];
        size_t n;
        assert_string_equal(addresses[i], hy_link_name(link));
        assert_ok(hy_link_atr(link, &atr, NULL));
        assert_bytes("3B8B8131FE458073C0015F554879647261FE", atr.p, atr.n);
        assert_answer(link, "00A40400", "00A404009000");
        assert_answer(link, "", "9000");
        assert_answer(link, "80", "809000");
        assert_answer(link, "0200", "6F00");
        assert_fails(LIMIT, hy_link_transmit(link, bytes_of("00A40400"), small, 4, &n, NULL));
        assert_answer(link, "00A40400", "00A404009000");
        assert_fails(ARGUMENT, hy_link_transmit(link, bytes_of("02"), small, 4, &n, NULL));
        hy_link_close(&link);
        assert_null(link);
    }
    stop(&r, SIGTERM);
}

/* Waits until the server has seen that a connection is gone: its reset follows. */
static void assert_resets(hy_link *link, const char *count)
{
    char response[16], got[16] = "";
    snprintf(response, sizeof response, "%s9000", count);
    for (int i = 0; i < 1000 && strcmp(got, response) != 0; i++) {
        uint8_t bytes[3];
        size_t n;
        assert_ok(hy_link_transmit(link, bytes_of("0000"), bytes, sizeof bytes, &n, NULL));
        hy_hex_encode(hy_view_of(bytes, n), got, sizeof got);
    }
    assert_string_equal(response, got);
}

static void test_the_card_is_shared(void **state)
{
    (void)state;
    running r = start(NULL);
    hy_link *a = connect_to(card_address);
    hy_link *b = connect_to(r.tcp);
    assert_answer(a, "0000", "009000");
    assert_answer(b, "0000", "009000");
    hy_link_close(&a); /* b still has it on */
    assert_answer(b, "00A40400", "00A404009000");
    assert_resets(b, "00");
    assert_ok(hy_link_reset(b, NULL));
    assert_resets(b, "01");
    hy_link_close(&b); /* the last: it is reset for who comes next */
    a = connect_to(card_address);
    uint8_t bytes[3];
    size_t n;
    do { /* until the server has noticed */
        hy_link_close(&a);
        a = connect_to(card_address);
        assert_ok(hy_link_transmit(a, bytes_of("0000"), bytes, sizeof bytes, &n, NULL));
    } while (bytes[0] < 2);
    hy_link_close(&a);
    stop(&r, SIGINT);
}

static void write_all(int fd, hy_view v)
{
    while (v.n > 0) {
        ssize_t put_now = write(fd, v.p, v.n);
        assert_true(put_now > 0);
        v = hy_view_part(v, (size_t)put_now, v.n - (size_t)put_now);
    }
}

static void read_exactly(int fd, uint8_t *to, size_t n)
{
    while (n > 0) {
        ssize_t got = read(fd, to, n);
        assert_true(got > 0);
        to += got;
        n -= (size_t)got;
    }
}

/* Who sends and does not read makes only himself wait; all his answers come in the end. */
static void test_a_slow_reader(void **state)
{
    (void)state;
    enum { COMMANDS = 200, BODY = 255 * 256 + 2 };
    running r = start(NULL);
    hy_address address;
    int fd;
    assert_ok(hy_address_read(card_address, &address, NULL));
    assert_ok(hy_address_connect(&address, &fd, NULL));
    for (int i = 0; i < COMMANDS; i++)
        write_all(fd, bytes_of("0002 01FF"));
    hy_link *other = connect_to(r.tcp);
    assert_answer(other, "0000", "009000");
    hy_link_close(&other);
    static uint8_t answer[2 + BODY];
    for (int i = 0; i < COMMANDS; i++) {
        read_exactly(fd, answer, sizeof answer);
        assert_bytes("FF02", answer, 2);
        assert_bytes("9000", answer + BODY, 2);
    }
    close(fd);
    stop(&r, SIGTERM);
}

static void test_the_reader_is_dialled_again(void **state)
{
    (void)state;
    hy_address address;
    int listener;
    assert_ok(hy_address_read("tcp:127.0.0.1:0", &address, NULL));
    assert_ok(hy_address_listen(&address, &listener, NULL));
    assert_int_equal(0, fcntl(listener, F_SETFL, 0));
    running r = start(address.text + strlen("tcp:"));
    for (int i = 0; i < 3; i++) {
        uint8_t bytes[64];
        int fd = accept(listener, NULL, NULL);
        assert_true(fd >= 0);
        write_all(fd, bytes_of("0001 01")); /* on: no answer */
        write_all(fd, bytes_of("0001 04"));
        read_exactly(fd, bytes, 20);
        assert_bytes("00123B8B8131FE458073C0015F554879647261FE", bytes, 20);
        write_all(fd, bytes_of("0001 02"));
        write_all(fd, bytes_of("0002"));
        write_all(fd, bytes_of("0000"));
        read_exactly(fd, bytes, 5);
        bytes[2] = 0; /* how often it was reset */
        assert_bytes("0003009000", bytes, 5);
        close(fd);
    }
    close(listener);
    stop(&r, SIGTERM);
}

static void test_a_silent_reader_is_hung_up_on(void **state)
{
    (void)state;
    hy_address address;
    int listener;
    uint8_t byte;
    assert_ok(hy_address_read("tcp:127.0.0.1:0", &address, NULL));
    assert_ok(hy_address_listen(&address, &listener, NULL));
    assert_int_equal(0, fcntl(listener, F_SETFL, 0));
    running r = start(address.text + strlen("tcp:"));
    int fd = accept(listener, NULL, NULL);
    write_all(fd, bytes_of("0001 02"));
    assert_int_equal(0,
                     read(fd, &byte, 1)); /* closed, without a byte that could be taken wrongly */
    close(fd);
    fd = accept(listener, NULL, NULL); /* and dialled again */
    assert_true(fd >= 0);
    close(fd);
    close(listener);
    stop(&r, SIGTERM);
}

static void test_the_owner(void **state)
{
    (void)state;
    running r = start(NULL);
    hy_buf reply = hy_buf_new(HY_CONTROL_MAX);
    hy_reason why = {""};
    assert_true(hy_control_is_there(control_path));
    assert_ok(hy_control_call(control_path, "hello ", hy_view_str("there"), &reply, &why));
    assert_bytes("68656C6C6F207468657265", reply.p, reply.n);
    reply.n = 0;
    assert_fails(DENIED,
                 hy_control_call(control_path, "refuse", hy_view_of(NULL, 0), &reply, &why));
    assert_string_equal("no such luck", why.text);
    hy_buf_free(&reply);
    stop(&r, SIGTERM);
    assert_false(hy_control_is_there(control_path));
    assert_fails(NOT_FOUND, hy_control_call(control_path, "x", hy_view_of(NULL, 0), &reply, &why));
}

static void test_control_messages(void **state)
{
    (void)state;
    hy_view m;
    hy_rc rc;
    char words[6];
    assert_false(hy_control_next(bytes_of("000000"), &m, &rc));
    assert_ok(rc);
    assert_false(hy_control_next(bytes_of("00000002AA"), &m, &rc));
    assert_ok(rc);
    assert_true(hy_control_next(bytes_of("00000002AABB"), &m, &rc));
    assert_int_equal(2, m.n);
    assert_false(hy_control_next(bytes_of("01000001"), &m, &rc));
    assert_fails(LIMIT, rc);
    assert_ok(hy_control_split(hy_view_str("hello\nyou"), words, sizeof words, &m));
    assert_string_equal("hello", words);
    assert_int_equal(3, m.n);
    assert_fails(FORMAT, hy_control_split(hy_view_str("hellos\n"), words, sizeof words, &m));
    assert_fails(FORMAT, hy_control_split(hy_view_str("hello"), words, sizeof words, &m));
    assert_fails(FORMAT, hy_control_split(hy_view_of("a\0\n", 3), words, sizeof words, &m));
    assert_fails(FORMAT, hy_control_split(hy_view_of(NULL, 0), words, sizeof words, &m));
}

static void test_what_a_server_refuses(void **state)
{
    (void)state;
    toy t = {0};
    hy_link *link;
    hy_server *server;
    hy_reason why = {""};
    const char *beyond[] = {"tcp:0.0.0.0:0"};
    const char *taken[] = {card_address};
    assert_ok(hy_link_new(&toy_kind, &t, "toy", &link, NULL));
    hy_server_config c = {
        .card = link, .listen = beyond, .listen_count = 1, .clock = hy_clock_system()};
    assert_fails(DENIED, hy_server_open(&c, &server, &why));
    assert_non_null(strstr(why.text, "not on this machine"));
    c.anywhere = true;
    assert_ok(hy_server_open(&c, &server, &why));
    hy_server_close(&server);
    running r = start(NULL);
    c.listen = taken;
    assert_fails(EXISTS, hy_server_open(&c, &server, &why));
    assert_non_null(strstr(why.text, "listens there already"));
    kill(r.pid, SIGKILL); /* its socket stays behind, and is replaced */
    waitpid(r.pid, NULL, 0);
    assert_int_equal(0, access(card_path, F_OK));
    assert_ok(hy_server_open(&c, &server, &why));
    hy_server_close(&server);
    FILE *file = fopen(card_path, "w");
    assert_non_null(file);
    fclose(file);
    assert_fails(EXISTS, hy_server_open(&c, &server, &why));
    assert_int_equal(0, unlink(card_path));
    unlink(control_path);
    hy_link_close(&link);
}

/* ---- exchanges as T=0 cuts them ---- */

typedef struct script {
    const char *const *pairs; /* command, response, …; NULL ends it */
    size_t at;
} script;

static hy_rc script_transmit(void *state, hy_view c, uint8_t *response, size_t room, size_t *n,
                             hy_reason *why)
{
    script *s = state;
    (void)why;
    assert_non_null(s->pairs[s->at]);
    assert_bytes(s->pairs[s->at], c.p, c.n);
    hy_view answer = bytes_of(s->pairs[s->at + 1]);
    HY_ENSURE(answer.n <= room, LIMIT);
    memcpy(response, answer.p, answer.n);
    *n = answer.n;
    s->at += 2;
    return HY_OK;
}

static const hy_link_kind script_kind = {script_transmit, toy_reset, toy_atr, toy_close};

static void test_exchange(void **state)
{
    (void)state;
    static const struct {
        const char *pairs[8];
        const char *result;
    } cases[] = {
        {{"00B0000000", "6C02", "00B0000002", "AABB9000", NULL}, "AABB9000"},
        {{"81B0000000", "6102", "01C0000002", "AABB9000", NULL}, "AABB9000"},
        {{"C5B0000000", "6102", "45C0000002", "AABB9000", NULL}, "AABB9000"},
        {{"00B0000000", "AA6101", "00C0000001", "BB6101", "00C0000001", "CC9000", NULL},
         "AABBCC9000"},
        {{"00A4040002AABB", "6105", "00C0000005", "6C02", "00C0000002", "11229000", NULL},
         "11229000"},
        {{"00A4040002AABB00", "6C03", "00A4040002AABB03", "0102039000", NULL}, "0102039000"},
        {{"00A4040000000100", "6C03", NULL}, "6C03"},
        {{"00B0000002", "6A82", NULL}, "6A82"},
    };
    for (size_t i = 0; i < TEST_COUNT(cases); i++) {
        script s = {cases[i].pairs, 0};
        hy_link *link;
        uint8_t response[64];
        size_t n;
        assert_ok(hy_link_new(&script_kind, &s, "script", &link, NULL));
        assert_ok(hy_link_exchange(link, bytes_of(cases[i].pairs[0]), response, sizeof response, &n,
                                   NULL));
        assert_bytes(cases[i].result, response, n);
        assert_null(cases[i].pairs[s.at]);
        hy_link_close(&link);
    }
}

/* ---- the sandbox ---- */

static void touch_nothing(void)
{
}

static void open_file(void)
{
    (void)!open("/etc/passwd", O_RDONLY);
}

static void make_inet_socket(void)
{
    (void)socket(AF_INET, SOCK_STREAM, 0);
}

static void make_unix_socket(void)
{
    (void)socket(AF_UNIX, SOCK_STREAM, 0);
}

static void start_program(void)
{
    (void)execl("/bin/true", "true", (char *)NULL);
}

static void bind_socket(void)
{
    const struct sockaddr_in any = {.sin_family = AF_INET};
    (void)bind(0, (const struct sockaddr *)&any, sizeof any);
}

static void make_code(void)
{
    (void)mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static void make_memory(void)
{
    (void)mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static void make_process(void)
{
    (void)fork();
}

/* The signal that ends a process that does this in the sandbox; 0: none. */
static int fate(const hy_sandbox *needs, void (*act)(void))
{
    int status;
    pid_t pid = fork();
    if (pid == 0) {
        if (!hy_ok(hy_sandbox_enter(needs, NULL)))
            _exit(9);
        act();
        _exit(0);
    }
    assert_int_equal(pid, waitpid(pid, &status, 0));
    assert_true(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static void test_forbidden_calls_end_the_process(void **state)
{
    (void)state;
    if (dlsym(RTLD_DEFAULT, "__asan_init") != NULL)
        return; /* the sanitizer's own memory needs more than an element does */
    const hy_sandbox least = {0}, dials = {.dials = true}, store = {.store = true};
    assert_int_equal(0, fate(&least, touch_nothing));
    assert_int_equal(SIGSYS, fate(&least, open_file));
    assert_int_equal(SIGSYS, fate(&dials, open_file));
    assert_int_equal(0, fate(&store, open_file));
    assert_int_equal(SIGSYS, fate(&least, make_inet_socket));
    assert_int_equal(0, fate(&dials, make_inet_socket));
    const hy_sandbox each[] = {least, dials, store};
    for (size_t i = 0; i < TEST_COUNT(each); i++) {
        assert_int_equal(SIGSYS, fate(&each[i], make_unix_socket));
        assert_int_equal(SIGSYS, fate(&each[i], start_program));
        assert_int_equal(SIGSYS, fate(&each[i], bind_socket));
        assert_int_equal(SIGSYS, fate(&each[i], make_process));
        assert_int_equal(SIGSYS, fate(&each[i], make_code));
        assert_int_equal(0, fate(&each[i], make_memory));
    }
}

static int make_folder(void **state)
{
    (void)state;
    if (mkdtemp(folder) == NULL)
        return -1;
    snprintf(card_path, sizeof card_path, "%s/card", folder);
    snprintf(card_address, sizeof card_address, "unix:%s", card_path);
    snprintf(control_path, sizeof control_path, "%s/control", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_frames_cut_anywhere),
        cmocka_unit_test(test_the_longest_frame),
        cmocka_unit_test(test_controls),
        cmocka_unit_test(test_own_atrs_are_right),
        cmocka_unit_test(test_atrs_are_checked),
        cmocka_unit_test(test_addresses),
        cmocka_unit_test(test_commands_over_each_socket),
        cmocka_unit_test(test_the_card_is_shared),
        cmocka_unit_test(test_a_slow_reader),
        cmocka_unit_test(test_the_reader_is_dialled_again),
        cmocka_unit_test(test_a_silent_reader_is_hung_up_on),
        cmocka_unit_test(test_the_owner),
        cmocka_unit_test(test_control_messages),
        cmocka_unit_test(test_what_a_server_refuses),
        cmocka_unit_test(test_exchange),
        cmocka_unit_test(test_forbidden_calls_end_the_process),
    };
    return cmocka_run_group_tests_name("transport", tests, make_folder, remove_folder);
}
