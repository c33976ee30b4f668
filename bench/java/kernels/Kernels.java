// Small programs that run the same on a card and on any Java machine.
// What each measures is its name; each returns a number that depends on all that it did.
package kernels;

/** The kernels of bench/element_bench. */
public class Kernels {

    static final short ROUNDS = 300;

    short first;
    short second;
    Kernels next;

    Kernels() {
    }

    short step(short x) {
        return (short) (x + 1);
    }

    /** Runs one kernel. */
    public static short run(short kernel) {
        short sum = 0;
        Kernels k = new Kernels();
        k.next = new Doubling();
        byte[] bytes = new byte[256];
        short[] words = new short[256];
        for (short i = 0; i < ROUNDS; i++) {
            switch (kernel) {
                case 0:
                    sum += loop();
                    break;
                case 1:
                    sum += arithmetic(i);
                    break;
                case 2:
                    sum += array(bytes, words, i);
                    break;
                case 3:
                    sum += k.field(i);
                    break;
                case 4:
                    sum += calls(k, i);
                    break;
                default:
                    sum += choices(i);
                    break;
            }
        }
        return sum;
    }

    static short loop() {
        short n = 0;
        for (short i = 0; i < 3000; i++) {
            n++;
        }
        return n;
    }

    static short arithmetic(short seed) {
        short a = seed;
        short b = 7;
        for (short i = 0; i < 1000; i++) {
            a = (short) (a * 3 + b);
            b = (short) ((b ^ a) >> 1);
            a = (short) (a - (b & 0x55));
        }
        return (short) (a + b);
    }

    static short array(byte[] bytes, short[] words, short seed) {
        short sum = seed;
        for (short i = 0; i < 256; i++) {
            bytes[i] = (byte) (sum + i);
            words[i] = (short) (bytes[i] ^ sum);
        }
        for (short i = 0; i < 256; i++) {
            sum += bytes[i];
            sum ^= words[i];
        }
        return sum;
    }

    short field(short seed) {
        first = seed;
        for (short i = 0; i < 1000; i++) {
            second = (short) (first + i);
            first = (short) (second - next.first);
            next.second = first;
        }
        return second;
    }

    static short calls(Kernels k, short seed) {
        short n = seed;
        Kernels other = k.next;
        for (short i = 0; i < 1000; i++) {
            n = k.step(n);
            n = other.step(n);
        }
        return n;
    }

    static short choices(short seed) {
        short n = seed;
        for (short i = 0; i < 1000; i++) {
            switch (n & 7) {
                case 0:
                    n += 3;
                    break;
                case 1:
                    n += 5;
                    break;
                case 2:
                    n += 7;
                    break;
                case 3:
                    n -= 2;
                    break;
                case 5:
                    n += 9;
                    break;
                default:
                    n += 1;
                    break;
            }
        }
        return n;
    }
}
