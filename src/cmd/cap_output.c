/* From the options of cap build and cap convert to a conversion, and from it to files. */
#include "cmd/cap_output.h"

#include "base/hex.h"
#include "cmd/share.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { AID_MAX = 16 };

static hy_exit read_aid(const hy_cli *cli, hy_arena *arena, const char *option, const char *hex,
                        hy_view *aid)
{
    hy_buf bytes = hy_buf_new(AID_MAX);
    bool good = hy_ok(hy_hex_decode(hex, &bytes)) && bytes.n >= 5 &&
                hy_arena_view(arena, hy_buf_view(&bytes), aid);
    hy_buf_free(&bytes);
    return good ? HY_EXIT_OK
                : hy_cli_usage(cli, "--%s %s: an AID is 5 to 16 bytes in hexadecimal", option, hex);
}

static hy_exit read_applet(const hy_cli *cli, hy_arena *arena, const char *text,
                           hy_convert_applet *applet)
{
    const char *equals = strchr(text, '=');
    if (equals == NULL || equals[1] == '\0')
        return hy_cli_usage(cli, "--applet %s: write AID=CLASS", text);
    const char *hex = hy_arena_string(arena, text, (size_t)(equals - text));
    if (hex == NULL)
        return hy_cli_fail("out of memory");
    applet->class_name = equals + 1;
    return read_aid(cli, arena, "applet", hex, &applet->aid);
}

static hy_exit read_version(const hy_cli *cli, const char *text, hy_convert_options *o)
{
    char *end;
    unsigned long major = strtoul(text, &end, 10);
    bool good = end != text && *end == '.' && end[1] >= '0' && end[1] <= '9';
    unsigned long minor = good ? strtoul(end + 1, &end, 10) : 0;
    if (!good || *end != '\0' || major > 255 || minor > 255)
        return hy_cli_usage(cli, "--version %s: write MAJOR.MINOR, each up to 255", text);
    o->major = (uint8_t)major;
    o->minor = (uint8_t)minor;
    return HY_EXIT_OK;
}

/* All values of a repeating option and, when last is not NULL, that behind them. */
static const char *const *read_list(const hy_cli *cli, hy_arena *arena, const char *name,
                                    const char *last, size_t *count)
{
    size_t n = 0;
    while (hy_cli_nth(cli, name, n) != NULL)
        n++;
    const char **list = HY_NEW_ARRAY(arena, const char *, n + 1);
    for (size_t i = 0; list != NULL && i < n; i++)
        list[i] = hy_cli_nth(cli, name, i);
    if (list != NULL)
        list[n] = last;
    *count = n + (last != NULL);
    return list;
}

static hy_exit read_applets(const hy_cli *cli, hy_arena *arena, hy_convert_options *o)
{
    size_t n;
    const char *const *texts = read_list(cli, arena, "applet", NULL, &n);
    hy_convert_applet *applets = HY_NEW_ARRAY(arena, hy_convert_applet, n);
    if (texts == NULL || applets == NULL)
        return hy_cli_fail("out of memory");
    for (size_t i = 0; i < n; i++) {
        hy_exit exit = read_applet(cli, arena, texts[i], &applets[i]);
        if (exit != HY_EXIT_OK)
            return exit;
    }
    o->applets = applets;
    o->applet_count = n;
    return HY_EXIT_OK;
}

static hy_exit read_target(const hy_cli *cli, hy_convert_options *o)
{
    hy_reason why;
    const char *target = hy_cli_get(cli, "target");
    if (target != NULL && !hy_ok(hy_target_parse(target, &o->target, &why)))
        return hy_cli_usage(cli, "--target %s: %s", target, why.text);
    return HY_EXIT_OK;
}

static hy_exit read_exports(const hy_cli *cli, hy_arena *arena, hy_convert_options *o)
{
    hy_reason why;
    const char *own;
    if (!hy_ok(hy_share_find(arena, "exports", &own, &why)))
        return hy_cli_fail("%s", why.text);
    o->exports = read_list(cli, arena, "exports", own, &o->export_count);
    return o->exports == NULL ? hy_cli_fail("out of memory") : HY_EXIT_OK;
}

hy_exit hy_cap_read_options(const hy_cli *cli, hy_arena *arena, hy_convert_options *o)
{
    static const char *const needed[] = {"package", "aid", "version", "output"};
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (hy_cli_get(cli, needed[i]) == NULL)
            return hy_cli_usage(cli, "--%s is missing", needed[i]);
    o->package = hy_cli_get(cli, "package");
    o->export_map = hy_cli_get(cli, "export-map");
    o->int_support = hy_cli_flag(cli, "int");
    o->debug = hy_cli_flag(cli, "debug");
    hy_exit exit = read_aid(cli, arena, "aid", hy_cli_get(cli, "aid"), &o->aid);
    if (exit == HY_EXIT_OK)
        exit = read_version(cli, hy_cli_get(cli, "version"), o);
    if (exit == HY_EXIT_OK)
        exit = read_applets(cli, arena, o);
    if (exit == HY_EXIT_OK)
        exit = read_target(cli, o);
    return exit == HY_EXIT_OK ? read_exports(cli, arena, o) : exit;
}

