/* Writes CAP files: the JAR with its manifest, in bytes that depend on the components and names
   alone, and the load file. */
#include "converter/capfile.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

enum {
    MANIFEST_MAX = 1 << 18,
    LINE_MAX_BYTES = 72, /* of a manifest's line without its end (JAR specification) */
    PACKAGE_MEMORY = 16 << 20,
    DOS_TIME = 0,
    DOS_DATE = 1 << 5 | 1, /* 1980-01-01 */
    FILE_MODE = 0100644,
};

/* ---- the manifest ---- */

/* "Name: value" with its line end, broken after 72 bytes. */
static void HY_PRINTF(3, 4) put_attribute(hy_writer *w, const char *name, const char *format, ...)
{
    char value[640];
    va_list args;
    va_start(args, format);
    vsnprintf(value, sizeof value, format, args);
    va_end(args);
    char line[800];
    int n = snprintf(line, sizeof line, "%s: %s", name, value);
    hy_view rest = hy_view_of(line, n < 0 ? 0 : (size_t)n);
    size_t room = LINE_MAX_BYTES;
    while (rest.n > room) {
        hy_write_bytes(w, hy_view_part(rest, 0, room));
        hy_write_bytes(w, hy_view_str("\r\n "));
        rest = hy_view_part(rest, room, rest.n - room);
        room = LINE_MAX_BYTES - 1;
    }
    hy_write_bytes(w, rest);
    hy_write_bytes(w, hy_view_str("\r\n"));
}

/* "0xa0:0x00:0x00": how the attributes write an AID. */
static const char *aid_text(hy_view aid, char out[96])
{
    size_t at = 0;
    out[0] = '\0';
    for (size_t i = 0; i < aid.n && at + 6 < 96; i++)
        at += (size_t)snprintf(out + at, 96 - at, "%s0x%02x", i > 0 ? ":" : "", aid.p[i]);
    return out;
}

/* "//aid/A000000062/0101": how a descriptor of Java Card 3 writes it. */
static const char *aid_uri(hy_view aid, char out[64])
{
    size_t at = (size_t)snprintf(out, 64, "//aid/");
    for (size_t i = 0; i < aid.n && at + 4 < 64; i++)
        at += (size_t)snprintf(out + at, 64 - at, "%02X%s", aid.p[i], i == 4 ? "/" : "");
    return out;
}

static void dots(const char *name, char *out, size_t size)
{
    snprintf(out, size, "%s", name);
    for (char *c = out; *c != '\0'; c++)
        if (*c == '/')
            *c = '.';
}

static const char *simple_name(const char *class_name)
{
    const char *slash = strrchr(class_name, '/');
    return slash == NULL ? class_name : slash + 1;
}

static void put_applets(hy_writer *w, const hy_package *p, const hy_capfile_names *names)
{
    char key[48], aid[96];
    for (unsigned i = 0; i < p->applet_count; i++) {
        if (names->applets != NULL) {
            snprintf(key, sizeof key, "Java-Card-Applet-%u-Name", i + 1);
            put_attribute(w, key, "%s", simple_name(names->applets[i]));
        }
        snprintf(key, sizeof key, "Java-Card-Applet-%u-AID", i + 1);
        put_attribute(w, key, "%s", aid_text(p->applets[i].aid, aid));
    }
}

static void put_imports(hy_writer *w, const hy_package *p)
{
    char key[48], aid[96];
    for (unsigned i = 0; i < p->import_count; i++) {
        const hy_package_id *id = &p->imports[i];
        snprintf(key, sizeof key, "Java-Card-Imported-Package-%u-AID", i + 1);
        put_attribute(w, key, "%s", aid_text(id->aid, aid));
        snprintf(key, sizeof key, "Java-Card-Imported-Package-%u-Version", i + 1);
        put_attribute(w, key, "%u.%u", id->major, id->minor);
    }
}

/* The attributes that hosts look at. A date is expected; the truth would not be reproducible, so it
   is that of the entries. */
static hy_rc make_manifest(const hy_package *p, const hy_capfile_names *names, hy_buf *out)
{
    hy_writer w = hy_writer_of(out);
    char aid[96], package[256];
    dots(names->package, package, sizeof package);
    put_attribute(&w, "Manifest-Version", "1.0");
    put_attribute(&w, "Created-By", "Hydra");
    put_attribute(&w, "Runtime-Descriptor-Version", "3.0");
    put_attribute(&w, "Application-Type", "classic-applet");
    put_attribute(&w, "Classic-Package-AID", "%s", aid_uri(p->id.aid, aid));
    put_attribute(&w, "Sealed", "true");
    hy_write_bytes(&w, hy_view_str("\r\n"));
    put_attribute(&w, "Name", "%s", names->package);
    put_attribute(&w, "Java-Card-CAP-Creation-Time", "Tue Jan 01 00:00:00 UTC 1980");
    put_attribute(&w, "Java-Card-Converter-Version", "1.0");
    put_attribute(&w, "Java-Card-Converter-Provider", "Hydra");
    put_attribute(&w, "Java-Card-CAP-File-Version", "%u.%u", p->format_major, p->format_minor);
    put_attribute(&w, "Java-Card-Package-Version", "%u.%u", p->id.major, p->id.minor);
    put_attribute(&w, "Java-Card-Package-Name", "%s", package);
    put_attribute(&w, "Java-Card-Package-AID", "%s", aid_text(p->id.aid, aid));
    put_applets(&w, p, names);
    put_imports(&w, p);
    put_attribute(&w, "Java-Card-Integer-Support-Required", "%s",
                  (p->flags & HY_PACKAGE_INT) != 0 ? "TRUE" : "FALSE");
    hy_write_bytes(&w, hy_view_str("\r\n"));
    return w.rc;
}

