package javacard.framework.service;

public interface Service {

    boolean processDataIn(javacard.framework.APDU p0);

    boolean processCommand(javacard.framework.APDU p0);

    boolean processDataOut(javacard.framework.APDU p0);

}
