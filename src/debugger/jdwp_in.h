/* What the files of the JDWP server share. Numbers that it gives out:
     types    1, 2, … in the order in which they became known
     methods  index in the class's list, plus 1
     fields   the type's number above index in its list, plus 1: ObjectReference names no class
     frames   1 is the outermost
     objects  references of the element; above HY_JDWP_THREAD what is none of its */
#ifndef HY_DEBUGGER_JDWP_IN_H
#define HY_DEBUGGER_JDWP_IN_H

#include "debugger/jdwp.h"
#include "debugger/jdwp_link.h"

enum {
    HY_JDWP_THREAD = 0x10000,
    HY_JDWP_GROUP = 0x10001,
    HY_JDWP_CLASS_OBJECT = 0x20000, /* plus the type's number */
    HY_JDWP_STRING = 0x1000000,     /* plus an object's reference: what its toString returns */
    HY_JDWP_TO_STRING = 0xFFFFFF,   /* method */
    HY_JDWP_FIELD_SHIFT = 32,
    HY_JDWP_REQUESTS_MAX = 1000,
    HY_JDWP_PATTERNS_MAX = 24, /* of a request */
    HY_JDWP_PATTERN_SIZE = 128,
    HY_JDWP_OUT_MAX = 64 << 20,
};

/* ---- types ---- */

typedef struct hy_jdwp_type {
    const hy_symbol_class *class_of; /* NULL: an array */
    hy_shape shape;                  /* arrays */
    const char *signature;           /* "Lcom/example/Wallet;" */
} hy_jdwp_type;

/* ---- requests for events ---- */

typedef struct hy_jdwp_request {
    uint32_t id;
    uint8_t kind;    /* hy_jdwp_event_kind */
    uint8_t suspend; /* 0 none, else the thread, which is all there is */
    uint32_t count;  /* so often it is passed by before, plus 1; 0: never */
    bool once;       /* with a count: reported once, and gone */
    /* LOCATION */
    const hy_method *method;
    uint32_t offset;
    /* CLASS_ONLY */
    uint32_t only;
    /* EXCEPTION */
    uint32_t exception; /* 0: any */
    bool caught, uncaught;
    /* STEP */
    bool by_line;
    uint8_t depth; /* 0 into, 1 over, 2 out */
    uint32_t from_depth;
    const hy_method *from_method;
    unsigned from_line;
    /* INSTANCE */
    bool has_instance;
    hy_reference instance;
    /* CLASS_MATCH and CLASS_EXCLUDE: "com.example.*" */
    uint8_t pattern_count;
    bool exclude[HY_JDWP_PATTERNS_MAX];
    char pattern[HY_JDWP_PATTERNS_MAX][HY_JDWP_PATTERN_SIZE];
} hy_jdwp_request;

/* ---- the server ---- */

struct hy_jdwp {
    hy_jdwp_link link;
    hy_watcher watcher;
    hy_symbols *symbols;
    hy_watch *watch;
    hy_element *element;
    hy_workspace *work;
    hy_jdwp_type *types; /* in the symbols' arena */
    size_t type_count, type_room;
    const hy_linked **known; /* packages whose classes are types; in the symbols' arena */
    size_t known_count, known_room;
    hy_jdwp_request *requests[HY_JDWP_REQUESTS_MAX]; /* owned */
    size_t request_count;
    uint32_t next_request, next_packet;
    uint32_t suspended; /* how often */
    uint32_t steps;     /* since commands were looked for */
    bool entering;      /* the next instruction is the first of its method */
    bool held;          /* events are held back by the debugger */
};

static inline hy_machine *hy_jdwp_machine(const hy_jdwp *j)
{
    return &j->work->machine;
}

static inline const hy_heap *hy_jdwp_heap(const hy_jdwp *j)
{
    return &j->element->heap;
}

/* Answers a command: reads its arguments from r, writes its results to w. Not enough arguments are
   the caller's to find: reads give 0 then. */
typedef hy_jdwp_error (*hy_jdwp_command)(hy_jdwp *j, hy_reader *r, hy_writer *w);

