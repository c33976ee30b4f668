// Makes biometric templates.
// Java Card API 3.2, package javacardx.biometry.
package javacardx.biometry;

/** Makes biometric templates. This card has no matcher, so there is no kind that it can make. */
public final class BioBuilder {
    /** Odour. */
    public static final byte BODY_ODOR = 13;

    /** The initial parameter that asks for nothing special. */
    public static final byte DEFAULT_INITPARAM = 0;

    /** DNA. */
    public static final byte DNA_SCAN = 14;

    /** Shape of the ear. */
    public static final byte EAR_GEOMETRY = 15;

    /** Facial features. */
    public static final byte FACIAL_FEATURE = 1;

    /** Fingerprint. */
    public static final byte FINGERPRINT = 3;

    /** Shape of the finger. */
    public static final byte FINGER_GEOMETRY = 16;

    /** Gait. */
    public static final byte GAIT_STYLE = 12;

    /** Shape of the hand. */
    public static final byte HAND_GEOMETRY = 6;

    /** Iris. */
    public static final byte IRIS_SCAN = 4;

    /** Rhythm of typing. */
    public static final byte KEYSTROKES = 8;

    /** Movement of the lips. */
    public static final byte LIP_MOVEMENT = 9;

    /** Shape of the palm. */
    public static final byte PALM_GEOMETRY = 17;

    /** A password, matched like biometry. */
    public static final byte PASSWORD = 31;

    /** Retina. */
    public static final byte RETINA_SCAN = 5;

    /** Handwritten signature. */
    public static final byte SIGNATURE = 7;

    /** Heat image of the face. */
    public static final byte THERMAL_FACE = 10;

    /** Heat image of the hand. */
    public static final byte THERMAL_HAND = 11;

    /** Pattern of veins. */
    public static final byte VEIN_PATTERN = 18;

    /** Voice. */
    public static final byte VOICE_PRINT = 2;

    private BioBuilder() {
    }

    /**
     * An empty template of the kind {@code bioType}, blocked after {@code tryLimit} wrong matches.
     * Throws BioException NO_SUCH_BIO_TEMPLATE if the card has no matcher for the kind,
     * ILLEGAL_VALUE if the limit is below 1.
     */
    public static OwnerBioTemplate buildBioTemplate(byte bioType, byte tryLimit) {
        return buildBioTemplate(bioType, tryLimit, null, DEFAULT_INITPARAM);
    }

    /**
     * The same from the provider with the application identifier {@code rid} (null: the card's
     * own), with a parameter of its own. Throws BioException NO_SUCH_BIO_TEMPLATE if the card has
     * no such matcher, ILLEGAL_VALUE if the limit is below 1.
     */
    public static OwnerBioTemplate buildBioTemplate(byte bioType, byte tryLimit, byte[] rid,
            byte initParam) {
        if (tryLimit < 1) {
            BioException.throwIt(BioException.ILLEGAL_VALUE);
        }
        BioException.throwIt(BioException.NO_SUCH_BIO_TEMPLATE);
        return null;
    }
}
