// UTF-8 (RFC 3629): finding, reading and writing code points.
// A code point is two shorts, its plane (0 to 16) and the 16 bits below, because int is optional.
package hydra.text;

/** Functions on UTF-8 sequences. Ranges are the caller's concern. */
public final class Utf8 {

    private Utf8() {
    }

    /**
     * Measures the sequence at an offset.
     *
     * @param s the array
     * @param off where in it, before end
     * @param end where the text ends
     * @return how many bytes the sequence has; negated if it is ill-formed: then as many as could
     *     begin a well-formed one, at least 1
     */
    public static short sequence(byte[] s, short off, short end) {
        short lead = (short) (s[off] & 0xFF);
        short length = lengthByLead(lead);
        if (length == 0) {
            return -1;
        }
        for (short i = 1; i < length; i++) {
            short at = (short) (off + i);
            if (at == end || !mayFollow(lead, i, (short) (s[at] & 0xFF))) {
                return (short) -i;
            }
        }
        return length;
    }

    /**
     * Measures the sequence at an offset, well-formed or not.
     *
     * @param s the array
     * @param off where in it, before end
     * @param end where the text ends
     * @return how many bytes, at least 1
     */
    public static short width(byte[] s, short off, short end) {
        short n = sequence(s, off, end);
        return n < 0 ? (short) -n : n;
    }

    /**
     * Measures the sequence before an offset, well-formed or not.
     *
     * @param s the array
     * @param start where the text starts
     * @param off where in the array, after start
     * @return how many bytes, at least 1
     */
    public static short widthBefore(byte[] s, short start, short off) {
        for (short n = 4; n > 1; n--) {
            short at = (short) (off - n);
            if (at >= start && width(s, at, off) == n) {
                return n;
            }
        }
        return 1;
    }

    /**
     * Reads the plane of a well-formed sequence.
     *
     * @param s the array
     * @param off where in it
     * @param length how many bytes it has
     * @return 0 to 16
     */
    public static short plane(byte[] s, short off, short length) {
        if (length < 4) {
            return 0;
        }
        short low = (short) ((short) (s[(short) (off + 1)] >> 4) & 0x03);
        return (short) ((short) ((short) (s[off] & 0x07) << 2) | low);
    }

    /**
     * Reads the low 16 bits of a well-formed sequence.
     *
     * @param s the array
     * @param off where in it
     * @param length how many bytes it has
     * @return the bits
     */
    public static short low(byte[] s, short off, short length) {
        if (length == 1) {
            return s[off];
        }
        short bits = (short) (s[off] & (short) (0xFF >> (short) (length + 1)));
        for (short i = 1; i < length; i++) {
            short more = (short) (s[(short) (off + i)] & 0x3F);
            bits = (short) ((short) (bits << 6) | more);
        }
        return bits;
    }

    /**
     * Measures the sequence of a code point.
     *
     * @param plane its plane
     * @param low its low 16 bits
     * @return 1 to 4 bytes
     */
    public static short size(short plane, short low) {
        if (plane != 0) {
            return 4;
        }
        if (low < 0 || low >= 0x800) {
            return 3;
        }
        return (short) (low >= 0x80 ? 2 : 1);
    }

    /**
     * Writes the sequence of a code point.
     *
     * @param plane its plane
     * @param low its low 16 bits
     * @param d the array
     * @param off where in it
     * @return how many bytes
     */
    public static short write(short plane, short low, byte[] d, short off) {
        short length = size(plane, low);
        if (length == 1) {
            d[off] = (byte) low;
            return length;
        }
        short at = (short) (off + length - 1);
        d[at] = continuation(low);
        if (length == 2) {
            d[off] = (byte) (0xC0 | (short) ((short) (low >> 6) & 0x1F));
            return length;
        }
        d[(short) (at - 1)] = continuation((short) (low >> 6));
        short top = (short) ((short) (low >> 12) & 0x0F);
        if (length == 3) {
            d[off] = (byte) (0xE0 | top);
            return length;
        }
        d[(short) (off + 1)] = (byte) (0x80 | (short) ((short) ((short) (plane & 3) << 4) | top));
        d[off] = (byte) (0xF0 | (short) (plane >> 2));
        return length;
    }

    private static byte continuation(short bits) {
        return (byte) (0x80 | (short) (bits & 0x3F));
    }

    /** How many bytes a sequence has that begins so; 0 if none does. */
    private static short lengthByLead(short lead) {
        if (lead < 0x80) {
            return 1;
        }
        if (lead < 0xC2 || lead > 0xF4) {
            return 0;
        }
        if (lead < 0xE0) {
            return 2;
        }
        return (short) (lead < 0xF0 ? 3 : 4);
    }

    /** Whether a byte may be the i-th after a lead: no long forms, surrogates or planes over 16. */
    private static boolean mayFollow(short lead, short i, short b) {
        if (b < 0x80 || b > 0xBF) {
            return false;
        }
        if (i > 1) {
            return true;
        }
        switch (lead) {
            case 0xE0:
                return b >= 0xA0;
            case 0xED:
                return b < 0xA0;
            case 0xF0:
                return b >= 0x90;
            case 0xF4:
                return b < 0x90;
            default:
                return true;
        }
    }
}
