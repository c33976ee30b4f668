/* javacard.security.Signature, SignatureMessageRecovery and the OneShot: signatures in parts. */
#include "element/api/algorithms.h"
#include "element/api/key.h"

bool hy_signature_has(int8_t digest, int8_t cipher, int8_t padding)
{
    (void)digest;
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

MAKES_NONE(javacard_security_Signature_OneShot_open)
HAS_NO_OBJECT(hydra_security_SignatureEngine_open)
HAS_NO_OBJECT(hydra_security_SignatureEngine_getLength)
HAS_NO_OBJECT(hydra_security_SignatureEngine_init)
HAS_NO_OBJECT(hydra_security_SignatureEngine_init_2)
HAS_NO_OBJECT(hydra_security_SignatureEngine_setInitialDigest)
HAS_NO_OBJECT(hydra_security_SignatureEngine_update)
HAS_NO_OBJECT(hydra_security_SignatureEngine_sign)
HAS_NO_OBJECT(hydra_security_SignatureEngine_verify)
HAS_NO_OBJECT(hydra_security_SignatureEngine_signPreComputedHash)
HAS_NO_OBJECT(hydra_security_SignatureEngine_verifyPreComputedHash)
HAS_NO_OBJECT(hydra_security_RecoveryEngine_beginVerify)
HAS_NO_OBJECT(hydra_security_RecoveryEngine_sign)
HAS_NO_OBJECT(hydra_security_RecoveryEngine_verify)
HAS_NO_OBJECT(javacard_security_Signature_OneShot_getAlgorithm)
HAS_NO_OBJECT(javacard_security_Signature_OneShot_getLength)
HAS_NO_OBJECT(javacard_security_Signature_OneShot_init)
HAS_NO_OBJECT(javacard_security_Signature_OneShot_init_2)
HAS_NO_OBJECT(javacard_security_Signature_OneShot_sign)
HAS_NO_OBJECT(javacard_security_Signature_OneShot_verify)
HAS_NO_OBJECT(javacard_security_Signature_OneShot_setInitialDigest)
HAS_NO_OBJECT(javacard_security_Signature_OneShot_signPreComputedHash)
HAS_NO_OBJECT(javacard_security_Signature_OneShot_verifyPreComputedHash)
HAS_NO_OBJECT(javacard_security_Signature_OneShot_getMessageDigestAlgorithm)
HAS_NO_OBJECT(javacard_security_Signature_OneShot_getCipherAlgorithm)
HAS_NO_OBJECT(javacard_security_Signature_OneShot_getPaddingAlgorithm)
HAS_NO_OBJECT(javacard_security_Signature_OneShot_close)
