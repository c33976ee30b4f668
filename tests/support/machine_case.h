/* A test of the machine: the ROM image, the small package on top, and a run of one of its methods.
 */
#ifndef HY_TESTS_MACHINE_CASE_H
#define HY_TESTS_MACHINE_CASE_H

#include "machine_set.h"
#include "small_package.h"

typedef struct machine_case {
    machine_set set;
    small_package sp;
    uint16_t number; /* of the small package */
    bool system;     /* natives are allowed: set before mc_link */
} machine_case;

/* With methods still to be added. Fails the test when something is wrong. */
machine_case *mc_open(void);
void mc_free(machine_case *c);

/* Links the small package. */
void mc_link(machine_case *c);
hy_rc mc_try_link(machine_case *c, hy_reason *why);

/* Runs the method at this offset. */
hy_outcome mc_run(machine_case *c, uint32_t method, const hy_slot *arguments, hy_slot *result);

/* Runs it and expects a number; an int with mc_int. */
int32_t mc_short(machine_case *c, uint32_t method, const hy_slot *arguments);
int32_t mc_int(machine_case *c, uint32_t method, const hy_slot *arguments);

/* Runs it and expects this exception of the machine. */
void mc_throws(machine_case *c, uint32_t method, const hy_slot *arguments, hy_throw what);

/* Opcodes of the small package that ran since the program started, while they were observed. What
   is observed runs cell by cell, what is not by the handlers of fusions too. */
extern bool mc_ran[256];
extern bool mc_observing;

/* sp_method from bytes written in place. */
#define METHOD(c, nargs, locals, stack, ...)                                                       \
    sp_method(&(c)->sp, (nargs), (locals), (stack), (const uint8_t[]){__VA_ARGS__},                \
              sizeof((const uint8_t[]){__VA_ARGS__}))
#define INDEX(n) (uint8_t)((n) >> 8), (uint8_t)(n)

#define NO_ARGUMENTS ((const hy_slot[]){0})
#define SLOTS(...) ((const hy_slot[]){__VA_ARGS__})

#endif
