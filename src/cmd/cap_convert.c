/* `hyd cap convert`: class files to a CAP file. */
#include "cmd/cap.h"
#include "cmd/cap_output.h"
#include "converter/javac.h"

enum { ARENA_MAX = 64 * 1024 * 1024 };

static const hy_option options[] = {HY_CAP_OPTIONS};

static hy_exit convert(const hy_cli *cli, hy_arena *arena)
{
    hy_reason why = {""};
    hy_convert_options o = {0};
    hy_exit exit = hy_cap_read_options(cli, arena, &o);
    if (exit != HY_EXIT_OK)
        return exit;
    if (!hy_ok(hy_javac_read_classes(arena, (const char *const *)cli->argv, (size_t)cli->argc,
                                     &o.files, &o.file_count, &why)))
        return hy_cli_fail("%s", why.text);
    return hy_cap_convert(cli, arena, &o);
}

static hy_exit run(const hy_cli *cli)
{
    hy_arena arena = hy_arena_new(ARENA_MAX);
    hy_exit exit = convert(cli, &arena);
    hy_arena_free(&arena);
    return exit;
}

const hy_command hy_command_cap_convert = {
    .noun = "cap",
    .verb = "convert",
    .operands = "CLASSES…",
    .min_operands = 1,
    .max_operands = -1,
    .summary = "Convert class files to a CAP file",
    .description =
        "CLASSES are class files up to version 52, and folders that are searched for them.\n\n"
        "Without *--target* each imported package is asked for in the oldest version that has "
        "every\n"
        "member used, so that the result loads on the oldest card that can run it. Imports are\n"
        "looked up in the folders of *--exports*, in their order, and then in Hydra's own export\n"
        "files, which cover Java Card 2.1 to 3.2 and GlobalPlatform.\n\n"
        "An export file is written beside the CAP file when the package exports anything.\n",
    .options = options,
    .examples = "# Convert what javac made\n"
                "hyd cap convert classes --package com.example.wallet --aid D276000085010100 "
                "--version 1.0 \\\n"
                "    --applet D27600008501010001=com.example.wallet.Wallet -o wallet.cap\n",
    .run = run,
};
