/* `hyd element list | info | reset | install | delete | stop`: what an element's owner asks of it.
 */
#include "base/hex.h"
#include "cmd/element.h"
#include "cmd/owner.h"
#include "transport/control.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { AID_MAX = 16, PARAMETERS_MAX = 127, REPLY_MAX = 16 << 20, WORDS_MAX = 64 };

#define CONTROL_OPTION                                                                             \
    {                                                                                              \
        "control", 0, "PATH", false, "Control socket of the running element"                       \
    }

static const hy_option plain_options[] = {
    CONTROL_OPTION, HY_CARD_IMAGE_OPTIONS, {NULL, 0, NULL, false, NULL}};

static const hy_option read_options[] = {
    CONTROL_OPTION,
    HY_CARD_IMAGE_OPTIONS,
    {"json", 0, NULL, false, "Print the result as JSON"},
    {NULL, 0, NULL, false, NULL},
};

static const hy_option install_options[] = {
    CONTROL_OPTION,
    HY_CARD_IMAGE_OPTIONS,
    {"applet", 0, "AID", false, "Only this applet of the package"},
    {"params", 0, "HEX", false, "Installation parameters"},
    {NULL, 0, NULL, false, NULL},
};

/* The element that a command is about. */
typedef struct target {
    hy_card card; /* when no process runs it */
    hy_owner owner;
    char control[HY_CARD_PATH];
} target;

/* The process that runs the element, by --control or beside the image; else the image itself, which
   is the first operand when there is one more than the command has of its own. */
static hy_rc open_target(const hy_cli *cli, int own_operands, target *t, hy_reason *why)
{
    const char *image = cli->argc > own_operands ? cli->argv[0] : NULL;
    t->owner.control = hy_cli_get(cli, "control");
    if (t->owner.control != NULL)
        return HY_OK;
    if (image == NULL)
        return hy_reason_set(why, HY_FAIL(ARGUMENT), "IMAGE or --control is missing");
    HY_TRY(hy_card_beside(image, "control", t->control, why));
    if (hy_control_is_there(t->control)) {
        t->owner.control = t->control;
        return HY_OK;
    }
    t->owner.card = &t->card;
    return hy_card_open_image(&t->card, cli, image, why);
}

static hy_rc close_target(target *t, hy_rc rc, hy_reason *why)
{
    if (hy_ok(rc) && t->owner.control == NULL)
        rc = hy_card_flush(&t->card, why);
    hy_card_close(&t->card);
    return rc;
}

