/* Tokens of classes, fields and static methods, and the order of classes in a package.
   Virtual and interface methods are numbered in vtables.c. Clause: JCVM 4.3.7. */
#include "converter/tokens.h"

#include "converter/type.h"
#include "converter/vtables.h"

#include <stdlib.h>
#include <string.h>

enum { TOKENS_MAX = 255 };

const char *hy_token_dotted(hy_arena *arena, const char *name)
{
    char *copy = hy_arena_replace(arena, name, '/', '.');
    return copy == NULL ? name : copy;
}

static bool is_interface(const hy_jclass *c)
{
    return (c->access & HY_ACC_INTERFACE) != 0;
}

/* ---- the order of classes ---- */

static int by_kind_and_name(const void *a, const void *b)
{
    const hy_jclass *x = *(hy_jclass *const *)a, *y = *(hy_jclass *const *)b;
    if (is_interface(x) != is_interface(y))
        return is_interface(x) ? -1 : 1;
    return strcmp(x->name, y->name);
}

typedef struct ordering {
    hy_world *w;
    hy_jpackage *p;
    hy_jclass **out;
    size_t count;
    hy_map placed;
} ordering;

/* Places c after its superclass and superinterfaces of the same package. Honest class files have no
   circles; in a circle the class met again has its mark already. */
static hy_rc place_class(ordering *o, hy_jclass *c)
{
    if (c == NULL || c->package != o->p || hy_map_get(&o->placed, c->name) != NULL)
        return HY_OK;
    HY_TRY(hy_map_set(&o->placed, c->name, c));
    if (c->super != NULL)
        HY_TRY(place_class(o, hy_world_class(o->w, c->super)));
    for (size_t i = 0; i < c->interface_count; i++)
        HY_TRY(place_class(o, hy_world_class(o->w, c->interfaces[i])));
    o->out[o->count++] = c;
    return HY_OK;
}

static hy_rc order_classes(hy_world *w, hy_jpackage *p)
{
    if (p->class_count == 0)
        return HY_OK;
    qsort(p->classes, p->class_count, sizeof *p->classes, by_kind_and_name);
    ordering o = {.w = w, .p = p, .placed = hy_map_new(w->arena)};
    o.out = HY_NEW_ARRAY(w->arena, hy_jclass *, p->class_count);
    HY_ENSURE(o.out != NULL, MEMORY);
    for (size_t i = 0; i < p->class_count; i++)
        HY_TRY(place_class(&o, p->classes[i]));
    p->classes = o.out;
    return HY_OK;
}

/* ---- numbers ---- */

/* Numbers that are given out once each: pinned ones as they are, others the lowest free. */
typedef struct numbers {
    hy_world *w;
    const hy_jclass *c; /* for messages; NULL: the package's classes */
    const char *what;
    bool taken[TOKENS_MAX];
} numbers;

static uint8_t take(numbers *n, hy_pin *pin, const char *name, int line)
{
    const char *file = n->c == NULL ? NULL : n->c->source;
    unsigned token = 0;
    if (pin != NULL) {
        pin->used = true;
        token = pin->token;
        if (n->taken[token])
            hy_diag_add(n->w->diag, HY_SEVERITY_ERROR, file, line, NULL,
                        "token %u of %s is already another's", token, name);
    } else {
        while (token < TOKENS_MAX && n->taken[token])
            token++;
    }
    if (token >= TOKENS_MAX) {
        hy_diag_add(n->w->diag, HY_SEVERITY_ERROR, file, line, NULL,
                    "%s: a package can export at most %d %s", name, TOKENS_MAX, n->what);
        return HY_TOKEN_NONE;
    }
    n->taken[token] = true;
    return (uint8_t)token;
}

/* Things to number, in the order of their numbers. */
typedef struct item {
    hy_pin *pin;
    const char *name;
    int line;
    uint8_t *into; /* where the token goes */
} item;

typedef struct batch {
    item *items;
    size_t count;
} batch;

static hy_rc batch_new(hy_arena *arena, size_t room, batch *b)
{
    *b = (batch){.items = HY_NEW_ARRAY(arena, item, room == 0 ? 1 : room)};
    HY_ENSURE(b->items != NULL, MEMORY);
    return HY_OK;
}

