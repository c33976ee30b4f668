/* INSTALL on rows that are there: make selectable, extradition, registry update, personalization
   (GlobalPlatform 11.5.2.3.4 to 11.5.2.3.8). */
#include "element/gp/install.h"
#include "element/gp/privileges.h"

#include <string.h>

static uint16_t refuse(hy_gp_call *c, const char *words)
{
    return hy_gp_refuse(c, HY_SW_CONDITIONS_NOT_SATISFIED, "INSTALL: %s", words);
}

/* The instance named, within the domain's reach; 0. */
static uint8_t find(const hy_gp_call *c, hy_view aid)
{
    uint8_t n = hy_registry_find_instance(c->e, aid);
    return n != 0 && hy_gp_is_within(c->e, n, c->domain) ? n : 0;
}

/* Privileges and implicit selection that the command gives anew; nothing given, nothing changed. */
static uint16_t update_row(hy_gp_call *c, uint8_t number, const hy_install_fields *f)
{
    hy_instance *i = hy_registry_instance(c->e, number);
    hy_install_parameters p;
    uint8_t privileges[3];
    if (!hy_gp_install_parameters(f->parameters, &p) ||
        !hy_gp_privileges_read(f->fourth, privileges))
        return hy_gp_refuse(c, HY_SW_WRONG_DATA, "INSTALL: parameters or privileges are malformed");
    if (f->fourth.n > 0) {
        uint16_t sw = hy_gp_privileges_check(c, privileges, i->is_domain, number);
        if (sw != HY_SW_NO_ERROR)
            return sw;
        memcpy(i->privileges, privileges, sizeof i->privileges);
        hy_gp_privileges_settle(c->e);
    }
    if (p.implicit_count > 0) {
        i->implicit_count = p.implicit_count;
        memcpy(i->implicit, p.implicit, sizeof i->implicit);
    }
    return HY_SW_NO_ERROR;
}

uint16_t hy_gp_install_selectable(hy_gp_call *c, const hy_install_fields *f)
{
    uint8_t n = find(c, f->name[2]);
    if (n == 0)
        return HY_SW_REFERENCE_NOT_FOUND;
    if (hy_registry_instance(c->e, n)->life != HY_LIFE_INSTALLED)
        return refuse(c, "the application is not in the state INSTALLED");
    uint16_t sw = update_row(c, n, f);
    if (sw == HY_SW_NO_ERROR)
        hy_registry_instance(c->e, n)->life = HY_LIFE_SELECTABLE;
    return sw;
}

/* ---- extradition ---- */

enum { /* policies 82 and 87: who may bring here or take away */
       TAG_ACCEPTS = 0x82,
       TAG_LETS_GO = 0x87,
       ANCESTOR = 0x80,
       HIERARCHY = 0x40,
       ISSUER = 0x20,
};

/* Does the domain's policy allow the acting domain? Without one, its own hierarchy may. */
static bool allows(const hy_gp_call *c, uint8_t domain, uint32_t tag)
{
    hy_view policy;
    if (domain == c->domain)
        return true;
    if (!hy_gp_domain_parameter(c->e, domain, tag, &policy) || policy.n != 1)
        return hy_gp_is_within(c->e, domain, c->domain);
    return ((policy.p[0] & (ANCESTOR | HIERARCHY)) != 0 &&
            hy_gp_is_within(c->e, domain, c->domain)) ||
           ((policy.p[0] & ISSUER) != 0 && c->domain == hy_registry_card(c->e)->issuer);
}

/* A new home for it: an open security domain that takes it, not one below itself. */
static uint16_t check_target(hy_gp_call *c, uint8_t target, uint8_t moved)
{
    const hy_instance *t = hy_registry_instance(c->e, target);
    if (t == NULL || !t->is_domain)
        return hy_gp_refuse(c, HY_SW_REFERENCE_NOT_FOUND, "INSTALL: no such security domain");
    if ((t->life & HY_LIFE_SELECTABLE) != HY_LIFE_SELECTABLE ||
        (t->life & HY_LIFE_LOCKED) == HY_LIFE_LOCKED)
        return refuse(c, "the security domain is not selectable, or locked");
    if (moved != 0 && hy_gp_is_within(c->e, target, moved))
        return refuse(c, "a domain cannot belong to what belongs to it");
    return allows(c, target, TAG_ACCEPTS) ? HY_SW_NO_ERROR
                                          : refuse(c, "the security domain does not take it");
}

static uint16_t move_package(hy_gp_call *c, hy_view aid, uint8_t target)
{
    int number = hy_registry_find_package(c->e, aid);
    hy_package_record *r = number < 0 ? NULL : hy_registry_package(c->e, (uint8_t)number);
    uint8_t issuer = hy_registry_card(c->e)->issuer;
    uint8_t owner = r == NULL ? 0 : r->domain == 0 ? issuer : r->domain;
    if (r == NULL || !hy_gp_is_within(c->e, owner, c->domain))
        return HY_SW_REFERENCE_NOT_FOUND;
    uint16_t sw = check_target(c, target, 0);
    if (sw == HY_SW_NO_ERROR && !allows(c, owner, TAG_LETS_GO))
        sw = refuse(c, "the security domain does not let it go");
    if (sw == HY_SW_NO_ERROR)
        r->domain = target;
    return sw;
}

uint16_t hy_gp_install_extradite(hy_gp_call *c, const hy_install_fields *f)
{
    uint8_t target = hy_registry_find_instance(c->e, f->name[0]);
    uint8_t moved = find(c, f->name[2]);
    if (moved == 0)
        return move_package(c, f->name[2], target);
    if (moved == hy_registry_card(c->e)->issuer)
        return refuse(c, "the issuer's domain belongs to nobody");
    uint16_t sw = check_target(c, target, moved);
    if (sw == HY_SW_NO_ERROR && !allows(c, hy_gp_domain_of(c->e, moved), TAG_LETS_GO))
        sw = refuse(c, "the security domain does not let it go");
    if (sw == HY_SW_NO_ERROR)
        hy_registry_instance(c->e, moved)->domain = target;
    return sw;
}

uint16_t hy_gp_install_update(hy_gp_call *c, const hy_install_fields *f)
{
    uint8_t n = f->name[2].n == 0 ? c->domain : find(c, f->name[2]);
    if (n == 0)
        return HY_SW_REFERENCE_NOT_FOUND;
    uint16_t sw = update_row(c, n, f);
    if (sw != HY_SW_NO_ERROR || f->name[0].n == 0)
        return sw;
    return hy_gp_install_extradite(c, f);
}

/* ---- personalization ---- */

uint16_t hy_gp_install_personalize(hy_gp_call *c, const hy_install_fields *f)
{
    uint8_t n = hy_registry_find_instance(c->e, f->name[2]);
    if (n == 0 || hy_gp_domain_of(c->e, n) != c->domain)
        return hy_gp_refuse(c, HY_SW_REFERENCE_NOT_FOUND,
                            "INSTALL: no such application of this domain");
    if (!hy_registry_is_selectable(c->e, n))
        return refuse(c, "the application is locked or not selectable");
    if (!hy_registry_instance_is(c->e, n, HY_KNOWN_APPLICATION))
        return refuse(c, "the application has no processData");
    c->state->personalizing[c->e->channel] = n;
    return HY_SW_NO_ERROR;
}
