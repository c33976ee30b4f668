/* INSTALL: its fields read, its kinds told apart, applets and domains made. */
#include "element/gp/install.h"

#include "base/tlv.h"
#include "element/gp/privileges.h"
#include "element/runtime/delete.h"

#include <string.h>

enum {
    FOR_LOAD = 0x02,
    FOR_INSTALL = 0x04,
    FOR_SELECTABLE = 0x08,
    FOR_INSTALL_SELECTABLE = 0x0C,
    FOR_ALL = 0x0E,
    FOR_EXTRADITION = 0x10,
    FOR_PERSONALIZATION = 0x20,
    FOR_UPDATE = 0x40,
    MORE = 0x80,
    P2_BEGIN = 0x01,
    P2_END = 0x03,
    TAG_APPLICATION = 0xC9,
    TAG_SYSTEM = 0xEF,
    TAG_IMPLICIT = 0xCF,
    TAG_SERVICE = 0xCB,
    TAG_CODE = 0xC6,
    TAG_TRANSIENT = 0xC7,
    TAG_PERSISTENT = 0xC8,
    TAG_TRANSIENT_KEPT = 0xD7,
    TAG_PERSISTENT_KEPT = 0xD8,
};

/* ---- fields ---- */

static hy_view read_field(hy_reader *r)
{
    return hy_read_bytes(r, hy_read_u8(r));
}

/* A length of one, two or three bytes in BER's way. */
static hy_view read_long_field(hy_reader *r)
{
    size_t n = hy_read_u8(r);
    if (n == 0x81)
        n = hy_read_u8(r);
    else if (n == 0x82)
        n = hy_read_u16(r);
    else if (n > 0x82 || n == 0x80)
        r->bad = true;
    return hy_read_bytes(r, n);
}

static bool read_fields(hy_view data, bool load, hy_install_fields *f)
{
    hy_reader r = hy_reader_of(data);
    *f = (hy_install_fields){0};
    f->name[0] = read_field(&r);
    f->name[1] = read_field(&r);
    f->name[2] = read_field(&r);
    if (!load)
        f->fourth = read_field(&r);
    f->parameters = read_long_field(&r);
    if (hy_reader_left(&r) > 0) /* some hosts leave the empty token out */
        f->token = read_long_field(&r);
    return hy_reader_done(&r);
}

static uint32_t number(hy_view v)
{
    uint32_t n = 0;
    for (size_t i = 0; i < v.n; i++)
        n = n << 8 | v.p[i];
    return n;
}

static bool read_system(hy_view bytes, hy_install_parameters *out)
{
    hy_reader r = hy_reader_of(bytes);
    while (hy_reader_left(&r) > 0) {
        hy_tlv t = hy_tlv_read(&r);
        bool quota = t.tag == TAG_CODE || t.tag == TAG_TRANSIENT || t.tag == TAG_PERSISTENT ||
                     t.tag == TAG_TRANSIENT_KEPT || t.tag == TAG_PERSISTENT_KEPT;
        if (quota && t.value.n > sizeof(uint32_t))
            return false;
        if (t.tag == TAG_IMPLICIT) {
            if (t.value.n != 1 || out->implicit_count == HY_IMPLICIT_MAX)
                return false;
            out->implicit[out->implicit_count++] = t.value.p[0];
        } else if (t.tag == TAG_SERVICE) {
            for (size_t i = 0; i + 1 < t.value.n && out->service_count < HY_SERVICES_MAX; i += 2)
                out->services[out->service_count++] =
                    (uint16_t)(t.value.p[i] << 8 | t.value.p[i + 1]);
        } else if (t.tag == TAG_CODE) {
            out->code = number(t.value);
        } else if (t.tag == TAG_PERSISTENT || t.tag == TAG_PERSISTENT_KEPT) {
            out->persistent = number(t.value);
        } else if (t.tag == TAG_TRANSIENT || t.tag == TAG_TRANSIENT_KEPT) {
            out->transient = number(t.value);
        }
    }
    return hy_reader_done(&r);
}

bool hy_gp_install_parameters(hy_view bytes, hy_install_parameters *out)
{
    hy_reader r = hy_reader_of(bytes);
    *out = (hy_install_parameters){0};
    while (hy_reader_left(&r) > 0) {
        hy_tlv t = hy_tlv_read(&r);
        if (t.tag == TAG_APPLICATION)
            out->application = t.value;
        else if (t.tag == TAG_SYSTEM && !read_system(t.value, out))
            return false;
    }
    return hy_reader_done(&r);
}

