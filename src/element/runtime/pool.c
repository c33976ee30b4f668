/* The pool opened: memory taken, the ROM image read and linked as one set.
   docs/formats/rom.md draws the image. */
#include "element/runtime/pool.h"

#include "base/hex.h"
#include "base/secret.h"
#include "crypto/digest.h"
#include "element/runtime/pool_in.h"

#include <string.h>

enum {
    MEMORY = 64 * 1024 * 1024,
    SCRATCH = 64 * 1024 * 1024,
    PACKAGES = 4096,
    ROM_MAGIC = 0x48524F4D,
    ROM_VERSION = 2,
    HASH = 32,
    CLOSED = 1, /* flag: only packages of the image may import it */
};

/* A package of the image. */
typedef struct rom_package {
    const char *name;
    hy_view components;
    hy_package package;
    bool closed, viewed;
    const char **classes; /* names, by ordinal */
    uint16_t class_count;
    const hy_package_since *since;
    uint16_t since_count;
} rom_package;

typedef struct booting {
    hy_pool *pool;
    hy_arena scratch;
    rom_package *packages;
    uint16_t count;
    const hy_native_entry *natives;
    hy_reason *why;
} booting;

static hy_rc no_memory(hy_reason *why)
{
    return hy_reason_set(why, HY_FAIL(MEMORY), "no memory for the pool; give it more");
}

static hy_rc fill_random(void *context, uint8_t *out, size_t n)
{
    const hy_port *port = context;
    return port->random(port->context, out, n);
}

hy_rc hy_pool_hash(hy_pool *p, hy_view bytes, uint8_t hash[32], hy_reason *why)
{
    hy_crypto *crypto = NULL;
    size_t n;
    HY_TRY(hy_crypto_new((hy_random){&p->port, fill_random}, &crypto, why));
    hy_rc rc = hy_digest_once(crypto, HY_DIGEST_SHA256, bytes, hash, HASH, &n);
    hy_crypto_free(&crypto);
    return rc;
}

/* ---- reading the image ---- */

static hy_rc read_package(booting *b, hy_reader *r, rom_package *out)
{
    out->closed = (hy_read_u8(r) & CLOSED) != 0;
    hy_view name = hy_read_bytes(r, hy_read_u8(r));
    (void)hy_read_bytes(r, hy_read_u8(r));
    (void)hy_read_u16(r);
    out->components = hy_read_bytes(r, hy_read_u32(r));
    out->name = hy_arena_string(&b->pool->arena, (const char *)name.p, name.n);
    return out->name == NULL ? no_memory(b->why) : HY_OK;
}

/* Is the native at this place of the image the one that the function was compiled for? */
static bool is_native(hy_reader *r, const hy_native_entry *entry)
{
    hy_view class_name = hy_read_bytes(r, hy_read_u8(r));
    hy_view name = hy_read_bytes(r, hy_read_u8(r));
    hy_view descriptor = hy_read_bytes(r, hy_read_u16(r));
    (void)hy_read_u16(r);
    return hy_view_equal(class_name, hy_view_str(entry->class_name)) &&
           hy_view_equal(name, hy_view_str(entry->name)) &&
           hy_view_equal(descriptor, hy_view_str(entry->descriptor));
}

/* Since when subclasses see how many virtual methods: the lines of a package follow each other. */
static hy_rc read_since(booting *b, hy_reader *r)
{
    uint16_t count = hy_read_u16(r);
    hy_package_since *lines = HY_NEW_ARRAY(&b->scratch, hy_package_since, count);
    if (lines == NULL)
        return no_memory(b->why);
    for (uint16_t i = 0; i < count; i++) {
        uint16_t package = hy_read_u16(r);
        lines[i].class_token = hy_read_u8(r);
        lines[i].minor = hy_read_u8(r);
        lines[i].virtual_count = hy_read_u8(r);
        HY_ENSURE(package < b->count, FORMAT);
        rom_package *of = &b->packages[package];
        of->since = of->since_count == 0 ? &lines[i] : of->since;
        of->since_count++;
    }
    return HY_OK;
}

