/* Installation: install() runs as the instance that is to be; register() makes it one; a failure
   leaves nothing behind. */
#include "element/runtime/install.h"

#include "base/hex.h"
#include "element/runtime/gc.h"
#include "element/runtime/status.h"
#include "element/runtime/workspace.h"

#include <string.h>

enum {
    ILLEGAL_VALUE = 1, /* SystemException */
    ILLEGAL_AID = 4,
    PARAMETERS_MAX = 255, /* bLength counts the three fields of bArray */
    AID_BYTES = 0,        /* field of javacard.framework.AID */
};

/* ---- register ---- */

/* The system's AID object: a permanent entry point over bytes of its own. */
static hy_outcome new_aid_object(hy_machine *m, const hy_aid *aid, hy_reference *out)
{
    hy_element *e = hy_element_of(m);
    hy_reference bytes;
    const hy_object_spec spec = {.shape = HY_SHAPE_BYTES, .length = aid->length};
    if (!hy_ok(hy_heap_new(&e->heap, &spec, &bytes)) ||
        !hy_ok(hy_element_new_known(e, HY_KNOWN_AID, HY_PERSISTENT, HY_PERMANENT, out)))
        return hy_machine_throw(m, HY_THROW_SYSTEM, HY_SYSTEM_NO_RESOURCE);
    memcpy(hy_heap_body(&e->heap, hy_heap_object(&e->heap, bytes)), aid->bytes, aid->length);
    return hy_machine_set_word(m, hy_heap_object(&e->heap, *out), AID_BYTES, bytes);
}

/* The object must be the applet that is being installed. */
static bool is_new_applet(const hy_machine *m, hy_reference applet)
{
    const hy_installing *n = &hy_work(m)->installing;
    const hy_object *o = hy_heap_object(m->heap, applet);
    const hy_class *c = o == NULL ? NULL : hy_machine_class_of(m, o);
    return n->active && n->applet == 0 && c != NULL && o->owner == n->instance &&
           o->shape == HY_SHAPE_INSTANCE &&
           hy_class_is(c, hy_element_of(m)->pool->known[HY_KNOWN_APPLET]);
}

hy_outcome hy_install_register(hy_machine *m, hy_reference applet, hy_view aid)
{
    hy_element *e = hy_element_of(m);
    hy_installing *n = &hy_work(m)->installing;
    if (!is_new_applet(m, applet))
        return hy_machine_throw(m, HY_THROW_SYSTEM, ILLEGAL_AID);
    n->given = n->wanted;
    if (aid.n > 0 && !hy_ok(hy_aid_set(&n->given, aid)))
        return hy_machine_throw(m, HY_THROW_SYSTEM, ILLEGAL_VALUE);
    const hy_view chosen = hy_aid_view(&n->given);
    if (hy_registry_find_instance(e, chosen) != 0 || hy_registry_find_package(e, chosen) >= 0)
        return hy_machine_throw(m, HY_THROW_SYSTEM, ILLEGAL_AID);
    hy_reference aid_object;
    hy_outcome outcome = new_aid_object(m, &n->given, &aid_object);
    if (outcome != HY_DONE)
        return outcome;
    n->applet = applet;
    hy_instance *i = hy_registry_reserved(e, n->instance);
    *i = (hy_instance){
        .life = HY_LIFE_INSTALLED,
        .package = n->package,
        .module = n->module,
        .aid = n->given,
        .applet = applet,
        .aid_object = aid_object,
        .quota = n->quota,
    };
    return HY_DONE;
}

void hy_install_drop_dead(hy_machine *m)
{
    hy_installing *n = &hy_work(m)->installing;
    const hy_element *e = hy_element_of(m);
    if (!n->active || n->applet == 0)
        return;
    hy_instance *i = hy_registry_reserved(e, n->instance);
    if (i->applet <= hy_heap_count(m->heap) && i->aid_object <= hy_heap_count(m->heap))
        return;
    *i = (hy_instance){0};
    n->applet = 0;
}

/* ---- removal ---- */

