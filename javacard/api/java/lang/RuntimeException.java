package java.lang;

public class RuntimeException extends Exception {

    public RuntimeException() {
    }

}
