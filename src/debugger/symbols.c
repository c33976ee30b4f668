/* Symbols: packages found and filled when first asked for, and how places are written. */
#include "debugger/symbols.h"

#include "base/hex.h"

#include <stdio.h>
#include <string.h>

enum { ARENA_MAX = 256 << 20, NAME_SIZE = 300 };

void hy_symbols_open(hy_symbols *s, const hy_pool *pool)
{
    *s = (hy_symbols){.arena = hy_arena_new(ARENA_MAX), .pool = pool};
    s->exports = hy_exports_new(&s->arena);
    s->nowhere.name = "?";
    s->no_class = (hy_symbol_class){.name = "?", .package = &s->nowhere};
    s->no_method = (hy_symbol_method){.name = "?", .owner = &s->no_class, .package = &s->nowhere};
}

void hy_symbols_close(hy_symbols *s)
{
    hy_arena_free(&s->arena);
    *s = (hy_symbols){.count = 0};
}

hy_rc hy_symbols_add_exports(hy_symbols *s, const char *folder, hy_reason *why)
{
    return hy_exports_add(&s->exports, folder, why);
}

hy_rc hy_symbols_add_cap(hy_symbols *s, const hy_package_parts *parts, hy_reason *why)
{
    hy_symbol_cap *cap = HY_NEW(&s->arena, hy_symbol_cap);
    hy_package_parts *copy = HY_NEW(&s->arena, hy_package_parts);
    if (cap == NULL || copy == NULL)
        return hy_reason_set(why, HY_FAIL(MEMORY), "symbols: out of memory");
    for (size_t i = 0; i < sizeof copy->part / sizeof *copy->part; i++)
        if (!hy_arena_view(&s->arena, parts->part[i], &copy->part[i]))
            return hy_reason_set(why, HY_FAIL(MEMORY), "symbols: out of memory");
    HY_TRY(hy_package_read(copy, &s->arena, &cap->package, why));
    cap->next = s->caps;
    s->caps = cap;
    return HY_OK;
}

/* ---- making a package ---- */

static const hy_package *find_cap(const hy_symbols *s, const hy_linked *l)
{
    for (const hy_symbol_cap *c = s->caps; c != NULL; c = c->next)
        if (hy_view_equal(c->package.id.aid, l->id.aid) && c->package.class_count == l->class_count)
            return &c->package;
    return NULL;
}

/* The platform's packages have names, others their AID. */
static const char *package_name(hy_symbols *s, const hy_linked *l)
{
    int rom = hy_pool_find_rom(s->pool, l->id.aid);
    char hex[2 * 16 + 1];
    if (rom >= 0 && s->pool->packages[rom].name != NULL)
        return hy_arena_replace(&s->arena, s->pool->packages[rom].name, '.', '/');
    return hy_arena_format(&s->arena, "%s", hy_hex_encode(l->id.aid, hex, sizeof hex));
}

/* Methods that nothing told the class of. */
static hy_rc fill_unknown(hy_symbols *s, hy_symbol_package *p)
{
    const hy_linked *l = p->linked;
    hy_symbol_class *rest = &p->rest;
    rest->name = hy_arena_format(&s->arena, "%s/unknown", p->name);
    rest->package = p;
    rest->methods = HY_NEW_ARRAY(&s->arena, hy_symbol_method, l->method_count + 1u);
    HY_ENSURE(rest->name != NULL && rest->methods != NULL, MEMORY);
    for (uint16_t i = 0; i < l->method_count; i++) {
        if (p->methods[i] != NULL && p->methods[i]->owner != NULL)
            continue;
        hy_symbol_method *m = &rest->methods[rest->method_count++];
        if (p->methods[i] != NULL)
            *m = *p->methods[i];
        else
            m->name = hy_arena_format(&s->arena, "method_%04X", l->methods[i].at);
        HY_ENSURE(m->name != NULL, MEMORY);
        m->owner = rest;
        m->package = p;
        m->of = &l->methods[i];
        p->methods[i] = m;
    }
    return HY_OK;
}

/* Names made of places, for what has none yet. */
static hy_rc fill_rest(hy_symbols *s, hy_symbol_package *p)
{
    const hy_linked *l = p->linked;
    if (p->name == NULL)
        p->name = package_name(s, l);
    HY_ENSURE(p->name != NULL, MEMORY);
    for (uint16_t i = 0; i < l->class_count; i++) {
        hy_symbol_class *c = &p->classes[i];
        c->of = &l->classes[i];
        c->package = p;
        if (c->name == NULL)
            c->name = hy_arena_format(&s->arena, "%s/class_%u", p->name, i);
        HY_ENSURE(c->name != NULL, MEMORY);
    }
    return fill_unknown(s, p);
}

