/* Makes the export files of a few API classes from a table. */
#include "support/small_api.h"

#include "converter/expfile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { LIST_MAX = 24 };

typedef struct method_row {
    uint8_t token;
    uint16_t access;
    const char *name, *desc;
} method_row;

typedef struct class_row {
    uint8_t token;
    uint16_t access;
    const char *name;
    const char *supers[LIST_MAX];
    const char *interfaces[LIST_MAX];
    method_row methods[LIST_MAX];
} class_row;

#define O "java/lang/Object"
#define T "java/lang/Throwable"
#define E "java/lang/Exception"
#define R "java/lang/RuntimeException"
#define CR "javacard/framework/CardRuntimeException"
#define PUBLIC HY_ACC_PUBLIC
#define STATIC (HY_ACC_PUBLIC | HY_ACC_STATIC)
#define INIT                                                                                       \
    {                                                                                              \
        0, PUBLIC, "<init>", "()V"                                                                 \
    }
#define EQUALS                                                                                     \
    {                                                                                              \
        0, PUBLIC, "equals", "(Ljava/lang/Object;)Z"                                               \
    }

static const class_row lang[] = {
    {0, PUBLIC, O, {NULL}, {NULL}, {INIT, EQUALS}},
    {1, PUBLIC, T, {O}, {NULL}, {INIT, EQUALS}},
    {2, PUBLIC, E, {O, T}, {NULL}, {INIT, EQUALS}},
    {3, PUBLIC, R, {O, T, E}, {NULL}, {INIT, EQUALS}},
    {4, PUBLIC, "java/lang/IndexOutOfBoundsException", {O, T, E, R}, {NULL}, {INIT, EQUALS}},
    {5,
     PUBLIC,
     "java/lang/ArrayIndexOutOfBoundsException",
     {O, T, E, R, "java/lang/IndexOutOfBoundsException"},
     {NULL},
     {INIT, EQUALS}},
};

static const class_row framework[] = {
    {2,
     PUBLIC | HY_ACC_INTERFACE | HY_ACC_ABSTRACT | HY_ACC_SHAREABLE,
     "javacard/framework/Shareable",
     {O},
     {NULL},
     {{0, 0, NULL, NULL}}},
    {6, PUBLIC, "javacard/framework/AID", {O}, {NULL}, {EQUALS}},
    {10,
     PUBLIC | HY_ACC_FINAL,
     "javacard/framework/APDU",
     {O},
     {NULL},
     {EQUALS, {1, PUBLIC, "getBuffer", "()[B"}, {8, PUBLIC, "setOutgoingAndSend", "(SS)V"}}},
    {3,
     PUBLIC | HY_ACC_ABSTRACT,
     "javacard/framework/Applet",
     {O},
     {NULL},
     {{0, HY_ACC_PROTECTED, "<init>", "()V"},
      EQUALS,
      {1, HY_ACC_PROTECTED | HY_ACC_FINAL, "register", "()V"},
      {2, HY_ACC_PROTECTED | HY_ACC_FINAL, "register", "([BSB)V"},
      {3, HY_ACC_PROTECTED | HY_ACC_FINAL, "selectingApplet", "()Z"},
      {4, PUBLIC, "deselect", "()V"},
      {5, PUBLIC, "getShareableInterfaceObject",
       "(Ljavacard/framework/AID;B)Ljavacard/framework/Shareable;"},
      {6, PUBLIC, "select", "()Z"},
      {7, PUBLIC | HY_ACC_ABSTRACT, "process", "(Ljavacard/framework/APDU;)V"}}},
    {5, PUBLIC, CR, {O, T, E, R}, {NULL}, {{0, PUBLIC, "<init>", "(S)V"}, EQUALS}},
    {7,
     PUBLIC,
     "javacard/framework/ISOException",
     {O, T, E, R, CR},
     {NULL},
     {{0, PUBLIC, "<init>", "(S)V"}, {1, STATIC, "throwIt", "(S)V"}, EQUALS}},
    {16,
     PUBLIC,
     "javacard/framework/Util",
     {O},
     {NULL},
     {{1, STATIC, "arrayCopy", "([BS[BSS)S"}, {6, STATIC, "setShort", "([BSS)S"}, EQUALS}},
};

