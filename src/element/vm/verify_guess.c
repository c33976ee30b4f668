/* Results that nothing tells: without a Descriptor, the result of an interface method that no class
   of the package implements is guessed, and the guess stands when the caller verifies with it. */
#include "element/vm/verify_in.h"

#include <string.h>

enum { RETRIES_MAX = 256 };

/* In the order in which they are tried. */
static const hy_vkind possible[] = {HY_VK_VOID, HY_VK_SHORT, HY_VK_SOME, HY_VK_INT};

static uint8_t possible_count(const hy_verifier *v)
{
    return (v->p->flags & HY_PACKAGE_INT) != 0 ? 4 : 3;
}

static void set_attempt(hy_vguess *g, uint8_t attempt)
{
    g->attempt = attempt;
    g->result = hy_vtype_of(possible[attempt], 0);
}

hy_rc hy_verify_guess(hy_verifier *v, uint32_t key, hy_vtype *result)
{
    if (v->guesses == NULL)
        v->guesses = HY_NEW_ARRAY(v->arena, hy_vguess, HY_VGUESS_MAX);
    if (v->guesses == NULL)
        return hy_verify_memory(v);
    uint32_t i = 0;
    while (i < v->guess_count && v->guesses[i].key != key)
        i++;
    if (i == HY_VGUESS_MAX)
        return hy_verify_fail(v, "too many methods of which nothing tells the result; load the "
                                 "package with its Descriptor component");
    if (i == v->guess_count) {
        v->guesses[i].key = key;
        set_attempt(&v->guesses[i], 0);
        v->guess_count++;
    }
    *result = v->guesses[i].result;
    return HY_OK;
}

/* The next combination of unsettled guesses from number `from` on; false when all were tried. */
static bool next_guesses(hy_verifier *v, uint32_t from)
{
    for (uint32_t i = v->guess_count; i-- > from;) {
        if (v->guesses[i].attempt + 1 < possible_count(v)) {
            set_attempt(&v->guesses[i], (uint8_t)(v->guesses[i].attempt + 1));
            return true;
        }
        v->guess_count--; /* made anew when it is met again */
    }
    return false;
}

hy_rc hy_verify_flow_guessing(hy_verifier *v, hy_vcode *code)
{
    uint32_t settled = v->guess_count;
    hy_rc rc = hy_verify_flow(v, code);
    for (int i = 0; i < RETRIES_MAX && rc.code == HY_E_MISMATCH && v->guess_count > settled; i++) {
        if (!next_guesses(v, settled))
            return rc;
        memset(code->states, 0, (code->bytes.n + 1) * sizeof *code->states);
        rc = hy_verify_flow(v, code);
    }
    return rc;
}
