package com.example.count;

import javacard.framework.Shareable;

public interface Tally extends Shareable {
    short tally(short by);
}
