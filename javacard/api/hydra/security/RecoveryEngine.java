// Signatures that carry the message.
// Ours: behind javacard.security and its fellows, linked by packages in the ROM only.
package hydra.security;

import javacard.security.SignatureMessageRecovery;

/**
 * Signatures that carry the message. For these the native {@code sign} and {@code verify} of
 * {@link Engines}' signatures throw ILLEGAL_USE; the ones here are used.
 */
final class RecoveryEngine extends SignatureEngine implements SignatureMessageRecovery {
    RecoveryEngine(byte algorithm, byte digest, byte cipher, byte padding, boolean external) {
        super(algorithm, digest, cipher, padding, external);
    }

    public native short beginVerify(byte[] signature, short offset, short length);

    public native short sign(byte[] in, short inOffset, short length, byte[] out, short outOffset,
            short[] recoverable, short recoverableOffset);

    public native boolean verify(byte[] in, short offset, short length);
}
