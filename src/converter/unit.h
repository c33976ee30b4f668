/* The front's own view of a class at work: class file and model side by side, and how findings
   about it are reported. Used by the files behind front.h only. */
#ifndef HY_CONVERTER_UNIT_H
#define HY_CONVERTER_UNIT_H

#include "converter/bytecode.h"
#include "converter/front.h"

typedef struct hy_unit {
    hy_world *world;
    const hy_front_options *options;
    hy_classfile *file;
    hy_jclass *class;
    hy_classfile_member **methods; /* as class->methods; <clinit> is left out there */
    hy_classfile_member *clinit;   /* NULL: none */
    const char *path;              /* of the source, for messages */
    hy_buf source;                 /* its text, read when a line is first looked for */
    bool source_tried;
    bool failed;    /* something was reported */
    int muted_line; /* where one report explains whatever else is found */
} hy_unit;

/* Builds the class of u->file, with members and without code, in u->class. FORMAT, MEMORY. */
hy_rc hy_unit_build(hy_unit *u, hy_jpackage *package, hy_reason *why) HY_USE;

/* Reports an error at this line of the source. mend may be NULL. */
void hy_unit_error(hy_unit *u, int line, const char *mend, const char *format, ...) HY_PRINTF(4, 5);

/* An error was reported for this line already. */
bool hy_unit_has_error(const hy_unit *u, int line);

/* The line where the source declares a member (or, with NULL, the class): found in the text of the
   source when it is at hand, else the best that the class file knows; 0 unknown. */
int hy_unit_line(hy_unit *u, const char *member);

/* Frees what is not in the arena. */
void hy_unit_free(hy_unit *u);

/* ---- the checks and steps, each in the file of its name ---- */

/* subset.c: all that the declarations of the class must keep. */
void hy_subset_check_class(hy_unit *u);

/* subset_code.c: all that single instructions and variables must keep. */
void hy_subset_check_code(hy_unit *u, const hy_jmethod *method, const hy_bytecode *code);

/* clinit.c: turns <clinit> into first values of the static fields. */
hy_rc hy_clinit_evaluate(hy_unit *u, hy_reason *why) HY_USE;

/* translate.c: code of one method, decoded and free of findings, into method->code. */
hy_rc hy_translate(hy_unit *u, hy_jmethod *method, const hy_classfile_code *from,
                   hy_reason *why) HY_USE;

/* The instruction at index asks for the class or the requireNonNull of the object on the stack and
   drops the answer: javac's way to check for null. */
bool hy_unit_is_null_check(const hy_bytecode *code, uint32_t index);

#endif
