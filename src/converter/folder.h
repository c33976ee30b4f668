/* Files below folders: sources for the compiler, class files for the converter.
 */
#ifndef HY_CONVERTER_FOLDER_H
#define HY_CONVERTER_FOLDER_H

#include "base/arena.h"

typedef struct hy_folder_list {
    hy_arena *arena; /* borrowed; owns the paths */
    const char **paths;
    size_t count, room;
} hy_folder_list;

static inline hy_folder_list hy_folder_list_new(hy_arena *arena)
{
    return (hy_folder_list){arena, NULL, 0, 0};
}

/* Adds path if it is a file, whatever its name; or, if it is a folder, every file below it whose
   name ends in suffix (".java"), in the order of their paths. Hidden files and folders are left
   out. NOT_FOUND, IO, MEMORY with the path in why. */
hy_rc hy_folder_add(hy_folder_list *list, const char *path, const char *suffix,
                    hy_reason *why) HY_USE;

/* Makes a new empty folder for temporary files, below TMPDIR or /tmp; its path in the arena. */
hy_rc hy_folder_make_temporary(hy_arena *arena, const char **out, hy_reason *why) HY_USE;

/* Removes the folder and all that is in it; does not follow links. */
hy_rc hy_folder_remove(const char *path, hy_reason *why) HY_USE;

#endif
