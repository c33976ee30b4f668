// The mark of an interface whose methods can be called from outside the card.
// Kept so that such applets link: this card serves no remote calls.
package java.rmi;

/** Marks remote interfaces. Their methods must declare {@link RemoteException}. */
public interface Remote {
}
