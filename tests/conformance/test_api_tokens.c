/* Every row of the tables of the published API (javacard/tokens) against the export files that our
   converter made of our own API: AIDs, versions, tokens, flags, supers, descriptors, constants; and
   each older version against the rows that it should have, no more and no fewer.
   Folders: HYDRA_EXPORTS, HYDRA_TOKENS. */
#include "test.h"

#include "base/hex.h"
#include "converter/exports.h"
#include "converter/target.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TABLE_MAX = 4 << 20, COLUMNS_MAX = 24, ROWS_MAX = 8192 };

/* The columns, as the tables' first lines name them. */
enum column {
    PACKAGE,
    AID,
    VERSION,
    SINCE,
    KIND,
    CLASS,
    CLASS_TOKEN,
    ACCESS,
    SUPERS,
    MEMBER,
    DESCRIPTOR,
    MEMBER_TOKEN,
    CONSTANT,
    COLUMN_COUNT,
};

typedef struct row {
    const char *cell[COLUMN_COUNT];
    const char *package; /* with slashes */
    const char *class;   /* whole, with slashes */
    int minor;           /* of its package, in which the row came */
} row;

static struct {
    hy_arena arena;
    hy_exports exports;
    row *rows;
    size_t count;
    size_t compared;
    size_t wrong;
} t;

/* Differences are counted and printed; the test fails at the end, having seen all. */
static void differ(const row *r, const char *what, const char *got, const char *want)
{
    if (t.wrong++ < 100)
        print_error("%s %s%s%s: %s is %s, the table says %s\n", r->class, r->cell[KIND],
                    r->cell[MEMBER][0] == '\0' ? "" : " ", r->cell[MEMBER], what, got, want);
}

static void compare_text(const row *r, const char *what, const char *got, const char *want)
{
    if (strcmp(got, want) != 0)
        differ(r, what, got, want);
}

static void compare_number(const row *r, const char *what, long got, const char *want)
{
    char text[24];
    snprintf(text, sizeof text, "%ld", got);
    compare_text(r, what, text, want);
}

/* ---- the tables ---- */

static const char *slashed(const char *text)
{
    char *copy = hy_arena_string(&t.arena, text, strlen(text));
    assert_non_null(copy);
    for (char *p = copy; *p != '\0'; p++)
        if (*p == '.')
            *p = '/';
    return copy;
}

static int minor_of(const char *since, const char *package)
{
    hy_target target;
    if (strspn(since, "0123456789") + 2 >= strlen(since) &&
        strchr(since, '.') == strrchr(since, '.'))
        return atoi(strchr(since, '.') + 1);
    assert_ok(hy_target_parse(since, &target, NULL));
    return hy_target_minor(target, package);
}

static void read_row(char *line)
{
    row *r = &t.rows[t.count++];
    assert_true(t.count < ROWS_MAX);
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        char *tab = strchr(line, '\t');
        r->cell[i] = line;
        if (tab != NULL)
            *tab = '\0';
        line = tab == NULL ? line + strlen(line) : tab + 1;
    }
    r->package = slashed(r->cell[PACKAGE]);
    r->class = hy_arena_format(&t.arena, "%s/%s", r->package, r->cell[CLASS]);
    assert_non_null(r->class);
    r->minor = minor_of(r->cell[SINCE], r->package);
    assert_true(r->minor >= 0);
}

static void read_table(const char *name)
{
    const char *folder = getenv("HYDRA_TOKENS");
    assert_non_null(folder);
    const char *path = hy_arena_format(&t.arena, "%s/%s", folder, name);
    hy_buf bytes;
    assert_ok(hy_buf_read_file(&bytes, path, TABLE_MAX, NULL));
    char *text = hy_arena_string(&t.arena, (const char *)bytes.p, bytes.n);
    hy_buf_free(&bytes);
    assert_non_null(text);
    const char *header = "package_name	package_aid_hex	package_version	since_";
    assert_memory_equal(text, header, strlen(header));
    for (char *line = strchr(text, '\n') + 1; line != NULL && *line != '\0';) {
        char *end = strchr(line, '\n');
        if (end != NULL)
            *end = '\0';
        read_row(line);
        line = end == NULL ? NULL : end + 1;
    }
}

/* ---- export files ---- */

static const hy_export *versions_of(const char *package, size_t *count)
{
    const hy_export *list;
    hy_reason why = {""};
    if (!hy_ok(hy_exports_list(&t.exports, package, &list, count, &why)))
        fail_msg("%s: %s", package, why.text);
    return list;
}

static hy_jpackage *read_version(const hy_export *version)
{
    hy_jpackage *p;
    hy_reason why = {""};
    if (!hy_ok(hy_exports_read(&t.exports, &t.arena, version, &p, &why)))
        fail_msg("%s: %s", version->path, why.text);
    return p;
}

