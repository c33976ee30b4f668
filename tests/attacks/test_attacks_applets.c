/* The attacks that no single method makes: applets against their neighbours, against the chip's
   memory, against cryptography, and strangers against GlobalPlatform; in each of the three builds.
   What must come of each is said by the standards, not by a net: it is the same in every build, but
   where the firewall's reach is what the build without run-time checks lacks. */
#include "card.h"
#include "element/vm/nets.h"
#include "test.h"

#include "base/hex.h"
#include "channel/channel.h"
#include "crypto/context.h"
#include "element/runtime/workspace.h"

#include <stdio.h>
#include <string.h>

#define SELECT_CLIENT "00A4040008F0000000A2000001"
#define SELECT_SERVER "00A4040008F0000000A1000001"
#define SELECT_WALLET "00A4040009D27600008501010001"
#define SELECT_NATIVES "00A4040008D276000085020201"
#define SELECT_ORACLE "00A4040008D276000085020501"

static void open_pair(card *c)
{
    card_open(c, NULL);
    card_load(c, SHARED);
    card_load(c, SERVER);
    card_load(c, CLIENT);
    card_install(c, "F0000000A100", "", "", "");
    card_install(c, "F0000000A200", "", "", "");
    card_expect(c, SELECT_CLIENT, "9000");
}

static void open_wallet(card *c, const hy_element_config *config)
{
    card_open(c, config);
    card_load(c, WALLET);
    card_install(c, "D276000085010100", "", "", "31323334");
    card_expect(c, SELECT_WALLET, "9000");
}

/* Commands and what must come of them. */
typedef struct step {
    const char *command, *response;
} step;

