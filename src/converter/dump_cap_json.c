/* A CAP file as JSON: one function a component. */
#include "converter/dump.h"
#include "converter/dump_json.h"
#include "converter/dump_parts.h"

typedef struct builder {
    hy_dumper d;
    bool bad;
} builder;

static void put(builder *b, json_t *o, const char *key, json_t *value)
{
    hy_json_put(&b->bad, o, key, value);
}

static void put_int(builder *b, json_t *o, const char *key, json_int_t n)
{
    put(b, o, key, json_integer(n));
}

static void put_text(builder *b, json_t *o, const char *key, const char *s)
{
    put(b, o, key, hy_json_text(s));
}

/* A new array under key (or object in array), which o owns; NULL was bad and is handled below. */
static json_t *new_in(builder *b, json_t *o, const char *key, json_t *value)
{
    put(b, o, key, value);
    return json_object_get(o, key);
}

static json_t *new_element(builder *b, json_t *array)
{
    json_t *o = json_object();
    hy_json_add(&b->bad, array, o);
    return b->bad ? NULL : o;
}

static void put_class(builder *b, json_t *o, const char *key, hy_class_ref cref)
{
    put_text(b, o, key, cref == HY_CLASS_REF_NONE ? NULL : hy_capnames_class(&b->d.names, cref));
}

static void put_member(builder *b, json_t *o, hy_capmember m)
{
    put_text(b, o, "class", m.owner);
    if (m.name == NULL)
        return;
    put_text(b, o, "name", m.name);
    put_text(b, o, "descriptor", m.desc);
}

static void put_id(builder *b, json_t *o, const hy_package_id *id)
{
    put(b, o, "aid", hy_json_hex(id->aid));
    put(b, o, "version", hy_json_version(id->major, id->minor));
}

/* ---- Header, Directory, Applet, Import ---- */

static json_t *header(builder *b)
{
    const hy_package *p = &b->d.p;
    json_t *o = json_object();
    put(b, o, "format", hy_json_version(p->format_major, p->format_minor));
    put_int(b, o, "flags", p->flags);
    put(b, o, "int", json_boolean((p->flags & HY_PACKAGE_INT) != 0));
    put(b, o, "extended", json_boolean(p->extended));
    put_id(b, o, &p->id);
    json_t *packages = new_in(b, o, "packages", json_array());
    for (size_t i = 0; i < p->member_count; i++) {
        json_t *e = new_element(b, packages);
        put_id(b, e, &p->members[i].id);
        hy_view name = p->members[i].name;
        put_text(b, e, "name",
                 name.n == 0 ? NULL
                             : hy_dumper_text(&b->d, "%.*s", (int)name.n, (const char *)name.p));
    }
    return o;
}

static json_t *directory(builder *b)
{
    const hy_directory *dir = &b->d.p.directory;
    json_t *o = json_object();
    json_t *sizes = new_in(b, o, "sizes", json_object());
    for (unsigned tag = 1; tag < HY_COMPONENT_COUNT; tag++)
        put_int(b, sizes, hy_component_name((uint8_t)tag), dir->sizes[tag]);
    put_int(b, o, "image_size", dir->image_size);
    put_int(b, o, "array_init_count", dir->array_init_count);
    put_int(b, o, "array_init_size", dir->array_init_size);
    put_int(b, o, "import_count", dir->import_count);
    put_int(b, o, "applet_count", dir->applet_count);
    json_t *customs = new_in(b, o, "custom", json_array());
    for (size_t i = 0; i < dir->custom_count; i++) {
        json_t *e = new_element(b, customs);
        put_int(b, e, "tag", dir->customs[i].tag);
        put_int(b, e, "size", dir->customs[i].size);
        put(b, e, "aid", hy_json_hex(dir->customs[i].aid));
    }
    return o;
}

static json_t *applets(builder *b)
{
    json_t *list = json_array();
    for (size_t i = 0; i < b->d.p.applet_count; i++) {
        const hy_package_applet *a = &b->d.p.applets[i];
        json_t *e = new_element(b, list);
        put(b, e, "aid", hy_json_hex(a->aid));
        put_int(b, e, "install_offset", a->install);
        put_member(b, e, hy_capnames_member_at(&b->d.names, a->install));
    }
    return list;
}

