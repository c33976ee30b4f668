/* A CAP file as text: one function a component. */
#include "converter/columns.h"
#include "converter/dump.h"
#include "converter/dump_parts.h"

#include <string.h>

#define TEXT(...) hy_dumper_text(d, __VA_ARGS__)

static const char *number(hy_dumper *d, unsigned long n)
{
    return TEXT("%lu", n);
}

static const char *class_text(hy_dumper *d, hy_class_ref cref)
{
    return hy_capnames_dotted(&d->names, hy_capnames_class(&d->names, cref));
}

static const char *member_text(hy_dumper *d, hy_capmember m)
{
    return hy_capnames_text(&d->names, &m);
}

static const char *method_text(hy_dumper *d, uint32_t at)
{
    return member_text(d, hy_capnames_member_at(&d->names, at));
}

static const char *type_text(hy_dumper *d, const char *desc)
{
    return desc == NULL ? "?" : hy_capnames_type(&d->names, desc);
}

static const char *token_text(hy_dumper *d, uint8_t token)
{
    return token == HY_TOKEN_NONE ? "-" : number(d, token);
}

/* ---- Header, Directory, Applet, Import ---- */

static void dump_header(hy_dumper *d)
{
    const hy_package *p = &d->p;
    hy_columns t = hy_columns_new(&d->arena, "ll");
    HY_ROW(&t, "format", TEXT("%u.%u", p->format_major, p->format_minor));
    HY_ROW(&t, "flags",
           TEXT("%02X%s%s%s%s", p->flags, (p->flags & HY_PACKAGE_INT) != 0 ? " int" : "",
                (p->flags & HY_PACKAGE_EXPORT) != 0 ? " export" : "",
                (p->flags & HY_PACKAGE_APPLET) != 0 ? " applet" : "",
                p->extended ? " extended" : ""));
    HY_ROW(&t, p->extended ? "CAP file" : "package",
           TEXT("AID %s, version %u.%u", hy_dumper_hex(d, p->id.aid), p->id.major, p->id.minor));
    for (size_t i = 0; i < p->member_count; i++) {
        const hy_package_member *m = &p->members[i];
        const char *name = TEXT("%.*s", (int)m->name.n, (const char *)m->name.p);
        if (p->extended)
            HY_ROW(&t, TEXT("package %zu", i),
                   TEXT("AID %s, version %u.%u%s%s", hy_dumper_hex(d, m->id.aid), m->id.major,
                        m->id.minor, name[0] == '\0' ? "" : ", ", name));
        else if (m->name.n > 0)
            HY_ROW(&t, "name", name);
    }
    if (d->file->package[0] != '\0')
        HY_ROW(&t, "folder", d->file->package);
    hy_columns_print(&t, 4, d->out);
}

static void dump_directory(hy_dumper *d)
{
    const hy_directory *dir = &d->p.directory;
    hy_columns t = hy_columns_new(&d->arena, "lrl");
    HY_ROW(&t, "component", "bytes", "");
    for (unsigned tag = 1; tag < HY_COMPONENT_COUNT; tag++)
        if (dir->sizes[tag] > 0)
            HY_ROW(&t, hy_component_name((uint8_t)tag), number(d, dir->sizes[tag]),
                   d->p.parts.part[tag].n == 0 ? "not in this file" : "");
    for (size_t i = 0; i < dir->custom_count; i++)
        HY_ROW(&t, TEXT("custom %u", dir->customs[i].tag), number(d, dir->customs[i].size),
               TEXT("AID %s", hy_dumper_hex(d, dir->customs[i].aid)));
    hy_columns_print(&t, 4, d->out);
    fprintf(d->out, "    static image of %s, %s of %s; %s, %s\n",
            hy_dumper_count(d, dir->image_size, "byte"),
            hy_dumper_count(d, dir->array_init_count, "array"),
            hy_dumper_count(d, dir->array_init_size, "byte"),
            hy_dumper_count(d, dir->import_count, "import"),
            hy_dumper_count(d, dir->applet_count, "applet"));
}

