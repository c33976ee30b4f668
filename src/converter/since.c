/* The tables of the published API, read for versions alone; tokens come from the converter and are
   compared with the tables in the tests. */
#include "converter/since.h"

#include "converter/target.h"
#include "converter/vtables.h"

#include <stdlib.h>
#include <string.h>

enum { COLUMNS_MAX = 32, MINOR_MAX = 255 };

typedef struct minor_set {
    bool has[MINOR_MAX + 1];
} minor_set;

typedef struct number {
    int n;
} number;

hy_since hy_since_new(hy_arena *arena)
{
    return (hy_since){.arena = arena,
                      .minors = hy_map_new(arena),
                      .packages = hy_map_new(arena),
                      .inherited = hy_map_new(arena)};
}

/* ---- a table's lines ---- */

typedef struct table {
    hy_since *s;
    char *header[COLUMNS_MAX];
    char *cell[COLUMNS_MAX];
    size_t columns;
    unsigned line;
    hy_reason *why;
} table;

/* Cuts a line at its tabs, in place. */
static size_t split(char *line, char **cells)
{
    size_t count = 0;
    for (char *at = line; at != NULL && count < COLUMNS_MAX;) {
        char *tab = strchr(at, '\t');
        if (tab != NULL)
            *tab = '\0';
        cells[count++] = at;
        at = tab == NULL ? NULL : tab + 1;
    }
    return count;
}

static const char *cell(const table *t, const char *column)
{
    for (size_t i = 0; i < t->columns; i++)
        if (strcmp(t->header[i], column) == 0)
            return t->cell[i];
    return NULL;
}

/* The minor version of a row: written so, or by the kit in which it came. */
static int row_minor(const table *t, const char *package)
{
    const char *version = cell(t, "since_package_version");
    const char *kit = cell(t, "since_kit");
    if (version != NULL && strchr(version, '.') != NULL)
        return atoi(strchr(version, '.') + 1);
    hy_target target;
    if (kit == NULL || !hy_ok(hy_target_parse(kit, &target, NULL)))
        return -1;
    return hy_target_minor(target, package);
}

static hy_rc remember(hy_since *s, hy_map *map, const char *key, int value)
{
    number *n = HY_NEW(s->arena, number);
    HY_ENSURE(n != NULL && key != NULL, MEMORY);
    n->n = value;
    return hy_map_set(map, key, n);
}

static hy_rc add_version(hy_since *s, const char *package, unsigned minor)
{
    minor_set *set = hy_map_get(&s->packages, package);
    if (set == NULL) {
        set = HY_NEW(s->arena, minor_set);
        HY_ENSURE(set != NULL, MEMORY);
        HY_TRY(hy_map_set(&s->packages, package, set));
    }
    set->has[minor] = true;
    return HY_OK;
}

/* The versions of a platform package are those of the targets, even where nothing came with one. */
static hy_rc add_target_versions(hy_since *s, const char *package)
{
    for (hy_target target = HY_TARGET_2_1_1; target < HY_TARGET_COUNT; target++) {
        int minor = hy_target_minor(target, package);
        if (minor >= 0)
            HY_TRY(add_version(s, package, (unsigned)minor));
    }
    return HY_OK;
}

static char *with_slashes(hy_arena *arena, const char *text)
{
    char *copy = hy_arena_string(arena, text, strlen(text));
    for (char *p = copy; p != NULL && *p != '\0'; p++)
        if (*p == '.')
            *p = '/';
    return copy;
}

static hy_rc add_row(table *t)
{
    hy_since *s = t->s;
    const char *package = cell(t, "package_name"), *class_name = cell(t, "class_name");
    const char *member = cell(t, "member_name"), *desc = cell(t, "descriptor");
    const char *supers = cell(t, "super_or_interfaces");
    char *slashed = package == NULL ? NULL : with_slashes(s->arena, package);
    int minor = slashed == NULL ? -1 : row_minor(t, slashed);
    if (class_name == NULL || member == NULL || desc == NULL || minor < 0 || minor > MINOR_MAX)
        return hy_reason_set(t->why, HY_FAIL(FORMAT), "line %u: a column or version is missing",
                             t->line);
    HY_TRY(add_version(s, slashed, (unsigned)minor));
    HY_TRY(add_target_versions(s, slashed));
    const char *key = hy_arena_format(s->arena, "%s/%s", slashed, class_name);
    const char *inherits = supers == NULL ? NULL : strstr(supers, "cap22_inh=");
    if (inherits != NULL)
        HY_TRY(remember(s, &s->inherited, key, atoi(inherits + strlen("cap22_inh="))));
    if (member[0] != '\0')
        key = hy_arena_format(s->arena, "%s.%s %s", key, member, desc);
    return remember(s, &s->minors, key, minor);
}

static hy_rc add_line(table *t, char *line)
{
    if (line[0] == '\0')
        return HY_OK;
    if (t->columns == 0) {
        t->columns = split(line, t->header);
        return HY_OK;
    }
    if (split(line, t->cell) < t->columns)
        return hy_reason_set(t->why, HY_FAIL(FORMAT), "line %u: fewer columns than the first line",
                             t->line);
    return add_row(t);
}

