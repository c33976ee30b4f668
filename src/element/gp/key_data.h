/* Keys as PUT KEY and STORE DATA bring them, read, decrypted and checked. */
#ifndef HY_GP_KEY_DATA_H
#define HY_GP_KEY_DATA_H

#include "element/gp/gp.h"
#include "element/gp/keys.h"

enum { HY_KEY_CHECK_MAX = 16 };

/* Keys on their way into a domain, their components in one place; wiped by hy_gp_key_data_wipe. */
typedef struct hy_key_data {
    hy_gp_key keys[HY_KEY_SET_MAX];
    size_t count;
    uint8_t bytes[HY_CHAIN_MAX];
    size_t n;
} hy_key_data;

void hy_gp_key_data_wipe(hy_key_data *k);

/* Begins another key, and adds a component to it. False when there is no room. */
bool hy_gp_key_data_begin(hy_key_data *k, uint8_t kvn, uint8_t kid);
bool hy_gp_key_data_add(hy_key_data *k, uint16_t type, hy_view value);

/* Is the value encrypted under the data encryption key on its way? */
bool hy_gp_key_is_secret(uint16_t type);

/* The key's components are of one kind of key, with lengths that it has. */
bool hy_gp_key_is_whole(const hy_gp_key *key);

/* The check value (GlobalPlatform B.6): 3 bytes for AES and DES, none for others. CRYPTO. */
hy_rc hy_gp_key_check(hy_crypto *c, uint16_t type, hy_view value, uint8_t out[3], size_t *n) HY_USE;

/* Puts them: 9000, or the status word that tells why not. What is the issuer's initial key set
   goes when another set for secure channels comes. */
uint16_t hy_gp_key_data_put(hy_gp_call *c, uint8_t replaced, const hy_key_data *k);

#endif
