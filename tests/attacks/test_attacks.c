/* Every attack in three ways: on the element as it is, without the verifier, and without the checks
   at run time. Whatever happens, the neighbour is well afterwards and nothing of it was read. */
#include "attacks.h"
#include "card.h"
#include "element/vm/nets.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

#define PACKAGE "A00000009901"
#define SELECT "00A4040007A0000000990101"
#define NEIGHBOUR "00A4040009D27600008501010001"

enum { FILE_MAX = 1 << 17, BUDGET = 3000000 };

static capmake cm;
static card shared; /* its pool and workspace serve all */

static int open_shared(void **state)
{
    (void)state;
    card_open(&shared, NULL);
    return 0;
}

static int close_shared(void **state)
{
    (void)state;
    card_close(&shared);
    return 0;
}

static void open_with_neighbour(card *c)
{
    const hy_element_config config = {.budget = BUDGET};
    const hy_port port = hy_port_system();
    *c = shared;
    assert_ok(hy_element_create(c->pool, c->work, &port, &config, &c->element, NULL));
    card_load(c, WALLET);
    card_install(c, "D276000085010100", "", "", "31323334");
    card_expect(c, NEIGHBOUR, "9000");
    card_expect(c, "802000000431323334", "9000");
    card_expect(c, "80300000020064", "9000");
}

static void neighbour_is_well(card *c)
{
    card_expect(c, NEIGHBOUR, "9000");
    card_expect(c, "8050000002", "00649000");
    card_expect(c, "80300000020064", "6982");
}

static hy_rc load(card *c, bool descriptor, hy_reason *why)
{
    hy_buf b = hy_buf_new(FILE_MAX);
    hy_package_parts parts = cm_parts(&cm, descriptor);
    for (unsigned tag = 1; tag < HY_COMPONENT_COUNT; tag++)
        assert_ok(hy_buf_append(&b, parts.part[tag]));
    hy_rc rc = hy_element_load(c->element, c->work, hy_buf_view(&b), why);
    hy_buf_free(&b);
    return rc;
}

/* Loads, installs, attacks: the reason of the refusal, or the status word. */
static const char *outcome_of(const attack *a, bool descriptor, hy_reason *why)
{
    card c;
    static char seen[16];
    why->text[0] = '\0';
    open_with_neighbour(&c);
    attack_make(&cm, a);
    if (hy_ok(load(&c, descriptor, why))) {
        card_install(&c, PACKAGE, "", "", "");
        card_expect(&c, SELECT, "9000");
        const char *response = card_send(&c, "80000000");
        assert_true(strlen(response) < sizeof seen);
        strcpy(seen, response);
    }
    neighbour_is_well(&c);
    hy_element_close(&c.element);
    return why->text[0] != '\0' ? why->text : seen;
}

static bool is_status(const char *text)
{
    return strlen(text) == 4 && strspn(text, "0123456789ABCDEF") == 4;
}

static bool is_as(const char *seen, const char *expected)
{
    return is_status(expected) ? strcmp(seen, expected) == 0 : strstr(seen, expected) != NULL;
}

/* What this build says to the attack. */
static const char *expected_of(const attack *a)
{
    if (HY_NET_VERIFIER == 0)
        return a->runtime;
    if (a->verifier != NULL)
        return a->verifier;
    return HY_NET_RUNTIME != 0 ? a->runtime : a->unchecked;
}

