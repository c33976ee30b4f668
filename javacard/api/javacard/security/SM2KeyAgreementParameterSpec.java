// What the SM2 key agreement needs beyond the caller's own key (GM/T 0003.3).
// Java Card API 3.2, package javacard.security.
package javacard.security;

/** What the SM2 key agreement needs beyond the caller's own key (GM/T 0003.3). */
public interface SM2KeyAgreementParameterSpec extends AlgorithmParameterSpec {
    /** The identifier of the party that began. */
    byte[] getInitiatorID();

    /** The identifier of the party that answers. */
    byte[] getResponderID();

    /** Whether this side began. */
    boolean isInitiator();

    /** How many bytes of secret are wanted. */
    short getLength();

    /** This side's ephemeral private key. */
    XECPrivateKey getEphemeralPrivateKey();

    /** The other side's ephemeral public key, encoded. */
    byte[] getEphemeralPublicKey();

    /** The other side's confirmation value, or null if none is to be checked. */
    byte[] getConfirmationValue();
}
