/* javacardx.crypto.Cipher and its OneShot: ciphers in parts, and keys that come enciphered. */
#include "base/secret.h"
#include "element/api/cipher_rsa.h"

#include <string.h>

enum { MESSAGE_MAX = INT16_MAX };

/* ---- which there are ---- */

enum { /* CIPHER_ constants */
       AES_CBC = 1,
       AES_ECB,
       DES_CBC,
       DES_ECB,
       SEED_CBC,
       SEED_ECB,
       RSA,
       AES_CTR,
       AES_CFB,
       AES_XTS,
       SM4_ECB,
       SM4_CBC,
       AES_GCM = -15,
       AES_CCM = -14,
};

enum { ALG_AES_192_CBC = 18, ALG_AES_256_ECB = 21 };

/* ALG_ constants and what they stand for. */
static const struct {
    int8_t algorithm, cipher, padding;
} named[] = {
    {1, DES_CBC, HY_PAD_NOPAD},
    {2, DES_CBC, HY_PAD_ISO9797_M1},
    {3, DES_CBC, HY_PAD_ISO9797_M2},
    {4, DES_CBC, HY_PAD_PKCS5},
    {5, DES_ECB, HY_PAD_NOPAD},
    {6, DES_ECB, HY_PAD_ISO9797_M1},
    {7, DES_ECB, HY_PAD_ISO9797_M2},
    {8, DES_ECB, HY_PAD_PKCS5},
    {10, RSA, HY_PAD_PKCS1},
    {12, RSA, HY_PAD_NOPAD},
    {13, AES_CBC, HY_PAD_NOPAD},
    {14, AES_ECB, HY_PAD_NOPAD},
    {15, RSA, HY_PAD_PKCS1_OAEP},
    {16, SEED_ECB, HY_PAD_NOPAD},
    {17, SEED_CBC, HY_PAD_NOPAD},
    {ALG_AES_192_CBC, AES_CBC, HY_PAD_NOPAD},
    {19, AES_ECB, HY_PAD_NOPAD},
    {20, AES_CBC, HY_PAD_NOPAD},
    {ALG_AES_256_ECB, AES_ECB, HY_PAD_NOPAD},
    {22, AES_CBC, HY_PAD_ISO9797_M1},
    {23, AES_CBC, HY_PAD_ISO9797_M2},
    {24, AES_CBC, HY_PAD_PKCS5},
    {25, AES_ECB, HY_PAD_ISO9797_M1},
    {26, AES_ECB, HY_PAD_ISO9797_M2},
    {27, AES_ECB, HY_PAD_PKCS5},
    {28, AES_CFB, HY_PAD_NULL},
    {29, AES_XTS, HY_PAD_NULL},
    {-16, AES_CTR, HY_PAD_NULL},
};
enum { NAMED = sizeof named / sizeof named[0] };

/* How a CIPHER_ constant works; RSA is apart. */
static bool mode_of(int8_t cipher, hy_message_mode *mode, hy_key_type *key)
{
    static const struct {
        int8_t cipher;
        hy_message_mode mode;
        hy_key_type key;
    } modes[] = {
        {AES_CBC, HY_MESSAGE_CBC, HY_KEY_AES},   {AES_ECB, HY_MESSAGE_ECB, HY_KEY_AES},
        {DES_CBC, HY_MESSAGE_CBC, HY_KEY_DES},   {DES_ECB, HY_MESSAGE_ECB, HY_KEY_DES},
        {SEED_CBC, HY_MESSAGE_CBC, HY_KEY_SEED}, {SEED_ECB, HY_MESSAGE_ECB, HY_KEY_SEED},
        {AES_CTR, HY_MESSAGE_CTR, HY_KEY_AES},   {AES_CFB, HY_MESSAGE_CFB, HY_KEY_AES},
        {AES_XTS, HY_MESSAGE_XTS, HY_KEY_AES},   {SM4_ECB, HY_MESSAGE_ECB, HY_KEY_SM4},
        {SM4_CBC, HY_MESSAGE_CBC, HY_KEY_SM4},
    };
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
        if (modes[i].cipher != cipher)
            continue;
        *mode = modes[i].mode;
        *key = modes[i].key;
        return true;
    }
    return false;
}

bool hy_operation_padding(int8_t constant, hy_padding *out)
{
    switch (constant) {
    case HY_PAD_NULL:
    case HY_PAD_NOPAD:
        *out = HY_PADDING_NONE;
        return true;
    case HY_PAD_ISO9797_M1:
    case HY_PAD_ISO9797_1_M1_ALG3:
        *out = HY_PADDING_ISO9797_M1;
        return true;
    case HY_PAD_ISO9797_M2:
    case HY_PAD_ISO9797_1_M2_ALG3:
        *out = HY_PADDING_ISO9797_M2;
        return true;
    case HY_PAD_PKCS5:
        *out = HY_PADDING_PKCS5;
        return true;
    default:
        return false;
    }
}

