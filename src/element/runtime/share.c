/* Sharing: one applet asks another for an object (JCRE 6.2.4). */
#include "element/runtime/element.h"

enum { DEPTH_MAX = 4 };

/* Only what is the server's own and shareable may be handed out. */
static bool is_shareable(const hy_machine *m, hy_slot result, hy_actor server)
{
    if (!hy_slot_is_reference(result))
        return false;
    const hy_object *o = hy_heap_object(m->heap, hy_slot_to_reference(result));
    const hy_class *c = o == NULL ? NULL : hy_machine_class_of(m, o);
    return c != NULL && c->shareable && o->context == server.context;
}

static hy_outcome ask(hy_machine *m, uint8_t server, hy_reference client, int16_t parameter,
                      hy_slot *result)
{
    const hy_element *e = hy_element_of(m);
    const hy_actor before = m->actor;
    const hy_slot arguments[] = {
        hy_slot_reference(hy_registry_instance(e, server)->applet),
        hy_slot_reference(client),
        (int8_t)parameter,
    };
    m->actor = hy_context_of(e, server);
    hy_work(m)->sensitive = (hy_sensitive){0};
    hy_work(m)->sharing++;
    hy_outcome outcome = hy_machine_call_virtual(m, e->pool->known[HY_KNOWN_APPLET],
                                                 HY_APPLET_GET_SHAREABLE, arguments, result);
    hy_work(m)->sharing--;
    m->actor = before;
    return outcome;
}

hy_outcome hy_share_object(hy_machine *m, uint8_t server, int16_t parameter, hy_reference *out)
{
    const hy_element *e = hy_element_of(m);
    hy_reference client = hy_context_aid_object(e, hy_context_caller(m).owner);
    const hy_instance *i = hy_registry_instance(e, server);
    hy_slot result[2] = {0};
    *out = 0;
    if (client == 0 || i == NULL || i->applet == 0 || hy_work(m)->sharing >= DEPTH_MAX)
        return HY_DONE;
    if (!hy_firewall_may_enter(e, server))
        return hy_machine_throw(m, HY_THROW_SECURITY, 0);
    const hy_actor actor = hy_context_of(e, server);
    hy_outcome outcome = ask(m, server, client, parameter, result);
    if (outcome == HY_STOPPED)
        return outcome;
    m->thrown = 0; /* what the server threw stays there */
    if (outcome == HY_DONE && is_shareable(m, result[0], actor))
        *out = hy_slot_to_reference(result[0]);
    return HY_DONE;
}
