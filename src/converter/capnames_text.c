/* Descriptors and names as a person reads them. */
#include "converter/capnames.h"

#include "converter/jname.h"

#include <string.h>

enum { TEXT_MAX = 4096, DESC_MAX = 65536, TYPES_MAX = 256 };

static const char *or_unknown(const char *s)
{
    return s == NULL ? "?" : s;
}

static const char *finish(const hy_capnames *n, hy_buf *b, hy_rc rc)
{
    const char *text = hy_ok(rc) ? hy_arena_string(n->arena, (const char *)b->p, b->n) : NULL;
    hy_buf_free(b);
    return or_unknown(text);
}

static void put(hy_writer *w, const char *s)
{
    hy_write_bytes(w, hy_view_str(s));
}

/* ---- descriptors of the Descriptor component, in the JVM's form ---- */

static void put_type(const hy_capnames *n, hy_writer *w, hy_package_type type)
{
    static const char letters[] = "?VZBSI";
    uint8_t kind = type.kind;
    if (kind >= HY_TYPE_BOOLEANS) {
        put(w, "[");
        kind = (uint8_t)(kind == HY_TYPE_REFERENCES ? HY_TYPE_REFERENCE
                                                    : kind - HY_TYPE_BOOLEANS + HY_TYPE_BOOLEAN);
    }
    if (kind < HY_TYPE_REFERENCE) {
        hy_write_u8(w, (uint8_t)letters[kind]);
        return;
    }
    put(w, "L");
    put(w, hy_capnames_class(n, type.cref));
    put(w, ";");
}

const char *hy_capnames_method_desc(const hy_capnames *n, uint16_t type)
{
    hy_package_type types[TYPES_MAX];
    size_t count = hy_package_types(n->p, type, types, TYPES_MAX);
    if (count == 0 || count > TYPES_MAX)
        return NULL;
    hy_buf b = hy_buf_new(DESC_MAX);
    hy_writer w = hy_writer_of(&b);
    put(&w, "(");
    for (size_t i = 0; i + 1 < count; i++)
        put_type(n, &w, types[i]);
    put(&w, ")");
    put_type(n, &w, types[count - 1]);
    return finish(n, &b, w.rc);
}

const char *hy_capnames_field_desc(const hy_capnames *n, uint16_t type)
{
    hy_buf b = hy_buf_new(TEXT_MAX);
    hy_writer w = hy_writer_of(&b);
    put_type(n, &w, hy_package_field_type(n->p, type));
    return finish(n, &b, w.rc);
}

/* ---- the JVM's form as Java writes it ---- */

const char *hy_capnames_short(const char *name)
{
    const char *slash = strrchr(name, '/');
    return slash == NULL ? name : slash + 1;
}

const char *hy_capnames_dotted(const hy_capnames *n, const char *name)
{
    return or_unknown(hy_arena_replace(n->arena, name, '/', '.'));
}

static const char *primitive(char letter)
{
    switch (letter) {
    case 'V':
        return "void";
    case 'Z':
        return "boolean";
    case 'B':
        return "byte";
    case 'S':
        return "short";
    case 'I':
        return "int";
    default:
        return "?";
    }
}

const char *hy_capnames_type(const hy_capnames *n, hy_view type)
{
    bool is_array = type.n > 0 && type.p[0] == '[';
    const char *base = "?";
    hy_view name = hy_jname_class_of(type);
    if (name.n > 0)
        base =
            hy_capnames_short(or_unknown(hy_arena_string(n->arena, (const char *)name.p, name.n)));
    else if (type.n > (is_array ? 1u : 0u))
        base = primitive((char)type.p[is_array ? 1 : 0]);
    return is_array ? or_unknown(hy_arena_format(n->arena, "%s[]", base)) : base;
}

/* "(byte[], short)" of a method's descriptor; *result (may be NULL) is the type behind it. */
static const char *params_text(const hy_capnames *n, const char *desc, const char **result)
{
    hy_buf b = hy_buf_new(TEXT_MAX);
    hy_writer w = hy_writer_of(&b);
    put(&w, "(");
    if (*desc == '(')
        desc++;
    for (bool first = true; *desc != ')' && *desc != '\0'; first = false) {
        hy_view type = hy_jname_next_type(&desc);
        if (type.n == 0)
            break;
        put(&w, first ? "" : ", ");
        put(&w, hy_capnames_type(n, type));
    }
    put(&w, ")");
    if (result != NULL)
        *result = *desc == ')' ? hy_capnames_type(n, hy_view_str(desc + 1)) : "?";
    return finish(n, &b, w.rc);
}

const char *hy_capnames_text(const hy_capnames *n, const hy_capmember *m)
{
    if (m->name == NULL)
        return hy_capnames_dotted(n, m->owner);
    const char *owner = m->owner == NULL ? "" : hy_capnames_short(m->owner);
    bool is_method = m->desc != NULL && m->desc[0] == '(';
    const char *params = is_method ? params_text(n, m->desc, NULL) : "";
    return or_unknown(
        hy_arena_format(n->arena, "%s%s%s%s", owner, owner[0] == '\0' ? "" : ".", m->name, params));
}

const char *hy_capnames_signature(const hy_capnames *n, const char *owner, const char *name,
                                  const char *desc)
{
    const char *class = hy_capnames_short(owner);
    const char *dot = class[0] == '\0' ? "" : ".";
    if (desc == NULL)
        return or_unknown(hy_arena_format(n->arena, "%s%s%s", class, dot, name));
    const char *result = NULL;
    const char *params = params_text(n, desc, &result);
    if (strcmp(name, "<init>") == 0)
        return or_unknown(hy_arena_format(n->arena, "%s%s", class, params));
    return or_unknown(hy_arena_format(n->arena, "%s %s%s%s%s", result, class, dot, name, params));
}
