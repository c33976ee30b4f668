/* The rules of privileges: which go together, who holds them, who may give them. */
#include "element/gp/privileges.h"

enum { RFU = 0x07 };

static bool is_set(const uint8_t p[3], hy_privilege which)
{
    return (p[which / 8] & 0x80 >> which % 8) != 0;
}

bool hy_gp_has(const hy_element *e, uint8_t instance, hy_privilege p)
{
    const hy_instance *i = hy_registry_instance(e, instance);
    return i != NULL && p < HY_PRIVILEGE_COUNT && is_set(i->privileges, p);
}

bool hy_gp_privileges_read(hy_view v, uint8_t out[3])
{
    out[0] = out[1] = out[2] = 0;
    for (size_t i = 0; i < v.n && i < 3; i++)
        out[i] = v.p[i];
    return v.n == 0 || v.n == 1 || v.n == 3;
}

/* Table 6-1: these are privileges of security domains. */
static bool is_for_domains(hy_privilege p)
{
    switch (p) {
    case HY_PRIVILEGE_SECURITY_DOMAIN:
    case HY_PRIVILEGE_DAP:
    case HY_PRIVILEGE_DELEGATED_MANAGEMENT:
    case HY_PRIVILEGE_MANDATED_DAP:
    case HY_PRIVILEGE_TRUSTED_PATH:
    case HY_PRIVILEGE_AUTHORIZED_MANAGEMENT:
    case HY_PRIVILEGE_TOKEN_VERIFICATION:
    case HY_PRIVILEGE_RECEIPT:
    case HY_PRIVILEGE_CIPHERED_LOAD:
        return true;
    default:
        return false;
    }
}

/* What reaches beyond the holder's own applications: only who has it, or the issuer, gives it. */
static bool is_global(hy_privilege p)
{
    switch (p) {
    case HY_PRIVILEGE_CARD_LOCK:
    case HY_PRIVILEGE_CARD_TERMINATE:
    case HY_PRIVILEGE_CARD_RESET:
    case HY_PRIVILEGE_CVM:
    case HY_PRIVILEGE_MANDATED_DAP:
    case HY_PRIVILEGE_TOKEN_VERIFICATION:
    case HY_PRIVILEGE_GLOBAL_DELETE:
    case HY_PRIVILEGE_GLOBAL_LOCK:
    case HY_PRIVILEGE_GLOBAL_REGISTRY:
    case HY_PRIVILEGE_FINAL_APPLICATION:
    case HY_PRIVILEGE_GLOBAL_SERVICE:
    case HY_PRIVILEGE_RECEIPT:
        return true;
    default:
        return false;
    }
}

static const hy_privilege single[] = {
    HY_PRIVILEGE_CARD_RESET,
    HY_PRIVILEGE_FINAL_APPLICATION,
    HY_PRIVILEGE_CVM,
};
enum { SINGLE_COUNT = sizeof single / sizeof *single };

/* Who holds it beside the issuer and `except`; 0 nobody. */
static uint8_t holder(const hy_element *e, hy_privilege p, uint8_t except)
{
    for (uint32_t n = 1; n < hy_registry_instance_end(e); n++)
        if (n != except && n != hy_registry_card(e)->issuer && hy_gp_has(e, (uint8_t)n, p))
            return (uint8_t)n;
    return 0;
}

static const char *contradiction(const uint8_t p[3], bool is_domain)
{
    if ((p[2] & RFU) != 0)
        return "privileges: reserved bits are set";
    if (is_set(p, HY_PRIVILEGE_SECURITY_DOMAIN) != is_domain)
        return "privileges: Security Domain is for instances of the security domain's module, and "
               "these must have it";
    for (int i = 0; i < HY_PRIVILEGE_COUNT; i++)
        if (!is_domain && is_for_domains((hy_privilege)i) && is_set(p, (hy_privilege)i))
            return "privileges: one of them is for security domains only";
    if (is_set(p, HY_PRIVILEGE_MANDATED_DAP) && !is_set(p, HY_PRIVILEGE_DAP))
        return "privileges: Mandated DAP Verification needs DAP Verification";
    if (is_set(p, HY_PRIVILEGE_DELEGATED_MANAGEMENT) &&
        is_set(p, HY_PRIVILEGE_AUTHORIZED_MANAGEMENT))
        return "privileges: Delegated and Authorized Management exclude each other";
    return NULL;
}

uint16_t hy_gp_privileges_check(hy_gp_call *c, const uint8_t given[3], bool is_domain,
                                uint8_t instance)
{
    const char *wrong = contradiction(given, is_domain);
    if (wrong != NULL)
        return hy_gp_refuse(c, HY_SW_WRONG_DATA, "%s", wrong);
    for (int i = 0; i < HY_PRIVILEGE_COUNT; i++) {
        hy_privilege p = (hy_privilege)i;
        if (is_set(given, p) && is_global(p) && !hy_gp_has(c->e, instance, p) &&
            !hy_gp_has(c->e, c->domain, p) && c->domain != hy_registry_card(c->e)->issuer)
            return hy_gp_refuse(c, HY_SW_CONDITIONS_NOT_SATISFIED,
                                "privileges: number %d reaches beyond the domain, which has not "
                                "got it itself",
                                i);
    }
    for (size_t i = 0; i < SINGLE_COUNT; i++)
        if (is_set(given, single[i]) && holder(c->e, single[i], instance) != 0)
            return hy_gp_refuse(c, HY_SW_CONDITIONS_NOT_SATISFIED,
                                "privileges: another application holds number %d, which has one "
                                "holder",
                                single[i]);
    return HY_SW_NO_ERROR;
}

void hy_gp_privileges_settle(hy_element *e)
{
    hy_card_record *card = hy_registry_card(e);
    hy_instance *issuer = hy_registry_instance(e, card->issuer);
    for (size_t i = 0; i < SINGLE_COUNT && issuer != NULL; i++) {
        const uint8_t mask = (uint8_t)(0x80 >> single[i] % 8);
        uint8_t *byte = &issuer->privileges[single[i] / 8];
        *byte = (uint8_t)(holder(e, single[i], 0) != 0 ? *byte & ~mask : *byte | mask);
    }
    card->default_instance = holder(e, HY_PRIVILEGE_CARD_RESET, 0);
}
