/* Two applets that do not trust each other: the firewall's matrix, sharing, transactions, channels,
   long commands, runaways. The applets are in tests/java/firewall. */
#include "card.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

#define SELECT_CLIENT "00A4040008F0000000A2000001"
#define SELECT_SERVER "00A4040008F0000000A1000001"

static void setup_applets(card *c, const hy_element_config *config)
{
    card_open(c, config);
    card_load(c, SHARED);
    card_load(c, SERVER);
    card_load(c, CLIENT);
    card_install(c, "F0000000A100", "", "", "");
    card_install(c, "F0000000A200", "", "", "");
    card_expect(c, SELECT_CLIENT, "9000");
}

/* What each way of use (a column) comes to for each kind of object (a row), JCRE 6.2.8: . it goes,
   S SecurityException, C ClassCastException; blank: not tried.
   Columns: the first five by kind of object, as said there; 5 store in an array, 6 in a static
   field, 7 in a field, 8 invokevirtual, 9 checkcast to a shareable interface, A instanceof a class,
   B instanceof an array, C compare, D store in a transient array, E cast and invokeinterface,
   F instanceof a shareable interface. */
typedef struct row {
    const char *kind;
    const char *ways;
} row;

static const row matrix[] = {
    /* getfield, putfield, both of references, invokevirtual */
    {"own instance", ".........C....C."},
    {"other's instance", "SSSSS...SSSS..SS"},
    /* baload, bastore, arraylength, arrayCopy from, arrayCopy to */
    {"own array", ".........C....C."},
    {"other's array", "SSSSS...SSSS..SS"},
    {"APDU buffer", ".....SSS.C...SC."},
    {"own array cleared on reset", ".........C....C."},
    {"own array cleared on deselection", ".........C....C."},
    {"other's array cleared on reset", "SSSSS...SSSS..SS"},
    {"other's array cleared on deselection", "SSSSS...SSSS..SS"},
    {"view to read", ".S..SSSS.C...SC."},
    {"view to write", "S..S.SSS.C...SC."},
    {"view for the other", "SSSSSSSSSSSS.SSS"},
    /* nothing in the first five */
    {"APDU", "     SSS.S...SSS"},
    {"AID of the system", "     ....S....SS"},
    {"shareable object", "     ...S.SS...."},
    /* athrow */
    {"own exception", "3    ....C....C."},
    {"other's exception", "S    ...SSSS..SS"},
    {"the system's exception", "3    SSS.S...SSS"},
};

static char as_seen(const char *response)
{
    static const char seen[] = ".SC3";
    if (strlen(response) != 6 || strcmp(response + 2, "9000") != 0 || response[0] != '0')
        return '?';
    return response[1] >= '0' && response[1] <= '3' ? seen[response[1] - '0'] : '?';
}

enum { NESTED = 0x20, TRANSACTION = 0x40 };

static void try_matrix(card *c, const char *cla, unsigned how)
{
    int differences = 0;
    int tried = 0;
    for (size_t i = 0; i < TEST_COUNT(matrix); i++) {
        for (size_t way = 0; way < strlen(matrix[i].ways); way++) {
            char command[64];
            if (matrix[i].ways[way] == ' ')
                continue;
            snprintf(command, sizeof command, "%s10%02zX%02zX00", cla, i | how, way);
            char got = as_seen(card_send(c, command));
            tried++;
            if (got == matrix[i].ways[way])
                continue;
            print_message("# %s, way %zu: %c, not %c\n", matrix[i].kind, way, got,
                          matrix[i].ways[way]);
            differences++;
        }
    }
    print_message("# %d uses tried\n", tried);
    assert_int_equal(differences, 0);
}

static void test_matrix(void **state)
{
    (void)state;
    card c;
    setup_applets(&c, NULL);
    for (unsigned how = 0; how <= (NESTED | TRANSACTION); how += NESTED)
        try_matrix(&c, "80", how);
    card_close(&c);
}

static void test_matrix_on_another_channel(void **state)
{
    (void)state;
    card c;
    setup_applets(&c, NULL);
    assert_ok(hy_element_reset(c.element, c.work, NULL));
    card_expect(&c, "0070000001", "019000");
    card_expect(&c, "01A4040008F0000000A2000001", "9000");
    try_matrix(&c, "81", NESTED);
    try_matrix(&c, "81", 0);
    card_close(&c);
}

static void test_sharing(void **state)
{
    (void)state;
    card c;
    setup_applets(&c, NULL);
    card_expect(&c, "8030000000", "019000"); /* the client's AID, byte 8 */
    card_expect(&c, "8031000000", "809000"); /* the APDU buffer is global */
    card_close(&c);
}

static void test_transactions(void **state)
{
    (void)state;
    card c;
    setup_applets(&c, NULL);
    /* what was made is null everywhere; transient contents stay */
    card_expect(&c, "8020000000", "409000");
    card_expect(&c, "8020010000", "409000"); /* the server aborted it */
    card_expect(&c, "8020020000", "7F9000");
    /* a transaction left open is undone; static fields as the CAP said */
    card_expect(&c, "8053000000", "9000");
    card_expect(&c, "8054000000", "123456099000");
    card_close(&c);
}

static void test_runaways_end(void **state)
{
    (void)state;
    const hy_element_config config = {.budget = 100000};
    card c;
    setup_applets(&c, &config);
    card_expect(&c, "8050000000", "6F00");   /* an exception */
    card_expect(&c, "8051000000", "6F00");   /* a loop */
    card_expect(&c, "8052000000", "6F00");   /* two applets calling each other */
    card_expect(&c, "8057000000", "6F00");   /* recursion */
    card_expect(&c, "8056000000", "426300"); /* data, then a warning */
    card_expect(&c, "8099000000", "6D00");
    card_expect(&c, "8030000000", "019000");
    card_close(&c);
}

