/* What the parts of the linker share. Nothing outside vm/link*.c includes this. */
#ifndef HY_VM_LINK_IN_H
#define HY_VM_LINK_IN_H

#include "element/vm/heap.h"
#include "element/vm/linked.h"
#include "element/vm/opcode.h"

enum {
    HY_HOMES_MAX = 255,
    HY_SLOTS_MAX = 1024,
    HY_GUESSES_MAX = 64,
};

/* A result that nothing tells; see link_walk.c. */
typedef struct hy_guess {
    const void *of; /* the method, or the interface */
    uint8_t token;
    uint8_t result;
} hy_guess;

/* A package on its way. */
typedef struct hy_unit {
    const hy_link_input *input;
    const hy_package *p;
    hy_linked *l;
    const hy_linked **homes; /* [HY_HOMES_MAX], in scratch until the end */
    uint8_t *import_member;  /* [import] which of the imported CAP's packages */
    uint8_t *class_state;    /* [ordinal] hy_class_state */
    uint8_t **results;       /* [ordinal] interfaces: [256] result slots by token */
    hy_resolved *constants;  /* l->constants, while they are made */
    hy_guess guesses[HY_GUESSES_MAX];
    uint32_t guess_count;
    /* the arrays of a walk, as large as the Method component */
    int16_t *walk_height;
    uint32_t *walk_todo;
    uint32_t *walk_reached;
    bool *walk_active;
} hy_unit;

typedef enum hy_class_state { HY_CLASS_RAW, HY_CLASS_OPEN, HY_CLASS_MADE } hy_class_state;

typedef struct hy_linker {
    hy_unit *units;
    size_t count;
    const hy_link_source *source;
    hy_arena *arena, *scratch;
    hy_reason *why;
    hy_virtual *table; /* [HY_SLOTS_MAX] of the class that is being made */
    unsigned depth;    /* of classes that wait for their superclass */
} hy_linker;

/* FORMAT, with the reason. */
#define hy_link_refuse(k, ...) hy_reason_set((k)->why, HY_FAIL(FORMAT), __VA_ARGS__)

static inline hy_rc HY_USE hy_link_memory(hy_linker *k)
{
    hy_rc rc = hy_reason_set(k->why, HY_FAIL(MEMORY), "linking: out of memory");
    return hy_ok(rc) ? HY_FAIL(MEMORY) : rc;
}

/* The home of a package in another one's numbering; LIMIT when there are too many. */
hy_rc hy_link_home(hy_linker *k, hy_unit *u, const hy_linked *l, uint8_t *home) HY_USE;

/* The class that ref names, made. */
hy_rc hy_link_class_of(hy_linker *k, hy_unit *u, hy_class_ref ref, hy_class **out) HY_USE;

/* Makes every class of u and those above them. */
hy_rc hy_link_classes(hy_linker *k, hy_unit *u) HY_USE;

/* Finds every method that something names, and reads its header. */
hy_rc hy_link_find_methods(hy_linker *k, hy_unit *u) HY_USE;

/* The result slots of every method, from the Descriptor or from what its code returns. */
hy_rc hy_link_results(hy_linker *k, hy_unit *u) HY_USE;

/* What overrides must have the arguments and the result of what it overrides. */
hy_rc hy_link_check_overrides(hy_linker *k, hy_unit *u) HY_USE;

/* Resolves the constant pool. */
hy_rc hy_link_constants(hy_linker *k, hy_unit *u) HY_USE;

/* Walks every method and makes its cells. */
hy_rc hy_link_code(hy_linker *k, hy_unit *u) HY_USE;

/* ---- a walk through one method ---- */

enum { HY_HEIGHT_UNSEEN = -1, HY_HEIGHT_INSIDE = -2 }; /* inside: of an instruction */

typedef struct hy_walk {
    hy_unit *u;
    hy_method *method;
    hy_view code;    /* from the first instruction to where the next method starts at most */
    uint32_t start;  /* of code, in the info of Method */
    int16_t *height; /* [pc] of the stack before the instruction, or HY_HEIGHT_... */
    uint32_t *todo;  /* pcs */
    uint32_t todo_count;
    uint32_t end;                       /* behind the last instruction reached */
    uint32_t *reached;                  /* [pc] the first instruction from here on; for handlers */
    const hy_package_handler *handlers; /* of the whole block; those that start in code count */
    uint32_t handler_count;
    bool *active; /* [handler] covers code that is reached */
    bool results_only;
    uint8_t returns; /* slots that it returned so far; HY_RESULT_UNKNOWN */
} hy_walk;

/* Visits all that can be reached, with heights, and checks every rule of the frame. The arrays are
   taken from scratch. */
hy_rc hy_walk_run(hy_linker *k, hy_unit *u, hy_method *m, hy_walk *w) HY_USE;

/* Visits without heights: what the method returns, UNKNOWN when it never does. */
hy_rc hy_walk_result(hy_linker *k, hy_unit *u, hy_method *m, uint8_t *result) HY_USE;

/* The pool index of an instruction that has one. */
uint16_t hy_walk_constant(const hy_walk *w, uint32_t pc);

/* Argument and result slots of an invocation that was walked. */
typedef struct hy_call {
    uint8_t nargs, result;
} hy_call;
hy_rc hy_walk_call(hy_linker *k, const hy_walk *w, uint32_t pc, hy_call *out) HY_USE;

/* The operands of the instruction at pc, behind its opcode. */
hy_reader hy_walk_operands(const hy_walk *w, uint32_t pc);

/* The fields of a switch and its cases. */
typedef struct hy_switch {
    bool table;
    int32_t low, high; /* tables */
    uint32_t count;    /* of cases */
    uint32_t fallback; /* pc */
    hy_reader cases;   /* at the first */
    bool wide;
} hy_switch;

/* Reads the head; the length of the instruction was checked. */
hy_switch hy_switch_read(const hy_walk *w, uint32_t pc);

/* The next case: its key and target; false at the end. */
bool hy_switch_next(hy_switch *s, uint32_t pc, int32_t *key, uint32_t *target);

#endif
