// One constant string of a string pool. Lives in source and class files only: no token, no code.
// The converter turns it into a byte array of the string's UTF-8 bytes.
package javacardx.annotations;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Defines a named constant string inside a {@link StringPool}. */
@Retention(RetentionPolicy.CLASS)
@Target({})
public @interface StringDef {

    /** The name of the constant, a valid Java identifier, unique within the pool. */
    String name();

    /** The text; left out when {@link #reference} names another string. */
    String value() default "";

    /** The name of a string of an imported pool that this one stands for; otherwise empty. */
    String reference() default "";
}
