/* javacardx.crypto.Cipher and its OneShot: ciphers in parts, and keys that come enciphered. */
#include "element/api/algorithms.h"
#include "element/api/key.h"

hy_outcome hy_cipher_decipher_key(hy_machine *m, hy_slot cipher, hy_view in, uint8_t *out,
                                  size_t room, size_t *n)
{
    (void)cipher;
    (void)in;
    (void)out;
    (void)room;
    *n = 0;
    return hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_VALUE);
}

bool hy_cipher_has(int8_t cipher, int8_t padding)
{
    (void)cipher;
    (void)padding;
    return false;
}

#define HAS_NO_OBJECT(name)                                                                        \
    HY_NATIVE_METHOD(name)                                                                         \
    {                                                                                              \
        return hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_USE);                                          \
    }

#define MAKES_NONE(name)                                                                           \
    HY_NATIVE_METHOD(name)                                                                         \
    {                                                                                              \
        return hy_crypto_throw(m, HY_CRYPTO_NO_SUCH_ALGORITHM);                                    \
    }

MAKES_NONE(javacardx_crypto_Cipher_OneShot_open)
HAS_NO_OBJECT(hydra_security_CipherEngine_open)
HAS_NO_OBJECT(hydra_security_CipherEngine_init)
HAS_NO_OBJECT(hydra_security_CipherEngine_init_2)
HAS_NO_OBJECT(hydra_security_CipherEngine_update)
HAS_NO_OBJECT(hydra_security_CipherEngine_doFinal)
HAS_NO_OBJECT(javacardx_crypto_Cipher_OneShot_doFinal)
HAS_NO_OBJECT(javacardx_crypto_Cipher_OneShot_getAlgorithm)
HAS_NO_OBJECT(javacardx_crypto_Cipher_OneShot_init)
HAS_NO_OBJECT(javacardx_crypto_Cipher_OneShot_init_2)
HAS_NO_OBJECT(javacardx_crypto_Cipher_OneShot_getCipherAlgorithm)
HAS_NO_OBJECT(javacardx_crypto_Cipher_OneShot_getPaddingAlgorithm)
HAS_NO_OBJECT(javacardx_crypto_Cipher_OneShot_close)
