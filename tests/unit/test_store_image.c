/* An element in an image: it comes back, and whatever is wrong with the image is refused by name.
 */
#include "base/hex.h"
#include "card.h"
#include "disk.h"
#include "element/runtime/lasting.h"
#include "test.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PACKAGE "D276000085010100"
#define APPLET "D27600008501010001"
#define SELECT "00A4040009" APPLET
#define PIN "31323334"
#define VERIFY "8020000004" PIN
#define WRONG "802000000439393939"

static const uint8_t key[HY_IMAGE_KEY] = {1, 2, 3};

static hy_image image_on(disk *d, hy_age *age)
{
    *age = disk_age(d);
    return (hy_image){.storage = disk_storage(d), .key = hy_view_of(key, sizeof key), .age = age};
}

/* A pool and a workspace, and an element in a new image with a wallet on it. */
static void create(card *c, disk *d, const hy_image *image)
{
    const hy_port port = hy_port_system();
    hy_reason why = {""};
    (void)d;
    assert_ok(hy_pool_open(&port, NULL, &c->pool, &why));
    assert_ok(hy_workspace_open(&port, NULL, &c->work, &why));
    hy_rc rc = hy_element_create_in(c->pool, c->work, &port, NULL, image, &c->element, &why);
    assert_string_equal(why.text, "");
    assert_ok(rc);
    card_load(c, WALLET);
    card_install(c, PACKAGE, "", "", PIN);
}

static hy_rc try_open(card *c, const hy_image *image, hy_reason *why)
{
    const hy_port port = hy_port_system();
    return hy_element_open(c->pool, c->work, &port, NULL, image, &c->element, why);
}

static void reopen(card *c, const hy_image *image)
{
    hy_reason why = {""};
    hy_element_close(&c->element);
    hy_rc rc = try_open(c, image, &why);
    assert_string_equal(why.text, "");
    assert_ok(rc);
}

static void pay(card *c)
{
    card_expect(c, SELECT, "9000");
    card_expect(c, VERIFY, "9000");
    card_expect(c, "80300000020064", "9000");
}

static void test_it_comes_back(void **state)
{
    (void)state;
    card c = {0};
    disk d = {0};
    hy_age age;
    const hy_image image = image_on(&d, &age);
    create(&c, &d, &image);
    pay(&c);
    for (int i = 0; i < 3; i++) {
        reopen(&c, &image);
        card_expect(&c, SELECT, "9000");
        card_expect(&c, "8050000002", "00649000");
        card_expect(&c, "80300000020064", "6982");
    }
    assert_true(hy_element_wear(c.element).segments > 3);
    card_close(&c);
    disk_free(&d);
}

/* In another process nothing is in the pool yet. */
static void test_another_pool(void **state)
{
    (void)state;
    card c = {0};
    disk d = {0};
    hy_age age;
    hy_reason why = {""};
    const hy_port port = hy_port_system();
    const hy_image image = image_on(&d, &age);
    create(&c, &d, &image);
    pay(&c);
    card_close(&c);
    assert_ok(hy_pool_open(&port, NULL, &c.pool, &why));
    assert_ok(hy_workspace_open(&port, NULL, &c.work, &why));
    assert_ok(try_open(&c, &image, &why));
    card_expect(&c, SELECT, "9000");
    card_expect(&c, "8050000002", "00649000");
    card_close(&c);
    disk_free(&d);
}

static void test_syncs(void **state)
{
    (void)state;
    card c = {0};
    disk d = {0};
    hy_age age;
    hy_image image = image_on(&d, &age);
    image.age = NULL;
    create(&c, &d, &image);
    pay(&c);
    uint64_t before = d.syncs;
    card_expect(&c, "80300000020064", "9000"); /* one transaction */
    assert_int_equal(d.syncs - before, 1);
    before = d.syncs;
    card_expect(&c, "8050000002", "00C89000"); /* only read */
    assert_int_equal(d.syncs - before, 0);
    before = d.syncs;
    card_expect(&c, VERIFY, "9000"); /* the try taken, the try given back */
    assert_int_equal(d.syncs - before, 2);
    before = d.syncs;
    card_expect(&c, WRONG, "6982");
    assert_int_equal(d.syncs - before, 1);
    card_close(&c);
    disk_free(&d);
}

static void test_settings(void **state)
{
    (void)state;
    static const hy_durability settings[] = {HY_DURABILITY_TRANSACTION, HY_DURABILITY_APDU,
                                             HY_DURABILITY_WRITE};
    for (size_t i = 0; i < TEST_COUNT(settings); i++) {
        card c = {0};
        disk d = {0};
        hy_age age;
        hy_image image = image_on(&d, &age);
        image.durability = settings[i];
        create(&c, &d, &image);
        pay(&c);
        reopen(&c, &image);
        card_expect(&c, SELECT, "9000");
        card_expect(&c, "8050000002", "00649000");
        card_close(&c);
        disk_free(&d);
    }
}

