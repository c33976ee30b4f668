package javacardx.biometry;

import javacard.framework.Shareable;

/** A biometric reference that other applets may match with. */
public interface SharedBioTemplate extends BioTemplate, Shareable {
}
