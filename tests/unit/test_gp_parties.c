/* Parties on one card: what each privilege lets a domain do, and what it does not; every transition
   of the life cycles. */
#include "base/hex.h"
#include "gp_bench.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

enum { /* three bytes, the first highest */
       DOMAIN = 0x800000,
       CARD_LOCK = 0x100000,
       CARD_TERMINATE = 0x080000,
       AUTHORIZED_MANAGEMENT = 0x004000,
       GLOBAL_DELETE = 0x001000,
       GLOBAL_LOCK = 0x000800,
       GLOBAL_REGISTRY = 0x000400,
};

/* ---- every privilege, both ways ---- */

typedef struct rule {
    const char *name;
    const char *header, *data; /* of the one party, on what is the other's */
    uint32_t privileges;       /* that it needs beside being a domain */
    const char *refused;       /* without them */
} rule;

static const rule rules[] = {
    {"delete an application", "80E40000", "4F09" APPLET, GLOBAL_DELETE, "6985"},
    {"delete a load file", "80E40080", "4F08" PACKAGE, GLOBAL_DELETE, "6985"},
    {"lock an application", "80F04080", APPLET, GLOBAL_LOCK, "6A88"},
    {"see an application", "80F24002", "4F09" APPLET, GLOBAL_REGISTRY, "6A88"},
    {"see a load file", "80F22002", "4F08" PACKAGE, GLOBAL_REGISTRY, "6A88"},
    {"lock the card", "80F0807F", "", CARD_LOCK, "6985"},
    {"end the card", "80F080FF", "", CARD_TERMINATE, "6985"},
    /* what no privilege gives */
    {"load into it", "80E60200",
     "06D27600008502"
     "09" ALPHA "000000",
     0, "6A88"},
    {"install from its load file", "80E60C00",
     "08" PACKAGE "09" APPLET "0AD2760000850101000102"
     "0100"
     "06C904" PIN "00",
     0, "6A88"},
    {"take its application away", "80E61000",
     "09" BETA "00"
     "09" APPLET "000000",
     0, "6A88"},
    {"take its load file away", "80E61000",
     "09" BETA "00"
     "08" PACKAGE "000000",
     0, "6A88"},
    {"delete the domain", "80E40000", "4F09" ALPHA, 0, "6985"},
    {"delete the issuer", "80E40000", "4F08" ISSUER, 0, "6985"},
    {"lock the issuer", "80F04080", ISSUER, 0, "6A88"},
    {"change its registry row", "80E64000",
     "0000"
     "09" APPLET "01100000",
     0, "6"},
    {"personalize its application", "80E62000",
     "0000"
     "09" APPLET "000000",
     0, "6A88"},
};

static const char *send(gp_bench *b, const char *header, const char *data)
{
    char command[128];
    size_t n = strlen(data) / 2;
    (void)snprintf(command, sizeof command, n > 0 ? "%s%02X%s00" : "%s%02X", header, (unsigned)n,
                   data);
    return gp_send(b, command);
}

/* ALPHA has the wallet; BETA, with a privilege set, tries. */
static void open_parties(gp_bench *b, uint32_t privileges)
{
    gp_open(b, NULL);
    gp_make_domain(b, ALPHA, DOMAIN | AUTHORIZED_MANAGEMENT, 0x10);
    gp_make_domain(b, BETA, DOMAIN | privileges, 0x80);
    gp_enter(b, ALPHA, gp_keys_of(0x10));
    gp_load(b, "");
    assert_ok(gp_try_install(b, "", 0));
    gp_enter(b, ISSUER, gp_issuer_keys());
    gp_expect(b, "80F0800700", "9000");
    gp_expect(b, "80F0800F00", "9000");
    gp_enter(b, BETA, gp_keys_of(0x80));
}

static const char *status(const char *answer)
{
    return answer + strlen(answer) - 4;
}

static void test_every_privilege_both_ways(void **state)
{
    (void)state;
    static const uint32_t all[] = {CARD_LOCK,     CARD_TERMINATE, AUTHORIZED_MANAGEMENT,
                                   GLOBAL_DELETE, GLOBAL_LOCK,    GLOBAL_REGISTRY};
    for (size_t r = 0; r < TEST_COUNT(rules); r++) {
        for (size_t p = 0; p < TEST_COUNT(all); p++) {
            gp_bench b;
            open_parties(&b, all[p]);
            const char *sw = status(send(&b, rules[r].header, rules[r].data));
            bool allowed = rules[r].privileges == all[p];
            bool as_wanted = allowed ? strcmp(sw, "9000") == 0 : strcmp(sw, "9000") != 0;
            bool managing = (all[p] & AUTHORIZED_MANAGEMENT) != 0;
            if (!allowed && managing)
                as_wanted =
                    as_wanted && strncmp(sw, rules[r].refused, strlen(rules[r].refused)) == 0;
            if (!as_wanted)
                print_message("# %s with %06X: %s; %s\n", rules[r].name, (unsigned)all[p], sw,
                              b.told);
            assert_true(as_wanted);
            gp_close(&b);
        }
    }
}

