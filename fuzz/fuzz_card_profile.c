/* Fuzzes card profiles: any text is read or refused with its line, and what is read is in bounds.
 */
#include "cmd/card_profile.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    hy_card_profile p = hy_card_profile_usual();
    hy_reason why = {""};
    uint8_t atr[HY_LINK_ATR_MAX];
    hy_rc rc = hy_card_profile_parse(hy_view_of(data, size), &p, &why);
    if (!hy_ok(rc) && strstr(why.text, "line ") != why.text)
        abort();
    if (p.config.channels < 1 || p.config.channels > 20 || p.config.uid_length > 10 ||
        p.without_count > HY_CARD_PROFILE_WITHOUT_MAX || hy_card_profile_atr(&p, atr) > sizeof atr)
        abort();
    return 0;
}
