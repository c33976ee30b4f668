/* `hyd element list | info | reset | install | delete | stop`: what an element's owner asks of it.
 */
#include "base/hex.h"
#include "cmd/element.h"
#include "cmd/owner.h"

#include <jansson.h>
#include <string.h>

enum { AID_MAX = 16, PARAMETERS_MAX = 127, REPLY_MAX = 16 << 20, WORDS_MAX = 64 };

#define CONTROL_OPTION                                                                             \
    {                                                                                              \
        "control", 0, "PATH", false, "Control socket of the running element"                       \
    }

static const hy_option plain_options[] = {CONTROL_OPTION, {NULL, 0, NULL, false, NULL}};

static const hy_option read_options[] = {
    CONTROL_OPTION,
    {"json", 0, NULL, false, "Print the result as JSON"},
    {NULL, 0, NULL, false, NULL},
};

static const hy_option install_options[] = {
    CONTROL_OPTION,
    {"applet", 0, "AID", false, "Only this applet of the package"},
    {"params", 0, "HEX", false, "Installation parameters"},
    {NULL, 0, NULL, false, NULL},
};

/* Asks, and gives the reply to show (NULL: there is none to show). */
static hy_exit ask(const hy_cli *cli, const char *words,
                   hy_rc (*show)(const hy_cli *cli, hy_view reply, hy_reason *why))
{
    const hy_owner owner = {.control = hy_cli_get(cli, "control")};
    hy_buf reply = hy_buf_new(REPLY_MAX);
    hy_reason why = {""};
    if (owner.control == NULL)
        return hy_cli_usage(cli, "--control is missing");
    hy_rc rc = hy_owner_ask(&owner, words, hy_view_of(NULL, 0), &reply, &why);
    if (hy_ok(rc) && show != NULL)
        rc = show(cli, hy_buf_view(&reply), &why);
    hy_buf_free(&reply);
    return hy_ok(rc) ? HY_EXIT_OK : hy_cli_fail("%s", why.text);
}

/* ---- showing ---- */

static hy_rc show_json(hy_view reply)
{
    fwrite(reply.p, 1, reply.n, stdout);
    putchar('\n');
    return HY_OK;
}

static hy_rc parse(hy_view reply, json_t **out, hy_reason *why)
{
    *out = json_loadb((const char *)reply.p, reply.n, 0, NULL);
    return *out != NULL ? HY_OK
                        : hy_reason_set(why, HY_FAIL(FORMAT), "the element's reply is no JSON");
}

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text == NULL ? "" : text;
}

static long long number_of(const json_t *object, const char *key)
{
    return json_integer_value(json_object_get(object, key));
}

/* An applet's state in GlobalPlatform's words (11.1.1). */
static const char *life_of(const json_t *entry)
{
    long long life = number_of(entry, "life");
    if ((life & 0x83) == 0x83)
        return "locked";
    return life == 3 ? "installed" : life == 7 ? "selectable" : "personalised";
}

static hy_rc show_list(const hy_cli *cli, hy_view reply, hy_reason *why)
{
    json_t *list, *entry;
    size_t i;
    if (hy_cli_flag(cli, "json"))
        return show_json(reply);
    HY_TRY(parse(reply, &list, why));
    json_array_foreach(list, i, entry)
    {
        if (strcmp(text_of(entry, "kind"), "package") == 0)
            printf("package  %-32s  %s\n", text_of(entry, "aid"), text_of(entry, "version"));
        else
            printf("applet   %-32s  %s, of %s%s\n", text_of(entry, "aid"), life_of(entry),
                   text_of(entry, "package"),
                   json_is_true(json_object_get(entry, "default")) ? ", selected on reset" : "");
    }
    json_decref(list);
    return HY_OK;
}

static void show_memory(const json_t *info, const char *title, const char *key)
{
    char size[40];
    snprintf(size, sizeof size, "%s_size", key);
    printf("%-22s %lld of %lld bytes\n", title, number_of(info, key), number_of(info, size));
}

static hy_rc show_info(const hy_cli *cli, hy_view reply, hy_reason *why)
{
    json_t *info;
    if (hy_cli_flag(cli, "json"))
        return show_json(reply);
    HY_TRY(parse(reply, &info, why));
    printf("%-22s %s\n", "Profile", text_of(info, "profile"));
    printf("%-22s %s\n", "ATR", text_of(info, "atr"));
    printf("%-22s %lld\n", "Logical channels", number_of(info, "channels"));
    printf("%-22s %lld\n", "Packages", number_of(info, "packages"));
    printf("%-22s %lld\n", "Applets", number_of(info, "applets"));
    printf("%-22s %lld\n", "Objects", number_of(info, "objects"));
    show_memory(info, "Persistent memory", "persistent");
    show_memory(info, "Cleared on reset", "transient_reset");
    show_memory(info, "Cleared on deselection", "transient_deselect");
    json_decref(info);
    return HY_OK;
}

/* ---- the commands ---- */

