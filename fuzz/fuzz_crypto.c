/* Fuzzes what crypto/ takes from outside besides plain bytes: frames, paddings, points, signatures,
   domain parameters and the parts of RSA keys. The first byte says which; records after it have a
   length byte each. */
#include "crypto/crypto.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static hy_crypto *context(void)
{
    static hy_crypto *c; /* one for all inputs: making it takes longer than using it */
    static hy_random_state random;
    if (c == NULL && !hy_ok(hy_crypto_new(hy_random_simulated(&random), &c, NULL)))
        abort();
    return c;
}

static hy_view record(hy_reader *r)
{
    size_t n = hy_read_u8(r);
    return hy_read_bytes(r, n < hy_reader_left(r) ? n : hy_reader_left(r));
}

/* What is found in a frame makes the same frame again. */
static void frame(hy_reader *r)
{
    hy_digest_kind kind = (hy_digest_kind)(hy_read_u8(r) % (HY_DIGEST_COUNT + 1));
    hy_iso9796_trailer trailer = (hy_iso9796_trailer)(hy_read_u8(r) & 1);
    hy_view whole = hy_read_bytes(r, hy_reader_left(r));
    hy_view head, digest;
    bool more;
    uint8_t again[HY_RSA_SIZE_MAX];
    if (whole.n > sizeof again ||
        !hy_ok(hy_iso9796_parse(kind, trailer, whole, &head, &more, &digest)))
        return;
    if (!hy_ok(hy_iso9796_frame(kind, trailer, head, more, digest, again, whole.n)) ||
        !hy_view_equal(hy_view_of(again, whole.n), whole))
        abort();
}

/* Data that comes out goes in again. */
static void padding(hy_reader *r)
{
    hy_padding kind = (hy_padding)(hy_read_u8(r) & 3);
    size_t block = hy_read_u8(r);
    hy_view v = hy_read_bytes(r, hy_reader_left(r));
    uint8_t again[1024];
    size_t used, n;
    if (v.n > sizeof again || !hy_ok(hy_padding_remove(kind, block, v, &used)))
        return;
    for (size_t i = 0; i < used; i++)
        again[i] = v.p[i];
    if (!hy_ok(hy_padding_add(kind, block, again, used, sizeof again, &n)) ||
        !hy_view_equal(hy_view_of(again, n), v))
        abort();
}

static void use_curve(hy_curve *curve, hy_reader *r)
{
    hy_view point = record(r);
    hy_view scalar = record(r);
    hy_view signature = record(r);
    uint8_t out[HY_CURVE_POINT_MAX];
    size_t n;
    hy_ec_key *k;
    hy_verdict verdict;
    if (hy_ok(hy_curve_multiply(curve, scalar, point, out, sizeof out, &n)) &&
        !hy_ok(hy_curve_check(curve, hy_view_of(out, n))) && hy_curve_is_named(curve))
        abort();
    if (!hy_ok(hy_ec_key_new_public(curve, point, &k)))
        return;
    for (hy_ecdsa_format f = HY_ECDSA_DER; f <= HY_ECDSA_PLAIN; f++)
        (void)hy_ok(hy_ecdsa_verify(k, f, hy_view_of("digest", 6), signature, &verdict));
    hy_ec_key_free(&k);
}

static void named_curve(hy_reader *r)
{
    hy_curve *curve;
    hy_curve_name name = (hy_curve_name)(hy_read_u8(r) % HY_CURVE_COUNT);
    if (!hy_ok(hy_curve_new_named(context(), name, &curve)))
        abort();
    use_curve(curve, r);
    hy_curve_free(&curve);
}

static void explicit_curve(hy_reader *r)
{
    hy_curve *curve;
    hy_curve_params params;
    params.p = record(r);
    params.a = record(r);
    params.b = record(r);
    params.g = record(r);
    params.n = record(r);
    params.h = record(r);
    params.binary = (hy_read_u8(r) & 1) != 0;
    if (!hy_ok(hy_curve_new(context(), &params, &curve)))
        return;
    use_curve(curve, r);
    hy_curve_free(&curve);
}

static void rsa_key(hy_reader *r)
{
    hy_rsa *k;
    hy_rsa_crt parts;
    parts.p = record(r);
    parts.q = record(r);
    parts.dp = record(r);
    parts.dq = record(r);
    parts.qinv = record(r);
    hy_view e = record(r);
    uint8_t in[HY_RSA_SIZE_MAX] = {0};
    uint8_t out[HY_RSA_SIZE_MAX];
    size_t n;
    if (!hy_ok(hy_rsa_new_crt(context(), &parts, e, &k)))
        return;
    in[hy_rsa_size(k) - 1] = 2;
    (void)hy_ok(hy_rsa_raw_private(k, hy_view_of(in, hy_rsa_size(k)), out, sizeof out, &n));
    hy_rsa_free(&k);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void (*const targets[])(hy_reader *) = {frame, padding, named_curve, explicit_curve,
                                                   rsa_key};
    hy_reader r = hy_reader_of(hy_view_of(data, size));
    size_t which = hy_read_u8(&r);
    if (which < sizeof targets / sizeof *targets)
        targets[which](&r);
    return 0;
}
