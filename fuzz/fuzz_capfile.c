/* Fuzzes the CAP container and the dump behind it: JARs and load files, told apart by their first
   bytes. What hy_package_read accepts is written as a JAR, which must read back. */
#include "converter/capfile.h"
#include "converter/dump.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void dump(const hy_capfile *c)
{
    hy_reason why;
    json_t *json = NULL;
    FILE *out = fopen("/dev/null", "w");
    if (out == NULL)
        return;
    if (hy_ok(hy_dump_cap(c, NULL, out, &why)) && !hy_ok(hy_dump_cap_json(c, NULL, &json, &why)))
        abort();
    json_decref(json);
    fclose(out);
}

static void write_again(const hy_capfile *c)
{
    hy_reason why;
    hy_capfile again;
    hy_buf bytes = hy_buf_new(HY_CAP_FILE_MAX);
    hy_capfile_names names = {"p", NULL, 0};
    if (hy_ok(hy_capfile_write_jar(&c->parts, &names, &bytes, &why))) {
        if (!hy_ok(hy_capfile_read(hy_buf_view(&bytes), &again, &why)))
            abort();
        hy_capfile_free(&again);
    }
    hy_buf_free(&bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    hy_capfile c;
    hy_reason why;
    if (hy_ok(hy_capfile_read(hy_view_of(data, size), &c, &why))) {
        write_again(&c);
        dump(&c);
    }
    hy_capfile_free(&c);
    return 0;
}
