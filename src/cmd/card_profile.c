/* Card profiles read: a table of keys, each with how its value is taken. */
#include "cmd/card_profile.h"

#include "base/hex.h"
#include "cmd/share.h"
#include "transport/atr.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MAX = 64 * 1024, LINE_MAX_LENGTH = 1024, NAME_MAX_LENGTH = 80, ARENA_MAX = 16 * 1024 };

/* A line on its way: what is wrong is said with its key. */
typedef struct field {
    const char *key;
    const char *value;
    hy_reason *why;
} field;

static hy_rc wrong(const field *f, const char *what)
{
    return hy_reason_set(f->why, HY_FAIL(FORMAT), "%s = %.60s: %s", f->key, f->value, what);
}

/* ---- values ---- */

static hy_rc take_number(const field *f, uint64_t least, uint64_t most, uint64_t *out)
{
    char *end;
    uint64_t n = strtoull(f->value, &end, 10);
    bool number = f->value[0] >= '0' && f->value[0] <= '9' && n <= most;
    if (number && strcmp(end, "K") == 0)
        n *= 1024;
    else if (*end != '\0')
        number = false;
    char what[80];
    snprintf(what, sizeof what, "a number from %llu to %llu, K behind it for times 1024",
             (unsigned long long)least, (unsigned long long)most);
    if (!number || n < least || n > most)
        return wrong(f, what);
    *out = n;
    return HY_OK;
}

static hy_rc take_bytes(const field *f, uint8_t *out, size_t room, size_t *n)
{
    hy_buf b = hy_buf_new(room);
    hy_rc rc = hy_hex_decode(f->value, &b);
    *n = b.n;
    if (b.n > 0)
        memcpy(out, b.p, b.n);
    hy_buf_free(&b);
    return hy_ok(rc) ? rc : wrong(f, "bytes in hexadecimal are wanted, not that many");
}

/* ---- keys ---- */

static hy_rc set_name(const field *f, hy_card_profile *p)
{
    snprintf(p->name, sizeof p->name, "%s", f->value);
    return HY_OK;
}

static hy_rc set_atr(const field *f, hy_card_profile *p)
{
    hy_reason inner = {""};
    HY_TRY(take_bytes(f, p->atr, sizeof p->atr, &p->atr_length));
    if (!hy_ok(hy_atr_check(hy_view_of(p->atr, p->atr_length), NULL, &inner)))
        return wrong(f, inner.text);
    return HY_OK;
}

static hy_rc set_uid(const field *f, hy_card_profile *p)
{
    size_t n = 0;
    HY_TRY(take_bytes(f, p->config.uid, sizeof p->config.uid, &n));
    if (n != 4 && n != 7 && n != 10)
        return wrong(f, "4, 7 or 10 bytes are wanted");
    p->config.uid_length = (uint8_t)n;
    return HY_OK;
}

static hy_rc set_cplc(const field *f, hy_card_profile *p)
{
    size_t n = 0;
    HY_TRY(take_bytes(f, p->config.cplc, sizeof p->config.cplc, &n));
    return n == sizeof p->config.cplc ? HY_OK : wrong(f, "42 bytes are wanted");
}

static hy_rc set_size(const field *f, uint64_t least, uint64_t most, uint32_t *out)
{
    uint64_t n = 0;
    HY_TRY(take_number(f, least, most, &n));
    *out = (uint32_t)n;
    return HY_OK;
}

static hy_rc set_memory(const field *f, hy_card_profile *p)
{
    return set_size(f, 4096, 1 << 30, &p->config.memory);
}

static hy_rc set_transient_reset(const field *f, hy_card_profile *p)
{
    return set_size(f, 512, 1 << 24, &p->config.transient_reset);
}

static hy_rc set_transient_deselect(const field *f, hy_card_profile *p)
{
    return set_size(f, 16, 1 << 24, &p->config.transient_deselect);
}

static hy_rc set_commit_buffer(const field *f, hy_card_profile *p)
{
    return set_size(f, 16, 32767, &p->config.commit_capacity);
}

static hy_rc set_apdu_buffer(const field *f, hy_card_profile *p)
{
    uint64_t n = 0;
    HY_TRY(take_number(f, 261, 32767, &n));
    p->config.apdu_buffer = (uint16_t)n;
    return HY_OK;
}

