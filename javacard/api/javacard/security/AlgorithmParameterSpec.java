package javacard.security;

/** Marks an object that carries the parameters of an algorithm. */
public interface AlgorithmParameterSpec {
}
