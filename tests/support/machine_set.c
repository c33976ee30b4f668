/* Linking the ROM image and load files, and the least runtime that a machine needs. */
#include "machine_set.h"

#include <stdlib.h>
#include <string.h>

enum { ARENA_MAX = 256 << 20, IMAGE_MAX = 16 << 20 };

/* ---- hooks ---- */

static machine_set *set_of(const hy_machine *m)
{
    return (machine_set *)m->user;
}

static hy_reference exception(hy_machine *m, hy_throw what, uint16_t reason)
{
    machine_set *s = set_of(m);
    s->reasons[what] = reason;
    s->thrown[what]++;
    return s->exceptions[what];
}

static bool reach(hy_machine *m, hy_touch touch, hy_reference r, const hy_class *target,
                  hy_reach *out)
{
    (void)touch;
    (void)r;
    (void)target;
    (void)out;
    return m->actor.context == 0;
}

/* Shareable objects and entry points run as their owners. */
static bool enter(hy_machine *m, hy_reference r, const hy_method *method, const hy_class *interface,
                  hy_actor *as)
{
    (void)method;
    const hy_object *o = hy_heap_object(m->heap, r);
    bool open = o->openness == HY_TEMPORARY || o->openness == HY_PERMANENT;
    if (!open && (interface == NULL || !interface->shareable))
        return m->actor.context == 0;
    *as = (hy_actor){o->context, o->owner};
    return true;
}

static hy_outcome refuse(hy_machine *m, hy_slot *arguments)
{
    (void)arguments;
    return hy_machine_stop(m, HY_STOP_ABANDON);
}

/* ---- packages ---- */

static const hy_linked *find(void *context, hy_view aid)
{
    const machine_set *s = (const machine_set *)context;
    for (uint16_t i = 0; i < s->count; i++)
        for (uint8_t m = 0; m < s->linked[i]->member_count; m++)
            if (hy_view_equal(s->linked[i]->members[m].id.aid, aid))
                return s->linked[i];
    return NULL;
}

static uint8_t number_of(const machine_set *s, const hy_linked *l)
{
    uint16_t i = 0;
    while (i < s->count && s->linked[i] != l)
        i++;
    return (uint8_t)i;
}

static hy_rc make_statics(machine_set *s, uint16_t number)
{
    const hy_package_statics *st = &s->linked[number]->statics;
    if (st->image_size == 0)
        return HY_OK;
    const hy_object_spec spec = {.shape = HY_SHAPE_INSTANCE,
                                 .length = (uint16_t)((st->image_size + 1) / 2),
                                 .class_of = HY_CLASS_STATICS,
                                 .package = (uint8_t)number,
                                 .context = MS_CONTEXT};
    HY_TRY(hy_heap_new(&s->heap, &spec, &s->loaded[number].statics));
    for (uint16_t i = 0; i < st->array_count; i++) {
        static const hy_shape shapes[] = {[2] = HY_SHAPE_BOOLEANS,
                                          [3] = HY_SHAPE_BYTES,
                                          [4] = HY_SHAPE_SHORTS,
                                          [5] = HY_SHAPE_INTS};
        const hy_package_array *a = &st->arrays[i];
        uint32_t width = hy_heap_size_of(shapes[a->type], 1);
        const hy_object_spec array = {.shape = shapes[a->type],
                                      .length = (uint16_t)(a->values.n / width),
                                      .context = MS_CONTEXT};
        hy_reference r;
        HY_TRY(hy_heap_new(&s->heap, &array, &r));
        uint8_t *to = hy_heap_body(&s->heap, hy_heap_object(&s->heap, r));
        for (size_t b = 0; b < a->values.n; b++) /* big-endian there, this machine's here */
            to[b] = a->values.p[b / width * width + (width - 1 - b % width)];
        const hy_object *o = hy_heap_object(&s->heap, s->loaded[number].statics);
        memcpy(hy_heap_body(&s->heap, o) + 2 * i, &r, sizeof r);
    }
    const hy_object *o = hy_heap_object(&s->heap, s->loaded[number].statics);
    if (st->values.n > 0) /* in the CAP's byte order, as the machine has them */
        memcpy(hy_heap_body(&s->heap, o) + 2u * st->reference_count + st->default_size,
               st->values.p, st->values.n);
    return HY_OK;
}

