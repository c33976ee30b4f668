/* Running the Java compiler on the sources of a package, and reading class files from disk.
 */
#ifndef HY_CONVERTER_JAVAC_H
#define HY_CONVERTER_JAVAC_H

#include "converter/folder.h"
#include "converter/front.h"

typedef struct hy_javac_job {
    const char *const *paths; /* source files and folders of them */
    size_t path_count;
    const char *class_path; /* "api.jar:more.jar"; NULL: none */
} hy_javac_job;

typedef struct hy_javac_result {
    const hy_front_file *files; /* in the arena, with their bytes */
    size_t file_count;
    const char *const *sources; /* all source files that were compiled */
    size_t source_count;
} hy_javac_result;

/* Compiles with the javac of JAVA_HOME, or else the first on PATH: Java 8, with debug information,
   no annotation processors. The compiler's messages go to standard error as they come. STATE when
   it found errors, NOT_FOUND when there is no compiler or no source, IO, MEMORY; why says the mend.
 */
hy_rc hy_javac_run(hy_arena *arena, const hy_javac_job *job, hy_javac_result *out,
                   hy_reason *why) HY_USE;

/* Reads class files, and those below folders, into the arena. Errors as hy_folder_add. */
hy_rc hy_javac_read_classes(hy_arena *arena, const char *const *paths, size_t path_count,
                            const hy_front_file **files, size_t *file_count, hy_reason *why) HY_USE;

#endif
