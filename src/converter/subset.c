/* The Java Card language subset (JCVM 2.2) in declarations: classes, fields, methods, types.
 */
#include "converter/subset.h"
#include "converter/descriptor.h"
#include "converter/unit.h"

#include <string.h>

enum {
    INSTANCE_WORDS_MAX = 255,  /* JCVM 2.2.4.3 */
    MEMBERS_MAX = 256,         /* static fields or methods: u1 tokens */
    VIRTUAL_MAX = 128,         /* virtual methods, public and package-visible apart */
    INTERFACES_MAX = 15,       /* a nibble in class_info */
    PARAMETER_WORDS_MAX = 255, /* u1 nargs */
};

const char *hy_subset_type_lack(hy_unit *u, const char *type, const char **mend)
{
    const char *element = type + strspn(type, "[");
    *mend = NULL;
    if (element - type > 1) {
        *mend = "use one-dimensional arrays, or an Object[] of arrays";
        return "arrays of arrays do not exist on a card";
    }
    switch (*element) {
    case 'J':
        *mend = "use short, or int with --int";
        return "long does not exist on a card";
    case 'F':
    case 'D':
        *mend = "use scaled short or int values";
        return *element == 'F' ? "float does not exist on a card"
                               : "double does not exist on a card";
    case 'C':
        *mend = "use byte or short";
        return "char does not exist on a card";
    case 'I':
        *mend = "use short, or convert with --int for cards that have int";
        return u->options->int_support ? NULL : "int needs --int";
    case 'L':
        break;
    default:
        return NULL;
    }
    const char *name = hy_arena_string(u->world->arena, element + 1, strlen(element) - 2);
    return name == NULL ? "out of memory" : hy_subset_class_lack(u, name, mend);
}

bool hy_subset_is_string_class(const char *name)
{
    return strcmp(name, "java/lang/String") == 0 || strcmp(name, "java/lang/StringBuilder") == 0 ||
           strcmp(name, "java/lang/StringBuffer") == 0 ||
           strcmp(name, "java/lang/CharSequence") == 0;
}

/* Why a class that the world does not have is not there. */
static const char *unknown_class(hy_unit *u, const char *name, const char **mend)
{
    hy_arena *arena = u->world->arena;
    const char *package = hy_world_package_of(u->world, name);
    const char *java = hy_descriptor_java_class(arena, name);
    const char *dot = java == NULL ? NULL : strrchr(java, '.');
    if (package == NULL || dot == NULL)
        return "a class that is in no package";
    const char *text;
    if (hy_map_get(&u->world->packages, package) != NULL) {
        text = hy_arena_format(arena, "package %.*s has no class %s on a card", (int)(dot - java),
                               java, dot + 1);
    } else if (strncmp(name, "java/", 5) == 0) {
        text =
            hy_arena_format(arena, "%s: a card has no package %.*s", java, (int)(dot - java), java);
    } else {
        text = hy_arena_format(arena, "there is no export file for %s", java);
        *mend = "add the folder of its export file with --exports";
    }
    return text == NULL ? "out of memory" : text;
}

static bool is_thread_class(const char *name)
{
    return strcmp(name, "java/lang/Thread") == 0 || strcmp(name, "java/lang/Runnable") == 0;
}

const char *hy_subset_class_lack(hy_unit *u, const char *name, const char **mend)
{
    *mend = NULL;
    if (name[0] == '[')
        return hy_subset_type_lack(u, name, mend);
    if (hy_subset_is_string_class(name)) {
        *mend = "keep texts in byte arrays";
        return "strings do not exist on a card";
    }
    if (hy_world_class(u->world, name) != NULL)
        return NULL;
    if (is_thread_class(name))
        return "threads do not exist on a card";
    return unknown_class(u, name, mend);
}

/* ---- fields ---- */

