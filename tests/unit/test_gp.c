/* Content management of the element, told by APDUs through real sessions of SCP03: the other end is
   channel/. */
#include "card.h"
#include "test.h"

#include "base/hex.h"
#include "channel/channel.h"
#include "crypto/context.h"

#include <stdio.h>
#include <string.h>

#define ISSUER "A000000151000000"
#define ALPHA "A0000001515300000A"
#define BETA "A0000001515300000B"
#define PACKAGE "D276000085010100"
#define APPLET "D27600008501010001"
#define PIN "31323334"

enum { FILE_MAX = 1 << 16 };

typedef struct bench {
    card card;
    hy_crypto *crypto;
    hy_session *session;
    hy_admin admin;
    hy_buf load_file;
    hy_reason why;
    char told[256]; /* the last reason in the log */
} bench;

static hy_issuer test_issuer(void)
{
    hy_issuer i = {.key_n = 16};
    for (uint8_t n = 0; n < 16; n++)
        i.enc[n] = i.mac[n] = i.dek[n] = (uint8_t)(0x40 + n);
    return i;
}

static hy_scp03_keys keys_of(uint8_t first)
{
    hy_scp03_keys k = {.n = 16};
    for (uint8_t n = 0; n < 16; n++) {
        k.enc[n] = (uint8_t)(first + n);
        k.mac[n] = (uint8_t)(first + n + 0x10);
        k.dek[n] = (uint8_t)(first + n + 0x20);
    }
    return k;
}

static hy_scp03_keys issuer_keys(void)
{
    hy_scp03_keys k = {.n = 16};
    for (uint8_t n = 0; n < 16; n++)
        k.enc[n] = k.mac[n] = k.dek[n] = (uint8_t)(0x40 + n);
    return k;
}

static hy_rc exchange(void *context, hy_view command, uint8_t *response, size_t room, size_t *n,
                      hy_reason *why)
{
    bench *b = context;
    return hy_element_transmit(b->card.element, b->card.work, command, response, room, n, why);
}

static void tell(void *context, const char *why)
{
    bench *b = context;
    (void)snprintf(b->told, sizeof b->told, "%s", why);
}

/* Bytes of hex, in turn in one of a few places. */
static hy_view bytes(const char *hex)
{
    static uint8_t place[8][512];
    static unsigned turn;
    hy_buf b = {place[turn++ % 8], 0, sizeof place[0], sizeof place[0]};
    assert_ok(hy_hex_decode(hex, &b));
    return hy_buf_view(&b);
}

static void open_bench(bench *b, const hy_issuer *issuer)
{
    *b = (bench){.load_file = hy_buf_new(FILE_MAX)};
    hy_port port = hy_port_system();
    port.tell = tell;
    const hy_issuer usual = test_issuer();
    const hy_element_config config = {.issuer = issuer == NULL ? &usual : issuer};
    const hy_port plain = hy_port_system();
    assert_ok(hy_pool_open(&plain, NULL, &b->card.pool, &b->why));
    assert_ok(hy_workspace_open(&plain, NULL, &b->card.work, &b->why));
    port.context = b;
    port.allocate = plain.allocate;
    assert_ok(
        hy_element_create(b->card.pool, b->card.work, &port, &config, &b->card.element, &b->why));
    assert_ok(hy_crypto_new(hy_random_system(), &b->crypto, &b->why));
    assert_ok(hy_buf_read_file(&b->load_file, WALLET_IJC, FILE_MAX, &b->why));
    b->admin = hy_admin_of((hy_carrier){b, exchange}, NULL);
}

static void close_session(bench *b)
{
    hy_session_free(&b->session);
    b->admin.session = NULL;
}

static void close_bench(bench *b)
{
    close_session(b);
    hy_admin_free(&b->admin);
    hy_crypto_free(&b->crypto);
    hy_buf_free(&b->load_file);
    card_close(&b->card);
}

/* Selects a domain and opens a session with it. */
static hy_rc try_enter(bench *b, const char *domain, hy_scp03_keys keys, uint8_t level)
{
    const hy_session_config config = {.keys = &keys, .level = level};
    close_session(b);
    HY_TRY(hy_admin_select(&b->admin, bytes(domain), &b->why));
    assert_ok(hy_session_new(b->crypto, &config, &b->session, &b->why));
    b->admin.session = b->session;
    return hy_admin_open(&b->admin, &b->why);
}

