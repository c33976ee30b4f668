/* Descriptors and names as a person reads them. */
#include "converter/capnames.h"

#include "converter/type.h"

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

/* "Object" of "java/lang/Object". */
static const char *short_name(const char *name)
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

const char *hy_capnames_type(const hy_capnames *n, const char *desc)
{
    hy_type type = hy_type_of(desc);
    const char *base = type.kind == 'L' ? short_name(or_unknown(hy_type_class(n->arena, &type)))
                                        : primitive(type.kind);
    return type.array ? or_unknown(hy_arena_format(n->arena, "%s[]", base)) : base;
}

/* "(byte[], short)" of a method's descriptor; *result (may be NULL) is the type behind it. */
static const char *params_text(const hy_capnames *n, const char *desc, const char **result)
{
    hy_buf b = hy_buf_new(TEXT_MAX);
    hy_writer w = hy_writer_of(&b);
    put(&w, "(");
    if (*desc == '(')
        desc++;
    bool first = true;
    for (hy_type type; *desc != ')'; first = false) {
        const char *start = desc;
        if (!hy_type_next(&desc, &type))
            break;
        put(&w, first ? "" : ", ");
        put(&w, hy_capnames_type(n, start));
    }
    put(&w, ")");
    if (result != NULL)
        *result = *desc == ')' ? hy_capnames_type(n, desc + 1) : "?";
    return finish(n, &b, w.rc);
}

const char *hy_capnames_text(const hy_capnames *n, const hy_capmember *m)
{
    if (m->name == NULL)
        return hy_capnames_dotted(n, m->owner);
    const char *owner = m->owner == NULL ? "" : short_name(m->owner);
    bool is_method = m->desc != NULL && m->desc[0] == '(';
    const char *params = is_method ? params_text(n, m->desc, NULL) : "";
    return or_unknown(
        hy_arena_format(n->arena, "%s%s%s%s", owner, owner[0] == '\0' ? "" : ".", m->name, params));
}

const char *hy_capnames_signature(const hy_capnames *n, const char *owner, const char *name,
                                  const char *desc)
{
    const char *class = short_name(owner);
    const char *dot = class[0] == '\0' ? "" : ".";
    if (desc == NULL)
        return or_unknown(hy_arena_format(n->arena, "%s%s%s", class, dot, name));
    const char *result = NULL;
    const char *params = params_text(n, desc, &result);
    if (strcmp(name, "<init>") == 0)
        return or_unknown(hy_arena_format(n->arena, "%s%s", class, params));
    return or_unknown(hy_arena_format(n->arena, "%s %s%s%s%s", result, class, dot, name, params));
}