static size_t copy_names(hy_arena *arena, const char *const *from, const char ***to)
{
    size_t n = 0;
    *to = HY_NEW_ARRAY(arena, const char *, LIST_MAX);
    for (; *to != NULL && from[n] != NULL; n++)
        (*to)[n] = from[n];
    return n;
}

static void fill(hy_arena *arena, hy_jpackage *p, const class_row *row, hy_jclass *c)
{
    *c = (hy_jclass){.package = p,
                     .name = row->name,
                     .access = row->access,
                     .token = row->token,
                     .cap22_inheritable = HY_TOKEN_NONE};
    c->super_count = copy_names(arena, row->supers, &c->supers);
    c->interface_count = copy_names(arena, row->interfaces, &c->interfaces);
    if ((row->access & HY_ACC_INTERFACE) == 0 && c->super_count > 0)
        c->super = c->supers[c->super_count - 1];
    c->methods = HY_NEW_ARRAY(arena, hy_jmethod, LIST_MAX);
    for (; c->methods != NULL && row->methods[c->method_count].name != NULL; c->method_count++) {
        const method_row *m = &row->methods[c->method_count];
        c->methods[c->method_count] = (hy_jmethod){.owner = c,
                                                   .name = m->name,
                                                   .desc = m->desc,
                                                   .access = m->access,
                                                   .token = m->token,
                                                   .native_index = -1};
    }
}

static hy_jpackage *make(hy_arena *arena, const class_row *rows, size_t count)
{
    hy_jpackage *p = HY_NEW(arena, hy_jpackage);
    hy_jclass *classes = HY_NEW_ARRAY(arena, hy_jclass, count);
    hy_jclass **list = HY_NEW_ARRAY(arena, hy_jclass *, count);
    if (p == NULL || classes == NULL || list == NULL)
        return NULL;
    *p = (hy_jpackage){.major = 1, .library = true, .classes = list, .class_count = count};
    for (size_t i = 0; i < count; i++) {
        fill(arena, p, &rows[i], &classes[i]);
        list[i] = &classes[i];
    }
    return p;
}

hy_jpackage *small_api_lang(hy_arena *arena)
{
    static const uint8_t aid[] = {0xA0, 0, 0, 0, 0x62, 0, 1};
    hy_jpackage *p = make(arena, lang, sizeof lang / sizeof *lang);
    if (p != NULL) {
        p->name = "java/lang";
        p->aid = hy_view_of(aid, sizeof aid);
    }
    return p;
}

hy_jpackage *small_api_framework(hy_arena *arena)
{
    static const uint8_t aid[] = {0xA0, 0, 0, 0, 0x62, 1, 1};
    hy_jpackage *p = make(arena, framework, sizeof framework / sizeof *framework);
    if (p != NULL) {
        p->name = "javacard/framework";
        p->aid = hy_view_of(aid, sizeof aid);
        p->minor = 6;
    }
    return p;
}

static hy_rc write_one(hy_arena *arena, const hy_jpackage *p, const char *folder, const char *file)
{
    HY_ENSURE(p != NULL, MEMORY);
    hy_world w = hy_world_new(arena, NULL);
    hy_buf bytes = hy_buf_new(HY_EXP_MAX);
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, file);
    *strrchr(path, '/') = '\0';
    (void)mkdir(path, 0700); /* there already: the write below tells */
    snprintf(path, sizeof path, "%s/%s", folder, file);
    hy_rc rc = hy_expfile_write(&w, p, HY_EXP_2_1, &bytes, NULL);
    if (hy_ok(rc))
        rc = hy_view_write_file(hy_buf_view(&bytes), path, NULL);
    hy_buf_free(&bytes);
    return rc;
}

hy_rc small_api_write(const char *folder)
{
    hy_arena arena = hy_arena_new(1 << 20);
    hy_rc rc = write_one(&arena, small_api_lang(&arena), folder, "java.lang/1.0.exp");
    if (hy_ok(rc))
        rc = write_one(&arena, small_api_framework(&arena), folder, "javacard.framework/1.6.exp");
    hy_arena_free(&arena);
    return rc;
}
