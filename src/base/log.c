/* Log lines: stamp, level, text. */
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { LINE_MAX_BYTES = 1000 };

static void write_stderr(void *context, hy_log_level level, const char *line)
{
    (void)context;
    (void)level;
    fprintf(stderr, "%s\n", line);
}

hy_log hy_log_stderr(hy_log_level level, const hy_clock *clock)
{
    return (hy_log){level, clock, NULL, write_stderr};
}

static void make_printable(char *s)
{
    for (; *s != '\0'; s++)
        if ((unsigned char)*s < 0x20 || *s == 0x7F)
            *s = '?';
}

void hy_log_line(const hy_log *log, hy_log_level level, const char *format, ...)
{
    static const char *const words[] = {"error", "warning", "info", "debug"};
    if (log == NULL || level > log->level)
        return;

    char line[LINE_MAX_BYTES];
    size_t at = 0;
    if (log->clock != NULL) {
        at = strlen(hy_clock_format(hy_clock_now(log->clock), line, sizeof line));
        line[at++] = ' ';
    }
    at += (size_t)snprintf(line + at, sizeof line - at, "%s: ", words[level]);

    va_list args;
    va_start(args, format);
    vsnprintf(line + at, sizeof line - at, format, args);
    va_end(args);
    make_printable(line);
    log->write(log->context, level, line);
}
