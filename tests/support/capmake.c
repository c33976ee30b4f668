/* Making CAP components for tests. */
#include "support/capmake.h"

#include "base/hex.h"
#include "element/vm/opcode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const uint8_t package_aid[] = {0xA0, 0x00, 0x00, 0x00, 0x99, 0x01};
static const uint8_t extended_aid[] = {0xA0, 0x00, 0x00, 0x00, 0x99, 0x02};
static const uint8_t applet_aid[] = {0xA0, 0x00, 0x00, 0x00, 0x99, 0x01, 0x01};
static const uint8_t aid_lang[] = {0xA0, 0x00, 0x00, 0x00, 0x62, 0x00, 0x01};
static const uint8_t aid_framework[] = {0xA0, 0x00, 0x00, 0x00, 0x62, 0x01, 0x01};

/* ---- describing ---- */

static void check(bool ok, const char *what)
{
    if (!ok) {
        (void)fprintf(stderr, "capmake: %s\n", what);
        abort();
    }
}

void cm_init(capmake *cm)
{
    *cm = (capmake){.format_minor = 1, .install = -1};
}

int cm_add_class(capmake *cm, int super, uint8_t access)
{
    check(cm->class_count < CM_CLASSES, "too many classes");
    cm->classes[cm->class_count] =
        (cm_class){.super = super, .access = access, .base = 1, .interface = -1};
    return cm->class_count++;
}

int cm_add_method(capmake *cm, int owner, uint8_t token, uint8_t access, const char *type,
                  uint8_t stack, uint8_t locals, const char *hex)
{
    check(cm->method_count < CM_METHODS, "too many methods");
    cm_method *m = &cm->methods[cm->method_count];
    *m = (cm_method){.owner = owner,
                     .token = token,
                     .access = access,
                     .type = type,
                     .stack = stack,
                     .locals = locals};
    hy_buf code = hy_buf_new(CM_CODE);
    check(hy_ok(hy_hex_decode(hex, &code)), "bad hex");
    if (code.n > 0)
        memcpy(m->code, code.p, code.n);
    m->length = (uint16_t)code.n;
    hy_buf_free(&code);
    return cm->method_count++;
}

int cm_add_field(capmake *cm, int owner, uint8_t token, uint8_t access, const char *type,
                 uint16_t at)
{
    check(cm->field_count < CM_FIELDS, "too many fields");
    cm->fields[cm->field_count] = (cm_field){owner, token, access, type, at};
    return cm->field_count++;
}

int cm_add_entry(capmake *cm, uint8_t tag, int cref, uint8_t token, const char *type)
{
    check(cm->pool_count < CM_POOL, "too many constant pool entries");
    cm->pool[cm->pool_count] = (cm_entry){tag, cref, token, -1, 0, type};
    return cm->pool_count++;
}

int cm_add_static(capmake *cm, int method)
{
    int index = cm_add_entry(cm, HY_POOL_STATIC_METHOD, -1, 0, cm->methods[method].type);
    cm->pool[index].method = method;
    return index;
}

int cm_add_static_field(capmake *cm, uint16_t at, const char *type)
{
    int index = cm_add_entry(cm, HY_POOL_STATIC_FIELD, -1, 0, type);
    cm->pool[index].at = at;
    return index;
}

void cm_add_handler(capmake *cm, int method, uint16_t start, uint16_t end, uint16_t target,
                    uint16_t type, bool stop)
{
    check(cm->handler_count < CM_HANDLERS, "too many handlers");
    cm->handlers[cm->handler_count++] = (cm_handler){method, start, end, target, type, stop};
}

/* ---- writing ---- */

typedef struct out {
    capmake *cm;
    uint8_t tag;
} out;

static void u1(out *o, unsigned v)
{
    check(o->cm->sizes[o->tag] < CM_BYTES, "component too large");
    o->cm->bytes[o->tag][o->cm->sizes[o->tag]++] = (uint8_t)v;
}

static void u2(out *o, unsigned v)
{
    u1(o, v >> 8);
    u1(o, v & 0xFF);
}

static void raw(out *o, const uint8_t *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        u1(o, p[i]);
}

