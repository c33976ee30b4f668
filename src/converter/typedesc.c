/* Reading JVM descriptors type by type; sizes of types on a card.
   Clauses: JVMS 4.3, JCVM 2.2.3 (supported types), 6.11. */
#include "converter/typedesc.h"

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
        if (end == NULL)
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

unsigned hy_type_argument_words(const char *descriptor)
{
    const char *at = descriptor + 1; /* behind the '(' */
    unsigned words = 0;
    hy_type t;
    while (*at != ')' && hy_type_next(&at, &t))
        words += hy_type_words(&t);
    return words;
}

hy_type hy_type_of(const char *descriptor)
{
    hy_type t = {0};
    return hy_type_next(&descriptor, &t) ? t : (hy_type){0};
}
