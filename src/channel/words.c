/* Tables of words. */
#include "channel/words.h"

#include <stdbool.h>
#include <stddef.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct {
    uint16_t sw;
    const char *meaning;
} meanings[] = {
    {0x9000, "success"},
    {0x6200, "already so: nothing changed"},
    {0x6283, "the card is locked"},
    {0x6300, "authentication failed"},
    {0x6310, "more data available"},
    {0x6400, "no specific diagnosis"},
    {0x6438, "imported package not available"},
    {0x6581, "memory failure"},
    {0x6700, "wrong length"},
    {0x6881, "logical channel not open or not supported"},
    {0x6882, "secure messaging not supported"},
    {0x6982, "security status not satisfied"},
    {0x6983, "authentication blocked"},
    {0x6985, "conditions of use not satisfied"},
    {0x6988, "secure messaging wrong"},
    {0x6999, "the applet refused to be selected"},
    {0x6A80, "wrong parameters in the data"},
    {0x6A81, "function not supported, or the card is locked"},
    {0x6A82, "application not found"},
    {0x6A84, "not enough memory"},
    {0x6A86, "wrong P1 or P2"},
    {0x6A88, "referenced data not found"},
    {0x6D00, "command not supported"},
    {0x6E00, "class not supported"},
    {0x6F00, "internal error"},
    {0x9484, "algorithm not supported"},
    {0x9485, "key check value wrong"},
};

const char *hy_words_meaning(uint16_t sw)
{
    for (size_t i = 0; i < COUNT(meanings); i++)
        if (meanings[i].sw == sw)
            return meanings[i].meaning;
    if (sw >> 8 == 0x63 && (sw & 0xF0) == 0xC0)
        return "wrong, with the tries left in the last digit";
    return "unknown status";
}

enum {
    ANY = 0,
    INS_INITIALIZE_UPDATE = 0x50,
    INS_EXTERNAL_AUTHENTICATE = 0x82,
    INS_SELECT = 0xA4,
    INS_PUT_KEY = 0xD8,
    INS_STORE_DATA = 0xE2,
    INS_DELETE = 0xE4,
    INS_INSTALL = 0xE6,
    INS_LOAD = 0xE8,
    INS_SET_STATUS = 0xF0,
};

static const struct {
    uint8_t ins; /* ANY: of all */
    uint16_t sw;
    const char *mend;
} mends[] = {
    {INS_INITIALIZE_UPDATE, 0x6A88,
     "the domain has no keys of this version: try --key-version 0, or hyd card info"},
    {INS_INITIALIZE_UPDATE, 0x6983,
     "too many wrong authentications blocked the keys: use another key version"},
    {INS_INITIALIZE_UPDATE, 0x6700, "the card may use S16: try --s16, or leave it out"},
    {INS_INITIALIZE_UPDATE, 0x6D00, "what is selected is no security domain: check --domain"},
    {INS_INITIALIZE_UPDATE, 0x6E00, "what is selected is no security domain: check --domain"},
    {INS_EXTERNAL_AUTHENTICATE, 0x6300, "the keys are wrong: do not try again and again"},
    {INS_SELECT, 0x6A82, "check the AID; hyd card list shows what is there"},
    {INS_DELETE, 0x6985,
     "instances, selected applets or packages that import it still need it: delete those first, or "
     "use --related"},
    {INS_DELETE, 0x6A88, "nothing with this AID: see hyd card list"},
    {INS_DELETE, 0x6A82, "nothing with this AID: see hyd card list"},
    {INS_INSTALL, 0x6A88, "package, module or domain is not on the card: see hyd card list"},
    {INS_INSTALL, 0x6A80, "check AIDs, privileges and parameters; an AID may be in use already"},
    {INS_INSTALL, 0x6985, "an AID may be in use already, or the domain may not do this"},
    {INS_INSTALL, 0x6A84, "delete something that is not needed"},
    {INS_LOAD, 0x6A84, "delete something that is not needed"},
    {INS_LOAD, 0x6A80, "the file is damaged, or made for another Java Card version"},
    {INS_LOAD, 0x6985, "the package does not verify or its imports are not on the card"},
    {INS_LOAD, 0x6438, "load the packages that it imports first"},
    {INS_PUT_KEY, 0x9485, "the key was damaged on its way, or the data encryption key is wrong"},
    {INS_PUT_KEY, 0x6A88, "there is no key of the version that is to be replaced"},
    {INS_STORE_DATA, 0x6A88, "the application takes no personalization data"},
    {INS_SET_STATUS, 0x6985, "the state does not allow this change, or the domain may not make it"},
    {ANY, 0x6881, "open the channel first, or use channel 0"},
    {ANY, 0x6982, "open a session with the right keys and security level first"},
    {ANY, 0x6D00, "what is selected does not know this command: check --domain"},
    {ANY, 0x6E00, "what is selected does not know this class: check --domain"},
};

