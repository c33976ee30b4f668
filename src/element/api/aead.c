/* javacardx.crypto.AEADCipher: authenticated encryption in parts. */
#include "element/api/algorithms.h"
#include "element/api/key.h"

#define HAS_NO_OBJECT(name)                                                                        \
    HY_NATIVE_METHOD(name)                                                                         \
    {                                                                                              \
        return hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_USE);                                          \
    }

HAS_NO_OBJECT(hydra_security_AeadEngine_open)
HAS_NO_OBJECT(hydra_security_AeadEngine_init)
HAS_NO_OBJECT(hydra_security_AeadEngine_init_2)
HAS_NO_OBJECT(hydra_security_AeadEngine_init_3)
HAS_NO_OBJECT(hydra_security_AeadEngine_updateAAD)
HAS_NO_OBJECT(hydra_security_AeadEngine_update)
HAS_NO_OBJECT(hydra_security_AeadEngine_doFinal)
HAS_NO_OBJECT(hydra_security_AeadEngine_retrieveTag)
HAS_NO_OBJECT(hydra_security_AeadEngine_verifyTag)