static void enter(bench *b, const char *domain, hy_scp03_keys keys)
{
    hy_rc rc = try_enter(b, domain, keys, HY_SCP03_C_MAC | HY_SCP03_C_DEC);
    if (!hy_ok(rc))
        print_message("# %s\n", b->why.text);
    assert_ok(rc);
}

/* Sends through the session; the answer with its status word, in hex. */
static const char *send(bench *b, const char *command)
{
    static char hex[4096];
    hy_rc rc = hy_admin_transmit(&b->admin, bytes(command), &b->why);
    if (!hy_ok(rc))
        print_message("# %s\n", b->why.text);
    assert_ok(rc);
    size_t n = strlen(hy_hex_encode(hy_buf_view(&b->admin.response), hex, sizeof hex));
    (void)snprintf(hex + n, sizeof hex - n, "%04X", b->admin.sw);
    return hex;
}

#define expect(b, command, response) assert_string_equal(send(b, command), response)

static hy_rc try_load(bench *b, const char *domain)
{
    const hy_admin_load_request request = {
        .package = bytes(PACKAGE),
        .domain = bytes(domain),
        .file = hy_buf_view(&b->load_file),
    };
    return hy_admin_load(&b->admin, &request, &b->why);
}

static void load(bench *b, const char *domain)
{
    hy_rc rc = try_load(b, domain);
    if (!hy_ok(rc))
        print_message("# %s; %s\n", b->why.text, b->told);
    assert_ok(rc);
}

static hy_rc try_install(bench *b, const char *instance, uint32_t privileges)
{
    const hy_admin_install_request request = {
        .package = bytes(PACKAGE),
        .module = bytes(APPLET),
        .instance = bytes(instance),
        .privileges = privileges,
        .parameters = bytes(PIN),
    };
    return hy_admin_install(&b->admin, &request, &b->why);
}

static void make_domain(bench *b, const char *aid, uint32_t privileges, uint8_t first_key)
{
    const hy_admin_domain_request request = {
        .instance = bytes(aid),
        .privileges = privileges,
        .i = 0xFF,
    };
    enter(b, ISSUER, issuer_keys());
    assert_ok(hy_admin_create_domain(&b->admin, &request, &b->why));
    hy_scp03_keys keys = keys_of(first_key);
    enter(b, aid, issuer_keys()); /* without keys of its own the domain above serves it */
    assert_ok(hy_admin_put_keys(&b->admin, b->crypto, 0, 0x30, &keys, &b->why));
    enter(b, aid, keys);
}

/* ---- the card as it is made ---- */

static void test_issuer_is_selected(void **state)
{
    (void)state;
    bench b;
    open_bench(&b, NULL);
    const char *fci = card_send(&b.card, "00A40400");
    assert_non_null(strstr(fci, "8408" ISSUER "A5"));
    assert_non_null(strstr(fci, "9F6501FF9000"));
    card_expect(&b.card, "00A4040008" ISSUER, fci);
    card_expect(&b.card, "80F28002024F00", "6982");
    card_expect(&b.card, "80CA00E000", "E012C00401308810C00402308810C004033088109000");
    card_expect(&b.card, "80CA9F7E00", "6A88");
    assert_int_equal(strlen(card_send(&b.card, "80CA9F7F00")), 2 * (3 + 42 + 2));
    card_expect(&b.card, "80CA00D300", "D301009000");
    card_expect(&b.card, "80CA00C200", "C20200009000");
    card_expect(&b.card, "80CAFF4000", "6982");
    card_expect(&b.card, "80C2000000", "6D00");
    assert_ok(hy_element_reset(b.card.element, b.card.work, NULL));
    card_expect(&b.card, "80CA00D300", "D301009000");
    close_bench(&b);
}

