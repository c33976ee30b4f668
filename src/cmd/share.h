/* Where hyd finds what is installed beside it: the API for javac and its export files. */
#ifndef HY_CMD_SHARE_H
#define HY_CMD_SHARE_H

#include "base/arena.h"

/* The path of `name` ("api.jar", "exports") in hyd's data folder, in the arena: in $HYDRA_SHARE
   when that is set, else in ../share/hydra beside the program as installed, else in the build
   folder. NOT_FOUND with the places that were tried. */
hy_rc hy_share_find(hy_arena *arena, const char *name, const char **path, hy_reason *why) HY_USE;

#endif
