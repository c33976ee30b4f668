// Text in byte arrays, encoded in UTF-8.
// A string is an array, an offset and a length in bytes; indexes count from the offset.
package javacardx.framework.string;

import hydra.framework.Firewall;
import hydra.framework.Scratch;
import hydra.framework.Thrower;
import hydra.math.Unsigned;
import hydra.text.Decimal;
import hydra.text.Encoding;
import hydra.text.Utf8;
import javacard.framework.Util;

/**
 * Functions on UTF-8 strings. All throw NullPointerException for a null array and
 * ArrayIndexOutOfBoundsException for a string outside its array or a result that does not fit; then
 * nothing is written. An ill-formed sequence counts as one code point where nothing else is said.
 * Letter case is that of ASCII. A result must not overlap a source, unless it is shorter and
 * written from the same offset or below.
 */
public final class StringUtil {

    /** UTF-8. */
    public static final byte UTF_8 = 1;

    /** UTF-16: written with a byte order mark, high byte first; read with or without one. */
    public static final byte UTF_16 = 2;

    /** UTF-16, low byte first, without a mark. */
    public static final byte UTF_16_LE = 3;

    /** UTF-16, high byte first, without a mark. */
    public static final byte UTF_16_BE = 4;

    /** UCS-2, high byte first. */
    public static final byte UCS_2 = 5;

    /** The 7-bit alphabet of GSM: not supported. */
    public static final byte GSM_7 = 6;

    /** ISO 8859-1. */
    public static final byte ISO_8859_1 = 7;

    /** Where proprietary encodings begin: none is supported. */
    public static final byte PROP_ENCODING_EXT = 0x40;

    private StringUtil() {
    }

    /**
     * Counts code points.
     *
     * @param aString the array
     * @param offset where the string starts
     * @param length its length
     * @return how many
     */
    public static short codePointCount(byte[] aString, short offset, short length) {
        Firewall.checkArray(aString, offset, length);
        short end = (short) (offset + length);
        short count = 0;
        while (offset < end) {
            offset += Utf8.width(aString, offset, end);
            count++;
        }
        return count;
    }

    /**
     * Copies the code point at an index.
     *
     * @param aString the array
     * @param offset where the string starts
     * @param length its length
     * @param index the index of the code point in bytes
     * @param dstBuffer receives the code point
     * @param dstOffset where in it
     * @return how many bytes
     * @throws IndexOutOfBoundsException if index is outside the string
     */
    public static short codePointAt(byte[] aString, short offset, short length, short index,
            byte[] dstBuffer, short dstOffset) {
        Firewall.checkArray(aString, offset, length);
        if (index < 0 || index >= length) {
            Thrower.raise(Thrower.INDEX);
        }
        short at = (short) (offset + index);
        short size = Utf8.width(aString, at, (short) (offset + length));
        Util.arrayCopy(aString, at, dstBuffer, dstOffset, size);
        return size;
    }

    /**
     * Copies the code point before an index.
     *
     * @param aString the array
     * @param offset where the string starts
     * @param length its length
     * @param index the index after the code point in bytes
     * @param dstBuffer receives the code point
     * @param dstOffset where in it
     * @return how many bytes
     * @throws IndexOutOfBoundsException if index is less than 1 or more than length
     */
    public static short codePointBefore(byte[] aString, short offset, short length, short index,
            byte[] dstBuffer, short dstOffset) {
        Firewall.checkArray(aString, offset, length);
        if (index < 1 || index > length) {
            Thrower.raise(Thrower.INDEX);
        }
        short at = (short) (offset + index);
        short size = Utf8.widthBefore(aString, offset, at);
        Util.arrayCopy(aString, (short) (at - size), dstBuffer, dstOffset, size);
        return size;
    }

    /**
     * Moves an index by code points.
     *
     * @param aString the array
     * @param offset where the string starts
     * @param length its length
     * @param index the index to start from in bytes
     * @param codePointOffset how many code points, back if negative
     * @return the index reached in bytes
     * @throws IndexOutOfBoundsException if index is outside the string, or there are not so many
     *     code points
     */
    public static short offsetByCodePoints(byte[] aString, short offset, short length,
            short index, short codePointOffset) {
        Firewall.checkArray(aString, offset, length);
        if (index < 0 || index > length) {
            Thrower.raise(Thrower.INDEX);
        }
        short at = (short) (offset + index);
        short end = (short) (offset + length);
        for (; codePointOffset > 0; codePointOffset--) {
            if (at >= end) {
                Thrower.raise(Thrower.INDEX);
            }
            at += Utf8.width(aString, at, end);
        }
        for (; codePointOffset < 0; codePointOffset++) {
            if (at <= offset) {
                Thrower.raise(Thrower.INDEX);
            }
            at -= Utf8.widthBefore(aString, offset, at);
        }
        return (short) (at - offset);
    }

