/* throwIt of every exception class, and hydra.framework.Thrower: the element's one instance of the
   class, nothing is allocated. */
#include "element/api/native.h"

#define THROW_IT(class_name, which)                                                                \
    HY_NATIVE_METHOD(class_name##_throwIt)                                                         \
    {                                                                                              \
        return hy_exception_throw(m, HY_KNOWN_EXCEPTION_##which, (uint16_t)slots[0]);              \
    }

THROW_IT(javacard_framework_APDUException, APDU)
THROW_IT(javacard_framework_CardException, CARD)
THROW_IT(javacard_framework_CardRuntimeException, CARD_RUNTIME)
THROW_IT(javacard_framework_ISOException, ISO)
THROW_IT(javacard_framework_PINException, PIN)
THROW_IT(javacard_framework_SystemException, SYSTEM)
THROW_IT(javacard_framework_TransactionException, TRANSACTION)
THROW_IT(javacard_framework_UserException, USER)
THROW_IT(javacard_framework_service_ServiceException, SERVICE)
THROW_IT(javacard_security_CryptoException, CRYPTO)
THROW_IT(javacardx_biometry_BioException, BIO)
THROW_IT(javacardx_biometry1toN_Bio1toNException, BIO1TON)
THROW_IT(javacardx_external_ExternalException, EXTERNAL)
THROW_IT(javacardx_framework_string_StringException, STRING)
THROW_IT(javacardx_framework_time_DateTimeException, DATE_TIME)
THROW_IT(javacardx_framework_tlv_TLVException, TLV)
THROW_IT(javacardx_framework_util_UtilException, UTIL)
THROW_IT(javacardx_security_cert_CertificateException, CERTIFICATE)

HY_NATIVE_METHOD(hydra_framework_Thrower_raise)
{
    static const hy_known which[] = {/* by the constants of Thrower */
                                     HY_KNOWN_EXCEPTION_ARITHMETIC,
                                     HY_KNOWN_EXCEPTION_INDEX,
                                     HY_KNOWN_EXCEPTION_NULL,
                                     HY_KNOWN_EXCEPTION_BUFFER_OVERFLOW,
                                     HY_KNOWN_EXCEPTION_BUFFER_UNDERFLOW,
                                     HY_KNOWN_EXCEPTION_READ_ONLY_BUFFER};
    uint16_t n = (uint16_t)slots[0];
    return hy_exception_throw(
        m, n < sizeof which / sizeof which[0] ? which[n] : HY_KNOWN_EXCEPTION_SECURITY, 0);
}