/* ---- the JAR ---- */

static bool add_file(zip_t *zip, const char *name, hy_view bytes)
{
    zip_source_t *source = zip_source_buffer(zip, bytes.p, bytes.n, 0);
    if (source == NULL)
        return false;
    zip_int64_t added = zip_file_add(zip, name, source, ZIP_FL_ENC_UTF_8);
    if (added < 0) {
        zip_source_free(source);
        return false;
    }
    zip_uint64_t i = (zip_uint64_t)added;
    return zip_set_file_compression(zip, i, ZIP_CM_STORE, 0) == 0 &&
           zip_file_set_dostime(zip, i, DOS_TIME, DOS_DATE, 0) == 0 &&
           zip_file_set_external_attributes(zip, i, 0, ZIP_OPSYS_UNIX,
                                            (zip_uint32_t)FILE_MODE << 16) == 0;
}

static bool add_component(zip_t *zip, const hy_package *p, const char *package, uint8_t tag)
{
    if (p->parts.part[tag].n == 0)
        return true;
    char stem[24], name[400];
    if (tag >= HY_COMPONENT_CUSTOM)
        snprintf(stem, sizeof stem, "Custom-%u", tag);
    else
        snprintf(stem, sizeof stem, "%s", hy_capfile_stem(tag));
    const char *suffix = hy_component_is_wide(tag, p->extended) ? "capx" : "cap";
    snprintf(name, sizeof name, "%s/javacard/%s.%s", package, stem, suffix);
    return add_file(zip, name, p->parts.part[tag]);
}

static bool add_components(zip_t *zip, const hy_package *p, const char *package)
{
    bool ok = true;
    for (size_t i = 0; i < HY_CAP_ORDER; i++)
        ok = ok && add_component(zip, p, package, hy_capfile_order[i]);
    for (unsigned tag = HY_COMPONENT_CUSTOM; tag < 256; tag++)
        ok = ok && add_component(zip, p, package, (uint8_t)tag);
    return ok;
}

/* Appends what libzip has written into its memory. */
static hy_rc copy_source(zip_source_t *source, hy_buf *out)
{
    zip_stat_t status;
    if (zip_source_stat(source, &status) != 0 || (status.valid & ZIP_STAT_SIZE) == 0 ||
        zip_source_open(source) != 0)
        return HY_FAIL(IO);
    uint8_t *at;
    hy_rc rc = hy_buf_extend(out, (size_t)status.size, &at);
    if (hy_ok(rc) && zip_source_read(source, at, status.size) != (zip_int64_t)status.size)
        rc = HY_FAIL(IO);
    zip_source_close(source);
    return rc;
}

static hy_rc write_zip(const hy_package *p, const char *package, hy_view manifest, hy_buf *out)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &error);
    HY_ENSURE(source != NULL, MEMORY);
    zip_source_keep(source); /* zip_close gives up one reference, copy_source needs one */
    zip_t *zip = zip_open_from_source(source, ZIP_TRUNCATE, &error);
    zip_error_fini(&error);
    if (zip == NULL) {
        zip_source_free(source);
        zip_source_free(source);
        return HY_FAIL(MEMORY);
    }
    hy_rc rc = HY_OK;
    if (!add_file(zip, "META-INF/MANIFEST.MF", manifest) || !add_components(zip, p, package))
        rc = HY_FAIL(MEMORY);
    if (hy_ok(rc) && zip_close(zip) != 0)
        rc = HY_FAIL(IO);
    if (!hy_ok(rc))
        zip_discard(zip);
    if (hy_ok(rc))
        rc = copy_source(source, out);
    zip_source_free(source);
    return rc;
}

static hy_rc write_jar(const hy_package *p, const hy_capfile_names *names, hy_buf *out,
                       hy_reason *why)
{
    if (names->package == NULL || names->package[0] == '\0' || strlen(names->package) > 255)
        return hy_reason_set(why, HY_FAIL(ARGUMENT), "JAR: the package needs a name");
    if (names->applets != NULL && names->applet_count != p->applet_count)
        return hy_reason_set(why, HY_FAIL(ARGUMENT), "JAR: %u applets, %zu names", p->applet_count,
                             names->applet_count);
    hy_buf manifest = hy_buf_new(MANIFEST_MAX);
    hy_rc rc = make_manifest(p, names, &manifest);
    if (hy_ok(rc))
        rc = write_zip(p, names->package, hy_buf_view(&manifest), out);
    hy_buf_free(&manifest);
    return hy_ok(rc) ? rc : hy_reason_set(why, rc, "JAR: %s", hy_rc_text(rc));
}

hy_rc hy_capfile_write_jar(const hy_package_parts *parts, const hy_capfile_names *names,
                           hy_buf *out, hy_reason *why)
{
    hy_arena arena = hy_arena_new(PACKAGE_MEMORY);
    hy_package p;
    hy_rc rc = hy_package_read(parts, &arena, &p, why);
    if (hy_ok(rc))
        rc = write_jar(&p, names, out, why);
    hy_arena_free(&arena);
    return rc;
}

/* ---- the load file ---- */

hy_rc hy_capfile_write_load(const hy_package_parts *parts, hy_buf *out)
{
    HY_ENSURE(parts->part[HY_COMPONENT_HEADER].n > 0, ARGUMENT);
    for (size_t i = 0; i < HY_CAP_ORDER; i++)
        if (hy_capfile_order[i] != HY_COMPONENT_DEBUG)
            HY_TRY(hy_buf_append(out, parts->part[hy_capfile_order[i]]));
    for (unsigned tag = HY_COMPONENT_CUSTOM; tag < 256; tag++)
        HY_TRY(hy_buf_append(out, parts->part[tag]));
    return HY_OK;
}
