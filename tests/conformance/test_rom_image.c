/* The ROM image of the build, read by its drawing (docs/formats/rom.md): every length, the hash,
   every package through the element's own reader, every native method through its body.
   HYDRA_ROM names the image. */
#include "test.h"

#include "crypto/digest.h"
#include "element/vm/opcode.h"
#include "element/vm/verify.h"

#include <stdlib.h>
#include <string.h>

enum { IMAGE_MAX = 64 << 20, HASH = 32, PACKAGES_MAX = 64 };

/* A package of the image with its view for those that import it, made when first asked for. */
typedef struct rom_package {
    hy_view name;
    hy_package package;
    hy_package_view view;
    hy_package_since since[256];
    uint16_t since_count;
    enum { UNSEEN, MAKING, MADE } state;
} rom_package;

static struct {
    hy_buf image;
    hy_reader r; /* behind the header */
    unsigned packages, natives;
    hy_arena arena; /* owns what the packages were parsed into */
    rom_package all[PACKAGES_MAX];
    bool seen[65536]; /* native methods with a body */
} t;

static int open_image(void **state)
{
    (void)state;
    assert_non_null(getenv("HYDRA_ROM"));
    assert_ok(hy_buf_read_file(&t.image, getenv("HYDRA_ROM"), IMAGE_MAX, NULL));
    t.r = hy_reader_of(hy_buf_view(&t.image));
    assert_int_equal(hy_read_u32(&t.r), 0x48524F4D);
    assert_int_equal(hy_read_u16(&t.r), 2);
    assert_int_equal(hy_read_u16(&t.r), 2);
    assert_int_equal(hy_read_u32(&t.r), t.image.n);
    t.packages = hy_read_u16(&t.r);
    t.natives = hy_read_u16(&t.r);
    assert_true(t.packages > 30 && t.packages <= PACKAGES_MAX && t.natives > 100);
    t.arena = hy_arena_new(256 << 20);
    return 0;
}

static int close_image(void **state)
{
    (void)state;
    hy_arena_free(&t.arena);
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

static void read_package(rom_package *rom)
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
    hy_package *p = &rom->package;
    rom->name = name;
    if (!hy_ok(hy_package_split(components, &parts, &why)) ||
        !hy_ok(hy_package_read(&parts, &t.arena, p, &why)))
        fail_msg("%.*s: %s", (int)name.n, (const char *)name.p, why.text);
    assert_true(hy_view_equal(p->id.aid, aid));
    assert_int_equal(p->id.major, major);
    assert_int_equal(p->id.minor, minor);
    assert_non_null(p->descriptor);
    count_natives(p);
}

/* Lines in order; counts grow with the versions of one class. */
static void read_since(void)
{
    unsigned lines = hy_read_u16(&t.r);
    uint32_t class_before = 0;
    unsigned count_before = 0, growths = 0;
    for (unsigned i = 0; i < lines; i++) {
        uint32_t class_now = hy_read_u24(&t.r); /* package and class token */
        uint8_t minor = hy_read_u8(&t.r), count = hy_read_u8(&t.r);
        assert_true(class_now >> 8 < t.packages && class_now >> 8 >= class_before >> 8);
        rom_package *rom = &t.all[class_now >> 8];
        assert_true(rom->since_count < TEST_COUNT(rom->since));
        rom->since[rom->since_count++] = (hy_package_since){(uint8_t)class_now, minor, count};
        bool grows = i > 0 && class_now == class_before;
        assert_true(count > (grows ? count_before : 0));
        growths += grows;
        class_before = class_now;
        count_before = count;
    }
    assert_true(growths >= 5); /* Signature, RandomData, Cipher, MessageDigest, KeyAgreement … */
}

/* A name for each class, none twice in a package. */
static void read_classes(const rom_package *rom)
{
    hy_view names[256];
    unsigned count = hy_read_u16(&t.r);
    assert_true(count <= TEST_COUNT(names));
    assert_int_equal(count, rom->package.descriptor->class_count);
    for (unsigned i = 0; i < count; i++) {
        names[i] = hy_read_bytes(&t.r, hy_read_u8(&t.r));
        assert_true(names[i].n > 0);
        for (unsigned k = 0; k < i; k++)
            assert_false(hy_view_equal(names[i], names[k]));
    }
}

