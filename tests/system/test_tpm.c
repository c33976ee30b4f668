/* An element whose key and age are in a TPM 2.0: with real software TPMs (swtpm), as its owner uses
   it. Skipped where swtpm is not installed. */
#include "shell.h"

#include <unistd.h>

#define SELECT "00A4040009D27600008501010001"
#define CREDIT "printf '" SELECT " ; 9000\\n802000000431323334 ; 9000\\n80300000020064 ; 9000'"
#define BALANCE(hex) "printf '" SELECT " ; 9000\\n8050000002 ; " hex "9000'"
#define NEW                                                                                        \
    "rm -f card.img*; $HYD element new card.img --tpm=$TPM &&"                                     \
    " $HYD element install card.img wallet.cap --params 31323334"
#define NEEDS_SWTPM                                                                                \
    do {                                                                                           \
        if (why_not != NULL) {                                                                     \
            print_message("# %s\n", why_not);                                                      \
            skip();                                                                                \
        }                                                                                          \
    } while (0)

static char folder[] = "/tmp/hydra-tpm-XXXXXX";
static const char *why_not; /* a TPM can be used here; NULL: it can */

/* A software TPM whose state is in the folder `name`, on two free ports in a row; its way into the
   variable `variable`. */
static void start_tpm(const char *name, const char *variable)
{
    char command[1024], way[64];
    for (int try = 0; try < 20; try++) {
        int port = 20000 + (int)(((unsigned)getpid() * 7 + (unsigned)try * 1009) % 20000) * 2;
        (void)snprintf(command, sizeof command,
                       "mkdir -p %s && swtpm socket --tpm2 --tpmstate dir=$OUT/%s"
                       " --server type=tcp,port=%d --ctrl type=tcp,port=%d"
                       " --flags not-need-init,startup-clear --daemon --pid file=$OUT/%s.pid",
                       name, name, port, port + 1, name);
        (void)snprintf(way, sizeof way, "swtpm:host=localhost,port=%d", port);
        setenv(variable, way, 1);
        if (run(command) == 0)
            return;
    }
    fail_msg("swtpm does not start: %s", output);
}

static int set_up(void **state)
{
    (void)state;
    const char *flags = getenv("HYDRA_CFLAGS");
    setenv("SANDBOX", flags != NULL && flags[0] != '\0' ? "--no-sandbox" : "", 1);
    setenv("TSS2_LOG", "all+none", 1);
    if (mkdtemp(folder) == NULL || chdir(folder) != 0 || setenv("OUT", folder, 1) != 0)
        return 1;
    if (run("$HYD element new card.img --tpm=none:") == 1 && strstr(output, "without TPM") != NULL)
        why_not = "skipped: hyd was built without tpm2-tss";
    else if (run("swtpm --version && tpm2_getcap --version") != 0)
        why_not = "skipped: swtpm or tpm2-tools is not installed";
    if (why_not != NULL)
        return 0;
    start_tpm("first", "TPM");
    start_tpm("second", "OTHER");
    return run("$HYD cap build $HYDRA_SOURCE/javacard/applets/wallet --package com.example.wallet"
               " --aid D276000085010100 --version 1.0"
               " --applet D27600008501010001=com.example.wallet.Wallet -o wallet.cap") != 0;
}

static int tear_down(void **state)
{
    (void)state;
    if (why_not == NULL)
        (void)run("kill $(cat first.pid); kill $(cat second.pid); sleep 0.2");
    return chdir("/") != 0 || run("rm -r $OUT") != 0;
}

static void test_create_and_open(void **state)
{
    (void)state;
    NEEDS_SWTPM;
    assert_exit(0, NEW);
    assert_exit(0, "ls");
    assert_says("card.img.tpm");
    assert_null(strstr(output, "card.img.key"));
    assert_null(strstr(output, "card.img.age"));
    assert_exit(0, "stat -c %a card.img.tpm | grep -x 600");
    assert_exit(0, CREDIT " | $HYD element apdu card.img");
    assert_exit(0, BALANCE("0064") " | $HYD element apdu card.img");
    assert_exit(0, "$HYD element list card.img");
    assert_says("applet   D27600008501010001");
    assert_exit(0, "$HYD element info card.img --tpm=$TPM");
    assert_says("key sealed in a TPM");
}

