/* Every gate is run on the project, where it must find nothing, and on something bad made for it,
   where it must fail for the right reason. */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Runs a gate on a tree; its output is in text. Returns its exit code. */
static int run_gate(const char *gate, const char *root, char *text, size_t size)
{
    char command[600];
    snprintf(command, sizeof command, "python3 %s/tools/gate.py %s --root %s 2>&1",
             getenv("HYDRA_SOURCE"), gate, root);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    size_t n = fread(text, 1, size - 1, pipe);
    text[n] = '\0';
    while (!feof(pipe) && fgetc(pipe) != EOF)
        ; /* the rest is not kept, but the gate must not die of a closed pipe */
    return WEXITSTATUS(pclose(pipe));
}

typedef struct bad_tree {
    const char *gate;
    const char *file;    /* made in an empty tree */
    const char *content; /* with something the gate must find */
    const char *finding; /* what it must say */
} bad_tree;

#define TEN(x) x x x x x x x x x x
#define BODY "/* c */\nvoid f(void);\nvoid f(void)\n{\n"

static const bad_tree bad_trees[] = {
    {"layers", "src/base/a.h", "/* c */\n#include \"cmd/b.h\"\n", "src/base/a.h:2: "},
    {"layers", "src/converter/a.c", "/* c */\n#include \"element/gp/b.h\"\n", "may not include"},
    {"headers", "src/base/a.h", "/* c */\nsize_t f(void);\n", "does not compile alone"},
    {"size", "src/base/a.c", BODY TEN(TEN("f();\n")) "}\n", "function f has 103 lines"},
    {"size", "src/base/a.c", "/* c */\n" TEN(TEN(TEN("\n"))), "1001 lines"},
    {"comment", "src/base/a.c", "int x;\n", "starts without a comment"},
    {"comment", "src/base/a.c",
     "/* c */\n// TO"
     "DO later\n",
     "unfinished"},
    {"format", "src/base/a.c", "/* c */\nint  x;\n", "not formatted"},
    {"clock", "src/base/a.c", "/* c */\nlong f(void) { return time(0); }\n", "calls a clock"},
    {"openssl", "src/base/a.c", "/* c */\n#include <openssl/evp.h>\n", "includes OpenSSL"},
    {"openssl", "src/crypto/a.h", "/* c */\n#include <openssl/evp.h>\n", "includes OpenSSL"},
    {"system", "src/element/vm/a.c", "/* c */\n#include <unistd.h>\n", "operating system"},
    {"system", "src/element/vm/a.c", BODY "free(malloc(1));\n}\n", "operating system"},
    {"cppcheck", "src/base/a.c", BODY "int a[2];\na[2] = 0;\n}\n", "arrayIndexOutOfBounds"},
    {"tidy", "src/base/a.c",
     "/* c */\n#include <stdlib.h>\nint f(void);\nint f(void)\n{\nchar *p = malloc(3);\n"
     "return p == NULL;\n}\n",
     "leak"},
};

static void write_file(const char *root, const char *name, const char *content)
{
    char path[300];
    snprintf(path, sizeof path, "%s/%s", root, name);
    for (char *slash = strchr(path + strlen(root) + 1, '/'); slash != NULL;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, 0755);
        *slash = '/';
    }
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(content, f);
    fclose(f);
}

static void test_every_gate_finds_something_bad(void **state)
{
    (void)state;
    for (size_t i = 0; i < TEST_COUNT(bad_trees); i++) {
        const bad_tree *bad = &bad_trees[i];
        char root[] = "/tmp/hydra-gate-XXXXXX";
        assert_non_null(mkdtemp(root));
        /* The gates are configured by these two. */
        char command[400];
        snprintf(command, sizeof command, "cp %s/.clang-format %s/.clang-tidy %s",
                 getenv("HYDRA_SOURCE"), getenv("HYDRA_SOURCE"), root);
        assert_int_equal(system(command), 0);
        write_file(root, bad->file, bad->content);

        char text[4096];
        int exit_code = run_gate(bad->gate, root, text, sizeof text);
        if (exit_code != 1 || strstr(text, bad->finding) == NULL)
            fail_msg("gate %s on %s: exit %d, output:\n%s", bad->gate, bad->content, exit_code,
                     text);
        snprintf(command, sizeof command, "rm -r %s", root);
        assert_int_equal(system(command), 0);
    }
}

static void expect_clean(const char *gate)
{
    char text[16384];
    if (run_gate(gate, getenv("HYDRA_SOURCE"), text, sizeof text) != 0)
        fail_msg("%s", text);
}

#define CLEAN(gate)                                                                                \
    static void test_##gate##_is_clean(void **state)                                               \
    {                                                                                              \
        (void)state;                                                                               \
        expect_clean(#gate);                                                                       \
    }

CLEAN(layers)
CLEAN(headers)
CLEAN(size)
CLEAN(comment)
CLEAN(format)
CLEAN(clock)
CLEAN(openssl)
CLEAN(system)
CLEAN(cppcheck)
CLEAN(tidy)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_layers_is_clean),
        cmocka_unit_test(test_headers_is_clean),
        cmocka_unit_test(test_size_is_clean),
        cmocka_unit_test(test_comment_is_clean),
        cmocka_unit_test(test_format_is_clean),
        cmocka_unit_test(test_clock_is_clean),
        cmocka_unit_test(test_openssl_is_clean),
        cmocka_unit_test(test_system_is_clean),
        cmocka_unit_test(test_cppcheck_is_clean),
        cmocka_unit_test(test_tidy_is_clean),
        cmocka_unit_test(test_every_gate_finds_something_bad),
    };
    return cmocka_run_group_tests_name("gates", tests, NULL, NULL);
}
