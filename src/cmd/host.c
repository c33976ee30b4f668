/* The way to a card, and a session with it. */
#include "cmd/host.h"

#include "base/hex.h"
#include "base/secret.h"
#include "base/tlv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    HEX_MAX = 2 * HY_LINK_RESPONSE_MAX + 1,
    AID_MIN = 5,
    AID_MAX = 16,
    TAG_FCI = 0x6F,
    TAG_AID = 0x84,
    TAG_REASONS = 0xFF40,
    TAG_REASON = 0x80,
};

/* ---- the way ---- */

static void trace(const char *direction, hy_view bytes)
{
    char *hex = malloc(HEX_MAX);
    if (hex != NULL)
        fprintf(stderr, "%s %s\n", direction, hy_hex_encode(bytes, hex, HEX_MAX));
    free(hex);
}

static hy_rc exchange(void *context, hy_view command, uint8_t *response, size_t room, size_t *n,
                      hy_reason *why)
{
    hy_host *h = (hy_host *)context;
    if (h->trace)
        trace(">", command);
    HY_TRY(hy_link_exchange(h->link, command, response, room, n, why));
    if (h->trace)
        trace("<", hy_view_of(response, *n));
    return HY_OK;
}

static hy_rc open_link(hy_host *h, hy_reason *why)
{
    const char *connect = hy_cli_get(h->cli, "connect"), *reader = hy_cli_get(h->cli, "reader");
    if (connect != NULL && reader != NULL)
        return hy_reason_set(why, HY_FAIL(ARGUMENT), "--connect and --reader: one card at a time");
    if (connect != NULL)
        return hy_link_open(connect, &h->link, why);
    return hy_link_open_reader(reader != NULL ? reader : "", &h->link, why);
}

/* The domain's own AID is in the answer to its selection. */
static void note_domain(hy_host *h, hy_view asked)
{
    hy_tlv fci, aid;
    hy_view known = asked;
    if (hy_tlv_find(hy_buf_view(&h->admin.response), TAG_FCI, &fci) &&
        hy_tlv_find(fci.value, TAG_AID, &aid) && aid.value.n <= AID_MAX)
        known = aid.value;
    if (known.n > 0)
        memcpy(h->domain_bytes, known.p, known.n);
    h->domain = hy_view_of(h->domain_bytes, known.n);
}

static hy_rc select_domain(hy_host *h, hy_reason *why)
{
    hy_buf aid = hy_buf_new(AID_MAX);
    hy_rc rc = hy_host_aid_option(h->cli, "domain", &aid, why);
    if (hy_ok(rc))
        rc = hy_admin_select(&h->admin, hy_buf_view(&aid), why);
    if (hy_ok(rc))
        note_domain(h, hy_buf_view(&aid));
    hy_buf_free(&aid);
    return rc;
}

hy_rc hy_host_connect(hy_host *h, const hy_cli *cli, hy_reason *why)
{
    *h = (hy_host){.cli = cli, .trace = hy_cli_flag(cli, "trace")};
    h->admin = hy_admin_of((hy_carrier){h, exchange}, NULL);
    HY_TRY(hy_crypto_new(hy_random_system(), &h->crypto, why));
    HY_TRY(open_link(h, why));
    return select_domain(h, why);
}

/* ---- the session ---- */

bool hy_host_has_keys(const hy_cli *cli)
{
    return hy_cli_get(cli, "keys") != NULL || hy_cli_flag(cli, "test-keys");
}

static hy_rc read_keys(const hy_cli *cli, hy_keyfile *keys, hy_reason *why)
{
    const char *file = hy_cli_get(cli, "keys"), *scheme = hy_cli_get(cli, "diversify");
    const char *version = hy_cli_get(cli, "key-version");
    if (file != NULL && hy_cli_flag(cli, "test-keys"))
        return hy_reason_set(why, HY_FAIL(ARGUMENT), "--keys and --test-keys: one of them");
    if (file == NULL && !hy_cli_flag(cli, "test-keys"))
        return hy_reason_set(why, HY_FAIL(DENIED),
                             "this needs the domain's keys: --keys FILE, or --test-keys for an "
                             "element that was made with them");
    if (file != NULL) {
        HY_TRY(hy_keyfile_read(file, keys, why));
    } else {
        fputs("hyd: TEST KEYS, which everybody knows: this card protects nothing\n", stderr);
        hy_keyfile_test(keys);
        keys->version = 0; /* real cards have them under other versions */
    }
    if (version != NULL)
        HY_TRY(hy_host_byte(version, &keys->version, why));
    if (scheme != NULL && !hy_ok(hy_diversify_named(scheme, &keys->diversify)))
        return hy_reason_set(why, HY_FAIL(ARGUMENT), "--diversify %s: emv, visa2 or kdf3", scheme);
    return HY_OK;
}

static hy_rc open_at(hy_host *h, uint8_t level, hy_reason *why)
{
    const hy_keyfile *keys = &h->keys;
    const hy_session_config config = {
        .keys = &keys->keys,
        .diversify = keys->diversify,
        .kvn = keys->version,
        .level = level,
        .s16 = hy_cli_flag(h->cli, "s16"),
        .aid = h->domain,
    };
    hy_session_free(&h->session);
    HY_TRY(hy_session_new(h->crypto, &config, &h->session, why));
    h->admin.session = h->session;
    return hy_admin_open(&h->admin, why);
}

