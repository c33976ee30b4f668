/* Reads CAP files: a JAR entry by entry through libzip, never trusting a size that it claims, or a
   load file. */
#include "converter/capfile.h"

#include <stdlib.h>
#include <string.h>
#include <zip.h>

const uint8_t hy_capfile_order[HY_CAP_ORDER] = {
    HY_COMPONENT_HEADER,       HY_COMPONENT_DIRECTORY, HY_COMPONENT_IMPORT,
    HY_COMPONENT_APPLET,       HY_COMPONENT_CLASS,     HY_COMPONENT_METHOD,
    HY_COMPONENT_STATIC_FIELD, HY_COMPONENT_EXPORT,    HY_COMPONENT_POOL,
    HY_COMPONENT_REF_LOCATION, HY_COMPONENT_RESOURCES, HY_COMPONENT_DESCRIPTOR,
    HY_COMPONENT_DEBUG,
};

enum {
    HEADER_FLAGS_AT = 9, /* tag, size, magic, two format bytes, flags */
    HEADER_MIN = 10,
    CHUNK = 16384,
};

/* ---- which files of a JAR are components ---- */

typedef struct jar_name {
    bool component;    /* .cap or .capx */
    uint8_t tag;       /* of the standard component; 0: a custom one */
    size_t folder;     /* bytes of the folder, without the last slash */
    const char *whole; /* for reasons */
} jar_name;

static bool ends_with(const char *s, size_t n, const char *suffix)
{
    size_t k = strlen(suffix);
    return n >= k && memcmp(s + n - k, suffix, k) == 0;
}

const char *hy_capfile_stem(uint8_t tag)
{
    return tag == HY_COMPONENT_REF_LOCATION ? "RefLocation" : hy_component_name(tag);
}

/* The tag of "Method.cap" or "Method.capx"; 0 when it is no standard component. */
static uint8_t standard_tag(const char *file, size_t stem)
{
    for (unsigned tag = 1; tag < HY_COMPONENT_COUNT; tag++) {
        const char *name = hy_capfile_stem((uint8_t)tag);
        if (strlen(name) == stem && memcmp(name, file, stem) == 0)
            return (uint8_t)tag;
    }
    return 0;
}

static jar_name parse_name(const char *name)
{
    const char *slash = strrchr(name, '/');
    const char *file = slash == NULL ? name : slash + 1;
    size_t n = strlen(file);
    size_t suffix = ends_with(file, n, ".cap") ? 4 : ends_with(file, n, ".capx") ? 5 : 0;
    jar_name result = {.component = suffix > 0, .whole = name};
    if (suffix > 0)
        result.tag = standard_tag(file, n - suffix);
    result.folder = slash == NULL ? 0 : (size_t)(slash - name);
    return result;
}

/* A JAR with such names means to write outside the folder that it is unpacked in. */
static bool is_honest(const char *name)
{
    if (name[0] == '/' || strchr(name, '\\') != NULL)
        return false;
    for (const char *part = name; part != NULL;) {
        if (strncmp(part, "..", 2) == 0 && (part[2] == '/' || part[2] == '\0'))
            return false;
        part = strchr(part, '/');
        part = part == NULL ? NULL : part + 1;
    }
    for (const char *c = name; *c != '\0'; c++)
        if ((unsigned char)*c < 0x20)
            return false;
    return true;
}

/* ---- reading entries ---- */

/* A file of the JAR in the buffer; views are made when the buffer no longer moves. */
typedef struct piece {
    size_t at, n;
} piece;

typedef struct jar {
    zip_t *zip;
    hy_capfile *c;
    hy_reason *why;
    piece by_tag[256];
    piece manifest;
    size_t total;
    const char *folder_of; /* the first component's name; NULL: none yet */
    size_t folder;
} jar;

static hy_rc bad_entry(const jar *j, hy_rc rc, const char *name, const char *what)
{
    return hy_reason_set(j->why, rc, "%.120s: %s", name, what);
}

/* Inflates one entry into the buffer. The limits are on what comes out, whatever the directory
 * says. */
static hy_rc inflate(jar *j, zip_file_t *file, const char *name, piece *out)
{
    hy_buf *b = &j->c->bytes;
    *out = (piece){b->n, 0};
    for (;;) {
        uint8_t chunk[CHUNK];
        zip_int64_t n = zip_fread(file, chunk, sizeof chunk);
        if (n < 0)
            return bad_entry(j, HY_FAIL(FORMAT), name, "the compressed data is damaged");
        if (n == 0)
            return HY_OK;
        out->n += (size_t)n;
        j->total += (size_t)n;
        if (out->n > HY_CAP_COMPONENT_MAX || j->total > HY_CAP_TOTAL_MAX)
            return bad_entry(j, HY_FAIL(LIMIT), name, "larger than any component may be");
        HY_TRY(hy_buf_append(b, hy_view_of(chunk, (size_t)n)));
    }
}

