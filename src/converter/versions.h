/* Which version of each imported package a CAP file asks for: the oldest that has all that is used,
   so that it loads on the oldest card that can run it. */
#ifndef HY_CONVERTER_VERSIONS_H
#define HY_CONVERTER_VERSIONS_H

#include "converter/exports.h"
#include "converter/target.h"

/* Chooses for each package that p uses the lowest minor version (of the major version that is in
   the world) with every class and member used, at most the target's; puts it into the world in
   place of the one there, and lets all references of p point into it. Run it after code is
   translated and before tokens are assigned.
   What the target does not have is an error in the diagnostics, with file, line and the first
   version that has it. MEMORY; FORMAT, IO … with why when an export file cannot be read.
   *needed is the oldest target that has all the versions chosen. */
hy_rc hy_versions_choose(hy_world *w, hy_jpackage *p, hy_exports *exports, hy_target target,
                         hy_target *needed, hy_reason *why) HY_USE;

#endif
