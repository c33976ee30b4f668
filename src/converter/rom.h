/* The platform's own packages as one set: converted, numbered and linked by name, then written as
   the element's ROM image and as the export files that applets are built with.
   The image is drawn in docs/formats/rom.md. */
#ifndef HY_CONVERTER_ROM_H
#define HY_CONVERTER_ROM_H

#include "base/diag.h"
#include "converter/cap.h"
#include "converter/pins.h"
#include "converter/since.h"
#include "crypto/digest.h"

typedef struct hy_rom_options {
    const char *classes;       /* folder of class files */
    const char *packages;      /* file: name, AID, version and perhaps "system" a line */
    const char *pins;          /* folder: NAME.txt pins tokens of package NAME; may be missing */
    const char *const *tables; /* files: since when what is there (since.h) */
    size_t table_count;
} hy_rom_options;

typedef struct hy_rom_package {
    hy_jpackage *package;
    const char *dotted; /* "javacard.framework" */
    bool system;        /* applets cannot import it, and it has no export files */
    hy_pins pins;
    bool has_pins;
} hy_rom_package;

typedef struct hy_rom {
    hy_arena arena; /* owned; owns everything below */
    hy_diag *diag;  /* borrowed */
    hy_world world;
    hy_rom_package *packages; /* by name */
    size_t package_count;
    hy_jmethod **natives; /* by index */
    size_t native_count;
    hy_since since;
} hy_rom;

/* Reads, converts and numbers the set. Findings about the classes go to diag (result SUBSET or
   LINK); other failures are in why. Free rom after failures too. */
hy_rc hy_rom_load(hy_rom *rom, const hy_rom_options *options, hy_diag *diag, hy_reason *why) HY_USE;
void hy_rom_free(hy_rom *rom);

/* Appends the image. */
hy_rc hy_rom_write_image(hy_rom *rom, hy_crypto *crypto, hy_buf *out, hy_reason *why) HY_USE;

/* Appends the table of natives as C source: lines of HY_NATIVE(…). */
hy_rc hy_rom_write_natives(hy_rom *rom, hy_buf *out) HY_USE;

/* Writes an export file for every version of every package that applets may import:
   FOLDER/javacard.framework/1.6.exp. Makes the folders. IO; NOT_FOUND when something is exported
   that the tables do not have. */
hy_rc hy_rom_write_exports(hy_rom *rom, const char *folder, hy_reason *why) HY_USE;

#endif
