/* A package to its components: layout first, then every writer in turn, sizes last.
   Clauses: JCVM 6.2 (order), 6.8.1 (class references). */
#include "converter/cap.h"

#include "converter/tokens.h"

#include <stdarg.h>
#include <stdio.h>

enum { COMPONENT_MAX = 65535 + 3 };

void hy_cap_limit(hy_cap *c, const char *format, ...)
{
    char text[200];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    hy_diag_add(c->w->diag, HY_SEVERITY_ERROR, NULL, 0, "split the package in two",
                "package %s: %s", hy_token_dotted(c->w->arena, c->package->name), text);
}

/* The package token with the high bit set. */
static uint8_t package_ref(const hy_cap *c, const hy_jpackage *p)
{
    size_t i = 0;
    while (i < c->import_count && c->imports[i] != p)
        i++;
    return (uint8_t)(0x80 | i);
}

uint16_t hy_cap_class_ref(hy_cap *c, const hy_jclass *class)
{
    if (hy_cap_is_internal(c, class))
        return class->offset;
    bool reachable = class->package->converted ? class->exported : class->token != HY_TOKEN_NONE;
    if (!reachable)
        hy_diag_add(c->w->diag, HY_SEVERITY_ERROR, NULL, 0,
                    "make it public; of an applet's package only shareable interfaces are exported",
                    "class %s is not exported by its package",
                    hy_token_dotted(c->w->arena, class->name));
    return (uint16_t)(package_ref(c, class->package) << 8 | class->token);
}

/* Starts a component; end_component closes it with its size. */
static hy_writer begin_component(hy_cap *c, int tag)
{
    c->component[tag].n = 0;
    c->component[tag].max = COMPONENT_MAX;
    hy_writer w = hy_writer_of(&c->component[tag]);
    hy_write_u8(&w, (uint8_t)tag);
    hy_write_u16(&w, 0);
    return w;
}

static hy_rc end_component(hy_cap *c, int tag, hy_writer *w)
{
    if (w->rc.code == HY_E_LIMIT) {
        hy_cap_limit(c, "the %s component would be larger than 65,535 bytes",
                     hy_component_name((uint8_t)tag));
        return HY_OK;
    }
    hy_patch_u16(w, 1, (uint16_t)(w->b->n - 3));
    return w->rc;
}

#define WRITE(c, tag, call)                                                                        \
    do {                                                                                           \
        hy_writer w = begin_component((c), (tag));                                                 \
        call;                                                                                      \
        HY_TRY(end_component((c), (tag), &w));                                                     \
    } while (0)

static hy_rc write_components(hy_cap *c)
{
    WRITE(c, HY_COMPONENT_METHOD, hy_cap_write_method(c, &w));
    /* Classes name each other by offset: the first time sets the offsets, the second writes them.
     */
    WRITE(c, HY_COMPONENT_CLASS, HY_TRY(hy_cap_write_class(c, &w)));
    WRITE(c, HY_COMPONENT_CLASS, HY_TRY(hy_cap_write_class(c, &w)));
    WRITE(c, HY_COMPONENT_HEADER, hy_cap_write_header(c, &w));
    WRITE(c, HY_COMPONENT_IMPORT, hy_cap_write_import(c, &w));
    if (c->package->applet_count > 0)
        WRITE(c, HY_COMPONENT_APPLET, hy_cap_write_applet(c, &w));
    WRITE(c, HY_COMPONENT_STATIC_FIELD, hy_cap_write_static_field(c, &w));
    if (hy_cap_has_exports(c))
        WRITE(c, HY_COMPONENT_EXPORT, hy_cap_write_export(c, &w));
    WRITE(c, HY_COMPONENT_POOL, HY_TRY(hy_cap_write_constant_pool(c, &w)));
    WRITE(c, HY_COMPONENT_REF_LOCATION, hy_cap_write_reference_location(c, &w));
    WRITE(c, HY_COMPONENT_DESCRIPTOR, HY_TRY(hy_cap_write_descriptor(c, &w)));
    if (c->debug)
        WRITE(c, HY_COMPONENT_DEBUG, HY_TRY(hy_cap_write_debug(c, &w)));
    WRITE(c, HY_COMPONENT_DIRECTORY, hy_cap_write_directory(c, &w));
    return HY_OK;
}

hy_rc hy_cap_build(hy_world *w, hy_jpackage *p, hy_cap_format format, bool debug, hy_cap *c)
{
    *c = (hy_cap){.w = w, .package = p, .format = format, .debug = debug};
    HY_TRY(hy_layout_imports(c));
    HY_TRY(hy_layout_image(c));
    HY_TRY(hy_layout_pool(c));
    HY_TRY(hy_layout_methods(c));
    if (w->diag->errors > 0)
        return HY_OK;
    return write_components(c);
}

void hy_cap_free(hy_cap *c)
{
    for (int tag = 0; tag < HY_COMPONENT_COUNT; tag++)
        hy_buf_free(&c->component[tag]);
}
