/* The Export and Descriptor components (JCVM 3.1: 6.13, 6.14): what others may use, and the types
   of everything. */
#include "element/vm/package_read.h"

/* ---- Export ---- */

static hy_rc read_export_class(hy_reading *rd, hy_package_export *e)
{
    size_t at = rd->r.at;
    void *room;
    HY_TRY(hy_reading_class_ref(rd, &e->cref));
    e->field_count = hy_read_u8(&rd->r);
    e->method_count = hy_read_u8(&rd->r);
    if (hy_package_class_at(rd->p, e->cref) == NULL)
        return hy_reading_fail(rd, at, "there is no class at offset %u", e->cref);
    HY_TRY(hy_reading_array(rd, e->field_count, 2, sizeof(uint16_t), &room));
    uint16_t *fields = (uint16_t *)room;
    for (uint8_t i = 0; i < e->field_count; i++) {
        fields[i] = hy_read_u16(&rd->r);
        if (fields[i] >= rd->p->statics.image_size)
            return hy_reading_fail(rd, rd->r.at - 2,
                                   "static field at %u, but the image has %u "
                                   "bytes",
                                   fields[i], rd->p->statics.image_size);
    }
    HY_TRY(hy_reading_array(rd, e->method_count, 2, sizeof(uint32_t), &room));
    uint32_t *methods = (uint32_t *)room;
    for (uint8_t i = 0; i < e->method_count; i++)
        HY_TRY(hy_reading_method(rd, false, &methods[i]));
    e->fields = fields;
    e->methods = methods;
    return HY_OK;
}

static hy_rc read_export_package(hy_reading *rd, hy_package_member *m)
{
    void *room;
    m->export_count = hy_read_u8(&rd->r);
    HY_TRY(hy_reading_array(rd, m->export_count, 4, sizeof(hy_package_export), &room));
    hy_package_export *exports = (hy_package_export *)room;
    for (uint8_t i = 0; i < m->export_count; i++) {
        size_t at = rd->r.at;
        HY_TRY(read_export_class(rd, &exports[i]));
        for (uint8_t k = 0; k < i; k++) {
            if (exports[k].cref == exports[i].cref)
                return hy_reading_fail(rd, at, "classes %u and %u are the same", k, i);
        }
    }
    m->exports = exports;
    return HY_OK;
}

hy_rc hy_package_read_export(hy_reading *rd)
{
    hy_package *p = rd->p;
    if (p->info[HY_COMPONENT_EXPORT].n == 0)
        return HY_OK;
    uint8_t count = p->extended ? hy_read_u8(&rd->r) : 1;
    if (count != p->member_count)
        return hy_reading_fail(rd, 0, "%u packages, but Header says %u", count, p->member_count);
    hy_package_member *members = HY_NEW_ARRAY(rd->arena, hy_package_member, count);
    if (members == NULL)
        return hy_reason_set(rd->why, HY_FAIL(MEMORY), "Export: no memory for its tables");
    for (uint8_t i = 0; i < count; i++) {
        members[i] = p->members[i];
        HY_TRY(read_export_package(rd, &members[i]));
    }
    p->members = members;
    return hy_reading_end(rd);
}

/* ---- types ---- */

/* One type from the nibbles; false when malformed or of an unknown class. */
static bool read_type(const hy_package *p, hy_view nibbles, size_t *at, size_t end,
                      hy_package_type *out)
{
    unsigned n[5] = {0};
    unsigned count = 1;
    for (unsigned i = 0; i < count; i++, (*at)++) {
        if (*at >= end || *at / 2 >= nibbles.n)
            return false;
        uint8_t byte = nibbles.p[*at / 2];
        n[i] = *at % 2 == 0 ? byte >> 4 : byte & 0x0F;
        if (i == 0 && (n[0] == HY_TYPE_REFERENCE || n[0] == HY_TYPE_REFERENCES))
            count = 5;
    }
    *out = (hy_package_type){(uint8_t)n[0], HY_CLASS_REF_NONE};
    if (count == 1)
        return (n[0] >= HY_TYPE_VOID && n[0] <= HY_TYPE_INT) ||
               (n[0] >= HY_TYPE_BOOLEANS && n[0] <= HY_TYPE_INTS);
    out->cref = (hy_class_ref)(n[1] << 12 | n[2] << 8 | n[3] << 4 | n[4]);
    if (hy_class_ref_imported(out->cref))
        return hy_class_ref_import(out->cref) < p->import_count;
    return hy_package_class_at(p, out->cref) != NULL;
}

