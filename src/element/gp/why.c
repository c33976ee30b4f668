/* Why the element refused: its last reasons in words, in volatile memory, for the log and for the
   authenticated issuer. Reasons hold no secret. */
#include "base/tlv.h"
#include "element/gp/gp.h"

#include <stdarg.h>
#include <stdio.h>

enum { TAG_REASON = 0x80, HEAD = 3 };

uint16_t hy_gp_refuse(hy_gp_call *c, uint16_t sw, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(c->why.text, sizeof c->why.text, format, arguments);
    va_end(arguments);
    return sw;
}

void hy_gp_remember(hy_element *e, const hy_reason *why)
{
    hy_card_state *s = e->card;
    if (s == NULL || why->text[0] == '\0')
        return;
    s->reasons[s->reason_next] = *why;
    s->reason_next = (uint8_t)((s->reason_next + 1) % HY_REASONS_MAX);
    if (s->reason_count < HY_REASONS_MAX)
        s->reason_count++;
    if (e->port.tell != NULL)
        e->port.tell(e->port.context, why->text);
}

void hy_gp_reasons(const hy_element *e, hy_writer *w, size_t room)
{
    const hy_card_state *s = e->card;
    for (uint8_t i = 1; i <= s->reason_count; i++) {
        uint8_t at = (uint8_t)((s->reason_next + HY_REASONS_MAX - i) % HY_REASONS_MAX);
        hy_view text = hy_view_str(s->reasons[at].text);
        if (i > 1 && text.n + HEAD > room)
            return;
        text = hy_view_part(text, 0, text.n + HEAD > room ? room - HEAD : text.n);
        hy_tlv_write(w, TAG_REASON, text);
        room -= text.n + HEAD;
    }
}
