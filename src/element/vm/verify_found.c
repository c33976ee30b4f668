/* What the verifier found out about a package without Descriptor, for the package's view. */
#include "element/vm/verify_in.h"

static hy_view_type type_of(hy_vtype t)
{
    static const uint8_t kinds[] = {
        [HY_VK_SHORT] = HY_TYPE_SHORT,    [HY_VK_INT] = HY_TYPE_INT,
        [HY_VK_SOME] = HY_TYPE_REFERENCE, [HY_VK_VOID] = HY_TYPE_VOID,
        [HY_VK_UNREAD] = HY_VIEW_ANY,     [HY_VK_UNKNOWN] = HY_VIEW_ANY,
    };
    return (hy_view_type){kinds[hy_vtype_kind(t)], {HY_VIEW_NONE, 0}};
}

static hy_rc signature(hy_verifier *v, const hy_vsig *sig, hy_view_method *out)
{
    hy_view_type *params = HY_NEW_ARRAY(v->arena, hy_view_type, sig->nargs);
    if (params == NULL)
        return hy_verify_memory(v);
    uint8_t count = 0;
    for (uint8_t i = 0; i < sig->nargs; i++) {
        params[count++] = type_of(sig->args[i]);
        if (hy_vtype_kind(sig->args[i]) == HY_VK_INT)
            i++; /* its other half */
    }
    *out = (hy_view_method){.param_count = count, .params = params, .result = type_of(sig->result)};
    return HY_OK;
}

hy_rc hy_verify_found(hy_verifier *v)
{
    hy_view_found *list = HY_NEW_ARRAY(v->arena, hy_view_found, v->method_count);
    if (list == NULL)
        return hy_verify_memory(v);
    for (uint32_t i = 0; i < v->method_count; i++) {
        list[i].at = v->methods[i].at;
        HY_TRY(signature(v, &v->methods[i].sig, &list[i].method));
    }
    v->result.found = list;
    v->result.found_count = v->method_count;
    return HY_OK;
}
