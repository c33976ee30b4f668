/* Card profiles: what a card of a family has and can, as text. A line is `key = value`, '#' starts
   a comment; what is not said stays as Hydra has it. docs/applet-development.md lists the keys. */
#ifndef HY_CMD_CARD_PROFILE_H
#define HY_CMD_CARD_PROFILE_H

#include "hydra/element.h"
#include "transport/link.h"

enum { HY_CARD_PROFILE_WITHOUT_MAX = 256 };

typedef struct hy_card_profile {
    char name[64];
    hy_element_config config; /* its `without` is set by hy_card_profile_config alone */
    hy_algorithm_id without[HY_CARD_PROFILE_WITHOUT_MAX];
    uint16_t without_count;
    bool scp_given;
    uint8_t scp, scp_options; /* secure channel protocol of the issuer's domain, its parameter i */
    uint8_t key_length;       /* bytes of its keys, 16, 24 or 32; 0: not said */
    size_t atr_length;        /* 0: made for the protocol and channels */
    uint8_t atr[HY_LINK_ATR_MAX];
} hy_card_profile;

/* "T0", "T1", "CL"; false for anything else. */
bool hy_card_profile_protocol(const char *name, hy_protocol *out);

/* Hydra's own: nothing is limited. */
hy_card_profile hy_card_profile_usual(void);

/* Reads a profile's text into *out, over what is there. FORMAT with line and field in why. */
hy_rc hy_card_profile_parse(hy_view text, hy_card_profile *out, hy_reason *why) HY_USE;

/* The same from a file, by its path or, when there is no such file, by the name of one of the
   profiles that come with hyd. The reason names the file. */
hy_rc hy_card_profile_open(const char *file, hy_card_profile *out, hy_reason *why) HY_USE;

/* The text that it would read, to keep it. NOT_FOUND, IO, LIMIT; the caller frees it. */
hy_rc hy_card_profile_text(const char *file, hy_buf *text, hy_reason *why) HY_USE;

/* The configuration of an element; it borrows from the profile. */
hy_element_config hy_card_profile_config(const hy_card_profile *p);

/* The ATR: the profile's own or the one made for it. Returns its length. */
size_t hy_card_profile_atr(const hy_card_profile *p, uint8_t atr[HY_LINK_ATR_MAX]);

#endif
