/* Finding class files below folders. Names are sorted, so that what the file system thinks of order
   does not matter. */
#include "converter/classpath.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
    CLASS_FILE_MAX = 4 << 20,
    FILES_MAX = 65536,
    DEPTH_MAX = 64,
};

hy_classpath hy_classpath_new(hy_arena *arena)
{
    return (hy_classpath){.arena = arena};
}

static hy_rc add_file(hy_classpath *c, const char *path, hy_reason *why)
{
    if (c->count == FILES_MAX)
        return hy_reason_set(why, HY_FAIL(LIMIT), "%s: more than %d class files", path, FILES_MAX);
    if (c->count == c->room) {
        size_t room = c->room == 0 ? 64 : c->room * 2;
        hy_front_file *files = HY_NEW_ARRAY(c->arena, hy_front_file, room);
        HY_ENSURE(files != NULL, MEMORY);
        if (c->count > 0)
            memcpy(files, c->files, c->count * sizeof *files);
        c->files = files;
        c->room = room;
    }
    hy_buf bytes;
    HY_TRY(hy_buf_read_file(&bytes, path, CLASS_FILE_MAX, why));
    hy_front_file *file = &c->files[c->count];
    file->name = hy_arena_string(c->arena, path, strlen(path));
    bool kept = hy_arena_view(c->arena, hy_buf_view(&bytes), &file->bytes);
    hy_buf_free(&bytes);
    HY_ENSURE(kept && file->name != NULL, MEMORY);
    c->count++;
    return HY_OK;
}

static int visible(const struct dirent *e)
{
    return e->d_name[0] != '.';
}

static bool is_class_file(const char *name)
{
    size_t n = strlen(name);
    return n > 6 && strcmp(name + n - 6, ".class") == 0 && strcmp(name, "module-info.class") != 0;
}

static hy_rc add_folder(hy_classpath *c, const char *path, unsigned depth, hy_reason *why);

static hy_rc add_entry(hy_classpath *c, const char *folder, const char *name, unsigned depth,
                       hy_reason *why)
{
    const char *path = hy_arena_format(c->arena, "%s/%s", folder, name);
    HY_ENSURE(path != NULL, MEMORY);
    struct stat s;
    if (stat(path, &s) != 0)
        return hy_reason_set(why, HY_FAIL(IO), "%s: %s", path, strerror(errno));
    if (S_ISDIR(s.st_mode))
        return add_folder(c, path, depth + 1, why);
    return S_ISREG(s.st_mode) && is_class_file(name) ? add_file(c, path, why) : HY_OK;
}

static hy_rc add_folder(hy_classpath *c, const char *path, unsigned depth, hy_reason *why)
{
    if (depth > DEPTH_MAX)
        return hy_reason_set(why, HY_FAIL(LIMIT), "%s: folders nested too deep", path);
    struct dirent **entries;
    int count = scandir(path, &entries, visible, alphasort);
    if (count < 0)
        return hy_reason_set(why, HY_FAIL(IO), "%s: %s", path, strerror(errno));
    hy_rc rc = HY_OK;
    for (int i = 0; i < count; i++) {
        if (hy_ok(rc))
            rc = add_entry(c, path, entries[i]->d_name, depth, why);
        free(entries[i]);
    }
    free(entries);
    return rc;
}

hy_rc hy_classpath_add(hy_classpath *c, const char *path, hy_reason *why)
{
    struct stat s;
    if (stat(path, &s) != 0)
        return hy_reason_set(why, HY_FAIL(NOT_FOUND), "%s: %s", path, strerror(errno));
    return S_ISDIR(s.st_mode) ? add_folder(c, path, 0, why) : add_file(c, path, why);
}
