/* The front driver: read all class files, build all packages, then check and translate every class,
   so that one run tells everything that is wrong. */
#include "converter/front.h"

#include "converter/descriptor.h"
#include "converter/unit.h"

#include <stdlib.h>
#include <string.h>

typedef struct front {
    hy_world *w;
    const hy_front_options *options;
    hy_unit *units;
    size_t count;
    hy_jpackage **packages;
    size_t package_count;
    hy_reason *why;
} front;

static hy_rc no_memory(front *f)
{
    return hy_reason_set(f->why, HY_FAIL(MEMORY), "out of memory");
}

/* ---- reading ---- */

static const char *last_part(const char *name)
{
    const char *slash = strrchr(name, '/');
    return slash == NULL ? name : slash + 1;
}

/* Annotations, module and package information are for the compiler. */
static bool is_wanted(front *f, const hy_classfile *c)
{
    if ((c->access & (HY_CLASSFILE_ANNOTATION | HY_CLASSFILE_MODULE)) != 0 ||
        strcmp(last_part(c->name), "package-info") == 0)
        return false;
    if (f->options->package == NULL)
        return true;
    const char *package = hy_world_package_of(f->w, c->name);
    return package != NULL && strcmp(package, f->options->package) == 0;
}

static hy_rc read_files(front *f, const hy_front_file *files, size_t count)
{
    f->units = HY_NEW_ARRAY(f->w->arena, hy_unit, count);
    if (f->units == NULL)
        return no_memory(f);
    for (size_t i = 0; i < count; i++) {
        hy_classfile *c = HY_NEW(f->w->arena, hy_classfile);
        if (c == NULL)
            return no_memory(f);
        hy_rc rc = hy_classfile_read(f->w->arena, files[i].bytes, c, f->why);
        if (!hy_ok(rc))
            return hy_reason_prefix(f->why, rc, files[i].name);
        if (is_wanted(f, c))
            f->units[f->count++] =
                (hy_unit){.world = f->w, .options = f->options, .file = c, .source = {0}};
    }
    return HY_OK;
}

static int compare_units(const void *a, const void *b)
{
    return strcmp(((const hy_unit *)a)->file->name, ((const hy_unit *)b)->file->name);
}

/* ---- packages ---- */

static hy_jpackage *package_named(front *f, const char *name)
{
    for (size_t i = 0; i < f->package_count; i++)
        if (strcmp(f->packages[i]->name, name) == 0)
            return f->packages[i];
    hy_jpackage *p = HY_NEW(f->w->arena, hy_jpackage);
    hy_jclass **classes = HY_NEW_ARRAY(f->w->arena, hy_jclass *, f->count);
    if (p == NULL || classes == NULL)
        return NULL;
    *p = (hy_jpackage){.name = name,
                       .converted = true,
                       .library = f->options->applet_count == 0,
                       .classes = classes,
                       .uses_int = f->options->int_support};
    f->packages[f->package_count++] = p;
    return p;
}

static hy_rc build_packages(front *f)
{
    f->packages = HY_NEW_ARRAY(f->w->arena, hy_jpackage *, f->count);
    if (f->packages == NULL)
        return no_memory(f);
    for (size_t i = 0; i < f->count; i++) {
        hy_unit *u = &f->units[i];
        const char *name = hy_world_package_of(f->w, u->file->name);
        hy_jpackage *p = name == NULL ? NULL : package_named(f, name);
        if (p == NULL)
            return no_memory(f);
        HY_TRY(hy_unit_build(u, p, f->why));
        p->classes[p->class_count++] = u->class;
    }
    return HY_OK;
}

static hy_rc add_packages(front *f)
{
    for (size_t i = 1; i < f->count; i++)
        if (strcmp(f->units[i].file->name, f->units[i - 1].file->name) == 0)
            return hy_reason_set(f->why, HY_FAIL(EXISTS), "class %s was given twice",
                                 f->units[i].file->name);
    for (size_t i = 0; i < f->package_count; i++) {
        hy_rc rc = hy_world_add(f->w, f->packages[i]);
        if (!hy_ok(rc))
            return hy_reason_set(f->why, rc, "package %s: %s", f->packages[i]->name,
                                 hy_rc_text(rc));
    }
    return HY_OK;
}