/* Extended CAPs say in which block. */
static void method_ref(out *o, unsigned at)
{
    if (o->cm->members > 0)
        u1(o, 0);
    u2(o, at);
}

/* package_info of version 1.0; the AIDs of members differ in their last byte. */
static void package_info(out *o, const uint8_t *aid, unsigned last)
{
    u2(o, 0x0001);
    u1(o, sizeof package_aid);
    raw(o, aid, sizeof package_aid - 1);
    u1(o, last);
}

static void member_info(out *o, unsigned member)
{
    package_info(o, package_aid, 0x0A + member);
}

static out begin(capmake *cm, uint8_t tag)
{
    out o = {cm, tag};
    cm->sizes[tag] = 0;
    u1(&o, tag);
    u2(&o, 0);
    return o;
}

static unsigned class_ref(const capmake *cm, int ref)
{
    return ref >= 0x8000 ? (unsigned)ref : cm->classes[ref].offset;
}

static bool is_virtual(const cm_method *m)
{
    return (m->access & (HY_ACCESS_STATIC | HY_ACCESS_INIT | HY_ACCESS_PRIVATE)) == 0;
}

static bool in_table(const capmake *cm, const cm_method *m, int owner, bool package)
{
    return m->owner == owner && (cm->classes[owner].access & HY_ACCESS_INTERFACE) == 0 &&
           is_virtual(m) && (m->token >= 0x80) == package;
}

static unsigned table_count(const capmake *cm, int owner, bool package)
{
    unsigned n = 0;
    for (int i = 0; i < cm->method_count; i++)
        n += in_table(cm, &cm->methods[i], owner, package);
    return n;
}

/* ---- types ---- */

/* One type at *s as nibbles; moves *s behind it. */
static unsigned nibbles_of(const capmake *cm, const char **s, uint8_t *out5)
{
    bool array = **s == '[';
    *s += array;
    char c = *(*s)++;
    const char *simple = strchr("VZBSI", c);
    if (simple != NULL && c != '\0') {
        out5[0] = (uint8_t)((array ? 8 : 0) + 1 + (simple - "VZBSI"));
        return 1;
    }
    check(c == 'L' || c == 'C', "bad type");
    char *end;
    unsigned long v = strtoul(*s, &end, c == 'L' ? 16 : 10);
    unsigned ref = c == 'L' ? (unsigned)v : class_ref(cm, (int)v);
    *s = end + 1;
    out5[0] = array ? 0xE : 6;
    for (unsigned i = 0; i < 4; i++)
        out5[1 + i] = (uint8_t)(ref >> (12 - 4 * i) & 0x0F);
    return 5;
}

/* All types of a descriptor, parameters and result, as nibbles; the words of the parameters. */
static unsigned all_nibbles(const capmake *cm, const char *type, uint8_t *nibbles, unsigned *words)
{
    unsigned n = 0;
    *words = 0;
    while (*type != '\0') {
        if (*type == '(' || *type == ')') {
            type++;
            continue;
        }
        bool result = type[-1] == ')';
        uint8_t *at = &nibbles[n];
        n += nibbles_of(cm, &type, at);
        if (!result && type[0] != '\0')
            *words += *at == HY_TYPE_INT ? 2 : 1;
    }
    return n;
}

/* Writes a type_descriptor; its bytes. */
static unsigned write_type(out *o, const char *type)
{
    uint8_t nibbles[256] = {0};
    unsigned words;
    char padded[256];
    (void)snprintf(padded, sizeof padded, " %s", type);
    unsigned n = all_nibbles(o->cm, padded + 1, nibbles, &words);
    u1(o, n);
    for (unsigned i = 0; i < n; i += 2)
        u1(o, (unsigned)nibbles[i] << 4 | (i + 1 < n ? nibbles[i + 1] : 0));
    return 1 + (n + 1) / 2;
}

static unsigned argument_words(const capmake *cm, const cm_method *m)
{
    uint8_t nibbles[256];
    unsigned words;
    char padded[256];
    (void)snprintf(padded, sizeof padded, " %s", m->type);
    (void)all_nibbles(cm, padded + 1, nibbles, &words);
    return words + ((m->access & HY_ACCESS_STATIC) == 0);
}

/* ---- layout ---- */

