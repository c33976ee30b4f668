/* The CAP container: JAR and load file read, written and refused. */
#include "test.h"

#include "converter/capfile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

static const char counter_path[] = HY_VECTORS "/counter/counter.cap";

typedef struct fixture {
    hy_capfile cap;
    hy_capfile other;
    hy_buf bytes;
    hy_reason why;
} fixture;

static int setup(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    f->bytes = hy_buf_new(HY_CAP_FILE_MAX + 1);
    assert_ok(hy_capfile_open(counter_path, &f->cap, &f->why));
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    fixture *f = *state;
    hy_capfile_free(&f->cap);
    hy_capfile_free(&f->other);
    hy_buf_free(&f->bytes);
    free(f);
    return 0;
}

/* ---- reading and writing ---- */

static void test_reads_a_jar(void **state)
{
    fixture *f = *state;
    assert_true(f->cap.jar);
    assert_false(f->cap.extended);
    assert_string_equal(f->cap.package, "com/example/count");
    assert_true(f->cap.manifest.n > 0);
    for (uint8_t tag = 1; tag < HY_COMPONENT_RESOURCES; tag++) {
        assert_true(f->cap.parts.part[tag].n > 3);
        assert_int_equal(f->cap.parts.part[tag].p[0], tag);
    }
    assert_int_equal(f->cap.parts.part[HY_COMPONENT_RESOURCES].n, 0);
}

static void test_writes_the_same_jar_again(void **state)
{
    fixture *f = *state;
    const char *applets[] = {"com/example/count/Counter"};
    hy_capfile_names names = {"com/example/count", applets, 1};
    hy_buf first = hy_buf_new(HY_CAP_FILE_MAX);
    assert_ok(hy_capfile_write_jar(&f->cap.parts, &names, &first, &f->why));
    assert_ok(hy_capfile_write_jar(&f->cap.parts, &names, &f->bytes, &f->why));
    assert_true(hy_view_equal(hy_buf_view(&first), hy_buf_view(&f->bytes)));
    assert_ok(hy_capfile_read(hy_buf_view(&first), &f->other, &f->why));
    for (int tag = 0; tag < 256; tag++)
        assert_true(hy_view_equal(f->cap.parts.part[tag], f->other.parts.part[tag]));
    assert_true(hy_view_equal(f->cap.manifest, f->other.manifest));
    hy_buf_free(&first);
}

static bool has_line(hy_view text, const char *line)
{
    char *copy = calloc(text.n + 1, 1);
    assert_non_null(copy);
    memcpy(copy, text.p, text.n);
    const char *at = strstr(copy, line);
    bool found =
        at != NULL && (at == copy || at[-1] == '\n') && strncmp(at + strlen(line), "\r\n", 2) == 0;
    free(copy);
    return found;
}

static void test_manifest_says_what_hosts_ask_for(void **state)
{
    fixture *f = *state;
    static const char *const lines[] = {
        "Manifest-Version: 1.0",
        "Name: com/example/count",
        "Java-Card-CAP-File-Version: 2.2",
        "Java-Card-Package-Version: 1.0",
        "Java-Card-Package-Name: com.example.count",
        "Java-Card-Package-AID: 0xd2:0x76:0x00:0x00:0x85:0x02:0x01:0x00",
        "Java-Card-Applet-1-Name: Counter",
        "Java-Card-Applet-1-AID: 0xd2:0x76:0x00:0x00:0x85:0x02:0x01:0x00:0x01",
        "Java-Card-Imported-Package-2-AID: 0xa0:0x00:0x00:0x00:0x62:0x01:0x01",
        "Java-Card-Imported-Package-2-Version: 1.6",
        "Java-Card-Integer-Support-Required: FALSE",
        "Classic-Package-AID: //aid/D276000085/020100",
    };
    for (size_t i = 0; i < TEST_COUNT(lines); i++)
        if (!has_line(f->cap.manifest, lines[i]))
            fail_msg("no line \"%s\"", lines[i]);
}

