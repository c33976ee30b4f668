/* The built-in OpenSSL provider HYDRA-SEED: a random generator that hands on what the port gives.
   It serves as seed source and as every generator of a context, so nothing else adds to the bytes
   (OpenSSL's own generators mix in addresses and times, which no test could repeat). */
#include "crypto/openssl_leaf.h"

#include <limits.h>
#include <openssl/core_dispatch.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/provider.h>
#include <openssl/rand.h>
#include <stdlib.h>

#define STRENGTH 256 /* bits that the port is trusted with */

/* The provider's context. The port is set after loading, for a provider's entry gets no argument.
 */
struct seed {
    hy_random port;
};

/* A generator: OpenSSL makes several, all alike. */
struct generator {
    const struct seed *seed;
    int state; /* EVP_RAND_STATE_... */
};

/* ---- the generator ---- */

static void *generator_new(void *provider, void *parent, const OSSL_DISPATCH *parent_calls)
{
    (void)parent;
    (void)parent_calls;
    struct generator *g = malloc(sizeof *g);
    if (g == NULL)
        return NULL;
    *g = (struct generator){provider, EVP_RAND_STATE_UNINITIALISED};
    return g;
}

static void generator_free(void *generator)
{
    free(generator);
}

static int generator_instantiate(void *generator, unsigned strength, int prediction,
                                 const unsigned char *personal, size_t personal_n,
                                 const OSSL_PARAM params[])
{
    (void)prediction;
    (void)personal;
    (void)personal_n;
    (void)params;
    struct generator *g = generator;
    g->state = strength <= STRENGTH ? EVP_RAND_STATE_READY : EVP_RAND_STATE_ERROR;
    return strength <= STRENGTH;
}

static int generator_uninstantiate(void *generator)
{
    struct generator *g = generator;
    g->state = EVP_RAND_STATE_UNINITIALISED;
    return 1;
}

static int generator_generate(void *generator, unsigned char *out, size_t n, unsigned strength,
                              int prediction, const unsigned char *extra, size_t extra_n)
{
    (void)prediction;
    (void)extra;
    (void)extra_n;
    const struct generator *g = generator;
    if (g->state != EVP_RAND_STATE_READY || strength > STRENGTH || g->seed->port.fill == NULL)
        return 0;
    return hy_ok(g->seed->port.fill(g->seed->port.context, out, n));
}

static size_t generator_get_seed(void *generator, unsigned char **out, int entropy, size_t min,
                                 size_t max, int prediction, const unsigned char *extra,
                                 size_t extra_n)
{
    size_t n = entropy > 0 ? ((size_t)entropy + 7) / 8 : 0;
    n = n < min ? min : n;
    if (n > max)
        return 0;
    unsigned char *p = OPENSSL_secure_malloc(n);
    if (p == NULL)
        return 0;
    if (!generator_generate(generator, p, n, STRENGTH, prediction, extra, extra_n)) {
        OPENSSL_secure_clear_free(p, n);
        return 0;
    }
    *out = p;
    return n;
}

static void generator_clear_seed(void *generator, unsigned char *out, size_t n)
{
    (void)generator;
    OPENSSL_secure_clear_free(out, n);
}

/* A context belongs to one thread, so there is nothing to lock. */
static int generator_enable_locking(void *generator)
{
    (void)generator;
    return 1;
}

static int generator_lock(void *generator)
{
    (void)generator;
    return 1;
}

static void generator_unlock(void *generator)
{
    (void)generator;
}

static const OSSL_PARAM *generator_gettable(void *generator, void *provider)
{
    (void)generator;
    (void)provider;
    static const OSSL_PARAM list[] = {OSSL_PARAM_int(OSSL_RAND_PARAM_STATE, NULL),
                                      OSSL_PARAM_uint(OSSL_RAND_PARAM_STRENGTH, NULL),
                                      OSSL_PARAM_size_t(OSSL_RAND_PARAM_MAX_REQUEST, NULL),
                                      OSSL_PARAM_END};
    return list;
}