static void dump_applet(hy_dumper *d)
{
    hy_columns t = hy_columns_new(&d->arena, "lll");
    HY_ROW(&t, "AID", "install", "");
    for (size_t i = 0; i < d->p.applet_count; i++) {
        const hy_package_applet *a = &d->p.applets[i];
        HY_ROW(&t, hy_dumper_hex(d, a->aid), TEXT("%04X", (unsigned)a->install),
               method_text(d, a->install));
    }
    hy_columns_print(&t, 4, d->out);
}

static void dump_import(hy_dumper *d)
{
    hy_columns t = hy_columns_new(&d->arena, "rlll");
    HY_ROW(&t, "#", "AID", "version", "package");
    for (unsigned i = 0; i < d->p.import_count; i++) {
        const hy_package_id *id = &d->p.imports[i];
        HY_ROW(&t, number(d, i), hy_dumper_hex(d, id->aid), TEXT("%u.%u", id->major, id->minor),
               d->names.imports[i] == NULL
                   ? "(no export file)"
                   : hy_capnames_dotted(&d->names, d->names.imports[i]->name));
    }
    hy_columns_print(&t, 4, d->out);
}

/* ---- ConstantPool ---- */

static const char *pool_numbers(hy_dumper *d, const hy_pool_entry *e)
{
    bool is_static = e->tag == HY_POOL_STATIC_FIELD || e->tag == HY_POOL_STATIC_METHOD;
    if (is_static && !e->imported)
        return TEXT("at %04X", (unsigned)e->at);
    const char *class = e->imported ? TEXT("import %u, class %u", hy_class_ref_import(e->cref),
                                           hy_class_ref_token(e->cref))
                                    : TEXT("class at %04X", e->cref);
    return e->tag == HY_POOL_CLASS ? class : TEXT("%s, token %u", class, e->token);
}

static void dump_pool(hy_dumper *d)
{
    hy_columns t = hy_columns_new(&d->arena, "rlll");
    for (size_t i = 0; i < d->p.pool_count; i++) {
        const hy_pool_entry *e = &d->p.pool[i];
        HY_ROW(&t, TEXT("#%zu", i), hy_dumper_pool_kind(e->tag),
               member_text(d, hy_capnames_entry(&d->names, e)), pool_numbers(d, e));
    }
    hy_columns_print(&t, 4, d->out);
}

/* ---- Class ---- */

static void add_table(hy_dumper *d, hy_columns *t, const hy_package_class *c, bool package)
{
    unsigned base = package ? c->package_base : c->public_base;
    unsigned count = package ? c->package_count : c->public_count;
    const uint32_t *table = package ? c->package_table : c->public_table;
    for (unsigned i = 0; i < count; i++) {
        unsigned token = (base + i) | (package ? 0x80u : 0);
        hy_capmember m = hy_capnames_virtual(&d->names, c->offset, (uint8_t)token);
        bool elsewhere = table[i] == HY_METHOD_ELSEWHERE;
        HY_ROW(t, package ? "package" : "virtual", number(d, base + i),
               elsewhere ? "imported" : TEXT("%04X", (unsigned)table[i]),
               elsewhere ? member_text(d, m) : method_text(d, table[i]));
    }
}

static void add_implemented(hy_dumper *d, hy_columns *t, const hy_package_class *c)
{
    for (size_t i = 0; i < c->implemented_count; i++) {
        const hy_package_implemented *k = &c->implemented[i];
        HY_ROW(t, "implements", "", "", class_text(d, k->interface));
        for (size_t token = 0; token < k->tokens.n; token++) {
            hy_capmember m = hy_capnames_interface_method(&d->names, k->interface, (uint8_t)token);
            HY_ROW(t, "", number(d, token), TEXT("by virtual %u", k->tokens.p[token]),
                   member_text(d, m));
        }
    }
}