hy_rc hy_since_add(hy_since *s, hy_view bytes, hy_reason *why)
{
    char *text = hy_arena_string(s->arena, (const char *)bytes.p, bytes.n);
    HY_ENSURE(text != NULL, MEMORY);
    table t = {.s = s, .why = why};
    while (text != NULL) {
        char *end = strchr(text, '\n');
        if (end != NULL)
            *end = '\0';
        t.line++;
        HY_TRY(add_line(&t, text));
        text = end == NULL ? NULL : end + 1;
    }
    return HY_OK;
}

/* ---- questions ---- */

int hy_since_minor(const hy_since *s, const char *class_name, const char *name, const char *desc)
{
    const char *key = class_name;
    if (name != NULL)
        key = hy_arena_format(s->arena, "%s.%s %s", class_name, name, desc);
    const number *n = key == NULL ? NULL : hy_map_get(&s->minors, key);
    return n == NULL ? -1 : n->n;
}

bool hy_since_has_version(const hy_since *s, const char *package_name, unsigned minor)
{
    const minor_set *set = hy_map_get(&s->packages, package_name);
    return set != NULL && minor <= MINOR_MAX && set->has[minor];
}

int hy_since_inheritable(const hy_since *s, const char *class_name)
{
    const number *n = hy_map_get(&s->inherited, class_name);
    return n == NULL ? -1 : n->n;
}

/* ---- an older version of a package ---- */

static hy_rc not_in_tables(const char *class_name, const char *name, hy_reason *why)
{
    return hy_reason_set(why, HY_FAIL(NOT_FOUND), "%s%s%s is exported, but not in the tables",
                         class_name, name == NULL ? "" : ".", name == NULL ? "" : name);
}

static hy_rc filter_fields(const hy_since *s, hy_jclass *c, uint8_t minor, hy_reason *why)
{
    hy_jfield *kept = HY_NEW_ARRAY(s->arena, hy_jfield, c->field_count + 1);
    HY_ENSURE(kept != NULL, MEMORY);
    size_t count = 0;
    for (size_t i = 0; i < c->field_count; i++) {
        int since = hy_since_minor(s, c->name, c->fields[i].name, c->fields[i].desc);
        if (since < 0)
            return not_in_tables(c->name, c->fields[i].name, why);
        if (since > minor)
            continue;
        kept[count] = c->fields[i];
        kept[count++].owner = c;
    }
    c->fields = kept;
    c->field_count = count;
    return HY_OK;
}

static hy_rc filter_methods(const hy_since *s, hy_jclass *c, uint8_t minor, hy_reason *why)
{
    hy_jmethod *kept = HY_NEW_ARRAY(s->arena, hy_jmethod, c->method_count + 1);
    HY_ENSURE(kept != NULL, MEMORY);
    size_t count = 0;
    uint8_t virtual = 0;
    for (size_t i = 0; i < c->method_count; i++) {
        int since = hy_since_minor(s, c->name, c->methods[i].name, c->methods[i].desc);
        if (since < 0)
            return not_in_tables(c->name, c->methods[i].name, why);
        if (since > minor)
            continue;
        kept[count] = c->methods[i];
        kept[count++].owner = c;
        if (hy_vtable_is_virtual(&kept[count - 1]))
            virtual ++;
    }
    c->methods = kept;
    c->method_count = count;
    if (c->cap22_inheritable != HY_TOKEN_NONE && c->cap22_inheritable > virtual)
        c->cap22_inheritable = virtual;
    return HY_OK;
}

static hy_rc filter_class(const hy_since *s, hy_jpackage *p, const hy_jclass *from, hy_reason *why)
{
    int since = hy_since_minor(s, from->name, NULL, NULL);
    if (since < 0)
        return not_in_tables(from->name, NULL, why);
    if (since > p->minor)
        return HY_OK;
    hy_jclass *c = HY_NEW(s->arena, hy_jclass);
    HY_ENSURE(c != NULL, MEMORY);
    *c = *from;
    c->package = p;
    HY_TRY(filter_fields(s, c, p->minor, why));
    HY_TRY(filter_methods(s, c, p->minor, why));
    p->classes[p->class_count++] = c;
    return HY_OK;
}

hy_rc hy_since_filter(const hy_since *s, const hy_jpackage *p, uint8_t minor, hy_jpackage **out,
                      hy_reason *why)
{
    hy_jpackage *older = HY_NEW(s->arena, hy_jpackage);
    HY_ENSURE(older != NULL, MEMORY);
    *older = *p;
    older->minor = minor;
    older->class_count = 0;
    older->classes = HY_NEW_ARRAY(s->arena, hy_jclass *, p->class_count + 1);
    HY_ENSURE(older->classes != NULL, MEMORY);
    for (size_t i = 0; i < p->class_count; i++)
        HY_TRY(filter_class(s, older, p->classes[i], why));
    *out = older;
    return HY_OK;
}
