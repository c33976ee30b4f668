/* Walking, making and removing folders.
 */
#include "converter/folder.h"

#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEPTH_MAX = 64, OPEN_MAX_DIRS = 16 };

static hy_rc failed(hy_reason *why, const char *path)
{
    if (errno == ENOENT)
        return hy_reason_set(why, HY_FAIL(NOT_FOUND), "%s: no such file or folder", path);
    return hy_reason_set(why, HY_FAIL(IO), "%s: %s", path, strerror(errno));
}

static hy_rc add_path(hy_folder_list *list, const char *path)
{
    const char **paths =
        hy_arena_grow(list->arena, list->paths, list->count, &list->room, sizeof *paths);
    const char *copy = hy_arena_string(list->arena, path, strlen(path));
    HY_ENSURE(paths != NULL && copy != NULL, MEMORY);
    list->paths = paths;
    list->paths[list->count++] = copy;
    return HY_OK;
}

static bool ends_in(const char *name, const char *suffix)
{
    size_t n = strlen(name), m = strlen(suffix);
    return n > m && strcmp(name + n - m, suffix) == 0;
}

static hy_rc add_folder(hy_folder_list *list, const char *path, const char *suffix, int depth,
                        hy_reason *why);

static hy_rc add_entry(hy_folder_list *list, const char *folder, const char *name,
                       const char *suffix, int depth, hy_reason *why)
{
    if (name[0] == '.')
        return HY_OK;
    const char *path = hy_arena_format(list->arena, "%s/%s", folder, name);
    HY_ENSURE(path != NULL, MEMORY);
    struct stat st;
    if (stat(path, &st) != 0)
        return failed(why, path);
    if (S_ISDIR(st.st_mode))
        return add_folder(list, path, suffix, depth + 1, why);
    return ends_in(name, suffix) ? add_path(list, path) : HY_OK;
}

static hy_rc add_folder(hy_folder_list *list, const char *path, const char *suffix, int depth,
                        hy_reason *why)
{
    if (depth > DEPTH_MAX)
        return hy_reason_set(why, HY_FAIL(LIMIT), "%s: folders too deep", path);
    struct dirent **entries;
    int n = scandir(path, &entries, NULL, alphasort);
    if (n < 0)
        return failed(why, path);
    hy_rc rc = HY_OK;
    for (int i = 0; i < n; i++) {
        if (hy_ok(rc))
            rc = add_entry(list, path, entries[i]->d_name, suffix, depth, why);
        free(entries[i]);
    }
    free(entries);
    return rc;
}

hy_rc hy_folder_add(hy_folder_list *list, const char *path, const char *suffix, hy_reason *why)
{
    struct stat st;
    if (stat(path, &st) != 0)
        return failed(why, path);
    hy_rc rc = S_ISDIR(st.st_mode) ? add_folder(list, path, suffix, 0, why) : add_path(list, path);
    if (rc.code == HY_E_MEMORY)
        return hy_reason_set(why, rc, "%s: out of memory", path);
    return rc;
}

hy_rc hy_folder_make_temporary(hy_arena *arena, const char **out, hy_reason *why)
{
    const char *base = getenv("TMPDIR");
    char *path =
        hy_arena_format(arena, "%s/hyd-XXXXXX", base == NULL || *base == '\0' ? "/tmp" : base);
    if (path == NULL)
        return hy_reason_set(why, HY_FAIL(MEMORY), "out of memory");
    if (mkdtemp(path) == NULL)
        return failed(why, path);
    *out = path;
    return HY_OK;
}

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st;
    (void)type;
    (void)ftw;
    return remove(path);
}

hy_rc hy_folder_remove(const char *path, hy_reason *why)
{
    if (nftw(path, remove_entry, OPEN_MAX_DIRS, FTW_DEPTH | FTW_PHYS) != 0)
        return failed(why, path);
    return HY_OK;
}