uint16_t hy_gp_need_management(hy_gp_call *c)
{
    if (hy_gp_has(c->e, c->domain, HY_PRIVILEGE_AUTHORIZED_MANAGEMENT))
        return HY_SW_NO_ERROR;
    if (hy_gp_has(c->e, c->domain, HY_PRIVILEGE_DELEGATED_MANAGEMENT))
        return hy_gp_refuse(c, HY_SW_CONDITIONS_NOT_SATISFIED,
                            "Delegated Management needs a token, and tokens are not verified here; "
                            "use a domain with Authorized Management");
    return hy_gp_refuse(c, HY_SW_CONDITIONS_NOT_SATISFIED,
                        "the domain has neither Authorized nor Delegated Management");
}

/* ---- making an instance ---- */

static uint16_t sw_of(hy_rc rc)
{
    switch (rc.code) {
    case HY_CODE_OK:
        return HY_SW_NO_ERROR;
    case HY_E_LIMIT:
    case HY_E_MEMORY:
        return HY_SW_NO_SPACE;
    case HY_E_ARGUMENT:
        return HY_SW_WRONG_DATA;
    default:
        return HY_SW_CONDITIONS_NOT_SATISFIED;
    }
}

static uint16_t make_domain(hy_gp_call *c, const hy_install_plan *plan,
                            const hy_install_parameters *p, uint8_t *instance)
{
    hy_rc rc = hy_gp_domain_new(c->w, plan, instance);
    if (hy_ok(rc) && p->application.n > 0)
        rc = hy_gp_data_put(c->e, *instance, HY_TAG_PARAMETERS, p->application);
    if (hy_ok(rc))
        return HY_SW_NO_ERROR;
    if (hy_registry_instance(c->e, *instance) != NULL)
        *hy_registry_reserved(c->e, *instance) = (hy_instance){0};
    return hy_gp_refuse(c, sw_of(rc), "INSTALL: no memory for another security domain");
}

static uint16_t make_applet(hy_gp_call *c, const hy_install_plan *plan, uint8_t *instance)
{
    uint16_t thrown = 0;
    hy_rc rc = hy_install_instance(c->w, plan, instance, &thrown, &c->why);
    if (hy_ok(rc))
        return HY_SW_NO_ERROR;
    bool told = thrown >= 0x6200 && thrown < 0x7000 && thrown != HY_SW_UNKNOWN;
    return told ? thrown : sw_of(rc);
}

/* Where the module is: the platform's own, or in a load file within the domain's reach. */
static uint16_t find_module(hy_gp_call *c, const hy_install_fields *f, hy_install_plan *plan,
                            bool *is_domain)
{
    *is_domain = hy_view_equal(f->name[1], hy_gp_domain_module()) &&
                 hy_view_equal(f->name[0], hy_gp_domain_load_file());
    plan->domain = c->domain;
    if (*is_domain)
        return HY_SW_NO_ERROR;
    int package = hy_registry_find_package(c->e, f->name[0]);
    const hy_package_record *r = package < 0 ? NULL : hy_registry_package(c->e, (uint8_t)package);
    uint8_t owner = r == NULL ? 0 : r->domain == 0 ? hy_registry_card(c->e)->issuer : r->domain;
    if (r == NULL || !hy_gp_is_within(c->e, owner, c->domain))
        return hy_gp_refuse(c, HY_SW_REFERENCE_NOT_FOUND,
                            "INSTALL: no such load file in the domain's reach; load it first");
    plan->domain = owner;
    plan->package = (uint8_t)package;
    const hy_linked *l = hy_registry_pooled(c->e, plan->package)->linked;
    for (; plan->module < l->applet_count; plan->module++)
        if (hy_view_equal(l->applets[plan->module].aid, f->name[1]))
            return HY_SW_NO_ERROR;
    return hy_gp_refuse(c, HY_SW_REFERENCE_NOT_FOUND, "INSTALL: the load file has no such module");
}

/* What the row says beyond what the applet registered. */
static void fill_row(hy_gp_call *c, uint8_t number, const hy_install_parameters *p)
{
    hy_instance *i = hy_registry_instance(c->e, number);
    i->implicit_count = p->implicit_count;
    memcpy(i->implicit, p->implicit, sizeof i->implicit);
    hy_gp_privileges_settle(c->e);
}

/* One application for an interface and a channel. */
static bool is_implicit_free(const hy_gp_call *c, const hy_install_parameters *p, uint8_t except)
{
    for (uint32_t n = 1; n < hy_registry_instance_end(c->e); n++) {
        const hy_instance *i = hy_registry_instance(c->e, (uint8_t)n);
        for (uint8_t a = 0; i != NULL && n != except && a < i->implicit_count; a++)
            for (uint8_t b = 0; b < p->implicit_count; b++)
                if ((i->implicit[a] & p->implicit[b] & 0xC0) != 0 &&
                    (i->implicit[a] & 0x1F) == (p->implicit[b] & 0x1F))
                    return false;
    }
    return true;
}

