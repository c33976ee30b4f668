/* The front half of the converter: class files in, packages with code for the card out.
   Everything that a card cannot run is found and reported at once. */
#ifndef HY_CONVERTER_FRONT_H
#define HY_CONVERTER_FRONT_H

#include "converter/model.h"

typedef struct hy_front_options {
    const char *package; /* "com/example/wallet": classes of others are left out; NULL: all classes,
                            which must be of one package unless system is set */
    bool int_support;    /* the package may use int */
    bool system;         /* the platform's own packages: natives, several packages at once */
    const char *const *applets; /* names of applet classes, "com/example/wallet/Wallet" */
    size_t applet_count;
    const char *const *sources; /* paths of source files: to show in messages and to find lines
                                   that class files do not have; may be empty */
    size_t source_count;
} hy_front_options;

/* One class file: its bytes, which must outlive the call, and its name for messages. */
typedef struct hy_front_file {
    hy_view bytes;
    const char *name;
} hy_front_file;

/* Reads the class files and adds their packages, converted, to the world: classes in the order of
   their names, methods with code, references interned. The caller sets AID, version and applets of
   the packages. Findings about the program go to w->diag with file and line; when there are errors
   among them the result is SUBSET and the packages must not be used. FORMAT, VERSION or TRUNCATED
   when a file is no class file, EXISTS when a class is there twice, MEMORY; each with its why.
   *out is an array in the arena. */
hy_rc hy_front_load(hy_world *w, const hy_front_options *options, const hy_front_file *files,
                    size_t file_count, hy_jpackage ***out, size_t *out_count,
                    hy_reason *why) HY_USE;

#endif
