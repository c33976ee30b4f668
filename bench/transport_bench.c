/* The ways in, measured: from exec to the first answer, echoes over sockets, commands through
   pcscd. transport_bench sockets HYD LOAD_FILE…    starts hyd element run and asks it
   transport_bench null PORT                 a card of nothing but answers, for comparison
   transport_bench pair NULL OURS            asks the cards in two PC/SC readers in turn
   Run by hand: ninja transport-bench. */
#include "transport/address.h"
#include "transport/frame.h"
#include "transport/link.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { RUNS = 5, ECHOES = 60000, BATCH = 100, BATCHES = 151, STARTS = 20, DATA = 16, FILES_MAX = 8 };

static uint8_t response[HY_LINK_RESPONSE_MAX];

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void need(hy_rc rc, const hy_reason *why)
{
    if (hy_ok(rc))
        return;
    fprintf(stderr, "transport_bench: %s: %s\n", hy_rc_text(rc), why->text);
    exit(1);
}

static size_t send_one(hy_link *link, const uint8_t *command, size_t n)
{
    size_t got;
    hy_reason why = {""};
    need(hy_link_transmit(link, hy_view_of(command, n), response, sizeof response, &got, &why),
         &why);
    return got;
}

static void select_echo(hy_link *link)
{
    static const uint8_t command[] = {0x00, 0xA4, 0x04, 0x00, 0x08, 0xF0, 0x48,
                                      0x59, 0x44, 0x52, 0x41, 0x47, 0x01};
    if (send_one(link, command, sizeof command) != 2 || response[0] != 0x90) {
        fprintf(stderr, "transport_bench: the echo applet is not there\n");
        exit(1);
    }
}

/* Commands a second, the best of some runs. */
static double echoes(hy_link *link, int count, size_t answer)
{
    static const uint8_t command[5 + DATA] = {0x80, 0x01, 0x00, 0x00, DATA, 1, 2, 3};
    double best = 0;
    for (int run = 0; run < RUNS; run++) {
        double before = now();
        for (int i = 0; i < count; i++)
            if (send_one(link, command, sizeof command) != answer) {
                fprintf(stderr, "transport_bench: a wrong answer\n");
                exit(1);
            }
        double rate = count / (now() - before);
        best = rate > best ? rate : best;
    }
    return best;
}

/* ---- sockets ---- */

static pid_t start(char **files, int n, const char *listen)
{
    char *arguments[2 * FILES_MAX + 8] = {files[0], "element", "run", "--listen", NULL};
    int used = 4;
    arguments[used++] = (char *)(uintptr_t)listen;
    for (int i = 1; i < n && i < FILES_MAX; i++) {
        arguments[used++] = "--cap";
        arguments[used++] = files[i];
    }
    fflush(stdout);
    pid_t pid = fork();
    if (pid != 0)
        return pid;
    if (freopen("/dev/null", "w", stdout) == NULL || freopen("/dev/null", "w", stderr) == NULL)
        _exit(126);
    execv(files[0], arguments);
    _exit(127);
}

static void stop(pid_t pid)
{
    kill(pid, SIGTERM);
    waitpid(pid, NULL, 0);
}

static hy_link *connect_soon(const char *address)
{
    hy_link *link;
    hy_reason why = {""};
    const struct timespec pause = {.tv_nsec = 50000};
    double until = now() + 10;
    while (!hy_ok(hy_link_open(address, &link, &why)) && now() < until)
        nanosleep(&pause, NULL);
    if (link == NULL)
        need(HY_FAIL(IO), &why);
    return link;
}

static double first_answer(char **files, int n, const char *address)
{
    double least = 1e9;
    for (int i = 0; i < STARTS; i++) {
        double before = now();
        pid_t pid = start(files, n, address);
        hy_link *link = connect_soon(address);
        select_echo(link);
        double took = now() - before;
        least = took < least ? took : least;
        hy_link_close(&link);
        stop(pid);
    }
    return least;
}

static double echo_over(char **files, int n, const char *address)
{
    pid_t pid = start(files, n, address);
    hy_link *link = connect_soon(address);
    select_echo(link);
    double rate = echoes(link, ECHOES, DATA + 2);
    hy_link_close(&link);
    stop(pid);
    return rate;
}

/* Two processes that hand the same bytes to and fro, and nothing else: what the machine gives
 * today. */
static double bare(void)
{
    int ends[2];
    double best = 0;
    uint8_t bytes[HY_FRAME_HEAD + 5 + DATA] = {0};
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
        return 0;
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0)
        for (;;)
            if (read(ends[1], bytes, sizeof bytes) <= 0 ||
                write(ends[1], bytes, HY_FRAME_HEAD + DATA + 2) < 0)
                _exit(0);
    for (int run = 0; run < RUNS; run++) {
        double before = now();
        for (int i = 0; i < ECHOES; i++)
            if (write(ends[0], bytes, sizeof bytes) < 0 || read(ends[0], bytes, sizeof bytes) <= 0)
                return 0;
        double rate = ECHOES / (now() - before);
        best = rate > best ? rate : best;
    }
    close(ends[0]);
    close(ends[1]);
    stop(pid);
    return best;
}

