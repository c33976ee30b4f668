/* The loop: one label for each kind of cell, each jumping to the next (GNU computed goto).
   What it trusts and what it checks is said in vm/machine.h. */
#include "element/vm/interpret.h"

#include "element/vm/bodies.h"

#include <string.h>

/* Labels as values are an extension that gcc and clang share. */
#pragma GCC diagnostic ignored "-Wpedantic"

#ifdef __cppcheck__ /* which does not know them */
#define LABEL(name) NULL
#else
#define LABEL(name) &&name
#endif

#define LIKELY(x) __builtin_expect((x), 1)
#define UNLIKELY(x) __builtin_expect((x), 0)

/* package, shape, context and lifetime of a handle, as they lie there. */
typedef union key {
    struct {
        uint8_t package, shape, context, lifetime;
    };
    uint32_t all;
} key;

_Static_assert(offsetof(hy_object, lifetime) - offsetof(hy_object, package) == 3,
               "the four bytes lie together");

static inline uint32_t key_of(const hy_object *o)
{
    key k = {{o->package, o->shape, o->context, o->lifetime}};
    return k.all;
}

/* The low byte, sign-extended. */
static inline int16_t to_byte(int64_t v)
{
    return (int16_t)(int8_t)v;
}

static inline int16_t load_short(const uint8_t *at)
{
    int16_t v;
    memcpy(&v, at, sizeof v);
    return v;
}

static inline int32_t load_int(const uint8_t *at)
{
    int32_t v;
    memcpy(&v, at, sizeof v);
    return v;
}

static inline hy_slot load_reference(const uint8_t *at)
{
    uint16_t v;
    memcpy(&v, at, sizeof v);
    return hy_slot_reference(v);
}

static inline void store_16(uint8_t *at, hy_slot v)
{
    uint16_t low = (uint16_t)v;
    memcpy(at, &low, sizeof low);
}

static inline void store_32(uint8_t *at, hy_slot v)
{
    uint32_t low = (uint32_t)v;
    memcpy(at, &low, sizeof low);
}

/* Static fields lie as in the CAP's image, high byte first: nothing else says how wide each is. */
static inline int16_t load_static_short(const uint8_t *at)
{
    return (int16_t)(at[0] << 8 | at[1]);
}

static inline int32_t load_static_int(const uint8_t *at)
{
    return (int32_t)((uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3]);
}

static inline void store_static(uint8_t *at, hy_slot v, unsigned n)
{
    for (unsigned i = n; i-- > 0; v >>= 8)
        at[i] = (uint8_t)v;
}

static inline bool is_object(hy_slot s)
{
    return hy_slot_is_reference(s) && hy_slot_to_reference(s) != 0;
}

static inline hy_object *entry(const hy_machine *m, hy_slot s)
{
    return hy_heap_entry(m->heap, hy_slot_to_reference(s));
}

/* An instance of a class of the frame's own package: is that below `of`? */
static inline bool is_below(const hy_frame *f, const hy_object *o, const hy_class *of)
{
    const hy_linked *l = f->method->linked;
    const hy_class *c = &l->classes[o->class_of];
    return o->class_of < l->class_count && of->depth <= c->depth && c->chain[of->depth] == of;
}

/* The static fields of a package: a body with room for the size of its image, which the linker
   checked the offset against. */
static uint8_t *statics_of(const hy_machine *m, const hy_loaded *home, const hy_object **object)
{
    *object = hy_heap_entry(m->heap, home->statics);
    return hy_heap_body(m->heap, *object);
}

/* The distance to go of a lookup: its keys ascend. */
static int32_t look_up(const hy_cell *pc, int32_t k)
{
    int32_t low = 0, high = pc->i;
    while (low < high) {
        int32_t middle = (low + high) / 2;
        if (pc[2 + 2 * middle].i < k)
            low = middle + 1;
        else
            high = middle;
    }
    return low < pc->i && pc[2 + 2 * low].i == k ? pc[3 + 2 * low].i : pc[1].i;
}

