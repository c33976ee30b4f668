// Marks the public half of an asymmetric key pair.
// Java Card API 3.2, package javacard.security.
package javacard.security;

/** Marks the public half of an asymmetric key pair. */
public interface PublicKey extends Key {
}
