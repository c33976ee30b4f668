package java.rmi;

public interface Remote {

}
