/* Parsing of APDU scripts and matching of responses. */
#include "cmd/apdu_script.h"

#include "base/hex.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { COMMAND_MAX = 65544, STATUS_DIGITS = 4 };

/* Takes the blanks out of a pattern and makes it upper case; false when it is none. */
static bool tidy_pattern(char *pattern)
{
    char *to = pattern;
    for (const char *from = pattern; *from != '\0'; from++) {
        if (isspace((unsigned char)*from))
            continue;
        if (!isxdigit((unsigned char)*from) && *from != '.' && *from != '*')
            return false;
        *to++ = (char)toupper((unsigned char)*from);
    }
    *to = '\0';
    return to - pattern >= 1;
}

static bool is_word(const char *line, const char *word)
{
    size_t n = strlen(word);
    return strncmp(line, word, n) == 0 && line[n + strspn(line + n, " \t\r")] == '\0';
}

/* "snapshot NAME", "restore NAME", "clock MS"; false when it is none of them. */
static bool parse_named(char *line, hy_script_step *step)
{
    static const struct {
        const char *word;
        hy_script_kind kind;
    } known[] = {{"snapshot", HY_SCRIPT_SNAPSHOT},
                 {"restore", HY_SCRIPT_RESTORE},
                 {"clock", HY_SCRIPT_CLOCK}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        size_t n = strlen(known[i].word);
        size_t blanks = strncmp(line, known[i].word, n) == 0 ? strspn(line + n, " \t") : 0;
        char *name = line + n + blanks;
        size_t length = blanks > 0 ? strcspn(name, " \t\r") : 0;
        if (length == 0 || name[length + strspn(name + length, " \t\r")] != '\0')
            continue;
        name[length] = '\0';
        step->kind = known[i].kind;
        step->name = name;
        return true;
    }
    return false;
}

static bool is_number(const char *text)
{
    return text[strspn(text, "0123456789")] == '\0' && strlen(text) < 19;
}

/* One line that is not empty; it is changed. */
static hy_rc parse_line(char *line, hy_script_step *step, hy_reason *why)
{
    if (is_word(line, "reset")) {
        step->kind = HY_SCRIPT_RESET;
        return HY_OK;
    }
    if (parse_named(line, step))
        return step->kind != HY_SCRIPT_CLOCK || is_number(step->name)
                   ? HY_OK
                   : hy_reason_set(why, HY_FAIL(FORMAT),
                                   "line %u: clock %.60s: milliseconds are expected", step->line,
                                   step->name);
    char *semicolon = strchr(line, ';');
    if (semicolon != NULL) {
        *semicolon = '\0';
        step->expected = semicolon + 1;
        if (!tidy_pattern(semicolon + 1))
            return hy_reason_set(why, HY_FAIL(FORMAT),
                                 "line %u: behind ';' hexadecimal digits, '.' and '*' are expected",
                                 step->line);
        step->expected_length = strlen(step->expected);
    }
    step->command = hy_buf_new(COMMAND_MAX);
    if (!hy_ok(hy_hex_decode(line + (line[0] == '>'), &step->command)))
        return hy_reason_set(why, HY_FAIL(FORMAT), "line %u: no APDU in hexadecimal: %.60s",
                             step->line, line);
    return HY_OK;
}

static size_t count_lines(const char *text)
{
    size_t n = 1;
    for (; *text != '\0'; text++)
        n += *text == '\n';
    return n;
}

hy_rc hy_script_parse(hy_view text, hy_script *out, hy_reason *why)
{
    *out = (hy_script){strndup(text.n == 0 ? "" : (const char *)text.p, text.n), NULL, 0};
    if (out->text != NULL)
        out->steps = calloc(count_lines(out->text), sizeof *out->steps);
    if (out->steps == NULL)
        return hy_reason_set(why, HY_FAIL(MEMORY), "out of memory");
    unsigned number = 0;
    for (char *line = out->text, *next; line != NULL; line = next) {
        next = strchr(line, '\n');
        if (next != NULL)
            *next++ = '\0';
        number++;
        line[strcspn(line, "#")] = '\0';
        line += strspn(line, " \t\r");
        if (*line == '\0')
            continue;
        hy_script_step *step = &out->steps[out->count++];
        step->line = number;
        HY_TRY(parse_line(line, step, why));
    }
    return HY_OK;
}

bool hy_script_has(const hy_script *s, hy_script_kind kind)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->steps[i].kind == kind)
            return true;
    return false;
}

void hy_script_free(hy_script *s)
{
    for (size_t i = 0; i < s->count; i++)
        hy_buf_free(&s->steps[i].command);
    free(s->steps);
    free(s->text);
    *s = (hy_script){NULL, NULL, 0};
}

/* '.' is any one character, '*' any run: the last '*' is tried again one character further on. */
static bool fits(const char *pattern, const char *text)
{
    const char *star = NULL;
    const char *mark = text;
    while (*text != '\0') {
        if (*pattern == '*') {
            star = pattern++;
            mark = text;
        } else if (*pattern == *text || *pattern == '.') {
            pattern++;
            text++;
        } else if (star != NULL) {
            pattern = star + 1;
            text = ++mark;
        } else {
            return false;
        }
    }
    pattern += strspn(pattern, "*");
    return *pattern == '\0';
}

bool hy_script_fits(const hy_script_step *step, const char *response)
{
    if (step->expected == NULL)
        return true;
    size_t n = strlen(response);
    bool status_only = step->expected_length == STATUS_DIGITS && n >= STATUS_DIGITS &&
                       strchr(step->expected, '*') == NULL;
    return fits(step->expected, status_only ? response + n - STATUS_DIGITS : response);
}