static json_t *imports(builder *b)
{
    json_t *list = json_array();
    for (size_t i = 0; i < b->d.p.import_count; i++) {
        json_t *e = new_element(b, list);
        put_id(b, e, &b->d.p.imports[i]);
        put_text(b, e, "package",
                 b->d.names.imports[i] == NULL ? NULL : b->d.names.imports[i]->name);
    }
    return list;
}

static json_t *constant_pool(builder *b)
{
    json_t *list = json_array();
    for (size_t i = 0; i < b->d.p.pool_count; i++) {
        const hy_pool_entry *p = &b->d.p.pool[i];
        bool is_static = p->tag == HY_POOL_STATIC_FIELD || p->tag == HY_POOL_STATIC_METHOD;
        json_t *e = new_element(b, list);
        put_text(b, e, "kind", hy_dumper_pool_kind(p->tag));
        put_member(b, e, hy_capnames_entry(&b->d.names, p));
        put(b, e, "imported", json_boolean(p->imported));
        if (is_static && !p->imported)
            put_int(b, e, "offset", p->at);
        else
            put_int(b, e, "class_ref", p->cref);
        if (p->tag != HY_POOL_CLASS && (!is_static || p->imported))
            put_int(b, e, "token", p->token);
    }
    return list;
}

/* ---- Class ---- */

static json_t *table(builder *b, const uint32_t *methods, unsigned count)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < count; i++)
        hy_json_add(&b->bad, list,
                    methods[i] == HY_METHOD_ELSEWHERE ? json_null() : json_integer(methods[i]));
    return list;
}

static void put_supers(builder *b, json_t *o, const hy_package_class *c)
{
    json_t *list = new_in(b, o, "interfaces", json_array());
    for (size_t i = 0; i < c->super_count && (c->flags & HY_CLASS_INTERFACE) != 0; i++)
        hy_json_add(&b->bad, list, hy_json_text(hy_capnames_class(&b->d.names, c->supers[i])));
    for (size_t i = 0; i < c->implemented_count; i++) {
        json_t *e = new_element(b, list);
        put_class(b, e, "class", c->implemented[i].interface);
        put(b, e, "tokens", hy_json_hex(c->implemented[i].tokens));
    }
}

static void put_class_body(builder *b, json_t *o, const hy_package_class *c)
{
    put_class(b, o, "super", c->super);
    put_int(b, o, "instance_words", c->instance_words);
    put_int(b, o, "first_reference", c->first_reference);
    put_int(b, o, "reference_count", c->reference_count);
    put_int(b, o, "public_base", c->public_base);
    put(b, o, "public_table", table(b, c->public_table, c->public_count));
    put_int(b, o, "package_base", c->package_base);
    put(b, o, "package_table", table(b, c->package_table, c->package_count));
    if (b->d.p.format_minor >= 3) {
        put(b, o, "token_mapping", hy_json_hex(c->token_mapping));
        put_int(b, o, "cap22_inheritable", c->cap22_count);
    }
    if (c->remote.n > 0)
        put(b, o, "remote", hy_json_hex(c->remote));
}

static json_t *classes(builder *b)
{
    json_t *list = json_array();
    for (size_t i = 0; i < b->d.p.class_count; i++) {
        const hy_package_class *c = &b->d.p.classes[i];
        json_t *e = new_element(b, list);
        put_int(b, e, "offset", c->offset);
        put_class(b, e, "name", c->offset);
        put(b, e, "interface", json_boolean((c->flags & HY_CLASS_INTERFACE) != 0));
        put(b, e, "shareable", json_boolean((c->flags & HY_CLASS_SHAREABLE) != 0));
        put(b, e, "remote_interface", json_boolean((c->flags & HY_CLASS_REMOTE) != 0));
        put_supers(b, e, c);
        if ((c->flags & HY_CLASS_INTERFACE) == 0)
            put_class_body(b, e, c);
    }
    return list;
}

/* ---- Method ---- */