bool hy_cipher_has(int8_t cipher, int8_t padding)
{
    hy_message_mode mode;
    hy_key_type key;
    if (cipher == AES_GCM || cipher == AES_CCM)
        return padding == HY_PAD_NULL || padding == HY_PAD_NOPAD;
    if (cipher == RSA)
        return hy_cipher_rsa_has(padding);
    if (!mode_of(cipher, &mode, &key))
        return false;
    if (mode != HY_MESSAGE_ECB && mode != HY_MESSAGE_CBC)
        return padding == HY_PAD_NULL || padding == HY_PAD_NOPAD;
    return padding == HY_PAD_NOPAD || padding == HY_PAD_ISO9797_M1 ||
           padding == HY_PAD_ISO9797_M2 || padding == HY_PAD_PKCS5;
}

/* ---- state ---- */

typedef struct symmetric {
    hy_operation_head head;
    uint8_t start[HY_CIPHER_BLOCK_MAX]; /* initialisation vector, first counter, tweak */
    hy_message message;
} symmetric;

static void begin(symmetric *s, hy_reference key)
{
    s->head = (hy_operation_head){.phase = HY_OPERATION_READY, .key = key};
    memset(&s->message, 0, sizeof s->message);
    memcpy(s->message.at.chain, s->start, sizeof s->start);
}

static uint16_t state_size(int8_t cipher)
{
    return cipher == RSA ? HY_CIPHER_RSA_STATE : (uint16_t)sizeof(symmetric);
}

/* ---- open ---- */

/* What the constant that was given stands for, or which constant the parts have. */
static hy_outcome name_parts(hy_machine *m, hy_operation *o)
{
    for (size_t i = 0; i < NAMED; i++) {
        bool same = o->engine.algorithm != 0
                        ? named[i].algorithm == o->engine.algorithm
                        : named[i].cipher == o->cipher && named[i].padding == o->padding;
        if (!same)
            continue;
        o->cipher = named[i].cipher;
        o->padding = named[i].padding;
        hy_outcome outcome = hy_engine_set(m, &o->engine, HY_ENGINE_ALGORITHM, named[i].algorithm);
        if (outcome == HY_DONE)
            outcome = hy_engine_set(m, &o->engine, HY_ENGINE_CIPHER, o->cipher);
        if (outcome == HY_DONE)
            outcome = hy_engine_set(m, &o->engine, HY_ENGINE_PADDING, o->padding);
        return outcome;
    }
    return HY_DONE;
}

HY_NATIVE_METHOD(hydra_security_CipherEngine_open)
{
    hy_operation o;
    hy_outcome outcome = hy_operation_new(m, slots[0], &o);
    if (outcome == HY_DONE)
        outcome = name_parts(m, &o);
    if (outcome != HY_DONE)
        return outcome;
    return hy_engine_open(m, slots[0], HY_ENGINE_KEYED, state_size(o.cipher));
}

/* ---- init ---- */

/* The constants that name a length ask for that length. */
static bool length_fits(const hy_operation *o)
{
    int16_t a = o->engine.algorithm;
    if (o->cipher == AES_XTS)
        return o->key.bits == 256 || o->key.bits == 512;
    if (o->key.type == HY_KEY_AES && o->key.bits > 256)
        return false;
    if (a < ALG_AES_192_CBC || a > ALG_AES_256_ECB)
        return true;
    return o->key.bits == (a <= ALG_AES_192_CBC + 1 ? 192 : 256);
}

static bool parameter_fits(hy_message_mode mode, hy_key_type type, hy_view parameter)
{
    size_t block = type == HY_KEY_DES ? 8 : 16;
    return mode != HY_MESSAGE_ECB && parameter.n == block;
}

static hy_outcome init_symmetric(hy_machine *m, hy_operation *o, const hy_view *parameter)
{
    hy_message_mode mode;
    hy_key_type type;
    if (!mode_of(o->cipher, &mode, &type) || o->key.type != type || !length_fits(o) ||
        (parameter != NULL && !parameter_fits(mode, type, *parameter)))
        return hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_VALUE);
    symmetric s = {0};
    if (parameter != NULL)
        memcpy(s.start, parameter->p, parameter->n);
    hy_outcome outcome = hy_operation_set(m, o, parameter != NULL);
    if (outcome != HY_DONE)
        return outcome;
    begin(&s, o->key.reference);
    memcpy(o->engine.state, &s, sizeof s);
    hy_wipe(&s, sizeof s);
    return HY_DONE;
}

