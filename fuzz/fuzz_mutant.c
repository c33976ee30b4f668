/* Fuzzes both nets together: load files of the tests' applets with bytes changed are loaded as an
   element does it, and what is accepted is installed, selected and used. Whatever it does: memory
   stays sound (the sanitizers watch), every reference names an object, and the neighbour, a wallet,
   is as it was and nothing of it came out.
   Input: a byte of which applet (bit 7: without Descriptor), a byte of how many edits, the edits
   (component, offset, value), then commands, each behind a byte of length. */
#include "element/runtime/gc.h"
#include "element/runtime/registry.h"
#include "element/runtime/workspace.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
    FILE_MAX = 1 << 16,
    BUDGET = 20000,
    MEMORY = 64 * 1024,
    RENEW = 400, /* what was accepted stays in a pool for as long as it lives */
    COMPONENTS = 12,
    HEAD = 3,
    NEIGHBOUR = 1, /* its instance */
};

static const uint8_t secret[] = {0x5E, 0xC2, 0xE7, 0x31, 0x97, 0x64, 0xA8, 0xD9}; /* its PIN */

/* What is edited, and the packages that must be there before. */
typedef struct specimen {
    const char *needs[2];
    const char *path;
    uint8_t package_n;
    uint8_t package[8];
} specimen;

static const specimen specimens[] = {
    {{SHARED, SERVER}, CLIENT, 6, {0xF0, 0, 0, 0, 0xA2, 0}},
    {{SHARED, NULL}, SERVER, 6, {0xF0, 0, 0, 0, 0xA1, 0}},
    {{NULL, NULL}, MULTI, 6, {0xF0, 0, 0, 0, 0xB1, 0}},
    {{LIBRARIES "/library.ijc", NULL}, LIBRARIES "/user.ijc", 6, {0xF0, 0, 0, 0, 0xC1, 0}},
    {{NULL, NULL}, HOARD, 6, {0xF0, 0, 0, 0, 0xD1, 0}},
    {{NATIVES "/vault.ijc", NULL}, NATIVES "/client.ijc", 7, {0xD2, 0x76, 0, 0, 0x85, 2, 2}},
};
enum { SPECIMENS = sizeof specimens / sizeof specimens[0] };

static hy_pool *pool;
static hy_workspace *work;

static void need(hy_rc rc)
{
    if (!hy_ok(rc))
        abort();
}

static void open_pool(void)
{
    static unsigned used;
    const hy_port port = hy_port_system();
    if (pool != NULL && ++used % RENEW != 0)
        return;
    hy_workspace_close(&work);
    hy_pool_close(&pool);
    need(hy_pool_open(&port, NULL, &pool, NULL));
    need(hy_workspace_open(&port, NULL, &work, NULL));
}

static hy_rc load_file(hy_element *e, const char *path)
{
    hy_buf b = hy_buf_new(FILE_MAX);
    need(hy_buf_read_file(&b, path, FILE_MAX, NULL));
    hy_rc rc = hy_element_load(e, work, hy_buf_view(&b), NULL);
    hy_buf_free(&b);
    return rc;
}

static void add_neighbour(hy_element *e)
{
    static const uint8_t package[] = {0xD2, 0x76, 0x00, 0x00, 0x85, 0x01, 0x01, 0x00};
    const hy_install_request request = {
        .package = hy_view_of(package, sizeof package),
        .parameters = hy_view_of(secret, sizeof secret),
    };
    need(load_file(e, WALLET));
    need(hy_element_install(e, work, &request, NULL));
}

/* ---- the mutant ---- */

static void edit(uint8_t *file, size_t n, uint8_t tag, uint16_t offset, uint8_t value)
{
    for (size_t at = 0; at + HEAD <= n;) {
        size_t info = (size_t)(file[at + 1] << 8 | file[at + 2]);
        if (file[at] == tag && info > 0 && at + HEAD + info <= n)
            file[at + HEAD + offset % info] = value;
        at += HEAD + info;
    }
}

/* Appends the file without its Descriptor. */
static void append_bare(hy_buf *to, hy_view file)
{
    enum { DESCRIPTOR = 11 };
    for (size_t at = 0; at + HEAD <= file.n;) {
        size_t whole = HEAD + (size_t)(file.p[at + 1] << 8 | file.p[at + 2]);
        if (file.p[at] != DESCRIPTOR && at + whole <= file.n)
            need(hy_buf_append(to, hy_view_of(file.p + at, whole)));
        at += whole;
    }
}

static hy_rc load_mutant(hy_element *e, const specimen *s, bool bare, hy_reader *r)
{
    hy_buf file = hy_buf_new(FILE_MAX);
    hy_buf sent = hy_buf_new(FILE_MAX);
    need(hy_buf_read_file(&file, s->path, FILE_MAX, NULL));
    for (uint8_t edits = hy_read_u8(r) % 16; edits > 0; edits--) {
        uint8_t tag = (uint8_t)(1 + hy_read_u8(r) % COMPONENTS);
        uint16_t offset = hy_read_u16(r);
        edit(file.p, file.n, tag, offset, hy_read_u8(r));
    }
    if (bare)
        append_bare(&sent, hy_buf_view(&file));
    else
        need(hy_buf_append(&sent, hy_buf_view(&file)));
    hy_rc rc = hy_element_load(e, work, hy_buf_view(&sent), NULL);
    hy_buf_free(&sent);
    hy_buf_free(&file);
    return rc;
}

