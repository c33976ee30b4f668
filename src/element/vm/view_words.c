/* Members of a package without Descriptor as others see them: in words, from what the verifier
   found out and from Class, Export and StaticField. */
#include "element/vm/view_in.h"

static const hy_view_method *found_at(const hy_view_making *m, uint32_t at)
{
    uint32_t low = 0;
    uint32_t high = m->found_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (m->found[middle].at < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low < m->found_count && m->found[low].at == at ? &m->found[low].method : NULL;
}

hy_rc hy_view_words_method(hy_view_making *m, uint32_t at, uint8_t token, bool virtual,
                           hy_view_method *out, bool *found)
{
    const hy_view_method *from = found_at(m, at);
    uint8_t first = virtual ? 1 : 0;
    *found = from != NULL && from->param_count >= first;
    if (!*found)
        return HY_OK;
    uint8_t count = (uint8_t)(from->param_count - first);
    hy_view_type *params = HY_NEW_ARRAY(m->arena, hy_view_type, count);
    if (params == NULL)
        return hy_view_no_memory(m);
    for (uint8_t i = 0; i < count; i++)
        params[i] = from->params[first + i];
    *out = *from;
    out->token = token;
    out->params = params;
    out->param_count = count;
    return HY_OK;
}

/* ---- classes ---- */

static bool has_abstract(const hy_view_making *m, const uint32_t *table, uint8_t count)
{
    hy_method_header h;
    for (uint8_t i = 0; i < count; i++) {
        if (table[i] != HY_METHOD_ELSEWHERE && hy_package_method_header(m->p, table[i], &h) &&
            (h.flags & HY_METHOD_ABSTRACT) != 0)
            return true;
    }
    return false;
}

uint8_t hy_view_words_access(const hy_view_making *m, const hy_package_class *c)
{
    if ((c->flags & HY_CLASS_INTERFACE) != 0)
        return HY_ACCESS_PUBLIC | HY_ACCESS_INTERFACE | HY_ACCESS_ABSTRACT;
    bool abstract = has_abstract(m, c->public_table, c->public_count) ||
                    has_abstract(m, c->package_table, c->package_count);
    return abstract ? HY_ACCESS_PUBLIC | HY_ACCESS_ABSTRACT : HY_ACCESS_PUBLIC;
}

/* ---- members ---- */

static hy_rc add_statics(hy_view_making *m, const hy_package_export *e, hy_view_class *out)
{
    hy_view_method *list = HY_NEW_ARRAY(m->arena, hy_view_method, e->method_count);
    if (list == NULL)
        return hy_view_no_memory(m);
    for (uint8_t t = 0; t < e->method_count; t++) {
        bool found = false;
        HY_TRY(hy_view_words_method(m, e->methods[t], t, false, &list[t], &found));
        if (!found)
            return hy_reason_set(m->why, HY_FAIL(INTERNAL), "Export: method %u was not verified",
                                 t);
    }
    out->statics = list;
    out->static_count = e->method_count;
    return HY_OK;
}

static hy_view_field field_of(uint8_t token, bool reference)
{
    return (hy_view_field){
        .token = token,
        .type = {reference ? HY_TYPE_REFERENCE : HY_VIEW_ANY, {HY_VIEW_NONE, 0}},
    };
}

static hy_rc add_static_fields(hy_view_making *m, const hy_package_export *e, hy_view_class *out)
{
    hy_view_field *list = HY_NEW_ARRAY(m->arena, hy_view_field, e->field_count);
    if (list == NULL)
        return hy_view_no_memory(m);
    for (uint8_t t = 0; t < e->field_count; t++)
        list[t] = field_of(t, e->fields[t] < 2 * (uint32_t)m->p->statics.reference_count);
    out->static_fields = list;
    out->static_field_count = e->field_count;
    return HY_OK;
}

static hy_rc add_fields(hy_view_making *m, const hy_package_class *c, hy_view_class *out)
{
    hy_view_field *list = HY_NEW_ARRAY(m->arena, hy_view_field, c->instance_words);
    if (list == NULL)
        return hy_view_no_memory(m);
    for (uint8_t t = 0; t < c->instance_words; t++)
        list[t] = field_of(t, c->first_reference != 0xFF && t >= c->first_reference &&
                                  t < c->first_reference + c->reference_count);
    out->fields = list;
    out->field_count = c->instance_words;
    return HY_OK;
}

hy_rc hy_view_words_members(hy_view_making *m, const hy_package_export *e,
                            const hy_package_class *c, hy_view_class *out)
{
    HY_TRY(add_statics(m, e, out));
    HY_TRY(add_static_fields(m, e, out));
    return (c->flags & HY_CLASS_INTERFACE) != 0 ? HY_OK : add_fields(m, c, out);
}