static hy_outcome init(hy_machine *m, const hy_slot *slots, const hy_view *parameter)
{
    hy_operation o;
    hy_outcome outcome = hy_operation_find(m, slots[0], &o);
    if (outcome == HY_DONE)
        outcome = hy_operation_key(m, slots[1], slots[2], &o);
    if (outcome != HY_DONE)
        return outcome;
    if (o.cipher == RSA)
        return hy_cipher_rsa_init(m, &o, parameter);
    return init_symmetric(m, &o, parameter);
}

static hy_outcome init_with(hy_machine *m, hy_slot *slots)
{
    hy_view parameter;
    hy_operation o;
    hy_outcome outcome = hy_operation_find(m, slots[0], &o);
    if (outcome == HY_DONE)
        outcome = hy_engine_input(m, slots[3], slots[4], slots[5], &parameter);
    return outcome == HY_DONE ? init(m, slots, &parameter) : outcome;
}

/* ---- update, doFinal ---- */

typedef struct work {
    uint8_t out[MESSAGE_MAX + HY_MESSAGE_MORE];
    size_t n;    /* bytes of out that came out */
    size_t used; /* that have to be wiped */
    symmetric next;
    hy_cipher_rsa_state next_rsa;
} work;

/* A wrong padding has used the message up. */
static void start_again(hy_operation *o, work *w)
{
    begin(&w->next, o->key.reference);
    memcpy(o->engine.state, &w->next, sizeof w->next);
}

static hy_outcome run_symmetric(hy_machine *m, hy_operation *o, hy_view in, bool last, work *w)
{
    hy_message_way way = {.direction = o->mode == HY_MODE_ENCRYPT ? HY_ENCRYPT : HY_DECRYPT};
    hy_key_type type;
    hy_cipher *k;
    if (!mode_of(o->cipher, &way.mode, &type) || !hy_operation_padding(o->padding, &way.padding))
        return hy_crypto_throw(m, HY_CRYPTO_INVALID_INIT);
    hy_outcome outcome = hy_operation_cipher(m, &o->key, way.mode == HY_MESSAGE_XTS, &k);
    if (outcome != HY_DONE)
        return outcome;
    memcpy(&w->next, o->engine.state, sizeof w->next);
    if (o->anew) {
        memset(w->next.start, 0, sizeof w->next.start);
        begin(&w->next, o->key.reference);
    }
    w->used = in.n + HY_MESSAGE_MORE;
    hy_rc rc = hy_message_run(&w->next.message, &way, k, in, last, w->out, w->used, &w->n);
    if (rc.code == HY_E_FORMAT)
        start_again(o, w);
    if (!hy_ok(rc))
        return hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_USE);
    if (last)
        begin(&w->next, o->key.reference);
    return HY_DONE;
}

static hy_outcome run(hy_machine *m, hy_operation *o, hy_view in, bool last, work *w)
{
    w->n = w->used = 0;
    if (o->cipher != RSA)
        return run_symmetric(m, o, in, last, w);
    w->used = HY_RSA_SIZE_MAX;
    return hy_cipher_rsa_run(m, o, in, last, &w->next_rsa, w->out, &w->n);
}

/* Goes on, after a reset as init left it: but a vector that chains blocks (CBC) is 0 then, which
   the API says of doFinal. Applets that set one at installation, mostly of zeros, rely on it. Other
   parameters are lost, so that no key stream comes twice. */
static hy_outcome resume(hy_machine *m, hy_operation *o)
{
    hy_message_mode mode;
    hy_key_type type;
    if (mode_of(o->cipher, &mode, &type) && mode == HY_MESSAGE_CBC)
        o->parameter = false;
    return hy_operation_resume(m, o);
}

/* What run made becomes the operation's state. */
static void commit(hy_operation *o, const work *w)
{
    if (o->cipher == RSA)
        hy_cipher_rsa_keep(&o->engine, &w->next_rsa);
    else
        memcpy(o->engine.state, &w->next, sizeof w->next);
}

static void wipe(work *w, bool rsa)
{
    hy_wipe(w->out, w->used);
    if (rsa)
        hy_wipe(&w->next_rsa, sizeof w->next_rsa);
    else
        hy_wipe(&w->next, sizeof w->next);
}

static hy_outcome cipher_part(hy_machine *m, hy_slot *slots, bool last)
{
    hy_operation o;
    hy_view in;
    hy_engine_output out;
    work w;
    hy_outcome outcome = hy_operation_find(m, slots[0], &o);
    if (outcome == HY_DONE)
        outcome = hy_engine_input(m, slots[1], slots[2], slots[3], &in);
    if (outcome == HY_DONE)
        outcome = hy_engine_output_find(m, slots[4], slots[5], &out);
    if (outcome == HY_DONE)
        outcome = resume(m, &o);
    if (outcome != HY_DONE)
        return outcome;
    outcome = run(m, &o, in, last, &w);
    if (outcome == HY_DONE)
        outcome = hy_engine_need_room(m, &out, w.n);
    if (outcome == HY_DONE) {
        commit(&o, &w);
        hy_engine_write(m, &out, w.out, w.n);
    }
    size_t n = w.n;
    wipe(&w, o.cipher == RSA);
    return outcome == HY_DONE ? hy_sensitive_short(m, slots, (int32_t)n) : outcome;
}