static void test_long_manifest_lines_are_broken(void **state)
{
    fixture *f = *state;
    hy_capfile_names names = {"a_rather_long_package_name/that_goes_on/and_on/until_it_is_too_long",
                              NULL, 0};
    assert_ok(hy_capfile_write_jar(&f->cap.parts, &names, &f->bytes, &f->why));
    assert_ok(hy_capfile_read(hy_buf_view(&f->bytes), &f->other, &f->why));
    size_t length = 0, broken = 0;
    for (size_t i = 0; i < f->other.manifest.n; i++) {
        length = f->other.manifest.p[i] == '\n' ? 0 : length + 1;
        assert_true(length <= 73); /* 72 and the carriage return */
        broken += length == 1 && f->other.manifest.p[i] == ' ';
    }
    assert_int_equal(broken, 2); /* Name and Java-Card-Package-Name */
    assert_string_equal(f->other.package, names.package);
}

static void test_names_must_fit(void **state)
{
    fixture *f = *state;
    const char *applets[] = {"a/B", "a/C"};
    hy_capfile_names two = {"a", applets, 2};
    assert_fails(ARGUMENT, hy_capfile_write_jar(&f->cap.parts, &two, &f->bytes, &f->why));
    assert_string_equal(f->why.text, "JAR: 1 applets, 2 names");
    hy_capfile_names no_package = {"", NULL, 0};
    assert_fails(ARGUMENT, hy_capfile_write_jar(&f->cap.parts, &no_package, &f->bytes, &f->why));
    assert_int_equal(f->bytes.n, 0);
}

static void test_load_file_is_everything_but_debug(void **state)
{
    fixture *f = *state;
    assert_ok(hy_capfile_write_load(&f->cap.parts, &f->bytes));
    size_t total = 0;
    for (int tag = 0; tag < 256; tag++)
        total += tag == HY_COMPONENT_DEBUG ? 0 : f->cap.parts.part[tag].n;
    assert_int_equal(f->bytes.n, total);
    assert_int_equal(f->bytes.p[f->cap.parts.part[HY_COMPONENT_HEADER].n], HY_COMPONENT_DIRECTORY);
    assert_ok(hy_capfile_read(hy_buf_view(&f->bytes), &f->other, &f->why));
    assert_false(f->other.jar);
    assert_string_equal(f->other.package, "");
    for (int tag = 0; tag < 256; tag++)
        if (tag != HY_COMPONENT_DEBUG)
            assert_true(hy_view_equal(f->cap.parts.part[tag], f->other.parts.part[tag]));
    assert_int_equal(f->other.parts.part[HY_COMPONENT_DEBUG].n, 0);
    hy_package_parts nothing = {0};
    assert_fails(ARGUMENT, hy_capfile_write_load(&nothing, &f->bytes));
}

/* ---- refusals ---- */

typedef struct file {
    const char *name;
    hy_view bytes;
    size_t times; /* the bytes that often */
} file;

/* A JAR with these files, deflated. */
static void make_zip(fixture *f, const file *files, size_t count)
{
    zip_error_t error;
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_source_keep(source);
    zip_t *zip = zip_open_from_source(source, ZIP_TRUNCATE, &error);
    assert_non_null(zip);
    for (size_t i = 0; i < count; i++) {
        size_t n = files[i].bytes.n * files[i].times;
        uint8_t *p = n == 0 ? NULL : malloc(n); /* libzip frees none of no bytes */
        assert_true(n == 0 || p != NULL);
        for (size_t k = 0; k < files[i].times; k++)
            memcpy(p + k * files[i].bytes.n, files[i].bytes.p, files[i].bytes.n);
        zip_source_t *s = zip_source_buffer(zip, p, n, 1);
        assert_true(zip_file_add(zip, files[i].name, s, ZIP_FL_ENC_RAW) >= 0);
    }
    assert_int_equal(zip_close(zip), 0);
    zip_stat_t status;
    assert_int_equal(zip_source_stat(source, &status), 0);
    assert_int_equal(zip_source_open(source), 0);
    uint8_t *at;
    f->bytes.n = 0;
    assert_ok(hy_buf_extend(&f->bytes, (size_t)status.size, &at));
    assert_int_equal(zip_source_read(source, at, status.size), status.size);
    zip_source_close(source);
    zip_source_free(source);
}

static void refuse(fixture *f, const file *files, size_t count, const char *code,
                   const char *reason)
{
    make_zip(f, files, count);
    hy_rc rc = hy_capfile_read(hy_buf_view(&f->bytes), &f->other, &f->why);
    if (strcmp(hy_rc_name(rc), code) != 0 || strstr(f->why.text, reason) == NULL)
        fail_msg("%s, \"%s\" instead of %s, \"%s\"", hy_rc_name(rc), f->why.text, code, reason);
    hy_capfile_free(&f->other);
}