static void dump_class_body(hy_dumper *d, const hy_package_class *c)
{
    fprintf(d->out, "        %s of fields", hy_dumper_count(d, c->instance_words, "word"));
    if (c->reference_count > 0)
        fprintf(d->out, ", references at %u to %u", c->first_reference,
                c->first_reference + (unsigned)c->reference_count - 1);
    if (d->p.format_minor >= 3)
        fprintf(d->out, ", token mapping %s, %u inheritable below format 2.3",
                hy_dumper_hex(d, c->token_mapping), c->cap22_count);
    fputc('\n', d->out);
    hy_columns t = hy_columns_new(&d->arena, "lrll");
    add_table(d, &t, c, false);
    add_table(d, &t, c, true);
    add_implemented(d, &t, c);
    hy_columns_print(&t, 8, d->out);
    if (c->remote.n > 0)
        fprintf(d->out, "        remote %s\n", hy_dumper_hex(d, c->remote));
}

static void dump_class(hy_dumper *d)
{
    if (d->p.signatures.n > 0)
        fprintf(d->out, "    signatures %s\n", hy_dumper_hex(d, d->p.signatures));
    for (size_t i = 0; i < d->p.class_count; i++) {
        const hy_package_class *c = &d->p.classes[i];
        bool is_interface = (c->flags & HY_CLASS_INTERFACE) != 0;
        fprintf(d->out, "    %04X  %s%s%s %s", c->offset,
                (c->flags & HY_CLASS_SHAREABLE) != 0 ? "shareable " : "",
                (c->flags & HY_CLASS_REMOTE) != 0 ? "remote " : "",
                is_interface ? "interface" : "class", class_text(d, c->offset));
        for (size_t k = 0; is_interface && k < c->super_count; k++)
            fprintf(d->out, "%s %s", k == 0 ? " extends" : ",", class_text(d, c->supers[k]));
        if (!is_interface && c->super != HY_CLASS_REF_NONE)
            fprintf(d->out, " extends %s", class_text(d, c->super));
        fputc('\n', d->out);
        if (!is_interface)
            dump_class_body(d, c);
    }
}

/* ---- Method, StaticField, RefLocation ---- */

static const char *array_type_text(uint8_t type)
{
    static const char *const names[] = {"boolean", "byte", "short", "int"};
    return type >= 2 && type <= 5 ? names[type - 2] : "?";
}

/* What a primitive static field starts with: nothing is written for zeros. */
static const char *initial_text(hy_dumper *d, uint16_t at, hy_package_type type)
{
    const hy_package_statics *s = &d->p.statics;
    unsigned index = at / 2u;
    if (at < s->reference_count * 2u)
        return index < s->array_count ? hy_dumper_hex(d, s->arrays[index].values) : "null";
    size_t start = s->image_size - s->values.n;
    hy_reader r = hy_reader_of(s->values);
    (void)hy_read_bytes(&r, at < start ? s->values.n : at - start);
    if (hy_reader_left(&r) == 0)
        return "0";
    int32_t value = type.kind == HY_TYPE_INT     ? (int32_t)hy_read_u32(&r)
                    : type.kind == HY_TYPE_SHORT ? (int16_t)hy_read_u16(&r)
                                                 : (int8_t)hy_read_u8(&r);
    return TEXT("%d", value);
}

/* Descriptor knows the fields of the image one by one. */
static void add_described_statics(hy_dumper *d, hy_columns *t)
{
    const hy_descriptor *desc = d->p.descriptor;
    for (size_t i = 0; desc != NULL && i < desc->class_count; i++)
        for (size_t k = 0; k < desc->classes[i].field_count; k++) {
            const hy_package_field *f = &desc->classes[i].fields[k];
            if ((f->access & HY_ACCESS_STATIC) == 0)
                continue;
            HY_ROW(t, TEXT("%04X", f->at),
                   member_text(d, hy_capnames_static_field(&d->names, f->at)),
                   type_text(d, hy_capnames_field_desc(&d->names, f->type)),
                   initial_text(d, f->at, hy_package_field_type(&d->p, f->type)));
        }
}

