// A biometric reference as its owner sees it: enrolment and unblocking.
// Java Card API 3.2, package javacardx.biometry.
package javacardx.biometry;

/** A biometric reference as its owner sees it: enrolment and unblocking. */
public interface OwnerBioTemplate extends BioTemplate {
    /**
     * Begins an enrolment with the first part of the reference. Throws BioException INVALID_DATA.
     */
    void init(byte[] data, short offset, short length);

    /** Goes on with it. Throws BioException ILLEGAL_USE if none was begun, INVALID_DATA. */
    void update(byte[] data, short offset, short length);

    /** Ends it: the new reference is in force. Throws BioException ILLEGAL_USE, INVALID_DATA. */
    void doFinal();

    /**
     * Drops the validated state, unblocks, and sets how many tries there are from now on. Throws
     * BioException ILLEGAL_VALUE if {@code limit} is below 1.
     */
    void resetUnblockAndSetTryLimit(byte limit);

    /** Wipes the reference; the template is as before its first enrolment. */
    void clear();
}
