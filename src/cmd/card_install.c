/* `hyd card load` and `hyd card install`: packages and applets onto a card. */
#include "base/hex.h"
#include "cmd/card_commands.h"
#include "cmd/host.h"
#include "converter/capfile.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { ARENA_MAX = 64 << 20, PARAMETERS_MAX = 255, BAR = 40, HEX = 64 };

static const hy_option load_options[] = {
    HY_HOST_CARD_OPTIONS,
    HY_HOST_KEY_OPTIONS,
    {"to", 0, "AID", false, "Security domain that the package will belong to; else the session's"},
    {"block", 0, "BYTES", false, "Bytes of each LOAD command; else as many as fit"},
    {"no-descriptor", 0, NULL, false,
     "Leave the Descriptor component out, for cards that choke on it"},
    {"no-resources", 0, NULL, false, "Leave the StaticResources component out"},
    {NULL, 0, NULL, false, NULL},
};

static const hy_option install_options[] = {
    HY_HOST_CARD_OPTIONS,
    HY_HOST_KEY_OPTIONS,
    {"to", 0, "AID", false, "Security domain that the package will belong to; else the session's"},
    {"block", 0, "BYTES", false, "Bytes of each LOAD command; else as many as fit"},
    {"no-descriptor", 0, NULL, false,
     "Leave the Descriptor component out, for cards that choke on it"},
    {"no-resources", 0, NULL, false, "Leave the StaticResources component out"},
    {"applet", 'a', "AID", false, "Only this applet (module) of the package; else all"},
    {"instance", 0, "AID", false, "AID of the instance; else the applet's own"},
    {"params", 0, "HEX", false, "Installation parameters for the applet"},
    {"privileges", 0, "LIST", false, "Names with commas, or bytes in hexadecimal"},
    {"package", 0, "AID", false, "Install from this package on the card; nothing is loaded"},
    {NULL, 0, NULL, false, NULL},
};

/* A package that is to be loaded: its load file and what it says of itself. */
typedef struct cap {
    hy_capfile file;
    hy_buf load;
    hy_arena arena;
    hy_package package;
} cap;

static void close_cap(cap *c)
{
    hy_buf_free(&c->load);
    hy_arena_free(&c->arena);
    hy_capfile_free(&c->file);
}

static hy_rc open_cap(cap *c, const char *path, const hy_cli *cli, hy_reason *why)
{
    *c = (cap){.load = hy_buf_new(HY_CAP_TOTAL_MAX), .arena = hy_arena_new(ARENA_MAX)};
    HY_TRY(hy_capfile_open(path, &c->file, why));
    hy_rc rc = hy_package_read(&c->file.parts, &c->arena, &c->package, why);
    if (!hy_ok(rc))
        return hy_reason_prefix(why, rc, path);
    if (hy_cli_flag(cli, "no-descriptor"))
        c->file.parts.part[HY_COMPONENT_DESCRIPTOR] = (hy_view){NULL, 0};
    if (hy_cli_flag(cli, "no-resources"))
        c->file.parts.part[HY_COMPONENT_RESOURCES] = (hy_view){NULL, 0};
    return hy_capfile_write_load(&c->file.parts, &c->load);
}

/* ---- loading ---- */

static void bar(void *context, size_t done, size_t all)
{
    (void)context;
    size_t full = all > 0 ? done * BAR / all : BAR;
    fprintf(stderr, "\rloading [%.*s%*s] %3zu %%", (int)full,
            "########################################", (int)(BAR - full), "",
            all > 0 ? done * 100 / all : 100);
    if (done == all)
        fputc('\n', stderr);
}

static hy_rc block_of(const hy_cli *cli, size_t *out, hy_reason *why)
{
    const char *text = hy_cli_get(cli, "block");
    unsigned n = 0;
    char rest;
    *out = 0;
    if (text == NULL)
        return HY_OK;
    if (sscanf(text, "%u%c", &n, &rest) != 1 || n == 0 || n > 255)
        return hy_reason_set(why, HY_FAIL(ARGUMENT), "--block %s: 1 to 255 bytes", text);
    *out = n;
    return HY_OK;
}

static hy_rc load(hy_host *h, const cap *c, hy_reason *why)
{
    hy_buf to = hy_buf_new(16);
    hy_admin_load_request request = {
        .package = c->package.id.aid,
        .file = hy_buf_view(&c->load),
        .progress = isatty(STDERR_FILENO) ? bar : NULL,
    };
    hy_rc rc = block_of(h->cli, &request.block, why);
    if (hy_ok(rc))
        rc = hy_host_aid_option(h->cli, "to", &to, why);
    request.domain = to.n > 0 ? hy_buf_view(&to) : h->domain;
    if (hy_ok(rc))
        rc = hy_admin_load(&h->admin, &request, why);
    char hex[HEX];
    if (hy_ok(rc))
        printf("loaded %s, %zu bytes\n", hy_hex_encode(request.package, hex, sizeof hex),
               c->load.n);
    hy_buf_free(&to);
    return rc;
}

static hy_exit run_load(const hy_cli *cli)
{
    cap c;
    hy_host h = {0};
    hy_reason why = {""};
    hy_rc rc = open_cap(&c, cli->argv[0], cli, &why);
    if (hy_ok(rc))
        rc = hy_host_open(&h, cli, &why);
    if (hy_ok(rc))
        rc = load(&h, &c, &why);
    close_cap(&c);
    return hy_host_finish(&h, rc, &why);
}

/* ---- installing ---- */

/* What the options say of the instance; the views point into the buffers. */
typedef struct wish {
    hy_buf applet, instance, parameters, package;
    hy_admin_install_request request;
} wish;