static void add_raw_statics(hy_dumper *d, hy_columns *t)
{
    const hy_package_statics *s = &d->p.statics;
    for (unsigned i = 0; i < s->array_count; i++)
        HY_ROW(t, TEXT("%04X", i * 2),
               member_text(d, hy_capnames_static_field(&d->names, (uint16_t)(i * 2))),
               TEXT("%s[]", array_type_text(s->arrays[i].type)),
               hy_dumper_hex(d, s->arrays[i].values));
    if (s->values.n > 0)
        HY_ROW(t, TEXT("%04zX", s->image_size - s->values.n), "values", "",
               hy_dumper_hex(d, s->values));
}

static void dump_statics(hy_dumper *d)
{
    const hy_package_statics *s = &d->p.statics;
    fprintf(d->out, "    image %s: %s, %s that start as 0, %s of values\n",
            hy_dumper_count(d, s->image_size, "byte"),
            hy_dumper_count(d, s->reference_count, "reference"),
            hy_dumper_count(d, s->default_size, "byte"), hy_dumper_count(d, s->values.n, "byte"));
    hy_columns t = hy_columns_new(&d->arena, "llll");
    if (d->p.descriptor != NULL)
        add_described_statics(d, &t);
    else
        add_raw_statics(d, &t);
    hy_columns_print(&t, 4, d->out);
}

static void dump_location_list(hy_dumper *d, const char *title, hy_view deltas, uint32_t start)
{
    hy_reader r = hy_reader_of(deltas);
    fprintf(d->out, "    %s", title);
    unsigned n = 0;
    for (uint32_t at = start; hy_package_next_location(&r, &at); n++)
        fprintf(d->out, "%s%04X",
                n % 16 == 0 && n > 0 ? "\n        "
                : n == 0             ? "\n        "
                                     : " ",
                (unsigned)at);
    fprintf(d->out, "%s\n", n == 0 ? ": none" : "");
}

static void dump_locations(hy_dumper *d)
{
    for (size_t i = 0; i < d->p.block_count; i++) {
        const hy_package_block *b = &d->p.blocks[i];
        dump_location_list(d, "one-byte indices at", b->locations1, b->start);
        dump_location_list(d, "two-byte indices at", b->locations2, b->start);
    }
}

/* ---- Export, Descriptor ---- */

static void dump_export(hy_dumper *d)
{
    for (size_t m = 0; m < d->p.member_count; m++)
        for (unsigned i = 0; i < d->p.members[m].export_count; i++) {
            const hy_package_export *e = &d->p.members[m].exports[i];
            fprintf(d->out, "    class %u: %s\n", i, class_text(d, e->cref));
            hy_columns t = hy_columns_new(&d->arena, "lrll");
            for (unsigned k = 0; k < e->field_count; k++)
                HY_ROW(&t, "static field", number(d, k), TEXT("%04X", e->fields[k]),
                       member_text(d, hy_capnames_static_field(&d->names, e->fields[k])));
            for (unsigned k = 0; k < e->method_count; k++)
                HY_ROW(&t, "static method", number(d, k), TEXT("%04X", (unsigned)e->methods[k]),
                       method_text(d, e->methods[k]));
            hy_columns_print(&t, 8, d->out);
        }
}

static void add_described_fields(hy_dumper *d, hy_columns *t, const hy_package_described *c)
{
    for (size_t i = 0; i < c->field_count; i++) {
        const hy_package_field *f = &c->fields[i];
        bool is_static = (f->access & HY_ACCESS_STATIC) != 0;
        hy_capmember m = is_static ? hy_capnames_static_field(&d->names, f->at)
                                   : hy_capnames_field(&d->names, c->cref, f->token);
        HY_ROW(t, "field", token_text(d, f->token), is_static ? TEXT("%04X", f->at) : "",
               TEXT("%s%s %s", hy_dumper_flags(d, hy_dumper_member_access(f->access)),
                    type_text(d, hy_capnames_field_desc(&d->names, f->type)), m.name));
    }
}

