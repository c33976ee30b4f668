/* Selection of applets: JCRE 4.5, with MultiSelectable (4.5.2, 4.6). */
#include "element/runtime/select.h"

#include "element/runtime/status.h"

enum {
    INS_SELECT = 0xA4,
    P1_BY_NAME = 0x04,
    P2_NEXT = 0x02,
    P2_OTHER = 0xF0 | 0x01, /* neither "first or only" nor "next" */
    NAME_MAX = 16,
};

/* ---- calling applets ---- */

/* The system calls: as the instance, on an empty stack, with a whole budget, so that an endless
   deselect() cannot keep others from being selected. */
static hy_machine *prepare(hy_workspace *w, uint8_t instance, hy_slot *arguments)
{
    hy_machine *m = &w->machine;
    hy_machine_reset(m);
    w->sensitive = (hy_sensitive){0};
    m->budget = w->element->config.budget;
    m->actor = hy_context_of(w->element, instance);
    arguments[0] = hy_slot_reference(hy_registry_instance(w->element, instance)->applet);
    return m;
}

static hy_outcome conclude(hy_workspace *w, hy_outcome outcome)
{
    hy_transaction_close(&w->machine);
    w->machine.actor = (hy_actor){HY_SYSTEM, HY_SYSTEM};
    return outcome;
}

hy_outcome hy_applet_call(hy_workspace *w, uint8_t instance, uint8_t token, hy_slot *arguments,
                          hy_slot *result)
{
    hy_machine *m = prepare(w, instance, arguments);
    const hy_class *applet = w->element->pool->known[HY_KNOWN_APPLET];
    return conclude(w, hy_machine_call_virtual(m, applet, token, arguments, result));
}

static const hy_virtual *find_method(const hy_machine *m, const hy_object *o,
                                     const hy_class *interface, uint8_t token)
{
    const hy_class *c = o == NULL ? NULL : hy_machine_class_of(m, o);
    for (uint16_t i = 0; c != NULL && i < c->implemented_count; i++)
        if (c->implemented[i].interface == interface && token < c->implemented[i].count)
            return &c->table[c->implemented[i].slots[token]];
    return NULL;
}

hy_outcome hy_applet_call_interface(hy_workspace *w, uint8_t instance, hy_known interface,
                                    uint8_t token, hy_slot *arguments, hy_slot *result)
{
    hy_machine *m = prepare(w, instance, arguments);
    const hy_object *o = hy_heap_object(m->heap, hy_slot_to_reference(arguments[0]));
    const hy_virtual *v = find_method(m, o, w->element->pool->known[interface], token);
    if (v == NULL || v->method->abstract)
        return conclude(w, hy_machine_throw(m, HY_THROW_SECURITY, 0));
    const hy_loaded *home = &m->loaded[m->loaded[o->package].homes[v->home]];
    return conclude(w, hy_machine_call(m, home, v->method, arguments, result));
}

/* ---- deselecting ---- */

/* The deselect-transient memory of a context lives as long as one of its instances is active on any
   channel (JCRE 5.1). */
static void leave(hy_workspace *w, hy_channel *c)
{
    hy_element *e = w->element;
    uint8_t context = hy_registry_context(e, c->instance);
    bool stays = hy_channel_is_active(e, c->instance, true, e->channel);
    c->instance = 0;
    if (!stays) {
        hy_heap_clear_on_deselect(&e->heap, context);
        hy_keyed_forget(w, 0, 0);
    }
    w->machine.selected = HY_NO_CONTEXT;
}

/* What the applet throws is ignored (JCRE 4.6). */
static void call_deselect(hy_workspace *w, uint8_t instance)
{
    const hy_element *e = w->element;
    hy_slot arguments[2] = {0};
    bool context_stays = hy_channel_is_active(e, instance, true, e->channel);
    if (context_stays && hy_registry_is_multiselectable(e, instance)) {
        arguments[1] = hy_channel_is_active(e, instance, false, e->channel);
        (void)hy_applet_call_interface(w, instance, HY_KNOWN_MULTISELECTABLE,
                                       HY_MULTISELECTABLE_DESELECT, arguments, NULL);
        return;
    }
    (void)hy_applet_call(w, instance, HY_APPLET_DESELECT, arguments, NULL);
}

