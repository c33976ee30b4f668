// An application's row in the registry with its contactless side (amendment C).
// GlobalPlatform Java Card API, package org.globalplatform.contactless.
package org.globalplatform.contactless;

import javacard.framework.AID;
import org.globalplatform.GPRegistryEntry;

/**
 * An application's row in the registry with its contactless side (amendment C). Changes that the
 * caller may not make throw ISOException SW_CONDITIONS_NOT_SATISFIED; an entry that is not the
 * card's, SecurityException; one of an application that is gone, SystemException ILLEGAL_USE.
 */
public interface GPCLRegistryEntry extends GPRegistryEntry {
    /** Continuous processing is off. */
    byte CONTINUOUS_PROCESS_DISABLED = 0x01;

    /** Continuous processing is on. */
    byte CONTINUOUS_PROCESS_ENABLED = 0x02;

    /** A display is needed. */
    byte DISPLAY_REQUIREMENT_YES = 0x00;

    /** No display is needed. */
    byte DISPLAY_REQUIREMENT_NO = 0x01;

    /** Selected implicitly over type A. */
    byte IMPLICIT_SELECTION_TYPE_A = (byte) 0x81;

    /** Selected implicitly over type B. */
    byte IMPLICIT_SELECTION_TYPE_B = (byte) 0x82;

    /** Selected implicitly over type F. */
    byte IMPLICIT_SELECTION_TYPE_F = (byte) 0x84;

    /** Information: the application's address. */
    short INFO_URI = 0x04;

    /** Information: the application's discretionary data. */
    short INFO_DISCRETIONARY_DATA = 0x05;

    /** Information: the application's logo. */
    short INFO_LOGO = 0x06;

    /** Information: the application's protocol data of type A. */
    short INFO_PROTOCOL_DATA_TYPE_A = 0x07;

    /** Information: the application's protocol data of type B. */
    short INFO_PROTOCOL_DATA_TYPE_B = 0x08;

    /** Information: the application's protocol data of type F. */
    short INFO_PROTOCOL_DATA_TYPE_F = 0x09;

    /** Information: the application's display message. */
    short INFO_DISPLAY_MESSAGE = 0x0A;

    /** Information: the application's list of families. */
    short INFO_FAMILY_IDENTIFIER = 0x0B;

    /** Information: the application's list of protocols for implicit selection. */
    short INFO_IMPLICIT_SELECTION_PROTOCOLS = 0x0C;

    /** Information: the application's continuous processing. */
    short INFO_CONTINUOUS_PROCESS = 0x0D;

    /** Information: the counter of changes. */
    short INFO_COUNTER_UPDATE = 0x0E;

    /** Information: the application's display requirement. */
    short INFO_DISPLAY_REQUIREMENT = 0x0F;

    /** Information: the application's list of applications that it excludes. */
    short INFO_POLICY_RESTRICTED_APPLICATIONS = 0x10;

    /** Information: the application's way of recognising implicit selection. */
    short INFO_IMPLICIT_SELECTION_RECOGNITION_ALGORITHM = 0x11;

    /** Information: the application's selection priority. */
    short INFO_SELECTION_PRIORITY = 0x12;

    /** Information: the application's head of its group. */
    short INFO_GROUP_HEAD_APPLICATION = 0x13;

    /** Information: the application's mode flag of type F. */
    short INFO_PROTOCOL_TYPE_F_MODE_FLAG = 0x14;

    /** Information: the application's sensitivity to privacy. */
    short INFO_PRIVACY_SENSITIVE_INDICATOR = 0x15;

    /** Privilege: may activate contactless applications. */
    byte PRIVILEGE_CONTACTLESS_ACTIVATION = 0x12;

    /** Privilege: may activate itself for contactless use. */
    byte PRIVILEGE_CONTACTLESS_SELF_ACTIVATION = 0x13;

    /** The mode flag of type F is off. */
    byte PROTOCOL_TYPE_F_MODE_FLAG_FALSE = 0x00;

    /** The mode flag of type F is on. */
    byte PROTOCOL_TYPE_F_MODE_FLAG_TRUE = 0x01;

    /** Deactivated. */
    byte STATE_CL_DEACTIVATED = 0x00;

    /** Activated. */
    byte STATE_CL_ACTIVATED = 0x01;

    /** Cannot be activated. */
    byte STATE_CL_NON_ACTIVATABLE = (byte) 0x80;

    /** Asks for an activation state and returns the one that results. */
    byte setCLState(byte state);

    /** The activation state. */
    byte getCLState();

    /**
     * Writes a piece of information at {@code offset} and returns {@code offset} plus its length.
     * Throws ISOException 6A88 if there is none.
     */
    short getInfo(byte[] buffer, short offset, short info);

    /** Sets a piece of information and returns {@code offset} plus {@code length}. */
    short setInfo(byte[] buffer, short offset, short length, short info);

    /** The next application whose activation is in this one's way, null after the last. */
    GPCLRegistryEntry getNextConflictingApplication(GPCLRegistryEntry previous);

    /** Joins the group of that application, or leaves the group if {@code head} is null. */
    void joinGroup(AID head);

    /** The next member of the group, null after the last. */
    GPCLRegistryEntry getNextGroupMember(GPCLRegistryEntry previous);

    /** Allows an application to join this one's group. */
    void addToGroupAuthorizationList(byte[] aid, short offset, short length);

    /** Takes that back. */
    void removeFromGroupAuthorizationList(byte[] aid, short offset, short length);

    /** Puts the application first (true) or last in the order of selection. */
    void setPartialSelectionOrder(boolean first);

    /** The next application that watches this one, null after the last. */
    GPCLRegistryEntry getNextCRELApplication(GPCLRegistryEntry previous);

    /** Lets an application watch this one. */
    void addToCRELApplicationList(byte[] aid, short offset, short length);

    /** Takes that back. */
    void removeFromCRELApplicationList(byte[] aid, short offset, short length);

    /** The next application that this one watches, null after the last. */
    GPCLRegistryEntry getNextReferencingApplication(GPCLRegistryEntry previous);

    /** Whether the application heads a group. */
    boolean isGroupHead();

    /** Whether the application is a member of a group. */
    boolean isGroupMember();
}
