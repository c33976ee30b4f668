/* The issuer's security domain of an element that a command makes: whose keys, which SCP03. */
#ifndef HY_CMD_ISSUER_H
#define HY_CMD_ISSUER_H

#include "cmd/cli.h"
#include "hydra/element.h"

/* For the option list of a command that makes an element. */
#define HY_ISSUER_OPTIONS                                                                          \
    {"keys", 'k', "FILE", false,                                                                   \
     "Make an issuer's security domain with the keys of this key file"},                           \
        {"test-keys", 0, NULL, false, "Make one with the well-known test keys, version 30"},       \
    {                                                                                              \
        "scp", 0, "HEX", false, "Parameter i of its SCP03: 00 to 71; 60 if not said"               \
    }

/* Fills *out as the options say; *wanted is false when they ask for no domain. Test keys are
   announced in capitals. Wipe *out when the element is made. ARGUMENT and the errors of key files.
 */
hy_rc hy_issuer_read(const hy_cli *cli, hy_issuer *out, bool *wanted, hy_reason *why) HY_USE;

#endif
