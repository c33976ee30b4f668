// A matcher that other applets may use.
// Java Card API 3.2, package javacardx.biometry1toN.
package javacardx.biometry1toN;

import javacard.framework.Shareable;

/** A matcher that other applets may use. */
public interface SharedBioMatcher extends BioMatcher, Shareable {
}
