/* An export file as text and as JSON. */
#include "converter/columns.h"
#include "converter/dump.h"
#include "converter/dump_json.h"
#include "converter/dump_parts.h"
#include "converter/expfile.h"

#include <string.h>

/* The dumper's arena and the name texts serve here without a CAP file. */
typedef struct exp_dump {
    hy_dumper d;
    hy_jpackage *p;
    unsigned format;
    bool bad;
} exp_dump;

static hy_rc open_exp(exp_dump *x, hy_view bytes, hy_reason *why)
{
    *x = (exp_dump){.d = {.arena = hy_arena_new(HY_DUMP_MEMORY)}};
    x->d.names.arena = &x->d.arena;
    x->format = hy_expfile_format(bytes);
    return hy_expfile_read(&x->d.arena, bytes, &x->p, why);
}

/* ---- text ---- */

static const char *class_words(exp_dump *x, const hy_jclass *c)
{
    bool is_interface = (c->access & HY_ACC_INTERFACE) != 0;
    unsigned flags = is_interface ? c->access & ~(unsigned)HY_ACC_ABSTRACT : c->access;
    return hy_dumper_text(&x->d, "%s%s%s%s", hy_dumper_flags(&x->d, flags & 0x7FF),
                          (c->access & HY_ACC_SHAREABLE) != 0 ? "shareable " : "",
                          (c->access & HY_ACC_REMOTE) != 0 ? "remote " : "",
                          is_interface ? "interface" : "class");
}

static void add_members(exp_dump *x, hy_columns *t, const hy_jclass *c)
{
    hy_dumper *d = &x->d;
    for (size_t i = 0; i < c->field_count; i++) {
        const hy_jfield *f = &c->fields[i];
        const char *type = hy_capnames_type(&d->names, f->desc);
        const char *flags = hy_dumper_flags(d, f->access);
        if (f->is_constant)
            HY_ROW(t, "constant", "",
                   hy_dumper_text(d, "%s%s %s = %d", flags, type, f->name, f->constant));
        else
            HY_ROW(t, "field", hy_dumper_text(d, "%u", f->token),
                   hy_dumper_text(d, "%s%s %s", flags, type, f->name));
    }
    for (size_t i = 0; i < c->method_count; i++) {
        const hy_jmethod *m = &c->methods[i];
        bool is_static = (m->access & HY_ACC_STATIC) != 0 || strcmp(m->name, "<init>") == 0;
        HY_ROW(t, is_static ? "static" : "virtual", hy_dumper_text(d, "%u", m->token),
               hy_dumper_text(d, "%s%s", hy_dumper_flags(d, m->access),
                              hy_capnames_signature(&d->names, c->name, m->name, m->desc)));
    }
}

static void print_class(exp_dump *x, const hy_jclass *c)
{
    hy_dumper *d = &x->d;
    fprintf(d->out, "\n%s %s, token %u\n", class_words(x, c),
            hy_capnames_dotted(&d->names, c->name), c->token);
    hy_columns t = hy_columns_new(&d->arena, "lrl");
    for (size_t i = c->super_count; i-- > 0;)
        HY_ROW(&t, "extends", "", hy_capnames_dotted(&d->names, c->supers[i]));
    for (size_t i = 0; i < c->interface_count; i++)
        HY_ROW(&t, "interface", "", hy_capnames_dotted(&d->names, c->interfaces[i]));
    add_members(x, &t, c);
    if (c->cap22_inheritable != HY_TOKEN_NONE)
        HY_ROW(&t, "inherits", hy_dumper_text(d, "%u", c->cap22_inheritable),
               "virtual tokens in CAP formats below 2.3");
    hy_columns_print(&t, 4, d->out);
}

hy_rc hy_dump_exp(hy_view bytes, FILE *out, hy_reason *why)
{
    exp_dump x;
    hy_rc rc = open_exp(&x, bytes, why);
    if (hy_ok(rc)) {
        x.d.out = out;
        fprintf(out, "%s %s %u.%u, AID %s, export file format %u.%u\n",
                x.p->library ? "Library package" : "Package",
                hy_capnames_dotted(&x.d.names, x.p->name), x.p->major, x.p->minor,
                hy_dumper_hex(&x.d, x.p->aid), x.format >> 8, x.format & 0xFF);
        for (size_t i = 0; i < x.p->referenced_count; i++) {
            const hy_jimport *r = &x.p->referenced[i];
            fprintf(out, "    refers to %s %u.%u, AID %s\n",
                    hy_capnames_dotted(&x.d.names, r->name), r->major, r->minor,
                    hy_dumper_hex(&x.d, r->aid));
        }
        for (size_t i = 0; i < x.p->class_count; i++)
            print_class(&x, x.p->classes[i]);
    }
    hy_dumper_free(&x.d);
    if (hy_ok(rc) && ferror(out))
        rc = hy_reason_set(why, HY_FAIL(IO), "the dump could not be written");
    return rc;
}

