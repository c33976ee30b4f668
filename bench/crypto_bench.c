/* What cryptography costs through applet, machine and APDU, beside the same work done by OpenSSL
   alone, in one run. crypto_bench LOAD_FILE. Run by hand: meson compile crypto-bench. */
#include "hydra/element.h"

#include "base/bytes.h"
#include "base/hex.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rsa.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { DATA = 256, RUNS = 5, FILE_MAX = 1 << 20 };

typedef struct bench {
    hy_element *element;
    hy_workspace *work;
    /* OpenSSL's own */
    uint8_t data[DATA];
    uint8_t out[512];
    uint8_t signature[80];
    size_t signature_n;
    EVP_CIPHER_CTX *cipher;
    EVP_MD_CTX *digest;
    EVP_MAC_CTX *mac;
    EVP_PKEY_CTX *ecdsa, *judge, *rsa;
} bench;

static void need(bool fact, const char *what)
{
    if (fact)
        return;
    fprintf(stderr, "crypto_bench: %s\n", what);
    exit(1);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* ---- OpenSSL alone, contexts kept ---- */

static void raw_nothing(bench *b)
{
    (void)b;
}

static void raw_cipher(bench *b)
{
    static const uint8_t iv[16];
    int n;
    need(EVP_CipherInit_ex2(b->cipher, NULL, NULL, iv, -1, NULL) == 1 &&
             EVP_CipherUpdate(b->cipher, b->out, &n, b->data, DATA) == 1,
         "AES");
}

static void raw_digest(bench *b)
{
    need(EVP_DigestInit_ex2(b->digest, NULL, NULL) == 1 &&
             EVP_DigestUpdate(b->digest, b->data, DATA) == 1 &&
             EVP_DigestFinal_ex(b->digest, b->out, NULL) == 1,
         "SHA-256");
}

static void raw_mac(bench *b)
{
    size_t n;
    need(EVP_MAC_init(b->mac, NULL, 0, NULL) == 1 && EVP_MAC_update(b->mac, b->data, DATA) == 1 &&
             EVP_MAC_final(b->mac, b->out, &n, sizeof b->out) == 1,
         "CMAC");
}

static void raw_sign(bench *b)
{
    b->signature_n = sizeof b->signature;
    raw_digest(b);
    need(EVP_PKEY_sign(b->ecdsa, b->signature, &b->signature_n, b->out, 32) == 1, "ECDSA");
}

static void raw_verify(bench *b)
{
    raw_digest(b);
    need(EVP_PKEY_verify(b->judge, b->signature, b->signature_n, b->out, 32) == 1, "ECDSA verify");
}

static void raw_rsa(bench *b)
{
    uint8_t signature[256];
    size_t n = sizeof signature;
    raw_digest(b);
    need(EVP_PKEY_sign(b->rsa, signature, &n, b->out, 32) == 1, "RSA");
}

static EVP_PKEY_CTX *ready(EVP_PKEY *key, int (*init)(EVP_PKEY_CTX *))
{
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(key, NULL);
    need(ctx != NULL && init(ctx) == 1, "key context");
    return ctx;
}

static void open_raw(bench *b)
{
    static const uint8_t key[16] = {1, 2, 3};
    char name[] = "AES-128-CBC";
    const OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_CIPHER, name, 0),
                                 OSSL_PARAM_construct_end()};
    for (size_t i = 0; i < DATA; i++)
        b->data[i] = (uint8_t)i;
    b->cipher = EVP_CIPHER_CTX_new();
    b->digest = EVP_MD_CTX_new();
    b->mac = EVP_MAC_CTX_new(EVP_MAC_fetch(NULL, "CMAC", NULL));
    need(EVP_CipherInit_ex2(b->cipher, EVP_aes_128_cbc(), key, key, 1, NULL) == 1 &&
             EVP_CIPHER_CTX_set_padding(b->cipher, 0) == 1 &&
             EVP_DigestInit_ex2(b->digest, EVP_MD_fetch(NULL, "SHA256", NULL), NULL) == 1 &&
             EVP_MAC_init(b->mac, key, sizeof key, params) == 1,
         "contexts");
    EVP_PKEY *ec = EVP_EC_gen("P-256");
    EVP_PKEY *rsa = EVP_RSA_gen(2048);
    b->ecdsa = ready(ec, EVP_PKEY_sign_init);
    b->judge = ready(ec, EVP_PKEY_verify_init);
    b->rsa = ready(rsa, EVP_PKEY_sign_init);
    need(EVP_PKEY_CTX_set_rsa_padding(b->rsa, RSA_PKCS1_PADDING) == 1 &&
             EVP_PKEY_CTX_set_signature_md(b->rsa, EVP_sha256()) == 1,
         "RSA padding");
}

