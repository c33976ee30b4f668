/* Resolution of the class file's constants (JVMS 5.4.3, 5.4.4).
 */
#include "converter/link.h"

#include <string.h>

hy_jclass *hy_link_owner(hy_world *w, const hy_constant *k)
{
    return hy_world_class(w, k->text[0] == '[' ? "java/lang/Object" : k->text);
}

hy_jfield *hy_link_field(hy_world *w, const hy_constant *k)
{
    hy_jclass *c = hy_link_owner(w, k);
    return c == NULL ? NULL : hy_world_field(w, c, k->name, k->desc);
}

hy_jmethod *hy_link_method(hy_world *w, const hy_constant *k)
{
    hy_jclass *c = hy_link_owner(w, k);
    return c == NULL ? NULL : hy_world_method(w, c, k->name, k->desc);
}

bool hy_link_may_use(hy_world *w, hy_jclass *from, const hy_jclass *owner, uint16_t access)
{
    if ((access & HY_ACC_PUBLIC) != 0 || from == owner)
        return true;
    bool same_package = from->package == owner->package;
    if ((access & HY_ACC_PRIVATE) != 0)
        return false;
    if ((access & HY_ACC_PROTECTED) != 0)
        return same_package || hy_world_is(w, from, owner->name);
    return same_package;
}
