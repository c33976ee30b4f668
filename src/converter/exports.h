/* Where imported packages come from: an ordered list of folders with export files, searched as a
   class path is. The first folder that has a package serves it. */
#ifndef HY_CONVERTER_EXPORTS_H
#define HY_CONVERTER_EXPORTS_H

#include "converter/model.h"

/* Two layouts are looked up in each folder, the second first:
     com/example/wallet/javacard/wallet.exp     the vendor's, one version
     com.example.wallet/1.2.exp                 ours, a file for each version */

/* One version of a package that a folder has. */
typedef struct hy_export {
    const char *package_name; /* "com/example/wallet" */
    const char *path;
    uint8_t major, minor;
} hy_export;

/* May this version be used? The caller's rule, such as what --target allows. */
typedef bool (*hy_exports_allow_fn)(void *context, const char *package_name, uint8_t major,
                                    uint8_t minor);

typedef struct hy_exports {
    hy_arena *arena; /* borrowed; owns everything below */
    const char **folders;
    size_t folder_count;
    size_t folder_room;
    hy_exports_allow_fn allow; /* NULL: every version. Set by the caller */
    void *allow_context;
    hy_map by_aid; /* "A0000000620101" to every export file of that AID; made when first needed */
    bool indexed;
} hy_exports;

/* An empty list. */
hy_exports hy_exports_new(hy_arena *arena);

/* Appends a folder. NOT_FOUND with a reason when it is none. */
hy_rc hy_exports_add(hy_exports *e, const char *folder, hy_reason *why) HY_USE;

/* The versions of a package in the first folder that has any, oldest first (allow is not asked).
   *count is 0 when no folder has it. The list is in the arena. FORMAT, IO … with why when a file
   cannot be read. */
hy_rc hy_exports_list(hy_exports *e, const char *package_name, const hy_export **list,
                      size_t *count, hy_reason *why) HY_USE;

/* Reads one listed version. FORMAT when the file is malformed, or holds another package or version
   than its place says. */
hy_rc hy_exports_read(hy_exports *e, hy_arena *arena, const hy_export *version, hy_jpackage **out,
                      hy_reason *why) HY_USE;

/* The newest allowed version of a package: a hy_import_fn, whose context is the hy_exports.
   NOT_FOUND when no folder has the package; VERSION when one has, but no version is allowed. */
hy_rc hy_exports_import(void *context, hy_world *world, const char *package_name, hy_jpackage **out,
                        hy_reason *why) HY_USE;

/* The package that a CAP file imports by AID and version: of the same major version the lowest
   minor version not below the one asked for (JCVM 4.5.2), from the first folder that has that one.
   The version decides before the folder: methods that came after the imported version would be
   demanded of subclasses and implementations that cannot know them.
   NOT_FOUND when there is none; why names what there is. Reads all export files of the folders
   once; those that are malformed are passed over. */
hy_rc hy_exports_by_aid(hy_exports *e, hy_arena *arena, hy_view aid, uint8_t major, uint8_t minor,
                        hy_jpackage **out, hy_reason *why) HY_USE;

#endif
