/* Texts and names of host errors, and the reason that goes with them. */
#include "base/rc.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    const char *text;
} errors[HY_CODE_COUNT] = {
    {"OK", "success"},
#define HY_ERROR(name, text) {#name, text},
#include "base/errors.def"
#undef HY_ERROR
};

const char *hy_rc_text(hy_rc rc)
{
    return (unsigned)rc.code < HY_CODE_COUNT ? errors[rc.code].text : "unknown error";
}

const char *hy_rc_name(hy_rc rc)
{
    return (unsigned)rc.code < HY_CODE_COUNT ? errors[rc.code].name : "UNKNOWN";
}

hy_rc hy_reason_set(hy_reason *why, hy_rc rc, const char *format, ...)
{
    if (why != NULL) {
        va_list args;
        va_start(args, format);
        vsnprintf(why->text, sizeof why->text, format, args);
        va_end(args);
    }
    return rc;
}

hy_rc hy_reason_prefix(hy_reason *why, hy_rc rc, const char *prefix)
{
    if (why != NULL) {
        hy_reason whole;
        int head = snprintf(whole.text, sizeof whole.text, "%s: ", prefix);
        size_t used = (size_t)head < sizeof whole.text ? (size_t)head : sizeof whole.text - 1;
        snprintf(whole.text + used, sizeof whole.text - used, "%s", why->text);
        *why = whole;
    }
    return rc;
}
