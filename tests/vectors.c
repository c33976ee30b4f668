/* Reading files of test vectors. */
#include "vectors.h"

#include "test.h"

#include "base/hex.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

void vector_fail(const vector *v, const char *what)
{
    fail_msg("%s:%d: %s", v->file, v->line, what);
    abort(); /* not reached: fail_msg leaves the test */
}

static char *trimmed(char *text)
{
    while (isspace((unsigned char)*text))
        text++;
    size_t n = strlen(text);
    while (n > 0 && isspace((unsigned char)text[n - 1]))
        text[--n] = '\0';
    return text;
}

static void add_field(vector *v, char *line)
{
    char *equals = strchr(line, '=');
    if (equals == NULL || v->n == VECTOR_FIELDS_MAX)
        vector_fail(v, "not \"name = value\", or too many fields");
    *equals = '\0';
    v->fields[v->n++] = (vector_field){trimmed(line), trimmed(equals + 1)};
}

static void finish_record(vector *v, int *count, void (*run)(const vector *v, void *context),
                          void *context)
{
    if (v->n == 0)
        return;
    run(v, context);
    hy_arena_free(v->arena);
    v->n = 0;
    ++*count;
}

int vectors_run(const char *path, void (*run)(const vector *v, void *context), void *context)
{
    hy_buf file;
    hy_reason why = {""};
    if (!hy_ok(hy_buf_read_file(&file, path, 1 << 22, &why)) ||
        !hy_ok(hy_buf_append(&file, hy_view_of("\n\n", 3))))
        fail_msg("%s", why.text);
    hy_arena arena = hy_arena_new(1 << 20);
    const char *slash = strrchr(path, '/');
    vector v = {.file = slash != NULL ? slash + 1 : path, .arena = &arena};
    int count = 0;
    int number = 0;
    char *line = (char *)file.p;
    for (char *end = strchr(line, '\n'); end != NULL; line = end + 1, end = strchr(line, '\n')) {
        *end = '\0';
        number++;
        char *text = trimmed(line);
        if (*text == '\0')
            finish_record(&v, &count, run, context);
        if (*text == '\0' || *text == '#')
            continue;
        if (v.n == 0)
            v.line = number;
        add_field(&v, text);
    }
    hy_buf_free(&file);
    return count;
}

static const char *find(const vector *v, const char *name)
{
    for (size_t i = 0; i < v->n; i++)
        if (strcmp(v->fields[i].name, name) == 0)
            return v->fields[i].text;
    return NULL;
}

bool vector_has(const vector *v, const char *name)
{
    return find(v, name) != NULL;
}

const char *vector_text(const vector *v, const char *name)
{
    const char *text = find(v, name);
    if (text == NULL)
        vector_fail(v, name);
    return text;
}

hy_view vector_bytes(const vector *v, const char *name)
{
    hy_buf bytes = hy_buf_new(1 << 16);
    hy_view copy;
    if (!hy_ok(hy_hex_decode(vector_text(v, name), &bytes)) ||
        !hy_arena_view(v->arena, hy_buf_view(&bytes), &copy))
        vector_fail(v, name);
    hy_buf_free(&bytes);
    return copy;
}

size_t vector_number(const vector *v, const char *name)
{
    char *end;
    const char *text = vector_text(v, name);
    unsigned long number = strtoul(text, &end, 10);
    if (end == text || *end != '\0')
        vector_fail(v, name);
    return number;
}

hy_view vector_bytes_or_none(const vector *v, const char *name)
{
    return vector_has(v, name) ? vector_bytes(v, name) : (hy_view){NULL, 0};
}

size_t vector_number_or(const vector *v, const char *name, size_t other)
{
    return vector_has(v, name) ? vector_number(v, name) : other;
}

size_t vector_choice(const vector *v, const char *name, const char *const *names, size_t count)
{
    const char *text = vector_text(v, name);
    for (size_t i = 0; i < count; i++)
        if (names[i] != NULL && strcmp(names[i], text) == 0)
            return i;
    vector_fail(v, name);
}

void vector_expect(const vector *v, const char *name, const uint8_t *p, size_t n)
{
    hy_view want = vector_bytes(v, name);
    if (hy_view_equal(want, hy_view_of(p, n)))
        return;
    char text[600];
    fail_msg("%s:%d: %s: computed %s", v->file, v->line, name,
             hy_hex_encode(hy_view_of(p, n), text, sizeof text));
}

void vector_expect_rc(const vector *v, hy_rc rc)
{
    const char *want = vector_has(v, "error") ? vector_text(v, "error") : "OK";
    if (strcmp(want, hy_rc_name(rc)) != 0)
        fail_msg("%s:%d: %s, not %s", v->file, v->line, hy_rc_name(rc), want);
}
