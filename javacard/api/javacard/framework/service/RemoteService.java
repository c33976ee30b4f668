// The mark of services that give access to objects from outside the card.
// Kept so that such applets link: this card serves no remote calls.
package javacard.framework.service;

/** Marks services for remote access. */
public interface RemoteService extends Service {
}
