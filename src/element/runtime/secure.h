/* What elements and workspaces keep for secure channels: the records alone. What is done with them
   is said in gp/secure_channel.h. */
#ifndef HY_RUNTIME_SECURE_H
#define HY_RUNTIME_SECURE_H

#include "crypto/scp03.h"

enum { HY_SECURE_ENGINES = 8 }; /* sessions that a workspace keeps ready */

typedef enum hy_secure_state {
    HY_SECURE_NONE = 0,
    HY_SECURE_CHALLENGED, /* INITIALIZE UPDATE was answered */
    HY_SECURE_OPEN,
} hy_secure_state;

/* A session. All zeros is none. Plain bytes of the element; nothing in it is a pointer. */
typedef struct hy_secure_session {
    uint8_t state;  /* hy_secure_state */
    uint8_t domain; /* instance of the security domain whose keys opened it */
    uint8_t kvn;
    uint8_t i;
    uint8_t level;     /* HY_SCP03_C_MAC …; while OPEN */
    uint8_t own_level; /* that EXTERNAL AUTHENTICATE chose: what END R-MAC SESSION goes back to */
    uint8_t expected[HY_SCP03_TOKEN_MAX]; /* host cryptogram, while CHALLENGED */
    uint8_t dek[HY_SCP03_KEY_MAX];
    hy_scp03_state scp;
} hy_secure_session;

/* Cryptography of one thread, with the sessions last used kept ready: part of a workspace. */
typedef struct hy_secure_engines {
    hy_crypto *crypto; /* borrowed */
    hy_scp03_engine engine[HY_SECURE_ENGINES];
    uint64_t used[HY_SECURE_ENGINES];
    uint64_t clock;
} hy_secure_engines;

#endif