/* A type_descriptor at the reader; the number of types, 0 when malformed. */
static size_t read_types(const hy_package *p, hy_reader *r, hy_package_type *out, size_t room)
{
    size_t nibble_count = hy_read_u8(r);
    hy_view nibbles = hy_read_bytes(r, (nibble_count + 1) / 2);
    if (!hy_reader_ok(r))
        return 0;
    size_t count = 0;
    for (size_t at = 0; at < nibble_count; count++) {
        hy_package_type type;
        if (!read_type(p, nibbles, &at, nibble_count, &type))
            return 0;
        if (count < room)
            out[count] = type;
    }
    return count;
}

size_t hy_package_types(const hy_package *p, uint16_t offset, hy_package_type *out, size_t room)
{
    const hy_descriptor *d = p->descriptor;
    if (d == NULL || offset < d->first_type || offset >= d->type_info.n)
        return 0;
    hy_reader r = hy_reader_of(hy_view_part(d->type_info, offset, d->type_info.n - offset));
    return read_types(p, &r, out, room);
}

hy_package_type hy_package_field_type(const hy_package *p, uint16_t type)
{
    hy_package_type out = {0, HY_CLASS_REF_NONE};
    if (type >= 0x8000)
        out.kind = (uint8_t)(type & 0xFF);
    else if (hy_package_types(p, type, &out, 1) != 1)
        out.kind = 0;
    return out;
}

/* ---- Descriptor ---- */

/* At most one of public, private and protected. */
static hy_rc check_access(hy_reading *rd, size_t at, uint8_t access)
{
    uint8_t visible = access & (HY_ACCESS_PUBLIC | HY_ACCESS_PRIVATE | HY_ACCESS_PROTECTED);
    if ((visible & (visible - 1)) != 0)
        return hy_reading_fail(rd, at, "access 0x%02X: more than one of public, private, protected",
                               access);
    return HY_OK;
}

static hy_rc read_field(hy_reading *rd, const hy_package_described *c, hy_package_field *f)
{
    size_t at = rd->r.at;
    f->token = hy_read_u8(&rd->r);
    f->access = hy_read_u8(&rd->r);
    HY_TRY(check_access(rd, at, f->access));
    if ((f->access & HY_ACCESS_STATIC) != 0) {
        uint8_t first = hy_read_u8(&rd->r);
        f->at = hy_read_u16(&rd->r);
        if (hy_reader_ok(&rd->r) && (first != 0 || f->at >= rd->p->statics.image_size))
            return hy_reading_fail(rd, at, "static field at %u, but the image has %u bytes",
                                   (unsigned)first << 16 | f->at, rd->p->statics.image_size);
    } else {
        hy_class_ref cref;
        HY_TRY(hy_reading_class_ref(rd, &cref));
        uint8_t token = hy_read_u8(&rd->r);
        if (hy_reader_ok(&rd->r) && (cref != c->cref || token != f->token))
            return hy_reading_fail(rd, at,
                                   "field %u of the class at %u refers to field %u of the "
                                   "class at %u",
                                   f->token, c->cref, token, cref);
    }
    f->type = hy_read_u16(&rd->r);
    return HY_OK;
}

