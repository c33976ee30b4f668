/* What has to be decided before a component can be written: the order of imports, static fields,
   constant pool and methods. Everything is ordered by names or by use, never by chance.
   Clauses: JCVM 4.3.7.1, 6.8, 6.10, 6.11. */
#include "converter/cap.h"
#include "converter/tokens.h"
#include "converter/uses.h"

#include <stdlib.h>
#include <string.h>

/* ---- imports ---- */

enum { IMPORTS_MAX = 128, POOL_MAX = 65535 };

static hy_rc gather_import(void *context, const hy_use *use)
{
    hy_cap *c = context;
    hy_jpackage *p = use->owner->package;
    if (p == c->package)
        return HY_OK;
    for (size_t i = 0; i < c->import_count; i++)
        if (c->imports[i] == p)
            return HY_OK;
    if (c->import_count < IMPORTS_MAX)
        c->imports[c->import_count++] = p;
    else
        hy_cap_limit(c, "imports more than %d packages", IMPORTS_MAX);
    return HY_OK;
}

/* The class that has the member, too: it is the one that the pool names. */
static hy_rc gather_owner(void *context, const hy_use *use)
{
    hy_cap *c = context;
    HY_TRY(gather_import(c, use));
    if (use->name == NULL || use->is_field)
        return HY_OK;
    hy_jmethod *m = hy_world_method(c->w, use->owner, use->name, use->desc);
    hy_use owner = {.owner = m == NULL ? use->owner : m->owner};
    return gather_import(c, &owner);
}

static int by_package_name(const void *a, const void *b)
{
    const hy_jpackage *x = *(hy_jpackage *const *)a, *y = *(hy_jpackage *const *)b;
    return strcmp(x->name, y->name);
}

hy_rc hy_layout_imports(hy_cap *c)
{
    c->imports = HY_NEW_ARRAY(c->w->arena, hy_jpackage *, IMPORTS_MAX);
    HY_ENSURE(c->imports != NULL, MEMORY);
    HY_TRY(hy_uses_walk(c->w, c->package, gather_owner, c));
    qsort(c->imports, c->import_count, sizeof *c->imports, by_package_name);
    return HY_OK;
}

/* ---- static fields ---- */

static bool is_in_image(const hy_jfield *f)
{
    return (f->access & HY_ACC_STATIC) != 0 && !f->is_constant;
}

/* The four parts of the image, in its order. */
static unsigned image_part(const hy_jfield *f)
{
    hy_type t = hy_type_of(f->desc);
    if (hy_type_is_ref(&t))
        return f->init.kind == HY_JINIT_ARRAY ? 0 : 1;
    return f->init.kind == HY_JINIT_VALUE ? 3 : 2;
}

static void place_field(hy_cap *c, hy_jfield *f, size_t *offset)
{
    hy_cap_image *image = &c->image;
    hy_type t = hy_type_of(f->desc);
    unsigned bytes = hy_type_bytes(&t), part = image_part(f);
    f->offset = (uint16_t)*offset;
    image->fields[image->count++] = f;
    *offset += bytes;
    if (part <= 1)
        image->reference_count++;
    if (part == 0) {
        hy_type element = {.kind = t.kind};
        image->array_count++;
        image->array_bytes += hy_type_bytes(&element) * f->init.count;
    }
    image->default_bytes += part == 2 ? bytes : 0;
    image->value_bytes += part == 3 ? bytes : 0;
}

/* Fields of one part: class by class, exported ones first, else as declared. */
static void place_part(hy_cap *c, unsigned part, size_t *offset)
{
    for (size_t i = 0; i < c->package->class_count; i++) {
        hy_jclass *k = c->package->classes[i];
        for (unsigned hidden = 0; hidden < 2; hidden++) {
            for (size_t f = 0; f < k->field_count; f++) {
                hy_jfield *field = &k->fields[f];
                bool is_hidden = (field->access & (HY_ACC_PUBLIC | HY_ACC_PROTECTED)) == 0;
                if (is_in_image(field) && is_hidden == (hidden == 1) && image_part(field) == part)
                    place_field(c, field, offset);
            }
        }
    }
}

hy_rc hy_layout_image(hy_cap *c)
{
    size_t room = 1, offset = 0;
    for (size_t i = 0; i < c->package->class_count; i++)
        room += c->package->classes[i]->field_count;
    c->image.fields = HY_NEW_ARRAY(c->w->arena, hy_jfield *, room);
    HY_ENSURE(c->image.fields != NULL, MEMORY);
    for (unsigned part = 0; part < 4; part++)
        place_part(c, part, &offset);
    if (offset > UINT16_MAX || c->image.array_bytes > UINT16_MAX)
        hy_cap_limit(c, "has more than 65,535 bytes of static fields");
    return HY_OK;
}

/* ---- the constant pool ---- */

/* The class that the pool names: the one that declares the member, which may be above the one that
   the source names, unless its package hides it. Calls of super keep the class that makes them
   (JCVM 6.8.2). */
static void name_declaring_class(const hy_cap *c, hy_jref *ref)
{
    if (ref->kind == HY_JREF_CLASS || ref->kind == HY_JREF_SUPER)
        return;
    hy_jclass *owner = ref->field != NULL ? ref->field->owner : ref->method->owner;
    bool hidden = !hy_cap_is_internal(c, owner) && owner->token == HY_TOKEN_NONE;
    if (!hidden && (owner->access & HY_ACC_INTERFACE) == 0)
        ref->owner = owner;
}

static const char *ref_name(const hy_jref *r)
{
    return r->field != NULL ? r->field->name : r->method != NULL ? r->method->name : "";
}

