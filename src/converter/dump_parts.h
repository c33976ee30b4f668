/* What the files of the dump share; nobody else includes it. */
#ifndef HY_CONVERTER_DUMP_PARTS_H
#define HY_CONVERTER_DUMP_PARTS_H

#include "converter/capfile.h"
#include "converter/capnames.h"
#include "converter/disasm.h"

#include <stdio.h>

enum { HY_DUMP_MEMORY = 512 << 20 };

typedef struct hy_dumper {
    const hy_capfile *file;
    hy_package p;
    hy_capnames names;
    hy_arena arena;
    FILE *out; /* text only */
} hy_dumper;

/* Reads the package and gathers its names. Free with hy_dumper_free, also after a failure. */
hy_rc hy_dumper_open(hy_dumper *d, const hy_capfile *c, hy_exports *names, hy_reason *why) HY_USE;
void hy_dumper_free(hy_dumper *d);

/* A formatted text of the dumper's arena; "?" when it is full. */
const char *hy_dumper_text(hy_dumper *d, const char *format, ...) HY_PRINTF(2, 3);

/* "1 byte", "2 bytes". */
const char *hy_dumper_count(hy_dumper *d, size_t n, const char *noun);

/* Upper-case digits of all bytes. */
const char *hy_dumper_hex(hy_dumper *d, hy_view bytes);

/* The code of a method, cut where its block ends. */
hy_view hy_dumper_code(const hy_dumper *d, const hy_capmethod *m);

/* "static method" of a constant pool tag. */
const char *hy_dumper_pool_kind(uint8_t tag);

/* The Java words for access flags as class files have them: "public static ", "" for none. */
const char *hy_dumper_flags(hy_dumper *d, unsigned access);

/* The same flags for access flags of the Descriptor component; a class's differ from a member's. */
unsigned hy_dumper_class_access(uint8_t access);
unsigned hy_dumper_member_access(uint8_t access);

/* The access of a method in class-file flags, 0 when nothing says it. */
unsigned hy_dumper_method_access(const hy_capmethod *m);

/* Where branches and exceptions lead: [pc] the number of the label there, 0 none; for the method's
   code and one beyond it. NULL: out of memory. */
const uint32_t *hy_dumper_labels(hy_dumper *d, const hy_capmethod *m);

/* What an instruction names beyond its numbers: a member, a class, a local; "" for nothing. */
const char *hy_dumper_comment(hy_dumper *d, const hy_capmethod *m, const hy_insn *insn);

/* "byte" of an array type; "?" for none. */
const char *hy_dumper_array_type(int32_t type);

/* The source line where the code at pc starts a new one, else 0. */
unsigned hy_dumper_line(const hy_capmethod *m, uint32_t pc);

/* The Method component as text (dump_code.c). */
void hy_dump_methods(hy_dumper *d);

#endif
