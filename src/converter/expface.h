/* The face of a converted package: the same package in the shape that importers see, which is what
   an export file says. */
#ifndef HY_CONVERTER_EXPFACE_H
#define HY_CONVERTER_EXPFACE_H

#include "converter/model.h"

/* Makes the imported shape (see model.h) of the converted package p in w's arena, without putting
   it into the world. tokens.c must have given the tokens and the virtual tables; those of
   interfaces hold the inherited methods too. Exported are the classes with a token: their public
   and protected members with tokens, constants, and every virtual method of public_table. LINK with
   why when a superclass or interface is not in the world; MEMORY. */
hy_rc hy_expface_make(hy_world *w, const hy_jpackage *p, hy_jpackage **out, hy_reason *why) HY_USE;

/* The packages that the imported-shape package p names in superclasses, interfaces and descriptors,
   in the order of mention: fills p->referenced. Errors as above. */
hy_rc hy_expface_references(hy_world *w, hy_jpackage *p, hy_reason *why) HY_USE;

#endif
