/* Life cycles of the card, of applications and of security domains: each transition that there is
   (GlobalPlatform chapter 5). The functions change nothing when they return false. */
#ifndef HY_GP_LIFE_H
#define HY_GP_LIFE_H

#include "element/gp/domain.h"

/* Sets the card's state for an instance (SET STATUS, GPSystem.lockCard, terminateCard), if its
   privileges allow that and the life cycle has the step. */
bool hy_gp_card_set(hy_element *e, uint8_t actor, uint8_t to);

/* Locks or unlocks an instance; who may is asked before. Unlocking gives the state before. */
bool hy_gp_lock(hy_element *e, uint8_t instance, bool lock);

/* An instance sets its own state (GPSystem.setCardContentState; a domain by SET STATUS): locked, an
   application's own one, a domain personalized. */
bool hy_gp_own_state(hy_element *e, uint8_t instance, uint8_t to);

#endif