static void test_attacks(void **state)
{
    (void)state;
    int wrong = 0;
    for (size_t i = 0; i < attack_count; i++) {
        hy_reason why;
        const char *seen = outcome_of(&attacks[i], true, &why);
        const char *expected = expected_of(&attacks[i]);
        if (is_as(seen, expected))
            continue;
        print_message("# %s: \"%s\", not \"%s\"\n", attacks[i].name, seen, expected);
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

/* As most loaders send it: what the words do not show, the run-time net stops. */
static void test_attacks_without_descriptor(void **state)
{
    (void)state;
    int wrong = 0;
    for (size_t i = 0; i < attack_count; i++) {
        hy_reason why;
        const char *seen = outcome_of(&attacks[i], false, &why);
        bool refused = why.text[0] != '\0' && attacks[i].verifier != NULL;
        if (is_as(seen, attacks[i].runtime) || (refused && HY_NET_VERIFIER != 0))
            continue;
        print_message("# %s: \"%s\", not \"%s\"\n", attacks[i].name, seen, attacks[i].runtime);
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

/* A18: the package that an applet was made against has changed; both are well-formed by themselves
   (tests/java/library). What must come of it without the verifier:
   swapped  a byte array is the count and a number the array: SecurityException at its first use;
   turned   the same, through an interface;
   silent   a result is used that does not come: the stack is too low, the linker sees it;
   narrow   200000 and true take three words, and the method now takes two: the second word of the
            int, which is 0 (vm/hooks.h), and true. So it returns 0 / 2. All are numbers of the
            caller's own, and no word becomes a reference: there is nothing to stop. */
static const struct {
    const char *library, *command;
    const char *verifier;
    const char *runtime; /* what the command comes to without the verifier */
    const char *linker;  /* NULL: it sees nothing */
} changes[] = {
    {"swapped", "8000000002", "another type than it has", "6F00", NULL},
    {"narrow", "8001000002", "another type than it has", "00009000", NULL},
    {"turned", "8005000002", "has another type than method 0", "6F00", NULL},
    {"silent", "8003000002", "another type than it has", "", "stack"},
};

static hy_rc load_file(card *c, const char *name, hy_reason *why)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s.ijc", LIBRARY, name);
    return card_try_load(c, path, why);
}

static bool is_change_stopped(size_t i)
{
    card c;
    hy_reason why = {""};
    open_with_neighbour(&c);
    assert_ok(load_file(&c, changes[i].library, &why));
    const char *seen = why.text;
    const char *expected = HY_NET_VERIFIER != 0 ? changes[i].verifier : changes[i].linker;
    if (hy_ok(load_file(&c, "user", &why))) {
        card_install(&c, "F0000000C100", "", "", "");
        card_expect(&c, "00A4040008F0000000C1000001", "9000");
        seen = card_send(&c, changes[i].command);
        expected = changes[i].runtime;
    }
    bool stopped = expected != NULL && strstr(seen, expected) != NULL && *expected != '\0';
    if (!stopped)
        print_message("# A18 %s: \"%s\"\n", changes[i].library, seen);
    neighbour_is_well(&c);
    hy_element_close(&c.element);
    return stopped;
}

static void test_changed_packages(void **state)
{
    (void)state;
    int wrong = 0;
    for (size_t i = 0; i < TEST_COUNT(changes); i++)
        wrong += !is_change_stopped(i);
    assert_int_equal(wrong, 0);
}

/* A19: an applet under the name of another that others trust. */
static void test_names_are_not_taken_twice(void **state)
{
    (void)state;
    card c;
    hy_reason why;
    open_with_neighbour(&c);
    attack_make(&cm, &attacks[0]);
    assert_ok(load(&c, true, &why));
    assert_fails(EXISTS, card_try_install(&c, PACKAGE, "", "D27600008501010001", "", &why));
    assert_fails(EXISTS, load(&c, true, &why));
    neighbour_is_well(&c);
    hy_element_close(&c.element);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_attacks),
        cmocka_unit_test(test_changed_packages),
        cmocka_unit_test(test_names_are_not_taken_twice),
        cmocka_unit_test(test_attacks_without_descriptor),
    };
    /* Words alone are no net by themselves. */
    const struct CMUnitTest typed[] = {tests[0], tests[1], tests[2]};
    return HY_NET_RUNTIME != 0 ? cmocka_run_group_tests(tests, open_shared, close_shared)
                               : cmocka_run_group_tests(typed, open_shared, close_shared);
}
