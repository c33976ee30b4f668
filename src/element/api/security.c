/* javacard.security, javacardx.crypto and what is behind them: the element has no algorithm yet, so
   that factories throw NO_SUCH_ALGORITHM and no engine or key is ever made. */
#include "element/api/key.h"


/* ---- what is asked ---- */

#define HAS_NONE(name)                                                                             \
    HY_NATIVE_METHOD(name)                                                                         \
    {                                                                                              \
        return hy_return_short(slots, 0);                                                          \
    }

HAS_NONE(hydra_security_KeyFactory_supports)
HAS_NONE(hydra_security_KeyFactory_namedSize)
HAS_NONE(hydra_security_KeyFactory_supportsPair)

/* ---- what is opened or made ---- */

#define MAKES_NONE(name)                                                                           \
    HY_NATIVE_METHOD(name)                                                                         \
    {                                                                                              \
        return hy_crypto_throw(m, HY_CRYPTO_NO_SUCH_ALGORITHM);                                                \
    }

MAKES_NONE(hydra_security_KeyFactory_requirePair)
MAKES_NONE(hydra_security_KeyFactory_generate)
MAKES_NONE(javacard_security_InitializedMessageDigest_OneShot_open)
MAKES_NONE(javacard_security_MessageDigest_OneShot_open)
MAKES_NONE(javacard_security_RandomData_OneShot_open)
MAKES_NONE(javacardx_security_derivation_DerivationFunction_OneShot_open)

/* ---- methods of objects of which there are none ---- */

#define HAS_NO_OBJECT(name)                                                                        \
    HY_NATIVE_METHOD(name)                                                                         \
    {                                                                                              \
        return hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_USE);                                                      \
    }

HAS_NO_OBJECT(hydra_security_CardKey_open)
HAS_NO_OBJECT(hydra_security_CardKey_set)
HAS_NO_OBJECT(hydra_security_CardKey_get)
HAS_NO_OBJECT(hydra_security_CardKey_clearKey)
HAS_NO_OBJECT(hydra_security_CardKey_isInitialized)
HAS_NO_OBJECT(hydra_security_AgreementEngine_open)
HAS_NO_OBJECT(hydra_security_AgreementEngine_init)
HAS_NO_OBJECT(hydra_security_AgreementEngine_initSm2)
HAS_NO_OBJECT(hydra_security_AgreementEngine_generateSecret)
HAS_NO_OBJECT(hydra_security_ChecksumEngine_open)
HAS_NO_OBJECT(hydra_security_ChecksumEngine_init)
HAS_NO_OBJECT(hydra_security_ChecksumEngine_update)
HAS_NO_OBJECT(hydra_security_ChecksumEngine_doFinal)
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
HAS_NO_OBJECT(hydra_security_DigestEngine_open)
HAS_NO_OBJECT(hydra_security_DigestEngine_getLength)
HAS_NO_OBJECT(hydra_security_DigestEngine_reset)
HAS_NO_OBJECT(hydra_security_DigestEngine_update)
HAS_NO_OBJECT(hydra_security_DigestEngine_doFinal)
HAS_NO_OBJECT(hydra_security_DigestEngine_setInitialDigest)
HAS_NO_OBJECT(hydra_security_DigestEngine_doIntermediateMessageDigest)
HAS_NO_OBJECT(hydra_security_EcKey_setFieldF2M)
HAS_NO_OBJECT(hydra_security_EcKey_setK)
HAS_NO_OBJECT(hydra_security_EcKey_getK)
HAS_NO_OBJECT(hydra_security_EcKey_copyDomainParametersFrom)
HAS_NO_OBJECT(hydra_security_RandomEngine_open)
HAS_NO_OBJECT(hydra_security_RandomEngine_setSeed)
HAS_NO_OBJECT(hydra_security_RandomEngine_generateData)
HAS_NO_OBJECT(hydra_security_RandomEngine_nextBytes)
HAS_NO_OBJECT(hydra_security_XecKey_getEncodingLength)
HAS_NO_OBJECT(javacard_security_InitializedMessageDigest_OneShot_doFinal)
HAS_NO_OBJECT(javacard_security_InitializedMessageDigest_OneShot_getAlgorithm)
HAS_NO_OBJECT(javacard_security_InitializedMessageDigest_OneShot_getLength)
HAS_NO_OBJECT(javacard_security_InitializedMessageDigest_OneShot_reset)
HAS_NO_OBJECT(javacard_security_InitializedMessageDigest_OneShot_setInitialDigest)
HAS_NO_OBJECT(javacard_security_InitializedMessageDigest_OneShot_close)
HAS_NO_OBJECT(javacard_security_MessageDigest_OneShot_doFinal)
HAS_NO_OBJECT(javacard_security_MessageDigest_OneShot_getAlgorithm)
HAS_NO_OBJECT(javacard_security_MessageDigest_OneShot_getLength)
HAS_NO_OBJECT(javacard_security_MessageDigest_OneShot_reset)
HAS_NO_OBJECT(javacard_security_MessageDigest_OneShot_close)
HAS_NO_OBJECT(javacard_security_RandomData_OneShot_generateData)
HAS_NO_OBJECT(javacard_security_RandomData_OneShot_setSeed)
HAS_NO_OBJECT(javacard_security_RandomData_OneShot_nextBytes)
HAS_NO_OBJECT(javacard_security_RandomData_OneShot_getAlgorithm)
HAS_NO_OBJECT(javacard_security_RandomData_OneShot_close)
HAS_NO_OBJECT(javacardx_security_derivation_DerivationFunction_OneShot_getAlgorithm)
HAS_NO_OBJECT(javacardx_security_derivation_DerivationFunction_OneShot_nextBytes)
HAS_NO_OBJECT(javacardx_security_derivation_DerivationFunction_OneShot_nextBytes_2)
HAS_NO_OBJECT(javacardx_security_derivation_DerivationFunction_OneShot_lastBytes)
HAS_NO_OBJECT(javacardx_security_derivation_DerivationFunction_OneShot_lastBytes_2)
HAS_NO_OBJECT(javacardx_security_derivation_DerivationFunction_OneShot_close)