static bool short_header(const capmake *cm, const cm_method *m)
{
    return m->stack < 16 && m->locals < 16 && argument_words(cm, m) < 16;
}

static bool has_body(const capmake *cm, const cm_method *m)
{
    return (cm->classes[m->owner].access & HY_ACCESS_INTERFACE) == 0;
}

static void place(capmake *cm)
{
    unsigned at = cm->format_minor >= 2 ? 2 : 0;
    for (int i = 0; i < cm->class_count; i++) {
        cm_class *c = &cm->classes[i];
        c->offset = (uint16_t)at;
        if ((c->access & HY_ACCESS_INTERFACE) != 0) {
            at += c->interface >= 0 ? 3 : 1;
            continue;
        }
        at +=
            10 + (cm->members > 0 ? 3 : 2) * (table_count(cm, i, false) + table_count(cm, i, true));
        if (c->interface >= 0)
            at += 3u + c->token_count;
        if (cm->format_minor >= 3)
            at += c->base + table_count(cm, i, false) + 1;
    }
    at = 1 + 8 * (unsigned)cm->handler_count;
    for (int i = 0; i < cm->method_count; i++) {
        cm_method *m = &cm->methods[i];
        m->at = (uint16_t)at;
        if (has_body(cm, m))
            at += (short_header(cm, m) ? 2u : 4u) + m->length;
    }
}

static unsigned code_at(const capmake *cm, int method)
{
    const cm_method *m = &cm->methods[method];
    return m->at + (short_header(cm, m) ? 2u : 4u);
}

/* ---- components ---- */

static void make_header(capmake *cm)
{
    out o = begin(cm, HY_COMPONENT_HEADER);
    bool exports = false;
    for (int i = 0; i < cm->class_count; i++)
        exports = exports || cm->classes[i].exported;
    raw(&o, (const uint8_t[]){0xDE, 0xCA, 0xFF, 0xED, cm->format_minor, 2}, 6);
    u1(&o, cm->flags | (exports ? HY_PACKAGE_EXPORT : 0u) |
               (cm->install >= 0 ? HY_PACKAGE_APPLET : 0u) |
               (cm->members > 0 ? HY_PACKAGE_EXTENDED : 0u));
    const uint8_t *aid = cm->members > 0 ? extended_aid : package_aid;
    package_info(&o, aid, aid[sizeof package_aid - 1]);
    if (cm->members > 0)
        u1(&o, cm->members);
    for (unsigned i = 0; i < cm->members; i++)
        member_info(&o, i);
    for (unsigned i = 0; cm->format_minor >= 2 && i < (cm->members > 0 ? cm->members : 1u); i++)
        u1(&o, 0);
}

static void make_import(capmake *cm)
{
    out o = begin(cm, HY_COMPONENT_IMPORT);
    u1(&o, 2u + cm->imported);
    u2(&o, 0x0001);
    u1(&o, sizeof aid_lang);
    raw(&o, aid_lang, sizeof aid_lang);
    u2(&o, 0x0001);
    u1(&o, sizeof aid_framework);
    raw(&o, aid_framework, sizeof aid_framework);
    for (unsigned i = 0; i < cm->imported; i++)
        member_info(&o, i);
}

static void make_applet(capmake *cm)
{
    if (cm->install < 0)
        return;
    out o = begin(cm, HY_COMPONENT_APPLET);
    u1(&o, 1);
    u1(&o, sizeof applet_aid);
    raw(&o, applet_aid, sizeof applet_aid);
    method_ref(&o, cm->methods[cm->install].at);
}

static void make_pool(capmake *cm)
{
    out o = begin(cm, HY_COMPONENT_POOL);
    u2(&o, (unsigned)cm->pool_count);
    for (int i = 0; i < cm->pool_count; i++) {
        const cm_entry *e = &cm->pool[i];
        u1(&o, e->tag);
        if (e->cref >= 0) {
            u2(&o, class_ref(cm, e->cref));
            u1(&o, e->token);
        } else {
            u1(&o, 0);
            u2(&o, e->method >= 0 ? cm->methods[e->method].at : e->at);
        }
    }
}

static void make_table(out *o, int owner, bool package)
{
    for (int i = 0; i < o->cm->method_count; i++) {
        if (in_table(o->cm, &o->cm->methods[i], owner, package))
            method_ref(o, o->cm->methods[i].at);
    }
}