static void put_operands(builder *b, json_t *o, const hy_insn *i)
{
    switch ((hy_operands)i->operands) {
    case HY_OPERAND_LOCAL_IMM1:
    case HY_OPERAND_LOCAL_IMM2:
    case HY_OPERAND_MN:
        put_int(b, o, "a", i->a);
        put_int(b, o, "b", i->b);
        break;
    case HY_OPERAND_INTERFACE:
        put_int(b, o, "arguments", i->a);
        put_int(b, o, "token", i->b);
        break;
    case HY_OPERAND_IMM1:
    case HY_OPERAND_IMM2:
    case HY_OPERAND_IMM4:
    case HY_OPERAND_LOCAL:
    case HY_OPERAND_ATYPE:
    case HY_OPERAND_ATYPE_CP2:
        put_int(b, o, "a", i->a);
        break;
    default:
        break;
    }
    if (i->pool >= 0)
        put_int(b, o, "pool", i->pool);
}

static void put_cases(builder *b, json_t *o, hy_view code, const hy_insn *insn)
{
    json_t *list = new_in(b, o, "cases", json_array());
    for (uint32_t i = 0; i < insn->cases; i++) {
        int32_t key;
        int64_t target;
        hy_disasm_case(code, insn, i, &key, &target);
        json_t *e = new_element(b, list);
        put_int(b, e, "key", key);
        put_int(b, e, "target", target);
    }
}

static json_t *instructions(builder *b, const hy_capmethod *m, hy_view code)
{
    json_t *list = json_array();
    hy_insn i;
    for (uint32_t pc = 0; hy_disasm_at(code, pc, &i); pc += i.length) {
        json_t *e = new_element(b, list);
        put_int(b, e, "pc", pc);
        put_text(b, e, "op", hy_opcode_table[i.op].name);
        put_operands(b, e, &i);
        if (hy_opcode_table[i.op].length == 0)
            put_cases(b, e, code, &i);
        if (hy_opcode_table[i.op].length == 0 || i.operands == HY_OPERAND_BRANCH1 ||
            i.operands == HY_OPERAND_BRANCH2)
            put_int(b, e, "target", i.target);
        const char *comment = hy_dumper_comment(&b->d, m, &i);
        if (comment[0] != '\0')
            put_text(b, e, "names", comment);
    }
    return list;
}

static void put_debug(builder *b, json_t *o, const hy_debug_method *m)
{
    json_t *locals = new_in(b, o, "locals", json_array());
    for (size_t i = 0; i < m->local_count; i++) {
        json_t *e = new_element(b, locals);
        put_int(b, e, "index", m->locals[i].index);
        put_text(b, e, "name", m->locals[i].name);
        put_text(b, e, "descriptor", m->locals[i].desc);
        put_int(b, e, "start", m->locals[i].start);
        put_int(b, e, "length", m->locals[i].length);
    }
    json_t *lines = new_in(b, o, "lines", json_array());
    for (size_t i = 0; i < m->line_count; i++) {
        json_t *e = new_element(b, lines);
        put_int(b, e, "start", m->lines[i].start);
        put_int(b, e, "end", m->lines[i].end);
        put_int(b, e, "line", m->lines[i].line);
    }
}

static json_t *methods(builder *b)
{
    json_t *list = json_array();
    for (size_t i = 0; i < b->d.names.method_count; i++) {
        const hy_capmethod *m = &b->d.names.methods[i];
        hy_view code = hy_dumper_code(&b->d, m);
        json_t *e = new_element(b, list);
        put_int(b, e, "offset", m->at);
        put_class(b, e, "class", m->owner);
        put_text(b, e, "name", m->name);
        put_text(b, e, "descriptor", m->desc);
        put_int(b, e, "access", hy_dumper_method_access(m));
        put_int(b, e, "flags", m->header.flags);
        put_int(b, e, "max_stack", m->header.max_stack);
        put_int(b, e, "nargs", m->header.nargs);
        put_int(b, e, "max_locals", m->header.max_locals);
        put_int(b, e, "code_offset", m->header.code);
        put(b, e, "code", hy_json_hex(code));
        put(b, e, "instructions", instructions(b, m, code));
        if (m->debug != NULL)
            put_debug(b, e, m->debug);
    }
    return list;
}

