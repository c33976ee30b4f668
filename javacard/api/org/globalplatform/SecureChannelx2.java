// A secure channel whose commands need not come from the APDU.
// GlobalPlatform Java Card API, package org.globalplatform.
package org.globalplatform;

/** A secure channel whose commands need not come from the APDU. */
public interface SecureChannelx2 extends SecureChannel {
    /**
     * As {@link SecureChannel#processSecurity(javacard.framework.APDU)} for a command in
     * {@code length} bytes at {@code offset} of {@code buffer}; the answer is written at
     * {@code outOffset} of the same array and its length returned. Throws ISOException
     * SW_CLA_NOT_SUPPORTED or SW_INS_NOT_SUPPORTED for other commands.
     */
    short processSecurity(byte[] buffer, short offset, short length, short outOffset);
}
