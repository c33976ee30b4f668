/* Objects of the façade by key: found by the key's bytes, replaced by age. */
#include "element/runtime/keyed.h"

#include "base/secret.h"
#include "element/runtime/element.h"

#include <string.h>

static void drop(hy_keyed *k)
{
    if (k->object != NULL)
        k->release(k->object);
    hy_wipe(k->material, k->size);
    k->element = NULL;
    k->object = NULL;
    k->size = 0;
}

/* Of this key, the highest kind first: what leans goes before what it leans on. */
static void drop_from(hy_workspace *w, const hy_element *e, hy_reference key, uint16_t lowest)
{
    for (;;) {
        hy_keyed *highest = NULL;
        for (size_t i = 0; i < HY_KEYED_COUNT; i++) {
            hy_keyed *k = &w->keyed[i];
            if (k->element == e && k->key == key && k->kind >= lowest &&
                (highest == NULL || k->kind > highest->kind))
                highest = k;
        }
        if (highest == NULL)
            return;
        drop(highest);
    }
}

static bool is_same(const uint8_t *material, hy_view v)
{
    return v.n == 0 || hy_secret_compare(material, v.p, v.n) == HY_VERDICT_EQUAL;
}

static bool is_of(const hy_keyed *k, hy_view own, hy_view domain)
{
    return k->size == own.n + domain.n && is_same(k->material, own) &&
           is_same(k->material + own.n, domain);
}

/* A free slot, or the one of the key used longest ago, which goes as a whole. */
static hy_keyed *take(hy_workspace *w)
{
    hy_keyed *oldest = &w->keyed[0];
    for (size_t i = 0; i < HY_KEYED_COUNT; i++) {
        hy_keyed *k = &w->keyed[i];
        if (k->element == NULL)
            return k;
        if (k->used < oldest->used)
            oldest = k;
    }
    drop_from(w, oldest->element, oldest->key, 0);
    return oldest;
}

/* The key's slot of this kind; its other slots are as young as this one. */
static hy_keyed *touch(hy_workspace *w, hy_reference key, uint16_t kind)
{
    hy_keyed *found = NULL;
    w->keyed_count++;
    for (size_t i = 0; i < HY_KEYED_COUNT; i++) {
        hy_keyed *k = &w->keyed[i];
        if (k->element != w->element || k->key != key)
            continue;
        k->used = w->keyed_count;
        if (k->kind == kind)
            found = k;
    }
    return found;
}

hy_keyed *hy_keyed_find(hy_workspace *w, hy_reference key, uint16_t kind, hy_view own,
                        hy_view domain)
{
    if (own.n + domain.n > HY_KEYED_MATERIAL)
        return NULL;
    hy_keyed *k = touch(w, key, kind);
    if (k != NULL && k->object != NULL && is_of(k, own, domain))
        return k;
    drop_from(w, w->element, key, kind);
    if (k == NULL)
        k = take(w);
    *k = (hy_keyed){.element = w->element, .key = key, .kind = kind, .used = w->keyed_count};
    k->size = (uint16_t)(own.n + domain.n);
    if (own.n > 0)
        memcpy(k->material, own.p, own.n);
    if (domain.n > 0)
        memcpy(k->material + own.n, domain.p, domain.n);
    return k;
}

void hy_keyed_forget(hy_workspace *w, hy_reference key, uint16_t lowest)
{
    for (size_t i = 0; i < HY_KEYED_COUNT; i++) {
        const hy_keyed *k = &w->keyed[i];
        if (k->element == w->element && k->element != NULL && (key == 0 || k->key == key))
            drop_from(w, k->element, k->key, lowest);
    }
}

void hy_keyed_forget_all(hy_workspace *w)
{
    for (size_t i = 0; i < HY_KEYED_COUNT; i++)
        if (w->keyed[i].element != NULL)
            drop_from(w, w->keyed[i].element, w->keyed[i].key, 0);
}
