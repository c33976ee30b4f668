/* The issuer's security domain of a new element: its row, its keys, its data. */
#include "base/secret.h"
#include "element/gp/cvm.h"
#include "element/gp/domain.h"
#include "element/gp/keys.h"
#include "element/gp/privileges.h"

#include <string.h>

enum { USUAL_VERSION = 0x30, I_USUAL = 0x60, KEYS = 3, HEAD = 4, PARAMETERS = 4 };

/* GlobalPlatform 6.6.2: all that the issuer needs, verification of DAPs and delegation apart. */
static const uint8_t issuer_privileges[3] = {0x9E, 0xFE, 0x80};

/* A component as records have it. Gives the key with it. */
static hy_gp_key make_key(uint8_t kvn, uint8_t kid, const uint8_t *value, uint8_t n, uint8_t *bytes)
{
    bytes[0] = 0;
    bytes[1] = HY_KEY_AES;
    bytes[2] = 0;
    bytes[3] = n;
    memcpy(bytes + HEAD, value, n);
    return (hy_gp_key){kvn, kid, 0, 0, {bytes, (size_t)HEAD + n}};
}

static hy_rc put_keys(hy_element *e, const hy_issuer *issuer, uint8_t kvn)
{
    uint8_t bytes[KEYS][HEAD + HY_ISSUER_KEY_MAX];
    const hy_gp_key keys[KEYS] = {
        make_key(kvn, 1, issuer->enc, issuer->key_n, bytes[0]),
        make_key(kvn, 2, issuer->mac, issuer->key_n, bytes[1]),
        make_key(kvn, 3, issuer->dek, issuer->key_n, bytes[2]),
    };
    hy_rc rc = hy_gp_keys_put(e, hy_registry_card(e)->issuer, 0, keys, KEYS);
    hy_wipe(bytes, sizeof bytes);
    return rc;
}

static hy_rc put_data(hy_element *e, const hy_issuer *issuer, uint8_t i)
{
    uint8_t domain = hy_registry_card(e)->issuer;
    const uint8_t parameters[PARAMETERS] = {0x81, 2, 0x03, i};
    HY_TRY(hy_gp_data_put(e, domain, HY_TAG_PARAMETERS, hy_view_of(parameters, PARAMETERS)));
    HY_TRY(hy_gp_data_put(e, domain, HY_TAG_IIN, issuer->iin));
    HY_TRY(hy_gp_data_put(e, domain, HY_TAG_CIN, issuer->cin));
    return hy_gp_data_put(e, domain, HY_TAG_DIVERSIFICATION,
                          hy_view_of(issuer->diversification, sizeof issuer->diversification));
}

static hy_rc make(hy_workspace *w, const hy_issuer *issuer, uint8_t kvn, uint8_t i)
{
    static const uint8_t usual_aid[] = {0xA0, 0x00, 0x00, 0x01, 0x51, 0x00, 0x00, 0x00};
    static const hy_view usual = {usual_aid, sizeof usual_aid};
    hy_card_record *card = hy_registry_card(w->element);
    hy_install_plan plan = {
        .life = HY_LIFE_PERSONALIZED,
        .instance = issuer->aid.n > 0 ? issuer->aid : usual,
    };
    memcpy(plan.privileges, issuer_privileges, sizeof plan.privileges);
    HY_TRY(hy_gp_domain_new(w, &plan, &card->issuer));
    card->tries = issuer->tries;
    HY_TRY(put_keys(w->element, issuer, kvn));
    HY_TRY(put_data(w->element, issuer, i));
    return hy_gp_cvm_create(w->element);
}

hy_rc hy_gp_create(hy_workspace *w, const hy_issuer *issuer, hy_reason *why)
{
    uint8_t kvn = issuer->kvn == 0 ? USUAL_VERSION : issuer->kvn;
    uint8_t i = issuer->i_given ? issuer->i : I_USUAL;
    bool length = issuer->key_n == 16 || issuer->key_n == 24 || issuer->key_n == 32;
    if (!length || !hy_scp03_i_is_known(i))
        return hy_reason_set(why, HY_FAIL(ARGUMENT),
                             "issuer: keys have 16, 24 or 32 bytes, parameter i is 00, 10, 20, 30, "
                             "60 or 70, and 01 more for S16");
    if ((kvn > HY_KEY_VERSION_MAX && kvn != HY_KEY_VERSION_INITIAL) ||
        (issuer->aid.n > 0 && (issuer->aid.n < 5 || issuer->aid.n > 16)))
        return hy_reason_set(why, HY_FAIL(ARGUMENT),
                             "issuer: a key version is 01 to 7F or FF, an AID has 5 to 16 bytes");
    hy_rc rc = make(w, issuer, kvn, i);
    return hy_ok(rc) ? rc : hy_reason_set(why, rc, "issuer: the element's memory is too small");
}

bool hy_element_has_test_keys(const hy_element *e)
{
    enum { TEST_KEY = 16 };
    uint8_t known[TEST_KEY];
    hy_gp_key key;
    hy_gp_component c;
    const hy_card_record *card = hy_registry_card(e);
    for (unsigned i = 0; i < TEST_KEY; i++)
        known[i] = (uint8_t)(0x40 + i);
    for (uint32_t i = 0; card->issuer != 0 && hy_gp_key_at(e, card->issuer, i, &key); i++) {
        hy_reader r = hy_reader_of(key.components);
        if (hy_gp_component_read(&r, &c) && c.type == HY_KEY_AES &&
            hy_view_equal(c.value, hy_view_of(known, TEST_KEY)))
            return true;
    }
    return false;
}
