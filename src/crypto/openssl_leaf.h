/* What the OpenSSL leaf files share: included by crypto/openssl_*.c and by nothing else. It
   includes no header of OpenSSL; the few types that pass between the leaves stay closed here. */
#ifndef HY_CRYPTO_OPENSSL_LEAF_H
#define HY_CRYPTO_OPENSSL_LEAF_H

#include "crypto/context.h"
#include "crypto/digest.h"
#include "crypto/ec_key.h"
#include "crypto/rsa.h"

typedef struct bignum_st BIGNUM;
typedef struct bignum_ctx BN_CTX;
typedef struct ec_group_st EC_GROUP;
typedef struct ec_point_st EC_POINT;
typedef struct evp_cipher_st EVP_CIPHER;
typedef struct evp_mac_st EVP_MAC;
typedef struct evp_md_st EVP_MD;
typedef struct evp_pkey_st EVP_PKEY;
typedef struct evp_pkey_ctx_st EVP_PKEY_CTX;
typedef struct ossl_lib_ctx_st OSSL_LIB_CTX;
typedef struct ossl_provider_st OSSL_PROVIDER;

/* Every cipher that is fetched; the names are in openssl_context.c. */
typedef enum hy_openssl_cipher {
    HY_OPENSSL_AES_128_ECB,
    HY_OPENSSL_AES_192_ECB,
    HY_OPENSSL_AES_256_ECB,
    HY_OPENSSL_AES_128_CBC,
    HY_OPENSSL_AES_192_CBC,
    HY_OPENSSL_AES_256_CBC,
    HY_OPENSSL_AES_128_CTR,
    HY_OPENSSL_AES_192_CTR,
    HY_OPENSSL_AES_256_CTR,
    HY_OPENSSL_AES_128_CFB,
    HY_OPENSSL_AES_192_CFB,
    HY_OPENSSL_AES_256_CFB,
    HY_OPENSSL_AES_128_XTS,
    HY_OPENSSL_AES_256_XTS,
    HY_OPENSSL_AES_128_GCM,
    HY_OPENSSL_AES_192_GCM,
    HY_OPENSSL_AES_256_GCM,
    HY_OPENSSL_AES_128_CCM,
    HY_OPENSSL_AES_192_CCM,
    HY_OPENSSL_AES_256_CCM,
    HY_OPENSSL_DES_ECB,
    HY_OPENSSL_DES_CBC,
    HY_OPENSSL_DES_EDE3_ECB,
    HY_OPENSSL_DES_EDE3_CBC,
    HY_OPENSSL_SEED_ECB,
    HY_OPENSSL_SEED_CBC,
    HY_OPENSSL_SM4_ECB,
    HY_OPENSSL_SM4_CBC,
    HY_OPENSSL_CIPHER_COUNT
} hy_openssl_cipher;

enum { PROVIDER_SEED, PROVIDER_DEFAULT, PROVIDER_LEGACY, PROVIDER_COUNT };

struct hy_crypto {
    OSSL_LIB_CTX *lib;
    OSSL_PROVIDER *provider[PROVIDER_COUNT];
    BN_CTX *bn; /* draws its random numbers from lib */
    /* Fetched when first wanted, and kept. */
    EVP_MD *md[HY_DIGEST_COUNT];
    EVP_CIPHER *cipher[HY_OPENSSL_CIPHER_COUNT];
    EVP_MAC *cmac;
    hy_digest *once[HY_DIGEST_COUNT]; /* for hy_digest_once */
};

struct hy_curve {
    hy_crypto *crypto;
    EC_GROUP *group;
    bool named;
    size_t field_size;
    size_t order_size;
};

struct hy_ec_key {
    const hy_curve *curve;
    BIGNUM *s;            /* NULL in a public key */
    EC_POINT *q;          /* NULL until wanted */
    EVP_PKEY_CTX *sign;   /* initialised, or NULL until wanted */
    EVP_PKEY_CTX *verify; /* the same */
};

/* The operations of openssl_rsa.c. */
typedef enum hy_openssl_rsa_operation {
    HY_OPENSSL_RSA_RAW_PUBLIC,
    HY_OPENSSL_RSA_RAW_PRIVATE,
    HY_OPENSSL_RSA_ENCRYPT,
    HY_OPENSSL_RSA_DECRYPT,
    HY_OPENSSL_RSA_SIGN,
    HY_OPENSSL_RSA_VERIFY,
    HY_OPENSSL_RSA_RECOVER,
    HY_OPENSSL_RSA_COUNT
} hy_openssl_rsa_operation;

struct hy_rsa {
    hy_crypto *crypto;
    EVP_PKEY *pkey; /* NULL: bare */
    BIGNUM *bare_n; /* of a private key without a known public exponent, or a modular one */
    BIGNUM *bare_d;
    size_t size; /* bytes of the modulus */
    bool is_private;
    /* One context for each operation, with the padding that it is set up for. */
    EVP_PKEY_CTX *ctx[HY_OPENSSL_RSA_COUNT]; /* NULL until wanted */
    hy_rsa_padding padding[HY_OPENSSL_RSA_COUNT];
};

