/* Keys of security domains: records in a byte array, found by walking. */
#include "element/gp/keys.h"

#include "base/secret.h"
#include "element/runtime/manager.h"

#include <string.h>

enum {
    RECORD_VERSION = 1,
    RECORD_KEY = 2,
    VERSION_SIZE = 6,
    SEQUENCE_AT = 2,
    TRIES_AT = 5,
    KEY_HEAD = 8,
    SET_MAX = 0xFFFFFF,
    CHANNEL_KEYS = 3,
};

/* ---- reading ---- */

typedef struct record {
    uint8_t kind, kvn;
    size_t at; /* of the record */
    hy_view whole;
    hy_gp_key key;
} record;

static hy_view ring(const hy_element *e, uint8_t domain)
{
    const hy_instance *i = hy_registry_instance(e, domain);
    const hy_object *o = i == NULL ? NULL : hy_heap_object(&e->heap, i->keys);
    return o == NULL ? hy_view_of(NULL, 0) : hy_view_of(hy_heap_body(&e->heap, o), o->length);
}

static bool next(hy_reader *r, record *out)
{
    if (hy_reader_left(r) == 0)
        return false;
    size_t at = r->at;
    *out = (record){.at = at, .kind = hy_read_u8(r), .kvn = hy_read_u8(r)};
    if (out->kind == RECORD_VERSION) {
        (void)hy_read_bytes(r, VERSION_SIZE - 2);
    } else {
        out->key.kvn = out->kvn;
        out->key.kid = hy_read_u8(r);
        out->key.access = hy_read_u8(r);
        out->key.usage = hy_read_u16(r);
        out->key.components = hy_read_bytes(r, hy_read_u16(r));
    }
    out->whole = hy_view_part(r->v, at, r->at - at);
    return hy_reader_ok(r);
}

bool hy_gp_component_read(hy_reader *r, hy_gp_component *out)
{
    if (hy_reader_left(r) == 0)
        return false;
    out->type = hy_read_u16(r);
    out->value = hy_read_bytes(r, hy_read_u16(r));
    return hy_reader_ok(r);
}

bool hy_gp_key_at(const hy_element *e, uint8_t domain, uint32_t index, hy_gp_key *out)
{
    hy_reader r = hy_reader_of(ring(e, domain));
    record found;
    while (next(&r, &found)) {
        if (found.kind != RECORD_KEY || index-- > 0)
            continue;
        *out = found.key;
        return true;
    }
    return false;
}

bool hy_gp_key_find(const hy_element *e, uint8_t domain, uint8_t kvn, uint8_t kid, hy_gp_key *out)
{
    for (uint32_t i = 0; hy_gp_key_at(e, domain, i, out); i++)
        if (out->kvn == kvn && out->kid == kid)
            return true;
    return false;
}

/* The bytes of a version's counters, to be read or written. */
static uint8_t *counters(const hy_element *e, uint8_t domain, uint8_t kvn)
{
    const hy_view all = ring(e, domain);
    hy_reader r = hy_reader_of(all);
    record found;
    while (next(&r, &found)) {
        if (found.kind != RECORD_VERSION || found.kvn != kvn)
            continue;
        const hy_object *o = hy_heap_object(&e->heap, hy_registry_instance(e, domain)->keys);
        return hy_heap_body(&e->heap, o) + found.at;
    }
    return NULL;
}

/* ---- the keys of a secure channel ---- */

static bool take_key(const hy_element *e, uint8_t domain, uint8_t kvn, uint8_t kid,
                     hy_scp03_keys *out, uint8_t *to)
{
    hy_gp_key key;
    hy_gp_component c;
    if (!hy_gp_key_find(e, domain, kvn, kid, &key))
        return false;
    hy_reader r = hy_reader_of(key.components);
    if (!hy_gp_component_read(&r, &c) || c.type != HY_KEY_AES || c.value.n > HY_SCP03_KEY_MAX ||
        (kid > 1 && c.value.n != out->n))
        return false;
    out->n = (uint8_t)c.value.n;
    memcpy(to, c.value.p, c.value.n);
    return true;
}

static bool take_set(const hy_element *e, uint8_t domain, uint8_t kvn, hy_scp03_keys *out)
{
    return take_key(e, domain, kvn, 1, out, out->enc) &&
           take_key(e, domain, kvn, 2, out, out->mac) && take_key(e, domain, kvn, 3, out, out->dek);
}

