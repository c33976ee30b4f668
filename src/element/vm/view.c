/* Finding members in a view. */
#include "element/vm/view.h"

/* Lists are ascending by token and mostly dense, so that a member is mostly at its token. */
#define FIND(list, count, wanted)                                                                  \
    do {                                                                                           \
        if ((wanted) < (count) && (list)[wanted].token == (wanted))                                \
            return &(list)[wanted];                                                                \
        for (uint8_t i = 0; i < (count); i++) {                                                    \
            if ((list)[i].token == (wanted))                                                       \
                return &(list)[i];                                                                 \
        }                                                                                          \
        return NULL;                                                                               \
    } while (0)

const hy_view_class *hy_view_find_class(const hy_package_view *v, uint8_t token)
{
    FIND(v->classes, v->class_count, token);
}

const hy_view_method *hy_view_find_virtual(const hy_view_class *c, uint8_t token)
{
    FIND(c->virtuals, c->virtual_count, token);
}

const hy_view_method *hy_view_find_static(const hy_view_class *c, uint8_t token)
{
    FIND(c->statics, c->static_count, token);
}

const hy_view_field *hy_view_find_field(const hy_view_class *c, uint8_t token)
{
    FIND(c->fields, c->field_count, token);
}

const hy_view_field *hy_view_find_static_field(const hy_view_class *c, uint8_t token)
{
    FIND(c->static_fields, c->static_field_count, token);
}

uint8_t hy_view_words(hy_view_type type)
{
    return type.kind == HY_TYPE_VOID ? 0 : type.kind == HY_TYPE_INT ? 2 : 1;
}

uint8_t hy_view_argument_words(const hy_view_method *m)
{
    unsigned words = 0;
    for (uint8_t i = 0; i < m->param_count; i++)
        words += hy_view_words(m->params[i]);
    return words > 255 ? 255 : (uint8_t)words;
}
