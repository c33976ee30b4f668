// The set of constant strings that a class declares. Lives in source and class files only.
// The converter makes one static byte array for each definition.
package javacardx.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Declares the constant strings of the annotated class. */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface StringPool {

    /** The strings. */
    StringDef[] value();

    /** Whether other packages may use the strings. */
    boolean export() default false;

    /** The name of the class that holds the constants; empty for the default name. */
    String name() default "";
}