static unsigned field_words(const capmake *cm, int owner, unsigned *first, unsigned *references)
{
    unsigned words = 0;
    *first = 0xFF;
    *references = 0;
    for (int i = 0; i < cm->field_count; i++) {
        const cm_field *f = &cm->fields[i];
        if (f->owner != owner || (f->access & HY_ACCESS_STATIC) != 0)
            continue;
        bool reference = f->type[0] == 'L' || f->type[0] == 'C' || f->type[0] == '[';
        if (reference && *first == 0xFF)
            *first = f->token;
        *references += reference;
        words += f->type[0] == 'I' ? 2 : 1;
    }
    return words;
}

static void make_class(capmake *cm)
{
    out o = begin(cm, HY_COMPONENT_CLASS);
    if (cm->format_minor >= 2)
        u2(&o, 0);
    for (int i = 0; i < cm->class_count; i++) {
        const cm_class *c = &cm->classes[i];
        unsigned first;
        unsigned references;
        unsigned words = field_words(cm, i, &first, &references);
        bool interface = (c->access & HY_ACCESS_INTERFACE) != 0;
        u1(&o, (interface ? 0x80u : 0u) | (c->interface >= 0));
        if (interface) {
            if (c->interface >= 0)
                u2(&o, class_ref(cm, c->interface));
            continue;
        }
        u2(&o, c->super == 0xFFFF ? 0xFFFF : class_ref(cm, c->super));
        u1(&o, words);
        u1(&o, first);
        u1(&o, references);
        u1(&o, c->base);
        u1(&o, table_count(cm, i, false));
        u1(&o, 0);
        u1(&o, table_count(cm, i, true));
        make_table(&o, i, false);
        make_table(&o, i, true);
        if (c->interface >= 0) {
            u2(&o, class_ref(cm, c->interface));
            u1(&o, c->token_count);
            raw(&o, c->tokens, c->token_count);
        }
        for (unsigned t = 0; cm->format_minor >= 3 && t < c->base + table_count(cm, i, false); t++)
            u1(&o, t < c->base ? t : 0xFF);
        if (cm->format_minor >= 3)
            u1(&o, 0);
    }
}

static void make_method(capmake *cm)
{
    out o = begin(cm, HY_COMPONENT_METHOD);
    if (cm->members > 0)
        raw(&o, (const uint8_t[]){1, 0, 0, 0, 5}, 5); /* one block, from here */
    u1(&o, (unsigned)cm->handler_count);
    for (int i = 0; i < cm->handler_count; i++) {
        const cm_handler *h = &cm->handlers[i];
        unsigned at = code_at(cm, h->method);
        u2(&o, at + h->start);
        u2(&o, (h->stop ? 0x8000u : 0u) | (unsigned)(h->end - h->start));
        u2(&o, at + h->target);
        u2(&o, h->type);
    }
    for (int i = 0; i < cm->method_count; i++) {
        const cm_method *m = &cm->methods[i];
        if (!has_body(cm, m))
            continue;
        unsigned flags = (m->access & HY_ACCESS_M_ABSTRACT) != 0 ? HY_METHOD_ABSTRACT : 0;
        unsigned nargs = argument_words(cm, m);
        if (short_header(cm, m)) {
            u1(&o, flags << 4 | m->stack);
            u1(&o, nargs << 4 | m->locals);
        } else {
            u1(&o, (flags | HY_METHOD_EXTENDED) << 4);
            u1(&o, m->stack);
            u1(&o, nargs);
            u1(&o, m->locals);
        }
        raw(&o, m->code, m->length);
    }
}

static void make_statics(capmake *cm)
{
    out o = begin(cm, HY_COMPONENT_STATIC_FIELD);
    u2(&o, 2u * cm->references + cm->primitives);
    u2(&o, cm->references);
    u2(&o, 0);
    u2(&o, cm->primitives);
    u2(&o, 0);
}

/* ---- ReferenceLocation ---- */

