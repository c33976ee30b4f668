/* INSTALL [for load] and LOAD (GlobalPlatform 11.5.2.3.1, 11.6): the load file comes in blocks into
   an array of the system's; at its end it is read, verified, linked and registered, and the array
   goes. */
#include "element/runtime/load.h"

#include "crypto/digest.h"
#include "element/gp/install.h"
#include "element/gp/privileges.h"
#include "element/runtime/delete.h"
#include "element/runtime/gc.h"

#include <string.h>

enum {
    LAST = 0x80,
    TAG_DAP = 0xE2,
    TAG_FILE = 0xC4,
    TAG_ICV = 0xD3,
    TAG_CIPHERED = 0xD4,
    FILE_MAX = 4 * UINT16_MAX, /* bytes of an array of ints */
    NONE = -1,
};

void hy_gp_load_drop(hy_element *e)
{
    e->card->loading = (hy_loading){.combined = NONE};
    if (hy_element_root(e, HY_ROOT_LOAD) == 0)
        return;
    hy_element_set_root(e, HY_ROOT_LOAD, 0);
    e->deletion_requested = true; /* the collector takes the array */
}

static uint16_t refuse(hy_gp_call *c, uint16_t sw, const char *words)
{
    hy_gp_load_drop(c->e);
    return hy_gp_refuse(c, sw, "load: %s", words);
}

/* ---- beginning ---- */

/* Some domain above the target, or with a mandate, wants to verify the load file. */
static bool needs_dap(const hy_element *e, uint8_t target)
{
    for (uint32_t n = 1; n < hy_registry_instance_end(e); n++) {
        uint8_t domain = (uint8_t)n;
        if (hy_gp_has(e, domain, HY_PRIVILEGE_MANDATED_DAP) ||
            (hy_gp_has(e, domain, HY_PRIVILEGE_DAP) && hy_gp_is_within(e, target, domain)))
            return true;
    }
    return false;
}

uint16_t hy_gp_load_begin(hy_gp_call *c, const hy_install_fields *f)
{
    hy_loading *l = &c->state->loading;
    hy_install_parameters p;
    hy_gp_load_drop(c->e);
    uint8_t target = f->name[1].n == 0 ? c->domain : hy_registry_find_instance(c->e, f->name[1]);
    const hy_instance *t = hy_registry_instance(c->e, target);
    hy_aid aid;
    if (!hy_ok(hy_aid_set(&aid, f->name[0])) || f->name[2].n > sizeof l->hash)
        return refuse(c, HY_SW_WRONG_DATA, "an AID has 5 to 16 bytes, a hash at most 64");
    if (!hy_gp_install_parameters(f->parameters, &p))
        return refuse(c, HY_SW_WRONG_DATA, "the parameters are malformed");
    if (p.code > hy_heap_left(&c->e->heap, HY_PERSISTENT))
        return refuse(c, HY_SW_NO_SPACE, "the card has not as much memory as C6 says");
    if (t == NULL || !t->is_domain || !hy_gp_is_within(c->e, target, c->domain))
        return refuse(c, HY_SW_REFERENCE_NOT_FOUND, "no such security domain in reach");
    if ((t->life & HY_LIFE_SELECTABLE) != HY_LIFE_SELECTABLE ||
        (t->life & HY_LIFE_LOCKED) == HY_LIFE_LOCKED)
        return refuse(c, HY_SW_CONDITIONS_NOT_SATISFIED, "the domain is not selectable, or locked");
    if (hy_registry_find_package(c->e, f->name[0]) >= 0 ||
        hy_registry_find_instance(c->e, f->name[0]) != 0)
        return refuse(c, HY_SW_CONDITIONS_NOT_SATISFIED,
                      "the load file's AID is in use; delete it first");
    if (needs_dap(c->e, target))
        return refuse(c, HY_SW_CONDITIONS_NOT_SATISFIED,
                      "a domain wants to verify a DAP, which is not offered here");
    *l = (hy_loading){
        .active = true,
        .channel = c->e->channel,
        .target = target,
        .aid = aid,
        .quota = p.code,
        .hash_n = (uint8_t)f->name[2].n,
        .combined = NONE,
    };
    if (f->name[2].n > 0)
        memcpy(l->hash, f->name[2].p, f->name[2].n);
    return HY_SW_NO_ERROR;
}

/* ---- the blocks ---- */

/* The tag C4 and its length, which may be split anywhere: collected in head. Returns the bytes that
   the header has, 0 while it is not whole; the length in l->length. */
static size_t read_head(hy_loading *l)
{
    hy_reader r = hy_reader_of(hy_view_of(l->head, l->head_n));
    (void)hy_read_u8(&r);
    uint32_t n = hy_read_u8(&r);
    if (n == 0x81)
        n = hy_read_u8(&r);
    else if (n == 0x82)
        n = hy_read_u16(&r);
    else if (n == 0x83)
        n = hy_read_u24(&r);
    else if (n > 0x83 || n == 0x80)
        n = UINT32_MAX;
    l->length = n;
    return hy_reader_ok(&r) ? r.at : 0;
}