static hy_rc set_channels(const field *f, hy_card_profile *p)
{
    uint64_t n = 0;
    HY_TRY(take_number(f, 1, 20, &n));
    p->config.channels = (uint8_t)n;
    return HY_OK;
}

bool hy_card_profile_protocol(const char *name, hy_protocol *out)
{
    static const char *const names[] = {
        [HY_PROTOCOL_T1] = "T1", [HY_PROTOCOL_T0] = "T0", [HY_PROTOCOL_CL] = "CL"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0) {
            *out = (hy_protocol)i;
            return true;
        }
    return false;
}

static hy_rc set_protocol(const field *f, hy_card_profile *p)
{
    return hy_card_profile_protocol(f->value, &p->config.protocol)
               ? HY_OK
               : wrong(f, "T0, T1 or CL is wanted");
}

static hy_rc set_scp(const field *f, hy_card_profile *p)
{
    uint8_t bytes[2];
    size_t n = 0;
    HY_TRY(take_bytes(f, bytes, sizeof bytes, &n));
    if (n != 2 || (bytes[0] != 2 && bytes[0] != 3))
        return wrong(f, "02 or 03 and the parameter i are wanted, as in 03 70");
    p->scp_given = true;
    p->scp = bytes[0];
    p->scp_options = bytes[1];
    return HY_OK;
}

static hy_rc set_key_length(const field *f, hy_card_profile *p)
{
    uint64_t n = 0;
    HY_TRY(take_number(f, 16, 32, &n));
    if (n % 8 != 0)
        return wrong(f, "16, 24 or 32 bytes");
    p->key_length = (uint8_t)n;
    return HY_OK;
}

static const struct {
    hy_algorithm_class of;
    const char *name;
    uint8_t id;
} algorithms[] = {
#define HY_ALGORITHM(of, name, id) {HY_ALGORITHM_##of, name, id},
#include "algorithm_names.def"
#undef HY_ALGORITHM
};

/* One algorithm "Cipher.ALG_…", or all whose names start so when an asterisk ends it; behind a
   key's type may stand its length in bits. */
static hy_rc leave_out(const field *f, const char *text, hy_card_profile *p)
{
    char name[NAME_MAX_LENGTH + 1] = "";
    unsigned bits = 0;
    size_t found = 0;
    if (sscanf(text, " %80[A-Za-z0-9_.*] %5u", name, &bits) < 1)
        return wrong(f, "a name such as Cipher.ALG_AES_CTR is wanted");
    size_t n = strcspn(name, "*");
    for (size_t i = 0; i < sizeof algorithms / sizeof *algorithms; i++) {
        bool fits = strncmp(name, algorithms[i].name, n) == 0 &&
                    (name[n] == '*' || algorithms[i].name[n] == '\0');
        if (!fits)
            continue;
        if (p->without_count == HY_CARD_PROFILE_WITHOUT_MAX)
            return wrong(f, "too many algorithms");
        found++;
        p->without[p->without_count++] =
            (hy_algorithm_id){algorithms[i].of, algorithms[i].id, (uint16_t)bits};
    }
    return found > 0 ? HY_OK : wrong(f, "the API has no such algorithm");
}

static hy_rc set_without(const field *f, hy_card_profile *p)
{
    char list[LINE_MAX_LENGTH];
    char *rest = list, *one;
    snprintf(list, sizeof list, "%s", f->value);
    while ((one = strsep(&rest, ",")) != NULL)
        HY_TRY(leave_out(f, one, p));
    return HY_OK;
}

static const struct {
    const char *key;
    bool repeats;
    hy_rc (*set)(const field *f, hy_card_profile *p);
} keys[] = {
    {"name", false, set_name},
    {"atr", false, set_atr},
    {"uid", false, set_uid},
    {"cplc", false, set_cplc},
    {"memory", false, set_memory},
    {"transient-reset", false, set_transient_reset},
    {"transient-deselect", false, set_transient_deselect},
    {"commit-buffer", false, set_commit_buffer},
    {"apdu-buffer", false, set_apdu_buffer},
    {"channels", false, set_channels},
    {"protocol", false, set_protocol},
    {"scp", false, set_scp},
    {"key-length", false, set_key_length},
    {"without", true, set_without},
};

/* ---- lines ---- */

enum { KEY_COUNT = sizeof keys / sizeof *keys };

