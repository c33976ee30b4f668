package javacard.security;

/** Marks the private half of an asymmetric key pair. */
public interface PrivateKey extends Key {
}
