/* Diagnostics: collecting, ordering and printing findings. */
#include "base/diag.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { ARENA_MAX = 4 * 1024 * 1024, TEXT_MAX = 512 };

hy_diag hy_diag_new(void)
{
    return (hy_diag){.arena = hy_arena_new(ARENA_MAX)};
}

void hy_diag_free(hy_diag *d)
{
    hy_arena_free(&d->arena);
    *d = hy_diag_new();
}

static const char *copy(hy_diag *d, const char *s)
{
    return s == NULL ? NULL : hy_arena_string(&d->arena, s, strlen(s));
}

void hy_diag_add(hy_diag *d, hy_severity severity, const char *file, int line, const char *mend,
                 const char *format, ...)
{
    if (severity == HY_SEVERITY_ERROR)
        d->errors++;
    if (severity == HY_SEVERITY_WARNING)
        d->warnings++;

    char text[TEXT_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);

    hy_diag_item *item = HY_NEW(&d->arena, hy_diag_item);
    const char *kept = copy(d, text);
    if (item == NULL || kept == NULL) {
        d->full = true;
        return;
    }
    *item = (hy_diag_item){NULL, severity, copy(d, file), line, kept, copy(d, mend)};
    if (d->last == NULL)
        d->first = item;
    else
        d->last->next = item;
    d->last = item;
}

static int compare_text(const char *a, const char *b)
{
    return strcmp(a == NULL ? "" : a, b == NULL ? "" : b);
}

static int compare(const hy_diag_item *a, const hy_diag_item *b)
{
    int order = compare_text(a->file, b->file);
    if (order == 0)
        order = (a->line > b->line) - (a->line < b->line);
    if (order == 0)
        order = (a->severity > b->severity) - (a->severity < b->severity);
    return order == 0 ? compare_text(a->text, b->text) : order;
}

static int compare_places(const void *a, const void *b)
{
    return compare(*(hy_diag_item *const *)a, *(hy_diag_item *const *)b);
}

static void count_out(hy_diag *d, hy_severity severity)
{
    if (severity == HY_SEVERITY_ERROR)
        d->errors--;
    if (severity == HY_SEVERITY_WARNING)
        d->warnings--;
}

void hy_diag_sort(hy_diag *d)
{
    size_t n = 0;
    for (hy_diag_item *i = d->first; i != NULL; i = i->next)
        n++;
    hy_diag_item **all = HY_NEW_ARRAY(&d->arena, hy_diag_item *, n);
    if (n < 2 || all == NULL)
        return;
    n = 0;
    for (hy_diag_item *i = d->first; i != NULL; i = i->next)
        all[n++] = i;
    qsort(all, n, sizeof *all, compare_places);
    d->first = d->last = all[0];
    for (size_t i = 1; i < n; i++) {
        if (compare(d->last, all[i]) == 0) {
            count_out(d, all[i]->severity);
            continue;
        }
        d->last->next = all[i];
        d->last = all[i];
    }
    d->last->next = NULL;
}

void hy_diag_print(const hy_diag *d, FILE *out, bool colour)
{
    static const char *const words[] = {"error", "warning", "note"};
    static const char *const colours[] = {"\033[1;31m", "\033[1;35m", "\033[1;36m"};
    for (const hy_diag_item *i = d->first; i != NULL; i = i->next) {
        if (i->file != NULL && i->line > 0)
            fprintf(out, "%s:%d: ", i->file, i->line);
        else if (i->file != NULL)
            fprintf(out, "%s: ", i->file);
        fprintf(out, "%s%s:%s %s\n", colour ? colours[i->severity] : "", words[i->severity],
                colour ? "\033[0m" : "", i->text);
        if (i->mend != NULL)
            fprintf(out, "    %s\n", i->mend);
    }
    if (d->full)
        fprintf(out, "... and more: the list was cut\n");
}
