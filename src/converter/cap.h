/* Building the components of a CAP file from a package of the model (JCVM chapter 6): what layout.c
   decides once (orders, offsets, indices), and the writers that put it into bytes. */
#ifndef HY_CONVERTER_CAP_H
#define HY_CONVERTER_CAP_H

#include "converter/assemble.h"
#include "converter/model.h"
#include "converter/type.h"
#include "element/vm/package.h"

/* Major in the high byte, minor in the low one. */
typedef enum hy_cap_format {
    HY_CAP_2_1 = 0x0201,
    HY_CAP_2_2 = 0x0202, /* the Debug component */
    HY_CAP_2_3 = 0x0203, /* from Java Card 3.1: token mapping */
} hy_cap_format;

/* A method with a place in the Method component. */
typedef struct hy_cap_method {
    hy_jmethod *m;
    hy_assembly code;     /* empty for abstract and native methods */
    size_t first_handler; /* in the package's table */
} hy_cap_method;

/* Sizes in the static field image (JCVM 6.11). */
typedef struct hy_cap_image {
    hy_jfield **fields; /* by offset */
    size_t count;
    size_t reference_count;
    size_t array_count;   /* of the references, the first so many start as arrays */
    size_t array_bytes;   /* elements of all of them */
    size_t default_bytes; /* primitives that start as 0 */
    size_t value_bytes;   /* primitives that do not */
} hy_cap_image;

typedef struct hy_cap {
    hy_world *w;
    hy_jpackage *package;
    hy_cap_format format;
    bool debug;
    hy_jpackage **imports; /* by package token */
    size_t import_count;
    hy_jref **pool; /* by index */
    size_t pool_count;
    hy_cap_image image;
    hy_cap_method *methods; /* by offset */
    size_t method_count;
    size_t handler_count;
    hy_buf component[HY_COMPONENT_COUNT]; /* owned: by tag, with tag and size; empty: not there */
} hy_cap;

/* Makes all components of a package whose tokens are assigned. Free c after failures too.
   What does not fit the format goes to the world's diagnostics; look at its count of errors.
   MEMORY; LINK when a class or member is not known. */
hy_rc hy_cap_build(hy_world *w, hy_jpackage *p, hy_cap_format format, bool debug, hy_cap *c) HY_USE;
void hy_cap_free(hy_cap *c);

/* ---- what the writers share ---- */

/* The class_ref of a class (JCVM 6.8.1): its offset, or package and class token. A class that its
   package does not export is an error in the diagnostics. */
uint16_t hy_cap_class_ref(hy_cap *c, const hy_jclass *class);

static inline bool hy_cap_is_internal(const hy_cap *c, const hy_jclass *class)
{
    return class->package == c->package;
}

/* An error about the package that is no line's fault. */
void hy_cap_limit(hy_cap *c, const char *format, ...) HY_PRINTF(2, 3);

/* The info of each component. They only write: everything they need stands in c. */
void hy_cap_write_header(hy_cap *c, hy_writer *w);
void hy_cap_write_directory(hy_cap *c, hy_writer *w); /* after all the others */
void hy_cap_write_import(hy_cap *c, hy_writer *w);
void hy_cap_write_applet(hy_cap *c, hy_writer *w);
hy_rc hy_cap_write_class(hy_cap *c, hy_writer *w) HY_USE; /* sets the offset of each class */
void hy_cap_write_method(hy_cap *c, hy_writer *w);        /* sets the offset of each method */
void hy_cap_write_static_field(hy_cap *c, hy_writer *w);
void hy_cap_write_export(hy_cap *c, hy_writer *w);
hy_rc hy_cap_write_constant_pool(hy_cap *c, hy_writer *w) HY_USE;
void hy_cap_write_reference_location(hy_cap *c, hy_writer *w);
hy_rc hy_cap_write_descriptor(hy_cap *c, hy_writer *w) HY_USE;
hy_rc hy_cap_write_debug(hy_cap *c, hy_writer *w) HY_USE;

/* Does the package have anything to export? */
bool hy_cap_has_exports(const hy_cap *c);

/* ---- what layout.c decides, before anything is written ---- */

hy_rc hy_layout_imports(hy_cap *c) HY_USE; /* by name */
hy_rc hy_layout_image(hy_cap *c) HY_USE;   /* sets the offset of each static field */
hy_rc hy_layout_pool(hy_cap *c) HY_USE;    /* sets the index of each reference */
hy_rc hy_layout_methods(hy_cap *c) HY_USE; /* assembles; needs the pool */

#endif
