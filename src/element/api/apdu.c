/* javacard.framework.APDU: thin over the runtime's state machine (runtime/apdu.h). The APDU object
   is a temporary entry point; its state is in the workspace. */
#include "element/api/native.h"

static hy_apdu *apdu_of(const hy_machine *m)
{
    return &hy_work(m)->apdu;
}

static hy_apdu_buffer buffer_of(const hy_machine *m)
{
    return hy_element_buffer(hy_element_of(m));
}

static hy_outcome refuse(hy_machine *m, hy_apdu_reason reason)
{
    return hy_exception_throw(m, HY_KNOWN_EXCEPTION_APDU, (uint16_t)reason);
}

/* What the state machine said; *n is returned when all went well. */
static hy_outcome finish(hy_machine *m, hy_slot *slots, hy_apdu_reason reason, const uint16_t *n)
{
    return reason == HY_APDU_DONE ? hy_return_short(slots, *n) : refuse(m, reason);
}

/* The same of a method without a result. */
static hy_outcome finish_plain(hy_machine *m, hy_apdu_reason reason)
{
    return reason == HY_APDU_DONE ? HY_DONE : refuse(m, reason);
}

static bool has_failed(const hy_machine *m)
{
    return apdu_of(m)->state < HY_APDU_INITIAL;
}

/* ---- static methods ---- */

HY_NATIVE_METHOD(javacard_framework_APDU_getInBlockSize)
{
    return hy_return_short(slots, hy_apdu_in_block_size(apdu_of(m)->protocol));
}

HY_NATIVE_METHOD(javacard_framework_APDU_getOutBlockSize)
{
    return hy_return_short(slots, hy_apdu_out_block_size(apdu_of(m)->protocol));
}

HY_NATIVE_METHOD(javacard_framework_APDU_getProtocol)
{
    return hy_return_short(slots, (int8_t)hy_apdu_protocol_byte(apdu_of(m)->protocol));
}

HY_NATIVE_METHOD(javacard_framework_APDU_waitExtension)
{
    const hy_port *port = &hy_element_of(m)->port;
    if (has_failed(m))
        return refuse(m, HY_APDU_IO_ERROR);
    if (apdu_of(m)->no_chaining)
        return refuse(m, HY_APDU_ILLEGAL_USE);
    hy_outcome outcome = hy_element_barrier(m, HY_BARRIER_EARLY);
    if (outcome == HY_DONE && port->wait != NULL)
        port->wait(port->context);
    return outcome;
}

static hy_outcome return_current(hy_machine *m, hy_slot *slots, hy_root root)
{
    if (!hy_apdu_is_current(m))
        return hy_machine_throw(m, HY_THROW_SECURITY, 0);
    return hy_return_reference(slots, hy_element_root(hy_element_of(m), root));
}

HY_NATIVE_METHOD(javacard_framework_APDU_getCurrentAPDU)
{
    return return_current(m, slots, HY_ROOT_APDU);
}

HY_NATIVE_METHOD(javacard_framework_APDU_getCurrentAPDUBuffer)
{
    return return_current(m, slots, HY_ROOT_BUFFER);
}

/* ---- what is asked ---- */

HY_NATIVE_METHOD(javacard_framework_APDU_getBuffer)
{
    if (has_failed(m))
        return refuse(m, HY_APDU_IO_ERROR);
    return hy_return_reference(slots, hy_element_root(hy_element_of(m), HY_ROOT_BUFFER));
}

/* The link has one node at each end. */
HY_NATIVE_METHOD(javacard_framework_APDU_getNAD)
{
    return has_failed(m) ? refuse(m, HY_APDU_IO_ERROR) : hy_return_short(slots, 0);
}

HY_NATIVE_METHOD(javacard_framework_APDU_getCurrentState)
{
    return hy_return_short(slots, apdu_of(m)->state);
}