/* ---- refusals ---- */

static void expect_refused(card *c, const hy_image *image, const char *name, const char *says)
{
    hy_reason why = {""};
    hy_rc rc = try_open(c, image, &why);
    assert_string_equal(hy_rc_name(rc), name);
    if (strstr(why.text, says) == NULL)
        print_message("# \"%s\" does not say \"%s\"\n", why.text, says);
    assert_non_null(strstr(why.text, says));
    assert_null(c->element);
}

static void test_wrong_key(void **state)
{
    (void)state;
    static const uint8_t other[HY_IMAGE_KEY] = {9};
    card c = {0};
    disk d = {0};
    hy_age age;
    hy_image image = image_on(&d, &age);
    create(&c, &d, &image);
    hy_element_close(&c.element);
    image.key = hy_view_of(other, sizeof other);
    expect_refused(&c, &image, "DENIED", "key");
    image.key = hy_view_of(other, 16);
    expect_refused(&c, &image, "ARGUMENT", "32 bytes");
    card_close(&c);
    disk_free(&d);
}

static void test_headers(void **state)
{
    (void)state;
    card c = {0};
    disk d = {0};
    disk empty = {0};
    hy_age age;
    const hy_image image = image_on(&d, &age);
    create(&c, &d, &image);
    hy_element_close(&c.element);
    uint8_t *header = d.file[0].now;
    header[0] = 'h';
    expect_refused(&c, &image, "FORMAT", "not an image");
    header[0] = 'H';
    header[11] = 2;
    expect_refused(&c, &image, "VERSION", "newer");
    header[11] = 1;
    const hy_image none = image_on(&empty, &age);
    expect_refused(&c, &none, "NOT_FOUND", "empty");
    hy_reason why;
    const hy_port port = hy_port_system();
    age = disk_age(&d);
    assert_fails(EXISTS,
                 hy_element_create_in(c.pool, c.work, &port, NULL, &image, &c.element, &why));
    card_close(&c);
    disk_free(&d);
}

/* Every bit that is looked at: an image with one changed byte is refused, or its last unit is gone
   and nothing else. */
static void test_edited(void **state)
{
    (void)state;
    card c = {0};
    disk d = {0};
    hy_age age;
    hy_image image = image_on(&d, &age);
    image.age = NULL;
    create(&c, &d, &image);
    pay(&c);
    uint64_t last = hy_element_wear(c.element).used;
    card_expect(&c, "80300000020064", "9000");
    uint64_t end = hy_element_wear(c.element).used;
    hy_element_close(&c.element);
    for (uint64_t at = 0; at < end; at += at < 256 || at + 256 > end ? 1 : 37) {
        disk e = disk_copy(&d);
        hy_reason why = {""};
        hy_image edited = image;
        edited.storage = disk_storage(&e);
        e.file[0].now[at] ^= 0x10;
        hy_rc rc = try_open(&c, &edited, &why);
        bool spare = at == 8 || at == 9; /* the version is for people; the lowest reader decides */
        if (at < last && !spare && hy_ok(rc))
            print_message("# byte %llu may be edited\n", (unsigned long long)at);
        if (at < last && !spare)
            assert_false(hy_ok(rc));
        if (at >= last && hy_ok(rc)) {
            card_expect(&c, SELECT, "9000");
            const char *left = card_send(&c, "8050000002");
            assert_true(strcmp(left, "00649000") == 0 || strcmp(left, "00C89000") == 0);
        }
        hy_element_close(&c.element);
        disk_free(&e);
    }
    card_close(&c);
    disk_free(&d);
}

static void test_cut_short(void **state)
{
    (void)state;
    card c = {0};
    disk d = {0};
    hy_age age;
    const hy_image image = image_on(&d, &age);
    create(&c, &d, &image);
    pay(&c);
    hy_element_close(&c.element);
    size_t whole = d.file[0].n;
    static const size_t gone[] = {1, 512, 4096, 65535, 65536, 131072};
    for (size_t i = 0; i < TEST_COUNT(gone); i++) {
        d.file[0].n = whole > gone[i] ? whole - gone[i] : 63;
        hy_reason why = {""};
        hy_rc rc = try_open(&c, &image, &why);
        assert_int_equal(rc.code, HY_E_TRUNCATED);
    }
    d.file[0].n = whole;
    card_close(&c);
    disk_free(&d);
}

/* The last record cannot be told from a torn one: without it the image is an older copy, and the
   counter, which stepped at closing, says so. */
