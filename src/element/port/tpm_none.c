/* A build without tpm2-tss: what needs a TPM is refused in words. */
#include "element/port/tpm.h"

static hy_rc refuse(hy_tpm **out, hy_reason *why)
{
    *out = NULL;
    return hy_reason_set(why, HY_FAIL(UNSUPPORTED),
                         "this hyd was built without TPM support; install libtss2-dev and build it "
                         "again");
}

hy_rc hy_tpm_create(const char *tcti, const char *path, const uint8_t key[HY_IMAGE_KEY],
                    hy_tpm **out, hy_reason *why)
{
    (void)tcti;
    (void)path;
    (void)key;
    return refuse(out, why);
}

hy_rc hy_tpm_open(const char *tcti, const char *path, uint8_t key[HY_IMAGE_KEY], hy_tpm **out,
                  hy_reason *why)
{
    (void)tcti;
    (void)path;
    (void)key;
    return refuse(out, why);
}

void hy_tpm_remove(hy_tpm **tpm, const char *path)
{
    (void)path;
    *tpm = NULL;
}

static hy_rc read_age(void *context, uint64_t *age)
{
    (void)context;
    *age = 0;
    return HY_FAIL(UNSUPPORTED);
}

static hy_rc raise_age(void *context, uint64_t age)
{
    (void)context;
    (void)age;
    return HY_FAIL(UNSUPPORTED);
}

hy_age hy_age_in_tpm(hy_tpm *tpm)
{
    return (hy_age){.context = tpm, .read = read_age, .raise = raise_age};
}

bool hy_tpm_dials(const hy_tpm *tpm)
{
    (void)tpm;
    return false;
}

void hy_tpm_close(hy_tpm **tpm)
{
    *tpm = NULL;
}
