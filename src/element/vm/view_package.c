/* The view of a parsed package: what others see of it, with the types of its Descriptor or, when it
   has none, in words (view_words.c). */
#include "element/vm/view_in.h"

enum { PACKAGES_MAX = HY_VIEW_NONE - 1, TYPES_MAX = 256, SUPERS_MAX = 128 };

/* javacard.framework.Shareable, as published. */
static const uint8_t framework[] = {0xA0, 0x00, 0x00, 0x00, 0x62, 0x01, 0x01};
enum { TOKEN_SHAREABLE = 2 };

typedef hy_view_making making;

hy_rc hy_view_no_memory(hy_view_making *m)
{
    return hy_reason_set(m->why, HY_FAIL(MEMORY), "no memory for a package's view");
}

/* ---- names of classes ---- */

static hy_rc package_index(making *m, hy_view aid, uint8_t *index)
{
    hy_package_view *out = m->out;
    for (uint8_t i = 0; i < out->package_count; i++) {
        *index = i;
        if (hy_view_equal(m->packages[i], aid))
            return HY_OK;
    }
    if (out->package_count == PACKAGES_MAX)
        return hy_reason_set(m->why, HY_FAIL(LIMIT), "a package names more than %d others",
                             PACKAGES_MAX);
    *index = out->package_count;
    m->packages[out->package_count++] = aid;
    return HY_OK;
}

/* An internal class by its token in this member or another one of the CAP; NONE: not exported. */
static hy_rc internal_id(making *m, hy_class_ref ref, hy_view_class_id *id)
{
    const hy_package *p = m->p;
    *id = (hy_view_class_id){HY_VIEW_NONE, 0};
    for (uint8_t i = 0; i < p->member_count; i++) {
        for (uint8_t t = 0; t < p->members[i].export_count; t++) {
            if (p->members[i].exports[t].cref != ref)
                continue;
            id->token = t;
            return package_index(m, p->members[i].id.aid, &id->package);
        }
    }
    return HY_OK;
}

static hy_rc class_id(making *m, hy_class_ref ref, hy_view_class_id *id)
{
    *id = (hy_view_class_id){HY_VIEW_NONE, 0};
    if (ref == HY_CLASS_REF_NONE)
        return HY_OK;
    if (!hy_class_ref_imported(ref))
        return internal_id(m, ref, id);
    id->token = hy_class_ref_token(ref);
    return package_index(m, m->p->imports[hy_class_ref_import(ref)].aid, &id->package);
}

/* A name in another view, in the words of this one. */
static hy_rc foreign_id(making *m, const hy_package_view *from, hy_view_class_id id,
                        hy_view_class_id *out)
{
    *out = id;
    if (id.package == HY_VIEW_NONE)
        return HY_OK;
    if (id.package >= from->package_count)
        return hy_reason_set(m->why, HY_FAIL(LINK), "an import's view names package %u of %u",
                             id.package, from->package_count);
    return package_index(m, from->packages[id.package], &out->package);
}

static hy_rc own_type(making *m, hy_package_type t, hy_view_type *out)
{
    out->kind = t.kind;
    return class_id(m, t.cref, &out->of);
}

static hy_rc foreign_type(making *m, const hy_package_view *from, hy_view_type t, hy_view_type *out)
{
    out->kind = t.kind;
    return foreign_id(m, from, t.of, &out->of);
}

/* ---- members ---- */

static const hy_package_described *described(const making *m, hy_class_ref ref)
{
    const hy_descriptor *d = m->p->descriptor;
    for (uint16_t i = 0; i < d->class_count; i++) {
        if (d->classes[i].cref == ref)
            return &d->classes[i];
    }
    return NULL;
}

static hy_rc own_method(making *m, const hy_package_method *from, uint8_t token,
                        hy_view_method *out)
{
    hy_package_type types[TYPES_MAX];
    size_t count = hy_package_types(m->p, from->type, types, TYPES_MAX);
    if (count == 0 || count > TYPES_MAX)
        return hy_reason_set(m->why, HY_FAIL(FORMAT), "Descriptor: a method has %zu types", count);
    hy_view_type *params = HY_NEW_ARRAY(m->arena, hy_view_type, count);
    if (params == NULL)
        return hy_view_no_memory(m);
    for (size_t i = 0; i < count; i++)
        HY_TRY(own_type(m, types[i], &params[i]));
    *out = (hy_view_method){.token = token,
                            .access = from->access,
                            .param_count = (uint8_t)(count - 1),
                            .params = params,
                            .result = params[count - 1]};
    return HY_OK;
}

