// Other character encodings: UTF-16 in its forms, UCS-2, ISO 8859-1.
// Each conversion runs twice: once to check and measure, once to write.
package hydra.text;

import javacardx.framework.string.StringException;
import javacardx.framework.string.StringUtil;

/** Conversions between UTF-8 and other encodings. Source ranges are the caller's concern. */
public final class Encoding {

    private Encoding() {
    }

    /**
     * Refuses encodings that are not supported.
     *
     * @param encoding one of StringUtil's constants
     * @throws StringException UNSUPPORTED_ENCODING for GSM_7 and for unknown ones
     */
    public static void check(byte encoding) {
        boolean known = encoding >= StringUtil.UTF_8 && encoding <= StringUtil.ISO_8859_1;
        if (!known || encoding == StringUtil.GSM_7) {
            StringException.throwIt(StringException.UNSUPPORTED_ENCODING);
        }
    }

    /**
     * Converts UTF-8.
     *
     * @param s the array with the text
     * @param off where it starts
     * @param end where it ends
     * @param d receives the result; null to measure only
     * @param at where in d
     * @param encoding a supported encoding
     * @return how many bytes the result has
     * @throws StringException INVALID_BYTE_SEQUENCE if the text is ill-formed or cannot be
     *     expressed, or the result is longer than 32767 bytes
     */
    public static short fromUtf8(byte[] s, short off, short end, byte[] d, short at,
            byte encoding) {
        short total = 0;
        if (encoding == StringUtil.UTF_16) {
            total = put((short) 0xFEFF, d, at, encoding);
        }
        while (off < end) {
            short length = Utf8.sequence(s, off, end);
            require(length > 0);
            short plane = Utf8.plane(s, off, length);
            short low = Utf8.low(s, off, length);
            total += encode(plane, low, d, (short) (at + total), encoding);
            require(total >= 0);
            off += length;
        }
        return total;
    }

    /**
     * Converts to UTF-8.
     *
     * @param s the array with the text
     * @param off where it starts
     * @param end where it ends
     * @param d receives the result; null to measure only
     * @param at where in d
     * @param encoding a supported encoding
     * @return how many bytes the result has
     * @throws StringException INVALID_BYTE_SEQUENCE if the text is ill-formed or the result is
     *     longer than 32767 bytes
     */
    public static short toUtf8(byte[] s, short off, short end, byte[] d, short at, byte encoding) {
        boolean little = encoding == StringUtil.UTF_16_LE;
        if (encoding == StringUtil.UTF_16 && (short) (end - off) >= 2) {
            short mark = unit(s, off, false);
            little = mark == (short) 0xFFFE;
            if (little || mark == (short) 0xFEFF) {
                off += 2;
            }
        }
        short total = 0;
        while (off < end) {
            short length = width(s, off, end, little, encoding);
            short plane = plane(s, off, length, little, encoding);
            short low = low(s, off, length, little, encoding);
            if (d == null) {
                total += Utf8.size(plane, low);
            } else {
                total += Utf8.write(plane, low, d, (short) (at + total));
            }
            require(total >= 0);
            off += length;
        }
        return total;
    }

    private static void require(boolean condition) {
        if (!condition) {
            StringException.throwIt(StringException.INVALID_BYTE_SEQUENCE);
        }
    }

    /** Writes a code point, if there is an array, and tells how many bytes it takes. */
    private static short encode(short plane, short low, byte[] d, short at, byte encoding) {
        switch (encoding) {
            case StringUtil.UTF_8:
                return d == null ? Utf8.size(plane, low) : Utf8.write(plane, low, d, at);
            case StringUtil.ISO_8859_1:
                require(plane == 0 && low >= 0 && low < 0x100);
                if (d != null) {
                    d[at] = (byte) low;
                }
                return 1;
            case StringUtil.UCS_2:
                require(plane == 0);
                return put(low, d, at, encoding);
            default:
                break;
        }
        if (plane == 0) {
            return put(low, d, at, encoding);
        }
        short high = (short) ((short) ((short) 0xD800 | (short) ((short) (plane - 1) << 6))
                | (short) ((short) (low >> 10) & 0x3F));
        put(high, d, at, encoding);
        put((short) ((short) 0xDC00 | (short) (low & 0x3FF)), d, (short) (at + 2), encoding);
        return 4;
    }

    /** Writes 16 bits, if there is an array. */
    private static short put(short bits, byte[] d, short at, byte encoding) {
        if (d != null) {
            boolean little = encoding == StringUtil.UTF_16_LE;
            d[at] = (byte) (little ? bits : (short) (bits >> 8));
            d[(short) (at + 1)] = (byte) (little ? (short) (bits >> 8) : bits);
        }
        return 2;
    }

    /** Measures the code point at an offset, or throws if there is none. */
    private static short width(byte[] s, short off, short end, boolean little, byte encoding) {
        if (encoding == StringUtil.ISO_8859_1) {
            return 1;
        }
        if (encoding == StringUtil.UTF_8) {
            short length = Utf8.sequence(s, off, end);
            require(length > 0);
            return length;
        }
        require((short) (end - off) >= 2);
        short first = unit(s, off, little);
        if (!isSurrogate(first, (short) 0xD800) && !isSurrogate(first, (short) 0xDC00)) {
            return 2;
        }
        require(encoding != StringUtil.UCS_2 && isSurrogate(first, (short) 0xD800)
                && (short) (end - off) >= 4
                && isSurrogate(unit(s, (short) (off + 2), little), (short) 0xDC00));
        return 4;
    }

    private static short plane(byte[] s, short off, short length, boolean little, byte encoding) {
        if (encoding == StringUtil.UTF_8) {
            return Utf8.plane(s, off, length);
        }
        if (length < 4) {
            return 0;
        }
        short high = unit(s, off, little);
        return (short) ((short) ((short) (high >> 6) & 0x0F) + 1);
    }

    private static short low(byte[] s, short off, short length, boolean little, byte encoding) {
        if (encoding == StringUtil.UTF_8) {
            return Utf8.low(s, off, length);
        }
        if (length == 1) {
            return (short) (s[off] & 0xFF);
        }
        short first = unit(s, off, little);
        if (length == 2) {
            return first;
        }
        short second = unit(s, (short) (off + 2), little);
        return (short) ((short) (first << 10) | (short) (second & 0x3FF));
    }

    private static boolean isSurrogate(short bits, short kind) {
        return (short) (bits & (short) 0xFC00) == kind;
    }

    /** Reads 16 bits. */
    private static short unit(byte[] s, short off, boolean little) {
        short high = s[little ? (short) (off + 1) : off];
        short low = s[little ? off : (short) (off + 1)];
        return (short) ((short) (high << 8) | (short) (low & 0xFF));
    }
}
