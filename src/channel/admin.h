/* GlobalPlatform's commands as functions over any way to a card (Card Specification 2.3.1, chapter
   11), in an open session or bare.

   Every function answers HY_OK, or DENIED when the card answered another status word than success:
   hy_admin.sw has it, and the reason tells in words which command was refused, why, and the
   likely mend. IO and whatever else the carrier says; FORMAT for an answer that cannot be read. */
#ifndef HY_CHANNEL_ADMIN_H
#define HY_CHANNEL_ADMIN_H

#include "channel/session.h"

/* How a command reaches the card: sends it and gives back the whole response, status word included;
   61XX and 6CXX are followed by the carrier. transport/link.h has it; so has a service's queue. */
typedef struct hy_carrier {
    void *context;
    hy_rc (*exchange)(void *context, hy_view command, uint8_t *response, size_t room, size_t *n,
                      hy_reason *why);
} hy_carrier;

typedef struct hy_admin {
    hy_carrier carrier;
    hy_session *session;                    /* borrowed; NULL: commands go bare */
    uint8_t channel;                        /* logical channel of bare commands */
    uint16_t sw;                            /* of the last command */
    uint8_t ins;                            /* of the last command */
    hy_buf command, wrapped, raw, response; /* owned; response: data of the last command */
} hy_admin;

hy_admin hy_admin_of(hy_carrier carrier, hy_session *session);

/* Wipes and frees what it owns; not the session. */
void hy_admin_free(hy_admin *m);

/* ---- any command ---- */

/* Sends a whole command as it is, wrapped when the session is open. HY_OK whatever the status word:
   it is in m->sw, data in m->response. */
hy_rc hy_admin_transmit(hy_admin *m, hy_view command, hy_reason *why) HY_USE;

/* Sends CLA INS P1 P2 and data, short, Le 00. DENIED unless the status is 9000. */
hy_rc hy_admin_send(hy_admin *m, uint8_t cla, uint8_t ins, uint8_t p1, uint8_t p2, hy_view data,
                    hy_reason *why) HY_USE;

/* SELECT by name on m->channel, bare; empty: the issuer security domain. The control information is
   in m->response. Ends a session on the card. */
hy_rc hy_admin_select(hy_admin *m, hy_view aid, hy_reason *why) HY_USE;

/* Opens m->session. */
hy_rc hy_admin_open(hy_admin *m, hy_reason *why) HY_USE;

/* ---- looking ---- */

/* GET DATA; NOT_FOUND when the card has no such object (6A88). */
hy_rc hy_admin_get_data(hy_admin *m, uint16_t tag, hy_reason *why) HY_USE;

typedef enum hy_admin_kind { /* P1 of GET STATUS */
                             HY_ADMIN_ISSUER = 0x80,
                             HY_ADMIN_APPLICATIONS = 0x40,
                             HY_ADMIN_PACKAGES = 0x20,
                             HY_ADMIN_MODULES = 0x10, /* packages with their modules */
} hy_admin_kind;

/* An entry of the card's registry. Views live until the next command. */
typedef struct hy_admin_entry {
    hy_admin_kind kind;
    hy_view aid;
    uint8_t life;
    uint32_t privileges; /* three bytes, the first highest */
    hy_view package;     /* of an application; empty: not said */
    hy_view domain;      /* associated security domain; empty: not said */
    hy_view version;     /* of a package */
    hy_view modules;     /* objects 84 among others: read with hy_admin_module */
} hy_admin_entry;

/* Calls visit for every entry of a kind; it returns a failure to stop. A card that has none is no
   error. */
hy_rc hy_admin_status(hy_admin *m, hy_admin_kind kind,
                      hy_rc (*visit)(void *context, const hy_admin_entry *entry), void *context,
                      hy_reason *why) HY_USE;

/* The AID of the package's index-th module; empty beyond. */
hy_view hy_admin_module(const hy_admin_entry *entry, unsigned index);

/* ---- loading and installing ---- */

typedef struct hy_admin_load_request {
    hy_view package;    /* AID */
    hy_view domain;     /* to which it will belong; empty: the one of the session */
    hy_view file;       /* load file: the components after each other */
    hy_view hash;       /* of the file; empty: none */
    hy_view parameters; /* EF …; empty: none */
    size_t block;       /* bytes of a LOAD command; 0: as many as fit */
    void (*progress)(void *context, size_t done, size_t all); /* may be NULL; bytes */
    void *context;
} hy_admin_load_request;