static hy_jpackage *newest(const char *package)
{
    static const char *last_name;
    static hy_jpackage *last;
    if (last_name != NULL && strcmp(last_name, package) == 0)
        return last;
    size_t count;
    const hy_export *list = versions_of(package, &count);
    if (count == 0)
        fail_msg("no export file of %s", package);
    last_name = package;
    last = read_version(&list[count - 1]);
    return last;
}

static hy_jclass *class_in(const hy_jpackage *p, const char *name)
{
    for (size_t i = 0; i < p->class_count; i++)
        if (strcmp(p->classes[i]->name, name) == 0)
            return p->classes[i];
    return NULL;
}

static hy_jfield *field_in(const hy_jclass *c, const char *name, const char *desc)
{
    for (size_t i = 0; i < c->field_count; i++)
        if (strcmp(c->fields[i].name, name) == 0 && strcmp(c->fields[i].desc, desc) == 0)
            return &c->fields[i];
    return NULL;
}

static hy_jmethod *method_in(const hy_jclass *c, const char *name, const char *desc)
{
    for (size_t i = 0; i < c->method_count; i++)
        if (strcmp(c->methods[i].name, name) == 0 && strcmp(c->methods[i].desc, desc) == 0)
            return &c->methods[i];
    return NULL;
}

/* ---- one row ---- */

static void compare_access(const row *r, unsigned access)
{
    char text[16];
    snprintf(text, sizeof text, "0x%04X", access);
    char want[7] = "";
    memcpy(want, r->cell[ACCESS], 6);
    compare_text(r, "access", text, want);
}

/* Every name of the list "a.b.C,d.E" is among names, and there are no others. */
static void compare_names(const row *r, const char *what, const char *list, size_t list_length,
                          const char **names, size_t count)
{
    size_t wanted = 0;
    const char *end = list + list_length;
    while (list < end) {
        size_t n = strcspn(list, ",;");
        char *dotted = hy_arena_string(&t.arena, list, n);
        const char *name = slashed(dotted);
        bool found = false;
        for (size_t i = 0; i < count; i++)
            found = found || strcmp(names[i], name) == 0;
        if (!found)
            differ(r, what, "without it", name);
        wanted++;
        list += n + 1;
    }
    if (wanted != count)
        differ(r, what, "longer", "fewer names");
}

static void compare_class(const row *r, const hy_jclass *c)
{
    compare_access(r, c->access);
    const char *supers = r->cell[SUPERS];
    assert_memory_equal(supers, "super=", 6);
    const char *interfaces = strstr(supers, ";ifaces=");
    assert_non_null(interfaces);
    compare_names(r, "superclasses", supers + 6, (size_t)(interfaces - supers - 6), c->supers,
                  c->super_count);
    const char *list = interfaces + strlen(";ifaces=");
    compare_names(r, "interfaces", list, strcspn(list, ";"), c->interfaces, c->interface_count);
    const char *inheritable = strstr(supers, ";cap22_inh=");
    if (inheritable != NULL && c->cap22_inheritable != HY_TOKEN_NONE)
        compare_number(r, "cap22_inh", c->cap22_inheritable, inheritable + strlen(";cap22_inh="));
}

static void compare_field(const row *r, const hy_jclass *c)
{
    const hy_jfield *f = field_in(c, r->cell[MEMBER], r->cell[DESCRIPTOR]);
    if (f == NULL) {
        differ(r, "the field", "missing", "there");
        return;
    }
    compare_access(r, f->access);
    compare_number(r, "token", f->token, r->cell[MEMBER_TOKEN]);
    bool constant = strcmp(r->cell[KIND], "constant") == 0;
    if (f->is_constant != constant)
        differ(r, "it", f->is_constant ? "a constant" : "a variable", r->cell[KIND]);
    if (constant)
        compare_number(r, "value", f->constant, r->cell[CONSTANT]);
}

static void compare_method(const row *r, const hy_jclass *c)
{
    const hy_jmethod *m = method_in(c, r->cell[MEMBER], r->cell[DESCRIPTOR]);
    if (m == NULL) {
        differ(r, "the method", "missing", "there");
        return;
    }
    compare_access(r, m->access);
    compare_number(r, "token", m->token, r->cell[MEMBER_TOKEN]);
    bool is_static = (m->access & HY_ACC_STATIC) != 0 || m->name[0] == '<';
    if (is_static != (strcmp(r->cell[KIND], "static_method") == 0))
        differ(r, "it", is_static ? "static" : "virtual", r->cell[KIND]);
}