static const char *ref_desc(const hy_jref *r)
{
    return r->field != NULL ? r->field->desc : r->method != NULL ? r->method->desc : "";
}

/* Instance fields come first, those that code names most before the others, so that one-byte
   indices reach them. Classes come last, so that index 0 is no catch type (JCVM 6.10). */
static unsigned pool_part(const hy_jref *r)
{
    static const unsigned parts[] = {
        [HY_JREF_FIELD] = 0, [HY_JREF_STATIC_FIELD] = 1, [HY_JREF_VIRTUAL] = 2,
        [HY_JREF_SUPER] = 3, [HY_JREF_STATIC] = 4,       [HY_JREF_CLASS] = 5};
    return parts[r->kind];
}

static int by_part_and_name(const void *a, const void *b)
{
    const hy_jref *x = *(hy_jref *const *)a, *y = *(hy_jref *const *)b;
    if (pool_part(x) != pool_part(y))
        return pool_part(x) < pool_part(y) ? -1 : 1;
    int order = strcmp(x->owner->name, y->owner->name);
    order = order != 0 ? order : strcmp(ref_name(x), ref_name(y));
    return order != 0 ? order : strcmp(ref_desc(x), ref_desc(y));
}

static int by_part_and_use(const void *a, const void *b)
{
    const hy_jref *x = *(hy_jref *const *)a, *y = *(hy_jref *const *)b;
    if (pool_part(x) == 0 && pool_part(y) == 0 && x->uses != y->uses)
        return x->uses > y->uses ? -1 : 1;
    return by_part_and_name(a, b);
}

/* One entry for all references that name the same thing; refs is sorted. */
static hy_rc merge_refs(hy_cap *c, hy_jref **refs, size_t count)
{
    c->pool = HY_NEW_ARRAY(c->w->arena, hy_jref *, count + 1);
    HY_ENSURE(c->pool != NULL, MEMORY);
    for (size_t i = 0; i < count; i++) {
        hy_jref *before = c->pool_count == 0 ? NULL : c->pool[c->pool_count - 1];
        if (before != NULL && by_part_and_name(&before, &refs[i]) == 0)
            before->uses += refs[i]->uses;
        else
            c->pool[c->pool_count++] = refs[i];
    }
    qsort(c->pool, c->pool_count, sizeof(hy_jref *), by_part_and_use);
    return HY_OK;
}

/* A pool of nothing but classes starts with one twice: then no catch type has index 0. */
static hy_rc keep_zero_free(hy_cap *c)
{
    if (c->pool_count == 0 || c->pool[0]->kind != HY_JREF_CLASS)
        return HY_OK;
    hy_jref *copy = HY_NEW(c->w->arena, hy_jref);
    HY_ENSURE(copy != NULL, MEMORY);
    *copy = *c->pool[0];
    memmove(c->pool + 1, c->pool, c->pool_count * sizeof(hy_jref *));
    c->pool[0] = copy;
    c->pool_count++;
    return HY_OK;
}

static void set_indices(hy_cap *c, hy_jref **refs, size_t count)
{
    for (size_t i = 0; i < c->pool_count; i++)
        c->pool[i]->index = (uint16_t)i;
    /* refs is sorted by name still: equal ones stand side by side, the pool's first. */
    for (size_t i = 1; i < count; i++)
        if (by_part_and_name(&refs[i - 1], &refs[i]) == 0)
            refs[i]->index = refs[i - 1]->index;
}

hy_rc hy_layout_pool(hy_cap *c)
{
    size_t count = c->package->ref_count;
    hy_jref **refs = HY_NEW_ARRAY(c->w->arena, hy_jref *, count + 1);
    HY_ENSURE(refs != NULL, MEMORY);
    for (size_t i = 0; i < count; i++) {
        refs[i] = c->package->refs[i];
        name_declaring_class(c, refs[i]);
    }
    qsort(refs, count, sizeof(hy_jref *), by_part_and_name);
    HY_TRY(merge_refs(c, refs, count));
    HY_TRY(keep_zero_free(c));
    if (c->pool_count > POOL_MAX)
        hy_cap_limit(c, "has more than %d constant pool entries", POOL_MAX);
    set_indices(c, refs, count);
    return HY_OK;
}

/* ---- methods ---- */

static hy_rc add_method(hy_cap *c, hy_jmethod *m)
{
    hy_cap_method *cm = &c->methods[c->method_count++];
    *cm = (hy_cap_method){.m = m, .first_handler = c->handler_count};
    if (m->code == NULL)
        return HY_OK;
    HY_TRY(hy_assemble(c->w->arena, c->w->diag, m, &cm->code));
    c->handler_count += cm->code.range_count;
    m->size = (uint16_t)cm->code.bytes.n;
    return HY_OK;
}

hy_rc hy_layout_methods(hy_cap *c)
{
    size_t room = 1;
    for (size_t i = 0; i < c->package->class_count; i++)
        room += c->package->classes[i]->method_count;
    c->methods = HY_NEW_ARRAY(c->w->arena, hy_cap_method, room);
    HY_ENSURE(c->methods != NULL, MEMORY);
    for (size_t i = 0; i < c->package->class_count; i++) {
        hy_jclass *k = c->package->classes[i];
        if ((k->access & HY_ACC_INTERFACE) != 0)
            continue;
        for (size_t m = 0; m < k->method_count; m++)
            HY_TRY(add_method(c, &k->methods[m]));
    }
    if (c->handler_count > UINT8_MAX)
        hy_cap_limit(c, "has more than 255 exception handlers");
    return HY_OK;
}