static void test_every_variant_opens(void **state)
{
    (void)state;
    static const uint8_t variants[] = {0x00, 0x10, 0x20, 0x30, 0x60, 0x70};
    for (size_t i = 0; i < 2 * TEST_COUNT(variants); i++) {
        bench b;
        hy_issuer issuer = test_issuer();
        issuer.i_given = true;
        issuer.i = (uint8_t)(variants[i / 2] | i % 2);
        issuer.kvn = 0x31;
        issuer.key_n = i % 3 == 0 ? 16 : i % 3 == 1 ? 24 : 32;
        hy_scp03_keys keys = {.n = issuer.key_n};
        memcpy(keys.enc, issuer.enc, sizeof keys.enc);
        memcpy(keys.mac, issuer.mac, sizeof keys.mac);
        memcpy(keys.dek, issuer.dek, sizeof keys.dek);
        open_bench(&b, &issuer);
        const hy_session_config config = {.keys = &keys, .level = 3, .s16 = i % 2 == 1};
        assert_ok(hy_admin_select(&b.admin, bytes(ISSUER), &b.why));
        assert_ok(hy_session_new(b.crypto, &config, &b.session, &b.why));
        b.admin.session = b.session;
        hy_rc rc = hy_admin_open(&b.admin, &b.why);
        if (!hy_ok(rc))
            print_message("# i %02X: %s; %s\n", issuer.i, b.why.text, b.told);
        assert_ok(rc);
        expect(&b, "80CA00D300", "D301839000");
        close_bench(&b);
    }
}

/* ---- load, install, list, delete ---- */

static void test_wallet_comes_and_goes(void **state)
{
    (void)state;
    bench b;
    open_bench(&b, NULL);
    enter(&b, ISSUER, issuer_keys());
    expect(&b, "80F28002024F0000", "E3134F08A0000001510000009F700101C5039EFE809000");
    expect(&b, "80F24002024F0000", "6A88");
    load(&b, "");
    assert_int_equal(try_load(&b, "").code, HY_E_DENIED);
    assert_int_equal(b.admin.sw, 0x6985);
    assert_ok(try_install(&b, "", 0));
    assert_int_equal(try_install(&b, "", 0).code, HY_E_DENIED);
    expect(&b, "80F24002024F0000",
           "E3284F09" APPLET "9F700107C503000000C408" PACKAGE "CC08" ISSUER "9000");
    expect(&b, "80F24000024F0000", "09" APPLET "07009000");
    expect(&b,
           "80E40000"
           "0A4F08" PACKAGE "00",
           "6985");
    card_expect(&b.card, "00A4040009" APPLET, "9000");
    card_expect(&b.card, "8050000002", "00009000");
    enter(&b, ISSUER, issuer_keys());
    expect(&b,
           "80E40080"
           "0A4F08" PACKAGE "00",
           "009000");
    expect(&b, "80F24002024F0000", "6A88");
    card_expect(&b.card, "00A4040009" APPLET, "6A82");
    close_bench(&b);
}

static void test_installed_then_selectable(void **state)
{
    (void)state;
    bench b;
    open_bench(&b, NULL);
    enter(&b, ISSUER, issuer_keys());
    load(&b, "");
    expect(&b,
           "80E60400"
           "27"
           "08" PACKAGE "09" APPLET "09" APPLET "0100"
           "06C904" PIN "0000",
           "009000");
    assert_non_null(strstr(send(&b, "80F24002024F0000"), "9F700103"));
    expect(&b,
           "80E60800"
           "0F"
           "0000"
           "09" APPLET "000000"
           "00",
           "009000");
    expect(&b,
           "80E60800"
           "0F"
           "0000"
           "09" APPLET "000000"
           "00",
           "6985");
    assert_non_null(strstr(send(&b, "80F24002024F0000"), "9F700107"));
    close_bench(&b);
}

/* A cut load leaves nothing. */
static void test_load_is_dropped(void **state)
{
    (void)state;
    bench b;
    open_bench(&b, NULL);
    enter(&b, ISSUER, issuer_keys());
    uint32_t before = hy_element_measure(b.card.element).persistent;
    expect(&b,
           "80E60200"
           "0D"
           "08" PACKAGE "00000000"
           "00",
           "009000");
    expect(&b,
           "80E80000"
           "06"
           "C48203E80102"
           "00",
           "9000");
    expect(&b,
           "80E80002"
           "01"
           "00"
           "00",
           "6A86");
    expect(&b,
           "80E80001"
           "01"
           "00"
           "00",
           "6985");
    expect(&b,
           "80E60200"
           "0D"
           "08" PACKAGE "00000000"
           "00",
           "009000");
    expect(&b,
           "80E80000"
           "06"
           "C48203E80102"
           "00",
           "9000");
    assert_ok(hy_element_reset(b.card.element, b.card.work, NULL));
    assert_int_equal(hy_element_measure(b.card.element).persistent, before);
    enter(&b, ISSUER, issuer_keys());
    expect(&b,
           "80E60200"
           "0D"
           "08" PACKAGE "00000000"
           "00",
           "009000");
    expect(&b,
           "80E88000"
           "06"
           "C404DECAFFED"
           "00",
           "6A80");
    assert_non_null(strstr(b.told, "Header"));
    assert_non_null(strstr(send(&b, "80CAFF4000"), "FF40"));
    expect(&b,
           "80E60200"
           "0D"
           "08" PACKAGE "00000000"
           "00",
           "009000");
    expect(&b,
           "80E80000"
           "04"
           "E2024F00"
           "00",
           "6985");
    load(&b, "");
    close_bench(&b);
}

