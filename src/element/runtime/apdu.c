/* The transfer of a command's data under the rules of javacard.framework.APDU (API, and JCRE
   chapter 9). */
#include "element/runtime/apdu.h"

#include <string.h>

enum {
    T1_BLOCK = 254, /* IFSC and IFSD */
    T0_IN_BLOCK = 1,
    T0_OUT_BLOCK = 258, /* 256 bytes and the status word */
    SHORT_MAX = 256,
    EXTENDED_MAX = 32767,
    TYPE_A_CONTACTLESS = 0x80,
    T1 = 1,
};

uint16_t hy_apdu_in_block_size(hy_protocol protocol)
{
    return protocol == HY_PROTOCOL_T0 ? T0_IN_BLOCK : T1_BLOCK;
}

uint16_t hy_apdu_out_block_size(hy_protocol protocol)
{
    return protocol == HY_PROTOCOL_T0 ? T0_OUT_BLOCK : T1_BLOCK;
}

uint8_t hy_apdu_protocol_byte(hy_protocol protocol)
{
    return protocol == HY_PROTOCOL_T0   ? 0
           : protocol == HY_PROTOCOL_T1 ? T1
                                        : TYPE_A_CONTACTLESS | T1;
}

uint16_t hy_apdu_data_offset(const hy_apdu *a)
{
    return a->command.extended ? 7 : 5;
}

void hy_apdu_start(hy_apdu *a, hy_apdu_buffer b)
{
    const hy_command *c = &a->command;
    const uint32_t length = c->data.n > 0 ? (uint32_t)c->data.n : c->ne;
    const uint8_t header[] = {
        c->cla, c->ins, c->p1, c->p2, c->p3, (uint8_t)(length >> 8), (uint8_t)length,
    };
    const uint16_t at = hy_apdu_data_offset(a);
    memset(b.p, 0, b.n);
    memcpy(b.p, header, at);
    if (a->protocol != HY_PROTOCOL_T0 && c->data.n > 0)
        memcpy(b.p + at, c->data.p, c->data.n < (size_t)b.n - at ? c->data.n : (size_t)b.n - at);
    a->state = HY_APDU_INITIAL;
    a->output_length = -1;
}

/* ---- in ---- */

static uint16_t take(hy_apdu *a, hy_apdu_buffer b, uint16_t at)
{
    const hy_view data = a->command.data;
    size_t left = data.n - a->received;
    size_t room = (size_t)b.n - at;
    size_t n = left < room ? left : room;
    hy_view part = hy_view_part(data, a->received, n);
    if (n > 0)
        memcpy(b.p + at, part.p, n);
    a->received += (uint32_t)n;
    a->state = a->received == data.n ? HY_APDU_FULL_INCOMING : HY_APDU_PARTIAL_INCOMING;
    return (uint16_t)n;
}

static bool is_incoming(const hy_apdu *a)
{
    return a->state == HY_APDU_PARTIAL_INCOMING || a->state == HY_APDU_FULL_INCOMING;
}

hy_apdu_reason hy_apdu_set_incoming_and_receive(hy_apdu *a, hy_apdu_buffer b, uint16_t *n)
{
    if (a->state != HY_APDU_INITIAL)
        return HY_APDU_ILLEGAL_USE;
    *n = take(a, b, hy_apdu_data_offset(a));
    return HY_APDU_DONE;
}

hy_apdu_reason hy_apdu_receive_bytes(hy_apdu *a, hy_apdu_buffer b, int16_t at, uint16_t *n)
{
    if (!is_incoming(a))
        return HY_APDU_ILLEGAL_USE;
    size_t left = a->command.data.n - a->received;
    size_t block = hy_apdu_in_block_size(a->protocol);
    size_t wanted = left < block ? left : block;
    if (at < 0 || at > b.n || wanted > (size_t)(b.n - at))
        return HY_APDU_BUFFER_BOUNDS;
    *n = take(a, b, (uint16_t)at);
    return HY_APDU_DONE;
}

hy_apdu_reason hy_apdu_incoming_length(const hy_apdu *a, uint16_t *n)
{
    *n = (uint16_t)(a->command.data.n > EXTENDED_MAX ? EXTENDED_MAX : a->command.data.n);
    return is_incoming(a) ? HY_APDU_DONE : HY_APDU_ILLEGAL_USE;
}