static hy_rc foreign_method(making *m, const hy_package_view *view, const hy_view_method *from,
                            uint8_t token, hy_view_method *out)
{
    hy_view_type *params = HY_NEW_ARRAY(m->arena, hy_view_type, from->param_count);
    if (params == NULL)
        return hy_view_no_memory(m);
    for (uint8_t i = 0; i < from->param_count; i++)
        HY_TRY(foreign_type(m, view, from->params[i], &params[i]));
    *out = *from;
    out->token = token;
    out->since = 0;
    out->params = params;
    return foreign_type(m, view, from->result, &out->result);
}

/* The view in which an imported superclass is described, and the class. */
static hy_rc imported(making *m, hy_class_ref ref, const hy_package_view **view,
                      const hy_view_class **seen)
{
    hy_view aid = m->p->imports[hy_class_ref_import(ref)].aid;
    *view = m->source == NULL ? NULL : m->source->find(m->source->context, aid);
    *seen = *view == NULL ? NULL : hy_view_find_class(*view, hy_class_ref_token(ref));
    if (*seen == NULL)
        return hy_reason_set(m->why, HY_FAIL(LINK), "superclass %u of import %u is not there",
                             hy_class_ref_token(ref), hy_class_ref_import(ref));
    return HY_OK;
}

/* The virtual method at `at`, if there is one. */
static hy_rc method_at(making *m, uint32_t at, uint8_t token, hy_view_method *out, bool *found)
{
    const hy_descriptor *d = m->p->descriptor;
    *found = at != HY_METHOD_ELSEWHERE;
    if (!*found)
        return HY_OK;
    if (d == NULL)
        return hy_view_words_method(m, at, token, true, out, found);
    for (uint16_t i = 0; i < d->class_count; i++) {
        for (uint16_t k = 0; k < d->classes[i].method_count; k++) {
            if (d->classes[i].methods[k].at == at)
                return own_method(m, &d->classes[i].methods[k], token, out);
        }
    }
    *found = false;
    return HY_OK;
}

/* Virtual method `token` of a class, wherever up the line it is. */
static hy_rc virtual_method(making *m, const hy_package_class *c, uint8_t token,
                            hy_view_method *out)
{
    uint8_t there = token;
    for (int depth = 0; depth < SUPERS_MAX; depth++) {
        uint32_t at = HY_METHOD_ELSEWHERE;
        if (there >= c->public_base && there < c->public_base + c->public_count)
            at = c->public_table[there - c->public_base];
        bool there_is = false;
        HY_TRY(method_at(m, at, token, out, &there_is));
        if (there_is)
            return HY_OK;
        if (there < c->token_mapping.n)
            there = c->token_mapping.p[there];
        if (c->super == HY_CLASS_REF_NONE)
            break;
        if (hy_class_ref_imported(c->super)) {
            const hy_package_view *view;
            const hy_view_class *seen;
            HY_TRY(imported(m, c->super, &view, &seen));
            const hy_view_method *v = hy_view_find_virtual(seen, there);
            if (v != NULL)
                return foreign_method(m, view, v, token, out);
            break;
        }
        c = hy_package_class_at(m->p, c->super);
    }
    return hy_reason_set(m->why, HY_FAIL(LINK), "virtual method %u is nowhere", token);
}

/* The minor version that brought this token of a class. */
static uint8_t since_of(const making *m, uint8_t class_token, unsigned token)
{
    for (uint16_t i = 0; i < m->since_count; i++)
        if (m->since[i].class_token == class_token && token < m->since[i].virtual_count)
            return m->since[i].minor;
    return 0;
}

static hy_rc add_virtuals(making *m, const hy_package_class *c, hy_view_class *out)
{
    unsigned count = (unsigned)c->public_base + c->public_count;
    hy_view_method *list = HY_NEW_ARRAY(m->arena, hy_view_method, count);
    if (list == NULL)
        return hy_view_no_memory(m);
    for (unsigned t = 0; t < count; t++) {
        HY_TRY(virtual_method(m, c, (uint8_t)t, &list[t]));
        list[t].since = since_of(m, out->token, t);
    }
    out->virtuals = list;
    out->virtual_count = (uint8_t)count;
    return HY_OK;
}

/* Methods of interfaces, and static methods and constructors, in the order of their tokens. */
static hy_rc add_methods(making *m, const hy_package_described *d, bool interface,
                         const hy_view_method **out, uint8_t *out_count)
{
    hy_view_method *list = HY_NEW_ARRAY(m->arena, hy_view_method, d->method_count);
    uint8_t count = 0;
    if (list == NULL)
        return hy_view_no_memory(m);
    for (unsigned token = 0; token < HY_VIEW_NONE; token++) {
        for (uint16_t i = 0; i < d->method_count; i++) {
            const hy_package_method *from = &d->methods[i];
            bool is_static = (from->access & (HY_ACCESS_STATIC | HY_ACCESS_INIT)) != 0;
            if (from->token != token || is_static == interface || count == d->method_count)
                continue;
            HY_TRY(own_method(m, from, (uint8_t)token, &list[count]));
            list[count++].since = interface ? since_of(m, d->token, token) : 0;
        }
    }
    *out = list;
    *out_count = count;
    return HY_OK;
}

