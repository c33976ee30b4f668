/* What the commands of `hyd card` share: the way to a card, the keys, the session. */
#ifndef HY_CMD_HOST_H
#define HY_CMD_HOST_H

#include "cmd/card.h"
#include "cmd/keyfile.h"
#include "transport/link.h"

typedef struct hy_host {
    const hy_cli *cli;
    hy_link *link;
    hy_crypto *crypto;
    hy_session *session; /* NULL: without keys */
    hy_keyfile keys;     /* wiped when the way is closed */
    hy_admin admin;
    hy_view domain; /* AID of the security domain that is selected */
    uint8_t domain_bytes[16];
    bool trace;
} hy_host;

/* Where the card is and how to talk to it: for the option list of every command. */
#define HY_HOST_CARD_OPTIONS                                                                       \
    {"element", 'e', "IMAGE", false,                                                               \
     "The card is the element of this image, which a process may be running"},                     \
        {"connect", 'c', "ADDRESS", false,                                                         \
         "The card is an element that listens on unix:PATH or tcp:HOST:PORT"},                     \
        {"reader", 'r', "NAME", false,                                                             \
         "The card is in the PC/SC reader whose name holds NAME; without either: the first "       \
         "reader with a card"},                                                                    \
        HY_CARD_IMAGE_OPTIONS,                                                                     \
        {"domain", 'd', "AID", false,                                                              \
         "Security domain to talk to; the card's issuer's if not "                                 \
         "said"},                                                                                  \
    {                                                                                              \
        "trace", 0, NULL, false, "Show the commands and responses as they travel"                  \
    }

#define HY_HOST_KEY_OPTIONS                                                                        \
    {"keys", 'k', "FILE", false, "Key file of the domain, readable by you alone"},                 \
        {"test-keys", 0, NULL, false,                                                              \
         "The well-known test keys 404142…4F: never for a card that anybody relies on"},           \
        {"key-version", 0, "HEX", false, "Version of the keys to use; else the key file's"},       \
        {"level", 0, "HEX", false,                                                                 \
         "Security level: 01 MAC, 03 encrypted commands, 11, 13, 33 everything; 33 or the most "   \
         "that the card has if not said"},                                                         \
        {"s16", 0, NULL, false, "Challenges and MACs of 16 bytes"},                                \
    {                                                                                              \
        "diversify", 0, "NAME", false, "The keys are masters: emv, visa2 or kdf3"                  \
    }

/* A link to the element of an image; the options of cli say where its key and age are. Errors as
   hy_card_open_image and hy_owner_ask. */
hy_rc hy_host_open_element(const hy_cli *cli, const char *image, hy_link **out,
                           hy_reason *why) HY_USE;

/* Opens the way to the card and selects the domain. Without keys the session stays NULL. */
hy_rc hy_host_connect(hy_host *h, const hy_cli *cli, hy_reason *why) HY_USE;

/* The same with a session. DENIED when there are no keys to open it with. */
hy_rc hy_host_open(hy_host *h, const hy_cli *cli, hy_reason *why) HY_USE;

/* Leaves the domain for another and opens a session there with the same keys. */
hy_rc hy_host_move(hy_host *h, hy_view domain, hy_reason *why) HY_USE;

/* Does the command line name keys? */
bool hy_host_has_keys(const hy_cli *cli);

void hy_host_close(hy_host *h);

/* Prints why a command failed, and what the card itself says about it when it does, and closes.
   Returns HY_EXIT_FAILED, or HY_EXIT_OK when rc is a success. */
hy_exit hy_host_finish(hy_host *h, hy_rc rc, const hy_reason *why);

/* An AID of the command line: hexadecimal, 5 to 16 bytes, into the buffer. ARGUMENT. */
hy_rc hy_host_aid(const char *text, hy_buf *out, hy_reason *why) HY_USE;

/* The same of an option that may be missing: empty then. */
hy_rc hy_host_aid_option(const hy_cli *cli, const char *option, hy_buf *out, hy_reason *why) HY_USE;

/* Names of privileges with commas, or the bytes in hexadecimal. NULL: none. ARGUMENT. */
hy_rc hy_host_privileges(const char *text, uint32_t *out, hy_reason *why) HY_USE;

/* A number of two hexadecimal digits. ARGUMENT. */
hy_rc hy_host_byte(const char *text, uint8_t *out, hy_reason *why) HY_USE;

#endif
