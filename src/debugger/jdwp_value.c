/* Values and places on the wire. */
#include "debugger/jdwp_in.h"

static char object_tag(const hy_jdwp *j, hy_reference r)
{
    const hy_object *o = hy_heap_object(hy_jdwp_heap(j), r);
    return o != NULL && o->shape != HY_SHAPE_INSTANCE ? '[' : 'L';
}

void hy_jdwp_write_object(hy_jdwp *j, hy_writer *w, hy_reference r)
{
    hy_write_u8(w, (uint8_t)object_tag(j, r));
    hy_write_u64(w, r);
}

void hy_jdwp_write_word(hy_jdwp *j, hy_writer *w, char type, int32_t value, bool tagged)
{
    if (type == 'L' || type == '[') {
        if (tagged)
            hy_jdwp_write_object(j, w, (hy_reference)value);
        else
            hy_write_u64(w, (hy_reference)value);
        return;
    }
    if (tagged)
        hy_write_u8(w, (uint8_t)type);
    if (type == 'Z')
        hy_write_u8(w, value != 0);
    else if (type == 'B')
        hy_write_u8(w, (uint8_t)value);
    else if (type == 'S')
        hy_write_u16(w, (uint16_t)value);
    else if (type == 'I')
        hy_write_u32(w, (uint32_t)value);
}

bool hy_jdwp_write_slot(hy_jdwp *j, hy_writer *w, char type, hy_slot slot)
{
    bool wants_reference = type == 'L' || type == '[';
    if (wants_reference != hy_slot_is_reference(slot))
        return false;
    hy_jdwp_write_word(j, w, type,
                       wants_reference ? hy_slot_to_reference(slot) : hy_slot_to_int(slot), true);
    return true;
}

/* As hy_machine_is_storable, between commands too. Null is. */
static bool is_storable(const hy_jdwp *j, hy_reference r)
{
    const hy_object *o = hy_heap_object(hy_jdwp_heap(j), r);
    return r == 0 || (o != NULL && o->viewed == 0 &&
                      (o->openness == HY_OWNED || o->openness == HY_PERMANENT));
}

bool hy_jdwp_read_value(hy_jdwp *j, hy_reader *r, char type, int32_t *value)
{
    uint64_t id;
    switch (type) {
    case 'Z':
        *value = hy_read_u8(r) != 0;
        break;
    case 'B':
        *value = (hy_read_u8(r) ^ 0x80) - 0x80;
        break;
    case 'S':
        *value = (int16_t)hy_read_u16(r);
        break;
    case 'I':
        *value = (int32_t)hy_read_u32(r);
        break;
    default:
        id = hy_read_u64(r);
        if (id > UINT16_MAX || !is_storable(j, (hy_reference)id))
            return false;
        *value = (int32_t)id;
    }
    return hy_reader_ok(r);
}

void hy_jdwp_write_location(hy_jdwp *j, hy_writer *w, const hy_method *m, const hy_cell *pc)
{
    const hy_symbol_method *named = hy_symbols_method(j->symbols, m);
    uint32_t type = hy_jdwp_type_id(j, named->owner);
    const hy_jdwp_type *t = hy_jdwp_type_of(j, type);
    hy_write_u8(w, t == NULL ? 1 : hy_jdwp_type_tag(t));
    hy_write_u64(w, type);
    hy_write_u64(w, t == NULL ? 0 : (uint64_t)(named - named->owner->methods) + 1);
    hy_write_u64(w, m->cells == NULL ? UINT64_MAX : hy_symbol_offset(m, pc));
}
