/* The ROM image of the build, read by its drawing (docs/formats/rom.md): every length, the hash,
   every package through the element's own reader, every native method through its body.
   HYDRA_ROM names the image. */
#include "test.h"

#include "crypto/digest.h"
#include "element/vm/opcode.h"
#include "element/vm/package.h"

#include <stdlib.h>
#include <string.h>

enum { IMAGE_MAX = 64 << 20, HASH = 32 };

static struct {
    hy_buf image;
    hy_reader r; /* behind the header */
    unsigned packages, natives;
    bool seen[65536]; /* native methods with a body */
} t;

static int open_image(void **state)
{
    (void)state;
    assert_non_null(getenv("HYDRA_ROM"));
    assert_ok(hy_buf_read_file(&t.image, getenv("HYDRA_ROM"), IMAGE_MAX, NULL));
    t.r = hy_reader_of(hy_buf_view(&t.image));
    assert_int_equal(hy_read_u32(&t.r), 0x48524F4D);
    assert_int_equal(hy_read_u16(&t.r), 1);
    assert_int_equal(hy_read_u16(&t.r), 1);
    assert_int_equal(hy_read_u32(&t.r), t.image.n);
    t.packages = hy_read_u16(&t.r);
    t.natives = hy_read_u16(&t.r);
    assert_true(t.packages > 30 && t.natives > 100);
    return 0;
}

static int close_image(void **state)
{
    (void)state;
    hy_buf_free(&t.image);
    return 0;
}

/* Bodies that start with impdep1 are native; their index must be new and in the table. */
static void count_native(const hy_package *p, const hy_package_method *m)
{
    hy_method_header header;
    if (m->length != 3 || !hy_package_method_header(p, m->at, &header))
        return;
    hy_view code = hy_view_part(p->info[HY_COMPONENT_METHOD], header.code, m->length);
    if (code.p[0] != HY_OP_impdep1)
        return;
    unsigned index = (unsigned)code.p[1] << 8 | code.p[2];
    assert_true(index < t.natives);
    assert_false(t.seen[index]);
    t.seen[index] = true;
}

static void count_natives(const hy_package *p)
{
    const hy_descriptor *d = p->descriptor;
    for (size_t i = 0; i < d->class_count; i++)
        for (size_t k = 0; k < d->classes[i].method_count; k++)
            count_native(p, &d->classes[i].methods[k]);
}

static void read_package(void)
{
    unsigned flags = hy_read_u8(&t.r);
    assert_true(flags <= 1);
    hy_view name = hy_read_bytes(&t.r, hy_read_u8(&t.r));
    hy_view aid = hy_read_bytes(&t.r, hy_read_u8(&t.r));
    unsigned major = hy_read_u8(&t.r), minor = hy_read_u8(&t.r);
    hy_view components = hy_read_bytes(&t.r, hy_read_u32(&t.r));
    assert_true(hy_reader_ok(&t.r) && name.n > 0);
    assert_int_equal(flags == 1, name.n > 6 && memcmp(name.p, "hydra.", 6) == 0);
    hy_package_parts parts = {0};
    hy_reason why = {""};
    hy_arena arena = hy_arena_new(64 << 20);
    hy_package package, *p = &package;
    if (!hy_ok(hy_package_split(components, &parts, &why)) ||
        !hy_ok(hy_package_read(&parts, &arena, p, &why)))
        fail_msg("%.*s: %s", (int)name.n, (const char *)name.p, why.text);
    assert_true(hy_view_equal(p->id.aid, aid));
    assert_int_equal(p->id.major, major);
    assert_int_equal(p->id.minor, minor);
    assert_non_null(p->descriptor);
    count_natives(p);
    hy_arena_free(&arena);
}

static void everything_is_where_the_drawing_says(void **state)
{
    (void)state;
    for (unsigned i = 0; i < t.packages; i++)
        read_package();
    for (unsigned i = 0; i < t.natives; i++) {
        assert_true(hy_read_bytes(&t.r, hy_read_u8(&t.r)).n > 0);
        assert_true(hy_read_bytes(&t.r, hy_read_u8(&t.r)).n > 0);
        assert_true(hy_read_bytes(&t.r, hy_read_u16(&t.r)).n >= 3);
        hy_read_u8(&t.r);
        assert_true(hy_read_u8(&t.r) <= 2);
        assert_true(t.seen[i]);
    }
    assert_int_equal(hy_reader_left(&t.r), HASH);
    assert_true(hy_reader_ok(&t.r));
    print_message("# %u packages, %u native methods, %zu bytes\n", t.packages, t.natives,
                  t.image.n);
}

static void the_hash_covers_all_before_it(void **state)
{
    (void)state;
    hy_random_state seed = {0};
    hy_crypto *crypto;
    assert_ok(hy_crypto_new(hy_random_simulated(&seed), &crypto, NULL));
    uint8_t hash[HASH];
    size_t n;
    hy_view image = hy_buf_view(&t.image);
    assert_ok(hy_digest_once(crypto, HY_DIGEST_SHA256, hy_view_part(image, 0, image.n - HASH), hash,
                             sizeof hash, &n));
    hy_view stored = hy_view_part(image, image.n - HASH, HASH);
    assert_memory_equal(hash, stored.p, HASH);
    hy_crypto_free(&crypto);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_is_where_the_drawing_says),
        cmocka_unit_test(the_hash_covers_all_before_it),
    };
    return cmocka_run_group_tests(tests, open_image, close_image);
}
