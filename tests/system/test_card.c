/* hyd card as an issuer uses it, against an element that listens on a socket: keys from files, what
   is loaded, listed, locked and deleted, a domain for another party, and what goes wrong. */
#include "shell.h"

#include <unistd.h>

#define CARD " --connect unix:card.sock "
#define ISSUER CARD "--keys issuer.keys "
#define PACKAGE "D276000085010100"
#define APPLET "D27600008501010001"
#define PARTY "F0485944524101"

static char folder[] = "/tmp/hydra-card-XXXXXX";

/* The element serves once its line "listening on" is there. */
static int start(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL || chdir(folder) != 0 || setenv("OUT", folder, 1) != 0 ||
           run("umask 077\n"
               "k=000102030405060708090A0B0C0D0E0F\n"
               "printf 'version = 30\\nkey = %s\\n' $k >issuer.keys\n"
               "printf '# the supplier\\nversion = 31\\nenc = 10%s\\nmac = 11%s\\ndek = 12%s\\n' "
               "${k#00} ${k#00} ${k#00} >party.keys\n"
               "printf 'version = 30\\nkey = F%s\\n' ${k#0} >wrong.keys\n"
               "cp issuer.keys open.keys; chmod 644 open.keys\n"
               "mkfifo ready\n"
               "$HYD element run --keys issuer.keys --scp 70 --listen unix:card.sock "
               "--control control.sock >ready 2>run.log &\n"
               "read line <ready && echo $line") != 0;
}

static int stop(void **state)
{
    (void)state;
    return run("$HYD element stop --control control.sock") + chdir("/") + (run("rm -r $OUT") != 0);
}

static void test_story(void **state)
{
    (void)state;
    assert_exit(0, "$HYD card info" CARD);
    assert_says("A000000151000000");
    assert_says("version 30  identifier 01  AES, 16 bytes");
    assert_exit(0, "$HYD card install" ISSUER "--params 31323334 $WALLET");
    assert_says("loaded " PACKAGE);
    assert_says("installed " APPLET);
    assert_exit(0, "$HYD card list" ISSUER);
    assert_says("applet   " APPLET "  SELECTABLE");
    assert_exit(0, "$HYD card list --level 01" ISSUER "--json | python3 -c 'import json, sys\n"
                   "rows = json.load(sys.stdin)\n"
                   "assert rows[0][\"kind\"] == \"issuer\"\n"
                   "assert any(r[\"aid\"] == \"" APPLET "\" for r in rows)'");
    assert_exit(0, "$HYD card lock" ISSUER APPLET);
    assert_exit(1, "$HYD card info --domain " APPLET CARD);
    assert_says("SELECT: 6A82, application not found");
    assert_exit(0, "$HYD card unlock" ISSUER APPLET);
    assert_exit(1, "$HYD card delete" ISSUER PACKAGE);
    assert_says("6985");
    assert_says("--related");
    assert_says("the card says: delete: the package has instances");
    assert_exit(0, "$HYD card delete --related" ISSUER PACKAGE);
    assert_exit(0, "$HYD card list" ISSUER);
    assert_null(strstr(output, PACKAGE));
}

static void test_apdu(void **state)
{
    (void)state;
    assert_exit(0, "echo '80F28002024F00 ; *9000' | $HYD card apdu --trace" ISSUER);
    assert_says("> 84F2800218"); /* as it travelled */
    assert_exit(1, "echo '80F28002024F00 ; *9000' | $HYD card apdu" CARD);
    assert_says("expected *9000, got 6982");
    assert_exit(0, "$HYD card store-data" ISSUER "45080102030405060708");
    assert_exit(0, "echo '80CA004500 ; *0102030405060708 9000' | $HYD card apdu" CARD);
}

static void test_party(void **state)
{
    (void)state;
    assert_exit(0, "$HYD card domain create " PARTY ISSUER
                   "--privileges authorized-management --new party.keys");
    assert_says("put keys of version 31");
    assert_exit(0, "$HYD card load --domain " PARTY CARD "--keys party.keys $WALLET");
    assert_exit(0, "$HYD card install --domain " PARTY CARD
                   "--keys party.keys --params 31323334 --package " PACKAGE " --applet " APPLET);
    assert_exit(1, "$HYD card list --domain " PARTY ISSUER);
    assert_says("hyd: ");
    assert_exit(0, "$HYD card list" ISSUER);
    assert_says("domain   " PARTY "  ");
    assert_exit(0, "$HYD card delete --related --domain " PARTY CARD "--keys party.keys " PACKAGE);
    assert_exit(0, "$HYD card delete" ISSUER PARTY);
}