/* The keys of the one open nothing of the other. */
static void test_keys_are_apart(void **state)
{
    (void)state;
    gp_bench b;
    open_parties(&b, AUTHORIZED_MANAGEMENT);
    assert_false(hy_ok(gp_try_enter(&b, ALPHA, gp_keys_of(0x80), 1)));
    assert_false(hy_ok(gp_try_enter(&b, BETA, gp_keys_of(0x10), 1)));
    assert_false(hy_ok(gp_try_enter(&b, ALPHA, gp_issuer_keys(), 1)));
    assert_false(hy_ok(gp_try_enter(&b, ISSUER, gp_keys_of(0x10), 1)));
    gp_close(&b);
}

/* ---- life cycles ---- */

static const uint8_t card_states[] = {0x01, 0x07, 0x0F, 0x7F, 0xFF};

/* Of the issuer, who may do all that can be done. */
static const char card_table[5][6] = {
    /* to 01   07   0F   7F   FF */
    ".yy.y", /* from OP_READY */
    "..y.y", /* INITIALIZED */
    "...yy", /* SECURED */
    "..y.y", /* CARD_LOCKED */
    ".....", /* TERMINATED */
};

static void set_card(gp_bench *b, uint8_t life)
{
    static const uint8_t way[] = {0x07, 0x0F, 0x7F};
    char command[16];
    for (size_t i = 0; life != 0x01 && i < TEST_COUNT(way); i++) {
        uint8_t next = life == 0xFF ? 0xFF : way[i];
        (void)snprintf(command, sizeof command, "80F080%02X00", next);
        gp_expect(b, command, "9000");
        if (next == life)
            return;
    }
}

static void test_card_transitions(void **state)
{
    (void)state;
    for (size_t from = 0; from < TEST_COUNT(card_states); from++) {
        for (size_t to = 0; to < TEST_COUNT(card_states); to++) {
            gp_bench b;
            char command[16];
            gp_open(&b, NULL);
            gp_enter(&b, ISSUER, gp_issuer_keys());
            set_card(&b, card_states[from]);
            (void)snprintf(command, sizeof command, "80F080%02X00", card_states[to]);
            const char *sw = status(gp_send(&b, command));
            bool wanted = card_table[from][to] == 'y';
            if (wanted != (strcmp(sw, "9000") == 0))
                print_message("# %02X to %02X: %s\n", card_states[from], card_states[to], sw);
            assert_int_equal(wanted, strcmp(sw, "9000") == 0);
            gp_close(&b);
        }
    }
}

/* An application's, by its domain: lock, unlock, make selectable. */
static void test_application_transitions(void **state)
{
    (void)state;
    static const char lock[] = "80F0408009" APPLET, unlock[] = "80F0400009" APPLET;
    static const char selectable[] = "80E608000F000009" APPLET "000000";
    static const struct {
        const char *way; /* i install, s make selectable, l lock, u unlock; the last is tried */
        bool allowed;
        const char *life;
    } table[] = {
        {"il", true, "83"},   {"iu", false, "03"},    {"is", true, "07"},    {"iss", false, "07"},
        {"isl", true, "87"},  {"isll", false, "87"},  {"islu", true, "07"},  {"isu", false, "07"},
        {"ilu", true, "03"},  {"ils", false, "83"},   {"isls", false, "87"}, {"ilus", true, "07"},
        {"ilul", true, "83"}, {"isluu", false, "07"},
    };
    for (size_t i = 0; i < TEST_COUNT(table); i++) {
        gp_bench b;
        const char *sw = "9000", *way = table[i].way;
        char row[16];
        gp_open(&b, NULL);
        gp_enter(&b, ISSUER, gp_issuer_keys());
        gp_load(&b, "");
        for (const char *at = way; *at != '\0'; at++) {
            assert_string_equal(sw, "9000");
            const char *command = *at == 'l'   ? lock
                                  : *at == 'u' ? unlock
                                  : *at == 's' ? selectable
                                               : "80E604002708" PACKAGE "09" APPLET "09" APPLET
                                                 "010006C904" PIN "0000";
            sw = status(gp_send(&b, command));
        }
        bool allowed = strcmp(sw, "9000") == 0;
        (void)snprintf(row, sizeof row, "9F7001%s", table[i].life);
        if (allowed != table[i].allowed)
            print_message("# %s: %s\n", way, sw);
        assert_int_equal(allowed, table[i].allowed);
        assert_non_null(strstr(gp_send(&b, "80F24002024F0000"), row));
        gp_close(&b);
    }
}

/* ---- what is active when it is locked ---- */

static void enter_on_channel_1(gp_bench *b)
{
    const hy_scp03_keys keys = gp_issuer_keys();
    const hy_session_config config = {.keys = &keys, .level = 1, .channel = 1};
    gp_close_session(b);
    card_expect(&b->card, "0070000001", "019000");
    b->admin.channel = 1;
    assert_ok(hy_admin_select(&b->admin, gp_bytes(ISSUER), &b->why));
    assert_ok(hy_session_new(b->crypto, &config, &b->session, &b->why));
    b->admin.session = b->session;
    assert_ok(hy_admin_open(&b->admin, &b->why));
}