static void try_steps(card *c, const step *steps, size_t n)
{
    int wrong = 0;
    for (size_t i = 0; i < n; i++) {
        const char *seen = card_send(c, steps[i].command);
        if (strcmp(seen, steps[i].response) == 0)
            continue;
        print_message("# %s: %s, not %s\n", steps[i].command, seen, steps[i].response);
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

/* ---- A20: what the firewall forbids (JCRE 6.2.8); test_runtime_firewall has the whole matrix ----
 */

/* INS 10 of the client: P1 the object, P2 the use; 01 SecurityException, 00 it went. */
static const struct {
    const char *what, *command;
} walls[] = {
    {"another's field read", "8010010000"},
    {"another's field written", "8010010100"},
    {"another's reference read", "8010010200"},
    {"another's reference written", "8010010300"},
    {"another's method called", "8010010400"},
    {"another's array read", "8010030000"},
    {"another's array written", "8010030100"},
    {"another's array measured", "8010030200"},
    {"another's array cast", "8010030A00"},
    {"another's transient array read", "8010070000"},
    {"another's array cleared on deselection read", "8010080000"},
    {"another's array cleared on deselection written", "8010080100"},
    {"another's exception thrown", "8010100000"},
    {"the same while another calls back", "8010210000"},
    {"and in a transaction", "8010430100"},
};

static void test_firewall(void **state)
{
    (void)state;
    card c;
    int wrong = 0;
    int stopped = 0;
    open_pair(&c);
    for (size_t i = 0; i < TEST_COUNT(walls); i++) {
        bool stops = strcmp(card_send(&c, walls[i].command), "019000") == 0;
        if (!stops && HY_NET_RUNTIME != 0)
            print_message("# A20 %s\n", walls[i].what);
        stopped += stops;
        wrong += !stops;
    }
    if (HY_NET_RUNTIME != 0)
        assert_int_equal(wrong, 0);
    else
        assert_true(stopped < (int)TEST_COUNT(walls) / 2); /* so it is this net that stops them */
    card_close(&c);
}

/* A19: who calls is told true. */
static void test_callers(void **state)
{
    (void)state;
    card c;
    open_pair(&c);
    card_expect(&c, "8030000000", "019000");
    card_close(&c);
}

/* ---- A25, A26, A27: applets that check themselves; 9000 says that each rule held ---- */

static void open_natives(card *c)
{
    card_open(c, NULL);
    card_load(c, NATIVES "/vault.ijc");
    card_load(c, NATIVES "/client.ijc");
    card_install(c, "D2760000850201", "", "", "");
    card_install(c, "D2760000850202", "", "", "");
    card_expect(c, SELECT_NATIVES, "9000");
}

static void test_copies_and_aborts(void **state)
{
    (void)state;
    card c;
    open_natives(&c);
    card_expect(&c, "80120000", "9000"); /* A25: Arrays.transactions */
    card_expect(&c, "80110000", "9000"); /* A27: Arrays.refusals */
    card_close(&c);
}

static void test_pins(void **state)
{
    (void)state;
    card c;
    open_natives(&c);
    card_expect(&c, "80200000", "9000"); /* null and bounds cost a try; left validated */
    assert_ok(hy_element_reset(c.element, c.work, NULL));
    card_expect(&c, SELECT_NATIVES, "9000");
    card_expect(&c, "80240000", "9000"); /* and after the reset it is not */
    card_expect(&c, "80210000", "9000"); /* no abort gives a try back */
    card_expect(&c, "80230000", "9000");
    card_close(&c);
    /* three wrong ones block, a reset between them or not */
    open_wallet(&c, NULL);
    for (int i = 0; i < 3; i++) {
        assert_string_not_equal(card_send(&c, "802000000431323335"), "9000");
        assert_ok(hy_element_reset(c.element, c.work, NULL));
        (void)card_send(&c, SELECT_WALLET);
    }
    assert_string_not_equal(card_send(&c, "802000000431323334"), "9000");
    card_close(&c);
}

/* ---- A32 ---- */

static void test_deletion(void **state)
{
    (void)state;
    card c;
    hy_reason why;
    open_pair(&c);
    assert_fails(DENIED, card_try_delete(&c, "F0000000A2000001", false, &why)); /* is selected */
    card_expect(&c, "80100E0600", "009000"); /* a static field of the client's has the server */
    assert_ok(hy_element_reset(c.element, c.work, NULL));
    assert_fails(DENIED, card_try_delete(&c, "F0000000A1000001", false, &why));
    assert_fails(DENIED, card_try_delete(&c, "F0000000A100", true, &why));
    assert_fails(DENIED, card_try_delete(&c, "F0000000A100", false, &why)); /* has an instance */
    assert_fails(DENIED, card_try_delete(&c, "F0000000A000", true, &why));  /* is imported */
    card_expect(&c, SELECT_CLIENT, "9000");
    card_expect(&c, "8030000000", "019000"); /* nothing of it is gone */
    card_expect(&c, "80100D0600", "009000"); /* the field lets go of it */
    assert_ok(hy_element_reset(c.element, c.work, NULL));
    assert_ok(card_try_delete(&c, "F0000000A1000001", false, &why));
    card_expect(&c, SELECT_SERVER, "6A82");
    card_expect(&c, SELECT_CLIENT, "9000");
    card_expect(&c, "8030000000", "6F00"); /* null, not what lies there now */
    card_close(&c);
}

/* ---- A33 ---- */

static void test_channels(void **state)
{
    (void)state;
    card c;
    open_pair(&c);
    static const step steps[] = {
        {"0070000001", "019000"},
        {"01A4040008F0000000A2000001", "6985"}, /* not multiselectable, active on channel 0 */
        {"01A4040008F0000000A1000001", "9000"},
        {"8100050000", "009000"}, /* the server fills its deselect-transient memory */
        {"8100050000", "059000"},
        {"0070800100", "9000"}, /* deselected */
        {SELECT_SERVER, "9000"},
        {"8000000000", "009000"}, /* and cleared */
    };
    try_steps(&c, steps, TEST_COUNT(steps));
    card_close(&c);
}

/* ---- A34 ---- */

static void test_oracles(void **state)
{
    (void)state;
    card c;
    card_open(&c, NULL);
    card_load(&c, ORACLE);
    card_install(&c, "D2760000850205", "", "", "");
    static const step steps[] = {
        {SELECT_ORACLE, "9000"}, {"8001000000", "9000"}, /* PKCS#1 padding */
        {"8002000000", "9000"},                          /* padding of blocks */
        {"8003000000", "9000"}, /* points off the curve, past p, at infinity */
        {"8004000000", "9000"}, /* a nonce once */
    };
    try_steps(&c, steps, TEST_COUNT(steps));
    for (int i = 0; i < 8; i++)                /* keys differ in what their parts have in common */
        card_expect(&c, "8005000000", "9000"); /* a fault in one half of RSA */
    card_close(&c);
}

/* ---- A35, A36, A33: GlobalPlatform ---- */

typedef struct bench {
    card card;
    hy_crypto *crypto;
    hy_session *session;
    hy_admin admin;
} bench;

static hy_rc exchange(void *context, hy_view command, uint8_t *response, size_t room, size_t *n,
                      hy_reason *why)
{
    bench *b = context;
    return hy_element_transmit(b->card.element, b->card.work, command, response, room, n, why);
}

static void close_session(bench *b)
{
    hy_session_free(&b->session);
    hy_admin_free(&b->admin);
}

static void enter(bench *b)
{
    const hy_scp03_keys keys = {.n = 16};
    const hy_session_config config = {.keys = &keys, .level = HY_SCP03_C_MAC | HY_SCP03_C_DEC};
    close_session(b);
    assert_ok(hy_session_new(b->crypto, &config, &b->session, NULL));
    b->admin = hy_admin_of((hy_carrier){b, exchange}, b->session);
    assert_ok(hy_admin_select(&b->admin, hy_view_of(NULL, 0), NULL));
    assert_ok(hy_admin_open(&b->admin, NULL));
}

static void open_bench(bench *b)
{
    const hy_issuer issuer = {.key_n = 16, .tries = 3};
    const hy_element_config config = {.issuer = &issuer};
    *b = (bench){0};
    card_open(&b->card, &config);
    assert_ok(hy_crypto_new(hy_random_system(), &b->crypto, NULL));
    enter(b);
}

static void close_bench(bench *b)
{
    close_session(b);
    hy_crypto_free(&b->crypto);
    card_close(&b->card);
}

/* A command as the session would send it, in hex. */
static const char *wrapped(bench *b, const char *plain)
{
    static char hex[2][700];
    static unsigned turn;
    hy_buf command = hy_buf_new(300), out = hy_buf_new(300);
    assert_ok(hy_hex_decode(plain, &command));
    assert_ok(hy_session_wrap(b->session, hy_buf_view(&command), &out, NULL));
    const char *text = hy_hex_encode(hy_buf_view(&out), hex[turn++ % 2], sizeof hex[0]);
    hy_buf_free(&out);
    hy_buf_free(&command);
    return text;
}

static const char *sent(bench *b, const char *plain)
{
    return card_send(&b->card, wrapped(b, plain));
}

#define STORE "80E2910003010203" /* changes something if it gets through */
#define LOOK "80CA00D300"

/* SCP03 (Amendment D 6.2.4): a wrong MAC is 6982 and ends the session; so is none at all. */
static void test_secured_commands(void **state)
{
    (void)state;
    bench b;
    open_bench(&b);
    const char *first = wrapped(&b, STORE);
    (void)card_send(&b.card, first);
    card_expect(&b.card, first, "6982"); /* replayed */
    enter(&b);
    (void)wrapped(&b, STORE);
    card_expect(&b.card, wrapped(&b, STORE), "6982"); /* one left out */
    enter(&b);
    char cut[700];
    (void)snprintf(cut, sizeof cut, "%s", wrapped(&b, STORE));
    size_t n = strlen(cut);
    unsigned lc = 0;
    assert_int_equal(sscanf(cut + 8, "%2X", &lc), 1);
    (void)snprintf(cut + 8, sizeof cut - 8, "%02X%.*s", lc - 4, (int)(n - 10 - 8),
                   wrapped(&b, STORE) + 10);
    card_expect(&b.card, cut, "6982"); /* half a MAC */
    enter(&b);
    card_expect(&b.card, STORE, "6982"); /* no MAC at all */
    enter(&b);
    const char *here = wrapped(&b, LOOK);
    card_expect(&b.card, "0070000001", "019000");
    assert_int_equal(here[1], '4');
    char there[700];
    (void)snprintf(there, sizeof there, "%s", here);
    there[1] = '5';                      /* A33: the session of channel 0 on channel 1 */
    card_expect(&b.card, there, "6985"); /* there is none */
    const char *seen = card_send(&b.card, here);
    assert_string_equal(seen + strlen(seen) - 4, "9000"); /* and here it is open still */
    close_bench(&b);
}

/* The level in EXTERNAL AUTHENTICATE is under its MAC; guesses are counted. */
static void test_authentication(void **state)
{
    (void)state;
    bench b;
    char hex[700];
    const hy_scp03_keys keys = {.n = 16};
    const hy_session_config config = {.keys = &keys, .level = 0x33};
    open_bench(&b);
    hy_session *s;
    hy_buf command = hy_buf_new(300), answer = hy_buf_new(300);
    assert_ok(hy_session_new(b.crypto, &config, &s, NULL));
    assert_ok(hy_session_begin(s, &command));
    (void)card_send(&b.card, "00A40400");
    assert_ok(hy_hex_decode(
        card_send(&b.card, hy_hex_encode(hy_buf_view(&command), hex, sizeof hex)), &answer));
    command.n = 0;
    assert_ok(hy_session_answer(s, hy_buf_view(&answer), &command, NULL));
    assert_int_equal(command.p[2], 0x33);
    command.p[2] = 0x00;
    card_expect(&b.card, hy_hex_encode(hy_buf_view(&command), hex, sizeof hex), "6982");
    card_expect(&b.card, STORE, "6982");
    hy_session_free(&s);
    hy_buf_free(&command);
    hy_buf_free(&answer);
    for (int i = 0; i < 3; i++) {
        (void)card_send(&b.card, "8050000008000102030405060700");
        assert_string_not_equal(card_send(&b.card, "848201001000000000000000000000000000000000"),
                                "9000");
    }
    card_expect(&b.card, "8050000008000102030405060700", "6983"); /* blocked */
    close_bench(&b);
}

#define FOR_LOAD                                                                                   \
    "80E602000D08D27600008501010000000000"                                                         \
    "00"

/* What a refused load took is given back, and nothing of it is there. */
static void nothing_is_loaded(bench *b, uint32_t before)
{
    assert_ok(hy_element_reset(b->card.element, b->card.work, NULL));
    assert_int_equal(hy_element_measure(b->card.element).persistent, before);
    enter(b);
    assert_null(strstr(sent(b, "80F22002024F0000"), "D276000085010100"));
}

static void test_loads(void **state)
{
    (void)state;
    bench b;
    open_bench(&b);
    uint32_t before = hy_element_measure(b.card.element).persistent;
    assert_string_equal(sent(&b, "80E80000"
                                 "06"
                                 "C48203E80102"
                                 "00"),
                        "6985"); /* no INSTALL */
    assert_string_equal(sent(&b, FOR_LOAD), "009000");
    assert_string_equal(sent(&b, "80E80000"
                                 "06"
                                 "C48203E80102"
                                 "00"),
                        "9000");
    assert_string_equal(sent(&b, "80E80002"
                                 "01"
                                 "00"
                                 "00"),
                        "6A86"); /* a gap */
    nothing_is_loaded(&b, before);
    assert_string_equal(sent(&b, FOR_LOAD), "009000");
    assert_string_equal(sent(&b, "80E80000"
                                 "06"
                                 "C48203E80102"
                                 "00"),
                        "9000");
    assert_ok(hy_element_reset(b.card.element, b.card.work, NULL));
    card_expect(&b.card,
                "80E80001"
                "01"
                "00"
                "00",
                "6982"); /* after a reset */
    enter(&b);
    assert_string_equal(sent(&b, "80E80001"
                                 "01"
                                 "00"
                                 "00"),
                        "6985");
    nothing_is_loaded(&b, before);
    assert_string_equal(sent(&b, FOR_LOAD), "009000");
    assert_string_not_equal(sent(&b, "80E80000"
                                     "06"
                                     "C484FFFFFFFF"
                                     "00"),
                            "9000"); /* 4 GiB */
    nothing_is_loaded(&b, before);
    assert_string_equal(sent(&b, FOR_LOAD), "009000");
    assert_string_not_equal(sent(&b, "80E88000"
                                     "05"
                                     "C402010203"
                                     "00"),
                            "9000"); /* more than said */
    nothing_is_loaded(&b, before);
    close_bench(&b);
}

/* The hash in INSTALL [for load] is that of the file, or the file is refused. */
static void test_hashes(void **state)
{
    (void)state;
    bench b;
    open_bench(&b);
    uint32_t before = hy_element_measure(b.card.element).persistent;
    hy_buf file = hy_buf_new(1 << 16);
    assert_ok(hy_buf_read_file(&file, WALLET, 1 << 16, NULL));
    static const uint8_t wrong[32] = {1};
    static const uint8_t package[] = {0xD2, 0x76, 0x00, 0x00, 0x85, 0x01, 0x01, 0x00};
    hy_admin_load_request request = {
        .package = hy_view_of(package, sizeof package),
        .file = hy_buf_view(&file),
        .hash = hy_view_of(wrong, sizeof wrong),
    };
    assert_fails(DENIED, hy_admin_load(&b.admin, &request, NULL));
    nothing_is_loaded(&b, before);
    request.hash = hy_view_of(NULL, 0);
    assert_ok(hy_admin_load(&b.admin, &request, NULL));
    hy_buf_free(&file);
    close_bench(&b);
}

/* ---- A37 ---- */

static void test_malformed_commands(void **state)
{
    (void)state;
    card c;
    open_wallet(&c, NULL);
    static const step steps[] = {
        {"803000", "6700"},             /* no header */
        {"80300000020064FFFF", "6700"}, /* more bytes than Lc */
        {"803000000300", "6700"},       /* fewer */
        {"8030000000000200", "6700"},   /* extended, fewer */
        {"80300000000002"
         "0064",
         "6700"},                   /* extended, to an applet that is not for it */
        {"FF30000000", "6E00"},     /* reserved for PPS */
        {"CF50000002", "6881"},     /* channel 19 is closed */
        {"9050000002", "6E00"},     /* a chain: nobody's class */
        {"0070001401", "6A86"},     /* channel 20 */
        {"8050000002", "00009000"}, /* and all is well */
    };
    try_steps(&c, steps, TEST_COUNT(steps));
    card_close(&c);
}

/* ---- A38: faults, as far as software can model them ---- */

/* A reference on the operand stack turns into another one while a command runs. */
static struct {
    const hy_hooks *before;
    hy_hooks hooks;
    unsigned at, count;
    hy_reference to;
    hy_slot hidden; /* 0: nothing */
} glitch;

static void flip(hy_machine *m)
{
    const hy_frame *f = &m->frames[m->depth - 1];
    hy_slot *floor = f->locals + f->method->nargs + f->method->locals;
    if (m->top <= floor || !hy_slot_is_reference(m->top[-1]) || ++glitch.count != glitch.at)
        return;
    m->top[-1] = hy_slot_reference(glitch.to);
}

/* A cast finds null, which every cast lets pass, and the object is back behind it. */
static void skip_cast(hy_machine *m)
{
    const hy_frame *f = &m->frames[m->depth - 1];
    if (glitch.hidden != 0)
        m->top[-1] = glitch.hidden;
    glitch.hidden = 0;
    if (f->pc->op != HY_CELL_CHECKCAST || !hy_slot_is_reference(m->top[-1]))
        return;
    glitch.hidden = m->top[-1];
    glitch.count++;
    m->top[-1] = hy_slot_reference(0);
}

static void glitch_begins(card *c, void (*observe)(hy_machine *m))
{
    hy_machine *m = &c->work->machine;
    glitch.before = m->hooks;
    glitch.hooks = *m->hooks;
    glitch.hooks.observe = observe;
    glitch.count = 0;
    glitch.hidden = 0;
    m->hooks = &glitch.hooks;
    m->observed = true;
}

static void glitch_ends(card *c)
{
    c->work->machine.hooks = glitch.before;
    c->work->machine.observed = false;
}

/* What a cast should have caught, the use catches: the object's own class is asked each time. */
static void test_skipped_casts(void **state)
{
    (void)state;
    card c;
    open_pair(&c);
    card_expect(&c, "8010000E00", "029000"); /* its own Holder as Sharing: ClassCastException */
    glitch_begins(&c, skip_cast);
    card_expect(&c, "8010000E00", "019000"); /* then a method of Sharing: SecurityException */
    assert_true(glitch.count > 0);
    glitch_ends(&c);
    card_expect(&c, "8010000E00", "029000");
    card_close(&c);
}

/* Everything persistent that this instance owns. */
static uint32_t sum_of(const hy_element *e, uint8_t owner)
{
    uint32_t sum = 0;
    for (uint32_t r = 1; r <= hy_heap_count(&e->heap); r++) {
        const hy_object *o = hy_heap_object(&e->heap, (hy_reference)r);
        if (o == NULL || o->owner != owner || o->lifetime != HY_PERSISTENT || o->viewed != 0)
            continue;
        const uint8_t *body = hy_heap_body(&e->heap, o);
        for (uint32_t i = 0; i < hy_heap_size_of((hy_shape)o->shape, o->length); i++)
            sum = sum * 31 + body[i];
    }
    return sum;
}

/* Whichever reference is hit, and whichever object it turns into: the neighbour is untouched. */
static void test_flipped_references(void **state)
{
    (void)state;
    enum { FLIPS = 40, WALLET_OWNER = 1, STRIDE = 3 };
    card c;
    open_wallet(&c, NULL);
    card_load(&c, SHARED);
    card_load(&c, SERVER);
    card_load(&c, CLIENT);
    card_install(&c, "F0000000A100", "", "", "");
    card_install(&c, "F0000000A200", "", "", "");
    card_expect(&c, SELECT_CLIENT, "9000");
    uint32_t before = sum_of(c.element, WALLET_OWNER);
    uint32_t objects = hy_heap_count(&c.element->heap);
    unsigned hits = 0;
    for (unsigned at = 1; at <= FLIPS; at++)
        for (uint32_t to = 1; to <= objects; to += STRIDE) {
            glitch.at = at;
            glitch.to = (hy_reference)to;
            glitch_begins(&c, flip);
            (void)card_send(&c, "8010020300");
            hits += glitch.count >= glitch.at;
            glitch_ends(&c);
        }
    print_message("# %u faults\n", hits);
    assert_true(hits > FLIPS);
    assert_int_equal(sum_of(c.element, WALLET_OWNER), before);
    card_expect(&c, SELECT_WALLET, "9000");
    card_expect(&c, "8050000002", "00009000");
    card_close(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_firewall),
        cmocka_unit_test(test_callers),
        cmocka_unit_test(test_copies_and_aborts),
        cmocka_unit_test(test_pins),
        cmocka_unit_test(test_deletion),
        cmocka_unit_test(test_channels),
        cmocka_unit_test(test_oracles),
        cmocka_unit_test(test_secured_commands),
        cmocka_unit_test(test_authentication),
        cmocka_unit_test(test_loads),
        cmocka_unit_test(test_hashes),
        cmocka_unit_test(test_malformed_commands),
        cmocka_unit_test(test_skipped_casts),
        cmocka_unit_test(test_flipped_references),
    };
    /* No verifier sees a fault: what a flipped reference reaches is for the other net alone. */
    struct CMUnitTest sound[TEST_COUNT(tests) - 1];
    memcpy(sound, tests, sizeof sound);
    return HY_NET_RUNTIME != 0 ? cmocka_run_group_tests(tests, NULL, NULL)
                               : cmocka_run_group_tests(sound, NULL, NULL);
}
