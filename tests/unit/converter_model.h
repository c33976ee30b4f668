/* Packages of the converter's model made by hand, for the tests of its back half.
   Everything is in the fixture's arena; a failed allocation fails the test. */
#ifndef HY_TESTS_CONVERTER_MODEL_H
#define HY_TESTS_CONVERTER_MODEL_H

#include "test.h"

#include "converter/model.h"

typedef struct fixture {
    hy_arena arena;
    hy_diag diag;
    hy_world world;
} fixture;

static inline void fixture_open(fixture *f)
{
    f->arena = hy_arena_new(16 << 20);
    f->diag = hy_diag_new();
    f->world = hy_world_new(&f->arena, &f->diag);
}

static inline void fixture_close(fixture *f)
{
    hy_diag_free(&f->diag);
    hy_arena_free(&f->arena);
}

static inline hy_jpackage *make_package(fixture *f, const char *name, const char *aid,
                                        bool converted)
{
    hy_jpackage *p = HY_NEW(&f->arena, hy_jpackage);
    assert_non_null(p);
    *p = (hy_jpackage){
        .name = name, .aid = hy_view_str(aid), .major = 1, .converted = converted, .library = true};
    p->classes = HY_NEW_ARRAY(&f->arena, hy_jclass *, 32);
    assert_non_null(p->classes);
    assert_ok(hy_map_set(&f->world.packages, name, p));
    return p;
}

static inline hy_jclass *make_class(fixture *f, hy_jpackage *p, const char *name, unsigned access,
                                    const char *super)
{
    hy_jclass *c = HY_NEW(&f->arena, hy_jclass);
    assert_non_null(c);
    *c = (hy_jclass){.package = p,
                     .name = name,
                     .access = (uint16_t)access,
                     .super = super,
                     .token = HY_TOKEN_NONE,
                     .cap22_inheritable = HY_TOKEN_NONE,
                     .source = "Made.java"};
    c->interfaces = HY_NEW_ARRAY(&f->arena, const char *, 8);
    c->fields = HY_NEW_ARRAY(&f->arena, hy_jfield, 32);
    c->methods = HY_NEW_ARRAY(&f->arena, hy_jmethod, 32);
    assert_true(c->interfaces != NULL && c->fields != NULL && c->methods != NULL);
    p->classes[p->class_count++] = c;
    assert_ok(hy_map_set(&f->world.classes, name, c));
    return c;
}

static inline hy_jmethod *make_method(hy_jclass *c, const char *name, const char *desc,
                                      unsigned access)
{
    hy_jmethod *m = &c->methods[c->method_count++];
    *m = (hy_jmethod){.owner = c,
                      .name = name,
                      .desc = desc,
                      .access = (uint16_t)access,
                      .token = HY_TOKEN_NONE,
                      .native_index = -1};
    return m;
}

/* A method of an imported class, with the token that its export file gives. */
static inline hy_jmethod *make_imported(hy_jclass *c, const char *name, const char *desc,
                                        unsigned access, uint8_t token)
{
    hy_jmethod *m = make_method(c, name, desc, access);
    m->token = token;
    return m;
}

static inline hy_jfield *make_field(hy_jclass *c, const char *name, const char *desc,
                                    unsigned access)
{
    hy_jfield *f = &c->fields[c->field_count++];
    *f = (hy_jfield){
        .owner = c, .name = name, .desc = desc, .access = (uint16_t)access, .token = HY_TOKEN_NONE};
    return f;
}

/* java/lang/Object and Shareable as their export files have them. */
static inline void make_platform(fixture *f)
{
    hy_jpackage *lang = make_package(f, "java/lang", "lang", false);
    hy_jclass *object = make_class(f, lang, "java/lang/Object", HY_ACC_PUBLIC, NULL);
    object->token = 0;
    make_imported(object, "<init>", "()V", HY_ACC_PUBLIC, 0);
    make_imported(object, "equals", "(Ljava/lang/Object;)Z", HY_ACC_PUBLIC, 0);
    hy_jpackage *framework = make_package(f, "javacard/framework", "framework", false);
    hy_jclass *shareable = make_class(f, framework, "javacard/framework/Shareable",
                                      HY_ACC_PUBLIC | HY_ACC_INTERFACE | HY_ACC_ABSTRACT, NULL);
    shareable->token = 2;
}

#endif