static hy_rc read_classes(booting *b, hy_reader *r, rom_package *out)
{
    out->class_count = hy_read_u16(r);
    out->classes = HY_NEW_ARRAY(&b->pool->arena, const char *, out->class_count);
    if (out->classes == NULL)
        return no_memory(b->why);
    for (uint16_t i = 0; i < out->class_count; i++) {
        hy_view name = hy_read_bytes(r, hy_read_u8(r));
        out->classes[i] = hy_arena_string(&b->pool->arena, (const char *)name.p, name.n);
        if (out->classes[i] == NULL)
            return no_memory(b->why);
    }
    return HY_OK;
}

static hy_rc check_hash(booting *b, hy_view image)
{
    uint8_t hash[HASH];
    HY_ENSURE(image.n > HASH, TRUNCATED);
    HY_TRY(hy_pool_hash(b->pool, hy_view_part(image, 0, image.n - HASH), hash, b->why));
    if (!hy_view_equal(hy_view_part(image, image.n - HASH, HASH), hy_view_of(hash, HASH)))
        return hy_reason_set(b->why, HY_FAIL(MISMATCH),
                             "ROM image: the hash is not that of its "
                             "bytes; build it again");
    memcpy(b->pool->rom_hash, hash, HASH);
    return HY_OK;
}

static hy_rc read_image(booting *b, hy_view image)
{
    hy_reader r = hy_reader_of(image);
    bool known = hy_read_u32(&r) == ROM_MAGIC && hy_read_u16(&r) >= ROM_VERSION &&
                 hy_read_u16(&r) <= ROM_VERSION && hy_read_u32(&r) == image.n;
    if (!known)
        return hy_reason_set(b->why, HY_FAIL(FORMAT), "ROM image: not one of this version");
    HY_TRY(check_hash(b, image));
    b->count = hy_read_u16(&r);
    uint16_t natives = hy_read_u16(&r);
    if (natives != b->pool->native_count || b->count >= HY_PACKAGES_MAX)
        return hy_reason_set(b->why, HY_FAIL(MISMATCH), "ROM image: of another build");
    b->packages = HY_NEW_ARRAY(&b->scratch, rom_package, b->count);
    if (b->packages == NULL)
        return no_memory(b->why);
    for (uint16_t i = 0; i < b->count; i++)
        HY_TRY(read_package(b, &r, &b->packages[i]));
    for (uint16_t i = 0; i < natives; i++)
        if (!is_native(&r, &b->natives[i]))
            return hy_reason_set(b->why, HY_FAIL(MISMATCH),
                                 "ROM image: native %u is not %s.%s; it is of another build", i,
                                 b->natives[i].class_name, b->natives[i].name);
    HY_TRY(read_since(b, &r));
    for (uint16_t i = 0; i < b->count; i++)
        HY_TRY(read_classes(b, &r, &b->packages[i]));
    return hy_reader_ok(&r) ? HY_OK
                            : hy_reason_set(b->why, HY_FAIL(TRUNCATED), "ROM image: cut short");
}

/* ---- linking it ---- */

static hy_rc link_all(booting *b)
{
    hy_pool *p = b->pool;
    hy_link_input *inputs = HY_NEW_ARRAY(&b->scratch, hy_link_input, b->count);
    hy_linked **linked = HY_NEW_ARRAY(&b->scratch, hy_linked *, b->count);
    if (inputs == NULL || linked == NULL)
        return no_memory(b->why);
    for (uint16_t i = 0; i < b->count; i++) {
        hy_package_parts parts = {0};
        HY_TRY(hy_package_split(b->packages[i].components, &parts, b->why));
        HY_TRY(hy_package_read(&parts, &b->scratch, &b->packages[i].package, b->why));
        inputs[i] = (hy_link_input){
            .package = &b->packages[i].package,
            .system = true,
            .since = b->packages[i].since,
            .since_count = b->packages[i].since_count,
        };
    }
    HY_TRY(hy_link(inputs, b->count, NULL, &p->arena, &b->scratch, linked, b->why));
    for (uint16_t i = 0; i < b->count; i++) {
        HY_ENSURE(b->packages[i].class_count == linked[i]->class_count, FORMAT);
        p->packages[i] = (hy_pool_package){
            .linked = linked[i],
            .name = b->packages[i].name,
            .classes = b->packages[i].classes,
            .closed = b->packages[i].closed,
        };
    }
    p->count = p->rom_count = b->count;
    return HY_OK;
}