static hy_rc check_packages(front *f)
{
    if (f->count == 0)
        return hy_reason_set(f->why, HY_FAIL(NOT_FOUND), "there is no class of package %s",
                             f->options->package == NULL ? "any name" : f->options->package);
    if (f->package_count > 1 && !f->options->system)
        return hy_reason_set(f->why, HY_FAIL(ARGUMENT),
                             "classes of packages %s and %s: say with --package which to convert",
                             f->packages[0]->name, f->packages[1]->name);
    if (f->packages[0]->name[0] == '\0')
        return hy_reason_set(f->why, HY_FAIL(ARGUMENT), "class %s is in no package: give it one",
                             f->units[0].file->name);
    return HY_OK;
}

/* ---- applets ---- */

static hy_unit *unit_named(front *f, const char *name)
{
    for (size_t i = 0; i < f->count; i++)
        if (strcmp(f->units[i].file->name, name) == 0)
            return &f->units[i];
    return NULL;
}

static bool declares_install(const hy_jclass *c)
{
    for (size_t i = 0; i < c->method_count; i++) {
        const hy_jmethod *m = &c->methods[i];
        uint16_t needed = HY_ACC_PUBLIC | HY_ACC_STATIC;
        if (strcmp(m->name, "install") == 0 && strcmp(m->desc, "([BSB)V") == 0)
            return (m->access & needed) == needed;
    }
    return false;
}

static void check_applet(front *f, const char *name)
{
    hy_unit *u = unit_named(f, name);
    const char *java = hy_descriptor_java_class(f->w->arena, name);
    if (u == NULL) {
        hy_diag_add(f->w->diag, HY_SEVERITY_ERROR, NULL, 0, "name a class of the package",
                    "there is no applet class %s", java);
        return;
    }
    int line = hy_unit_line(u, NULL);
    if (!hy_world_is(f->w, u->class, "javacard/framework/Applet"))
        hy_unit_error(u, line, "extend javacard.framework.Applet", "%s is no applet", java);
    else if ((u->class->access & HY_ACC_ABSTRACT) != 0)
        hy_unit_error(u, line, NULL, "applet %s is abstract", java);
    if (!declares_install(u->class))
        hy_unit_error(u, line,
                      "add public static void install(byte[] array, short offset, byte length)",
                      "applet %s cannot be installed", java);
}

/* ---- classes ---- */

/* The class that javac makes for a switch over an enum: the enum is what is reported. */
static bool serves_enum(const hy_unit *u)
{
    return (u->file->access & HY_CLASSFILE_SYNTHETIC) != 0 && u->class != NULL &&
           u->class->field_count > 0 && strncmp(u->class->fields[0].name, "$SwitchMap$", 11) == 0;
}

static bool is_enum(const hy_unit *u)
{
    return (u->file->access & HY_CLASSFILE_ENUM) != 0;
}

static hy_rc convert_class(hy_unit *u, hy_reason *why)
{
    if (serves_enum(u))
        return HY_OK;
    hy_subset_check_class(u);
    if (is_enum(u))
        return HY_OK;
    HY_TRY(hy_clinit_evaluate(u, why));
    for (size_t i = 0; i < u->class->method_count; i++)
        if (u->methods[i]->code != NULL)
            HY_TRY(hy_translate(u, &u->class->methods[i], u->methods[i]->code, why));
    return HY_OK;
}

static hy_rc convert(front *f, const hy_front_file *files, size_t count)
{
    HY_TRY(read_files(f, files, count));
    if (f->count > 1)
        qsort(f->units, f->count, sizeof *f->units, compare_units);
    HY_TRY(build_packages(f));
    HY_TRY(check_packages(f));
    HY_TRY(add_packages(f));
    for (size_t i = 0; i < f->options->applet_count; i++)
        check_applet(f, f->options->applets[i]);
    for (size_t i = 0; i < f->count; i++)
        HY_TRY(convert_class(&f->units[i], f->why));
    if (f->w->diag->errors > 0)
        return hy_reason_set(f->why, HY_FAIL(SUBSET), "the program cannot run on a card");
    return HY_OK;
}

hy_rc hy_front_load(hy_world *w, const hy_front_options *options, const hy_front_file *files,
                    size_t file_count, hy_jpackage ***out, size_t *out_count, hy_reason *why)
{
    front f = {.w = w, .options = options, .why = why};
    hy_rc rc = convert(&f, files, file_count);
    for (size_t i = 0; i < f.count; i++)
        hy_unit_free(&f.units[i]);
    *out = f.packages;
    *out_count = f.package_count;
    return rc;
}
