/* An element that lasts, as its owner uses it: made, filled, run as a daemon, asked, copied. */
#include "shell.h"

#include <unistd.h>

#define SELECT "00A4040009D27600008501010001"
#define CREDIT "printf '" SELECT " ; 9000\\n802000000431323334 ; 9000\\n80300000020064 ; 9000'"
#define BALANCE(hex) "printf '" SELECT " ; 9000\\n8050000002 ; " hex "9000'"
#define WAIT                                                                                       \
    "until $HYD element list --control card.img.control >/dev/null 2>&1; do sleep 0.05; done; "

static char folder[] = "/tmp/hydra-run-XXXXXX";

static int set_up(void **state)
{
    (void)state;
    const char *flags = getenv("HYDRA_CFLAGS");
    setenv("SANDBOX", flags != NULL && flags[0] != '\0' ? "--no-sandbox" : "", 1);
    return mkdtemp(folder) == NULL || chdir(folder) != 0 || setenv("OUT", folder, 1) != 0 ||
           run("$HYD cap build $HYDRA_SOURCE/javacard/applets/wallet --package com.example.wallet"
               " --aid D276000085010100 --version 1.0"
               " --applet D27600008501010001=com.example.wallet.Wallet -o wallet.cap") != 0;
}

static int tear_down(void **state)
{
    (void)state;
    return chdir("/") != 0 || run("rm -rf $(readlink $OUT/shm); rm -r $OUT") != 0;
}

static int new_card(void **state)
{
    (void)state;
    return run("rm -f card.img* && $HYD element new card.img &&"
               " $HYD element install card.img wallet.cap --params 31323334");
}

static void test_it_lasts(void **state)
{
    (void)state;
    assert_exit(0, CREDIT " | $HYD element apdu card.img");
    assert_exit(0, BALANCE("0064") " | $HYD element apdu card.img");
    assert_exit(0, "$HYD element list card.img");
    assert_says("applet   D27600008501010001");
    assert_exit(0, "$HYD element info card.img --json | python3 -c 'import json, sys\n"
                   "assert json.load(sys.stdin)[\"applets\"] == 1'");
    assert_exit(0, "$HYD element info card.img");
    assert_says("key from a file");
    assert_says("Since it was opened    ");
    assert_exit(0, "$HYD element delete card.img D276000085010100");
    assert_exit(0, "$HYD element list card.img");
    assert_null(strstr(output, "applet"));
}

/* A client of the running element, in Python: c is connected, wear() asks the owner's way. */
#define CLIENT                                                                                     \
    "import json, os, socket, subprocess\n"                                                        \
    "def wear():\n"                                                                                \
    "    return json.loads(subprocess.check_output([os.environ['HYD'], 'element',\n"               \
    "        'info', '--json', '--control', 'card.img.control']))['image']\n"                      \
    "c = socket.socket(socket.AF_UNIX)\n"                                                          \
    "c.connect('card')\n"                                                                          \
    "def send(text):\n"                                                                            \
    "    b = bytes.fromhex(text)\n"                                                                \
    "    c.sendall(len(b).to_bytes(2, 'big') + b)\n"                                               \
    "    return c.recv(100)[2:].hex()\n"                                                           \
    "assert send('" SELECT "') == send('802000000431323334') == '9000'\n"

/* A running element says what it has written: one sync and some bytes a credit. */
static void test_wear(void **state)
{
    (void)state;
    assert_exit(0, "$HYD element run card.img --listen unix:card $SANDBOX & " WAIT
                   "python3 - <<'END'\n" CLIENT "before = wear()\n"
                   "for i in range(50): assert send('80300000020001') == '9000'\n"
                   "after = wear()\n"
                   "assert after['identity'] == before['identity'] and after['key'] == 'file'\n"
                   "assert after['syncs'] == before['syncs'] + 50, (before, after)\n"
                   "assert after['writes'] == before['writes'] + 50\n"
                   "assert 50 * 64 <= after['bytes_written'] - before['bytes_written'] < 50 * 512\n"
                   "assert after['used'] - before['used'] == "
                   "after['bytes_written'] - before['bytes_written']\n"
                   "END\n"
                   "code=$?; $HYD element stop card.img; wait $!; exit $code");
    assert_exit(0, "echo | $HYD element info --json card.img | grep -c '\"compactions\": 0'");
}

/* In memory, where a sync takes no time: an image is written anew inside the sandbox, and the disk
   gets full there. */
static void test_compaction(void **state)
{
    (void)state;
    assert_exit(0, "rm -rf shm; d=$(mktemp -d /dev/shm/hydra-XXXXXX 2>/dev/null || mktemp -d) && "
                   "ln -s $d shm && cp card.img* shm && cd shm &&"
                   "{ $HYD element run card.img --listen unix:card $SANDBOX & " WAIT
                   "python3 - <<'END'\n" CLIENT "before = wear()\n"
                   "for i in range(5000): assert send('80300000020001') == '9000'\n"
                   "after = wear()\n"
                   "assert before['compactions'] == 0 and after['compactions'] >= 1, after\n"
                   "assert after['used'] < 262144 and after['segments'] == 1, after\n"
                   "for i in range(100): assert send('80400000020001') == '9000'\n"
                   "END\n"
                   "code=$?; kill -KILL $!; wait $!; test $code = 0; } && test ! -e card.img.next");
    assert_exit(0, "cd shm && " BALANCE("1324") " | $HYD element apdu card.img");
    assert_exit(
        0, "cd shm && size=$(stat -c %s card.img) &&"
           "{ prlimit --fsize=$size $HYD element run card.img --listen unix:card $SANDBOX & " WAIT
           "python3 - <<'END'\n" CLIENT "n, said = 4900, '9000'\n"
           "while said == '9000' and n < 9999:\n"
           "    said = send('80300000020001')\n"
           "    n += said == '9000'\n"
           "assert said == '6f00' and send('8050000002') == '6f00', said\n"
           "open('credited', 'w').write('%04X' % n)\n"
           "END\n"
           "code=$?; kill -KILL $!; wait $!; test $code = 0; }");
    assert_exit(0, "cd shm && printf '" SELECT " ; 9000\n8050000002 ; '$(cat credited)'9000' |"
                   "$HYD element apdu card.img");
}

