/* What constants of class files name in the world: classes, fields, methods.
 */
#ifndef HY_CONVERTER_LINK_H
#define HY_CONVERTER_LINK_H

#include "converter/classfile.h"
#include "converter/model.h"

/* The class that a member constant names; java/lang/Object for arrays. NULL: there is none. */
hy_jclass *hy_link_owner(hy_world *w, const hy_constant *k);

/* The member; NULL: there is none. */
hy_jfield *hy_link_field(hy_world *w, const hy_constant *k);
hy_jmethod *hy_link_method(hy_world *w, const hy_constant *k);

/* Code of class from may use a member with this access that was found in owner. */
bool hy_link_may_use(hy_world *w, hy_jclass *from, const hy_jclass *owner, uint16_t access);

#endif
