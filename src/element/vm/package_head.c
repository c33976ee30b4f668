/* The components that say what the package is: Header, Directory, Import, Applet, StaticResources
   (JCVM 3.1: 6.4, 6.5, 6.7, 6.6, 6.16). */
#include "element/vm/package_read.h"

#define MAGIC 0xDECAFFEDu
enum { FORMAT_MAJOR = 2, RID_SIZE = 5, IMPORTS_MAX = 128 };

/* ---- Header ---- */

static hy_rc check_flags(hy_reading *rd, size_t at)
{
    const hy_package *p = rd->p;
    if ((p->flags &
         ~(HY_PACKAGE_INT | HY_PACKAGE_EXPORT | HY_PACKAGE_APPLET | HY_PACKAGE_EXTENDED)) != 0)
        return hy_reading_fail(rd, at, "undefined flags in 0x%02X", p->flags);
    if (p->extended && p->format_minor < 3)
        return hy_reading_fail(rd, at, "an extended CAP needs format 2.3, not 2.%u",
                               p->format_minor);
    bool has_applet = p->info[HY_COMPONENT_APPLET].n != 0;
    if (has_applet != ((p->flags & HY_PACKAGE_APPLET) != 0))
        return hy_reading_fail(rd, at, "ACC_APPLET is %s, but the Applet component is %s",
                               has_applet ? "not set" : "set", has_applet ? "there" : "absent");
    bool has_export = p->info[HY_COMPONENT_EXPORT].n != 0;
    if (has_export != ((p->flags & HY_PACKAGE_EXPORT) != 0))
        return hy_reading_fail(rd, at, "ACC_EXPORT is %s, but the Export component is %s",
                               has_export ? "not set" : "set", has_export ? "there" : "absent");
    return HY_OK;
}

/* The packages of the CAP and their names: one in a compact CAP, the public ones in an extended. */
static hy_rc read_members(hy_reading *rd)
{
    hy_package *p = rd->p;
    uint8_t count = p->extended ? hy_read_u8(&rd->r) : 1;
    void *room = NULL;
    if (p->extended) {
        HY_TRY(hy_reading_array(rd, count, 8, sizeof(hy_package_member), &room));
    } else {
        room = HY_NEW(rd->arena, hy_package_member);
        if (room == NULL)
            return hy_reason_set(rd->why, HY_FAIL(MEMORY), "Header: no memory");
    }
    hy_package_member *members = (hy_package_member *)room;
    for (uint8_t i = 0; i < count; i++) {
        members[i].id = p->id;
        if (p->extended)
            HY_TRY(hy_reading_id(rd, &members[i].id));
    }
    for (uint8_t i = 0; i < count && p->format_minor >= 2 && hy_reader_left(&rd->r) > 0; i++)
        members[i].name = hy_read_bytes(&rd->r, hy_read_u8(&rd->r));
    p->members = members;
    p->member_count = count;
    return HY_OK;
}

hy_rc hy_package_read_header(hy_reading *rd)
{
    hy_package *p = rd->p;
    uint32_t magic = hy_read_u32(&rd->r);
    p->format_minor = hy_read_u8(&rd->r);
    p->format_major = hy_read_u8(&rd->r);
    size_t flags_at = rd->r.at;
    p->flags = hy_read_u8(&rd->r);
    if (!hy_reader_ok(&rd->r) || magic != MAGIC)
        return hy_reading_fail(rd, 0, "the magic number DECAFFED is not there: this is no CAP");
    if (p->format_major != FORMAT_MAJOR || p->format_minor < 1 || p->format_minor > 3)
        return hy_reason_set(rd->why, HY_FAIL(VERSION),
                             "Header, offset 4: CAP format %u.%u; 2.1, 2.2 and 2.3 are known",
                             p->format_major, p->format_minor);
    HY_TRY(check_flags(rd, flags_at));
    HY_TRY(hy_reading_id(rd, &p->id));
    HY_TRY(read_members(rd));
    return hy_reading_end(rd);
}

/* ---- Directory ---- */

