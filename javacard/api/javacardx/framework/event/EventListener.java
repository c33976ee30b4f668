// The mark of objects that want to hear of events.
// Each kind of event has an interface of its own that extends this one.
package javacardx.framework.event;

/** Marks event listeners. */
public interface EventListener {
}
