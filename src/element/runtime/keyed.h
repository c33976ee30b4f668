/* What a workspace keeps of keys: objects of the cryptographic façade made ready once, so that an
   operation costs no key schedule, no table, no check of a curve.

   A slot belongs to an element's key object and a kind of use, and to the very bytes that the key
   had: it is found only while the key still has these. So a key that was changed, cleared, put back
   by an abort, cleared by a reset or changed through another workspace never meets what was made of
   its old value. Slots are wiped when the bytes differ, when the key is told to be forgotten, at
   resets, deselection and collections of garbage, when room is needed (the key used longest ago),
   when an element of the pool was closed (at the workspace's next use at the latest), and with the
   workspace. */
#ifndef HY_RUNTIME_KEYED_H
#define HY_RUNTIME_KEYED_H

#include "crypto/context.h"
#include "element/vm/heap.h"
#include "hydra/element.h"

enum {
    HY_KEYED_COUNT = 32,
    HY_KEYED_MATERIAL = 2048, /* bytes that a slot can be bound to */
    HY_KEYED_CURVE = 1,       /* the lowest kind: see hy_keyed_find */
};

typedef struct hy_keyed {
    const hy_element *element; /* NULL: free */
    hy_reference key;
    uint16_t kind;
    void *object; /* NULL: still to be made by who found the slot; `release` must be set with it */
    void (*release)(void *object);
    uint64_t used; /* when, by the workspace's count */
    uint16_t size;
    uint8_t material[HY_KEYED_MATERIAL];
} hy_keyed;

/* The slot of this key of the element that uses the workspace, this kind, and these bytes; NULL
   when they are more than HY_KEYED_MATERIAL. When its object is NULL the caller makes one, sets
   both fields, or leaves them and fails. Valid until the next call.

   A slot's object may lean on those of lower kinds of the same key: when a slot goes, those of
   higher kinds go before it. */
hy_keyed *hy_keyed_find(hy_workspace *w, hy_reference key, uint16_t kind, hy_view own,
                        hy_view domain);

/* Wipes what was made of this key, from this kind on; key 0: of all keys of the element. */
void hy_keyed_forget(hy_workspace *w, hy_reference key, uint16_t lowest);

/* Wipes everything. */
void hy_keyed_forget_all(hy_workspace *w);

#endif
