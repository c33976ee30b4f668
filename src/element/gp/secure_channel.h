/* The secure channel of a security domain, as everything on the card meets it: the domain's own
   commands (element/gp) and org.globalplatform.SecureChannel. A session belongs to one logical
   channel and is volatile.

   Who gets a command that is for the domain does this, in this order:

       if (hy_secure_is_command(&c))          INITIALIZE UPDATE, EXTERNAL AUTHENTICATE, R-MAC
           sw = hy_secure_process(…);         which does its own unwrapping and wrapping
       else {
           sw = hy_secure_unwrap(…);          refuses, and ends the session, below its level
           if (sw == 9000) { … carry it out … ; hy_secure_wrap(…) }
       }

   What an applet hears beside its session (ENVELOPE and other commands of the terminal) is never
   passed to unwrap: no counter moves and the session stays. A command is the other end's only if
   this very APDU was unwrapped.

   End a session (hy_secure_end) on: selection and deselection on its channel, closing of the
   channel, reset, resetSecurity. Unwrapping ends it by itself on every error of secure messaging,
   and INITIALIZE UPDATE replaces it. */
#ifndef HY_GP_SECURE_CHANNEL_H
#define HY_GP_SECURE_CHANNEL_H

#include "element/runtime/apdu.h"
#include "element/runtime/secure.h"

enum { /* SecureChannel's security level beside HY_SCP03_C_MAC, C_DEC, R_MAC and R_ENC */
       HY_SECURE_ANY_AUTHENTICATED = 0x40,
       HY_SECURE_AUTHENTICATED = 0x80,
};

enum {
    HY_SECURE_DIVERSIFICATION = 10,          /* bytes of key diversification data */
    HY_SECURE_SEQUENCE_MAX = 0xFFFFFF,       /* a key set's sequence counter ends here */
    HY_SECURE_RESPONSE_MAX = 10 + 3 + 32 + 3 /* bytes that hy_secure_process answers at most */
};

/* What the channel asks of the security domain whose it is. Filled by the registry for each
   command that is processed; the functions act on persistent memory. */
typedef struct hy_secure_domain {
    void *context;     /* passed to every function */
    uint8_t instance;  /* its number in the registry: hy_secure_session.domain */
    uint8_t i;         /* of SCP03; domains are made with 60 unless asked otherwise */
    hy_view requester; /* AID of the application that processes the command: the applet that called
                          SecureChannel, or the domain. Enters the pseudo-random challenge */
    uint8_t diversification[HY_SECURE_DIVERSIFICATION];
    /* The SCP03 key set of a version, *kvn 0: the domain's first, and *kvn says which it is.
       NOT_FOUND; DENIED when its retry counter is used up. */
    hy_rc (*keys)(void *context, uint8_t *kvn, hy_scp03_keys *out);
    /* Steps the key set's sequence counter, durably, and gives the new value; the first is 1.
       LIMIT at HY_SECURE_SEQUENCE_MAX. Called only when i asks for pseudo-random challenges. */
    hy_rc (*step)(void *context, uint8_t kvn, uint32_t *sequence);
    /* Before a cryptogram is compared: counts an attempt with the key set, durably. DENIED when
       none was left. Does nothing where no lockout is wanted. */
    hy_rc (*attempt)(void *context, uint8_t kvn);
    /* The attempt was good: all attempts are there again. */
    hy_rc (*forgive)(void *context, uint8_t kvn);
    /* It was not. */
    void (*failed)(void *context);
} hy_secure_domain;

/* Wipes and frees what is kept ready. */
void hy_secure_engines_clear(hy_secure_engines *engines);

/* Ends a session, if there is one, and wipes it. */
void hy_secure_end(hy_secure_session *s);

/* Is it one of the commands that open and steer sessions, of GlobalPlatform's class, plain or
   secured: INITIALIZE UPDATE 50, EXTERNAL AUTHENTICATE 82, BEGIN 7A and END R-MAC SESSION 78? */
bool hy_secure_is_command(uint8_t cla, uint8_t ins);

/* Carries such a command out (SecureChannel.processSecurity). Response data to out, where
   HY_SECURE_RESPONSE_MAX bytes fit, their number to *n (0 unless the status is 9000). why, which
   may be NULL, says in words what was refused; it holds no secret. */
uint16_t hy_secure_process(hy_secure_session *s, hy_secure_engines *engines,
                           const hy_secure_domain *domain, const hy_command *command, uint8_t *out,
                           size_t *n, hy_reason *why);

/* Unwraps a command in place: header with Lc and data, without Le, as SecureChannel.unwrap has it.
   9000: m holds the bare command; without a session, and at a level without secure messaging, a
   bare command is left as it is. Else the session has been ended:
     6982  below the level of the session, or secure messaging that is wrong in any way
     6985  secure messaging without a session */
uint16_t hy_secure_unwrap(hy_secure_session *s, hy_secure_engines *engines, hy_scp03_message *m);

/* Wraps response data in place. Status words other than 9000, 62xx and 63xx, levels without R-MAC
   and no session leave them as they are. LIMIT when MAC and padding do not fit: nothing was
   written. */
hy_rc hy_secure_wrap(hy_secure_session *s, hy_secure_engines *engines, uint16_t sw,
                     hy_scp03_message *m) HY_USE;

/* Decrypts or encrypts, in place, whole blocks under the data encryption key (PUT KEY, STORE DATA,
   SecureChannel.decryptData and encryptData). STATE without an open session, ARGUMENT for a broken
   block or none. */
hy_rc hy_secure_decrypt_data(const hy_secure_session *s, hy_secure_engines *engines, uint8_t *data,
                             size_t n) HY_USE;
hy_rc hy_secure_encrypt_data(const hy_secure_session *s, hy_secure_engines *engines, uint8_t *data,
                             size_t n) HY_USE;

/* The security level that an application with this security domain sees
   (SecureChannel.getSecurityLevel): 0 without an open session; AUTHENTICATED when the session was
   opened with its own domain's keys, else ANY_AUTHENTICATED, and what protects the messages. */
uint8_t hy_secure_level(const hy_secure_session *s, uint8_t domain);

/* Raises the level of an open session to what is asked for (SecureChannelx.setSecurityLevel):
   protection is added, never taken. STATE without a session or authentication, ARGUMENT for less
   than there is or what i does not allow. */
hy_rc hy_secure_raise(hy_secure_session *s, uint8_t level) HY_USE;

#endif
