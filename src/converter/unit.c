/* Building classes of the model from class files, and reporting findings about them.
 */
#include "converter/unit.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum {
    CLASS_FLAGS = HY_ACC_PUBLIC | HY_ACC_FINAL | HY_ACC_INTERFACE | HY_ACC_ABSTRACT,
    MEMBER_FLAGS = HY_ACC_PUBLIC | HY_ACC_PRIVATE | HY_ACC_PROTECTED | HY_ACC_STATIC | HY_ACC_FINAL,
    METHOD_FLAGS = MEMBER_FLAGS | HY_ACC_NATIVE | HY_ACC_ABSTRACT,
    SOURCE_MAX = 4 * 1024 * 1024,
};

/* ---- the model ---- */

static void build_field(hy_unit *u, hy_jfield *f, const hy_classfile_member *m)
{
    *f = (hy_jfield){.owner = u->class,
                     .name = m->name,
                     .desc = m->desc,
                     .access = m->access & MEMBER_FLAGS,
                     .token = HY_TOKEN_NONE};
    bool is_static = (m->access & HY_ACC_STATIC) != 0;
    if (!is_static || m->constant == NULL || m->constant->tag != HY_CONSTANT_INTEGER)
        return;
    if ((m->access & HY_ACC_FINAL) != 0) {
        f->is_constant = true;
        f->constant = m->constant->value;
    } else if (m->constant->value != 0) {
        f->init = (hy_jinit){.kind = HY_JINIT_VALUE, .value = m->constant->value};
    }
}

static void build_method(hy_unit *u, hy_jmethod *method, const hy_classfile_member *m)
{
    *method = (hy_jmethod){.owner = u->class,
                           .name = m->name,
                           .desc = m->desc,
                           .access = m->access & METHOD_FLAGS,
                           .token = HY_TOKEN_NONE,
                           .native_index = -1};
    if (m->code != NULL && m->code->line_count > 0)
        method->line = m->code->lines[0].line;
}

static bool build_members(hy_unit *u)
{
    hy_arena *arena = u->world->arena;
    const hy_classfile *file = u->file;
    u->class->fields = HY_NEW_ARRAY(arena, hy_jfield, file->field_count);
    u->class->methods = HY_NEW_ARRAY(arena, hy_jmethod, file->method_count);
    u->methods = HY_NEW_ARRAY(arena, hy_classfile_member *, file->method_count);
    if (u->class->fields == NULL || u->class->methods == NULL || u->methods == NULL)
        return false;
    for (size_t i = 0; i < file->field_count; i++)
        build_field(u, &u->class->fields[u->class->field_count++], &file->fields[i]);
    for (size_t i = 0; i < file->method_count; i++) {
        hy_classfile_member *m = &file->methods[i];
        /* Java 8 gives interfaces that narrow a return type a bridge with a body. Implementing
           classes have bridges of their own. */
        bool in_interface = (file->access & HY_ACC_INTERFACE) != 0;
        if (in_interface && (m->access & HY_CLASSFILE_BRIDGE) != 0)
            continue;
        if (strcmp(m->name, "<clinit>") == 0) {
            u->clinit = m;
            continue;
        }
        u->methods[u->class->method_count] = m;
        build_method(u, &u->class->methods[u->class->method_count++], m);
    }
    return true;
}

/* The source file's path among those given: the one that ends in the package's path and the name;
   else in the name. */
static const char *find_path(hy_unit *u)
{
    const char *name = u->file->source;
    if (name == NULL)
        return hy_arena_format(u->world->arena, "%s.class", u->file->name);
    const char *wanted = hy_arena_format(u->world->arena, "/%s/%s", u->class->package->name, name);
    const char *found = name;
    for (size_t i = 0; wanted != NULL && i < u->options->source_count; i++) {
        const char *path = u->options->sources[i];
        const char *base = strrchr(path, '/');
        size_t n = strlen(path), m = strlen(wanted);
        if (n >= m && strcmp(path + n - m, wanted) == 0)
            return path;
        if (strcmp(base == NULL ? path : base + 1, name) == 0)
            found = path;
    }
    return found;
}

hy_rc hy_unit_build(hy_unit *u, hy_jpackage *package, hy_reason *why)
{
    const hy_classfile *file = u->file;
    u->class = HY_NEW(u->world->arena, hy_jclass);
    if (u->class == NULL)
        return hy_reason_set(why, HY_FAIL(MEMORY), "%s: out of memory", file->name);
    bool is_interface = (file->access & HY_ACC_INTERFACE) != 0;
    *u->class = (hy_jclass){.package = package,
                            .name = file->name,
                            .access = file->access & CLASS_FLAGS,
                            .super = is_interface ? NULL : file->super,
                            .interfaces = file->interfaces,
                            .interface_count = file->interface_count,
                            .source = file->source,
                            .token = HY_TOKEN_NONE,
                            .cap22_inheritable = HY_TOKEN_NONE};
    if (!build_members(u))
        return hy_reason_set(why, HY_FAIL(MEMORY), "%s: out of memory", file->name);
    u->path = find_path(u);
    return HY_OK;
}

