/* Writing the ROM image, its table of natives and the export files; docs/formats/rom.md draws the
   first two. */
#include "converter/rom.h"

#include "converter/capfile.h"
#include "converter/descriptor.h"
#include "converter/expface.h"
#include "converter/expfile.h"
#include "converter/target.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum {
    VERSION = 2,
    MINIMUM = 2,
    FLAG_SYSTEM = 1,
    LENGTH_AT = 8, /* of the length in the image */
    HASH_BYTES = 32,
};

/* ---- packages ---- */

static hy_rc write_components(const hy_cap *cap, hy_writer *w)
{
    hy_package_parts parts = {0};
    for (size_t tag = 1; tag < HY_COMPONENT_COUNT; tag++)
        parts.part[tag] = hy_buf_view(&cap->component[tag]);
    HY_TRY(w->rc);
    size_t size_at = w->b->n;
    hy_write_u32(w, 0);
    HY_TRY(w->rc);
    HY_TRY(hy_capfile_write_load(&parts, w->b));
    hy_patch_u32(w, size_at, (uint32_t)(w->b->n - size_at - 4));
    return w->rc;
}

static hy_rc write_package(hy_rom *rom, const hy_rom_package *entry, hy_writer *w)
{
    const hy_jpackage *p = entry->package;
    hy_write_u8(w, entry->system ? FLAG_SYSTEM : 0);
    hy_write_u8(w, (uint8_t)strlen(entry->dotted));
    hy_write_bytes(w, hy_view_str(entry->dotted));
    hy_write_u8(w, (uint8_t)p->aid.n);
    hy_write_bytes(w, p->aid);
    hy_write_u8(w, p->major);
    hy_write_u8(w, p->minor);
    hy_cap cap;
    hy_rc rc = hy_cap_build(&rom->world, entry->package, HY_CAP_2_3, false, &cap);
    if (hy_ok(rc))
        rc = rom->diag->errors == 0 ? write_components(&cap, w) : HY_FAIL(LINK);
    hy_cap_free(&cap);
    return rc;
}

/* ---- natives ---- */

static unsigned argument_words(const hy_jmethod *m)
{
    return hy_descriptor_argument_words(m->desc) + ((m->access & HY_ACC_STATIC) != 0 ? 0 : 1);
}

static unsigned result_words(const hy_jmethod *m)
{
    return hy_descriptor_words(hy_descriptor_result(m->desc));
}

static void write_native(const hy_jmethod *m, hy_writer *w)
{
    hy_write_u8(w, (uint8_t)strlen(m->owner->name));
    hy_write_bytes(w, hy_view_str(m->owner->name));
    hy_write_u8(w, (uint8_t)strlen(m->name));
    hy_write_bytes(w, hy_view_str(m->name));
    hy_write_u16(w, (uint16_t)strlen(m->desc));
    hy_write_bytes(w, hy_view_str(m->desc));
    hy_write_u8(w, (uint8_t)argument_words(m));
    hy_write_u8(w, (uint8_t)result_words(m));
}

/* ---- what subclasses saw in older versions ---- */

/* In which minor version the virtual method with this token came; -1: the tables do not say. */
static int virtual_since(const hy_rom *rom, const hy_jclass *c, size_t token)
{
    const hy_jmethod *m = c->public_table[token];
    return hy_since_minor(&rom->since, c->name, m->name, m->desc);
}

/* One line for each minor version that brought virtual methods, if more than one did. */
static uint16_t write_since_of_class(const hy_rom *rom, size_t package, const hy_jclass *c,
                                     hy_writer *w)
{
    uint16_t lines = 0;
    size_t before = 0;
    for (int minor = 0; before < c->public_count && minor <= UINT8_MAX; minor++) {
        size_t count = 0;
        for (size_t t = 0; t < c->public_count; t++) {
            int since = virtual_since(rom, c, t);
            count += since >= 0 && since <= minor;
        }
        if (count == before || (before == 0 && count == c->public_count))
            continue;
        hy_write_u16(w, (uint16_t)package);
        hy_write_u8(w, c->token);
        hy_write_u8(w, (uint8_t)minor);
        hy_write_u8(w, (uint8_t)count);
        before = count;
        lines++;
    }
    return lines;
}

static void write_since(const hy_rom *rom, hy_writer *w)
{
    size_t at = w->b->n;
    uint16_t lines = 0;
    hy_write_u16(w, 0);
    for (size_t i = 0; i < rom->package_count; i++) {
        const hy_jpackage *p = rom->packages[i].package;
        for (size_t c = 0; c < p->class_count; c++)
            if (p->classes[c]->token != HY_TOKEN_NONE && p->classes[c]->public_count > 0)
                lines = (uint16_t)(lines + write_since_of_class(rom, i, p->classes[c], w));
    }
    hy_patch_u16(w, at, lines);
}

/* ---- names of classes ---- */

static void write_classes(const hy_rom *rom, hy_writer *w)
{
    for (size_t i = 0; i < rom->package_count; i++) {
        const hy_jpackage *p = rom->packages[i].package;
        size_t before = strlen(rom->packages[i].dotted) + 1;
        hy_write_u16(w, (uint16_t)p->class_count);
        for (size_t c = 0; c < p->class_count; c++) {
            const char *name = p->classes[c]->name + before;
            hy_write_u8(w, (uint8_t)strlen(name));
            hy_write_bytes(w, hy_view_str(name));
        }
    }
}

