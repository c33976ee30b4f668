/* javac as a child process: arguments as a list, no shell, its output folder removed at the end.
 */
#include "converter/javac.h"

#include <errno.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { FILE_MAX = 16 * 1024 * 1024 };

/* ---- class files from disk ---- */

static hy_rc read_one(hy_arena *arena, const char *path, hy_front_file *file, hy_reason *why)
{
    hy_buf bytes;
    HY_TRY(hy_buf_read_file(&bytes, path, FILE_MAX, why));
    file->name = path;
    bool kept = hy_arena_view(arena, hy_buf_view(&bytes), &file->bytes);
    hy_buf_free(&bytes);
    return kept ? HY_OK : hy_reason_set(why, HY_FAIL(MEMORY), "%s: out of memory", path);
}

hy_rc hy_javac_read_classes(hy_arena *arena, const char *const *paths, size_t path_count,
                            const hy_front_file **files, size_t *file_count, hy_reason *why)
{
    hy_folder_list list = hy_folder_list_new(arena);
    for (size_t i = 0; i < path_count; i++)
        HY_TRY(hy_folder_add(&list, paths[i], ".class", why));
    hy_front_file *read = HY_NEW_ARRAY(arena, hy_front_file, list.count);
    if (read == NULL)
        return hy_reason_set(why, HY_FAIL(MEMORY), "out of memory");
    for (size_t i = 0; i < list.count; i++)
        HY_TRY(read_one(arena, list.paths[i], &read[i], why));
    *files = read;
    *file_count = list.count;
    return HY_OK;
}

/* ---- the compiler ---- */

static const char *compiler(hy_arena *arena)
{
    const char *home = getenv("JAVA_HOME");
    if (home == NULL || *home == '\0')
        return "javac";
    return hy_arena_format(arena, "%s/bin/javac", home);
}

/* A path that javac cannot take for an option or an argument file. */
static const char *plain_path(hy_arena *arena, const char *path)
{
    return path[0] == '-' || path[0] == '@' ? hy_arena_format(arena, "./%s", path) : path;
}

static const char **arguments(hy_arena *arena, const hy_javac_job *job,
                              const hy_folder_list *sources, const char *folder)
{
    const char *const fixed[] = {compiler(arena),
                                 "--release",
                                 "8",
                                 "-g",
                                 "-proc:none",
                                 "-Xlint:-options",
                                 "-encoding",
                                 "UTF-8",
                                 "-classpath",
                                 job->class_path == NULL ? folder : job->class_path,
                                 "-d",
                                 folder};
    size_t n = sizeof fixed / sizeof *fixed;
    const char **args = HY_NEW_ARRAY(arena, const char *, n + sources->count + 1);
    if (args == NULL)
        return NULL;
    memcpy(args, fixed, sizeof fixed);
    for (size_t i = 0; i < sources->count; i++)
        args[n + i] = plain_path(arena, sources->paths[i]);
    for (size_t i = 0; i < n + sources->count; i++)
        if (args[i] == NULL)
            return NULL;
    return args;
}

static hy_rc not_started(const char *program, int error, hy_reason *why)
{
    if (error == ENOENT)
        return hy_reason_set(why, HY_FAIL(NOT_FOUND),
                             "%s: there is no Java compiler; install the package "
                             "openjdk-17-jdk-headless, or set JAVA_HOME",
                             program);
    return hy_reason_set(why, HY_FAIL(IO), "%s: %s", program, strerror(error));
}

static hy_rc spawn(const char **args, hy_reason *why)
{
    /* posix_spawnp takes what exec takes: strings that it does not change. */
    union {
        const char **in;
        char *const *out;
    } argv = {.in = args};
    pid_t child;
    int error = posix_spawnp(&child, args[0], NULL, NULL, argv.out, environ);
    if (error != 0)
        return not_started(args[0], error, why);
    int status;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return hy_reason_set(why, HY_FAIL(IO), "javac: %s", strerror(errno));
    if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
        return not_started(args[0], ENOENT, why);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return hy_reason_set(why, HY_FAIL(STATE), "javac found errors: see its messages above");
    return HY_OK;
}

static hy_rc compile(hy_arena *arena, const hy_javac_job *job, const hy_folder_list *sources,
                     const char *folder, hy_javac_result *out, hy_reason *why)
{
    const char **args = arguments(arena, job, sources, folder);
    if (args == NULL)
        return hy_reason_set(why, HY_FAIL(MEMORY), "out of memory");
    HY_TRY(spawn(args, why));
    return hy_javac_read_classes(arena, &folder, 1, &out->files, &out->file_count, why);
}

hy_rc hy_javac_run(hy_arena *arena, const hy_javac_job *job, hy_javac_result *out, hy_reason *why)
{
    *out = (hy_javac_result){0};
    hy_folder_list sources = hy_folder_list_new(arena);
    for (size_t i = 0; i < job->path_count; i++)
        HY_TRY(hy_folder_add(&sources, job->paths[i], ".java", why));
    if (sources.count == 0)
        return hy_reason_set(why, HY_FAIL(NOT_FOUND), "there is no Java source to compile");
    out->sources = sources.paths;
    out->source_count = sources.count;
    const char *folder;
    HY_TRY(hy_folder_make_temporary(arena, &folder, why));
    hy_rc rc = compile(arena, job, &sources, folder, out, why);
    hy_reason ignored;
    hy_rc removed = hy_folder_remove(folder, hy_ok(rc) ? why : &ignored);
    return hy_ok(rc) ? removed : rc;
}
