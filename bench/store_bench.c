/* What lasting costs: from exec to the first answer with an image, and what an update costs beside
   the bare writes and syncs that it takes, and beside SQLite. store_bench HYD LOAD_FILE FOLDER. Run
   by hand: ninja store-bench. */
#include "hydra/element.h"
#include "hydra/storage.h"

#include "base/bytes.h"
#include "base/hex.h"
#include "transport/link.h"

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS = 9, PER_ROUND = 100, STARTS = 20, FILE_MAX = 1 << 20, LINE = 200 };

#define SELECT "00A4040009D27600008501010001"
#define VERIFY "802000000431323334"
#define CREDIT "80300000020001"
#define DEBIT "80400000020001"

/* A write or a sync that the element asked for: what the bare one repeats. */
typedef struct step {
    uint64_t at;
    size_t n; /* 0: a sync */
} step;

/* The storage of POSIX files, and what went through it. */
typedef struct recorder {
    hy_storage inner;
    step steps[16 * PER_ROUND];
    size_t count;
} recorder;

typedef struct bench {
    hy_pool *pool;
    hy_workspace *work;
    hy_element *element;
    hy_storage_posix *file;
    recorder recorder;
    char folder[LINE];
    int bare; /* descriptor */
    sqlite3 *base;
    sqlite3_stmt *update;
} bench;

static void need(bool fact, const char *what)
{
    if (fact)
        return;
    fprintf(stderr, "store_bench: %s\n", what);
    exit(1);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec * 1e-3;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, size_t n)
{
    qsort(values, n, sizeof *values, by_size);
    return values[n / 2];
}

/* ---- the storage, watched ---- */

static void record(recorder *r, uint64_t at, size_t n)
{
    need(r->count < sizeof r->steps / sizeof *r->steps, "more writes than expected");
    r->steps[r->count++] = (step){at, n};
}

static hy_rc get_size(void *context, uint64_t *n)
{
    const recorder *r = context;
    return r->inner.size(r->inner.context, n);
}

static hy_rc resize(void *context, hy_storage_file file, uint64_t n)
{
    const recorder *r = context;
    return r->inner.resize(r->inner.context, file, n);
}

static hy_rc read_at(void *context, uint64_t at, uint8_t *out, size_t n)
{
    const recorder *r = context;
    return r->inner.read(r->inner.context, at, out, n);
}

static hy_rc write_at(void *context, hy_storage_file file, uint64_t at, const uint8_t *from,
                      size_t n)
{
    recorder *r = context;
    if (file == HY_STORAGE_CURRENT)
        record(r, at, n);
    return r->inner.write(r->inner.context, file, at, from, n);
}

static hy_rc sync_file(void *context, hy_storage_file file)
{
    recorder *r = context;
    if (file == HY_STORAGE_CURRENT)
        record(r, 0, 0);
    return r->inner.sync(r->inner.context, file);
}

static hy_rc replace(void *context)
{
    const recorder *r = context;
    return r->inner.replace(r->inner.context);
}

/* ---- the element ---- */

static void send_hex(bench *b, const char *hex)
{
    uint8_t response[HY_LINK_RESPONSE_MAX];
    size_t n;
    hy_buf command = hy_buf_new(64);
    hy_reason why = {""};
    need(hy_ok(hy_hex_decode(hex, &command)), "hex");
    hy_rc rc = hy_element_transmit(b->element, b->work, hy_buf_view(&command), response,
                                   sizeof response, &n, &why);
    need(hy_ok(rc) && n >= 2 && response[n - 2] == 0x90, hex);
    hy_buf_free(&command);
}

