// What an applet implements that can be active on several logical channels at once.
// All applets of a package must, or none is multiselectable.
package javacard.framework;

/** Selection of an applet while it, or another of its package, is active elsewhere. */
public interface MultiSelectable {

    /**
     * Called instead of {@link Applet#select} when an applet of the package is active already.
     *
     * @param appInstAlreadyActive whether this instance itself is active on another channel
     * @return true to accept
     */
    boolean select(boolean appInstAlreadyActive);

    /**
     * Called instead of {@link Applet#deselect} when an applet of the package stays active.
     *
     * @param appInstStillActive whether this instance itself stays active on another channel
     */
    void deselect(boolean appInstStillActive);
}
