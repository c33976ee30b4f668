/* What every test program includes: cmocka with what it needs before it, and assertions on hy_rc.
 */
#ifndef HY_TESTS_TEST_H
#define HY_TESTS_TEST_H

/* cmocka 1.1.5 wants these before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/rc.h"

/* Names, not numbers, in the message of a failed assertion. */
#define assert_ok(call) assert_string_equal(hy_rc_name(call), "OK")
#define assert_fails(name, call) assert_string_equal(hy_rc_name(call), #name)

#define TEST_COUNT(array) (sizeof(array) / sizeof *(array))

#endif
