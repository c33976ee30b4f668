/* The data folder, found from the program's own place. */
#include "cmd/share.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATH_SIZE = 4096 };

/* The folder of the running program, without a slash at its end. */
static hy_rc program_folder(char *folder, size_t size)
{
    ssize_t n = readlink("/proc/self/exe", folder, size - 1);
    HY_ENSURE(n > 0, IO);
    folder[n] = '\0';
    char *slash = strrchr(folder, '/');
    HY_ENSURE(slash != NULL, IO);
    *slash = '\0';
    return HY_OK;
}

static bool try_place(hy_arena *arena, const char *folder, const char *below, const char *name,
                      const char **path)
{
    *path = hy_arena_format(arena, "%s%s/%s", folder, below, name);
    return *path != NULL && access(*path, R_OK) == 0;
}

hy_rc hy_share_find(hy_arena *arena, const char *name, const char **path, hy_reason *why)
{
    const char *chosen = getenv("HYDRA_SHARE");
    if (chosen != NULL) {
        if (try_place(arena, chosen, "", name, path))
            return HY_OK;
        return hy_reason_set(why, HY_FAIL(NOT_FOUND), "%s: not in $HYDRA_SHARE, which is %s", name,
                             chosen);
    }
    char folder[PATH_SIZE];
    HY_TRY(program_folder(folder, sizeof folder));
    if (try_place(arena, folder, "/../share/hydra", name, path) ||
        try_place(arena, folder, "/javacard", name, path) ||
        try_place(arena, folder, "/share", name, path))
        return HY_OK;
    return hy_reason_set(why, HY_FAIL(NOT_FOUND),
                         "%s: neither in %s/../share/hydra nor in %s/javacard; set HYDRA_SHARE",
                         name, folder, folder);
}
