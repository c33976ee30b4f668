/* Security domains as instances of a class of ours; their data objects as an array of TLVs. */
#include "element/gp/domain.h"

#include "base/tlv.h"
#include "element/gp/keys.h"

#include <string.h>

enum { I_USUAL = 0x60, SCP03 = 0x03, TAG_SCP = 0x81, TLV_HEAD_MAX = 6 };

hy_view hy_gp_domain_load_file(void)
{
    static const uint8_t aid[] = {0xA0, 0x00, 0x00, 0x01, 0x51, 0x53, 0x50};
    return hy_view_of(aid, sizeof aid);
}

hy_view hy_gp_domain_module(void)
{
    static const uint8_t aid[] = {0xA0, 0x00, 0x00, 0x01, 0x51, 0x53, 0x50, 0x41};
    return hy_view_of(aid, sizeof aid);
}

/* ---- making one ---- */

/* The object behind which selection calls select() and deselect(). */
static hy_rc new_applet(hy_element *e, uint8_t number, hy_reference *out)
{
    const hy_class *c = e->pool->known[HY_KNOWN_SECURITY_DOMAIN];
    uint8_t package = hy_element_known_package(e, HY_KNOWN_SECURITY_DOMAIN);
    const hy_object_spec spec = {
        .shape = HY_SHAPE_INSTANCE,
        .length = c->words,
        .class_of = c->ordinal,
        .package = package,
        .context = package,
        .owner = number,
    };
    return hy_heap_new(&e->heap, &spec, out);
}

hy_rc hy_gp_domain_new(hy_workspace *w, const hy_install_plan *plan, uint8_t *number)
{
    hy_element *e = w->element;
    hy_aid aid;
    hy_reference applet;
    hy_reference aid_object;
    HY_TRY(hy_aid_set(&aid, plan->instance));
    HY_TRY(hy_registry_add_instance(e, number));
    HY_TRY(new_applet(e, *number, &applet));
    HY_TRY(hy_install_aid_object(w, &aid, &aid_object));
    *hy_registry_reserved(e, *number) = (hy_instance){
        .life = plan->life,
        .package = hy_element_known_package(e, HY_KNOWN_SECURITY_DOMAIN),
        .domain = plan->domain == 0 ? *number : plan->domain,
        .privileges = {plan->privileges[0], plan->privileges[1], plan->privileges[2]},
        .is_domain = true,
        .aid = aid,
        .row = ++hy_registry_card(e)->rows,
        .applet = applet,
        .aid_object = aid_object,
    };
    return HY_OK;
}

/* ---- data objects ---- */

static hy_view data_of(const hy_element *e, uint8_t domain)
{
    const hy_instance *i = hy_registry_instance(e, domain);
    const hy_object *o = i == NULL ? NULL : hy_heap_object(&e->heap, i->data);
    return o == NULL ? hy_view_of(NULL, 0) : hy_view_of(hy_heap_body(&e->heap, o), o->length);
}

bool hy_gp_data_find(const hy_element *e, uint8_t domain, uint32_t tag, hy_view *out)
{
    hy_tlv found;
    if (!hy_tlv_find(data_of(e, domain), tag, &found))
        return false;
    *out = found.value;
    return true;
}

static size_t rest(hy_view data, uint32_t tag, hy_writer *w)
{
    hy_reader r = hy_reader_of(data);
    size_t n = 0;
    while (hy_reader_left(&r) > 0) {
        size_t at = r.at;
        hy_tlv t = hy_tlv_read(&r);
        if (t.tag == tag || !hy_reader_ok(&r))
            continue;
        n += r.at - at;
        if (w != NULL)
            hy_write_bytes(w, hy_view_part(data, at, r.at - at));
    }
    return n;
}

static size_t encoded_length(uint32_t tag, hy_view value)
{
    uint8_t head[TLV_HEAD_MAX + 1];
    hy_buf b = {head, 0, sizeof head, sizeof head};
    hy_writer w = hy_writer_of(&b);
    hy_tlv_write(&w, tag, hy_view_of(NULL, 0));
    size_t length_bytes = value.n < 0x80 ? 0 : value.n < 0x100 ? 1 : 2;
    return b.n + length_bytes + value.n;
}

hy_rc hy_gp_data_put(hy_element *e, uint8_t domain, uint32_t tag, hy_view value)
{
    size_t n =
        rest(data_of(e, domain), tag, NULL) + (value.n == 0 ? 0 : encoded_length(tag, value));
    HY_ENSURE(n <= UINT16_MAX, LIMIT);
    const hy_object_spec spec = {.shape = HY_SHAPE_BYTES, .length = (uint16_t)n};
    hy_reference r;
    HY_TRY(hy_heap_new(&e->heap, &spec, &r));
    const hy_object *o = hy_heap_object(&e->heap, r);
    hy_buf b = {hy_heap_body(&e->heap, o), 0, n, n};
    hy_writer w = hy_writer_of(&b);
    (void)rest(data_of(e, domain), tag, &w);
    if (value.n > 0)
        hy_tlv_write(&w, tag, value);
    HY_TRY(w.rc);
    hy_registry_instance(e, domain)->data = r;
    e->deletion_requested = true; /* the collector takes the old array */
    return HY_OK;
}

bool hy_gp_domain_parameter(const hy_element *e, uint8_t domain, uint32_t tag, hy_view *out)
{
    hy_view parameters;
    hy_tlv found;
    if (!hy_gp_data_find(e, domain, HY_TAG_PARAMETERS, &parameters) ||
        !hy_tlv_find(parameters, tag, &found))
        return false;
    *out = found.value;
    return true;
}

uint8_t hy_gp_domain_i(const hy_element *e, uint8_t domain)
{
    hy_view v;
    bool given = hy_gp_domain_parameter(e, domain, TAG_SCP, &v) && v.n >= 2 && v.p[0] == SCP03 &&
                 hy_scp03_i_is_known(v.p[1]);
    return given ? v.p[1] : I_USUAL;
}

/* ---- whose what is ---- */

uint8_t hy_gp_domain_of(const hy_element *e, uint8_t instance)
{
    const hy_instance *i = hy_registry_instance(e, instance);
    if (i == NULL)
        return 0;
    return i->domain == 0 ? hy_registry_card(e)->issuer : i->domain;
}

bool hy_gp_is_within(const hy_element *e, uint8_t instance, uint8_t domain)
{
    for (uint32_t steps = hy_registry_instance_end(e); steps > 0; steps--) {
        if (instance == domain)
            return true;
        uint8_t above = hy_gp_domain_of(e, instance);
        if (above == instance || above == 0)
            return false;
        instance = above;
    }
    return false;
}

uint8_t hy_gp_domain_keys(const hy_element *e, uint8_t domain)
{
    hy_gp_key key;
    for (uint32_t steps = hy_registry_instance_end(e); steps > 0; steps--) {
        uint8_t above = hy_gp_domain_of(e, domain);
        if (hy_gp_key_at(e, domain, 0, &key) || above == domain || above == 0)
            return domain;
        domain = above;
    }
    return domain;
}