/* Without a wish: the highest level that the card has. What it has shows in its answer, and the
   host refuses before an attempt is counted. */
static hy_rc open_session(hy_host *h, hy_reason *why)
{
    static const uint8_t levels[] = {0x33, 0x13, 0x03};
    const char *wish = hy_cli_get(h->cli, "level");
    uint8_t level = 0;
    if (wish != NULL) {
        HY_TRY(hy_host_byte(wish, &level, why));
        return open_at(h, level, why);
    }
    hy_rc rc = HY_FAIL(UNSUPPORTED);
    for (size_t i = 0; i < sizeof levels && rc.code == HY_E_UNSUPPORTED; i++)
        rc = open_at(h, levels[i], why);
    return rc;
}

hy_rc hy_host_open(hy_host *h, const hy_cli *cli, hy_reason *why)
{
    hy_keyfile keys = {0};
    *h = (hy_host){.cli = cli};
    hy_rc rc = read_keys(cli, &keys, why);
    if (hy_ok(rc))
        rc = hy_host_connect(h, cli, why);
    h->keys = keys;
    hy_wipe(&keys, sizeof keys);
    return hy_ok(rc) ? open_session(h, why) : rc;
}

hy_rc hy_host_move(hy_host *h, hy_view domain, hy_reason *why)
{
    hy_session_free(&h->session);
    h->admin.session = NULL;
    HY_TRY(hy_admin_select(&h->admin, domain, why));
    note_domain(h, domain);
    return open_session(h, why);
}

void hy_host_close(hy_host *h)
{
    hy_admin_free(&h->admin);
    hy_session_free(&h->session);
    hy_crypto_free(&h->crypto);
    hy_link_close(&h->link);
    hy_wipe(&h->keys, sizeof h->keys);
}

/* Our elements tell the issuer why they refused something (GET DATA FF40): the newest reason. */
static void print_card_reason(hy_host *h)
{
    hy_tlv reason, list;
    if (h->session == NULL || !hy_session_is_open(h->session) ||
        !hy_ok(hy_admin_get_data(&h->admin, TAG_REASONS, NULL)))
        return;
    hy_view all = hy_buf_view(&h->admin.response);
    if (hy_tlv_find(all, TAG_REASONS, &list))
        all = list.value;
    if (hy_tlv_find(all, TAG_REASON, &reason))
        fprintf(stderr, "the card says: %.*s\n", (int)reason.value.n, (const char *)reason.value.p);
}

hy_exit hy_host_finish(hy_host *h, hy_rc rc, const hy_reason *why)
{
    hy_exit exit = HY_EXIT_OK;
    if (!hy_ok(rc))
        exit = hy_cli_fail("%s", why->text[0] != '\0' ? why->text : hy_rc_text(rc));
    if (rc.code == HY_E_DENIED)
        print_card_reason(h);
    hy_host_close(h);
    return exit;
}

/* ---- the command line ---- */

hy_rc hy_host_aid(const char *text, hy_buf *out, hy_reason *why)
{
    out->max = AID_MAX;
    out->n = 0;
    if (!hy_ok(hy_hex_decode(text, out)) || out->n < AID_MIN)
        return hy_reason_set(why, HY_FAIL(ARGUMENT), "%s: an AID is 5 to 16 bytes in hexadecimal",
                             text);
    return HY_OK;
}

hy_rc hy_host_aid_option(const hy_cli *cli, const char *option, hy_buf *out, hy_reason *why)
{
    const char *text = hy_cli_get(cli, option);
    return text != NULL ? hy_host_aid(text, out, why) : HY_OK;
}

hy_rc hy_host_byte(const char *text, uint8_t *out, hy_reason *why)
{
    char *end;
    unsigned long v = strtoul(text, &end, 16);
    if (*text == '\0' || *end != '\0' || v > 0xFF)
        return hy_reason_set(why, HY_FAIL(ARGUMENT), "%s: two hexadecimal digits are wanted", text);
    *out = (uint8_t)v;
    return HY_OK;
}

static bool named_privilege(const char *name, size_t n, uint32_t *mask)
{
    const char *known;
    for (unsigned i = 0; (known = hy_words_privilege(i)) != NULL; i++)
        if (strlen(known) == n && strncmp(known, name, n) == 0) {
            *mask |= hy_words_privilege_mask(i);
            return true;
        }
    return false;
}

static bool privilege_bytes(const char *text, uint32_t *out)
{
    hy_buf bytes = hy_buf_new(3);
    bool good = hy_ok(hy_hex_decode(text, &bytes)) && (bytes.n == 1 || bytes.n == 3);
    hy_reader r = hy_reader_of(hy_buf_view(&bytes));
    if (good)
        *out = (uint32_t)hy_read_u8(&r) << 16 | (bytes.n == 3 ? hy_read_u16(&r) : 0u);
    hy_buf_free(&bytes);
    return good;
}

hy_rc hy_host_privileges(const char *text, uint32_t *out, hy_reason *why)
{
    *out = 0;
    if (text == NULL || privilege_bytes(text, out))
        return HY_OK;
    for (const char *at = text; *at != '\0';) {
        size_t n = strcspn(at, ",");
        if (!named_privilege(at, n, out))
            return hy_reason_set(why, HY_FAIL(ARGUMENT),
                                 "%s: no such privilege: names such as card-lock,global-delete, or "
                                 "one or three bytes in hexadecimal",
                                 text);
        at += n + (at[n] == ',' ? 1 : 0);
    }
    return HY_OK;
}
