// The kernel of shared calls on the Java machine that runs this: nanoseconds for each call.

public class Shared {
    interface Counter {
        short add(short n);
    }

    static final class Server implements Counter {
        private short sum;

        public short add(short n) {
            sum += n;
            return sum;
        }
    }

    static short share(Counter counter, short rounds) {
        short n = 0;
        for (short i = 0; i < rounds; i++) {
            n = counter.add(i);
        }
        return n;
    }

    public static void main(String[] arguments) {
        short rounds = Short.parseShort(arguments[0]);
        long best = Long.MAX_VALUE;
        short result = 0;
        Counter counter = new Server();
        for (int i = 0; i < 50; i++) {
            long before = System.nanoTime();
            result = share(counter, rounds);
            best = Math.min(best, System.nanoTime() - before);
        }
        System.out.println(result + " " + (double) best / rounds);
    }
}
