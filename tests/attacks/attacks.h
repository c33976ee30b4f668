/* The known attacks on Java Card machines, each as a package of our own: an applet whose method
   attack() does it, and what each of the two nets makes of it. */
#ifndef HY_TESTS_ATTACKS_H
#define HY_TESTS_ATTACKS_H

#include "support/capmake.h"

typedef enum attack_entry {         /* the constant pool of every attack, by index */
                            P_EVIL, /* 00 class 0, the applet: fields 0 short, 1 byte[] */
                            P_APPLET_NEW,
                            P_REGISTER,
                            P_EVIL_NEW,
                            P_SELECTING,
                            P_ATTACK, /* 05 attack() itself */
                            P_THROW_IT,
                            P_SECURITY,
                            P_SHORT, /* 08 field 0 */
                            P_BYTES, /* 09 field 1 */
                            P_STATIC_BYTES,
                            P_STATIC_SHORT, /* 0B */
                            P_OBJECT,
                            P_OBJECT_NEW,
                            P_OTHER, /* 0E class 1: no fields */
                            P_GET_AID,
                            P_EQUALS, /* 10 */
                            P_ARRAY_COPY,
                            P_SHAREABLE,
                            P_BUFFER, /* 13 APDU.getCurrentAPDUBuffer */
                            P_OTHER_NEW,
                            P_HELPER, /* 15 static short helper(byte[], short) */
                            P_BEGIN,
                            P_ABORT,
                            P_APDU, /* 18 APDU.getCurrentAPDU */
                            P_TRANSIENT_OBJECTS,
                            P_STATIC_OBJECT, /* 1A */
} attack_entry;

typedef struct attack {
    const char *name; /* A1 to A40 as docs/verification.md counts them, and what */
    uint8_t stack, locals;
    const char *hex; /* short attack(): 9000 when it came to nothing */
    /* What refuses the package: part of the verifier's or reader's reason. NULL: it is well-formed,
       and only the run-time net can see it. */
    const char *verifier;
    /* What stops it without the verifier: the status word (6901: SecurityException, 6F00: another
       exception, 9000: it came to nothing), or part of the linker's or reader's reason. */
    const char *runtime;
    const char *unchecked; /* well-formed ones: the status word without run-time checks */
    void (*edit)(capmake *cm, int method); /* before the components are made; may be NULL */
    void (*spoil)(capmake *cm);            /* afterwards; may be NULL */
} attack;

extern const attack attacks[];
extern const size_t attack_count;

/* The package of an attack, whole. */
void attack_make(capmake *cm, const attack *a);

#endif
