/* Names and descriptors: checked and taken apart, character by character. */
#include "converter/jname.h"

#include <string.h>

/* Characters that no name part may have (JVMS 4.2.2); '<' and '>' only occur in <init>. */
static const char forbidden[] = ".;[/<>";

static size_t part_length(const char *s)
{
    return strcspn(s, forbidden);
}

bool hy_jname_is_class(const char *name)
{
    for (;;) {
        size_t n = part_length(name);
        if (n == 0)
            return false;
        if (name[n] != '/')
            return name[n] == '\0';
        name += n + 1;
    }
}

bool hy_jname_is_member(const char *name)
{
    size_t n = part_length(name);
    return n > 0 && name[n] == '\0';
}

bool hy_jname_in_package(const char *class_name, const char *package_name)
{
    size_t n = strlen(package_name);
    return strncmp(class_name, package_name, n) == 0 && class_name[n] == '/' &&
           hy_jname_is_member(class_name + n + 1);
}

/* Bytes of a class name followed by ';', or 0. */
static size_t class_length(const char *s)
{
    size_t at = 0;
    for (;;) {
        size_t n = part_length(s + at);
        if (n == 0)
            return 0;
        at += n;
        if (s[at] == ';')
            return at;
        if (s[at++] != '/')
            return 0;
    }
}

hy_view hy_jname_next_type(const char **at)
{
    const char *start = *at;
    const char *s = *start == '[' ? start + 1 : start;
    if (*s == '\0' || strchr("ZBSIL", *s) == NULL)
        return hy_view_of(start, 0);
    if (*s == 'L') {
        size_t n = class_length(s + 1);
        if (n == 0)
            return hy_view_of(start, 0);
        s += 1 + n;
    }
    *at = s + 1;
    return hy_view_of(start, (size_t)(s + 1 - start));
}

bool hy_jname_is_field_desc(const char *desc)
{
    return hy_jname_next_type(&desc).n > 0 && *desc == '\0';
}

bool hy_jname_is_method_desc(const char *desc)
{
    if (*desc++ != '(')
        return false;
    while (*desc != ')')
        if (hy_jname_next_type(&desc).n == 0)
            return false;
    desc++;
    return strcmp(desc, "V") == 0 || hy_jname_is_field_desc(desc);
}

hy_view hy_jname_class_of(hy_view type)
{
    size_t start = type.n > 0 && type.p[0] == '[' ? 1 : 0;
    if (type.n < start + 3 || type.p[start] != 'L')
        return hy_view_of(NULL, 0);
    return hy_view_part(type, start + 1, type.n - start - 2);
}
