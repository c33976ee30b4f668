/* `hyd cap dump`: what is in a CAP file or an export file. */
#include "cmd/cap.h"
#include "cmd/share.h"
#include "converter/dump.h"
#include "converter/expfile.h"

enum { ARENA_MAX = 256 * 1024 * 1024 };

static const hy_option options[] = {
    {"exports", 0, "DIR", true, "Folder with export files, for the names of imports"},
    {"json", 0, NULL, false, "Print everything as JSON"},
    {NULL, 0, NULL, false, NULL},
};

/* Folders for names. Without any, tokens are shown: no reason to fail. */
static void add_folders(const hy_cli *cli, hy_arena *arena, hy_exports *names)
{
    hy_reason why;
    const char *folder;
    for (size_t i = 0; (folder = hy_cli_nth(cli, "exports", i)) != NULL; i++)
        if (!hy_ok(hy_exports_add(names, folder, &why)))
            fprintf(stderr, "hyd: %s; its names are not shown\n", why.text);
    if (!hy_ok(hy_share_find(arena, "exports", &folder, &why)) ||
        !hy_ok(hy_exports_add(names, folder, &why)))
        fprintf(stderr, "hyd: %s; tokens are shown instead of names\n", why.text);
}

static hy_rc dump_cap(const hy_capfile *cap, hy_exports *names, json_t **json, bool wants_json,
                      hy_reason *why)
{
    return wants_json ? hy_dump_cap_json(cap, names, json, why)
                      : hy_dump_cap(cap, names, stdout, why);
}

static hy_rc dump_exp(hy_view bytes, json_t **json, bool wants_json, hy_reason *why)
{
    return wants_json ? hy_dump_exp_json(bytes, json, why) : hy_dump_exp(bytes, stdout, why);
}

static hy_rc dump(const hy_cli *cli, hy_arena *arena, json_t **json, hy_reason *why)
{
    const char *file = cli->argv[0];
    bool wants_json = hy_cli_flag(cli, "json");
    hy_buf bytes;
    HY_TRY(hy_buf_read_file(&bytes, file, HY_CAP_FILE_MAX, why));
    hy_rc rc;
    if (hy_expfile_format(hy_buf_view(&bytes)) != 0) {
        rc = dump_exp(hy_buf_view(&bytes), json, wants_json, why);
    } else {
        hy_exports names = hy_exports_new(arena);
        hy_capfile cap;
        rc = hy_capfile_read(hy_buf_view(&bytes), &cap, why);
        if (hy_ok(rc)) {
            add_folders(cli, arena, &names);
            rc = dump_cap(&cap, &names, json, wants_json, why);
        }
        hy_capfile_free(&cap);
    }
    hy_buf_free(&bytes);
    return hy_ok(rc) ? rc : hy_reason_prefix(why, rc, file);
}

static hy_exit run(const hy_cli *cli)
{
    hy_reason why = {""};
    hy_arena arena = hy_arena_new(ARENA_MAX);
    json_t *json = NULL;
    hy_rc rc = dump(cli, &arena, &json, &why);
    hy_arena_free(&arena);
    if (!hy_ok(rc))
        return hy_cli_fail("%s", why.text[0] != '\0' ? why.text : hy_rc_text(rc));
    if (json != NULL) {
        json_dumpf(json, stdout, JSON_INDENT(2));
        puts("");
        json_decref(json);
    }
    return HY_EXIT_OK;
}

const hy_command hy_command_cap_dump = {
    .noun = "cap",
    .verb = "dump",
    .operands = "FILE",
    .min_operands = 1,
    .max_operands = 1,
    .summary = "Show what is in a CAP file or an export file",
    .description =
        "Shows every component and disassembles the code. Names come from the Debug component and\n"
        "from export files; where there are none, tokens are shown.\n"
        "FILE is a CAP file, a bare load file (.ijc) or an export file (.exp).\n",
    .options = options,
    .examples = "# Read it like a book\nhyd cap dump wallet.cap | less\n"
                "# The imports, by a script\nhyd cap dump --json wallet.cap | jq .imports\n",
    .run = run,
};