static json_t *handlers(builder *b)
{
    json_t *list = json_array();
    for (size_t i = 0; i < b->d.p.block_count; i++)
        for (size_t k = 0; k < b->d.p.blocks[i].handler_count; k++) {
            const hy_package_handler *h = &b->d.p.blocks[i].handlers[k];
            json_t *e = new_element(b, list);
            put_int(b, e, "block", (json_int_t)i);
            put_int(b, e, "start", h->start);
            put_int(b, e, "end", h->end);
            put_int(b, e, "handler", h->target);
            put_int(b, e, "catch_type", h->type);
            put(b, e, "stop", json_boolean(h->stop));
        }
    return list;
}

/* ---- StaticField, RefLocation, Export ---- */

static json_t *statics(builder *b)
{
    const hy_package_statics *s = &b->d.p.statics;
    json_t *o = json_object();
    put_int(b, o, "image_size", s->image_size);
    put_int(b, o, "reference_count", s->reference_count);
    put_int(b, o, "default_size", s->default_size);
    put(b, o, "values", hy_json_hex(s->values));
    json_t *arrays = new_in(b, o, "arrays", json_array());
    for (size_t i = 0; i < s->array_count; i++) {
        json_t *e = new_element(b, arrays);
        put_int(b, e, "type", s->arrays[i].type);
        put(b, e, "values", hy_json_hex(s->arrays[i].values));
    }
    return o;
}

static json_t *locations(builder *b, bool two_bytes)
{
    json_t *list = json_array();
    for (size_t i = 0; i < b->d.p.block_count; i++) {
        const hy_package_block *block = &b->d.p.blocks[i];
        hy_reader r = hy_reader_of(two_bytes ? block->locations2 : block->locations1);
        for (uint32_t at = block->start; hy_package_next_location(&r, &at);)
            hy_json_add(&b->bad, list, json_integer(at));
    }
    return list;
}

static json_t *exports(builder *b)
{
    json_t *list = json_array();
    for (size_t m = 0; m < b->d.p.member_count; m++)
        for (size_t i = 0; i < b->d.p.members[m].export_count; i++) {
            const hy_package_export *x = &b->d.p.members[m].exports[i];
            json_t *e = new_element(b, list);
            put_int(b, e, "package", (json_int_t)m);
            put_int(b, e, "token", (json_int_t)i);
            put_class(b, e, "class", x->cref);
            json_t *fields = new_in(b, e, "static_fields", json_array());
            for (size_t k = 0; k < x->field_count; k++)
                hy_json_add(&b->bad, fields, json_integer(x->fields[k]));
            put(b, e, "static_methods", table(b, x->methods, x->method_count));
        }
    return list;
}

/* ---- Descriptor, Debug, StaticResources ---- */

static void put_described(builder *b, json_t *o, const hy_package_described *c)
{
    json_t *fields = new_in(b, o, "fields", json_array());
    for (size_t i = 0; i < c->field_count; i++) {
        const hy_package_field *f = &c->fields[i];
        json_t *e = new_element(b, fields);
        put_int(b, e, "token", f->token);
        put_int(b, e, "access", f->access);
        put_text(b, e, "descriptor", hy_capnames_field_desc(&b->d.names, f->type));
        if ((f->access & HY_ACCESS_STATIC) != 0)
            put_int(b, e, "offset", f->at);
    }
    json_t *list = new_in(b, o, "methods", json_array());
    for (size_t i = 0; i < c->method_count; i++) {
        const hy_package_method *m = &c->methods[i];
        json_t *e = new_element(b, list);
        put_int(b, e, "token", m->token);
        put_int(b, e, "access", m->access);
        put_text(b, e, "descriptor", hy_capnames_method_desc(&b->d.names, m->type));
        put(b, e, "offset", m->at == HY_METHOD_ELSEWHERE ? json_null() : json_integer(m->at));
        put_int(b, e, "code_length", m->length);
        put_int(b, e, "handler_count", m->handler_count);
        put_int(b, e, "handler_index", m->handler_index);
    }
}

