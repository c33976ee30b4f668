// The parts of keys by number, as hydra.security.CardKey has them.
package com.example.keys;

import javacard.framework.Util;
import javacard.security.AESKey;
import javacard.security.DESKey;
import javacard.security.DHKey;
import javacard.security.DHPrivateKey;
import javacard.security.DHPublicKey;
import javacard.security.DSAKey;
import javacard.security.DSAPrivateKey;
import javacard.security.DSAPublicKey;
import javacard.security.ECKey;
import javacard.security.ECPrivateKey;
import javacard.security.ECPublicKey;
import javacard.security.GenericSecretKey;
import javacard.security.HMACKey;
import javacard.security.Key;
import javacard.security.KoreanSEEDKey;
import javacard.security.RSAPrivateCrtKey;
import javacard.security.RSAPrivateKey;
import javacard.security.RSAPublicKey;
import javacard.security.XECKey;

final class Parts {
    private Parts() {
    }

    static void set(Key key, byte part, byte[] in, short at, short n) {
        if (part == 1) {
            setValue(key, in, at, n);
        } else if (key instanceof RSAPublicKey) {
            if (part == 2) {
                ((RSAPublicKey) key).setModulus(in, at, n);
            } else {
                ((RSAPublicKey) key).setExponent(in, at, n);
            }
        } else if (key instanceof RSAPrivateKey) {
            if (part == 2) {
                ((RSAPrivateKey) key).setModulus(in, at, n);
            } else {
                ((RSAPrivateKey) key).setExponent(in, at, n);
            }
        } else if (key instanceof RSAPrivateCrtKey) {
            setCrt((RSAPrivateCrtKey) key, part, in, at, n);
        } else if (key instanceof ECKey) {
            setCurve((ECKey) key, part, in, at, n);
        } else if (key instanceof DSAKey) {
            setGroup((DSAKey) key, part, in, at, n);
        } else {
            setGroup((DHKey) key, part, in, at, n);
        }
    }

    private static void setValue(Key key, byte[] in, short at, short n) {
        if (key instanceof AESKey) {
            ((AESKey) key).setKey(in, at);
        } else if (key instanceof DESKey) {
            ((DESKey) key).setKey(in, at);
        } else if (key instanceof KoreanSEEDKey) {
            ((KoreanSEEDKey) key).setKey(in, at);
        } else if (key instanceof HMACKey) {
            ((HMACKey) key).setKey(in, at, n);
        } else if (key instanceof GenericSecretKey) {
            ((GenericSecretKey) key).setKey(in, at, n);
        } else if (key instanceof ECPublicKey) {
            ((ECPublicKey) key).setW(in, at, n);
        } else if (key instanceof ECPrivateKey) {
            ((ECPrivateKey) key).setS(in, at, n);
        } else if (key instanceof DSAPublicKey) {
            ((DSAPublicKey) key).setY(in, at, n);
        } else if (key instanceof DSAPrivateKey) {
            ((DSAPrivateKey) key).setX(in, at, n);
        } else if (key instanceof DHPublicKey) {
            ((DHPublicKey) key).setY(in, at, n);
        } else if (key instanceof DHPrivateKey) {
            ((DHPrivateKey) key).setX(in, at, n);
        } else {
            ((XECKey) key).setEncoded(in, at, n);
        }
    }

    private static void setCrt(RSAPrivateCrtKey key, byte part, byte[] in, short at, short n) {
        switch (part) {
            case 4:
                key.setP(in, at, n);
                break;
            case 5:
                key.setQ(in, at, n);
                break;
            case 6:
                key.setDP1(in, at, n);
                break;
            case 7:
                key.setDQ1(in, at, n);
                break;
            default:
                key.setPQ(in, at, n);
        }
    }

    private static void setCurve(ECKey key, byte part, byte[] in, short at, short n) {
        switch (part) {
            case (byte) 0x83:
                key.setG(in, at, n);
                break;
            case (byte) 0x84:
                key.setFieldFP(in, at, n);
                break;
            case (byte) 0x85:
                key.setA(in, at, n);
                break;
            case (byte) 0x86:
                key.setB(in, at, n);
                break;
            case (byte) 0x87:
                key.setR(in, at, n);
                break;
            case (byte) 0x88:
                key.setK(Util.getShort(in, at));
                break;
            default:
                key.setFieldF2M(Util.getShort(in, at), Util.getShort(in, (short) (at + 2)),
                        Util.getShort(in, (short) (at + 4)));
        }
    }

