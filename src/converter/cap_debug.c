/* The Debug component: names, lines and variables for debuggers; never loaded on a card.
   Clause: JCVM 6.15. */
#include "converter/cap.h"
#include "converter/tokens.h"

#include <string.h>

/* ---- strings, each once, by number ---- */

typedef struct strings {
    hy_cap *c;
    hy_map numbers;
    hy_buf bytes; /* owned: u2 length and the characters of each */
    hy_buf body;  /* owned: what follows the strings */
    hy_rc rc;
} strings;

typedef struct number {
    uint16_t n;
} number;

static uint16_t string_number(strings *s, const char *text)
{
    const number *known = hy_map_get(&s->numbers, text);
    if (known != NULL)
        return known->n;
    number *n = HY_NEW(s->c->w->arena, number);
    hy_writer w = hy_writer_of(&s->bytes);
    hy_write_u16(&w, (uint16_t)strlen(text));
    hy_write_bytes(&w, hy_view_str(text));
    hy_rc rc = n == NULL ? HY_FAIL(MEMORY) : w.rc;
    if (hy_ok(rc)) {
        n->n = (uint16_t)s->numbers.n;
        rc = hy_map_set(&s->numbers, text, n);
    }
    if (!hy_ok(rc)) {
        s->rc = rc;
        return 0;
    }
    return n->n;
}

/* ---- members ---- */

/* contents: a constant's value, a static field's offset, an instance field's token. */
static void write_field(strings *s, const hy_jfield *f, hy_writer *w)
{
    uint32_t contents = f->is_constant                     ? (uint32_t)f->constant
                        : (f->access & HY_ACC_STATIC) != 0 ? f->offset
                                                           : f->token;
    hy_write_u16(w, string_number(s, f->name));
    hy_write_u16(w, string_number(s, f->desc));
    hy_write_u16(w, f->access);
    hy_write_u32(w, contents);
}

static void write_variables(strings *s, const hy_cap_method *cm, hy_writer *w)
{
    const hy_jcode *code = cm->m->code;
    for (size_t i = 0; i < code->local_count; i++) {
        const hy_jlocal *v = &code->locals[i];
        uint32_t start = cm->code.start[v->start];
        hy_write_u8(w, v->index);
        hy_write_u16(w, string_number(s, v->name));
        hy_write_u16(w, string_number(s, v->desc));
        hy_write_u16(w, (uint16_t)start);
        hy_write_u16(w, (uint16_t)(cm->code.start[v->end] - start));
    }
}

/* Runs of instructions of the same line; both ends are inside. */
static size_t write_lines(const hy_cap_method *cm, hy_writer *w)
{
    const hy_jcode *code = cm->m->code;
    size_t count = 0;
    for (uint32_t i = 0; i < code->count;) {
        uint32_t end = i + 1;
        while (end < code->count && code->insns[end].line == code->insns[i].line)
            end++;
        if (code->insns[i].line > 0) {
            hy_write_u16(w, (uint16_t)cm->code.start[i]);
            hy_write_u16(w, (uint16_t)(cm->code.start[end] - 1));
            hy_write_u16(w, (uint16_t)code->insns[i].line);
            count++;
        }
        i = end;
    }
    return count;
}

static void write_method(strings *s, const hy_cap_method *cm, hy_writer *w)
{
    const hy_jmethod *m = cm->m;
    bool has_code = m->code != NULL && cm->code.start != NULL;
    bool is_long =
        has_code && (cm->code.max_stack > 15 || m->code->nargs > 15 || m->code->max_locals > 15);
    hy_write_u16(w, string_number(s, m->name));
    hy_write_u16(w, string_number(s, m->desc));
    hy_write_u16(w, m->access);
    hy_write_u16(w, (uint16_t)(has_code ? m->offset : 0));
    hy_write_u8(w, (uint8_t)(!has_code ? 0 : is_long ? 4 : 2));
    hy_write_u16(w, m->size);
    hy_write_u16(w, (uint16_t)(has_code ? m->code->local_count : 0));
    size_t lines = w->b->n;
    hy_write_u16(w, 0);
    if (!has_code)
        return;
    write_variables(s, cm, w);
    hy_patch_u16(w, lines, (uint16_t)write_lines(cm, w));
}