static hy_rc read_described_method(hy_reading *rd, const hy_package_described *c,
                                   hy_package_method *m)
{
    size_t at = rd->r.at;
    m->token = hy_read_u8(&rd->r);
    m->access = hy_read_u8(&rd->r);
    HY_TRY(check_access(rd, at, m->access));
    if ((c->access & HY_ACCESS_INTERFACE) != 0) {
        hy_read_bytes(&rd->r, rd->p->extended ? 3 : 2);
        m->at = HY_METHOD_ELSEWHERE;
    } else {
        HY_TRY(hy_reading_method(rd, false, &m->at));
    }
    m->type = hy_read_u16(&rd->r);
    m->length = hy_read_u16(&rd->r);
    m->handler_count = hy_read_u16(&rd->r);
    m->handler_index = hy_read_u16(&rd->r);
    if (!hy_reader_ok(&rd->r) || m->at == HY_METHOD_ELSEWHERE)
        return HY_OK;
    hy_method_header header;
    const hy_package_block *b = hy_package_block_of(rd->p, m->at);
    if (!hy_package_method_header(rd->p, m->at, &header) || header.code + m->length > b->end)
        return hy_reading_fail(rd, at, "%u bytes of code at %u of Method are not there", m->length,
                               m->at);
    if ((uint32_t)m->handler_index + m->handler_count > b->handler_count ||
        (m->handler_count == 0 && m->handler_index != 0))
        return hy_reading_fail(rd, at, "handlers %u to %u of %u", m->handler_index,
                               m->handler_index + m->handler_count, b->handler_count);
    return HY_OK;
}

static hy_rc read_described_head(hy_reading *rd, hy_package_described *c)
{
    size_t at = rd->r.at;
    c->token = hy_read_u8(&rd->r);
    c->access = hy_read_u8(&rd->r);
    HY_TRY(hy_reading_class_ref(rd, &c->cref));
    c->interface_count = hy_read_u8(&rd->r);
    c->field_count = hy_read_u16(&rd->r);
    c->method_count = hy_read_u16(&rd->r);
    const hy_package_class *record = hy_package_class_at(rd->p, c->cref);
    if (record == NULL)
        return hy_reading_fail(rd, at, "there is no class at offset %u", c->cref);
    if (((record->flags & HY_CLASS_INTERFACE) != 0) != ((c->access & HY_ACCESS_INTERFACE) != 0))
        return hy_reading_fail(rd, at, "ACC_INTERFACE does not agree with the class at offset %u",
                               c->cref);
    return HY_OK;
}

static hy_rc read_described(hy_reading *rd, hy_package_described *c)
{
    void *room;
    HY_TRY(read_described_head(rd, c));
    HY_TRY(hy_reading_array(rd, c->interface_count, 2, sizeof(hy_class_ref), &room));
    hy_class_ref *interfaces = (hy_class_ref *)room;
    for (uint8_t i = 0; i < c->interface_count; i++)
        HY_TRY(hy_reading_class_ref(rd, &interfaces[i]));
    HY_TRY(hy_reading_array(rd, c->field_count, 7, sizeof(hy_package_field), &room));
    hy_package_field *fields = (hy_package_field *)room;
    for (uint16_t i = 0; i < c->field_count; i++)
        HY_TRY(read_field(rd, c, &fields[i]));
    HY_TRY(hy_reading_array(rd, c->method_count, 12, sizeof(hy_package_method), &room));
    hy_package_method *methods = (hy_package_method *)room;
    for (uint16_t i = 0; i < c->method_count; i++)
        HY_TRY(read_described_method(rd, c, &methods[i]));
    c->interfaces = interfaces;
    c->fields = fields;
    c->methods = methods;
    return HY_OK;
}

/* All classes of all packages, one list. Extended CAPs repeat the count for each package. */
static hy_rc read_described_all(hy_reading *rd, hy_descriptor *d)
{
    size_t room = (size_t)rd->p->class_count;
    hy_package_described *classes = HY_NEW_ARRAY(rd->arena, hy_package_described, room);
    if (classes == NULL)
        return hy_reason_set(rd->why, HY_FAIL(MEMORY), "Descriptor: no memory for its tables");
    d->classes = classes;
    d->package_count = rd->p->extended ? hy_read_u8(&rd->r) : 1;
    for (uint8_t member = 0; member < d->package_count; member++) {
        size_t at = rd->r.at;
        uint8_t count = hy_read_u8(&rd->r);
        if (d->class_count + (size_t)count > room)
            return hy_reading_fail(rd, at, "more classes than Class has (%zu)", room);
        for (uint8_t i = 0; i < count; i++) {
            classes[d->class_count].member = member;
            HY_TRY(read_described(rd, &classes[d->class_count]));
            d->class_count++;
        }
    }
    if (!hy_reader_ok(&rd->r))
        return hy_reading_end(rd);
    if (d->class_count != room)
        return hy_reading_fail(rd, 0, "%u classes, but Class has %zu", d->class_count, room);
    return HY_OK;
}

