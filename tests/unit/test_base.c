/* base/: views, buffers, cursors, TLV, hex, secrets, arenas, maps, diagnostics, log and clock. */
#include "test.h"

#include "base/arena.h"
#include "base/bytes.h"
#include "base/clock.h"
#include "base/diag.h"
#include "base/hex.h"
#include "base/log.h"
#include "base/map.h"
#include "base/secret.h"
#include "base/tlv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void test_rc_names_and_texts(void **state)
{
    (void)state;
    assert_true(hy_ok(HY_OK));
    assert_false(hy_ok(HY_FAIL(UNSET)));
    assert_string_equal(hy_rc_text(HY_FAIL(TRUNCATED)), "data ends too early");
    assert_string_equal(hy_rc_name((hy_rc){(enum hy_code)999}), "UNKNOWN");
    hy_reason why;
    assert_fails(FORMAT, hy_reason_set(&why, HY_FAIL(FORMAT), "at %d", 7));
    assert_fails(FORMAT, hy_reason_prefix(&why, HY_FAIL(FORMAT), "x.cap"));
    assert_string_equal(why.text, "x.cap: at 7");
    assert_fails(IO, hy_reason_set(NULL, HY_FAIL(IO), "nobody listens"));
}

static void test_reason_is_cut_not_overrun(void **state)
{
    (void)state;
    hy_reason why;
    char long_name[600];
    memset(long_name, 'a', sizeof long_name - 1);
    long_name[sizeof long_name - 1] = '\0';
    (void)!hy_ok(hy_reason_set(&why, HY_FAIL(IO), "%s", long_name));
    assert_int_equal(strlen(why.text), sizeof why.text - 1);
    (void)!hy_ok(hy_reason_prefix(&why, HY_FAIL(IO), long_name));
    assert_int_equal(strlen(why.text), sizeof why.text - 1);
}

static void test_view_parts_stay_inside(void **state)
{
    (void)state;
    hy_view v = hy_view_str("abcdef");
    assert_true(hy_view_equal(hy_view_part(v, 2, 3), hy_view_str("cde")));
    assert_int_equal(hy_view_part(v, 6, 0).n, 0);
    assert_null(hy_view_part(v, 5, 2).p);
    assert_null(hy_view_part(v, 7, 0).p);
    assert_null(hy_view_part(v, 1, SIZE_MAX).p);
    assert_true(hy_view_compare(hy_view_str("ab"), hy_view_str("abc")) < 0);
    assert_true(hy_view_compare(hy_view_str("b"), hy_view_str("abc")) > 0);
    assert_int_equal(hy_view_compare(v, v), 0);
}

static void test_buffer_never_passes_its_maximum(void **state)
{
    (void)state;
    hy_buf b = hy_buf_new(100);
    for (int i = 0; i < 10; i++)
        assert_ok(hy_buf_append(&b, hy_view_str("0123456789")));
    assert_int_equal(b.n, 100);
    assert_true(b.cap <= 100);
    assert_fails(LIMIT, hy_buf_append(&b, hy_view_str("x")));
    assert_int_equal(b.n, 100);
    uint8_t *at;
    assert_fails(LIMIT, hy_buf_extend(&b, SIZE_MAX, &at));
    hy_buf_free(&b);
    assert_null(b.p);
    assert_int_equal(b.max, 100);
}

static void test_buffer_appends_a_part_of_itself(void **state)
{
    (void)state;
    hy_buf b = hy_buf_new(4096);
    assert_ok(hy_buf_append(&b, hy_view_str("0123456789abcdef0123456789abcdef")));
    for (int i = 0; i < 5; i++)
        assert_ok(hy_buf_append(&b, hy_buf_view(&b)));
    assert_int_equal(b.n, 1024);
    assert_memory_equal(b.p + 1008, "0123456789abcdef", 16);
    hy_buf_free(&b);
}

static void test_reader_error_is_sticky(void **state)
{
    (void)state;
    static const uint8_t bytes[] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    hy_reader r = hy_reader_of(hy_view_of(bytes, sizeof bytes));
    assert_int_equal(hy_read_u8(&r), 1);
    assert_int_equal(hy_read_u16(&r), 0x0203);
    assert_int_equal(hy_read_u24(&r), 0x040506);
    assert_int_equal(hy_reader_peek(&r), 7);
    assert_int_equal(hy_read_u32(&r), 0);
    assert_false(hy_reader_ok(&r));
    assert_int_equal(hy_read_u8(&r), 0); /* three bytes are left, but the reader has failed */
    assert_int_equal(hy_reader_left(&r), 0);
    assert_false(hy_reader_done(&r));
}

