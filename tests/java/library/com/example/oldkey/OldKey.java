// A key of one's own, made for Java Card 2.2.2.
// ECKey had no copyDomainParametersFrom then: what has its name here is another method.
package com.example.oldkey;

import javacard.security.ECKey;

public class OldKey implements ECKey {
    private short cofactor = 7;

    public void setFieldFP(byte[] buffer, short offset, short length) {
    }

    public void setFieldF2M(short e) {
    }

    public void setFieldF2M(short e1, short e2, short e3) {
    }

    public void setA(byte[] buffer, short offset, short length) {
    }

    public void setB(byte[] buffer, short offset, short length) {
    }

    public void setG(byte[] buffer, short offset, short length) {
    }

    public void setR(byte[] buffer, short offset, short length) {
    }

    public void setK(short k) {
        cofactor = k;
    }

    public short getField(byte[] buffer, short offset) {
        return 0;
    }

    public short getA(byte[] buffer, short offset) {
        return 0;
    }

    public short getB(byte[] buffer, short offset) {
        return 0;
    }

    public short getG(byte[] buffer, short offset) {
        return 0;
    }

    public short getR(byte[] buffer, short offset) {
        return 0;
    }

    public short getK() {
        return cofactor;
    }

    public void copyDomainParametersFrom(ECKey key) {
        cofactor = -1;
    }
}