    private static void setGroup(DSAKey key, byte part, byte[] in, short at, short n) {
        if (part == (byte) 0x81) {
            key.setP(in, at, n);
        } else if (part == (byte) 0x82) {
            key.setQ(in, at, n);
        } else {
            key.setG(in, at, n);
        }
    }

    private static void setGroup(DHKey key, byte part, byte[] in, short at, short n) {
        if (part == (byte) 0x81) {
            key.setP(in, at, n);
        } else if (part == (byte) 0x82) {
            key.setQ(in, at, n);
        } else {
            key.setG(in, at, n);
        }
    }

    static short get(Key key, byte part, byte[] out, short at) {
        if (part == 1) {
            return getValue(key, out, at);
        }
        if (key instanceof RSAPublicKey) {
            return part == 2 ? ((RSAPublicKey) key).getModulus(out, at)
                    : ((RSAPublicKey) key).getExponent(out, at);
        }
        if (key instanceof RSAPrivateKey) {
            return part == 2 ? ((RSAPrivateKey) key).getModulus(out, at)
                    : ((RSAPrivateKey) key).getExponent(out, at);
        }
        if (key instanceof RSAPrivateCrtKey) {
            return getCrt((RSAPrivateCrtKey) key, part, out, at);
        }
        if (key instanceof ECKey) {
            return getCurve((ECKey) key, part, out, at);
        }
        if (key instanceof DSAKey) {
            DSAKey dsa = (DSAKey) key;
            return part == (byte) 0x81 ? dsa.getP(out, at)
                    : part == (byte) 0x82 ? dsa.getQ(out, at) : dsa.getG(out, at);
        }
        DHKey dh = (DHKey) key;
        return part == (byte) 0x81 ? dh.getP(out, at)
                : part == (byte) 0x82 ? dh.getQ(out, at) : dh.getG(out, at);
    }

    private static short getValue(Key key, byte[] out, short at) {
        if (key instanceof AESKey) {
            return ((AESKey) key).getKey(out, at);
        } else if (key instanceof DESKey) {
            return ((DESKey) key).getKey(out, at);
        } else if (key instanceof KoreanSEEDKey) {
            return ((KoreanSEEDKey) key).getKey(out, at);
        } else if (key instanceof HMACKey) {
            return (short) (((HMACKey) key).getKey(out, at) & 0xFF);
        } else if (key instanceof GenericSecretKey) {
            return ((GenericSecretKey) key).getKey(out, at);
        } else if (key instanceof ECPublicKey) {
            return ((ECPublicKey) key).getW(out, at);
        } else if (key instanceof ECPrivateKey) {
            return ((ECPrivateKey) key).getS(out, at);
        } else if (key instanceof DSAPublicKey) {
            return ((DSAPublicKey) key).getY(out, at);
        } else if (key instanceof DSAPrivateKey) {
            return ((DSAPrivateKey) key).getX(out, at);
        } else if (key instanceof DHPublicKey) {
            return ((DHPublicKey) key).getY(out, at);
        } else if (key instanceof DHPrivateKey) {
            return ((DHPrivateKey) key).getX(out, at);
        }
        return ((XECKey) key).getEncoded(out, at);
    }

    private static short getCrt(RSAPrivateCrtKey key, byte part, byte[] out, short at) {
        switch (part) {
            case 4:
                return key.getP(out, at);
            case 5:
                return key.getQ(out, at);
            case 6:
                return key.getDP1(out, at);
            case 7:
                return key.getDQ1(out, at);
            default:
                return key.getPQ(out, at);
        }
    }

    private static short getCurve(ECKey key, byte part, byte[] out, short at) {
        switch (part) {
            case (byte) 0x83:
                return key.getG(out, at);
            case (byte) 0x84:
                return key.getField(out, at);
            case (byte) 0x85:
                return key.getA(out, at);
            case (byte) 0x86:
                return key.getB(out, at);
            case (byte) 0x87:
                return key.getR(out, at);
            default:
                Util.setShort(out, at, key.getK());
                return 2;
        }
    }
}
