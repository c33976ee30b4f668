/* Constant pools (JVMS 4.4): two passes, bytes first, then what refers to what.
 */
#include "converter/constants.h"

#include "converter/descriptor.h"

#include <string.h>

static hy_rc bad(const hy_reader *r, hy_reason *why, size_t index, const char *what)
{
    if (!hy_reader_ok(r))
        return hy_reason_set(why, HY_FAIL(TRUNCATED), "class file ends in its constant %zu", index);
    return hy_reason_set(why, HY_FAIL(FORMAT), "class file, constant %zu: %s", index, what);
}

/* Modified UTF-8 (JVMS 4.4.7): no zero bytes, one to three bytes a character. */
static bool is_text(hy_view v)
{
    hy_reader r = hy_reader_of(v);
    while (hy_reader_left(&r) > 0) {
        uint8_t head = hy_read_u8(&r);
        if (head == 0 || (head & 0xC0) == 0x80 || head >= 0xF0)
            return false;
        int more = head < 0x80 ? 0 : head < 0xE0 ? 1 : 2;
        while (more-- > 0)
            if ((hy_read_u8(&r) & 0xC0) != 0x80)
                return false;
    }
    return hy_reader_ok(&r);
}

static hy_rc read_utf8(hy_arena *arena, hy_reader *r, hy_constant *c, size_t index, hy_reason *why)
{
    hy_view v = hy_read_bytes(r, hy_read_u16(r));
    if (!hy_reader_ok(r) || !is_text(v))
        return bad(r, why, index, "not modified UTF-8");
    c->text = hy_arena_string(arena, (const char *)v.p, v.n);
    if (c->text == NULL)
        return hy_reason_set(why, HY_FAIL(MEMORY), "class file: out of memory");
    return HY_OK;
}

static hy_rc read_one(hy_arena *arena, hy_reader *r, hy_constant *c, size_t index, hy_reason *why)
{
    c->tag = hy_read_u8(r);
    switch (c->tag) {
    case HY_CONSTANT_UTF8:
        return read_utf8(arena, r, c, index, why);
    case HY_CONSTANT_INTEGER:
    case HY_CONSTANT_FLOAT:
        c->value = (int32_t)hy_read_u32(r);
        break;
    case HY_CONSTANT_LONG:
    case HY_CONSTANT_DOUBLE:
        hy_read_u64(r);
        break;
    case HY_CONSTANT_CLASS:
    case HY_CONSTANT_STRING:
    case HY_CONSTANT_METHOD_TYPE:
        c->first = hy_read_u16(r);
        break;
    case HY_CONSTANT_FIELD:
    case HY_CONSTANT_METHOD:
    case HY_CONSTANT_INTERFACE_METHOD:
    case HY_CONSTANT_NAME_AND_TYPE:
    case HY_CONSTANT_INVOKE_DYNAMIC:
        c->first = hy_read_u16(r);
        c->second = hy_read_u16(r);
        break;
    case HY_CONSTANT_METHOD_HANDLE:
        c->first = hy_read_u8(r);
        c->second = hy_read_u16(r);
        break;
    default:
        return bad(r, why, index, "unknown tag");
    }
    return hy_reader_ok(r) ? HY_OK : bad(r, why, index, "");
}

static const char *text_at(const hy_classfile *c, uint16_t index)
{
    const hy_constant *k = hy_classfile_constant(c, index, HY_CONSTANT_UTF8);
    return k == NULL ? NULL : k->text;
}

static bool resolve_name_and_type(const hy_classfile *c, hy_constant *k)
{
    k->name = text_at(c, k->first);
    k->desc = text_at(c, k->second);
    return k->name != NULL && k->desc != NULL && hy_descriptor_is_member_name(k->name) &&
           (hy_descriptor_is_field(k->desc) || hy_descriptor_is_method(k->desc));
}

static bool resolve_member(const hy_classfile *c, hy_constant *k)
{
    const hy_constant *owner = hy_classfile_constant(c, k->first, HY_CONSTANT_CLASS);
    const hy_constant *what = hy_classfile_constant(c, k->second, HY_CONSTANT_NAME_AND_TYPE);
    if (owner == NULL || what == NULL || what->name == NULL)
        return false;
    k->text = owner->text;
    k->name = what->name;
    k->desc = what->desc;
    return (k->tag == HY_CONSTANT_FIELD) == (k->desc[0] != '(');
}

static bool resolve_leaf(const hy_classfile *c, hy_constant *k)
{
    switch (k->tag) {
    case HY_CONSTANT_CLASS:
        k->text = text_at(c, k->first);
        return k->text != NULL && hy_descriptor_is_class_name(k->text);
    case HY_CONSTANT_STRING:
        k->text = text_at(c, k->first);
        return k->text != NULL;
    case HY_CONSTANT_NAME_AND_TYPE:
        return resolve_name_and_type(c, k);
    default:
        return true;
    }
}

/* Only what the call takes and gives is of interest; the bootstrap method is not. */
static bool resolve_dynamic(const hy_classfile *c, hy_constant *k)
{
    const hy_constant *what = hy_classfile_constant(c, k->second, HY_CONSTANT_NAME_AND_TYPE);
    if (what == NULL || what->desc == NULL || what->desc[0] != '(')
        return false;
    k->name = what->name;
    k->desc = what->desc;
    return true;
}

static bool is_member(uint8_t tag)
{
    return tag == HY_CONSTANT_FIELD || tag == HY_CONSTANT_METHOD ||
           tag == HY_CONSTANT_INTERFACE_METHOD;
}

static hy_rc resolve(hy_reader *r, hy_classfile *c, hy_reason *why)
{
    for (size_t i = 1; i < c->constant_count; i++)
        if (!resolve_leaf(c, &c->constants[i]))
            return bad(r, why, i, "refers to nothing of the right kind");
    for (size_t i = 1; i < c->constant_count; i++) {
        hy_constant *k = &c->constants[i];
        bool good = is_member(k->tag)                      ? resolve_member(c, k)
                    : k->tag == HY_CONSTANT_INVOKE_DYNAMIC ? resolve_dynamic(c, k)
                                                           : true;
        if (!good)
            return bad(r, why, i, "refers to nothing of the right kind");
    }
    return HY_OK;
}

hy_rc hy_constants_read(hy_arena *arena, hy_reader *r, hy_classfile *c, hy_reason *why)
{
    c->constant_count = hy_read_u16(r);
    if (!hy_reader_ok(r) || c->constant_count == 0 || c->constant_count > hy_reader_left(r))
        return hy_reason_set(why, HY_FAIL(TRUNCATED), "class file ends in its constant pool");
    c->constants = HY_NEW_ARRAY(arena, hy_constant, c->constant_count);
    if (c->constants == NULL)
        return hy_reason_set(why, HY_FAIL(MEMORY), "class file: out of memory");
    for (size_t i = 1; i < c->constant_count; i++) {
        hy_constant *k = &c->constants[i];
        HY_TRY(read_one(arena, r, k, i, why));
        if (k->tag == HY_CONSTANT_LONG || k->tag == HY_CONSTANT_DOUBLE)
            i++; /* they take two indices (JVMS 4.4.5) */
    }
    return resolve(r, c, why);
}
