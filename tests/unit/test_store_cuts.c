/* Power cut at every write of the store, in the restart after it, and in the restart after that.
   Five scenarios under each setting of durability. What holds: under all three, what was answered
   is there, a transaction, an installation and a deletion are whole or not at all, and a try that
   was answered stays taken. `apdu`: a command that was not answered has done nothing, but for tries
   taken. `write`: lone writes of a command that was not answered may be there, a first part of them
   in their order.

       build/tests/unit/test_store_cuts all [SCENARIO]     every cut with every fate, three deep;
                                                           else a part */
#include "base/hex.h"
#include "card.h"
#include "disk.h"
#include "element/runtime/lasting.h"
#include "test.h"

#include <stdlib.h>
#include <string.h>

#define PACKAGE "D276000085010100"
#define APPLET "D27600008501010001"
#define OTHER "D27600008501010077"
#define SELECT "00A4040009" APPLET
#define SELECT_OTHER "00A4040009" OTHER
#define PIN "31323334"
#define VERIFY "8020000004" PIN
#define WRONG "802000000439393939"
#define BALANCE "8050000002"

enum { DEPTH = 3, ANSWER = 64, PART = 7 };

static bool all;
static const char *wanted; /* NULL: all scenarios */
static hy_pool *pool;
static hy_workspace *work;
static const uint8_t key[HY_IMAGE_KEY] = {7};

/* What a scenario knows: how many of its steps were answered, and whether one more was begun. */
typedef struct progress {
    int answered;
    bool begun;
} progress;

typedef struct scenario {
    const char *name;
    void (*prepare)(hy_element *e);
    /* Counts what is answered; stops at the first thing that is not. */
    void (*run)(hy_element *e, progress *p);
    /* Is what is there what the progress allows? */
    bool (*holds)(hy_element *e, const progress *p);
    uint64_t long_min; /* 0: as usual */
} scenario;

static hy_image image_on(disk *d, hy_age *age, hy_durability durability)
{
    *age = disk_age(d);
    return (hy_image){
        .storage = disk_storage(d),
        .key = hy_view_of(key, sizeof key),
        .age = age,
        .durability = durability,
    };
}

/* ---- talking ---- */

static hy_rc send(hy_element *e, const char *hex, char answer[ANSWER])
{
    hy_buf b = hy_buf_new(300);
    uint8_t response[300];
    size_t n = 0;
    assert_ok(hy_hex_decode(hex, &b));
    hy_rc rc = hy_element_transmit(e, work, hy_buf_view(&b), response, sizeof response, &n, NULL);
    hy_buf_free(&b);
    answer[0] = 0;
    if (hy_ok(rc))
        (void)hy_hex_encode(hy_view_of(response, n), answer, ANSWER);
    return rc;
}

/* A step of a scenario: counted when it is answered as it should. False: power is gone. */
static bool step(hy_element *e, progress *p, const char *command, const char *expected)
{
    char answer[ANSWER];
    p->begun = true;
    if (!hy_ok(send(e, command, answer)))
        return false;
    assert_string_equal(answer, expected);
    p->answered++;
    p->begun = false;
    return true;
}

static bool says(hy_element *e, const char *command, const char *expected)
{
    char answer[ANSWER];
    assert_ok(send(e, command, answer));
    return strcmp(answer, expected) == 0;
}

static int balance(hy_element *e)
{
    char answer[ANSWER];
    int value = -1;
    assert_ok(send(e, BALANCE, answer));
    if (strlen(answer) == 8 && strcmp(answer + 4, "9000") == 0) {
        answer[4] = 0;
        value = (int)strtol(answer, NULL, 16);
    }
    return value;
}

static hy_rc install(hy_element *e, const char *instance)
{
    hy_buf b[] = {hy_buf_new(16), hy_buf_new(16), hy_buf_new(16)};
    assert_ok(hy_hex_decode(PACKAGE, &b[0]));
    assert_ok(hy_hex_decode(instance, &b[1]));
    assert_ok(hy_hex_decode(PIN, &b[2]));
    const hy_install_request request = {
        .package = hy_buf_view(&b[0]),
        .instance = hy_buf_view(&b[1]),
        .parameters = hy_buf_view(&b[2]),
    };
    hy_rc rc = hy_element_install(e, work, &request, NULL);
    for (size_t i = 0; i < TEST_COUNT(b); i++)
        hy_buf_free(&b[i]);
    return rc;
}

