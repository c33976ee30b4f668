/* The image's format: heads, sealing, items, and each way in which they can be wrong. */
#include "element/store/record.h"
#include "test.h"

#include <string.h>

enum { ROOM = 1024 };

static hy_crypto *crypto;

static hy_record_image new_image(void)
{
    hy_record_image i = {.crypto = crypto, .key = {5, 6, 7}};
    assert_ok(hy_record_create(&i, NULL));
    return i;
}

static hy_record_segment new_segment(const hy_record_image *i, uint8_t salt)
{
    hy_record_segment s = {0};
    uint8_t bytes[HY_SEGMENT_HEAD] = {0};
    const hy_record_head head = {.sequence = 1, .kind = HY_RECORD_SEGMENT, .file = 1};
    hy_record_write_head(i, &head, bytes);
    bytes[HY_RECORD_HEAD] = salt;
    assert_ok(hy_record_start(i, &s, bytes));
    return s;
}

static void test_header(void **state)
{
    (void)state;
    hy_record_image made = new_image();
    hy_record_image other = new_image();
    assert_memory_equal(made.header, "HYDRAIMG\0\1\0\1\0\0\0\0", 16);
    assert_memory_not_equal(made.header + 16, other.header + 16, 16);
    hy_record_image read = {.crypto = crypto};
    memcpy(read.key, made.key, sizeof read.key);
    hy_view header = hy_view_of(made.header, sizeof made.header);
    assert_ok(hy_record_read_header(&read, header, NULL));
    assert_memory_equal(read.mark, made.mark, sizeof made.mark);
    assert_fails(FORMAT, hy_record_read_header(&read, hy_view_part(header, 0, 63), NULL));
    read.key[31] ^= 1;
    assert_fails(DENIED, hy_record_read_header(&read, header, NULL));
}

static void test_heads(void **state)
{
    (void)state;
    static const struct {
        size_t at;
        uint8_t value;
        bool good;
    } changes[] = {
        {0, 0xFF, false}, {7, 0xFF, false}, /* the mark */
        {15, 9, true},                      /* sequence */
        {19, 17, false},                    /* a length that nothing is filled up to */
        {18, 0x10, true}, {16, 1, false},   /* the longest payload is 65,536 and what fills it up */
        {20, 0, false},   {20, 3, false},   /* kinds */
        {20, 1, false},                     /* a segment has no payload */
        {21, 1, true},    {21, 2, false},   /* ends a unit */
        {22, 1, false},   {23, 1, false},   {31, 1, false}, {28, 1, false}, /* zero */
        {27, 7, true},                                                      /* length of the file */
    };
    const hy_record_image i = new_image();
    const hy_record_head head = {
        .sequence = 0x0102030405060708, .length = 48, .kind = HY_RECORD_DATA, .file = 3};
    hy_record_head read;
    uint8_t bytes[HY_RECORD_HEAD];
    hy_record_write_head(&i, &head, bytes);
    assert_true(hy_record_read_head(&i, hy_view_of(bytes, sizeof bytes), &read));
    assert_true(read.sequence == head.sequence && read.length == 48 && !read.commit &&
                read.file == 3 && read.kind == HY_RECORD_DATA);
    assert_false(hy_record_read_head(&i, hy_view_of(bytes, sizeof bytes - 1), &read));
    for (size_t c = 0; c < TEST_COUNT(changes); c++) {
        uint8_t edited[HY_RECORD_HEAD];
        memcpy(edited, bytes, sizeof edited);
        edited[changes[c].at] = changes[c].value;
        bool good = hy_record_read_head(&i, hy_view_of(edited, sizeof edited), &read);
        if (good != changes[c].good)
            fail_msg("byte %zu as %u: %d", changes[c].at, changes[c].value, good);
    }
}

static void test_filled(void **state)
{
    (void)state;
    for (uint32_t n = 0; n <= HY_RECORD_MAX; n += n < 200 ? 1 : 997) {
        uint32_t filled = hy_record_filled(n);
        assert_true(filled >= n && filled < n + HY_RECORD_GRAIN);
        assert_int_equal(hy_record_whole(filled) % HY_RECORD_GRAIN, 0);
        assert_int_equal(hy_record_filled(filled), filled);
    }
}

/* Sealed with one segment, opened with one that is as it was; every changed byte shows, a place in
   the chain shows, and a record that does not open leaves the chain. */