/* The counter is raised from inside the sandbox too: a wrong PIN steps it. */
static void test_a_daemon(void **state)
{
    (void)state;
    NEEDS_SWTPM;
    assert_exit(0, NEW);
    assert_exit(0, "$HYD element run card.img --listen unix:card $SANDBOX & "
                   "until $HYD element list --control card.img.control >/dev/null 2>&1;"
                   " do sleep 0.05; done; cp card.img old.img;"

                   " python3 -c '\n"
                   "import socket\n"
                   "c = socket.socket(socket.AF_UNIX)\n"
                   "c.connect(\"card\")\n"
                   "for h, n in ((\"" SELECT "\", 2), (\"802000000439393939\", 2)):\n"
                   "    b = bytes.fromhex(h)\n"
                   "    c.sendall(len(b).to_bytes(2, \"big\") + b)\n"
                   "    print(c.recv(100).hex())\n"
                   "'; kill -TERM $!; wait $!");
    assert_says("0002900");
    assert_says("00026982");
    assert_exit(0, BALANCE("0000") " | $HYD element apdu card.img");
    assert_exit(1, "cp old.img card.img; $HYD element list card.img");
    assert_says("older copy");
}

static void test_older_copy(void **state)
{
    (void)state;
    NEEDS_SWTPM;
    assert_exit(0, NEW);
    assert_exit(0, "cp card.img old.img; cp card.img.tpm old.img.tpm");
    assert_exit(0, CREDIT " | $HYD element apdu card.img");
    assert_exit(0, "cp card.img new.img");
    assert_exit(1, "cp old.img card.img; cp old.img.tpm card.img.tpm; $HYD element list card.img");
    assert_says("card.img: image: an older copy");
    assert_exit(0, "cp new.img card.img; $HYD element list card.img");
    assert_exit(1, "$HYD element snapshot card.img copy.img");
    assert_says("there are no copies of it");
    assert_exit(1, "test -e copy.img");
}

static void test_wrong_tpm(void **state)
{
    (void)state;
    NEEDS_SWTPM;
    assert_exit(0, NEW);
    assert_exit(1, "$HYD element list card.img --tpm=$OTHER");
    assert_says("card.img.tpm: the key is sealed in another TPM");
    assert_exit(1, "$HYD element run card.img --listen unix:card --tpm=$OTHER");
    assert_says("sealed in another TPM");
    assert_exit(1, "$HYD element list card.img --tpm=swtpm:host=localhost,port=1");
    assert_says("not reached");
    assert_exit(1, "tpm2_clear -T $TPM -c p && $HYD element list card.img");
    assert_says("or this one was cleared");
}

static void test_counter_gone(void **state)
{
    (void)state;
    NEEDS_SWTPM;
    assert_exit(0, NEW);
    assert_exit(1, "tpm2_nvundefine -T $TPM -C o "
                   "0x$(od -An -tx1 -j12 -N4 card.img.tpm | tr -d ' ') &&"
                   " $HYD element list card.img");
    assert_says("is gone");
}

static void test_edited(void **state)
{
    (void)state;
    NEEDS_SWTPM;
    assert_exit(0, NEW);
    assert_exit(1, "python3 - <<'END'\n"
                   "b = bytearray(open('card.img.tpm', 'rb').read())\n"
                   "b[-60] ^= 1\n"
                   "open('card.img.tpm', 'wb').write(b)\n"
                   "END\n"
                   "$HYD element list card.img");
    assert_says("edited");
    assert_exit(1, "truncate -s 40 card.img.tpm; $HYD element list card.img");
    assert_says("card.img.tpm: edited or cut short");
    assert_exit(1, "rm card.img.tpm; $HYD element list card.img");
    assert_says("card.img.key");
}

static void test_wrong_calls(void **state)
{
    (void)state;
    NEEDS_SWTPM;
    static const struct {
        const char *command, *says;
    } wrong[] = {
        {"$HYD element new other.img --tpm=none:", "not reached"},
        {"$HYD element new card.img --tpm=$TPM", "card.img: there already"},
        {"$HYD element list card.img --age elsewhere", "in the TPM"},
        {"$HYD element new plain.img && $HYD element list plain.img --tpm=$TPM", "in no TPM"},
    };
    assert_exit(0, NEW);
    for (size_t i = 0; i < TEST_COUNT(wrong); i++) {
        assert_exit(1, wrong[i].command);
        assert_says(wrong[i].says);
    }
    assert_exit(1, "test -e other.img || test -e other.img.tpm");
    assert_exit(0, "$HYD element list card.img");
}

/* A key that its owner gives is sealed, and opens the image when the TPM is no more. */
static void test_given_key(void **state)
{
    (void)state;
    NEEDS_SWTPM;
    assert_exit(0, "rm -f card.img* key; umask 077; printf '%064d\\n' 7 >key;"
                   "$HYD element new card.img --tpm=$TPM --key key && $HYD element list card.img &&"
                   "$HYD element list card.img --key key");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_create_and_open), cmocka_unit_test(test_a_daemon),
        cmocka_unit_test(test_older_copy),      cmocka_unit_test(test_wrong_tpm),
        cmocka_unit_test(test_counter_gone),    cmocka_unit_test(test_edited),
        cmocka_unit_test(test_wrong_calls),     cmocka_unit_test(test_given_key),
    };
    return cmocka_run_group_tests_name("tpm", tests, set_up, tear_down);
}