hy_apdu_reason hy_apdu_offset_cdata(const hy_apdu *a, uint16_t *n)
{
    *n = hy_apdu_data_offset(a);
    return is_incoming(a) ? HY_APDU_DONE : HY_APDU_ILLEGAL_USE;
}

/* ---- out ---- */

static uint32_t longest(const hy_apdu *a)
{
    return a->command.extended ? EXTENDED_MAX : SHORT_MAX;
}

/* At T=0 a command with data, or with P3 0, does not say how much is wanted. */
static uint32_t expected(const hy_apdu *a)
{
    const hy_command *c = &a->command;
    if (a->protocol == HY_PROTOCOL_T0 && !c->has_le)
        return SHORT_MAX;
    return c->ne < longest(a) ? c->ne : longest(a);
}

hy_apdu_reason hy_apdu_set_outgoing(hy_apdu *a, bool no_chaining, uint16_t *le)
{
    if (a->state < HY_APDU_INITIAL || a->state >= HY_APDU_OUTGOING)
        return HY_APDU_ILLEGAL_USE;
    a->state = HY_APDU_OUTGOING;
    a->no_chaining = no_chaining;
    *le = (uint16_t)expected(a);
    return HY_APDU_DONE;
}

hy_apdu_reason hy_apdu_set_outgoing_length(hy_apdu *a, int16_t n)
{
    if (a->state != HY_APDU_OUTGOING)
        return HY_APDU_ILLEGAL_USE;
    if (n < 0 || (uint32_t)n > longest(a))
        return HY_APDU_BAD_LENGTH;
    if ((uint32_t)n > a->room)
        return HY_APDU_IO_ERROR;
    a->length = (uint32_t)n;
    a->state = HY_APDU_OUTGOING_LENGTH_KNOWN;
    return HY_APDU_DONE;
}

static hy_apdu_reason send(hy_apdu *a, hy_view from)
{
    if (a->state < HY_APDU_OUTGOING_LENGTH_KNOWN || a->closed)
        return HY_APDU_ILLEGAL_USE;
    if (from.n > a->length - a->sent)
        return HY_APDU_ILLEGAL_USE;
    if (from.n > 0)
        memcpy(a->response + a->sent, from.p, from.n);
    a->sent += (uint32_t)from.n;
    a->state = a->sent == a->length ? HY_APDU_FULL_OUTGOING : HY_APDU_PARTIAL_OUTGOING;
    return HY_APDU_DONE;
}

static bool is_inside(hy_apdu_buffer b, int16_t at, int16_t n)
{
    return at >= 0 && n >= 0 && at <= b.n && n <= b.n - at;
}

hy_apdu_reason hy_apdu_send_bytes(hy_apdu *a, hy_apdu_buffer b, int16_t at, int16_t n)
{
    if (!is_inside(b, at, n))
        return HY_APDU_BUFFER_BOUNDS;
    return send(a, hy_view_of(b.p + at, (size_t)n));
}

hy_apdu_reason hy_apdu_send_bytes_long(hy_apdu *a, hy_view from)
{
    return send(a, from);
}

hy_apdu_reason hy_apdu_set_outgoing_and_send(hy_apdu *a, hy_apdu_buffer b, int16_t at, int16_t n)
{
    if (a->state < HY_APDU_INITIAL || a->state >= HY_APDU_OUTGOING)
        return HY_APDU_ILLEGAL_USE;
    if (!is_inside(b, at, n))
        return HY_APDU_BUFFER_BOUNDS;
    if ((uint32_t)n > longest(a))
        return HY_APDU_BAD_LENGTH;
    if ((uint32_t)n > a->room)
        return HY_APDU_IO_ERROR;
    a->deferred = (uint16_t)n;
    a->deferred_at = (uint16_t)at;
    a->length = (uint32_t)n;
    a->state = HY_APDU_FULL_OUTGOING;
    a->closed = true;
    return HY_APDU_DONE;
}

void hy_apdu_finish(hy_apdu *a, hy_apdu_buffer b)
{
    if (a->deferred == 0)
        return;
    memcpy(a->response, b.p + a->deferred_at, a->deferred);
    a->sent = a->deferred;
    a->deferred = 0;
}
