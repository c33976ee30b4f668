/* How fast the secure channel is, both ends on one core: commands of 100 bytes at level 33, beside
   the bare OpenSSL work that they contain, and openings of sessions. Run by hand: meson compile
   channel-bench. */
#include "channel/channel.h"
#include "element/gp/secure_channel.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    COMMANDS = 20000,
    OPENINGS = 3000,
    RUNS = 7,
    DATA = 100,
    PADDED = 112,
    LEVEL = 0x33,
    ROOM = 512,
    BLOCK = 16,
};

typedef struct ends {
    hy_crypto *crypto[2]; /* host, card */
    hy_session *host;
    hy_secure_session card;
    hy_secure_engines engines;
    hy_secure_domain domain;
    hy_scp03_keys keys;
    uint32_t sequence;
    hy_buf command, opened;
} ends;

static void need(bool good, const char *what)
{
    if (!good) {
        fprintf(stderr, "channel_bench: %s failed\n", what);
        exit(1);
    }
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- a domain in memory ---- */

static hy_rc domain_keys(void *context, uint8_t *kvn, hy_scp03_keys *out)
{
    *kvn = 0x30;
    *out = ((ends *)context)->keys;
    return HY_OK;
}

static hy_rc domain_step(void *context, uint8_t kvn, uint32_t *sequence)
{
    (void)kvn;
    *sequence = ++((ends *)context)->sequence;
    return HY_OK;
}

static void domain_failed(void *context)
{
    (void)context;
}

static hy_rc domain_try(void *context, uint8_t kvn)
{
    (void)context;
    (void)kvn;
    return HY_OK;
}

static void open_ends(ends *e)
{
    *e = (ends){.keys.n = 16, .command = hy_buf_new(ROOM), .opened = hy_buf_new(ROOM)};
    for (uint8_t k = 0; k < 16; k++)
        e->keys.enc[k] = e->keys.mac[k] = e->keys.dek[k] = (uint8_t)(0x40 + k);
    for (int i = 0; i < 2; i++)
        need(hy_ok(hy_crypto_new(hy_random_system(), &e->crypto[i], NULL)), "a context");
    e->engines.crypto = e->crypto[1];
    e->domain = (hy_secure_domain){.context = e,
                                   .instance = 1,
                                   .i = 0x70,
                                   .keys = domain_keys,
                                   .step = domain_step,
                                   .attempt = domain_try,
                                   .forgive = domain_try,
                                   .failed = domain_failed};
    const hy_session_config config = {.keys = &e->keys, .level = LEVEL};
    need(hy_ok(hy_session_new(e->crypto[0], &config, &e->host, NULL)), "a session");
}

static void close_ends(ends *e)
{
    hy_session_free(&e->host);
    hy_secure_engines_clear(&e->engines);
    hy_crypto_free(&e->crypto[0]);
    hy_crypto_free(&e->crypto[1]);
    hy_buf_free(&e->command);
    hy_buf_free(&e->opened);
}

/* ---- what is measured ---- */

static hy_view process(ends *e, uint8_t *out)
{
    hy_command c;
    size_t n;
    need(hy_ok(hy_command_parse(hy_buf_view(&e->command), HY_PROTOCOL_T1, &c)), "a command");
    uint16_t sw = hy_secure_process(&e->card, &e->engines, &e->domain, &c, out, &n, NULL);
    need(sw == 0x9000, "opening");
    out[n] = 0x90;
    out[n + 1] = 0;
    e->command.n = 0;
    return hy_view_of(out, n + 2);
}

static void open_session(ends *e)
{
    uint8_t out[HY_SECURE_RESPONSE_MAX + 2];
    e->command.n = 0;
    need(hy_ok(hy_session_begin(e->host, &e->command)), "INITIALIZE UPDATE");
    hy_view answer = process(e, out);
    need(hy_ok(hy_session_answer(e->host, answer, &e->command, NULL)), "the answer");
    need(hy_ok(hy_session_confirm(e->host, process(e, out), NULL)), "EXTERNAL AUTHENTICATE");
}

/* A command to the card and its response, a bare 9000, back. */
static void talk(ends *e, hy_view command)
{
    uint8_t response[ROOM];
    hy_scp03_message r = {response, 0, ROOM};
    e->command.n = e->opened.n = 0;
    need(hy_ok(hy_session_wrap(e->host, command, &e->command, NULL)), "wrapping");
    hy_scp03_message m = {e->command.p, e->command.n, e->command.n};
    need(hy_secure_unwrap(&e->card, &e->engines, &m) == 0x9000, "unwrapping");
    need(hy_ok(hy_secure_wrap(&e->card, &e->engines, 0x9000, &r)), "the response");
    memcpy(response + r.n, "\x90\x00", 2);
    need(hy_ok(hy_session_unwrap(e->host, hy_view_of(response, r.n + 2), &e->opened, NULL)),
         "the response's MAC");
}

static double commands_per_second(ends *e)
{
    uint8_t command[5 + DATA] = {0x80, 0xE2, 0, 0, DATA};
    open_session(e);
    double start = now();
    for (int i = 0; i < COMMANDS; i++)
        talk(e, hy_view_of(command, sizeof command));
    return COMMANDS / (now() - start);
}

static double openings_per_second(ends *e)
{
    double start = now();
    for (int i = 0; i < OPENINGS; i++)
        open_session(e);
    return OPENINGS / (now() - start);
}

/* ---- the bare work: for each end a block for the vector, 112 bytes of CBC, two CMACs ---- */

typedef struct bare {
    EVP_CIPHER_CTX *ecb, *seal, *open;
    EVP_MAC_CTX *mac;
} bare;

static void open_bare(bare *b)
{
    uint8_t key[16] = {1};
    EVP_MAC *cmac = EVP_MAC_fetch(NULL, "CMAC", NULL);
    char name[] = "AES-128-CBC";
    OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string("cipher", name, 0),
                           OSSL_PARAM_construct_end()};
    b->mac = EVP_MAC_CTX_new(cmac);
    b->ecb = EVP_CIPHER_CTX_new();
    b->seal = EVP_CIPHER_CTX_new();
    b->open = EVP_CIPHER_CTX_new();
    need(EVP_MAC_init(b->mac, key, sizeof key, params) == 1 &&
             EVP_EncryptInit_ex(b->ecb, EVP_aes_128_ecb(), NULL, key, NULL) == 1 &&
             EVP_EncryptInit_ex(b->seal, EVP_aes_128_cbc(), NULL, key, key) == 1 &&
             EVP_DecryptInit_ex(b->open, EVP_aes_128_cbc(), NULL, key, key) == 1,
         "bare OpenSSL");
    EVP_CIPHER_CTX_set_padding(b->ecb, 0);
    EVP_CIPHER_CTX_set_padding(b->seal, 0);
    EVP_CIPHER_CTX_set_padding(b->open, 0);
    EVP_MAC_free(cmac);
}

