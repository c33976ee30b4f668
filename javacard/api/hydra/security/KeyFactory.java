// Makes the key objects behind KeyBuilder and KeyPair.
// Ours: behind javacard.security and its fellows, linked by packages in the ROM only.
package hydra.security;

import javacard.framework.JCSystem;
import javacard.security.CryptoException;
import javacard.security.Key;
import javacard.security.KeyBuilder;
import javacard.security.KeyPair;
import javacard.security.NamedParameterSpec;
import javacard.security.PrivateKey;
import javacard.security.PublicKey;

/**
 * Makes the key objects behind KeyBuilder and KeyPair. Inside, a key's kind is its
 * {@code ALG_TYPE_} and its memory; the {@code TYPE_} constants, which mix the two, are translated
 * here.
 */
public final class KeyFactory {
    private static final byte FIRST_ALGORITHM = KeyBuilder.ALG_TYPE_DES;
    private static final byte LAST_ALGORITHM = KeyBuilder.ALG_TYPE_SM4;

    private KeyFactory() {
    }

    /** Whether the element has keys of this {@code ALG_TYPE_}, memory and length in bits. */
    private static native boolean supports(byte algorithm, byte memory, short length);

    /**
     * The size in bits of keys on this curve in this memory, or 0 if the element has none. (Whether
     * it has the curve was asked when the curve's parameters were made.)
     */
    private static native short namedSize(short curve, byte memory);

    /** Whether the element generates pairs of this {@code ALG_} of KeyPair and length in bits. */
    private static native boolean supportsPair(byte algorithm, short length);

    /**
     * Checks that the two belong together in type and size and that the element can generate such.
     * Throws CryptoException ILLEGAL_VALUE or NO_SUCH_ALGORITHM, SecurityException for another
     * applet's keys, NullPointerException.
     */
    public static native void requirePair(PublicKey publicKey, PrivateKey privateKey);

    /**
     * Generates a pair into two keys that {@code requirePair} passed. {@code test} and
     * {@code rounds} say how to test primes, 0: as the element likes. Both keys change or none.
     * Throws CryptoException ILLEGAL_VALUE if a part that is set or the test is no good.
     */
    public static native void generate(PublicKey publicKey, PrivateKey privateKey, short test,
            short rounds);

    /** A key of a {@code TYPE_}. Throws CryptoException NO_SUCH_ALGORITHM. */
    public static Key build(byte type, short length) {
        for (byte algorithm = FIRST_ALGORITHM; algorithm <= LAST_ALGORITHM; algorithm++) {
            if (type == typeOf(algorithm, JCSystem.MEMORY_TYPE_PERSISTENT)) {
                return build(algorithm, JCSystem.MEMORY_TYPE_PERSISTENT, length, null);
            }
            if (type == typeOf(algorithm, JCSystem.MEMORY_TYPE_TRANSIENT_RESET)) {
                return build(algorithm, JCSystem.MEMORY_TYPE_TRANSIENT_RESET, length, null);
            }
            if (type == typeOf(algorithm, JCSystem.MEMORY_TYPE_TRANSIENT_DESELECT)) {
                return build(algorithm, JCSystem.MEMORY_TYPE_TRANSIENT_DESELECT, length, null);
            }
        }
        CryptoException.throwIt(CryptoException.NO_SUCH_ALGORITHM);
        return null;
    }

    /** A key of an {@code ALG_TYPE_}. Throws CryptoException NO_SUCH_ALGORITHM. */
    public static Key build(byte algorithm, byte memory, short length, CardKey domain) {
        if (!supports(algorithm, memory, length)) {
            CryptoException.throwIt(CryptoException.NO_SUCH_ALGORITHM);
        }
        switch (algorithm) {
            case KeyBuilder.ALG_TYPE_DES:
                return new DesKey(algorithm, memory, length);
            case KeyBuilder.ALG_TYPE_AES:
                return new AesKey(algorithm, memory, length);
            case KeyBuilder.ALG_TYPE_HMAC:
                return new HmacKey(algorithm, memory, length);
            case KeyBuilder.ALG_TYPE_KOREAN_SEED:
                return new SeedKey(algorithm, memory, length);
            case KeyBuilder.ALG_TYPE_GENERIC_SECRET:
                return new GenericKey(algorithm, memory, length);
            case KeyBuilder.ALG_TYPE_SM4:
                return new Sm4Key(algorithm, memory, length);
            case KeyBuilder.ALG_TYPE_RSA_PUBLIC:
                return new RsaPublicKey(algorithm, memory, length);
            case KeyBuilder.ALG_TYPE_RSA_PRIVATE:
                return new RsaPrivateKey(algorithm, memory, length);
            case KeyBuilder.ALG_TYPE_RSA_CRT_PRIVATE:
                return new RsaCrtKey(algorithm, memory, length);
            default:
                return buildOverDomain(algorithm, memory, length, domain);
        }
    }

