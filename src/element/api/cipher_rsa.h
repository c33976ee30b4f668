/* The RSA ciphers of javacardx.crypto.Cipher: the parts of a message are gathered, one operation is
   done at its end. */
#ifndef HY_API_CIPHER_RSA_H
#define HY_API_CIPHER_RSA_H

#include "element/api/operation.h"

typedef struct hy_cipher_rsa_state {
    hy_operation_head head;
    uint16_t used;
    uint8_t data[HY_RSA_SIZE_MAX];
} hy_cipher_rsa_state;

enum { HY_CIPHER_RSA_STATE = sizeof(hy_cipher_rsa_state) };

/* Is there RSA with this padding? */
bool hy_cipher_rsa_has(int8_t padding);

/* init with this key and mode (hy_operation_key) and no parameter, which none of the paddings
   takes. Throws ILLEGAL_VALUE, UNINITIALIZED_KEY. */
hy_outcome hy_cipher_rsa_init(hy_machine *m, hy_operation *o, const hy_view *parameter) HY_USE;

/* Takes a part. out has HY_RSA_SIZE_MAX bytes; *next is the state that the operation then has.
   Throws ILLEGAL_USE for a message that does not fit, or a padding that is not there. */
hy_outcome hy_cipher_rsa_run(hy_machine *m, hy_operation *o, hy_view in, bool last,
                             hy_cipher_rsa_state *next, uint8_t *out, size_t *n) HY_USE;

/* Makes a state the engine's. */
void hy_cipher_rsa_keep(const hy_engine *e, const hy_cipher_rsa_state *s);

#endif