/* ---- findings ---- */

void hy_unit_error(hy_unit *u, int line, const char *mend, const char *format, ...)
{
    char text[400];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    hy_diag_add(u->world->diag, HY_SEVERITY_ERROR, u->path, line, mend, "%s", text);
    u->failed = true;
}

bool hy_unit_has_error(const hy_unit *u, int line)
{
    for (const hy_diag_item *i = u->world->diag->first; i != NULL; i = i->next)
        if (i->line == line && i->file != NULL && strcmp(i->file, u->path) == 0)
            return true;
    return false;
}

static bool is_word(int c)
{
    return isalnum(c) || c == '_' || c == '$' || c >= 0x80;
}

/* Steps over a comment or a literal at *at; false when there is none. */
static bool skip_hidden(const char *s, size_t n, size_t *at, int *line)
{
    size_t i = *at;
    char quote = s[i];
    if (quote == '/' && i + 1 < n && s[i + 1] == '/') {
        while (i < n && s[i] != '\n')
            i++;
    } else if (quote == '/' && i + 1 < n && s[i + 1] == '*') {
        for (i += 2; i + 1 < n && !(s[i] == '*' && s[i + 1] == '/'); i++)
            *line += s[i] == '\n';
        i += 2;
    } else if (quote == '"' || quote == '\'') {
        for (i++; i < n && s[i] != quote && s[i] != '\n'; i++)
            i += s[i] == '\\';
        i++;
    } else {
        return false;
    }
    *at = i < n ? i : n;
    return true;
}

/* A declaration: the name stands behind a type and before what ends or opens it. */
static bool declares(int before, int after)
{
    return (is_word(before) || before == ']' || before == '>') && after != '\0' &&
           strchr("=;,(){[e", after) != NULL;
}

static int search(const char *s, size_t n, const char *name)
{
    size_t length = strlen(name);
    int line = 1, before = 0;
    for (size_t i = 0; i < n;) {
        if (skip_hidden(s, n, &i, &line))
            continue;
        size_t start = i;
        while (i < n && is_word((unsigned char)s[i]))
            i++;
        if (i == start) {
            line += s[i] == '\n';
            before = isspace((unsigned char)s[i]) ? before : s[i];
            i++;
            continue;
        }
        size_t next = i;
        while (next < n && isspace((unsigned char)s[next]))
            next++;
        if (i - start == length && memcmp(s + start, name, length) == 0 &&
            declares(before, next < n ? s[next] : 0))
            return line;
        before = i - start == 6 && memcmp(s + start, "return", 6) == 0 ? 0 : s[i - 1];
    }
    return 0;
}

static int first_line(const hy_unit *u)
{
    int line = 0;
    for (size_t i = 0; i < u->class->method_count; i++) {
        int own = u->class->methods[i].line;
        line = own != 0 && (line == 0 || own < line) ? own : line;
    }
    return line;
}

int hy_unit_line(hy_unit *u, const char *member)
{
    if (!u->source_tried) {
        u->source_tried = true;
        hy_reason ignored;
        if (!hy_ok(hy_buf_read_file(&u->source, u->path, SOURCE_MAX, &ignored)))
            u->source = hy_buf_new(0);
    }
    const char *name = member;
    if (member == NULL || strcmp(member, "<init>") == 0) {
        const char *slash = strrchr(u->file->name, '/');
        const char *dollar = strrchr(u->file->name, '$');
        name = dollar != NULL ? dollar + 1 : slash != NULL ? slash + 1 : u->file->name;
    }
    int line = u->source.n == 0 ? 0 : search((const char *)u->source.p, u->source.n, name);
    return line != 0 ? line : first_line(u);
}

void hy_unit_free(hy_unit *u)
{
    hy_buf_free(&u->source);
}

bool hy_unit_is_null_check(const hy_bytecode *code, uint32_t index)
{
    const hy_bytecode_op *op = &code->ops[index];
    if (op->constant == NULL || op->constant->name == NULL || index + 1 >= code->count ||
        code->ops[index + 1].op != HY_JVM_pop)
        return false;
    bool class_of = op->op == HY_JVM_invokevirtual && strcmp(op->constant->name, "getClass") == 0;
    bool require = op->op == HY_JVM_invokestatic &&
                   strcmp(op->constant->text, "java/util/Objects") == 0 &&
                   strcmp(op->constant->name, "requireNonNull") == 0 &&
                   strcmp(op->constant->desc, "(Ljava/lang/Object;)Ljava/lang/Object;") == 0;
    return class_of || require;
}