    private static Key buildOverDomain(byte algorithm, byte memory, short length,
            CardKey domain) {
        switch (algorithm) {
            case KeyBuilder.ALG_TYPE_DSA_PARAMETERS:
                return new DsaKey(algorithm, memory, length, domain);
            case KeyBuilder.ALG_TYPE_DSA_PUBLIC:
                return new DsaPublicKey(algorithm, memory, length, domain);
            case KeyBuilder.ALG_TYPE_DSA_PRIVATE:
                return new DsaPrivateKey(algorithm, memory, length, domain);
            case KeyBuilder.ALG_TYPE_DH_PARAMETERS:
                return new DhKey(algorithm, memory, length, domain);
            case KeyBuilder.ALG_TYPE_DH_PUBLIC:
                return new DhPublicKey(algorithm, memory, length, domain);
            case KeyBuilder.ALG_TYPE_DH_PRIVATE:
                return new DhPrivateKey(algorithm, memory, length, domain);
            case KeyBuilder.ALG_TYPE_EC_F2M_PARAMETERS:
            case KeyBuilder.ALG_TYPE_EC_FP_PARAMETERS:
                return new EcKey(algorithm, memory, length, domain);
            case KeyBuilder.ALG_TYPE_EC_F2M_PUBLIC:
            case KeyBuilder.ALG_TYPE_EC_FP_PUBLIC:
                return new EcPublicKey(algorithm, memory, length, domain);
            case KeyBuilder.ALG_TYPE_EC_F2M_PRIVATE:
            case KeyBuilder.ALG_TYPE_EC_FP_PRIVATE:
                return new EcPrivateKey(algorithm, memory, length, domain);
            default:
                CryptoException.throwIt(CryptoException.NO_SUCH_ALGORITHM);
                return null;
        }
    }

    /**
     * A key of an {@code ALG_TYPE_} over the domain parameters of another key. Throws
     * CryptoException NO_SUCH_ALGORITHM, ILLEGAL_VALUE if the other is not of the parameters type
     * that belongs to it.
     */
    public static Key buildWithDomain(byte algorithm, byte memory, Key domain) {
        if (!(domain instanceof CardKey)
                || ((CardKey) domain).getAlgorithmType() != parametersOf(algorithm)) {
            CryptoException.throwIt(CryptoException.ILLEGAL_VALUE);
        }
        return build(algorithm, memory, domain.getSize(), (CardKey) domain);
    }

    /** The parameters type of a type that has domain parameters, 0 for the others. */
    private static byte parametersOf(byte algorithm) {
        switch (algorithm) {
            case KeyBuilder.ALG_TYPE_DSA_PUBLIC:
            case KeyBuilder.ALG_TYPE_DSA_PRIVATE:
                return KeyBuilder.ALG_TYPE_DSA_PARAMETERS;
            case KeyBuilder.ALG_TYPE_DH_PUBLIC:
            case KeyBuilder.ALG_TYPE_DH_PRIVATE:
                return KeyBuilder.ALG_TYPE_DH_PARAMETERS;
            case KeyBuilder.ALG_TYPE_EC_F2M_PUBLIC:
            case KeyBuilder.ALG_TYPE_EC_F2M_PRIVATE:
                return KeyBuilder.ALG_TYPE_EC_F2M_PARAMETERS;
            case KeyBuilder.ALG_TYPE_EC_FP_PUBLIC:
            case KeyBuilder.ALG_TYPE_EC_FP_PRIVATE:
                return KeyBuilder.ALG_TYPE_EC_FP_PARAMETERS;
            default:
                return 0;
        }
    }

    /**
     * A key on a named curve; {@code attributes} is half and memory. Throws CryptoException
     * NO_SUCH_ALGORITHM, ILLEGAL_VALUE for other attributes.
     */
    public static Key buildNamed(NamedParameterSpec curve, short attributes) {
        short memory = (short) (attributes & 0x7FFF);
        if (memory > JCSystem.MEMORY_TYPE_TRANSIENT_DESELECT) {
            CryptoException.throwIt(CryptoException.ILLEGAL_VALUE);
        }
        short size = namedSize(curve.getName(), (byte) memory);
        if (size == 0) {
            CryptoException.throwIt(CryptoException.NO_SUCH_ALGORITHM);
        }
        if ((attributes & KeyBuilder.ATTR_PRIVATE) != 0) {
            return new XecPrivateKey(curve, (byte) memory, size);
        }
        return new XecPublicKey(curve, (byte) memory, size);
    }

