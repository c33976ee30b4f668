/* The owner's requests: carried out here, or sent to the process that runs the element. */
#include "cmd/owner.h"

#include "base/hex.h"
#include "converter/capfile.h"
#include "transport/control.h"

#include <jansson.h>
#include <string.h>

enum {
    ARENA_MAX = 64 << 20,
    WORDS_MAX = 1024,
    WORD_COUNT = 5,
    AID_MAX = 16,
    PARAMETERS_MAX = 127,
    HEX_SIZE = 2 * PARAMETERS_MAX + 1,
};

/* A request on its way: its words cut apart. */
typedef struct request {
    char *word[WORD_COUNT];
    hy_view bytes;
    hy_buf *reply;
} request;

/* ---- what each request does ---- */

static hy_rc reply_json(json_t *value, hy_buf *reply)
{
    char *text = value == NULL ? NULL : json_dumps(value, JSON_INDENT(2));
    hy_rc rc = text == NULL ? HY_FAIL(MEMORY) : hy_buf_append(reply, hy_view_str(text));
    free(text);
    json_decref(value);
    return rc;
}

static json_t *aid_json(const uint8_t *aid, uint8_t length)
{
    char hex[2 * AID_MAX + 1];
    return json_string(hy_hex_encode(hy_view_of(aid, length), hex, sizeof hex));
}

static json_t *entry_json(const hy_element_entry *e)
{
    char version[12];
    snprintf(version, sizeof version, "%u.%u", e->major, e->minor);
    if (e->is_package)
        return json_pack("{s:s, s:o, s:s}", "kind", "package", "aid",
                         aid_json(e->aid, e->aid_length), "version", version);
    return json_pack("{s:s, s:o, s:o, s:s, s:i, s:i, s:b}", "kind", "applet", "aid",
                     aid_json(e->aid, e->aid_length), "package",
                     aid_json(e->package, e->package_length), "version", version, "life", e->life,
                     "privileges", (int)e->privileges, "default", e->default_selected);
}

static hy_rc do_list(hy_card *card, const request *r, hy_reason *why)
{
    (void)why;
    hy_element_entry e;
    json_t *list = json_array();
    for (size_t i = 0; hy_element_entry_at(card->element, i, &e); i++)
        json_array_append_new(list, entry_json(&e));
    return reply_json(list, r->reply);
}

/* What the image is, and what it has cost since this process opened it. */
static json_t *wear_json(const hy_card *card)
{
    const hy_wear w = hy_element_wear(card->element);
    char identity[2 * sizeof w.image + 1];
    return json_pack("{s:s, s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "identity",
                     hy_hex_encode(hy_view_of(w.image, sizeof w.image), identity, sizeof identity),
                     "key", card->tpm != NULL ? "TPM" : "file", "age", (json_int_t)w.age, "file",
                     (json_int_t)w.file, "used", (json_int_t)w.used, "segments",
                     (json_int_t)w.segments, "bytes_written", (json_int_t)w.bytes, "writes",
                     (json_int_t)w.writes, "syncs", (json_int_t)w.syncs, "compactions",
                     (json_int_t)w.compactions);
}

static hy_rc do_info(hy_card *card, const request *r, hy_reason *why)
{
    const hy_element_usage u = hy_element_measure(card->element);
    hy_element_config c = hy_element_settings(card->element);
    hy_element_entry e;
    hy_view atr;
    char hex[2 * HY_LINK_ATR_MAX + 1];
    size_t packages = 0, applets = 0;
    for (size_t i = 0; hy_element_entry_at(card->element, i, &e); i++)
        *(e.is_package ? &packages : &applets) += 1;
    HY_TRY(hy_link_atr(card->link, &atr, why));
    json_t *info = json_pack(
        "{s:s, s:s, s:i, s:i, s:i, s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "profile",
        card->profile.name, "atr", hy_hex_encode(atr, hex, sizeof hex), "channels", c.channels,
        "packages", (int)packages, "applets", (int)applets, "objects", (json_int_t)u.objects,
        "persistent", (json_int_t)u.persistent, "persistent_size", (json_int_t)c.memory,
        "transient_reset", (json_int_t)u.transient_reset, "transient_reset_size",
        (json_int_t)c.transient_reset, "transient_deselect", (json_int_t)u.transient_deselect,
        "transient_deselect_size", (json_int_t)c.transient_deselect);
    if (card->file != NULL)
        (void)json_object_set_new(info, "image", wear_json(card));
    return reply_json(info, r->reply);
}

