/* hydra-rom: the build-time program that makes the ROM image, the table of natives and the export
   files from the compiled API. */
#include "converter/rom.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

enum { TABLES_MAX = 16, IMAGE_MAX = 64 << 20 };

typedef struct arguments {
    hy_rom_options rom;
    const char *tables[TABLES_MAX];
    const char *image, *natives, *exports;
} arguments;

static const struct option options[] = {
    {"classes", required_argument, NULL, 'c'}, {"packages", required_argument, NULL, 'p'},
    {"pins", required_argument, NULL, 'n'},    {"table", required_argument, NULL, 't'},
    {"image", required_argument, NULL, 'i'},   {"natives", required_argument, NULL, 'd'},
    {"exports", required_argument, NULL, 'e'}, {NULL, 0, NULL, 0},
};

static bool read_argument(arguments *a, int option)
{
    switch (option) {
    case 'c':
        a->rom.classes = optarg;
        return true;
    case 'p':
        a->rom.packages = optarg;
        return true;
    case 'n':
        a->rom.pins = optarg;
        return true;
    case 't':
        if (a->rom.table_count == TABLES_MAX)
            return false;
        a->tables[a->rom.table_count++] = optarg;
        return true;
    case 'i':
        a->image = optarg;
        return true;
    case 'd':
        a->natives = optarg;
        return true;
    case 'e':
        a->exports = optarg;
        return true;
    default:
        return false;
    }
}

static hy_rc write_image(hy_rom *rom, const char *path, hy_buf *out, hy_reason *why)
{
    /* Only a digest is made; the port is never asked for random bytes. */
    hy_random_state state = {0};
    hy_crypto *crypto;
    HY_TRY(hy_crypto_new(hy_random_simulated(&state), &crypto, why));
    hy_rc rc = hy_rom_write_image(rom, crypto, out, why);
    hy_crypto_free(&crypto);
    return hy_ok(rc) ? hy_view_write_file(hy_buf_view(out), path, why) : rc;
}

static hy_rc write_all(hy_rom *rom, const arguments *a, hy_reason *why)
{
    hy_buf out = hy_buf_new(IMAGE_MAX);
    hy_rc rc = write_image(rom, a->image, &out, why);
    out.n = 0;
    if (hy_ok(rc))
        rc = hy_rom_write_natives(rom, &out);
    if (hy_ok(rc))
        rc = hy_view_write_file(hy_buf_view(&out), a->natives, why);
    hy_buf_free(&out);
    return hy_ok(rc) ? hy_rom_write_exports(rom, a->exports, why) : rc;
}

int main(int argc, char **argv)
{
    arguments a = {0};
    bool good = true;
    for (int option; good && (option = getopt_long(argc, argv, "", options, NULL)) != -1;)
        good = read_argument(&a, option);
    const hy_rom_options *o = &a.rom;
    if (!good || o->classes == NULL || o->packages == NULL || o->pins == NULL || a.image == NULL ||
        a.natives == NULL || a.exports == NULL) {
        fprintf(stderr, "usage: hydra-rom --classes DIR --packages FILE --pins DIR --table FILE... "
                        "--image FILE --natives FILE --exports DIR\n");
        return 2;
    }
    a.rom.tables = a.tables;
    hy_diag diag = hy_diag_new();
    hy_reason why = {""};
    hy_rom rom;
    hy_rc rc = hy_rom_load(&rom, &a.rom, &diag, &why);
    if (hy_ok(rc))
        rc = write_all(&rom, &a, &why);
    hy_diag_sort(&diag);
    hy_diag_print(&diag, stderr, false);
    if (!hy_ok(rc))
        fprintf(stderr, "hydra-rom: %s%s%s\n", why.text, why.text[0] == '\0' ? "" : ": ",
                hy_rc_text(rc));
    hy_rom_free(&rom);
    hy_diag_free(&diag);
    return hy_ok(rc) ? 0 : 1;
}
