/* What both ends of SCP03 compute (GlobalPlatform Amendment D 1.2): keys and cryptograms of a
   session, commands and responses sealed and opened. Who may do what when is not known here: that
   is the card's part (element/gp) and the host's (channel). */
#ifndef HY_CRYPTO_SCP03_H
#define HY_CRYPTO_SCP03_H

#include "crypto/cipher.h"
#include "crypto/mac.h"

enum {
    HY_SCP03_KEY_MAX = 32,   /* bytes of AES-256 */
    HY_SCP03_BLOCK = 16,     /* bytes of a whole MAC, of a padded block */
    HY_SCP03_TOKEN_MAX = 16, /* bytes of a challenge, a cryptogram, a MAC as sent in S16 mode */
    HY_SCP03_HEADER_MAX = 7, /* CLA INS P1 P2 and Lc of one byte or three */
};

typedef enum hy_scp03_constant { /* what is derived (table 4-1) */
                                 HY_SCP03_CARD_CRYPTOGRAM = 0x00,
                                 HY_SCP03_HOST_CRYPTOGRAM = 0x01,
                                 HY_SCP03_CARD_CHALLENGE = 0x02,
                                 HY_SCP03_S_ENC = 0x04,
                                 HY_SCP03_S_MAC = 0x06,
                                 HY_SCP03_S_RMAC = 0x07,
} hy_scp03_constant;

enum { /* parameter i (5.1) */
       HY_SCP03_I_S16 = 0x01,
       HY_SCP03_I_PSEUDO_RANDOM = 0x10,
       HY_SCP03_I_R_MAC = 0x20,
       HY_SCP03_I_R_ENC = 0x40,
};

enum { /* security levels, as P1 of EXTERNAL AUTHENTICATE has them */
       HY_SCP03_C_MAC = 0x01,
       HY_SCP03_C_DEC = 0x02,
       HY_SCP03_R_MAC = 0x10,
       HY_SCP03_R_ENC = 0x20,
};

/* Is i one that the standard has: 00, 10, 20, 30, 60, 70, each with or without S16? */
bool hy_scp03_i_is_known(uint8_t i);

/* Is it a level of the standard that i allows? */
bool hy_scp03_level_fits(uint8_t level, uint8_t i);

/* Static keys of one version, all of one length. */
typedef struct hy_scp03_keys {
    uint8_t n; /* 16, 24 or 32 */
    uint8_t enc[HY_SCP03_KEY_MAX], mac[HY_SCP03_KEY_MAX], dek[HY_SCP03_KEY_MAX];
} hy_scp03_keys;

/* A session under way: plain bytes, to be wiped by their owner. */
typedef struct hy_scp03_state {
    uint8_t key_n;
    uint8_t token; /* bytes of a MAC as sent: 8, or 16 in S16 mode */
    uint8_t enc[HY_SCP03_KEY_MAX], mac[HY_SCP03_KEY_MAX], rmac[HY_SCP03_KEY_MAX];
    uint8_t chain[HY_SCP03_BLOCK]; /* the last command's whole MAC */
    uint64_t counter;              /* commands since EXTERNAL AUTHENTICATE */
} hy_scp03_state;

/* The keys of a session made ready: the key schedules, which cost more than a command. All zeros
   before its first use. */
typedef struct hy_scp03_engine {
    uint8_t key_n; /* 0: not made ready */
    uint8_t enc_key[HY_SCP03_KEY_MAX], mac_key[HY_SCP03_KEY_MAX], rmac_key[HY_SCP03_KEY_MAX];
    hy_cipher *enc;
    hy_mac *mac, *rmac;
} hy_scp03_engine;

/* Makes it ready for a session; nothing to do when it is already. Whose keys it had before does not
   matter. MEMORY, CRYPTO. */
hy_rc hy_scp03_engine_ready(hy_scp03_engine *engine, hy_crypto *c,
                            const hy_scp03_state *state) HY_USE;

/* Is it ready for this session? */
bool hy_scp03_engine_is_ready(const hy_scp03_engine *engine, const hy_scp03_state *state);

/* Wipes and frees what it holds; it may be made ready again. */
void hy_scp03_engine_clear(hy_scp03_engine *engine);

/* ---- keys ---- */

/* n bytes (at most 32) derived under an AES key (SP 800-108 in counter mode with CMAC; 4.1.5). */
hy_rc hy_scp03_derive(hy_crypto *c, hy_view key, hy_scp03_constant constant, hy_view context,
                      uint8_t *out, size_t n) HY_USE;

/* The session of two challenges of 8 bytes (S8) or 16 (S16); chain and counter start. ARGUMENT for
   key or challenge lengths that there are not. */
hy_rc hy_scp03_start(hy_crypto *c, const hy_scp03_keys *keys, hy_view host, hy_view card,
                     hy_scp03_state *out) HY_USE;

/* A cryptogram of the session: state->token bytes. */
hy_rc hy_scp03_cryptogram(hy_crypto *c, const hy_scp03_state *state, hy_scp03_constant which,
                          hy_view host, hy_view card, uint8_t *out) HY_USE;

/* Key values under a static data encryption key: CBC, no padding, in place, n whole blocks
   (PUT KEY, STORE DATA; 4.1.3). */
hy_rc hy_scp03_sensitive(hy_crypto *c, hy_view dek, hy_direction direction, uint8_t *data,
                         size_t n) HY_USE;

/* ---- messages. Engine and state belong to one session. ---- */

/* A command on its way, in place: header with Lc (3 bytes when extended) and data; no Le. */
typedef struct hy_scp03_message {
    uint8_t *p;
    size_t n;    /* bytes in use */
    size_t room; /* bytes there */
} hy_scp03_message;

/* Encrypts the data (when `encrypt` and there are any) and appends the MAC; Lc and CLA follow. With
   count false the encryption counter stays (EXTERNAL AUTHENTICATE). ARGUMENT when the message is
   not whole; LIMIT when it does not fit into room or Lc; chain and counter are unchanged then. */
hy_rc hy_scp03_seal_command(hy_scp03_engine *engine, hy_scp03_state *state, bool encrypt,
                            bool count, hy_scp03_message *m) HY_USE;

/* The other way: the message afterwards is the bare command. MISMATCH for a wrong MAC, and for a
   wrong padding under a right MAC; FORMAT when lengths are wrong. The session is over then. */
hy_rc hy_scp03_open_command(hy_scp03_engine *engine, hy_scp03_state *state, bool decrypt,
                            bool count, hy_scp03_message *m) HY_USE;

/* May a response with this status word carry data and a MAC (6.2.5)? All others go bare. */
bool hy_scp03_sw_is_protected(uint16_t sw);

/* Response data, in place, without the status word: encrypted (when `encrypt` and there are any)
   and the MAC appended. LIMIT. */
hy_rc hy_scp03_seal_response(hy_scp03_engine *engine, const hy_scp03_state *state, bool encrypt,
                             uint16_t sw, hy_scp03_message *m) HY_USE;

/* The other way. MISMATCH, FORMAT. */
hy_rc hy_scp03_open_response(hy_scp03_engine *engine, const hy_scp03_state *state, bool decrypt,
                             uint16_t sw, hy_scp03_message *m) HY_USE;

#endif