static void test_sealing(void **state)
{
    (void)state;
    const hy_record_image i = new_image();
    hy_record_segment writer = new_segment(&i, 1);
    uint8_t payload[48] = "a payload", whole[2][ROOM], out[ROOM];
    hy_record_head head = {.sequence = 1, .length = 48, .kind = HY_RECORD_DATA, .commit = true};
    assert_ok(hy_record_seal(&i, &writer, &head, payload, whole[0]));
    head.sequence = 2;
    assert_ok(hy_record_seal(&i, &writer, &head, payload, whole[1]));
    hy_record_end(&writer);
    const size_t n = hy_record_whole(48);
    assert_memory_not_equal(whole[0] + HY_RECORD_HEAD, whole[1] + HY_RECORD_HEAD, 48);
    hy_record_segment reader = new_segment(&i, 1);
    assert_fails(MISMATCH, hy_record_open(&i, &reader, hy_view_of(whole[1], n), out));
    for (size_t at = 0; at < n; at++) {
        whole[0][at] ^= 1;
        assert_fails(MISMATCH, hy_record_open(&i, &reader, hy_view_of(whole[0], n), out));
        whole[0][at] ^= 1;
    }
    assert_fails(TRUNCATED, hy_record_open(&i, &reader, hy_view_of(whole[0], 48), out));
    assert_ok(hy_record_open(&i, &reader, hy_view_of(whole[0], n), out));
    assert_memory_equal(out, payload, 48);
    assert_fails(MISMATCH, hy_record_open(&i, &reader, hy_view_of(whole[0], n), out));
    assert_ok(hy_record_open(&i, &reader, hy_view_of(whole[1], n), out));
    hy_record_end(&reader);
    hy_record_segment other = new_segment(&i, 2); /* another salt: another key */
    assert_fails(MISMATCH, hy_record_open(&i, &other, hy_view_of(whole[0], n), out));
    hy_record_end(&other);
}

/* ---- items ---- */

static void test_items(void **state)
{
    (void)state;
    const hy_item items[] = {
        {.kind = HY_ITEM_MEMORY, .place = 0x01020304, .contents = hy_view_str("bytes")},
        {.kind = HY_ITEM_SETTINGS, .contents = hy_view_str("s")},
        {.kind = HY_ITEM_PLATFORM, .contents = hy_view_str("")},
        {.kind = HY_ITEM_LOAD_FILE,
         .number = 40,
         .whole = 1000,
         .place = 5,
         .contents = hy_view_str("file")},
        {.kind = HY_ITEM_AGE, .age = 0x1122334455667788},
    };
    hy_buf b = hy_buf_new(ROOM);
    hy_item read;
    for (size_t i = 0; i < TEST_COUNT(items); i++) {
        size_t before = b.n;
        assert_ok(hy_item_write(&b, &items[i]));
        assert_true(b.n - before <= HY_ITEM_HEAD_MAX + items[i].contents.n);
        assert_ok(hy_buf_append(&b, hy_view_of("\0\0\0", i))); /* padding between */
    }
    hy_reader r = hy_reader_of(hy_buf_view(&b));
    for (size_t i = 0; i < TEST_COUNT(items); i++) {
        assert_true(hy_item_next(&r, &read));
        assert_true(read.kind == items[i].kind && read.number == items[i].number &&
                    read.whole == items[i].whole && read.place == items[i].place &&
                    read.age == items[i].age && hy_view_equal(read.contents, items[i].contents));
    }
    assert_false(hy_item_next(&r, &read));
    assert_true(hy_reader_ok(&r));
    hy_buf_free(&b);
}

static void test_bad_items(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t n;
    } bad[] = {
        {"\6", 1},                         /* a kind that is none */
        {"\377\0\0\0\0", 5},               /* another */
        {"\5\0\0\0\0\0\0\0", 8},           /* an age cut short */
        {"\2", 1},                         /* no length */
        {"\2\0\0\0\2x", 6},                /* contents cut short */
        {"\1\0\0\0\0\377\377\377\377", 9}, /* a length beyond everything */
        {"\4\1\0\0\0\1\0\0\0", 9},         /* a load file without a length */
    };
    for (size_t i = 0; i < TEST_COUNT(bad); i++) {
        hy_item read;
        hy_reader r = hy_reader_of(hy_view_of(bad[i].bytes, bad[i].n));
        assert_false(hy_item_next(&r, &read));
        assert_false(hy_reader_ok(&r));
    }
    hy_buf small = hy_buf_new(6);
    const hy_item item = {.kind = HY_ITEM_SETTINGS, .contents = hy_view_str("xy")};
    assert_fails(LIMIT, hy_item_write(&small, &item));
    hy_buf_free(&small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_header), cmocka_unit_test(test_heads),
        cmocka_unit_test(test_filled), cmocka_unit_test(test_sealing),
        cmocka_unit_test(test_items),  cmocka_unit_test(test_bad_items),
    };
    if (!hy_ok(hy_crypto_new(hy_random_system(), &crypto, NULL)))
        return 1;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    hy_crypto_free(&crypto);
    return failed;
}
