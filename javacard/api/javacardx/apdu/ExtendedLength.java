// The mark of applets that take commands and responses of extended length.
// The runtime answers such commands to other applets with 6700.
package javacardx.apdu;

/** Marks applets that support extended length. */
public interface ExtendedLength {
}
