/* The package reader: components by tag, the order of reading, and the cursor that all share.
   What a component holds is in the package_*.c file of its family. */
#include "element/vm/package.h"
#include "element/vm/package_read.h"

#include <stdarg.h>
#include <stdio.h>

/* ---- components ---- */

static const char *const component_names[HY_COMPONENT_COUNT] = {
    [HY_COMPONENT_HEADER] = "Header",
    [HY_COMPONENT_DIRECTORY] = "Directory",
    [HY_COMPONENT_APPLET] = "Applet",
    [HY_COMPONENT_IMPORT] = "Import",
    [HY_COMPONENT_POOL] = "ConstantPool",
    [HY_COMPONENT_CLASS] = "Class",
    [HY_COMPONENT_METHOD] = "Method",
    [HY_COMPONENT_STATIC_FIELD] = "StaticField",
    [HY_COMPONENT_REF_LOCATION] = "ReferenceLocation",
    [HY_COMPONENT_EXPORT] = "Export",
    [HY_COMPONENT_DESCRIPTOR] = "Descriptor",
    [HY_COMPONENT_DEBUG] = "Debug",
    [HY_COMPONENT_RESOURCES] = "StaticResources",
};

const char *hy_component_name(uint8_t tag)
{
    if (tag >= HY_COMPONENT_CUSTOM)
        return "custom";
    if (tag >= HY_COMPONENT_COUNT || component_names[tag] == NULL)
        return "unknown";
    return component_names[tag];
}

hy_rc hy_package_add_part(hy_package_parts *parts, hy_view component, hy_reason *why)
{
    if (component.n == 0)
        return hy_reason_set(why, HY_FAIL(FORMAT), "a component is empty");
    hy_reader r = hy_reader_of(component);
    uint8_t tag = hy_read_u8(&r);
    if (tag < HY_COMPONENT_CUSTOM && (tag == 0 || tag >= HY_COMPONENT_COUNT))
        return hy_reason_set(why, HY_FAIL(FORMAT), "there is no component with tag %u", tag);
    if (parts->part[tag].n != 0)
        return hy_reason_set(why, HY_FAIL(EXISTS), "%s: component %u is there twice",
                             hy_component_name(tag), tag);
    parts->part[tag] = component;
    return HY_OK;
}

bool hy_component_is_wide(uint8_t tag, bool extended)
{
    switch (tag) {
    case HY_COMPONENT_RESOURCES:
        return true;
    case HY_COMPONENT_METHOD:
    case HY_COMPONENT_REF_LOCATION:
    case HY_COMPONENT_DESCRIPTOR:
    case HY_COMPONENT_DEBUG:
        return extended;
    default:
        return extended && tag >= HY_COMPONENT_CUSTOM;
    }
}

/* Where the flags are in a whole Header: tag, size, magic and version stand before them. */
enum { HEADER_FLAGS_AT = 1 + 2 + 4 + 2 };

static bool header_says_extended(hy_view header)
{
    hy_view flags = hy_view_part(header, HEADER_FLAGS_AT, 1);
    return flags.n == 1 && (flags.p[0] & HY_PACKAGE_EXTENDED) != 0;
}

hy_rc hy_package_split(hy_view load_file, hy_package_parts *parts, hy_reason *why)
{
    *parts = (hy_package_parts){0};
    hy_reader r = hy_reader_of(load_file);
    if (hy_reader_peek(&r) != HY_COMPONENT_HEADER)
        return hy_reason_set(why, HY_FAIL(FORMAT), "the load file does not start with Header");
    bool extended = header_says_extended(load_file);
    while (hy_reader_left(&r) > 0) {
        size_t start = r.at;
        uint8_t tag = hy_read_u8(&r);
        size_t size = hy_component_is_wide(tag, extended) ? hy_read_u32(&r) : hy_read_u16(&r);
        hy_read_bytes(&r, size);
        if (!hy_reader_ok(&r))
            return hy_reason_set(why, HY_FAIL(TRUNCATED),
                                 "load file, offset %zu: component %u (%s) is cut short", start,
                                 tag, hy_component_name(tag));
        HY_TRY(hy_package_add_part(parts, hy_view_part(load_file, start, r.at - start), why));
    }
    return HY_OK;
}

/* ---- the shared cursor ---- */

void hy_reading_start(hy_reading *rd, hy_component tag)
{
    rd->tag = (uint8_t)tag;
    rd->r = hy_reader_of(rd->p->info[tag]);
}

