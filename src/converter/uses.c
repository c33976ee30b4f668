/* Walking everything that a CAP file names: class by class, member by member, instruction by
   instruction. Feeds the imports and the choice of their versions. */
#include "converter/uses.h"

#include "converter/tokens.h"
#include "converter/type.h"

typedef struct walk {
    hy_world *w;
    hy_use_fn visit;
    void *context;
    const char *file;
    int line;
} walk;

static hy_rc see(walk *k, hy_jclass *c, const char *name, const char *desc, bool is_field)
{
    hy_use use = {c, name, desc, is_field, k->file, k->line};
    HY_TRY(k->visit(k->context, &use));
    /* Verifiers climb from any class to the root, so they want the packages on the way even where
       nothing names them. */
    for (size_t i = 0; i < c->super_count; i++) {
        hy_use above = {.owner = hy_world_class(k->w, c->supers[i])};
        if (above.owner != NULL)
            HY_TRY(k->visit(k->context, &above));
    }
    return HY_OK;
}

static hy_rc see_named(walk *k, const char *name)
{
    hy_jclass *c = hy_world_class(k->w, name);
    if (c != NULL)
        return see(k, c, NULL, NULL, false);
    hy_diag_add(k->w->diag, HY_SEVERITY_ERROR, k->file, k->line, "add a folder with --exports",
                "class %s is not known", hy_token_dotted(k->w->arena, name));
    return HY_FAIL(LINK);
}

static hy_rc see_types(walk *k, const char *descriptor)
{
    hy_type t;
    while (hy_type_next(&descriptor, &t)) {
        if (t.kind != 'L')
            continue;
        const char *name = hy_type_class(k->w->arena, &t);
        HY_ENSURE(name != NULL, MEMORY);
        HY_TRY(see_named(k, name));
    }
    return HY_OK;
}

static hy_rc see_ref(walk *k, const hy_jref *ref)
{
    HY_TRY(see(k, ref->owner, NULL, NULL, false));
    const char *name = NULL, *desc = NULL;
    if (ref->field != NULL) {
        name = ref->field->name;
        desc = ref->field->desc;
    } else if (ref->method != NULL) {
        name = ref->method->name;
        desc = ref->method->desc;
    }
    if (name == NULL)
        return HY_OK;
    HY_TRY(see_types(k, desc));
    return see(k, ref->owner, name, desc, ref->field != NULL);
}

static hy_rc see_code(walk *k, const hy_jcode *code)
{
    for (uint32_t i = 0; i < code->count; i++) {
        const hy_jinsn *insn = &code->insns[i];
        k->line = insn->line;
        if (insn->ref == NULL)
            continue;
        HY_TRY(see_ref(k, insn->ref));
        if (insn->method != NULL)
            HY_TRY(see(k, insn->ref->owner, insn->method->name, insn->method->desc, false));
    }
    k->line = 0;
    for (size_t i = 0; i < code->handler_count; i++)
        if (code->handlers[i].type != NULL)
            HY_TRY(see_ref(k, code->handlers[i].type));
    return HY_OK;
}

static hy_rc see_members(walk *k, const hy_jclass *c)
{
    for (size_t i = 0; i < c->field_count; i++) {
        k->line = c->fields[i].line;
        HY_TRY(see_types(k, c->fields[i].desc));
    }
    for (size_t i = 0; i < c->method_count; i++) {
        const hy_jmethod *m = &c->methods[i];
        k->line = m->line;
        HY_TRY(see_types(k, m->desc));
        if (m->code != NULL)
            HY_TRY(see_code(k, m->code));
    }
    return HY_OK;
}

static hy_rc see_class(walk *k, hy_jclass *c)
{
    k->file = c->source;
    k->line = 0;
    if (c->super != NULL)
        HY_TRY(see_named(k, c->super));
    for (size_t i = 0; i < c->interface_count; i++)
        HY_TRY(see_named(k, c->interfaces[i]));
    hy_jclass **interfaces;
    size_t count;
    HY_TRY(hy_token_interfaces(k->w, c, &interfaces, &count));
    for (size_t i = 0; i < count; i++)
        HY_TRY(see(k, interfaces[i], NULL, NULL, false));
    return see_members(k, c);
}

hy_rc hy_uses_walk(hy_world *w, hy_jpackage *p, hy_use_fn visit, void *context)
{
    walk k = {.w = w, .visit = visit, .context = context};
    HY_TRY(see_named(&k, "java/lang/Object"));
    for (size_t i = 0; i < p->class_count; i++)
        HY_TRY(see_class(&k, p->classes[i]));
    return HY_OK;
}
