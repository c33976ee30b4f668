/* javacard.security.Checksum: the cyclic redundancy checks of ISO 3309, highest bit first, the
   register starting with the initial value (0 unless set), its complement given out. */
#include "element/api/engine.h"

/* The state, zeros after a reset: both numbers big-endian. */
enum { STATE_INITIAL, STATE_REGISTER = 4, STATE_SIZE = 8 };

enum { CRC16 = 1, CRC32 = 2 };

static uint32_t get(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static void put(uint8_t *at, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        at[i] = (uint8_t)(value >> (24 - 8 * i));
}

static size_t size_of(const hy_engine *e)
{
    return e->algorithm == CRC16 ? 2 : 4;
}

/* The register lies in the upper bits for both. */
static void take(hy_engine *e, hy_view in)
{
    uint32_t polynomial = e->algorithm == CRC16 ? 0x10210000 : 0x04C11DB7;
    uint32_t crc = get(e->state + STATE_REGISTER);
    for (hy_reader r = hy_reader_of(in); hy_reader_left(&r) > 0;) {
        crc ^= (uint32_t)hy_read_u8(&r) << 24;
        for (int bit = 0; bit < 8; bit++)
            crc = crc << 1 ^ ((crc >> 31) != 0 ? polynomial : 0);
    }
    put(e->state + STATE_REGISTER, crc);
}

HY_NATIVE_METHOD(hydra_security_ChecksumEngine_open)
{
    return hy_engine_open(m, slots[0], HY_ENGINE_PLAIN, STATE_SIZE);
}

HY_NATIVE_METHOD(hydra_security_ChecksumEngine_init)
{
    hy_engine e;
    hy_view value;
    hy_outcome outcome = hy_engine_find(m, slots[0], HY_ENGINE_PLAIN, &e);
    if (outcome == HY_DONE)
        outcome = hy_engine_input(m, slots[1], slots[2], slots[3], &value);
    if (outcome != HY_DONE)
        return outcome;
    if (value.n != size_of(&e))
        return hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_VALUE);
    hy_reader r = hy_reader_of(value);
    uint32_t initial = value.n == 2 ? (uint32_t)hy_read_u16(&r) << 16 : hy_read_u32(&r);
    put(e.state + STATE_INITIAL, initial);
    put(e.state + STATE_REGISTER, initial);
    return HY_DONE;
}

HY_NATIVE_METHOD(hydra_security_ChecksumEngine_update)
{
    hy_engine e;
    hy_view in;
    hy_outcome outcome = hy_engine_find(m, slots[0], HY_ENGINE_PLAIN, &e);
    if (outcome == HY_DONE)
        outcome = hy_engine_input(m, slots[1], slots[2], slots[3], &in);
    if (outcome == HY_DONE)
        take(&e, in);
    return outcome;
}

HY_NATIVE_METHOD(hydra_security_ChecksumEngine_doFinal)
{
    hy_engine e;
    hy_view in;
    hy_engine_output out;
    hy_outcome outcome = hy_engine_find(m, slots[0], HY_ENGINE_PLAIN, &e);
    if (outcome == HY_DONE)
        outcome = hy_engine_input(m, slots[1], slots[2], slots[3], &in);
    if (outcome == HY_DONE)
        outcome = hy_engine_output_find(m, slots[4], slots[5], &out);
    if (outcome == HY_DONE)
        outcome = hy_engine_need_room(m, &out, size_of(&e));
    if (outcome != HY_DONE)
        return outcome;
    uint8_t crc[4];
    take(&e, in);
    put(crc, ~get(e.state + STATE_REGISTER));
    put(e.state + STATE_REGISTER, get(e.state + STATE_INITIAL));
    hy_engine_write(m, &out, crc, size_of(&e));
    return hy_sensitive_short(m, slots, (int32_t)size_of(&e));
}
