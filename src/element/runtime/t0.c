/* T=0: GET RESPONSE and repeated commands. */
#include "element/runtime/t0.h"

#include "base/secret.h"
#include "element/runtime/status.h"

#include <string.h>

enum { INS_GET_RESPONSE = 0xC0, HEADER = 4, TPDU = 5, ALL = 256 };

static uint32_t left(const hy_element *e)
{
    return (uint32_t)e->pending_length - e->pending_sent;
}

static void drop(hy_element *e)
{
    hy_wipe(e->pending, sizeof e->pending);
    e->pending_length = e->pending_sent = 0;
}

static bool is_get_response(const hy_element *e, hy_view command)
{
    return command.n == TPDU && command.p[1] == INS_GET_RESPONSE && command.p[2] == 0 &&
           command.p[3] == 0 && hy_cla_channel(command.p[0]) == e->channel &&
           (command.p[0] & 0x80) == 0;
}

static bool is_same(const hy_element *e, hy_view command)
{
    return e->pending_again && command.n == TPDU &&
           memcmp(command.p, e->pending_header, HEADER) == 0;
}

bool hy_t0_resume(hy_element *e, hy_view command, hy_apdu *a, uint16_t *sw)
{
    if (left(e) == 0)
        return false;
    if (!is_get_response(e, command) && !is_same(e, command)) {
        drop(e);
        return false;
    }
    uint32_t wanted = command.p[TPDU - 1] == 0 ? ALL : command.p[TPDU - 1];
    if (wanted > left(e) || a->room < wanted) {
        *sw = (uint16_t)(HY_SW_CORRECT_LENGTH_00 | left(e));
        return true;
    }
    memcpy(a->response, e->pending + e->pending_sent, wanted);
    a->sent = wanted;
    e->pending_sent = (uint16_t)(e->pending_sent + wanted);
    *sw = left(e) > 0 ? (uint16_t)(HY_SW_BYTES_REMAINING_00 | left(e)) : e->pending_sw;
    if (left(e) == 0)
        drop(e);
    return true;
}

uint16_t hy_t0_answer(hy_element *e, hy_view command, hy_apdu *a, uint16_t sw)
{
    uint32_t n = a->sent;
    bool incoming = a->command.data.n > 0;
    if (n == 0 || n > sizeof e->pending || command.n < TPDU || (!incoming && n == a->command.ne))
        return sw;
    memcpy(e->pending, a->response, n);
    hy_wipe(a->response, n);
    memcpy(e->pending_header, command.p, HEADER);
    e->pending_again = !incoming;
    e->pending_length = (uint16_t)n;
    e->pending_sent = 0;
    e->pending_sw = sw;
    a->sent = 0;
    return (uint16_t)((incoming ? HY_SW_BYTES_REMAINING_00 : HY_SW_CORRECT_LENGTH_00) | (n & 0xFF));
}