static int32_t table_target(const hy_cell *pc, int32_t k)
{
    bool inside = k >= pc->i && k <= pc[2].i;
    return inside ? pc[3 + (ptrdiff_t)((int64_t)k - pc->i)].i : pc[1].i;
}

/* The top m slots again, n slots down (n 0: on top). */
static void duplicate(hy_slot *sp, unsigned m, unsigned n)
{
    unsigned down = n == 0 ? m : n;
    hy_slot moved[8];
    memcpy(moved, sp - down, down * sizeof moved[0]);
    memcpy(sp - down, moved + (down - m), m * sizeof moved[0]);
    memcpy(sp - down + m, moved, down * sizeof moved[0]);
}

static void swap(hy_slot *sp, unsigned m, unsigned n)
{
    hy_slot top[2];
    memcpy(top, sp - m, m * sizeof top[0]);
    memmove(sp - n, sp - m - n, n * sizeof top[0]);
    memcpy(sp - m - n, top, m * sizeof top[0]);
}

/* ---- the loop ---- */

#define NEXT()                                                                                     \
    do {                                                                                           \
        pc++;                                                                                      \
        goto *dispatch[pc->run];                                                                   \
    } while (0)

/* Backward branches pay for what they span. */
#define JUMP(by)                                                                                   \
    do {                                                                                           \
        int32_t by_ = (by);                                                                        \
        if (by_ <= 0 && UNLIKELY((m->budget -= 1 - by_) < 0))                                      \
            goto out_of_budget;                                                                    \
        pc += by_;                                                                                 \
        goto *dispatch[pc->run];                                                                   \
    } while (0)

/* Branches when `cond`, having taken n slots. */
#define BRANCH(n, cond)                                                                            \
    do {                                                                                           \
        bool taken_ = (cond);                                                                      \
        sp -= (n);                                                                                 \
        if (taken_)                                                                                \
            JUMP(pc->i);                                                                           \
        NEXT();                                                                                    \
    } while (0)

#define SHORT(at) hy_slot_to_short(sp[at])
#define INT(at) hy_slot_to_int(sp[at])

#define SHORT_IS(expression)                                                                       \
    do {                                                                                           \
        sp[-2] = (int16_t)(expression);                                                            \
        sp--;                                                                                      \
    } while (0)

#define SHORT_RESULT(expression)                                                                   \
    do {                                                                                           \
        SHORT_IS(expression);                                                                      \
        NEXT();                                                                                    \
    } while (0)

#define INT_RESULT(expression)                                                                     \
    do {                                                                                           \
        sp[-4] = (int32_t)(expression);                                                            \
        sp -= 2;                                                                                   \
        NEXT();                                                                                    \
    } while (0)

/* Lets hooks and the collector see where the frame is. */
#define SYNC()                                                                                     \
    do {                                                                                           \
        f->pc = pc;                                                                                \
        m->top = sp;                                                                               \
    } while (0)

#define THROW(kind, why)                                                                           \
    do {                                                                                           \
        what = (kind);                                                                             \
        reason = (why);                                                                            \
        goto raise;                                                                                \
    } while (0)

#define CHECK(call)                                                                                \
    do {                                                                                           \
        SYNC();                                                                                    \
        hy_verdict v_ = (call);                                                                    \
        if (UNLIKELY(v_ != HY_FINE)) {                                                             \
            failed = v_;                                                                           \
            goto raise_verdict;                                                                    \
        }                                                                                          \
    } while (0)

/* Sets `at` (and `object`) to a component of the array and index at sp[from], sp[from + 1]. */
#define COMPONENT(from, wanted, size, touch)                                                       \
    do {                                                                                           \
        hy_slot array_ = sp[from];                                                                 \
        uint32_t index_ = (uint32_t)(int32_t)hy_slot_to_short(sp[(from) + 1]);                     \
        hy_object *o_ = table - hy_slot_to_reference(array_);                                      \
        if (LIKELY(is_object(array_) && o_->shape == (wanted) && o_->context == context &&         \
                   o_->lifetime != HY_TRANSIENT_DESELECT && index_ < o_->length)) {                \
            object = o_;                                                                           \
            at = area[o_->lifetime] + o_->place + (size_t)(size)*index_;                           \
        } else {                                                                                   \
            CHECK(                                                                                 \
                hy_access_component(m, array_, sp[(from) + 1], (wanted), (touch), &at, &object));  \
        }                                                                                          \
    } while (0)