static const hy_package_view *find_view(void *context, hy_view aid)
{
    const booting *b = context;
    int at = hy_pool_find_rom(b->pool, aid);
    return at < 0 || !b->packages[at].viewed ? NULL : b->pool->packages[at].views;
}

/* Views want those of imported superclasses first: rounds until all are there. */
static hy_rc view_all(booting *b)
{
    hy_pool *p = b->pool;
    const hy_view_source source = {b, find_view};
    uint16_t done = 0;
    for (uint16_t before = UINT16_MAX; done < b->count && done != before;) {
        before = done;
        for (uint16_t i = 0; i < b->count; i++) {
            if (b->packages[i].viewed)
                continue;
            hy_package_view *view = HY_NEW(&p->arena, hy_package_view);
            if (view == NULL)
                return no_memory(b->why);
            hy_rc rc =
                hy_view_of_platform(&b->packages[i].package, b->packages[i].since,
                                    b->packages[i].since_count, &source, &p->arena, view, NULL);
            if (!hy_ok(rc) && rc.code != HY_E_LINK)
                return hy_reason_set(b->why, rc, "ROM image: no view of %s", b->packages[i].name);
            b->packages[i].viewed = hy_ok(rc);
            p->packages[i].views = view;
            done = (uint16_t)(done + hy_ok(rc));
        }
    }
    if (done < b->count)
        return hy_reason_set(b->why, HY_FAIL(LINK), "ROM image: superclasses in circles");
    return HY_OK;
}

/* The platform's numbers are its indices in the pool. */
static hy_rc number_all(booting *b)
{
    hy_pool *p = b->pool;
    p->rom = HY_NEW_ARRAY(&p->arena, hy_loaded, b->count);
    if (p->rom == NULL)
        return no_memory(b->why);
    for (uint16_t i = 0; i < b->count; i++) {
        const hy_linked *l = p->packages[i].linked;
        uint8_t *homes = HY_NEW_ARRAY(&p->arena, uint8_t, l->home_count);
        if (homes == NULL)
            return no_memory(b->why);
        for (uint8_t h = 0; h < l->home_count; h++)
            homes[h] = (uint8_t)hy_pool_find_rom(p, l->homes[h]->id.aid);
        p->rom[i] = (hy_loaded){.linked = l, .homes = homes};
    }
    return HY_OK;
}

/* ---- classes known by name ---- */

typedef struct known_class {
    const char *aid;
    uint8_t token;
} known_class;

static const known_class known_classes[HY_KNOWN_COUNT] = {
#define HY_EXCEPTION(name, package, number) [HY_KNOWN_EXCEPTION_##name] = {#package, number},
#define HY_CLASS(name, package, number) [HY_KNOWN_##name] = {#package, number},
#include "element/runtime/known.def"
#undef HY_EXCEPTION
#undef HY_CLASS
};

static hy_rc find_known(booting *b, hy_known which)
{
    hy_pool *p = b->pool;
    char hex[2 * 16 + 1];
    for (uint16_t i = 0; i < p->rom_count; i++) {
        const hy_linked *l = p->packages[i].linked;
        if (strcmp(hy_hex_encode(l->id.aid, hex, sizeof hex), known_classes[which].aid) != 0)
            continue;
        const hy_linked_export *e = hy_linked_find_export(l, 0, known_classes[which].token);
        p->known[which] = e == NULL ? NULL : e->class_of;
        p->known_home[which] = &p->rom[i];
    }
    if (p->known[which] == NULL)
        return hy_reason_set(b->why, HY_FAIL(LINK), "ROM image: no class %u in package %s",
                             known_classes[which].token, known_classes[which].aid);
    return HY_OK;
}

