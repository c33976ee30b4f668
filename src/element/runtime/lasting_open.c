/* Elements created in an image and opened from one. */
#include "element/runtime/lasting.h"

#include "base/hex.h"
#include "base/secret.h"
#include "element/runtime/load.h"
#include "element/runtime/workspace.h"

#include <string.h>

enum { AGE_EVERY = 1000, LOAD_FILE_MAX = 64 * 1024 * 1024 };

static hy_rc no_memory(hy_reason *why)
{
    return hy_reason_set(why, HY_FAIL(MEMORY), "image: no memory to open it");
}

static hy_rc fill_random(void *context, uint8_t *out, size_t n)
{
    const hy_port *port = context;
    return port->random(port->context, out, n);
}

/* ---- both ways in ---- */

/* One piece: the record, the journal's room, the platform's item. */
static hy_rc open_lasting(const hy_pool *pool, const hy_port *port, const hy_image *image,
                          hy_lasting **out, hy_reason *why)
{
    size_t size = sizeof(hy_lasting) + HY_JOURNAL_ROOM + HY_PLATFORM_MAX;
    *out = NULL;
    if (image->key.n != HY_IMAGE_KEY)
        return hy_reason_set(why, HY_FAIL(ARGUMENT), "image: the key has %u bytes", HY_IMAGE_KEY);
    uint8_t *memory = port->allocate(port->context, size);
    if (memory == NULL)
        return no_memory(why);
    hy_lasting *l = (hy_lasting *)(void *)memory;
    uint8_t *room = memory + sizeof *l;
    l->port = *port;
    hy_journal_init(&l->journal, &image->storage, NULL, image->key, room);
    hy_buf platform = {.p = room + HY_JOURNAL_ROOM, .cap = HY_PLATFORM_MAX, .max = HY_PLATFORM_MAX};
    hy_rc rc = hy_crypto_new((hy_random){&l->port, fill_random}, &l->crypto, why);
    l->journal.image.crypto = l->crypto;
    if (hy_ok(rc))
        rc = hy_lasting_write_platform(pool, &platform);
    if (!hy_ok(rc)) {
        hy_lasting_free(&l);
        return rc;
    }
    l->platform = hy_buf_view(&platform);
    l->durability = image->durability;
    l->has_counter = image->age != NULL;
    l->counter = l->has_counter ? *image->age : (hy_age){0};
    l->age_every = image->age_every == 0 ? AGE_EVERY : image->age_every;
    *out = l;
    return HY_OK;
}

/* ---- create ---- */

static hy_rc create_image(hy_element *e, const hy_image *image, hy_reason *why)
{
    uint64_t size;
    HY_TRY(image->storage.size(image->storage.context, &size));
    if (size != 0)
        return hy_reason_set(why, HY_FAIL(EXISTS), "image: the file is not empty; choose another");
    hy_lasting *l = NULL;
    HY_TRY(open_lasting(e->pool, &e->port, image, &l, why));
    HY_ENSURE(l != NULL, INTERNAL);
    hy_rc rc = hy_record_create(&l->journal.image, why);
    if (hy_ok(rc) && l->has_counter)
        rc = l->counter.read(l->counter.context, &l->age);
    if (hy_ok(rc))
        rc = hy_lasting_attach(e, l);
    if (!hy_ok(rc)) {
        hy_lasting_free(&l);
        return hy_reason_set(why, rc, "image: cannot be created (%s)", hy_rc_text(rc));
    }
    return hy_lasting_compact(e, why);
}

hy_rc hy_element_create_in(hy_pool *pool, hy_workspace *work, const hy_port *port,
                           const hy_element_config *config, const hy_image *image, hy_element **out,
                           hy_reason *why)
{
    HY_TRY(hy_element_create(pool, work, port, config, out, why));
    hy_rc rc = create_image(*out, image, why);
    if (!hy_ok(rc)) {
        (*out)->mute = true;
        hy_element_close(out);
    }
    return rc;
}

/* ---- open: what the journal gives ---- */

/* The platform that an image was made with: the item, and what it means. */
typedef struct made_with {
    hy_platform_map map;
    hy_buf item;
    uint8_t bytes[HY_PLATFORM_MAX];
} made_with;

typedef struct opening {
    hy_pool *pool;
    const hy_port *port;
    hy_lasting *lasting;
    hy_element *element; /* from the settings on */
    const hy_element_config *given;
    made_with *made_with; /* another platform; NULL: this one */
    struct {
        uint8_t *p;
        size_t n, have;
    } files[HY_PACKAGES_MAX]; /* load files by package */
} opening;

static hy_rc bad(hy_reason *why, const char *what)
{
    return hy_reason_set(why, HY_FAIL(FORMAT), "image: %s", what);
}

static void drop_file(opening *o, uint32_t number)
{
    if (o->files[number].p != NULL)
        o->port->release(o->port->context, o->files[number].p, o->files[number].n);
    o->files[number].p = NULL;
}

