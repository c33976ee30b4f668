/* Views of a few imported classes for tests and fuzzing; capmake.h lists them. */
#include "support/capmake.h"

#define SELF(token)                                                                                \
    {                                                                                              \
        HY_VIEW_SELF, (token)                                                                      \
    }
#define LANG(token)                                                                                \
    {                                                                                              \
        1, (token)                                                                                 \
    }
#define NOTHING                                                                                    \
    {                                                                                              \
        HY_VIEW_NONE, 0                                                                            \
    }

enum { PUBLIC = HY_ACCESS_PUBLIC, PROTECTED = HY_ACCESS_PROTECTED, INIT = HY_ACCESS_INIT };

static const uint8_t aid_lang[] = {0xA0, 0x00, 0x00, 0x00, 0x62, 0x00, 0x01};
static const uint8_t aid_framework[] = {0xA0, 0x00, 0x00, 0x00, 0x62, 0x01, 0x01};

/* ---- java.lang ---- */

static const hy_view_type an_object[] = {{HY_TYPE_REFERENCE, SELF(0)}};
static const hy_view_method object_virtuals[] = {
    {0, PUBLIC, 0, 1, an_object, {HY_TYPE_BOOLEAN, NOTHING}},
};
static const hy_view_method default_constructor[] = {
    {0, PUBLIC | INIT, 0, 0, NULL, {HY_TYPE_VOID, NOTHING}},
};
static const hy_view_class lang_classes[] = {
    {.token = 0,
     .access = PUBLIC,
     .super = NOTHING,
     .cap22_count = 0xFF,
     .virtuals = object_virtuals,
     .virtual_count = 1,
     .statics = default_constructor,
     .static_count = 1},
    {.token = 1,
     .access = PUBLIC,
     .super = SELF(0),
     .cap22_count = 0xFF,
     .virtuals = object_virtuals,
     .virtual_count = 1,
     .statics = default_constructor,
     .static_count = 1},
    {.token = 2,
     .access = PUBLIC,
     .super = SELF(1),
     .cap22_count = 0xFF,
     .virtuals = object_virtuals,
     .virtual_count = 1,
     .statics = default_constructor,
     .static_count = 1},
};
static const hy_view lang_packages[] = {{aid_lang, sizeof aid_lang}};
static const hy_package_view lang = {
    .id = {{aid_lang, sizeof aid_lang}, 1, 0},
    .typed = true,
    .packages = lang_packages,
    .package_count = 1,
    .classes = lang_classes,
    .class_count = 3,
};

/* ---- javacard.framework ---- */

static const hy_view_type lang_object[] = {{HY_TYPE_REFERENCE, LANG(0)}};
static const hy_view_type bytes[] = {{HY_TYPE_BYTES, NOTHING}};
static const hy_view_class_id shareable[] = {SELF(0)};
static const hy_view_method applet_virtuals[] = {
    {0, PUBLIC, 0, 1, lang_object, {HY_TYPE_BOOLEAN, NOTHING}},
    {1, PROTECTED | HY_ACCESS_FINAL, 0, 0, NULL, {HY_TYPE_VOID, NOTHING}},
    {2, PUBLIC, 0, 0, NULL, {HY_TYPE_BOOLEAN, NOTHING}},
    {3, PUBLIC | HY_ACCESS_M_ABSTRACT, 0, 1, lang_object, {HY_TYPE_VOID, NOTHING}},
};
static const hy_view_method applet_constructor[] = {
    {0, PROTECTED | INIT, 0, 0, NULL, {HY_TYPE_VOID, NOTHING}},
};
static const hy_view_field applet_static_fields[] = {
    {0, PUBLIC | HY_ACCESS_STATIC | HY_ACCESS_FINAL, {HY_TYPE_BYTE, NOTHING}},
};
static const hy_view_field applet_fields[] = {{0, PROTECTED, {HY_TYPE_SHORT, NOTHING}}};
static const hy_view_method service_methods[] = {
    {0, PUBLIC | HY_ACCESS_M_ABSTRACT, 0, 1, bytes, {HY_TYPE_SHORT, NOTHING}},
};
static const hy_view_class framework_classes[] = {
    {.token = 0,
     .access = PUBLIC | HY_ACCESS_INTERFACE | HY_ACCESS_ABSTRACT,
     .shareable = true,
     .super = NOTHING,
     .cap22_count = 0xFF},
    {.token = 1,
     .access = PUBLIC | HY_ACCESS_ABSTRACT,
     .super = LANG(0),
     .cap22_count = 0xFF,
     .virtuals = applet_virtuals,
     .virtual_count = 4,
     .statics = applet_constructor,
     .static_count = 1,
     .static_fields = applet_static_fields,
     .static_field_count = 1,
     .fields = applet_fields,
     .field_count = 1},
    {.token = 2,
     .access = PUBLIC | HY_ACCESS_FINAL,
     .super = LANG(0),
     .cap22_count = 0xFF,
     .virtuals = applet_virtuals,
     .virtual_count = 1,
     .statics = default_constructor,
     .static_count = 1},
    {.token = 3,
     .access = PUBLIC | HY_ACCESS_INTERFACE | HY_ACCESS_ABSTRACT,
     .shareable = true,
     .super = NOTHING,
     .interfaces = shareable,
     .interface_count = 1,
     .cap22_count = 0xFF,
     .virtuals = service_methods,
     .virtual_count = 1},
};
static const hy_view framework_packages[] = {
    {aid_framework, sizeof aid_framework},
    {aid_lang, sizeof aid_lang},
};
static const hy_package_view framework = {
    .id = {{aid_framework, sizeof aid_framework}, 1, 0},
    .typed = true,
    .packages = framework_packages,
    .package_count = 2,
    .classes = framework_classes,
    .class_count = 4,
};

static const hy_package_view *find(void *context, hy_view aid)
{
    (void)context;
    if (hy_view_equal(aid, lang.id.aid))
        return &lang;
    return hy_view_equal(aid, framework.id.aid) ? &framework : NULL;
}

hy_view_source cm_views(void)
{
    return (hy_view_source){NULL, find};
}