static void check_field(hy_unit *u, const hy_jfield *f)
{
    const char *mend;
    const char *lack = hy_subset_type_lack(u, f->desc, &mend);
    if (lack != NULL)
        hy_unit_error(u, hy_unit_line(u, f->name), mend, "field %s: %s", f->name, lack);
}

static void check_fields(hy_unit *u)
{
    unsigned statics = 0;
    for (size_t i = 0; i < u->class->field_count; i++) {
        const hy_jfield *f = &u->class->fields[i];
        statics += (f->access & HY_ACC_STATIC) != 0 && !f->is_constant;
        check_field(u, f);
    }
    if (statics > MEMBERS_MAX)
        hy_unit_error(u, hy_unit_line(u, NULL), NULL, "%u static fields: a class has at most %d",
                      statics, MEMBERS_MAX);
}

static unsigned words_of(hy_unit *u, const hy_jclass *c)
{
    unsigned words = 0;
    for (int depth = 0; c != NULL && depth < 256; depth++) {
        for (size_t i = 0; i < c->field_count; i++)
            if ((c->fields[i].access & HY_ACC_STATIC) == 0)
                words += hy_descriptor_words(c->fields[i].desc);
        c = c->super == NULL ? NULL : hy_world_class(u->world, c->super);
    }
    return words;
}

/* ---- methods ---- */

/* javac's way from one class to a private member of another; `x.count += 2` hands it an int. */
static bool is_accessor(const hy_jmethod *m)
{
    return strncmp(m->name, "access$", strlen("access$")) == 0;
}

static void check_method_types(hy_unit *u, const hy_jmethod *m, int line)
{
    const char *mend, *lack;
    for (const char *p = hy_descriptor_first(m->desc); *p != ')'; p = hy_descriptor_next(p)) {
        size_t n = (size_t)(hy_descriptor_next(p) - p);
        const char *type = hy_arena_string(u->world->arena, p, n);
        lack = type == NULL ? NULL : hy_subset_type_lack(u, type, &mend);
        if (lack != NULL && is_accessor(m))
            hy_unit_error(
                u, line, "write a = (short)(a + b) there, or make the member not private",
                "another class changes a private member by an operator like +=, for which "
                "javac makes a method with an int parameter");
        else if (lack != NULL)
            hy_unit_error(u, line, mend, "parameter of %s: %s", m->name, lack);
    }
    lack = hy_subset_type_lack(u, hy_descriptor_result(m->desc), &mend);
    if (lack != NULL)
        hy_unit_error(u, line, mend, "result of %s: %s", m->name, lack);
    if (hy_descriptor_argument_words(m->desc) >= PARAMETER_WORDS_MAX)
        hy_unit_error(u, line, NULL, "%s has more than %d words of parameters", m->name,
                      PARAMETER_WORDS_MAX - 1);
}

static void check_method_flags(hy_unit *u, const hy_jmethod *m, const hy_classfile_member *from,
                               int line)
{
    if ((from->access & HY_CLASSFILE_SYNCHRONIZED) != 0)
        hy_unit_error(u, line, "remove synchronized: a card runs one thing at a time",
                      "%s is synchronized: threads do not exist on a card", m->name);
    if ((m->access & HY_ACC_NATIVE) != 0 && !u->options->system)
        hy_unit_error(u, line, "write it in Java or call the API",
                      "%s is native: only the platform has native methods", m->name);
    if (strcmp(m->name, "finalize") == 0 && strcmp(m->desc, "()V") == 0)
        hy_unit_error(u, line, "remove it, or give it another name",
                      "finalize() is never called on a card");
    if ((u->class->access & HY_ACC_INTERFACE) != 0 && (m->access & HY_ACC_ABSTRACT) == 0)
        hy_unit_error(u, line, "move the body into a class",
                      "%s has a body: methods of interfaces are abstract on a card", m->name);
}

