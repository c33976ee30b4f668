/* What the verifier sees of an imported package: the package view made from an export file. */
#ifndef HY_CONVERTER_EXPVIEW_H
#define HY_CONVERTER_EXPVIEW_H

#include "converter/model.h"
#include "element/vm/view.h"

/* Makes the view of the imported-shape package p (of a converted one: take its face, expface.h).
   The classes of other packages that descriptors name are looked up in w by name, for their AID and
   token. Everything is in w's arena. The versions in which virtual methods first appeared are not
   known to an export file: since is 0.
   LINK when such a class is not in the world; LIMIT when p names more than 254 other packages;
   MEMORY. */
hy_rc hy_expview_make(hy_world *w, const hy_jpackage *p, hy_package_view *out,
                      hy_reason *why) HY_USE;

#endif
