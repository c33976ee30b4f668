// What the figures' server shares.
package figures;

import javacard.framework.Shareable;

/** A number that goes up. */
public interface Counter extends Shareable {
    short add(short n);
}
