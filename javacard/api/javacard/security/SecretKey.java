// Marks a key of a symmetric algorithm.
// Java Card API 3.2, package javacard.security.
package javacard.security;

/** Marks a key of a symmetric algorithm. */
public interface SecretKey extends Key {
}