static void read_sizes(hy_reading *rd, hy_directory *d)
{
    const hy_package *p = rd->p;
    bool wide = p->extended;
    for (unsigned tag = 1; tag <= HY_COMPONENT_DESCRIPTOR; tag++) {
        bool four = wide && (tag == HY_COMPONENT_METHOD || tag == HY_COMPONENT_REF_LOCATION ||
                             tag == HY_COMPONENT_DESCRIPTOR);
        d->sizes[tag] = four ? hy_read_u32(&rd->r) : hy_read_u16(&rd->r);
    }
    if (p->format_minor >= 2)
        d->sizes[HY_COMPONENT_DEBUG] = wide ? hy_read_u32(&rd->r) : hy_read_u16(&rd->r);
    if (p->format_minor >= 3)
        d->sizes[HY_COMPONENT_RESOURCES] = hy_read_u32(&rd->r);
}

/* What loaders leave out although the CAP file has it. */
static bool may_be_dropped(unsigned tag)
{
    return tag == HY_COMPONENT_DESCRIPTOR || tag == HY_COMPONENT_DEBUG ||
           tag == HY_COMPONENT_RESOURCES;
}

static hy_rc check_sizes(hy_reading *rd, const hy_directory *d)
{
    for (unsigned tag = 1; tag < HY_COMPONENT_COUNT; tag++) {
        size_t n = rd->p->info[tag].n;
        if (n == d->sizes[tag] || (n == 0 && may_be_dropped(tag)))
            continue;
        /* Debug of a format 2.1 CAP has no place in Directory. */
        if (tag == HY_COMPONENT_DEBUG && rd->p->format_minor < 2)
            continue;
        return hy_reading_fail(rd, 2 * ((size_t)tag - 1), "says %u bytes for %s, which has %zu",
                               d->sizes[tag], hy_component_name((uint8_t)tag), n);
    }
    return HY_OK;
}

/* The custom components listed, and that those which are there are among them. */
static hy_rc read_customs(hy_reading *rd, hy_directory *d)
{
    const hy_package *p = rd->p;
    void *room;
    d->custom_count = hy_read_u8(&rd->r);
    HY_TRY(hy_reading_array(rd, d->custom_count, 9, sizeof(hy_package_custom), &room));
    hy_package_custom *customs = (hy_package_custom *)room;
    bool listed[256] = {false};
    for (uint8_t i = 0; i < d->custom_count; i++) {
        size_t at = rd->r.at;
        hy_package_custom *c = &customs[i];
        c->tag = hy_read_u8(&rd->r);
        c->size = p->extended ? hy_read_u32(&rd->r) : hy_read_u16(&rd->r);
        HY_TRY(hy_reading_aid(rd, &c->aid));
        if (c->tag < HY_COMPONENT_CUSTOM || listed[c->tag])
            return hy_reading_fail(rd, at, "custom component %u %s", c->tag,
                                   listed[c->tag] ? "is listed twice" : "(128 to 255 are allowed)");
        listed[c->tag] = true;
        size_t n = p->parts.part[c->tag].n;
        size_t head = p->extended ? 5 : 3;
        if (n != 0 && n != c->size + head)
            return hy_reading_fail(rd, at, "says %u bytes for custom component %u, which has %zu",
                                   c->size, c->tag, n - head);
    }
    for (unsigned tag = HY_COMPONENT_CUSTOM; tag < 256; tag++) {
        if (p->parts.part[tag].n != 0 && !listed[tag])
            return hy_reading_fail(rd, rd->r.at, "custom component %u is there, but not listed",
                                   tag);
    }
    d->customs = customs;
    return HY_OK;
}

hy_rc hy_package_read_directory(hy_reading *rd)
{
    hy_directory *d = &rd->p->directory;
    read_sizes(rd, d);
    d->image_size = hy_read_u16(&rd->r);
    d->array_init_count = hy_read_u16(&rd->r);
    d->array_init_size = hy_read_u16(&rd->r);
    d->import_count = hy_read_u8(&rd->r);
    d->applet_count = hy_read_u8(&rd->r);
    d->block_count = rd->p->extended ? hy_read_u8(&rd->r) : 1;
    if (!hy_reader_ok(&rd->r))
        return hy_reading_end(rd);
    HY_TRY(read_customs(rd, d));
    HY_TRY(hy_reading_end(rd));
    HY_TRY(check_sizes(rd, d));
    if (rd->p->info[HY_COMPONENT_APPLET].n == 0 && d->applet_count != 0)
        return hy_reading_fail(rd, 0, "says %u applets, but there is no Applet component",
                               d->applet_count);
    return HY_OK;
}

