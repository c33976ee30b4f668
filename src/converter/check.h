/* `hyd cap verify`: a CAP file against the rules of the standard, its imports seen through export
   files. The verifier itself is the element's (element/vm/verify.h). */
#ifndef HY_CONVERTER_CHECK_H
#define HY_CONVERTER_CHECK_H

#include "converter/capfile.h"
#include "converter/exports.h"
#include "element/vm/verify.h"

typedef struct hy_check_result {
    char aid[40]; /* of the package, hexadecimal */
    uint8_t major, minor;
    uint8_t imports;  /* imported packages, */
    uint8_t resolved; /* of which export files were found */
    hy_verify_result verified;
} hy_check_result;

/* Checks the structure of every component, finds the export files of all imports, and verifies the
   code. Every finding goes into d under the name `file`; no errors in d afterwards means that the
   file is right. *result is filled as far as it went; it may be NULL. Findings are no failure:
   MEMORY is. */
hy_rc hy_check_cap(const hy_capfile *c, hy_exports *e, const hy_verify_options *options,
                   const char *file, hy_diag *d, hy_check_result *result) HY_USE;

#endif
