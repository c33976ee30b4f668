/* What a package uses: every class and member that its CAP file will name, its own and others'. */
#ifndef HY_CONVERTER_USES_H
#define HY_CONVERTER_USES_H

#include "converter/model.h"

typedef struct hy_use {
    hy_jclass *owner;
    const char *name; /* of a member; NULL: the class alone */
    const char *desc;
    bool is_field;
    const char *file; /* where, or NULL */
    int line;         /* or 0 */
} hy_use;

typedef hy_rc (*hy_use_fn)(void *context, const hy_use *use);

/* Calls visit for each use: superclasses, interfaces and theirs, the types in descriptors of fields
   and methods, all that code refers to, the superclasses of imported classes, and java/lang/Object
   in any case. The same thing may come many times. LINK, after a finding in the diagnostics, when a
   class is not in the world; else what visit returns. */
hy_rc hy_uses_walk(hy_world *w, hy_jpackage *p, hy_use_fn visit, void *context) HY_USE;

#endif
