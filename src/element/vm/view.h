/* A package as others see it: what it exports, with types. The one shape through which the verifier
   sees imports, filled from export files by the converter and from linked packages by the element.
   Classes are named by package AID and class token, so that types of different packages compare. */
#ifndef HY_VM_VIEW_H
#define HY_VM_VIEW_H

#include "element/vm/package.h"

enum {
    HY_VIEW_SELF = 0,    /* index into packages: the package itself */
    HY_VIEW_NONE = 0xFF, /* no class (the superclass of Object and of interfaces), or one that has
                            no name outside its package */
    HY_VIEW_ANY = 0,     /* beside hy_type_kind, in views that are not typed: any one word; of a
                            result: not known; of a field: anything but a reference */
};

/* A class by name: an index into the view's packages, and its token there. */
typedef struct hy_view_class_id {
    uint8_t package; /* HY_VIEW_SELF, an index, or HY_VIEW_NONE */
    uint8_t token;
} hy_view_class_id;

typedef struct hy_view_type {
    uint8_t kind;        /* hy_type_kind */
    hy_view_class_id of; /* REFERENCE and REFERENCES: the class; else NONE */
} hy_view_type;

typedef struct hy_view_field {
    uint8_t token;
    uint8_t access; /* HY_ACCESS_... */
    hy_view_type type;
} hy_view_field;

typedef struct hy_view_method {
    uint8_t token;
    uint8_t access; /* HY_ACCESS_..., constructors have INIT */
    uint8_t since; /* virtual methods and those of interfaces: the minor version of the package that
                      first had it; 0 when not known or always there */
    uint8_t param_count;
    const hy_view_type *params; /* without the object */
    hy_view_type result;
} hy_view_method;

typedef struct hy_view_class {
    uint8_t token;
    uint8_t access;                     /* HY_ACCESS_PUBLIC, FINAL, INTERFACE, ABSTRACT */
    bool shareable;                     /* is, extends or implements javacard.framework.Shareable */
    hy_view_class_id super;             /* NONE: Object and interfaces */
    const hy_view_class_id *interfaces; /* all: also those of superclasses and superinterfaces */
    uint8_t interface_count;
    uint8_t
        cap22_count; /* virtual tokens that subclasses in CAP formats up to 2.2 see; 0xFF: all */
    /* Each list ascending by token. Virtual methods and methods of interfaces with the inherited
       ones; the other lists only what is declared here. Private and package-visible members and
       compile-time constants are not there. */
    const hy_view_method *virtuals;
    uint8_t virtual_count;
    const hy_view_method *statics; /* static methods and constructors */
    uint8_t static_count;
    const hy_view_field *static_fields;
    uint8_t static_field_count;
    const hy_view_field *fields; /* instance fields */
    uint8_t field_count;
} hy_view_class;

typedef struct hy_package_view {
    hy_package_id id;
    /* false: loaded without Descriptor. Words are known (every reference is REFERENCE of NONE),
       classes of values are not. Members have no access flags; statics are static methods or
       constructors, of which the object is the first parameter. Interfaces may have more methods
       than are listed. */
    bool typed;
    const hy_view *packages; /* AIDs of the packages that types name; [0] its own */
    uint8_t package_count;
    const hy_view_class *classes; /* ascending by token */
    uint8_t class_count;
} hy_package_view;

/* Where views come from. */
typedef struct hy_view_source {
    void *context; /* passed to find */
    /* The view of the package with this AID, or NULL. Must stay valid while the verifier runs.
       Asked for every import, and for packages that views of imports name. */
    const hy_package_view *(*find)(void *context, hy_view aid);
} hy_view_source;

/* The member with this token, or NULL. */
const hy_view_class *hy_view_find_class(const hy_package_view *v, uint8_t token);
const hy_view_method *hy_view_find_virtual(const hy_view_class *c, uint8_t token);
const hy_view_method *hy_view_find_static(const hy_view_class *c, uint8_t token);
const hy_view_field *hy_view_find_field(const hy_view_class *c, uint8_t token);
const hy_view_field *hy_view_find_static_field(const hy_view_class *c, uint8_t token);

/* Words that the arguments take, `this` not counted; the words of a type (void 0, int 2, else 1).
 */
uint8_t hy_view_words(hy_view_type type);
uint8_t hy_view_argument_words(const hy_view_method *m);

/* Makes the view of member number `member` of a package that has a Descriptor. find (may be NULL)
   gives the views of imported superclasses, whose virtual methods and interfaces are listed too;
   STATE without a Descriptor, LINK when one of those is not there, MEMORY. */
hy_rc hy_view_of_package(const hy_package *p, uint8_t member, const hy_view_source *source,
                         hy_arena *arena, hy_package_view *out, hy_reason *why) HY_USE;

/* The signature of a method in words, as the verifier found it without a Descriptor. */
typedef struct hy_view_found {
    uint32_t at;           /* the method */
    hy_view_method method; /* all words of arguments, `this` too, are parameters */
} hy_view_found;

/* Makes the view of a package without Descriptor: not typed. found: every method of the package
   that anything refers to, ascending by place. Errors as above. */
hy_rc hy_view_of_words(const hy_package *p, uint8_t member, const hy_view_found *found,
                       uint32_t found_count, const hy_view_source *source, hy_arena *arena,
                       hy_package_view *out, hy_reason *why) HY_USE;

/* A view with Descriptor of one of the platform's packages, of which is known what each version
   brought: lines in the order of versions for each class. */
hy_rc hy_view_of_platform(const hy_package *p, const hy_package_since *since, uint16_t since_count,
                          const hy_view_source *source, hy_arena *arena, hy_package_view *out,
                          hy_reason *why) HY_USE;

#endif