static void batch_add(batch *b, const hy_pins *pins, const char *name, int line, uint8_t *into)
{
    b->items[b->count++] = (item){hy_pins_find(pins, name), name, line, into};
}

/* Pinned ones first: a pinned number is kept for its owner, whoever comes before it. */
static void batch_number(batch *b, numbers *n)
{
    for (int pinned = 1; pinned >= 0; pinned--) {
        for (size_t i = 0; i < b->count; i++) {
            item *t = &b->items[i];
            if ((t->pin != NULL) == (pinned == 1))
                *t->into = take(n, t->pin, t->name, t->line);
        }
    }
}

/* ---- classes and static members ----
   Public and protected static members have tokens in every class, also where nobody outside can
   name the class: the Descriptor wants it. */

static bool is_visible(unsigned access)
{
    return (access & (HY_ACC_PUBLIC | HY_ACC_PROTECTED)) != 0;
}

static bool is_exported(hy_world *w, const hy_jpackage *p, hy_jclass *c)
{
    if ((c->access & HY_ACC_PUBLIC) == 0)
        return false;
    return p->library || (is_interface(c) && hy_world_is(w, c, "javacard/framework/Shareable"));
}

static hy_rc number_classes(hy_world *w, hy_token_job *job)
{
    hy_jpackage *p = job->package;
    batch b;
    HY_TRY(batch_new(w->arena, p->class_count, &b));
    for (size_t i = 0; i < p->class_count; i++) {
        hy_jclass *c = p->classes[i];
        c->token = HY_TOKEN_NONE;
        c->exported = is_exported(w, p, c);
    }
    /* What is exported comes first: the Export component is an array by token. */
    for (int exported = 1; exported >= 0; exported--) {
        for (size_t i = 0; i < p->class_count; i++) {
            hy_jclass *c = p->classes[i];
            if ((c->access & HY_ACC_PUBLIC) != 0 && c->exported == (exported == 1))
                batch_add(&b, job->pins, c->name + strlen(p->name) + 1, 0, &c->token);
        }
    }
    numbers n = {.w = w, .what = "classes"};
    batch_number(&b, &n);
    return HY_OK;
}

static const char *member_name(hy_arena *arena, const hy_jclass *c, const char *name,
                               const char *desc)
{
    return hy_arena_format(arena, "%s.%s%s", c->name + strlen(c->package->name) + 1, name, desc);
}

static hy_rc number_static_fields(hy_world *w, hy_token_job *job, hy_jclass *c)
{
    batch b;
    HY_TRY(batch_new(w->arena, c->field_count, &b));
    for (size_t i = 0; i < c->field_count; i++) {
        hy_jfield *f = &c->fields[i];
        f->token = (f->access & HY_ACC_STATIC) != 0 ? HY_TOKEN_NONE : f->token;
        bool counts = (f->access & HY_ACC_STATIC) != 0 && !f->is_constant && is_visible(f->access);
        if (!counts)
            continue;
        const char *name = member_name(w->arena, c, f->name, "");
        HY_ENSURE(name != NULL, MEMORY);
        batch_add(&b, job->pins, name, f->line, &f->token);
    }
    numbers n = {.w = w, .c = c, .what = "static fields in a class"};
    batch_number(&b, &n);
    return HY_OK;
}

static hy_rc number_static_methods(hy_world *w, hy_token_job *job, hy_jclass *c)
{
    batch b;
    HY_TRY(batch_new(w->arena, c->method_count, &b));
    for (unsigned rank = 0; rank < HY_VTABLE_RANKS; rank++) {
        for (size_t i = 0; i < c->method_count; i++) {
            hy_jmethod *m = &c->methods[i];
            if (hy_vtable_is_virtual(m) || hy_vtable_rank(m) != rank)
                continue;
            m->token = HY_TOKEN_NONE;
            if (!is_visible(m->access))
                continue;
            const char *name = member_name(w->arena, c, m->name, m->desc);
            HY_ENSURE(name != NULL, MEMORY);
            batch_add(&b, job->pins, name, m->line, &m->token);
        }
    }
    numbers n = {.w = w, .c = c, .what = "static methods and constructors in a class"};
    batch_number(&b, &n);
    return HY_OK;
}

/* ---- instance fields: words of the object, references side by side ---- */

