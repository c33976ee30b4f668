/* The debugger's server, packet by packet: what it answers between commands, what it refuses, and
   what its socket does with those who are no debuggers. */
#include "test.h"

#include "debugger/jdwp_in.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct fixture {
    hy_pool *pool;
    hy_workspace *work;
    hy_element *element;
    hy_symbols symbols;
    hy_watch watch;
    hy_jdwp *jdwp;
} fixture;

static int open_all(void **state)
{
    static fixture f;
    const hy_port port = hy_port_system();
    assert_ok(hy_pool_open(&port, NULL, &f.pool, NULL));
    assert_ok(hy_workspace_open(&port, NULL, &f.work, NULL));
    assert_ok(hy_element_create(f.pool, f.work, &port, NULL, &f.element, NULL));
    hy_symbols_open(&f.symbols, f.pool);
    assert_ok(hy_watch_open(&f.watch, f.work));
    assert_ok(hy_jdwp_open(NULL, &f.symbols, &f.watch, f.element, f.work, &f.jdwp, NULL));
    *state = &f;
    return 0;
}

static int close_all(void **state)
{
    fixture *f = *state;
    hy_jdwp_close(&f->jdwp);
    hy_watch_close(&f->watch);
    hy_symbols_close(&f->symbols);
    hy_element_close(&f->element);
    hy_workspace_close(&f->work);
    hy_pool_close(&f->pool);
    return 0;
}

/* Asks and gives the error code; the reply's data is in *data, valid until the next call. */
static unsigned ask(fixture *f, uint8_t set, uint8_t command, const char *bytes, size_t n,
                    hy_view *data)
{
    static uint8_t kept[1 << 16];
    const hy_jdwp_packet p = {
        .id = 0x01020304, .set = set, .command = command, .data = hy_view_of(bytes, n)};
    hy_buf out = hy_buf_new(HY_JDWP_OUT_MAX);
    hy_jdwp_handle(f->jdwp, &p, &out);
    hy_reader r = hy_reader_of(hy_buf_view(&out));
    assert_int_equal(hy_read_u32(&r), out.n);
    assert_int_equal(hy_read_u32(&r), 0x01020304);
    assert_int_equal(hy_read_u8(&r), HY_JDWP_REPLY);
    unsigned error = hy_read_u16(&r);
    size_t left = hy_reader_left(&r) < sizeof kept ? hy_reader_left(&r) : sizeof kept;
    hy_view body = hy_read_bytes(&r, left);
    if (body.n > 0)
        memcpy(kept, body.p, body.n);
    hy_buf_free(&out);
    if (data != NULL)
        *data = hy_view_of(kept, left);
    return error;
}

#define THREAD "\0\0\0\0\0\1\0\0"
#define ID(x) "\0\0\0\0\0\0\0" x

static void test_packets(void **state)
{
    (void)state;
    static const uint8_t good[] = {0, 0, 0, 13, 0, 0, 0, 7, 0, 1, 2, 0xAA, 0xBB, 0xCC};
    hy_jdwp_packet p;
    size_t used;
    for (size_t n = 0; n < 13; n++) {
        assert_fails(TRUNCATED, hy_jdwp_packet_read(hy_view_of(good, n), &p, &used));
        assert_int_equal(used, 0);
    }
    assert_ok(hy_jdwp_packet_read(hy_view_of(good, sizeof good), &p, &used));
    assert_int_equal(used, 13);
    assert_int_equal(p.id, 7);
    assert_int_equal(p.set, 1);
    assert_int_equal(p.command, 2);
    assert_int_equal(p.data.n, 2);
    static const uint8_t shorter[] = {0, 0, 0, 10};
    static const uint8_t huge[] = {0, 0x10, 0, 1};
    assert_fails(FORMAT, hy_jdwp_packet_read(hy_view_of(shorter, 4), &p, &used));
    assert_fails(FORMAT, hy_jdwp_packet_read(hy_view_of(huge, 4), &p, &used));
}

