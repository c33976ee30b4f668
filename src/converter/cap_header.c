/* Header, Directory, Import and Applet: what a card reads first.
   Clauses: JCVM 6.4 to 6.7. */
#include "converter/cap.h"

#include <string.h>

enum {
    HEADER_INT = 1,
    HEADER_EXPORT = 2,
    HEADER_APPLET = 4,
};

static void write_package(hy_writer *w, const hy_jpackage *p)
{
    hy_write_u8(w, p->minor);
    hy_write_u8(w, p->major);
    hy_write_u8(w, (uint8_t)p->aid.n);
    hy_write_bytes(w, p->aid);
}

void hy_cap_write_header(hy_cap *c, hy_writer *w)
{
    unsigned flags = (c->package->uses_int ? HEADER_INT : 0) |
                     (hy_cap_has_exports(c) ? HEADER_EXPORT : 0) |
                     (c->package->applet_count > 0 ? HEADER_APPLET : 0);
    hy_write_u32(w, 0xDECAFFED);
    hy_write_u8(w, (uint8_t)(c->format & 0xFF));
    hy_write_u8(w, (uint8_t)(c->format >> 8));
    hy_write_u8(w, (uint8_t)flags);
    write_package(w, c->package);
    /* package_name_info: the name is only for remote classes. */
    if (c->format >= HY_CAP_2_2)
        hy_write_u8(w, 0);
}

static uint16_t info_size(const hy_cap *c, int tag)
{
    return (uint16_t)(c->component[tag].n == 0 ? 0 : c->component[tag].n - 3);
}

void hy_cap_write_directory(hy_cap *c, hy_writer *w)
{
    size_t sizes = w->b->n;
    int last = c->format >= HY_CAP_2_2 ? HY_COMPONENT_DEBUG : HY_COMPONENT_DESCRIPTOR;
    for (int tag = HY_COMPONENT_HEADER; tag <= last; tag++)
        hy_write_u16(w, tag == HY_COMPONENT_DIRECTORY ? 0 : info_size(c, tag));
    if (c->format >= HY_CAP_2_3)
        hy_write_u32(w, 0); /* no static resources */
    const hy_cap_image *image = &c->image;
    hy_write_u16(
        w, (uint16_t)(2 * image->reference_count + image->default_bytes + image->value_bytes));
    hy_write_u16(w, (uint16_t)image->array_count);
    hy_write_u16(w, (uint16_t)image->array_bytes);
    hy_write_u8(w, (uint8_t)c->import_count);
    hy_write_u8(w, (uint8_t)c->package->applet_count);
    hy_write_u8(w, 0); /* no custom components */
    hy_patch_u16(w, sizes + (size_t)2 * (HY_COMPONENT_DIRECTORY - 1), (uint16_t)(w->b->n - sizes));
}

void hy_cap_write_import(hy_cap *c, hy_writer *w)
{
    hy_write_u8(w, (uint8_t)c->import_count);
    for (size_t i = 0; i < c->import_count; i++)
        write_package(w, c->imports[i]);
}

/* install([BSB)V of an applet's class; its offset is 0 when there is none, which no method has. */
static uint32_t install_offset(hy_cap *c, const hy_japplet *applet)
{
    hy_jclass *k = hy_world_class(c->w, applet->class_name);
    hy_jmethod *m = k == NULL ? NULL : hy_world_method(c->w, k, "install", "([BSB)V");
    unsigned want = HY_ACC_PUBLIC | HY_ACC_STATIC;
    if (m != NULL && (m->access & want) == want && hy_cap_is_internal(c, m->owner))
        return m->offset;
    hy_diag_add(c->w->diag, HY_SEVERITY_ERROR, k == NULL ? NULL : k->source, 0,
                "public static void install(byte[] array, short offset, byte length)",
                "applet class %s has no install method", applet->class_name);
    return 0;
}

void hy_cap_write_applet(hy_cap *c, hy_writer *w)
{
    hy_write_u8(w, (uint8_t)c->package->applet_count);
    for (size_t i = 0; i < c->package->applet_count; i++) {
        const hy_japplet *applet = &c->package->applets[i];
        hy_write_u8(w, (uint8_t)applet->aid.n);
        hy_write_bytes(w, applet->aid);
        hy_write_u16(w, (uint16_t)install_offset(c, applet));
    }
}