static hy_rc do_reset(hy_card *card, const request *r, hy_reason *why)
{
    (void)r;
    return hy_link_reset(card->link, why);
}

static hy_rc do_apdu(hy_card *card, const request *r, hy_reason *why)
{
    uint8_t *response;
    size_t n = 0, before = r->reply->n;
    HY_TRY(hy_buf_extend(r->reply, HY_LINK_RESPONSE_MAX, &response));
    hy_rc rc = hy_link_transmit(card->link, r->bytes, response, HY_LINK_RESPONSE_MAX, &n, why);
    r->reply->n = before + n;
    return rc;
}

static hy_rc do_load(hy_card *card, const request *r, hy_reason *why)
{
    return hy_element_load(card->element, card->work, r->bytes, why);
}

/* A word in hexadecimal, - for nothing. */
static hy_rc take_hex(const char *word, size_t most, hy_buf *out, hy_reason *why)
{
    *out = hy_buf_new(most);
    if (strcmp(word, "-") == 0)
        return HY_OK;
    if (hy_ok(hy_hex_decode(word, out)))
        return HY_OK;
    return hy_reason_set(why, HY_FAIL(FORMAT), "%.60s: at most %zu bytes in hexadecimal", word,
                         most);
}

static hy_rc do_install(hy_card *card, const request *r, hy_reason *why)
{
    static const size_t most[] = {AID_MAX, AID_MAX, AID_MAX, PARAMETERS_MAX};
    hy_buf b[4] = {{0}};
    hy_rc rc = HY_OK;
    for (size_t i = 0; i < 4 && hy_ok(rc); i++)
        rc = take_hex(r->word[i + 1], most[i], &b[i], why);
    const hy_install_request install = {
        .package = hy_buf_view(&b[0]),
        .module = hy_buf_view(&b[1]),
        .instance = hy_buf_view(&b[2]),
        .parameters = hy_buf_view(&b[3]),
    };
    if (hy_ok(rc))
        rc = hy_element_install(card->element, card->work, &install, why);
    for (size_t i = 0; i < 4; i++)
        hy_buf_free(&b[i]);
    return rc;
}

static hy_rc do_delete(hy_card *card, const request *r, hy_reason *why)
{
    hy_buf aid;
    hy_rc rc = take_hex(r->word[1], AID_MAX, &aid, why);
    if (hy_ok(rc))
        rc = hy_element_delete(card->element, card->work, hy_buf_view(&aid), true, why);
    hy_buf_free(&aid);
    return rc;
}

static const struct {
    const char *name;
    size_t words; /* with the name */
    hy_rc (*run)(hy_card *card, const request *r, hy_reason *why);
} requests[] = {
    {"info", 1, do_info},     {"list", 1, do_list}, {"reset", 1, do_reset},
    {"apdu", 1, do_apdu},     {"load", 1, do_load}, {"install", 5, do_install},
    {"delete", 2, do_delete},
};

/* ---- a request ---- */

static hy_rc carry_out(const hy_owner *owner, const char *words, hy_view bytes, hy_buf *reply,
                       hy_reason *why)
{
    char line[WORDS_MAX], *rest = line;
    request r = {.bytes = bytes, .reply = reply};
    size_t n = 0;
    if ((size_t)snprintf(line, sizeof line, "%s", words) >= sizeof line)
        return hy_reason_set(why, HY_FAIL(LIMIT), "the request is too long");
    while (rest != NULL && n < WORD_COUNT)
        r.word[n++] = strsep(&rest, " ");
    if (strcmp(line, "stop") == 0 && owner->server != NULL) {
        hy_server_stop(owner->server);
        return HY_OK;
    }
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++)
        if (strcmp(line, requests[i].name) == 0 && n == requests[i].words && rest == NULL)
            return requests[i].run(owner->card, &r, why);
    return hy_reason_set(why, HY_FAIL(UNSUPPORTED), "no such request: %.60s", words);
}

