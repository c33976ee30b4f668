/* APDU scripts: any text is taken apart or refused with its line, and its patterns are tried. */
#include "cmd/apdu_script.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    hy_script script;
    hy_reason why;
    hy_rc rc = hy_script_parse(hy_view_of(data, size), &script, &why);
    for (size_t i = 0; hy_ok(rc) && i < script.count; i++) {
        hy_script_fits(&script.steps[i], "00649000");
        hy_script_fits(&script.steps[i], "");
    }
    hy_script_free(&script);
    return 0;
}