static const char *described_signature(hy_dumper *d, const hy_package_described *c,
                                       const hy_package_method *m)
{
    if (m->at == HY_METHOD_ELSEWHERE && m->token == HY_TOKEN_NONE)
        return "?";
    const char *owner = hy_capnames_class(&d->names, c->cref);
    const char *desc = hy_capnames_method_desc(&d->names, m->type);
    const char *name = m->at != HY_METHOD_ELSEWHERE
                           ? hy_capnames_member_at(&d->names, m->at).name
                           : hy_capnames_interface_method(&d->names, c->cref, m->token).name;
    return hy_capnames_signature(&d->names, owner, name, desc);
}

static void add_described_methods(hy_dumper *d, hy_columns *t, const hy_package_described *c)
{
    for (size_t i = 0; i < c->method_count; i++) {
        const hy_package_method *m = &c->methods[i];
        HY_ROW(t, "method", token_text(d, m->token & (m->token == 0xFF ? 0xFF : 0x7F)),
               m->at == HY_METHOD_ELSEWHERE ? "" : TEXT("%04X", (unsigned)m->at),
               TEXT("%s%s", hy_dumper_flags(d, hy_dumper_member_access(m->access)),
                    described_signature(d, c, m)));
    }
}

static void dump_descriptor(hy_dumper *d)
{
    const hy_descriptor *desc = d->p.descriptor;
    for (size_t i = 0; i < desc->class_count; i++) {
        const hy_package_described *c = &desc->classes[i];
        unsigned access = hy_dumper_class_access(c->access);
        bool is_interface = (access & HY_ACC_INTERFACE) != 0;
        fprintf(d->out, "    %04X  %s%s %s, token %s", c->cref,
                hy_dumper_flags(d, is_interface ? access & ~(unsigned)HY_ACC_ABSTRACT : access),
                is_interface ? "interface" : "class", class_text(d, c->cref),
                token_text(d, c->token));
        for (size_t k = 0; k < c->interface_count; k++)
            fprintf(d->out, "%s %s", k == 0 ? ", implements" : ",",
                    class_text(d, c->interfaces[k]));
        fputc('\n', d->out);
        hy_columns t = hy_columns_new(&d->arena, "lrll");
        add_described_fields(d, &t, c);
        add_described_methods(d, &t, c);
        hy_columns_print(&t, 8, d->out);
    }
}

/* ---- Debug, StaticResources, custom ---- */

static const char *debug_contents(hy_dumper *d, const hy_debug_field *f)
{
    if ((f->access & HY_ACC_STATIC) == 0)
        return TEXT("token %u", (unsigned)f->contents);
    if ((f->access & HY_ACC_FINAL) != 0 && strlen(f->desc) == 1)
        return TEXT("= %d", (int32_t)f->contents);
    return TEXT("at %04X", (unsigned)f->contents);
}

static void dump_debug_class(hy_dumper *d, const hy_debug_class *c)
{
    hy_columns t = hy_columns_new(&d->arena, "llll");
    for (size_t i = 0; i < c->field_count; i++) {
        const hy_debug_field *f = &c->fields[i];
        HY_ROW(&t, "field", debug_contents(d, f),
               TEXT("%s%s %s", hy_dumper_flags(d, f->access), type_text(d, f->desc), f->name), "");
    }
    for (size_t i = 0; i < c->method_count; i++) {
        const hy_debug_method *m = &c->methods[i];
        HY_ROW(&t, "method", m->at == HY_METHOD_ELSEWHERE ? "" : TEXT("at %04X", (unsigned)m->at),
               TEXT("%s%s", hy_dumper_flags(d, m->access),
                    hy_capnames_signature(&d->names, c->name, m->name, m->desc)),
               TEXT("%s, %s", hy_dumper_count(d, m->local_count, "local"),
                    hy_dumper_count(d, m->line_count, "line")));
    }
    hy_columns_print(&t, 8, d->out);
}