static void test_garbage_goes(void **state)
{
    (void)state;
    card c;
    setup_applets(&c, NULL);
    card_expect(&c, "8055000000", "9000");
    hy_element_usage before = hy_element_measure(c.element);
    for (int i = 0; i < 100; i++)
        card_expect(&c, "8055000000", "9000");
    hy_element_usage after = hy_element_measure(c.element);
    assert_int_equal(after.persistent, before.persistent);
    card_expect(&c, "8030000000", "019000");
    card_close(&c);
}

static void test_long_commands(void **state)
{
    (void)state;
    static char command[2 * 1100];
    card c;
    setup_applets(&c, NULL);
    strcpy(command, "804000000003E8");
    for (int i = 0; i < 1000; i++)
        strcat(command, "01");
    card_expect(&c, command, "03E803E803E89000");
    strcat(command, "0000");
    card_expect(&c, command, "03E803E803E89000");
    strcat(command, "00");
    card_expect(&c, command, "6700");
    card_expect(&c, "804000000203", "6700");
    card_expect(&c, "804000000203040506", "6700");
    card_expect(&c, SELECT_SERVER, "9000");
    card_expect(&c, "80000000000001FF", "6700"); /* no ExtendedLength there */
    card_close(&c);
}

static void test_channels(void **state)
{
    (void)state;
    card c;
    setup_applets(&c, NULL);
    card_expect(&c, "8130000000", "6881"); /* closed */
    card_expect(&c, "0070000001", "019000");
    card_expect(&c, "0070000501", "9000");
    card_expect(&c, "0070000501", "6A86");                 /* open already */
    card_expect(&c, "0070001401", "6A86");                 /* there is none */
    card_expect(&c, "01A4040008F0000000A2000001", "6985"); /* not multiselectable */
    card_expect(&c, "8130000000", "6999");
    card_expect(&c, "01A4040008F0000000A1000001", "9000");
    card_expect(&c, "8030000000", "6F00"); /* the server is active elsewhere: null, or refused */
    card_expect(&c, "8130008000", "009000");
    card_expect(&c, "0170000001", "6985"); /* the server on a second channel */
    card_expect(&c, "0070800100", "9000");
    card_expect(&c, "8130000000", "6881");
    card_expect(&c, "0070800100", "6200"); /* closed already */
    card_expect(&c, "0070800000", "6A81"); /* the basic one */
    card_expect(&c, "8030000000", "019000");
    card_expect(&c, "4170800000", "9000"); /* channel 5 closes itself */
    card_close(&c);
}

static void test_deselection_clears(void **state)
{
    (void)state;
    card c;
    setup_applets(&c, NULL);
    card_expect(&c, SELECT_SERVER, "9000");
    card_expect(&c, "8000050000", "009000");
    card_expect(&c, "8000060000", "059000");
    card_expect(&c, SELECT_CLIENT, "9000");
    card_expect(&c, SELECT_SERVER, "9000");
    card_expect(&c, "8000000000", "009000");
    card_close(&c);
}

static void test_names_in_part(void **state)
{
    (void)state;
    card c;
    setup_applets(&c, NULL);
    card_expect(&c, "00A4040004F0000000", "9000"); /* the server: first in the registry */
    card_expect(&c, "00A4040204F0000000", "9000"); /* the next: the client */
    card_expect(&c, "8030000000", "019000");
    card_expect(&c, "00A4040204F0000000", "6D00"); /* no more: the client's own command */
    card_expect(&c, "00A4040004F1000000", "6D00");
    card_close(&c);
}

static void test_t0(void **state)
{
    (void)state;
    const hy_element_config config = {.protocol = HY_PROTOCOL_T0};
    card c;
    setup_applets(&c, &config);
    card_expect(&c, "8030000001", "019000");
    card_expect(&c, "8030000000", "6C01");
    card_expect(&c, "8030000001", "019000");
    card_expect(&c, "8040000002FFFF", "6106");
    card_expect(&c, "00C0000002", "00026104");
    card_expect(&c, "00C0000007", "6C04");
    card_expect(&c, "00C0000004", "000201FE9000");
    card_expect(&c, "00C0000004", "6D00"); /* nothing waits */
    card_close(&c);
}

static void test_deletion_keeps_what_is_held(void **state)
{
    (void)state;
    card c;
    hy_reason why;
    setup_applets(&c, NULL);
    card_expect(&c, "80100E0600", "009000"); /* the client keeps the server's object */
    assert_ok(hy_element_reset(c.element, c.work, NULL));
    assert_fails(DENIED, card_try_delete(&c, "F0000000A1000001", false, &why));
    assert_fails(DENIED, card_try_delete(&c, "F0000000A000", true, &why)); /* imported */
    assert_ok(card_try_delete(&c, "F0000000A200", true, &why));
    assert_ok(card_try_delete(&c, "F0000000A100", true, &why));
    assert_ok(card_try_delete(&c, "F0000000A000", true, &why));
    card_close(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_matrix),
        cmocka_unit_test(test_matrix_on_another_channel),
        cmocka_unit_test(test_sharing),
        cmocka_unit_test(test_transactions),
        cmocka_unit_test(test_runaways_end),
        cmocka_unit_test(test_garbage_goes),
        cmocka_unit_test(test_long_commands),
        cmocka_unit_test(test_channels),
        cmocka_unit_test(test_deselection_clears),
        cmocka_unit_test(test_names_in_part),
        cmocka_unit_test(test_t0),
        cmocka_unit_test(test_deletion_keeps_what_is_held),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
