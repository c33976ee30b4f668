/* Fuzzes the file of a key sealed in a TPM: what is read is written back the same, and a way that
   may be followed stays on this machine. */
#include "element/port/sealed.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    hy_sealed s;
    char way[HY_SEALED_TCTI_MAX + 1];
    if (!hy_ok(hy_sealed_read(hy_view_of(data, size), &s, NULL)))
        return 0;
    if (hy_sealed_way(&s, way) && strncmp(way, "device:/dev/tpm", 15) != 0 &&
        strncmp(way, "swtpm:", 6) != 0 && strncmp(way, "mssim:", 6) != 0)
        abort();
    hy_buf again = hy_buf_new(1 << 20);
    hy_rc rc = hy_sealed_write(&s, &again);
    if (hy_ok(rc) && (again.n != size || memcmp(again.p + 12, data + 12, size - 12) != 0))
        abort();
    hy_buf_free(&again);
    return 0;
}
