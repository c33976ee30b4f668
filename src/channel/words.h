/* Status words in words: what the card says, and what usually mends it. */
#ifndef HY_CHANNEL_WORDS_H
#define HY_CHANNEL_WORDS_H

#include <stdint.h>

/* What a status word means to GlobalPlatform (11.1.3 and the commands' own tables) or ISO 7816-4: a
   static string in lower case without a full stop; "unknown status" when nobody says. */
const char *hy_words_meaning(uint16_t sw);

/* What to do about it when this command (INS) got it; NULL when there is no good advice. */
const char *hy_words_mend(uint8_t ins, uint16_t sw);

/* The name of a command of GlobalPlatform or ISO 7816-4: "INSTALL"; "command" for others. */
const char *hy_words_command(uint8_t ins);

/* A life-cycle state of the card, a load file, an application or a security domain
   (GlobalPlatform 11.1.1): a static string. kind is P1 of GET STATUS: 80, 40, 20 or 10. */
const char *hy_words_life(uint8_t kind, uint8_t state, uint32_t privileges);

/* The name of privilege number 0 to 19 (GlobalPlatform 11.1.2), as options and lists have it:
   "security-domain"; NULL beyond. */
const char *hy_words_privilege(unsigned number);

/* Number 0 is the highest bit of the first of three bytes: the mask of a privilege's number. Those
   that need the security domain privilege bring its bit along. */
uint32_t hy_words_privilege_mask(unsigned number);

#endif
