/* Class files: what the Java compiler left, read whole and checked for form, nothing believed.
   Versions 45 (JDK 1.0) to 52 (Java 8). Says nothing about what a card can run: see front.h. */
#ifndef HY_CONVERTER_CLASSFILE_H
#define HY_CONVERTER_CLASSFILE_H

#include "base/arena.h"

/* Constant pool tags (JVMS 4.4). */
enum {
    HY_CONSTANT_UTF8 = 1,
    HY_CONSTANT_INTEGER = 3,
    HY_CONSTANT_FLOAT = 4,
    HY_CONSTANT_LONG = 5,
    HY_CONSTANT_DOUBLE = 6,
    HY_CONSTANT_CLASS = 7,
    HY_CONSTANT_STRING = 8,
    HY_CONSTANT_FIELD = 9,
    HY_CONSTANT_METHOD = 10,
    HY_CONSTANT_INTERFACE_METHOD = 11,
    HY_CONSTANT_NAME_AND_TYPE = 12,
    HY_CONSTANT_METHOD_HANDLE = 15,
    HY_CONSTANT_METHOD_TYPE = 16,
    HY_CONSTANT_INVOKE_DYNAMIC = 18,
};

/* Flags of class files beyond those of model.h. */
enum {
    HY_CLASSFILE_SYNCHRONIZED = 0x0020, /* methods */
    HY_CLASSFILE_BRIDGE = 0x0040,       /* methods */
    HY_CLASSFILE_VARARGS = 0x0080,      /* methods */
    HY_CLASSFILE_SYNTHETIC = 0x1000,
    HY_CLASSFILE_ANNOTATION = 0x2000, /* classes */
    HY_CLASSFILE_ENUM = 0x4000,       /* classes and fields */
    HY_CLASSFILE_MODULE = 0x8000,     /* classes */
};

/* A constant with what it refers to already looked up, so that users follow no indices. Strings are
   modified UTF-8 with a terminator; U+0000 is C0 80 there, so none is inside. */
typedef struct hy_constant {
    uint8_t tag;      /* 0: no constant at this index */
    uint16_t first;   /* indices as they stand in the file */
    uint16_t second;  /* likewise */
    int32_t value;    /* INTEGER */
    const char *text; /* UTF8; CLASS: its name; STRING: its value; members: name of their class */
    const char *name; /* members, NAME_AND_TYPE and INVOKE_DYNAMIC */
    const char *desc; /* likewise, checked to be a descriptor */
} hy_constant;

typedef struct hy_classfile_handler {
    uint16_t start, end, target; /* offsets into the code; start < end */
    const char *type;            /* class name; NULL: any */
} hy_classfile_handler;

typedef struct hy_classfile_line {
    uint16_t at; /* offset into the code */
    uint16_t line;
} hy_classfile_line;

typedef struct hy_classfile_local {
    uint16_t at, length; /* range of offsets in which the variable lives */
    uint16_t index;
    const char *name, *desc;
} hy_classfile_local;

typedef struct hy_classfile_code {
    uint16_t max_stack, max_locals;
    hy_view bytes;
    hy_classfile_handler *handlers;
    size_t handler_count;
    hy_classfile_line *lines;
    size_t line_count;
    hy_classfile_local *locals;
    size_t local_count;
} hy_classfile_code;

typedef struct hy_classfile_member {
    uint16_t access; /* as in the file; SYNTHETIC also when the attribute says so */
    const char *name, *desc;
    const hy_constant *constant; /* fields: ConstantValue or NULL */
    hy_classfile_code *code;     /* methods: NULL when abstract or native */
} hy_classfile_member;

typedef struct hy_classfile {
    uint16_t minor, major;
    uint16_t access;
    const char *name;
    const char *super; /* NULL for java/lang/Object */
    const char **interfaces;
    size_t interface_count;
    hy_classfile_member *fields;
    size_t field_count;
    hy_classfile_member *methods;
    size_t method_count;
    const char *source; /* SourceFile or NULL */
    hy_constant *constants;
    uint16_t constant_count; /* indices are 1 .. constant_count - 1 */
} hy_classfile;

/* Reads one class file. Everything in *out is in the arena, but bytes of code are borrowed from v.
   TRUNCATED, FORMAT, VERSION, MEMORY, each with the place in why. */
hy_rc hy_classfile_read(hy_arena *arena, hy_view v, hy_classfile *out, hy_reason *why) HY_USE;

/* The constant at this index if it has this tag, else NULL. */
const hy_constant *hy_classfile_constant(const hy_classfile *c, uint16_t index, uint8_t tag);

#endif