static void compare_row(const row *r)
{
    const hy_jpackage *p = newest(r->package);
    char text[40];
    compare_text(r, "AID", hy_hex_encode(p->aid, text, sizeof text), r->cell[AID]);
    snprintf(text, sizeof text, "%u.%u", p->major, p->minor);
    compare_text(r, "version", text, r->cell[VERSION]);
    t.compared++;
    const hy_jclass *c = class_in(p, r->class);
    if (c == NULL) {
        differ(r, "the class", "missing", "there");
        return;
    }
    compare_number(r, "class token", c->token, r->cell[CLASS_TOKEN]);
    const char *kind = r->cell[KIND];
    if (strcmp(kind, "class") == 0 || strcmp(kind, "interface") == 0)
        compare_class(r, c);
    else if (strcmp(kind, "constant") == 0 || strcmp(kind, "field") == 0)
        compare_field(r, c);
    else
        compare_method(r, c);
}

static void test_every_row_is_as_published(void **state)
{
    (void)state;
    for (size_t i = 0; i < t.count; i++)
        compare_row(&t.rows[i]);
    print_message("# %zu rows compared, %zu differences\n", t.compared, t.wrong);
    assert_int_equal(t.compared, t.count);
    assert_int_equal(t.wrong, 0);
}

/* ---- older versions ---- */

static bool version_has(const hy_jpackage *p, const row *r)
{
    const hy_jclass *c = class_in(p, r->class);
    if (c == NULL || r->cell[MEMBER][0] == '\0')
        return c != NULL;
    return field_in(c, r->cell[MEMBER], r->cell[DESCRIPTOR]) != NULL ||
           method_in(c, r->cell[MEMBER], r->cell[DESCRIPTOR]) != NULL;
}

static size_t things_in(const hy_jpackage *p)
{
    size_t n = p->class_count;
    for (size_t i = 0; i < p->class_count; i++)
        n += p->classes[i]->field_count + p->classes[i]->method_count;
    return n;
}

/* Exactly the rows up to its version: all of them are there, and nothing else is. */
static size_t check_version(const hy_export *version)
{
    const hy_jpackage *p = read_version(version);
    size_t wanted = 0;
    for (size_t i = 0; i < t.count; i++) {
        const row *r = &t.rows[i];
        if (strcmp(r->package, version->package_name) != 0)
            continue;
        bool due = r->minor <= version->minor;
        wanted += due;
        if (version_has(p, r) != due)
            differ(r, version->path, due ? "without it" : "with it", r->cell[SINCE]);
    }
    if (things_in(p) != wanted) {
        t.wrong++;
        print_error("%s: has %zu classes and members, the table %zu\n", version->path, things_in(p),
                    wanted);
    }
    return wanted;
}

static void test_each_version_has_what_it_had(void **state)
{
    (void)state;
    size_t versions = 0, rows = 0;
    t.wrong = 0;
    for (size_t i = 0; i < t.count; i++) {
        bool first = i == 0 || strcmp(t.rows[i - 1].package, t.rows[i].package) != 0;
        size_t count = 0;
        const hy_export *list = first ? versions_of(t.rows[i].package, &count) : NULL;
        for (size_t v = 0; v < count; v++, versions++)
            rows += check_version(&list[v]);
    }
    print_message("# %zu versions of packages checked, %zu rows\n", versions, rows);
    assert_int_equal(t.wrong, 0);
}

/* The target's table and the export files agree on what versions there are. */
static void test_every_target_has_its_versions(void **state)
{
    (void)state;
    size_t checked = 0;
    for (size_t i = 0; i < t.count; i++) {
        if (i > 0 && strcmp(t.rows[i - 1].package, t.rows[i].package) == 0)
            continue;
        size_t count;
        const hy_export *list = versions_of(t.rows[i].package, &count);
        for (hy_target target = HY_TARGET_2_1_1; target < HY_TARGET_COUNT; target++) {
            int minor = hy_target_minor(target, t.rows[i].package);
            bool found = minor < 0;
            for (size_t v = 0; v < count; v++)
                found = found || list[v].minor == minor;
            assert_true(found);
            checked += minor >= 0;
        }
    }
    assert_true(checked > 100);
}

static int open_tables(void **state)
{
    (void)state;
    t.arena = hy_arena_new(256 << 20);
    t.rows = calloc(ROWS_MAX, sizeof *t.rows);
    assert_non_null(t.rows);
    t.exports = hy_exports_new(&t.arena);
    assert_non_null(getenv("HYDRA_EXPORTS"));
    assert_ok(hy_exports_add(&t.exports, getenv("HYDRA_EXPORTS"), NULL));
    read_table("javacard.tsv");
    read_table("globalplatform.tsv");
    return 0;
}

static int close_tables(void **state)
{
    (void)state;
    free(t.rows);
    hy_arena_free(&t.arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_row_is_as_published),
        cmocka_unit_test(test_each_version_has_what_it_had),
        cmocka_unit_test(test_every_target_has_its_versions),
    };
    return cmocka_run_group_tests(tests, open_tables, close_tables);
}