static void test_refusals(void **state)
{
    static const struct {
        uint8_t set, command;
        const char *bytes;
        size_t n;
        unsigned error;
    } cases[] = {
        {99, 1, "", 0, HY_JDWP_NOT_IMPLEMENTED},
        {1, 99, "", 0, HY_JDWP_NOT_IMPLEMENTED},
        {1, 18, "", 0, HY_JDWP_NOT_IMPLEMENTED}, /* RedefineClasses */
        {1, 2, "\0\0\0\5ab", 6, HY_JDWP_ILLEGAL_ARGUMENT},
        {2, 1, ID("\0"), 8, HY_JDWP_INVALID_CLASS},
        {2, 1, "\1\0\0\0\0\0\0\0", 8, HY_JDWP_INVALID_CLASS},
        {6, 1, ID("\1") ID("\0"), 16, HY_JDWP_INVALID_METHODID},
        {9, 1, ID("\0"), 8, HY_JDWP_INVALID_OBJECT},
        {9, 1, "\0\0\0\0\0\1\0\1", 8, HY_JDWP_INVALID_OBJECT},
        {10, 1, ID("\1"), 8, HY_JDWP_INVALID_STRING},
        {11, 1, ID("\1"), 8, HY_JDWP_INVALID_THREAD},
        {11, 6, THREAD "\0\0\0\0\xff\xff\xff\xff", 16, HY_JDWP_THREAD_NOT_SUSPENDED},
        {15, 1, "\2\2\0\0\0\0", 6, HY_JDWP_ILLEGAL_ARGUMENT}, /* a breakpoint nowhere */
        {15, 1, "\2\2\0\0\0\1\7\1" ID("\1") ID("\0") ID("\0"), 32, HY_JDWP_INVALID_LOCATION},
        {15, 1, "\24\2\0\0\0\0", 6, HY_JDWP_NOT_IMPLEMENTED},            /* FIELD_ACCESS */
        {15, 1, "\1\2\0\0\0\1\14\0\0\0\0", 11, HY_JDWP_NOT_IMPLEMENTED}, /* SourceNameMatch */
        {15, 1, "\1\2\0\0\0\1\12" THREAD "\0\0\0\1\0\0\0\3", 23, HY_JDWP_ILLEGAL_ARGUMENT},
        {16, 1, THREAD ID("\1") "\0\0\0\0", 20, HY_JDWP_THREAD_NOT_SUSPENDED},
        {17, 1, ID("\1"), 8, HY_JDWP_INVALID_OBJECT},
    };
    for (size_t i = 0; i < TEST_COUNT(cases); i++)
        assert_int_equal(
            ask(*state, cases[i].set, cases[i].command, cases[i].bytes, cases[i].n, NULL),
            cases[i].error);
}

/* Suspended between commands: a thread without frames. */
static void test_between_commands(void **state)
{
    hy_view data;
    assert_int_equal(ask(*state, 1, 8, "", 0, NULL), HY_JDWP_NONE);
    assert_int_equal(ask(*state, 11, 7, THREAD, 8, &data), HY_JDWP_NONE);
    assert_true(hy_view_equal(data, hy_view_of("\0\0\0\0", 4)));
    assert_int_equal(ask(*state, 11, 6, THREAD "\0\0\0\0\xff\xff\xff\xff", 16, &data),
                     HY_JDWP_NONE);
    assert_true(hy_view_equal(data, hy_view_of("\0\0\0\0", 4)));
    assert_int_equal(ask(*state, 16, 1, THREAD ID("\1") "\0\0\0\0", 20, NULL),
                     HY_JDWP_INVALID_FRAMEID);
    assert_int_equal(ask(*state, 11, 12, THREAD, 8, &data), HY_JDWP_NONE);
    assert_true(hy_view_equal(data, hy_view_of("\0\0\0\1", 4)));
    assert_int_equal(ask(*state, 1, 9, "", 0, NULL), HY_JDWP_NONE);
    assert_int_equal(ask(*state, 11, 7, THREAD, 8, NULL), HY_JDWP_THREAD_NOT_SUSPENDED);
}