/* An applet that is selected on another channel stops at once. */
static void test_active_applets_stop(void **state)
{
    (void)state;
    static const char *const ends[] = {("81F0408009" APPLET), "81F0807F00", "81F080FF00"};

    for (size_t i = 0; i < TEST_COUNT(ends); i++) {
        gp_bench b;
        gp_open(&b, NULL);
        gp_enter(&b, ISSUER, gp_issuer_keys());
        gp_load(&b, "");
        assert_ok(gp_try_install(&b, "", 0));
        gp_expect(&b, "80F0800700", "9000");
        gp_expect(&b, "80F0800F00", "9000");
        enter_on_channel_1(&b);
        card_expect(&b.card, "00A4040009" APPLET, "9000");
        card_expect(&b.card, "8050000002", "00009000");
        gp_expect(&b, ends[i], "9000");
        const char *sw = status(card_send(&b.card, "8050000002"));
        if (strcmp(sw, "9000") == 0)
            print_message("# after %s it goes on\n", ends[i]);
        assert_string_equal(sw, "6985");
        gp_close(&b);
    }
}

/* ---- many rows ---- */

static void test_long_lists_go_on(void **state)
{
    (void)state;
    enum { MANY = 40 };
    gp_bench b;
    char aid[32];
    unsigned seen = 0;
    gp_open(&b, NULL);
    gp_enter(&b, ISSUER, gp_issuer_keys());
    gp_load(&b, "");
    for (unsigned i = 0; i < MANY; i++) {
        (void)snprintf(aid, sizeof aid, "D27600008501%04X", 0x8000 + i);
        assert_ok(gp_try_install(&b, aid, 0));
    }
    const char *answer = gp_send(&b, "80F24002024F0000");
    for (int turns = 0; turns < MANY; turns++) {
        for (const char *at = answer; (at = strstr(at, "4F08D27600008501")) != NULL; at++)
            seen++;
        if (strcmp(status(answer), "6310") != 0)
            break;
        answer = gp_send(&b, "80F24003024F0000");
    }
    assert_string_equal(status(answer), "9000");
    assert_int_equal(seen, MANY);
    assert_string_equal(status(gp_send(&b, "80F24003024F0000")), "6985");
    gp_close(&b);
}

/* ---- a domain goes with what is its ---- */

static void test_domain_with_load_files(void **state)
{
    (void)state;
    gp_bench b;
    gp_open(&b, NULL);
    gp_make_domain(&b, ALPHA, DOMAIN | AUTHORIZED_MANAGEMENT, 0x10);
    gp_enter(&b, ALPHA, gp_keys_of(0x10));
    gp_load(&b, "");
    gp_enter(&b, ISSUER, gp_issuer_keys());
    gp_expect(&b, "80E400000B4F09" ALPHA "00", "6985");
    gp_expect(&b, "80E400800B4F09" ALPHA "00", "6985");
    assert_non_null(strstr(b.told, "load files"));
    gp_expect(&b, "80E400000A4F08" PACKAGE "00", "009000");
    gp_expect(&b, "80E400000B4F09" ALPHA "00", "009000");
    gp_close(&b);
}

/* ---- beside a session ---- */

/* TERMINAL PROFILE, ENVELOPE, FETCH, TERMINAL RESPONSE and STATUS, whatever their classes and
   sizes, move no counter and end no session; nor does what a hub relabels. */
static void test_beside_a_session(void **state)
{
    (void)state;
    static const char *const beside[] = {
        "801000000AFFFFFFFFFFFFFFFFFFFF",
        "80C2000003D30182",
        "801200000A",
        "8014000003810301",
        "80F2000C",
        "80F20000",
        "80F2010100",
        "00C2000000",
        "80F202000400000000",
        "E0F2800200",
        "EFF28002024F00",
    };
    static const uint8_t levels[] = {0x01, 0x03, 0x11, 0x13, 0x33};
    for (size_t l = 0; l < TEST_COUNT(levels); l++) {
        gp_bench b;
        gp_open(&b, NULL);
        assert_ok(gp_try_enter(&b, ISSUER, gp_issuer_keys(), levels[l]));
        for (unsigned i = 0; i < 1000; i++) {
            const char *sw = status(card_send(&b.card, beside[i % TEST_COUNT(beside)]));
            assert_string_not_equal(sw, "9000");
            assert_string_not_equal(sw, "6982");
            if (i % 97 == 0)
                assert_string_equal(status(gp_send(&b, "80F28002024F0000")), "9000");
        }
        assert_string_equal(status(gp_send(&b, "80F28002024F0000")), "9000");
        gp_close(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_privilege_both_ways),
        cmocka_unit_test(test_keys_are_apart),
        cmocka_unit_test(test_card_transitions),
        cmocka_unit_test(test_application_transitions),
        cmocka_unit_test(test_active_applets_stop),
        cmocka_unit_test(test_long_lists_go_on),
        cmocka_unit_test(test_domain_with_load_files),
        cmocka_unit_test(test_beside_a_session),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
