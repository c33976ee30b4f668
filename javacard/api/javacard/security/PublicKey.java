package javacard.security;

/** Marks the public half of an asymmetric key pair. */
public interface PublicKey extends Key {
}
