/* Loading the platform's packages: the list, the classes, tokens, and numbers of native methods. */
#include "converter/rom.h"

#include "base/hex.h"
#include "converter/javac.h"
#include "converter/tokens.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    ARENA_MAX = 512 << 20,
    TEXT_MAX = 4 << 20,
    PACKAGES_MAX = 256,
    NATIVES_MAX = 65535,
};

/* ---- the list of packages ---- */

static hy_rc add_package(hy_rom *rom, const char *name, const char *aid, unsigned version,
                         bool system)
{
    hy_buf bytes = hy_buf_new(16);
    hy_rc rc = hy_hex_decode(aid, &bytes);
    hy_jpackage *p = HY_NEW(&rom->arena, hy_jpackage);
    if (hy_ok(rc) && (p == NULL || !hy_arena_view(&rom->arena, hy_buf_view(&bytes), &p->aid)))
        rc = HY_FAIL(MEMORY);
    hy_buf_free(&bytes);
    HY_TRY(rc);
    p->major = (uint8_t)(version >> 8);
    p->minor = (uint8_t)version;
    hy_rom_package *entry = &rom->packages[rom->package_count++];
    *entry = (hy_rom_package){.package = p, .system = system};
    entry->dotted = hy_arena_string(&rom->arena, name, strlen(name));
    HY_ENSURE(entry->dotted != NULL, MEMORY);
    return HY_OK;
}

static hy_rc read_package_line(hy_rom *rom, const char *line, unsigned number, hy_reason *why)
{
    char name[129], aid[33], word[17] = "";
    unsigned major, minor;
    if (line[strspn(line, " \t\r")] == '\0' || line[0] == '#')
        return HY_OK;
    int found = sscanf(line, "%128s %32s %u.%u %16s", name, aid, &major, &minor, word);
    bool good = found >= 4 && major <= UINT8_MAX && minor <= UINT8_MAX &&
                (found == 4 || strcmp(word, "system") == 0);
    if (!good || rom->package_count == PACKAGES_MAX)
        return hy_reason_set(why, HY_FAIL(FORMAT),
                             "line %u: want a name, an AID, a version and perhaps \"system\"",
                             number);
    hy_rc rc = add_package(rom, name, aid, major << 8 | minor, found == 5);
    return hy_ok(rc) ? rc : hy_reason_set(why, rc, "line %u: bad AID", number);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const hy_rom_package *)a)->dotted, ((const hy_rom_package *)b)->dotted);
}

/* A whole file as a terminated string in the arena. */
static hy_rc read_text(hy_rom *rom, const char *path, char **out, hy_reason *why)
{
    hy_buf bytes;
    HY_TRY(hy_buf_read_file(&bytes, path, TEXT_MAX, why));
    *out = hy_arena_string(&rom->arena, (const char *)bytes.p, bytes.n);
    hy_buf_free(&bytes);
    HY_ENSURE(*out != NULL, MEMORY);
    return HY_OK;
}

static hy_rc read_packages(hy_rom *rom, const char *path, hy_reason *why)
{
    rom->packages = HY_NEW_ARRAY(&rom->arena, hy_rom_package, PACKAGES_MAX);
    HY_ENSURE(rom->packages != NULL, MEMORY);
    char *text;
    HY_TRY(read_text(rom, path, &text, why));
    unsigned number = 1;
    for (char *line = text; line != NULL; number++) {
        char *end = strchr(line, '\n');
        if (end != NULL)
            *end = '\0';
        hy_rc rc = read_package_line(rom, line, number, why);
        if (!hy_ok(rc))
            return hy_reason_prefix(why, rc, path);
        line = end == NULL ? NULL : end + 1;
    }
    qsort(rom->packages, rom->package_count, sizeof *rom->packages, by_name);
    return HY_OK;
}

/* ---- classes ---- */

/* In the folder of a listed package? Others hold what no card runs, such as annotations. */
static bool is_listed(hy_rom *rom, const char *folder, const char *path)
{
    for (size_t i = 0; i < rom->package_count; i++) {
        const char *name = hy_arena_replace(&rom->arena, rom->packages[i].dotted, '.', '/');
        const char *own =
            name == NULL ? NULL : hy_arena_format(&rom->arena, "%s/%s/", folder, name);
        size_t n = own == NULL ? 0 : strlen(own);
        if (n > 0 && strncmp(path, own, n) == 0 && strchr(path + n, '/') == NULL)
            return true;
    }
    return false;
}

static hy_rc find_files(hy_rom *rom, const char *folder, const hy_front_file **files, size_t *count,
                        hy_reason *why)
{
    hy_folder_list list = hy_folder_list_new(&rom->arena);
    HY_TRY(hy_folder_add(&list, folder, ".class", why));
    size_t kept = 0;
    for (size_t i = 0; i < list.count; i++)
        if (is_listed(rom, folder, list.paths[i]))
            list.paths[kept++] = list.paths[i];
    return hy_javac_read_classes(&rom->arena, list.paths, kept, files, count, why);
}

