/* Who manages an element's content: functions of the layer above (gp), and the volatile record that
   they work on. The runtime hands commands for security domains to them. */
#ifndef HY_RUNTIME_MANAGER_H
#define HY_RUNTIME_MANAGER_H

#include "element/runtime/element.h"

enum {
    HY_CHAIN_MAX = 2048, /* bytes of a command that comes in several APDUs */
    HY_REASONS_MAX = 4,  /* refusals remembered */
};

/* A load file on its way (GlobalPlatform 11.6). */
typedef struct hy_loading {
    bool active;
    uint8_t channel; /* whose session loads */
    uint8_t block;   /* number of the next one */
    uint8_t target;  /* instance of the domain that it is for */
    bool sized;      /* the tag C4 and the length have been read */
    uint8_t head[8]; /* C4 and its length, while it is not whole */
    uint8_t head_n;
    hy_aid aid;       /* as INSTALL [for load] had it */
    uint8_t hash[64]; /* of the load file; hash_n 0: none was announced */
    uint8_t hash_n;
    uint32_t length, received;
    int16_t combined; /* number of the package last loaded, for INSTALL's last step; -1 none */
} hy_loading;

/* A command whose data come in several APDUs, collected: INSTALL, PUT KEY, STORE DATA, DELETE. */
typedef struct hy_chain {
    uint8_t ins;
    uint8_t channel;
    uint8_t blocks;
    uint16_t n;
    uint8_t bytes[HY_CHAIN_MAX];
} hy_chain;

/* Gone after a reset. */
typedef struct hy_card_state {
    hy_secure_session sessions[HY_CHANNELS_MAX];
    uint8_t personalizing[HY_CHANNELS_MAX]; /* instance that STORE DATA is for; 0: the domain */
    uint8_t listed[HY_CHANNELS_MAX];        /* GET STATUS: where to go on */
    uint8_t listed_p1[HY_CHANNELS_MAX];
    bool pin_submitted, pin_verified;
    hy_loading loading;
    hy_chain chain;
    hy_reference keys_kept; /* keys to which a command that is refused comes back; 0 */
    hy_reason reasons[HY_REASONS_MAX]; /* the last refusals, in a ring */
    uint8_t reason_count, reason_next;
} hy_card_state;

typedef struct hy_manager {
    /* Makes the issuer's security domain in a new element. */
    hy_rc (*create)(hy_workspace *w, const hy_issuer *issuer, hy_reason *why);
    /* The element was reset: volatile state is zero; what was cut is taken away. */
    void (*reset)(hy_workspace *w);
    /* What is active on the current channel is being deselected. */
    void (*leave)(hy_workspace *w);
    /* Carries out the current command for the security domain selected, SELECT too. Gives the
       status word; response data are in w->apdu. */
    uint16_t (*process)(hy_workspace *w);
} hy_manager;

/* Is it a security domain whose commands the manager carries out? */
static inline bool hy_manager_manages(const hy_element *e, uint8_t instance)
{
    const hy_instance *i = hy_registry_instance(e, instance);
    return e->card != NULL && i != NULL && i->is_domain;
}

/* Do nothing where nobody manages. */
static inline void hy_manager_reset(hy_workspace *w)
{
    if (w->element->card != NULL)
        w->element->pool->manager->reset(w);
}

static inline void hy_manager_leave(hy_workspace *w)
{
    if (w->element->card != NULL)
        w->element->pool->manager->leave(w);
}

#endif