static void open_element(bench *b, const char *load_file)
{
    static const uint8_t key[HY_IMAGE_KEY] = {5};
    static const uint8_t package[] = {0xD2, 0x76, 0, 0, 0x85, 1, 1, 0};
    const hy_port port = hy_port_system();
    char path[LINE + 8];
    hy_image image = {.key = hy_view_of(key, sizeof key)};
    hy_buf bytes = hy_buf_new(FILE_MAX);
    hy_reason why = {""};
    (void)snprintf(path, sizeof path, "%s/image", b->folder);
    need(hy_ok(hy_storage_create_file(path, &b->file, &b->recorder.inner, &why)), why.text);
    image.storage =
        (hy_storage){&b->recorder, get_size, resize, read_at, write_at, sync_file, replace};
    const hy_install_request request = {.package = hy_view_of(package, sizeof package),
                                        .parameters = hy_view_str("1234")};
    need(
        hy_ok(hy_pool_open(&port, NULL, &b->pool, &why)) &&
            hy_ok(hy_workspace_open(&port, NULL, &b->work, &why)) &&
            hy_ok(hy_element_create_in(b->pool, b->work, &port, NULL, &image, &b->element, &why)) &&
            hy_ok(hy_buf_read_file(&bytes, load_file, FILE_MAX, &why)) &&
            hy_ok(hy_element_load(b->element, b->work, hy_buf_view(&bytes), &why)) &&
            hy_ok(hy_element_install(b->element, b->work, &request, &why)),
        why.text);
    hy_buf_free(&bytes);
    send_hex(b, SELECT);
    send_hex(b, VERIFY);
}

/* ---- the bare writes: the same places, lengths and syncs, in a file of the same make ---- */

static double repeat_bare(const bench *b)
{
    static uint8_t bytes[1 << 17];
    double before = now();
    for (size_t i = 0; i < b->recorder.count; i++) {
        const step *s = &b->recorder.steps[i];
        if (s->n == 0)
            need(fdatasync(b->bare) == 0, "fdatasync");
        else
            need(s->n <= sizeof bytes &&
                     pwrite(b->bare, bytes, s->n, (off_t)s->at) == (ssize_t)s->n,
                 "pwrite");
    }
    return now() - before;
}

static void open_bare(bench *b)
{
    char path[LINE + 8];
    (void)snprintf(path, sizeof path, "%s/bare", b->folder);
    b->bare = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    need(b->bare >= 0 && posix_fallocate(b->bare, 0, 4 << 20) == 0 && fsync(b->bare) == 0, path);
}

/* ---- SQLite: one row updated, one commit ---- */

static void open_base(bench *b)
{
    char path[LINE + 8];
    (void)snprintf(path, sizeof path, "%s/base", b->folder);
    need(sqlite3_open(path, &b->base) == SQLITE_OK &&
             sqlite3_exec(b->base,
                          "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                          "CREATE TABLE purse (id INTEGER PRIMARY KEY, balance INTEGER);"
                          "INSERT INTO purse VALUES (1, 0)",
                          NULL, NULL, NULL) == SQLITE_OK &&
             sqlite3_prepare_v2(b->base, "UPDATE purse SET balance = balance + 1 WHERE id = 1", -1,
                                &b->update, NULL) == SQLITE_OK,
         "SQLite");
}

static double commit_base(const bench *b)
{
    double before = now();
    for (int i = 0; i < PER_ROUND; i++)
        need(sqlite3_step(b->update) == SQLITE_DONE && sqlite3_reset(b->update) == SQLITE_OK,
             "SQLite");
    return now() - before;
}

/* ---- figures ---- */

/* One command again and again, the bare writes of the same, SQLite; in turn, several rounds, so
   that a disk that is slow for a while is so for all. Medians. */
static void measure(bench *b, const char *name, const char *command, const char *back)
{
    double ours[ROUNDS], bare[ROUNDS], ratio[ROUNDS], base[ROUNDS];
    size_t syncs = 0, bytes = 0;
    for (int round = -1; round < ROUNDS; round++) { /* the first warms up */
        int r = round < 0 ? 0 : round;
        b->recorder.count = 0;
        double before = now();
        for (int i = 0; i < PER_ROUND; i++)
            send_hex(b, command);
        ours[r] = now() - before;
        bare[r] = repeat_bare(b);
        ratio[r] = ours[r] / bare[r];
        base[r] = commit_base(b);
        for (size_t i = 0; i < b->recorder.count && round == 0; i++) {
            syncs += b->recorder.steps[i].n == 0;
            bytes += b->recorder.steps[i].n;
        }
        for (int i = 0; i < PER_ROUND && back != NULL; i++) {
            b->recorder.count = 0;
            send_hex(b, back);
        }
    }
    printf("%-28s %5.2f syncs %5zu bytes %8.0f us, bare %8.0f us, ratio %.2f; SQLite %8.0f us\n",
           name, (double)syncs / PER_ROUND, bytes / PER_ROUND, median(ours, ROUNDS) / PER_ROUND,
           median(bare, ROUNDS) / PER_ROUND, median(ratio, ROUNDS),
           median(base, ROUNDS) / PER_ROUND);
}

