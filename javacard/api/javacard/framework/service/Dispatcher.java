package javacard.framework.service;

public class Dispatcher {
    public static final byte PROCESS_COMMAND = 2;
    public static final byte PROCESS_INPUT_DATA = 1;
    public static final byte PROCESS_NONE = 0;
    public static final byte PROCESS_OUTPUT_DATA = 3;

    public Dispatcher(short p0) {
    }

    public native void addService(Service p0, byte p1);

    public native void removeService(Service p0, byte p1);

    public native Exception dispatch(javacard.framework.APDU p0, byte p1);

    public native void process(javacard.framework.APDU p0);

}
