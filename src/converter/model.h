/* The converter's model: packages, classes, members and code between class files and CAP files.
   One shape for what is being converted and for what is imported from export files.

   Everything here lives in the world's arena and is freed with it; pointers between the structs are
   borrowed. Names are the JVM's: classes "java/lang/Object", descriptors "(Ljava/lang/Object;)Z".
 */
#ifndef HY_CONVERTER_MODEL_H
#define HY_CONVERTER_MODEL_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/map.h"

/* Access flags as in class and export files (JVMS 4.1, 4.5, 4.6; JCVM 5.7). */
enum {
    HY_ACC_PUBLIC = 0x0001,
    HY_ACC_PRIVATE = 0x0002,
    HY_ACC_PROTECTED = 0x0004,
    HY_ACC_STATIC = 0x0008,
    HY_ACC_FINAL = 0x0010,
    HY_ACC_SUPER = 0x0020, /* class files only */
    HY_ACC_NATIVE = 0x0100,
    HY_ACC_INTERFACE = 0x0200,
    HY_ACC_ABSTRACT = 0x0400,
    HY_ACC_SHAREABLE = 0x0800, /* export files only: class or interface that is Shareable */
    HY_ACC_REMOTE = 0x1000,    /* export files; in class files this bit is SYNTHETIC, dropped */
};

enum { HY_TOKEN_NONE = 0xFF };

struct hy_jpackage;
struct hy_jclass;
struct hy_world;

/* ---- members ---- */

/* What a static field starts with, beyond zero and null: the converter turns <clinit> into these
   (JCVM 6.10; there is no <clinit> on a card). */
typedef enum hy_jinit_kind {
    HY_JINIT_DEFAULT, /* 0, false or null */
    HY_JINIT_VALUE,   /* a primitive other than 0 */
    HY_JINIT_ARRAY,   /* a primitive array with these elements (possibly none) */
} hy_jinit_kind;

typedef struct hy_jinit {
    hy_jinit_kind kind;
    int32_t value;   /* VALUE */
    int32_t *values; /* ARRAY: the elements; their type is the field's descriptor */
    size_t count;
} hy_jinit;

typedef struct hy_jfield {
    struct hy_jclass *owner;
    const char *name;
    const char *desc;
    uint16_t access;
    bool is_constant; /* static final primitive with a ConstantValue: inlined, never in the image */
    int32_t constant;
    hy_jinit init;   /* static fields of converted classes */
    uint8_t token;   /* HY_TOKEN_NONE: not exported, or a constant */
    uint16_t offset; /* converted static fields: in the static field image, set by layout */
    int line;        /* source line of its class or initialiser, 0 unknown */
} hy_jfield;

typedef struct hy_jmethod {
    struct hy_jclass *owner; /* the class that declares it */
    const char *name;        /* "<init>" for constructors */
    const char *desc;
    uint16_t access;
    uint8_t token; /* static methods and constructors, or virtual (bit 7: package-visible) */
    struct hy_jcode *code; /* NULL: abstract, native or imported */
    uint32_t offset;       /* converted: of its method_info in the Method component's info */
    uint16_t size;         /* converted: bytes of bytecode */
    int native_index;      /* ROM only: index in the table of natives; -1 otherwise */
    int line;              /* first source line, 0 unknown */
} hy_jmethod;

/* ---- classes and packages ---- */

typedef struct hy_jclass {
    struct hy_jpackage *package;
    const char *name;
    uint16_t access;
    const char *super;   /* NULL for java/lang/Object and for interfaces */
    const char **supers; /* imported: all public superclasses, java/lang/Object first */
    size_t super_count;
    const char **interfaces; /* names: converted: direct; imported: as the export file says */
    size_t interface_count;
    hy_jfield *fields; /* declared here, in order of declaration */
    size_t field_count;
    hy_jmethod *methods; /* declared here; imported classes: all that the export file lists,
                            inherited virtual ones too (their owner is this class) */
    size_t method_count;
    const char *source;        /* "Wallet.java" or NULL */
    uint8_t token;             /* HY_TOKEN_NONE: not public */
    bool exported;             /* converted: others may link to it. In a package with applets only
                                  shareable interfaces are; its other public classes have tokens
                                  for the Descriptor's sake alone */
    uint8_t cap22_inheritable; /* imported from format 2.3: virtual tokens that a subclass in a CAP
                                  of format 2.2 or below sees; HY_TOKEN_NONE: not said, all */
    uint16_t offset; /* converted: of its class_info or interface_info in the Class component */
    /* Virtual tables, filled by tokens.c for converted classes: [token] of public and protected
       virtual methods, the most derived implementation each; package-visible ones apart. */
    hy_jmethod **public_table;
    size_t public_count;
    hy_jmethod **package_table;
    size_t package_count;
} hy_jclass;

typedef struct hy_japplet {
    hy_view aid;
    const char *class_name;
} hy_japplet;

/* A package that another one names. */
typedef struct hy_jimport {
    const char *name;
    hy_view aid;
    uint8_t major, minor;
} hy_jimport;

typedef struct hy_jpackage {
    const char *name; /* "com/example/wallet" */
    hy_view aid;
    uint8_t major, minor;
    bool converted; /* false: imported from an export file */
    bool library;
    hy_jclass **classes; /* converted: in the order of tokens and offsets once tokens.c ran */
    size_t class_count;
    hy_jimport *referenced; /* imported from format 2.3: the packages that the export file names */
    size_t referenced_count;
    /* converted only */
    hy_japplet *applets;
    size_t applet_count;
    bool uses_int;
    struct hy_jref **refs; /* every reference that code makes, interned, in order of first use */
    size_t ref_count;
    size_t ref_room;
    hy_map ref_index; /* key to hy_jref */
} hy_jpackage;

