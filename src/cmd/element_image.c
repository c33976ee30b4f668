/* `hyd element new | snapshot | restore`: images made, kept and brought back. */
#include "cmd/card.h"
#include "cmd/element.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const hy_option new_options[] = {
    {"profile", 0, "FILE", false, "Card profile: a file, or the name of one that comes along"},
    {"protocol", 0, "NAME", false, "T0, T1 (as if nothing is said) or CL"},
    HY_CARD_IMAGE_OPTIONS,
    {NULL, 0, NULL, false, NULL},
};

/* ---- new ---- */

/* The profile goes beside the image: what a reader is told does not stand in the image. */
static hy_rc keep_profile(const char *image, const char *file, hy_reason *why)
{
    char path[HY_CARD_PATH];
    hy_buf text;
    HY_TRY(hy_card_beside(image, "profile", path, why));
    HY_TRY(hy_card_profile_text(file, &text, why));
    hy_rc rc = hy_view_write_file(hy_buf_view(&text), path, why);
    hy_buf_free(&text);
    return rc;
}

static hy_rc create(const hy_cli *cli, const char *image, hy_card *card, hy_reason *why)
{
    hy_card_profile profile = hy_card_profile_usual();
    const char *file = hy_cli_get(cli, "profile");
    const char *protocol = hy_cli_get(cli, "protocol");
    if (file != NULL)
        HY_TRY(hy_card_profile_open(file, &profile, why));
    if (protocol != NULL && !hy_card_profile_protocol(protocol, &profile.config.protocol))
        return hy_reason_set(why, HY_FAIL(ARGUMENT), "--protocol %s: T0, T1 or CL", protocol);
    HY_TRY(hy_card_create_image(card, cli, image, &profile, why));
    if (file != NULL)
        HY_TRY(keep_profile(image, file, why));
    return hy_card_flush(card, why);
}

static hy_exit run_new(const hy_cli *cli)
{
    hy_card *card = calloc(1, sizeof *card);
    hy_reason why = {""};
    if (card == NULL)
        return hy_cli_fail("out of memory");
    hy_rc rc = create(cli, cli->argv[0], card, &why);
    hy_card_close(card);
    free(card);
    return hy_ok(rc) ? HY_EXIT_OK : hy_cli_fail("%s", why.text);
}

/* ---- snapshot, restore ---- */

static hy_rc failed(const char *path, hy_reason *why)
{
    return hy_reason_set(why, HY_FAIL(IO), "%s: %s", path, strerror(errno));
}

static bool copy_bytes(int from, int to)
{
    char chunk[65536];
    for (;;) {
        ssize_t got = read(from, chunk, sizeof chunk);
        if (got <= 0)
            return got == 0 && fsync(to) == 0;
        if (write(to, chunk, (size_t)got) != got)
            return false;
    }
}

/* A file of the same mode, in the place of what was there, whole or not at all. */
static hy_rc copy_file(const char *from, const char *to, hy_reason *why)
{
    char temporary[HY_CARD_PATH];
    struct stat status;
    HY_TRY(hy_card_beside(to, "new", temporary, why));
    int source = open(from, O_RDONLY | O_CLOEXEC);
    if (source < 0 || fstat(source, &status) != 0) {
        hy_rc rc = failed(from, why);
        if (source >= 0)
            close(source);
        return rc;
    }
    int target = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, status.st_mode & 0777);
    bool good = target >= 0 && copy_bytes(source, target) && rename(temporary, to) == 0;
    hy_rc rc = good ? HY_OK : failed(to, why);
    if (target >= 0)
        close(target);
    close(source);
    return rc;
}

/* The image and all that lies beside it; what is not there is passed over. */
static hy_rc copy_all(const char *from, const char *to, hy_reason *why)
{
    static const char *const beside[] = {"key", "age", "profile"};
    HY_TRY(copy_file(from, to, why));
    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
        char source[HY_CARD_PATH], target[HY_CARD_PATH];
        HY_TRY(hy_card_beside(from, beside[i], source, why));
        HY_TRY(hy_card_beside(to, beside[i], target, why));
        if (access(source, F_OK) == 0)
            HY_TRY(copy_file(source, target, why));
    }
    return HY_OK;
}

