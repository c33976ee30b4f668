// Data files that came in the CAP file of the calling code.
// The one instance is the system's; whose files it shows is decided by the caller.
package javacard.framework;

import java.io.IOException;

/** Access to the static resources of the caller's CAP file. */
public final class Resources {

    private Resources() {
    }

    /**
     * Returns the access object. Native: the runtime's one instance, a permanent entry point
     * object.
     *
     * @return the access object
     */
    public static native Resources getResources();

    /**
     * Returns the size of a resource. Native: looks in the CAP file of the calling code.
     *
     * @param resourceId the identifier within the CAP file
     * @return the size in bytes
     * @throws IOException if the CAP file has no such resource
     */
    public native short getSize(short resourceId) throws IOException;

    /**
     * Returns a read-only view of a whole resource. Native: as
     * {@link #getView(short, short, short)}.
     *
     * @param resourceId the identifier within the CAP file
     * @return the view
     * @throws IOException if the CAP file has no such resource
     */
    public native byte[] getView(short resourceId) throws IOException;

    /**
     * Returns a read-only view of a part of a resource. Native: looks in the CAP file of the
     * calling code; the view belongs to the caller's context.
     *
     * @param resourceId the identifier within the CAP file
     * @param ofs where the part starts
     * @param len its length
     * @return the view
     * @throws IOException if the CAP file has no such resource
     * @throws ArrayIndexOutOfBoundsException if the range is outside the resource
     */
    public native byte[] getView(short resourceId, short ofs, short len) throws IOException;
}