static void test_everything_is_where_the_drawing_says(void **state)
{
    (void)state;
    for (unsigned i = 0; i < t.packages; i++)
        read_package(&t.all[i]);
    for (unsigned i = 0; i < t.natives; i++) {
        assert_true(hy_read_bytes(&t.r, hy_read_u8(&t.r)).n > 0);
        assert_true(hy_read_bytes(&t.r, hy_read_u8(&t.r)).n > 0);
        assert_true(hy_read_bytes(&t.r, hy_read_u16(&t.r)).n >= 3);
        hy_read_u8(&t.r);
        assert_true(hy_read_u8(&t.r) <= 2);
        assert_true(t.seen[i]);
    }
    read_since();
    for (unsigned i = 0; i < t.packages; i++)
        read_classes(&t.all[i]);
    assert_int_equal(hy_reader_left(&t.r), HASH);
    assert_true(hy_reader_ok(&t.r));
    print_message("# %u packages, %u native methods, %zu bytes\n", t.packages, t.natives,
                  t.image.n);
}

static const hy_package_view *find_view(void *context, hy_view aid)
{
    for (unsigned i = 0; i < t.packages; i++) {
        rom_package *rom = &t.all[i];
        if (!hy_view_equal(rom->package.id.aid, aid))
            continue;
        assert_int_not_equal(rom->state, MAKING); /* no circle of superclasses */
        hy_view_source source = {context, find_view};
        hy_reason why = {""};
        if (rom->state == UNSEEN) {
            rom->state = MAKING;
            if (!hy_ok(hy_view_of_platform(&rom->package, rom->since, rom->since_count, &source,
                                           &t.arena, &rom->view, &why)))
                fail_msg("%.*s: %s", (int)rom->name.n, (const char *)rom->name.p, why.text);
            rom->state = MADE;
        }
        return &rom->view;
    }
    return NULL;
}

/* javacardx.crypto.Cipher: six virtual methods until 1.4, eight from 1.6 (Java Card 3.0.5). */
static void test_views_know_what_old_subclasses_saw(void **state)
{
    (void)state;
    static const uint8_t crypto[] = {0xA0, 0x00, 0x00, 0x00, 0x62, 0x02, 0x01};
    const hy_package_view *view = find_view(NULL, hy_view_of(crypto, sizeof crypto));
    assert_non_null(view);
    const hy_view_class *cipher = hy_view_find_class(view, 1);
    assert_non_null(cipher);
    assert_int_equal(cipher->virtual_count, 8);
    for (uint8_t token = 0; token < 8; token++)
        assert_int_equal(hy_view_find_virtual(cipher, token)->since > 5, token >= 6);
    /* javacard.security.ECKey and ECPrivateKey gained one in 1.6. */
    static const uint8_t security[] = {0xA0, 0x00, 0x00, 0x00, 0x62, 0x01, 0x02};
    view = find_view(NULL, hy_view_of(security, sizeof security));
    assert_non_null(view);
    assert_int_equal(hy_view_find_class(view, 17)->virtual_count, 15);
    for (uint8_t token = 0; token < 15; token++)
        assert_int_equal(hy_view_find_virtual(hy_view_find_class(view, 17), token)->since > 5,
                         token == 14);
    for (uint8_t token = 0; token < 21; token++)
        assert_int_equal(hy_view_find_virtual(hy_view_find_class(view, 18), token)->since > 5,
                         token == 20);
}

/* The element trusts its image at run time; here it is held to what applets are held to. */
static void test_the_verifier_accepts_every_package(void **state)
{
    (void)state;
    uint32_t methods = 0, instructions = 0;
    for (unsigned i = 0; i < t.packages; i++) {
        rom_package *rom = &t.all[i];
        const hy_verify_options options = {.require_descriptor = true, .system = true};
        hy_view_source source = {NULL, find_view};
        hy_verify_result result;
        hy_reason why = {""};
        if (!hy_ok(hy_verify(&rom->package, &source, &options, &t.arena, &result, &why)))
            fail_msg("%.*s: %s", (int)rom->name.n, (const char *)rom->name.p, why.text);
        methods += result.methods;
        instructions += result.instructions;
    }
    print_message("# %u methods, %u instructions verified\n", methods, instructions);
    assert_true(methods > 900);
}

static void test_the_hash_covers_all_before_it(void **state)
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
        cmocka_unit_test(test_everything_is_where_the_drawing_says),
        cmocka_unit_test(test_views_know_what_old_subclasses_saw),
        cmocka_unit_test(test_the_verifier_accepts_every_package),
        cmocka_unit_test(test_the_hash_covers_all_before_it),
    };
    return cmocka_run_group_tests(tests, open_image, close_image);
}
