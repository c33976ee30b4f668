/* javacard.security, javacardx.crypto and what is behind them: the element has no algorithm yet, so
   that factories throw NO_SUCH_ALGORITHM and no engine or key is ever made. */
#include "element/api/key.h"

/* ---- what is asked ---- */

#define HAS_NONE(name)                                                                             \
    HY_NATIVE_METHOD(name)                                                                         \
    {                                                                                              \
        return hy_return_short(slots, 0);                                                          \
    }

/* ---- what is opened or made ---- */

#define MAKES_NONE(name)                                                                           \
    HY_NATIVE_METHOD(name)                                                                         \
    {                                                                                              \
        return hy_crypto_throw(m, HY_CRYPTO_NO_SUCH_ALGORITHM);                                    \
    }

MAKES_NONE(javacardx_security_derivation_DerivationFunction_OneShot_open)

/* ---- methods of objects of which there are none ---- */

#define HAS_NO_OBJECT(name)                                                                        \
    HY_NATIVE_METHOD(name)                                                                         \
    {                                                                                              \
        return hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_USE);                                          \
    }

HAS_NO_OBJECT(hydra_security_AgreementEngine_open)
HAS_NO_OBJECT(hydra_security_AgreementEngine_init)
HAS_NO_OBJECT(hydra_security_AgreementEngine_initSm2)
HAS_NO_OBJECT(hydra_security_AgreementEngine_generateSecret)
HAS_NO_OBJECT(hydra_security_DerivationEngine_open)
HAS_NO_OBJECT(hydra_security_DerivationEngine_nextBytes)
HAS_NO_OBJECT(hydra_security_DerivationEngine_nextBytes_2)
HAS_NO_OBJECT(hydra_security_DerivationEngine_lastBytes)
HAS_NO_OBJECT(hydra_security_DerivationEngine_lastBytes_2)
HAS_NO_OBJECT(hydra_security_DerivationInput_begin)
HAS_NO_OBJECT(hydra_security_DerivationInput_bytes)
HAS_NO_OBJECT(hydra_security_DerivationInput_key)
HAS_NO_OBJECT(hydra_security_DerivationInput_number)
HAS_NO_OBJECT(hydra_security_DerivationInput_end)
HAS_NO_OBJECT(javacardx_security_derivation_DerivationFunction_OneShot_getAlgorithm)
HAS_NO_OBJECT(javacardx_security_derivation_DerivationFunction_OneShot_nextBytes)
HAS_NO_OBJECT(javacardx_security_derivation_DerivationFunction_OneShot_nextBytes_2)
HAS_NO_OBJECT(javacardx_security_derivation_DerivationFunction_OneShot_lastBytes)
HAS_NO_OBJECT(javacardx_security_derivation_DerivationFunction_OneShot_lastBytes_2)
HAS_NO_OBJECT(javacardx_security_derivation_DerivationFunction_OneShot_close)
