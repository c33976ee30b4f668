/* A method's way from class file to card: decode, check, flow, narrow, select, tidy, measure.
 */
#include "converter/descriptor.h"
#include "converter/measure.h"
#include "converter/peephole.h"
#include "converter/select.h"
#include "converter/self.h"

#include <stdio.h>

enum { SCRATCH_MAX = 256 * 1024 * 1024, WORDS_MAX = 255 };

typedef struct subject {
    hy_unit *u;
    hy_jmethod *method;
} subject;

/* A value that may not fit; not said where the line has an error already, which explains it. */
static void report_narrowing(void *context, int line, const char *text, const char *mend)
{
    hy_unit *u = ((subject *)context)->u;
    if (!hy_unit_has_error(u, line) || line == 0)
        hy_unit_error(u, line, mend, "%s", text);
}

/* Handlers over code that cannot throw, such as javac's finally over itself, go. */
static void drop_idle_handlers(hy_bytecode *code)
{
    size_t kept = 0;
    for (size_t i = 0; i < code->handler_count; i++) {
        hy_bytecode_handler h = code->handlers[i];
        bool throws = false;
        for (uint32_t k = h.start; k < h.end; k++)
            throws = throws || hy_bytecode_throws(code->ops[k].op);
        if (throws)
            code->handlers[kept++] = h;
    }
    code->handler_count = kept;
}

static hy_rc generate(subject *s, hy_flow *flow, hy_narrow *narrow, hy_reason *why)
{
    bool *gone;
    hy_jcode *code = HY_NEW(s->u->world->arena, hy_jcode);
    HY_ENSURE(code != NULL, MEMORY);
    HY_TRY(hy_self_run(flow, &gone));
    HY_TRY(hy_select_run(s->u, flow, narrow, gone, code));
    if (s->u->failed)
        return HY_OK;
    HY_TRY(hy_peephole_run(flow->arena, code));
    HY_TRY(hy_measure_stack(flow->arena, code, why));
    if (code->max_stack > WORDS_MAX || code->max_locals + code->nargs > WORDS_MAX)
        hy_unit_error(s->u, s->method->line, "split the method",
                      "%s needs a frame of more than %d words", s->method->name, WORDS_MAX);
    s->method->code = code;
    return HY_OK;
}

static hy_rc translate(subject *s, hy_arena *scratch, const hy_classfile_code *from, hy_reason *why)
{
    hy_unit *u = s->u;
    hy_bytecode code;
    hy_flow flow;
    hy_narrow narrow;
    HY_TRY(hy_bytecode_decode(scratch, u->file, from, &code, why));
    hy_subset_check_code(u, s->method, &code);
    drop_idle_handlers(&code);
    bool is_static = (s->method->access & HY_ACC_STATIC) != 0;
    hy_rc rc = hy_flow_run(scratch, &code, is_static, s->method->desc, &flow, why);
    if (!hy_ok(rc) && u->failed)
        return HY_OK; /* what was reported already may well be the reason */
    HY_TRY(rc);
    HY_TRY(hy_narrow_run(&flow, u->options->int_support, report_narrowing, s, &narrow));
    return u->failed ? HY_OK : generate(s, &flow, &narrow, why);
}

hy_rc hy_translate(hy_unit *u, hy_jmethod *method, const hy_classfile_code *from, hy_reason *why)
{
    hy_arena scratch = hy_arena_new(SCRATCH_MAX);
    subject s = {u, method};
    if (why != NULL)
        why->text[0] = '\0';
    hy_rc rc = translate(&s, &scratch, from, why);
    hy_arena_free(&scratch);
    if (hy_ok(rc))
        return rc;
    if (why != NULL && why->text[0] == '\0')
        rc = hy_reason_set(why, rc, "%s", hy_rc_text(rc));
    char place[200];
    snprintf(place, sizeof place, "%s.%s%s", u->file->name, method->name, method->desc);
    return hy_reason_prefix(why, rc, place);
}
