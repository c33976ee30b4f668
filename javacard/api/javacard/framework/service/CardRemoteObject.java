package javacard.framework.service;

public class CardRemoteObject implements java.rmi.Remote {

    public CardRemoteObject() {
    }

    public static native void export(java.rmi.Remote p0);

    public static native void unexport(java.rmi.Remote p0);

}
