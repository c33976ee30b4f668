/* Images opened by another platform than made them, and images that older versions made:
   tests/vectors/image holds those.

       build/tests/unit/test_store_platform write FOLDER     makes such images with this version */
#include "base/hex.h"
#include "card.h"
#include "disk.h"
#include "element/runtime/element.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

#define PACKAGE "D276000085010100"
#define SELECT "00A4040009D27600008501010001"
#define PIN "31323334"
#define VERIFY "8020000004" PIN
#define BALANCE "8050000002"
#define CREDIT "80300000020064"

enum { ROM_MAX = 16 << 20, IMAGE_MAX = 1 << 20 };

static const uint8_t key[HY_IMAGE_KEY] = {'h', 'y', 'd', 'r', 'a'};

/* The platform of this build, or with one of the other ROM images. */
static void open_pool(card *c, const char *rom)
{
    const hy_port port = hy_port_system();
    hy_buf bytes = hy_buf_new(ROM_MAX);
    hy_pool_config config = {0};
    hy_reason why = {""};
    if (rom != NULL)
        assert_ok(hy_buf_read_file(&bytes, rom, ROM_MAX, &why));
    config.rom = hy_buf_view(&bytes);
    hy_rc rc = hy_pool_open(&port, &config, &c->pool, &why);
    assert_string_equal(why.text, "");
    assert_ok(rc);
    assert_ok(hy_workspace_open(&port, NULL, &c->work, &why));
    hy_buf_free(&bytes);
}

static hy_image image_on(disk *d)
{
    return (hy_image){.storage = disk_storage(d), .key = hy_view_of(key, sizeof key)};
}

static const hy_issuer *issuer(void)
{
    static const hy_issuer made = {.key_n = 16, .enc = {1}, .mac = {2}, .dek = {3}};
    return &made;
}

typedef enum contents {
    EMPTY,
    MANAGED, /* with an issuer's domain */
    WALLETS,
} contents;

/* Small memories make small images. */
static void create(card *c, disk *d, contents what)
{
    const hy_port port = hy_port_system();
    const hy_image image = image_on(d);
    const hy_element_config config = {
        .memory = 16384,
        .transient_reset = 4096,
        .transient_deselect = 1024,
        .issuer = what == MANAGED ? issuer() : NULL,
    };
    hy_reason why = {""};
    hy_rc rc = hy_element_create_in(c->pool, c->work, &port, &config, &image, &c->element, &why);
    assert_string_equal(why.text, "");
    assert_ok(rc);
    if (what != WALLETS)
        return;
    card_load(c, WALLET);
    card_install(c, PACKAGE, "", "", PIN);
    card_expect(c, SELECT, "9000");
    card_expect(c, VERIFY, "9000");
    card_expect(c, CREDIT, "9000");
}

static hy_rc try_open(card *c, disk *d, hy_reason *why)
{
    const hy_port port = hy_port_system();
    const hy_image image = image_on(d);
    return hy_element_open(c->pool, c->work, &port, NULL, &image, &c->element, why);
}

static void reopen(card *c, disk *d, const char *rom)
{
    hy_reason why = {""};
    card_close(c);
    open_pool(c, rom);
    hy_rc rc = try_open(c, d, &why);
    assert_string_equal(why.text, "");
    assert_ok(rc);
}

static void expect_wallet(card *c, const char *balance)
{
    card_expect(c, SELECT, "9000");
    card_expect(c, BALANCE, balance);
    card_expect(c, "802000000439393939", "6982");
    card_expect(c, VERIFY, "9000");
    card_expect(c, CREDIT, "9000");
}

/* What applets and the system meet of the classes of both platforms. */
static void expect_works(card *c)
{
    assert_fails(EXISTS, card_try_load(c, WALLET, NULL));
    card_install(c, PACKAGE, "", "D276000085010100AA", PIN);
    card_expect(c, "00A4040009D276000085010100AA", "9000");
    card_expect(c, BALANCE, "00009000");
    card_expect(c, "80FF000000", "6D00"); /* throws */
    assert_ok(hy_element_reset(c->element, c->work, NULL));
    assert_ok(card_try_delete(c, "D276000085010100AA", false, NULL));
}

static void test_more_packages(void **state)
{
    (void)state;
    card c = {0};
    disk d = {0};
    open_pool(&c, NULL);
    create(&c, &d, WALLETS);
    uint16_t before = c.pool->rom_count;
    reopen(&c, &d, ROM_MORE);
    assert_int_equal(c.pool->rom_count, before + 1);
    expect_wallet(&c, "00649000");
    expect_works(&c);
    reopen(&c, &d, ROM_MORE); /* is of this platform now */
    expect_wallet(&c, "00C89000");
    expect_works(&c);
    assert_ok(card_try_delete(&c, PACKAGE, true, NULL));
    card_load(&c, WALLET);
    card_close(&c);
    disk_free(&d);
}

