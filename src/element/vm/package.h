/* A package as a CAP file's components say it (JCVM 3.1, chapter 6): parsed, structurally complete
   and checked, nothing linked. What the verifier, the linker and the dump read. */
#ifndef HY_VM_PACKAGE_H
#define HY_VM_PACKAGE_H

#include "base/arena.h"
#include "base/bytes.h"

/* ---- components ---- */

typedef enum hy_component {
    HY_COMPONENT_HEADER = 1,
    HY_COMPONENT_DIRECTORY,
    HY_COMPONENT_APPLET,
    HY_COMPONENT_IMPORT,
    HY_COMPONENT_POOL, /* ConstantPool */
    HY_COMPONENT_CLASS,
    HY_COMPONENT_METHOD,
    HY_COMPONENT_STATIC_FIELD,
    HY_COMPONENT_REF_LOCATION,
    HY_COMPONENT_EXPORT,
    HY_COMPONENT_DESCRIPTOR,
    HY_COMPONENT_DEBUG,
    HY_COMPONENT_RESOURCES, /* StaticResources */
    HY_COMPONENT_COUNT,
    HY_COMPONENT_CUSTOM = 128, /* first of the custom tags, which end at 255 */
} hy_component;

/* "Header", "ConstantPool" ... as the standard spells them; "custom" from 128, "unknown" else. */
const char *hy_component_name(uint8_t tag);

/* Whether the size of this component takes four bytes (JCVM 3.1, 6.2): in the extended format some
   do, and StaticResources always. Their files in a JAR end with .capx. */
bool hy_component_is_wide(uint8_t tag, bool extended);

/* The components of one CAP by tag, each whole: tag, size and info. Absent ones are empty. */
typedef struct hy_package_parts {
    hy_view part[256];
} hy_package_parts;

/* Adds one whole component under the tag that it starts with. EXISTS when that tag is there
   already, FORMAT when there is no such tag or the component is empty. */
hy_rc hy_package_add_part(hy_package_parts *parts, hy_view component, hy_reason *why) HY_USE;

/* Takes the bare load-file form apart: whole components in any order but Header first (it says how
   wide the sizes are). *parts is empty before. The views point into load_file. */
hy_rc hy_package_split(hy_view load_file, hy_package_parts *parts, hy_reason *why) HY_USE;

/* ---- what the components say ---- */

enum { /* Header flags (JCVM 6.4) */
       HY_PACKAGE_INT = 0x01,
       HY_PACKAGE_EXPORT = 0x02,
       HY_PACKAGE_APPLET = 0x04,
       HY_PACKAGE_EXTENDED = 0x08,
};

typedef struct hy_package_id {
    hy_view aid; /* 5 to 16 bytes */
    uint8_t major, minor;
} hy_package_id;

/* A class_ref as the CAP writes it: an offset into the info of Class, or 0x8000 | import << 8 |
   class token. */
typedef uint16_t hy_class_ref;
enum { HY_CLASS_REF_NONE = 0xFFFF };

static inline bool hy_class_ref_imported(hy_class_ref ref)
{
    return (ref & 0x8000u) != 0;
}
static inline uint8_t hy_class_ref_import(hy_class_ref ref)
{
    return (uint8_t)(ref >> 8 & 0x7F);
}
static inline uint8_t hy_class_ref_token(hy_class_ref ref)
{
    return (uint8_t)(ref & 0xFF);
}

/* Methods are named by the offset of their method_info in the info of Method, whatever the format:
   in extended CAPs the block's offset is already added. */
/* Table slot of a method that is in an imported superclass. */
#define HY_METHOD_ELSEWHERE 0xFFFFFFFFu

typedef struct hy_package_applet {
    hy_view aid;
    uint32_t install; /* method */
} hy_package_applet;

typedef enum hy_pool_tag {
    HY_POOL_CLASS = 1,
    HY_POOL_FIELD = 2, /* instance field */
    HY_POOL_VIRTUAL = 3,
    HY_POOL_SUPER = 4,
    HY_POOL_STATIC_FIELD = 5,
    HY_POOL_STATIC_METHOD = 6, /* static and private methods, constructors */
} hy_pool_tag;

typedef struct hy_pool_entry {
    uint8_t tag;       /* hy_pool_tag */
    uint8_t token;     /* of the member; not for CLASS and internal static members */
    bool imported;     /* the class is in another package */
    hy_class_ref cref; /* not for internal static members */
    uint32_t at;       /* internal STATIC_FIELD: offset in the static field image;
                          internal STATIC_METHOD: method */
} hy_pool_entry;

enum { /* Class component flags (JCVM 6.9), and the flag bits of method_info (6.10) */
       HY_CLASS_INTERFACE = 8,
       HY_CLASS_SHAREABLE = 4,
       HY_CLASS_REMOTE = 2,
       HY_METHOD_EXTENDED = 8,
       HY_METHOD_ABSTRACT = 4,
};

/* An interface that a class implements, and where its methods are. */
typedef struct hy_package_implemented {
    hy_class_ref interface;
    hy_view tokens; /* [interface method token] virtual method token of the class */
} hy_package_implemented;

