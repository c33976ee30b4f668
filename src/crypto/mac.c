/* The calls that all MACs share. */
#include "crypto/mac.h"

#include "crypto/mac_engine.h"

void hy_mac_free(hy_mac **m)
{
    if (*m != NULL)
        (*m)->engine->free(*m);
    *m = NULL;
}

size_t hy_mac_size(const hy_mac *m)
{
    return m->size;
}

hy_rc hy_mac_start(hy_mac *m)
{
    return m->engine->start(m, (hy_view){NULL, 0});
}

hy_rc hy_mac_start_from(hy_mac *m, hy_view chain)
{
    HY_ENSURE(m->chain > 0, STATE);
    HY_ENSURE(chain.n == m->chain, ARGUMENT);
    return m->engine->start(m, chain);
}

hy_rc hy_mac_update(hy_mac *m, hy_view part)
{
    return part.n > 0 ? m->engine->update(m, part) : HY_OK;
}

hy_rc hy_mac_finish(hy_mac *m, uint8_t *out, size_t room, size_t *n)
{
    *n = 0;
    HY_ENSURE(m->size <= room, LIMIT);
    HY_TRY(m->engine->finish(m, out));
    HY_TRY(hy_mac_start(m));
    *n = m->size;
    return HY_OK;
}

hy_rc hy_mac_save(const hy_mac *m, uint8_t *state)
{
    HY_ENSURE(m->engine->save != NULL, STATE);
    m->engine->save(m, state);
    return HY_OK;
}

hy_rc hy_mac_resume(hy_mac *m, const uint8_t *state)
{
    HY_ENSURE(m->engine->resume != NULL, STATE);
    return m->engine->resume(m, state);
}

hy_rc hy_mac_over(hy_mac *m, const hy_view *parts, size_t count, uint8_t *out, size_t room,
                  size_t *n)
{
    *n = 0;
    HY_TRY(hy_mac_start(m));
    for (size_t i = 0; i < count; i++)
        HY_TRY(hy_mac_update(m, parts[i]));
    return hy_mac_finish(m, out, room, n);
}