static hy_rc take_settings(opening *o, hy_view contents, hy_reason *why)
{
    hy_element_config c;
    HY_TRY(hy_lasting_read_settings(contents, &c, why));
    if (o->element != NULL)
        return bad(why, "settings twice");
    if (o->given != NULL) {
        c.without = o->given->without;
        c.without_count = o->given->without_count;
    }
    o->element = hy_element_take_memory(o->pool, o->port, &c, true);
    return o->element == NULL ? no_memory(why) : HY_OK;
}

static void drop_platform(opening *o)
{
    if (o->made_with != NULL)
        o->port->release(o->port->context, o->made_with, sizeof *o->made_with);
    o->made_with = NULL;
}

/* The last one holds: an image that was opened on another platform has several. */
static hy_rc take_platform(opening *o, hy_view contents, hy_reason *why)
{
    drop_platform(o);
    if (hy_view_equal(contents, o->lasting->platform))
        return HY_OK;
    made_with *m = o->port->allocate(o->port->context, sizeof *m);
    if (m == NULL)
        return no_memory(why);
    o->made_with = m;
    m->item = (hy_buf){.p = m->bytes, .cap = HY_PLATFORM_MAX, .max = HY_PLATFORM_MAX};
    return hy_ok(hy_buf_append(&m->item, contents)) ? HY_OK : bad(why, "platform: too long");
}

static hy_rc take_load_file(opening *o, const hy_item *i, hy_reason *why)
{
    if (i->number >= HY_PACKAGES_MAX || i->whole == 0 || i->whole > LOAD_FILE_MAX)
        return bad(why, "a load file of no package");
    if (i->place == 0) {
        drop_file(o, i->number);
        o->files[i->number].p = o->port->allocate(o->port->context, i->whole);
        o->files[i->number].n = i->whole;
        o->files[i->number].have = 0;
        if (o->files[i->number].p == NULL)
            return no_memory(why);
    }
    if (o->files[i->number].p == NULL || o->files[i->number].n != i->whole ||
        i->place != o->files[i->number].have || i->contents.n > i->whole - i->place)
        return bad(why, "a load file out of order");
    if (i->contents.n > 0)
        memcpy(o->files[i->number].p + i->place, i->contents.p, i->contents.n);
    o->files[i->number].have += i->contents.n;
    return HY_OK;
}

static hy_rc take_memory(opening *o, const hy_item *i, hy_reason *why)
{
    if (o->element == NULL || i->contents.n > UINT32_MAX ||
        !hy_memory_has(&o->element->heap.memory, i->place, (uint32_t)i->contents.n))
        return bad(why, "memory that the element does not have");
    if (i->contents.n > 0)
        memcpy(o->element->heap.memory.base + i->place, i->contents.p, i->contents.n);
    return HY_OK;
}

static hy_rc take_item(opening *o, const hy_item *i, hy_reason *why)
{
    switch (i->kind) {
    case HY_ITEM_SETTINGS:
        return take_settings(o, i->contents, why);
    case HY_ITEM_PLATFORM:
        return take_platform(o, i->contents, why);
    case HY_ITEM_LOAD_FILE:
        return take_load_file(o, i, why);
    case HY_ITEM_AGE:
        o->lasting->age = i->age;
        return HY_OK;
    default:
        return take_memory(o, i, why);
    }
}

static hy_rc take_payload(void *context, hy_view payload, hy_reason *why)
{
    hy_item item;
    hy_reader r = hy_reader_of(payload);
    while (hy_item_next(&r, &item))
        HY_TRY(take_item(context, &item, why));
    return hy_reader_ok(&r) ? HY_OK : bad(why, "an item that this reader does not know");
}

/* ---- open: packages into the pool ---- */

static int find_import(void *context, hy_view aid)
{
    const hy_element *e = context;
    int number = hy_registry_find_package(e, aid);
    if (number < 0)
        return -1;
    const hy_pool_package *p = hy_registry_pooled(e, (uint8_t)number);
    return p->closed ? -1 : (int)(p - e->pool->packages);
}

/* Load files go by the number that their package had on the image's platform. */
static hy_rc add_package(opening *o, uint32_t number, hy_reason *why)
{
    hy_element *e = o->element;
    uint32_t pooled;
    const hy_pool_source source = {e, find_import};
    uint32_t platform = o->made_with == NULL ? e->pool->rom_count : o->made_with->map.packages;
    uint32_t then = number - e->pool->rom_count + platform;
    if (then >= HY_PACKAGES_MAX || o->files[then].p == NULL ||
        o->files[then].have != o->files[then].n)
        return bad(why, "a package without its load file");
    hy_view bytes = hy_view_of(o->files[then].p, o->files[then].n);
    HY_TRY(hy_pool_add(e->pool, bytes, &source, e->config.require_descriptor, &pooled, why));
    hy_registry_package(e, (uint8_t)number)->pooled = pooled;
    o->lasting->saved[number] = then == number ? pooled + 1 : 0;
    return HY_OK;
}

