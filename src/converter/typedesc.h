/* Types as JVM descriptors say them ("([BS)V"), read one by one, and what each takes on a card. */
#ifndef HY_CONVERTER_TYPEDESC_H
#define HY_CONVERTER_TYPEDESC_H

#include "base/bytes.h"

typedef struct hy_type {
    char kind; /* 'V', 'Z', 'B', 'S', 'I', or 'L' for a class or interface */
    bool array;
    hy_view name; /* 'L': the class's name, "java/lang/Object"; points into the descriptor */
} hy_type;

/* The next type of a descriptor, passing over '(' and ')'; moves *at behind it. False at the end
   and on a type that a card does not know (long, char, arrays of arrays …). */
bool hy_type_next(const char **at, hy_type *t);

/* A reference: an object or an array. */
static inline bool hy_type_is_ref(const hy_type *t)
{
    return t->array || t->kind == 'L';
}

/* Words on the stack or in an object: int 2, void 0, all others 1. */
unsigned hy_type_words(const hy_type *t);

/* Bytes in the static field image (JCVM 6.11); a reference counts 2. */
unsigned hy_type_bytes(const hy_type *t);

/* The argument words of a method's descriptor, without `this`. */
unsigned hy_type_argument_words(const char *descriptor);

/* The type of a field's descriptor; kind 0 when it is none of a card's. */
hy_type hy_type_of(const char *descriptor);

#endif