/* Sets `at` to the field of the instance in `slot`. */
#define FIELD(slot, touch)                                                                         \
    do {                                                                                           \
        hy_slot instance_ = (slot);                                                                \
        hy_object *o_ = table - hy_slot_to_reference(instance_);                                   \
        object = o_;                                                                               \
        if (LIKELY(is_object(instance_) && key_of(o_) == own &&                                    \
                   (o_->class_of == pc->b || is_below(f, o_, constants[pc->c].class_of))))         \
            at = area[HY_PERSISTENT] + o_->place + pc->a;                                          \
        else                                                                                       \
            CHECK(hy_access_field(m, instance_, constants[pc->c].class_of, (touch), pc->a, &at));  \
    } while (0)

/* Before n bytes at `at` of `object` are written. */
#define KEEP(n)                                                                                    \
    do {                                                                                           \
        if (UNLIKELY(m->heap->memory.announced))                                                   \
            CHECK(hy_access_keep(m, object, at, (n)));                                             \
    } while (0)

#define STATIC()                                                                                   \
    (at = statics_of(m, pc->a == 0 ? f->home : &m->loaded[f->home->homes[pc->a]], &object) + pc->i)

/* What hangs on the frame and the actor. */
#define LOAD_FRAME()                                                                               \
    do {                                                                                           \
        f = &m->frames[m->depth - 1];                                                              \
        locals = f->locals;                                                                        \
        constants = f->method->linked->constants;                                                  \
        context = m->actor.context;                                                                \
        key own_ = {{f->home->homes[0], HY_SHAPE_INSTANCE, context, HY_PERSISTENT}};               \
        own = own_.all;                                                                            \
    } while (0)