/* Public and protected fields first, their references last, so that the references of the others
   can follow: 0 visible primitive, 1 visible reference, 2 hidden reference, 3 hidden primitive. */
static unsigned field_group(const hy_jfield *f)
{
    hy_type t = hy_type_of(f->desc);
    if (is_visible(f->access))
        return hy_type_is_ref(&t) ? 1 : 0;
    return hy_type_is_ref(&t) ? 2 : 3;
}

static void check_field_pin(hy_world *w, hy_token_job *job, hy_jclass *c, hy_jfield *f)
{
    const char *name = member_name(w->arena, c, f->name, "");
    hy_pin *pin = name == NULL ? NULL : hy_pins_find(job->pins, name);
    if (pin == NULL)
        return;
    pin->used = true;
    if (pin->token != f->token)
        hy_diag_add(w->diag, HY_SEVERITY_ERROR, c->source, f->line,
                    "declare new public and protected fields after the old ones, and no new "
                    "primitive ones in a class that has public references",
                    "field %s would get token %u, but the export map gives it %u", name, f->token,
                    pin->token);
}

static hy_rc number_instance_fields(hy_world *w, hy_token_job *job, hy_jclass *c)
{
    unsigned word = 0;
    for (unsigned group = 0; group < 4; group++) {
        for (size_t i = 0; i < c->field_count; i++) {
            hy_jfield *f = &c->fields[i];
            if ((f->access & HY_ACC_STATIC) != 0 || field_group(f) != group)
                continue;
            hy_type t = hy_type_of(f->desc);
            f->token = (uint8_t)word;
            word += hy_type_words(&t);
            if (word > TOKENS_MAX) {
                hy_diag_add(w->diag, HY_SEVERITY_ERROR, c->source, f->line,
                            "move some of them into another class",
                            "class %s has more than %d words of instance fields",
                            hy_token_dotted(w->arena, c->name), TOKENS_MAX);
                return HY_OK;
            }
            check_field_pin(w, job, c, f);
        }
    }
    return HY_OK;
}

hy_token_fields hy_token_field_sizes(const hy_jclass *c)
{
    hy_token_fields s = {.first_reference = HY_TOKEN_NONE};
    for (size_t i = 0; i < c->field_count; i++) {
        const hy_jfield *f = &c->fields[i];
        if ((f->access & HY_ACC_STATIC) != 0)
            continue;
        hy_type t = hy_type_of(f->desc);
        s.words += hy_type_words(&t);
        if (!hy_type_is_ref(&t))
            continue;
        s.references++;
        if (f->token < s.first_reference)
            s.first_reference = f->token;
    }
    return s;
}

/* ---- the whole ---- */

static void report_unused(hy_world *w, const hy_token_job *job)
{
    for (size_t i = 0; job->pins != NULL && i < job->pins->by_name.n; i++) {
        const hy_pin *pin = job->pins->by_name.entries[i].value;
        if (!pin->used)
            hy_diag_add(w->diag, HY_SEVERITY_ERROR, NULL, 0,
                        "put it back, or give the package a new major version and no export map",
                        "%s.%s has token %u in %s, but is not exported any more",
                        hy_token_dotted(w->arena, job->package->name), pin->name, pin->token,
                        job->pins->source);
    }
}

static hy_rc number_members(hy_world *w, hy_token_job *job)
{
    for (size_t i = 0; i < job->package->class_count; i++) {
        hy_jclass *c = job->package->classes[i];
        HY_TRY(number_static_fields(w, job, c));
        HY_TRY(number_static_methods(w, job, c));
        HY_TRY(number_instance_fields(w, job, c));
    }
    return HY_OK;
}

hy_rc hy_tokens_assign(hy_world *w, hy_token_job *jobs, size_t job_count, bool token_mapping)
{
    for (size_t i = 0; i < job_count; i++) {
        HY_TRY(order_classes(w, jobs[i].package));
        HY_TRY(number_classes(w, &jobs[i]));
        HY_TRY(number_members(w, &jobs[i]));
    }
    HY_TRY(hy_vtables_build(w, jobs, job_count, token_mapping));
    for (size_t i = 0; i < job_count; i++)
        report_unused(w, &jobs[i]);
    return HY_OK;
}