static hy_rc read_entry(jar *j, zip_uint64_t index, const char *name, piece *out)
{
    zip_stat_t status;
    if (zip_stat_index(j->zip, index, 0, &status) != 0)
        return bad_entry(j, HY_FAIL(FORMAT), name, "no entry in the directory of the JAR");
    if ((status.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && status.encryption_method != ZIP_EM_NONE)
        return bad_entry(j, HY_FAIL(UNSUPPORTED), name, "encrypted");
    if ((status.valid & ZIP_STAT_COMP_METHOD) == 0 ||
        (status.comp_method != ZIP_CM_STORE && status.comp_method != ZIP_CM_DEFLATE))
        return bad_entry(j, HY_FAIL(UNSUPPORTED), name, "compressed as no JAR is");
    zip_file_t *file = zip_fopen_index(j->zip, index, 0);
    if (file == NULL)
        return bad_entry(j, HY_FAIL(FORMAT), name, "its data is not where the JAR says");
    hy_rc rc = inflate(j, file, name, out);
    int closed = zip_fclose(file);
    if (hy_ok(rc) && closed != 0)
        rc = bad_entry(j, HY_FAIL(FORMAT), name, "the compressed data is damaged");
    return rc;
}

static hy_rc check_folder(jar *j, const jar_name *n)
{
    if (j->folder_of == NULL) {
        j->folder_of = n->whole;
        j->folder = n->folder;
    }
    if (n->folder != j->folder || memcmp(n->whole, j->folder_of, n->folder) != 0)
        return hy_reason_set(j->why, HY_FAIL(FORMAT),
                             "%.90s: components in two folders, also %.90s; a CAP file holds one "
                             "package",
                             n->whole, j->folder_of);
    return HY_OK;
}

/* Before format 2.2 had a Debug component, converters wrote a custom one of their own under that
   name. */
static bool tag_fits(const jar_name *n, uint8_t tag)
{
    bool may_be_custom = n->tag == 0 || n->tag == HY_COMPONENT_DEBUG;
    return tag == n->tag || (may_be_custom && tag >= HY_COMPONENT_CUSTOM);
}

static hy_rc take_component(jar *j, zip_uint64_t index, const jar_name *n)
{
    HY_TRY(check_folder(j, n));
    piece p = {0, 0};
    HY_TRY(read_entry(j, index, n->whole, &p));
    if (p.n == 0)
        return bad_entry(j, HY_FAIL(TRUNCATED), n->whole, "empty");
    uint8_t tag = j->c->bytes.p[p.at];
    if (!tag_fits(n, tag))
        return hy_reason_set(j->why, HY_FAIL(FORMAT), "%.120s: starts with tag %u, not %s",
                             n->whole, tag, n->tag != 0 ? "that component's" : "a custom one");
    if (j->by_tag[tag].n != 0)
        return hy_reason_set(j->why, HY_FAIL(EXISTS), "%.120s: component %u is there twice",
                             n->whole, tag);
    j->by_tag[tag] = p;
    return HY_OK;
}

static hy_rc take_entry(jar *j, zip_uint64_t index)
{
    const char *name = zip_get_name(j->zip, index, ZIP_FL_ENC_RAW);
    if (name == NULL)
        return hy_reason_set(j->why, HY_FAIL(FORMAT), "JAR: entry %llu has no name",
                             (unsigned long long)index);
    if (!is_honest(name))
        return hy_reason_set(j->why, HY_FAIL(FORMAT),
                             "JAR: entry %llu has a name that leads out of its folder",
                             (unsigned long long)index);
    if (strcmp(name, "META-INF/MANIFEST.MF") == 0)
        return j->manifest.n > 0 ? bad_entry(j, HY_FAIL(EXISTS), name, "there twice")
                                 : read_entry(j, index, name, &j->manifest);
    jar_name n = parse_name(name);
    return n.component ? take_component(j, index, &n) : HY_OK;
}

/* "com/example/wallet" of the folder "com/example/wallet/javacard". */
static void set_package(jar *j)
{
    size_t n = j->folder;
    if (ends_with(j->folder_of, n, "/javacard"))
        n -= strlen("/javacard");
    if (n >= sizeof j->c->package)
        n = sizeof j->c->package - 1;
    memcpy(j->c->package, j->folder_of, n);
}

static hy_rc read_entries(jar *j)
{
    zip_int64_t count = zip_get_num_entries(j->zip, 0);
    if (count < 0 || count > HY_CAP_ENTRIES_MAX)
        return hy_reason_set(j->why, HY_FAIL(LIMIT), "JAR: %lld entries; at most %d are read",
                             (long long)count, HY_CAP_ENTRIES_MAX);
    for (zip_int64_t i = 0; i < count; i++)
        HY_TRY(take_entry(j, (zip_uint64_t)i));
    if (j->folder_of == NULL)
        return hy_reason_set(j->why, HY_FAIL(FORMAT),
                             "JAR: no component in it; a CAP file has .../javacard/Header.cap");
    set_package(j);
    hy_view bytes = hy_buf_view(&j->c->bytes);
    for (int tag = 1; tag < 256; tag++)
        if (j->by_tag[tag].n > 0)
            HY_TRY(hy_package_add_part(
                &j->c->parts, hy_view_part(bytes, j->by_tag[tag].at, j->by_tag[tag].n), j->why));
    j->c->manifest = hy_view_part(bytes, j->manifest.at, j->manifest.n);
    j->c->jar = true;
    return HY_OK;
}

static zip_t *open_zip(hy_view bytes)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(bytes.p, bytes.n, 0, &error);
    zip_t *zip = source == NULL ? NULL : zip_open_from_source(source, ZIP_RDONLY, &error);
    if (zip == NULL && source != NULL)
        zip_source_free(source);
    zip_error_fini(&error);
    return zip;
}

