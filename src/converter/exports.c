/* Export files in folders: looked up by package name or by AID, one file a version. */
#include "converter/exports.h"

#include "base/hex.h"
#include "converter/expfile.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
    SCRATCH_MAX = 64 << 20, /* arena for a package that is read to see its version */
    DEPTH_MAX = 16,         /* folders below an export folder that are walked for AIDs */
    FILES_MAX = 20000,      /* export files in all of them */
};

hy_exports hy_exports_new(hy_arena *arena)
{
    return (hy_exports){.arena = arena, .by_aid = hy_map_new(arena)};
}

static hy_rc no_memory(hy_reason *why)
{
    return hy_reason_set(why, HY_FAIL(MEMORY), "export files: out of memory");
}

hy_rc hy_exports_add(hy_exports *e, const char *folder, hy_reason *why)
{
    struct stat status;
    if (stat(folder, &status) != 0 || !S_ISDIR(status.st_mode))
        return hy_reason_set(why, HY_FAIL(NOT_FOUND),
                             "%s: no such folder; give one with export files", folder);
    const char **folders =
        hy_arena_grow(e->arena, e->folders, e->folder_count, &e->folder_room, sizeof *folders);
    const char *copy = hy_arena_string(e->arena, folder, strlen(folder));
    if (folders == NULL || copy == NULL)
        return no_memory(why);
    e->folders = folders;
    e->folders[e->folder_count++] = copy;
    e->indexed = false;
    e->by_aid = hy_map_new(e->arena);
    return HY_OK;
}

/* ---- reading one file ---- */

static hy_rc read_file(hy_arena *arena, const char *path, hy_jpackage **out, hy_reason *why)
{
    hy_buf bytes = hy_buf_new(HY_EXP_MAX);
    hy_rc rc = hy_buf_read_file(&bytes, path, HY_EXP_MAX, why);
    if (hy_ok(rc)) {
        rc = hy_expfile_read(arena, hy_buf_view(&bytes), out, why);
        if (!hy_ok(rc))
            rc = hy_reason_prefix(why, rc, path);
    }
    hy_buf_free(&bytes);
    return rc;
}

hy_rc hy_exports_read(hy_exports *e, hy_arena *arena, const hy_export *version, hy_jpackage **out,
                      hy_reason *why)
{
    (void)e;
    HY_TRY(read_file(arena, version->path, out, why));
    const hy_jpackage *p = *out;
    if (strcmp(p->name, version->package_name) == 0 && p->major == version->major &&
        p->minor == version->minor)
        return HY_OK;
    *out = NULL;
    return hy_reason_set(why, HY_FAIL(FORMAT), "%s: holds %s %u.%u, not %s %u.%u as its place says",
                         version->path, p->name, p->major, p->minor, version->package_name,
                         version->major, version->minor);
}

/* ---- the versions of a package in one folder ---- */

/* A list of versions that grows; oldest first, each once. */
typedef struct versions {
    hy_export *at;
    size_t count;
    size_t room;
} versions;

static int compare_versions(const hy_export *a, const hy_export *b)
{
    return (a->major << 8 | a->minor) - (b->major << 8 | b->minor);
}

static bool add_version(hy_exports *e, versions *list, hy_export v)
{
    size_t i = list->count;
    while (i > 0 && compare_versions(&list->at[i - 1], &v) > 0)
        i--;
    if (i > 0 && compare_versions(&list->at[i - 1], &v) == 0)
        return true;
    hy_export *at = hy_arena_grow(e->arena, list->at, list->count, &list->room, sizeof *at);
    if (at == NULL)
        return false;
    list->at = at;
    memmove(&list->at[i + 1], &list->at[i], (list->count - i) * sizeof v);
    list->at[i] = v;
    list->count++;
    return true;
}

/* "1.2.exp" is 1 and 2; anything else is none. */
static bool parse_version(const char *name, uint8_t *major, uint8_t *minor)
{
    unsigned parts[2];
    for (int i = 0; i < 2; i++) {
        char *end;
        if (*name < '0' || *name > '9')
            return false;
        unsigned long n = strtoul(name, &end, 10);
        if (n > UINT8_MAX || *end != '.' || (*name == '0' && end != name + 1))
            return false;
        parts[i] = (unsigned)n;
        name = end + 1;
    }
    *major = (uint8_t)parts[0];
    *minor = (uint8_t)parts[1];
    return strcmp(name, "exp") == 0;
}

