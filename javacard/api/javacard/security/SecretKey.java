package javacard.security;

/** Marks a key of a symmetric algorithm. */
public interface SecretKey extends Key {
}
