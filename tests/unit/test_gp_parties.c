/* Parties on one card: what each privilege lets a domain do, and what it does not. */
#include "gp_bench.h"
#include "test.h"

int main(void)
{
    return 0;
}