/* Asks, and shows the reply when there is one to show. */
static hy_exit ask(const hy_cli *cli, int own_operands, const char *words,
                   hy_rc (*show)(const hy_cli *cli, hy_view reply, hy_reason *why))
{
    hy_buf reply = hy_buf_new(REPLY_MAX);
    hy_reason why = {""};
    target *t = calloc(1, sizeof *t);
    if (t == NULL)
        return hy_cli_fail("out of memory");
    hy_rc rc = open_target(cli, own_operands, t, &why);
    if (hy_ok(rc))
        rc = hy_owner_ask(&t->owner, words, hy_view_of(NULL, 0), &reply, &why);
    if (hy_ok(rc) && show != NULL)
        rc = show(cli, hy_buf_view(&reply), &why);
    rc = close_target(t, rc, &why);
    hy_buf_free(&reply);
    free(t);
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

/* "Since opened" is said: that is all that a process knows, and looking itself opens the image. */
static void show_image(const json_t *image)
{
    if (image == NULL)
        return;
    printf("%-22s %s, key %s\n", "Image", text_of(image, "identity"),
           strcmp(text_of(image, "key"), "TPM") == 0 ? "sealed in a TPM" : "from a file");
    printf("%-22s %lld\n", "Age", number_of(image, "age"));
    printf("%-22s %lld of %lld bytes in %lld segments\n", "Image file", number_of(image, "used"),
           number_of(image, "file"), number_of(image, "segments"));
    printf("%-22s %lld bytes, %lld writes, %lld syncs, %lld compactions\n", "Since it was opened",
           number_of(image, "bytes_written"), number_of(image, "writes"), number_of(image, "syncs"),
           number_of(image, "compactions"));
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
    show_image(json_object_get(info, "image"));
    json_decref(info);
    return HY_OK;
}

/* ---- the commands ---- */

static hy_exit run_list(const hy_cli *cli)
{
    return ask(cli, 0, "list", show_list);
}

static hy_exit run_info(const hy_cli *cli)
{
    return ask(cli, 0, "info", show_info);
}

static hy_exit run_reset(const hy_cli *cli)
{
    return ask(cli, 0, "reset", NULL);
}

static hy_exit run_stop(const hy_cli *cli)
{
    return ask(cli, 0, "stop", NULL);
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
    return good ? ask(cli, 1, words, NULL)
                : hy_cli_usage(cli, "%s: an AID has 5 to 16 bytes in hexadecimal", text);
}

static hy_rc install(const hy_cli *cli, hy_view only, hy_view parameters, hy_reason *why)
{
    target *t = calloc(1, sizeof *t);
    HY_ENSURE(t != NULL, MEMORY);
    hy_rc rc = open_target(cli, 1, t, why);
    if (hy_ok(rc))
        rc = hy_owner_load(&t->owner, cli->argv[cli->argc - 1], only, parameters, why);
    rc = close_target(t, rc, why);
    free(t);
    return rc;
}

static hy_exit run_install(const hy_cli *cli)
{
    hy_buf only, parameters;
    hy_reason why = {"out of memory"};
    hy_exit exit = HY_EXIT_OK;
    bool good = take_hex(hy_cli_get(cli, "applet"), AID_MAX, &only);
    good = take_hex(hy_cli_get(cli, "params"), PARAMETERS_MAX, &parameters) && good;
    if (!good)
        exit = hy_cli_usage(cli, "--applet and --params: at most %d and %d bytes in hexadecimal",
                            AID_MAX, PARAMETERS_MAX);
    else if (!hy_ok(install(cli, hy_buf_view(&only), hy_buf_view(&parameters), &why)))
        exit = hy_cli_fail("%s", why.text);
    hy_buf_free(&only);
    hy_buf_free(&parameters);
    return exit;
}

const hy_command hy_command_element_list = {
    .noun = "element",
    .verb = "list",
    .operands = "[IMAGE]",
    .max_operands = 1,
    .summary = "List the packages and applets of an element",
    .description =
        "Asks the process that runs the element, or looks into the image when none does.\n",
    .options = read_options,
    .examples = "# What is on the card\n"
                "hyd element list card.image\n",
    .run = run_list,
};

const hy_command hy_command_element_info = {
    .noun = "element",
    .verb = "info",
    .operands = "[IMAGE]",
    .max_operands = 1,
    .summary = "Show the memory, objects, packages and wear of an element",
    .description =
        "Asks the process that runs the element, or looks into the image when none does. Wear is "
        "what\n"
        "was written since the process opened the image; each opening writes a little itself.\n",
    .options = read_options,
    .examples = "# How full the card is\n"
                "hyd element info card.image\n",
    .run = run_info,
};

const hy_command hy_command_element_reset = {
    .noun = "element",
    .verb = "reset",
    .operands = "[IMAGE]",
    .max_operands = 1,
    .summary = "Reset an element",
    .description = "As a reader resets a card: transient memory is cleared, sessions end.\n",
    .options = plain_options,
    .examples = "# As if the card had been taken out and put in again\n"
                "hyd element reset card.image\n",
    .run = run_reset,
};

const hy_command hy_command_element_stop = {
    .noun = "element",
    .verb = "stop",
    .operands = "[IMAGE]",
    .max_operands = 1,
    .summary = "End the process that runs an element",
    .description = "As SIGTERM does: the command on its way is finished first.\n",
    .options = plain_options,
    .examples = "# Take the card away\n"
                "hyd element stop card.image\n",
    .run = run_stop,
};

const hy_command hy_command_element_install = {
    .noun = "element",
    .verb = "install",
    .operands = "[IMAGE] FILE.cap",
    .min_operands = 1,
    .max_operands = 2,
    .summary = "Load a CAP file into an element and install its applets",
    .description = "Without keys, for development: an issuer loads by GlobalPlatform. Each applet "
                   "gets the\n"
                   "AID that it has in the package, or only the one named is installed.\n",
    .options = install_options,
    .examples = "# The wallet with the PIN 1234, while the card is in the reader\n"
                "hyd element install card.image wallet.cap --params 31323334\n",
    .run = run_install,
};

const hy_command hy_command_element_delete = {
    .noun = "element",
    .verb = "delete",
    .operands = "[IMAGE] AID",
    .min_operands = 1,
    .max_operands = 2,
    .summary = "Delete an applet, or a package with its applets, from an element",
    .description =
        "Without keys, for development. What another package needs stays, and the reason "
        "is said.\n",
    .options = plain_options,
    .examples = "# The package and all its applets\n"
                "hyd element delete card.image D276000085010100\n",
    .run = run_delete,
};