/* Ours: a folder of the package's name with a file for each version. */
static hy_rc list_ours(hy_exports *e, const char *folder, const char *name, versions *list,
                       hy_reason *why)
{
    const char *dotted = hy_arena_replace(e->arena, name, '/', '.');
    const char *path = dotted == NULL ? NULL : hy_arena_format(e->arena, "%s/%s", folder, dotted);
    if (path == NULL)
        return no_memory(why);
    DIR *dir = opendir(path);
    if (dir == NULL)
        return HY_OK;
    hy_rc rc = HY_OK;
    for (struct dirent *d; hy_ok(rc) && (d = readdir(dir)) != NULL;) {
        hy_export v = {.package_name = name};
        if (!parse_version(d->d_name, &v.major, &v.minor))
            continue;
        v.path = hy_arena_format(e->arena, "%s/%s", path, d->d_name);
        if (v.path == NULL || !add_version(e, list, v))
            rc = no_memory(why);
    }
    closedir(dir);
    return rc;
}

/* The vendor's: one file, whose version stands in it. */
static hy_rc list_vendors(hy_exports *e, const char *folder, const char *name, versions *list,
                          hy_reason *why)
{
    const char *slash = strrchr(name, '/');
    const char *path = hy_arena_format(e->arena, "%s/%s/javacard/%s.exp", folder, name,
                                       slash == NULL ? name : slash + 1);
    if (path == NULL)
        return no_memory(why);
    struct stat status;
    if (stat(path, &status) != 0 || !S_ISREG(status.st_mode))
        return HY_OK;
    hy_arena scratch = hy_arena_new(SCRATCH_MAX);
    hy_jpackage *p = NULL;
    hy_rc rc = read_file(&scratch, path, &p, why);
    if (hy_ok(rc) && strcmp(p->name, name) != 0)
        rc = hy_reason_set(why, HY_FAIL(FORMAT), "%s: holds package %s, not %s as its place says",
                           path, p->name, name);
    if (hy_ok(rc) && !add_version(e, list, (hy_export){name, path, p->major, p->minor}))
        rc = no_memory(why);
    hy_arena_free(&scratch);
    return rc;
}

/* A package's name becomes a path: no segment may lead elsewhere. */
static bool is_plain(const char *package_name)
{
    return package_name[0] != '\0' && package_name[0] != '/' && strchr(package_name, '.') == NULL;
}

static hy_rc list_folder(hy_exports *e, const char *folder, const char *name, versions *list,
                         hy_reason *why)
{
    if (!is_plain(name))
        return HY_OK;
    HY_TRY(list_ours(e, folder, name, list, why));
    return list_vendors(e, folder, name, list, why);
}

hy_rc hy_exports_list(hy_exports *e, const char *package_name, const hy_export **list,
                      size_t *count, hy_reason *why)
{
    versions found = {.count = 0};
    for (size_t i = 0; i < e->folder_count && found.count == 0; i++)
        HY_TRY(list_folder(e, e->folders[i], package_name, &found, why));
    *list = found.at;
    *count = found.count;
    return HY_OK;
}

/* ---- the import function ---- */

hy_rc hy_exports_import(void *context, hy_world *world, const char *package_name, hy_jpackage **out,
                        hy_reason *why)
{
    hy_exports *e = context;
    const hy_export *list = NULL;
    size_t count = 0;
    HY_TRY(hy_exports_list(e, package_name, &list, &count, why));
    if (count == 0)
        return hy_reason_set(why, HY_FAIL(NOT_FOUND), "no export file of %s; give its folder",
                             package_name);
    for (size_t i = count; i-- > 0;)
        if (e->allow == NULL ||
            e->allow(e->allow_context, package_name, list[i].major, list[i].minor))
            return hy_exports_read(e, world->arena, &list[i], out, why);
    return hy_reason_set(why, HY_FAIL(VERSION),
                         "%s: every version in %s is newer than the target; the oldest is %u.%u",
                         package_name, list[0].path, list[0].major, list[0].minor);
}

/* ---- by AID ---- */

/* Export files of one AID, in the order of folders. */
typedef struct aid_entry {
    struct aid_entry *next;
    const char *path;
    size_t folder;
    uint8_t major, minor;
} aid_entry;

