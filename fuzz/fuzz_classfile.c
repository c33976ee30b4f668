/* Fuzz target: any bytes as the one class file of a package, through the whole front half of the
   converter: reading, checks, data flow, narrowing, selection. Must fail cleanly or give code. */
#include "converter/front.h"

#include <stdint.h>
#include <stdlib.h>

enum { ARENA_MAX = 64 * 1024 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* java.lang with the one class that every class file needs. */
static hy_rc import(void *context, hy_world *w, const char *name, hy_jpackage **out, hy_reason *why)
{
    (void)context;
    (void)why;
    HY_ENSURE(hy_view_equal(hy_view_str(name), hy_view_str("java/lang")), NOT_FOUND);
    hy_jpackage *p = HY_NEW(w->arena, hy_jpackage);
    hy_jclass *c = HY_NEW(w->arena, hy_jclass);
    hy_jmethod *m = HY_NEW(w->arena, hy_jmethod);
    hy_jclass **classes = HY_NEW_ARRAY(w->arena, hy_jclass *, 1);
    HY_ENSURE(p != NULL && c != NULL && m != NULL && classes != NULL, MEMORY);
    *m = (hy_jmethod){.owner = c, .name = "<init>", .desc = "()V", .access = HY_ACC_PUBLIC};
    *c = (hy_jclass){.package = p,
                     .name = "java/lang/Object",
                     .access = HY_ACC_PUBLIC,
                     .methods = m,
                     .method_count = 1};
    classes[0] = c;
    *p = (hy_jpackage){.name = "java/lang", .classes = classes, .class_count = 1};
    *out = p;
    return HY_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    for (int with_int = 0; with_int < 2; with_int++) {
        hy_arena arena = hy_arena_new(ARENA_MAX);
        hy_diag diag = hy_diag_new();
        hy_world w = hy_world_new(&arena, &diag);
        w.import = import;
        hy_front_options options = {.int_support = with_int != 0, .system = true};
        hy_front_file file = {hy_view_of(data, size), "input.class"};
        hy_jpackage **packages;
        size_t count;
        hy_reason why;
        if (hy_front_load(&w, &options, &file, 1, &packages, &count, &why).code == HY_E_INTERNAL)
            abort();
        hy_diag_free(&diag);
        hy_arena_free(&arena);
    }
    return 0;
}