static hy_rc make(hy_symbols *s, const hy_linked *l, hy_symbol_package **out)
{
    hy_symbol_package *p = HY_NEW(&s->arena, hy_symbol_package);
    HY_ENSURE(p != NULL, MEMORY);
    p->linked = l;
    p->classes = HY_NEW_ARRAY(&s->arena, hy_symbol_class, l->class_count + 1u);
    p->methods = HY_NEW_ARRAY(&s->arena, hy_symbol_method *, l->method_count + 1u);
    HY_ENSURE(p->classes != NULL && p->methods != NULL, MEMORY);
    const hy_package *cap = find_cap(s, l);
    HY_TRY(cap != NULL ? hy_symbols_from_cap(s, cap, p) : hy_symbols_from_exports(s, p));
    HY_TRY(fill_rest(s, p));
    hy_symbol_package **list =
        hy_arena_grow(&s->arena, s->packages, s->count, &s->room, sizeof(hy_symbol_package *));
    HY_ENSURE(list != NULL, MEMORY);
    s->packages = list;
    s->packages[s->count++] = p;
    *out = p;
    return HY_OK;
}

const hy_symbol_package *hy_symbols_package(hy_symbols *s, const hy_linked *l)
{
    if (s->last < s->count && s->packages[s->last]->linked == l)
        return s->packages[s->last];
    for (s->last = 0; s->last < s->count; s->last++)
        if (s->packages[s->last]->linked == l)
            return s->packages[s->last];
    hy_symbol_package *p;
    return hy_ok(make(s, l, &p)) ? p : &s->nowhere;
}

const hy_symbol_class *hy_symbols_class(hy_symbols *s, const hy_class *c)
{
    const hy_symbol_package *p = c == NULL ? &s->nowhere : hy_symbols_package(s, c->linked);
    return p == &s->nowhere ? &s->no_class : &p->classes[c->ordinal];
}

const hy_symbol_method *hy_symbols_method(hy_symbols *s, const hy_method *m)
{
    const hy_symbol_package *p = hy_symbols_package(s, m->linked);
    return p == &s->nowhere ? &s->no_method : p->methods[m - m->linked->methods];
}

/* ---- places ---- */

uint32_t hy_symbol_offset(const hy_method *m, const hy_cell *pc)
{
    bool inside = m->cells != NULL && pc >= m->cells && pc < m->cells + m->cell_count;
    return inside ? m->offsets[pc - m->cells] : 0;
}

unsigned hy_symbol_line(const hy_symbol_method *m, uint32_t offset)
{
    for (size_t i = 0; m->debug != NULL && i < m->debug->line_count; i++)
        if (offset >= m->debug->lines[i].start && offset <= m->debug->lines[i].end)
            return m->debug->lines[i].line;
    return 0;
}

const char *hy_symbol_class_text(const hy_symbol_class *c, char *out, size_t size)
{
    snprintf(out, size, "%s", c->name);
    for (char *at = out; *at != '\0'; at++)
        if (*at == '/')
            *at = '.';
    return out;
}

const char *hy_symbol_text(const hy_symbol_method *m, char *out, size_t size)
{
    const hy_symbol_class package = {.name = m->package->name};
    bool known = m->owner != &m->package->rest;
    char owner[NAME_SIZE];
    hy_symbol_class_text(known ? m->owner : &package, owner, sizeof owner);
    snprintf(out, size, "%s.%s", owner, m->name);
    return out;
}

const char *hy_symbol_place(const hy_symbol_method *m, uint32_t offset, char *out, size_t size)
{
    char name[2 * NAME_SIZE];
    hy_symbol_text(m, name, sizeof name);
    unsigned line = hy_symbol_line(m, offset);
    if (line != 0 && m->owner->source != NULL)
        snprintf(out, size, "%s(%s:%u)", name, m->owner->source, line);
    else if (m->of != NULL && m->of->linked->system)
        snprintf(out, size, "%s(platform)", name);
    else
        snprintf(out, size, "%s(bytecode %04X of method %04X)", name, (unsigned)offset,
                 m->of == NULL ? 0 : (unsigned)m->of->at);
    return out;
}

/* ---- constants ---- */

static const char *constant_of(const hy_jclass *c, uint16_t value)
{
    for (size_t i = 0; c != NULL && i < c->field_count; i++)
        if (c->fields[i].is_constant && (uint16_t)c->fields[i].constant == value)
            return c->fields[i].name;
    return NULL;
}

const char *hy_symbols_status(hy_symbols *s, uint16_t sw)
{
    const hy_class *framework = s->pool->known[HY_KNOWN_APPLET];
    const hy_symbol_package *p = hy_symbols_package(s, framework->linked);
    if (p == &s->nowhere)
        return NULL;
    for (uint16_t i = 0; i < p->linked->class_count; i++)
        if (strcmp(p->classes[i].name, "javacard/framework/ISO7816") == 0)
            return sw > UINT8_MAX ? constant_of(p->classes[i].exported, sw) : NULL;
    return NULL;
}

const char *hy_symbols_constant(hy_symbols *s, const hy_class *c, uint16_t value)
{
    if (c == NULL)
        return NULL;
    const hy_symbol_class *named = hy_symbols_class(s, c);
    if (strcmp(named->name, "javacard/framework/ISOException") == 0)
        return hy_symbols_status(s, value);
    return constant_of(named->exported, value);
}
