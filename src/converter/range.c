/* Range arithmetic, computed in 64 bits; what may leave the ints may wrap and is then any int.
 */
#include "converter/range.h"

#include "converter/bytecode.h"

bool hy_range_within(hy_range inner, hy_range outer)
{
    return inner.lo >= outer.lo && inner.hi <= outer.hi;
}

hy_range hy_range_of_type(const char *desc)
{
    switch (*desc) {
    case 'Z':
        return HY_RANGE_BOOLEAN;
    case 'B':
        return HY_RANGE_BYTE;
    case 'S':
        return HY_RANGE_SHORT;
    case 'C':
        return (hy_range){0, UINT16_MAX};
    default:
        return HY_RANGE_INT;
    }
}

hy_range hy_range_join(hy_range a, hy_range b)
{
    return (hy_range){a.lo < b.lo ? a.lo : b.lo, a.hi > b.hi ? a.hi : b.hi};
}

hy_range hy_range_widen(hy_range old, hy_range grown)
{
    static const int32_t his[] = {-1, 0, 1, INT8_MAX, UINT8_MAX, INT16_MAX, UINT16_MAX, INT32_MAX};
    static const int32_t los[] = {1, 0, -1, INT8_MIN, INT16_MIN, INT32_MIN};
    hy_range r = hy_range_join(old, grown);
    size_t i = 0;
    while (r.hi > old.hi && his[i] < r.hi)
        i++;
    if (r.hi > old.hi)
        r.hi = his[i];
    i = 0;
    while (r.lo < old.lo && los[i] > r.lo)
        i++;
    if (r.lo < old.lo)
        r.lo = los[i];
    return r;
}

static hy_range from_wide(int64_t lo, int64_t hi)
{
    if (lo < INT32_MIN || hi > INT32_MAX)
        return HY_RANGE_INT;
    return (hy_range){(int32_t)lo, (int32_t)hi};
}

/* The hull of four corner values. */
static hy_range from_corners(const int64_t c[4])
{
    int64_t lo = c[0], hi = c[0];
    for (int i = 1; i < 4; i++) {
        lo = c[i] < lo ? c[i] : lo;
        hi = c[i] > hi ? c[i] : hi;
    }
    return from_wide(lo, hi);
}

static hy_range multiply(hy_range a, hy_range b)
{
    int64_t alo = a.lo, ahi = a.hi;
    return from_corners((int64_t[]){alo * b.lo, alo * b.hi, ahi * b.lo, ahi * b.hi});
}

/* Quotients are largest at the divisors nearest to zero; zero itself throws. */
static hy_range divide(hy_range a, hy_range b)
{
    hy_range result = {0, 0};
    bool any = false;
    const hy_range parts[] = {{b.lo, b.hi < -1 ? b.hi : -1}, {b.lo > 1 ? b.lo : 1, b.hi}};
    for (int i = 0; i < 2; i++) {
        if (parts[i].lo > parts[i].hi)
            continue;
        int64_t alo = a.lo, ahi = a.hi;
        hy_range r = from_corners((int64_t[]){alo / parts[i].lo, alo / parts[i].hi,
                                              ahi / parts[i].lo, ahi / parts[i].hi});
        result = any ? hy_range_join(result, r) : r;
        any = true;
    }
    return result;
}

/* The sign is the dividend's; the size is below the divisor's and not above the dividend's. */
static hy_range remainder_of(hy_range a, hy_range b)
{
    int64_t blo = b.lo, bhi = b.hi;
    int64_t limit = (-blo > bhi ? -blo : bhi) - 1;
    if (limit < 0)
        limit = 0;
    int64_t lo = a.lo < 0 ? (a.lo < -limit ? -limit : a.lo) : 0;
    int64_t hi = a.hi > 0 ? (a.hi > limit ? limit : a.hi) : 0;
    return from_wide(lo, hi);
}