/* The runtime's own arrays hold what the element trusts. Object 1 is the first of them; the APDU
   buffer is the applets'. */
static void test_what_may_change(void **state)
{
    fixture *f = *state;
    hy_reference packages = hy_element_root(f->element, HY_ROOT_CARD);
    hy_reference buffer = hy_element_root(f->element, HY_ROOT_BUFFER);
    char bytes[17] = "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\x5A";
    bytes[7] = (char)packages;
    assert_int_equal(ask(f, 13, 3, bytes, sizeof bytes, NULL), HY_JDWP_TYPE_MISMATCH);
    bytes[7] = (char)buffer;
    assert_int_equal(ask(f, 13, 3, bytes, sizeof bytes, NULL), HY_JDWP_NONE);
    assert_int_equal(hy_element_buffer(f->element).p[0], 0x5A);
    bytes[8] = 1; /* 16 million components on */
    assert_int_equal(ask(f, 13, 3, bytes, sizeof bytes, NULL), HY_JDWP_INVALID_LENGTH);
}

/* Only this machine reaches it unless a host is named. */
static void test_listens_on_loopback(void **state)
{
    (void)state;
    hy_jdwp_link l;
    assert_ok(hy_jdwp_link_open(&l, "0", NULL));
    assert_memory_equal(l.address, "127.0.0.1:", 10);
    hy_jdwp_link_close(&l);
    assert_ok(hy_jdwp_link_open(&l, "[::1]:0", NULL));
    assert_memory_equal(l.address, "[::1]:", 6);
    hy_jdwp_link_close(&l);
    hy_reason why = {""};
    assert_fails(ARGUMENT, hy_jdwp_link_open(&l, "localhost:no-such-service", &why));
    assert_non_null(strstr(why.text, "localhost:no-such-service"));
}

static int connect_to(const hy_jdwp_link *l)
{
    struct sockaddr_in at = {.sin_family = AF_INET};
    at.sin_port = htons((uint16_t)atoi(strrchr(l->address, ':') + 1));
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof at), 0);
    return fd;
}

static void test_handshake(void **state)
{
    (void)state;
    static const char hello[] = "JDWP-Handshake";
    char got[sizeof hello] = "";
    hy_jdwp_link l;
    hy_jdwp_packet p;
    assert_ok(hy_jdwp_link_open(&l, "0", NULL));
    assert_false(hy_jdwp_link_accept(&l, false)); /* nobody is there */
    int wrong = connect_to(&l);
    assert_int_equal(send(wrong, "GET / HTTP/1.1", 14, 0), 14);
    assert_false(hy_jdwp_link_accept(&l, false));
    assert_int_equal(recv(wrong, got, sizeof got, 0), 0); /* hung up on */
    close(wrong);
    int right = connect_to(&l);
    assert_int_equal(send(right, hello, 14, 0), 14);
    assert_true(hy_jdwp_link_accept(&l, false));
    assert_int_equal(recv(right, got, 14, MSG_WAITALL), 14);
    assert_string_equal(got, hello);
    assert_false(hy_jdwp_link_receive(&l, false, &p));
    assert_int_equal(send(right, "\0\0\0\13\0\0\0\1\0\1\7", 11, 0), 11);
    assert_true(hy_jdwp_link_receive(&l, true, &p));
    assert_int_equal(p.command, 7);
    assert_int_equal(send(right, "\0\0\0\1", 4, 0), 4); /* no packet starts so */
    assert_false(hy_jdwp_link_receive(&l, true, &p));
    assert_int_equal(l.connection, -1);
    close(right);
    hy_jdwp_link_close(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_packets),
        cmocka_unit_test_setup_teardown(test_refusals, open_all, close_all),
        cmocka_unit_test_setup_teardown(test_between_commands, open_all, close_all),
        cmocka_unit_test_setup_teardown(test_what_may_change, open_all, close_all),
        cmocka_unit_test(test_listens_on_loopback),
        cmocka_unit_test(test_handshake),
    };
    return cmocka_run_group_tests_name("jdwp", tests, NULL, NULL);
}
