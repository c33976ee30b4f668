/* Types that a card knows, read one by one from descriptors of the JVM ("([BS)V"), and what each
   takes on a card. Types that only the JVM knows (long, arrays of arrays) are descriptor.h's. */
#ifndef HY_CONVERTER_TYPE_H
#define HY_CONVERTER_TYPE_H

#include "base/arena.h"

typedef struct hy_type {
    char kind; /* 'V', 'Z', 'B', 'S', 'I', or 'L' for a class or interface */
    bool array;
    hy_view name; /* 'L': the class's name, "java/lang/Object"; points into the descriptor */
} hy_type;

/* The next type of a descriptor, passing over '(' and ')'; moves *at behind it. False at the end
   and on a type that a card does not know (long, char, arrays of arrays …). */
bool hy_type_next(const char **at, hy_type *t);

/* The type of a field's descriptor; kind 0 when it is none of a card's. */
hy_type hy_type_of(const char *descriptor);

/* Well-formed, and of a card's types alone: a field's descriptor, a method's. */
bool hy_type_is_field(const char *descriptor);
bool hy_type_is_method(const char *descriptor);

/* A reference: an object or an array. */
static inline bool hy_type_is_ref(const hy_type *t)
{
    return t->array || t->kind == 'L';
}

/* The class of a reference or of an array of references as a string in the arena; NULL when full.
   Only for kind 'L'. */
static inline const char *hy_type_class(hy_arena *arena, const hy_type *t)
{
    return hy_arena_string(arena, (const char *)t->name.p, t->name.n);
}

/* Words on the stack or in an object: int 2, void 0, all others 1. */
unsigned hy_type_words(const hy_type *t);

/* Bytes in the static field image (JCVM 6.11); a reference counts 2. */
unsigned hy_type_bytes(const hy_type *t);

#endif