static void test_a_daemon(void **state)
{
    (void)state;
    assert_exit(0, "$HYD element run card.img --listen unix:card $SANDBOX & " WAIT
                   "$HYD element list card.img && $HYD element info card.img &&"
                   "$HYD element reset card.img && $HYD element delete card.img D276000085010100 &&"
                   "$HYD element install card.img wallet.cap --params 31323334;"
                   "! $HYD element snapshot card.img copy.img;"
                   "! $HYD element run card.img --listen unix:other;"
                   "kill -TERM $!; wait $!; code=$?; ls; exit $code");
    assert_says("in use by another process");
    assert_says("Persistent memory");
    assert_null(strstr(output, "card.img.control"));
    assert_exit(0, BALANCE("0000") " | $HYD element apdu card.img");
}

/* A process that is killed leaves sockets behind; the next one takes them over. */
static void test_killed(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++)
        assert_exit(0, "$HYD element run card.img --listen unix:card $SANDBOX & " WAIT
                       "$HYD element list card.img && kill -KILL $!; wait $!; ls card.img.control");
    assert_exit(0, "$HYD element list card.img");
    assert_says("applet   D27600008501010001");
}

static void test_readiness_is_told(void **state)
{
    (void)state;
    assert_exit(0, "python3 - <<'END'\n"
                   "import os, signal, socket, subprocess\n"
                   "s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)\n"
                   "s.bind('notify')\n"
                   "s.settimeout(20)\n"
                   "p = subprocess.Popen([os.environ['HYD'], 'element', 'run', 'card.img',\n"
                   "    '--listen', 'unix:card'] + os.environ['SANDBOX'].split(),\n"
                   "    env=dict(os.environ, NOTIFY_SOCKET=os.path.abspath('notify')))\n"
                   "assert s.recv(100) == b'READY=1'\n"
                   "c = socket.socket(socket.AF_UNIX)\n"
                   "c.connect('card')\n"
                   "c.sendall(bytes.fromhex('000104'))\n"
                   "assert c.recv(100)[2] == 0x3B\n"
                   "p.send_signal(signal.SIGINT)\n"
                   "assert p.wait(20) == 0\n"
                   "END\n");
}

static void test_copies(void **state)
{
    (void)state;
    assert_exit(0, CREDIT " | $HYD element apdu card.img");
    assert_exit(0, "rm -f copy.img*; $HYD element snapshot card.img copy.img");
    assert_exit(1, "$HYD element snapshot card.img copy.img");
    assert_exit(0, CREDIT " | $HYD element apdu card.img");
    assert_exit(0, BALANCE("0064") " | $HYD element apdu copy.img");
    assert_exit(0, BALANCE("00C8") " | $HYD element apdu card.img");
    assert_exit(0, "$HYD element restore card.img copy.img");
    assert_exit(0, BALANCE("0064") " | $HYD element apdu card.img");
}

static void test_what_goes_wrong_is_said(void **state)
{
    (void)state;
    static const struct {
        const char *command;
        int code;
        const char *says;
    } wrong[] = {
        {"$HYD element new card.img", 1, "card.img"},
        {"$HYD element list nowhere.img", 1, "nowhere.img"},
        {"$HYD element list", 1, "IMAGE or --control is missing"},
        {"$HYD element list --control nowhere", 1, "nowhere: cannot connect"},
        {"$HYD element apdu", 2, "IMAGE or --cap is missing"},
        {"$HYD element apdu card.img x --cap wallet.cap", 2, "do not go together"},
        {"$HYD element run card.img", 2, "--vpcd or --listen is missing"},
        {"$HYD element run card.img --listen tcp:0.0.0.0:0", 1, "not on this machine"},
        {"$HYD element run card.img --listen udp:x", 1, "unix:PATH or tcp:HOST:PORT"},
        {"$HYD element run card.img --listen unix:card --protocol T0", 2, "settled"},
        {"$HYD element info card.img --durability often", 1, "transaction, apdu or write"},
        {"$HYD element delete card.img 00", 2, "5 to 16 bytes"},
        {"$HYD element delete card.img 0011223344", 1, "nothing has this AID"},
        {"$HYD element delete card.img A000000151000000", 1, "issuer's security domain stays"},
        {"chmod 644 card.img.key; $HYD element list card.img", 1, "card.img.key"},
        {"$HYD element new other.img --card-profile nowhere", 1, "no profile of that name"},
    };
    for (size_t i = 0; i < TEST_COUNT(wrong); i++) {
        assert_exit(wrong[i].code, wrong[i].command);
        assert_says(wrong[i].says);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_it_lasts, new_card),
        cmocka_unit_test_setup(test_wear, new_card),
        cmocka_unit_test_setup(test_compaction, new_card),
        cmocka_unit_test_setup(test_a_daemon, new_card),
        cmocka_unit_test_setup(test_killed, new_card),
        cmocka_unit_test_setup(test_readiness_is_told, new_card),
        cmocka_unit_test_setup(test_copies, new_card),
        cmocka_unit_test_setup(test_what_goes_wrong_is_said, new_card),
    };
    return cmocka_run_group_tests_name("run", tests, set_up, tear_down);
}
