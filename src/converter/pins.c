/* Pins from export files and from text: a map from names to tokens.
   The text is drawn in pins.h; JCVM 4.3.7 and 4.5 say why tokens must stay. */
#include "converter/pins.h"

#include <string.h>

hy_pins hy_pins_new(hy_arena *arena, const char *source)
{
    return (hy_pins){hy_map_new(arena), source};
}

static hy_rc add(hy_pins *pins, const char *name, uint8_t token)
{
    hy_pin *pin = HY_NEW(pins->by_name.arena, hy_pin);
    HY_ENSURE(pin != NULL && name != NULL, MEMORY);
    *pin = (hy_pin){.name = name, .token = token};
    return hy_map_set(&pins->by_name, name, pin);
}

static hy_rc add_members(hy_pins *pins, const hy_jclass *c, const char *class_name)
{
    hy_arena *arena = pins->by_name.arena;
    for (size_t i = 0; i < c->field_count; i++) {
        const hy_jfield *f = &c->fields[i];
        if (f->token != HY_TOKEN_NONE)
            HY_TRY(add(pins, hy_arena_format(arena, "%s.%s", class_name, f->name), f->token));
    }
    for (size_t i = 0; i < c->method_count; i++) {
        const hy_jmethod *m = &c->methods[i];
        HY_TRY(
            add(pins, hy_arena_format(arena, "%s.%s%s", class_name, m->name, m->desc), m->token));
    }
    return HY_OK;
}

hy_rc hy_pins_add_package(hy_pins *pins, const hy_jpackage *earlier)
{
    size_t prefix = strlen(earlier->name) + 1;
    for (size_t i = 0; i < earlier->class_count; i++) {
        const hy_jclass *c = earlier->classes[i];
        const char *name = c->name + prefix;
        HY_TRY(add(pins, name, c->token));
        HY_TRY(add_members(pins, c, name));
    }
    return HY_OK;
}

static bool is_blank(uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* The next word of a line; empty at its end or at a comment. */
static hy_view next_word(hy_reader *r)
{
    while (hy_reader_left(r) > 0 && is_blank(hy_reader_peek(r)))
        hy_read_u8(r);
    size_t start = r->at;
    if (hy_reader_peek(r) == '#')
        return (hy_view){0};
    while (hy_reader_left(r) > 0 && !is_blank(hy_reader_peek(r)))
        hy_read_u8(r);
    return hy_view_part(r->v, start, r->at - start);
}

static bool number_of(hy_view word, uint8_t *out)
{
    unsigned n = 0;
    for (size_t i = 0; i < word.n && n <= UINT8_MAX; i++) {
        if (word.p[i] < '0' || word.p[i] > '9')
            return false;
        n = n * 10 + (unsigned)(word.p[i] - '0');
    }
    *out = (uint8_t)n;
    return word.n > 0 && n < HY_TOKEN_NONE;
}

static hy_rc add_line(hy_pins *pins, hy_view line, unsigned number, hy_reason *why)
{
    hy_reader r = hy_reader_of(line);
    hy_view name = next_word(&r);
    if (name.n == 0)
        return HY_OK;
    uint8_t token;
    if (!number_of(next_word(&r), &token) || next_word(&r).n != 0)
        return hy_reason_set(why, HY_FAIL(FORMAT), "%s:%u: want a name and a token from 0 to 254",
                             pins->source, number);
    char *copy = hy_arena_string(pins->by_name.arena, (const char *)name.p, name.n);
    HY_ENSURE(copy != NULL, MEMORY);
    if (hy_map_get(&pins->by_name, copy) != NULL)
        return hy_reason_set(why, HY_FAIL(EXISTS), "%s:%u: %s is pinned twice", pins->source,
                             number, copy);
    return add(pins, copy, token);
}

hy_rc hy_pins_add_text(hy_pins *pins, hy_view text, hy_reason *why)
{
    size_t start = 0;
    unsigned number = 1;
    while (start < text.n) {
        hy_view rest = hy_view_part(text, start, text.n - start);
        const uint8_t *newline = memchr(rest.p, '\n', rest.n);
        size_t length = newline == NULL ? rest.n : (size_t)(newline - rest.p);
        HY_TRY(add_line(pins, hy_view_part(rest, 0, length), number++, why));
        start += length + 1;
    }
    return HY_OK;
}

hy_pin *hy_pins_find(const hy_pins *pins, const char *name)
{
    return pins == NULL ? NULL : hy_map_get(&pins->by_name, name);
}
