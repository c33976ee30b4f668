// Matches a candidate with a set of biometric references under one try counter.
// Java Card API 3.2, package javacardx.biometry1toN.
package javacardx.biometry1toN;

/** Matches a candidate with a set of biometric references under one try counter. */
public interface BioMatcher {
    /** No score yet: the candidate is to be continued. */
    short MATCH_NEEDS_MORE_DATA = -1;

    /** The least score of a match that succeeded. */
    short MINIMUM_SUCCESSFUL_MATCH_SCORE = 0x4000;

    /** Whether at least one reference is in the set. */
    boolean isInitialized();

    /** Whether the last match succeeded since the card was reset. */
    boolean isValidated();

    /** Drops the validated state; the try counter stays. */
    void reset();

    /** How many wrong matches remain before the matcher is blocked. */
    byte getTriesRemaining();

    /** The kind of biometry, a constant of {@link Bio1toNBuilder}. */
    byte getBioType();

    /** Writes the matcher's version at {@code offset} of {@code target}; returns the length. */
    short getVersion(byte[] target, short offset);

    /**
     * Begins a match with the first part of the candidate. The try counter is counted down first,
     * durably and whatever transaction is open. Returns the score, or MATCH_NEEDS_MORE_DATA.
     * Throws Bio1toNException INVALID_DATA, NO_BIO_TEMPLATE_ENROLLED.
     */
    short initMatch(byte[] candidate, short offset, short length);

    /**
     * Goes on with a match. Returns the score, or MATCH_NEEDS_MORE_DATA; from
     * MINIMUM_SUCCESSFUL_MATCH_SCORE on the matcher is validated and the counter restored. Throws
     * Bio1toNException ILLEGAL_USE if none was begun, INVALID_DATA, NO_BIO_TEMPLATE_ENROLLED.
     */
    short match(byte[] candidate, short offset, short length);

    /** How many references the set can hold. */
    short getMaxNbOfBioTemplateData();

    /**
     * The place of the reference that matched last. Throws Bio1toNException ILLEGAL_USE if none.
     */
    short getIndexOfLastMatchingBioTemplateData();

    /**
     * The reference at {@code index}, or null if the place is empty. Throws Bio1toNException
     * ILLEGAL_VALUE for an index beyond the set.
     */
    BioTemplateData getBioTemplateData(short index);
}