static int sockets(char **files, int n)
{
    char folder[] = "/tmp/hydra-bench-XXXXXX", unix_address[64], tcp_address[64];
    if (mkdtemp(folder) == NULL)
        return 1;
    snprintf(unix_address, sizeof unix_address, "unix:%s/card", folder);
    snprintf(tcp_address, sizeof tcp_address, "tcp:127.0.0.1:%d", 20000 + (int)(getpid() % 20000));
    printf("exec to first answer, ms            %10.2f\n",
           first_answer(files, n, unix_address) * 1e3);
    printf("bare bytes to and fro, a second     %10.0f\n", bare());
    printf("echoes a second, Unix socket        %10.0f\n", echo_over(files, n, unix_address));
    printf("echoes a second, TCP                %10.0f\n", echo_over(files, n, tcp_address));
    return rmdir(folder);
}

/* ---- pcscd ---- */

/* Answers every command with as many bytes as the echo has, and does nothing else. */
static int null_card(const char *port)
{
    static hy_frame_in in;
    static const uint8_t answer[] = {0, DATA + 2, [HY_FRAME_HEAD + DATA] = 0x90, 0};
    /* T=1, as ours: pcscd goes other ways for T=0. */
    static const uint8_t atr[] = {0, 4, 0x3B, 0x80, 0x01, 0x81};
    char text[40];
    hy_address a;
    hy_reason why = {""};
    hy_view message;
    int fd;
    snprintf(text, sizeof text, "tcp:127.0.0.1:%s", port);
    need(hy_address_read(text, &a, &why), &why);
    need(hy_address_connect(&a, &fd, &why), &why);
    for (;;) {
        size_t room;
        uint8_t *to = hy_frame_room(&in, &room);
        hy_address_set_quickack(fd);
        ssize_t got = read(fd, to, room);
        if (got <= 0)
            return 0;
        hy_frame_came(&in, (size_t)got);
        while (hy_frame_next(&in, &message)) {
            hy_frame_kind kind = hy_frame_kind_of(message);
            hy_view out = kind == HY_FRAME_APDU  ? hy_view_of(answer, sizeof answer)
                          : kind == HY_FRAME_ATR ? hy_view_of(atr, sizeof atr)
                                                 : hy_view_of(NULL, 0);
            if (out.n > 0 && write(fd, out.p, out.n) < 0)
                return 1;
        }
    }
}

static hy_link *open_reader(const char *name)
{
    char address[200];
    snprintf(address, sizeof address, "reader:%s", name);
    return connect_soon(address);
}

static double batch(hy_link *link)
{
    static const uint8_t command[5 + DATA] = {0x80, 0x01, 0x00, 0x00, DATA, 1, 2, 3};
    double before = now();
    for (int i = 0; i < BATCH; i++)
        if (send_one(link, command, sizeof command) != DATA + 2) {
            fprintf(stderr, "transport_bench: a wrong answer\n");
            exit(1);
        }
    return BATCH / (now() - before);
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values)
{
    qsort(values, BATCHES, sizeof *values, by_size);
    return values[BATCHES / 2];
}

/* Two cards in two slots of one reader, asked in turn by one process: whatever else the machine
   does slows both alike. Medians over the batches. */
static int pair(const char *null_name, const char *our_name)
{
    double null_rate[BATCHES], our_rate[BATCHES], ratio[BATCHES];
    hy_link *null = open_reader(null_name);
    hy_link *ours = open_reader(our_name);
    select_echo(ours);
    (void)batch(null);
    (void)batch(ours);
    for (int i = 0; i < BATCHES; i++) {
        bool first = i % 2 == 0;
        if (first)
            null_rate[i] = batch(null);
        our_rate[i] = batch(ours);
        if (!first)
            null_rate[i] = batch(null);
        ratio[i] = our_rate[i] / null_rate[i];
    }
    double middle = median(ratio);
    printf(
        "through pcscd, commands a second: null card %.0f, echo %.0f, ratio %.2f (%.2f to %.2f)\n",
        median(null_rate), median(our_rate), middle, ratio[BATCHES / 10],
        ratio[BATCHES - 1 - BATCHES / 10]);
    hy_link_close(&null);
    hy_link_close(&ours);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc > 3 && strcmp(argv[1], "sockets") == 0)
        return sockets(argv + 2, argc - 2);
    if (argc == 3 && strcmp(argv[1], "null") == 0)
        return null_card(argv[2]);
    if (argc == 4 && strcmp(argv[1], "pair") == 0)
        return pair(argv[2], argv[3]);
    fprintf(stderr, "usage: transport_bench sockets HYD LOAD_FILE… | null PORT | pair NULL OURS\n");
    return 2;
}
