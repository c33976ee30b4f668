package java.lang;

public class Object {

    public Object() {
    }

    public native boolean equals(Object p0);

}
