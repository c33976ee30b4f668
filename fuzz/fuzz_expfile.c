/* Fuzzes the export file reader, and what follows it: writing again, the verifier's view, the dump.
   A file that was read must be written and read again. */
#include "converter/dump.h"
#include "converter/expfile.h"
#include "converter/expview.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MEMORY = 64 << 20 };

static void write_again(hy_world *w, const hy_jpackage *p, hy_exp_format format)
{
    hy_reason why;
    hy_jpackage *again;
    hy_buf bytes = hy_buf_new(HY_EXP_MAX);
    hy_rc rc = hy_expfile_write(w, p, format, &bytes, &why);
    /* The pool may grow: names that the file shared with other entries are written apart. */
    if (hy_ok(rc) && !hy_ok(hy_expfile_read(w->arena, hy_buf_view(&bytes), &again, &why)))
        abort();
    hy_buf_free(&bytes);
}

static void dump(hy_view bytes)
{
    hy_reason why;
    json_t *json = NULL;
    FILE *out = fopen("/dev/null", "w");
    if (out == NULL)
        return;
    (void)!hy_ok(hy_dump_exp(bytes, out, &why));
    (void)!hy_ok(hy_dump_exp_json(bytes, &json, &why));
    json_decref(json);
    fclose(out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    hy_view bytes = hy_view_of(data, size);
    hy_arena arena = hy_arena_new(MEMORY);
    hy_diag diag = hy_diag_new();
    hy_world w = hy_world_new(&arena, &diag);
    hy_jpackage *p;
    hy_package_view view;
    hy_reason why;
    if (hy_ok(hy_expfile_read(&arena, bytes, &p, &why))) {
        write_again(&w, p, (hy_exp_format)hy_expfile_format(bytes));
        if (hy_ok(hy_world_add(&w, p)))
            (void)!hy_ok(hy_expview_make(&w, p, &view, &why));
        dump(bytes);
    }
    hy_diag_free(&diag);
    hy_arena_free(&arena);
    return 0;
}