static void free_wish(wish *w)
{
    hy_buf_free(&w->applet);
    hy_buf_free(&w->instance);
    hy_buf_free(&w->parameters);
    hy_buf_free(&w->package);
}

static hy_rc read_wish(const hy_cli *cli, wish *w, hy_reason *why)
{
    const char *parameters = hy_cli_get(cli, "params");
    *w = (wish){.applet = hy_buf_new(16),
                .instance = hy_buf_new(16),
                .parameters = hy_buf_new(PARAMETERS_MAX),
                .package = hy_buf_new(16)};
    HY_TRY(hy_host_aid_option(cli, "applet", &w->applet, why));
    HY_TRY(hy_host_aid_option(cli, "instance", &w->instance, why));
    HY_TRY(hy_host_aid_option(cli, "package", &w->package, why));
    HY_TRY(hy_host_privileges(hy_cli_get(cli, "privileges"), &w->request.privileges, why));
    if (parameters != NULL && !hy_ok(hy_hex_decode(parameters, &w->parameters)))
        return hy_reason_set(why, HY_FAIL(ARGUMENT), "--params %s: at most %d bytes in hexadecimal",
                             parameters, PARAMETERS_MAX);
    if ((cli->argc > 0) == (w->package.n > 0))
        return hy_reason_set(why, HY_FAIL(ARGUMENT),
                             "either a CAP file, or --package of one on "
                             "the card");
    if (w->package.n > 0 && w->applet.n == 0)
        return hy_reason_set(why, HY_FAIL(ARGUMENT), "--package needs --applet");
    w->request.instance = hy_buf_view(&w->instance);
    w->request.parameters = hy_buf_view(&w->parameters);
    return HY_OK;
}

static hy_rc install_one(hy_host *h, wish *w, hy_view package, hy_view module, hy_reason *why)
{
    char hex[HEX];
    w->request.package = package;
    w->request.module = module;
    HY_TRY(hy_admin_install(&h->admin, &w->request, why));
    hy_view instance = w->request.instance.n > 0 ? w->request.instance : module;
    printf("installed %s\n", hy_hex_encode(instance, hex, sizeof hex));
    return HY_OK;
}

static hy_rc install_from(hy_host *h, wish *w, const cap *c, hy_reason *why)
{
    unsigned count = 0;
    for (unsigned i = 0; i < c->package.applet_count; i++) {
        hy_view module = c->package.applets[i].aid;
        if (w->applet.n > 0 && !hy_view_equal(module, hy_buf_view(&w->applet)))
            continue;
        if (++count > 1 && w->instance.n > 0)
            return hy_reason_set(why, HY_FAIL(ARGUMENT),
                                 "--instance: the package has several applets: choose with "
                                 "--applet");
        HY_TRY(install_one(h, w, c->package.id.aid, module, why));
    }
    return count > 0 ? HY_OK
                     : hy_reason_set(why, HY_FAIL(NOT_FOUND), "the package has no such applet");
}

static hy_rc load_and_install(hy_host *h, wish *w, hy_reason *why)
{
    cap c;
    hy_rc rc = open_cap(&c, h->cli->argv[0], h->cli, why);
    if (hy_ok(rc))
        rc = hy_host_open(h, h->cli, why);
    if (hy_ok(rc))
        rc = load(h, &c, why);
    if (hy_ok(rc))
        rc = install_from(h, w, &c, why);
    close_cap(&c);
    return rc;
}

static hy_exit run_install(const hy_cli *cli)
{
    wish w;
    hy_host h = {.cli = cli};
    hy_reason why = {""};
    hy_rc rc = read_wish(cli, &w, &why);
    if (hy_ok(rc) && cli->argc > 0) {
        rc = load_and_install(&h, &w, &why);
    } else if (hy_ok(rc)) {
        rc = hy_host_open(&h, cli, &why);
        if (hy_ok(rc))
            rc = install_one(&h, &w, hy_buf_view(&w.package), hy_buf_view(&w.applet), &why);
    }
    free_wish(&w);
    return hy_host_finish(&h, rc, &why);
}

const hy_command hy_command_card_load = {
    .noun = "card",
    .verb = "load",
    .operands = "FILE",
    .min_operands = 1,
    .max_operands = 1,
    .summary = "Load a package onto a card",
    .description = "Loads a CAP file or load file, compact or extended, with static resources and\n"
                   "custom components; the Debug component is never sent. Its applets are not\n"
                   "installed: hyd card install does both.\n",
    .options = load_options,
    .examples = "# A library\nhyd card load --connect unix:card.sock --keys issuer.keys lib.cap\n"
                "# For a card that can't take the Descriptor component\n"
                "hyd card load --reader ACS --keys issuer.keys --no-descriptor wallet.cap\n",
    .run = run_load,
};

const hy_command hy_command_card_install = {
    .noun = "card",
    .verb = "install",
    .operands = "[FILE]",
    .max_operands = 1,
    .summary = "Load a package onto a card and install its applets",
    .description = "Loads FILE as hyd card load does, installs its applets and makes them\n"
                   "selectable. With --package, installs another instance from a package that is\n"
                   "on the card already.\n",
    .options = install_options,
    .examples = "# Load and install, with a parameter for the applet\n"
                "hyd card install --connect unix:card.sock --keys issuer.keys --params 31323334 "
                "wallet.cap\n"
                "# Another instance of an applet that is there\n"
                "hyd card install --connect unix:card.sock --keys issuer.keys --package "
                "D276000085010100 --applet D27600008501010001 --instance D27600008501010002\n",
    .run = run_install,
};
