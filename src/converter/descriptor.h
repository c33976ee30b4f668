/* Descriptors and names of the JVM (JVMS 4.2, 4.3): "(Ljava/lang/Object;B)S", checked and walked.
 */
#ifndef HY_CONVERTER_DESCRIPTOR_H
#define HY_CONVERTER_DESCRIPTOR_H

#include "base/arena.h"

/* Whether s is well-formed of its kind. A class name may be an array's ("[B", "[LFoo;"). */
bool hy_descriptor_is_field(const char *s);
bool hy_descriptor_is_method(const char *s);
bool hy_descriptor_is_class_name(const char *s);
bool hy_descriptor_is_member_name(const char *s);

/* The class is directly in the package: "a/b/C" in "a/b". */
bool hy_descriptor_in_package(const char *class_name, const char *package_name);

/* The first parameter of a method descriptor, and the one after a parameter; ")..." at the end, so
   that for (p = hy_descriptor_first(d); *p != ')'; p = hy_descriptor_next(p)) meets each. */
const char *hy_descriptor_first(const char *method);
const char *hy_descriptor_next(const char *parameter);

/* The return type of a method descriptor. */
const char *hy_descriptor_result(const char *method);

/* Words of a value of this type on a card: int 2, void 0, all others 1. */
unsigned hy_descriptor_words(const char *type);

/* Words of all parameters, without `this`. */
unsigned hy_descriptor_argument_words(const char *method);

/* "byte[]", "com.example.Foo": the type as Java writes it, in the arena. */
const char *hy_descriptor_java(hy_arena *arena, const char *type);

/* "bar(short, byte[])" of a method and its descriptor, in the arena. */
const char *hy_descriptor_java_method(hy_arena *arena, const char *name, const char *method);

/* "com.example.Foo" of "com/example/Foo", inner classes behind a dot too, in the arena. */
const char *hy_descriptor_java_class(hy_arena *arena, const char *name);

#endif
