// The public half of a pair on a named curve (X25519, Ed25519, SM2, P-256 and others).
// Java Card API 3.2, package javacard.security.
package javacard.security;

/** The public half of a pair on a named curve (X25519, Ed25519, SM2, P-256 and others). */
public interface XECPublicKey extends XECKey, PublicKey {
}
