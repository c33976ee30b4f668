/* The verifier's order of work, and how it says where something is wrong. */
#include "element/vm/verify_in.h"

#include "base/hex.h"

#include <stdarg.h>
#include <stdio.h>

/* ---- reasons ---- */

const char *hy_verify_aid(hy_view aid, char *text)
{
    return hy_hex_encode(aid, text, 40);
}

/* "package A0..., method at 123 (class 45), pc 17 sload_1: " */
static size_t place(const hy_verifier *v, char *text, size_t size)
{
    char aid[40];
    int n = snprintf(text, size, "package %s", hy_verify_aid(v->p->id.aid, aid));
    if (v->code == NULL)
        return (size_t)n;
    const hy_vmethod *m = v->code->method;
    n += snprintf(text + n, size - (size_t)n, ", method at %u", m->at);
    if (m->described != NULL && m->described->token != 0xFF)
        n += snprintf(text + n, size - (size_t)n, " (class at %u, token %u)",
                      v->classes[m->owner].record->offset, m->described->token);
    else if (m->described != NULL)
        n += snprintf(text + n, size - (size_t)n, " (class at %u)",
                      v->classes[m->owner].record->offset);
    if (v->pc < v->code->bytes.n) {
        const char *name = hy_opcode_table[v->code->bytes.p[v->pc]].name;
        n += snprintf(text + n, size - (size_t)n, ", pc %u %s", v->pc,
                      name == NULL ? "(unknown)" : name);
    }
    return (size_t)n;
}

static hy_rc fail(hy_verifier *v, hy_rc rc, const char *format, va_list arguments)
{
    char text[256];
    char where[256];
    vsnprintf(text, sizeof text, format, arguments);
    place(v, where, sizeof where);
    return hy_reason_set(v->why, rc, "%s: %s", where, text);
}

hy_rc hy_verify_fail(hy_verifier *v, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    hy_rc rc = fail(v, HY_FAIL(MISMATCH), format, arguments);
    va_end(arguments);
    return rc;
}

hy_rc hy_verify_fail_link(hy_verifier *v, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    hy_rc rc = fail(v, HY_FAIL(LINK), format, arguments);
    va_end(arguments);
    return rc;
}

hy_rc hy_verify_memory(hy_verifier *v)
{
    return hy_reason_set(v->why, HY_FAIL(MEMORY), "no memory to verify with");
}

hy_rc hy_verify_spend(hy_verifier *v)
{
    if (v->budget == 0)
        return hy_reason_set(v->why, HY_FAIL(LIMIT),
                             "method at %u: verifying takes more work than any honest package",
                             v->code->method->at);
    v->budget--;
    return HY_OK;
}

static const char *const kind_names[] = {
    [HY_VK_TOP] = "nothing usable",
    [HY_VK_SHORT] = "a short",
    [HY_VK_INT] = "an int",
    [HY_VK_INT_LOW] = "the second half of an int",
    [HY_VK_RETURN] = "a return address",
    [HY_VK_NULL] = "null",
    [HY_VK_NEW] = "an uninitialised object",
    [HY_VK_THIS] = "uninitialised this",
    [HY_VK_OBJECT] = "an object",
    [HY_VK_BOOLEANS] = "a boolean array",
    [HY_VK_BYTES] = "a byte array",
    [HY_VK_SHORTS] = "a short array",
    [HY_VK_INTS] = "an int array",
    [HY_VK_OBJECTS] = "an array of objects",
    [HY_VK_SOME] = "a reference",
    [HY_VK_VOID] = "void",
    [HY_VK_UNREAD] = "any word",
    [HY_VK_UNKNOWN] = "an unknown result",
};

const char *hy_verify_type_name(const hy_verifier *v, hy_vtype t, char *text)
{
    hy_vkind k = hy_vtype_kind(t);
    uint32_t c = hy_vtype_data(t);
    if ((k != HY_VK_OBJECT && k != HY_VK_OBJECTS) || c >= v->class_count)
        return kind_names[k];
    const char *what = k == HY_VK_OBJECT ? "" : "array of ";
    const hy_vclass *class = &v->classes[c];
    char aid[40];
    if (class->record != NULL)
        snprintf(text, 64, "%sclass at %u", what, class->record->offset);
    else
        snprintf(text, 64, "%sclass %u of %s", what,
                 class->seen == NULL ? (unsigned)HY_VIEW_NONE : class->seen->token,
                 hy_verify_aid(class->view->id.aid, aid));
    return text;
}

/* ---- reference locations ---- */