/* Cuts blanks off both ends, in place. */
static char *trim(char *s)
{
    s += strspn(s, " \t\r");
    size_t n = strlen(s);
    while (n > 0 && strchr(" \t\r", s[n - 1]) != NULL)
        s[--n] = '\0';
    return s;
}

static hy_rc take_line(char *line, bool *seen, hy_card_profile *p, hy_reason *why)
{
    line[strcspn(line, "#")] = '\0';
    char *value = line;
    char *key = trim(strsep(&value, "="));
    if (value == NULL)
        return key[0] == '\0'
                   ? HY_OK
                   : hy_reason_set(why, HY_FAIL(FORMAT), "%.60s: key = value is wanted", key);
    const field f = {key, trim(value), why};
    for (size_t i = 0; i < KEY_COUNT; i++) {
        if (strcmp(key, keys[i].key) != 0)
            continue;
        if (seen[i] && !keys[i].repeats)
            return wrong(&f, "given twice");
        seen[i] = true;
        return f.value[0] == '\0' ? wrong(&f, "the value is missing") : keys[i].set(&f, p);
    }
    return wrong(&f, "there is no such key");
}

hy_rc hy_card_profile_parse(hy_view text, hy_card_profile *out, hy_reason *why)
{
    bool seen[KEY_COUNT] = {false};
    hy_reader r = hy_reader_of(text);
    for (unsigned number = 1; hy_reader_left(&r) > 0; number++) {
        char line[LINE_MAX_LENGTH], place[32];
        size_t n = 0;
        bool good = true;
        for (uint8_t c; hy_reader_left(&r) > 0 && (c = hy_read_u8(&r)) != '\n';) {
            good = good && c != '\0' && n + 1 < sizeof line;
            line[n] = (char)c;
            n += good ? 1 : 0;
        }
        line[n] = '\0';
        hy_rc rc = good ? take_line(line, seen, out, why)
                        : hy_reason_set(why, HY_FAIL(FORMAT), "too long, or no text");
        snprintf(place, sizeof place, "line %u", number);
        if (!hy_ok(rc))
            return hy_reason_prefix(why, rc, place);
    }
    return HY_OK;
}

hy_card_profile hy_card_profile_usual(void)
{
    return (hy_card_profile){.name = "Hydra", .config = {.channels = 20}};
}

static hy_rc read_named(const char *name, hy_buf *text, hy_reason *why)
{
    hy_arena arena = hy_arena_new(ARENA_MAX);
    const char *path = NULL;
    const char *below = hy_arena_format(&arena, "profiles/%s", name);
    hy_rc rc = below == NULL || strchr(name, '/') != NULL
                   ? HY_FAIL(NOT_FOUND)
                   : hy_share_find(&arena, below, &path, NULL);
    rc = hy_ok(rc) ? hy_buf_read_file(text, path, FILE_MAX, why)
                   : hy_reason_set(why, rc, "no such file, and no profile of that name");
    hy_arena_free(&arena);
    return rc;
}

hy_rc hy_card_profile_text(const char *file, hy_buf *text, hy_reason *why)
{
    hy_rc rc = hy_buf_read_file(text, file, FILE_MAX, why);
    if (rc.code != HY_E_NOT_FOUND)
        return rc;
    rc = read_named(file, text, why);
    return hy_ok(rc) ? rc : hy_reason_prefix(why, rc, file);
}

hy_rc hy_card_profile_open(const char *file, hy_card_profile *out, hy_reason *why)
{
    hy_buf text;
    HY_TRY(hy_card_profile_text(file, &text, why));
    hy_rc rc = hy_card_profile_parse(hy_buf_view(&text), out, why);
    hy_buf_free(&text);
    return hy_ok(rc) ? rc : hy_reason_prefix(why, rc, file);
}

hy_element_config hy_card_profile_config(const hy_card_profile *p)
{
    hy_element_config c = p->config;
    c.without = p->without;
    c.without_count = p->without_count;
    return c;
}

size_t hy_card_profile_atr(const hy_card_profile *p, uint8_t atr[HY_LINK_ATR_MAX])
{
    if (p->atr_length == 0)
        return hy_atr_make(p->config.protocol, p->config.channels, atr);
    memcpy(atr, p->atr, p->atr_length);
    return p->atr_length;
}