/* Power is cut in every operation of the first opening: it is of the one platform or the other. */
static void test_cut_while_changing(void **state)
{
    (void)state;
    card c = {0};
    disk d = {0};
    bool cut = true;
    int cuts = 0;
    open_pool(&c, NULL);
    create(&c, &d, WALLETS);
    hy_element_close(&c.element);
    for (uint64_t at = 1; cut; at++) {
        disk e = disk_copy(&d);
        e.cut_at = at;
        e.fate = (disk_fate)(at % DISK_FATES);
        card_close(&c);
        open_pool(&c, ROM_MORE);
        cut = !hy_ok(try_open(&c, &e, NULL));
        cuts += cut;
        hy_element_close(&c.element);
        disk_restart(&e);
        if (at % 2 == 0)
            reopen(&c, &e, ROM_MORE);
        else if (cut && e.fate == DISK_LOSES)
            reopen(&c, &e, NULL);
        else
            reopen(&c, &e, ROM_MORE);
        expect_wallet(&c, "00649000");
        disk_free(&e);
    }
    assert_true(cuts >= 3);
    card_close(&c);
    disk_free(&d);
}

static void expect_refused(card *c, disk *d, const char *rom, const char *name, const char *says)
{
    hy_reason why = {""};
    card_close(c);
    open_pool(c, rom);
    hy_rc rc = try_open(c, d, &why);
    assert_string_equal(hy_rc_name(rc), name);
    if (strstr(why.text, says) == NULL)
        print_message("# \"%s\" does not say \"%s\"\n", why.text, says);
    assert_non_null(strstr(why.text, says));
    assert_null(c->element);
}

static void test_refused(void **state)
{
    (void)state;
    card c = {0};
    disk d = {0};
    disk newer = {0};
    open_pool(&c, NULL);
    create(&c, &d, WALLETS);
    expect_refused(&c, &d, ROM_GROWN, "LINK",
                   "class javacard.framework.AID: its fields had 2 bytes, now they have 4");
    card_close(&c);
    open_pool(&c, ROM_MORE);
    create(&c, &newer, EMPTY);
    expect_refused(&c, &newer, NULL, "LINK", "this one has no package F0485944520099");
    reopen(&c, &d, NULL); /* nothing has happened to it */
    expect_wallet(&c, "00649000");
    card_close(&c);
    disk_free(&d);
    disk_free(&newer);
}

/* ---- images of older versions ---- */

static const struct {
    const char *name;
    contents what;
} images[] = {{"format1-empty", EMPTY}, {"format1-issuer", MANAGED}, {"format1-wallet", WALLETS}};

static void read_image(disk *d, const char *name)
{
    char path[512];
    hy_buf b = hy_buf_new(IMAGE_MAX);
    hy_storage s = disk_storage(d);
    (void)snprintf(path, sizeof path, "%s/%s.image", IMAGES, name);
    assert_ok(hy_buf_read_file(&b, path, IMAGE_MAX, NULL));
    assert_ok(s.resize(d, HY_STORAGE_CURRENT, b.n));
    assert_ok(s.write(d, HY_STORAGE_CURRENT, 0, b.p, b.n));
    assert_ok(s.sync(d, HY_STORAGE_CURRENT));
    hy_buf_free(&b);
}

static void expect_contents(card *c, contents what)
{
    if (what == WALLETS) {
        expect_wallet(c, "00649000");
        expect_works(c);
    } else {
        card_load(c, WALLET);
        card_install(c, PACKAGE, "", "", PIN);
        expect_wallet(c, "00009000");
    }
    assert_int_equal(c->element->card != NULL, what == MANAGED);
    if (what != MANAGED)
        return;
    const char *selected = card_send(c, "00A4040008A000000151000000");
    assert_string_equal(selected + strlen(selected) - 4, "9000");
    const char *answer = card_send(c, "8050000008010203040506070800"); /* INITIALIZE UPDATE */
    assert_string_equal(answer + strlen(answer) - 4, "9000");
}

static void test_older_images(void **state)
{
    (void)state;
    for (size_t i = 0; i < TEST_COUNT(images); i++) {
        card c = {0};
        disk d = {0};
        open_pool(&c, NULL);
        read_image(&d, images[i].name);
        reopen(&c, &d, NULL);
        expect_contents(&c, images[i].what);
        reopen(&c, &d, ROM_MORE);
        card_close(&c);
        disk_free(&d);
    }
}

static void test_newer_format(void **state)
{
    (void)state;
    card c = {0};
    disk d = {0};
    open_pool(&c, NULL);
    read_image(&d, "format2");
    expect_refused(&c, &d, NULL, "VERSION", "newer");
    card_close(&c);
    disk_free(&d);
}

static int write_images(const char *folder)
{
    for (size_t i = 0; i < TEST_COUNT(images); i++) {
        char path[512];
        card c = {0};
        disk d = {0};
        open_pool(&c, NULL);
        create(&c, &d, images[i].what);
        card_close(&c);
        (void)snprintf(path, sizeof path, "%s/%s.image", folder, images[i].name);
        if (!hy_ok(hy_view_write_file(hy_view_of(d.file[0].now, d.file[0].n), path, NULL)))
            return 1;
        disk_free(&d);
    }
    return 0;
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_more_packages), cmocka_unit_test(test_cut_while_changing),
        cmocka_unit_test(test_refused),       cmocka_unit_test(test_older_images),
        cmocka_unit_test(test_newer_format),
    };
    if (argc == 3 && strcmp(argv[1], "write") == 0)
        return write_images(argv[2]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
