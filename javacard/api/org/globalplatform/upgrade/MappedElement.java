// An element that stands for an object of the application.
// GlobalPlatform Java Card API, package org.globalplatform.upgrade.
package org.globalplatform.upgrade;

/** An element that stands for an object of the application. */
public interface MappedElement extends Element {
    /** The object it stands for: when saving the old one, when restoring the new one. */
    Object getMappedObject();

    /** Sets the object that it stands for; returns this element. */
    Element setMappedObject(Object object);
}
