/* kill -9 of a process with an element under load: every update that it acknowledged is there, none
   is half done. Proves the process only; power cuts are test_store_cuts'.

       build/tests/unit/test_store_kill 1000      so many times; else 20 */
#include "base/hex.h"
#include "card.h"
#include "test.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PACKAGE "D276000085010100"
#define SELECT "00A4040009D27600008501010001"
#define VERIFY "802000000431323334"

enum { USUAL = 20, MAX_BALANCE = 10000 };

static const uint8_t key[HY_IMAGE_KEY] = {3};
static int rounds = USUAL;
static char path[64];

static void start(card *c, hy_storage_posix **file, bool create)
{
    const hy_port port = hy_port_system();
    hy_reason why = {""};
    hy_image image = {.key = hy_view_of(key, sizeof key)};
    assert_ok(create ? hy_storage_create_file(path, file, &image.storage, &why)
                     : hy_storage_open_file(path, file, &image.storage, &why));
    hy_rc rc = create
                   ? hy_element_create_in(c->pool, c->work, &port, NULL, &image, &c->element, &why)
                   : hy_element_open(c->pool, c->work, &port, NULL, &image, &c->element, &why);
    if (!hy_ok(rc))
        print_message("# %s\n", why.text);
    assert_ok(rc);
}

static int balance(card *c)
{
    char text[5] = "";
    card_expect(c, SELECT, "9000");
    memcpy(text, card_send(c, "8050000002"), 4);
    return (int)strtol(text, NULL, 16);
}

/* Counts up by 1 and down to 0 again, and says each balance when it was answered. */
static void work_until_killed(card *c, int out)
{
    hy_storage_posix *file;
    start(c, &file, false);
    int now = balance(c);
    card_expect(c, VERIFY, "9000");
    for (;;) {
        char command[32];
        bool full = now == MAX_BALANCE;
        int by = full ? 1000 : 1;
        (void)snprintf(command, sizeof command, "80%s000002%04X", full ? "40" : "30", (unsigned)by);
        card_expect(c, command, "9000");
        now += full ? -by : by;
        if (write(out, &now, sizeof now) != sizeof now)
            _exit(1);
    }
}

static int run_and_kill(card *c, unsigned wait)
{
    int link[2], told = -1, now;
    assert_int_equal(pipe(link), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        (void)close(link[0]);
        work_until_killed(c, link[1]);
    }
    (void)close(link[1]);
    const struct timespec pause = {.tv_nsec = (long)wait * 1000};
    if (read(link[0], &now, sizeof now) == sizeof now)
        told = now;
    (void)nanosleep(&pause, NULL);
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, NULL, 0), child);
    while (read(link[0], &now, sizeof now) == sizeof now)
        told = now;
    (void)close(link[0]);
    return told;
}

static void test_kill(void **state)
{
    (void)state;
    char folder[] = "/tmp/hydra-kill-XXXXXX";
    const hy_port port = hy_port_system();
    hy_storage_posix *file;
    card c = {0};
    long answered = 0;
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/card", folder);
    assert_ok(hy_pool_open(&port, NULL, &c.pool, NULL));
    assert_ok(hy_workspace_open(&port, NULL, &c.work, NULL));
    start(&c, &file, true);
    card_load(&c, WALLET);
    card_install(&c, PACKAGE, "", "", "31323334");
    hy_element_close(&c.element);
    hy_storage_close_file(&file);
    for (int i = 0; i < rounds; i++) {
        int told = run_and_kill(&c, (unsigned)(i * 7919 % 20000));
        start(&c, &file, false);
        int now = balance(&c);
        assert_true(told >= 0);
        assert_true(now == told || now == told + 1 || now == told - 1000);
        answered += told > 0;
        hy_element_close(&c.element);
        hy_storage_close_file(&file);
    }
    print_message("# killed %d times, 0 violations\n", rounds);
    card_close(&c);
    (void)unlink(path);
    assert_int_equal(rmdir(folder), 0);
    assert_true(answered > 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_kill)};
    if (argc > 1)
        rounds = atoi(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
