// A reference that other applets may put into their matchers.
// Java Card API 3.2, package javacardx.biometry1toN.
package javacardx.biometry1toN;

import javacard.framework.Shareable;

/** A reference that other applets may put into their matchers. */
public interface SharedBioTemplateData extends BioTemplateData, Shareable {
}