static void dump_debug(hy_dumper *d)
{
    if (!d->names.has_debug) {
        fprintf(d->out, "    malformed, passed over\n");
        return;
    }
    for (size_t i = 0; i < d->names.debug.class_count; i++) {
        const hy_debug_class *c = &d->names.debug.classes[i];
        fprintf(d->out, "    %04X  %s, %s\n", c->cref, hy_capnames_dotted(&d->names, c->name),
                c->source);
        dump_debug_class(d, c);
    }
}

static void dump_resources(hy_dumper *d)
{
    hy_columns t = hy_columns_new(&d->arena, "rrl");
    HY_ROW(&t, "id", "bytes", "contents");
    for (size_t i = 0; i < d->p.resource_count; i++) {
        const hy_package_resource *r = &d->p.resources[i];
        HY_ROW(&t, number(d, r->id), number(d, r->bytes.n),
               hy_dumper_hex(d, hy_view_part(r->bytes, 0, r->bytes.n < 32 ? r->bytes.n : 32)));
    }
    hy_columns_print(&t, 4, d->out);
}

static void dump_customs(hy_dumper *d)
{
    for (unsigned tag = HY_COMPONENT_CUSTOM; tag < 256; tag++)
        if (d->p.parts.part[tag].n > 0)
            fprintf(d->out, "\nCustom %u, %zu bytes\n    %s\n", tag, d->p.parts.part[tag].n,
                    hy_dumper_hex(d, d->p.parts.part[tag]));
}

/* ---- the file ---- */

static void (*const component_dumps[HY_COMPONENT_COUNT])(hy_dumper *) = {
    [HY_COMPONENT_HEADER] = dump_header,
    [HY_COMPONENT_DIRECTORY] = dump_directory,
    [HY_COMPONENT_APPLET] = dump_applet,
    [HY_COMPONENT_IMPORT] = dump_import,
    [HY_COMPONENT_POOL] = dump_pool,
    [HY_COMPONENT_CLASS] = dump_class,
    [HY_COMPONENT_METHOD] = hy_dump_methods,
    [HY_COMPONENT_STATIC_FIELD] = dump_statics,
    [HY_COMPONENT_REF_LOCATION] = dump_locations,
    [HY_COMPONENT_EXPORT] = dump_export,
    [HY_COMPONENT_DESCRIPTOR] = dump_descriptor,
    [HY_COMPONENT_DEBUG] = dump_debug,
    [HY_COMPONENT_RESOURCES] = dump_resources,
};

static void dump_components(hy_dumper *d)
{
    for (size_t i = 0; i < HY_CAP_ORDER; i++) {
        uint8_t tag = hy_capfile_order[i];
        if (d->p.info[tag].n == 0)
            continue;
        fprintf(d->out, "%s%s, %s\n", i > 0 ? "\n" : "", hy_component_name(tag),
                hy_dumper_count(d, d->p.info[tag].n, "byte"));
        component_dumps[tag](d);
    }
    dump_customs(d);
}

hy_rc hy_dump_cap(const hy_capfile *c, hy_exports *names, FILE *out, hy_reason *why)
{
    hy_dumper d;
    hy_rc rc = hy_dumper_open(&d, c, names, why);
    if (hy_ok(rc)) {
        d.out = out;
        dump_components(&d);
    }
    if (hy_ok(rc) && ferror(out))
        rc = hy_reason_set(why, HY_FAIL(IO), "the dump could not be written");
    hy_dumper_free(&d);
    return rc;
}
