/* An element opened for a command of hyd: with its pool and workspace, its profile, a link to it.
 */
#ifndef HY_CMD_CARD_H
#define HY_CMD_CARD_H

#include "cmd/card_profile.h"
#include "cmd/cli.h"
#include "element/port/tpm.h"
#include "transport/link.h"

enum { HY_CARD_PATH = 4096 };

/* Rows of a command's table of options. */
#define HY_CARD_IMAGE_OPTIONS                                                                      \
    {"key", 0, "FILE", false, "Key of the image; IMAGE.key if nothing is said"},                   \
        {"key-fd", 0, "N", false, "Read the key from this inherited descriptor"},                  \
        {"tpm", 0, "[TCTI]", false,                                                                \
         "The key is sealed in this TPM 2.0; " HY_TPM_USUAL " if nothing is said"},                \
        {"age", 0, "FILE", false, "Age counter; IMAGE.age if nothing is said"},                    \
    {                                                                                              \
        "durability", 0, "NAME", false, "transaction (as if nothing is said), apdu or write"       \
    }

typedef struct hy_card {
    hy_card_profile profile;
    hy_storage_posix *file; /* NULL: in memory */
    char age[HY_CARD_PATH]; /* path of the age counter */
    hy_tpm *tpm;            /* NULL: neither key nor counter is in one */
    hy_pool *pool;
    hy_workspace *work;
    hy_element *element;
    hy_link *link; /* borrows element and workspace */
} hy_card;

/* A new element in memory, by a profile. Close it also after a failure. */
hy_rc hy_card_open_memory(hy_card *card, const hy_card_profile *profile, hy_reason *why) HY_USE;

/* A new element in a new image, by a profile; the options of cli say where its key and age are. A
   key is drawn when there is none. Errors as hy_element_create_in, with the path. */
hy_rc hy_card_create_image(hy_card *card, const hy_cli *cli, const char *image,
                           const hy_card_profile *profile, hy_reason *why) HY_USE;

/* The element of an image. STATE when another process has it; errors as hy_element_open. */
hy_rc hy_card_open_image(hy_card *card, const hy_cli *cli, const char *image,
                         hy_reason *why) HY_USE;

/* The path of what lies beside an image, "IMAGE.key" for "key". LIMIT. */
hy_rc hy_card_beside(const char *image, const char *what, char out[HY_CARD_PATH],
                     hy_reason *why) HY_USE;

/* Makes everything durable that is not yet; before hy_card_close. Errors as hy_element_flush. */
hy_rc hy_card_flush(hy_card *card, hy_reason *why) HY_USE;

void hy_card_close(hy_card *card);

#endif
