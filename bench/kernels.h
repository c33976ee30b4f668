/* The kernels of bench/java in C, for the comparison with -O2. */
#ifndef HY_BENCH_KERNELS_H
#define HY_BENCH_KERNELS_H

#include <stdint.h>

int16_t kernels_run(int16_t kernel);

#endif
