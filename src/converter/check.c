/* Checks a CAP file: reads it, gathers the views of its imports, and asks the verifier. */
#include "converter/check.h"

#include "base/hex.h"
#include "converter/expview.h"

#include <string.h>

enum { WORK_MEMORY = 256 << 20, VIEWS_MAX = 512 };

/* A view, made when the verifier first asks for it. */
typedef struct known_view {
    const hy_jpackage *package;
    hy_package_view view;
    bool failed;
} known_view;

typedef struct checker {
    hy_arena arena;
    hy_world world;
    hy_exports *exports;
    hy_diag *d;
    const char *file;
    known_view views[VIEWS_MAX];
    size_t view_count;
} checker;

static void add_error(checker *c, const char *mend, const char *text)
{
    hy_diag_add(c->d, HY_SEVERITY_ERROR, c->file, 0, mend, "%s", text);
}

/* ---- views by AID ---- */

static const hy_jpackage *package_by_aid(const checker *c, hy_view aid)
{
    for (size_t i = 0; i < c->world.packages.n; i++) {
        const hy_jpackage *p = c->world.packages.entries[i].value;
        if (hy_view_equal(p->aid, aid))
            return p;
    }
    return NULL;
}

static known_view *view_of(checker *c, const hy_jpackage *p)
{
    for (size_t i = 0; i < c->view_count; i++)
        if (c->views[i].package == p)
            return &c->views[i];
    if (c->view_count == VIEWS_MAX)
        return NULL;
    known_view *v = &c->views[c->view_count++];
    *v = (known_view){.package = p};
    hy_reason why;
    if (hy_ok(hy_expview_make(&c->world, p, &v->view, &why)))
        return v;
    v->failed = true;
    add_error(c, NULL, why.text);
    return v;
}

/* The verifier's question (hy_view_source). */
static const hy_package_view *find_view(void *context, hy_view aid)
{
    checker *c = context;
    const hy_jpackage *p = package_by_aid(c, aid);
    const known_view *v = p == NULL ? NULL : view_of(c, p);
    return v == NULL || v->failed ? NULL : &v->view;
}

/* ---- the check ---- */

/* The minor version that all imports of this package together need: converters do import a package
   twice, in two versions too. */
static uint8_t minor_needed(const hy_package *p, const hy_package_id *id)
{
    uint8_t minor = id->minor;
    for (unsigned i = 0; i < p->import_count; i++) {
        const hy_package_id *other = &p->imports[i];
        if (other->major == id->major && other->minor > minor && hy_view_equal(other->aid, id->aid))
            minor = other->minor;
    }
    return minor;
}

/* Puts the export file of every import into the world, in the version that the CAP asks for: names
   that come up later find these and no others. */
static unsigned load_imports(checker *c, const hy_package *p)
{
    unsigned found = 0;
    for (unsigned i = 0; i < p->import_count; i++) {
        const hy_package_id *id = &p->imports[i];
        hy_jpackage *package = NULL;
        hy_reason why = {""};
        hy_rc rc = hy_exports_by_aid(c->exports, c->world.arena, id->aid, id->major,
                                     minor_needed(p, id), &package, &why);
        const hy_jpackage *same = hy_ok(rc) ? hy_map_get(&c->world.packages, package->name) : NULL;
        if (same != NULL && hy_view_equal(same->aid, id->aid)) {
            found++;
            continue;
        }
        if (hy_ok(rc) && !hy_ok(hy_world_add(&c->world, package)))
            rc = hy_reason_set(&why, HY_FAIL(EXISTS), "%s: two imported packages have this name",
                               package->name);
        if (hy_ok(rc)) {
            found++;
            continue;
        }
        hy_diag_add(c->d, HY_SEVERITY_ERROR, c->file, 0, NULL, "Import, package %u: %s", i,
                    why.text);
    }
    return found;
}

static void check_package(checker *c, const hy_package *p, const hy_verify_options *options,
                          hy_check_result *result)
{
    result->major = p->id.major;
    result->minor = p->id.minor;
    result->imports = p->import_count;
    hy_hex_encode(p->id.aid, result->aid, sizeof result->aid);
    result->resolved = (uint8_t)load_imports(c, p);
    if (result->resolved < p->import_count)
        return;
    hy_view_source source = {c, find_view};
    hy_reason why = {""};
    hy_rc rc = hy_verify(p, &source, options, &c->arena, &result->verified, &why);
    if (!hy_ok(rc))
        add_error(c, NULL, why.text[0] != '\0' ? why.text : hy_rc_text(rc));
}

hy_rc hy_check_cap(const hy_capfile *c, hy_exports *e, const hy_verify_options *options,
                   const char *file, hy_diag *d, hy_check_result *result)
{
    hy_check_result unused;
    if (result == NULL)
        result = &unused;
    *result = (hy_check_result){.aid = ""};
    hy_arena own = hy_arena_new(sizeof(checker) + 4096);
    checker *k = HY_NEW(&own, checker);
    HY_ENSURE(k != NULL, MEMORY);
    k->arena = hy_arena_new(WORK_MEMORY);
    k->world = hy_world_new(&k->arena, d);
    k->world.import = hy_exports_import;
    k->world.import_context = e;
    k->exports = e;
    k->d = d;
    k->file = file;

    hy_package p;
    hy_reason why = {""};
    hy_rc rc = hy_package_read(&c->parts, &k->arena, &p, &why);
    if (hy_ok(rc))
        check_package(k, &p, options, result);
    else
        add_error(k, NULL, why.text[0] != '\0' ? why.text : hy_rc_text(rc));
    hy_arena_free(&k->arena);
    hy_arena_free(&own);
    return HY_OK;
}
