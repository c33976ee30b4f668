// Compile-only: javac asks for this class when it types a conditional expression of references.
// It is never converted and never part of a card.
package java.lang;

public final class Short {
}