/* ---- Import ---- */

hy_rc hy_package_read_import(hy_reading *rd)
{
    hy_package *p = rd->p;
    void *room;
    p->import_count = hy_read_u8(&rd->r);
    if (p->import_count > IMPORTS_MAX || p->import_count != p->directory.import_count)
        return hy_reading_fail(rd, 0, "%u imports (128 at most, and Directory says %u)",
                               p->import_count, p->directory.import_count);
    HY_TRY(hy_reading_array(rd, p->import_count, 8, sizeof(hy_package_id), &room));
    hy_package_id *imports = (hy_package_id *)room;
    for (uint8_t i = 0; i < p->import_count; i++) {
        size_t at = rd->r.at;
        HY_TRY(hy_reading_id(rd, &imports[i]));
        if (hy_view_equal(imports[i].aid, p->id.aid))
            return hy_reading_fail(rd, at, "import %u is the package itself", i);
    }
    p->imports = imports;
    return hy_reading_end(rd);
}

/* ---- Applet ---- */

hy_rc hy_package_read_applet(hy_reading *rd)
{
    hy_package *p = rd->p;
    void *room;
    if (p->info[HY_COMPONENT_APPLET].n == 0)
        return HY_OK;
    p->applet_count = hy_read_u8(&rd->r);
    if (p->applet_count == 0 || p->applet_count != p->directory.applet_count)
        return hy_reading_fail(rd, 0, "%u applets, but Directory says %u", p->applet_count,
                               p->directory.applet_count);
    HY_TRY(hy_reading_array(rd, p->applet_count, 8, sizeof(hy_package_applet), &room));
    hy_package_applet *applets = (hy_package_applet *)room;
    for (uint8_t i = 0; i < p->applet_count; i++) {
        size_t at = rd->r.at;
        HY_TRY(hy_reading_aid(rd, &applets[i].aid));
        if (!hy_view_equal(hy_view_part(applets[i].aid, 0, RID_SIZE),
                           hy_view_part(p->id.aid, 0, RID_SIZE)))
            return hy_reading_fail(rd, at, "applet %u does not share the package's RID", i);
        if (hy_view_equal(applets[i].aid, p->id.aid))
            return hy_reading_fail(rd, at, "applet %u has the AID of the package", i);
        for (uint8_t k = 0; k < i; k++) {
            if (hy_view_equal(applets[i].aid, applets[k].aid))
                return hy_reading_fail(rd, at, "applets %u and %u have the same AID", k, i);
        }
        HY_TRY(hy_reading_method(rd, false, &applets[i].install));
    }
    p->applets = applets;
    return hy_reading_end(rd);
}

/* ---- StaticResources ---- */

hy_rc hy_package_read_resources(hy_reading *rd)
{
    hy_package *p = rd->p;
    void *room;
    if (p->info[HY_COMPONENT_RESOURCES].n == 0)
        return HY_OK;
    p->resource_count = hy_read_u16(&rd->r);
    HY_TRY(hy_reading_array(rd, p->resource_count, 6, sizeof(hy_package_resource), &room));
    hy_package_resource *resources = (hy_package_resource *)room;
    hy_reader index = rd->r;
    hy_read_bytes(&rd->r, (size_t)p->resource_count * 6);
    for (uint16_t i = 0; i < p->resource_count; i++) {
        resources[i].id = hy_read_u16(&index);
        uint32_t n = hy_read_u32(&index);
        size_t at = rd->r.at;
        resources[i].bytes = hy_read_bytes(&rd->r, n);
        if (!hy_reader_ok(&rd->r))
            return hy_reading_fail(rd, at, "resource %u: %u bytes are not there", resources[i].id,
                                   n);
    }
    p->resources = resources;
    return hy_reading_end(rd);
}