/* A copy would be an older one as soon as the image goes on, and the TPM's counter refuses it. */
static hy_rc refuse_sealed(const char *image, hy_reason *why)
{
    char sealed[HY_CARD_PATH];
    HY_TRY(hy_card_beside(image, "tpm", sealed, why));
    if (access(sealed, F_OK) != 0)
        return HY_OK;
    return hy_reason_set(why, HY_FAIL(STATE),
                         "%s: its key and age are in a TPM, which opens the newest state only: "
                         "there are no copies of it",
                         image);
}

/* Copies while nobody else has the image `held`. */
static hy_rc copy_held(const char *held, const char *from, const char *to, hy_reason *why)
{
    hy_storage_posix *file;
    hy_storage storage;
    HY_TRY(refuse_sealed(held, why));
    HY_TRY(hy_storage_open_file(held, &file, &storage, why));
    hy_rc rc = copy_all(from, to, why);
    hy_storage_close_file(&file);
    return rc;
}

static hy_exit run_snapshot(const hy_cli *cli)
{
    const char *image = cli->argv[0], *snapshot = cli->argv[1];
    hy_reason why = {""};
    if (access(snapshot, F_OK) == 0)
        return hy_cli_fail("%s: there already; choose another name", snapshot);
    return hy_ok(copy_held(image, image, snapshot, &why)) ? HY_EXIT_OK
                                                          : hy_cli_fail("%s", why.text);
}

static hy_exit run_restore(const hy_cli *cli)
{
    const char *image = cli->argv[0], *snapshot = cli->argv[1];
    hy_reason why = {""};
    hy_rc rc = access(image, F_OK) == 0 ? copy_held(image, snapshot, image, &why)
                                        : copy_all(snapshot, image, &why);
    return hy_ok(rc) ? HY_EXIT_OK : hy_cli_fail("%s", why.text);
}

const hy_command hy_command_element_new = {
    .noun = "element",
    .verb = "new",
    .operands = "IMAGE",
    .min_operands = 1,
    .max_operands = 1,
    .summary = "Make an element that lasts, in an image",
    .description =
        "IMAGE is encrypted; its key is drawn and written to IMAGE.key, which only you can read,\n"
        "unless *--key* or *--key-fd* gives one. IMAGE.age counts the image's age, so that an "
        "older\n"
        "copy is refused: keep it elsewhere with *--age*.\n\n"
        "With *--tpm* both are in a TPM 2.0: IMAGE.tpm says which one and where, every command "
        "finds "
        "it\n"
        "there, and neither another machine nor an older copy opens the image. A key that *--key* "
        "gives\n"
        "besides is sealed, and opens the image without the TPM: keep it locked away.\n",
    .options = new_options,
    .examples = "# A card as one can buy it\n"
                "hyd element new card.image --profile jcop4-j3r180\n"
                "# Bound to this machine's TPM\n"
                "hyd element new card.image --tpm\n"
                "hyd element install card.image wallet.cap --params 31323334\n"
                "hyd element run card.image --vpcd\n",
    .run = run_new,
};

const hy_command hy_command_element_snapshot = {
    .noun = "element",
    .verb = "snapshot",
    .operands = "IMAGE COPY",
    .min_operands = 2,
    .max_operands = 2,
    .summary = "Copy an element's image with all that belongs to it",
    .description = "While no process runs it. Each copy is an element of its own, with the same "
                   "keys: for\n"
                   "development, to come back to a state or to go on from it twice.\n",
    .examples = "# Before an experiment\n"
                "hyd element snapshot card.image before.image\n",
    .run = run_snapshot,
};

const hy_command hy_command_element_restore = {
    .noun = "element",
    .verb = "restore",
    .operands = "IMAGE COPY",
    .min_operands = 2,
    .max_operands = 2,
    .summary = "Put a copy of an image back in its place",
    .description = "While no process runs it. The age counter is put back too, which is why it "
                   "should lie\n"
                   "elsewhere for anything but development.\n",
    .examples = "# After the experiment\n"
                "hyd element restore card.image before.image\n",
    .run = run_restore,
};