typedef struct hy_jdwp_commands {
    uint8_t set;
    uint8_t count;
    const hy_jdwp_command *command; /* [number], NULL: there is none */
} hy_jdwp_commands;

extern const hy_jdwp_commands hy_jdwp_vm_commands, hy_jdwp_type_commands, hy_jdwp_class_commands,
    hy_jdwp_method_commands, hy_jdwp_object_commands, hy_jdwp_string_commands,
    hy_jdwp_array_commands, hy_jdwp_thread_commands, hy_jdwp_group_commands, hy_jdwp_frame_commands,
    hy_jdwp_request_commands, hy_jdwp_class_object_commands;

/* ---- jdwp_types.c ---- */

/* Makes types of the classes of packages that became known; the numbers of the first new one. */
uint32_t hy_jdwp_types_refresh(hy_jdwp *j);

/* NULL: there is no such type. */
const hy_jdwp_type *hy_jdwp_type_of(const hy_jdwp *j, uint64_t id);
uint32_t hy_jdwp_type_id(hy_jdwp *j, const hy_symbol_class *c);

/* The type of an object; 0: it is none. */
uint32_t hy_jdwp_type_of_object(hy_jdwp *j, hy_reference r);

/* 1 class, 2 interface, 3 array. */
uint8_t hy_jdwp_type_tag(const hy_jdwp_type *t);

/* The object's class is this type, or below it. */
bool hy_jdwp_is_below(hy_jdwp *j, hy_reference r, const hy_jdwp_type *t);

/* The methods and fields that a number names in a type; NULL. */
const hy_symbol_method *hy_jdwp_method_of(const hy_jdwp_type *t, uint64_t id);
const hy_debug_field *hy_jdwp_field_of(const hy_jdwp_type *t, uint64_t id);

/* ---- jdwp_value.c ---- */

/* Bytes of an identifier. */
enum { HY_JDWP_ID = 8 };

void hy_jdwp_write_object(hy_jdwp *j, hy_writer *w, hy_reference r); /* with its tag */
/* A value of this type ("S", "Lcom/example/Wallet;") in a slot, with its tag; false: the slot holds
   something else. */
bool hy_jdwp_write_slot(hy_jdwp *j, hy_writer *w, char type, hy_slot slot);
/* Words as bodies hold them, with tag or without. */
void hy_jdwp_write_word(hy_jdwp *j, hy_writer *w, char type, int32_t value, bool tagged);
/* An untagged value; references must be objects of the element. */
bool hy_jdwp_read_value(hy_jdwp *j, hy_reader *r, char type, int32_t *value);

/* A place in code: type, class, method, offset. */
void hy_jdwp_write_location(hy_jdwp *j, hy_writer *w, const hy_method *m, const hy_cell *pc);

/* ---- jdwp_request.c, jdwp_events.c ---- */

/* Is this request for something that happens here? */
bool hy_jdwp_location_fits(hy_jdwp *j, const hy_jdwp_request *q, const hy_symbol_class *c);

void hy_jdwp_clear_requests(hy_jdwp *j);
void hy_jdwp_remove_request(hy_jdwp *j, size_t at);

/* A step goes from where the element stands; between commands it goes to the next one. */
void hy_jdwp_step_from(hy_jdwp *j, hy_jdwp_request *q);

/* Steps that were asked for in a command that is over stop at the next one's first line. */
void hy_jdwp_steps_over(hy_jdwp *j);

/* Before an instruction; when something is thrown; when classes became known from this type on. */
void hy_jdwp_at(hy_jdwp *j, hy_machine *m);
void hy_jdwp_thrown(hy_jdwp *j, hy_machine *m, hy_reference exception);
void hy_jdwp_prepared(hy_jdwp *j, uint32_t first);

/* VM_START, VM_DEATH. */
void hy_jdwp_tell(hy_jdwp *j, hy_jdwp_event_kind kind, bool suspend);

/* ---- jdwp.c ---- */

/* Handles commands until the element may go on. */
void hy_jdwp_hold(hy_jdwp *j);

/* The debugger has gone. */
void hy_jdwp_forget(hy_jdwp *j);

#endif