    /**
     * Compares two strings byte by byte, bytes taken as unsigned: the order of code points.
     *
     * @param ignoreCase whether letter case does not matter
     * @param aString the array with the one
     * @param offset where it starts
     * @param length its length
     * @param anotherString the array with the other
     * @param ooffset where it starts
     * @param olength its length
     * @return 0 if equal; otherwise the difference of the first different bytes, or of the lengths
     */
    public static short compare(boolean ignoreCase, byte[] aString, short offset, short length,
            byte[] anotherString, short ooffset, short olength) {
        Firewall.checkArray(aString, offset, length);
        Firewall.checkArray(anotherString, ooffset, olength);
        short common = length < olength ? length : olength;
        for (short i = 0; i < common; i++) {
            byte x = aString[(short) (offset + i)];
            byte y = anotherString[(short) (ooffset + i)];
            if (ignoreCase) {
                x = lower(x);
                y = lower(y);
            }
            if (x != y) {
                return (short) ((short) (x & 0xFF) - (short) (y & 0xFF));
            }
        }
        return (short) (length - olength);
    }

    /**
     * Finds a string in another.
     *
     * @param aString the array with the string to search
     * @param offset where it starts
     * @param length its length
     * @param subString the array with the string to find
     * @param soffset where it starts
     * @param slength its length
     * @return the index of the first occurrence in bytes, or -1 if there is none
     */
    public static short indexOf(byte[] aString, short offset, short length, byte[] subString,
            short soffset, short slength) {
        Firewall.checkArray(aString, offset, length);
        Firewall.checkArray(subString, soffset, slength);
        short last = (short) (length - slength);
        for (short i = 0; i <= last; i++) {
            short at = (short) (offset + i);
            if (Util.arrayCompare(aString, at, subString, soffset, slength) == 0) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Copies a string with all occurrences of another replaced, from the start on.
     *
     * @param srcString the array with the string
     * @param srcOffset where it starts
     * @param srcLength its length
     * @param oldSubstring the array with what is replaced; an empty string occurs nowhere
     * @param oOffset where it starts
     * @param oLength its length
     * @param newSubstring the array with the replacement
     * @param nOffset where it starts
     * @param nLength its length
     * @param dstString receives the result
     * @param dstOffset where in it
     * @return how many bytes
     */
    public static short replace(byte[] srcString, short srcOffset, short srcLength,
            byte[] oldSubstring, short oOffset, short oLength, byte[] newSubstring, short nOffset,
            short nLength, byte[] dstString, short dstOffset) {
        Firewall.checkArray(newSubstring, nOffset, nLength);
        short hits = occurrences(srcString, srcOffset, srcLength, oldSubstring, oOffset, oLength);
        short total = srcLength;
        for (short i = 0; i < hits; i++) {
            total += (short) (nLength - oLength);
            if (total < 0) {
                Thrower.raise(Thrower.INDEX);
            }
        }
        Firewall.checkArray(dstString, dstOffset, total);
        short at = dstOffset;
        for (; hits > 0; hits--) {
            short kept = indexOf(srcString, srcOffset, srcLength, oldSubstring, oOffset, oLength);
            at = Util.arrayCopyNonAtomic(srcString, srcOffset, dstString, at, kept);
            at = Util.arrayCopyNonAtomic(newSubstring, nOffset, dstString, at, nLength);
            short done = (short) (kept + oLength);
            srcOffset += done;
            srcLength -= done;
        }
        Util.arrayCopyNonAtomic(srcString, srcOffset, dstString, at, srcLength);
        return total;
    }

    /**
     * Copies a string in lower case. Ill-formed sequences are left out.
     *
     * @param srcString the array with the string
     * @param srcOffset where it starts
     * @param srcLength its length
     * @param dstString receives the result
     * @param dstOffset where in it
     * @return how many bytes
     */
    public static short toLowerCase(byte[] srcString, short srcOffset, short srcLength,
            byte[] dstString, short dstOffset) {
        return changeCase(srcString, srcOffset, srcLength, dstString, dstOffset, true);
    }

    /**
     * Copies a string in upper case. Ill-formed sequences are left out.
     *
     * @param srcString the array with the string
     * @param srcOffset where it starts
     * @param srcLength its length
     * @param dstString receives the result
     * @param dstOffset where in it
     * @return how many bytes
     */
    public static short toUpperCase(byte[] srcString, short srcOffset, short srcLength,
            byte[] dstString, short dstOffset) {
        return changeCase(srcString, srcOffset, srcLength, dstString, dstOffset, false);
    }

    /**
     * Copies a string without the spaces and control characters at its ends.
     *
     * @param srcString the array with the string
     * @param srcOffset where it starts
     * @param srcLength its length
     * @param dstString receives the result
     * @param dstOffset where in it
     * @return how many bytes
     */
    public static short trim(byte[] srcString, short srcOffset, short srcLength, byte[] dstString,
            short dstOffset) {
        Firewall.checkArray(srcString, srcOffset, srcLength);
        while (srcLength > 0 && isSpace(srcString[srcOffset])) {
            srcOffset++;
            srcLength--;
        }
        while (srcLength > 0 && isSpace(srcString[(short) (srcOffset + srcLength - 1)])) {
            srcLength--;
        }
        Util.arrayCopy(srcString, srcOffset, dstString, dstOffset, srcLength);
        return srcLength;
    }

    /**
     * Writes true or false.
     *
     * @param b which
     * @param dstString receives the text
     * @param dstOffset where in it
     * @return how many bytes
     */
    public static short valueOf(boolean b, byte[] dstString, short dstOffset) {
        byte[] work = Scratch.array();
        short length = (short) (b ? 4 : 5);
        work[0] = (byte) (b ? 't' : 'f');
        work[1] = (byte) (b ? 'r' : 'a');
        work[2] = (byte) (b ? 'u' : 'l');
        work[3] = (byte) (b ? 'e' : 's');
        work[4] = 'e';
        Util.arrayCopy(work, (short) 0, dstString, dstOffset, length);
        return length;
    }

    /**
     * Tells whether a string is true, in any letter case.
     *
     * @param aString the array
     * @param offset where the string starts
     * @param length its length
     * @return true if so
     */
    public static boolean parseBoolean(byte[] aString, short offset, short length) {
        Firewall.checkArray(aString, offset, length);
        byte[] work = Scratch.array();
        valueOf(true, work, (short) 0);
        return compare(true, aString, offset, length, work, (short) 0, (short) 4) == 0;
    }

    /**
     * Writes a number in decimal.
     *
     * @param i the number
     * @param dstString receives the text
     * @param dstOffset where in it
     * @return how many bytes
     */
    public static short valueOf(short i, byte[] dstString, short dstOffset) {
        byte[] work = extend(i);
        Util.setShort(work, (short) (Decimal.SIZE - 2), i);
        return Decimal.write(dstString, dstOffset);
    }

    /**
     * Reads a number: an optional minus, then decimal digits without leading zeros, or 0x, 0X or #
     * and hexadecimal digits.
     *
     * @param aString the array
     * @param offset where the text starts
     * @param length its length
     * @return the number
     * @throws StringException ILLEGAL_NUMBER_FORMAT if it is none, or not within 16 bits signed
     */
    public static short parseShortInteger(byte[] aString, short offset, short length) {
        Firewall.checkArray(aString, offset, length);
        Decimal.read(aString, offset, length);
        byte[] work = Scratch.array();
        short value = Util.getShort(work, (short) (Decimal.SIZE - 2));
        byte sign = (byte) (value < 0 ? -1 : 0);
        for (short i = 0; i < (short) (Decimal.SIZE - 2); i++) {
            if (work[i] != sign) {
                StringException.throwIt(StringException.ILLEGAL_NUMBER_FORMAT);
            }
        }
        return value;
    }

    /**
     * Writes a number of up to 64 bits in decimal.
     *
     * @param l the number, signed, at most four shorts, the highest first
     * @param dstString receives the text
     * @param dstOffset where in it
     * @return how many bytes
     * @throws StringException ILLEGAL_NUMBER_FORMAT if there are no shorts or more than four
     */
    public static short valueOf(short[] l, byte[] dstString, short dstOffset) {
        short count = (short) l.length;
        if (count < 1 || count > 4) {
            StringException.throwIt(StringException.ILLEGAL_NUMBER_FORMAT);
        }
        byte[] work = extend(l[0]);
        short at = (short) (Decimal.SIZE - (short) (count * 2));
        for (short i = 0; i < count; i++) {
            at = Util.setShort(work, at, l[i]);
        }
        return Decimal.write(dstString, dstOffset);
    }

    /**
     * Reads a number of up to 64 bits, as {@link #parseShortInteger} does.
     *
     * @param aString the array
     * @param offset where the text starts
     * @param length its length
     * @param integer receives the number, the highest short first, without leading zero shorts; a
     *     negative number takes four
     * @param ioffset where in it
     * @return how many shorts, at least 1
     * @throws StringException ILLEGAL_NUMBER_FORMAT if it is none, or not within 64 bits signed
     */
    public static short parseLongInteger(byte[] aString, short offset, short length,
            short[] integer, short ioffset) {
        Firewall.checkArray(aString, offset, length);
        Decimal.read(aString, offset, length);
        byte[] work = Scratch.array();
        short bytes = Unsigned.significant(work, (short) 0, Decimal.SIZE);
        short count = (short) ((short) (bytes + 1) / 2);
        if (count == 0) {
            count = 1;
        }
        Firewall.checkArray(integer, ioffset, count);
        short at = (short) (Decimal.SIZE - (short) (count * 2));
        for (short i = 0; i < count; i++) {
            integer[(short) (ioffset + i)] = Util.getShort(work, (short) (at + (short) (i * 2)));
        }
        return count;
    }

    /**
     * Converts a string to another encoding.
     *
     * @param srcString the array with the string
     * @param srcOffset where it starts
     * @param srcLength its length
     * @param dstString receives the result
     * @param dstOffset where in it
     * @param encoding the encoding of the result
     * @return how many bytes
     * @throws StringException UNSUPPORTED_ENCODING; INVALID_BYTE_SEQUENCE if the string is
     *     ill-formed or the encoding has no code for a character
     */
    public static short convertTo(byte[] srcString, short srcOffset, short srcLength,
            byte[] dstString, short dstOffset, byte encoding) {
        Encoding.check(encoding);
        Firewall.checkArray(srcString, srcOffset, srcLength);
        short end = (short) (srcOffset + srcLength);
        short total = Encoding.fromUtf8(srcString, srcOffset, end, null, (short) 0, encoding);
        Firewall.checkArray(dstString, dstOffset, total);
        return Encoding.fromUtf8(srcString, srcOffset, end, dstString, dstOffset, encoding);
    }

    /**
     * Converts a string from another encoding.
     *
     * @param srcString the array with the string
     * @param srcOffset where it starts
     * @param srcLength its length
     * @param dstString receives the result
     * @param dstOffset where in it
     * @param encoding the encoding of the source
     * @return how many bytes
     * @throws StringException UNSUPPORTED_ENCODING; INVALID_BYTE_SEQUENCE if the source is
     *     ill-formed
     */
    public static short convertFrom(byte[] srcString, short srcOffset, short srcLength,
            byte[] dstString, short dstOffset, byte encoding) {
        Encoding.check(encoding);
        Firewall.checkArray(srcString, srcOffset, srcLength);
        short end = (short) (srcOffset + srcLength);
        short total = Encoding.toUtf8(srcString, srcOffset, end, null, (short) 0, encoding);
        Firewall.checkArray(dstString, dstOffset, total);
        return Encoding.toUtf8(srcString, srcOffset, end, dstString, dstOffset, encoding);
    }

    /**
     * Tells whether a string is well-formed.
     *
     * @param aString the array
     * @param offset where the string starts
     * @param length its length
     * @return true if so
     */
    public static boolean check(byte[] aString, short offset, short length) {
        Firewall.checkArray(aString, offset, length);
        short end = (short) (offset + length);
        while (offset < end) {
            short size = Utf8.sequence(aString, offset, end);
            if (size < 0) {
                return false;
            }
            offset += size;
        }
        return true;
    }

    /**
     * Tells whether a string starts with code points.
     *
     * @param aString the array with the string
     * @param offset where it starts
     * @param length its length
     * @param prefix the array with the code points
     * @param poffset where they start
     * @param plength their length
     * @param codePointCount how many of them; all if negative
     * @return true if so
     * @throws IndexOutOfBoundsException if there are not so many
     */
    public static boolean startsWith(byte[] aString, short offset, short length, byte[] prefix,
            short poffset, short plength, short codePointCount) {
        Firewall.checkArray(aString, offset, length);
        short wanted = head(prefix, poffset, plength, codePointCount);
        return length >= wanted
                && Util.arrayCompare(aString, offset, prefix, poffset, wanted) == 0;
    }

    /**
     * Tells whether a string ends with code points.
     *
     * @param aString the array with the string
     * @param offset where it starts
     * @param length its length
     * @param suffix the array with the code points
     * @param soffset where they start
     * @param slength their length
     * @param codePointCount how many of them, from the first; all if negative
     * @return true if so
     * @throws IndexOutOfBoundsException if there are not so many
     */
    public static boolean endsWith(byte[] aString, short offset, short length, byte[] suffix,
            short soffset, short slength, short codePointCount) {
        Firewall.checkArray(aString, offset, length);
        short wanted = head(suffix, soffset, slength, codePointCount);
        short at = (short) (offset + length - wanted);
        return length >= wanted && Util.arrayCompare(aString, at, suffix, soffset, wanted) == 0;
    }

    /**
     * Copies a part of a string.
     *
     * @param srcString the array with the string
     * @param srcOffset where it starts
     * @param srcLength its length
     * @param codePointBeginIndex how many code points are before the part
     * @param codePointEndIndex how many code points are before its end; all if negative
     * @param dstString receives the part
     * @param dstOffset where in it
     * @return how many bytes
     * @throws IndexOutOfBoundsException if there are not so many code points, or the end is before
     *     the beginning
     */
    public static short substring(byte[] srcString, short srcOffset, short srcLength,
            short codePointBeginIndex, short codePointEndIndex, byte[] dstString,
            short dstOffset) {
        short begin = offsetByCodePoints(srcString, srcOffset, srcLength, (short) 0,
                codePointBeginIndex);
        short end = head(srcString, srcOffset, srcLength, codePointEndIndex);
        if (end < begin) {
            Thrower.raise(Thrower.INDEX);
        }
        short length = (short) (end - begin);
        Util.arrayCopy(srcString, (short) (srcOffset + begin), dstString, dstOffset, length);
        return length;
    }

    /** Returns how many bytes the first code points take, all if the count is negative. */
    private static short head(byte[] s, short offset, short length, short codePoints) {
        if (codePoints < 0) {
            Firewall.checkArray(s, offset, length);
            return length;
        }
        return offsetByCodePoints(s, offset, length, (short) 0, codePoints);
    }

    private static boolean isSpace(byte b) {
        return b >= 0 && b <= ' ';
    }

    private static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + 0x20) : b;
    }

