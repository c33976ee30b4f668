/* A library and an applet that uses it in every way, each loaded with its Descriptor and without;
   and the same applet over libraries that changed under it. */
#include "card.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

#define SELECT "00A4040008F0000000C1000001"

static hy_rc load(card *c, const char *name, bool descriptor, hy_reason *why)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s.ijc", LIBRARY, name);
    why->text[0] = '\0';
    return descriptor ? card_try_load(c, path, why) : card_try_load_bare(c, path, why);
}

static const char *const answers[][2] = {
    {"8000000002", "00069000"}, /* a static method */
    {"8001000002", "86A09000"}, /* int in and out */
    {"8002000002", "000E9000"}, /* virtual, overridden, super, protected field */
    {"8003000002", "00199000"}, /* virtual, inherited */
    {"8004000002", "04029000"}, /* fields of all kinds, static and not */
    {"8005000002", "00299000"}, /* interface of the library, class of the library */
    {"8006000002", "FFE69000"}, /* and a class of the applet's */
    {"8007000002", "0BBF9000"}, /* an interface that the library tells nothing of */
    {"8008000002", "00379000"}, /* an exception of the library, caught by class */
    {"8009000002", "6F00"},     /* and not caught */
};

static void use(bool library, bool user)
{
    card c;
    hy_reason why;
    card_open(&c, NULL);
    hy_rc rc = load(&c, "library", library, &why);
    if (hy_ok(rc))
        rc = load(&c, "user", user, &why);
    assert_string_equal(why.text, "");
    assert_ok(rc);
    card_install(&c, "F0000000C100", "", "", "");
    card_expect(&c, SELECT, "9000");
    for (size_t i = 0; i < TEST_COUNT(answers); i++)
        card_expect(&c, answers[i][0], answers[i][1]);
    card_close(&c);
}

static void test_library_is_used(void **state)
{
    (void)state;
    for (int i = 0; i < 4; i++)
        use((i & 1) != 0, (i & 2) != 0);
}

/* What the applet counts on is not there any more. */
static const struct {
    const char *library;
    const char *typed, *untyped; /* the reason for an applet with Descriptor, and without */
} changes[] = {
    {"swapped", "the Descriptor gives the method another type than it has",
     "argument word 0 is a reference, a short is needed"},
    {"narrow", "the Descriptor gives the method another type than it has",
     "argument word 0 is the second half of an int, a short is needed"},
    {"turned", "has another type than method 0 of the interface it implements", "argument word 1"},
    {"silent", "the Descriptor gives the method another type than it has", "empty stack"},
};

static void test_changed_library_is_refused(void **state)
{
    (void)state;
    int wrong = 0;
    for (size_t i = 0; i < TEST_COUNT(changes); i++) {
        for (int descriptor = 0; descriptor < 2; descriptor++) {
            card c;
            hy_reason why;
            const char *reason = descriptor != 0 ? changes[i].typed : changes[i].untyped;
            card_open(&c, NULL);
            assert_ok(load(&c, changes[i].library, false, &why));
            hy_rc rc = load(&c, "user", descriptor != 0, &why);
            bool right = rc.code == HY_E_MISMATCH && strstr(why.text, reason) != NULL;
            if (!right)
                print_message("# %s, %d: %s\n", changes[i].library, descriptor, why.text);
            wrong += !right;
            card_close(&c);
        }
    }
    assert_int_equal(wrong, 0);
}

/* ECKey got its last method in 3.0.5; a class made for 2.2.2 has none for it. */
static void test_interface_that_grew(void **state)
{
    (void)state;
    for (int i = 0; i < 4; i++) {
        card c;
        hy_reason why;
        card_open(&c, NULL);
        hy_rc rc = load(&c, "oldkey", (i & 1) != 0, &why);
        if (hy_ok(rc))
            rc = load(&c, "newuser", (i & 2) != 0, &why);
        assert_string_equal(why.text, "");
        assert_ok(rc);
        card_install(&c, "F0000000C300", "", "", "");
        card_expect(&c, "00A4040008F0000000C3000001", "9000");
        card_expect(&c, "8000000002", "00079000"); /* a method that it has */
        card_expect(&c, "8001000002", "53459000"); /* the one that it lacks: SecurityException */
        card_expect(&c, "8002000002", "6F00");     /* and nobody catches it */
        card_expect(&c, "8000000002", "00079000");
        card_close(&c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_library_is_used),
        cmocka_unit_test(test_changed_library_is_refused),
        cmocka_unit_test(test_interface_that_grew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