/* Where the constant pool operand is in the instruction, and its bytes; 0: none. */
static unsigned operand_of(const cm_method *m, size_t pc, unsigned *width)
{
    const hy_opcode_info *op = &hy_opcode_table[m->code[pc]];
    *width = op->operands == HY_OPERAND_CP1 ? 1 : 2;
    switch (op->operands) {
    case HY_OPERAND_CP1:
    case HY_OPERAND_CP2:
        return 1;
    case HY_OPERAND_INTERFACE:
        return 2;
    case HY_OPERAND_ATYPE_CP2:
        return m->code[pc + 1] == 0 || m->code[pc + 1] == HY_ATYPE_REFERENCE ? 2 : 0;
    default:
        return 0;
    }
}

static void write_deltas(out *o, const uint8_t *marks, size_t n, uint8_t width)
{
    size_t count_at = o->cm->sizes[o->tag];
    size_t before = 0;
    u2(o, 0);
    for (size_t at = 0; at < n; at++) {
        if (marks[at] != width || at == o->cm->skip_location)
            continue;
        for (; at - before >= 255; before += 255)
            u1(o, 255);
        u1(o, (unsigned)(at - before));
        before = at;
    }
    size_t count = o->cm->sizes[o->tag] - count_at - 2;
    o->cm->bytes[o->tag][count_at] = (uint8_t)(count >> 8);
    o->cm->bytes[o->tag][count_at + 1] = (uint8_t)count;
}

static void make_locations(capmake *cm)
{
    static uint8_t marks[CM_BYTES];
    memset(marks, 0, sizeof marks);
    for (int i = 0; i < cm->handler_count; i++)
        marks[1 + 8 * i + 6] = cm->handlers[i].type != 0 ? 2 : 0;
    for (int i = 0; i < cm->method_count; i++) {
        const cm_method *m = &cm->methods[i];
        size_t length;
        for (size_t pc = 0; pc < m->length; pc += length) {
            unsigned width;
            unsigned operand = operand_of(m, pc, &width);
            length = hy_opcode_length(hy_view_of(m->code, m->length), pc);
            length = length == 0 ? m->length : length;
            if (operand != 0)
                marks[code_at(cm, i) + pc + operand] = (uint8_t)width;
        }
    }
    out o = begin(cm, HY_COMPONENT_REF_LOCATION);
    if (cm->members > 0)
        u1(&o, 1);
    write_deltas(&o, marks, CM_BYTES, 1);
    write_deltas(&o, marks, CM_BYTES, 2);
}

static unsigned count_exported(const capmake *cm, unsigned member)
{
    unsigned count = 0;
    for (int i = 0; i < cm->class_count; i++)
        count += cm->classes[i].exported && cm->classes[i].member == member;
    return count;
}

static void export_class(out *o, int class)
{
    const capmake *cm = o->cm;
    unsigned methods = 0;
    for (int k = 0; k < cm->method_count; k++)
        methods += cm->methods[k].owner == class && !is_virtual(&cm->methods[k]) &&
                   cm->methods[k].token != CM_NONE;
    u2(o, cm->classes[class].offset);
    u1(o, 0);
    u1(o, methods);
    for (int k = 0; k < cm->method_count; k++) {
        if (cm->methods[k].owner == class && !is_virtual(&cm->methods[k]) &&
            cm->methods[k].token != CM_NONE)
            method_ref(o, cm->methods[k].at);
    }
}

static void make_export(capmake *cm)
{
    unsigned members = cm->members > 0 ? cm->members : 1;
    unsigned count = 0;
    for (unsigned m = 0; m < members; m++)
        count += count_exported(cm, m);
    if (count == 0)
        return;
    out o = begin(cm, HY_COMPONENT_EXPORT);
    if (cm->members > 0)
        u1(&o, cm->members);
    for (unsigned m = 0; m < members; m++) {
        u1(&o, count_exported(cm, m));
        for (int i = 0; i < cm->class_count; i++) {
            if (cm->classes[i].exported && cm->classes[i].member == m)
                export_class(&o, i);
        }
    }
}

/* ---- Descriptor ---- */

static unsigned type_size(capmake *cm, const char *type)
{
    uint8_t nibbles[256];
    unsigned words;
    char padded[256];
    (void)snprintf(padded, sizeof padded, " %s", type);
    return 1 + (all_nibbles(cm, padded + 1, nibbles, &words) + 1) / 2;
}

