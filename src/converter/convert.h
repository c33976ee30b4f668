/* The converter as one call: class files in; CAP file, load file and export file out. */
#ifndef HY_CONVERTER_CONVERT_H
#define HY_CONVERTER_CONVERT_H

#include "base/diag.h"
#include "converter/front.h"
#include "converter/target.h"

typedef struct hy_convert_applet {
    hy_view aid;
    const char *class_name; /* "com.example.wallet.Wallet", or "Wallet" in the package */
} hy_convert_applet;

typedef struct hy_convert_options {
    const char *package; /* "com.example.wallet" */
    hy_view aid;
    uint8_t major, minor;
    const hy_convert_applet *applets;
    size_t applet_count;
    const hy_front_file *files; /* class files (converter/javac.h reads them); those of other
                                   packages are passed over */
    size_t file_count;
    const char *const *sources; /* source files, for messages; may be empty */
    size_t source_count;
    const char *const *exports; /* folders of export files, searched in this order */
    size_t export_count;
    const char *export_map; /* export file of an earlier version of the package, or NULL */
    hy_target target;
    bool debug;       /* write the Debug component */
    bool int_support; /* the package may use int */
} hy_convert_options;

/* What came out. Zeroed before; free it after failures too. */
typedef struct hy_conversion {
    hy_buf cap;         /* JAR form */
    hy_buf load_file;   /* bare form, as it is loaded */
    hy_buf export_file; /* empty when the package exports nothing */
    unsigned format;    /* of the CAP file: 0x0201 … */
    size_t class_count;
    size_t code_bytes; /* of the Method component's info */
} hy_conversion;

/* Converts. The same inputs give the same bytes, whatever their order.
   Findings about the program go to diag, all of them at once, with file and line; then the result
   is SUBSET, or LINK where what is missing lies outside the program. Any other failure is in why:
   ARGUMENT (AIDs, names), NOT_FOUND, IO, FORMAT, VERSION, MEMORY. */
hy_rc hy_convert(const hy_convert_options *options, hy_diag *diag, hy_conversion *out,
                 hy_reason *why) HY_USE;

void hy_conversion_free(hy_conversion *c);

#endif
