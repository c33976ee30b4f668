// One biometric reference of a matcher's set.
// Java Card API 3.2, package javacardx.biometry1toN.
package javacardx.biometry1toN;

/** One biometric reference of a matcher's set. */
public interface BioTemplateData {
    /** The kind of biometry, a constant of {@link Bio1toNBuilder}. */
    byte getBioType();

    /** Whether the reference has been enrolled completely. */
    boolean isInitialized();

    /**
     * Copies {@code length} bytes of the reference's public part, from {@code start} on, to
     * {@code offset} of {@code target} and returns how many were copied. Throws Bio1toNException
     * NO_BIO_TEMPLATE_ENROLLED if there is none.
     */
    short getPublicData(short start, byte[] target, short offset, short length);
}
