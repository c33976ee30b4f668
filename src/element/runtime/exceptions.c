/* The element's own exceptions: one instance of each class, thrown again and again (JCRE 6.2.1,
   temporary entry points). Their reason is transient. */
#include "element/runtime/element.h"

#include <string.h>

/* CardRuntimeException and CardException keep it in their first field. */
static void set_reason(hy_machine *m, hy_reference exception, uint16_t reason)
{
    const hy_object *o = hy_heap_object(m->heap, exception);
    if (o->length > 0)
        memcpy(hy_heap_body(m->heap, o), &reason, sizeof reason);
}

static hy_reference instance_of(hy_machine *m, hy_known exception, uint16_t reason)
{
    hy_reference r = hy_element_root(hy_element_of(m), HY_ROOT_EXCEPTIONS + (uint32_t)exception);
    set_reason(m, r, reason);
    return r;
}

hy_reference hy_exception_instance(hy_machine *m, hy_throw what, uint16_t reason)
{
    return instance_of(m, (hy_known)what, reason);
}

hy_outcome hy_exception_throw(hy_machine *m, hy_known exception, uint16_t reason)
{
    return hy_machine_throw_object(m, instance_of(m, exception, reason));
}

bool hy_exception_reason(const hy_machine *m, hy_reference exception, hy_known of, uint16_t *reason)
{
    const hy_object *o = hy_heap_object(m->heap, exception);
    const hy_class *c = o == NULL ? NULL : hy_machine_class_of(m, o);
    if (c == NULL || !hy_class_is(c, hy_element_of(m)->pool->known[of]))
        return false;
    *reason = hy_machine_get_word(m, o, 0);
    return true;
}
