/* A link to a card: commands go in, responses come out, whatever the card is. An element in this
   process, one behind a socket, a card in a PC/SC reader are opened by functions of their own;
   from then on nobody needs to know which it is.

   A link belongs to one thread at a time. Calls wait until the card has answered. After IO the link
   is dead: close it and open another.

       hy_link *link;
       hy_link_open("unix:/run/user/1000/card", &link, &why);
       hy_link_exchange(link, select, response, sizeof response, &n, &why);
       hy_link_close(&link);                                                                      */
#ifndef HY_TRANSPORT_LINK_H
#define HY_TRANSPORT_LINK_H

#include "hydra/element.h"

enum {
    HY_LINK_ATR_MAX = 33,         /* bytes (ISO 7816-3, 8.2.1) */
    HY_LINK_RESPONSE_MAX = 65538, /* bytes of the longest response, its status word with it */
};

typedef struct hy_link hy_link;

/* ---- opening ---- */

/* Opens what the address names; the link is the caller's.
     unix:PATH        an element that listens there (hyd element run --listen)
     tcp:HOST:PORT    the same over TCP
     reader:NAME      the card in the PC/SC reader whose name holds NAME; reader: alone takes the
                      first reader with a card in it
   FORMAT when it is none of these; NOT_FOUND when there is no such reader or card; IO. */
hy_rc hy_link_open(const char *address, hy_link **out, hy_reason *why) HY_USE;

/* A link to an element of this process. Element and workspace are borrowed and must outlive the
   link; the ATR is copied. MEMORY, LIMIT for an ATR that is too long. */
hy_rc hy_link_open_element(hy_element *element, hy_workspace *work, hy_view atr, hy_link **out,
                           hy_reason *why) HY_USE;

/* A link over a connected stream socket, in the framing of transport/frame.h. Takes the descriptor
   over, also when it fails. MEMORY, IO. */
hy_rc hy_link_open_descriptor(int fd, hy_link **out, hy_reason *why) HY_USE;

/* "unix:PATH" or "tcp:HOST:PORT". FORMAT, IO. */
hy_rc hy_link_open_socket(const char *address, hy_link **out, hy_reason *why) HY_USE;

/* The card in the first PC/SC reader whose name holds `name`; empty: the first with a card in it.
   Shared, by T=0 or T=1 as the card likes. NOT_FOUND with the names of the readers that are there;
   IO when pcscd does not answer. */
hy_rc hy_link_open_reader(const char *name, hy_link **out, hy_reason *why) HY_USE;

/* Closes it; *link is NULL afterwards. A card in a reader is left as it is, powered. */
void hy_link_close(hy_link **link);

/* ---- use ---- */

/* Sends one command and receives its response with the status word, as the card gives it: with 61XX
   and 6CXX where its protocol is T=0. LIMIT when the response does not fit into room bytes (at
   least 2) or the command is above 65,535 bytes; IO when the card or the way to it is gone. */
hy_rc hy_link_transmit(hy_link *link, hy_view command, uint8_t *response, size_t room, size_t *n,
                       hy_reason *why) HY_USE;

/* The same, and does what 61XX (GET RESPONSE on the command's logical channel, until all is there)
   and 6CXX (the command again with the Le that the card names) ask for (ISO 7816-3, 10.3;
   ISO 7816-4, 5.1.3). What most callers want. */
hy_rc hy_link_exchange(hy_link *link, hy_view command, uint8_t *response, size_t room, size_t *n,
                       hy_reason *why) HY_USE;

/* Resets the card: only the basic channel is open afterwards. IO. */
hy_rc hy_link_reset(hy_link *link, hy_reason *why) HY_USE;

/* The card's answer to reset; the view lives until the next call with this link. IO. */
hy_rc hy_link_atr(hy_link *link, hy_view *atr, hy_reason *why) HY_USE;

/* What the link leads to, for messages: "element", an address, a reader's name. Lives as long as
   the link. */
const char *hy_link_name(const hy_link *link);

/* ---- for those who write another kind ---- */

/* What a kind of link does. Each gets its own state. */
typedef struct hy_link_kind {
    hy_rc (*transmit)(void *state, hy_view command, uint8_t *response, size_t room, size_t *n,
                      hy_reason *why);
    hy_rc (*reset)(void *state, hy_reason *why);
    /* Up to HY_LINK_ATR_MAX bytes into atr. */
    hy_rc (*atr)(void *state, uint8_t *atr, size_t *n, hy_reason *why);
    void (*close)(void *state); /* frees the state */
} hy_link_kind;

/* Makes a link of a kind that lives as long as the program, and its state. The name is copied and
   may be cut at 127 characters. Closes the state when it fails. MEMORY. */
hy_rc hy_link_new(const hy_link_kind *kind, void *state, const char *name, hy_link **out,
                  hy_reason *why) HY_USE;

#endif
