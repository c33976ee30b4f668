package com.example.sample;

import javacard.framework.Shareable;

/** What other packages may call. */
public interface Purse extends Shareable {
    short balance();
}