hy_outcome hy_cipher_decipher_key(hy_machine *m, hy_slot cipher, hy_view in, uint8_t *out,
                                  size_t room, size_t *n)
{
    hy_operation o;
    work w;
    *n = 0;
    hy_outcome outcome = hy_operation_find(m, cipher, &o);
    if (outcome == HY_DONE)
        outcome = resume(m, &o);
    if (outcome == HY_DONE && (in.n > MESSAGE_MAX || o.mode != HY_MODE_DECRYPT))
        outcome = HY_THROWN;
    if (outcome != HY_DONE)
        return outcome == HY_STOPPED ? outcome : hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_VALUE);
    outcome = run(m, &o, in, true, &w);
    bool fits = outcome == HY_DONE && w.n <= room;
    if (fits) {
        commit(&o, &w);
        memcpy(out, w.out, w.n);
        *n = w.n;
    }
    wipe(&w, o.cipher == RSA);
    return fits || outcome == HY_STOPPED ? outcome : hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_VALUE);
}

/* ---- natives of both classes ---- */

#define BOTH(engine, one_shot, does)                                                               \
    HY_NATIVE_METHOD(engine)                                                                       \
    {                                                                                              \
        return does;                                                                               \
    }                                                                                              \
    HY_NATIVE_METHOD(one_shot)                                                                     \
    {                                                                                              \
        return does;                                                                               \
    }

BOTH(hydra_security_CipherEngine_init, javacardx_crypto_Cipher_OneShot_init, init(m, slots, NULL))
BOTH(hydra_security_CipherEngine_init_2, javacardx_crypto_Cipher_OneShot_init_2,
     init_with(m, slots))
BOTH(hydra_security_CipherEngine_doFinal, javacardx_crypto_Cipher_OneShot_doFinal,
     cipher_part(m, slots, true))

HY_NATIVE_METHOD(hydra_security_CipherEngine_update)
{
    return cipher_part(m, slots, false);
}

/* ---- OneShot ---- */

HY_NATIVE_METHOD(javacardx_crypto_Cipher_OneShot_open)
{
    int8_t cipher = (int8_t)slots[0];
    int8_t padding = (int8_t)slots[1];
    hy_engine e;
    hy_operation o;
    const hy_element *element = hy_element_of(m);
    if (cipher == AES_GCM || cipher == AES_CCM || !hy_cipher_has(cipher, padding) ||
        !hy_algorithm_is_there(element, HY_FAMILY_CIPHER_CIPHER, cipher) ||
        !hy_algorithm_is_there(element, HY_FAMILY_PADDING, padding))
        return hy_crypto_throw(m, HY_CRYPTO_NO_SUCH_ALGORITHM);
    hy_outcome outcome = hy_one_shot_open(m, slots, HY_KNOWN_CIPHER_ONE_SHOT, HY_ENGINE_KEYED, 0,
                                          HY_CIPHER_RSA_STATE, &e);
    if (outcome != HY_DONE)
        return outcome;
    o = (hy_operation){.engine = e, .cipher = cipher, .padding = padding};
    outcome = hy_engine_set(m, &e, HY_ENGINE_CIPHER, cipher);
    if (outcome == HY_DONE)
        outcome = hy_engine_set(m, &e, HY_ENGINE_PADDING, padding);
    return outcome == HY_DONE ? name_parts(m, &o) : outcome;
}

/* A field of an open one-shot. */
static hy_outcome look(hy_machine *m, hy_slot *slots, hy_engine_field field)
{
    hy_engine e;
    hy_outcome outcome = hy_engine_find(m, slots[0], HY_ENGINE_KEYED, &e);
    return outcome == HY_DONE ? hy_return_short(slots, hy_engine_get(m, &e, field)) : outcome;
}

HY_NATIVE_METHOD(javacardx_crypto_Cipher_OneShot_getAlgorithm)
{
    return look(m, slots, HY_ENGINE_ALGORITHM);
}

HY_NATIVE_METHOD(javacardx_crypto_Cipher_OneShot_getCipherAlgorithm)
{
    return look(m, slots, HY_ENGINE_CIPHER);
}

HY_NATIVE_METHOD(javacardx_crypto_Cipher_OneShot_getPaddingAlgorithm)
{
    return look(m, slots, HY_ENGINE_PADDING);
}

HY_NATIVE_METHOD(javacardx_crypto_Cipher_OneShot_close)
{
    return hy_one_shot_close(m, slots[0], HY_ENGINE_KEYED);
}
