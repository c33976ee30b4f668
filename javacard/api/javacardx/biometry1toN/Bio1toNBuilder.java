// Makes matchers and references.
// Java Card API 3.2, package javacardx.biometry1toN.
package javacardx.biometry1toN;

/**
 * Makes matchers and references. This card has no matcher, so there is no kind that it can make.
 */
public class Bio1toNBuilder {
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

    private Bio1toNBuilder() {
    }

    /**
     * An empty matcher for up to {@code capacity} references of the kind {@code bioType}, blocked
     * after {@code tryLimit} wrong matches. Throws Bio1toNException UNSUPPORTED_BIO_TYPE if the
     * card has no matcher for the kind, ILLEGAL_VALUE if capacity or limit is below 1.
     */
    public static OwnerBioMatcher buildBioMatcher(short capacity, byte bioType, byte tryLimit) {
        return buildBioMatcher(capacity, bioType, tryLimit, null, DEFAULT_INITPARAM);
    }

    /**
     * The same from the provider with the application identifier {@code rid} (null: the card's
     * own), with a parameter of its own. Throws Bio1toNException UNSUPPORTED_BIO_TYPE if the card
     * has no such matcher, ILLEGAL_VALUE if capacity or limit is below 1.
     */
    public static OwnerBioMatcher buildBioMatcher(short capacity, byte bioType, byte tryLimit,
            byte[] rid, byte initParam) {
        if (capacity < 1 || tryLimit < 1) {
            Bio1toNException.throwIt(Bio1toNException.ILLEGAL_VALUE);
        }
        Bio1toNException.throwIt(Bio1toNException.UNSUPPORTED_BIO_TYPE);
        return null;
    }

    /**
     * An empty reference of the kind {@code bioType}. Throws Bio1toNException UNSUPPORTED_BIO_TYPE
     * if the card has no matcher for the kind.
     */
    public static OwnerBioTemplateData buildBioTemplateData(byte bioType) {
        return buildBioTemplateData(bioType, null);
    }

    /**
     * The same from the provider with the application identifier {@code rid} (null: the card's
     * own). Throws Bio1toNException UNSUPPORTED_BIO_TYPE if the card has no such matcher.
     */
    public static OwnerBioTemplateData buildBioTemplateData(byte bioType, byte[] rid) {
        Bio1toNException.throwIt(Bio1toNException.UNSUPPORTED_BIO_TYPE);
        return null;
    }
}
