/* The element as a PC/SC card: Debian's pcscd with its virtual reader, started here with a folder,
   a configuration and ports of its own, and talked to by our link, pyscard and opensc-tool. Skipped
   when those packages are not there. */
#include "shell.h"

#include "transport/link.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#define SELECT "00A4040009D27600008501010001"
#define DRIVER "/usr/lib/pcsc/drivers/serial/libifdvpcd.so"

static char folder[] = "/tmp/hydra-pcsc-XXXXXX";
static char options[64]; /* for hyd element run */
static int port;
static pid_t pcscd, card;

/* Two ports next to each other that are free: vpcd has two slots. */
static int free_ports(void)
{
    for (int p = 42000 + (int)(getpid() % 10000) * 2; p < 65000; p += 2) {
        int good = 0;
        int fds[2];
        for (int i = 0; i < 2; i++) {
            const struct sockaddr_in a = {.sin_family = AF_INET,
                                          .sin_port = htons((uint16_t)(p + i))};
            fds[i] = socket(AF_INET, SOCK_STREAM, 0);
            good += bind(fds[i], (const struct sockaddr *)&a, sizeof a) == 0;
        }
        close(fds[0]);
        close(fds[1]);
        if (good == 2)
            return p;
    }
    return 0;
}

/* Starts a shell command line as a process; what it prints goes to a file of the folder. */
static pid_t start(const char *line, const char *log)
{
    pid_t pid = fork();
    if (pid != 0)
        return pid;
    int fd = open(log, O_CREAT | O_WRONLY | O_TRUNC, 0600);
    dup2(fd, STDOUT_FILENO);
    dup2(fd, STDERR_FILENO);
    execl("/bin/sh", "sh", "-c", line, (char *)NULL);
    _exit(127);
}

static void end(pid_t *pid)
{
    if (*pid > 0 && kill(*pid, SIGTERM) == 0)
        waitpid(*pid, NULL, 0);
    *pid = 0;
}

/* Waits until the command succeeds; fails after half a minute with what it printed. */
static void wait_until(const char *command)
{
    for (int i = 0; i < 300; i++) {
        if (run(command) == 0)
            return;
        run("sleep 0.1");
    }
    fail_msg("in vain: %s\n%s", command, output);
}

static void start_card(const char *more)
{
    char line[400];
    snprintf(line, sizeof line,
             "exec $HYD element run --cap wallet.cap --params 31323334 --vpcd=localhost:%d %s %s",
             port, options, more);
    card = start(line, "card.log");
    wait_until("opensc-tool -r 0 -a");
}

static const char *missing(void)
{
    if (access("/usr/sbin/pcscd", X_OK) != 0 || access(DRIVER, R_OK) != 0)
        return "pcscd or vsmartcard-vpcd is not installed";
    if (access("/usr/bin/opensc-tool", X_OK) != 0 ||
        run("/usr/bin/python3 -c 'import smartcard'") != 0)
        return "opensc or python3-pyscard is not installed";
    if (run("unshare -m true") != 0)
        return "a mount namespace of its own is not allowed (run as root)";
    return NULL;
}

/* pcscd has its socket in /run/pcscd, wherever it is started: so it gets a /run of its own, in
   which that is a folder of ours. */
static int start_pcscd(void)
{
    char line[400];
    snprintf(line, sizeof line,
             "rm -rf ipc conf && mkdir ipc conf && printf 'FRIENDLYNAME \"Hydra\"\\nDEVICENAME "
             "/dev/null:%d\\n"
             "LIBPATH " DRIVER "\\nCHANNELID %d\\n' > conf/reader",
             port, port);
    if (port == 0 || run(line) != 0)
        return -1;
    pcscd = start("exec unshare -m sh -c 'mount -t tmpfs none /run && mkdir /run/pcscd && "
                  "mount --bind $OUT/ipc /run/pcscd && "
                  "exec /usr/sbin/pcscd --foreground --info --config $OUT/conf'",
                  "pcscd.log");
    wait_until("opensc-tool -l | grep -q Hydra");
    return 0;
}

static int set_up(void **state)
{
    (void)state;
    char ipc[100];
    if (mkdtemp(folder) == NULL || chdir(folder) != 0 || setenv("OUT", folder, 1) != 0)
        return -1;
    snprintf(ipc, sizeof ipc, "%s/ipc/pcscd.comm", folder);
    setenv("PCSCLITE_CSOCK_NAME", ipc, 1);
    port = free_ports();
    if (getenv("HYDRA_CFLAGS") != NULL && getenv("HYDRA_CFLAGS")[0] != '\0') /* sanitizers */
        snprintf(options, sizeof options, "--no-sandbox");
    return run("$HYD cap build $HYDRA_SOURCE/javacard/applets/wallet --package com.example.wallet"
               " --aid D276000085010100 --version 1.0"
               " --applet D27600008501010001=com.example.wallet.Wallet -o wallet.cap") != 0 ||
           start_pcscd() != 0;
}

static int tear_down(void **state)
{
    (void)state;
    end(&card);
    end(&pcscd);
    return chdir("/") != 0 || run("rm -r $OUT") != 0;
}

/* Until pcscd has seen that it is gone. */
static void take_card_away(void)
{
    end(&card);
    wait_until("opensc-tool -l | grep -q '^0 *No'");
}

static int stop_card(void **state)
{
    (void)state;
    take_card_away();
    return 0;
}

/* ---- the tests ---- */