/* Spreads ReferenceLocation out over the bytes of Method: 1 or 2 where an operand of that size is
   said to be. */
static hy_rc spread_locations(hy_verifier *v)
{
    size_t size = v->p->info[HY_COMPONENT_METHOD].n;
    v->locations = HY_NEW_ARRAY(v->arena, uint8_t, size);
    if (v->locations == NULL)
        return hy_verify_memory(v);
    for (uint8_t b = 0; b < v->p->block_count; b++) {
        const hy_package_block *block = &v->p->blocks[b];
        for (uint8_t width = 1; width <= 2; width++) {
            hy_reader deltas = hy_reader_of(width == 1 ? block->locations1 : block->locations2);
            uint32_t at = block->start;
            while (hy_package_next_location(&deltas, &at)) {
                if (v->locations[at] != 0)
                    return hy_verify_fail(v, "ReferenceLocation names offset %u twice", at);
                v->locations[at] = width;
                v->location_count++;
            }
        }
    }
    return HY_OK;
}

/* Handlers' catch types are listed, too. */
static hy_rc catch_locations(hy_verifier *v)
{
    enum { HANDLER = 8, TYPE = 6 };
    for (uint8_t b = 0; b < v->p->block_count; b++) {
        const hy_package_block *block = &v->p->blocks[b];
        for (uint8_t i = 0; i < block->handler_count; i++) {
            uint32_t at = block->start + 1 + (uint32_t)i * HANDLER + TYPE;
            if (v->locations[at] != 2 && block->handlers[i].type != 0)
                return hy_verify_fail(v,
                                      "the catch type of handler %u is not in "
                                      "ReferenceLocation",
                                      i);
            if (v->locations[at] == 2)
                v->location_used++;
        }
    }
    return HY_OK;
}

/* ---- the whole ---- */

static bool is_native(const hy_verifier *v, const hy_vcode *code)
{
    return v->options->system && code->bytes.n == 3 && code->bytes.p[0] == HY_OP_impdep1;
}

static hy_rc verify_method(hy_verifier *v, hy_vmethod *m)
{
    if ((m->header.flags & HY_METHOD_ABSTRACT) != 0 || (!v->typed && !m->entered))
        return HY_OK;
    if (m->code == NULL)
        HY_TRY(hy_verify_open(v, m));
    v->code = m->code;
    v->pc = UINT32_MAX;
    v->result.methods++;
    if (!is_native(v, m->code)) {
        if (v->typed)
            HY_TRY(hy_verify_decode(v, m->code));
        HY_TRY(hy_verify_handlers(v, m->code));
        HY_TRY(hy_verify_flow_guessing(v, m->code));
    }
    v->code = NULL;
    return HY_OK;
}

static uint64_t default_budget(const hy_package *p)
{
    enum { VISITS = 100, BASE = 1000 };
    return VISITS * ((uint64_t)p->info[HY_COMPONENT_METHOD].n + BASE);
}

static hy_rc verify_all(hy_verifier *v)
{
    HY_TRY(spread_locations(v));
    HY_TRY(catch_locations(v));
    HY_TRY(hy_verify_classes(v));
    HY_TRY(v->typed ? hy_verify_methods(v) : hy_verify_infer(v));
    HY_TRY(hy_verify_pool(v));
    if (v->typed)
        HY_TRY(hy_verify_overrides(v));
    for (uint32_t i = 0; i < v->method_count; i++)
        HY_TRY(verify_method(v, &v->methods[i]));
    if (v->typed && v->location_used != v->location_count)
        return hy_verify_fail(v, "ReferenceLocation lists %u places, but code and handlers have %u",
                              v->location_count, v->location_used);
    return v->typed ? HY_OK : hy_verify_found(v);
}

hy_rc hy_verify(const hy_package *p, const hy_view_source *source, const hy_verify_options *options,
                hy_arena *arena, hy_verify_result *result, hy_reason *why)
{
    hy_verifier v = {.p = p,
                     .source = source,
                     .options = options,
                     .arena = arena,
                     .why = why,
                     .typed = p->descriptor != NULL,
                     .pc = UINT32_MAX};
    if (options->require_descriptor && p->descriptor == NULL)
        return hy_reason_set(why, HY_FAIL(DENIED),
                             "the package has no Descriptor component, which is required here");
    v.budget = options->budget != 0 ? options->budget : default_budget(p);
    uint64_t budget = v.budget;
    hy_rc rc = verify_all(&v);
    v.result.typed = v.typed;
    v.result.work = budget - v.budget;
    if (result != NULL)
        *result = v.result;
    return rc;
}