/* ---- JSON ---- */

static json_t *names_json(exp_dump *x, const char **names, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        hy_json_add(&x->bad, list, hy_json_text(names[i]));
    return list;
}

static json_t *field_json(exp_dump *x, const hy_jfield *f)
{
    json_t *o = json_object();
    hy_json_put(&x->bad, o, "name", hy_json_text(f->name));
    hy_json_put(&x->bad, o, "descriptor", hy_json_text(f->desc));
    hy_json_put(&x->bad, o, "access", json_integer(f->access));
    if (f->is_constant)
        hy_json_put(&x->bad, o, "constant", json_integer(f->constant));
    else
        hy_json_put(&x->bad, o, "token", json_integer(f->token));
    return o;
}

static json_t *method_json(exp_dump *x, const hy_jmethod *m)
{
    json_t *o = json_object();
    hy_json_put(&x->bad, o, "name", hy_json_text(m->name));
    hy_json_put(&x->bad, o, "descriptor", hy_json_text(m->desc));
    hy_json_put(&x->bad, o, "access", json_integer(m->access));
    hy_json_put(&x->bad, o, "token", json_integer(m->token));
    return o;
}

static json_t *class_json(exp_dump *x, const hy_jclass *c)
{
    json_t *o = json_object();
    hy_json_put(&x->bad, o, "name", hy_json_text(c->name));
    hy_json_put(&x->bad, o, "token", json_integer(c->token));
    hy_json_put(&x->bad, o, "access", json_integer(c->access));
    hy_json_put(&x->bad, o, "supers", names_json(x, c->supers, c->super_count));
    hy_json_put(&x->bad, o, "interfaces", names_json(x, c->interfaces, c->interface_count));
    json_t *fields = json_array(), *methods = json_array();
    for (size_t i = 0; i < c->field_count; i++)
        hy_json_add(&x->bad, fields, field_json(x, &c->fields[i]));
    for (size_t i = 0; i < c->method_count; i++)
        hy_json_add(&x->bad, methods, method_json(x, &c->methods[i]));
    hy_json_put(&x->bad, o, "fields", fields);
    hy_json_put(&x->bad, o, "methods", methods);
    if (c->cap22_inheritable != HY_TOKEN_NONE)
        hy_json_put(&x->bad, o, "cap22_inheritable", json_integer(c->cap22_inheritable));
    return o;
}

static json_t *package_json(exp_dump *x)
{
    const hy_jpackage *p = x->p;
    json_t *o = json_object();
    hy_json_put(&x->bad, o, "format", hy_json_version(x->format >> 8, x->format & 0xFF));
    hy_json_put(&x->bad, o, "package", hy_json_text(p->name));
    hy_json_put(&x->bad, o, "version", hy_json_version(p->major, p->minor));
    hy_json_put(&x->bad, o, "aid", hy_json_hex(p->aid));
    hy_json_put(&x->bad, o, "library", json_boolean(p->library));
    json_t *referenced = json_array(), *classes = json_array();
    for (size_t i = 0; i < p->referenced_count; i++) {
        json_t *e = json_object();
        hy_json_put(&x->bad, e, "package", hy_json_text(p->referenced[i].name));
        hy_json_put(&x->bad, e, "aid", hy_json_hex(p->referenced[i].aid));
        hy_json_put(&x->bad, e, "version",
                    hy_json_version(p->referenced[i].major, p->referenced[i].minor));
        hy_json_add(&x->bad, referenced, e);
    }
    for (size_t i = 0; i < p->class_count; i++)
        hy_json_add(&x->bad, classes, class_json(x, p->classes[i]));
    hy_json_put(&x->bad, o, "referenced", referenced);
    hy_json_put(&x->bad, o, "classes", classes);
    return o;
}

hy_rc hy_dump_exp_json(hy_view bytes, json_t **out, hy_reason *why)
{
    *out = NULL;
    exp_dump x;
    hy_rc rc = open_exp(&x, bytes, why);
    if (hy_ok(rc)) {
        *out = package_json(&x);
        if (x.bad) {
            json_decref(*out);
            *out = NULL;
            rc = hy_reason_set(why, HY_FAIL(MEMORY), "dump: out of memory");
        }
    }
    hy_dumper_free(&x.d);
    return rc;
}
