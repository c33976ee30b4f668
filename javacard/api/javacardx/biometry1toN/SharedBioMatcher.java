package javacardx.biometry1toN;

import javacard.framework.Shareable;

/** A matcher that other applets may use. */
public interface SharedBioMatcher extends BioMatcher, Shareable {
}
