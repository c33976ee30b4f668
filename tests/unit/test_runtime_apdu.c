/* Commands as ISO 7816-4 spells them, and the rules of javacard.framework.APDU without an applet.
 */
#include "base/hex.h"
#include "element/runtime/apdu.h"
#include "test.h"

#include <string.h>

typedef struct command_case {
    const char *hex;
    hy_protocol protocol;
    const char *rc;
    size_t data;
    uint32_t ne;
    bool extended;
} command_case;

static const command_case commands[] = {
    {"", HY_PROTOCOL_T1, "FORMAT", 0, 0, false},
    {"00A404", HY_PROTOCOL_T1, "FORMAT", 0, 0, false},
    {"00A40400", HY_PROTOCOL_T1, "OK", 0, 0, false},
    {"00A4040000", HY_PROTOCOL_T1, "OK", 0, 256, false},
    {"00A4040010", HY_PROTOCOL_T1, "OK", 0, 16, false},
    {"00A4040002AABB", HY_PROTOCOL_T1, "OK", 2, 0, false},
    {"00A4040002AABB00", HY_PROTOCOL_T1, "OK", 2, 256, false},
    {"00A4040002AA", HY_PROTOCOL_T1, "FORMAT", 0, 0, false},
    {"00A4040002AABB0000", HY_PROTOCOL_T1, "FORMAT", 0, 0, false},
    {"00A40400000000", HY_PROTOCOL_T1, "OK", 0, 65536, true},
    {"00A40400000100", HY_PROTOCOL_T1, "OK", 0, 256, true},
    {"00A404000001", HY_PROTOCOL_T1, "FORMAT", 0, 0, true},
    {"00A40400000001AA", HY_PROTOCOL_T1, "OK", 1, 0, true},
    {"00A40400000001AA0000", HY_PROTOCOL_T1, "OK", 1, 65536, true},
    {"00A40400000001AA00", HY_PROTOCOL_T1, "FORMAT", 0, 0, true},
    {"00A40400000000AA", HY_PROTOCOL_T1, "FORMAT", 0, 0, true},
    {"00A40400000002AA", HY_PROTOCOL_T1, "FORMAT", 0, 0, true},
    {"00A40400000001AA", HY_PROTOCOL_T0, "FORMAT", 0, 0, true},
    {"00A4040001AA", HY_PROTOCOL_T0, "OK", 1, 0, false},
};

static void test_commands(void **state)
{
    (void)state;
    for (size_t i = 0; i < TEST_COUNT(commands); i++) {
        const command_case *t = &commands[i];
        hy_command c;
        hy_buf b = hy_buf_new(64);
        assert_ok(hy_hex_decode(t->hex, &b));
        assert_string_equal(hy_rc_name(hy_command_parse(hy_buf_view(&b), t->protocol, &c)), t->rc);
        if (strcmp(t->rc, "OK") == 0) {
            assert_int_equal(c.data.n, t->data);
            assert_int_equal(c.ne, t->ne);
            assert_int_equal(c.extended, t->extended);
        }
        hy_buf_free(&b);
    }
}

static void test_channels_of_classes(void **state)
{
    (void)state;
    static const struct {
        uint8_t cla;
        int channel;
    } classes[] = {
        {0x00, 0}, {0x03, 3},  {0x0C, 0},  {0x13, 3}, {0x1F, 3},  {0x20, -1}, {0x3F, -1},
        {0x40, 4}, {0x4F, 19}, {0x6F, 19}, {0x80, 0}, {0x83, 3},  {0x90, 0},  {0xA1, 1},
        {0xBC, 0}, {0xC0, 4},  {0xCF, 19}, {0xE5, 9}, {0xFE, 18}, {0xFF, -1},
    };
    for (size_t i = 0; i < TEST_COUNT(classes); i++)
        assert_int_equal(hy_cla_channel(classes[i].cla), classes[i].channel);
}

typedef struct transfer {
    hy_apdu apdu;
    hy_apdu_buffer buffer;
    uint8_t bytes[261];
    uint8_t response[512];
    hy_buf command;
} transfer;

static void start(transfer *t, const char *hex, hy_protocol protocol)
{
    *t = (transfer){.command = hy_buf_new(1024)};
    t->buffer = (hy_apdu_buffer){t->bytes, sizeof t->bytes};
    assert_ok(hy_hex_decode(hex, &t->command));
    assert_ok(hy_command_parse(hy_buf_view(&t->command), protocol, &t->apdu.command));
    t->apdu.protocol = protocol;
    t->apdu.response = t->response;
    t->apdu.room = sizeof t->response;
    hy_apdu_start(&t->apdu, t->buffer);
}