static void test_keys(void **state)
{
    (void)state;
    assert_exit(0, "$HYD card put-key --new party.keys" ISSUER);
    assert_exit(0, "$HYD card list --connect unix:card.sock --keys party.keys");
    assert_exit(0, "$HYD card delete --delete-version 31" ISSUER);
    assert_exit(1, "$HYD card list --connect unix:card.sock --keys party.keys");
    assert_says("INITIALIZE UPDATE: 6A88");
    assert_says("no keys of this version");
}

static void test_what_goes_wrong_is_said(void **state)
{
    (void)state;
    static const struct {
        const char *command;
        int code;
        const char *says;
    } wrong[] = {
        {"$HYD card list" CARD, 1, "--keys FILE, or --test-keys"},
        {"$HYD card list" CARD "--keys open.keys", 1, "others may read it (mode 644)"},
        {"$HYD card list" CARD "--keys nowhere.keys", 1, "nowhere.keys: No such file"},
        {"$HYD card list" CARD "--keys wrong.keys", 1, "not the keys of its version 30"},
        {"$HYD card list" CARD "--keys issuer.keys --test-keys", 1, "one of them"},
        {"$HYD card list --key-version 44" ISSUER, 1, "no keys of this version"},
        {"$HYD card list --s16" ISSUER, 1, "the card may use S16"},
        {"$HYD card list --level 44" ISSUER, 1, "there are 00, 01, 03, 11, 13 and 33"},
        {"$HYD card list --level 4x" ISSUER, 1, "two hexadecimal digits"},
        {"$HYD card list --domain 1234" ISSUER, 1, "an AID is 5 to 16 bytes"},
        {"$HYD card list --domain F000000000" ISSUER, 1, "6A82"},
        {"$HYD card list --connect unix:nowhere --test-keys", 1, "nowhere"},
        {"$HYD card install" ISSUER, 1, "either a CAP file, or --package"},
        {"$HYD card install --params xy" ISSUER "$WALLET", 1, "--params xy"},
        {"$HYD card install --privileges fly" ISSUER "$WALLET", 1, "no such privilege"},
        {"$HYD card load" ISSUER "nowhere.cap", 1, "nowhere.cap"},
        {"$HYD card delete" ISSUER, 2, "either AIDs"},
        {"$HYD card delete" ISSUER "F000000000", 1, "nothing with this AID"},
        {"$HYD card lock" ISSUER, 2, "either an AID, or --card"},
        {"$HYD card put-key" ISSUER, 2, "--new is missing"},
        {"$HYD card domain destroy " PARTY ISSUER, 2, "create is what there is"},
        {"$HYD card domain create --scp 71 " PARTY ISSUER "--new open.keys", 1, "mode 644"},
        {"$HYD card domain create --scp 44 " PARTY ISSUER, 1, "SCP03 has 00, 10"},
        {"$HYD card store-data" ISSUER "xyz", 1, "hexadecimal"},
    };
    for (size_t i = 0; i < TEST_COUNT(wrong); i++) {
        assert_exit(wrong[i].code, wrong[i].command);
        assert_says(wrong[i].says);
    }
    assert_exit(0, "$HYD card list" ISSUER); /* and the card is as it was */
}

/* Starts the element of card.image; its process number is in image.pid. */
#define RUN_IMAGE                                                                                  \
    "rm -f up; mkfifo up; $HYD element run card.image --listen unix:image.sock >up 2>image.log & " \
    "echo $! >image.pid; read line <up && echo $line"
#define STOP_IMAGE                                                                                 \
    "$HYD element stop --control card.image.control; "                                             \
    "while kill -0 $(cat image.pid) 2>/dev/null; do sleep 0.05; done"
#define IMAGE " --connect unix:image.sock --keys issuer.keys "

/* An issuer's element in an image: his keys are settled when it is made, and there at each start.
 */
static void test_image(void **state)
{
    (void)state;
    assert_exit(0, "$HYD element new --keys issuer.keys --scp 70 card.image");
    assert_exit(0, RUN_IMAGE);
    assert_exit(0, "$HYD card install" IMAGE "--params 31323334 $WALLET");
    assert_exit(0, STOP_IMAGE);
    assert_exit(0, RUN_IMAGE);
    assert_exit(0, "$HYD card list" IMAGE);
    assert_says(APPLET);
    assert_exit(0, STOP_IMAGE);
    assert_exit(2, "$HYD element run card.image --test-keys --listen unix:image.sock");
    assert_says("settled when the image is made");
    assert_exit(1, "$HYD element new --scp 70 other.image");
    assert_says("--scp: a domain needs keys");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_story), cmocka_unit_test(test_apdu),
        cmocka_unit_test(test_party), cmocka_unit_test(test_keys),
        cmocka_unit_test(test_image), cmocka_unit_test(test_what_goes_wrong_is_said),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
