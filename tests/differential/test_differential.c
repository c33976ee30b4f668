/* Random Java Card programs, run on a plain Java machine and on ours: each must trace the same
   values and end with the same exception.

   Without arguments a fixed range of seeds. By hand: test_differential --first SEED --seeds N; each
   seed is a program without int, converted without and with int support, and one with int. */
#include "test.h"

#include "converter/convert.h"
#include "converter/javac.h"
#include "machine_set.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    PACKAGE_SIZE = 8, /* as in generate.py */
    BATCH = 1000,     /* programs compiled at once */
    ARENA_MAX = 64 << 20,
    LINE_MAX = 100,
    PATH_ROOM = 256,
    DIFFERENCES_SHOWN = 10,
};

typedef enum mode { MODE_SHORT, MODE_SHORT_IN_INT, MODE_INT, MODE_COUNT } mode;

static const char *const mode_names[MODE_COUNT] = {"without int",
                                                   "without int, converted with --int", "with int"};

typedef struct tally {
    unsigned equal[MODE_COUNT];
    unsigned different;
    const char *folder;
} tally;

static unsigned first_seed = 1;
static unsigned seed_count = 40;

/* ---- the plain Java machine ---- */

/* Writes, compiles and runs seeds there; the results lie in the folder. */
static void judge(const char *folder, unsigned first, unsigned n, bool with_int)
{
    char command[3 * PATH_ROOM + 200];
    snprintf(command, sizeof command,
             "rm -rf %s/* && python3 %s/generate.py --first %u --programs %u %s %s && "
             "java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC %s/Judge.java %s %u %u %d %s",
             folder, DIFFERENTIAL, first, n, with_int ? "--int" : "", folder, DIFFERENTIAL, folder,
             first, n, PACKAGE_SIZE, API);
    assert_int_equal(system(command), 0);
}

/* ---- our machine ---- */

/* Names of classes of java.lang by token. */
static const char *const lang_names[] = {
    "Object",
    "Throwable",
    "Exception",
    "RuntimeException",
    "IndexOutOfBoundsException",
    "ArrayIndexOutOfBoundsException",
    "NegativeArraySizeException",
    "NullPointerException",
    "ClassCastException",
    "ArithmeticException",
    "SecurityException",
    "ArrayStoreException",
};

/* There is one applet and no firewall: the machine's exceptions may be cast and thrown again. */
static bool reach(hy_machine *m, hy_touch touch, hy_reference r, const hy_class *target,
                  hy_reach *out)
{
    (void)m;
    (void)touch;
    (void)r;
    (void)target;
    (void)out;
    return true;
}

static const char *name_exception(const machine_set *s)
{
    const hy_machine *m = &s->machine;
    const hy_class *c = hy_machine_class_of(m, hy_heap_object(m->heap, m->thrown));
    for (size_t token = 0; token < TEST_COUNT(lang_names); token++)
        if (c == ms_class(s, hy_view_of("\xA0\0\0\0\x62\0\x01", 7), (uint8_t)token))
            return lang_names[token];
    return "own";
}

/* App.install(array, program, what) of the package: T.run's result is left in the array. */
static hy_outcome call(machine_set *s, uint16_t number, unsigned program, int16_t what,
                       int16_t *value)
{
    const hy_object_spec spec = {.shape = HY_SHAPE_BYTES, .length = 2, .context = MS_CONTEXT};
    hy_reference array;
    assert_ok(hy_heap_new(&s->heap, &spec, &array));
    const hy_slot arguments[] = {hy_slot_reference(array), (hy_slot)program, what};
    ms_reset(s);
    s->machine.budget = 100000000;
    hy_outcome outcome = hy_machine_call(&s->machine, &s->loaded[number],
                                         s->linked[number]->applets[0].install, arguments, NULL);
    const uint8_t *at = hy_heap_body(&s->heap, hy_heap_object(&s->heap, array));
    *value = (int16_t)(at[0] << 8 | at[1]);
    return outcome;
}

/* The line that Judge.java would print. */
static void run(machine_set *s, uint16_t number, unsigned program, char line[LINE_MAX])
{
    int16_t h = 0;
    int16_t g = 0;
    hy_outcome outcome = call(s, number, program, 0, &h);
    if (outcome == HY_STOPPED) {
        snprintf(line, LINE_MAX, "stopped: %d", (int)s->machine.stop);
        return;
    }
    const char *exception = outcome == HY_DONE ? "-" : name_exception(s);
    if (call(s, number, program, 1, &h) != HY_DONE || call(s, number, program, 2, &g) != HY_DONE)
        exception = "no trace";
    snprintf(line, LINE_MAX, "%s %d %d", exception, h, g);
}

static hy_rc convert(hy_arena *arena, const char *folder, unsigned first, bool int_support,
                     hy_conversion *out, hy_reason *why)
{
    char path[PATH_ROOM];
    char package[32];
    const char *const paths[] = {path};
    const char *const exports[] = {EXPORTS};
    const hy_convert_applet applet = {hy_view_of("\xF0\x64\x69\x66\x66\x01\x01", 7), "App"};
    hy_convert_options o = {
        .package = package,
        .aid = hy_view_of("\xF0\x64\x69\x66\x66\x01", 6),
        .major = 1,
        .applets = &applet,
        .applet_count = 1,
        .exports = exports,
        .export_count = 1,
        .int_support = int_support,
    };
    snprintf(path, sizeof path, "%s/classes/d%u", folder, first);
    snprintf(package, sizeof package, "d%u", first);
    HY_TRY(hy_javac_read_classes(arena, paths, 1, &o.files, &o.file_count, why));
    hy_diag diag = hy_diag_new();
    hy_rc rc = hy_convert(&o, &diag, out, why);
    if (!hy_ok(rc))
        hy_diag_print(&diag, stdout, false);
    hy_diag_free(&diag);
    return rc;
}