HY_NATIVE_METHOD(javacard_framework_APDU_getIncomingLength)
{
    uint16_t n = 0;
    if (has_failed(m))
        return refuse(m, HY_APDU_IO_ERROR);
    return finish(m, slots, hy_apdu_incoming_length(apdu_of(m), &n), &n);
}

HY_NATIVE_METHOD(javacard_framework_APDU_getOffsetCdata)
{
    uint16_t n = 0;
    if (has_failed(m))
        return refuse(m, HY_APDU_IO_ERROR);
    return finish(m, slots, hy_apdu_offset_cdata(apdu_of(m), &n), &n);
}

/* ---- in ---- */

HY_NATIVE_METHOD(javacard_framework_APDU_setIncomingAndReceive)
{
    uint16_t n = 0;
    if (has_failed(m))
        return refuse(m, HY_APDU_IO_ERROR);
    return finish(m, slots, hy_apdu_set_incoming_and_receive(apdu_of(m), buffer_of(m), &n), &n);
}

HY_NATIVE_METHOD(javacard_framework_APDU_receiveBytes)
{
    uint16_t n = 0;
    int16_t at = hy_slot_to_short(slots[1]);
    if (has_failed(m))
        return refuse(m, HY_APDU_IO_ERROR);
    return finish(m, slots, hy_apdu_receive_bytes(apdu_of(m), buffer_of(m), at, &n), &n);
}

/* ---- out ---- */

static hy_outcome set_outgoing(hy_machine *m, hy_slot *slots, bool no_chaining)
{
    uint16_t le = 0;
    if (has_failed(m))
        return refuse(m, HY_APDU_IO_ERROR);
    return finish(m, slots, hy_apdu_set_outgoing(apdu_of(m), no_chaining, &le), &le);
}

HY_NATIVE_METHOD(javacard_framework_APDU_setOutgoing)
{
    return set_outgoing(m, slots, false);
}

HY_NATIVE_METHOD(javacard_framework_APDU_setOutgoingNoChaining)
{
    return set_outgoing(m, slots, true);
}

HY_NATIVE_METHOD(javacard_framework_APDU_setOutgoingLength)
{
    if (has_failed(m))
        return refuse(m, HY_APDU_IO_ERROR);
    return finish_plain(m, hy_apdu_set_outgoing_length(apdu_of(m), hy_slot_to_short(slots[1])));
}

HY_NATIVE_METHOD(javacard_framework_APDU_sendBytes)
{
    int16_t at = hy_slot_to_short(slots[1]);
    int16_t n = hy_slot_to_short(slots[2]);
    if (has_failed(m))
        return refuse(m, HY_APDU_IO_ERROR);
    return finish_plain(m, hy_apdu_send_bytes(apdu_of(m), buffer_of(m), at, n));
}

HY_NATIVE_METHOD(javacard_framework_APDU_sendBytesLong)
{
    hy_array a;
    int32_t at = hy_slot_to_short(slots[2]);
    int32_t n = hy_slot_to_short(slots[3]);
    hy_outcome outcome = hy_native_range(m, slots[1], HY_SHAPE_BYTES, HY_TOUCH_READ, at, n, &a);
    if (outcome != HY_DONE)
        return outcome;
    if (has_failed(m))
        return refuse(m, HY_APDU_IO_ERROR);
    hy_view from = hy_view_of(a.at + at, (size_t)n);
    return finish_plain(m, hy_apdu_send_bytes_long(apdu_of(m), from));
}

HY_NATIVE_METHOD(javacard_framework_APDU_setOutgoingAndSend)
{
    int16_t at = hy_slot_to_short(slots[1]);
    int16_t n = hy_slot_to_short(slots[2]);
    if (has_failed(m))
        return refuse(m, HY_APDU_IO_ERROR);
    return finish_plain(m, hy_apdu_set_outgoing_and_send(apdu_of(m), buffer_of(m), at, n));
}
