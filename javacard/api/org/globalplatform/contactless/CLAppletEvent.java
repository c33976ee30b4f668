// What can happen to an application's contactless side.
// GlobalPlatform Java Card API, package org.globalplatform.contactless.
package org.globalplatform.contactless;

/** What can happen to an application's contactless side. */
public interface CLAppletEvent {
    /** The application was activated. */
    short EVENT_ACTIVATED = 0x02;

    /** The application's address changed. */
    short EVENT_URI = 0x04;

    /** The application's discretionary data changed. */
    short EVENT_DISCRETIONARY_DATA = 0x05;

    /** The application's logo changed. */
    short EVENT_LOGO = 0x06;

    /** The application's protocol data of type A changed. */
    short EVENT_PROTOCOL_DATA_TYPE_A = 0x07;

    /** The application's protocol data of type B changed. */
    short EVENT_PROTOCOL_DATA_TYPE_B = 0x08;

    /** The application's protocol data of type F changed. */
    short EVENT_PROTOCOL_DATA_TYPE_F = 0x09;

    /** The application's display message changed. */
    short EVENT_DISPLAY_MESSAGE = 0x0A;

    /** The application's list of protocols for implicit selection changed. */
    short EVENT_IMPLICIT_SELECTION_PROTOCOLS = 0x0B;

    /** The application's list of families changed. */
    short EVENT_FAMILY_IDENTIFIER = 0x0C;

    /** Continuous processing was switched on. */
    short EVENT_CONTINUOUS_PROCESS_ON = 0x0D;

    /** A CREL application was added. */
    short EVENT_CREL_ADDED = 0x0E;

    /** A member joined the group. */
    short EVENT_GROUP_MEMBER_ADDED = 0x0F;

    /** The application's list of applications that it excludes changed. */
    short EVENT_POLICY_RESTRICTED_APPLICATIONS = 0x10;

    /** The application was installed. */
    short EVENT_INSTALLED = 0x11;

    /** The application was made selectable. */
    short EVENT_SELECTABLE = 0x12;

    /** The application was locked. */
    short EVENT_LOCKED = 0x13;

    /** The application was deleted. */
    short EVENT_DELETED = 0x14;

    /** The application's display requirement changed. */
    short EVENT_DISPLAY_REQUIREMENT = 0x15;

    /** Access over the proximity interface was granted; older name. */
    short EVENT_COMMUNICATIONS_ISO14443_ENABLED = 0x16;

    /** Access over the proximity interface was granted. */
    short EVENT_PROXIMITY_INTERFACE_ACCESS_ENABLED = 0x16;

    /** The application got the highest selection priority. */
    short EVENT_SELECTION_PRIORITY_HIGHEST = 0x17;

    /** The application got volatile priority. */
    short EVENT_VOLATILE_SELECTION_PRIORITY_SET = 0x18;

    /** Reserved. */
    short EVENT_RFU1 = 0x7F;

    /** The application was made not activatable. */
    short EVENT_NON_ACTIVATABLE = 0x81;

    /** The application was deactivated. */
    short EVENT_DEACTIVATED = 0x82;

    /** Continuous processing was switched off. */
    short EVENT_CONTINUOUS_PROCESS_OFF = 0x8D;

    /** A CREL application was removed. */
    short EVENT_CREL_REMOVED = 0x8E;

    /** A member left the group. */
    short EVENT_GROUP_MEMBER_REMOVED = 0x8F;

    /** The application was unlocked. */
    short EVENT_UNLOCKED = 0x93;

    /** Access over the proximity interface was withdrawn; older name. */
    short EVENT_COMMUNICATIONS_ISO14443_DISABLED = 0x96;

    /** Access over the proximity interface was withdrawn. */
    short EVENT_PROXIMITY_INTERFACE_ACCESS_DISABLED = 0x96;

    /** The application got the lowest selection priority. */
    short EVENT_SELECTION_PRIORITY_LOWEST = 0x97;

    /** The application lost volatile priority. */
    short EVENT_VOLATILE_SELECTION_PRIORITY_RESET = 0x98;
}
