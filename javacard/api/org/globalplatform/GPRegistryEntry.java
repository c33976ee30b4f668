// An application's row in the card's registry.
// GlobalPlatform Java Card API, package org.globalplatform.
package org.globalplatform;

import javacard.framework.AID;
import javacard.framework.Shareable;

/** An application's row in the card's registry. */
public interface GPRegistryEntry extends Shareable {
    /** Privilege: security domain. */
    byte PRIVILEGE_SECURITY_DOMAIN = 0x00;

    /** Privilege: may verify data authentication patterns. */
    byte PRIVILEGE_DAP_VERIFICATION = 0x01;

    /** Privilege: may manage content with tokens. */
    byte PRIVILEGE_DELEGATED_MANAGEMENT = 0x02;

    /** Privilege: may lock the card. */
    byte PRIVILEGE_CARD_LOCK = 0x03;

    /** Privilege: may terminate the card. */
    byte PRIVILEGE_CARD_TERMINATE = 0x04;

    /** Privilege: may set the historical bytes; selected implicitly. */
    byte PRIVILEGE_CARD_RESET = 0x05;

    /** Privilege: may manage the cardholder verification method. */
    byte PRIVILEGE_CVM_MANAGEMENT = 0x06;

    /** Privilege: every load must carry its data authentication pattern. */
    byte PRIVILEGE_MANDATED_DAP = 0x07;

    /** Privilege: may hand commands on to its applications. */
    byte PRIVILEGE_TRUSTED_PATH = 0x08;

    /** Privilege: may manage content. */
    byte PRIVILEGE_AUTHORIZED_MANAGEMENT = 0x09;

    /** Privilege: verifies tokens. */
    byte PRIVILEGE_TOKEN_VERIFICATION = 0x0A;

    /** Privilege: may delete anything. */
    byte PRIVILEGE_GLOBAL_DELETE = 0x0B;

    /** Privilege: may lock any application. */
    byte PRIVILEGE_GLOBAL_LOCK = 0x0C;

    /** Privilege: may read the whole registry. */
    byte PRIVILEGE_GLOBAL_REGISTRY = 0x0D;

    /** Privilege: stays selectable on a locked card. */
    byte PRIVILEGE_FINAL_APPLICATION = 0x0E;

    /** Privilege: offers services to all. */
    byte PRIVILEGE_GLOBAL_SERVICE = 0x0F;

    /** Privilege: makes receipts. */
    byte PRIVILEGE_RECEIPT_GENERATION = 0x10;

    /** Privilege: deciphers load files. */
    byte PRIVILEGE_CIPHERED_LOAD_FILE_DATA_BLOCK = 0x11;

    /**
     * Takes back the name of a service that only this application offered. Throws ISOException
     * SW_CONDITIONS_NOT_SATISFIED if the caller is another application or the name is not its.
     */
    void deregisterService(short service);

    /** The application's identifier. */
    AID getAID();

    /** Writes the three bytes of privileges at {@code offset} and returns {@code offset} plus 3. */
    short getPrivileges(byte[] buffer, short offset);

    /** The state in the application's life cycle. */
    byte getState();

    /** Whether this application belongs to that security domain. */
    boolean isAssociated(AID domain);

    /** Whether the application has the privilege, one of the constants. */
    boolean isPrivileged(byte privilege);

    /**
     * Registers a service name that no other application may then offer. Throws ISOException
     * SW_CONDITIONS_NOT_SATISFIED if the caller is another application, lacks the Global Service
     * privilege or was not installed with the name, or the name is taken.
     */
    void registerService(short service);

    /**
     * Changes the state, as the life cycle and the caller's privileges allow; returns whether that
     * was done.
     */
    boolean setState(byte state);
}
