/* A program outside the tree that embeds an element: the library is installed, pkg-config says how
   to use it, and the example is compiled and run with nothing else. */
#include "shell.h"

/* Installs what the package for developers has into a folder of its own. */
#define INSTALL                                                                                    \
    "set -e; d=$(mktemp -d); trap 'rm -rf \"$d\"' EXIT; "                                          \
    "meson install -C \"$HYDRA_BUILD\" --destdir \"$d\" --tags devel --no-rebuild >/dev/null; "    \
    "export PKG_CONFIG_SYSROOT_DIR=\"$d\" "                                                        \
    "PKG_CONFIG_PATH=$(dirname $(find \"$d\" -name hydra.pc)); cd \"$d\"; "

static void test_example_is_built_outside_the_tree(void **state)
{
    (void)state;
    assert_exit(0,
                INSTALL "cp \"$HYDRA_SOURCE/examples/embed.c\" .; "
                        "${CC:-cc} -std=c17 -Wall -Wextra -Werror $HYDRA_CFLAGS embed.c -o embed "
                        "$(pkg-config --cflags --libs hydra); "
                        "./embed \"$WALLET\" D276000085010100 31323334 "
                        "00A4040009D27600008501010001 8050000002 80300000020064");
    assert_says("9000\n00009000\n6982\n");
}

/* The installed headers need nothing that is not installed, and each compiles alone. */
static void test_headers_are_whole(void **state)
{
    (void)state;
    assert_exit(0, INSTALL "for h in hydra/element.h hydra/base/bytes.h hydra/base/hex.h "
                           "hydra/base/rc.h; do echo \"#include <$h>\" | ${CC:-cc} -std=c17 "
                           "-fsyntax-only -x c $(pkg-config --cflags hydra) - || exit 1; done");
}

static void test_version_and_requirement_are_told(void **state)
{
    (void)state;
    assert_exit(0, INSTALL "pkg-config --modversion hydra; pkg-config --print-requires hydra");
    assert_says("0.1.0\nlibcrypto >= 3.0\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_example_is_built_outside_the_tree),
        cmocka_unit_test(test_headers_are_whole),
        cmocka_unit_test(test_version_and_requirement_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
