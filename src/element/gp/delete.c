/* DELETE (GlobalPlatform 11.2): objects with what hangs on them, and keys. */
#include "element/runtime/delete.h"

#include "base/tlv.h"
#include "element/gp/domain.h"
#include "element/gp/keys.h"
#include "element/gp/privileges.h"

#include <string.h>

enum {
    P1_MORE = 0x80,
    P2_RELATED = 0x80,
    TAG_KEY_ID = 0xD0,
    TAG_KEY_VERSION = 0xD2,
};

static uint16_t refuse(hy_gp_call *c, const char *words)
{
    return hy_gp_refuse(c, HY_SW_CONDITIONS_NOT_SATISFIED, "DELETE: %s", words);
}

/* Within the domain's reach; Global Delete reaches everything. */
static bool may_delete(const hy_gp_call *c, uint8_t owner)
{
    return (hy_gp_has(c->e, c->domain, HY_PRIVILEGE_AUTHORIZED_MANAGEMENT) &&
            hy_gp_is_within(c->e, owner, c->domain)) ||
           hy_gp_has(c->e, c->domain, HY_PRIVILEGE_GLOBAL_DELETE);
}

static void forget(hy_gp_call *c)
{
    for (size_t i = 0; i < HY_CHANNELS_MAX; i++)
        if (hy_registry_instance(c->e, c->state->personalizing[i]) == NULL)
            c->state->personalizing[i] = 0;
    hy_gp_privileges_settle(c->e);
}

/* Has anything, beside itself, its home in the domain? Load files count, too. */
static bool has_packages(const hy_element *e, uint8_t domain)
{
    for (uint32_t n = e->pool->rom_count; n < hy_registry_package_end(e); n++) {
        const hy_package_record *r = hy_registry_package(e, (uint8_t)n);
        if (r != NULL && r->domain != 0 && hy_gp_is_within(e, r->domain, domain))
            return true;
    }
    return false;
}

static uint16_t delete_instance(hy_gp_call *c, uint8_t number, bool related)
{
    hy_instance_set set = {0};
    uint32_t count = 0;
    if (number == hy_registry_card(c->e)->issuer)
        return refuse(c, "the issuer's security domain stays");
    if (!may_delete(c, hy_gp_domain_of(c->e, number)))
        return refuse(c, "it belongs to another domain");
    for (uint32_t n = 1; n < hy_registry_instance_end(c->e); n++) {
        if (hy_registry_instance(c->e, (uint8_t)n) == NULL ||
            !hy_gp_is_within(c->e, (uint8_t)n, number))
            continue;
        set.has[n / 8] = (uint8_t)(set.has[n / 8] | 1u << n % 8);
        count++;
    }
    if (count > 1 && !related)
        return refuse(c, "the security domain has applications; delete them, or related objects");
    if (has_packages(c->e, number))
        return refuse(c, "the security domain has load files; delete or extradite them first");
    hy_rc rc = hy_delete_instances(c->w, &set, &c->why);
    forget(c);
    return hy_ok(rc) ? HY_SW_NO_ERROR : HY_SW_CONDITIONS_NOT_SATISFIED;
}

/* Instances of the load file that belong to others are others' to delete. */
static bool all_in_reach(const hy_gp_call *c, uint8_t package)
{
    for (uint32_t n = 1; n < hy_registry_instance_end(c->e); n++) {
        const hy_instance *i = hy_registry_instance(c->e, (uint8_t)n);
        if (i != NULL && i->package == package && !may_delete(c, (uint8_t)n))
            return false;
    }
    return true;
}

static uint16_t delete_package(hy_gp_call *c, uint8_t number, bool related)
{
    const hy_package_record *r = hy_registry_package(c->e, number);
    uint8_t owner = r->domain == 0 ? hy_registry_card(c->e)->issuer : r->domain;
    if (!may_delete(c, owner) || (related && !all_in_reach(c, number)))
        return refuse(c, "it belongs to another domain");
    hy_rc rc = hy_delete_package(c->w, number, related, &c->why);
    forget(c);
    return hy_ok(rc) ? HY_SW_NO_ERROR : HY_SW_CONDITIONS_NOT_SATISFIED;
}

static uint16_t delete_object(hy_gp_call *c, hy_view aid)
{
    const bool related = c->p2 == P2_RELATED;
    uint8_t instance = hy_registry_find_instance(c->e, aid);
    int package = hy_registry_find_package(c->e, aid);
    bool manages = hy_gp_has(c->e, c->domain, HY_PRIVILEGE_AUTHORIZED_MANAGEMENT) ||
                   hy_gp_has(c->e, c->domain, HY_PRIVILEGE_GLOBAL_DELETE);
    if (!manages)
        return refuse(c, "the domain has neither Authorized Management nor Global Delete");
    if (instance != 0)
        return delete_instance(c, instance, related);
    if (package >= c->e->pool->rom_count)
        return delete_package(c, (uint8_t)package, related);
    return hy_gp_refuse(c, HY_SW_REFERENCE_NOT_FOUND, "DELETE: nothing has this AID");
}

static uint16_t delete_keys(hy_gp_call *c, uint8_t kid, uint8_t kvn)
{
    hy_rc rc = hy_gp_keys_delete(c->e, c->domain, kvn, kid);
    if (rc.code == HY_E_NOT_FOUND)
        return HY_SW_REFERENCE_NOT_FOUND;
    return hy_ok(rc) ? HY_SW_NO_ERROR : HY_SW_NO_SPACE;
}

static uint16_t carry_out(hy_gp_call *c)
{
    hy_reader r = hy_reader_of(c->data);
    hy_view aid = {0};
    uint8_t kid = 0;
    uint8_t kvn = 0;
    while (hy_reader_left(&r) > 0) {
        hy_tlv t = hy_tlv_read(&r);
        if (t.tag == HY_TAG_AID)
            aid = t.value;
        else if (t.tag == TAG_KEY_ID && t.value.n == 1)
            kid = t.value.p[0];
        else if (t.tag == TAG_KEY_VERSION && t.value.n == 1)
            kvn = t.value.p[0];
    }
    if (!hy_reader_done(&r) || (aid.n == 0) == (kid == 0 && kvn == 0))
        return hy_gp_refuse(c, HY_SW_WRONG_DATA, "DELETE: 4F with an AID, or D0 and D2, wanted");
    return aid.n > 0 ? delete_object(c, aid) : delete_keys(c, kid, kvn);
}

uint16_t hy_gp_delete(hy_gp_call *c)
{
    static const uint8_t no_receipt[] = {0};
    const bool more = c->p1 == P1_MORE;
    if ((c->p1 & ~P1_MORE) != 0 || (c->p2 & ~P2_RELATED) != 0)
        return HY_SW_INCORRECT_P1P2;
    uint16_t sw = hy_gp_chain(c, !more);
    if (sw == HY_SW_NO_ERROR && !more)
        sw = carry_out(c);
    if (sw == HY_SW_NO_ERROR &&
        !hy_ok(hy_buf_append(&c->out, hy_view_of(no_receipt, sizeof no_receipt))))
        return HY_SW_UNKNOWN;
    return sw;
}
