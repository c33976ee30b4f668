// How the primes of a new key pair are to be tested (FIPS 186-4, appendix C).
// Java Card API 3.2, package javacard.security.
package javacard.security;

/** How the primes of a new key pair are to be tested (FIPS 186-4, appendix C). */
public interface PrimalityTestParamSpec extends AlgorithmParameterSpec {
    /** The Fermat test. */
    short FERMAT_TEST = 2;

    /** The Miller-Rabin test. */
    short MILLER_RABIN_TEST = 1;

    /** Which test: one of the constants above. */
    short getType();

    /** How many rounds of it. */
    short getRounds();
}
