/* A message under a block cipher in parts, with its padding: what may still change the last block
   is held back, whole blocks come out at once. Where it stands is plain bytes. */
#ifndef HY_CRYPTO_MESSAGE_H
#define HY_CRYPTO_MESSAGE_H

#include "crypto/cipher.h"
#include "crypto/padding.h"

typedef enum hy_message_mode {
    HY_MESSAGE_ECB,
    HY_MESSAGE_CBC,
    HY_MESSAGE_CTR, /* these two give as many bytes as they take and know no padding */
    HY_MESSAGE_CFB,
    HY_MESSAGE_XTS, /* at least 16 bytes, no padding */
} hy_message_mode;

typedef struct hy_message_way {
    hy_message_mode mode;
    hy_padding padding;
    hy_direction direction;
} hy_message_way;

/* Start with {.at.block = initialisation vector, first counter block or tweak}. Secret. */
typedef struct hy_message {
    hy_cfb at;
    uint8_t tail[2 * HY_CIPHER_BLOCK_MAX]; /* bytes held back */
    uint8_t tail_n;
} hy_message;

/* Bytes that may come out beyond those that go in. */
#define HY_MESSAGE_MORE ((size_t)3 * HY_CIPHER_BLOCK_MAX)

/* Takes the next part, or the last one, and writes what comes out, *n bytes, to out, which must not
   overlap in. ECB and CBC: whole blocks, one of them held back when deciphering with a padding that
   will be taken off; XTS: whole blocks, 16 to 31 bytes held back. LIMIT unless room is in.n +
   HY_MESSAGE_MORE. With the last part: ARGUMENT when the message does not fit and there is no
   padding, FORMAT when the padding is wrong. After a failure only a new message may follow. */
hy_rc hy_message_run(hy_message *s, const hy_message_way *way, hy_cipher *k, hy_view in, bool last,
                     uint8_t *out, size_t room, size_t *n) HY_USE;

#endif
