// Marks an object that carries the parameters of an algorithm.
// Java Card API 3.2, package javacard.security.
package javacard.security;

/** Marks an object that carries the parameters of an algorithm. */
public interface AlgorithmParameterSpec {
}