/* ---- two parties ---- */

static void test_parties_are_apart(void **state)
{
    (void)state;
    bench b;
    open_bench(&b, NULL);
    make_domain(&b, ALPHA, 0x804000, 0x10);
    make_domain(&b, BETA, 0x804000, 0x80);
    enter(&b, ALPHA, keys_of(0x10));
    load(&b, "");
    assert_ok(try_install(&b, "", 0));
    enter(&b, BETA, keys_of(0x80));
    expect(&b, "80F24002024F0000",
           "E3274F09" BETA "9F700107C503804000C407A0000001515350CC08" ISSUER "9000");
    expect(&b,
           "80F22002084F06"
           "D27600008501"
           "00",
           "6A88");
    assert_int_equal(try_load(&b, ALPHA).code, HY_E_DENIED);
    assert_int_equal(try_install(&b, "D2760000850101000102", 0).code, HY_E_DENIED);
    expect(&b,
           "80E40000"
           "0B4F09" APPLET "00",
           "6985");
    expect(&b,
           "80E40080"
           "0A4F08" PACKAGE "00",
           "6985");
    expect(&b,
           "80E40000"
           "0B4F09" ALPHA "00",
           "6985");
    expect(&b,
           "80F04080"
           "09" APPLET,
           "6A88");
    expect(&b,
           "80F04080"
           "09" ALPHA,
           "6A88");
    expect(&b,
           "80E61000"
           "18"
           "09" BETA "00"
           "09" APPLET "000000"
           "00",
           "6A88");
    assert_false(hy_ok(try_enter(&b, ALPHA, keys_of(0x80), 1)));
    assert_false(hy_ok(try_enter(&b, ALPHA, issuer_keys(), 1)));
    close_bench(&b);
}

static void test_privileges_of_a_party(void **state)
{
    (void)state;
    static const uint32_t refused[] = {
        0x100000, 0x080000, 0x040000, 0x020000, 0x001000, 0x000800, 0x000400, 0x000200, 0x000100,
    };
    bench b;
    open_bench(&b, NULL);
    make_domain(&b, ALPHA, 0x804000, 0x10);
    load(&b, "");
    for (size_t i = 0; i < TEST_COUNT(refused); i++) {
        assert_int_equal(try_install(&b, "", refused[i]).code, HY_E_DENIED);
        assert_int_equal(b.admin.sw, 0x6985);
    }
    static const uint32_t contradictory[] = {0x800000, 0x400000, 0x200000, 0x010000, 0x008000,
                                             0x004000, 0x002000, 0x000080, 0x000040, 0x000001};
    for (size_t i = 0; i < TEST_COUNT(contradictory); i++) {
        assert_int_equal(try_install(&b, "", contradictory[i]).code, HY_E_DENIED);
        assert_int_equal(b.admin.sw, 0x6A80);
    }
    assert_ok(try_install(&b, "", 0));
    close_bench(&b);
}

/* The issuer gives each of them to one application, and gets it back. */
static void test_single_holders(void **state)
{
    (void)state;
    static const uint32_t single[] = {0x040000, 0x000200, 0x020000};
    bench b;
    open_bench(&b, NULL);
    enter(&b, ISSUER, issuer_keys());
    load(&b, "");
    for (size_t i = 0; i < TEST_COUNT(single); i++) {
        assert_ok(try_install(&b, "", single[i]));
        assert_int_equal(try_install(&b, "D2760000850101000102", single[i]).code, HY_E_DENIED);
        assert_int_equal(b.admin.sw, 0x6985);
        assert_null(strstr(send(&b, "80F28002024F0000"), "C5039EFE80"));
        expect(&b,
               "80E40000"
               "0B4F09" APPLET "00",
               "009000");
        assert_non_null(strstr(send(&b, "80F28002024F0000"), "C5039EFE80"));
    }
    close_bench(&b);
}

