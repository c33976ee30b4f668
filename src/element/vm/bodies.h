/* What the cells do that may be fused (vm/fusions.def), as macros: each leaves pc at its own cell,
   so that a handler is one body or several with a step of pc between. For interpret.c only. */
#ifndef HY_VM_BODIES_H
#define HY_VM_BODIES_H

#include "element/vm/access.h"

/* ---- constants, locals, the stack ---- */

#define DO_PUSH_NULL *sp++ = hy_slot_reference(0)
#define DO_PUSH *sp++ = pc->i
#define DO_LOAD *sp++ = locals[pc->a]
#define DO_STORE locals[pc->a] = *--sp
#define DO_POP sp--
#define DO_DUP                                                                                     \
    do {                                                                                           \
        sp[0] = sp[-1];                                                                            \
        sp++;                                                                                      \
    } while (0)

/* ---- arithmetic ---- */

#define DO_SADD SHORT_IS(SHORT(-2) + SHORT(-1))
#define DO_SSUB SHORT_IS(SHORT(-2) - SHORT(-1))
#define DO_SMUL SHORT_IS(SHORT(-2) * SHORT(-1))
#define DO_SNEG sp[-1] = (int16_t)-SHORT(-1)
#define DO_SSHL SHORT_IS((uint32_t)SHORT(-2) << (SHORT(-1) & 31))
#define DO_SSHR SHORT_IS(SHORT(-2) >> (SHORT(-1) & 31))
#define DO_SUSHR SHORT_IS((uint32_t)SHORT(-2) >> (SHORT(-1) & 31))
#define DO_SAND SHORT_IS(SHORT(-2) & SHORT(-1))
#define DO_SOR SHORT_IS(SHORT(-2) | SHORT(-1))
#define DO_SXOR SHORT_IS(SHORT(-2) ^ SHORT(-1))
#define DO_SINC locals[pc->a] = (int16_t)(hy_slot_to_short(locals[pc->a]) + pc->i)
#define DO_S2B sp[-1] = to_byte(sp[-1])

/* ---- branches ---- */

#define DO_IFEQ BRANCH(1, SHORT(-1) == 0)
#define DO_IFNE BRANCH(1, SHORT(-1) != 0)
#define DO_IFLT BRANCH(1, SHORT(-1) < 0)
#define DO_IFGE BRANCH(1, SHORT(-1) >= 0)
#define DO_IFGT BRANCH(1, SHORT(-1) > 0)
#define DO_IFLE BRANCH(1, SHORT(-1) <= 0)
#define DO_IFNULL BRANCH(1, hy_slot_to_reference(sp[-1]) == 0)
#define DO_IFNONNULL BRANCH(1, hy_slot_to_reference(sp[-1]) != 0)
#define DO_IF_SCMPEQ BRANCH(2, SHORT(-2) == SHORT(-1))
#define DO_IF_SCMPNE BRANCH(2, SHORT(-2) != SHORT(-1))
#define DO_IF_SCMPLT BRANCH(2, SHORT(-2) < SHORT(-1))
#define DO_IF_SCMPGE BRANCH(2, SHORT(-2) >= SHORT(-1))
#define DO_IF_SCMPGT BRANCH(2, SHORT(-2) > SHORT(-1))
#define DO_IF_SCMPLE BRANCH(2, SHORT(-2) <= SHORT(-1))
#define DO_GOTO JUMP(pc->i)

/* ---- arrays ---- */

#define DO_AALOAD                                                                                  \
    do {                                                                                           \
        COMPONENT(-2, HY_SHAPE_REFERENCES, 2, HY_TOUCH_READ);                                      \
        sp[-2] = load_reference(at);                                                               \
        sp--;                                                                                      \
    } while (0)
#define DO_BALOAD                                                                                  \
    do {                                                                                           \
        COMPONENT(-2, HY_SHAPE_BYTES, 1, HY_TOUCH_READ);                                           \
        sp[-2] = to_byte(*at);                                                                     \
        sp--;                                                                                      \
    } while (0)
#define DO_SALOAD                                                                                  \
    do {                                                                                           \
        COMPONENT(-2, HY_SHAPE_SHORTS, 2, HY_TOUCH_READ);                                          \
        sp[-2] = load_short(at);                                                                   \
        sp--;                                                                                      \
    } while (0)
#define DO_BASTORE                                                                                 \
    do {                                                                                           \
        COMPONENT(-3, HY_SHAPE_BYTES, 1, HY_TOUCH_WRITE);                                          \
        KEEP(1);                                                                                   \
        *at = (uint8_t)sp[-1];                                                                     \
        sp -= 3;                                                                                   \
    } while (0)
#define DO_SASTORE                                                                                 \
    do {                                                                                           \
        COMPONENT(-3, HY_SHAPE_SHORTS, 2, HY_TOUCH_WRITE);                                         \
        KEEP(2);                                                                                   \
        store_16(at, sp[-1]);                                                                      \
        sp -= 3;                                                                                   \
    } while (0)

/* ---- fields ---- */

#define DO_GETSTATIC_A                                                                             \
    do {                                                                                           \
        STATIC();                                                                                  \
        *sp++ = load_reference(at);                                                                \
    } while (0)
#define DO_GETSTATIC_B                                                                             \
    do {                                                                                           \
        STATIC();                                                                                  \
        *sp++ = to_byte(*at);                                                                      \
    } while (0)
#define DO_GETSTATIC_S                                                                             \
    do {                                                                                           \
        STATIC();                                                                                  \
        *sp++ = load_static_short(at);                                                             \
    } while (0)
#define DO_GETFIELD_A                                                                              \
    do {                                                                                           \
        FIELD(sp[-1], HY_TOUCH_READ);                                                              \
        sp[-1] = load_reference(at);                                                               \
    } while (0)
#define DO_GETFIELD_B                                                                              \
    do {                                                                                           \
        FIELD(sp[-1], HY_TOUCH_READ);                                                              \
        sp[-1] = to_byte(load_short(at));                                                          \
    } while (0)
#define DO_GETFIELD_S                                                                              \
    do {                                                                                           \
        FIELD(sp[-1], HY_TOUCH_READ);                                                              \
        sp[-1] = load_short(at);                                                                   \
    } while (0)
#define DO_GETFIELD_A_THIS                                                                         \
    do {                                                                                           \
        FIELD(locals[0], HY_TOUCH_READ);                                                           \
        *sp++ = load_reference(at);                                                                \
    } while (0)
#define DO_GETFIELD_B_THIS                                                                         \
    do {                                                                                           \
        FIELD(locals[0], HY_TOUCH_READ);                                                           \
        *sp++ = to_byte(load_short(at));                                                           \
    } while (0)
#define DO_GETFIELD_S_THIS                                                                         \
    do {                                                                                           \
        FIELD(locals[0], HY_TOUCH_READ);                                                           \
        *sp++ = load_short(at);                                                                    \
    } while (0)

#endif