const char *hy_words_mend(uint8_t ins, uint16_t sw)
{
    for (size_t i = 0; i < COUNT(mends); i++)
        if (mends[i].sw == sw && (mends[i].ins == ins || mends[i].ins == ANY))
            return mends[i].mend;
    return NULL;
}

static const struct {
    uint8_t ins;
    const char *name;
} commands[] = {
    {INS_INITIALIZE_UPDATE, "INITIALIZE UPDATE"},
    {INS_EXTERNAL_AUTHENTICATE, "EXTERNAL AUTHENTICATE"},
    {0x70, "MANAGE CHANNEL"},
    {0x78, "END R-MAC SESSION"},
    {0x7A, "BEGIN R-MAC SESSION"},
    {INS_SELECT, "SELECT"},
    {0xCA, "GET DATA"},
    {0xCB, "GET DATA"},
    {INS_PUT_KEY, "PUT KEY"},
    {INS_STORE_DATA, "STORE DATA"},
    {INS_DELETE, "DELETE"},
    {INS_INSTALL, "INSTALL"},
    {INS_LOAD, "LOAD"},
    {INS_SET_STATUS, "SET STATUS"},
    {0xF2, "GET STATUS"},
};

const char *hy_words_command(uint8_t ins)
{
    for (size_t i = 0; i < COUNT(commands); i++)
        if (commands[i].ins == ins)
            return commands[i].name;
    return "command";
}

enum { KIND_CARD = 0x80, KIND_APPLICATION = 0x40, LOCKED = 0x80, DOMAIN = 0x800000 };

static const char *card_life(uint8_t state)
{
    switch (state) {
    case 0x01:
        return "OP_READY";
    case 0x07:
        return "INITIALIZED";
    case 0x0F:
        return "SECURED";
    case 0x7F:
        return "CARD_LOCKED";
    case 0xFF:
        return "TERMINATED";
    default:
        return "unknown";
    }
}

const char *hy_words_life(uint8_t kind, uint8_t state, uint32_t privileges)
{
    if (kind == KIND_CARD)
        return card_life(state);
    if (kind != KIND_APPLICATION)
        return state == 0x01 ? "LOADED" : "unknown";
    if ((state & LOCKED) != 0)
        return "LOCKED";
    switch (state) {
    case 0x03:
        return "INSTALLED";
    case 0x07:
        return "SELECTABLE";
    case 0x0F:
        return (privileges & DOMAIN) != 0 ? "PERSONALIZED" : "SELECTABLE (own state 0F)";
    default:
        return "SELECTABLE (own state)";
    }
}

static const char *const privileges[] = {
    "security-domain",
    "dap-verification",
    "delegated-management",
    "card-lock",
    "card-terminate",
    "card-reset",
    "cvm-management",
    "mandated-dap-verification",
    "trusted-path",
    "authorized-management",
    "token-verification",
    "global-delete",
    "global-lock",
    "global-registry",
    "final-application",
    "global-service",
    "receipt-generation",
    "ciphered-load-file-data-block",
    "contactless-activation",
    "contactless-self-activation",
};

const char *hy_words_privilege(unsigned number)
{
    return number < COUNT(privileges) ? privileges[number] : NULL;
}

uint32_t hy_words_privilege_mask(unsigned number)
{
    uint32_t mask = UINT32_C(0x800000) >> number;
    if (number == 1 || number == 2)
        return mask | DOMAIN;
    return number == 7 ? UINT32_C(0xC10000) : mask;
}