/* ---- life cycles ---- */

static void test_card_life(void **state)
{
    (void)state;
    bench b;
    open_bench(&b, NULL);
    enter(&b, ISSUER, issuer_keys());
    expect(&b, "80F0807F", "6985");
    expect(&b, "80F08007", "9000");
    expect(&b, "80F08007", "6985");
    expect(&b, "80F08001", "6985");
    expect(&b, "80F0800F", "9000");
    expect(&b, "80F08007", "6985");
    load(&b, "");
    assert_ok(try_install(&b, "", 0));
    expect(&b, "80F0807F", "9000");
    expect(&b,
           "80E40080"
           "0A4F08" PACKAGE "00",
           "6985");
    assert_non_null(strstr(card_send(&b.card, "00A40400"), "6283"));
    card_expect(&b.card, "00A4040009" APPLET, "6A82");
    close_session(&b);
    enter(&b, ISSUER, issuer_keys());
    expect(&b, "80F0800F", "9000");
    card_expect(&b.card, "00A4040009" APPLET, "9000");
    enter(&b, ISSUER, issuer_keys());
    expect(&b, "80F080FF", "9000");
    expect(&b, "80F0800F", "6985");
    expect(&b, "80CA00C200", "C20200009000");
    close_bench(&b);
}

static void test_application_life(void **state)
{
    (void)state;
    bench b;
    open_bench(&b, NULL);
    make_domain(&b, ALPHA, 0x804000, 0x10);
    load(&b, "");
    assert_ok(try_install(&b, "", 0));
    expect(&b,
           "80F04080"
           "09" APPLET,
           "9000");
    expect(&b,
           "80F04080"
           "09" APPLET,
           "6985");
    assert_non_null(strstr(send(&b, "80F240020B4F09" APPLET "00"), "9F700187"));
    card_expect(&b.card, "00A4040009" APPLET, "6A82");
    enter(&b, ALPHA, keys_of(0x10));
    expect(&b,
           "80F04000"
           "09" APPLET,
           "9000");
    expect(&b,
           "80F0400F"
           "09" ALPHA,
           "9000");
    expect(&b,
           "80F0400F"
           "09" ALPHA,
           "6985");
    card_expect(&b.card, "00A4040009" APPLET, "9000");
    enter(&b, ISSUER, issuer_keys());
    expect(&b,
           "80F06080"
           "09" ALPHA,
           "9000");
    assert_non_null(strstr(send(&b, "80F240020B4F09" ALPHA "00"), "9F70018F"));
    assert_non_null(strstr(send(&b, "80F240020B4F09" APPLET "00"), "9F700187"));
    expect(&b,
           "80F06000"
           "09" ALPHA,
           "9000");
    enter(&b, ALPHA, keys_of(0x10));
    expect(&b,
           "80F04080"
           "09" ALPHA,
           "9000"); /* itself; the session is over */
    assert_int_equal(try_enter(&b, ALPHA, keys_of(0x10), 1).code, HY_E_DENIED);
    close_bench(&b);
}

/* ---- extradition, personalization, data, keys ---- */

static void test_extradition(void **state)
{
    (void)state;
    bench b;
    open_bench(&b, NULL);
    make_domain(&b, ALPHA, 0x804000, 0x10);
    enter(&b, ISSUER, issuer_keys());
    load(&b, "");
    assert_ok(try_install(&b, "", 0));
    assert_ok(hy_admin_extradite(&b.admin, bytes(APPLET), bytes(ALPHA), &b.why));
    assert_non_null(strstr(send(&b, "80F240020B4F09" APPLET "00"), "CC09" ALPHA));
    expect(&b,
           "80E40000"
           "0B4F09" ALPHA "00",
           "6985"); /* it has an application */
    expect(&b,
           "80E61000"
           "18"
           "09" APPLET "00"
           "09" ALPHA "000000"
           "00",
           "6A88");
    enter(&b, ALPHA, keys_of(0x10));
    expect(&b,
           "80E40000"
           "0B4F09" APPLET "00",
           "009000");
    enter(&b, ISSUER, issuer_keys());
    expect(&b,
           "80E40000"
           "0B4F09" ALPHA "00",
           "009000");
    close_bench(&b);
}