/* Empties the thread's error queue, which nobody reads, and fails: the way out of a failed call. */
hy_rc hy_openssl_failed(void) HY_USE;

/* Returns CRYPTO unless an OpenSSL call gave a positive result. */
#define HY_OPENSSL_TRY(call)                                                                       \
    do {                                                                                           \
        if ((call) <= 0)                                                                           \
            return hy_openssl_failed();                                                            \
    } while (0)

/* Loads the built-in provider through which the port feeds the library context. Its state belongs
   to the provider and goes with it. */
hy_rc hy_openssl_seed_load(OSSL_LIB_CTX *lib, hy_random port, OSSL_PROVIDER **out) HY_USE;

/* crypto/running.h for SHA-3 alone (openssl_keccak.c). */
size_t hy_openssl_keccak_size(hy_digest_kind kind);
hy_rc hy_openssl_keccak_start(hy_digest_kind kind, uint8_t *state) HY_USE;
hy_rc hy_openssl_keccak_update(hy_digest_kind kind, uint8_t *state, hy_view part) HY_USE;
hy_rc hy_openssl_keccak_finish(hy_digest_kind kind, uint8_t *state, uint8_t *out) HY_USE;

/* The fetched algorithm, or NULL when OpenSSL does not have it. */
EVP_MD *hy_openssl_md(hy_crypto *c, hy_digest_kind kind);
EVP_CIPHER *hy_openssl_cipher_get(hy_crypto *c, hy_openssl_cipher id);
EVP_MAC *hy_openssl_cmac(hy_crypto *c);

/* OpenSSL's name of a digest, a static string; NULL for none. */
const char *hy_openssl_md_name(hy_digest_kind kind);

/* The number that big-endian bytes stand for, kept out of variable-time code; NULL without memory.
 */
BIGNUM *hy_openssl_number(hy_view v);

/* Writes a number of exactly size bytes. LIMIT. */
hy_rc hy_openssl_number_write(const BIGNUM *number, size_t size, uint8_t *out, size_t room,
                              size_t *n) HY_USE;

/* A parameter of a key to be made; a number's bytes are in the order of this machine. */
typedef struct hy_openssl_param {
    const char *key;
    enum { PARAM_NUMBER, PARAM_BYTES, PARAM_TEXT } kind;
    void *p;
    size_t n; /* of text: without the terminator */
} hy_openssl_param;

/* The parameters of a key to be made, on the stack and wiped there. */
typedef struct hy_openssl_params {
    hy_openssl_param list[12];
    size_t n;
    uint8_t space[4096]; /* holds the numbers */
    size_t used;
    bool bad; /* something did not fit */
} hy_openssl_params;

/* Adds a parameter. What bytes and text point to must live until make; a NULL number is left out.
 */
void hy_openssl_params_number(hy_openssl_params *b, const char *key, const BIGNUM *number);
void hy_openssl_params_bytes(hy_openssl_params *b, const char *key, uint8_t *p, size_t n);
void hy_openssl_params_text(hy_openssl_params *b, const char *key, char *text);

/* Makes the key of this type ("RSA", "EC") and wipes the parameters. */
hy_rc hy_openssl_params_make(hy_crypto *c, const char *type, int selection, hy_openssl_params *b,
                             EVP_PKEY **out) HY_USE;

/* Is its field a binary one? */
bool hy_openssl_group_is_binary(const EC_GROUP *group);

/* A point that was checked, or written out; the errors are those of curve.h. */
hy_rc hy_openssl_point_read(const hy_curve *curve, hy_view v, EC_POINT **out) HY_USE;
hy_rc hy_openssl_point_write(const hy_curve *curve, const EC_POINT *point, uint8_t *out,
                             size_t room, size_t *n) HY_USE;

/* A number of 1 .. order-1. ARGUMENT. */
hy_rc hy_openssl_scalar_read(const hy_curve *curve, hy_view v, BIGNUM **out) HY_USE;

/* The public point of a key, computed when it is not there. */
hy_rc hy_openssl_key_point(hy_ec_key *k) HY_USE;

/* The RSA numbers; NULL where there is none. */
typedef struct hy_openssl_rsa_numbers {
    BIGNUM *n, *e, *d, *p, *q, *dp, *dq, *qinv;
} hy_openssl_rsa_numbers;

/* Completes n, d and, when it is NULL, e from the five CRT parts. ARGUMENT when they do not fit. */
hy_rc hy_openssl_rsa_complete(hy_crypto *c, hy_openssl_rsa_numbers *k) HY_USE;

/* Finds the public exponent of (n, d). NOT_FOUND when it is above 65537. */
hy_rc hy_openssl_rsa_find_e(hy_crypto *c, const BIGNUM *n, BIGNUM *d, BIGNUM **e) HY_USE;

/* HY_OK when e undoes d modulo n, tried on two bases; ARGUMENT when it does not. */
hy_rc hy_openssl_rsa_check_e(hy_crypto *c, const BIGNUM *n, BIGNUM *d, const BIGNUM *e) HY_USE;

#endif
