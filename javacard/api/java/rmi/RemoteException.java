package java.rmi;

public class RemoteException extends java.io.IOException {

    public RemoteException() {
    }

}