static uint16_t make_room(hy_gp_call *c)
{
    hy_loading *l = &c->state->loading;
    if (l->length > FILE_MAX || l->length == 0)
        return refuse(c, HY_SW_NO_SPACE, "the load file is longer than 262,140 bytes, or empty");
    if (l->quota != 0 && l->length > l->quota)
        return refuse(c, HY_SW_NO_SPACE, "the load file is longer than C6 said");
    const hy_object_spec spec = {
        .shape = HY_SHAPE_INTS,
        .length = (uint16_t)((l->length + 3) / 4),
    };
    hy_reference r;
    hy_rc rc = hy_heap_new(&c->e->heap, &spec, &r);
    if (!hy_ok(rc)) {
        hy_gc_collect(c->w);
        rc = hy_heap_new(&c->e->heap, &spec, &r);
    }
    if (!hy_ok(rc))
        return refuse(c, HY_SW_NO_SPACE, "no memory for the load file");
    hy_element_set_root(c->e, HY_ROOT_LOAD, r);
    l->sized = true;
    return HY_SW_NO_ERROR;
}

static uint16_t take_head(hy_gp_call *c, hy_reader *r)
{
    hy_loading *l = &c->state->loading;
    while (!l->sized && hy_reader_left(r) > 0 && l->head_n < sizeof l->head) {
        l->head[l->head_n++] = hy_read_u8(r);
        if (l->head[0] == TAG_DAP)
            return refuse(c, HY_SW_CONDITIONS_NOT_SATISFIED,
                          "a DAP block came; DAPs are not verified here");
        if (l->head[0] == TAG_ICV || l->head[0] == TAG_CIPHERED)
            return refuse(c, HY_SW_CONDITIONS_NOT_SATISFIED,
                          "ciphered load files are not taken here");
        if (l->head[0] != TAG_FILE)
            return refuse(c, HY_SW_WRONG_DATA, "the tag C4 wanted");
        if (read_head(l) > 0) {
            uint16_t sw = make_room(c);
            if (sw != HY_SW_NO_ERROR)
                return sw;
        }
    }
    return HY_SW_NO_ERROR;
}

static uint8_t *file_bytes(const hy_element *e)
{
    return hy_heap_body(&e->heap, hy_heap_object(&e->heap, hy_element_root(e, HY_ROOT_LOAD)));
}

static uint16_t take_block(hy_gp_call *c)
{
    hy_loading *l = &c->state->loading;
    hy_reader r = hy_reader_of(c->data);
    uint16_t sw = take_head(c, &r);
    size_t n = hy_reader_left(&r);
    if (sw != HY_SW_NO_ERROR || n == 0)
        return sw;
    if (!l->sized || n > l->length - l->received)
        return refuse(c, HY_SW_WRONG_DATA, "more bytes than the length of C4 says");
    memcpy(file_bytes(c->e) + l->received, hy_read_bytes(&r, n).p, n);
    l->received += (uint32_t)n;
    return HY_SW_NO_ERROR;
}

/* ---- the end ---- */

static bool hash_fits(hy_gp_call *c, hy_view file)
{
    static const struct {
        uint8_t n;
        hy_digest_kind kind;
    } kinds[] = {{20, HY_DIGEST_SHA1},
                 {32, HY_DIGEST_SHA256},
                 {48, HY_DIGEST_SHA384},
                 {64, HY_DIGEST_SHA512}};
    const hy_loading *l = &c->state->loading;
    uint8_t hash[64];
    size_t n = 0;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].n == l->hash_n)
            return hy_ok(
                       hy_digest_once(c->w->crypto, kinds[i].kind, file, hash, sizeof hash, &n)) &&
                   memcmp(hash, l->hash, n) == 0;
    return l->hash_n == 0;
}

static uint16_t sw_of(hy_rc rc)
{
    if (rc.code == HY_E_LIMIT || rc.code == HY_E_MEMORY)
        return HY_SW_NO_SPACE;
    return rc.code == HY_E_FORMAT || rc.code == HY_E_TRUNCATED ? HY_SW_WRONG_DATA
                                                               : HY_SW_CONDITIONS_NOT_SATISFIED;
}

static uint16_t finish(hy_gp_call *c)
{
    static const uint8_t no_receipt[] = {0};
    hy_loading *l = &c->state->loading;
    uint8_t number;
    if (!l->sized || l->received != l->length)
        return refuse(c, HY_SW_WRONG_DATA, "the last block came before the load file was whole");
    const hy_view file = hy_view_of(file_bytes(c->e), l->length);
    if (!hash_fits(c, file))
        return refuse(c, HY_SW_CONDITIONS_NOT_SATISFIED, "the load file has another hash");
    hy_rc rc = hy_load_package(c->w, file, l->target, &number, &c->why);
    if (!hy_ok(rc)) {
        hy_gp_load_drop(c->e);
        return sw_of(rc);
    }
    if (!hy_view_equal(hy_registry_pooled(c->e, number)->linked->id.aid, hy_aid_view(&l->aid))) {
        (void)hy_ok(hy_delete_package(c->w, number, true, NULL));
        return refuse(c, HY_SW_WRONG_DATA, "the package has another AID than INSTALL said");
    }
    hy_gp_load_drop(c->e);
    c->state->loading.combined = number;
    return hy_ok(hy_buf_append(&c->out, hy_view_of(no_receipt, sizeof no_receipt))) ? HY_SW_NO_ERROR
                                                                                    : HY_SW_UNKNOWN;
}

uint16_t hy_gp_load(hy_gp_call *c)
{
    hy_loading *l = &c->state->loading;
    if (!l->active || l->channel != c->e->channel)
        return hy_gp_refuse(c, HY_SW_CONDITIONS_NOT_SATISFIED, "load: INSTALL [for load] first");
    if ((c->p1 & ~LAST) != 0 || c->p2 != l->block)
        return refuse(c, HY_SW_INCORRECT_P1P2, "blocks are numbered from 0 on, one by one");
    uint16_t sw = take_block(c);
    l->block++;
    return sw == HY_SW_NO_ERROR && (c->p1 & LAST) != 0 ? finish(c) : sw;
}