/* The front half has made the packages; AIDs and versions come from the list. */
static hy_rc adopt(hy_rom *rom, hy_jpackage **loaded, size_t count, hy_reason *why)
{
    for (size_t i = 0; i < rom->package_count; i++) {
        hy_rom_package *entry = &rom->packages[i];
        const char *name = hy_arena_replace(&rom->arena, entry->dotted, '.', '/');
        HY_ENSURE(name != NULL, MEMORY);
        hy_jpackage *found = NULL;
        for (size_t k = 0; k < count; k++)
            if (strcmp(loaded[k]->name, name) == 0)
                found = loaded[k];
        if (found == NULL)
            return hy_reason_set(why, HY_FAIL(NOT_FOUND), "package %s has no classes",
                                 entry->dotted);
        found->aid = entry->package->aid;
        found->major = entry->package->major;
        found->minor = entry->package->minor;
        found->library = true;
        entry->package = found;
    }
    return HY_OK;
}

static hy_rc load_classes(hy_rom *rom, const char *folder, hy_reason *why)
{
    const hy_front_file *files;
    size_t file_count;
    HY_TRY(find_files(rom, folder, &files, &file_count, why));
    hy_front_options front = {.int_support = true, .system = true};
    hy_jpackage **loaded;
    size_t count;
    HY_TRY(hy_front_load(&rom->world, &front, files, file_count, &loaded, &count, why));
    return adopt(rom, loaded, count, why);
}

/* ---- tokens and natives ---- */

static hy_rc read_pins(hy_rom *rom, const char *folder, hy_rom_package *entry, hy_reason *why)
{
    const char *path = hy_arena_format(&rom->arena, "%s/%s.txt", folder, entry->dotted);
    HY_ENSURE(path != NULL, MEMORY);
    hy_buf text;
    hy_rc rc = hy_buf_read_file(&text, path, TEXT_MAX, why);
    if (rc.code == HY_E_NOT_FOUND)
        return HY_OK;
    HY_TRY(rc);
    entry->pins = hy_pins_new(&rom->arena, path);
    entry->has_pins = true;
    rc = hy_pins_add_text(&entry->pins, hy_buf_view(&text), why);
    hy_buf_free(&text);
    return rc;
}

static hy_rc assign_tokens(hy_rom *rom, const char *pins, hy_reason *why)
{
    hy_token_job *jobs = HY_NEW_ARRAY(&rom->arena, hy_token_job, rom->package_count + 1);
    HY_ENSURE(jobs != NULL, MEMORY);
    for (size_t i = 0; i < rom->package_count; i++) {
        hy_rom_package *entry = &rom->packages[i];
        HY_TRY(read_pins(rom, pins, entry, why));
        HY_TRY(hy_tokens_add_abstract(&rom->world, entry->package));
        jobs[i] = (hy_token_job){entry->package, entry->has_pins ? &entry->pins : NULL};
    }
    HY_TRY(hy_tokens_assign(&rom->world, jobs, rom->package_count, true));
    return rom->diag->errors == 0 ? HY_OK : HY_FAIL(LINK);
}

static hy_rc read_tables(hy_rom *rom, const hy_rom_options *o, hy_reason *why)
{
    rom->since = hy_since_new(&rom->arena);
    for (size_t i = 0; i < o->table_count; i++) {
        hy_buf table;
        HY_TRY(hy_buf_read_file(&table, o->tables[i], TEXT_MAX, why));
        hy_rc rc = hy_since_add(&rom->since, hy_buf_view(&table), why);
        hy_buf_free(&table);
        if (!hy_ok(rc))
            return hy_reason_prefix(why, rc, o->tables[i]);
    }
    return HY_OK;
}

static hy_rc number_natives_of(hy_rom *rom, hy_jclass *c, hy_reason *why)
{
    int inheritable = hy_since_inheritable(&rom->since, c->name);
    if (inheritable >= 0)
        c->cap22_inheritable = (uint8_t)inheritable;
    for (size_t i = 0; i < c->method_count; i++) {
        hy_jmethod *m = &c->methods[i];
        m->native_index = -1;
        if ((m->access & HY_ACC_NATIVE) == 0)
            continue;
        if (rom->native_count == NATIVES_MAX)
            return hy_reason_set(why, HY_FAIL(LIMIT), "more than %d native methods", NATIVES_MAX);
        m->native_index = (int)rom->native_count;
        rom->natives[rom->native_count++] = m;
    }
    return HY_OK;
}

static hy_rc number_natives(hy_rom *rom, hy_reason *why)
{
    rom->natives = HY_NEW_ARRAY(&rom->arena, hy_jmethod *, NATIVES_MAX);
    HY_ENSURE(rom->natives != NULL, MEMORY);
    for (size_t i = 0; i < rom->package_count; i++) {
        const hy_jpackage *p = rom->packages[i].package;
        for (size_t k = 0; k < p->class_count; k++)
            HY_TRY(number_natives_of(rom, p->classes[k], why));
    }
    return HY_OK;
}

hy_rc hy_rom_load(hy_rom *rom, const hy_rom_options *options, hy_diag *diag, hy_reason *why)
{
    *rom = (hy_rom){.arena = hy_arena_new(ARENA_MAX), .diag = diag};
    rom->world = hy_world_new(&rom->arena, diag);
    HY_TRY(read_packages(rom, options->packages, why));
    HY_TRY(read_tables(rom, options, why));
    HY_TRY(load_classes(rom, options->classes, why));
    HY_TRY(assign_tokens(rom, options->pins, why));
    return number_natives(rom, why);
}

void hy_rom_free(hy_rom *rom)
{
    hy_arena_free(&rom->arena);
}