hy_rc hy_rom_write_image(hy_rom *rom, hy_crypto *crypto, hy_buf *out, hy_reason *why)
{
    hy_writer w = hy_writer_of(out);
    hy_write_bytes(&w, hy_view_str("HROM"));
    hy_write_u16(&w, VERSION);
    hy_write_u16(&w, MINIMUM);
    hy_write_u32(&w, 0);
    hy_write_u16(&w, (uint16_t)rom->package_count);
    hy_write_u16(&w, (uint16_t)rom->native_count);
    for (size_t i = 0; i < rom->package_count; i++) {
        hy_rc rc = write_package(rom, &rom->packages[i], &w);
        if (!hy_ok(rc))
            return hy_reason_set(why, rc, "package %s cannot be written", rom->packages[i].dotted);
    }
    for (size_t i = 0; i < rom->native_count; i++)
        write_native(rom->natives[i], &w);
    write_since(rom, &w);
    write_classes(rom, &w);
    hy_patch_u32(&w, LENGTH_AT, (uint32_t)(out->n + HASH_BYTES));
    HY_TRY(w.rc);
    uint8_t hash[HASH_BYTES];
    size_t n;
    HY_TRY(hy_digest_once(crypto, HY_DIGEST_SHA256, hy_buf_view(out), hash, sizeof hash, &n));
    hy_write_bytes(&w, hy_view_of(hash, n));
    return w.rc;
}

/* Which of the methods of one name and class this is, from 1. */
static unsigned overload(const hy_rom *rom, const hy_jmethod *m)
{
    unsigned n = 1;
    for (size_t i = 0; i < (size_t)m->native_index; i++) {
        const hy_jmethod *other = rom->natives[i];
        n += other->owner == m->owner && strcmp(other->name, m->name) == 0;
    }
    return n;
}

static const char *identifier(hy_rom *rom, const hy_jmethod *m)
{
    unsigned n = overload(rom, m);
    char *text = n == 1 ? hy_arena_format(&rom->arena, "%s_%s", m->owner->name, m->name)
                        : hy_arena_format(&rom->arena, "%s_%s_%u", m->owner->name, m->name, n);
    for (char *p = text; p != NULL && *p != '\0'; p++)
        if (*p == '/' || *p == '$')
            *p = '_';
    return text;
}

hy_rc hy_rom_write_natives(hy_rom *rom, hy_buf *out)
{
    hy_writer w = hy_writer_of(out);
    hy_write_bytes(&w, hy_view_str("/* Native methods of the ROM image, made with it. See "
                                   "docs/formats/rom.md. */\n"));
    for (size_t i = 0; i < rom->native_count; i++) {
        const hy_jmethod *m = rom->natives[i];
        const char *name = identifier(rom, m);
        HY_ENSURE(name != NULL, MEMORY);
        const char *line = hy_arena_format(
            &rom->arena, "HY_NATIVE(%d, %s, \"%s\", \"%s\", \"%s\", %u, %u)\n", m->native_index,
            name, m->owner->name, m->name, m->desc, argument_words(m), result_words(m));
        HY_ENSURE(line != NULL, MEMORY);
        hy_write_bytes(&w, hy_view_str(line));
    }
    return w.rc;
}

/* ---- export files ---- */

static hy_rc make_folder(const char *path, hy_reason *why)
{
    if (mkdir(path, 0755) == 0 || errno == EEXIST)
        return HY_OK;
    return hy_reason_set(why, HY_FAIL(IO), "%s: %s", path, strerror(errno));
}

/* Cards before 3.1, and their converters, read format 2.1; later ones want 2.3. */
static hy_exp_format format_of(const hy_jpackage *p)
{
    return hy_target_first(p->name, p->minor) >= HY_TARGET_3_1 ? HY_EXP_2_3 : HY_EXP_2_1;
}

static hy_rc write_version(hy_rom *rom, const hy_jpackage *newest, uint8_t minor, const char *path,
                           hy_reason *why)
{
    hy_jpackage *p;
    HY_TRY(hy_since_filter(&rom->since, newest, minor, &p, why));
    HY_TRY(hy_expface_references(&rom->world, p, why));
    hy_buf bytes = hy_buf_new(HY_EXP_MAX);
    hy_rc rc = hy_expfile_write(&rom->world, p, format_of(p), &bytes, why);
    if (hy_ok(rc))
        rc = hy_view_write_file(hy_buf_view(&bytes), path, why);
    hy_buf_free(&bytes);
    return rc;
}

static hy_rc write_versions(hy_rom *rom, const hy_rom_package *entry, const char *folder,
                            hy_reason *why)
{
    hy_jpackage *newest;
    HY_TRY(hy_expface_make(&rom->world, entry->package, &newest, why));
    const char *own = hy_arena_format(&rom->arena, "%s/%s", folder, entry->dotted);
    HY_ENSURE(own != NULL, MEMORY);
    HY_TRY(make_folder(own, why));
    for (unsigned minor = 0; minor <= newest->minor; minor++) {
        if (!hy_since_has_version(&rom->since, newest->name, minor) && minor != newest->minor)
            continue;
        const char *path = hy_arena_format(&rom->arena, "%s/%u.%u.exp", own, newest->major, minor);
        HY_ENSURE(path != NULL, MEMORY);
        HY_TRY(write_version(rom, newest, (uint8_t)minor, path, why));
    }
    return HY_OK;
}

hy_rc hy_rom_write_exports(hy_rom *rom, const char *folder, hy_reason *why)
{
    HY_TRY(make_folder(folder, why));
    for (size_t i = 0; i < rom->package_count; i++) {
        if (rom->packages[i].system)
            continue;
        HY_TRY(write_versions(rom, &rom->packages[i], folder, why));
    }
    return HY_OK;
}
