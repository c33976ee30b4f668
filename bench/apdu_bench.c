/* What an element costs from outside: made new, an echo, a transaction, a call into another
   context. apdu_bench SERVER_LOAD_FILE CLIENT_LOAD_FILE CLASSES. Run by hand: ninja apdu-bench. */
#include "base/hex.h"
#include "hydra/element.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { RUNS = 7, FILE_MAX = 1 << 16, ROUNDS = 30000, ECHOES = 200000, ELEMENTS = 1000, DATA = 255 };

typedef struct bench {
    hy_pool *pool;
    hy_workspace *work;
    hy_element *element;
    uint8_t response[512];
    size_t n;
} bench;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static void need(hy_rc rc, const char *what, const hy_reason *why)
{
    if (hy_ok(rc))
        return;
    fprintf(stderr, "apdu_bench: %s: %s: %s\n", what, hy_rc_text(rc), why->text);
    exit(1);
}

static void send(bench *b, hy_view command)
{
    hy_reason why = {""};
    need(hy_element_transmit(b->element, b->work, command, b->response, sizeof b->response, &b->n,
                             &why),
         "transmit", &why);
    if (b->n < 2 || b->response[b->n - 2] != 0x90 || b->response[b->n - 1] != 0) {
        fprintf(stderr, "apdu_bench: a command failed\n");
        exit(1);
    }
}

static void load(bench *b, const char *path, uint8_t last)
{
    const uint8_t aid[] = {0xF0, 0x48, 0x59, 0x44, 0x52, 0x41, last};
    const uint8_t applet[] = {0xF0, 0x48, 0x59, 0x44, 0x52, 0x41, last, 0x01};
    hy_install_request request = {.package = hy_view_of(aid, sizeof aid),
                                  .module = hy_view_of(applet, sizeof applet)};
    hy_buf file = hy_buf_new(FILE_MAX);
    hy_reason why = {""};
    need(hy_buf_read_file(&file, path, FILE_MAX, &why), path, &why);
    need(hy_element_load(b->element, b->work, hy_buf_view(&file), &why), path, &why);
    need(hy_element_install(b->element, b->work, &request, &why), path, &why);
    hy_buf_free(&file);
}

static void select_client(bench *b)
{
    const uint8_t command[] = {0x00, 0xA4, 0x04, 0x00, 0x08, 0xF0, 0x48,
                               0x59, 0x44, 0x52, 0x41, 0x47, 0x01};
    send(b, hy_view_of(command, sizeof command));
}

/* The best of some runs of a command that does `times` of something: nanoseconds for each. */
static double best(bench *b, hy_view command, int sends, double times)
{
    double least = 1e30;
    for (int run = 0; run < RUNS; run++) {
        double before = now();
        for (int i = 0; i < sends; i++)
            send(b, command);
        double took = (now() - before) / times;
        least = took < least ? took : least;
    }
    return least;
}

static double measure_echo(bench *b)
{
    uint8_t command[5 + DATA] = {0x80, 0x01, 0x00, 0x00, DATA};
    for (uint8_t i = 0; i < DATA; i++)
        command[5 + i] = i;
    double took = best(b, hy_view_of(command, sizeof command), ECHOES, ECHOES);
    if (b->n != DATA + 2 || memcmp(b->response, command + 5, DATA) != 0) {
        fprintf(stderr, "apdu_bench: the echo differs\n");
        exit(1);
    }
    return took;
}

static double measure_rounds(bench *b, uint8_t ins)
{
    const uint8_t command[] = {0x80, ins, 0x00, 0x00, 2, ROUNDS >> 8, ROUNDS & 0xFF};
    return best(b, hy_view_of(command, sizeof command), 1, ROUNDS);
}

/* Copying the same bytes to and fro. */
static double measure_memcpy(void)
{
    static uint8_t from[DATA], to[DATA];
    uint8_t *volatile source = from, *volatile target = to;
    double before = now();
    for (int i = 0; i < ECHOES; i++) {
        memcpy(target, source, DATA);
        memcpy(source, target, DATA);
    }
    return (now() - before) / ECHOES;
}

/* New, its first answer, and closed again. */
static double measure_new(bench *b)
{
    const uint8_t command[] = {0x00, 0xA4, 0x04, 0x00, 0x00};
    const hy_port port = hy_port_system();
    double least = 1e30;
    for (int i = 0; i < ELEMENTS; i++) {
        hy_element *e;
        hy_reason why = {""};
        double before = now();
        need(hy_element_create(b->pool, b->work, &port, NULL, &e, &why), "create", &why);
        need(hy_element_transmit(e, b->work, hy_view_of(command, sizeof command), b->response,
                                 sizeof b->response, &b->n, &why),
             "transmit", &why);
        double took = now() - before;
        least = took < least ? took : least;
        hy_element_close(&e);
    }
    return least;
}

static double run_java(const char *classes)
{
    char command[512];
    int result;
    double took;
    snprintf(command, sizeof command, "java -Xint -cp %s Shared %d", classes, ROUNDS);
    FILE *java = popen(command, "r");
    if (java == NULL || fscanf(java, "%d %lf", &result, &took) != 2 || pclose(java) != 0) {
        fprintf(stderr, "apdu_bench: java failed\n");
        exit(1);
    }
    return took;
}

int main(int argc, char **argv)
{
    static bench b;
    const hy_port port = hy_port_system();
    hy_reason why = {""};
    if (argc != 4) {
        fprintf(stderr, "usage: apdu_bench SERVER_LOAD_FILE CLIENT_LOAD_FILE CLASSES\n");
        return 2;
    }
    need(hy_pool_open(&port, NULL, &b.pool, &why), "pool", &why);
    need(hy_workspace_open(&port, NULL, &b.work, &why), "workspace", &why);
    double fresh = measure_new(&b);
    need(hy_element_create(b.pool, b.work, &port, NULL, &b.element, &why), "create", &why);
    hy_element_usage empty = hy_element_measure(b.element);
    load(&b, argv[1], 0x46);
    load(&b, argv[2], 0x47);
    select_client(&b);
    double echo = measure_echo(&b), copy = measure_memcpy();
    double commit = measure_rounds(&b, 2), shared = measure_rounds(&b, 3), java = run_java(argv[3]);
    printf("new to first response   %8.1f us\n", fresh / 1e3);
    printf("an empty element owns   %8u bytes, %zu of them its record\n",
           (unsigned)(empty.persistent + empty.fixed), empty.fixed);
    printf("echo of 255 bytes       %8.2f million a second; memcpy to and fro %.1f\n", 1e3 / echo,
           1e3 / copy);
    printf("begin, copy 16, commit  %8.2f million a second\n", 1e3 / commit);
    printf("shared call             %8.1f ns; java -Xint, plain interface %.1f ns, ratio %.2f\n",
           shared, java, java / shared);
    hy_element_close(&b.element);
    hy_workspace_close(&b.work);
    hy_pool_close(&b.pool);
    return 0;
}
