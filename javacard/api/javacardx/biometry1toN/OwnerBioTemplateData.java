// One reference as its owner sees it: enrolment.
// Java Card API 3.2, package javacardx.biometry1toN.
package javacardx.biometry1toN;

/** One reference as its owner sees it: enrolment. */
public interface OwnerBioTemplateData extends BioTemplateData {
    /** Begins an enrolment with its first part. Throws Bio1toNException INVALID_DATA. */
    void init(byte[] data, short offset, short length);

    /** Goes on with it. Throws Bio1toNException ILLEGAL_USE if none was begun, INVALID_DATA. */
    void update(byte[] data, short offset, short length);

    /** Ends it: the reference is in force. Throws Bio1toNException ILLEGAL_USE, INVALID_DATA. */
    void doFinal();

    /** Wipes the reference; it is as before its first enrolment. */
    void clear();
}