hy_rc hy_reading_fail(hy_reading *rd, size_t at, const char *format, ...)
{
    char text[200];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return hy_reason_set(rd->why, HY_FAIL(FORMAT), "%s, offset %zu: %s", hy_component_name(rd->tag),
                         at, text);
}

hy_rc hy_reading_end(hy_reading *rd)
{
    if (!hy_reader_ok(&rd->r))
        return hy_reason_set(rd->why, HY_FAIL(TRUNCATED), "%s, offset %zu: ends too early",
                             hy_component_name(rd->tag), rd->r.at);
    if (hy_reader_left(&rd->r) > 0)
        return hy_reading_fail(rd, rd->r.at, "%zu bytes too many", hy_reader_left(&rd->r));
    return HY_OK;
}

hy_rc hy_reading_array(hy_reading *rd, size_t count, size_t wire, size_t size, void **out)
{
    *out = NULL;
    if (count == 0)
        return HY_OK;
    if (count > hy_reader_left(&rd->r) / wire)
        return hy_reading_fail(rd, rd->r.at, "%zu entries cannot fit into the %zu bytes left",
                               count, hy_reader_left(&rd->r));
    *out = hy_arena_alloc(rd->arena, count, size);
    if (*out == NULL)
        return hy_reason_set(rd->why, HY_FAIL(MEMORY), "%s: no memory for its tables",
                             hy_component_name(rd->tag));
    return HY_OK;
}

hy_rc hy_reading_aid(hy_reading *rd, hy_view *aid)
{
    size_t at = rd->r.at;
    uint8_t n = hy_read_u8(&rd->r);
    *aid = hy_read_bytes(&rd->r, n);
    if (!hy_reader_ok(&rd->r) || n < 5 || n > 16)
        return hy_reading_fail(rd, at, "an AID of %u bytes (5 to 16 are allowed, ISO 7816-5)", n);
    return HY_OK;
}

hy_rc hy_reading_id(hy_reading *rd, hy_package_id *id)
{
    id->minor = hy_read_u8(&rd->r);
    id->major = hy_read_u8(&rd->r);
    return hy_reading_aid(rd, &id->aid);
}

hy_rc hy_reading_class_ref(hy_reading *rd, hy_class_ref *ref)
{
    size_t at = rd->r.at;
    *ref = hy_read_u16(&rd->r);
    if (hy_reader_ok(&rd->r) && *ref != HY_CLASS_REF_NONE && hy_class_ref_imported(*ref) &&
        hy_class_ref_import(*ref) >= rd->p->import_count)
        return hy_reading_fail(rd, at, "a class of import %u, but there are %u imports",
                               hy_class_ref_import(*ref), rd->p->import_count);
    return HY_OK;
}

/* Native methods have flag 2 in a ROM's own packages, and such packages are published too. */
static hy_rc no_method(hy_reading *rd, uint16_t offset, uint32_t at)
{
    hy_view first = hy_view_part(rd->p->info[HY_COMPONENT_METHOD], at, 1);
    unsigned flags = first.n == 0 ? 0 : first.p[0] >> 4;
    if ((flags & ~(unsigned)(HY_METHOD_EXTENDED | HY_METHOD_ABSTRACT)) != 0)
        return hy_reading_fail(rd, rd->r.at,
                               "no method can start at offset %u of Method: flags %u are undefined",
                               offset, flags);
    return hy_reading_fail(rd, rd->r.at, "no method can start at offset %u of Method%s", offset,
                           rd->p->extended ? "'s block" : "");
}

hy_rc hy_reading_place(hy_reading *rd, uint8_t block, uint16_t offset, uint32_t *at)
{
    const hy_package *p = rd->p;
    hy_method_header header;
    if (block >= p->block_count)
        return hy_reading_fail(rd, rd->r.at, "method block %u, but there are %u", block,
                               p->block_count);
    *at = p->blocks[block].start + offset;
    if (hy_package_block_of(p, *at) != &p->blocks[block] ||
        !hy_package_method_header(p, *at, &header))
        return no_method(rd, offset, *at);
    return HY_OK;
}

hy_rc hy_reading_method(hy_reading *rd, bool may_be_elsewhere, uint32_t *at)
{
    uint8_t block = rd->p->extended ? hy_read_u8(&rd->r) : 0;
    uint16_t offset = hy_read_u16(&rd->r);
    if (!hy_reader_ok(&rd->r))
        return hy_reading_end(rd);
    if (offset == 0xFFFF && may_be_elsewhere) {
        *at = HY_METHOD_ELSEWHERE;
        return HY_OK;
    }
    return hy_reading_place(rd, block, offset, at);
}

