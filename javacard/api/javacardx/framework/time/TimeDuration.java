package javacardx.framework.time;

public final class TimeDuration {
    public static final short DAYS = 7;
    public static final short HOURS = 6;
    public static final short MICROS = 2;
    public static final short MILLIS = 3;
    public static final short MINUTES = 5;
    public static final short SECONDS = 4;

    private TimeDuration() {
    }

    public static native TimeDuration getInstance(byte p0);

    public static native TimeDuration getInstance(byte p0, short p1, short p2);

    public native byte getMemoryType();

    public native boolean isNegative();

    public native TimeDuration abs();

    public native TimeDuration neg();

    public native TimeDuration reset();

    public native short compareTo(TimeDuration p0);

    public native short compareTo(short p0, short p1);

    public native TimeDuration minus(TimeDuration p0);

    public native TimeDuration minus(short p0, short p1);

    public native TimeDuration plus(TimeDuration p0);

    public native TimeDuration plus(short p0, short p1);

    public native TimeDuration set(byte[] p0, short p1, short p2, short p3);

    public native short toBytes(byte[] p0, short p1, short p2, short p3);

    public native short getByteLength(short p0);

}
