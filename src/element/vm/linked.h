/* A package ready to run: classes with their tables, methods as cells, everything that others
   import. Immutable once linked and free of anything that differs by element, so that elements
   share it.

   Packages refer to each other by pointer. What an element knows other packages by is a number; a
   "home" is the index by which a linked package names others until then: 0 itself, then its
   imports in their order, then the packages of inherited methods. See hy_loaded in vm/machine.h. */
#ifndef HY_VM_LINKED_H
#define HY_VM_LINKED_H

#include "base/arena.h"
#include "element/vm/package.h"

struct hy_linked;

/* ---- code ---- */

typedef enum hy_cell_op {
#define HY_CELL(name, operands) HY_CELL_##name,
#include "element/vm/cells.def"
#undef HY_CELL
    HY_CELL_COUNT
} hy_cell_op;

/* Handlers of several cells follow those of one. */
typedef enum hy_cell_run {
    HY_FUSED_FIRST = HY_CELL_COUNT - 1,
#define HY_FUSION2(a, b) HY_FUSED_##a##_##b,
#define HY_FUSION3(a, b, c) HY_FUSED_##a##_##b##_##c,
#include "element/vm/fusions.def"
#undef HY_FUSION2
#undef HY_FUSION3
    HY_CELL_RUN_COUNT
} hy_cell_run;

_Static_assert(HY_CELL_RUN_COUNT <= 256, "a handler's number fits a byte");

/* One instruction, rewritten: cells.def says what the operands are. */
typedef struct hy_cell {
    uint8_t op;  /* hy_cell_op: what it is */
    uint8_t run; /* the handler to run here: op, or a hy_cell_run that begins with it */
    uint16_t a;
    union {
        struct {
            uint16_t b, c;
        };
        int32_t i;
    };
} hy_cell;

/* A handler: cells [start, end) of its method. */
typedef struct hy_catch {
    uint32_t start, end;
    uint32_t target;
    uint16_t type; /* index into the package's constants, 0: any */
} hy_catch;

enum {
    HY_ORDINAL_NONE = 0xFFFF, /* of a field cell whose class is in another package */
    HY_NOT_NATIVE = 0xFFFF,
    HY_RESULT_UNKNOWN = 0xFF, /* of abstract methods, when nothing tells */
};

typedef struct hy_method {
    const hy_cell *cells; /* NULL: abstract or native */
    uint32_t cell_count;
    struct hy_linked *linked;
    uint8_t nargs;  /* slots, with `this` */
    uint8_t locals; /* slots beyond the arguments */
    uint8_t stack;  /* slots */
    uint8_t result; /* slots: 0, 1, 2; HY_RESULT_UNKNOWN */
    bool abstract;
    uint16_t native; /* index of its function; HY_NOT_NATIVE */
    uint16_t catch_count;
    const hy_catch *catches; /* in search order */
    uint32_t at; /* offset of its method_info in the info of Method: its name for traces */
    const uint16_t *offsets; /* [cell] offset of the instruction from the first one */
} hy_method;

/* ---- classes ---- */

/* A slot of a virtual table: the method, and the home in which it lives as the class's package
   names it. */
typedef struct hy_virtual {
    const hy_method *method; /* NULL: nothing implements it */
    uint8_t home;
} hy_virtual;

/* An interface that a class implements: where its methods are in the class's table. */
typedef struct hy_implemented {
    const struct hy_class *interface;
    const uint16_t *slots; /* [token] */
    uint8_t count;
} hy_implemented;

typedef struct hy_class {
    struct hy_linked *linked;
    const struct hy_class *super; /* NULL: java.lang.Object and interfaces */
    uint16_t ordinal;             /* in its package: hy_object.class_of */
    uint16_t words;               /* of an instance, with the inherited ones */
    bool interface;
    bool shareable;                /* is, extends or implements javacard.framework.Shareable */
    bool abstract;                 /* some method is not implemented: never instantiated */
    uint8_t depth;                 /* superclasses */
    const struct hy_class **chain; /* [depth + 1] superclasses, root first, itself last */
    const uint8_t *references;     /* a bit for each word: it holds a reference */
    const hy_virtual *table;
    uint16_t table_count;
    const uint16_t *public_slots; /* [token] of public and protected methods */
    uint16_t public_count;
    const uint16_t *package_slots; /* [token without bit 7] of package-visible ones */
    uint16_t package_count;
    const hy_implemented *implemented; /* all, inherited ones too; of classes */
    uint16_t implemented_count;
    const struct hy_class **supers; /* all superinterfaces; of interfaces */
    uint8_t super_count;
    const uint8_t *results; /* of interfaces: result slots by method token; HY_RESULT_UNKNOWN */
    uint8_t result_count;
} hy_class;

