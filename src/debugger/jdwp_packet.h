/* Packets of the Java Debug Wire Protocol: the numbers of its specification, and packets taken from
   a stream of bytes. */
#ifndef HY_DEBUGGER_JDWP_PACKET_H
#define HY_DEBUGGER_JDWP_PACKET_H

#include "base/bytes.h"

enum {
    HY_JDWP_HEADER = 11,
    HY_JDWP_PACKET_MAX = 1 << 20, /* of packets that are read */
    HY_JDWP_REPLY = 0x80,         /* flag */
};

typedef enum hy_jdwp_error { /* of replies */
                             HY_JDWP_NONE = 0,
                             HY_JDWP_INVALID_THREAD = 10,
                             HY_JDWP_THREAD_NOT_SUSPENDED = 13,
                             HY_JDWP_INVALID_OBJECT = 20,
                             HY_JDWP_INVALID_CLASS = 21,
                             HY_JDWP_INVALID_METHODID = 23,
                             HY_JDWP_INVALID_LOCATION = 24,
                             HY_JDWP_INVALID_FIELDID = 25,
                             HY_JDWP_INVALID_FRAMEID = 30,
                             HY_JDWP_TYPE_MISMATCH = 34,
                             HY_JDWP_INVALID_SLOT = 35,
                             HY_JDWP_NOT_IMPLEMENTED = 99,
                             HY_JDWP_ABSENT_INFORMATION = 101,
                             HY_JDWP_INVALID_EVENT_TYPE = 102,
                             HY_JDWP_ILLEGAL_ARGUMENT = 103,
                             HY_JDWP_OUT_OF_MEMORY = 110,
                             HY_JDWP_INVALID_INDEX = 503,
                             HY_JDWP_INVALID_LENGTH = 504,
                             HY_JDWP_INVALID_STRING = 506,
                             HY_JDWP_INVALID_ARRAY = 508,
} hy_jdwp_error;

typedef enum hy_jdwp_event_kind {
    HY_JDWP_SINGLE_STEP = 1,
    HY_JDWP_BREAKPOINT = 2,
    HY_JDWP_EXCEPTION = 4,
    HY_JDWP_THREAD_START = 6,
    HY_JDWP_THREAD_DEATH = 7,
    HY_JDWP_CLASS_PREPARE = 8,
    HY_JDWP_CLASS_UNLOAD = 9,
    HY_JDWP_METHOD_ENTRY = 40,
    HY_JDWP_METHOD_EXIT = 41,
    HY_JDWP_METHOD_EXIT_VALUE = 42,
    HY_JDWP_VM_START = 90,
    HY_JDWP_VM_DEATH = 99,
} hy_jdwp_event_kind;

typedef struct hy_jdwp_packet {
    uint32_t id;
    uint8_t flags;
    uint8_t set, command; /* of commands */
    hy_view data;         /* points into the stream */
} hy_jdwp_packet;

/* Takes the first packet of the stream; *used is how many bytes it took. TRUNCATED: more must come
   first; FORMAT: no packet can start so. */
hy_rc hy_jdwp_packet_read(hy_view stream, hy_jdwp_packet *out, size_t *used) HY_USE;

/* A string of the protocol, a view into the packet. */
hy_view hy_jdwp_read_string(hy_reader *r);

/* A string of the protocol. */
void hy_jdwp_write_string(hy_writer *w, const char *text);

#endif
