/* Adding a package to the pool: read, verify, link; or find that all this was done before. */
#include "element/runtime/pool_in.h"
#include "element/vm/nets.h"
#include "element/vm/verify.h"

#include <string.h>

typedef struct adding {
    hy_pool *pool;
    const hy_pool_source *source;
    hy_arena scratch;
    hy_view bytes; /* the components, in the pool's memory */
    hy_package package;
    hy_pool_package *entry;
    hy_reason *why;
} adding;

static hy_rc no_memory(adding *a)
{
    return hy_reason_set(a->why, HY_FAIL(LIMIT),
                         "the pool has no room for another package; open it with more memory");
}

static const hy_linked *linked_of(const adding *a, hy_view aid)
{
    int at = a->source->find(a->source->context, aid);
    return at < 0 ? NULL : a->pool->packages[at].linked;
}

static const hy_linked *find_linked(void *context, hy_view aid)
{
    return linked_of(context, aid);
}

static const hy_package_view *find_view(void *context, hy_view aid)
{
    const adding *a = context;
    int at = a->source->find(a->source->context, aid);
    if (at < 0 || a->pool->packages[at].views == NULL)
        return NULL;
    const hy_linked *l = a->pool->packages[at].linked;
    for (uint8_t i = 0; i < l->member_count; i++)
        if (hy_view_equal(l->members[i].id.aid, aid))
            return &a->pool->packages[at].views[i];
    return NULL;
}

/* The same bytes linked against the same packages are the same package. */
static bool has_same_imports(const adding *a, const hy_linked *l)
{
    for (uint8_t i = 0; i < a->package.import_count; i++) {
        const hy_linked *import = linked_of(a, a->package.imports[i].aid);
        if (import == NULL || l->homes[1 + i] != import)
            return false;
    }
    return true;
}

static bool find_same(const adding *a, const uint8_t hash[32], uint32_t *index)
{
    for (uint32_t i = a->pool->rom_count; i < a->pool->count; i++) {
        if (memcmp(a->pool->packages[i].hash, hash, 32) != 0 ||
            !has_same_imports(a, a->pool->packages[i].linked))
            continue;
        *index = i;
        return true;
    }
    return false;
}

static hy_rc read_parts(adding *a)
{
    hy_package_parts parts = {0};
    HY_TRY(hy_package_split(a->bytes, &parts, a->why));
    return hy_package_read(&parts, &a->scratch, &a->package, a->why);
}

/* What others see: with types, or in words as the verifier found them. */
static hy_rc make_views(adding *a, const hy_verify_result *verified)
{
    const hy_package *p = &a->package;
    const hy_view_source source = {a, find_view};
    hy_arena *arena = &a->pool->arena;
    hy_package_view *views = HY_NEW_ARRAY(arena, hy_package_view, p->member_count);
    if (views == NULL)
        return no_memory(a);
    for (uint8_t i = 0; i < p->member_count; i++)
        HY_TRY(p->descriptor != NULL
                   ? hy_view_of_package(p, i, &source, arena, &views[i], a->why)
                   : hy_view_of_words(p, i, verified->found, verified->found_count, &source, arena,
                                      &views[i], a->why));
    a->entry->views = views;
    return HY_OK;
}

static hy_rc verify_and_link(adding *a, bool require_descriptor)
{
    const hy_view_source views = {a, find_view};
    const hy_verify_options options = {.require_descriptor = require_descriptor};
    const hy_link_source linked = {a, find_linked};
    const hy_link_input input = {.package = &a->package};
    hy_verify_result verified;
    if (HY_NET_VERIFIER != 0)
        HY_TRY(hy_verify(&a->package, &views, &options, &a->scratch, &verified, a->why));
    HY_TRY(hy_link(&input, 1, &linked, &a->pool->arena, &a->scratch, &a->entry->linked, a->why));
    return HY_NET_VERIFIER != 0 ? make_views(a, &verified) : HY_OK;
}

/* The bytes are in the pool's memory already. */
static hy_rc keep_resources(adding *a)
{
    const hy_package *p = &a->package;
    if (p->resource_count == 0)
        return HY_OK;
    hy_package_resource *copy =
        HY_NEW_ARRAY(&a->pool->arena, hy_package_resource, p->resource_count);
    if (copy == NULL)
        return no_memory(a);
    memcpy(copy, p->resources, p->resource_count * sizeof *copy);
    a->entry->resources = copy;
    a->entry->resource_count = p->resource_count;
    return HY_OK;
}

static hy_rc add(adding *a, hy_view load_file, bool require_descriptor, uint32_t *index)
{
    hy_pool *p = a->pool;
    uint8_t hash[32];
    HY_TRY(hy_pool_hash(p, load_file, hash, a->why));
    if (p->count == p->room || !hy_arena_view(&p->arena, load_file, &a->bytes))
        return no_memory(a);
    HY_TRY(read_parts(a));
    bool lacks = require_descriptor && a->package.descriptor == NULL;
    if (!lacks && find_same(a, hash, index))
        return HY_FAIL(EXISTS);
    a->entry = &p->packages[p->count];
    *a->entry = (hy_pool_package){0};
    memcpy(a->entry->hash, hash, sizeof hash);
    HY_TRY(verify_and_link(a, require_descriptor));
    HY_TRY(keep_resources(a));
    a->entry->debug = a->package.info[HY_COMPONENT_DEBUG];
    *index = p->count++;
    return HY_OK;
}

hy_rc hy_pool_add(hy_pool *p, hy_view load_file, const hy_pool_source *source,
                  bool require_descriptor, uint32_t *index, hy_reason *why)
{
    hy_pool_lock(p);
    adding a = {
        .pool = p,
        .source = source,
        .scratch = hy_arena_over(p->scratch, p->scratch_size),
        .why = why,
    };
    const hy_arena before = p->arena;
    hy_rc rc = add(&a, load_file, require_descriptor, index);
    if (!hy_ok(rc))
        p->arena = before;
    hy_pool_unlock(p);
    return rc.code == HY_E_EXISTS ? HY_OK : rc;
}