hy_rc ms_add(machine_set *s, const hy_package *packages, size_t count, bool system, uint16_t *first,
             hy_reason *why)
{
    hy_link_input inputs[MS_PACKAGES] = {{0}};
    HY_ENSURE(s->count + count <= MS_PACKAGES, LIMIT);
    for (size_t i = 0; i < count; i++)
        inputs[i] = (hy_link_input){.package = &packages[i],
                                    .system = system,
                                    .since = s->since[s->count + i],
                                    .since_count = s->since_count[s->count + i]};
    hy_arena scratch = hy_arena_new(ARENA_MAX);
    const hy_link_source source = {s, find};
    hy_rc rc = hy_link(inputs, count, &source, &s->arena, &scratch, &s->linked[s->count], why);
    hy_arena_free(&scratch);
    HY_TRY(rc);
    *first = s->count;
    s->count = (uint16_t)(s->count + count);
    s->machine.loaded_count = s->count;
    for (uint16_t i = *first; i < s->count; i++) {
        for (uint8_t h = 0; h < s->linked[i]->home_count; h++)
            s->homes[i][h] = number_of(s, s->linked[i]->homes[h]);
        s->loaded[i] =
            (hy_loaded){.linked = s->linked[i], .homes = s->homes[i], .context = MS_CONTEXT};
        HY_TRY(make_statics(s, i));
    }
    return HY_OK;
}

static hy_rc read_package(machine_set *s, hy_view load_file, hy_package *p, hy_reason *why)
{
    hy_package_parts parts = {0};
    HY_TRY(hy_package_split(load_file, &parts, why));
    return hy_package_read(&parts, &s->arena, p, why);
}

hy_rc ms_add_load_file(machine_set *s, hy_view load_file, uint16_t *number, hy_reason *why)
{
    hy_package *p = HY_NEW(&s->arena, hy_package);
    HY_ENSURE(p != NULL, MEMORY);
    HY_TRY(read_package(s, load_file, p, why));
    return ms_add(s, p, 1, false, number, why);
}

const hy_class *ms_class(const machine_set *s, hy_view aid, uint8_t token)
{
    const hy_linked *l = find((void *)(uintptr_t)s, aid);
    const hy_linked_export *e = l == NULL ? NULL : hy_linked_find_export(l, 0, token);
    return e == NULL ? NULL : e->class_of;
}

/* docs/formats/rom.md draws the image. */
static void skip_natives(hy_reader *r, uint16_t count)
{
    for (uint16_t i = 0; i < count; i++) {
        hy_read_bytes(r, hy_read_u8(r));
        hy_read_bytes(r, hy_read_u8(r));
        hy_read_bytes(r, hy_read_u16(r));
        hy_read_bytes(r, 2);
    }
}

static void read_since(machine_set *s, hy_reader *r)
{
    uint16_t count = hy_read_u16(r);
    for (uint16_t i = 0; i < count; i++) {
        uint16_t package = hy_read_u16(r);
        uint8_t token = hy_read_u8(r);
        uint8_t minor = hy_read_u8(r);
        hy_package_since line = {token, minor, hy_read_u8(r)};
        if (package < MS_PACKAGES && s->since_count[package] < MS_SINCE)
            s->since[package][s->since_count[package]++] = line;
    }
}

static hy_rc add_image(machine_set *s, hy_view image, hy_reason *why)
{
    hy_reader r = hy_reader_of(image);
    hy_read_bytes(&r, 12);
    uint16_t count = hy_read_u16(&r);
    s->native_count = hy_read_u16(&r);
    hy_package *packages = HY_NEW_ARRAY(&s->arena, hy_package, count);
    HY_ENSURE(packages != NULL, MEMORY);
    for (uint16_t i = 0; i < count; i++) {
        hy_read_u8(&r);
        hy_read_bytes(&r, hy_read_u8(&r));
        hy_read_bytes(&r, hy_read_u8(&r));
        hy_read_bytes(&r, 2);
        HY_TRY(read_package(s, hy_read_bytes(&r, hy_read_u32(&r)), &packages[i], why));
    }
    skip_natives(&r, s->native_count);
    read_since(s, &r);
    HY_ENSURE(hy_reader_ok(&r), FORMAT);
    uint16_t first;
    return ms_add(s, packages, count, true, &first, why);
}