static pid_t start(const char *hyd, const char *image, const char *listen)
{
    pid_t pid = fork();
    if (pid != 0)
        return pid;
    if (freopen("/dev/null", "w", stdout) == NULL)
        _exit(126);
    execl(hyd, hyd, "element", "run", image, "--listen", listen, (char *)NULL);
    _exit(127);
}

/* From exec to the answer to SELECT, with an image that holds a wallet; the least and the median.
 */
static void measure_start(const bench *b, const char *hyd, const char *load_file)
{
    static const uint8_t select[] = {0x00, 0xA4, 0x04, 0x00, 0x09, 0xD2, 0x76,
                                     0x00, 0x00, 0x85, 0x01, 0x01, 0x00, 0x01};
    char image[LINE + 8], listen[LINE + 16], command[3 * LINE + 1024];
    double took[STARTS];
    const struct timespec pause = {.tv_nsec = 50000};
    (void)snprintf(image, sizeof image, "%s/card", b->folder);
    (void)snprintf(listen, sizeof listen, "unix:%s/socket", b->folder);
    (void)snprintf(
        command, sizeof command,
        "'%s' element new %s && '%s' element install %s '%s' --params 31323334 2>/dev/null", hyd,
        image, hyd, image, load_file);
    need(system(command) == 0, "no image"); // NOLINT(cert-env33-c): our own words
    for (int i = 0; i < STARTS; i++) {
        uint8_t response[HY_LINK_RESPONSE_MAX];
        size_t n;
        hy_link *link;
        hy_reason why = {""};
        double before = now();
        pid_t pid = start(hyd, image, listen);
        while (!hy_ok(hy_link_open(listen, &link, NULL)) && now() < before + 1e7)
            nanosleep(&pause, NULL);
        need(link != NULL &&
                 hy_ok(hy_link_transmit(link, hy_view_of(select, sizeof select), response,
                                        sizeof response, &n, &why)) &&
                 n == 2 && response[0] == 0x90,
             "no answer");
        took[i] = now() - before;
        hy_link_close(&link);
        (void)kill(pid, SIGTERM);
        (void)waitpid(pid, NULL, 0);
    }
    double middle = median(took, STARTS);
    printf("exec to first answer with an image: %.1f ms, median %.1f ms\n", took[0] / 1e3,
           middle / 1e3);
}

int main(int argc, char **argv)
{
    static bench b;
    char command[LINE + 16];
    need(argc == 4, "usage: store_bench HYD LOAD_FILE FOLDER");
    (void)snprintf(b.folder, sizeof b.folder, "%s/store-bench-XXXXXX", argv[3]);
    need(mkdtemp(b.folder) != NULL, b.folder);
    measure_start(&b, argv[1], argv[2]);
    open_element(&b, argv[2]);
    open_bare(&b);
    open_base(&b);
    measure(&b, "credit, one unit", CREDIT, DEBIT);
    measure(&b, "PIN check", VERIFY, NULL);
    hy_element_close(&b.element);
    hy_storage_close_file(&b.file);
    hy_workspace_close(&b.work);
    hy_pool_close(&b.pool);
    (void)sqlite3_finalize(b.update);
    (void)sqlite3_close(b.base);
    (void)close(b.bare);
    (void)snprintf(command, sizeof command, "rm -r %s", b.folder);
    return system(command); // NOLINT(cert-env33-c): a folder that we named
}
