/* Descriptors of the JVM: well-formedness, walking, and how Java writes them.
 */
#include "converter/descriptor.h"

#include <string.h>

enum { DIMENSIONS_MAX = 255 };

/* Behind the unqualified or slashed name at s that ends before one of stop; NULL when malformed. */
static const char *skip_name(const char *s, const char *stop)
{
    const char *end = s + strcspn(s, stop);
    bool empty_part = end == s || *s == '/' || end[-1] == '/';
    for (const char *c = s; c < end; c++)
        if (strchr(".[<>()", *c) != NULL || (*c == '/' && c[1] == '/'))
            return NULL;
    return empty_part ? NULL : end;
}

/* Behind the field type at s; NULL when malformed. */
static const char *skip_type(const char *s)
{
    size_t dimensions = strspn(s, "[");
    if (dimensions > DIMENSIONS_MAX)
        return NULL;
    s += dimensions;
    if (*s != '\0' && strchr("ZBSCIJFD", *s) != NULL)
        return s + 1;
    if (*s != 'L')
        return NULL;
    s = skip_name(s + 1, ";");
    return s == NULL || *s != ';' ? NULL : s + 1;
}

bool hy_descriptor_is_field(const char *s)
{
    s = skip_type(s);
    return s != NULL && *s == '\0';
}

bool hy_descriptor_is_method(const char *s)
{
    if (*s++ != '(')
        return false;
    while (s != NULL && *s != '\0' && *s != ')')
        s = skip_type(s);
    if (s == NULL || *s != ')')
        return false;
    return strcmp(s + 1, "V") == 0 || hy_descriptor_is_field(s + 1);
}

bool hy_descriptor_is_class_name(const char *s)
{
    if (*s == '[')
        return hy_descriptor_is_field(s);
    s = skip_name(s, ";");
    return s != NULL && *s == '\0';
}

bool hy_descriptor_is_member_name(const char *s)
{
    if (strcmp(s, "<init>") == 0 || strcmp(s, "<clinit>") == 0)
        return true;
    return *s != '\0' && strcspn(s, ".;[/<>") == strlen(s);
}

bool hy_descriptor_in_package(const char *class_name, const char *package_name)
{
    size_t n = strlen(package_name);
    return strncmp(class_name, package_name, n) == 0 && class_name[n] == '/' &&
           hy_descriptor_is_class_name(class_name + n + 1) &&
           strchr(class_name + n + 1, '/') == NULL;
}

const char *hy_descriptor_first(const char *method)
{
    return method + 1;
}

const char *hy_descriptor_next(const char *parameter)
{
    parameter += strspn(parameter, "[");
    if (*parameter == 'L')
        parameter += strcspn(parameter, ";");
    return parameter + 1;
}

const char *hy_descriptor_result(const char *method)
{
    return strrchr(method, ')') + 1;
}

unsigned hy_descriptor_words(const char *type)
{
    return *type == 'V' ? 0 : *type == 'I' ? 2 : 1;
}

unsigned hy_descriptor_argument_words(const char *method)
{
    unsigned words = 0;
    for (const char *p = hy_descriptor_first(method); *p != ')'; p = hy_descriptor_next(p))
        words += hy_descriptor_words(p);
    return words;
}

const char *hy_descriptor_java_class(hy_arena *arena, const char *name)
{
    char *copy = hy_arena_string(arena, name, strlen(name));
    for (char *c = copy; c != NULL && *c != '\0'; c++)
        if (*c == '/' || *c == '$')
            *c = '.';
    return copy == NULL ? name : copy;
}

static const char *primitive(char c)
{
    switch (c) {
    case 'Z':
        return "boolean";
    case 'B':
        return "byte";
    case 'S':
        return "short";
    case 'C':
        return "char";
    case 'I':
        return "int";
    case 'J':
        return "long";
    case 'F':
        return "float";
    case 'D':
        return "double";
    default:
        return "void";
    }
}

const char *hy_descriptor_java(hy_arena *arena, const char *type)
{
    size_t dimensions = strspn(type, "[");
    const char *element = type + dimensions;
    const char *text = primitive(*element);
    if (*element == 'L') {
        const char *name = hy_arena_string(arena, element + 1, strcspn(element, ";") - 1);
        text = name == NULL ? "?" : hy_descriptor_java_class(arena, name);
    }
    while (text != NULL && dimensions-- > 0)
        text = hy_arena_format(arena, "%s[]", text);
    return text == NULL ? type : text;
}

const char *hy_descriptor_java_method(hy_arena *arena, const char *name, const char *method)
{
    const char *text = "";
    for (const char *p = hy_descriptor_first(method); *p != ')' && text != NULL;
         p = hy_descriptor_next(p))
        text = hy_arena_format(arena, "%s%s%s", text, *text == '\0' ? "" : ", ",
                               hy_descriptor_java(arena, p));
    if (text != NULL)
        text = hy_arena_format(arena, "%s(%s)", name, text);
    return text == NULL ? name : text;
}
