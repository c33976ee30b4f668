// An applet that uses a library in every way that there is.
// INS says which; two bytes come back.
package com.example.user;

import com.example.library.Doubling;
import com.example.library.Failure;
import com.example.library.Marking;
import com.example.library.Scaling;
import com.example.library.Shape;
import javacard.framework.APDU;
import javacard.framework.Applet;
import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.framework.Util;

public class User extends Applet {
    private Shape shape = new Square((short) 5);

    public static void install(byte[] parameters, short offset, byte length) {
        new User().register();
    }

    public void process(APDU apdu) {
        byte[] buffer = apdu.getBuffer();
        if (selectingApplet())
            return;
        Util.setShort(buffer, (short) 0, result(buffer));
        apdu.setOutgoingAndSend((short) 0, (short) 2);
    }

    private short result(byte[] buffer) {
        byte[] three = {1, 2, 3};
        switch (buffer[ISO7816.OFFSET_INS]) {
        case 0:
            return Shape.sum(three, (short) 3);
        case 1:
            return (short) Shape.wide(200000, true);
        case 2:
            return shape.twice();
        case 3:
            return (short) shape.square();
        case 4:
            return fields();
        case 5:
            return scaled(new Doubling(), three);
        case 6:
            return scaled((Square) shape, three);
        case 7:
            return marked((Square) shape);
        case 8:
            return caught();
        case 9:
            Shape.fail((short) 1);
            return 0;
        default:
            ISOException.throwIt(ISO7816.SW_INS_NOT_SUPPORTED);
            return 0;
        }
    }

    private short fields() {
        Shape.made += 10;
        Shape.last.area = 70000;
        shape.colour = 9;
        shape.next = Shape.last;
        shape.next.width++;
        return (short) (Shape.made + shape.next.width + shape.colour + (short) (shape.area / 70));
    }

    private short scaled(Scaling by, byte[] table) {
        short value = by.scale((short) 20, table);
        by.reset();
        return by.table() == null ? value : (short) -value;
    }

    private short marked(Marking m) {
        return (short) (m.mark((short) 3) + m.marks()[0]);
    }

    private short caught() {
        try {
            Shape.fail((short) 55);
        } catch (Failure e) {
            return e.reason;
        }
        return 0;
    }
}
