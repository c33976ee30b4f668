/* X25519 and X448 by OpenSSL. */
#include "crypto/xdh.h"

#include "base/secret.h"
#include "crypto/openssl_leaf.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <stdlib.h>

static const struct {
    const char *name;
    size_t size; /* bytes of keys and secrets */
} curves[] = {
    [HY_X25519] = {"X25519", 32},
    [HY_X448] = {"X448", 56},
};

struct hy_xdh {
    hy_crypto *crypto;
    hy_xdh_curve curve;
    EVP_PKEY *pkey;
    EVP_PKEY_CTX *ctx; /* initialised to derive */
};

/* Takes pkey over, also when it fails. */
static hy_rc key_of(hy_crypto *c, hy_xdh_curve curve, EVP_PKEY *pkey, hy_xdh **out)
{
    if (pkey == NULL)
        return hy_openssl_failed();
    hy_xdh *k = malloc(sizeof *k);
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_pkey(c->lib, pkey, NULL);
    if (k == NULL || ctx == NULL || EVP_PKEY_derive_init(ctx) != 1) {
        EVP_PKEY_CTX_free(ctx);
        EVP_PKEY_free(pkey);
        free(k);
        return hy_openssl_failed();
    }
    *k = (hy_xdh){c, curve, pkey, ctx};
    *out = k;
    return HY_OK;
}

hy_rc hy_xdh_generate(hy_crypto *c, hy_xdh_curve curve, hy_xdh **out)
{
    *out = NULL;
    HY_ENSURE(curve == HY_X25519 || curve == HY_X448, ARGUMENT);
    return key_of(c, curve, EVP_PKEY_Q_keygen(c->lib, NULL, curves[curve].name), out);
}

hy_rc hy_xdh_new_private(hy_crypto *c, hy_xdh_curve curve, hy_view key, hy_xdh **out)
{
    *out = NULL;
    HY_ENSURE(curve == HY_X25519 || curve == HY_X448, ARGUMENT);
    HY_ENSURE(key.n == curves[curve].size, ARGUMENT);
    EVP_PKEY *pkey =
        EVP_PKEY_new_raw_private_key_ex(c->lib, curves[curve].name, NULL, key.p, key.n);
    return key_of(c, curve, pkey, out);
}

void hy_xdh_free(hy_xdh **k)
{
    if (*k != NULL) {
        EVP_PKEY_CTX_free((*k)->ctx);
        EVP_PKEY_free((*k)->pkey); /* which wipes the private half */
    }
    free(*k);
    *k = NULL;
}

hy_rc hy_xdh_private(const hy_xdh *k, uint8_t *out, size_t room, size_t *n)
{
    *n = 0;
    HY_ENSURE(curves[k->curve].size <= room, LIMIT);
    HY_OPENSSL_TRY(EVP_PKEY_get_raw_private_key(k->pkey, out, &room));
    *n = room;
    return HY_OK;
}

hy_rc hy_xdh_public(const hy_xdh *k, uint8_t *out, size_t room, size_t *n)
{
    *n = 0;
    HY_ENSURE(curves[k->curve].size <= room, LIMIT);
    HY_OPENSSL_TRY(EVP_PKEY_get_raw_public_key(k->pkey, out, &room));
    *n = room;
    return HY_OK;
}

hy_rc hy_xdh_agree(hy_xdh *k, hy_view peer, uint8_t *out, size_t room, size_t *n)
{
    *n = 0;
    size_t size = curves[k->curve].size;
    HY_ENSURE(peer.n == size, ARGUMENT);
    HY_ENSURE(size <= room, LIMIT);
    EVP_PKEY *other =
        EVP_PKEY_new_raw_public_key_ex(k->crypto->lib, curves[k->curve].name, NULL, peer.p, peer.n);
    if (other == NULL)
        return hy_openssl_failed();
    int set = EVP_PKEY_derive_set_peer(k->ctx, other);
    EVP_PKEY_free(other);
    HY_OPENSSL_TRY(set);
    if (EVP_PKEY_derive(k->ctx, out, &room) != 1) {
        hy_wipe(out, size);
        ERR_clear_error();
        return HY_FAIL(MISMATCH);
    }
    *n = room;
    return HY_OK;
}
