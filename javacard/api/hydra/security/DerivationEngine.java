// The element's derivations; Engines has the contract of the native methods.
// Ours: behind javacard.security and its fellows, linked by packages in the ROM only.
package hydra.security;

import javacard.security.AlgorithmParameterSpec;
import javacard.security.SecretKey;
import javacardx.security.derivation.DerivationFunction;

/** The element's derivations; {@link Engines} has the contract of the native methods. */
public final class DerivationEngine extends DerivationFunction {
    private final short algorithm;
    private final boolean external;
    private byte[] state;

    /** A derivation of an algorithm that the element has. */
    public DerivationEngine(short algorithm, boolean external) {
        this.algorithm = algorithm;
        this.external = external;
        open();
    }

    private native void open();

    public void init(AlgorithmParameterSpec parameters) {
        DerivationInput.read(this, algorithm, parameters);
    }

    public short getAlgorithm() {
        return algorithm;
    }

    public native short nextBytes(byte[] out, short offset, short length);

    public native short nextBytes(SecretKey key);

    public native short lastBytes(byte[] out, short offset, short length);

    public native short lastBytes(SecretKey key);
}
