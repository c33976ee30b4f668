/* Fuzzes images of elements behind the authentication. First byte even: records as they lie in the
   file, their tags not looked at. Odd: an authentic image of an element with an issuer and a wallet
   gets one unit more, which changes its memory: each change a byte (even: place from the block's
   start, odd: from its end, 2 and 3 more: an item of any kind), the place (2), a length, bytes.
   What opens is used. Nothing may crash; what is refused has a reason. */
#include "element/runtime/lasting.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FILE_MAX = 1 << 16, MEMORY = 16384, ALLOCATE_MAX = 16 << 20, PACKAGES = 40 };

static const uint8_t key[HY_IMAGE_KEY] = {1};
static hy_pool *pool;
static hy_workspace *work;
static hy_crypto *crypto;
static hy_port port, plain;

static void need(hy_rc rc)
{
    if (!hy_ok(rc))
        abort();
}

/* An image may ask for any size of memory. */
static void *allocate(void *context, size_t n)
{
    return n > ALLOCATE_MAX ? NULL : plain.allocate(context, n);
}

/* ---- a file in memory ---- */

typedef struct file {
    uint8_t *bytes[2];
    size_t n[2];
} file;

static hy_rc get_size(void *context, uint64_t *n)
{
    *n = ((const file *)context)->n[0];
    return HY_OK;
}

static hy_rc resize(void *context, hy_storage_file which, uint64_t n)
{
    file *f = context;
    if (n > ALLOCATE_MAX)
        return HY_FAIL(LIMIT);
    uint8_t *bytes = calloc(1, (size_t)n);
    if (bytes == NULL)
        abort();
    size_t both = which == HY_STORAGE_NEXT ? 0 : f->n[which] < n ? f->n[which] : (size_t)n;
    if (both > 0)
        memcpy(bytes, f->bytes[which], both);
    free(f->bytes[which]);
    f->bytes[which] = bytes;
    f->n[which] = (size_t)n;
    return HY_OK;
}

static hy_rc read_at(void *context, uint64_t at, uint8_t *out, size_t n)
{
    const file *f = context;
    if (at > f->n[0] || n > f->n[0] - at)
        abort();
    memcpy(out, f->bytes[0] + at, n);
    return HY_OK;
}

static hy_rc write_at(void *context, hy_storage_file which, uint64_t at, const uint8_t *from,
                      size_t n)
{
    const file *f = context;
    if (at > f->n[which] || n > f->n[which] - at)
        abort();
    memcpy(f->bytes[which] + at, from, n);
    return HY_OK;
}

static hy_rc sync_file(void *context, hy_storage_file which)
{
    (void)context;
    (void)which;
    return HY_OK;
}

static hy_rc replace(void *context)
{
    file *f = context;
    free(f->bytes[0]);
    f->bytes[0] = f->bytes[1];
    f->n[0] = f->n[1];
    f->bytes[1] = NULL;
    f->n[1] = 0;
    return HY_OK;
}

static hy_storage storage_of(file *f)
{
    return (hy_storage){f, get_size, resize, read_at, write_at, sync_file, replace};
}

static void drop(file *f)
{
    free(f->bytes[0]);
    free(f->bytes[1]);
}

/* ---- an element to change ---- */

static file original;

static void add_wallet(hy_element *e)
{
    static const uint8_t package[] = {0xD2, 0x76, 0x00, 0x00, 0x85, 0x01, 0x01, 0x00};
    static const uint8_t pin[] = {1, 2, 3, 4};
    hy_buf b = hy_buf_new(FILE_MAX);
    need(hy_buf_read_file(&b, WALLET, FILE_MAX, NULL));
    need(hy_element_load(e, work, hy_buf_view(&b), NULL));
    hy_buf_free(&b);
    const hy_install_request request = {
        .package = hy_view_of(package, sizeof package),
        .parameters = hy_view_of(pin, sizeof pin),
    };
    need(hy_element_install(e, work, &request, NULL));
}

static void create_original(void)
{
    const hy_issuer issuer = {.key_n = 16};
    const hy_element_config config = {
        .memory = MEMORY,
        .transient_reset = 2048,
        .transient_deselect = 512,
        .budget = 20000,
        .issuer = &issuer,
    };
    const hy_image image = {storage_of(&original), {key, sizeof key}, NULL, 0, 0};
    hy_element *e;
    need(hy_element_create_in(pool, work, &port, &config, &image, &e, NULL));
    add_wallet(e);
    hy_element_close(&e);
}

/* Load files that were changed stay in the pool: now and then it is emptied. */
static void open_once(void)
{
    if (pool != NULL && pool->count < pool->rom_count + PACKAGES)
        return;
    plain = port = hy_port_system();
    hy_pool_close(&pool);
    need(hy_pool_open(&plain, NULL, &pool, NULL));
    if (work == NULL) {
        need(hy_workspace_open(&plain, NULL, &work, NULL));
        need(hy_crypto_new(hy_random_system(), &crypto, NULL));
        create_original();
    }
    port.allocate = allocate;
}

/* ---- the journal alone ---- */

static hy_rc count_items(void *context, hy_view payload, hy_reason *why)
{
    hy_item item;
    hy_reader r = hy_reader_of(payload);
    (void)why;
    while (hy_item_next(&r, &item))
        ++*(uint64_t *)context;
    return hy_reader_ok(&r) ? HY_OK : HY_FAIL(FORMAT);
}