    /** The memory of a key. Throws CryptoException ILLEGAL_VALUE for a key of another maker. */
    public static byte memoryOf(Key key) {
        if (!(key instanceof CardKey)) {
            CryptoException.throwIt(CryptoException.ILLEGAL_VALUE);
        }
        return ((CardKey) key).getMemory();
    }

    /** Throws CryptoException NO_SUCH_ALGORITHM unless the element generates such pairs. */
    public static void requirePair(byte algorithm, short length) {
        if (!supportsPair(algorithm, length)) {
            CryptoException.throwIt(CryptoException.NO_SUCH_ALGORITHM);
        }
    }

    /** The public key of a pair, for an {@code ALG_} of KeyPair. */
    public static PublicKey buildPublic(byte algorithm, short length) {
        byte type;
        switch (algorithm) {
            case KeyPair.ALG_DSA:
                type = KeyBuilder.ALG_TYPE_DSA_PUBLIC;
                break;
            case KeyPair.ALG_EC_F2M:
                type = KeyBuilder.ALG_TYPE_EC_F2M_PUBLIC;
                break;
            case KeyPair.ALG_EC_FP:
                type = KeyBuilder.ALG_TYPE_EC_FP_PUBLIC;
                break;
            case KeyPair.ALG_DH:
                type = KeyBuilder.ALG_TYPE_DH_PUBLIC;
                break;
            default:
                type = KeyBuilder.ALG_TYPE_RSA_PUBLIC;
                break;
        }
        return (PublicKey) build(type, JCSystem.MEMORY_TYPE_PERSISTENT, length, null);
    }

    /** The private key of a pair, for an {@code ALG_} of KeyPair. */
    public static PrivateKey buildPrivate(byte algorithm, short length) {
        byte type;
        switch (algorithm) {
            case KeyPair.ALG_DSA:
                type = KeyBuilder.ALG_TYPE_DSA_PRIVATE;
                break;
            case KeyPair.ALG_EC_F2M:
                type = KeyBuilder.ALG_TYPE_EC_F2M_PRIVATE;
                break;
            case KeyPair.ALG_EC_FP:
                type = KeyBuilder.ALG_TYPE_EC_FP_PRIVATE;
                break;
            case KeyPair.ALG_DH:
                type = KeyBuilder.ALG_TYPE_DH_PRIVATE;
                break;
            case KeyPair.ALG_RSA_CRT:
                type = KeyBuilder.ALG_TYPE_RSA_CRT_PRIVATE;
                break;
            default:
                type = KeyBuilder.ALG_TYPE_RSA_PRIVATE;
                break;
        }
        return (PrivateKey) build(type, JCSystem.MEMORY_TYPE_PERSISTENT, length, null);
    }

