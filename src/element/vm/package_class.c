/* The Class and ConstantPool components (JCVM 3.1: 6.9, 6.8): records of interfaces and classes,
   their tables, and what code refers to. */
#include "element/vm/package_read.h"

enum { TOKENS_MAX = 128, CLASSES_AT_FIRST = 8 };

/* ---- Class ---- */

const hy_package_class *hy_package_class_at(const hy_package *p, hy_class_ref ref)
{
    size_t low = 0;
    size_t high = p->class_count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (p->classes[mid].offset == ref)
            return &p->classes[mid];
        if (p->classes[mid].offset < ref)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

static hy_rc read_refs(hy_reading *rd, uint8_t count, const hy_class_ref **out)
{
    void *room;
    HY_TRY(hy_reading_array(rd, count, 2, sizeof(hy_class_ref), &room));
    hy_class_ref *refs = (hy_class_ref *)room;
    for (uint8_t i = 0; i < count; i++)
        HY_TRY(hy_reading_class_ref(rd, &refs[i]));
    *out = refs;
    return HY_OK;
}

static hy_rc read_interface(hy_reading *rd, hy_package_class *c, uint8_t count)
{
    c->super = HY_CLASS_REF_NONE;
    c->super_count = count;
    HY_TRY(read_refs(rd, count, &c->supers));
    if ((c->flags & HY_CLASS_REMOTE) != 0)
        c->interface_name = hy_read_bytes(&rd->r, hy_read_u8(&rd->r));
    return HY_OK;
}

static hy_rc read_table(hy_reading *rd, uint8_t count, bool may_be_elsewhere, const uint32_t **out)
{
    void *room;
    HY_TRY(hy_reading_array(rd, count, rd->p->extended ? 3 : 2, sizeof(uint32_t), &room));
    uint32_t *table = (uint32_t *)room;
    for (uint8_t i = 0; i < count; i++)
        HY_TRY(hy_reading_method(rd, may_be_elsewhere, &table[i]));
    *out = table;
    return HY_OK;
}

static hy_rc read_implemented(hy_reading *rd, hy_package_class *c, uint8_t count)
{
    void *room;
    HY_TRY(hy_reading_array(rd, count, 3, sizeof(hy_package_implemented), &room));
    hy_package_implemented *list = (hy_package_implemented *)room;
    for (uint8_t i = 0; i < count; i++) {
        HY_TRY(hy_reading_class_ref(rd, &list[i].interface));
        size_t at = rd->r.at;
        list[i].tokens = hy_read_bytes(&rd->r, hy_read_u8(&rd->r));
        for (size_t k = 0; k < list[i].tokens.n; k++) {
            if (list[i].tokens.p[k] >= c->public_base + c->public_count)
                return hy_reading_fail(rd, at + 1 + k,
                                       "an interface method is virtual method %u, but the class "
                                       "at %u has %u public ones",
                                       list[i].tokens.p[k], c->offset,
                                       c->public_base + c->public_count);
        }
    }
    c->implemented = list;
    c->implemented_count = count;
    return HY_OK;
}

/* remote_interface_info: kept as it is; served by nobody, but its shape must hold. */
static hy_rc read_remote(hy_reading *rd, hy_package_class *c)
{
    size_t start = rd->r.at;
    hy_read_bytes(&rd->r, (size_t)hy_read_u8(&rd->r) * 5);
    hy_read_bytes(&rd->r, hy_read_u8(&rd->r));
    hy_read_bytes(&rd->r, hy_read_u8(&rd->r));
    uint8_t count = hy_read_u8(&rd->r);
    for (uint8_t i = 0; i < count; i++) {
        hy_class_ref ref;
        HY_TRY(hy_reading_class_ref(rd, &ref));
    }
    c->remote = hy_view_part(rd->r.v, start, rd->r.at - start);
    return HY_OK;
}

static hy_rc check_fields(hy_reading *rd, const hy_package_class *c)
{
    bool none = c->first_reference == 0xFF;
    if (none != (c->reference_count == 0) ||
        (!none && c->first_reference + c->reference_count > c->instance_words))
        return hy_reading_fail(rd, c->offset,
                               "%u reference fields from token %u on do not fit the %u words that "
                               "the class declares",
                               c->reference_count, c->first_reference, c->instance_words);
    return HY_OK;
}

static hy_rc read_class(hy_reading *rd, hy_package_class *c, uint8_t interface_count)
{
    HY_TRY(hy_reading_class_ref(rd, &c->super));
    c->instance_words = hy_read_u8(&rd->r);
    c->first_reference = hy_read_u8(&rd->r);
    c->reference_count = hy_read_u8(&rd->r);
    c->public_base = hy_read_u8(&rd->r);
    c->public_count = hy_read_u8(&rd->r);
    c->package_base = hy_read_u8(&rd->r);
    c->package_count = hy_read_u8(&rd->r);
    if (!hy_reader_ok(&rd->r))
        return hy_reading_end(rd);
    HY_TRY(check_fields(rd, c));
    if (c->public_base + c->public_count > TOKENS_MAX ||
        c->package_base + c->package_count > TOKENS_MAX)
        return hy_reading_fail(rd, c->offset, "more than 128 virtual methods");
    HY_TRY(read_table(rd, c->public_count, true, &c->public_table));
    HY_TRY(read_table(rd, c->package_count, false, &c->package_table));
    HY_TRY(read_implemented(rd, c, interface_count));
    if ((c->flags & HY_CLASS_REMOTE) != 0)
        HY_TRY(read_remote(rd, c));
    if (rd->p->format_minor >= 3) {
        c->token_mapping = hy_read_bytes(&rd->r, (size_t)c->public_base + c->public_count);
        c->cap22_count = hy_read_u8(&rd->r);
    }
    return HY_OK;
}

static hy_rc read_record(hy_reading *rd, hy_package_class *c)
{
    size_t start = rd->r.at;
    c->offset = (uint16_t)start;
    uint8_t bits = hy_read_u8(&rd->r);
    c->flags = bits >> 4;
    if ((c->flags & 1) != 0)
        return hy_reading_fail(rd, start, "undefined class flags 0x%X", c->flags);
    if ((c->flags & HY_CLASS_INTERFACE) != 0)
        HY_TRY(read_interface(rd, c, bits & 0x0F));
    else
        HY_TRY(read_class(rd, c, bits & 0x0F));
    if (!hy_reader_ok(&rd->r))
        return hy_reading_end(rd);
    c->size = (uint16_t)(rd->r.at - start);
    return HY_OK;
}

/* There is no count: records follow each other to the end. */
hy_rc hy_package_read_class(hy_reading *rd)
{
    hy_package *p = rd->p;
    if (p->format_minor >= 2)
        p->signatures = hy_read_bytes(&rd->r, hy_read_u16(&rd->r));
    if (!hy_reader_ok(&rd->r))
        return hy_reading_end(rd);
    size_t room = CLASSES_AT_FIRST;
    hy_package_class *classes = HY_NEW_ARRAY(rd->arena, hy_package_class, room);
    while (classes != NULL && hy_reader_left(&rd->r) > 0) {
        if (rd->r.at >= 0x8000)
            return hy_reading_fail(rd, rd->r.at, "a class_ref cannot reach this class");
        if (p->class_count == room) {
            hy_package_class *more = HY_NEW_ARRAY(rd->arena, hy_package_class, 2 * room);
            for (size_t i = 0; more != NULL && i < room; i++)
                more[i] = classes[i];
            classes = more;
            room *= 2;
        }
        if (classes != NULL)
            HY_TRY(read_record(rd, &classes[p->class_count++]));
    }
    if (classes == NULL)
        return hy_reason_set(rd->why, HY_FAIL(MEMORY), "Class: no memory for its tables");
    p->classes = classes;
    return hy_reading_end(rd);
}

/* ---- relations between classes ---- */

/* An internal reference names a record of the wanted kind that stands before the one at `before`
   (JCVM 6.9: superclasses and superinterfaces come first), which makes cycles impossible. */
static hy_rc check_ref(hy_reading *rd, hy_class_ref ref, bool interface, uint16_t before)
{
    if (hy_class_ref_imported(ref))
        return HY_OK;
    const hy_package_class *c = hy_package_class_at(rd->p, ref);
    if (c == NULL)
        return hy_reading_fail(rd, before, "there is no class at offset %u", ref);
    if (((c->flags & HY_CLASS_INTERFACE) != 0) != interface)
        return hy_reading_fail(rd, before, "the class at offset %u is %s", ref,
                               interface ? "no interface" : "an interface");
    if (ref >= before)
        return hy_reading_fail(rd, before, "its superclass or interface at %u does not precede it",
                               ref);
    return HY_OK;
}

/* The tables of a class go on where those of its superclass begin or end. */
static hy_rc check_tables(hy_reading *rd, const hy_package_class *c)
{
    const hy_package_class *s =
        c->super == HY_CLASS_REF_NONE ? NULL : hy_package_class_at(rd->p, c->super);
    if (s == NULL) {
        if (c->package_base != 0)
            return hy_reading_fail(rd, c->offset,
                                   "package-visible methods start at %u below an imported class",
                                   c->package_base);
        return HY_OK;
    }
    unsigned inherited = (unsigned)s->public_base + s->public_count;
    if (c->public_base > inherited || (unsigned)c->public_base + c->public_count < inherited)
        return hy_reading_fail(rd, c->offset,
                               "public methods %u to %u leave a gap to the superclass's %u",
                               c->public_base, c->public_base + c->public_count, inherited);
    inherited = (unsigned)s->package_base + s->package_count;
    if (c->package_base > inherited || (unsigned)c->package_base + c->package_count < inherited)
        return hy_reading_fail(
            rd, c->offset, "package-visible methods %u to %u leave a gap to the superclass's %u",
            c->package_base, c->package_base + c->package_count, inherited);
    return HY_OK;
}

/* token_mapping says for each token which one the superclass uses (JCVM 3.1, 6.9.2). */
static hy_rc check_mapping(hy_reading *rd, const hy_package_class *c)
{
    const hy_package_class *s =
        c->super == HY_CLASS_REF_NONE ? NULL : hy_package_class_at(rd->p, c->super);
    for (size_t t = 0; t < c->token_mapping.n; t++) {
        uint8_t to = c->token_mapping.p[t];
        if (to == 0xFF)
            continue;
        if (to >= TOKENS_MAX || c->super == HY_CLASS_REF_NONE ||
            (s != NULL && to >= s->public_base + s->public_count))
            return hy_reading_fail(rd, c->offset,
                                   "virtual method %zu maps to method %u, which the superclass "
                                   "does not have",
                                   t, to);
    }
    return HY_OK;
}

hy_rc hy_package_check_classes(hy_reading *rd)
{
    const hy_package *p = rd->p;
    for (size_t i = 0; i < p->class_count; i++) {
        const hy_package_class *c = &p->classes[i];
        for (uint8_t k = 0; k < c->super_count; k++)
            HY_TRY(check_ref(rd, c->supers[k], true, c->offset));
        if ((c->flags & HY_CLASS_INTERFACE) != 0)
            continue;
        if (c->super != HY_CLASS_REF_NONE)
            HY_TRY(check_ref(rd, c->super, false, c->offset));
        for (uint8_t k = 0; k < c->implemented_count; k++)
            HY_TRY(check_ref(rd, c->implemented[k].interface, true, UINT16_MAX));
        HY_TRY(check_tables(rd, c));
        HY_TRY(check_mapping(rd, c));
    }
    return HY_OK;
}

/* ---- ConstantPool ---- */

/* Entries 1 to 4: a class_ref and, for members, a token. */
static hy_rc read_member_entry(hy_reading *rd, size_t at, hy_pool_entry *e)
{
    HY_TRY(hy_reading_class_ref(rd, &e->cref));
    e->token = hy_read_u8(&rd->r);
    e->imported = hy_class_ref_imported(e->cref);
    const hy_package_class *c = hy_package_class_at(rd->p, e->cref);
    if (e->cref == HY_CLASS_REF_NONE || (!e->imported && c == NULL))
        return hy_reading_fail(rd, at, "there is no class at offset %u", e->cref);
    if (e->tag == HY_POOL_CLASS && e->token != 0)
        return hy_reading_fail(rd, at, "the padding of a class entry is 0x%02X, not 0", e->token);
    if (e->tag != HY_POOL_CLASS && c != NULL && (c->flags & HY_CLASS_INTERFACE) != 0)
        return hy_reading_fail(rd, at, "a member of the interface at %u; interfaces have none here",
                               e->cref);
    if (e->tag == HY_POOL_VIRTUAL && e->imported && e->token >= TOKENS_MAX)
        return hy_reading_fail(rd, at, "package-visible method %u of an imported class", e->token);
    if (e->tag == HY_POOL_SUPER && e->imported)
        return hy_reading_fail(rd, at, "a super call must name a class of this package");
    return HY_OK;
}

/* Entries 5 and 6: an offset inside, or package, class and member tokens. */
static hy_rc read_static_entry(hy_reading *rd, size_t at, hy_pool_entry *e)
{
    uint8_t first = hy_read_u8(&rd->r);
    uint16_t rest = hy_read_u16(&rd->r);
    e->imported = (first & 0x80) != 0;
    if (e->imported) {
        e->cref = (hy_class_ref)(first << 8 | rest >> 8);
        e->token = (uint8_t)(rest & 0xFF);
        if (hy_class_ref_import(e->cref) >= rd->p->import_count)
            return hy_reading_fail(rd, at, "a member of import %u, but there are %u imports",
                                   hy_class_ref_import(e->cref), rd->p->import_count);
        return HY_OK;
    }
    e->cref = HY_CLASS_REF_NONE;
    if (e->tag == HY_POOL_STATIC_METHOD)
        return hy_reading_place(rd, first, rest, &e->at);
    e->at = rest;
    if (first != 0 || rest >= rd->p->statics.image_size)
        return hy_reading_fail(rd, at, "static field at %u, but the image has %u bytes",
                               (unsigned)first << 16 | rest, rd->p->statics.image_size);
    return HY_OK;
}

hy_rc hy_package_read_pool(hy_reading *rd)
{
    hy_package *p = rd->p;
    void *room;
    p->pool_count = hy_read_u16(&rd->r);
    HY_TRY(hy_reading_array(rd, p->pool_count, 4, sizeof(hy_pool_entry), &room));
    hy_pool_entry *pool = (hy_pool_entry *)room;
    for (uint16_t i = 0; i < p->pool_count; i++) {
        size_t at = rd->r.at;
        hy_pool_entry *e = &pool[i];
        e->tag = hy_read_u8(&rd->r);
        switch (e->tag) {
        case HY_POOL_CLASS:
        case HY_POOL_FIELD:
        case HY_POOL_VIRTUAL:
        case HY_POOL_SUPER:
            HY_TRY(read_member_entry(rd, at, e));
            break;
        case HY_POOL_STATIC_FIELD:
        case HY_POOL_STATIC_METHOD:
            HY_TRY(read_static_entry(rd, at, e));
            break;
        default:
            return hy_reading_fail(rd, at, "entry %u has the unknown tag %u", i, e->tag);
        }
    }
    p->pool = pool;
    return hy_reading_end(rd);
}