static hy_rc load(hy_element *e)
{
    hy_buf b = hy_buf_new(1 << 20);
    assert_ok(hy_buf_read_file(&b, WALLET, 1 << 20, NULL));
    hy_rc rc = hy_element_load(e, work, hy_buf_view(&b), NULL);
    hy_buf_free(&b);
    return rc;
}

static void prepare_wallet(hy_element *e)
{
    assert_ok(load(e));
    assert_ok(install(e, APPLET));
}

/* ---- purse ---- */

static void run_purse(hy_element *e, progress *p)
{
    char answer[ANSWER];
    if (!hy_ok(send(e, SELECT, answer)) || !hy_ok(send(e, VERIFY, answer)))
        return;
    for (int i = 0; i < 4; i++)
        if (!step(e, p, "80300000020064", "9000"))
            return;
}

static bool purse_holds(hy_element *e, const progress *p)
{
    assert_true(says(e, SELECT, "9000"));
    int hundreds = balance(e) / 100;
    return balance(e) % 100 == 0 &&
           (hundreds == p->answered || (p->begun && hundreds == p->answered + 1));
}

/* ---- PIN: tries that were answered are gone ---- */

static void run_pin(hy_element *e, progress *p)
{
    char answer[ANSWER];
    if (!hy_ok(send(e, SELECT, answer)))
        return;
    if (step(e, p, WRONG, "6982"))
        (void)step(e, p, WRONG, "6982");
}

static bool pin_holds(hy_element *e, const progress *p)
{
    assert_true(says(e, SELECT, "9000"));
    int left = 0;
    while (says(e, WRONG, "6982"))
        left++;
    return left == 3 - p->answered || (p->begun && left == 3 - p->answered - 1);
}

/* ---- install ---- */

static void run_install(hy_element *e, progress *p)
{
    p->begun = true;
    if (!hy_ok(load(e)))
        return;
    p->answered = 1;
    if (!hy_ok(install(e, APPLET)))
        return;
    p->answered = 2;
    p->begun = false;
}

static void prepare_nothing(hy_element *e)
{
    (void)e;
}

static bool install_holds(hy_element *e, const progress *p)
{
    bool there = says(e, SELECT, "9000");
    if (there)
        return says(e, VERIFY, "9000") && balance(e) == 0 && p->answered >= 1;
    if (p->answered == 2)
        return false;
    hy_rc loaded = load(e);
    if (p->answered == 1 && loaded.code != HY_E_EXISTS)
        return false;
    return hy_ok(install(e, APPLET)) && says(e, SELECT, "9000");
}

/* ---- delete, with the collector moving what stays ---- */

static void prepare_delete(hy_element *e)
{
    prepare_wallet(e);
    assert_ok(install(e, OTHER));
    assert_true(says(e, SELECT_OTHER, "9000"));
    assert_true(says(e, VERIFY, "9000"));
    assert_true(says(e, "80300000020064", "9000"));
    assert_ok(hy_element_reset(e, work, NULL));
}

static void run_delete(hy_element *e, progress *p)
{
    hy_buf aid = hy_buf_new(16);
    assert_ok(hy_hex_decode(APPLET, &aid));
    p->begun = true;
    if (hy_ok(hy_element_delete(e, work, hy_buf_view(&aid), false, NULL))) {
        p->answered = 1;
        p->begun = false;
    }
    hy_buf_free(&aid);
}

static bool delete_holds(hy_element *e, const progress *p)
{
    bool there = says(e, SELECT, "9000");
    if (there && (p->answered == 1 || balance(e) != 0 || !says(e, VERIFY, "9000")))
        return false;
    if (!there && p->answered == 0 && !p->begun)
        return false;
    return says(e, SELECT_OTHER, "9000") && balance(e) == 100 && says(e, VERIFY, "9000");
}

static const scenario scenarios[] = {
    {"purse", prepare_wallet, run_purse, purse_holds, 0},
    {"PIN", prepare_wallet, run_pin, pin_holds, 0},
    {"install", prepare_nothing, run_install, install_holds, 0},
    {"delete", prepare_delete, run_delete, delete_holds, 0},
    {"compaction", prepare_wallet, run_purse, purse_holds, 1},
};

/* ---- cuts ---- */

typedef struct cutting {
    const scenario *s;
    hy_durability durability;
    uint64_t cuts, violations;
    uint64_t seed;
} cutting;