/* Imports want those that they name first: rounds, until one adds nothing. */
static hy_rc add_packages(opening *o, hy_reason *why)
{
    hy_element *e = o->element;
    uint32_t left = 0;
    hy_rc rc = HY_OK;
    for (uint32_t n = e->pool->rom_count; n < hy_registry_package_end(e); n++) {
        hy_package_record *r = hy_registry_package(e, (uint8_t)n);
        if (r == NULL)
            continue;
        r->pooled = HY_NOT_POOLED;
        left++;
    }
    for (uint32_t before = left + 1; left > 0 && left < before;) {
        before = left;
        for (uint32_t n = e->pool->rom_count; n < hy_registry_package_end(e); n++) {
            const hy_package_record *r = hy_registry_package(e, (uint8_t)n);
            if (r == NULL || r->pooled != HY_NOT_POOLED)
                continue;
            hy_rc added = add_package(o, n, why);
            left -= hy_ok(added);
            rc = hy_ok(added) ? rc : added;
        }
    }
    return left == 0 ? HY_OK : rc;
}

/* ---- open ---- */

static hy_rc check_age(const hy_lasting *l, hy_reason *why)
{
    uint64_t counted = 0;
    if (!l->has_counter)
        return HY_OK;
    hy_rc rc = l->counter.read(l->counter.context, &counted);
    if (!hy_ok(rc))
        return hy_reason_set(why, rc, "age counter: cannot be read");
    if (l->age < counted)
        return hy_reason_set(
            why, HY_FAIL(STATE),
            "image: an older copy: its age is %llu, the counter says %llu; use the "
            "newest",
            (unsigned long long)l->age, (unsigned long long)counted);
    return HY_OK;
}

/* The image's numbers become this platform's; the shadow keeps what the image has. */
static hy_rc change_platform(opening *o, hy_reason *why)
{
    HY_TRY(hy_lasting_attach(o->element, o->lasting));
    HY_TRY(hy_lasting_map(o->element, &o->made_with->map, why));
    HY_TRY(add_packages(o, why));
    return HY_OK;
}

static hy_rc link_all(opening *o, hy_reason *why)
{
    hy_element *e = o->element;
    if (o->made_with != NULL)
        return change_platform(o, why);
    HY_TRY(add_packages(o, why));
    return hy_lasting_attach(e, o->lasting);
}

static hy_rc renew_homes(hy_element *e, hy_reason *why)
{
    for (uint32_t n = e->pool->rom_count; n < hy_registry_package_end(e); n++) {
        if (hy_registry_package(e, (uint8_t)n) == NULL)
            continue;
        hy_rc rc = hy_load_renew_homes(e, (uint8_t)n);
        if (!hy_ok(rc))
            return hy_reason_set(why, rc, "image: a package does not suit this platform");
    }
    return HY_OK;
}

static hy_rc check_memory(opening *o, hy_reason *why)
{
    hy_element *e = o->element;
    made_with *m = o->made_with;
    uint32_t roots = (uint32_t)HY_ROOT_STATICS + o->pool->rom_count;
    if (e == NULL)
        return bad(why, "it has no settings");
    if (m != NULL) {
        HY_TRY(hy_lasting_read_platform(o->pool, hy_buf_view(&m->item), &m->map, why));
        roots = hy_lasting_roots(&m->map);
    }
    if (!hy_lasting_is_sound(e, roots))
        return bad(why, "its memory is not an element's");
    if (hy_registry_card(e)->issuer == 0)
        e->card = NULL; /* nobody manages the content */
    return HY_OK;
}

static hy_rc read_image(opening *o, hy_reason *why)
{
    const hy_journal_sink sink = {o, take_payload};
    HY_TRY(hy_journal_read(&o->lasting->journal, &sink, why));
    HY_TRY(check_age(o->lasting, why));
    HY_TRY(check_memory(o, why));
    HY_TRY(link_all(o, why));
    if (!hy_lasting_is_typed(o->element))
        return bad(why, "its objects are not of their classes");
    HY_TRY(renew_homes(o->element, why));
    return o->made_with == NULL ? HY_OK : hy_lasting_adopt(o->element, why);
}

hy_rc hy_element_open(hy_pool *pool, hy_workspace *work, const hy_port *port,
                      const hy_element_config *config, const hy_image *image, hy_element **out,
                      hy_reason *why)
{
    opening o = {.pool = pool, .port = port, .given = config};
    *out = NULL;
    HY_TRY(open_lasting(pool, port, image, &o.lasting, why));
    hy_rc rc = read_image(&o, why);
    for (uint32_t i = 0; i < HY_PACKAGES_MAX; i++)
        drop_file(&o, i);
    drop_platform(&o);
    if (hy_ok(rc)) {
        o.lasting->step_due = o.lasting->has_counter;
        rc = hy_element_reset(o.element, work, why);
    } else if (o.element == NULL || o.element->lasting == NULL) {
        hy_lasting_free(&o.lasting);
    }
    if (!hy_ok(rc)) {
        if (o.element != NULL)
            o.element->mute = true;
        hy_element_close(&o.element);
        return rc;
    }
    *out = o.element;
    return HY_OK;
}
