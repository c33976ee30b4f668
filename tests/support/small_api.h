/* A few classes of the Java Card API as export files: as much as tests/vectors/counter names. */
#ifndef HY_TESTS_SMALL_API_H
#define HY_TESTS_SMALL_API_H

#include "converter/model.h"

/* java/lang 1.0 and javacard/framework 1.6, as imported packages; NULL when the arena is full. */
hy_jpackage *small_api_lang(hy_arena *arena);
hy_jpackage *small_api_framework(hy_arena *arena);

/* Writes both below folder, in the layout of com.example/1.0.exp. */
hy_rc small_api_write(const char *folder) HY_USE;

#endif