hy_rc hy_owner_ask(const hy_owner *owner, const char *words, hy_view bytes, hy_buf *reply,
                   hy_reason *why)
{
    if (owner->control != NULL)
        return hy_control_call(owner->control, words, bytes, reply, why);
    return carry_out(owner, words, bytes, reply, why);
}

hy_rc hy_owner_serve(void *context, hy_view request_bytes, hy_buf *reply, hy_reason *why)
{
    char words[WORDS_MAX];
    hy_view bytes;
    if (!hy_ok(hy_control_split(request_bytes, words, sizeof words, &bytes)))
        return hy_reason_set(why, HY_FAIL(FORMAT), "no request");
    return carry_out(context, words, bytes, reply, why);
}

void hy_owner_prepare(void)
{
    json_object_seed(0); /* reads a random number, from a file if it must */
}

/* ---- CAP files ---- */

static const char *hex_or_dash(hy_view v, char *out, size_t size)
{
    return v.n == 0 ? "-" : hy_hex_encode(v, out, size);
}

static hy_rc install_applets(const hy_owner *owner, const hy_package *p, hy_view only,
                             hy_view parameters, hy_reason *why)
{
    char package[HEX_SIZE], aid[HEX_SIZE], given[HEX_SIZE], words[WORDS_MAX];
    size_t installed = 0;
    hy_buf none = hy_buf_new(0);
    for (unsigned i = 0; i < p->applet_count; i++) {
        if (only.n > 0 && !hy_view_equal(only, p->applets[i].aid))
            continue;
        snprintf(words, sizeof words, "install %s %s - %s",
                 hy_hex_encode(p->id.aid, package, sizeof package),
                 hy_hex_encode(p->applets[i].aid, aid, sizeof aid),
                 hex_or_dash(parameters, given, sizeof given));
        HY_TRY(hy_owner_ask(owner, words, hy_view_of(NULL, 0), &none, why));
        fprintf(stderr, "installed %s\n", aid);
        installed++;
    }
    if (installed == 0 && only.n > 0)
        return hy_reason_set(why, HY_FAIL(NOT_FOUND), "the package has no applet %s",
                             hy_hex_encode(only, aid, sizeof aid));
    return HY_OK;
}

static hy_rc load_parts(const hy_owner *owner, const hy_package_parts *parts, hy_view only,
                        hy_view parameters, hy_reason *why)
{
    hy_arena arena = hy_arena_new(ARENA_MAX);
    hy_buf load_file = hy_buf_new(HY_CAP_TOTAL_MAX);
    hy_buf none = hy_buf_new(0);
    hy_package package;
    hy_rc rc = hy_capfile_write_load(parts, &load_file);
    if (hy_ok(rc))
        rc = hy_owner_ask(owner, "load", hy_buf_view(&load_file), &none, why);
    if (hy_ok(rc))
        rc = hy_package_read(parts, &arena, &package, why);
    if (hy_ok(rc))
        rc = install_applets(owner, &package, only, parameters, why);
    hy_buf_free(&load_file);
    hy_arena_free(&arena);
    return rc;
}

hy_rc hy_owner_load(const hy_owner *owner, const char *file, hy_view only, hy_view parameters,
                    hy_reason *why)
{
    hy_capfile cap;
    hy_rc rc = hy_capfile_open(file, &cap, why);
    if (hy_ok(rc)) {
        rc = load_parts(owner, &cap.parts, only, parameters, why);
        if (!hy_ok(rc))
            rc = hy_reason_prefix(why, rc, file);
    }
    hy_capfile_free(&cap);
    return rc;
}
