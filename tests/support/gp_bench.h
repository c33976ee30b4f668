/* An element with an issuer for tests, managed through real sessions of SCP03: the other end is
   channel/. */
#ifndef HY_TESTS_GP_BENCH_H
#define HY_TESTS_GP_BENCH_H

#include "card.h"
#include "channel/channel.h"

#define ISSUER "A000000151000000"
#define ALPHA "A0000001515300000A"
#define BETA "A0000001515300000B"
#define PACKAGE "D276000085010100"
#define APPLET "D27600008501010001"
#define PIN "31323334"

typedef struct gp_bench {
    card card;
    hy_crypto *crypto;
    hy_session *session;
    hy_admin admin;
    hy_buf load_file;
    hy_reason why;
    char told[256]; /* the last reason in the log */
} gp_bench;

/* Keys of 16 bytes from 40 on, all three the same; no lockout. */
hy_issuer gp_test_issuer(void);
hy_scp03_keys gp_issuer_keys(void);

/* Key sets of parties, told apart by their first byte. */
hy_scp03_keys gp_keys_of(uint8_t first);

/* Bytes of hex, in turn in one of a few places. */
hy_view gp_bytes(const char *hex);

/* issuer NULL: the usual one. */
void gp_open(gp_bench *b, const hy_issuer *issuer);
/* The same in an image, new or not. */
void gp_open_in(gp_bench *b, const hy_issuer *issuer, const hy_image *image, bool fresh);
void gp_close(gp_bench *b);
void gp_close_session(gp_bench *b);

/* Selects a domain and opens a session with it. */
hy_rc gp_try_enter(gp_bench *b, const char *domain, hy_scp03_keys keys, uint8_t level);
void gp_enter(gp_bench *b, const char *domain, hy_scp03_keys keys);

/* Sends through the session; the answer with its status word, in hex. */
const char *gp_send(gp_bench *b, const char *command);

#define gp_expect(b, command, response) assert_string_equal(gp_send(b, command), response)

/* The wallet. */
hy_rc gp_try_load(gp_bench *b, const char *domain);
void gp_load(gp_bench *b, const char *domain);
hy_rc gp_try_install(gp_bench *b, const char *instance, uint32_t privileges);

/* A domain under the issuer's with a key set of its own, entered. */
void gp_make_domain(gp_bench *b, const char *aid, uint32_t privileges, uint8_t first_key);

#endif