hy_rc hy_gp_keys_of_channel(const hy_element *e, uint8_t domain, uint8_t *kvn, hy_scp03_keys *out)
{
    hy_gp_key key;
    uint8_t wanted = *kvn;
    bool found = false;
    for (uint32_t i = 0; !found && hy_gp_key_at(e, domain, i, &key); i++) {
        found =
            key.kid == 1 && (wanted == 0 || key.kvn == wanted) && take_set(e, domain, key.kvn, out);
        *kvn = key.kvn;
    }
    HY_ENSURE(found, NOT_FOUND);
    const uint8_t *c = counters(e, domain, *kvn);
    HY_ENSURE(c != NULL, NOT_FOUND);
    HY_ENSURE(hy_registry_card(e)->tries == 0 || c[TRIES_AT] > 0, DENIED);
    return HY_OK;
}

/* ---- writing ---- */

/* Writes straight through: no abort of an applet's transaction takes a counter back, and no cut. */
static hy_rc write_counter(hy_element *e, uint8_t *at, const uint8_t *from, uint32_t n)
{
    hy_memory *m = &e->heap.memory;
    HY_TRY(hy_memory_write_through(m, (uint32_t)(at - m->base), from, n));
    return hy_element_count(e);
}

static hy_rc new_array(hy_element *e, size_t n, hy_reference *out)
{
    HY_ENSURE(n <= UINT16_MAX, LIMIT);
    const hy_object_spec spec = {.shape = HY_SHAPE_BYTES, .length = (uint16_t)n};
    return hy_heap_new(&e->heap, &spec, out);
}

/* Wipes an array of keys that goes; the collector takes it. */
static void drop(hy_element *e, hy_reference r)
{
    const hy_object *o = hy_heap_object(&e->heap, r);
    if (o != NULL && r != e->card->keys_kept)
        hy_wipe(hy_heap_body(&e->heap, o), o->length);
    e->deletion_requested = true;
}

/* Puts the new array in the old one's place. */
static void replace(hy_element *e, uint8_t domain, hy_reference r)
{
    hy_instance *i = hy_registry_instance(e, domain);
    hy_reference old = i->keys;
    i->keys = r;
    drop(e, old);
}

void hy_gp_keys_keep(hy_element *e, uint8_t domain)
{
    e->card->keys_kept = hy_registry_instance(e, domain)->keys;
}

void hy_gp_keys_settle(hy_element *e, uint8_t domain, bool good)
{
    hy_instance *i = hy_registry_instance(e, domain);
    hy_reference kept = e->card->keys_kept;
    e->card->keys_kept = 0;
    if (kept == i->keys)
        return;
    drop(e, good ? kept : i->keys);
    if (!good)
        i->keys = kept;
}

typedef struct selection {
    uint8_t kvn, kid; /* 0: any */
} selection;

static bool is_selected(const selection *s, const hy_gp_key *k)
{
    return (s->kvn == 0 || k->kvn == s->kvn) && (s->kid == 0 || k->kid == s->kid);
}

static bool has_key_left(const hy_element *e, uint8_t domain, uint8_t kvn, const selection *go)
{
    hy_gp_key k;
    for (uint32_t i = 0; hy_gp_key_at(e, domain, i, &k); i++)
        if (k.kvn == kvn && (go == NULL || !is_selected(go, &k)))
            return true;
    return false;
}

/* Copies what stays. */
static void copy_rest(const hy_element *e, uint8_t domain, const selection *go, hy_writer *w)
{
    hy_reader r = hy_reader_of(ring(e, domain));
    record found;
    while (next(&r, &found)) {
        bool goes = found.kind == RECORD_KEY ? go != NULL && is_selected(go, &found.key)
                                             : !has_key_left(e, domain, found.kvn, go);
        if (!goes)
            hy_write_bytes(w, found.whole);
    }
}

static hy_writer writer_over(const hy_element *e, hy_reference r, hy_buf *b)
{
    const hy_object *o = hy_heap_object(&e->heap, r);
    *b = (hy_buf){hy_heap_body(&e->heap, o), 0, o->length, o->length};
    return hy_writer_of(b);
}

/* The array is as long as what was written. */
static hy_rc settle(hy_element *e, uint8_t domain, const hy_buf *b)
{
    hy_reference exact;
    hy_rc rc = new_array(e, b->n, &exact);
    if (hy_ok(rc)) {
        memcpy(hy_heap_body(&e->heap, hy_heap_object(&e->heap, exact)), b->p, b->n);
        replace(e, domain, exact);
    }
    hy_wipe(b->p, b->cap);
    return rc;
}

static void write_key(hy_writer *w, const hy_gp_key *k)
{
    hy_write_u8(w, RECORD_KEY);
    hy_write_u8(w, k->kvn);
    hy_write_u8(w, k->kid);
    hy_write_u8(w, k->access);
    hy_write_u16(w, k->usage);
    hy_write_u16(w, (uint16_t)k->components.n);
    hy_write_bytes(w, k->components);
}

static bool is_among(const hy_gp_key *keys, size_t count, uint8_t kid)
{
    for (size_t i = 0; i < count; i++)
        if (keys[i].kid == kid)
            return true;
    return false;
}

