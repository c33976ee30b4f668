/* The framing of virtual card readers (vpcd, seam S1): the length of a message as two bytes, big
   endian, then the message. No input or output here: bytes go in as they come, messages come out.

     reader → card                 card → reader
     +----+----+-----------+       +----+----+-------------------+
     | length  | APDU ...  |  ───► | length  | response, SW1 SW2 |
     +----+----+-----------+       +----+----+-------------------+
     | 00   01 | control   |       control 0 off, 1 on, 2 reset: no answer
     +----+----+-----------+       control 4: the answer is a message with the ATR

   A message of one byte that is no control is an APDU that is too short, and gets the answer that
   such an APDU gets; so does an empty message. */
#ifndef HY_TRANSPORT_FRAME_H
#define HY_TRANSPORT_FRAME_H

#include "base/bytes.h"

enum {
    HY_FRAME_HEAD = 2,    /* bytes of the length */
    HY_FRAME_MAX = 65535, /* bytes of the longest message */
};

typedef enum hy_frame_kind {
    HY_FRAME_OFF,
    HY_FRAME_ON,
    HY_FRAME_RESET,
    HY_FRAME_ATR,
    HY_FRAME_APDU,
} hy_frame_kind;

/* What a message from a reader is. */
hy_frame_kind hy_frame_kind_of(hy_view message);

/* The one byte of a control message; kind is not HY_FRAME_APDU. */
uint8_t hy_frame_control(hy_frame_kind kind);

/* Writes the length of a message of n bytes, at most HY_FRAME_MAX, into the two bytes at head. */
void hy_frame_put_head(uint8_t *head, size_t n);

/* Bytes that came and are not used up. Starts zeroed. */
typedef struct hy_frame_in {
    size_t start, end; /* of what is in bytes */
    uint8_t bytes[2 * (HY_FRAME_HEAD + HY_FRAME_MAX)];
} hy_frame_in;

/* Where the next bytes go, and into *n how many have room: at least a whole frame's less what is
   already there of one. Invalidates messages that were taken out. */
uint8_t *hy_frame_room(hy_frame_in *in, size_t *n);

/* n bytes were put there, at most as many as had room. */
void hy_frame_came(hy_frame_in *in, size_t n);

/* Is a whole message there? */
bool hy_frame_is_whole(const hy_frame_in *in);

/* Takes the next message out; it lives until hy_frame_room. False when none is whole yet. */
bool hy_frame_next(hy_frame_in *in, hy_view *message);

#endif