typedef struct hy_package_class {
    uint16_t offset; /* in the info of Class: its own class_ref */
    uint16_t size;   /* bytes of its record */
    uint8_t flags;   /* HY_CLASS_... */
    /* interfaces: all superinterfaces; classes: use implemented */
    const hy_class_ref *supers;
    uint8_t super_count;
    /* classes only */
    hy_class_ref super; /* NONE: java.lang.Object itself */
    uint8_t instance_words;
    uint8_t first_reference; /* token of the first reference field, 0xFF none */
    uint8_t reference_count;
    uint8_t public_base, public_count;
    uint8_t package_base, package_count;
    const uint32_t *public_table;  /* methods, [public_count]; HY_METHOD_ELSEWHERE */
    const uint32_t *package_table; /* methods, [package_count] */
    const hy_package_implemented *implemented;
    uint8_t implemented_count;
    hy_view token_mapping;  /* format 2.3: [token] token in the direct superclass, 0xFF new; else
                               empty */
    uint8_t cap22_count;    /* format 2.3: CAP22_inheritable_public_method_token_count */
    hy_view remote;         /* remote_interface_info as it is, empty when not remote */
    hy_view interface_name; /* remote interfaces only */
} hy_package_class;

typedef struct hy_package_handler {
    uint32_t start, end; /* covered code: offsets in the info of Method, end exclusive */
    uint32_t target;
    uint16_t type; /* pool index of a class, 0: any */
    bool stop;
} hy_package_handler;

/* Methods and their handlers: one block in compact CAPs. */
typedef struct hy_package_block {
    uint32_t start, end;                /* in the info of Method */
    uint32_t methods;                   /* where the first method_info starts */
    const hy_package_handler *handlers; /* in search order */
    uint8_t handler_count;
    hy_view locations1, locations2; /* RefLocation: deltas, from the block's start */
} hy_package_block;

typedef struct hy_package_array {
    uint8_t type; /* 2 boolean, 3 byte, 4 short, 5 int */
    hy_view values;
} hy_package_array;

typedef struct hy_package_statics {
    uint16_t image_size; /* bytes; a reference counts two */
    uint16_t reference_count;
    const hy_package_array *arrays; /* the first references of the image */
    uint16_t array_count;
    uint16_t default_size; /* bytes of primitives that start as 0 */
    hy_view values;        /* of the primitives behind them */
} hy_package_statics;

/* One exported class; the index of a member is its token. */
typedef struct hy_package_export {
    hy_class_ref cref;
    const uint16_t *fields; /* offsets in the static field image */
    uint8_t field_count;
    const uint32_t *methods;
    uint8_t method_count;
} hy_package_export;

/* One package of the CAP: compact CAPs have one. */
typedef struct hy_package_member {
    hy_package_id id;
    hy_view name;                     /* package_name_info; empty: not told */
    const hy_package_export *exports; /* the index of a class is its token */
    uint8_t export_count;
} hy_package_member;

typedef struct hy_package_resource {
    uint16_t id;
    hy_view bytes;
} hy_package_resource;

/* ---- Descriptor (JCVM 6.14) ---- */

enum { /* access flags of class, field and method descriptors */
       HY_ACCESS_PUBLIC = 0x01,
       HY_ACCESS_PRIVATE = 0x02,
       HY_ACCESS_PROTECTED = 0x04,
       HY_ACCESS_STATIC = 0x08,
       HY_ACCESS_FINAL = 0x10,
       HY_ACCESS_INTERFACE = 0x40,  /* classes */
       HY_ACCESS_ABSTRACT = 0x80,   /* classes */
       HY_ACCESS_M_ABSTRACT = 0x40, /* methods */
       HY_ACCESS_INIT = 0x80,       /* methods: constructor */
};

typedef enum hy_type_kind { /* the nibbles of a type_descriptor */
                            HY_TYPE_VOID = 1,
                            HY_TYPE_BOOLEAN = 2,
                            HY_TYPE_BYTE = 3,
                            HY_TYPE_SHORT = 4,
                            HY_TYPE_INT = 5,
                            HY_TYPE_REFERENCE = 6,
                            HY_TYPE_BOOLEANS = 0xA, /* arrays of these */
                            HY_TYPE_BYTES = 0xB,
                            HY_TYPE_SHORTS = 0xC,
                            HY_TYPE_INTS = 0xD,
                            HY_TYPE_REFERENCES = 0xE,
} hy_type_kind;

/* One type as a type_descriptor spells it. */
typedef struct hy_package_type {
    uint8_t kind;      /* hy_type_kind */
    hy_class_ref cref; /* REFERENCE and REFERENCES; HY_CLASS_REF_NONE else */
} hy_package_type;

typedef struct hy_package_field {
    uint8_t token; /* 0xFF none */
    uint8_t access;
    uint16_t at;   /* static: offset in the static field image */
    uint16_t type; /* as written: 0x8002 .. 0x8005 or an offset; see hy_package_field_type */
} hy_package_field;