    private static byte upper(byte b) {
        return b >= 'a' && b <= 'z' ? (byte) (b - 0x20) : b;
    }

    /** Counts occurrences that do not overlap. */
    private static short occurrences(byte[] s, short off, short length, byte[] sub, short subOff,
            short subLength) {
        short count = 0;
        short at = indexOf(s, off, length, sub, subOff, subLength);
        while (at >= 0 && subLength > 0) {
            count++;
            short done = (short) (at + subLength);
            off += done;
            length -= done;
            at = indexOf(s, off, length, sub, subOff, subLength);
        }
        return count;
    }

    private static short changeCase(byte[] src, short off, short length, byte[] dst, short dstOff,
            boolean toLower) {
        Firewall.checkArray(src, off, length);
        short end = (short) (off + length);
        short total = 0;
        for (short at = off; at < end; at += Utf8.width(src, at, end)) {
            short size = Utf8.sequence(src, at, end);
            total += size < 0 ? (short) 0 : size;
        }
        Firewall.checkArray(dst, dstOff, total);
        while (off < end) {
            short size = Utf8.sequence(src, off, end);
            if (size == 1) {
                dst[dstOff] = toLower ? lower(src[off]) : upper(src[off]);
            } else if (size > 1) {
                Util.arrayCopyNonAtomic(src, off, dst, dstOff, size);
            }
            off += size < 0 ? (short) -size : size;
            dstOff += size < 0 ? (short) 0 : size;
        }
        return total;
    }

    /** Fills the scratch array's number with the sign of a short. */
    private static byte[] extend(short highest) {
        byte[] work = Scratch.array();
        byte sign = (byte) (highest < 0 ? -1 : 0);
        Util.arrayFillNonAtomic(work, (short) 0, Decimal.SIZE, sign);
        return work;
    }
}