/* 2^n - 1, the smallest that both bounds fit below, signs apart. */
static int32_t ones_over(hy_range a, hy_range b)
{
    uint32_t all = (uint32_t)(a.lo < 0 ? ~a.lo : a.lo) | (uint32_t)(a.hi < 0 ? ~a.hi : a.hi) |
                   (uint32_t)(b.lo < 0 ? ~b.lo : b.lo) | (uint32_t)(b.hi < 0 ? ~b.hi : b.hi);
    for (int shift = 1; shift < 32; shift *= 2)
        all |= all >> shift;
    return (int32_t)all;
}

static hy_range bitwise(uint8_t op, hy_range a, hy_range b)
{
    int32_t ones = ones_over(a, b);
    if (op == HY_JVM_iand && (a.lo >= 0 || b.lo >= 0)) {
        int32_t hi = a.lo < 0 ? b.hi : b.lo < 0 ? a.hi : a.hi < b.hi ? a.hi : b.hi;
        return (hy_range){0, hi};
    }
    bool positive = a.lo >= 0 && b.lo >= 0;
    return (hy_range){positive ? 0 : ~ones, ones};
}

/* The shift distances that b can give (JVMS ishl: the low five bits). */
static hy_range distances(hy_range b)
{
    return b.lo == b.hi ? hy_range_of(b.lo & 31) : b.lo >= 0 && b.hi <= 31 ? b : (hy_range){0, 31};
}

static hy_range shift(uint8_t op, hy_range a, hy_range b)
{
    hy_range d = distances(b);
    if (op == HY_JVM_ishl)
        return multiply(a, from_wide((int64_t)1 << d.lo, (int64_t)1 << d.hi));
    if (op == HY_JVM_ishr || a.lo >= 0)
        return from_corners((int64_t[]){a.lo >> d.lo, a.lo >> d.hi, a.hi >> d.lo, a.hi >> d.hi});
    if (d.lo == 0)
        return HY_RANGE_INT;
    return (hy_range){0, (int32_t)(UINT32_MAX >> d.lo)};
}

hy_range hy_range_binary(uint8_t jvm_opcode, hy_range a, hy_range b)
{
    switch (jvm_opcode) {
    case HY_JVM_iadd:
        return from_wide((int64_t)a.lo + b.lo, (int64_t)a.hi + b.hi);
    case HY_JVM_isub:
        return from_wide((int64_t)a.lo - b.hi, (int64_t)a.hi - b.lo);
    case HY_JVM_ineg:
        return from_wide(-(int64_t)a.hi, -(int64_t)a.lo);
    case HY_JVM_imul:
        return multiply(a, b);
    case HY_JVM_idiv:
        return divide(a, b);
    case HY_JVM_irem:
        return remainder_of(a, b);
    case HY_JVM_iand:
    case HY_JVM_ior:
    case HY_JVM_ixor:
        return bitwise(jvm_opcode, a, b);
    case HY_JVM_ishl:
    case HY_JVM_ishr:
    case HY_JVM_iushr:
        return shift(jvm_opcode, a, b);
    default:
        return HY_RANGE_INT;
    }
}

hy_range hy_range_cast(hy_range a, hy_range outer)
{
    return hy_range_within(a, outer) ? a : outer;
}

hy_range hy_range_where(uint8_t jvm_opcode, hy_range a, hy_range b)
{
    int64_t lo = a.lo, hi = a.hi;
    switch (jvm_opcode) {
    case HY_JVM_if_icmpeq:
        lo = lo < b.lo ? b.lo : lo;
        hi = hi > b.hi ? b.hi : hi;
        break;
    case HY_JVM_if_icmplt:
        hi = hi >= b.hi ? (int64_t)b.hi - 1 : hi;
        break;
    case HY_JVM_if_icmple:
        hi = hi > b.hi ? b.hi : hi;
        break;
    case HY_JVM_if_icmpgt:
        lo = lo <= b.lo ? (int64_t)b.lo + 1 : lo;
        break;
    case HY_JVM_if_icmpge:
        lo = lo < b.lo ? b.lo : lo;
        break;
    default:
        break;
    }
    return lo > hi ? a : (hy_range){(int32_t)lo, (int32_t)hi};
}

bool hy_range_equality_is_short(hy_range a, hy_range b)
{
    return (int64_t)a.hi - b.lo < 0x10000 && (int64_t)b.hi - a.lo < 0x10000;
}