static hy_rc add_fields(making *m, const hy_package_described *d, bool is_static,
                        const hy_view_field **out, uint8_t *out_count)
{
    hy_view_field *list = HY_NEW_ARRAY(m->arena, hy_view_field, d->field_count);
    uint8_t count = 0;
    if (list == NULL)
        return hy_view_no_memory(m);
    for (unsigned token = 0; token < HY_VIEW_NONE; token++) {
        for (uint16_t i = 0; i < d->field_count; i++) {
            const hy_package_field *f = &d->fields[i];
            bool visible = (f->access & (HY_ACCESS_PUBLIC | HY_ACCESS_PROTECTED)) != 0;
            if (f->token != token || !visible || count == HY_VIEW_NONE ||
                ((f->access & HY_ACCESS_STATIC) != 0) != is_static)
                continue;
            list[count].token = f->token;
            list[count].access = f->access;
            HY_TRY(own_type(m, hy_package_field_type(m->p, f->type), &list[count].type));
            count++;
        }
    }
    *out = list;
    *out_count = count;
    return HY_OK;
}

/* ---- classes ---- */

typedef struct interfaces {
    hy_view_class_id ids[HY_VIEW_NONE];
    uint8_t count;
} interfaces;

static void add_interface(interfaces *list, hy_view_class_id id)
{
    if (id.package == HY_VIEW_NONE || list->count == HY_VIEW_NONE)
        return;
    for (uint8_t i = 0; i < list->count; i++) {
        if (list->ids[i].package == id.package && list->ids[i].token == id.token)
            return;
    }
    list->ids[list->count++] = id;
}

/* Interfaces of a class and its superclasses, and the nearest superclass that has a name. */
static hy_rc climb(making *m, const hy_package_class *c, interfaces *list, hy_view_class_id *super)
{
    hy_view_class_id id;
    *super = (hy_view_class_id){HY_VIEW_NONE, 0};
    for (uint8_t i = 0; i < c->super_count; i++) {
        HY_TRY(class_id(m, c->supers[i], &id));
        add_interface(list, id);
    }
    if ((c->flags & HY_CLASS_INTERFACE) != 0)
        return HY_OK;
    for (int depth = 0; depth < SUPERS_MAX; depth++) {
        for (uint8_t i = 0; i < c->implemented_count; i++) {
            HY_TRY(class_id(m, c->implemented[i].interface, &id));
            add_interface(list, id);
        }
        HY_TRY(class_id(m, c->super, &id));
        if (super->package == HY_VIEW_NONE)
            *super = id;
        if (c->super == HY_CLASS_REF_NONE || hy_class_ref_imported(c->super))
            break;
        c = hy_package_class_at(m->p, c->super);
    }
    if (c->super == HY_CLASS_REF_NONE)
        return HY_OK;
    const hy_package_view *view;
    const hy_view_class *seen = NULL;
    HY_TRY(imported(m, c->super, &view, &seen));
    for (uint8_t i = 0; seen != NULL && i < seen->interface_count; i++) {
        HY_TRY(foreign_id(m, view, seen->interfaces[i], &id));
        add_interface(list, id);
    }
    return HY_OK;
}

static bool is_shareable(const making *m, const interfaces *list)
{
    hy_view wanted = hy_view_of(framework, sizeof framework);
    for (uint8_t i = 0; i < list->count; i++) {
        if (list->ids[i].token == TOKEN_SHAREABLE &&
            hy_view_equal(m->packages[list->ids[i].package], wanted))
            return true;
    }
    return false;
}

/* What the Descriptor says of the class. */
static hy_rc add_described(making *m, const hy_package_class *c, hy_view_class *out)
{
    const hy_package_described *d = described(m, c->offset);
    if (d == NULL)
        return hy_reason_set(m->why, HY_FAIL(FORMAT), "Descriptor: exported class %u is not there",
                             out->token);
    out->access = d->access;
    if ((c->flags & HY_CLASS_INTERFACE) != 0)
        HY_TRY(add_methods(m, d, true, &out->virtuals, &out->virtual_count));
    HY_TRY(add_methods(m, d, false, &out->statics, &out->static_count));
    HY_TRY(add_fields(m, d, true, &out->static_fields, &out->static_field_count));
    return add_fields(m, d, false, &out->fields, &out->field_count);
}

