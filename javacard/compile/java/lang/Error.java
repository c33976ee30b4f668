// Compile-only: javac insists on finding this class when it compiles a java.lang of our own.
// It is never converted and never part of a card.
package java.lang;

public class Error extends Throwable {
}