/* A field's type is one byte of kind, or the place of a descriptor written later. */
static unsigned field_type(const char *type, unsigned at)
{
    const char *simple = strchr("VZBSI", type[0]);
    return simple != NULL ? 0x8000u + 1 + (unsigned)(simple - "VZBSI") : at;
}

static unsigned type_base(const capmake *cm)
{
    return 2 + 2 * (unsigned)cm->pool_count;
}

/* Descriptors stand in this order: pool entries, methods, fields. */
static unsigned type_at(capmake *cm, int pool, int method, int field)
{
    unsigned at = type_base(cm);
    for (int i = 0; i < pool; i++)
        at += cm->pool[i].type == NULL ? 0 : type_size(cm, cm->pool[i].type);
    for (int i = 0; i < method; i++)
        at += type_size(cm, cm->methods[i].type);
    for (int i = 0; i < field; i++)
        at += type_size(cm, cm->fields[i].type);
    return at;
}

static void describe_fields(out *o, int owner)
{
    capmake *cm = o->cm;
    for (int i = 0; i < cm->field_count; i++) {
        const cm_field *f = &cm->fields[i];
        if (f->owner != owner)
            continue;
        u1(o, f->token);
        u1(o, f->access);
        if ((f->access & HY_ACCESS_STATIC) != 0) {
            u1(o, 0);
            u2(o, f->at);
        } else {
            u2(o, cm->classes[owner].offset);
            u1(o, f->token);
        }
        u2(o, field_type(f->type, type_at(cm, cm->pool_count, cm->method_count, i)));
    }
}

static void describe_methods(out *o, int owner)
{
    capmake *cm = o->cm;
    for (int i = 0; i < cm->method_count; i++) {
        const cm_method *m = &cm->methods[i];
        unsigned handlers = 0;
        unsigned first = 0;
        if (m->owner != owner)
            continue;
        for (int h = cm->handler_count; h-- > 0;) {
            if (cm->handlers[h].method == i) {
                handlers++;
                first = (unsigned)h;
            }
        }
        u1(o, m->token);
        u1(o, m->access);
        method_ref(o, has_body(cm, m) ? m->at : 0);
        u2(o, type_at(cm, cm->pool_count, i, 0));
        u2(o, m->length);
        u2(o, handlers);
        u2(o, first);
    }
}

static uint8_t token_of(const capmake *cm, int class)
{
    uint8_t token = 0;
    if (!cm->classes[class].exported)
        return CM_NONE;
    for (int i = 0; i < class; i++)
        token = (uint8_t)(token + (cm->classes[i].exported && cm->members > 0 &&
                                   cm->classes[i].member == cm->classes[class].member));
    return token;
}

static void describe_class(out *o, int class)
{
    const capmake *cm = o->cm;
    const cm_class *c = &cm->classes[class];
    unsigned fields = 0;
    unsigned methods = 0;
    for (int k = 0; k < cm->field_count; k++)
        fields += cm->fields[k].owner == class;
    for (int k = 0; k < cm->method_count; k++)
        methods += cm->methods[k].owner == class;
    u1(o, token_of(cm, class));
    u1(o, c->access);
    u2(o, c->offset);
    u1(o, c->interface >= 0);
    u2(o, fields);
    u2(o, methods);
    if (c->interface >= 0)
        u2(o, class_ref(cm, c->interface));
    describe_fields(o, class);
    describe_methods(o, class);
}

static void make_descriptor(capmake *cm)
{
    out o = begin(cm, HY_COMPONENT_DESCRIPTOR);
    unsigned members = cm->members > 0 ? cm->members : 1;
    if (cm->members > 0)
        u1(&o, cm->members);
    for (unsigned m = 0; m < members; m++) {
        unsigned count = 0;
        for (int i = 0; i < cm->class_count; i++)
            count += cm->classes[i].member == m;
        u1(&o, count);
        for (int i = 0; i < cm->class_count; i++) {
            if (cm->classes[i].member == m)
                describe_class(&o, i);
        }
    }
    u2(&o, (unsigned)cm->pool_count);
    for (int i = 0; i < cm->pool_count; i++) {
        const cm_entry *e = &cm->pool[i];
        bool field = e->tag == HY_POOL_FIELD || e->tag == HY_POOL_STATIC_FIELD;
        unsigned at = type_at(cm, i, 0, 0);
        u2(&o, e->type == NULL ? 0xFFFFu : field ? field_type(e->type, at) : at);
    }
    for (int i = 0; i < cm->pool_count; i++) {
        if (cm->pool[i].type != NULL)
            (void)write_type(&o, cm->pool[i].type);
    }
    for (int i = 0; i < cm->method_count; i++)
        (void)write_type(&o, cm->methods[i].type);
    for (int i = 0; i < cm->field_count; i++)
        (void)write_type(&o, cm->fields[i].type);
}

