/* Building JSON without looking at every result: a failure is remembered. Shared by the dumps;
   nobody else includes it. */
#ifndef HY_CONVERTER_DUMP_JSON_H
#define HY_CONVERTER_DUMP_JSON_H

#include "base/bytes.h"

#include <jansson.h>

/* Sets a member or appends an element; takes the value over. *bad becomes true when there was no
   memory; nothing is made then. value may be NULL, which is bad. */
void hy_json_put(bool *bad, json_t *object, const char *key, json_t *value);
void hy_json_add(bool *bad, json_t *array, json_t *value);

/* A string; null for NULL; "?" for what is not UTF-8. */
json_t *hy_json_text(const char *s);

/* Upper-case hexadecimal digits. */
json_t *hy_json_hex(hy_view bytes);

/* "1.2" */
json_t *hy_json_version(unsigned major, unsigned minor);

#endif
