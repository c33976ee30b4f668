package javacardx.framework.event;

public interface EventSource {

}