static bool is_wide(const capmake *cm, unsigned tag)
{
    return hy_component_is_wide((uint8_t)tag, cm->members > 0);
}

/* Where Directory says how large a component is. */
static unsigned size_at(const capmake *cm, unsigned tag)
{
    unsigned at = 3;
    for (unsigned t = 1; t < tag; t++)
        at += is_wide(cm, t) ? 4 : 2;
    return at;
}

static void make_directory(capmake *cm)
{
    out o = begin(cm, HY_COMPONENT_DIRECTORY);
    unsigned last = cm->format_minor >= 3   ? HY_COMPONENT_RESOURCES
                    : cm->format_minor == 2 ? HY_COMPONENT_DEBUG
                                            : HY_COMPONENT_DESCRIPTOR;
    for (unsigned i = 3; i < size_at(cm, last + 1); i++)
        u1(&o, 0);
    u2(&o, 2u * cm->references + cm->primitives);
    u2(&o, 0);
    u2(&o, 0);
    u1(&o, 2u + cm->imported);
    u1(&o, cm->install >= 0);
    if (cm->members > 0)
        u1(&o, 1);
    u1(&o, 0);
}

/* Components are made with sizes of two bytes; those of four are widened last. */
static void widen(capmake *cm, unsigned tag)
{
    size_t n = cm->sizes[tag] - 3;
    uint8_t *p = cm->bytes[tag];
    check(n + 5 <= CM_BYTES, "component too large");
    memmove(p + 5, p + 3, n);
    memcpy(p + 1, (const uint8_t[]){0, 0, (uint8_t)(n >> 8), (uint8_t)n}, 4);
    cm->sizes[tag] = n + 5;
}

void cm_resize(capmake *cm, uint8_t tag, size_t n)
{
    cm->sizes[tag] = n + 3;
    cm->bytes[tag][1] = (uint8_t)(n >> 8);
    cm->bytes[tag][2] = (uint8_t)n;
    uint8_t *directory = &cm->bytes[HY_COMPONENT_DIRECTORY][size_at(cm, tag)];
    directory += is_wide(cm, tag) ? 2 : 0;
    directory[0] = (uint8_t)(n >> 8);
    directory[1] = (uint8_t)n;
}

void cm_finish(capmake *cm)
{
    memset(cm->sizes, 0, sizeof cm->sizes);
    place(cm);
    make_header(cm);
    make_import(cm);
    make_applet(cm);
    make_pool(cm);
    make_class(cm);
    make_method(cm);
    make_statics(cm);
    make_locations(cm);
    make_export(cm);
    make_descriptor(cm);
    make_directory(cm);
    for (unsigned tag = 1; tag <= HY_COMPONENT_DESCRIPTOR; tag++) {
        if (cm->sizes[tag] != 0)
            cm_resize(cm, (uint8_t)tag, cm->sizes[tag] - 3);
    }
    for (unsigned tag = 1; tag <= HY_COMPONENT_DESCRIPTOR; tag++) {
        if (cm->sizes[tag] != 0 && is_wide(cm, tag))
            widen(cm, tag);
    }
}

hy_package_parts cm_parts(const capmake *cm, bool descriptor)
{
    hy_package_parts parts = {0};
    for (unsigned tag = 1; tag < HY_COMPONENT_COUNT; tag++) {
        if (tag != HY_COMPONENT_DESCRIPTOR || descriptor)
            parts.part[tag] = hy_view_of(cm->bytes[tag], cm->sizes[tag]);
    }
    return parts;
}