static const hy_journal_sink *counting(uint64_t *items)
{
    static hy_journal_sink sink;
    sink = (hy_journal_sink){items, count_items};
    return &sink;
}

/* Marks are set where heads may be: nobody guesses them. */
static void set_marks(const hy_record_image *i, file *f)
{
    for (size_t at = HY_IMAGE_HEADER; at + HY_RECORD_HEAD <= f->n[0]; at += HY_RECORD_GRAIN)
        if (f->bytes[0][at] == 'm')
            memcpy(f->bytes[0] + at, i->mark, sizeof i->mark);
}

static void try_journal(hy_view records)
{
    static uint8_t room[HY_JOURNAL_ROOM];
    uint64_t items = 0;
    file f = {0};
    const hy_storage storage = storage_of(&f);
    hy_journal j;
    size_t whole = HY_IMAGE_HEADER + records.n;
    need(resize(&f, HY_STORAGE_CURRENT,
                (whole + HY_RECORD_FILE - 1) / HY_RECORD_FILE * HY_RECORD_FILE));
    memcpy(f.bytes[0], original.bytes[0], HY_IMAGE_HEADER);
    if (records.n > 0)
        memcpy(f.bytes[0] + HY_IMAGE_HEADER, records.p, records.n);
    hy_journal_init(&j, &storage, crypto, hy_view_of(key, sizeof key), room);
    j.image.open = true;
    need(hy_record_read_header(&j.image, hy_view_of(f.bytes[0], HY_IMAGE_HEADER), NULL));
    set_marks(&j.image, &f);
    (void)hy_ok(hy_journal_read(&j, counting(&items), NULL));
    hy_journal_close(&j);
    drop(&f);
}

/* ---- an element whose memory was changed ---- */

static hy_item next_change(hy_reader *r)
{
    uint8_t kind = hy_read_u8(r);
    uint16_t at = hy_read_u16(r);
    hy_item item = {
        .kind = HY_ITEM_MEMORY,
        .place = (kind & 1) == 0 ? at : MEMORY - 1u - at,
        .contents = hy_read_bytes(r, hy_read_u8(r)),
    };
    if (kind < 0xF0)
        return item;
    item.kind = (uint8_t)(HY_ITEM_SETTINGS + kind % 4);
    item.number = (uint8_t)(pool->rom_count + (at >> 12));
    item.whole = at & 0xFFF;
    item.place = 0;
    return item;
}

static void append_unit(file *f, hy_view changes)
{
    static uint8_t room[HY_JOURNAL_ROOM];
    uint64_t items = 0;
    const hy_storage storage = storage_of(f);
    hy_journal j;
    hy_journal_init(&j, &storage, crypto, hy_view_of(key, sizeof key), room);
    need(hy_journal_read(&j, counting(&items), NULL));
    for (hy_reader r = hy_reader_of(changes); hy_reader_left(&r) > 0;) {
        const hy_item item = next_change(&r);
        if (hy_reader_ok(&r))
            need(hy_journal_put(&j, &item));
        else
            break;
    }
    need(hy_journal_commit(&j));
    hy_journal_close(&j);
}

static void send(hy_element *e, const char *bytes, size_t n)
{
    static uint8_t response[65538];
    size_t got;
    (void)hy_ok(
        hy_element_transmit(e, work, hy_view_of(bytes, n), response, sizeof response, &got, NULL));
}

#define SEND(e, text) send(e, text, sizeof text - 1)

static void use(hy_element *e)
{
    hy_element_entry entry;
    static const uint8_t package[] = {0xD2, 0x76, 0x00, 0x00, 0x85, 0x01, 0x01, 0x00};
    SEND(e, "\x80\xCA\x00\x66\x00");
    SEND(e, "\x80\xCA\x00\xE0\x00");
    SEND(e, "\x80\x50\x00\x00\x08\x01\x02\x03\x04\x05\x06\x07\x08\x00");
    SEND(e, "\x00\xA4\x04\x00\x09\xD2\x76\x00\x00\x85\x01\x01\x00\x01");
    SEND(e, "\x80\x20\x00\x00\x04\x01\x02\x03\x04");
    SEND(e, "\x80\x30\x00\x00\x02\x00\x64");
    SEND(e, "\x80\xFF\x00\x00\x00");
    (void)hy_ok(hy_element_reset(e, work, NULL));
    for (size_t i = 0; hy_element_entry_at(e, i, &entry); i++)
        ;
    (void)hy_ok(hy_element_delete(e, work, hy_view_of(package, sizeof package), true, NULL));
}

static void try_memory(hy_view changes)
{
    file f = {{malloc(original.n[0]), NULL}, {original.n[0], 0}};
    const hy_image image = {storage_of(&f), {key, sizeof key}, NULL, 0, 0};
    hy_reason why = {""};
    hy_element *e = NULL;
    if (f.bytes[0] == NULL)
        abort();
    memcpy(f.bytes[0], original.bytes[0], original.n[0]);
    append_unit(&f, changes);
    hy_rc rc = hy_element_open(pool, work, &port, NULL, &image, &e, &why);
    if (!hy_ok(rc) && (why.text[0] == 0 || e != NULL))
        abort();
    if (hy_ok(rc))
        use(e);
    hy_element_close(&e);
    drop(&f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    hy_view input = hy_view_of(data, size);
    open_once();
    if (size == 0)
        return 0;
    hy_view rest = hy_view_part(input, 1, size - 1);
    if (data[0] % 2 == 0)
        try_journal(rest);
    else
        try_memory(rest);
    return 0;
}
