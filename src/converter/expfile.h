/* Export files (.exp): the public face of a package, as the converter imports and writes it
   (JCVM chapter 5). Formats 2.1, 2.2 and 2.3. */
#ifndef HY_CONVERTER_EXPFILE_H
#define HY_CONVERTER_EXPFILE_H

#include "converter/model.h"

/* Major in the high byte, minor in the low one. */
typedef enum hy_exp_format {
    HY_EXP_2_1 = 0x0201,
    HY_EXP_2_2 = 0x0202, /* as 2.1; says that a class may be remote */
    HY_EXP_2_3 = 0x0203, /* from Java Card 3.1: referenced packages, CAP22 token counts */
} hy_exp_format;

enum {
    HY_EXP_MAX = 1 << 20, /* bytes of the largest export file that is read */
};

/* Reads an export file into a new package in the arena; nothing of bytes is kept. Its classes keep
   the file's order (tokens are in them) and carry supers, super, interfaces, fields and methods as
   model.h says for imported ones. Everything is checked: indices and tags of the constant pool,
   names, descriptors, flags, and that tokens do not repeat.
   FORMAT, TRUNCATED or VERSION with the place and the reason in why; LIMIT above HY_EXP_MAX;
   MEMORY. */
hy_rc hy_expfile_read(hy_arena *arena, hy_view bytes, hy_jpackage **out, hy_reason *why) HY_USE;

/* The format of the export file in bytes; 0 when it is none, or in a format not read here. */
unsigned hy_expfile_format(hy_view bytes);

/* Appends the export file of p to out.
   An imported package is written as it was read. Of a converted one, whose tokens tokens.c has
   given, it lists the exported classes in the order of p->classes with
   their public and protected members: fields (instance fields by token, then static ones as
   declared), then static methods and constructors as declared, then the virtual methods by token,
   inherited ones included (public_table). Names of superclasses and superinterfaces are found in w;
   a superclass that is not public is left out, as JCVM 5.6 wants. Constants that do not fit the
   format's types are not in it. LINK when a superclass or interface is not in the world; LIMIT when
   a count does not fit. */
hy_rc hy_expfile_write(hy_world *w, const hy_jpackage *p, hy_exp_format format, hy_buf *out,
                       hy_reason *why) HY_USE;

#endif