/* ---- comparing ---- */

static void show(unsigned seed, mode m, const char *java, const char *ours)
{
    char command[PATH_ROOM + 80];
    printf("# seed %u, %s\n# Java: %s\n# ours: %s\n", seed, mode_names[m], java, ours);
    fflush(stdout);
    snprintf(command, sizeof command, "python3 %s/generate.py --first %u --programs 1 %s --print",
             DIFFERENTIAL, seed, m == MODE_INT ? "--int" : "");
    if (system(command) != 0)
        printf("# the program cannot be shown\n");
}

static void compare(tally *t, unsigned seed, mode m, const char *java, const char *ours)
{
    if (strcmp(java, ours) == 0) {
        t->equal[m]++;
        return;
    }
    if (t->different++ < DIFFERENCES_SHOWN)
        show(seed, m, java, ours);
}

/* One package; its results are the next n lines. */
static void run_package(tally *t, unsigned first, unsigned n, mode m, char (*java)[LINE_MAX])
{
    hy_arena arena = hy_arena_new(ARENA_MAX);
    hy_conversion converted = {0};
    hy_reason why = {""};
    machine_set *s = calloc(1, sizeof *s);
    uint16_t number = 0;
    assert_non_null(s);
    hy_rc rc = convert(&arena, t->folder, first, m != MODE_SHORT, &converted, &why);
    if (hy_ok(rc))
        rc = ms_open(s, ROM_IMAGE, &why);
    if (hy_ok(rc))
        rc = ms_add_load_file(s, hy_buf_view(&converted.load_file), &number, &why);
    if (!hy_ok(rc)) {
        printf("# seeds %u to %u, %s: %s: %s\n", first, first + n - 1, mode_names[m],
               hy_rc_name(rc), why.text);
        t->different += n;
    }
    s->hooks.reach = reach;
    for (unsigned i = 0; hy_ok(rc) && i < n; i++) {
        char ours[LINE_MAX];
        run(s, number, i, ours);
        compare(t, first + i, m, java[i], ours);
    }
    ms_free(s);
    free(s);
    hy_conversion_free(&converted);
    hy_arena_free(&arena);
}

/* Seeds that Java compiles at once; results of a package stay the same in both modes. */
static void run_batch(tally *t, unsigned first, unsigned n, bool with_int)
{
    char path[PATH_ROOM];
    judge(t->folder, first, n, with_int);
    snprintf(path, sizeof path, "%s/results", t->folder);
    FILE *results = fopen(path, "r");
    assert_non_null(results);
    for (unsigned at = 0; at < n; at += PACKAGE_SIZE) {
        char java[PACKAGE_SIZE][LINE_MAX];
        unsigned here = n - at < PACKAGE_SIZE ? n - at : PACKAGE_SIZE;
        for (unsigned i = 0; i < here; i++) {
            assert_non_null(fgets(java[i], LINE_MAX, results));
            java[i][strcspn(java[i], "\n")] = '\0';
        }
        if (with_int) {
            run_package(t, first + at, here, MODE_INT, java);
        } else {
            run_package(t, first + at, here, MODE_SHORT, java);
            run_package(t, first + at, here, MODE_SHORT_IN_INT, java);
        }
    }
    fclose(results);
}

static void programs_are_equal(void **state)
{
    (void)state;
    char folder[] = "/tmp/hydra-differential-XXXXXX";
    char command[PATH_ROOM];
    tally t = {.folder = mkdtemp(folder)};
    assert_non_null(t.folder);
    for (unsigned at = 0; at < seed_count; at += BATCH) {
        unsigned n = seed_count - at < BATCH ? seed_count - at : BATCH;
        run_batch(&t, first_seed + at, n, false);
        run_batch(&t, first_seed + at, n, true);
        printf("# to seed %u: equal %u without int, %u of them with --int, %u with int; "
               "%u different\n",
               first_seed + at + n - 1, t.equal[MODE_SHORT], t.equal[MODE_SHORT_IN_INT],
               t.equal[MODE_INT], t.different);
        fflush(stdout);
    }
    snprintf(command, sizeof command, "rm -rf %s", folder);
    assert_int_equal(system(command), 0);
    assert_int_equal(t.different, 0);
    for (int m = 0; m < MODE_COUNT; m++)
        assert_int_equal(t.equal[m], seed_count);
}

int main(int argc, char **argv)
{
    for (int i = 1; i + 1 < argc; i += 2) {
        unsigned value = (unsigned)strtoul(argv[i + 1], NULL, 10);
        if (strcmp(argv[i], "--first") == 0)
            first_seed = value;
        else if (strcmp(argv[i], "--seeds") == 0)
            seed_count = value;
        else
            return 2;
    }
    const struct CMUnitTest tests[] = {cmocka_unit_test(programs_are_equal)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
