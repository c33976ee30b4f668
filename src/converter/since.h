/* Since when: the tables of the published API (javacard/tokens/…), which say in which version of
   its package each class and member first was. */
#ifndef HY_CONVERTER_SINCE_H
#define HY_CONVERTER_SINCE_H

#include "converter/model.h"

typedef struct hy_since {
    hy_arena *arena; /* borrowed */
    hy_map minors;   /* "package/Class" or "package/Class.member desc" to its first minor version */
    hy_map packages; /* package name to the set of its minor versions */
    hy_map inherited; /* class to cap22_inheritable */
} hy_since;

hy_since hy_since_new(hy_arena *arena);

/* Adds a table: tab-separated, the first line names the columns. Versions stand in the column
   since_package_version ("1.3") or since_kit ("2.2.2", a target: target.h says the version then).
   FORMAT with the line; MEMORY. */
hy_rc hy_since_add(hy_since *s, hy_view table, hy_reason *why) HY_USE;

/* The first minor version with a class, or with a member of it; -1 when the tables lack it.
   name and desc are NULL for the class. */
int hy_since_minor(const hy_since *s, const char *class_name, const char *name, const char *desc);

/* Is there a version 1.minor of the package? */
bool hy_since_has_version(const hy_since *s, const char *package_name, unsigned minor);

/* How many virtual methods of a class packages of old formats inherit; -1 when not said. */
int hy_since_inheritable(const hy_since *s, const char *class_name);

/* The package as it was in an older minor version: what came later is left out. p is as an export
   file says it (imported); *out is a new one in the arena. NOT_FOUND with why when the tables lack
   something that p has. */
hy_rc hy_since_filter(const hy_since *s, const hy_jpackage *p, uint8_t minor, hy_jpackage **out,
                      hy_reason *why) HY_USE;

#endif