void hy_select_none(hy_workspace *w)
{
    hy_element *e = w->element;
    hy_channel *c = &e->channels[e->channel];
    if (c->instance == 0)
        return;
    w->machine.selected = hy_registry_context(e, c->instance);
    call_deselect(w, c->instance);
    leave(w, c);
}

/* ---- selecting ---- */

static bool call_select(hy_workspace *w, uint8_t instance)
{
    const hy_element *e = w->element;
    hy_slot arguments[2] = {0};
    hy_slot result[2] = {0};
    hy_outcome outcome;
    bool context_active = hy_channel_is_active(e, instance, true, e->channel);
    if (context_active && hy_registry_is_multiselectable(e, instance)) {
        arguments[1] = hy_channel_is_active(e, instance, false, e->channel);
        outcome = hy_applet_call_interface(w, instance, HY_KNOWN_MULTISELECTABLE,
                                           HY_MULTISELECTABLE_SELECT, arguments, result);
    } else {
        outcome = hy_applet_call(w, instance, HY_APPLET_SELECT, arguments, result);
    }
    return outcome == HY_DONE && !hy_slot_is_reference(result[0]) &&
           hy_slot_to_short(result[0]) != 0;
}

uint16_t hy_select_instance(hy_workspace *w, uint8_t instance)
{
    hy_element *e = w->element;
    hy_channel *c = &e->channels[e->channel];
    if (!hy_firewall_may_enter(e, instance))
        return HY_SW_CONDITIONS_NOT_SATISFIED;
    const bool was_open = c->open;
    w->reselecting = c->instance == instance;
    hy_select_none(w);
    c->open = true;
    c->instance = instance;
    w->machine.selected = hy_registry_context(e, instance);
    if (call_select(w, instance))
        return HY_SW_NO_ERROR;
    leave(w, c);
    c->open = was_open;
    return HY_SW_APPLET_SELECT_FAILED;
}

void hy_select_reset(hy_workspace *w)
{
    hy_element *e = w->element;
    for (int i = 0; i < HY_CHANNELS_MAX; i++)
        e->channels[i] = (hy_channel){.open = i == 0};
    e->channel = 0;
    e->started = e->port.milliseconds(e->port.context);
    e->pending_length = e->pending_sent = 0;
    hy_transaction_close(&w->machine);
    hy_heap_clear_on_reset(&e->heap);
    hy_keyed_forget(w, 0, 0);
    uint8_t instance = hy_registry_default(e);
    if (instance != 0)
        (void)hy_select_instance(w, instance);
}

/* ---- the command ---- */

bool hy_select_is_command(const hy_command *c)
{
    bool interindustry = (c->cla & 0xFC) == 0x00 || (c->cla & 0xF0) == 0x40;
    return interindustry && c->ins == INS_SELECT && c->p1 == P1_BY_NAME &&
           (c->p2 & P2_OTHER) == 0 && !c->extended && c->data.n <= NAME_MAX;
}

/* "Next" goes on behind the active applet, when the name is its own too. */
static uint8_t find(const hy_element *e, const hy_command *c)
{
    const hy_instance *active = hy_registry_instance(e, hy_context_selected(e));
    bool next = (c->p2 & P2_NEXT) != 0 && active != NULL &&
                hy_view_equal(hy_view_part(hy_aid_view(&active->aid), 0, c->data.n), c->data);
    return hy_registry_match(e, c->data, next ? hy_context_selected(e) : 0);
}

bool hy_select_command(hy_workspace *w, const hy_command *c, uint16_t *sw)
{
    const hy_element *e = w->element;
    uint8_t instance = c->data.n > 0 ? find(e, c) : hy_registry_default(e);
    if (instance == 0)
        return false;
    *sw = hy_select_instance(w, instance);
    return true;
}
