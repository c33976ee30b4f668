/* The issuer's security domain of an element that a command makes: whose keys, which SCP03. */
#ifndef HY_CMD_ISSUER_H
#define HY_CMD_ISSUER_H

#include "cmd/card.h"

/* For the option list of a command that makes an element. */
#define HY_ISSUER_OPTIONS                                                                          \
    {"keys", 'k', "FILE", false, "Key file of the issuer's security domain"},                      \
        {"test-keys", 0, NULL, false,                                                              \
         "Give the issuer's domain the well-known test keys, version 30"},                         \
        {"scp", 0, "HEX", false,                                                                   \
         "Parameter i of its SCP03: 00, 10, 20, 30, 60 or 70, and 01 more for S16; the "           \
         "profile's, or 60, if not said"},                                                         \
    {                                                                                              \
        "tries", 0, "N", false,                                                                    \
            "Failed authentications that lock a key set; none does if not said"                    \
    }

/* Fills *out as options and profile say; *wanted is false when they ask for no domain. Wipe *out
   when the element is made. ARGUMENT and the errors of key files. */
hy_rc hy_issuer_read(const hy_cli *cli, const hy_card_profile *profile, hy_issuer *out,
                     bool *wanted, hy_reason *why) HY_USE;

/* For an element that lasts: without --keys and --test-keys, keys are drawn and written to a new
   file of mode 600, the one of --keys-out, else beside the image. *drawn is its path; empty: none
   was written. EXISTS when there is such a file. */
hy_rc hy_issuer_make(const hy_cli *cli, const char *image, const hy_card_profile *profile,
                     hy_issuer *out, char drawn[HY_CARD_PATH], hy_reason *why) HY_USE;

#endif
