/* The command being processed: parsed by ISO 7816-4, its data on the way in and out under the rules
   of javacard.framework.APDU. The natives of APDU are thin over this. */
#ifndef HY_RUNTIME_APDU_H
#define HY_RUNTIME_APDU_H

#include "base/bytes.h"
#include "hydra/element.h"

typedef enum hy_apdu_state { /* APDU.STATE_... */
                             HY_APDU_INITIAL = 0,
                             HY_APDU_PARTIAL_INCOMING = 1,
                             HY_APDU_FULL_INCOMING = 2,
                             HY_APDU_OUTGOING = 3,
                             HY_APDU_OUTGOING_LENGTH_KNOWN = 4,
                             HY_APDU_PARTIAL_OUTGOING = 5,
                             HY_APDU_FULL_OUTGOING = 6,
                             HY_APDU_ERROR_NO_T0_GETRESPONSE = -1,
                             HY_APDU_ERROR_T1_IFD_ABORT = -2,
                             HY_APDU_ERROR_IO = -3,
                             HY_APDU_ERROR_NO_T0_REISSUE = -4,
} hy_apdu_state;

typedef enum hy_apdu_reason { /* APDUException; 0: it worked */
                              HY_APDU_DONE = 0,
                              HY_APDU_ILLEGAL_USE = 1,
                              HY_APDU_BUFFER_BOUNDS = 2,
                              HY_APDU_BAD_LENGTH = 3,
                              HY_APDU_IO_ERROR = 4,
                              HY_APDU_NO_T0_GETRESPONSE = 0xAA,
} hy_apdu_reason;

/* What ISO 7816-4, 5.1, reads in a command. */
typedef struct hy_command {
    uint8_t cla, ins, p1, p2;
    hy_view data; /* Nc bytes */
    uint32_t ne;  /* bytes wanted, 256 or 65536 for "all there are"; 0 with has_le false */
    bool has_le;
    bool extended;
    uint8_t p3; /* byte 5 as sent, 0 when there is none */
} hy_command;

/* FORMAT when the lengths do not agree (6700). At T=0 a command of four bytes and P3 has P3 as Lc
   when data follow, as Le else. */
hy_rc hy_command_parse(hy_view bytes, hy_protocol protocol, hy_command *out) HY_USE;

/* The logical channel that a class byte names; secure messaging, chaining and proprietary classes
   as ISO 7816-4, 5.4.1 has them. -1: an invalid class (FF, or a reserved one). */
int hy_cla_channel(uint8_t cla);

typedef struct hy_apdu {
    hy_command command;
    hy_protocol protocol;
    int8_t state;
    bool no_chaining;
    bool closed;       /* setOutgoingAndSend was called: nothing may follow, not even 0 bytes */
    bool selecting;    /* this is the SELECT that selected the applet */
    uint32_t received; /* bytes of data already given to the applet */
    uint32_t length;   /* of the response, once known */
    uint32_t sent;
    uint8_t *response; /* the embedder's */
    uint32_t room;     /* for data, without the status word */
    uint16_t deferred; /* setOutgoingAndSend: bytes of the buffer to send when process returns */
    uint16_t deferred_at;
    int32_t output_length; /* hydra.framework.Command: what the applet left; -1 nothing */
} hy_apdu;

/* The buffer: header and then data. */
typedef struct hy_apdu_buffer {
    uint8_t *p;
    uint16_t n;
} hy_apdu_buffer;

/* Puts the header into the (cleared) buffer: CLA INS P1 P2 P3, extended: 00 and two bytes of Lc or
   Le. But for T=0, as much of the data as fits lies behind it already: a block brings both, and
   many applets read it there without a call of setIncomingAndReceive, which leaves it where it is.
 */
void hy_apdu_start(hy_apdu *a, hy_apdu_buffer b);

/* Where command data start: 5 or 7. */
uint16_t hy_apdu_data_offset(const hy_apdu *a);

/* The methods of APDU of the same name; their results are bytes. */
hy_apdu_reason hy_apdu_set_incoming_and_receive(hy_apdu *a, hy_apdu_buffer b, uint16_t *n);
hy_apdu_reason hy_apdu_receive_bytes(hy_apdu *a, hy_apdu_buffer b, int16_t at, uint16_t *n);
hy_apdu_reason hy_apdu_incoming_length(const hy_apdu *a, uint16_t *n);
hy_apdu_reason hy_apdu_offset_cdata(const hy_apdu *a, uint16_t *n);
hy_apdu_reason hy_apdu_set_outgoing(hy_apdu *a, bool no_chaining, uint16_t *le);
hy_apdu_reason hy_apdu_set_outgoing_length(hy_apdu *a, int16_t n);
hy_apdu_reason hy_apdu_send_bytes(hy_apdu *a, hy_apdu_buffer b, int16_t at, int16_t n);
/* The bytes are those of an array that was checked. */
hy_apdu_reason hy_apdu_send_bytes_long(hy_apdu *a, hy_view from);
hy_apdu_reason hy_apdu_set_outgoing_and_send(hy_apdu *a, hy_apdu_buffer b, int16_t at, int16_t n);
uint16_t hy_apdu_in_block_size(hy_protocol protocol);
uint16_t hy_apdu_out_block_size(hy_protocol protocol);
uint8_t hy_apdu_protocol_byte(hy_protocol protocol);

/* When process returned: sends what setOutgoingAndSend left in the buffer. */
void hy_apdu_finish(hy_apdu *a, hy_apdu_buffer b);

#endif
