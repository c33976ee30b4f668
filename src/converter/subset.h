/* What of Java a card lacks, in our words: shared by the checks of declarations and of code.
 */
#ifndef HY_CONVERTER_SUBSET_H
#define HY_CONVERTER_SUBSET_H

#include "converter/unit.h"

/* Why the type of this descriptor (void is fine) cannot be used, or NULL when it can. *mend says
   what to write instead, or is NULL. */
const char *hy_subset_type_lack(hy_unit *u, const char *type, const char **mend);

/* The same for a class by name, which may be an array's. */
const char *hy_subset_class_lack(hy_unit *u, const char *name, const char **mend);

/* A class that stands for strings: String, StringBuilder and their like. */
bool hy_subset_is_string_class(const char *name);

#endif