static json_t *descriptor(builder *b)
{
    const hy_descriptor *desc = b->d.p.descriptor;
    if (desc == NULL)
        return json_null();
    json_t *list = json_array();
    for (size_t i = 0; i < desc->class_count; i++) {
        const hy_package_described *c = &desc->classes[i];
        json_t *e = new_element(b, list);
        put_class(b, e, "class", c->cref);
        put_int(b, e, "token", c->token);
        put_int(b, e, "access", c->access);
        json_t *interfaces = new_in(b, e, "interfaces", json_array());
        for (size_t k = 0; k < c->interface_count; k++)
            hy_json_add(&b->bad, interfaces,
                        hy_json_text(hy_capnames_class(&b->d.names, c->interfaces[k])));
        put_described(b, e, c);
    }
    return list;
}

/* Methods, locals and lines stand with the code; here are classes and fields. */
static json_t *debug(builder *b)
{
    if (!b->d.names.has_debug)
        return json_null();
    json_t *list = json_array();
    for (size_t i = 0; i < b->d.names.debug.class_count; i++) {
        const hy_debug_class *c = &b->d.names.debug.classes[i];
        json_t *e = new_element(b, list);
        put_text(b, e, "class", c->name);
        put_text(b, e, "source", c->source);
        put_text(b, e, "super", c->super);
        put_int(b, e, "access", c->access);
        put_int(b, e, "offset", c->cref);
        json_t *fields = new_in(b, e, "fields", json_array());
        for (size_t k = 0; k < c->field_count; k++) {
            json_t *f = new_element(b, fields);
            put_text(b, f, "name", c->fields[k].name);
            put_text(b, f, "descriptor", c->fields[k].desc);
            put_int(b, f, "access", c->fields[k].access);
            put_int(b, f, "contents", c->fields[k].contents);
        }
    }
    return list;
}

static json_t *resources(builder *b)
{
    json_t *list = json_array();
    for (size_t i = 0; i < b->d.p.resource_count; i++) {
        json_t *e = new_element(b, list);
        put_int(b, e, "id", b->d.p.resources[i].id);
        put(b, e, "bytes", hy_json_hex(b->d.p.resources[i].bytes));
    }
    return list;
}

static json_t *components(builder *b)
{
    json_t *o = json_object();
    for (unsigned tag = 1; tag < 256; tag++) {
        if (b->d.p.parts.part[tag].n == 0)
            continue;
        const char *key = tag < HY_COMPONENT_COUNT ? hy_component_name((uint8_t)tag)
                                                   : hy_dumper_text(&b->d, "custom %u", tag);
        put(b, o, key, hy_json_hex(b->d.p.parts.part[tag]));
    }
    return o;
}

/* ---- the file ---- */

static json_t *build(builder *b)
{
    const hy_capfile *f = b->d.file;
    json_t *o = json_object();
    put_text(b, o, "form", f->jar ? "jar" : "load file");
    put_text(b, o, "folder", f->package);
    put(b, o, "manifest",
        f->manifest.n == 0 ? json_null()
                           : json_stringn((const char *)f->manifest.p, f->manifest.n));
    put(b, o, "header", header(b));
    put(b, o, "directory", directory(b));
    put(b, o, "imports", imports(b));
    put(b, o, "applets", applets(b));
    put(b, o, "classes", classes(b));
    put(b, o, "methods", methods(b));
    put(b, o, "handlers", handlers(b));
    put(b, o, "static_fields", statics(b));
    put(b, o, "exports", exports(b));
    put(b, o, "constant_pool", constant_pool(b));
    put(b, o, "one_byte_locations", locations(b, false));
    put(b, o, "two_byte_locations", locations(b, true));
    put(b, o, "resources", resources(b));
    put(b, o, "descriptor", descriptor(b));
    put(b, o, "debug", debug(b));
    put(b, o, "components", components(b));
    return o;
}

hy_rc hy_dump_cap_json(const hy_capfile *c, hy_exports *names, json_t **out, hy_reason *why)
{
    *out = NULL;
    builder b = {.bad = false};
    hy_rc rc = hy_dumper_open(&b.d, c, names, why);
    if (hy_ok(rc)) {
        *out = build(&b);
        if (b.bad) {
            json_decref(*out);
            *out = NULL;
            rc = hy_reason_set(why, HY_FAIL(MEMORY), "dump: out of memory");
        }
    }
    hy_dumper_free(&b.d);
    return rc;
}