hy_outcome hy_interpret(hy_machine *m, const hy_loaded *first_home, const hy_method *first,
                        hy_slot *base)
{
    static const void *const plain[] = {
#define HY_CELL(name, operands) LABEL(do_##name),
#define HY_FUSION2(a, b) LABEL(do_##a##_##b),
#define HY_FUSION3(a, b, c) LABEL(do_##a##_##b##_##c),
#include "element/vm/cells.def"
#include "element/vm/fusions.def"
#undef HY_CELL
#undef HY_FUSION2
#undef HY_FUSION3
    };
    static const void *const observed[] = {
#define HY_CELL(name, operands) LABEL(observe),
#define HY_FUSION2(a, b) LABEL(observe),
#define HY_FUSION3(a, b, c) LABEL(observe),
#include "element/vm/cells.def"
#include "element/vm/fusions.def"
#undef HY_CELL
#undef HY_FUSION2
#undef HY_FUSION3
    };
    const void *const *const dispatch = m->observed ? observed : plain;
    hy_object *const table = hy_heap_entry(m->heap, 0);
    uint8_t *const *const area = m->heap->area;
    const hy_slot *const slots_end = m->slots + m->slot_count;
    const hy_cell *pc = NULL;
    hy_slot *sp = base + first->nargs;
    hy_slot *locals = base;
    hy_frame *f = NULL;
    const hy_resolved *constants = NULL;
    uint32_t own = 0;
    uint8_t context = 0;
    hy_callee next = {first, first_home, m->actor, false};
    bool outermost = true;
    uint8_t *at = NULL;
    const hy_object *object = NULL;
    hy_throw what = HY_THROW_NULL;
    uint16_t reason = 0;
    hy_verdict failed = HY_FINE;
    hy_outcome outcome = HY_DONE;
    goto invoke;

observe:
    SYNC();
    m->hooks->observe(m);
    goto *plain[pc->op];

do_TRAP:
do_DATA:
    return hy_machine_stop(m, HY_STOP_INTERNAL);

    /* ---- constants, locals, the stack ---- */

do_PUSH_NULL:
    DO_PUSH_NULL;
    NEXT();
do_PUSH:
    DO_PUSH;
    NEXT();
do_PUSH_INT:
    sp[0] = pc->i;
    sp[1] = 0;
    sp += 2;
    NEXT();
do_LOAD:
    DO_LOAD;
    NEXT();
do_LOAD_INT:
    sp[0] = locals[pc->a];
    sp[1] = locals[pc->a + 1];
    sp += 2;
    NEXT();
do_STORE:
    DO_STORE;
    NEXT();
do_STORE_INT:
    sp -= 2;
    locals[pc->a] = sp[0];
    locals[pc->a + 1] = sp[1];
    NEXT();
do_POP:
    DO_POP;
    NEXT();
do_POP2:
    sp -= 2;
    NEXT();
do_DUP:
    DO_DUP;
    NEXT();
do_DUP2:
    sp[0] = sp[-2];
    sp[1] = sp[-1];
    sp += 2;
    NEXT();
do_DUP_X:
    duplicate(sp, pc->a, pc->b);
    sp += pc->a;
    NEXT();
do_SWAP_X:
    swap(sp, pc->a, pc->b);
    NEXT();

    /* ---- arithmetic ---- */

do_SADD:
    DO_SADD;
    NEXT();
do_SSUB:
    DO_SSUB;
    NEXT();
do_SMUL:
    DO_SMUL;
    NEXT();
do_SDIV:
    if (SHORT(-1) == 0)
        THROW(HY_THROW_ARITHMETIC, 0);
    SHORT_RESULT(SHORT(-2) / SHORT(-1));
do_SREM:
    if (SHORT(-1) == 0)
        THROW(HY_THROW_ARITHMETIC, 0);
    SHORT_RESULT(SHORT(-2) % SHORT(-1));
do_SNEG:
    DO_SNEG;
    NEXT();
do_SSHL:
    DO_SSHL;
    NEXT();
do_SSHR:
    DO_SSHR;
    NEXT();
do_SUSHR:
    DO_SUSHR;
    NEXT();
do_SAND:
    DO_SAND;
    NEXT();
do_SOR:
    DO_SOR;
    NEXT();
do_SXOR:
    DO_SXOR;
    NEXT();
do_IADD:
    INT_RESULT((uint32_t)INT(-4) + (uint32_t)INT(-2));
do_ISUB:
    INT_RESULT((uint32_t)INT(-4) - (uint32_t)INT(-2));
do_IMUL:
    INT_RESULT((uint32_t)INT(-4) * (uint32_t)INT(-2));
do_IDIV:
    if (INT(-2) == 0)
        THROW(HY_THROW_ARITHMETIC, 0);
    INT_RESULT((int64_t)INT(-4) / INT(-2));
do_IREM:
    if (INT(-2) == 0)
        THROW(HY_THROW_ARITHMETIC, 0);
    INT_RESULT((int64_t)INT(-4) % INT(-2));
do_INEG:
    sp[-2] = (int32_t)(0 - (uint32_t)INT(-2));
    NEXT();
do_ISHL:
    INT_RESULT((uint32_t)INT(-4) << (INT(-2) & 31));
do_ISHR:
    INT_RESULT(INT(-4) >> (INT(-2) & 31));
do_IUSHR:
    INT_RESULT((uint32_t)INT(-4) >> (INT(-2) & 31));
do_IAND:
    INT_RESULT(INT(-4) & INT(-2));
do_IOR:
    INT_RESULT(INT(-4) | INT(-2));
do_IXOR:
    INT_RESULT(INT(-4) ^ INT(-2));
do_SINC:
    DO_SINC;
    NEXT();
do_IINC:
    locals[pc->a] = (int32_t)((uint32_t)hy_slot_to_int(locals[pc->a]) + (uint32_t)pc->i);
    NEXT();
do_S2B:
    DO_S2B;
    NEXT();
do_S2I:
    sp[-1] = SHORT(-1);
    *sp++ = 0;
    NEXT();
do_I2B:
    sp[-2] = to_byte(sp[-2]);
    sp--;
    NEXT();
do_I2S:
    sp[-2] = SHORT(-2);
    sp--;
    NEXT();
do_ICMP:
    sp[-4] = (INT(-4) > INT(-2)) - (INT(-4) < INT(-2));
    sp -= 3;
    NEXT();

    /* ---- branches ---- */

do_IFEQ:
    DO_IFEQ;
    NEXT();
do_IFNE:
    DO_IFNE;
    NEXT();
do_IFLT:
    DO_IFLT;
    NEXT();
do_IFGE:
    DO_IFGE;
    NEXT();
do_IFGT:
    DO_IFGT;
    NEXT();
do_IFLE:
    DO_IFLE;
    NEXT();
do_IFNULL:
    DO_IFNULL;
    NEXT();
do_IFNONNULL:
    DO_IFNONNULL;
    NEXT();
do_IF_ACMPEQ:
    BRANCH(2, sp[-2] == sp[-1]);
do_IF_ACMPNE:
    BRANCH(2, sp[-2] != sp[-1]);
do_IF_SCMPEQ:
    DO_IF_SCMPEQ;
    NEXT();
do_IF_SCMPNE:
    DO_IF_SCMPNE;
    NEXT();
do_IF_SCMPLT:
    DO_IF_SCMPLT;
    NEXT();
do_IF_SCMPGE:
    DO_IF_SCMPGE;
    NEXT();
do_IF_SCMPGT:
    DO_IF_SCMPGT;
    NEXT();
do_IF_SCMPLE:
    DO_IF_SCMPLE;
    NEXT();
do_GOTO:
    DO_GOTO;
    NEXT();
do_JSR:
    *sp++ = (hy_slot)HY_TAG_RETURN << 32 | (uint32_t)(pc - f->method->cells);
    JUMP(pc->i);
do_RET : {
    hy_slot site = locals[pc->a];
    uint32_t index = (uint32_t)site;
    /* back behind a jsr of this method, where the stack is as high as here */
    if (site >> 32 != HY_TAG_RETURN || index >= f->method->cell_count ||
        f->method->cells[index].op != HY_CELL_JSR || f->method->cells[index].a != pc->b)
        THROW(HY_THROW_SECURITY, 0);
    JUMP((int32_t)index + 1 - (int32_t)(pc - f->method->cells));
}
do_TABLE:
    sp--;
    JUMP(table_target(pc, hy_slot_to_short(sp[0])));
do_TABLE_INT:
    sp -= 2;
    JUMP(table_target(pc, hy_slot_to_int(sp[0])));
do_LOOKUP:
    sp--;
    JUMP(look_up(pc, hy_slot_to_short(sp[0])));
do_LOOKUP_INT:
    sp -= 2;
    JUMP(look_up(pc, hy_slot_to_int(sp[0])));

    /* ---- arrays ---- */

do_AALOAD:
    DO_AALOAD;
    NEXT();
do_BALOAD:
    DO_BALOAD;
    NEXT();
do_SALOAD:
    DO_SALOAD;
    NEXT();
do_IALOAD:
    COMPONENT(-2, HY_SHAPE_INTS, 4, HY_TOUCH_READ);
    sp[-2] = load_int(at);
    sp[-1] = 0;
    NEXT();
do_AASTORE:
    COMPONENT(-3, HY_SHAPE_REFERENCES, 2, HY_TOUCH_WRITE);
    CHECK(hy_access_stored_in(m, entry(m, sp[-3]), sp[-1]));
    KEEP(2);
    store_16(at, sp[-1]);
    sp -= 3;
    NEXT();
do_BASTORE:
    DO_BASTORE;
    NEXT();
do_SASTORE:
    DO_SASTORE;
    NEXT();
do_IASTORE:
    COMPONENT(-4, HY_SHAPE_INTS, 4, HY_TOUCH_WRITE);
    KEEP(4);
    store_32(at, sp[-2]);
    sp -= 4;
    NEXT();
do_ARRAYLENGTH : {
    hy_slot array = sp[-1];
    hy_reach reach;
    if (!is_object(array))
        THROW(hy_slot_is_reference(array) ? HY_THROW_NULL : HY_THROW_SECURITY, 0);
    SYNC();
    if (entry(m, array)->shape < HY_SHAPE_BOOLEANS ||
        !hy_machine_reach(m, HY_TOUCH_LENGTH, hy_slot_to_reference(array), NULL, &reach))
        THROW(HY_THROW_SECURITY, 0);
    sp[-1] = (int16_t)entry(m, array)->length;
    NEXT();
}

    /* ---- fields ---- */

do_GETSTATIC_A:
    DO_GETSTATIC_A;
    NEXT();
do_GETSTATIC_B:
    DO_GETSTATIC_B;
    NEXT();
do_GETSTATIC_S:
    DO_GETSTATIC_S;
    NEXT();
do_GETSTATIC_I:
    STATIC();
    sp[0] = load_static_int(at);
    sp[1] = 0;
    sp += 2;
    NEXT();
do_PUTSTATIC_A:
    CHECK(hy_access_stored(m, sp[-1]));
    STATIC();
    KEEP(2);
    store_16(at, *--sp);
    NEXT();
do_PUTSTATIC_B:
    STATIC();
    KEEP(1);
    *at = (uint8_t) * --sp;
    NEXT();
do_PUTSTATIC_S:
    STATIC();
    KEEP(2);
    store_static(at, *--sp, 2);
    NEXT();
do_PUTSTATIC_I:
    STATIC();
    KEEP(4);
    sp -= 2;
    store_static(at, sp[0], 4);
    NEXT();
do_GETFIELD_A:
    DO_GETFIELD_A;
    NEXT();
do_GETFIELD_B:
    DO_GETFIELD_B;
    NEXT();
do_GETFIELD_S:
    DO_GETFIELD_S;
    NEXT();
do_GETFIELD_I:
    FIELD(sp[-1], HY_TOUCH_READ);
    sp[-1] = load_int(at);
    *sp++ = 0;
    NEXT();
do_GETFIELD_A_THIS:
    DO_GETFIELD_A_THIS;
    NEXT();
do_GETFIELD_B_THIS:
    DO_GETFIELD_B_THIS;
    NEXT();
do_GETFIELD_S_THIS:
    DO_GETFIELD_S_THIS;
    NEXT();
do_GETFIELD_I_THIS:
    FIELD(locals[0], HY_TOUCH_READ);
    sp[0] = load_int(at);
    sp[1] = 0;
    sp += 2;
    NEXT();
do_PUTFIELD_A:
    FIELD(sp[-2], HY_TOUCH_WRITE);
    CHECK(hy_access_stored(m, sp[-1]));
    KEEP(2);
    store_16(at, sp[-1]);
    sp -= 2;
    NEXT();
do_PUTFIELD_B:
    FIELD(sp[-2], HY_TOUCH_WRITE);
    KEEP(2);
    store_16(at, to_byte(sp[-1]));
    sp -= 2;
    NEXT();
do_PUTFIELD_S:
    FIELD(sp[-2], HY_TOUCH_WRITE);
    KEEP(2);
    store_16(at, sp[-1]);
    sp -= 2;
    NEXT();
do_PUTFIELD_I:
    FIELD(sp[-3], HY_TOUCH_WRITE);
    KEEP(4);
    store_32(at, sp[-2]);
    sp -= 3;
    NEXT();
do_PUTFIELD_A_THIS:
    FIELD(locals[0], HY_TOUCH_WRITE);
    CHECK(hy_access_stored(m, sp[-1]));
    KEEP(2);
    store_16(at, *--sp);
    NEXT();
do_PUTFIELD_B_THIS:
    FIELD(locals[0], HY_TOUCH_WRITE);
    KEEP(2);
    sp--;
    store_16(at, to_byte(sp[0]));
    NEXT();
do_PUTFIELD_S_THIS:
    FIELD(locals[0], HY_TOUCH_WRITE);
    KEEP(2);
    store_16(at, *--sp);
    NEXT();
do_PUTFIELD_I_THIS:
    FIELD(locals[0], HY_TOUCH_WRITE);
    KEEP(4);
    sp -= 2;
    store_32(at, sp[0]);
    NEXT();

    /* ---- objects ---- */

do_NEW : {
    const hy_resolved *r = &constants[pc->b];
    hy_object_spec spec = {.shape = HY_SHAPE_INSTANCE,
                           .length = r->class_of->words,
                           .class_of = r->class_of->ordinal,
                           .package = f->home->homes[r->home]};
    hy_reference made;
    SYNC();
    if ((outcome = hy_machine_new(m, spec, &made)) != HY_DONE)
        goto unwind;
    *sp++ = hy_slot_reference(made);
    NEXT();
}
do_NEWARRAY:
do_ANEWARRAY : {
    const hy_resolved *r = pc->op == HY_CELL_NEWARRAY ? NULL : &constants[pc->b];
    hy_object_spec spec = {.shape = r == NULL ? (hy_shape)pc->a : HY_SHAPE_REFERENCES,
                           .length = (uint16_t)SHORT(-1),
                           .class_of = r == NULL ? 0 : r->class_of->ordinal,
                           .package = r == NULL ? 0 : f->home->homes[r->home]};
    hy_reference made;
    if (SHORT(-1) < 0)
        THROW(HY_THROW_NEGATIVE_SIZE, 0);
    SYNC();
    if ((outcome = hy_machine_new(m, spec, &made)) != HY_DONE)
        goto unwind;
    sp[-1] = hy_slot_reference(made);
    NEXT();
}
do_CHECKCAST:
do_CHECKCAST_ARRAY : {
    bool is = hy_slot_to_reference(sp[-1]) == 0;
    bool array = pc->op == HY_CELL_CHECKCAST_ARRAY;
    if (!is)
        CHECK(hy_access_cast(m, sp[-1], array ? (hy_shape)pc->a : HY_SHAPE_INSTANCE,
                             constants[pc->b].class_of, &is));
    if (!is)
        THROW(HY_THROW_CLASS_CAST, 0);
    NEXT();
}
do_INSTANCEOF:
do_INSTANCEOF_ARRAY : {
    bool is = false;
    bool array = pc->op == HY_CELL_INSTANCEOF_ARRAY;
    if (hy_slot_to_reference(sp[-1]) != 0)
        CHECK(hy_access_cast(m, sp[-1], array ? (hy_shape)pc->a : HY_SHAPE_INSTANCE,
                             constants[pc->b].class_of, &is));
    sp[-1] = is;
    NEXT();
}
do_ATHROW:
    CHECK(hy_access_thrown(m, sp[-1]));
    outcome = hy_machine_throw_object(m, hy_slot_to_reference(sp[-1]));
    goto unwind;

    /* ---- calls ---- */

do_INVOKEVIRTUAL:
    next.actor = m->actor;
    next.entered = false;
    CHECK(hy_access_virtual(m, sp[-(pc->c >> 8)], &constants[pc->b], pc, &next));
    goto invoke;
do_INVOKEINTERFACE:
    next.actor = m->actor;
    next.entered = false;
    CHECK(hy_access_interface(m, sp[-(pc->c >> 8)], &constants[pc->b], pc, &next));
    goto invoke;
do_INVOKESPECIAL:
    CHECK(hy_access_special(m, sp[-(pc->c >> 8)]));
do_INVOKESTATIC : {
    const hy_resolved *r = &constants[pc->b];
    next.method = r->method;
    next.home = r->home == 0 ? f->home : &m->loaded[f->home->homes[r->home]];
    next.actor = m->actor;
    next.entered = false;
}
invoke : {
    const hy_method *method = next.method;
    if (UNLIKELY(method->native != HY_NOT_NATIVE))
        goto invoke_native;
    hy_slot *frame_locals = sp - method->nargs;
    if (UNLIKELY(m->depth == m->frame_count ||
                 slots_end - sp < (ptrdiff_t)method->locals + method->stack)) {
        if (!outermost)
            THROW(HY_THROW_SYSTEM, HY_SYSTEM_NO_RESOURCE);
        return hy_machine_throw(m, HY_THROW_SYSTEM, HY_SYSTEM_NO_RESOURCE);
    }
    if (f != NULL)
        f->pc = pc;
    m->frames[m->depth++] = (hy_frame){
        .pc = method->cells,
        .locals = frame_locals,
        .method = method,
        .home = next.home,
        .before = m->actor,
        .entered = next.entered,
        .outermost = outermost,
    };
    outermost = false;
    m->actor = next.actor;
    for (uint8_t i = 0; i < method->locals; i++)
        *sp++ = 0;
    LOAD_FRAME();
    pc = method->cells;
    goto *dispatch[pc->run];
}
invoke_native : {
    const hy_method *method = next.method;
    hy_slot *arguments = sp - method->nargs;
    if (UNLIKELY(method->native >= m->native_count))
        return hy_machine_stop(m, HY_STOP_INTERNAL);
    if (f != NULL)
        f->pc = pc;
    m->top = sp;
    hy_actor before = m->actor;
    /* A frame says on whose behalf a native of an entry point runs. */
    if (next.entered) {
        if (m->depth == m->frame_count)
            THROW(HY_THROW_SYSTEM, HY_SYSTEM_NO_RESOURCE);
        m->frames[m->depth++] = (hy_frame){
            .locals = arguments,
            .method = method,
            .home = next.home,
            .before = before,
            .entered = true,
        };
    }
    m->actor = next.actor;
    outcome = m->natives[method->native](m, arguments);
    m->actor = before;
    m->depth -= next.entered;
    if (outermost)
        return outcome;
    if (UNLIKELY(outcome != HY_DONE))
        goto unwind;
    sp = arguments + method->result;
    if (UNLIKELY(--m->budget < 0))
        goto out_of_budget;
    NEXT();
}

do_RETURN_WORD:
    locals[0] = sp[-1];
    sp = locals + 1;
    goto leave;
do_RETURN_INT:
    locals[0] = sp[-2];
    locals[1] = sp[-1];
    sp = locals + 2;
    goto leave;
do_RETURN:
    sp = locals;
leave:
    m->actor = f->before;
    m->budget -= pc - f->method->cells + 1;
    m->depth--;
    if (f->outermost)
        return HY_DONE;
    if (UNLIKELY(m->budget < 0))
        goto out_of_budget;
    LOAD_FRAME();
    pc = f->pc;
    NEXT();

    /* ---- several cells at once ---- */

#define HY_FUSION2(a, b)                                                                           \
    do_##a##_##b : DO_##a;                                                                         \
    pc++;                                                                                          \
    DO_##b;                                                                                        \
    NEXT();
#define HY_FUSION3(a, b, c)                                                                        \
    do_##a##_##b##_##c : DO_##a;                                                                   \
    pc++;                                                                                          \
    DO_##b;                                                                                        \
    pc++;                                                                                          \
    DO_##c;                                                                                        \
    NEXT();
#include "element/vm/fusions.def"
#undef HY_FUSION2
#undef HY_FUSION3

    /* ---- exceptions ---- */

raise_verdict:
    what = failed == HY_NULL_FOUND    ? HY_THROW_NULL
           : failed == HY_OUTSIDE     ? HY_THROW_ARRAY_INDEX
           : failed == HY_WRONG_STORE ? HY_THROW_ARRAY_STORE
           : failed == HY_LOG_FULL    ? HY_THROW_TRANSACTION
                                      : HY_THROW_SECURITY;
    reason = failed == HY_LOG_FULL ? HY_TRANSACTION_BUFFER_FULL : 0;
raise:
    SYNC();
    outcome = hy_machine_throw(m, what, reason);
unwind:
    if (outcome == HY_STOPPED)
        return HY_STOPPED;
    for (;;) {
        const hy_catch *c = hy_access_catch(m, f);
        if (c != NULL) {
            LOAD_FRAME();
            m->budget -= f->pc - f->method->cells + 1;
            if (m->budget < 0)
                goto out_of_budget;
            sp = locals + f->method->nargs + f->method->locals;
            *sp++ = hy_slot_reference(m->thrown);
            m->thrown = 0;
            pc = f->method->cells + c->target;
            goto *dispatch[pc->run];
        }
        m->actor = f->before;
        m->depth--;
        if (f->outermost)
            return HY_THROWN;
        f = &m->frames[m->depth - 1];
    }

out_of_budget:
    return hy_machine_stop(m, HY_STOP_BUDGET);
}
