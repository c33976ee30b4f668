// The mark of objects that events come from.
// Peripherals implement it; this card has none.
package javacardx.framework.event;

/** Marks event sources. */
public interface EventSource {
}
