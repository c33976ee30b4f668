// The application's security domain as Open Platform 2.0.1 had it.
// Open Platform 2.0.1 Java Card API, package visa.openplatform.
package visa.openplatform;

import javacard.framework.APDU;
import javacard.framework.Shareable;

/**
 * The application's security domain as Open Platform 2.0.1 had it. A channel is known by the number
 * that its opening returned. The methods throw ISOException with the protocol's status word.
 */
public interface ProviderSecurityDomain extends Shareable {
    /** Opens a channel with the INITIALIZE UPDATE in the APDU, answers it, returns its number. */
    byte openSecureChannel(APDU apdu);

    /** Closes the channel. */
    void closeSecureChannel(byte channel);

    /**
     * Decrypts the key at {@code offset} of the APDU buffer in place; whether its check is right.
     */
    boolean decryptVerifyKey(byte channel, APDU apdu, short offset);

    /** Checks and clears the command in the APDU. */
    void unwrap(byte channel, APDU apdu);

    /** Checks the EXTERNAL AUTHENTICATE in the APDU. */
    void verifyExternalAuthenticate(byte channel, APDU apdu);
}