static void test_reader_sub_cursor(void **state)
{
    (void)state;
    hy_reader r = hy_reader_of(hy_view_str("abcdef"));
    hy_reader sub = hy_read_sub(&r, 4);
    assert_int_equal(hy_read_u32(&sub), 0x61626364);
    assert_true(hy_reader_done(&sub));
    assert_int_equal(hy_read_u16(&r), 0x6566);
    assert_true(hy_reader_done(&r));
    sub = hy_read_sub(&r, 1);
    assert_false(hy_reader_ok(&sub));
    assert_false(hy_reader_ok(&r));
}

static void test_writer_and_patches(void **state)
{
    (void)state;
    hy_buf b = hy_buf_new(32);
    hy_writer w = hy_writer_of(&b);
    hy_write_u16(&w, 0);
    hy_write_u64(&w, 0x0102030405060708u);
    hy_write_u24(&w, 0xABCDEF);
    hy_patch_u16(&w, 0, (uint16_t)b.n);
    assert_ok(w.rc);
    assert_memory_equal(b.p, "\x00\x0D\x01\x02\x03\x04\x05\x06\x07\x08\xAB\xCD\xEF", 13);
    hy_patch_u32(&w, 10, 1);
    assert_fails(ARGUMENT, w.rc);
    hy_write_u8(&w, 1);
    assert_int_equal(b.n, 13); /* sticky: nothing is written after the failure */
    hy_buf_free(&b);
}

static void test_hex_both_ways(void **state)
{
    (void)state;
    hy_buf b = hy_buf_new(16);
    assert_ok(hy_hex_decode(" 00 a4\n04Ff ", &b));
    char text[16];
    assert_string_equal(hy_hex_encode(hy_buf_view(&b), text, sizeof text), "00A404FF");
    assert_string_equal(hy_hex_encode(hy_buf_view(&b), text, 4), "00");
    assert_fails(FORMAT, hy_hex_decode("0", &b));
    assert_fails(FORMAT, hy_hex_decode("12 3", &b));
    assert_fails(FORMAT, hy_hex_decode("1 2", &b));
    assert_fails(FORMAT, hy_hex_decode("zz", &b));
    assert_int_equal(b.n, 4);
    hy_buf_free(&b);
}

static void test_tlv_lengths_and_nesting(void **state)
{
    (void)state;
    hy_buf b = hy_buf_new(200000);
    hy_writer w = hy_writer_of(&b);
    size_t outer = hy_tlv_begin(&w, 0x6F);
    hy_tlv_write(&w, 0x84, hy_view_str("AID"));
    size_t inner = hy_tlv_begin(&w, 0xBF0C);
    static const uint8_t big[70000];
    hy_tlv_write(&w, 0x9F70, hy_view_of(big, 200));
    hy_tlv_write(&w, 0x5F8120, hy_view_of(big, sizeof big));
    hy_tlv_end(&w, inner);
    hy_tlv_end(&w, outer);
    assert_ok(w.rc);

    hy_tlv t;
    assert_true(hy_tlv_find(hy_buf_view(&b), 0x6F, &t));
    assert_true(hy_tlv_find(t.value, 0xBF0C, &t));
    hy_tlv leaf;
    assert_true(hy_tlv_find(t.value, 0x9F70, &leaf));
    assert_int_equal(leaf.value.n, 200);
    assert_true(hy_tlv_find(t.value, 0x5F8120, &leaf));
    assert_int_equal(leaf.value.n, sizeof big);
    assert_false(hy_tlv_find(t.value, 0x84, &leaf));
    hy_buf_free(&b);
}

static void test_tlv_refuses_malformed(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "84",                                           /* no length */
        "8402AA",                                       /* value too short */
        "8480AA00",                                     /* indefinite */
        "8484000000", "8485", "9F808001AA", "9F818181", /* tag longer than three bytes */
    };
    for (size_t i = 0; i < TEST_COUNT(bad); i++) {
        hy_buf b = hy_buf_new(64);
        assert_ok(hy_hex_decode(bad[i], &b));
        hy_reader r = hy_reader_of(hy_buf_view(&b));
        assert_int_equal(hy_tlv_read(&r).tag, 0);
        assert_false(hy_reader_ok(&r));
        hy_buf_free(&b);
    }
    hy_buf b = hy_buf_new(64);
    hy_writer w = hy_writer_of(&b);
    hy_tlv_write(&w, 0x1F, hy_view_str(""));
    assert_fails(ARGUMENT, w.rc);
    hy_buf_free(&b);
}