/* Is c the class `of`, or below it, or does it implement or extend it? */
bool hy_class_is(const hy_class *c, const hy_class *of);

/* The slot of a virtual method token (bit 7: package-visible), or -1. */
int hy_class_slot(const hy_class *c, uint8_t token);

/* Does this word of an instance hold a reference? */
static inline bool hy_class_is_reference(const hy_class *c, uint16_t word)
{
    return word < c->words && (c->references[word / 8] >> word % 8 & 1) != 0;
}

/* ---- packages ---- */

/* What a constant pool entry resolves to. */
typedef struct hy_resolved {
    uint8_t tag; /* hy_pool_tag */
    uint8_t home;
    uint16_t place;           /* FIELD: word; VIRTUAL: slot of the table; STATIC_FIELD: offset */
    const hy_class *class_of; /* CLASS, FIELD, VIRTUAL, SUPER */
    const hy_method *method;  /* SUPER, STATIC_METHOD: what is called; VIRTUAL: what class_of has
                                 there */
} hy_resolved;

/* One exported class; the index of a member is its token. */
typedef struct hy_linked_export {
    hy_class *class_of;
    const uint16_t *fields; /* offsets in the static fields */
    uint8_t field_count;
    hy_method **methods;
    uint8_t method_count;
} hy_linked_export;

/* A package of a CAP: compact CAPs have one. */
typedef struct hy_linked_member {
    hy_package_id id;
    const hy_linked_export *exports; /* the index of a class is its token */
    uint8_t export_count;
} hy_linked_member;

typedef struct hy_linked_applet {
    hy_view aid;
    const hy_method *install;
} hy_linked_applet;

typedef struct hy_linked {
    hy_package_id id; /* extended: of the CAP */
    bool system;      /* of the ROM image */
    bool has_context; /* has a context of its own */
    const hy_linked_member *members;
    uint8_t member_count;
    hy_class *classes; /* by ordinal */
    uint16_t class_count;
    hy_method *methods; /* ascending by `at` */
    uint16_t method_count;
    const hy_resolved *constants; /* by pool index */
    uint16_t constant_count;
    const struct hy_linked **homes; /* [0] itself */
    uint8_t home_count;
    const hy_linked_applet *applets;
    uint8_t applet_count;
    hy_package_statics statics;    /* copied: what the static fields start with */
    const hy_package_since *since; /* ascending by class and minor */
    uint16_t since_count;
    const uint8_t *cap22_counts; /* by ordinal; 0xFF all */
} hy_linked;

/* The export of a class token, or NULL. */
const hy_linked_export *hy_linked_find_export(const hy_linked *l, uint8_t member, uint8_t token);

/* The method whose method_info is at this offset, or NULL. */
const hy_method *hy_linked_find_method(const hy_linked *l, uint32_t at);

/* ---- linking ---- */

/* One package to link. */
typedef struct hy_link_input {
    const hy_package *package;     /* read; verified by the caller. Nothing linked points into it */
    bool system;                   /* of the ROM image: native bodies are allowed */
    const hy_package_since *since; /* may be NULL: subclasses see all virtual methods */
    uint16_t since_count;
} hy_link_input;

/* Where packages that are linked already come from. */
typedef struct hy_link_source {
    void *context;
    /* The package that has a member with this AID, or NULL. */
    const hy_linked *(*find)(void *context, hy_view aid);
} hy_link_source;

/* Links packages as one set: they may import each other in circles, and those of source (which may
   be NULL). Fills out[count]. What is linked lives in the arena; working memory is taken from
   scratch and is the caller's to free, at once.

   This is the static half of the second net and believes nothing of the verifier: each method is
   walked with the height of its stack; refused are branches off instructions, frames that would be
   left, locals outside the frame, heights that differ where paths meet, handlers off instructions,
   constants of another kind than the instruction wants, and references to what is not there.

   LINK: an import is missing or lacks what is named; VERSION: it is there in another version;
   FORMAT: code or tables break a rule; LIMIT; MEMORY. *why says where. */
hy_rc hy_link(const hy_link_input *inputs, size_t count, const hy_link_source *source,
              hy_arena *arena, hy_arena *scratch, hy_linked **out, hy_reason *why) HY_USE;

#endif
