package javacard.framework.service;

public class RMIService extends BasicService implements RemoteService {
    public static final byte DEFAULT_RMI_INVOKE_INSTRUCTION = 56;

    public RMIService(java.rmi.Remote p0) {
    }

    public native boolean processCommand(javacard.framework.APDU p0);

    public native void setInvokeInstructionByte(byte p0);

}