static void test_refuses_hostile_jars(void **state)
{
    fixture *f = *state;
    hy_view header = f->cap.parts.part[HY_COMPONENT_HEADER];
    hy_view import = f->cap.parts.part[HY_COMPONENT_IMPORT];
    hy_view text = hy_view_str("hello");
    const file good = {"p/javacard/Header.cap", header, 1};
    refuse(f, (file[]){{"readme", text, 1}}, 1, "FORMAT", "no component in it");
    refuse(f, (file[]){{"p/javacard/Import.cap", import, 1}}, 1, "FORMAT", "Header: there is none");
    refuse(f, (file[]){good, {"q/javacard/Import.cap", import, 1}}, 2, "FORMAT", "two folders");
    refuse(f, (file[]){good, {"p/javacard/Header.capx", header, 1}}, 2, "EXISTS", "twice");
    refuse(f, (file[]){good, {"p/javacard/Method.cap", import, 1}}, 2, "FORMAT",
           "Method.cap: starts with tag 4");
    refuse(f, (file[]){good, {"p/javacard/Mine.cap", import, 1}}, 2, "FORMAT", "not a custom one");
    refuse(f, (file[]){good, {"p/javacard/Import.cap", text, 0}}, 2, "TRUNCATED",
           "Import.cap: empty");
    refuse(f, (file[]){good, {"../p/javacard/Import.cap", import, 1}}, 2, "FORMAT", "leads out");
    refuse(f, (file[]){good, {"a/../../x", text, 1}}, 2, "FORMAT", "leads out");
    refuse(f, (file[]){good, {"/etc/passwd", text, 1}}, 2, "FORMAT", "leads out");
    refuse(f, (file[]){good, {"a\\..\\x", text, 1}}, 2, "FORMAT", "leads out");
    refuse(f, (file[]){{"p/javacard/Header.cap", hy_view_of("\x01\0\x0Cxxxxxxxxxxxx", 15), 1}}, 1,
           "FORMAT", "no DECAFFED");
}

static void test_an_old_debug_component_is_a_custom_one(void **state)
{
    fixture *f = *state;
    hy_view old = hy_view_of("\xDB\0\1x", 4);
    make_zip(f,
             (file[]){{"p/javacard/Header.cap", f->cap.parts.part[HY_COMPONENT_HEADER], 1},
                      {"p/javacard/Debug.cap", old, 1}},
             2);
    assert_ok(hy_capfile_read(hy_buf_view(&f->bytes), &f->other, &f->why));
    assert_true(hy_view_equal(f->other.parts.part[0xDB], old));
    assert_int_equal(f->other.parts.part[HY_COMPONENT_DEBUG].n, 0);
}

static void test_refuses_bombs(void **state)
{
    fixture *f = *state;
    static const uint8_t zeros[1 << 16];
    hy_view header = f->cap.parts.part[HY_COMPONENT_HEADER];
    hy_view bomb = hy_view_of(zeros, sizeof zeros);
    refuse(f,
           (file[]){{"p/javacard/Header.cap", header, 1},
                    {"p/javacard/Method.cap", bomb, (HY_CAP_COMPONENT_MAX >> 16) + 1}},
           2, "LIMIT", "Method.cap: larger than any component may be");
    assert_true(f->bytes.n < 20000); /* it was a small file */
    refuse(f, (file[]){{"META-INF/MANIFEST.MF", bomb, (HY_CAP_COMPONENT_MAX >> 16) + 1}}, 1,
           "LIMIT", "MANIFEST.MF");

    uint8_t piece[] = {HY_COMPONENT_CUSTOM};
    static file files[HY_CAP_ENTRIES_MAX + 1];
    static char names[HY_CAP_ENTRIES_MAX + 1][16];
    for (size_t i = 0; i < TEST_COUNT(files); i++) {
        snprintf(names[i], sizeof names[i], "f%zu", i);
        files[i] = (file){names[i], hy_view_of(piece, 1), 1};
    }
    refuse(f, files, TEST_COUNT(files), "LIMIT", "4097 entries");
}

