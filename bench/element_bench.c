/* How fast the machine is: the kernels of bench/java here, on `java -Xint`, and in C, in one run.
   element_bench ROM_IMAGE KERNELS_LOAD_FILE CLASSES. Run by hand: meson compile element-bench. */
#include "kernels.h"

#include "machine_set.h"

#include "element/vm/opcode.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { KERNELS = 6, RUNS = 7, FILE_MAX = 1 << 20 };

static const char *const names[KERNELS] = {"loop",  "arithmetic", "array",
                                           "field", "calls",      "switch"};

typedef struct measure {
    int result;
    double nanoseconds;
} measure;

typedef struct bench {
    machine_set set;
    hy_package package;
    uint16_t number;
    const hy_method *run;
    uint64_t bytecodes;
} bench;

/* ---- the machine ---- */

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* Counts the bytecodes that a cell stands for: those up to the next cell's. */
static void count(hy_machine *m)
{
    bench *b = (bench *)m->user;
    const hy_frame *f = &m->frames[m->depth - 1];
    hy_method_header h;
    if (f->method->linked != b->set.linked[b->number] ||
        !hy_package_method_header(&b->package, f->method->at, &h))
        return;
    uint32_t i = (uint32_t)(f->pc - f->method->cells);
    uint32_t next = i + 1;
    while (next < f->method->cell_count && f->method->offsets[next] == f->method->offsets[i])
        next++;
    size_t at = h.code + f->method->offsets[i];
    size_t end = next < f->method->cell_count ? h.code + f->method->offsets[next] : at + 1;
    for (; at < end; b->bytecodes++)
        at += hy_opcode_length(b->package.info[HY_COMPONENT_METHOD], at);
}

static measure run_machine(bench *b, int16_t kernel, int runs)
{
    measure best = {0, 1e30};
    const hy_slot arguments[] = {kernel};
    hy_slot result[2];
    for (int i = 0; i < runs; i++) {
        double before = now();
        hy_outcome outcome =
            hy_machine_call(&b->set.machine, &b->set.loaded[b->number], b->run, arguments, result);
        double took = now() - before;
        if (outcome != HY_DONE) {
            fprintf(stderr, "kernel %s: outcome %d, stop %d\n", names[kernel], (int)outcome,
                    (int)b->set.machine.stop);
            exit(1);
        }
        best.result = hy_slot_to_short(result[0]);
        best.nanoseconds = took < best.nanoseconds ? took : best.nanoseconds;
    }
    return best;
}

static uint64_t count_bytecodes(bench *b, int16_t kernel)
{
    b->bytecodes = 0;
    b->set.machine.observed = true;
    run_machine(b, kernel, 1);
    b->set.machine.observed = false;
    return b->bytecodes;
}

static measure run_native(int16_t kernel)
{
    measure best = {0, 1e30};
    for (int i = 0; i < RUNS; i++) {
        double before = now();
        best.result = kernels_run(kernel);
        double took = now() - before;
        best.nanoseconds = took < best.nanoseconds ? took : best.nanoseconds;
    }
    return best;
}

/* A line of result and nanoseconds for each kernel. */
static bool run_java(const char *classes, measure *out)
{
    char command[512];
    snprintf(command, sizeof command, "java -Xint -cp %s Host", classes);
    FILE *java = popen(command, "r");
    bool read = java != NULL;
    for (int i = 0; read && i < KERNELS; i++)
        read = fscanf(java, "%d %lf", &out[i].result, &out[i].nanoseconds) == 2;
    return java != NULL && pclose(java) == 0 && read;
}

static hy_rc open_bench(bench *b, const char *rom, const char *file, hy_buf *load_file,
                        hy_reason *why)
{
    HY_TRY(ms_open(&b->set, rom, why));
    HY_TRY(hy_buf_read_file(load_file, file, FILE_MAX, why));
    hy_package_parts parts = {0};
    HY_TRY(hy_package_split(hy_buf_view(load_file), &parts, why));
    HY_TRY(hy_package_read(&parts, &b->set.arena, &b->package, why));
    HY_TRY(ms_add_load_file(&b->set, hy_buf_view(load_file), &b->number, why));
    const hy_linked_export *e = hy_linked_find_export(b->set.linked[b->number], 0, 0);
    HY_ENSURE(e != NULL && e->method_count > 0, NOT_FOUND);
    b->run = e->methods[e->method_count - 1];
    b->set.hooks.observe = count;
    return HY_OK;
}

int main(int argc, char **argv)
{
    static bench b;
    hy_buf load_file = hy_buf_new(FILE_MAX);
    hy_reason why = {""};
    measure java[KERNELS];
    if (argc != 4) {
        fprintf(stderr, "usage: element_bench ROM_IMAGE LOAD_FILE CLASSES\n");
        return 2;
    }
    hy_rc rc = open_bench(&b, argv[1], argv[2], &load_file, &why);
    if (!hy_ok(rc) || !run_java(argv[3], java)) {
        fprintf(stderr, "%s: %s\n", hy_ok(rc) ? "java" : hy_rc_text(rc), why.text);
        return 1;
    }
    printf("%-12s %12s %10s %10s %8s %10s\n", "kernel", "bytecodes", "Mbytec/s", "java ns", "ratio",
           "C -O2 ns");
    for (int16_t k = 0; k < KERNELS; k++) {
        measure ours = run_machine(&b, k, RUNS);
        measure native = run_native(k);
        uint64_t n = count_bytecodes(&b, k);
        printf("%-12s %12llu %10.0f %10.0f %8.2f %10.0f%s\n", names[k], (unsigned long long)n,
               (double)n / ours.nanoseconds * 1e3, java[k].nanoseconds,
               java[k].nanoseconds / ours.nanoseconds, native.nanoseconds,
               ours.result == java[k].result && ours.result == native.result ? "" : "  DIFFERS");
    }
    ms_free(&b.set);
    hy_buf_free(&load_file);
    return 0;
}