/* INSTALL [for load] and LOAD until the last block. */
hy_rc hy_admin_load(hy_admin *m, const hy_admin_load_request *request, hy_reason *why) HY_USE;

typedef struct hy_admin_install_request {
    hy_view package;  /* AID */
    hy_view module;   /* AID */
    hy_view instance; /* AID; empty: the module's */
    uint32_t privileges;
    hy_view parameters;   /* for the applet: the value of C9 */
    hy_view system;       /* value of EF; empty: none */
    bool leave_installed; /* not selectable yet */
} hy_admin_install_request;

/* INSTALL [for install and make selectable], or only [for install]. */
hy_rc hy_admin_install(hy_admin *m, const hy_admin_install_request *request, hy_reason *why) HY_USE;

hy_rc hy_admin_make_selectable(hy_admin *m, hy_view instance, hy_reason *why) HY_USE;

/* INSTALL [for extradition]: the application or package goes to another security domain. */
hy_rc hy_admin_extradite(hy_admin *m, hy_view aid, hy_view domain, hy_reason *why) HY_USE;

/* INSTALL [for personalization]: STORE DATA goes to this application from now on. */
hy_rc hy_admin_personalize(hy_admin *m, hy_view aid, hy_reason *why) HY_USE;

/* INSTALL [for registry update] with new privileges. */
hy_rc hy_admin_update(hy_admin *m, hy_view aid, uint32_t privileges, hy_reason *why) HY_USE;

typedef struct hy_admin_domain_request {
    hy_view package, module; /* of the domain's code; empty: GlobalPlatform's usual ones */
    hy_view instance;
    uint32_t privileges; /* the security domain bit is added */
    uint8_t i;           /* parameter i of SCP03; 0xFF: the card chooses */
    hy_view parameters;  /* further objects for C9 */
} hy_admin_domain_request;

/* A security domain, selectable. It has no keys yet: until it gets some, the keys of the domain
   above it open its sessions. So select it, open one, and hy_admin_put_keys. */
hy_rc hy_admin_create_domain(hy_admin *m, const hy_admin_domain_request *request,
                             hy_reason *why) HY_USE;

/* DELETE of an object; related: what depends on it too. */
hy_rc hy_admin_delete(hy_admin *m, hy_view aid, bool related, hy_reason *why) HY_USE;

/* DELETE of keys; a version or identifier of 0 is left out: all of them. */
hy_rc hy_admin_delete_key(hy_admin *m, uint8_t kvn, uint8_t kid, hy_reason *why) HY_USE;

/* ---- keys, data, states ---- */

/* PUT KEY of the three keys of a secure channel, encrypted under the session's own data encryption
   key, and checks the check values that come back. replaces 0: they are new. MISMATCH when the card
   has understood other keys. */
hy_rc hy_admin_put_keys(hy_admin *m, hy_crypto *c, uint8_t replaces, uint8_t kvn,
                        const hy_scp03_keys *keys, hy_reason *why) HY_USE;

/* The same by STORE DATA, with the data groupings 00B9 and 8113 (11.11.3), for cards that want keys
   so. */
hy_rc hy_admin_store_keys(hy_admin *m, hy_crypto *c, uint8_t kvn, const hy_scp03_keys *keys,
                          hy_reason *why) HY_USE;

typedef enum hy_admin_format { /* bits of P1 of STORE DATA */
                               HY_ADMIN_FORMAT_NONE = 0x00,
                               HY_ADMIN_FORMAT_DGI = 0x08,
                               HY_ADMIN_FORMAT_TLV = 0x10,
} hy_admin_format;

/* STORE DATA in as many blocks as are needed. */
hy_rc hy_admin_store_data(hy_admin *m, hy_admin_format format, hy_view data, hy_reason *why) HY_USE;

/* SET STATUS: kind 80 the card, 40 an application or domain, 60 a domain and all that is its. */
hy_rc hy_admin_set_status(hy_admin *m, uint8_t kind, uint8_t state, hy_view aid,
                          hy_reason *why) HY_USE;

/* An application or security domain locked or unlocked; empty: the card itself. */
hy_rc hy_admin_lock(hy_admin *m, hy_view aid, hy_reason *why) HY_USE;
hy_rc hy_admin_unlock(hy_admin *m, hy_view aid, hy_reason *why) HY_USE;

#endif