/* ---- the whole ---- */

/* Cuts tag and size off a component, and checks that the size is the truth. */
static hy_rc frame(hy_reading *rd, uint8_t tag)
{
    hy_view whole = rd->p->parts.part[tag];
    if (whole.n == 0)
        return HY_OK;
    rd->tag = tag;
    hy_reader r = hy_reader_of(whole);
    uint8_t found = hy_read_u8(&r);
    size_t size = hy_component_is_wide(tag, rd->p->extended) ? hy_read_u32(&r) : hy_read_u16(&r);
    /* Never loaded, and published CAPs have some whose size overflowed: no reason to refuse one. */
    if (tag == HY_COMPONENT_DEBUG && (!hy_reader_ok(&r) || size != hy_reader_left(&r)))
        return HY_OK;
    if (!hy_reader_ok(&r) || found != tag)
        return hy_reason_set(rd->why, HY_FAIL(FORMAT), "%s: tag and size are not there",
                             hy_component_name(tag));
    if (size != hy_reader_left(&r))
        return hy_reason_set(rd->why, HY_FAIL(FORMAT), "%s: says %zu bytes, has %zu",
                             hy_component_name(tag), size, hy_reader_left(&r));
    if (size == 0)
        return hy_reason_set(rd->why, HY_FAIL(FORMAT), "%s: is empty", hy_component_name(tag));
    if (tag < HY_COMPONENT_COUNT)
        rd->p->info[tag] = hy_read_bytes(&r, size);
    return HY_OK;
}

static bool may_be_absent(uint8_t tag)
{
    return tag == HY_COMPONENT_APPLET || tag == HY_COMPONENT_EXPORT ||
           tag == HY_COMPONENT_DESCRIPTOR || tag == HY_COMPONENT_DEBUG ||
           tag == HY_COMPONENT_RESOURCES;
}

static hy_rc frame_all(hy_reading *rd)
{
    rd->p->extended = header_says_extended(rd->p->parts.part[HY_COMPONENT_HEADER]);
    for (unsigned tag = 1; tag < 256; tag++) {
        HY_TRY(frame(rd, (uint8_t)tag));
        if (tag < HY_COMPONENT_COUNT && rd->p->info[tag].n == 0 && !may_be_absent((uint8_t)tag))
            return hy_reason_set(rd->why, HY_FAIL(FORMAT), "%s: the component is missing",
                                 hy_component_name((uint8_t)tag));
    }
    return HY_OK;
}

/* Each before those that refer to it. */
static const struct {
    hy_component tag;
    hy_rc (*read)(hy_reading *rd);
} steps[] = {
    {HY_COMPONENT_HEADER, hy_package_read_header},
    {HY_COMPONENT_DIRECTORY, hy_package_read_directory},
    {HY_COMPONENT_IMPORT, hy_package_read_import},
    {HY_COMPONENT_STATIC_FIELD, hy_package_read_statics},
    {HY_COMPONENT_METHOD, hy_package_read_method},
    {HY_COMPONENT_CLASS, hy_package_read_class},
    {HY_COMPONENT_CLASS, hy_package_check_classes},
    {HY_COMPONENT_POOL, hy_package_read_pool},
    {HY_COMPONENT_METHOD, hy_package_check_handlers},
    {HY_COMPONENT_REF_LOCATION, hy_package_read_locations},
    {HY_COMPONENT_APPLET, hy_package_read_applet},
    {HY_COMPONENT_EXPORT, hy_package_read_export},
    {HY_COMPONENT_DESCRIPTOR, hy_package_read_descriptor},
    {HY_COMPONENT_RESOURCES, hy_package_read_resources},
};

static hy_rc read_all(hy_reading *rd)
{
    HY_TRY(frame_all(rd));
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        hy_reading_start(rd, steps[i].tag);
        HY_TRY(steps[i].read(rd));
    }
    return HY_OK;
}

hy_rc hy_package_read(const hy_package_parts *parts, hy_arena *arena, hy_package *p, hy_reason *why)
{
    *p = (hy_package){.parts = *parts};
    hy_reading rd = {.p = p, .arena = arena, .why = why};
    return read_all(&rd);
}