static void test_edited_last_record(void **state)
{
    (void)state;
    card c = {0};
    disk d = {0};
    hy_age age;
    const hy_image image = image_on(&d, &age);
    create(&c, &d, &image);
    pay(&c);
    uint64_t last = hy_element_wear(c.element).used;
    hy_element_close(&c.element);
    d.file[0].now[last + 40] ^= 1;
    expect_refused(&c, &image, "STATE", "older copy");
    d.file[0].now[last + 40] ^= 1;
    assert_ok(try_open(&c, &image, NULL));
    card_close(&c);
    disk_free(&d);
}

/* A file that was lengthened several times, cut at each length that it had: never taken for one
   whose last record is torn. */
static void test_cut_to_a_multiple(void **state)
{
    (void)state;
    card c = {0};
    disk d = {0};
    hy_age age;
    hy_image image = image_on(&d, &age);
    image.age = NULL;
    create(&c, &d, &image);
    c.element->lasting->journal.long_min = UINT64_MAX;
    size_t first = d.file[0].n;
    pay(&c);
    for (int i = 0; d.file[0].n < first + 4 * HY_RECORD_FILE && i < 20000; i++)
        card_expect(&c, i % 2 == 0 ? "80300000020001" : "80400000020001", "9000");
    hy_element_close(&c.element);
    size_t whole = d.file[0].n;
    assert_int_equal(whole, first + 4 * HY_RECORD_FILE);
    for (size_t n = HY_RECORD_FILE; n < whole; n += HY_RECORD_FILE) {
        d.file[0].n = n;
        expect_refused(&c, &image, "TRUNCATED", "cut short");
    }
    d.file[0].n = whole;
    assert_ok(try_open(&c, &image, NULL));
    card_close(&c);
    disk_free(&d);
}

static void test_older_copy(void **state)
{
    (void)state;
    card c = {0};
    disk d = {0};
    hy_age age;
    const hy_image image = image_on(&d, &age);
    create(&c, &d, &image);
    disk copy = disk_copy(&d);
    card_expect(&c, SELECT, "9000");
    card_expect(&c, WRONG, "6982"); /* a failed PIN steps the counter */
    hy_element_close(&c.element);
    copy.age = d.age;
    const hy_image older = image_on(&copy, &age);
    expect_refused(&c, &older, "STATE", "older copy");
    age = disk_age(&d);
    assert_ok(try_open(&c, &image, NULL));
    card_close(&c);
    disk_free(&copy);
    disk_free(&d);
}

/* ---- mute before it lies ---- */

static void expect_mute(card *c)
{
    uint8_t response[300];
    size_t n;
    hy_reason why = {""};
    const uint8_t select[] = {0x00, 0x70, 0x00, 0x00, 0x01};
    assert_true(hy_element_is_mute(c->element));
    assert_fails(STATE, hy_element_transmit(c->element, c->work, hy_view_of(select, sizeof select),
                                            response, sizeof response, &n, &why));
    assert_int_equal(n, 0);
    assert_non_null(strstr(why.text, "mute"));
}

static hy_rc send_credit(card *c, size_t *n)
{
    uint8_t response[300];
    const uint8_t credit[] = {0x80, 0x30, 0x00, 0x00, 0x02, 0x00, 0x64};
    return hy_element_transmit(c->element, c->work, hy_view_of(credit, sizeof credit), response,
                               sizeof response, n, NULL);
}

static void test_failed_sync(void **state)
{
    (void)state;
    card c = {0};
    disk d = {0};
    hy_age age;
    size_t n;
    const hy_image image = image_on(&d, &age);
    create(&c, &d, &image);
    pay(&c);
    d.sync_fails = true;
    uint64_t before = d.syncs;
    assert_fails(STATE, send_credit(&c, &n));
    assert_int_equal(n, 0);
    expect_mute(&c);
    assert_fails(STATE, hy_element_flush(c.element, NULL));
    hy_element_close(&c.element);
    assert_int_equal(d.syncs - before, 1); /* never asked again */
    card_close(&c);
    disk_free(&d);
}

static void test_full_disk(void **state)
{
    (void)state;
    card c = {0};
    disk d = {0};
    hy_age age;
    hy_image image = image_on(&d, &age);
    image.age = NULL;
    create(&c, &d, &image);
    pay(&c);
    d.room = d.file[0].n;
    for (int i = 0; i < 3000 && !hy_element_is_mute(c.element); i++) {
        size_t n;
        uint8_t response[300];
        const uint8_t verify[] = {0x80, 0x20, 0, 0, 4, 0x31, 0x32, 0x33, 0x34};
        (void)!hy_ok(hy_element_transmit(c.element, c.work, hy_view_of(verify, sizeof verify),
                                         response, sizeof response, &n, NULL));
    }
    expect_mute(&c);
    d.room = 0;
    reopen(&c, &image);
    card_expect(&c, SELECT, "9000");
    card_expect(&c, "8050000002", "00649000");
    card_close(&c);
    disk_free(&d);
}

