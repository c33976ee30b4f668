package javacardx.biometry1toN;

import javacard.framework.Shareable;

/** A reference that other applets may put into their matchers. */
public interface SharedBioTemplateData extends BioTemplateData, Shareable {
}