static void test_data(void **state)
{
    (void)state;
    bench b;
    open_bench(&b, NULL);
    enter(&b, ISSUER, issuer_keys());
    expect(&b,
           "80E29000"
           "0E"
           "420501020304"
           "05"
           "4505060708090A",
           "9000");
    expect(&b, "80CA004200", "420501020304059000");
    expect(&b, "80CA004500", "4505060708090A9000");
    expect(&b,
           "80E28800"
           "08"
           "00700542"
           "03AABBCC",
           "9000");
    expect(&b, "80CA004200", "4203AABBCC9000");
    expect(&b,
           "80E29000"
           "03"
           "C10100",
           "6A88");
    expect(&b,
           "80E21000"
           "03"
           "420311",
           "9000"); /* the rest comes in the next block */
    expect(&b,
           "80E29002"
           "02"
           "2233",
           "6A86");
    expect(&b,
           "80E21000"
           "03"
           "420311",
           "9000");
    expect(&b,
           "80E29001"
           "02"
           "2233",
           "9000");
    expect(&b, "80CA004200", "42031122339000");
    close_bench(&b);
}

static void test_keys(void **state)
{
    (void)state;
    bench b;
    open_bench(&b, NULL);
    enter(&b, ISSUER, issuer_keys());
    expect(&b,
           "80D80001"
           "02"
           "7081"
           "00",
           "6A80");
    hy_scp03_keys more = keys_of(0x20);
    assert_ok(hy_admin_put_keys(&b.admin, b.crypto, 0, 0x31, &more, &b.why));
    assert_int_equal(hy_admin_put_keys(&b.admin, b.crypto, 0, 0x31, &more, &b.why).code,
                     HY_E_DENIED);
    assert_int_equal(hy_admin_put_keys(&b.admin, b.crypto, 0x35, 0x32, &more, &b.why).code,
                     HY_E_DENIED);
    assert_int_equal(b.admin.sw, 0x6A88);
    assert_ok(hy_admin_put_keys(&b.admin, b.crypto, 0x31, 0x33, &more, &b.why));
    expect(&b,
           "80E40000"
           "06"
           "D00101D20133"
           "00",
           "009000");
    expect(&b,
           "80E40000"
           "03"
           "D20133"
           "00",
           "009000");
    expect(&b,
           "80E40000"
           "03"
           "D20133"
           "00",
           "6A88");
    /* RSA and ECC, public: nothing is encrypted */
    expect(&b,
           "80D80001"
           "0B"
           "73"
           "A103C0FFEF"
           "A0010300"
           "00"
           "00",
           "6A80");
    expect(&b,
           "80D80001"
           "0A"
           "73"
           "A103C0FFEF"
           "A0010300"
           "00",
           "739000");
    assert_non_null(strstr(send(&b, "80CA00E000"), "C0060173A103A001"));
    close_bench(&b);
}

static void test_retries(void **state)
{
    (void)state;
    bench b;
    hy_issuer issuer = test_issuer();
    issuer.tries = 2;
    open_bench(&b, &issuer);
    const char *begin = "8050000008"
                        "0001020304050607"
                        "00";
    for (int i = 0; i < 2; i++) {
        assert_int_equal(strlen(card_send(&b.card, begin)), 2 * (29 + 2));
        card_expect(&b.card,
                    "8482010010"
                    "00000000000000000000000000000000",
                    "6300");
    }
    card_expect(&b.card, begin, "6983");
    close_bench(&b);
}

/* ---- an applet on its domain's channel ---- */

#define MANAGER "F0000000B2000001"

static void install_manager(bench *b, uint32_t privileges)
{
    hy_buf file = hy_buf_new(FILE_MAX);
    assert_ok(hy_buf_read_file(&file, MANAGER_IJC, FILE_MAX, &b->why));
    const hy_admin_load_request request = {
        .package = bytes("F0000000B200"),
        .file = hy_buf_view(&file),
    };
    const hy_admin_install_request install = {
        .package = bytes("F0000000B200"),
        .module = bytes(MANAGER),
        .privileges = privileges,
    };
    enter(b, ISSUER, issuer_keys());
    hy_rc rc = hy_admin_load(&b->admin, &request, &b->why);
    if (!hy_ok(rc))
        print_message("# %s; %s\n", b->why.text, b->told);
    assert_ok(rc);
    assert_ok(hy_admin_install(&b->admin, &install, &b->why));
    hy_buf_free(&file);
}