/* Nulls what an object holds of the instance's. */
static void clear_references(hy_workspace *w, const hy_object *o, uint8_t instance)
{
    const hy_heap *h = &w->element->heap;
    bool references = o->shape == HY_SHAPE_REFERENCES;
    uint8_t *body = hy_heap_body(h, o);
    for (uint16_t i = 0; i < o->length; i++) {
        hy_reference r;
        if (!references && !hy_gc_is_reference(w, o->package, o->class_of, i))
            continue;
        memcpy(&r, body + (size_t)2 * i, sizeof r);
        const hy_object *named = hy_heap_object(h, r);
        if (named != NULL && named->owner == instance && !hy_view_is(named))
            memset(body + (size_t)2 * i, 0, sizeof r);
    }
}

/* Others may have been given objects of an instance that was never installed, and static fields
   too: these become null, as after an aborted transaction (JCRE 3.1). */
static void clear_all_references(hy_workspace *w, uint8_t instance)
{
    const hy_heap *h = &w->element->heap;
    for (uint32_t r = 1; r <= hy_heap_count(h); r++) {
        const hy_object *o = hy_heap_object(h, (hy_reference)r);
        if (o != NULL && !hy_view_is(o) && o->owner != instance &&
            (o->shape == HY_SHAPE_REFERENCES || o->shape == HY_SHAPE_INSTANCE))
            clear_references(w, o, instance);
    }
}

void hy_install_remove(hy_workspace *w, uint8_t instance)
{
    *hy_registry_reserved(w->element, instance) = (hy_instance){0};
    clear_all_references(w, instance);
    hy_machine_reset(&w->machine);
    hy_gc_collect(w);
}

/* ---- install ---- */

/* bArray: the AID, the control info and the parameters, each behind its length (JCRE 11.2, after
   GlobalPlatform 11.5.2.3.7). Returns bLength; 0 when they are too long. */
static uint16_t write_array(hy_element *e, const hy_install_plan *plan)
{
    const hy_view fields[] = {
        plan->instance,
        hy_view_of(plan->privileges, plan->privileges[1] == 0 && plan->privileges[2] == 0
                                         ? 1
                                         : sizeof plan->privileges),
        plan->parameters,
    };
    hy_apdu_buffer b = hy_element_buffer(e);
    uint16_t at = 0;
    memset(b.p, 0, b.n);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (at + 1u + fields[i].n > PARAMETERS_MAX)
            return 0;
        b.p[at++] = (uint8_t)fields[i].n;
        if (fields[i].n > 0)
            memcpy(b.p + at, fields[i].p, fields[i].n);
        at = (uint16_t)(at + fields[i].n);
    }
    return at;
}

static hy_outcome call_install(hy_workspace *w, uint16_t length)
{
    hy_machine *m = &w->machine;
    const hy_installing *n = &w->installing;
    const hy_loaded *home = &w->loaded[n->package];
    const hy_slot arguments[] = {
        hy_slot_reference(hy_element_root(w->element, HY_ROOT_BUFFER)),
        0,
        (int8_t)length,
    };
    const hy_method *install = home->linked->applets[n->module].install;
    hy_machine_reset(m);
    m->actor = (hy_actor){n->package, n->instance};
    m->selected = n->package;
    hy_outcome outcome = install->nargs == sizeof arguments / sizeof *arguments
                             ? hy_machine_call(m, home, install, arguments, NULL)
                             : hy_machine_throw(m, HY_THROW_SECURITY, 0);
    hy_transaction_close(m);
    m->actor = (hy_actor){HY_SYSTEM, HY_SYSTEM};
    m->selected = HY_NO_CONTEXT;
    return outcome;
}

static hy_rc refused(hy_workspace *w, hy_outcome outcome, uint16_t *sw, hy_reason *why)
{
    uint16_t reason = HY_SW_UNKNOWN;
    const hy_machine *m = &w->machine;
    bool told = outcome == HY_THROWN &&
                (hy_exception_reason(m, m->thrown, HY_KNOWN_EXCEPTION_ISO, &reason) ||
                 hy_exception_reason(m, m->thrown, HY_KNOWN_EXCEPTION_CARD_RUNTIME, &reason));
    if (sw != NULL)
        *sw = hy_exception_reason(m, m->thrown, HY_KNOWN_EXCEPTION_ISO, &reason) ? reason
                                                                                 : HY_SW_UNKNOWN;
    if (outcome == HY_DONE)
        return hy_reason_set(why, HY_FAIL(DENIED), "install: the applet did not register");
    if (outcome == HY_STOPPED)
        return hy_reason_set(why, HY_FAIL(DENIED), "install: the applet was stopped");
    return hy_reason_set(why, HY_FAIL(DENIED), "install: the applet threw an exception%s %04X",
                         told ? " with reason" : ", status", reason);
}