static hy_rc start(disk *d, const cutting *c, hy_element **e)
{
    hy_age age;
    const hy_port port = hy_port_system();
    const hy_image image = image_on(d, &age, c->durability);
    hy_reason why = {""};
    hy_rc rc = hy_element_open(pool, work, &port, NULL, &image, e, &why);
    if (!hy_ok(rc) && !d->dark)
        print_message("# refused: %s\n", why.text);
    if (hy_ok(rc) && c->s->long_min != 0) {
        (*e)->lasting->journal.long_min = c->s->long_min;
        (*e)->lasting->journal.compacted = 0;
    }
    return rc;
}

/* Without another cut the scenario's promise holds. */
static void judge(cutting *c, const disk *after, const progress *p)
{
    hy_element *e = NULL;
    disk d = disk_copy(after);
    c->cuts++;
    if (!hy_ok(start(&d, c, &e)) || !c->s->holds(e, p)) {
        c->violations++;
        print_message("# %s: violated after %d answered%s\n", c->s->name, p->answered,
                      p->begun ? ", one begun" : "");
    }
    hy_element_close(&e);
    disk_free(&d);
}

/* One run that is cut in its operation `at`. False: it came to its end before. */
static bool cut_once(cutting *c, disk *d, int depth, uint64_t at, disk_fate fate, progress *p)
{
    hy_element *e = NULL;
    d->cut_at = at;
    d->fate = fate;
    d->lots = ++c->seed;
    if (hy_ok(start(d, c, &e)) && depth == 0)
        c->s->run(e, p);
    bool cut = d->dark;
    if (e != NULL)
        e->mute = true; /* closing writes nothing */
    hy_element_close(&e);
    disk_restart(d);
    return cut;
}

static void cut_all(cutting *c, const disk *before, int depth, const progress *known)
{
    for (int fate = 0; fate < DISK_FATES; fate++) {
        bool cut = true;
        for (uint64_t at = 1; cut; at += all || depth == 0 ? 1 : PART) {
            progress p = *known;
            disk d = disk_copy(before);
            cut = cut_once(c, &d, depth, at, (disk_fate)fate, &p);
            if (cut) {
                judge(c, &d, &p);
                if (depth + 1 < DEPTH)
                    cut_all(c, &d, depth + 1, &p);
            }
            disk_free(&d);
        }
        if (!all && depth > 0)
            break;
    }
}

static void run_scenario(const scenario *s, hy_durability durability)
{
    static const char *const names[] = {"transaction", "apdu", "write"};
    disk d = {0};
    hy_age age;
    hy_element *e = NULL;
    hy_reason why = {""};
    const hy_port port = hy_port_system();
    const hy_image image = image_on(&d, &age, durability);
    const progress none = {0};
    cutting c = {.s = s, .durability = durability};
    hy_rc rc = hy_element_create_in(pool, work, &port, NULL, &image, &e, &why);
    assert_string_equal(why.text, "");
    assert_ok(rc);
    s->prepare(e);
    hy_element_close(&e);
    cut_all(&c, &d, 0, &none);
    print_message("# %s, %s: %llu cuts, %llu violations\n", s->name, names[durability],
                  (unsigned long long)c.cuts, (unsigned long long)c.violations);
    disk_free(&d);
    assert_true(c.cuts > 10);
    assert_int_equal(c.violations, 0);
}

static void run_all(void **state)
{
    const hy_durability *durability = *state;
    for (size_t i = 0; i < TEST_COUNT(scenarios); i++)
        if (wanted == NULL || strcmp(wanted, scenarios[i].name) == 0)
            run_scenario(&scenarios[i], *durability);
}

int main(int argc, char **argv)
{
    static hy_durability settings[] = {HY_DURABILITY_TRANSACTION, HY_DURABILITY_APDU,
                                       HY_DURABILITY_WRITE};
    const struct CMUnitTest tests[] = {
        {"transaction", run_all, NULL, NULL, &settings[0]},
        {"apdu", run_all, NULL, NULL, &settings[1]},
        {"write", run_all, NULL, NULL, &settings[2]},
    };
    const hy_port port = hy_port_system();
    all = argc > 1 && strcmp(argv[1], "all") == 0;
    wanted = argc > 2 ? argv[2] : NULL;
    if (!hy_ok(hy_pool_open(&port, NULL, &pool, NULL)) ||
        !hy_ok(hy_workspace_open(&port, NULL, &work, NULL)))
        return 1;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    hy_workspace_close(&work);
    hy_pool_close(&pool);
    return failed;
}
