package javacardx.framework.event;

public abstract class EventRegistry {

    EventRegistry() {
    }

    public static native EventRegistry getEventRegistry(EventSource p0);

    public native void register(EventListener p0);

    public native void unregister(EventListener p0);

}