typedef struct aid_list {
    aid_entry *first;
    aid_entry **end;
} aid_list;

static const char *aid_key(hy_view aid, char key[40])
{
    return hy_hex_encode(aid, key, 40);
}

static hy_rc add_aid(hy_exports *e, const hy_jpackage *p, const char *path, size_t folder)
{
    char key[40];
    aid_list *list = hy_map_get(&e->by_aid, aid_key(p->aid, key));
    if (list == NULL) {
        list = HY_NEW(e->arena, aid_list);
        HY_ENSURE(list != NULL, MEMORY);
        list->end = &list->first;
        HY_TRY(hy_map_set(&e->by_aid, key, list));
    }
    aid_entry *entry = HY_NEW(e->arena, aid_entry);
    const char *copy = hy_arena_string(e->arena, path, strlen(path));
    HY_ENSURE(entry != NULL && copy != NULL, MEMORY);
    *entry = (aid_entry){NULL, copy, folder, p->major, p->minor};
    *list->end = entry;
    list->end = &entry->next;
    return HY_OK;
}

static bool is_export_name(const char *name)
{
    size_t n = strlen(name);
    return n > 4 && strcmp(name + n - 4, ".exp") == 0;
}

static hy_rc index_file(hy_exports *e, const char *path, size_t folder)
{
    hy_arena scratch = hy_arena_new(SCRATCH_MAX);
    hy_jpackage *p = NULL;
    hy_rc rc = HY_OK;
    if (hy_ok(read_file(&scratch, path, &p, NULL)))
        rc = add_aid(e, p, path, folder);
    hy_arena_free(&scratch);
    return rc;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

/* Names in the order of strcmp, so that the same folder is walked in the same order everywhere. */
static hy_rc index_folder(hy_exports *e, const char *folder, size_t number, int depth,
                          size_t *files)
{
    struct dirent **names = NULL;
    int count = depth > DEPTH_MAX ? 0 : scandir(folder, &names, NULL, by_name);
    hy_rc rc = HY_OK;
    for (int i = 0; i < count; i++) {
        const char *name = names[i]->d_name;
        hy_arena scratch = hy_arena_new(1 << 16);
        const char *path = hy_arena_format(&scratch, "%s/%s", folder, name);
        struct stat status;
        if (hy_ok(rc) && path != NULL && name[0] != '.' && stat(path, &status) == 0) {
            if (S_ISDIR(status.st_mode))
                rc = index_folder(e, path, number, depth + 1, files);
            else if (is_export_name(name) && ++*files <= FILES_MAX)
                rc = index_file(e, path, number);
        }
        hy_arena_free(&scratch);
        free(names[i]);
    }
    free(names);
    return rc;
}

static hy_rc make_index(hy_exports *e)
{
    size_t files = 0;
    for (size_t i = 0; i < e->folder_count && !e->indexed; i++)
        HY_TRY(index_folder(e, e->folders[i], i, 0, &files));
    e->indexed = true;
    return HY_OK;
}

/* The lowest version that serves; of the same version the one of the first folder. */
static const aid_entry *best_of(const aid_list *list, uint8_t major, uint8_t minor)
{
    const aid_entry *best = NULL;
    for (const aid_entry *a = list->first; a != NULL; a = a->next)
        if (a->major == major && a->minor >= minor && (best == NULL || a->minor < best->minor))
            best = a;
    return best;
}

hy_rc hy_exports_by_aid(hy_exports *e, hy_arena *arena, hy_view aid, uint8_t major, uint8_t minor,
                        hy_jpackage **out, hy_reason *why)
{
    if (!hy_ok(make_index(e)))
        return no_memory(why);
    char key[40];
    const aid_list *list = hy_map_get(&e->by_aid, aid_key(aid, key));
    if (list == NULL)
        return hy_reason_set(why, HY_FAIL(NOT_FOUND),
                             "no export file of the package with AID %s; give its folder", key);
    const aid_entry *best = best_of(list, major, minor);
    if (best == NULL)
        return hy_reason_set(why, HY_FAIL(NOT_FOUND),
                             "AID %s: version %u.%u is imported, %s has %u.%u; give a folder with "
                             "%u.%u or a later minor version",
                             key, major, minor, list->first->path, list->first->major,
                             list->first->minor, major, minor);
    return read_file(arena, best->path, out, why);
}
