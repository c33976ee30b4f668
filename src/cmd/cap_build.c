/* `hyd cap build`: Java sources to a CAP file. */
#include "base/arena.h"
#include "cmd/cap.h"
#include "cmd/cap_output.h"
#include "cmd/share.h"
#include "converter/javac.h"

enum { ARENA_MAX = 64 * 1024 * 1024 };

static const hy_option options[] = {
    {"classpath", 0, "PATH", false, "More classes to compile against, as javac takes them"},
    HY_CAP_OPTIONS,
};

/* Our API first, so that nothing else stands in for it. */
static hy_rc make_class_path(const hy_cli *cli, hy_arena *arena, const char **path, hy_reason *why)
{
    const char *api;
    HY_TRY(hy_share_find(arena, "api.jar", &api, why));
    const char *more = hy_cli_get(cli, "classpath");
    *path = more == NULL ? api : hy_arena_format(arena, "%s:%s", api, more);
    return *path == NULL ? hy_reason_set(why, HY_FAIL(MEMORY), "out of memory") : HY_OK;
}

static hy_exit build(const hy_cli *cli, hy_arena *arena)
{
    hy_reason why = {""};
    hy_convert_options o = {0};
    hy_exit exit = hy_cap_read_options(cli, arena, &o);
    if (exit != HY_EXIT_OK)
        return exit;
    hy_javac_job job = {(const char *const *)cli->argv, (size_t)cli->argc, NULL};
    hy_javac_result compiled;
    hy_rc rc = make_class_path(cli, arena, &job.class_path, &why);
    if (hy_ok(rc))
        rc = hy_javac_run(arena, &job, &compiled, &why);
    if (!hy_ok(rc))
        return hy_cli_fail("%s", why.text);
    o.files = compiled.files;
    o.file_count = compiled.file_count;
    o.sources = compiled.sources;
    o.source_count = compiled.source_count;
    return hy_cap_convert(cli, arena, &o);
}

static hy_exit run(const hy_cli *cli)
{
    hy_arena arena = hy_arena_new(ARENA_MAX);
    hy_exit exit = build(cli, &arena);
    hy_arena_free(&arena);
    return exit;
}

const hy_command hy_command_cap_build = {
    .noun = "cap",
    .verb = "build",
    .operands = "SRC…",
    .min_operands = 1,
    .max_operands = -1,
    .summary = "Compile Java sources and convert them to a CAP file",
    .description =
        "SRC are Java source files, and folders that are searched for them. They are compiled "
        "with\n"
        "javac (JAVA_HOME's, or the first on the path) against Hydra's own Java Card API, then\n"
        "converted as hyd cap convert does.\n\n"
        "Everything that a card cannot run is reported at once, with file, line and the mend.\n",
    .options = options,
    .examples =
        "# From source to CAP file\n"
        "hyd cap build javacard/applets/wallet --package com.example.wallet \\\n"
        "    --aid D276000085010100 --version 1.0 \\\n"
        "    --applet D27600008501010001=com.example.wallet.Wallet -o wallet.cap\n"
        "# For Java Card 2.2.2, with debug information\n"
        "hyd cap build src --package com.example.wallet --aid D276000085010100 --version 1.1 \\\n"
        "    --applet D27600008501010001=Wallet --target 2.2.2 -g -o wallet.cap\n",
    .run = run,
};
