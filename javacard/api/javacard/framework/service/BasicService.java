package javacard.framework.service;

public class BasicService implements Service {

    public BasicService() {
    }

    public native boolean processDataIn(javacard.framework.APDU p0);

    public native boolean processCommand(javacard.framework.APDU p0);

    public native boolean processDataOut(javacard.framework.APDU p0);

    public native short receiveInData(javacard.framework.APDU p0);

    public native void setProcessed(javacard.framework.APDU p0);

    public native boolean isProcessed(javacard.framework.APDU p0);

    public native void setOutputLength(javacard.framework.APDU p0, short p1);

    public native short getOutputLength(javacard.framework.APDU p0);

    public native void setStatusWord(javacard.framework.APDU p0, short p1);

    public native short getStatusWord(javacard.framework.APDU p0);

    public native boolean fail(javacard.framework.APDU p0, short p1);

    public native boolean succeed(javacard.framework.APDU p0);

    public native boolean succeedWithStatusWord(javacard.framework.APDU p0, short p1);

    public native byte getCLA(javacard.framework.APDU p0);

    public native byte getINS(javacard.framework.APDU p0);

    public native byte getP1(javacard.framework.APDU p0);

    public native byte getP2(javacard.framework.APDU p0);

    public native boolean selectingApplet();

}