static void test_receiving_once(void **state)
{
    (void)state;
    transfer t;
    uint16_t n = 99;
    start(&t, "8010203003AABBCC", HY_PROTOCOL_T1);
    assert_memory_equal(t.bytes, "\x80\x10\x20\x30\x03\xAA\xBB\xCC\x00", 9); /* all is there */
    assert_int_equal(hy_apdu_incoming_length(&t.apdu, &n), HY_APDU_ILLEGAL_USE);
    assert_int_equal(hy_apdu_receive_bytes(&t.apdu, t.buffer, 5, &n), HY_APDU_ILLEGAL_USE);
    assert_int_equal(hy_apdu_set_incoming_and_receive(&t.apdu, t.buffer, &n), HY_APDU_DONE);
    assert_int_equal(n, 3);
    assert_int_equal(t.apdu.state, HY_APDU_FULL_INCOMING);
    assert_memory_equal(t.bytes + 5, "\xAA\xBB\xCC", 3);
    assert_int_equal(hy_apdu_set_incoming_and_receive(&t.apdu, t.buffer, &n), HY_APDU_ILLEGAL_USE);
    assert_int_equal(hy_apdu_receive_bytes(&t.apdu, t.buffer, 5, &n), HY_APDU_DONE);
    assert_int_equal(n, 0);
    assert_int_equal(hy_apdu_receive_bytes(&t.apdu, t.buffer, -1, &n), HY_APDU_BUFFER_BOUNDS);
    hy_buf_free(&t.command);
    start(&t, "8010203003AABBCC", HY_PROTOCOL_T0);
    assert_memory_equal(t.bytes, "\x80\x10\x20\x30\x03\x00", 6);
    hy_buf_free(&t.command);
}

static void test_sending(void **state)
{
    (void)state;
    transfer t;
    uint16_t le = 0;
    start(&t, "8010000004", HY_PROTOCOL_T1);
    assert_int_equal(hy_apdu_set_outgoing_length(&t.apdu, 4), HY_APDU_ILLEGAL_USE);
    assert_int_equal(hy_apdu_send_bytes(&t.apdu, t.buffer, 0, 1), HY_APDU_ILLEGAL_USE);
    assert_int_equal(hy_apdu_set_outgoing(&t.apdu, false, &le), HY_APDU_DONE);
    assert_int_equal(le, 4);
    assert_int_equal(hy_apdu_set_outgoing(&t.apdu, false, &le), HY_APDU_ILLEGAL_USE);
    assert_int_equal(hy_apdu_set_outgoing_length(&t.apdu, 257), HY_APDU_BAD_LENGTH);
    assert_int_equal(hy_apdu_set_outgoing_length(&t.apdu, -1), HY_APDU_BAD_LENGTH);
    assert_int_equal(hy_apdu_set_outgoing_length(&t.apdu, 3), HY_APDU_DONE);
    assert_int_equal(hy_apdu_send_bytes(&t.apdu, t.buffer, 260, 2), HY_APDU_BUFFER_BOUNDS);
    assert_int_equal(hy_apdu_send_bytes(&t.apdu, t.buffer, INT16_MAX, INT16_MAX),
                     HY_APDU_BUFFER_BOUNDS);
    assert_int_equal(hy_apdu_send_bytes(&t.apdu, t.buffer, 0, 2), HY_APDU_DONE);
    assert_int_equal(t.apdu.state, HY_APDU_PARTIAL_OUTGOING);
    assert_int_equal(hy_apdu_send_bytes(&t.apdu, t.buffer, 0, 2), HY_APDU_ILLEGAL_USE);
    assert_int_equal(hy_apdu_send_bytes(&t.apdu, t.buffer, 0, 1), HY_APDU_DONE);
    assert_int_equal(t.apdu.state, HY_APDU_FULL_OUTGOING);
    assert_int_equal(hy_apdu_send_bytes(&t.apdu, t.buffer, 0, 0), HY_APDU_DONE);
    assert_int_equal(hy_apdu_send_bytes(&t.apdu, t.buffer, 0, 1), HY_APDU_ILLEGAL_USE);
    assert_memory_equal(t.response, "\x80\x10\x80", 3);
    hy_buf_free(&t.command);
}

static void test_sending_at_once(void **state)
{
    (void)state;
    transfer t;
    start(&t, "8010000000", HY_PROTOCOL_T1);
    assert_int_equal(hy_apdu_set_outgoing_and_send(&t.apdu, t.buffer, 0, 262),
                     HY_APDU_BUFFER_BOUNDS);
    assert_int_equal(hy_apdu_set_outgoing_and_send(&t.apdu, t.buffer, 0, 257), HY_APDU_BAD_LENGTH);
    assert_int_equal(hy_apdu_set_outgoing_and_send(&t.apdu, t.buffer, 1, 2), HY_APDU_DONE);
    assert_int_equal(hy_apdu_set_outgoing_and_send(&t.apdu, t.buffer, 1, 2), HY_APDU_ILLEGAL_USE);
    assert_int_equal(t.apdu.sent, 0); /* sent when process returns */
    hy_apdu_finish(&t.apdu, t.buffer);
    assert_int_equal(t.apdu.sent, 2);
    assert_memory_equal(t.response, "\x10\x00", 2);
    hy_buf_free(&t.command);
}

static void test_room_is_respected(void **state)
{
    (void)state;
    transfer t;
    uint16_t le;
    start(&t, "8010000000", HY_PROTOCOL_T1);
    t.apdu.room = 1;
    assert_int_equal(hy_apdu_set_outgoing_and_send(&t.apdu, t.buffer, 0, 2), HY_APDU_IO_ERROR);
    assert_int_equal(hy_apdu_set_outgoing(&t.apdu, false, &le), HY_APDU_DONE);
    assert_int_equal(hy_apdu_set_outgoing_length(&t.apdu, 2), HY_APDU_IO_ERROR);
    assert_int_equal(hy_apdu_set_outgoing_length(&t.apdu, 1), HY_APDU_DONE);
    hy_buf_free(&t.command);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_commands),        cmocka_unit_test(test_channels_of_classes),
        cmocka_unit_test(test_receiving_once),  cmocka_unit_test(test_sending),
        cmocka_unit_test(test_sending_at_once), cmocka_unit_test(test_room_is_respected),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
