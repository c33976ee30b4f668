/* The file of a key sealed in a TPM: written, read, refused; which ways to a TPM it may lead. */
#include "element/port/sealed.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

static hy_sealed sample(const char *tcti)
{
    return (hy_sealed){
        .counter = 0x01A00001,
        .parent = hy_view_str("parent"),
        .public_part = hy_view_str("public"),
        .private_part = hy_view_str("private"),
        .tcti = hy_view_str(tcti),
    };
}

static void test_there_and_back(void **state)
{
    (void)state;
    const hy_sealed in = sample("device:/dev/tpmrm0");
    hy_sealed out;
    hy_buf bytes = hy_buf_new(HY_SEALED_MAX);
    assert_ok(hy_sealed_write(&in, &bytes));
    assert_ok(hy_sealed_read(hy_buf_view(&bytes), &out, NULL));
    assert_int_equal(out.counter, in.counter);
    assert_true(hy_view_equal(out.parent, in.parent));
    assert_true(hy_view_equal(out.public_part, in.public_part));
    assert_true(hy_view_equal(out.private_part, in.private_part));
    assert_true(hy_view_equal(out.tcti, in.tcti));
    hy_buf_free(&bytes);
}

static void test_refusals(void **state)
{
    (void)state;
    const hy_sealed in = sample("device:/dev/tpmrm0");
    hy_sealed out;
    hy_buf bytes = hy_buf_new(HY_SEALED_MAX);
    assert_ok(hy_sealed_write(&in, &bytes));
    for (size_t n = 0; n < bytes.n; n++)
        assert_fails(FORMAT, hy_sealed_read(hy_view_of(bytes.p, n), &out, NULL));
    bytes.p[9] = 2; /* newer, but an old reader may read it */
    assert_ok(hy_sealed_read(hy_buf_view(&bytes), &out, NULL));
    bytes.p[11] = 2;
    assert_fails(VERSION, hy_sealed_read(hy_buf_view(&bytes), &out, NULL));
    bytes.p[11] = 1;
    bytes.p[12] = 0x81; /* an index that is no NV index of the owner's */
    assert_fails(FORMAT, hy_sealed_read(hy_buf_view(&bytes), &out, NULL));
    bytes.p[12] = 0x01;
    assert_ok(hy_buf_append(&bytes, hy_view_str("x")));
    assert_fails(FORMAT, hy_sealed_read(hy_buf_view(&bytes), &out, NULL));
    hy_buf_free(&bytes);
}

/* The file may have been edited by whoever gave us the image. */
static void test_ways(void **state)
{
    (void)state;
    static const struct {
        const char *tcti;
        bool follows;
    } ways[] = {
        {"device:/dev/tpmrm0", true},
        {"device:/dev/tpm0", true},
        {"swtpm:host=localhost,port=2321", true},
        {"swtpm:host=127.0.0.1,port=2321", true},
        {"swtpm:port=2321", true},
        {"swtpm:path=/run/swtpm/socket", true},
        {"mssim:host=localhost,port=2321", true},
        {"", false},
        {"device:/dev/sda", false},
        {"device:/dev/tpm/../sda", false},
        {"cmd:touch owned", false},
        {"/tmp/library.so:", false},
        {"swtpm", false},
        {"swtpm:", false},
        {"swtpm:host=thief.example,port=1", false},
        {"swtpm:port=1,host=thief.example", false},
        {"swtpm:host=localhost,host=thief.example", false},
    };
    for (size_t i = 0; i < TEST_COUNT(ways); i++) {
        char out[HY_SEALED_TCTI_MAX + 1];
        const hy_sealed s = sample(ways[i].tcti);
        if (hy_sealed_way(&s, out) != ways[i].follows)
            fail_msg("%s", ways[i].tcti);
        if (ways[i].follows)
            assert_string_equal(out, ways[i].tcti);
    }
    hy_sealed hidden = sample("");
    char out[HY_SEALED_TCTI_MAX + 1];
    hidden.tcti = hy_view_of("device:/dev/tpm0\0cmd:x", 22);
    assert_false(hy_sealed_way(&hidden, out));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_there_and_back),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_ways),
    };
    return cmocka_run_group_tests_name("sealed", tests, NULL, NULL);
}
