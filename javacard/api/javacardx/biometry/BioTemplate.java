// A biometric reference that candidates are matched with, and its try counter.
// Java Card API 3.2, package javacardx.biometry.
package javacardx.biometry;

/** A biometric reference that candidates are matched with, and its try counter. */
public interface BioTemplate {
    /** No score yet: the candidate is to be continued. */
    short MATCH_NEEDS_MORE_DATA = -1;

    /** The least score of a match that succeeded. */
    short MINIMUM_SUCCESSFUL_MATCH_SCORE = 0x4000;

    /** Whether the last match succeeded since the card was reset. */
    boolean isValidated();

    /** Whether a reference has been enrolled completely. */
    boolean isInitialized();

    /**
     * Copies {@code length} bytes of the template's public part, from {@code start} on, to
     * {@code offset} of {@code target} and returns how many were copied. Throws BioException
     * NO_TEMPLATES_ENROLLED if there is none.
     */
    short getPublicTemplateData(short start, byte[] target, short offset, short length);

    /** The kind of biometry, a constant of {@link BioBuilder}. */
    byte getBioType();

    /** Writes the matcher's version at {@code offset} of {@code target}; returns the length. */
    short getVersion(byte[] target, short offset);

    /** Drops the validated state; the try counter stays. */
    void reset();

    /** How many wrong matches remain before the template is blocked. */
    byte getTriesRemaining();

    /**
     * Begins a match with the first part of the candidate. The try counter is counted down first,
     * durably and whatever transaction is open. Returns the score, or MATCH_NEEDS_MORE_DATA.
     * Throws BioException INVALID_DATA for a candidate that makes no sense,
     * NO_TEMPLATES_ENROLLED if there is no reference.
     */
    short initMatch(byte[] candidate, short offset, short length);

    /**
     * Goes on with a match. Returns the score, or MATCH_NEEDS_MORE_DATA; from
     * MINIMUM_SUCCESSFUL_MATCH_SCORE on the template is validated and the counter restored. Throws
     * BioException ILLEGAL_USE if none was begun, INVALID_DATA, NO_TEMPLATES_ENROLLED.
     */
    short match(byte[] candidate, short offset, short length);
}
