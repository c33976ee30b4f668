/* What keeps an image from being opened, as its owner sees it: in every command, one error text and
   exit code 1, and the image is as it was. */
#include "shell.h"

#include <unistd.h>

#define AID "D276000085010100"
#define SELECT "00A4040009D27600008501010001"

static char folder[] = "/tmp/hydra-images-XXXXXX";

static int set_up(void **state)
{
    (void)state;
    const char *flags = getenv("HYDRA_CFLAGS");
    setenv("SANDBOX", flags != NULL && flags[0] != '\0' ? "--no-sandbox" : "", 1);
    return mkdtemp(folder) == NULL || chdir(folder) != 0 || setenv("OUT", folder, 1) != 0 ||
           run("$HYD cap build $HYDRA_SOURCE/javacard/applets/wallet --package com.example.wallet"
               " --aid " AID " --version 1.0"
               " --applet D27600008501010001=com.example.wallet.Wallet -o wallet.cap &&"
               " umask 077 && printf '%064d\\n' 7 >right && printf '%064d\\n' 8 >wrong &&"
               " printf '" SELECT " ; 9000\\n' >script") != 0;
}

static int tear_down(void **state)
{
    (void)state;
    return chdir("/") != 0 || run("rm -r $OUT") != 0;
}

/* An image whose key lies elsewhere, with a wallet in it. */
static int new_card(void **state)
{
    (void)state;
    return run("rm -f card.img* && $HYD element new card.img --key right &&"
               " $HYD element install card.img wallet.cap --params 31323334 --key right &&"
               " cp card.img good.img && cp card.img.age good.age");
}

/* Every command that opens an image; %s: options. */
static const char *const commands[] = {
    "$HYD element list card.img %s",
    "$HYD element info card.img %s",
    "$HYD element reset card.img %s",
    "$HYD element apdu card.img script %s",
    "$HYD element install card.img wallet.cap %s",
    "$HYD element delete card.img " AID " %s",
    "$HYD element run card.img --listen unix:card $SANDBOX %s",
};

static void refused(size_t i, const char *options, const char *says)
{
    char command[512];
    (void)snprintf(command, sizeof command, commands[i % TEST_COUNT(commands)], options);
    assert_exit(1, command);
    assert_says(says);
}

/* Each command is refused with this text. */
static void assert_refused(const char *options, const char *says)
{
    for (size_t i = 0; i < TEST_COUNT(commands); i++)
        refused(i, options, says);
}

static void assert_opens(void)
{
    assert_exit(0, "cp good.img card.img; cp good.age card.img.age;"
                   "$HYD element list card.img --key right");
    assert_says("applet   D27600008501010001");
}

static void test_keys_open(void **state)
{
    (void)state;
    static const char *const ways[] = {"--key right", "--key-fd 7 7<right"};
    for (size_t way = 0; way < TEST_COUNT(ways); way++) {
        assert_int_equal(new_card(NULL), 0);
        for (size_t i = 0; i + 1 < TEST_COUNT(commands); i++) {
            char command[512];
            if (strstr(commands[i], "install") != NULL)
                continue;
            (void)snprintf(command, sizeof command, commands[i], ways[way]);
            assert_exit(0, command);
        }
        char command[512];
        (void)snprintf(command, sizeof command,
                       "$HYD element install card.img wallet.cap --params 31323334 %s", ways[way]);
        assert_exit(0, command);
        (void)snprintf(command, sizeof command,
                       "$HYD element run card.img --listen unix:card $SANDBOX %s & "
                       "until $HYD element stop card.img --control card.img.control 2>/dev/null;"
                       " do sleep 0.05; done; wait $!",
                       ways[way]);
        assert_exit(0, command);
    }
    assert_exit(0, "rm -f card.img*; $HYD element new card.img --key-fd 7 7<right &&"
                   "$HYD element list card.img --key right");
    assert_exit(0, "test ! -e card.img.key");
}

static void test_keys_refused(void **state)
{
    (void)state;
    static const struct {
        const char *options, *says;
    } wrong[] = {
        {"--key-fd 7 7<wrong", "the key is not this image's"},
        {"", "card.img.key"},
        {"--key nowhere", "nowhere"},
        {"--key script", "a key is 64 hexadecimal digits"},
        {"--key-fd 7 7<script", "a key is 64 hexadecimal digits"},
        {"--key-fd 7 7>&-", "descriptor 7"},
        {"--key-fd seven", "the number of a descriptor"},
        {"--key right --key-fd 7 7<right", "do not go together"},
        {"--key readable", "others may read the key; chmod 600 readable"},
    };
    assert_exit(0, "cp right open && chmod 640 open && cp right readable && chmod 604 readable");
    assert_refused("--key wrong", "the key is not this image's");
    refused(5, "--key open", "others may read the key; chmod 600 open");
    for (size_t i = 0; i < TEST_COUNT(wrong); i++)
        refused(i, wrong[i].options, wrong[i].says);
    assert_exit(1, "$HYD element new other.img --key open");
    assert_says("others may read the key");
    assert_exit(1, "test -e other.img");
    assert_opens();
}