static void test_secret_compare(void **state)
{
    (void)state;
    assert_int_equal(hy_secret_compare("abcd", "abcd", 4), HY_VERDICT_EQUAL);
    assert_int_equal(hy_secret_compare("abcd", "abce", 4), HY_VERDICT_DIFFERENT);
    assert_int_equal(hy_secret_compare("abcd",
                                       "\xE1"
                                       "bcd",
                                       4),
                     HY_VERDICT_DIFFERENT);
    assert_int_equal(hy_secret_compare("", "", 0), HY_VERDICT_DIFFERENT);
    char secret[] = "secret";
    hy_wipe(secret, sizeof secret);
    for (size_t i = 0; i < sizeof secret; i++)
        assert_int_equal(secret[i], 0);
}

static void test_arena_lists_grow(void **state)
{
    (void)state;
    hy_arena a = hy_arena_new(4096);
    uint16_t *list = NULL;
    size_t count = 0, room = 0;
    for (uint16_t *grown; (grown = hy_arena_grow(&a, list, count, &room, sizeof *list)) != NULL;) {
        list = grown;
        list[count] = (uint16_t)count;
        count++;
    }
    assert_true(count >= 512); /* then the arena was full */
    assert_int_equal(count, room);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(list[i], i);
    room = SIZE_MAX / 2 + 1;
    assert_null(hy_arena_grow(&a, list, room, &room, 1));
    hy_arena_free(&a);
}

static void test_arena_bounds(void **state)
{
    (void)state;
    hy_arena a = hy_arena_new(100000);
    assert_non_null(hy_arena_alloc(&a, 3, 1000));
    assert_null(hy_arena_alloc(&a, SIZE_MAX / 2, 4));
    assert_null(hy_arena_alloc(&a, 1, 98000));
    assert_non_null(hy_arena_alloc(&a, 1, 96000));
    assert_string_equal(hy_arena_format(&a, "%s-%d", "x", 5), "x-5");
    assert_string_equal(hy_arena_replace(&a, "a/b/c", '/', '.'), "a.b.c");
    hy_arena_free(&a);

    static uint8_t memory[256];
    a = hy_arena_over(memory, sizeof memory);
    uint8_t *first = hy_arena_alloc(&a, 1, 64);
    assert_non_null(first);
    first[0] = 9;
    assert_null(hy_arena_alloc(&a, 1, 256));
    hy_arena_free(&a);
    assert_ptr_equal(hy_arena_alloc(&a, 1, 64), first);
    assert_int_equal(first[0], 0);
}

static void test_map_keeps_order(void **state)
{
    (void)state;
    hy_arena a = hy_arena_new(1 << 20);
    hy_map m = hy_map_new(&a);
    char key[16];
    int values[1000];
    assert_null(hy_map_get(&m, "none"));
    for (int i = 0; i < 1000; i++) {
        snprintf(key, sizeof key, "key%d", i);
        assert_ok(hy_map_set(&m, key, &values[i]));
    }
    assert_ok(hy_map_set(&m, "key7", &values[8]));
    assert_int_equal(m.n, 1000);
    for (int i = 0; i < 1000; i++) {
        snprintf(key, sizeof key, "key%d", i);
        assert_ptr_equal(hy_map_get(&m, key), &values[i == 7 ? 8 : i]);
        assert_string_equal(m.entries[i].key, key);
    }
    assert_null(hy_map_get(&m, "key1000"));
    assert_fails(ARGUMENT, hy_map_set(&m, "x", NULL));
    hy_arena_free(&a);
}

static void test_diagnostics_sorted_and_printed(void **state)
{
    (void)state;
    hy_diag d = hy_diag_new();
    hy_diag_add(&d, HY_SEVERITY_ERROR, "B.java", 3, NULL, "second");
    hy_diag_add(&d, HY_SEVERITY_ERROR, "A.java", 12, "write (short)(a + b)", "first %d", 1);
    hy_diag_add(&d, HY_SEVERITY_ERROR, "B.java", 3, NULL, "second");
    hy_diag_add(&d, HY_SEVERITY_WARNING, NULL, 0, NULL, "nowhere");
    hy_diag_sort(&d);
    assert_int_equal(d.errors, 2);
    assert_int_equal(d.warnings, 1);
    char text[512] = "";
    FILE *out = fmemopen(text, sizeof text, "w");
    hy_diag_print(&d, out, false);
    fclose(out);
    assert_string_equal(text, "warning: nowhere\n"
                              "A.java:12: error: first 1\n"
                              "    write (short)(a + b)\n"
                              "B.java:3: error: second\n");
    hy_diag_free(&d);
    assert_int_equal(d.errors, 0);
}

static void take_line(void *context, hy_log_level level, const char *line)
{
    (void)level;
    strcpy(context, line);
}

