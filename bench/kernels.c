/* The same as Kernels.java, statement by statement. */
#include "kernels.h"

enum { ROUNDS = 300 };

typedef struct object {
    int16_t (*step)(int16_t);
    int16_t first, second;
    struct object *next;
} object;

static int16_t add_one(int16_t x)
{
    return (int16_t)(x + 1);
}

static int16_t add_two(int16_t x)
{
    return (int16_t)(x + 2);
}

static int16_t loop(void)
{
    int16_t n = 0;
    for (int16_t i = 0; i < 3000; i++)
        n++;
    return n;
}

static int16_t arithmetic(int16_t seed)
{
    int16_t a = seed, b = 7;
    for (int16_t i = 0; i < 1000; i++) {
        a = (int16_t)(a * 3 + b);
        b = (int16_t)((b ^ a) >> 1);
        a = (int16_t)(a - (b & 0x55));
    }
    return (int16_t)(a + b);
}

static int16_t array(int8_t *bytes, int16_t *words, int16_t seed)
{
    int16_t sum = seed;
    for (int16_t i = 0; i < 256; i++) {
        bytes[i] = (int8_t)(sum + i);
        words[i] = (int16_t)(bytes[i] ^ sum);
    }
    for (int16_t i = 0; i < 256; i++) {
        sum = (int16_t)(sum + bytes[i]);
        sum ^= words[i];
    }
    return sum;
}

static int16_t field(object *o, int16_t seed)
{
    o->first = seed;
    for (int16_t i = 0; i < 1000; i++) {
        o->second = (int16_t)(o->first + i);
        o->first = (int16_t)(o->second - o->next->first);
        o->next->second = o->first;
    }
    return o->second;
}

static int16_t calls(object *o, int16_t seed)
{
    int16_t n = seed;
    for (int16_t i = 0; i < 1000; i++) {
        n = o->step(n);
        n = o->next->step(n);
    }
    return n;
}

static int16_t choices(int16_t seed)
{
    static const int8_t by[] = {3, 5, 7, -2, 1, 9, 1, 1};
    int16_t n = seed;
    for (int16_t i = 0; i < 1000; i++)
        n = (int16_t)(n + by[n & 7]);
    return n;
}

int16_t kernels_run(int16_t kernel)
{
    int16_t sum = 0;
    object second = {add_two, 0, 0, 0};
    object first = {add_one, 0, 0, &second};
    int8_t bytes[256] = {0};
    int16_t words[256] = {0};
    for (int16_t i = 0; i < ROUNDS; i++) {
        int16_t one = kernel == 0   ? loop()
                      : kernel == 1 ? arithmetic(i)
                      : kernel == 2 ? array(bytes, words, i)
                      : kernel == 3 ? field(&first, i)
                      : kernel == 4 ? calls(&first, i)
                                    : choices(i);
        sum = (int16_t)(sum + one);
    }
    return sum;
}