static hy_rc read_jar(hy_view bytes, hy_capfile *c, hy_reason *why)
{
    zip_t *zip = open_zip(bytes);
    if (zip == NULL)
        return hy_reason_set(why, HY_FAIL(FORMAT), "JAR: its directory is damaged or cut off");
    jar j = {.zip = zip, .c = c, .why = why};
    hy_rc rc = read_entries(&j);
    zip_discard(zip);
    return rc;
}

/* ---- either form ---- */

static hy_rc check_header(hy_capfile *c, hy_reason *why)
{
    hy_reader r = hy_reader_of(c->parts.part[HY_COMPONENT_HEADER]);
    hy_view header = r.v;
    (void)hy_read_bytes(&r, 3);
    uint32_t magic = hy_read_u32(&r);
    if (header.n < HEADER_MIN || magic != 0xDECAFFED)
        return hy_reason_set(why, HY_FAIL(FORMAT), "Header: %s",
                             header.n == 0 ? "there is none" : "no DECAFFED in it");
    c->extended = (header.p[HEADER_FLAGS_AT] & HY_PACKAGE_EXTENDED) != 0;
    return HY_OK;
}

static hy_rc read_load_file(hy_view bytes, hy_capfile *c, hy_reason *why)
{
    HY_TRY(hy_buf_append(&c->bytes, bytes));
    return hy_package_split(hy_buf_view(&c->bytes), &c->parts, why);
}

hy_rc hy_capfile_read(hy_view bytes, hy_capfile *c, hy_reason *why)
{
    *c = (hy_capfile){.bytes = hy_buf_new(HY_CAP_FILE_MAX)};
    if (bytes.n > HY_CAP_FILE_MAX)
        return hy_reason_set(why, HY_FAIL(LIMIT), "a file of %zu bytes; at most %d are read",
                             bytes.n, HY_CAP_FILE_MAX);
    hy_view start = hy_view_part(bytes, 0, 2);
    if (hy_view_equal(start, hy_view_str("PK")))
        HY_TRY(read_jar(bytes, c, why));
    else if (bytes.n > 0 && bytes.p[0] == HY_COMPONENT_HEADER)
        HY_TRY(read_load_file(bytes, c, why));
    else
        return hy_reason_set(why, HY_FAIL(FORMAT),
                             "neither a JAR nor a load file: it starts with none of their bytes");
    return check_header(c, why);
}

hy_rc hy_capfile_open(const char *path, hy_capfile *c, hy_reason *why)
{
    *c = (hy_capfile){.bytes = hy_buf_new(HY_CAP_FILE_MAX)};
    hy_buf bytes = hy_buf_new(HY_CAP_FILE_MAX);
    hy_rc rc = hy_buf_read_file(&bytes, path, HY_CAP_FILE_MAX, why);
    if (hy_ok(rc)) {
        rc = hy_capfile_read(hy_buf_view(&bytes), c, why);
        if (!hy_ok(rc))
            rc = hy_reason_prefix(why, rc, path);
    }
    hy_buf_free(&bytes);
    return rc;
}

void hy_capfile_free(hy_capfile *c)
{
    hy_buf_free(&c->bytes);
    *c = (hy_capfile){.bytes = hy_buf_new(HY_CAP_FILE_MAX)};
}
