/* The host plane's result: a one-field struct that cannot be mistaken for an int, and
   the reason that travels beside it in words. VM and wire failures are other planes. */
#ifndef HY_BASE_RC_H
#define HY_BASE_RC_H

#include <stdbool.h>

/* Marks a function whose result must be looked at. */
#define HY_USE __attribute__((warn_unused_result))

/* Marks a printf-like function: format is argument f, the first variable argument is a. */
#define HY_PRINTF(f, a) __attribute__((format(printf, f, a)))

enum hy_code {
    HY_CODE_OK = 0,
#define HY_ERROR(name, text) HY_E_##name,
#include "base/errors.def"
#undef HY_ERROR
    HY_CODE_COUNT
};

/* The result of a fallible call. Zero-initialised memory is NOT success by accident: functions
   start from HY_FAIL(UNSET) and set HY_OK on the last line only. */
typedef struct hy_rc {
    enum hy_code code;
} hy_rc;

#define HY_OK ((hy_rc){HY_CODE_OK})
#define HY_FAIL(name) ((hy_rc){HY_E_##name})

static inline bool hy_ok(hy_rc rc)
{
    return rc.code == HY_CODE_OK;
}

/* Returns from the calling function with the failed result; goes on otherwise. */
#define HY_TRY(call)                                                                               \
    do {                                                                                           \
        hy_rc hy_try_rc_ = (call);                                                                 \
        if (!hy_ok(hy_try_rc_))                                                                    \
            return hy_try_rc_;                                                                     \
    } while (0)

/* Returns HY_FAIL(name) from the calling function unless cond holds. */
#define HY_ENSURE(cond, name)                                                                      \
    do {                                                                                           \
        if (!(cond))                                                                               \
            return HY_FAIL(name);                                                                  \
    } while (0)

/* The error's text, a static string in lower case without a full stop; "success" for HY_OK. */
const char *hy_rc_text(hy_rc rc);

/* The error's name as in errors.def, a static string, for logs and tests; "OK" for HY_OK. */
const char *hy_rc_name(hy_rc rc);

/* Why a call failed, in words for a person: the place first, then what is wrong, then the mend.
   Owned by the caller, who may pass NULL where it does not care. Holds no secret. */
typedef struct hy_reason {
    char text[256];
} hy_reason;

/* Sets the reason (cut at the end of the field) and returns rc, so that a failure is one line:
   return hy_reason_set(why, HY_FAIL(FORMAT), "Import: ..."). why may be NULL. */
hy_rc hy_reason_set(hy_reason *why, hy_rc rc, const char *format, ...) HY_USE HY_PRINTF(3, 4);

/* Puts "prefix: " before what the reason says, for callers who know the place (a file's name).
   why may be NULL. Returns rc. */
hy_rc hy_reason_prefix(hy_reason *why, hy_rc rc, const char *prefix) HY_USE;

#endif
