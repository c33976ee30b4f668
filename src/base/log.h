/* Logging: a value that says where lines go and which are wanted. Nobody keeps a global one. */
#ifndef HY_BASE_LOG_H
#define HY_BASE_LOG_H

#include "base/clock.h"
#include "base/rc.h"

typedef enum hy_log_level {
    HY_LOG_ERROR,
    HY_LOG_WARNING,
    HY_LOG_INFO,
    HY_LOG_DEBUG,
} hy_log_level;

typedef struct hy_log {
    hy_log_level level;    /* lines above it are dropped */
    const hy_clock *clock; /* stamps the lines; NULL: no stamp. Borrowed */
    void *context;         /* passed to write */
    /* Takes one finished line without a newline. */
    void (*write)(void *context, hy_log_level level, const char *line);
} hy_log;

/* A log that writes to standard error, stamped in UTC when clock is not NULL. */
hy_log hy_log_stderr(hy_log_level level, const hy_clock *clock);

/* Writes one line, cut at 1,000 bytes; control characters become '?', so that outside bytes forge
   no lines. log may be NULL. Never log a secret: there is no undoing it. */
void hy_log_line(const hy_log *log, hy_log_level level, const char *format, ...) HY_PRINTF(3, 4);

#endif
