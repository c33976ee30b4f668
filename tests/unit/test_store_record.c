/* The image's format: heads, sealing, items, and the ways that a record can be wrong. */
#include "disk.h"
#include "element/store/record.h"
#include "test.h"

int main(void)
{
    return 0;
}