static void close_bare(bare *b)
{
    EVP_MAC_CTX_free(b->mac);
    EVP_CIPHER_CTX_free(b->ecb);
    EVP_CIPHER_CTX_free(b->seal);
    EVP_CIPHER_CTX_free(b->open);
}

static void bare_mac(bare *b, const uint8_t *p, size_t n)
{
    uint8_t mac[BLOCK];
    size_t got;
    EVP_MAC_init(b->mac, NULL, 0, NULL);
    EVP_MAC_update(b->mac, p, n);
    EVP_MAC_final(b->mac, mac, &got, sizeof mac);
}

static void bare_command(bare *b)
{
    uint8_t data[BLOCK + 5 + PADDED] = {0}, iv[BLOCK];
    int n;
    for (int end = 0; end < 2; end++) {
        EVP_CIPHER_CTX *cbc = end == 0 ? b->seal : b->open;
        EVP_EncryptUpdate(b->ecb, iv, &n, data, BLOCK);
        EVP_CipherInit_ex(cbc, NULL, NULL, NULL, iv, -1);
        EVP_CipherUpdate(cbc, data + BLOCK + 5, &n, data + BLOCK + 5, PADDED);
        bare_mac(b, data, sizeof data);
        bare_mac(b, data, BLOCK + 2);
    }
}

static double bare_per_second(bare *b)
{
    double start = now();
    for (int i = 0; i < COMMANDS; i++)
        bare_command(b);
    return COMMANDS / (now() - start);
}

static int descending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x < y) - (x > y);
}

static double median(double *v)
{
    qsort(v, RUNS, sizeof *v, descending);
    return v[RUNS / 2];
}

int main(void)
{
    ends e;
    bare b;
    double commands[RUNS], bares[RUNS], openings[RUNS];
    open_ends(&e);
    open_bare(&b);
    for (int run = 0; run < RUNS; run++) {
        commands[run] = commands_per_second(&e);
        bares[run] = bare_per_second(&b);
        openings[run] = openings_per_second(&e);
    }
    double c = median(commands), o = median(bares);
    printf("secured 100-byte commands, both ends   %9.0f /s   (wanted: 50000)\n", c);
    printf("the bare OpenSSL work in them          %9.0f /s   ratio %.2f (wanted: 3 at most)\n", o,
           o / c);
    printf("session openings, both ends            %9.0f /s   (wanted: 2500)\n", median(openings));
    close_bare(&b);
    close_ends(&e);
    return 0;
}