static hy_exit run_list(const hy_cli *cli)
{
    return ask(cli, "list", show_list);
}

static hy_exit run_info(const hy_cli *cli)
{
    return ask(cli, "info", show_info);
}

static hy_exit run_reset(const hy_cli *cli)
{
    return ask(cli, "reset", NULL);
}

static hy_exit run_stop(const hy_cli *cli)
{
    return ask(cli, "stop", NULL);
}

/* Bytes of an option or operand; false when they are not hexadecimal or too many. */
static bool take_hex(const char *text, size_t most, hy_buf *out)
{
    *out = hy_buf_new(most);
    return text == NULL || hy_ok(hy_hex_decode(text, out));
}

static hy_exit run_delete(const hy_cli *cli)
{
    char words[WORDS_MAX], hex[2 * AID_MAX + 1];
    const char *text = cli->argv[cli->argc - 1];
    hy_buf aid;
    bool good = take_hex(text, AID_MAX, &aid) && aid.n >= 5;
    snprintf(words, sizeof words, "delete %s", hy_hex_encode(hy_buf_view(&aid), hex, sizeof hex));
    hy_buf_free(&aid);
    return good ? ask(cli, words, NULL)
                : hy_cli_usage(cli, "%s: an AID has 5 to 16 bytes in hexadecimal", text);
}

static hy_exit run_install(const hy_cli *cli)
{
    const hy_owner owner = {.control = hy_cli_get(cli, "control")};
    const char *file = cli->argv[cli->argc - 1];
    hy_buf only, parameters;
    hy_reason why = {""};
    hy_exit exit = HY_EXIT_OK;
    bool good = take_hex(hy_cli_get(cli, "applet"), AID_MAX, &only);
    good = take_hex(hy_cli_get(cli, "params"), PARAMETERS_MAX, &parameters) && good;
    if (owner.control == NULL)
        exit = hy_cli_usage(cli, "--control is missing");
    else if (!good)
        exit = hy_cli_usage(cli, "--applet and --params: at most %d and %d bytes in hexadecimal",
                            AID_MAX, PARAMETERS_MAX);
    else if (!hy_ok(
                 hy_owner_load(&owner, file, hy_buf_view(&only), hy_buf_view(&parameters), &why)))
        exit = hy_cli_fail("%s", why.text);
    hy_buf_free(&only);
    hy_buf_free(&parameters);
    return exit;
}

const hy_command hy_command_element_list = {
    .noun = "element",
    .verb = "list",
    .operands = "",
    .summary = "List the packages and applets of a running element",
    .description = "Asks the process that runs the element, by its control socket.\n",
    .options = read_options,
    .examples = "# What is on the card\n"
                "hyd element list --control /run/user/1000/card.control\n",
    .run = run_list,
};

const hy_command hy_command_element_info = {
    .noun = "element",
    .verb = "info",
    .operands = "",
    .summary = "Show the memory, objects and packages of a running element",
    .description = "Asks the process that runs the element, by its control socket.\n",
    .options = read_options,
    .examples = "# How full the card is\n"
                "hyd element info --control /run/user/1000/card.control\n",
    .run = run_info,
};

const hy_command hy_command_element_reset = {
    .noun = "element",
    .verb = "reset",
    .operands = "",
    .summary = "Reset a running element",
    .description = "As a reader resets a card: transient memory is cleared, sessions end.\n",
    .options = plain_options,
    .examples = "# As if the card had been taken out and put in again\n"
                "hyd element reset --control /run/user/1000/card.control\n",
    .run = run_reset,
};

const hy_command hy_command_element_stop = {
    .noun = "element",
    .verb = "stop",
    .operands = "",
    .summary = "End the process that runs an element",
    .description = "As SIGTERM does: the command on its way is finished first.\n",
    .options = plain_options,
    .examples = "# Take the card away\n"
                "hyd element stop --control /run/user/1000/card.control\n",
    .run = run_stop,
};

const hy_command hy_command_element_install = {
    .noun = "element",
    .verb = "install",
    .operands = "FILE.cap",
    .min_operands = 1,
    .max_operands = 1,
    .summary = "Load a CAP file into a running element and install its applets",
    .description = "Without keys, for development: an issuer loads by GlobalPlatform. Each applet "
                   "gets the\n"
                   "AID that it has in the package, or only the one named is installed.\n",
    .options = install_options,
    .examples = "# The wallet with the PIN 1234, while the card is in the reader\n"
                "hyd element install wallet.cap --params 31323334 --control card.control\n",
    .run = run_install,
};

const hy_command hy_command_element_delete = {
    .noun = "element",
    .verb = "delete",
    .operands = "AID",
    .min_operands = 1,
    .max_operands = 1,
    .summary = "Delete an applet, or a package with its applets, from a running element",
    .description =
        "Without keys, for development. What another package needs stays, and the reason "
        "is said.\n",
    .options = plain_options,
    .examples = "# The package and all its applets\n"
                "hyd element delete D276000085010100 --control card.control\n",
    .run = run_delete,
};
