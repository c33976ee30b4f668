/* The driver: front, versions, tokens, components, files, in this order; each step only when the
   one before found nothing wrong. */
#include "converter/convert.h"

#include "converter/cap.h"
#include "converter/capfile.h"
#include "converter/expfile.h"
#include "converter/exports.h"
#include "converter/tokens.h"
#include "converter/versions.h"

#include <string.h>

enum {
    ARENA_MAX = 512 << 20,
    AID_MIN = 5, /* the RID (ISO/IEC 7816-5) */
    AID_MAX = 16,
    APPLETS_MAX = 255,
    OUTPUT_MAX = 16 << 20,
};

typedef struct conversion {
    const hy_convert_options *o;
    hy_arena arena;
    hy_diag *diag;
    hy_world w;
    hy_exports exports;
    hy_jpackage *p;
    const char *package; /* with slashes */
    const char **applets;
    hy_pins pins;
    hy_cap_format format;
    hy_cap cap;
    hy_conversion *out;
    hy_reason *why;
} conversion;

/* ---- arguments ---- */

static hy_rc check_aid(conversion *c, hy_view aid, const char *what)
{
    if (aid.n < AID_MIN || aid.n > AID_MAX)
        return hy_reason_set(c->why, HY_FAIL(ARGUMENT),
                             "%s: an AID has 5 to 16 bytes, this has %zu", what, aid.n);
    /* The verifier of every card wants it (JCVM 4.2.1). */
    if (memcmp(aid.p, c->o->aid.p, AID_MIN) != 0)
        return hy_reason_set(c->why, HY_FAIL(ARGUMENT),
                             "%s: its AID must start with the package's first five bytes", what);
    return HY_OK;
}

static hy_rc check_applet(conversion *c, size_t i)
{
    const hy_convert_applet *a = &c->o->applets[i];
    bool whole = strpbrk(a->class_name, "./") != NULL;
    c->applets[i] = whole ? hy_arena_replace(&c->arena, a->class_name, '.', '/')
                          : hy_arena_format(&c->arena, "%s/%s", c->package, a->class_name);
    HY_ENSURE(c->applets[i] != NULL, MEMORY);
    HY_TRY(check_aid(c, a->aid, a->class_name));
    for (size_t k = 0; k < i; k++)
        if (hy_view_equal(c->o->applets[k].aid, a->aid))
            return hy_reason_set(c->why, HY_FAIL(ARGUMENT), "%s and %s have the same AID",
                                 a->class_name, c->o->applets[k].class_name);
    return HY_OK;
}

static hy_rc check_arguments(conversion *c)
{
    const hy_convert_options *o = c->o;
    if (o->aid.n < AID_MIN || o->aid.n > AID_MAX)
        return hy_reason_set(c->why, HY_FAIL(ARGUMENT),
                             "package: an AID has 5 to 16 bytes, this has %zu", o->aid.n);
    if (o->applet_count > APPLETS_MAX)
        return hy_reason_set(c->why, HY_FAIL(ARGUMENT), "more than %d applets", APPLETS_MAX);
    c->package = hy_arena_replace(&c->arena, o->package, '.', '/');
    c->applets = HY_NEW_ARRAY(&c->arena, const char *, o->applet_count + 1);
    HY_ENSURE(c->package != NULL && c->applets != NULL, MEMORY);
    for (size_t i = 0; i < o->applet_count; i++)
        HY_TRY(check_applet(c, i));
    return HY_OK;
}

/* ---- the package ---- */

static hy_rc open_exports(conversion *c)
{
    c->exports = hy_exports_new(&c->arena);
    for (size_t i = 0; i < c->o->export_count; i++)
        HY_TRY(hy_exports_add(&c->exports, c->o->exports[i], c->why));
    c->w = hy_world_new(&c->arena, c->diag);
    c->w.import = hy_exports_import;
    c->w.import_context = &c->exports;
    return HY_OK;
}

static hy_rc load_classes(conversion *c)
{
    hy_front_options front = {.package = c->package,
                              .int_support = c->o->int_support,
                              .applets = c->applets,
                              .applet_count = c->o->applet_count,
                              .sources = c->o->sources,
                              .source_count = c->o->source_count};
    hy_jpackage **packages;
    size_t count;
    HY_TRY(hy_front_load(&c->w, &front, c->o->files, c->o->file_count, &packages, &count, c->why));
    if (count == 0)
        return hy_reason_set(c->why, HY_FAIL(NOT_FOUND), "no class of package %s in the input",
                             c->o->package);
    c->p = packages[0];
    return HY_OK;
}

