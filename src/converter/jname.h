/* Names and descriptors as export files and CAP files may have them (JVMS 4.2, 4.3, cut down to the
   types of Java Card). Checks and takes apart; owns nothing. */
#ifndef HY_CONVERTER_JNAME_H
#define HY_CONVERTER_JNAME_H

#include "base/bytes.h"

/* A class or package name in the JVM's form: "java/lang/Object", segments not empty. */
bool hy_jname_is_class(const char *name);

/* A field's or method's name; not "<init>". */
bool hy_jname_is_member(const char *name);

/* The class is directly in the package: "a/b/C" in "a/b". */
bool hy_jname_in_package(const char *class_name, const char *package_name);

/* One type Z, B, S, I, L…; or an array of one of these. */
bool hy_jname_is_field_desc(const char *desc);

/* Parameters in parentheses and a result, which may be V: "([BSS)V". */
bool hy_jname_is_method_desc(const char *desc);

/* The type that starts at **at, or an empty view when none of Java Card does; *at moves behind it.
   The result's V is none. */
hy_view hy_jname_next_type(const char **at);

/* The class of a reference type or of a reference array: "a/b/C" of "La/b/C;" and "[La/b/C;". Empty
   for all other types. */
hy_view hy_jname_class_of(hy_view type);

#endif