    /**
     * The {@code TYPE_} constant of a key: the one for its memory, or that of the persistent key
     * where there is no such constant.
     */
    static byte typeOf(byte algorithm, byte memory) {
        switch (algorithm) {
            case KeyBuilder.ALG_TYPE_DES:
                return pick(memory, KeyBuilder.TYPE_DES, KeyBuilder.TYPE_DES_TRANSIENT_RESET,
                        KeyBuilder.TYPE_DES_TRANSIENT_DESELECT);
            case KeyBuilder.ALG_TYPE_AES:
                return pick(memory, KeyBuilder.TYPE_AES, KeyBuilder.TYPE_AES_TRANSIENT_RESET,
                        KeyBuilder.TYPE_AES_TRANSIENT_DESELECT);
            case KeyBuilder.ALG_TYPE_HMAC:
                return pick(memory, KeyBuilder.TYPE_HMAC, KeyBuilder.TYPE_HMAC_TRANSIENT_RESET,
                        KeyBuilder.TYPE_HMAC_TRANSIENT_DESELECT);
            case KeyBuilder.ALG_TYPE_KOREAN_SEED:
                return pick(memory, KeyBuilder.TYPE_KOREAN_SEED,
                        KeyBuilder.TYPE_KOREAN_SEED_TRANSIENT_RESET,
                        KeyBuilder.TYPE_KOREAN_SEED_TRANSIENT_DESELECT);
            case KeyBuilder.ALG_TYPE_RSA_PRIVATE:
                return pick(memory, KeyBuilder.TYPE_RSA_PRIVATE,
                        KeyBuilder.TYPE_RSA_PRIVATE_TRANSIENT_RESET,
                        KeyBuilder.TYPE_RSA_PRIVATE_TRANSIENT_DESELECT);
            case KeyBuilder.ALG_TYPE_RSA_CRT_PRIVATE:
                return pick(memory, KeyBuilder.TYPE_RSA_CRT_PRIVATE,
                        KeyBuilder.TYPE_RSA_CRT_PRIVATE_TRANSIENT_RESET,
                        KeyBuilder.TYPE_RSA_CRT_PRIVATE_TRANSIENT_DESELECT);
            case KeyBuilder.ALG_TYPE_DSA_PRIVATE:
                return pick(memory, KeyBuilder.TYPE_DSA_PRIVATE,
                        KeyBuilder.TYPE_DSA_PRIVATE_TRANSIENT_RESET,
                        KeyBuilder.TYPE_DSA_PRIVATE_TRANSIENT_DESELECT);
            case KeyBuilder.ALG_TYPE_EC_F2M_PRIVATE:
                return pick(memory, KeyBuilder.TYPE_EC_F2M_PRIVATE,
                        KeyBuilder.TYPE_EC_F2M_PRIVATE_TRANSIENT_RESET,
                        KeyBuilder.TYPE_EC_F2M_PRIVATE_TRANSIENT_DESELECT);
            case KeyBuilder.ALG_TYPE_EC_FP_PRIVATE:
                return pick(memory, KeyBuilder.TYPE_EC_FP_PRIVATE,
                        KeyBuilder.TYPE_EC_FP_PRIVATE_TRANSIENT_RESET,
                        KeyBuilder.TYPE_EC_FP_PRIVATE_TRANSIENT_DESELECT);
            case KeyBuilder.ALG_TYPE_DH_PUBLIC:
                return pick(memory, KeyBuilder.TYPE_DH_PUBLIC,
                        KeyBuilder.TYPE_DH_PUBLIC_TRANSIENT_RESET,
                        KeyBuilder.TYPE_DH_PUBLIC_TRANSIENT_DESELECT);
            case KeyBuilder.ALG_TYPE_DH_PRIVATE:
                return pick(memory, KeyBuilder.TYPE_DH_PRIVATE,
                        KeyBuilder.TYPE_DH_PRIVATE_TRANSIENT_RESET,
                        KeyBuilder.TYPE_DH_PRIVATE_TRANSIENT_DESELECT);
            default:
                return plainTypeOf(algorithm);
        }
    }

    private static byte pick(byte memory, byte persistent, byte reset, byte deselect) {
        if (memory == JCSystem.MEMORY_TYPE_TRANSIENT_RESET) {
            return reset;
        }
        return memory == JCSystem.MEMORY_TYPE_TRANSIENT_DESELECT ? deselect : persistent;
    }

    private static byte plainTypeOf(byte algorithm) {
        switch (algorithm) {
            case KeyBuilder.ALG_TYPE_RSA_PUBLIC:
                return KeyBuilder.TYPE_RSA_PUBLIC;
            case KeyBuilder.ALG_TYPE_DSA_PUBLIC:
                return KeyBuilder.TYPE_DSA_PUBLIC;
            case KeyBuilder.ALG_TYPE_EC_F2M_PUBLIC:
                return KeyBuilder.TYPE_EC_F2M_PUBLIC;
            case KeyBuilder.ALG_TYPE_EC_FP_PUBLIC:
                return KeyBuilder.TYPE_EC_FP_PUBLIC;
            case KeyBuilder.ALG_TYPE_DSA_PARAMETERS:
                return KeyBuilder.TYPE_DSA_PARAMETERS;
            case KeyBuilder.ALG_TYPE_DH_PARAMETERS:
                return KeyBuilder.TYPE_DH_PARAMETERS;
            case KeyBuilder.ALG_TYPE_EC_F2M_PARAMETERS:
                return KeyBuilder.TYPE_EC_F2M_PARAMETERS;
            case KeyBuilder.ALG_TYPE_EC_FP_PARAMETERS:
                return KeyBuilder.TYPE_EC_FP_PARAMETERS;
            case KeyBuilder.ALG_TYPE_GENERIC_SECRET:
                return KeyBuilder.TYPE_GENERIC_SECRET;
            case KeyBuilder.ALG_TYPE_SM4:
                return KeyBuilder.TYPE_SM4;
            default:
                return KeyBuilder.TYPE_XEC;
        }
    }
}