/* The deselect-transient memory that install wrote is nobody's selected. */
static void settle(hy_workspace *w, const hy_install_plan *plan, uint8_t instance)
{
    hy_element *e = w->element;
    hy_instance *i = hy_registry_instance(e, instance);
    i->life = plan->life;
    i->domain = plan->domain;
    memcpy(i->privileges, plan->privileges, sizeof i->privileges);
    if (!hy_channel_is_active(e, instance, true, -1))
        hy_heap_clear_on_deselect(&e->heap, plan->package);
}

static hy_rc prepare(hy_workspace *w, const hy_install_plan *plan, hy_reason *why)
{
    hy_installing *n = &w->installing;
    *n = (hy_installing){.package = plan->package, .module = plan->module, .quota = plan->quota};
    if (!hy_ok(hy_aid_set(&n->wanted, plan->instance)))
        return hy_reason_set(why, HY_FAIL(ARGUMENT), "install: an AID has 5 to 16 bytes");
    if (hy_registry_find_instance(w->element, plan->instance) != 0)
        return hy_reason_set(why, HY_FAIL(EXISTS), "install: the instance's AID is in use");
    if (!hy_ok(hy_registry_add_instance(w->element, &n->instance)))
        return hy_reason_set(why, HY_FAIL(LIMIT), "install: no memory for another instance");
    n->active = true;
    return HY_OK;
}

hy_rc hy_install_instance(hy_workspace *w, const hy_install_plan *plan, uint8_t *instance,
                          uint16_t *sw, hy_reason *why)
{
    HY_TRY(prepare(w, plan, why));
    uint16_t length = write_array(w->element, plan);
    if (length == 0)
        return hy_reason_set(why, HY_FAIL(ARGUMENT), "install: the parameters are too long");
    hy_outcome outcome = call_install(w, length);
    bool made = outcome == HY_DONE && w->installing.applet != 0;
    uint8_t number = w->installing.instance;
    w->installing.active = false;
    hy_apdu_buffer b = hy_element_buffer(w->element);
    memset(b.p, 0, b.n);
    if (!made) {
        hy_rc rc = refused(w, outcome, sw, why);
        hy_install_remove(w, number);
        return rc;
    }
    settle(w, plan, number);
    *instance = number;
    return HY_OK;
}

/* ---- without keys ---- */

static hy_rc find_module(const hy_element *e, const hy_install_request *r, hy_install_plan *plan,
                         hy_reason *why)
{
    int number = hy_registry_find_package(e, r->package);
    if (number < 0)
        return hy_reason_set(why, HY_FAIL(NOT_FOUND), "install: no such package; load it first");
    const hy_linked *l = hy_registry_pooled(e, (uint8_t)number)->linked;
    for (uint8_t i = 0; i < l->applet_count; i++) {
        if (r->module.n > 0 && !hy_view_equal(r->module, l->applets[i].aid))
            continue;
        plan->package = (uint8_t)number;
        plan->module = i;
        plan->instance = r->instance.n > 0 ? r->instance : l->applets[i].aid;
        return HY_OK;
    }
    return hy_reason_set(why, HY_FAIL(NOT_FOUND), "install: the package has no such applet");
}

hy_rc hy_element_install(hy_element *element, hy_workspace *work, const hy_install_request *request,
                         hy_reason *why)
{
    hy_install_plan plan = {
        .life = HY_LIFE_SELECTABLE,
        .parameters = request->parameters,
        .quota = request->quota,
        .privileges = {(uint8_t)(request->privileges >> 16), (uint8_t)(request->privileges >> 8),
                       (uint8_t)request->privileges},
    };
    uint8_t instance = 0;
    if (element->mute)
        return hy_reason_set(why, HY_FAIL(STATE), "the element is mute");
    HY_TRY(find_module(element, request, &plan, why));
    hy_workspace_enter(work, element);
    hy_rc rc = hy_install_instance(work, &plan, &instance, NULL, why);
    if (hy_ok(rc) && request->default_selected)
        hy_registry_card(element)->default_instance = instance;
    hy_workspace_leave(work);
    return rc;
}