/* ---- files ---- */

/* From an inherited descriptor, which is closed whatever comes. */
static void expect_key_by_descriptor(const char *path, const uint8_t *expected)
{
    static const struct {
        const char *text;
        const char *error;
    } keys[] = {
        {"", "FORMAT"},
        {"0123", "FORMAT"},
        {"00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFG", "FORMAT"},
        {"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff00", "FORMAT"},
        {"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n", "OK"},
    };
    uint8_t read_key[HY_IMAGE_KEY];
    hy_reason why = {""};
    int descriptor = open(path, O_RDONLY);
    assert_true(descriptor >= 0);
    assert_ok(hy_key_read_descriptor(descriptor, read_key, &why));
    assert_memory_equal(read_key, expected, sizeof read_key);
    assert_int_equal(fcntl(descriptor, F_GETFD), -1);
    for (size_t i = 0; i < TEST_COUNT(keys); i++) {
        int ends[2];
        assert_int_equal(pipe(ends), 0);
        size_t n = strlen(keys[i].text);
        assert_int_equal(write(ends[1], keys[i].text, n), (int)n);
        assert_int_equal(close(ends[1]), 0);
        hy_rc rc = hy_key_read_descriptor(ends[0], read_key, &why);
        assert_string_equal(hy_rc_name(rc), keys[i].error);
        assert_int_equal(fcntl(ends[0], F_GETFD), -1);
    }
    assert_int_equal(read_key[1], 0x11);
    assert_false(hy_ok(hy_key_read_descriptor(-1, read_key, &why)));
}

static void test_files(void **state)
{
    (void)state;
    char folder[] = "/tmp/hydra-image-XXXXXX";
    char path[64], key_path[64], age_path[64];
    uint8_t drawn[HY_IMAGE_KEY], read[HY_IMAGE_KEY];
    hy_storage_posix *file, *second;
    hy_reason why = {""};
    hy_image image = {0};
    card c = {0};
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/card", folder);
    (void)snprintf(key_path, sizeof key_path, "%s/key", folder);
    (void)snprintf(age_path, sizeof age_path, "%s/age", folder);
    assert_ok(hy_key_create_file(key_path, drawn, &why));
    assert_fails(EXISTS, hy_key_create_file(key_path, read, &why));
    assert_ok(hy_key_read_file(key_path, read, &why));
    assert_memory_equal(drawn, read, sizeof read);
    expect_key_by_descriptor(key_path, drawn);
    assert_int_equal(chmod(key_path, 0640), 0);
    assert_fails(DENIED, hy_key_read_file(key_path, read, &why));
    assert_non_null(strstr(why.text, "chmod 600"));
    assert_fails(NOT_FOUND, hy_storage_open_file(path, &file, &image.storage, &why));
    assert_ok(hy_storage_create_file(path, &file, &image.storage, &why));
    const hy_age age = hy_age_in_file(age_path);
    image.key = hy_view_of(drawn, sizeof drawn);
    image.age = &age;
    create(&c, NULL, &image);
    pay(&c);
    hy_storage other;
    assert_fails(STATE, hy_storage_open_file(path, &second, &other, &why));
    assert_non_null(strstr(why.text, "another process"));
    assert_fails(EXISTS, hy_storage_create_file(path, &second, &other, &why));
    hy_element_close(&c.element);
    hy_storage_close_file(&file);
    assert_ok(hy_storage_open_file(path, &file, &image.storage, &why));
    assert_ok(try_open(&c, &image, &why));
    card_expect(&c, SELECT, "9000");
    card_expect(&c, "8050000002", "00649000");
    card_close(&c);
    hy_storage_close_file(&file);
    assert_int_equal(unlink(path) + unlink(key_path) + unlink(age_path), 0);
    assert_int_equal(rmdir(folder), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_it_comes_back),
        cmocka_unit_test(test_another_pool),
        cmocka_unit_test(test_syncs),
        cmocka_unit_test(test_settings),
        cmocka_unit_test(test_wrong_key),
        cmocka_unit_test(test_headers),
        cmocka_unit_test(test_edited),
        cmocka_unit_test(test_cut_short),
        cmocka_unit_test(test_cut_to_a_multiple),
        cmocka_unit_test(test_edited_last_record),
        cmocka_unit_test(test_older_copy),
        cmocka_unit_test(test_failed_sync),
        cmocka_unit_test(test_full_disk),
        cmocka_unit_test(test_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