/* Class tokens in java.lang and javacard.framework, by hy_throw. */
static const struct {
    const char *aid;
    size_t aid_length;
    uint8_t token;
} exception_classes[HY_THROW_COUNT] = {
    [HY_THROW_ARITHMETIC] = {"\xA0\0\0\0\x62\0\x01", 7, 9},
    [HY_THROW_ARRAY_INDEX] = {"\xA0\0\0\0\x62\0\x01", 7, 5},
    [HY_THROW_ARRAY_STORE] = {"\xA0\0\0\0\x62\0\x01", 7, 11},
    [HY_THROW_CLASS_CAST] = {"\xA0\0\0\0\x62\0\x01", 7, 8},
    [HY_THROW_NEGATIVE_SIZE] = {"\xA0\0\0\0\x62\0\x01", 7, 6},
    [HY_THROW_NULL] = {"\xA0\0\0\0\x62\0\x01", 7, 7},
    [HY_THROW_SECURITY] = {"\xA0\0\0\0\x62\0\x01", 7, 10},
    [HY_THROW_SYSTEM] = {"\xA0\0\0\0\x62\x01\x01", 7, 13},
    [HY_THROW_TRANSACTION] = {"\xA0\0\0\0\x62\x01\x01", 7, 14},
};

hy_rc ms_make_exceptions(machine_set *s)
{
    for (int i = 0; i < HY_THROW_COUNT; i++) {
        hy_view aid = hy_view_of(exception_classes[i].aid, exception_classes[i].aid_length);
        const hy_class *c = ms_class(s, aid, exception_classes[i].token);
        HY_ENSURE(c != NULL, NOT_FOUND);
        const hy_object_spec spec = {.shape = HY_SHAPE_INSTANCE,
                                     .openness = HY_TEMPORARY,
                                     .length = c->words,
                                     .class_of = c->ordinal,
                                     .package = number_of(s, c->linked)};
        HY_TRY(hy_heap_new(&s->heap, &spec, &s->exceptions[i]));
    }
    return HY_OK;
}

void ms_reset(machine_set *s)
{
    hy_machine_reset(&s->machine);
    s->machine.actor = (hy_actor){MS_CONTEXT, 1};
    s->machine.selected = MS_CONTEXT;
    s->machine.budget = 1000000000000;
}

static hy_rc make_machine(machine_set *s)
{
    s->memory = aligned_alloc(16, MS_MEMORY);
    HY_ENSURE(s->memory != NULL, MEMORY);
    HY_TRY(hy_heap_format(&s->heap, s->memory, MS_MEMORY, s->reset, MS_AREA, s->deselect, MS_AREA));
    s->undo = (hy_undo){.bytes = s->log, .size = MS_LOG};
    s->hooks = (hy_hooks){.exception = exception, .reach = reach, .enter = enter};
    s->machine = (hy_machine){
        .heap = &s->heap,
        .hooks = &s->hooks,
        .user = s,
        .loaded = s->loaded,
        .slots = s->slots,
        .slot_count = MS_SLOTS,
        .frames = s->frames,
        .frame_count = MS_FRAMES,
        .nesting_max = 4,
    };
    return HY_OK;
}

hy_rc ms_open(machine_set *s, const char *rom_path, hy_reason *why)
{
    s->arena = hy_arena_new(ARENA_MAX);
    HY_TRY(make_machine(s));
    hy_buf image = hy_buf_new(IMAGE_MAX);
    hy_rc rc = hy_buf_read_file(&image, rom_path, IMAGE_MAX, why);
    if (hy_ok(rc))
        rc = add_image(s, hy_buf_view(&image), why);
    hy_buf_free(&image);
    HY_TRY(rc);
    s->natives = HY_NEW_ARRAY(&s->arena, hy_native, s->native_count);
    HY_ENSURE(s->natives != NULL, MEMORY);
    for (uint16_t i = 0; i < s->native_count; i++)
        s->natives[i] = refuse;
    s->machine.natives = s->natives;
    s->machine.native_count = s->native_count;
    HY_TRY(ms_make_exceptions(s));
    s->machine.object_class = ms_class(s, hy_view_of("\xA0\0\0\0\x62\0\x01", 7), 0);
    s->machine.throwable_class = ms_class(s, hy_view_of("\xA0\0\0\0\x62\0\x01", 7), 1);
    s->machine.object_home = &s->loaded[number_of(s, s->machine.object_class->linked)];
    ms_reset(s);
    return HY_OK;
}

void ms_free(machine_set *s)
{
    free(s->memory);
    hy_arena_free(&s->arena);
}
