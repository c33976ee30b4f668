/* The small pieces that the JSON dumps are made of. */
#include "converter/dump_json.h"

#include "base/hex.h"

#include <stdlib.h>

void hy_json_put(bool *bad, json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new(object, key, value) != 0)
        *bad = true;
}

void hy_json_add(bool *bad, json_t *array, json_t *value)
{
    if (json_array_append_new(array, value) != 0)
        *bad = true;
}

json_t *hy_json_text(const char *s)
{
    if (s == NULL)
        return json_null();
    json_t *text = json_string(s);
    return text != NULL ? text : json_string("?");
}

json_t *hy_json_hex(hy_view bytes)
{
    char *s = calloc(bytes.n + 1, 2);
    if (s == NULL)
        return NULL;
    json_t *text = json_string(hy_hex_encode(bytes, s, 2 * bytes.n + 1));
    free(s);
    return text;
}

json_t *hy_json_version(unsigned major, unsigned minor)
{
    return json_sprintf("%u.%u", major, minor);
}
