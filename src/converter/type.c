/* Reading JVM descriptors type by type; sizes of types on a card.
   Clauses: JVMS 4.3, JCVM 2.2.3 (supported types), 6.11. */
#include "converter/type.h"

#include "converter/descriptor.h"

#include <string.h>

bool hy_type_next(const char **at, hy_type *t)
{
    const char *p = *at;
    while (*p == '(' || *p == ')')
        p++;
    *t = (hy_type){0};
    if (*p == '[') {
        t->array = true;
        p++;
    }
    if (*p == '\0' || strchr("VZBSIL", *p) == NULL)
        return false;
    t->kind = *p++;
    if (t->kind == 'L') {
        const char *end = strchr(p, ';');
        if (end == NULL || end == p)
            return false;
        t->name = hy_view_of(p, (size_t)(end - p));
        p = end + 1;
    }
    *at = p;
    return !(t->array && t->kind == 'V');
}

unsigned hy_type_words(const hy_type *t)
{
    if (hy_type_is_ref(t))
        return 1;
    return t->kind == 'I' ? 2 : t->kind == 'V' ? 0 : 1;
}

unsigned hy_type_bytes(const hy_type *t)
{
    if (hy_type_is_ref(t))
        return 2;
    return t->kind == 'I' ? 4 : t->kind == 'S' ? 2 : t->kind == 'V' ? 0 : 1;
}

hy_type hy_type_of(const char *descriptor)
{
    hy_type t = {0};
    return hy_type_next(&descriptor, &t) ? t : (hy_type){0};
}

/* Nothing but types that a card knows, up to the end. */
static bool is_of_card(const char *descriptor)
{
    hy_type t;
    while (*descriptor != '\0')
        if (!hy_type_next(&descriptor, &t))
            return false;
    return true;
}

bool hy_type_is_field(const char *descriptor)
{
    return hy_descriptor_is_field(descriptor) && is_of_card(descriptor);
}

bool hy_type_is_method(const char *descriptor)
{
    return hy_descriptor_is_method(descriptor) && is_of_card(descriptor);
}
