/* Content management (GlobalPlatform Card Specification 2.3.1): what its commands share. A command
   reaches a security domain (process.c), is unwrapped, and its handler gets a hy_gp_call. All that
   a command changes lies in one unit of durability, so a cut leaves the card as before or after. */
#ifndef HY_GP_GP_H
#define HY_GP_GP_H

#include "element/gp/secure_channel.h"
#include "element/runtime/manager.h"
#include "element/runtime/status.h"

extern const hy_manager hy_gp_manager;

enum { /* status words beside those of runtime/status.h (11.1.3) */
       HY_SW_MORE_DATA = 0x6310,
       HY_SW_MEMORY_FAILURE = 0x6581,
       HY_SW_SECURITY_STATUS = 0x6982,
       HY_SW_WRONG_DATA = 0x6A80,
       HY_SW_NO_SPACE = 0x6A84,
       HY_SW_REFERENCE_NOT_FOUND = 0x6A88,
       HY_SW_INS_NOT_SUPPORTED = 0x6D00,
       HY_SW_ALGORITHM = 0x9484,
       HY_SW_KEY_CHECK = 0x9485,
       HY_SW_LOCKED_CARD = 0x6283, /* SELECT on a locked card */
};

enum { HY_GP_RESPONSE_MAX = 2048 };

/* A command, bare, for the security domain `domain`. */
typedef struct hy_gp_call {
    hy_workspace *w;
    hy_element *e;
    hy_card_state *state;
    hy_secure_session *session; /* of the channel */
    uint8_t domain;
    uint8_t level; /* hy_secure_level of this very command; 0: it was not the other end's */
    uint8_t ins, p1, p2;
    hy_view data;
    uint32_t room; /* response bytes that fit into the answer */
    hy_buf out;    /* response data, over fixed memory */
    hy_reason why; /* of a refusal */
} hy_gp_call;

/* Gives a status word; response data are in c->out and go only with 9000, 62xx, 63xx. */
typedef uint16_t (*hy_gp_handler)(hy_gp_call *c);

/* Sets the reason and gives the status word, so that a refusal is one line. */
uint16_t hy_gp_refuse(hy_gp_call *c, uint16_t sw, const char *format, ...) HY_PRINTF(3, 4);

/* Remembers a refusal, and tells the log. */
void hy_gp_remember(hy_element *e, const hy_reason *why);

/* The last refusals, newest first, each behind the tag 80, as many as fit: GET DATA FF40. */
void hy_gp_reasons(const hy_element *e, hy_writer *w, size_t room);

/* Collects a command that comes in parts: `last` says whether this is its end. Then c->data are all
   its bytes. 9000; 6A84 when they are too many. */
uint16_t hy_gp_chain(hy_gp_call *c, bool last);
void hy_gp_chain_drop(hy_card_state *state);

/* What the session's part asks of a domain; for processSecurity of applets, too. `requester` is the
   instance that processes the command. *on is filled to
   be the functions' context. */
typedef struct hy_gp_keyring {
    hy_element *e;
    uint8_t domain;
} hy_gp_keyring;
void hy_gp_session_domain(hy_element *e, uint8_t domain, uint8_t requester, hy_gp_keyring *on,
                          hy_secure_domain *out);

/* hy_manager.create. */
hy_rc hy_gp_create(hy_workspace *w, const hy_issuer *issuer, hy_reason *why) HY_USE;

/* The production data: GET DATA 9F7F. */
void hy_gp_cplc(const hy_element *e, uint8_t out[HY_CPLC_LENGTH]);

/* ---- the commands ---- */

uint16_t hy_gp_select(hy_gp_call *c);
uint16_t hy_gp_get_data(hy_gp_call *c);
uint16_t hy_gp_get_status(hy_gp_call *c);
uint16_t hy_gp_set_status(hy_gp_call *c);
uint16_t hy_gp_install(hy_gp_call *c);
uint16_t hy_gp_load(hy_gp_call *c);
uint16_t hy_gp_delete(hy_gp_call *c);
uint16_t hy_gp_put_key(hy_gp_call *c);
uint16_t hy_gp_store_data(hy_gp_call *c);

/* Ends a load on its way: nothing of it stays. */
void hy_gp_load_drop(hy_element *e);

#endif
