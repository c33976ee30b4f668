/* The platform of this build: its ROM image, and the C functions of the natives in it, in its
   order. Made with the image (javacard/embed_rom.py), so that the two always agree and a native
   without a function does not link. */
#ifndef HY_API_PLATFORM_H
#define HY_API_PLATFORM_H

#include "element/runtime/pool.h"

extern const hy_view hy_platform_image;
extern const hy_native_entry hy_platform_natives[];
extern const uint16_t hy_platform_native_count;

#endif
