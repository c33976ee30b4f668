/* javacard.framework.Resources: the static resources of the CAP that the calling code came in. */
#include "element/api/native.h"

HY_NATIVE_METHOD(javacard_framework_Resources_getResources)
{
    return hy_return_reference(slots, hy_element_root(hy_element_of(m), HY_ROOT_RESOURCES));
}

/* No CAP of this element has any. */
static hy_outcome no_resource(hy_machine *m)
{
    return hy_exception_throw(m, HY_KNOWN_EXCEPTION_IO, 0);
}

HY_NATIVE_METHOD(javacard_framework_Resources_getSize)
{
    return no_resource(m);
}

HY_NATIVE_METHOD(javacard_framework_Resources_getView)
{
    return no_resource(m);
}

HY_NATIVE_METHOD(javacard_framework_Resources_getView_2)
{
    return no_resource(m);
}
