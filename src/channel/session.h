/* The host's end of SCP03 (GlobalPlatform Amendment D 1.2). A session makes and reads bytes; the
   caller carries them, now or a day later. */
#ifndef HY_CHANNEL_SESSION_H
#define HY_CHANNEL_SESSION_H

#include "channel/diversify.h"

typedef struct hy_session hy_session;

typedef struct hy_session_config {
    const hy_scp03_keys *keys; /* copied; the card's own, or masters to be diversified */
    hy_diversify_scheme diversify;
    uint8_t kvn;     /* key version, 0: the card's first */
    uint8_t level;   /* HY_SCP03_C_MAC | …: 00, 01, 03, 11, 13 or 33 */
    bool s16;        /* challenges, cryptograms and MACs of 16 bytes */
    uint8_t channel; /* logical channel, 0 to 19 */
    hy_view aid;     /* of the application that answers: its pseudo-random challenge is checked;
                        empty: not checked. Copied, at most 16 bytes */
    hy_view host_challenge; /* empty: drawn at random, as it must be outside tests */
} hy_session_config;

/* What the card said of itself. */
typedef struct hy_session_card {
    uint8_t diversification[HY_DIVERSIFICATION_SIZE];
    uint8_t kvn, i;
    bool has_sequence;
    uint32_t sequence;
} hy_session_card;

/* The crypto context must outlive the session. ARGUMENT with the reason, MEMORY. */
hy_rc hy_session_new(hy_crypto *c, const hy_session_config *config, hy_session **out,
                     hy_reason *why) HY_USE;

/* Wipes and frees; *s is NULL afterwards. The card's end goes on until something is selected. */
void hy_session_free(hy_session **s);

/* ---- opening: three steps; may be begun again at any time ---- */

/* INITIALIZE UPDATE, appended to *command. */
hy_rc hy_session_begin(hy_session *s, hy_buf *command) HY_USE;

/* Reads the answer (with its status word) and appends EXTERNAL AUTHENTICATE to *command. MISMATCH
   when the card's cryptogram is wrong: it has other keys, and must not be tried again and again,
   because cards count. UNSUPPORTED for another protocol or a level that the card does not have;
   DENIED for another status word; FORMAT. */
hy_rc hy_session_answer(hy_session *s, hy_view response, hy_buf *command, hy_reason *why) HY_USE;

/* Reads the answer to EXTERNAL AUTHENTICATE: the session is open. DENIED. */
hy_rc hy_session_confirm(hy_session *s, hy_view response, hy_reason *why) HY_USE;

/* ---- open ---- */

bool hy_session_is_open(const hy_session *s);

/* Valid from hy_session_answer on. */
const hy_session_card *hy_session_about(const hy_session *s);

/* The most bytes of data that a short command may carry. */
size_t hy_session_room(const hy_session *s);

/* Wraps a whole command (short or extended, with or without data and Le; any class) and appends it
   to *out. STATE when the session is not open; FORMAT for bytes that are no command; LIMIT when it
   would be too long. Commands must reach the card in the order in which they are wrapped. */
hy_rc hy_session_wrap(hy_session *s, hy_view command, hy_buf *out, hy_reason *why) HY_USE;

/* Unwraps the response to the last command; data and status word are appended to *out. MISMATCH
   when it is forged or damaged: the session is closed then. An error's status word comes without
   data and without proof. */
hy_rc hy_session_unwrap(hy_session *s, hy_view response, hy_buf *out, hy_reason *why) HY_USE;

/* Key values under the card's data encryption key, in place; whole blocks. STATE, ARGUMENT. */
hy_rc hy_session_encrypt_data(hy_session *s, uint8_t *data, size_t n) HY_USE;

#endif
