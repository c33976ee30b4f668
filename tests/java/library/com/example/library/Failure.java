// An exception of the library.
// Users catch it by its class.
package com.example.library;

public class Failure extends RuntimeException {
    public short reason;

    public Failure(short reason) {
        this.reason = reason;
    }
}