static void test_our_link(void **state)
{
    (void)state;
    static const uint8_t select[] = {0x00, 0xA4, 0x04, 0x00, 0x09, 0xD2, 0x76,
                                     0x00, 0x00, 0x85, 0x01, 0x01, 0x00, 0x01};
    static const uint8_t balance[] = {0x80, 0x50, 0x00, 0x00, 0x02};
    uint8_t response[16];
    size_t n;
    hy_view atr;
    hy_link *link;
    hy_reason why = {""};
    start_card("");
    if (!hy_ok(hy_link_open("reader:Hydra", &link, &why)))
        fail_msg("%s", why.text);
    assert_non_null(strstr(hy_link_name(link), "Hydra"));
    assert_ok(hy_link_atr(link, &atr, &why));
    assert_int_equal(18, atr.n);
    for (int i = 0; i < 100; i++) {
        assert_ok(hy_link_exchange(link, hy_view_of(select, sizeof select), response,
                                   sizeof response, &n, &why));
        assert_int_equal(2, n);
        assert_int_equal(0x90, response[0]);
        assert_ok(hy_link_exchange(link, hy_view_of(balance, sizeof balance), response,
                                   sizeof response, &n, &why));
        assert_int_equal(4, n);
    }
    assert_ok(hy_link_reset(link, &why));
    assert_ok(hy_link_transmit(link, hy_view_of(balance, sizeof balance), response, sizeof response,
                               &n, &why));
    assert_int_equal(2, n); /* nothing is selected after a reset */
    hy_link_close(&link);
    assert_fails(NOT_FOUND, hy_link_open("reader:nobody's", &link, &why));
    assert_non_null(strstr(why.text, "Hydra"));
}

static void test_other_programs(void **state)
{
    (void)state;
    start_card("");
    assert_exit(0, "opensc-tool -r 0 -a");
    assert_says("3b:8b:81:31:fe:45:80:73:c0:01:5f:55:48:79:64:72:61:fe");
    assert_exit(0, "opensc-tool -r 0 -s " SELECT " -s 8050000002");
    assert_says("Received (SW1=0x90, SW2=0x00)");
    assert_exit(0, "/usr/bin/python3 - <<'END'\n"
                   "from smartcard.System import readers\n"
                   "c = [r for r in readers() if 'Hydra 00 00' in str(r)][0].createConnection()\n"
                   "c.connect()\n"
                   "s = list(bytes.fromhex('" SELECT "'))\n"
                   "assert c.transmit(s) == ([], 0x90, 0), 'select'\n"
                   "assert c.transmit([0x80, 0x50, 0, 0, 2]) == ([0, 0], 0x90, 0), 'balance'\n"
                   "assert c.transmit([0x80, 0x50]) == ([], 0x67, 0), 'two bytes'\n"
                   "assert c.transmit([0x80]) == ([], 0x67, 0), 'one byte'\n"
                   "assert c.transmit([0x80, 0x20, 0, 0, 9, 1]) == ([], 0x67, 0), 'cut short'\n"
                   "assert c.transmit([255] * 5)[1] == 0x6E, 'class FF'\n"
                   "try:\n"
                   "    c.transmit([0])\n"
                   "except Exception as e:\n"
                   "    print('refused:', e)\n"
                   "END\n");
    assert_says("refused:");
    wait_until("opensc-tool -r 0 -s " SELECT " | grep -q 0x90");
}

static void test_it_comes_and_goes(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++) {
        start_card("");
        take_card_away();
    }
    /* the card is there first, and finds a reader that comes later */
    start_card("");
    end(&pcscd);
    assert_int_equal(0, start_pcscd());
    wait_until("opensc-tool -r 0 -s " SELECT " | grep -q 0x90");
}

static void test_t0(void **state)
{
    (void)state;
    start_card("--protocol T0");
    assert_exit(0, "opensc-tool -r 0 -a");
    assert_says("3b:0b:80:73:c0:01:5f:55:48:79:64:72:61");
    assert_exit(0, "/usr/bin/python3 - <<'END'\n"
                   "from smartcard.System import readers\n"
                   "from smartcard.CardConnection import CardConnection\n"
                   "c = [r for r in readers() if 'Hydra 00 00' in str(r)][0].createConnection()\n"
                   "c.connect(CardConnection.T0_protocol)\n"
                   "assert c.transmit(list(bytes.fromhex('" SELECT "'))) == ([], 0x90, 0)\n"
                   "assert c.transmit([0x80, 0x50, 0, 0, 0]) == ([], 0x6C, 2), 'wrong Le'\n"
                   "assert c.transmit([0x80, 0x50, 0, 0, 2]) == ([0, 0], 0x90, 0), 'balance'\n"
                   "END\n");
}

/* The real process, once it serves, is where the kernel watches it, and dies of what it may not. */
static void test_it_is_watched(void **state)
{
    (void)state;
    if (options[0] != '\0')
        return; /* under a sanitizer it runs without its sandbox */
    start_card("");
    char line[100];
    snprintf(line, sizeof line, "grep '^Seccomp:.2' /proc/%d/status", (int)card);
    assert_exit(0, line);
    snprintf(line, sizeof line, "grep '^NoNewPrivs:.1' /proc/%d/status", (int)card);
    assert_exit(0, line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_our_link, stop_card),
        cmocka_unit_test_teardown(test_other_programs, stop_card),
        cmocka_unit_test_teardown(test_it_comes_and_goes, stop_card),
        cmocka_unit_test_teardown(test_t0, stop_card),
        cmocka_unit_test_teardown(test_it_is_watched, stop_card),
    };
    const char *lacks = missing();
    if (lacks != NULL) {
        printf("1..0 # SKIP %s\n", lacks);
        return 0;
    }
    return cmocka_run_group_tests_name("pcsc", tests, set_up, tear_down);
}
