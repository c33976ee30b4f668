// A matcher as its owner sees it: which references it holds, and unblocking.
// Java Card API 3.2, package javacardx.biometry1toN.
package javacardx.biometry1toN;

/** A matcher as its owner sees it: which references it holds, and unblocking. */
public interface OwnerBioMatcher extends BioMatcher {
    /**
     * The place of the reference that matched last. Throws Bio1toNException ILLEGAL_USE if none.
     */
    short getIndexOfLastMatchingBioTemplateData();

    /**
     * Puts a reference at {@code index}, or empties the place if {@code data} is null. Throws
     * Bio1toNException BIO_TEMPLATE_DATA_CAPACITY_EXCEEDED for an index beyond the set,
     * MISMATCHED_BIO_TYPE for another kind of biometry, SecurityException if the reference is
     * another applet's.
     */
    void putBioTemplateData(short index, BioTemplateData data);

    /**
     * Drops the validated state, unblocks, and sets how many tries there are from now on. Throws
     * Bio1toNException ILLEGAL_VALUE if {@code limit} is below 1.
     */
    void resetUnblockAndSetTryLimit(byte limit);

    /**
     * The reference at {@code index} for its owner, or null if the place is empty. Throws
     * Bio1toNException ILLEGAL_VALUE for an index beyond the set.
     */
    OwnerBioTemplateData getBioTemplateData(short index);
}
