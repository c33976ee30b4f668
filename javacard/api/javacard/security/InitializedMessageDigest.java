// A hash function that can begin in the middle of a message.
// Java Card API 3.2, package javacard.security.
package javacard.security;

/** A hash function that can begin in the middle of a message. */
public abstract class InitializedMessageDigest extends MessageDigest {
    /** For subclasses. */
    protected InitializedMessageDigest() {
    }

    /**
     * Begins from the intermediate value in {@code state}, which is that of a message whose length
     * in bytes, big-endian and a multiple of the block, stands in {@code count}. Throws
     * CryptoException ILLEGAL_VALUE if a length does not fit the algorithm or the count is zero or
     * no multiple of the block; the object is then reset.
     */
    public abstract void setInitialDigest(byte[] state, short stateOffset, short stateLength,
            byte[] count, short countOffset, short countLength);

    /** A one-shot of this kind; see {@link MessageDigest.OneShot}. */
    public static final class OneShot extends InitializedMessageDigest {
        // The fields have the order of DigestEngine's: the same native code serves both.
        private short algorithm;
        private boolean external;
        private byte[] state;

        private OneShot() {
        }

        /**
         * Borrows a digest. Throws CryptoException NO_SUCH_ALGORITHM if the card lacks the
         * algorithm, SystemException NO_RESOURCE if all are lent.
         */
        public static final native OneShot open(byte algorithm);

        public native short doFinal(byte[] in, short inOffset, short length, byte[] out,
                short outOffset);

        public native byte getAlgorithm();

        public native byte getLength();

        public native void reset();

        /** A one-shot takes no parts. Throws CryptoException ILLEGAL_USE. */
        public void update(byte[] in, short offset, short length) {
            CryptoException.throwIt(CryptoException.ILLEGAL_USE);
        }

        public native void setInitialDigest(byte[] state, short stateOffset, short stateLength,
                byte[] count, short countOffset, short countLength);

        /**
         * Gives the digest back and wipes its state. Throws CryptoException ILLEGAL_USE if done.
         */
        public native void close();

        /** A one-shot has no intermediate value. Throws CryptoException ILLEGAL_USE. */
        public short doIntermediateMessageDigest(byte[] out, short outOffset) {
            CryptoException.throwIt(CryptoException.ILLEGAL_USE);
            return 0;
        }
    }
}
