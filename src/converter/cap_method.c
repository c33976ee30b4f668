/* Method and Reference Location: bytecode, its handlers, and where it names the constant pool.
   Clauses: JCVM 6.10, 6.12. */
#include "converter/cap.h"

#include "converter/descriptor.h"

#include "converter/tokens.h"
#include "element/vm/opcode.h"

enum {
    FLAG_EXTENDED = 0x80,
    FLAG_ABSTRACT = 0x40,
    SHORT_MAX = 15, /* stack, arguments and locals of the short header */
    STOP_BIT = 0x8000,
    HANDLER_BYTES = 8,
};

static bool is_abstract(const hy_jmethod *m)
{
    return (m->access & HY_ACC_ABSTRACT) != 0;
}

static unsigned argument_words(const hy_jmethod *m)
{
    unsigned self = (m->access & HY_ACC_STATIC) != 0 ? 0 : 1;
    return hy_descriptor_argument_words(m->desc) + self;
}

static unsigned local_words(const hy_jmethod *m)
{
    return m->code == NULL ? 0 : m->code->max_locals;
}

static bool needs_extended(const hy_cap_method *cm)
{
    return cm->code.max_stack > SHORT_MAX || argument_words(cm->m) > SHORT_MAX ||
           local_words(cm->m) > SHORT_MAX;
}

static size_t header_size(const hy_cap_method *cm)
{
    return needs_extended(cm) ? 4 : 2;
}

static void write_method_header(const hy_cap_method *cm, hy_writer *w)
{
    unsigned flags = is_abstract(cm->m) ? FLAG_ABSTRACT : 0;
    unsigned arguments = argument_words(cm->m), locals = local_words(cm->m);
    if (needs_extended(cm)) {
        hy_write_u8(w, (uint8_t)(flags | FLAG_EXTENDED));
        hy_write_u8(w, (uint8_t)cm->code.max_stack);
        hy_write_u8(w, (uint8_t)arguments);
        hy_write_u8(w, (uint8_t)locals);
        return;
    }
    hy_write_u8(w, (uint8_t)(flags | cm->code.max_stack));
    hy_write_u8(w, (uint8_t)(arguments << 4 | locals));
}

/* A native method's body is one reserved instruction with its number (docs/formats/rom.md). */
static void write_native(const hy_jmethod *m, hy_writer *w)
{
    hy_write_u8(w, HY_OP_impdep1);
    hy_write_u16(w, (uint16_t)m->native_index);
}

static void write_handlers(const hy_cap_method *cm, hy_writer *w)
{
    uint32_t first = cm->m->offset + (uint32_t)header_size(cm);
    for (size_t i = 0; i < cm->code.range_count; i++) {
        const hy_assembly_range *r = &cm->code.ranges[i];
        hy_write_u16(w, (uint16_t)(first + r->start));
        hy_write_u16(w, (uint16_t)((r->end - r->start) | (r->last ? STOP_BIT : 0)));
        hy_write_u16(w, (uint16_t)(first + r->target));
        hy_write_u16(w, r->type == NULL ? 0 : r->type->index);
    }
}

static void place_methods(hy_cap *c)
{
    uint32_t at = 1 + HANDLER_BYTES * (uint32_t)c->handler_count;
    for (size_t i = 0; i < c->method_count; i++) {
        hy_cap_method *cm = &c->methods[i];
        cm->m->offset = at;
        if (cm->m->native_index >= 0 && (cm->m->access & HY_ACC_NATIVE) != 0)
            cm->m->size = 3;
        at += (uint32_t)header_size(cm) + cm->m->size;
    }
}

void hy_cap_write_method(hy_cap *c, hy_writer *w)
{
    place_methods(c);
    hy_write_u8(w, (uint8_t)c->handler_count);
    for (size_t i = 0; i < c->method_count; i++)
        write_handlers(&c->methods[i], w);
    for (size_t i = 0; i < c->method_count; i++) {
        const hy_cap_method *cm = &c->methods[i];
        write_method_header(cm, w);
        if ((cm->m->access & HY_ACC_NATIVE) != 0)
            write_native(cm->m, w);
        else
            hy_write_bytes(w, cm->code.bytes);
    }
}

/* ---- Reference Location: two lists of distances ---- */

typedef struct distances {
    hy_writer *w;
    uint32_t last;
} distances;

static void write_location(distances *d, uint32_t at)
{
    uint32_t delta = at - d->last;
    for (; delta >= UINT8_MAX; delta -= UINT8_MAX)
        hy_write_u8(d->w, UINT8_MAX);
    hy_write_u8(d->w, (uint8_t)delta);
    d->last = at;
}

static void write_list(hy_cap *c, hy_writer *w, bool wide)
{
    size_t size = w->b->n;
    hy_write_u16(w, 0);
    distances d = {.w = w};
    for (uint32_t h = 0, i = 0; wide && i < c->method_count; i++)
        for (size_t k = 0; k < c->methods[i].code.range_count; k++, h++)
            if (c->methods[i].code.ranges[k].type != NULL)
                write_location(&d, 1 + HANDLER_BYTES * h + 6);
    for (size_t i = 0; i < c->method_count; i++) {
        const hy_cap_method *cm = &c->methods[i];
        uint32_t first = cm->m->offset + (uint32_t)header_size(cm);
        for (size_t k = 0; k < cm->code.location_count; k++)
            if (cm->code.locations[k].wide == wide)
                write_location(&d, first + cm->code.locations[k].at);
    }
    hy_patch_u16(w, size, (uint16_t)(w->b->n - size - 2));
}

void hy_cap_write_reference_location(hy_cap *c, hy_writer *w)
{
    write_list(c, w, false);
    write_list(c, w, true);
}