typedef struct hy_package_method {
    uint8_t token; /* 0xFF none */
    uint8_t access;
    uint32_t at;     /* method; HY_METHOD_ELSEWHERE for methods of interfaces */
    uint16_t type;   /* offset in type_descriptor_info */
    uint16_t length; /* bytes of bytecode */
    uint16_t handler_count;
    uint16_t handler_index; /* of the first in its block */
} hy_package_method;

typedef struct hy_package_described {
    uint8_t token;  /* 0xFF: not exported */
    uint8_t access; /* HY_ACCESS_... */
    uint8_t member; /* extended: which package of the CAP; from member_count on private ones */
    hy_class_ref cref;
    const hy_class_ref *interfaces;
    uint8_t interface_count;
    const hy_package_field *fields;
    uint16_t field_count;
    const hy_package_method *methods;
    uint16_t method_count;
} hy_package_described;

typedef struct hy_descriptor {
    const hy_package_described *classes; /* extended: of all packages, public packages first */
    uint16_t class_count;
    uint8_t package_count; /* compact: 1 */
    const uint16_t *types; /* [pool index] offset in type_info, 0xFFFF for classes */
    hy_view type_info;     /* type_descriptor_info: offsets of types count from its start */
    size_t first_type;     /* where the type_descriptors start in it */
} hy_descriptor;

/* ---- Directory (JCVM 6.5), as it was written ---- */

typedef struct hy_package_custom {
    uint8_t tag;
    uint32_t size;
    hy_view aid;
} hy_package_custom;

typedef struct hy_directory {
    uint32_t sizes[HY_COMPONENT_COUNT]; /* by tag, bytes of info */
    uint16_t image_size;
    uint16_t array_init_count;
    uint16_t array_init_size;
    uint8_t import_count;
    uint8_t applet_count;
    uint8_t block_count; /* extended */
    const hy_package_custom *customs;
    uint8_t custom_count;
} hy_directory;

/* ---- the package ---- */

typedef struct hy_package {
    hy_package_parts parts;             /* as given */
    hy_view info[HY_COMPONENT_COUNT];   /* by tag, without tag and size; empty when absent */
    uint8_t format_major, format_minor; /* 2.1, 2.2 or 2.3 */
    uint8_t flags;                      /* HY_PACKAGE_... */
    bool extended;
    hy_package_id id;                 /* of the package; extended: of the CAP */
    const hy_package_member *members; /* compact: one; extended: the public packages */
    uint8_t member_count;
    hy_directory directory;
    const hy_package_applet *applets;
    uint8_t applet_count;
    const hy_package_id *imports; /* the index is the package token */
    uint8_t import_count;
    const hy_pool_entry *pool;
    uint16_t pool_count;
    hy_view signatures;              /* signature_pool, RMI only */
    const hy_package_class *classes; /* ascending offsets */
    uint16_t class_count;
    const hy_package_block *blocks;
    uint8_t block_count;
    hy_package_statics statics;
    const hy_descriptor *descriptor; /* NULL: not there */
    const hy_package_resource *resources;
    uint16_t resource_count;
} hy_package;

/* Of a package with several versions behind it: what packages that were made against an older one
   saw of a class or interface. From this minor version on so many public virtual tokens, or methods
   of the interface. */
typedef struct hy_package_since {
    uint8_t class_token;
    uint8_t minor;
    uint8_t virtual_count;
} hy_package_since;

/* Reads and checks everything that can be checked without looking into bytecode or other packages.
   *p is filled from views into the components and tables in the arena; both must outlive it.
   Absence of Descriptor, Debug, StaticResources and custom components is no error, even where
   Directory lists them (loaders drop them). FORMAT, TRUNCATED, VERSION, MEMORY; *why names the
   component, the offset in its info, and what is wrong. */
hy_rc hy_package_read(const hy_package_parts *parts, hy_arena *arena, hy_package *p,
                      hy_reason *why) HY_USE;

/* The class whose record starts at the offset that ref names, or NULL (imported, or none there). */
const hy_package_class *hy_package_class_at(const hy_package *p, hy_class_ref ref);

/* The header of a method_info. */
typedef struct hy_method_header {
    uint8_t flags;                        /* HY_METHOD_... */
    uint8_t max_stack, nargs, max_locals; /* words */
    uint32_t code; /* offset of the first instruction in the info of Method */
} hy_method_header;

/* False when no method_info can start at this offset: outside every block's methods, undefined
   flags, or cut short. */
bool hy_package_method_header(const hy_package *p, uint32_t at, hy_method_header *out);

/* The block that holds this offset of the info of Method, or NULL. */
const hy_package_block *hy_package_block_of(const hy_package *p, uint32_t at);

/* The type_descriptor at this offset of type_info, types in order: a method's parameters and then
   its result, or one field type. Returns how many there are and fills at most room of them;
   0: malformed. Everything that hy_package_read accepted is well-formed at the offsets that its
   records name. */
size_t hy_package_types(const hy_package *p, uint16_t offset, hy_package_type *out, size_t room);

/* The type of a field descriptor. */
hy_package_type hy_package_field_type(const hy_package *p, uint16_t type);

/* A RefLocation list walked: *at is the running offset (start with the block's start), returns
   false at the end. */
bool hy_package_next_location(hy_reader *deltas, uint32_t *at);

#endif