uint16_t hy_gp_install_instance(hy_gp_call *c, const hy_install_fields *f, bool selectable)
{
    hy_install_plan plan = {
        .life = selectable ? HY_LIFE_SELECTABLE : HY_LIFE_INSTALLED,
        .instance = f->name[2].n > 0 ? f->name[2] : f->name[1],
    };
    hy_install_parameters p;
    bool is_domain;
    uint8_t instance = 0;
    if (!hy_gp_install_parameters(f->parameters, &p) ||
        !hy_gp_privileges_read(f->fourth, plan.privileges))
        return hy_gp_refuse(c, HY_SW_WRONG_DATA, "INSTALL: parameters or privileges are malformed");
    plan.parameters = p.application;
    plan.quota = (hy_quota){.persistent = p.persistent, .transient = p.transient};
    uint16_t sw = find_module(c, f, &plan, &is_domain);
    if (sw == HY_SW_NO_ERROR)
        sw = hy_gp_privileges_check(c, plan.privileges, is_domain, 0);
    if (sw != HY_SW_NO_ERROR)
        return sw;
    if (hy_registry_find_instance(c->e, plan.instance) != 0 ||
        hy_registry_find_package(c->e, plan.instance) >= 0)
        return hy_gp_refuse(c, HY_SW_CONDITIONS_NOT_SATISFIED,
                            "INSTALL: the instance's AID is in use");
    if (!is_implicit_free(c, &p, 0))
        return hy_gp_refuse(c, HY_SW_CONDITIONS_NOT_SATISFIED,
                            "INSTALL: another application is selected implicitly there");
    sw = is_domain ? make_domain(c, &plan, &p, &instance) : make_applet(c, &plan, &instance);
    if (sw == HY_SW_NO_ERROR)
        fill_row(c, instance, &p);
    return sw;
}

/* ---- the command ---- */

/* A combined load that fails at its last step leaves nothing of the load file. */
static uint16_t finish_all(hy_gp_call *c, const hy_install_fields *f)
{
    uint16_t sw = hy_gp_install_instance(c, f, true);
    int package = hy_registry_find_package(c->e, f->name[0]);
    if (sw == HY_SW_NO_ERROR || package < 0 || package != c->state->loading.combined)
        return sw;
    hy_reason ignored;
    (void)hy_ok(hy_delete_package(c->w, (uint8_t)package, true, &ignored));
    return sw;
}

static uint16_t carry_out(hy_gp_call *c, uint8_t kind, const hy_install_fields *f)
{
    switch (kind) {
    case FOR_LOAD:
        return hy_gp_load_begin(c, f);
    case FOR_INSTALL:
        return hy_gp_install_instance(c, f, false);
    case FOR_INSTALL_SELECTABLE:
        return hy_gp_install_instance(c, f, true);
    case FOR_ALL:
        return c->p2 == P2_END ? finish_all(c, f) : hy_gp_load_begin(c, f);
    case FOR_SELECTABLE:
        return hy_gp_install_selectable(c, f);
    case FOR_EXTRADITION:
        return hy_gp_install_extradite(c, f);
    case FOR_UPDATE:
        return hy_gp_install_update(c, f);
    default:
        return hy_gp_install_personalize(c, f);
    }
}

static bool is_kind(uint8_t p1, uint8_t p2)
{
    switch (p1 & ~MORE) {
    case FOR_LOAD:
    case FOR_INSTALL:
    case FOR_INSTALL_SELECTABLE:
    case FOR_SELECTABLE:
    case FOR_EXTRADITION:
    case FOR_PERSONALIZATION:
    case FOR_UPDATE:
        return p2 == 0;
    case FOR_ALL:
        return p2 == P2_BEGIN || p2 == P2_END;
    default:
        return false;
    }
}

uint16_t hy_gp_install(hy_gp_call *c)
{
    static const uint8_t no_receipt[] = {0};
    const uint8_t kind = (uint8_t)(c->p1 & ~MORE);
    hy_install_fields f;
    if (!is_kind(c->p1, c->p2))
        return HY_SW_INCORRECT_P1P2;
    uint16_t sw = hy_gp_chain(c, (c->p1 & MORE) == 0);
    if (sw != HY_SW_NO_ERROR || (c->p1 & MORE) != 0)
        return sw;
    bool load = kind == FOR_LOAD || (kind == FOR_ALL && c->p2 == P2_BEGIN);
    if (!read_fields(c->data, load, &f))
        return hy_gp_refuse(c, HY_SW_WRONG_DATA, "INSTALL: its fields do not fill its data");
    if (kind != FOR_PERSONALIZATION)
        sw = hy_gp_need_management(c);
    if (sw == HY_SW_NO_ERROR)
        sw = carry_out(c, kind, &f);
    if (sw == HY_SW_NO_ERROR && kind != FOR_PERSONALIZATION &&
        !hy_ok(hy_buf_append(&c->out, hy_view_of(no_receipt, sizeof no_receipt))))
        return HY_SW_UNKNOWN;
    return sw;
}
