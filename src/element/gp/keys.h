/* The keys of security domains. They lie in byte arrays that belong to the system, where no
   bytecode reaches them. A change makes a new array and puts it in the old one's place, in one
   write; the old one is wiped.

   In the array, one record after the other:

     01  KVN  sequence counter (3)  attempts left                   for each version
     02  KVN  KID  access  usage (2)  length (2)  components        for each key

   and a component is: type (2), length of the value (2), value. */
#ifndef HY_GP_KEYS_H
#define HY_GP_KEYS_H

#include "element/runtime/element.h"

enum { /* key types (GlobalPlatform 11.1.8) */
       HY_KEY_DES = 0x80,
       HY_KEY_PSK = 0x85,
       HY_KEY_AES = 0x88,
       HY_KEY_SM4 = 0x89,
       HY_KEY_HMAC_SHA1 = 0x90,
       HY_KEY_HMAC_SHA1_160 = 0x91,
       HY_KEY_RSA_E = 0xA0,
       HY_KEY_RSA_N = 0xA1,
       HY_KEY_RSA_PRIVATE_N = 0xA2, /* and A3 to A8: private parts */
       HY_KEY_RSA_PRIVATE_LAST = 0xA8,
       HY_KEY_EC_PUBLIC = 0xB0,
       HY_KEY_EC_PRIVATE = 0xB1,
       HY_KEY_EC_P = 0xB2, /* and B3 to B7: explicit parameters */
       HY_KEY_EC_K = 0xB7,
       HY_KEY_EC_REFERENCE = 0xF0,
       HY_KEY_EXTENDED = 0xFF,
};

enum {
    HY_KEY_ID_MAX = 0x7F,
    HY_KEY_VERSION_MAX = 0x7F,
    HY_KEY_VERSION_INITIAL = 0xFF,
    HY_KEY_SET_MAX = 16, /* keys put at once */
};

typedef struct hy_gp_key {
    uint8_t kvn, kid;
    uint8_t access;     /* 00 domain and applications, 01 domain, 02 applications */
    uint16_t usage;     /* 5.7 */
    hy_view components; /* as they lie in the record */
} hy_gp_key;

typedef struct hy_gp_component {
    uint16_t type;
    hy_view value;
} hy_gp_component;

/* The next component of a key's; false at the end. */
bool hy_gp_component_read(hy_reader *r, hy_gp_component *out);

/* Key number index of a domain, in the order in which they were put; false past the last. */
bool hy_gp_key_at(const hy_element *e, uint8_t domain, uint32_t index, hy_gp_key *out);

bool hy_gp_key_find(const hy_element *e, uint8_t domain, uint8_t kvn, uint8_t kid, hy_gp_key *out);

/* The keys with identifiers 1, 2, 3 of a version as SCP03 uses them; *kvn 0: the first such set,
   and *kvn says which it is. NOT_FOUND; DENIED when no attempt is left. */
hy_rc hy_gp_keys_of_channel(const hy_element *e, uint8_t domain, uint8_t *kvn,
                            hy_scp03_keys *out) HY_USE;

/* Puts keys, all of one version: those of `replaced` go (0: none does). The version's sequence
   counter starts again. EXISTS when a key is there already, NOT_FOUND when `replaced` has not
   exactly these identifiers, LIMIT. */
hy_rc hy_gp_keys_put(hy_element *e, uint8_t domain, uint8_t replaced, const hy_gp_key *keys,
                     size_t count) HY_USE;

/* Deletes the keys with this version and identifier; 0: any. NOT_FOUND. */
hy_rc hy_gp_keys_delete(hy_element *e, uint8_t domain, uint8_t kvn, uint8_t kid) HY_USE;

/* Keeps the keys of a domain as they are, so that settle may put them back: a command that writes
   several times is done whole or not at all. */
void hy_gp_keys_keep(hy_element *e, uint8_t domain);

/* The command's end. Not good: all as it was when it was kept. What goes is wiped. */
void hy_gp_keys_settle(hy_element *e, uint8_t domain, bool good);

/* The sequence counter of a version, which starts at 0; step adds one. NOT_FOUND; LIMIT at
   FFFFFF. */
hy_rc hy_gp_keys_sequence(const hy_element *e, uint8_t domain, uint8_t kvn, uint32_t *out) HY_USE;
hy_rc hy_gp_keys_step(hy_element *e, uint8_t domain, uint8_t kvn, uint32_t *out) HY_USE;

/* Counts an attempt (DENIED when none was left), and gives all back. Nothing where no lockout is
   wanted. */
hy_rc hy_gp_keys_attempt(hy_element *e, uint8_t domain, uint8_t kvn) HY_USE;
hy_rc hy_gp_keys_forgive(hy_element *e, uint8_t domain, uint8_t kvn) HY_USE;

#endif
