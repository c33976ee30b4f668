/* Transactions (JCRE chapter 7): JCSystem's methods over the heap's undo log. */
#include "element/runtime/element.h"

enum { IN_PROGRESS = 1, NOT_IN_PROGRESS = 2 };

static hy_outcome refuse(hy_machine *m, uint16_t reason)
{
    return hy_machine_throw(m, HY_THROW_TRANSACTION, reason);
}

bool hy_transaction_is_open(const hy_element *e)
{
    return e->heap.memory.undo != NULL;
}

hy_outcome hy_transaction_begin(hy_machine *m)
{
    if (!hy_ok(hy_heap_begin(m->heap, &hy_work(m)->undo)))
        return refuse(m, IN_PROGRESS);
    return HY_DONE;
}

hy_outcome hy_transaction_commit(hy_machine *m)
{
    if (!hy_ok(hy_heap_commit(m->heap)))
        return refuse(m, NOT_IN_PROGRESS);
    return hy_element_barrier(m, HY_BARRIER_COMMIT);
}

/* What was created since begin is gone: nobody may keep a reference to it (JCRE 7.6.3). */
static hy_rc undo(hy_machine *m)
{
    HY_TRY(hy_heap_abort(m->heap));
    hy_machine_drop_dead(m);
    hy_install_drop_dead(m);
    hy_work(m)->sensitive = (hy_sensitive){0};
    return HY_OK;
}

hy_outcome hy_transaction_abort(hy_machine *m)
{
    if (!hy_ok(undo(m)))
        return refuse(m, NOT_IN_PROGRESS);
    return HY_DONE;
}

/* The log has a record of 8 bytes around each write; a write as long as this always fits. */
uint32_t hy_transaction_capacity(const hy_machine *m)
{
    const hy_undo empty = {.size = hy_work(m)->undo.size};
    return hy_memory_room(&empty);
}

uint32_t hy_transaction_unused(const hy_machine *m)
{
    return hy_memory_room(&hy_work(m)->undo);
}

void hy_transaction_close(hy_machine *m)
{
    if (hy_transaction_is_open(hy_element_of(m)))
        (void)!hy_ok(undo(m));
}