/* ---- through the element ---- */

static void command(bench *b, uint8_t ins)
{
    uint8_t apdu[9 + DATA] = {0x80, ins, 0, 0, 0, DATA >> 8, DATA & 0xFF};
    uint8_t response[600];
    size_t n = 0;
    hy_reason why = {""};
    memcpy(apdu + 7, b->data, DATA);
    hy_rc rc = hy_element_transmit(b->element, b->work, hy_view_of(apdu, sizeof apdu), response,
                                   sizeof response, &n, &why);
    need(hy_ok(rc) && n >= 2, why.text);
    if (response[n - 2] != 0x90) {
        fprintf(stderr, "instruction %d: status %02X%02X\n", ins, response[n - 2], response[n - 1]);
        exit(1);
    }
}

static void open_element(bench *b, const char *file)
{
    static const hy_view none;
    hy_reason why = {""};
    hy_port port = hy_port_system();
    hy_pool *pool;
    hy_buf cap = hy_buf_new(FILE_MAX);
    hy_buf aid = hy_buf_new(16);
    const uint8_t select[] = {0, 0xA4, 4, 0, 8, 0xF0, 0x48, 0x59, 0x44, 0x52, 0x41, 0x43, 1};
    need(hy_ok(hy_pool_open(&port, NULL, &pool, &why)), why.text);
    need(hy_ok(hy_workspace_open(&port, NULL, &b->work, &why)), why.text);
    need(hy_ok(hy_element_create(pool, b->work, &port, NULL, &b->element, &why)), why.text);
    need(hy_ok(hy_buf_read_file(&cap, file, FILE_MAX, &why)), why.text);
    need(hy_ok(hy_element_load(b->element, b->work, hy_buf_view(&cap), &why)), why.text);
    need(hy_ok(hy_hex_decode("F0485944524143", &aid)), "AID");
    hy_install_request request = {.package = hy_buf_view(&aid), .parameters = none};
    need(hy_ok(hy_element_install(b->element, b->work, &request, &why)), why.text);
    uint8_t response[300];
    size_t n = 0;
    need(hy_ok(hy_element_transmit(b->element, b->work, hy_view_of(select, sizeof select), response,
                                   sizeof response, &n, &why)) &&
             n >= 2 && response[n - 2] == 0x90,
         "SELECT failed");
    hy_buf_free(&cap);
    hy_buf_free(&aid);
}

/* ---- the table ---- */

typedef struct row {
    const char *name;
    uint8_t ins;
    void (*raw)(bench *b);
    int count;
} row;

static const row rows[] = {
    {"nothing: the APDU alone", 0, raw_nothing, 100000},
    {"AES-128-CBC, 256 bytes", 1, raw_cipher, 100000},
    {"SHA-256, 256 bytes", 2, raw_digest, 100000},
    {"AES-128-CMAC, 256 bytes", 3, raw_mac, 100000},
    {"ECDSA P-256 sign", 4, raw_sign, 5000},
    {"ECDSA P-256 verify", 5, raw_verify, 3000},
    {"RSA-2048 sign (CRT)", 6, raw_rsa, 300},
};

/* Nanoseconds of one, the best of some runs. */
static double best_of(bench *b, const row *r, bool through)
{
    double best = 1e30;
    for (int run = 0; run < RUNS; run++) {
        double before = now();
        for (int i = 0; i < r->count; i++) {
            if (through)
                command(b, r->ins);
            else
                r->raw(b);
        }
        double took = (now() - before) / r->count;
        best = took < best ? took : best;
    }
    return best;
}

int main(int argc, char **argv)
{
    bench b = {0};
    need(argc == 2, "usage: crypto_bench LOAD_FILE");
    open_raw(&b);
    open_element(&b, argv[1]);
    printf("%-28s %12s %12s %8s %10s\n", "", "element ns", "OpenSSL ns", "ratio", "over, us");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        double raw = best_of(&b, &rows[i], false);
        double through = best_of(&b, &rows[i], true);
        printf("%-28s %12.0f %12.0f %8.2f %10.2f\n", rows[i].name, through, raw,
               raw > 1 ? through / raw : 0, (through - raw) / 1000);
    }
    return 0;
}
