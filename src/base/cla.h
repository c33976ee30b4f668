/* The class byte of a command (ISO 7816-4, 5.4.1; GlobalPlatform 11.1.4): class, logical channel,
   secure messaging. Nothing else in the project touches these bits, because channels 4 to 19 change
   the whole coding:

       x00c ssnn    channel n (0 to 3); c: a chain goes on; s: secure messaging
       x1sc nnnn    channel n + 4 (4 to 19)

   x is 0 for commands of ISO 7816-4 and 1 for proprietary ones, GlobalPlatform's among them. */
#ifndef HY_BASE_CLA_H
#define HY_BASE_CLA_H

#include <stdbool.h>
#include <stdint.h>

enum { HY_CLA_CHANNELS = 20 };

typedef enum hy_messaging {
    HY_MESSAGING_NONE = 0,
    HY_MESSAGING_GLOBALPLATFORM = 1, /* 04, 84; and the one bit that channels 4 to 19 have */
    HY_MESSAGING_ISO = 2,            /* 08: header not authenticated */
    HY_MESSAGING_ISO_HEADER = 3,     /* 0C: header authenticated */
} hy_messaging;

typedef struct hy_cla {
    bool proprietary;
    bool chained;
    bool other;      /* bit 6 of 101x xxxx: classes such as A0 that only their owner can read */
    uint8_t channel; /* 0 to 19 */
    hy_messaging messaging;
} hy_cla;

/* False for an invalid class: FF and the reserved 20 to 3F. */
bool hy_cla_read(uint8_t cla, hy_cla *out);

/* The byte for it. Of secure messaging channels 4 to 19 keep only that there is any. */
uint8_t hy_cla_write(hy_cla c);

/* The logical channel that a class byte names; -1 for an invalid class. */
int hy_cla_channel(uint8_t cla);

/* Is there secure messaging of any kind? False for an invalid class. */
bool hy_cla_is_secure(uint8_t cla);

/* The same command on another channel. An invalid class stays as it is. */
uint8_t hy_cla_on(uint8_t cla, uint8_t channel);

/* The same command with GlobalPlatform's secure messaging, and without any. */
uint8_t hy_cla_secured(uint8_t cla);
uint8_t hy_cla_bare(uint8_t cla);

/* The class as it enters a MAC: secured, on channel 0 (Amendment D 6.2.4, 6.2.5), so that what lies
   between the two ends may choose the channel. */
uint8_t hy_cla_for_mac(uint8_t cla);

#endif
