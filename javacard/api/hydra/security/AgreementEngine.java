// The element's key agreements; Engines has the contract of the native methods.
// Ours: behind javacard.security and its fellows, linked by packages in the ROM only.
package hydra.security;

import javacard.security.AlgorithmParameterSpec;
import javacard.security.CryptoException;
import javacard.security.Key;
import javacard.security.KeyAgreement;
import javacard.security.PrivateKey;
import javacard.security.SM2KeyAgreementParameterSpec;
import javacard.security.XECPrivateKey;

/** The element's key agreements; {@link Engines} has the contract of the native methods. */
public final class AgreementEngine extends KeyAgreement {
    private final short algorithm;
    private final boolean external;
    private byte[] state;
    private Key key;

    /** An agreement of an algorithm that the element has. */
    public AgreementEngine(byte algorithm, boolean external) {
        this.algorithm = algorithm;
        this.external = external;
        open();
    }

    private native void open();

    public byte getAlgorithm() {
        return (byte) algorithm;
    }

    public native void init(PrivateKey key);

    public void init(PrivateKey key, AlgorithmParameterSpec parameters) {
        if (!(parameters instanceof SM2KeyAgreementParameterSpec)) {
            CryptoException.throwIt(CryptoException.ILLEGAL_VALUE);
        }
        SM2KeyAgreementParameterSpec sm2 = (SM2KeyAgreementParameterSpec) parameters;
        initSm2(key, sm2.getInitiatorID(), sm2.getResponderID(), sm2.isInitiator(),
                sm2.getLength(), sm2.getEphemeralPrivateKey(), sm2.getEphemeralPublicKey(),
                sm2.getConfirmationValue());
    }

    /**
     * Sets what the SM2 agreement needs; the arrays are copied. Throws CryptoException
     * ILLEGAL_VALUE also if the algorithm is another.
     */
    private native void initSm2(PrivateKey key, byte[] initiator, byte[] responder,
            boolean isInitiator, short length, XECPrivateKey ephemeralPrivate,
            byte[] ephemeralPublic, byte[] confirmation);

    public native short generateSecret(byte[] publicValue, short offset, short length,
            byte[] out, short outOffset);
}