static void check_methods(hy_unit *u)
{
    unsigned statics = 0, visible = 0, hidden = 0;
    for (size_t i = 0; i < u->class->method_count; i++) {
        const hy_jmethod *m = &u->class->methods[i];
        int line = m->line != 0 ? m->line : hy_unit_line(u, m->name);
        bool direct = (m->access & (HY_ACC_STATIC | HY_ACC_PRIVATE)) != 0 || m->name[0] == '<';
        statics += direct;
        visible += !direct && (m->access & (HY_ACC_PUBLIC | HY_ACC_PROTECTED)) != 0;
        hidden += !direct && (m->access & (HY_ACC_PUBLIC | HY_ACC_PROTECTED)) == 0;
        check_method_types(u, m, line);
        check_method_flags(u, m, u->methods[i], line);
    }
    if (statics > MEMBERS_MAX || visible > VIRTUAL_MAX || hidden > VIRTUAL_MAX)
        hy_unit_error(u, hy_unit_line(u, NULL), "split the class",
                      "too many methods: a class has at most %d static methods and constructors "
                      "and %d virtual ones",
                      MEMBERS_MAX, VIRTUAL_MAX);
}

/* ---- the class ---- */

static void check_super(hy_unit *u)
{
    hy_jclass *c = u->class;
    const char *mend;
    if (c->super == NULL)
        return;
    const char *lack = hy_subset_class_lack(u, c->super, &mend);
    const hy_jclass *super = hy_world_class(u->world, c->super);
    int line = hy_unit_line(u, NULL);
    if (lack != NULL)
        hy_unit_error(u, line, mend, "superclass: %s", lack);
    else if (super != NULL && (super->access & (HY_ACC_FINAL | HY_ACC_INTERFACE)) != 0)
        hy_unit_error(u, line, NULL, "superclass %s is %s",
                      hy_descriptor_java_class(u->world->arena, c->super),
                      (super->access & HY_ACC_FINAL) != 0 ? "final" : "an interface");
}

static void check_interfaces(hy_unit *u)
{
    hy_jclass *c = u->class;
    int line = hy_unit_line(u, NULL);
    for (size_t i = 0; i < c->interface_count; i++) {
        const char *mend;
        const char *lack = hy_subset_class_lack(u, c->interfaces[i], &mend);
        const hy_jclass *parent = hy_world_class(u->world, c->interfaces[i]);
        if (lack != NULL)
            hy_unit_error(u, line, mend, "interface: %s", lack);
        else if (parent != NULL && (parent->access & HY_ACC_INTERFACE) == 0)
            hy_unit_error(u, line, NULL, "%s is no interface",
                          hy_descriptor_java_class(u->world->arena, c->interfaces[i]));
    }
    if (c->interface_count > INTERFACES_MAX)
        hy_unit_error(u, line, NULL, "more than %d interfaces", INTERFACES_MAX);
}

/* A chain of superclasses that comes back to the class: only forged class files have one. */
static bool is_circular(hy_unit *u)
{
    const hy_jclass *c = u->class;
    for (int depth = 0; c != NULL && depth < 256; depth++)
        c = c->super == NULL ? NULL : hy_world_class(u->world, c->super);
    return c != NULL;
}

void hy_subset_check_class(hy_unit *u)
{
    if ((u->file->access & HY_CLASSFILE_ENUM) != 0) {
        hy_unit_error(u, hy_unit_line(u, NULL), "use static final byte constants",
                      "enums do not exist on a card");
        return;
    }
    if (is_circular(u)) {
        hy_unit_error(u, 0, NULL, "class %s is its own superclass",
                      hy_descriptor_java_class(u->world->arena, u->class->name));
        return;
    }
    check_super(u);
    check_interfaces(u);
    check_fields(u);
    check_methods(u);
    unsigned words = words_of(u, u->class);
    if (words > INSTANCE_WORDS_MAX)
        hy_unit_error(u, hy_unit_line(u, NULL), "put values into arrays",
                      "instances take %u words: at most %d are allowed", words, INSTANCE_WORDS_MAX);
}
