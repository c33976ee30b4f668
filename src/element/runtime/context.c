/* Contexts: as whom code runs, and who ran before (JCRE 6.1). */
#include "element/runtime/element.h"

hy_actor hy_context_of(const hy_element *e, uint8_t instance)
{
    return (hy_actor){hy_registry_context(e, instance), instance};
}

/* The frame whose call brought the current context, methods of system objects looked through; NULL:
   the system called. *who is that context's actor. */
static const hy_frame *entrance(const hy_machine *m, hy_actor *who)
{
    *who = m->actor;
    for (uint32_t d = m->depth; d > 0; d--) {
        const hy_frame *f = &m->frames[d - 1];
        if (f->entered && who->context == HY_SYSTEM)
            *who = f->before;
        else if (f->entered && f->before.context != who->context)
            return f;
        if (f->outermost)
            return NULL;
    }
    return NULL;
}

uint8_t hy_context_previous(const hy_machine *m)
{
    hy_actor who;
    const hy_frame *f = entrance(m, &who);
    return f == NULL ? HY_SYSTEM : f->before.owner;
}

hy_actor hy_context_caller(const hy_machine *m)
{
    hy_actor who;
    (void)entrance(m, &who);
    return who;
}

uint8_t hy_context_selected(const hy_element *e)
{
    return e->channels[e->channel].instance;
}

bool hy_context_may_deselect(const hy_machine *m)
{
    return hy_context_caller(m).context == m->selected;
}

hy_reference hy_context_aid_object(const hy_element *e, uint8_t instance)
{
    const hy_instance *i = hy_registry_instance(e, instance);
    return i == NULL ? 0 : i->aid_object;
}
