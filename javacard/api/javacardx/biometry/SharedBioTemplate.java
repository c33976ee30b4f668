// A biometric reference that other applets may match with.
// Java Card API 3.2, package javacardx.biometry.
package javacardx.biometry;

import javacard.framework.Shareable;

/** A biometric reference that other applets may match with. */
public interface SharedBioTemplate extends BioTemplate, Shareable {
}