static hy_rc name_package(conversion *c)
{
    hy_jpackage *p = c->p;
    p->aid = c->o->aid;
    p->major = c->o->major;
    p->minor = c->o->minor;
    p->library = c->o->applet_count == 0;
    p->applet_count = c->o->applet_count;
    p->applets = HY_NEW_ARRAY(&c->arena, hy_japplet, c->o->applet_count + 1);
    HY_ENSURE(p->applets != NULL, MEMORY);
    for (size_t i = 0; i < p->applet_count; i++) {
        p->applets[i] = (hy_japplet){c->o->applets[i].aid, c->applets[i]};
        hy_jclass *k = hy_world_class(&c->w, c->applets[i]);
        if (k != NULL && k->package == p && hy_world_is(&c->w, k, "javacard/framework/Applet"))
            continue;
        return hy_reason_set(
            c->why, HY_FAIL(ARGUMENT), "applet class %s: %s", c->o->applets[i].class_name,
            k == NULL || k->package != p ? "not in the package" : "does not extend Applet");
    }
    return HY_OK;
}

static hy_rc found_nothing(const conversion *c)
{
    return c->diag->errors == 0 ? HY_OK : HY_FAIL(LINK);
}

/* The platform that a card must have decides the format: from 3.1 on cards read token mappings. */
static hy_rc choose_versions(conversion *c)
{
    hy_target needed;
    HY_TRY(hy_versions_choose(&c->w, c->p, &c->exports, c->o->target, &needed, c->why));
    HY_TRY(found_nothing(c));
    hy_target target = c->o->target == HY_TARGET_ANY ? needed : c->o->target;
    c->format = target >= HY_TARGET_3_1 ? HY_CAP_2_3 : c->o->debug ? HY_CAP_2_2 : HY_CAP_2_1;
    return HY_OK;
}

static hy_rc read_export_map(conversion *c, hy_view bytes)
{
    hy_jpackage *earlier;
    HY_TRY(hy_expfile_read(&c->arena, bytes, &earlier, c->why));
    if (strcmp(earlier->name, c->package) != 0)
        return hy_reason_set(c->why, HY_FAIL(ARGUMENT), "it is of package %s", earlier->name);
    return hy_pins_add_package(&c->pins, earlier);
}

static hy_rc assign_tokens(conversion *c)
{
    hy_token_job job = {c->p, NULL};
    if (c->o->export_map != NULL) {
        hy_buf bytes;
        HY_TRY(hy_buf_read_file(&bytes, c->o->export_map, HY_EXP_MAX, c->why));
        c->pins = hy_pins_new(&c->arena, c->o->export_map);
        hy_rc rc = read_export_map(c, hy_buf_view(&bytes));
        hy_buf_free(&bytes);
        if (!hy_ok(rc))
            return hy_reason_prefix(c->why, rc, c->o->export_map);
        job.pins = &c->pins;
    }
    HY_TRY(hy_tokens_add_abstract(&c->w, c->p));
    HY_TRY(hy_tokens_assign(&c->w, &job, 1, c->format >= HY_CAP_2_3));
    return found_nothing(c);
}

/* ---- files ---- */

static hy_rc write_files(conversion *c)
{
    hy_package_parts parts = {0};
    for (size_t tag = 1; tag < HY_COMPONENT_COUNT; tag++)
        parts.part[tag] = hy_buf_view(&c->cap.component[tag]);
    hy_capfile_names names = {
        .package = c->package, .applets = c->applets, .applet_count = c->o->applet_count};
    HY_TRY(hy_capfile_write_jar(&parts, &names, &c->out->cap, c->why));
    HY_TRY(hy_capfile_write_load(&parts, &c->out->load_file));
    c->out->format = (unsigned)c->format;
    c->out->class_count = c->p->class_count;
    c->out->code_bytes = c->cap.component[HY_COMPONENT_METHOD].n - 3;
    if (!hy_cap_has_exports(&c->cap))
        return HY_OK;
    hy_exp_format format = c->format >= HY_CAP_2_3 ? HY_EXP_2_3 : HY_EXP_2_1;
    return hy_expfile_write(&c->w, c->p, format, &c->out->export_file, c->why);
}

static hy_rc run(conversion *c)
{
    HY_TRY(check_arguments(c));
    HY_TRY(open_exports(c));
    HY_TRY(load_classes(c));
    HY_TRY(name_package(c));
    HY_TRY(choose_versions(c));
    HY_TRY(assign_tokens(c));
    HY_TRY(hy_cap_build(&c->w, c->p, c->format, c->o->debug, &c->cap));
    HY_TRY(found_nothing(c));
    return write_files(c);
}

hy_rc hy_convert(const hy_convert_options *options, hy_diag *diag, hy_conversion *out,
                 hy_reason *why)
{
    *out = (hy_conversion){.cap = hy_buf_new(OUTPUT_MAX),
                           .load_file = hy_buf_new(OUTPUT_MAX),
                           .export_file = hy_buf_new(HY_EXP_MAX)};
    conversion c = {
        .o = options, .arena = hy_arena_new(ARENA_MAX), .diag = diag, .out = out, .why = why};
    hy_rc rc = run(&c);
    hy_diag_sort(diag);
    hy_cap_free(&c.cap);
    hy_arena_free(&c.arena);
    return rc;
}

void hy_conversion_free(hy_conversion *c)
{
    hy_buf_free(&c->cap);
    hy_buf_free(&c->load_file);
    hy_buf_free(&c->export_file);
}