static void test_log_goes_to_standard_error(void **state)
{
    (void)state;
    hy_log log = hy_log_stderr(HY_LOG_WARNING, NULL);
    char text[64] = "";
    fflush(stderr);
    int kept = dup(STDERR_FILENO), ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_true(dup2(ends[1], STDERR_FILENO) >= 0);
    hy_log_line(&log, HY_LOG_INFO, "not wanted");
    hy_log_line(&log, HY_LOG_ERROR, "disk %d is full", 3);
    assert_true(dup2(kept, STDERR_FILENO) >= 0);
    assert_true(read(ends[0], text, sizeof text - 1) > 0);
    assert_string_equal(text, "error: disk 3 is full\n");
    close(kept);
    close(ends[0]);
    close(ends[1]);
}

static void test_log_lines_cannot_be_forged(void **state)
{
    (void)state;
    char line[1024] = "";
    hy_clock_state time = {0};
    hy_clock clock = hy_clock_simulated(&time);
    hy_log log = {HY_LOG_INFO, &clock, line, take_line};
    hy_log_line(&log, HY_LOG_INFO, "applet said %s", "x\n1970 error: forged");
    assert_string_equal(line, "1970-01-01T00:00:00.000Z info: applet said x?1970 error: forged");
    line[0] = '\0';
    hy_log_line(&log, HY_LOG_DEBUG, "not wanted");
    assert_string_equal(line, "");
    hy_log_line(NULL, HY_LOG_ERROR, "nobody listens");
}

static void test_clock_formats_dates(void **state)
{
    (void)state;
    static const struct {
        hy_time t;
        const char *text;
    } cases[] = {
        {0, "1970-01-01T00:00:00.000Z"},
        {-1, "1969-12-31T23:59:59.999Z"},
        {951782400000, "2000-02-29T00:00:00.000Z"},
        {1709251199999, "2024-02-29T23:59:59.999Z"},
        {1795223045678, "2026-11-21T01:04:05.678Z"},
        {4107542400000, "2100-03-01T00:00:00.000Z"},
    };
    char text[32];
    for (size_t i = 0; i < TEST_COUNT(cases); i++)
        assert_string_equal(hy_clock_format(cases[i].t, text, sizeof text), cases[i].text);
    hy_clock system = hy_clock_system();
    int64_t before = hy_clock_ticks(&system);
    assert_true(hy_clock_now(&system) > 1700000000000);
    assert_true(hy_clock_ticks(&system) >= before);
}

static void test_files_whole_or_not_at_all(void **state)
{
    (void)state;
    char folder[] = "/tmp/hydra-test-XXXXXX";
    assert_non_null(mkdtemp(folder));
    char path[64];
    snprintf(path, sizeof path, "%s/f", folder);
    hy_reason why;
    assert_ok(hy_view_write_file(hy_view_str("first"), path, &why));
    assert_ok(hy_view_write_file(hy_view_str("second"), path, &why));
    hy_buf b;
    assert_ok(hy_buf_read_file(&b, path, 6, &why));
    assert_true(hy_view_equal(hy_buf_view(&b), hy_view_str("second")));
    hy_buf_free(&b);
    assert_fails(LIMIT, hy_buf_read_file(&b, path, 5, &why));
    assert_int_equal(unlink(path), 0);
    assert_fails(NOT_FOUND, hy_buf_read_file(&b, path, 5, &why));
    assert_int_equal(rmdir(folder), 0); /* and no temporary file is left */
    assert_fails(IO, hy_view_write_file(hy_view_str("x"), path, &why));
    assert_non_null(strstr(why.text, path));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rc_names_and_texts),
        cmocka_unit_test(test_reason_is_cut_not_overrun),
        cmocka_unit_test(test_view_parts_stay_inside),
        cmocka_unit_test(test_buffer_never_passes_its_maximum),
        cmocka_unit_test(test_buffer_appends_a_part_of_itself),
        cmocka_unit_test(test_reader_error_is_sticky),
        cmocka_unit_test(test_reader_sub_cursor),
        cmocka_unit_test(test_writer_and_patches),
        cmocka_unit_test(test_hex_both_ways),
        cmocka_unit_test(test_tlv_lengths_and_nesting),
        cmocka_unit_test(test_tlv_refuses_malformed),
        cmocka_unit_test(test_secret_compare),
        cmocka_unit_test(test_arena_bounds),
        cmocka_unit_test(test_arena_lists_grow),
        cmocka_unit_test(test_map_keeps_order),
        cmocka_unit_test(test_diagnostics_sorted_and_printed),
        cmocka_unit_test(test_log_goes_to_standard_error),
        cmocka_unit_test(test_log_lines_cannot_be_forged),
        cmocka_unit_test(test_clock_formats_dates),
        cmocka_unit_test(test_files_whole_or_not_at_all),
    };
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
