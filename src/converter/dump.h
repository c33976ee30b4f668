/* `hyd cap dump`: everything that a CAP file or an export file says, as text and as JSON. */
#ifndef HY_CONVERTER_DUMP_H
#define HY_CONVERTER_DUMP_H

#include "converter/capfile.h"
#include "converter/exports.h"

#include <jansson.h>
#include <stdio.h>

/* Prints every component, with the code disassembled. Names come from the Debug component, from the
   export files in names (may be NULL) and from what is inherited. The structure must be sound
   (errors of hy_package_read, with the place in why); the code need not be. The same file gives the
   same text everywhere. */
hy_rc hy_dump_cap(const hy_capfile *c, hy_exports *names, FILE *out, hy_reason *why) HY_USE;

/* The same as a JSON object; *out belongs to the caller (json_decref). Bytes are upper-case
   hexadecimal strings, names and descriptors in the JVM's form, offsets count from the info of
   their component. Members: form, folder, manifest, header, directory, imports, applets, classes,
   methods, handlers, static_fields, exports, constant_pool, one_byte_locations, two_byte_locations,
   resources, descriptor, debug, components (each whole, by name). */
hy_rc hy_dump_cap_json(const hy_capfile *c, hy_exports *names, json_t **out, hy_reason *why) HY_USE;

/* An export file's bytes. Errors of hy_expfile_read. */
hy_rc hy_dump_exp(hy_view bytes, FILE *out, hy_reason *why) HY_USE;
hy_rc hy_dump_exp_json(hy_view bytes, json_t **out, hy_reason *why) HY_USE;

#endif