int hy_pool_find_rom(const hy_pool *p, hy_view aid)
{
    for (uint16_t i = 0; i < p->rom_count; i++)
        if (hy_view_equal(p->packages[i].linked->id.aid, aid))
            return i;
    return -1;
}

static hy_rc boot(booting *b, hy_view rom)
{
    hy_view image;
    if (!hy_arena_view(&b->pool->arena, rom, &image))
        return no_memory(b->why);
    HY_TRY(read_image(b, image));
    HY_TRY(link_all(b));
    HY_TRY(view_all(b));
    HY_TRY(number_all(b));
    for (int i = 0; i < HY_KNOWN_COUNT; i++)
        HY_TRY(find_known(b, (hy_known)i));
    return HY_OK;
}

/* ---- open, close ---- */

static hy_rc take_natives(hy_pool *p, const hy_native_entry *entries, uint16_t count)
{
    hy_native *natives = HY_NEW_ARRAY(&p->arena, hy_native, count);
    HY_ENSURE(natives != NULL, MEMORY);
    for (uint16_t i = 0; i < count; i++)
        natives[i] = entries[i].function;
    p->natives = natives;
    p->native_count = count;
    return HY_OK;
}

/* One piece: the record, what is linked, room for working memory. */
static hy_rc take_memory(const hy_port *port, const hy_pool_config *config, hy_pool **out)
{
    size_t linked = config->memory == 0 ? MEMORY : config->memory;
    size_t size = sizeof(hy_pool) + linked + SCRATCH;
    uint8_t *memory = port->allocate(port->context, size);
    HY_ENSURE(memory != NULL, MEMORY);
    hy_pool *p = (hy_pool *)(void *)memory;
    p->port = *port;
    p->memory = memory;
    p->memory_size = size;
    p->arena = hy_arena_over(memory + sizeof *p, linked);
    p->scratch = memory + sizeof *p + linked;
    p->scratch_size = SCRATCH;
    p->room = HY_PACKAGES_MAX + (config->packages == 0 ? PACKAGES : config->packages);
    atomic_flag_clear(&p->busy);
    *out = p;
    return HY_OK;
}

hy_rc hy_pool_open_with(const hy_port *port, const hy_pool_config *config,
                        const hy_native_entry *natives, uint16_t count, hy_pool **out,
                        hy_reason *why)
{
    hy_pool *p = NULL;
    *out = NULL;
    if (!hy_ok(take_memory(port, config, &p)))
        return no_memory(why);
    booting b = {
        .pool = p,
        .scratch = hy_arena_over(p->scratch, p->scratch_size),
        .natives = natives,
        .why = why,
    };
    p->packages = HY_NEW_ARRAY(&p->arena, hy_pool_package, p->room);
    hy_rc rc = p->packages == NULL || !hy_ok(take_natives(p, natives, count))
                   ? no_memory(why)
                   : boot(&b, config->rom);
    if (!hy_ok(rc)) {
        hy_pool_close(&p);
        return rc;
    }
    *out = p;
    return HY_OK;
}

void hy_pool_close(hy_pool **pool)
{
    hy_pool *p = *pool;
    if (p == NULL)
        return;
    hy_port port = p->port;
    port.release(port.context, p->memory, p->memory_size);
    *pool = NULL;
}

void hy_pool_lock(hy_pool *p)
{
    while (atomic_flag_test_and_set_explicit(&p->busy, memory_order_acquire))
        ;
}

void hy_pool_unlock(hy_pool *p)
{
    atomic_flag_clear_explicit(&p->busy, memory_order_release);
}