/* type_descriptor_info: types of the constant pool, then the descriptors to the last byte. */
static hy_rc read_type_info(hy_reading *rd, hy_descriptor *d)
{
    hy_package *p = rd->p;
    void *room;
    size_t start = rd->r.at;
    d->type_info = hy_view_part(rd->r.v, start, hy_reader_left(&rd->r));
    uint16_t count = hy_read_u16(&rd->r);
    if (count != p->pool_count)
        return hy_reading_fail(rd, start, "types for %u constant pool entries of %u", count,
                               p->pool_count);
    HY_TRY(hy_reading_array(rd, count, 2, sizeof(uint16_t), &room));
    uint16_t *types = (uint16_t *)room;
    for (uint16_t i = 0; i < count; i++)
        types[i] = hy_read_u16(&rd->r);
    d->types = types;
    d->first_type = rd->r.at - start;
    while (hy_reader_left(&rd->r) > 0) {
        size_t at = rd->r.at;
        if (read_types(p, &rd->r, NULL, 0) == 0)
            return hy_reading_fail(rd, at, "a malformed type, or one of an unknown class");
    }
    return HY_OK;
}

/* A type of one field. Booleans to int have no descriptor of their own. */
static bool field_type_ok(const hy_package *p, uint16_t type)
{
    hy_package_type t = hy_package_field_type(p, type);
    return t.kind != 0 && t.kind != HY_TYPE_VOID &&
           (type < 0x8000 || (t.kind <= HY_TYPE_INT && (type & 0x7F00) == 0));
}

/* A method's types end with its result, and only that may be void. */
static bool method_type_ok(const hy_package *p, uint16_t type)
{
    hy_package_type types[256];
    size_t count = hy_package_types(p, type, types, 256);
    for (size_t i = 0; i + 1 < count; i++) {
        if (types[i].kind == HY_TYPE_VOID)
            return false;
    }
    return count > 0;
}

static hy_rc check_types(hy_reading *rd)
{
    const hy_package *p = rd->p;
    const hy_descriptor *d = p->descriptor;
    for (uint16_t i = 0; i < p->pool_count; i++) {
        bool ok;
        switch (p->pool[i].tag) {
        case HY_POOL_CLASS:
            ok = d->types[i] == 0xFFFF;
            break;
        case HY_POOL_FIELD:
        case HY_POOL_STATIC_FIELD:
            ok = field_type_ok(p, d->types[i]);
            break;
        default:
            ok = method_type_ok(p, d->types[i]);
            break;
        }
        if (!ok)
            return hy_reading_fail(
                rd, 0, "the type of constant pool entry %u (0x%04X) is malformed", i, d->types[i]);
    }
    for (uint16_t i = 0; i < d->class_count; i++) {
        const hy_package_described *c = &d->classes[i];
        for (uint16_t k = 0; k < c->field_count; k++) {
            if (!field_type_ok(p, c->fields[k].type))
                return hy_reading_fail(rd, 0,
                                       "the type of field %u of the class at %u is malformed",
                                       c->fields[k].token, c->cref);
        }
        for (uint16_t k = 0; k < c->method_count; k++) {
            if (!method_type_ok(p, c->methods[k].type))
                return hy_reading_fail(rd, 0,
                                       "the type of method %u of the class at %u is malformed",
                                       c->methods[k].token, c->cref);
        }
    }
    return HY_OK;
}

hy_rc hy_package_read_descriptor(hy_reading *rd)
{
    if (rd->p->info[HY_COMPONENT_DESCRIPTOR].n == 0)
        return HY_OK;
    hy_descriptor *d = HY_NEW(rd->arena, hy_descriptor);
    if (d == NULL)
        return hy_reason_set(rd->why, HY_FAIL(MEMORY), "Descriptor: no memory");
    rd->p->descriptor = d;
    HY_TRY(read_described_all(rd, d));
    HY_TRY(read_type_info(rd, d));
    HY_TRY(hy_reading_end(rd));
    return check_types(rd);
}