/* ---- what must hold ---- */

/* Everything persistent that the neighbour owns. */
static uint32_t sum_of_neighbour(const hy_element *e)
{
    uint32_t sum = 0;
    for (uint32_t r = 1; r <= hy_heap_count(&e->heap); r++) {
        const hy_object *o = hy_heap_object(&e->heap, (hy_reference)r);
        if (o == NULL || o->owner != NEIGHBOUR || o->lifetime != HY_PERSISTENT || o->viewed != 0)
            continue;
        const uint8_t *body = hy_heap_body(&e->heap, o);
        for (uint32_t i = 0; i < hy_heap_size_of((hy_shape)o->shape, o->length); i++)
            sum = sum * 31 + body[i];
    }
    return sum;
}

static void check_object(const hy_element *e, const hy_object *o)
{
    bool holds =
        o->viewed == 0 && (o->shape == HY_SHAPE_INSTANCE || o->shape == HY_SHAPE_REFERENCES);
    const uint8_t *body = hy_heap_body(&e->heap, o);
    for (uint16_t i = 0; holds && i < o->length; i++) {
        hy_reference r;
        memcpy(&r, body + (size_t)2 * i, sizeof r);
        if ((o->shape == HY_SHAPE_REFERENCES ||
             hy_gc_is_reference(work, o->package, o->class_of, i)) &&
            r != 0 && hy_heap_object(&e->heap, r) == NULL)
            abort();
    }
}

static void check_heap(hy_element *e)
{
    hy_workspace_enter(work, e);
    if (!hy_heap_is_sound(&e->heap))
        abort();
    for (uint32_t r = 1; r <= hy_heap_count(&e->heap); r++)
        if (hy_heap_object(&e->heap, (hy_reference)r) != NULL)
            check_object(e, hy_heap_object(&e->heap, (hy_reference)r));
    hy_workspace_leave(work);
}

static hy_view send(hy_element *e, hy_view command)
{
    static uint8_t response[65538];
    size_t n = 0;
    need(hy_element_transmit(e, work, command, response, sizeof response, &n, NULL));
    if (n < 2)
        abort();
    for (size_t i = 0; i + sizeof secret <= n; i++)
        if (memcmp(response + i, secret, sizeof secret) == 0)
            abort();
    return hy_view_of(response, n);
}

static void check_neighbour(hy_element *e)
{
    static const uint8_t select[] = {0x00, 0xA4, 0x04, 0x00, 0x09, 0xD2, 0x76,
                                     0x00, 0x00, 0x85, 0x01, 0x01, 0x00, 0x01};
    static const uint8_t balance[] = {0x80, 0x50, 0x00, 0x00, 0x02};
    static const uint8_t expected[] = {0x00, 0x00, 0x90, 0x00};
    need(hy_element_reset(e, work, NULL));
    (void)send(e, hy_view_of(select, sizeof select));
    if (!hy_view_equal(send(e, hy_view_of(balance, sizeof balance)),
                       hy_view_of(expected, sizeof expected)))
        abort();
}

/* ---- one input ---- */

/* Commands of a class of its own: none of them selects another applet. */
static void use(hy_element *e, hy_reader *r)
{
    uint8_t bytes[256];
    while (hy_reader_left(r) > 0) {
        hy_view command = hy_read_bytes(r, hy_read_u8(r));
        if (command.n == 0) {
            need(hy_element_reset(e, work, NULL));
            continue;
        }
        memcpy(bytes, command.p, command.n);
        bytes[0] = 0x80;
        (void)send(e, hy_view_of(bytes, command.n));
    }
}

static void run(hy_element *e, const specimen *s, hy_reader *r)
{
    const hy_install_request request = {
        .package = hy_view_of(s->package, s->package_n),
        .parameters = hy_view_of((const uint8_t[]){0}, 1),
        .default_selected = true,
    };
    hy_workspace_enter(work, e);
    uint32_t before = sum_of_neighbour(e);
    hy_workspace_leave(work);
    bool installed = hy_ok(hy_element_install(e, work, &request, NULL));
    need(hy_element_reset(e, work, NULL));
    if (installed)
        use(e, r);
    check_heap(e);
    if (sum_of_neighbour(e) != before)
        abort();
    check_neighbour(e);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const hy_port port = hy_port_system();
    const hy_element_config config = {.budget = BUDGET, .memory = MEMORY};
    hy_reader r = hy_reader_of(hy_view_of(data, size));
    hy_element *e;
    uint8_t which = hy_read_u8(&r);
    const specimen *s = &specimens[which % 128 % SPECIMENS];
    open_pool();
    need(hy_element_create(pool, work, &port, &config, &e, NULL));
    add_neighbour(e);
    for (size_t i = 0; i < 2; i++) {
        if (s->needs[i] == NULL)
            continue;
        need(load_file(e, s->needs[i]));
    }
    if (hy_ok(load_mutant(e, s, which >= 128, &r)))
        run(e, s, &r);
    hy_element_close(&e);
    return 0;
}