/* ---- classes ---- */

static const hy_cap_method *method_of(const hy_cap *c, const hy_jmethod *m)
{
    for (size_t i = 0; i < c->method_count; i++)
        if (c->methods[i].m == m)
            return &c->methods[i];
    return NULL;
}

static uint16_t class_access(strings *s, hy_jclass *k)
{
    const unsigned kept = HY_ACC_PUBLIC | HY_ACC_FINAL | HY_ACC_INTERFACE | HY_ACC_ABSTRACT;
    bool shareable = hy_world_is(s->c->w, k, "javacard/framework/Shareable");
    return (uint16_t)((k->access & kept) | (shareable ? HY_ACC_SHAREABLE : 0));
}

enum { INTERFACES_MAX = 255 };

/* All interfaces of a class, those of its superclasses too, unlike in the Class component. */
static hy_rc list_interfaces(strings *s, hy_jclass *k, hy_jclass **list, size_t *count)
{
    for (; k != NULL; k = k->super == NULL ? NULL : hy_world_class(s->c->w, k->super)) {
        hy_jclass **own;
        size_t own_count;
        HY_TRY(hy_token_interfaces(s->c->w, k, &own, &own_count));
        for (size_t i = 0; i < own_count; i++) {
            size_t at = 0;
            while (at < *count && list[at] != own[i])
                at++;
            if (at == *count && *count < INTERFACES_MAX)
                list[(*count)++] = own[i];
        }
    }
    return HY_OK;
}

static hy_rc write_class(strings *s, hy_jclass *k, hy_writer *w)
{
    hy_jclass *interfaces[INTERFACES_MAX];
    size_t count = 0;
    HY_TRY(list_interfaces(s, k, interfaces, &count));
    hy_write_u16(w, string_number(s, k->name));
    hy_write_u16(w, class_access(s, k));
    hy_write_u16(w, k->offset);
    hy_write_u16(w, string_number(s, k->super == NULL ? "java/lang/Object" : k->super));
    hy_write_u16(w, string_number(s, k->source == NULL ? "" : k->source));
    hy_write_u8(w, (uint8_t)count);
    hy_write_u16(w, (uint16_t)k->field_count);
    hy_write_u16(w, (uint16_t)k->method_count);
    for (size_t i = 0; i < count; i++)
        hy_write_u16(w, string_number(s, interfaces[i]->name));
    for (size_t i = 0; i < k->field_count; i++)
        write_field(s, &k->fields[i], w);
    for (size_t i = 0; i < k->method_count; i++) {
        const hy_cap_method *cm = method_of(s->c, &k->methods[i]);
        hy_cap_method bare = {.m = &k->methods[i]};
        write_method(s, cm == NULL ? &bare : cm, w);
    }
    return s->rc;
}

static hy_rc write_body(strings *s)
{
    hy_writer w = hy_writer_of(&s->body);
    const hy_jpackage *p = s->c->package;
    hy_write_u16(&w, string_number(s, p->name));
    hy_write_u16(&w, (uint16_t)p->class_count);
    for (size_t i = 0; i < p->class_count; i++)
        HY_TRY(write_class(s, p->classes[i], &w));
    return w.rc;
}

hy_rc hy_cap_write_debug(hy_cap *c, hy_writer *w)
{
    /* The writer refuses what is longer than a component; this only bounds memory. */
    enum { MAX = 1 << 20 };
    strings s = {.c = c,
                 .numbers = hy_map_new(c->w->arena),
                 .bytes = hy_buf_new(MAX),
                 .body = hy_buf_new(MAX),
                 .rc = HY_OK};
    hy_rc rc = write_body(&s);
    if (hy_ok(rc)) {
        hy_write_u16(w, (uint16_t)s.numbers.n);
        hy_write_bytes(w, hy_buf_view(&s.bytes));
        hy_write_bytes(w, hy_buf_view(&s.body));
    }
    hy_buf_free(&s.bytes);
    hy_buf_free(&s.body);
    return rc;
}