/* path with the ending of its name replaced: wallet.cap, ".ijc" → wallet.ijc */
static const char *with_ending(hy_arena *arena, const char *path, const char *ending)
{
    const char *dot = strrchr(path, '.');
    const char *slash = strrchr(path, '/');
    bool has_ending = dot != NULL && (slash == NULL || dot > slash);
    size_t stem = has_ending ? (size_t)(dot - path) : strlen(path);
    return hy_arena_format(arena, "%.*s%s", (int)stem, path, ending);
}

typedef struct output_files {
    const char *cap;
    const char *load_file;   /* NULL: not asked for */
    const char *export_file; /* NULL: nothing to export */
} output_files;

static hy_exit write_files(const hy_cli *cli, hy_arena *arena, const hy_conversion *c,
                           output_files *files)
{
    hy_reason why;
    files->cap = hy_cli_get(cli, "output");
    if (!hy_ok(hy_view_write_file(hy_buf_view(&c->cap), files->cap, &why)))
        return hy_cli_fail("%s", why.text);
    if (hy_cli_flag(cli, "ijc")) {
        files->load_file = with_ending(arena, files->cap, ".ijc");
        if (files->load_file == NULL ||
            !hy_ok(hy_view_write_file(hy_buf_view(&c->load_file), files->load_file, &why)))
            return hy_cli_fail("%s", files->load_file == NULL ? "out of memory" : why.text);
    }
    if (c->export_file.n > 0) {
        files->export_file = with_ending(arena, files->cap, ".exp");
        if (files->export_file == NULL ||
            !hy_ok(hy_view_write_file(hy_buf_view(&c->export_file), files->export_file, &why)))
            return hy_cli_fail("%s", files->export_file == NULL ? "out of memory" : why.text);
    }
    return HY_EXIT_OK;
}

static void print_text(const hy_convert_options *o, const hy_conversion *c,
                       const output_files *files)
{
    printf("%s: %s %u.%u, CAP %u.%u, %zu class%s, %zu bytes of methods, %zu bytes to load\n",
           files->cap, o->package, o->major, o->minor, c->format >> 8, c->format & 0xFF,
           c->class_count, c->class_count == 1 ? "" : "es", c->code_bytes, c->load_file.n);
    if (files->load_file != NULL)
        printf("%s: load file\n", files->load_file);
    if (files->export_file != NULL)
        printf("%s: export file\n", files->export_file);
}

static hy_exit print_json(const hy_convert_options *o, const hy_conversion *c,
                          const output_files *files)
{
    char hex[2 * AID_MAX + 1], version[8], format[8];
    snprintf(version, sizeof version, "%u.%u", o->major, o->minor);
    snprintf(format, sizeof format, "%u.%u", c->format >> 8 & 0xFF, c->format & 0xFF);
    json_t *result =
        json_pack("{s:s, s:s?, s:s?, s:s, s:s, s:s, s:s, s:I, s:I, s:I}", "cap", files->cap, "ijc",
                  files->load_file, "exp", files->export_file, "package", o->package, "aid",
                  hy_hex_encode(o->aid, hex, sizeof hex), "version", version, "format", format,
                  "classes", (json_int_t)c->class_count, "methodBytes", (json_int_t)c->code_bytes,
                  "loadBytes", (json_int_t)c->load_file.n);
    bool good = result != NULL && json_dumpf(result, stdout, JSON_INDENT(2)) == 0;
    json_decref(result);
    puts("");
    return good ? HY_EXIT_OK : hy_cli_fail("out of memory");
}

static hy_exit convert(const hy_cli *cli, hy_arena *arena, const hy_convert_options *o,
                       hy_conversion *c)
{
    hy_reason why = {""};
    hy_diag diag = hy_diag_new();
    hy_rc rc = hy_convert(o, &diag, c, &why);
    hy_diag_sort(&diag);
    hy_cli_print_diag(&diag);
    hy_exit exit = HY_EXIT_OK;
    if (!hy_ok(rc) && diag.errors == 0)
        exit = hy_cli_fail("%s", why.text[0] != '\0' ? why.text : hy_rc_text(rc));
    else if (!hy_ok(rc))
        exit = HY_EXIT_FAILED;
    hy_diag_free(&diag);

    output_files files = {NULL, NULL, NULL};
    if (exit == HY_EXIT_OK)
        exit = write_files(cli, arena, c, &files);
    if (exit != HY_EXIT_OK)
        return exit;
    if (hy_cli_flag(cli, "json"))
        return print_json(o, c, &files);
    print_text(o, c, &files);
    return HY_EXIT_OK;
}

hy_exit hy_cap_convert(const hy_cli *cli, hy_arena *arena, const hy_convert_options *o)
{
    hy_conversion conversion = {0};
    hy_exit exit = convert(cli, arena, o, &conversion);
    hy_conversion_free(&conversion);
    return exit;
}
