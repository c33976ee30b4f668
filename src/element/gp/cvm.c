/* The global PIN: its states and its try counter. */
#include "element/gp/cvm.h"

#include "base/secret.h"

#include <string.h>

hy_rc hy_gp_cvm_create(hy_element *e)
{
    const hy_object_spec spec = {.shape = HY_SHAPE_BYTES, .length = sizeof(hy_cvm)};
    hy_reference r;
    HY_TRY(hy_heap_new(&e->heap, &spec, &r));
    hy_element_set_root(e, HY_ROOT_CVM, r);
    return HY_OK;
}

hy_cvm *hy_gp_cvm(const hy_element *e)
{
    const hy_object *o = hy_heap_object(&e->heap, hy_element_root(e, HY_ROOT_CVM));
    return (hy_cvm *)(void *)hy_heap_body(&e->heap, o);
}

bool hy_gp_cvm_is_blocked(const hy_element *e)
{
    const hy_cvm *p = hy_gp_cvm(e);
    return p->active && p->left == 0;
}

/* No abort of a transaction takes a try back. */
static void set_left(hy_element *e, uint8_t left)
{
    hy_memory *m = &e->heap.memory;
    (void)hy_ok(hy_memory_write_through(m, (uint32_t)(&hy_gp_cvm(e)->left - m->base), &left, 1));
}

/* And no cut, once the comparison begins. */
static bool take_try(hy_element *e)
{
    set_left(e, (uint8_t)(hy_gp_cvm(e)->left - 1));
    return hy_ok(hy_element_count(e));
}

static void forget(hy_element *e)
{
    e->card->pin_submitted = e->card->pin_verified = false;
}

/* Digits in ASCII and in BCD (filled up with F) are the same value. False: not allowed. */
static bool normalize(hy_view value, hy_cvm_format format, hy_cvm *out)
{
    if (value.n == 0 || (format != HY_CVM_BCD && value.n > HY_CVM_VALUE_MAX) ||
        (format == HY_CVM_BCD && 2 * value.n > HY_CVM_VALUE_MAX))
        return false;
    out->format = format == HY_CVM_HEX ? HY_CVM_HEX : HY_CVM_ASCII;
    if (format != HY_CVM_BCD) {
        memcpy(out->value, value.p, value.n);
        out->length = (uint8_t)value.n;
        for (size_t i = 0; format == HY_CVM_ASCII && i < value.n; i++)
            if (value.p[i] < '0' || value.p[i] > '9')
                return false;
        return format == HY_CVM_ASCII || format == HY_CVM_HEX;
    }
    for (size_t i = 0; i < 2 * value.n; i++) {
        uint8_t digit = i % 2 == 0 ? value.p[i / 2] >> 4 : value.p[i / 2] & 0x0F;
        bool filler = digit == 0x0F && i == 2 * value.n - 1 && i > 0;
        if (digit > 9 && !filler)
            return false;
        if (!filler)
            out->value[out->length++] = (uint8_t)('0' + digit);
    }
    return true;
}

static void activate(hy_element *e)
{
    hy_cvm *p = hy_gp_cvm(e);
    p->active = p->length > 0 && p->limit > 0;
    set_left(e, p->limit);
    forget(e);
}

bool hy_gp_cvm_update(hy_element *e, hy_view value, hy_cvm_format format)
{
    hy_cvm fresh = {0};
    hy_cvm *p = hy_gp_cvm(e);
    bool fits = normalize(value, format, &fresh);
    if (fits) {
        p->length = fresh.length;
        p->format = fresh.format;
        memcpy(p->value, fresh.value, sizeof p->value);
        activate(e);
    }
    hy_wipe(&fresh, sizeof fresh);
    return fits;
}

bool hy_gp_cvm_set_limit(hy_element *e, uint8_t limit)
{
    if (limit == 0 || limit > INT8_MAX)
        return false;
    hy_gp_cvm(e)->limit = limit;
    activate(e);
    return true;
}

bool hy_gp_cvm_verify(hy_element *e, hy_view value, hy_cvm_format format)
{
    hy_cvm *p = hy_gp_cvm(e);
    hy_cvm tried = {0};
    if (!p->active || p->left == 0)
        return false;
    forget(e);
    if (!take_try(e))
        return false;
    bool right = normalize(value, format, &tried) && tried.format == p->format &&
                 tried.length == p->length &&
                 hy_secret_compare(tried.value, p->value, p->length) == HY_VERDICT_EQUAL;
    hy_wipe(&tried, sizeof tried);
    e->card->pin_submitted = true;
    e->card->pin_verified = right;
    if (right)
        set_left(e, p->limit);
    else
        hy_element_note_failure(e);
    return right;
}

bool hy_gp_cvm_reset_state(hy_element *e)
{
    forget(e);
    return hy_gp_cvm(e)->active && !hy_gp_cvm_is_blocked(e);
}

bool hy_gp_cvm_block(hy_element *e)
{
    if (!hy_gp_cvm(e)->active)
        return false;
    set_left(e, 0);
    forget(e);
    return true;
}

bool hy_gp_cvm_unblock(hy_element *e)
{
    if (!hy_gp_cvm(e)->active)
        return false;
    set_left(e, hy_gp_cvm(e)->limit);
    forget(e);
    return true;
}
