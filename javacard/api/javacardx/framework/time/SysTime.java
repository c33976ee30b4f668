// The time since the card was reset.
// Not the time of day: the card has no clock of its own, and what it is told is not kept here.
package javacardx.framework.time;

/** The uptime of the system. */
public final class SysTime {

    private SysTime() {
    }

    /**
     * Reads the time since the last reset. It never goes back before the next one.
     *
     * @param uptime receives the time
     * @throws NullPointerException if uptime is null
     */
    public static void uptime(TimeDuration uptime) {
        readClock(uptime.micros);
    }

    /**
     * Reads the clock. Native: checks the caller's right to write the array, then writes the
     * microseconds since the last reset as 8 bytes, high byte first, in one atomic step.
     */
    private static native void readClock(byte[] micros);
}
