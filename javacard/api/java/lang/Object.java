// The root of all classes. Java Card knows no hashCode, toString, monitors or finalizers.
// Arrays are objects too and inherit the one method there is.
package java.lang;

/** The superclass of every class. */
public class Object {

    /** Creates an object. */
    public Object() {
    }

    /**
     * Tells whether this object equals another. Here: whether they are the same object.
     *
     * @param obj the object to compare with, may be null
     * @return true if equal
     */
    public boolean equals(Object obj) {
        return this == obj;
    }
}