/* Replacing keeps the identifiers (11.8.2.3). */
static hy_rc check_put(const hy_element *e, uint8_t domain, uint8_t replaced, const hy_gp_key *keys,
                       size_t count)
{
    hy_gp_key k;
    for (size_t i = 0; i < count; i++) {
        HY_ENSURE(replaced == 0 || hy_gp_key_find(e, domain, replaced, keys[i].kid, &k), NOT_FOUND);
        bool there = hy_gp_key_find(e, domain, keys[i].kvn, keys[i].kid, &k);
        HY_ENSURE(!there || replaced == keys[i].kvn, EXISTS);
    }
    return HY_OK;
}

hy_rc hy_gp_keys_put(hy_element *e, uint8_t domain, uint8_t replaced, const hy_gp_key *keys,
                     size_t count)
{
    HY_ENSURE(count > 0, ARGUMENT);
    HY_TRY(check_put(e, domain, replaced, keys, count));
    size_t size = ring(e, domain).n + VERSION_SIZE;
    for (size_t i = 0; i < count; i++)
        size += KEY_HEAD + keys[i].components.n;
    hy_reference large;
    hy_buf b;
    HY_TRY(new_array(e, size, &large));
    hy_writer w = writer_over(e, large, &b);
    hy_reader r = hy_reader_of(ring(e, domain));
    record found;
    while (next(&r, &found)) {
        bool goes = found.kvn == keys[0].kvn && found.kind == RECORD_VERSION;
        if (found.kind == RECORD_KEY && found.kvn == replaced)
            goes = is_among(keys, count, found.key.kid);
        if (!goes)
            hy_write_bytes(&w, found.whole);
    }
    const uint8_t head[VERSION_SIZE] = {
        RECORD_VERSION, keys[0].kvn, 0, 0, 0, hy_registry_card(e)->tries,
    };
    hy_write_bytes(&w, hy_view_of(head, sizeof head));
    for (size_t i = 0; i < count; i++)
        write_key(&w, &keys[i]);
    HY_TRY(w.rc);
    return settle(e, domain, &b);
}

hy_rc hy_gp_keys_delete(hy_element *e, uint8_t domain, uint8_t kvn, uint8_t kid)
{
    const selection go = {kvn, kid};
    hy_gp_key k;
    bool any = false;
    for (uint32_t i = 0; hy_gp_key_at(e, domain, i, &k); i++)
        any = any || is_selected(&go, &k);
    HY_ENSURE(any, NOT_FOUND);
    hy_reference large;
    hy_buf b;
    HY_TRY(new_array(e, ring(e, domain).n, &large));
    hy_writer w = writer_over(e, large, &b);
    copy_rest(e, domain, &go, &w);
    HY_TRY(w.rc);
    return settle(e, domain, &b);
}

/* ---- counters ---- */

hy_rc hy_gp_keys_sequence(const hy_element *e, uint8_t domain, uint8_t kvn, uint32_t *out)
{
    const uint8_t *c = counters(e, domain, kvn);
    HY_ENSURE(c != NULL, NOT_FOUND);
    const uint8_t *s = c + SEQUENCE_AT;
    *out = (uint32_t)s[0] << 16 | (uint32_t)s[1] << 8 | s[2];
    return HY_OK;
}

hy_rc hy_gp_keys_step(hy_element *e, uint8_t domain, uint8_t kvn, uint32_t *out)
{
    HY_TRY(hy_gp_keys_sequence(e, domain, kvn, out));
    HY_ENSURE(*out < SET_MAX, LIMIT);
    *out += 1;
    const uint8_t bytes[] = {(uint8_t)(*out >> 16), (uint8_t)(*out >> 8), (uint8_t)*out};
    return write_counter(e, counters(e, domain, kvn) + SEQUENCE_AT, bytes, sizeof bytes);
}

hy_rc hy_gp_keys_attempt(hy_element *e, uint8_t domain, uint8_t kvn)
{
    uint8_t *c = counters(e, domain, kvn);
    HY_ENSURE(c != NULL, NOT_FOUND);
    if (hy_registry_card(e)->tries == 0)
        return HY_OK;
    HY_ENSURE(c[TRIES_AT] > 0, DENIED);
    const uint8_t left = (uint8_t)(c[TRIES_AT] - 1);
    return write_counter(e, c + TRIES_AT, &left, 1);
}

hy_rc hy_gp_keys_forgive(hy_element *e, uint8_t domain, uint8_t kvn)
{
    uint8_t *c = counters(e, domain, kvn);
    HY_ENSURE(c != NULL, NOT_FOUND);
    const uint8_t tries = hy_registry_card(e)->tries;
    return c[TRIES_AT] == tries ? HY_OK : write_counter(e, c + TRIES_AT, &tries, 1);
}