static void test_edited(void **state)
{
    (void)state;
    assert_exit(0, "python3 -c '\n"
                   "b = bytearray(open(\"card.img\", \"rb\").read())\n"
                   "b[500] ^= 1\n"
                   "open(\"card.img\", \"wb\").write(b)'");
    assert_refused("--key right", "was edited; restore a copy");
    assert_exit(0, "head -c 131072 /dev/urandom >card.img");
    refused(1, "--key right", "not an image of an element");
    assert_opens();
}

static void test_cut(void **state)
{
    (void)state;
    assert_exit(0, "truncate -s -65536 card.img");
    assert_refused("--key right", "cut short; restore a copy");
    assert_exit(0, "truncate -s 700 card.img");
    refused(0, "--key right", "cut short; restore a copy");
    assert_exit(0, "truncate -s 0 card.img");
    refused(2, "--key right", "the file is empty");
    assert_opens();
}

static void test_older_copy(void **state)
{
    (void)state;
    assert_exit(0, "$HYD element reset card.img --key right; cp good.img card.img");
    assert_refused("--key right", "an older copy");
    assert_exit(0, "rm card.img; echo x >card.img.age; cp good.img card.img");
    refused(3, "--key right", "age counter: cannot be read");
    assert_opens();
    assert_exit(0, "cp good.img card.img; mkdir -p elsewhere; cp good.age elsewhere/age;"
                   "$HYD element reset card.img --key right --age elsewhere/age;"
                   "cp good.img card.img; cp good.age card.img.age");
    refused(4, "--key right --age elsewhere/age", "an older copy");
}

static void test_newer_format(void **state)
{
    (void)state;
    assert_exit(0, "printf '\\000\\002\\000\\002' | dd of=card.img bs=1 seek=8 conv=notrunc");
    assert_refused("--key right", "newer");
    assert_opens();
}

static void test_two_processes(void **state)
{
    (void)state;
    char command[512];
    for (size_t i = 0; i < TEST_COUNT(commands); i++) {
        (void)snprintf(command, sizeof command,
                       "$HYD element run card.img --listen unix:one --control other --key right"
                       " $SANDBOX & until $HYD element list --control other 2>/dev/null;"
                       " do sleep 0.05; done; ");
        size_t n = strlen(command);
        (void)snprintf(command + n, sizeof command - n, commands[i], "--key right");
        (void)strcat(command, "; code=$?; kill -TERM $!; wait $!; exit $code");
        assert_exit(1, command);
        assert_says("card.img: in use by another process");
    }
}

/* No room: what was answered is there, what could not be written was not answered. */
static void test_full_disk(void **state)
{
    (void)state;
    assert_exit(1, "prlimit --fsize=65536 $HYD element new other.img --key right");
    assert_says("no room");
    assert_exit(1, "test -e other.img || test -e other.img.next");
    assert_exit(0, "python3 -c '\n"
                   "print(\"" SELECT "\\n802000000431323334\")\n"
                   "for i in range(2000): print(\"80300000020001\")' >credits");
    assert_exit(1, "prlimit --fsize=131072 $HYD element apdu card.img credits --key right >said");
    assert_says("the element is mute: there is no room for its image");
    assert_exit(0, "wanted=$(printf '%04X' $(($(grep -cx '< 9000' said) - 2)));"
                   "printf '" SELECT " ; 9000\\n8050000002 ; '\"$wanted\"'9000' |"
                   "$HYD element apdu card.img --key right");
    assert_exit(0, "$HYD element apdu card.img credits --key right");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keys_open),
        cmocka_unit_test_setup(test_keys_refused, new_card),
        cmocka_unit_test_setup(test_edited, new_card),
        cmocka_unit_test_setup(test_cut, new_card),
        cmocka_unit_test_setup(test_older_copy, new_card),
        cmocka_unit_test_setup(test_newer_format, new_card),
        cmocka_unit_test_setup(test_two_processes, new_card),
        cmocka_unit_test_setup(test_full_disk, new_card),
    };
    return cmocka_run_group_tests_name("images", tests, set_up, tear_down);
}