static int generator_get(void *generator, OSSL_PARAM params[])
{
    const struct generator *g = generator;
    OSSL_PARAM *p = OSSL_PARAM_locate(params, OSSL_RAND_PARAM_STATE);
    if (p != NULL && !OSSL_PARAM_set_int(p, g->state))
        return 0;
    p = OSSL_PARAM_locate(params, OSSL_RAND_PARAM_STRENGTH);
    if (p != NULL && !OSSL_PARAM_set_uint(p, STRENGTH))
        return 0;
    p = OSSL_PARAM_locate(params, OSSL_RAND_PARAM_MAX_REQUEST);
    return p == NULL || OSSL_PARAM_set_size_t(p, INT_MAX);
}

/* OpenSSL stores every function as void (*)(void); the id says which type to call it by. */
#define ENTRY(id, function)                                                                        \
    {                                                                                              \
        id, (void (*)(void))(function)                                                             \
    }

static const OSSL_DISPATCH generator_calls[] = {
    ENTRY(OSSL_FUNC_RAND_NEWCTX, generator_new),
    ENTRY(OSSL_FUNC_RAND_FREECTX, generator_free),
    ENTRY(OSSL_FUNC_RAND_INSTANTIATE, generator_instantiate),
    ENTRY(OSSL_FUNC_RAND_UNINSTANTIATE, generator_uninstantiate),
    ENTRY(OSSL_FUNC_RAND_GENERATE, generator_generate),
    ENTRY(OSSL_FUNC_RAND_GET_SEED, generator_get_seed),
    ENTRY(OSSL_FUNC_RAND_CLEAR_SEED, generator_clear_seed),
    ENTRY(OSSL_FUNC_RAND_ENABLE_LOCKING, generator_enable_locking),
    ENTRY(OSSL_FUNC_RAND_LOCK, generator_lock),
    ENTRY(OSSL_FUNC_RAND_UNLOCK, generator_unlock),
    ENTRY(OSSL_FUNC_RAND_GETTABLE_CTX_PARAMS, generator_gettable),
    ENTRY(OSSL_FUNC_RAND_GET_CTX_PARAMS, generator_get),
    {0, NULL},
};

/* ---- the provider ---- */

static const OSSL_ALGORITHM *provider_query(void *provider, int operation, int *no_cache)
{
    (void)provider;
    static const OSSL_ALGORITHM generators[] = {
        {"HYDRA-SEED", "provider=hydra-seed", generator_calls, "the random port"},
        {NULL, NULL, NULL, NULL},
    };
    *no_cache = 0;
    return operation == OSSL_OP_RAND ? generators : NULL;
}

static void provider_free(void *provider)
{
    free(provider);
}

static int provider_init(const OSSL_CORE_HANDLE *core, const OSSL_DISPATCH *core_calls,
                         const OSSL_DISPATCH **calls, void **provider)
{
    (void)core;
    (void)core_calls;
    static const OSSL_DISPATCH provider_calls[] = {
        ENTRY(OSSL_FUNC_PROVIDER_TEARDOWN, provider_free),
        ENTRY(OSSL_FUNC_PROVIDER_QUERY_OPERATION, provider_query),
        {0, NULL},
    };
    struct seed *seed = malloc(sizeof *seed);
    if (seed == NULL)
        return 0;
    *seed = (struct seed){{NULL, NULL}};
    *calls = provider_calls;
    *provider = seed;
    return 1;
}

hy_rc hy_openssl_seed_load(OSSL_LIB_CTX *lib, hy_random port, OSSL_PROVIDER **out)
{
    HY_OPENSSL_TRY(OSSL_PROVIDER_add_builtin(lib, "hydra-seed", provider_init));
    *out = OSSL_PROVIDER_load(lib, "hydra-seed");
    if (*out == NULL)
        return hy_openssl_failed();
    struct seed *seed = OSSL_PROVIDER_get0_provider_ctx(*out);
    seed->port = port;
    HY_OPENSSL_TRY(RAND_set_seed_source_type(lib, "HYDRA-SEED", NULL));
    HY_OPENSSL_TRY(RAND_set_DRBG_type(lib, "HYDRA-SEED", NULL, NULL, NULL));
    return HY_OK;
}