static void test_applet_has_the_channel(void **state)
{
    (void)state;
    bench b;
    const hy_scp03_keys keys = issuer_keys();
    open_bench(&b, NULL);
    install_manager(&b, 0);
    assert_ok(hy_admin_personalize(&b.admin, bytes(MANAGER), &b.why));
    assert_ok(hy_admin_store_data(&b.admin, HY_ADMIN_FORMAT_DGI, bytes("0101034A4B4C"), &b.why));
    const uint8_t levels[] = {0x01, 0x03, 0x11, 0x13, 0x33};
    for (size_t i = 0; i < sizeof levels; i++) {
        const hy_session_config config = {.keys = &keys, .level = levels[i]};
        close_session(&b);
        assert_ok(hy_admin_select(&b.admin, bytes(MANAGER), &b.why));
        assert_ok(hy_session_new(b.crypto, &config, &b.session, &b.why));
        b.admin.session = b.session;
        assert_ok(hy_admin_open(&b.admin, &b.why));
        for (int n = 0; n < 10; n++) { /* beside the session: nothing moves */
            card_expect(&b.card, "801400000000", "6700");
            card_expect(&b.card, "8014000000", "0101034A4B4C9000");
        }
        expect(&b, "80100000031A1B1C00", "1A1B1C9000");
        expect(&b, "80100000031A1B1C00", "1A1B1C9000");
    }
    card_expect(&b.card, "8011000001", "B39000");
    card_expect(&b.card, "8010000003AABBCC", "6982"); /* bare: the session is over */
    card_expect(&b.card, "8011000001", "009000");
    close_bench(&b);
}

static void test_applet_asks_the_card(void **state)
{
    (void)state;
    bench b;
    open_bench(&b, NULL);
    install_manager(&b, 0x020000); /* CVM Management */
    card_expect(&b.card, "00A4040008" MANAGER, "9000");
    card_expect(&b.card, "8012000000", "0701079000");
    card_expect(&b.card, "8012060000", "079000"); /* aborted: as before */
    card_expect(&b.card,
                "80120110"
                "00",
                "009000");
    card_expect(&b.card, "8012011F00", "019000");
    card_expect(&b.card, "8012000000", "1F011F9000");
    card_expect(&b.card, "8012020000", "009000"); /* no Card Lock */
    card_expect(&b.card, "8012030000", "020000019000");
    card_expect(&b.card,
                "8012040004"
                "3132333400",
                "019000");
    card_expect(&b.card,
                "8012050104"
                "3132333400",
                "000201009000");
    card_expect(&b.card,
                "8012050202"
                "123400",
                "000201009000"); /* the same digits as BCD */
    card_expect(&b.card,
                "8012050104"
                "3132333500",
                "FF0100009000");
    card_expect(&b.card,
                "8012050104"
                "3132333500",
                "FF0000019000");
    card_expect(&b.card,
                "8012050104"
                "3132333400",
                "FF0000019000");
    card_expect(&b.card, "8012070100", "6985"); /* no Global Service */
    card_expect(&b.card, "8012018000", "019000");
    card_expect(&b.card, "00A4040008" MANAGER, "6D00"); /* its own while it is selected */
    assert_ok(hy_element_reset(b.card.element, b.card.work, NULL));
    card_expect(&b.card, "00A4040008" MANAGER, "6A82");
    close_bench(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_issuer_is_selected),
        cmocka_unit_test(test_every_variant_opens),
        cmocka_unit_test(test_wallet_comes_and_goes),
        cmocka_unit_test(test_installed_then_selectable),
        cmocka_unit_test(test_load_is_dropped),
        cmocka_unit_test(test_parties_are_apart),
        cmocka_unit_test(test_privileges_of_a_party),
        cmocka_unit_test(test_single_holders),
        cmocka_unit_test(test_card_life),
        cmocka_unit_test(test_application_life),
        cmocka_unit_test(test_extradition),
        cmocka_unit_test(test_data),
        cmocka_unit_test(test_keys),
        cmocka_unit_test(test_retries),
        cmocka_unit_test(test_applet_has_the_channel),
        cmocka_unit_test(test_applet_asks_the_card),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
