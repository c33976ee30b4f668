/* `hyd cap verify`: a CAP file against the rules. */
#include "base/hex.h"
#include "cmd/cap.h"
#include "cmd/share.h"
#include "converter/check.h"

#include <jansson.h>

enum { ARENA_MAX = 256 * 1024 * 1024 };

static const hy_option options[] = {
    {"exports", 0, "DIR", true, "Folder with export files of imported packages"},
    {"require-descriptor", 0, NULL, false, "Refuse a file without the Descriptor component"},
    {"json", 0, NULL, false, "Print the verdict as JSON"},
    {NULL, 0, NULL, false, NULL},
};

static void print_text(const char *file, const hy_check_result *r, bool good)
{
    if (!good) {
        printf("%s: refused\n", file);
        return;
    }
    printf(
        "%s: correct: package %s %u.%u, %u of %u imports found, %u methods, %u instructions, %s\n",
        file, r->aid, r->major, r->minor, r->resolved, r->imports, r->verified.methods,
        r->verified.instructions,
        r->verified.typed ? "typed" : "words only (no Descriptor component)");
}

static hy_exit print_json(const char *file, const hy_check_result *r, const hy_diag *diag)
{
    json_t *findings = json_array();
    for (const hy_diag_item *i = diag->first; i != NULL; i = i->next)
        json_array_append_new(findings,
                              json_pack("{s:s, s:s}", "severity",
                                        i->severity == HY_SEVERITY_ERROR ? "error" : "warning",
                                        "text", i->text));
    json_t *all =
        json_pack("{s:s, s:b, s:s, s:i, s:i, s:i, s:i, s:b, s:i, s:I, s:o}", "file", file,
                  "correct", diag->errors == 0, "aid", r->aid, "major", r->major, "minor", r->minor,
                  "imports", r->imports, "importsFound", r->resolved, "typed",
                  (int)r->verified.typed, "methods", (int)r->verified.methods, "instructions",
                  (json_int_t)r->verified.instructions, "findings", findings);
    bool good = all != NULL && json_dumpf(all, stdout, JSON_INDENT(2)) == 0;
    json_decref(all);
    puts("");
    return good ? HY_EXIT_OK : hy_cli_fail("out of memory");
}

static hy_rc add_folders(const hy_cli *cli, hy_arena *arena, hy_exports *exports, hy_reason *why)
{
    const char *folder;
    for (size_t i = 0; (folder = hy_cli_nth(cli, "exports", i)) != NULL; i++)
        HY_TRY(hy_exports_add(exports, folder, why));
    HY_TRY(hy_share_find(arena, "exports", &folder, why));
    return hy_exports_add(exports, folder, why);
}

static hy_exit verify(const hy_cli *cli, const char *file, hy_exports *exports)
{
    hy_reason why = {""};
    hy_capfile cap;
    if (!hy_ok(hy_capfile_open(file, &cap, &why))) {
        hy_capfile_free(&cap);
        return hy_cli_fail("%s", why.text);
    }
    hy_diag diag = hy_diag_new();
    hy_check_result result = {0};
    const hy_verify_options rules = {.require_descriptor = hy_cli_flag(cli, "require-descriptor")};
    hy_rc rc = hy_check_cap(&cap, exports, &rules, file, &diag, &result);
    hy_exit exit = HY_EXIT_OK;
    if (!hy_ok(rc))
        exit = hy_cli_fail("%s: %s", file, hy_rc_text(rc));
    else if (hy_cli_flag(cli, "json"))
        exit = print_json(file, &result, &diag);
    else
        print_text(file, &result, diag.errors == 0);
    if (hy_ok(rc))
        hy_cli_print_diag(&diag);
    if (exit == HY_EXIT_OK && diag.errors > 0)
        exit = HY_EXIT_FAILED;
    hy_diag_free(&diag);
    hy_capfile_free(&cap);
    return exit;
}

static hy_exit run(const hy_cli *cli)
{
    hy_reason why = {""};
    hy_arena arena = hy_arena_new(ARENA_MAX);
    hy_exports exports = hy_exports_new(&arena);
    hy_exit exit = HY_EXIT_OK;
    if (!hy_ok(add_folders(cli, &arena, &exports, &why)))
        exit = hy_cli_fail("%s", why.text);
    for (int i = 0; exit != HY_EXIT_USAGE && i < cli->argc && exports.folder_count > 0; i++) {
        hy_exit one = verify(cli, cli->argv[i], &exports);
        exit = one == HY_EXIT_OK ? exit : one;
    }
    hy_arena_free(&arena);
    return exit;
}

const hy_command hy_command_cap_verify = {
    .noun = "cap",
    .verb = "verify",
    .operands = "FILE…",
    .min_operands = 1,
    .max_operands = -1,
    .summary = "Verify the structure and the bytecode of CAP files",
    .description =
        "Checks all that can be checked before a package is loaded: the structure of every\n"
        "component, the imports against their export files, and every instruction of every "
        "method.\n"
        "FILE is a CAP file or a bare load file. With a Descriptor component the check is fully "
        "typed;\n"
        "without one the kinds of words are checked, with signatures inferred.\n\n"
        "This is the verifier of the element itself.\n",
    .options = options,
    .examples = "# Is it right? Exit code 0 says yes\nhyd cap verify wallet.cap\n"
                "# With export files of packages that are not Java Card's or GlobalPlatform's\n"
                "hyd cap verify --exports exports purse.cap\n",
    .run = run,
};
