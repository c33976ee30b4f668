/* SET STATUS (GlobalPlatform 11.10) and the transitions of life cycles (5.1 to 5.3), for applets'
   calls, too. */
#include "element/gp/life.h"
#include "element/gp/privileges.h"

enum {
    P1_CARD = 0x80,
    P1_APPLICATION = 0x40,
    P1_DOMAIN_AND_ALL = 0x60,
    LOCK = 0x80,
    LOW_BITS = 0x07,
};

/* ---- transitions ---- */

/* OP_READY, INITIALIZED and SECURED follow each other, and nothing leads back. */
bool hy_gp_card_set(hy_element *e, uint8_t actor, uint8_t to)
{
    hy_card_record *card = hy_registry_card(e);
    const uint8_t from = card->life;
    bool allowed = false;
    if (to == HY_CARD_TERMINATED)
        allowed = from != to && hy_gp_has(e, actor, HY_PRIVILEGE_CARD_TERMINATE);
    else if (to == HY_CARD_LOCKED)
        allowed = from == HY_CARD_SECURED && hy_gp_has(e, actor, HY_PRIVILEGE_CARD_LOCK);
    else if (to == HY_CARD_SECURED && from == HY_CARD_LOCKED)
        allowed = hy_gp_has(e, actor, HY_PRIVILEGE_SECURITY_DOMAIN) &&
                  hy_gp_has(e, actor, HY_PRIVILEGE_CARD_LOCK);
    else if (to == HY_CARD_INITIALIZED)
        allowed = from == HY_CARD_OP_READY && actor == card->issuer;
    else if (to == HY_CARD_SECURED)
        allowed = from < HY_CARD_SECURED && actor == card->issuer;
    if (allowed)
        card->life = to;
    return allowed;
}

/* The state before is what is left without the bit. */
bool hy_gp_lock(hy_element *e, uint8_t instance, bool lock)
{
    hy_instance *i = hy_registry_instance(e, instance);
    const bool is_locked = i != NULL && (i->life & LOCK) != 0;
    if (i == NULL || is_locked == lock || instance == hy_registry_card(e)->issuer)
        return false;
    i->life = (uint8_t)(lock ? i->life | LOCK : i->life & ~LOCK);
    if (lock)
        for (size_t n = 0; n < HY_CHANNELS_MAX; n++)
            if (i->is_domain && e->card->sessions[n].domain == instance)
                hy_secure_end(&e->card->sessions[n]);
    return true;
}

bool hy_gp_own_state(hy_element *e, uint8_t instance, uint8_t to)
{
    hy_instance *i = hy_registry_instance(e, instance);
    if (i == NULL || instance == hy_registry_card(e)->issuer)
        return false;
    if (to == LOCK)
        return hy_gp_lock(e, instance, true);
    if ((i->life & LOCK) != 0 || (i->life & HY_LIFE_SELECTABLE) != HY_LIFE_SELECTABLE)
        return false;
    if (i->is_domain) {
        if (to != HY_LIFE_PERSONALIZED || i->life != HY_LIFE_SELECTABLE)
            return false;
    } else if ((to & LOCK) != 0 || (to & LOW_BITS) != LOW_BITS) {
        return false;
    }
    i->life = to;
    return true;
}

/* ---- the command ---- */

static uint16_t refuse(hy_gp_call *c, const char *words)
{
    return hy_gp_refuse(c, HY_SW_CONDITIONS_NOT_SATISFIED, "SET STATUS: %s", words);
}

/* What is above locks what is below; Global Lock reaches everything. Nobody unlocks itself. */
static bool may_lock(const hy_gp_call *c, uint8_t target, bool lock)
{
    if (target == c->domain)
        return lock;
    return hy_gp_is_within(c->e, target, c->domain) ||
           hy_gp_has(c->e, c->domain, HY_PRIVILEGE_GLOBAL_LOCK);
}

/* Rows that the domain may not see are not there. */
static uint8_t find_target(const hy_gp_call *c)
{
    uint8_t n = hy_registry_find_instance(c->e, c->data);
    bool visible = c->domain == hy_registry_card(c->e)->issuer ||
                   hy_gp_is_within(c->e, n, c->domain) ||
                   hy_gp_has(c->e, c->domain, HY_PRIVILEGE_GLOBAL_REGISTRY) ||
                   hy_gp_has(c->e, c->domain, HY_PRIVILEGE_GLOBAL_LOCK);
    return visible ? n : 0;
}

static uint16_t set_application(hy_gp_call *c)
{
    const uint8_t target = find_target(c);
    const bool lock = (c->p2 & LOCK) != 0;
    if (target == 0)
        return HY_SW_REFERENCE_NOT_FOUND;
    if (target == c->domain && !lock)
        return hy_gp_own_state(c->e, target, c->p2) ? HY_SW_NO_ERROR
                                                    : refuse(c, "no such step for a domain");
    if (!may_lock(c, target, lock))
        return refuse(c, "it belongs to another domain, or nobody unlocks itself");
    return hy_gp_lock(c->e, target, lock) ? HY_SW_NO_ERROR
                                          : refuse(c, "it is in that state, or is the issuer's");
}

/* The domain and everything below it. */
static uint16_t set_all(hy_gp_call *c)
{
    const uint8_t target = find_target(c);
    const bool lock = (c->p2 & LOCK) != 0;
    const hy_instance *d = hy_registry_instance(c->e, target);
    if (d == NULL || !d->is_domain)
        return HY_SW_REFERENCE_NOT_FOUND;
    if (!may_lock(c, target, lock) || target == hy_registry_card(c->e)->issuer)
        return refuse(c, "it belongs to another domain, or is the issuer's");
    for (uint32_t n = 1; n < hy_registry_instance_end(c->e); n++)
        if (hy_registry_instance(c->e, (uint8_t)n) != NULL &&
            hy_gp_is_within(c->e, (uint8_t)n, target))
            (void)hy_gp_lock(c->e, (uint8_t)n, lock);
    return HY_SW_NO_ERROR;
}

uint16_t hy_gp_set_status(hy_gp_call *c)
{
    const bool unlocks = c->p1 == P1_CARD;
    if (hy_registry_card(c->e)->life == HY_CARD_LOCKED && !unlocks)
        return refuse(c, "the card is locked");
    switch (c->p1) {
    case P1_CARD:
        return hy_gp_card_set(c->e, c->domain, c->p2)
                   ? HY_SW_NO_ERROR
                   : refuse(c, "the card's life cycle has no such step for this domain");
    case P1_APPLICATION:
        return set_application(c);
    case P1_DOMAIN_AND_ALL:
        return set_all(c);
    default:
        return HY_SW_INCORRECT_P1P2;
    }
}
