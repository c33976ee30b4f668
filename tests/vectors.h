/* Test vectors in text files: records of "name = value" lines with a blank line between them,
   # begins a comment line. Values are hex bytes, a word or a decimal number, as the reader asks. */
#ifndef HY_TESTS_VECTORS_H
#define HY_TESTS_VECTORS_H

#include "base/arena.h"

#define VECTOR_FIELDS_MAX 24

typedef struct vector_field {
    const char *name;
    const char *text;
} vector_field;

typedef struct vector {
    const char *file;
    int line; /* where the record begins */
    vector_field fields[VECTOR_FIELDS_MAX];
    size_t n;
    hy_arena *arena; /* holds the decoded values */
} vector;

/* Calls run for every record of the file and gives their number; a malformed file fails the test.
 */
int vectors_run(const char *path, void (*run)(const vector *v, void *context), void *context);

bool vector_has(const vector *v, const char *name);

/* A field as text, as bytes or as a number. The test fails, naming file and line, when it is not
   there or not such a value. An empty field is no bytes. */
const char *vector_text(const vector *v, const char *name);
hy_view vector_bytes(const vector *v, const char *name);
size_t vector_number(const vector *v, const char *name);

/* The same, or empty, or the default, when the field is not there. */
hy_view vector_bytes_or_none(const vector *v, const char *name);
size_t vector_number_or(const vector *v, const char *name, size_t other);

/* The place of a field's text in a list of names. */
size_t vector_choice(const vector *v, const char *name, const char *const *names, size_t count);

/* Fails the test with the place of the record. */
_Noreturn void vector_fail(const vector *v, const char *what);

/* Compares what was computed with the bytes of a field. */
void vector_expect(const vector *v, const char *name, const uint8_t *p, size_t n);

/* Compares a result with the error named in the field "error"; without one, with success. */
void vector_expect_rc(const vector *v, hy_rc rc);

#endif