/* Without Descriptor only the classes that implement an interface tell what its methods are. */
static hy_rc add_implemented(making *m, const hy_package_class *c, hy_view_class *out)
{
    const hy_package_class *by = NULL;
    hy_view tokens = {NULL, 0};
    for (uint16_t i = 0; i < m->p->class_count; i++) {
        const hy_package_class *k = &m->p->classes[i];
        for (uint8_t n = 0; n < k->implemented_count; n++) {
            if (k->implemented[n].interface != c->offset || k->implemented[n].tokens.n <= tokens.n)
                continue;
            tokens = k->implemented[n].tokens;
            by = k;
        }
    }
    hy_view_method *list = HY_NEW_ARRAY(m->arena, hy_view_method, tokens.n);
    if (list == NULL)
        return hy_view_no_memory(m);
    for (size_t t = 0; t < tokens.n; t++) {
        HY_TRY(virtual_method(m, by, tokens.p[t], &list[t]));
        list[t].token = (uint8_t)t;
        list[t].since = 0;
    }
    out->virtuals = list;
    out->virtual_count = (uint8_t)tokens.n;
    return HY_OK;
}

static hy_rc make_class(making *m, uint8_t token, hy_view_class *out)
{
    const hy_package_export *e = &m->member->exports[token];
    const hy_package_class *c = hy_package_class_at(m->p, e->cref);
    interfaces list = {.count = 0};
    if (c == NULL)
        return hy_reason_set(m->why, HY_FAIL(FORMAT), "Export: class %u is not there", token);
    bool interface = (c->flags & HY_CLASS_INTERFACE) != 0;
    out->token = token;
    out->cap22_count = m->p->format_minor >= 3 && !interface ? c->cap22_count : 0xFF;
    HY_TRY(climb(m, c, &list, &out->super));
    hy_view_class_id *ids = HY_NEW_ARRAY(m->arena, hy_view_class_id, list.count);
    if (ids == NULL)
        return hy_view_no_memory(m);
    for (uint8_t i = 0; i < list.count; i++)
        ids[i] = list.ids[i];
    out->interfaces = ids;
    out->interface_count = list.count;
    out->shareable = (c->flags & HY_CLASS_SHAREABLE) != 0 || is_shareable(m, &list);
    if (!interface)
        HY_TRY(add_virtuals(m, c, out));
    if (m->p->descriptor != NULL)
        return add_described(m, c, out);
    if (interface)
        HY_TRY(add_implemented(m, c, out));
    out->access = hy_view_words_access(m, c);
    return hy_view_words_members(m, e, c, out);
}

static hy_rc make_view(making *m)
{
    m->packages = HY_NEW_ARRAY(m->arena, hy_view, PACKAGES_MAX);
    hy_view_class *classes = HY_NEW_ARRAY(m->arena, hy_view_class, m->member->export_count);
    if (m->packages == NULL || classes == NULL)
        return hy_view_no_memory(m);
    m->packages[HY_VIEW_SELF] = m->member->id.aid;
    *m->out = (hy_package_view){.id = m->member->id,
                                .typed = m->p->descriptor != NULL,
                                .packages = m->packages,
                                .package_count = 1,
                                .classes = classes,
                                .class_count = m->member->export_count};
    for (uint8_t t = 0; t < m->out->class_count; t++)
        HY_TRY(make_class(m, t, &classes[t]));
    return HY_OK;
}

hy_rc hy_view_of_package(const hy_package *p, uint8_t member, const hy_view_source *source,
                         hy_arena *arena, hy_package_view *out, hy_reason *why)
{
    if (p->descriptor == NULL)
        return hy_reason_set(why, HY_FAIL(STATE),
                             "the package has no Descriptor to make a view of");
    HY_ENSURE(member < p->member_count, ARGUMENT);
    making m = {.p = p,
                .member = &p->members[member],
                .source = source,
                .arena = arena,
                .why = why,
                .out = out};
    return make_view(&m);
}

hy_rc hy_view_of_words(const hy_package *p, uint8_t member, const hy_view_found *found,
                       uint32_t found_count, const hy_view_source *source, hy_arena *arena,
                       hy_package_view *out, hy_reason *why)
{
    HY_ENSURE(p->descriptor == NULL && member < p->member_count, ARGUMENT);
    making m = {.p = p,
                .member = &p->members[member],
                .source = source,
                .found = found,
                .found_count = found_count,
                .arena = arena,
                .why = why,
                .out = out};
    return make_view(&m);
}

hy_rc hy_view_of_platform(const hy_package *p, const hy_package_since *since, uint16_t since_count,
                          const hy_view_source *source, hy_arena *arena, hy_package_view *out,
                          hy_reason *why)
{
    HY_ENSURE(p->descriptor != NULL && p->member_count == 1, STATE);
    making m = {.p = p,
                .member = p->members,
                .source = source,
                .since = since,
                .since_count = since_count,
                .arena = arena,
                .why = why,
                .out = out};
    return make_view(&m);
}