/* ---- the world: all packages by name ---- */

/* Finds an imported package when a name needs one: fills a hy_jpackage in the world's arena (see
   converter/expfile.h). NOT_FOUND when there is no such package; other failures carry why. */
typedef hy_rc (*hy_import_fn)(void *context, struct hy_world *world, const char *package_name,
                              hy_jpackage **out, hy_reason *why);

typedef struct hy_world {
    hy_arena *arena;     /* borrowed; owns everything in the model */
    hy_map packages;     /* name to hy_jpackage */
    hy_map classes;      /* name to hy_jclass */
    hy_map missing;      /* names of packages that were looked for in vain, to any non-NULL */
    hy_import_fn import; /* may be NULL: nothing can be imported */
    void *import_context;
    hy_diag *diag; /* borrowed: findings about the user's program */
} hy_world;

hy_world hy_world_new(hy_arena *arena, hy_diag *diag);

/* Puts a package and its classes into the world. EXISTS when a name is taken. */
hy_rc hy_world_add(hy_world *w, hy_jpackage *p) HY_USE;

/* The class of this name, importing its package when needed; NULL when there is none. Array names
   ("[B") have no class: ask for java/lang/Object. */
hy_jclass *hy_world_class(hy_world *w, const char *name);

/* The member as the JVM resolves it from class c (JVMS 5.4.3): c, its superclasses, then its
   superinterfaces; NULL when there is none. The result's owner is where it was found. */
hy_jfield *hy_world_field(hy_world *w, hy_jclass *c, const char *name, const char *desc);
hy_jmethod *hy_world_method(hy_world *w, hy_jclass *c, const char *name, const char *desc);

/* c is of, below, or implements the class of this name. */
bool hy_world_is(hy_world *w, hy_jclass *c, const char *name);

/* "com/example/wallet" of "com/example/wallet/Wallet", in the arena; "" without a slash. */
const char *hy_world_package_of(hy_world *w, const char *class_name);

/* ---- references that code makes: what becomes the ConstantPool component ---- */

typedef enum hy_jref_kind { /* the tags of JCVM 6.8 */
                            HY_JREF_CLASS = 1,
                            HY_JREF_FIELD = 2, /* instance field */
                            HY_JREF_VIRTUAL = 3,
                            HY_JREF_SUPER = 4,
                            HY_JREF_STATIC_FIELD = 5,
                            HY_JREF_STATIC = 6, /* static methods, constructors, private methods */
} hy_jref_kind;

typedef struct hy_jref {
    hy_jref_kind kind;
    hy_jclass *owner;   /* the class that the reference names (JCVM 6.8: SUPER: the class that
                           contains the call; else the one the source text named) */
    hy_jfield *field;   /* FIELD, STATIC_FIELD */
    hy_jmethod *method; /* VIRTUAL, SUPER, STATIC */
    uint32_t uses;      /* how often code names it */
    uint16_t index;     /* in the ConstantPool, set by layout */
} hy_jref;

/* The one hy_jref of p with these parts, made when new; counts one more use. NULL: out of memory.
   member is a hy_jfield or hy_jmethod by kind, NULL for CLASS. */
hy_jref *hy_jref_get(hy_world *w, hy_jpackage *p, hy_jref_kind kind, hy_jclass *owner,
                     void *member);

/* ---- code: instructions with symbolic operands ---- */

typedef struct hy_jswitch {
    uint32_t fallback; /* index of the instruction for default */
    size_t count;
    int32_t *keys;     /* strictly ascending */
    uint32_t *targets; /* indices of instructions */
} hy_jswitch;

/* One instruction. Opcodes are canonical; the assembler picks the shortest form:
     sspush a, iipush a             any constant
     aload/sload/iload/astore/sstore/istore a, ret a   a: word index of the local
     sinc/iinc a b                  any constant b
     goto, ifXX, jsr                target
     stableswitch, itableswitch     cases; it becomes a table or a lookup, whichever is shorter
     getfield_X, putfield_X, getfield_X_this, putfield_X_this      ref
     getstatic_X, putstatic_X, invokevirtual, invokespecial, invokestatic, new, anewarray   ref
     invokeinterface a b            ref: class; a: argument words with the object; method: which
     checkcast a, instanceof a      a: array type or 0 (vm/opcode.h); ref where it needs a class
     newarray a                     a: array type
     dup_x a, swap_x a              a: m << 4 | n */
typedef struct hy_jinsn {
    uint8_t op; /* hy_opcode */
    int32_t a;
    int32_t b;
    uint32_t target;    /* index of an instruction */
    hy_jref *ref;       /* borrowed from the package */
    hy_jmethod *method; /* invokeinterface: the interface's method */
    hy_jswitch *cases;
    int line; /* source line, 0 unknown */
} hy_jinsn;

/* A range of instructions and where to go when it throws; in search order, inner first. */
typedef struct hy_jhandler {
    uint32_t start; /* first instruction covered */
    uint32_t end;   /* first one no longer covered */
    uint32_t target;
    hy_jref *type; /* CLASS; NULL: any (finally) */
} hy_jhandler;

/* A local variable of the source, for the Debug component. */
typedef struct hy_jlocal {
    const char *name;
    const char *desc;
    uint8_t index;       /* word */
    uint32_t start, end; /* instructions */
} hy_jlocal;

typedef struct hy_jcode {
    hy_jinsn *insns;
    uint32_t count;
    hy_jhandler *handlers;
    size_t handler_count;
    hy_jlocal *locals;
    size_t local_count;
    uint16_t max_stack;  /* words; above 255 is an error of the subset */
    uint16_t nargs;      /* words with `this` */
    uint16_t max_locals; /* words beyond the arguments */
} hy_jcode;

#endif