static void test_total_of_many_components_is_bounded(void **state)
{
    fixture *f = *state;
    static const uint8_t ones[1 << 16] = {HY_COMPONENT_CUSTOM};
    enum { PIECES = HY_CAP_TOTAL_MAX / HY_CAP_COMPONENT_MAX + 1 };
    file files[PIECES + 1] = {{"META-INF/MANIFEST.MF", hy_view_of(ones, sizeof ones), 1}};
    static uint8_t bytes[PIECES][1 << 16];
    char names[PIECES][32];
    for (size_t i = 0; i < PIECES; i++) {
        memset(bytes[i], (int)(HY_COMPONENT_CUSTOM + i), sizeof bytes[i]);
        snprintf(names[i], sizeof names[i], "p/javacard/C%zu.cap", i);
        files[i + 1] =
            (file){names[i], hy_view_of(bytes[i], sizeof bytes[i]), HY_CAP_COMPONENT_MAX >> 16};
    }
    refuse(f, files, PIECES + 1, "LIMIT", "larger than any component may be");
}

static void test_refuses_every_truncation(void **state)
{
    fixture *f = *state;
    assert_ok(hy_buf_read_file(&f->bytes, counter_path, HY_CAP_FILE_MAX, &f->why));
    hy_view whole = hy_buf_view(&f->bytes);
    for (size_t n = 0; n < whole.n; n += n < 64 ? 1 : 61) {
        f->why.text[0] = '\0';
        assert_false(hy_ok(hy_capfile_read(hy_view_part(whole, 0, n), &f->other, &f->why)));
        assert_true(f->why.text[0] != '\0');
        hy_capfile_free(&f->other);
    }
}

static void test_refuses_cut_load_files(void **state)
{
    fixture *f = *state;
    assert_ok(hy_capfile_write_load(&f->cap.parts, &f->bytes));
    size_t n = f->bytes.n;
    hy_view cut = hy_view_part(hy_buf_view(&f->bytes), 0, n - 1);
    assert_fails(TRUNCATED, hy_capfile_read(cut, &f->other, &f->why));
    assert_non_null(strstr(f->why.text, "Descriptor"));
    hy_capfile_free(&f->other);
    assert_ok(hy_buf_append(&f->bytes, f->cap.parts.part[HY_COMPONENT_IMPORT]));
    assert_fails(EXISTS, hy_capfile_read(hy_buf_view(&f->bytes), &f->other, &f->why));
    assert_non_null(strstr(f->why.text, "Import"));
}

static void test_refuses_other_files(void **state)
{
    fixture *f = *state;
    assert_fails(FORMAT, hy_capfile_read(hy_view_str("#!/bin/sh"), &f->other, &f->why));
    assert_fails(FORMAT, hy_capfile_read(hy_view_str(""), &f->other, &f->why));
    assert_fails(FORMAT, hy_capfile_read(hy_view_str("PK but no archive"), &f->other, &f->why));
    assert_non_null(strstr(f->why.text, "directory is damaged"));
    assert_fails(NOT_FOUND, hy_capfile_open("/no/such.cap", &f->other, &f->why));
    assert_fails(FORMAT, hy_capfile_open(HY_VECTORS "/counter/counter.exp", &f->other, &f->why));
    assert_non_null(strstr(f->why.text, "counter.exp: neither a JAR nor a load file"));
}

static void test_refuses_damaged_data(void **state)
{
    fixture *f = *state;
    assert_ok(hy_buf_read_file(&f->bytes, counter_path, HY_CAP_FILE_MAX, &f->why));
    /* The last byte of the Header component, which is stored: the checksum no longer fits. */
    hy_view header = f->cap.parts.part[HY_COMPONENT_HEADER];
    uint8_t *at = memmem(f->bytes.p, f->bytes.n, header.p, header.n);
    assert_non_null(at);
    at[header.n - 1] ^= 1;
    assert_fails(FORMAT, hy_capfile_read(hy_buf_view(&f->bytes), &f->other, &f->why));
    assert_non_null(strstr(f->why.text, "Header.cap: the compressed data is damaged"));
}

int main(void)
{
#define T_(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T_(test_reads_a_jar),
        T_(test_writes_the_same_jar_again),
        T_(test_manifest_says_what_hosts_ask_for),
        T_(test_long_manifest_lines_are_broken),
        T_(test_names_must_fit),
        T_(test_load_file_is_everything_but_debug),
        T_(test_refuses_hostile_jars),
        T_(test_an_old_debug_component_is_a_custom_one),
        T_(test_refuses_bombs),
        T_(test_total_of_many_components_is_bounded),
        T_(test_refuses_every_truncation),
        T_(test_refuses_cut_load_files),
        T_(test_refuses_other_files),
        T_(test_refuses_damaged_data),
    };
    return cmocka_run_group_tests_name("capfile", tests, NULL, NULL);
}
