/* The leaf that knows tpm2-tss: a key sealed, an NV counter. docs/formats/sealed.md says how. */
#include "element/port/tpm.h"

#include "base/secret.h"
#include "element/port/sealed.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <tss2/tss2_esys.h>
#include <tss2/tss2_mu.h>
#include <tss2/tss2_rc.h>
#include <tss2/tss2_tctildr.h>
#include <unistd.h>

enum {
    MODE = 0600,
    AUTH = 32,
    COUNTER = 8,
    INDEX_FIRST = 0x01800000,
    INDEX_COUNT = 0x00400000,
    INDEX_TRIES = 16,
    STEPS_MAX = 4096, /* that an image may be ahead of its counter */
};

struct hy_tpm {
    TSS2_TCTI_CONTEXT *tcti;
    ESYS_CONTEXT *esys;
    ESYS_TR parent, session; /* ESYS_TR_NONE: not there */
    ESYS_TR counter;         /* index, with its authorisation */
    TPM2_HANDLE index;
    bool dials;
};

/* What is sealed. */
typedef struct secret {
    uint8_t key[HY_IMAGE_KEY];
    uint8_t auth[AUTH];
} secret;

static hy_rc failed(TSS2_RC rc, const char *what, hy_reason *why)
{
    return rc == TSS2_RC_SUCCESS
               ? HY_OK
               : hy_reason_set(why, HY_FAIL(IO), "TPM: %s: %s", what, Tss2_RC_Decode(rc));
}

/* ---- the way to the TPM ---- */

static void flush(hy_tpm *t, ESYS_TR *object)
{
    if (*object != ESYS_TR_NONE)
        (void)Esys_FlushContext(t->esys, *object);
    *object = ESYS_TR_NONE;
}

/* The primary key and the session take room that a TPM has little of. */
static void flush_all(hy_tpm *t)
{
    flush(t, &t->session);
    flush(t, &t->parent);
}

void hy_tpm_close(hy_tpm **tpm)
{
    hy_tpm *t = *tpm;
    if (t == NULL)
        return;
    if (t->esys != NULL) {
        flush_all(t);
        Esys_Finalize(&t->esys);
    }
    Tss2_TctiLdr_Finalize(&t->tcti);
    free(t);
    *tpm = NULL;
}

bool hy_tpm_dials(const hy_tpm *tpm)
{
    return tpm->dials;
}

static hy_rc reach(hy_tpm *t, const char *tcti, hy_reason *why)
{
    t->dials = strncmp(tcti, "device:", 7) != 0;
    if (Tss2_TctiLdr_Initialize(tcti, &t->tcti) != TSS2_RC_SUCCESS)
        return hy_reason_set(why, HY_FAIL(IO),
                             "TPM: %s: not reached; is it there, and may you use it (group tss)?",
                             tcti);
    return failed(Esys_Initialize(&t->esys, t->tcti, NULL), tcti, why);
}

/* ---- the storage key and the session ---- */

static const TPMT_SYM_DEF parameters_cipher = {
    .algorithm = TPM2_ALG_AES, .keyBits = {.aes = 128}, .mode = {.aes = TPM2_ALG_CFB}};

static hy_rc make_parent(hy_tpm *t, hy_reason *why)
{
    const TPM2B_PUBLIC template = {
        .publicArea = {
            .type = TPM2_ALG_ECC,
            .nameAlg = TPM2_ALG_SHA256,
            .objectAttributes = TPMA_OBJECT_USERWITHAUTH | TPMA_OBJECT_RESTRICTED |
                                TPMA_OBJECT_DECRYPT | TPMA_OBJECT_NODA | TPMA_OBJECT_FIXEDTPM |
                                TPMA_OBJECT_FIXEDPARENT | TPMA_OBJECT_SENSITIVEDATAORIGIN,
            .parameters.eccDetail = {.symmetric = {.algorithm = TPM2_ALG_AES,
                                                   .keyBits = {.aes = 128},
                                                   .mode = {.aes = TPM2_ALG_CFB}},
                                     .scheme.scheme = TPM2_ALG_NULL,
                                     .curveID = TPM2_ECC_NIST_P256,
                                     .kdf.scheme = TPM2_ALG_NULL},
        }};
    const TPM2B_SENSITIVE_CREATE nothing = {.size = 0};
    const TPM2B_DATA outside = {.size = 0};
    const TPML_PCR_SELECTION none = {.count = 0};
    TSS2_RC rc = Esys_CreatePrimary(t->esys, ESYS_TR_RH_OWNER, ESYS_TR_PASSWORD, ESYS_TR_NONE,
                                    ESYS_TR_NONE, &nothing, &template, &outside, &none, &t->parent,
                                    NULL, NULL, NULL, NULL);
    if (rc == TPM2_RC_INITIALIZE)
        return hy_reason_set(why, HY_FAIL(STATE), "TPM: not started up; try tpm2_startup -c");
    return failed(rc, "its storage key cannot be made", why);
}

/* Salted with the storage key, and both ways' parameters encrypted. */
static hy_rc start_session(hy_tpm *t, hy_reason *why)
{
    const TPMA_SESSION wanted =
        TPMA_SESSION_CONTINUESESSION | TPMA_SESSION_DECRYPT | TPMA_SESSION_ENCRYPT;
    HY_TRY(failed(Esys_StartAuthSession(t->esys, t->parent, ESYS_TR_NONE, ESYS_TR_NONE,
                                        ESYS_TR_NONE, ESYS_TR_NONE, NULL, TPM2_SE_HMAC,
                                        &parameters_cipher, TPM2_ALG_SHA256, &t->session),
                  "no session", why));
    return failed(Esys_TRSess_SetAttributes(t->esys, t->session, wanted, 0xFF), "no session", why);
}

static hy_rc prepare(const char *tcti, hy_tpm **out, hy_reason *why)
{
    hy_tpm *t = calloc(1, sizeof *t);
    HY_ENSURE(t != NULL, MEMORY);
    *out = t;
    t->parent = t->session = t->counter = ESYS_TR_NONE;
    HY_TRY(reach(t, tcti, why));
    HY_TRY(make_parent(t, why));
    return start_session(t, why);
}

/* ---- the counter ---- */

static hy_rc set_auth(hy_tpm *t, const secret *s, hy_reason *why)
{
    TPM2B_AUTH auth = {.size = AUTH};
    memcpy(auth.buffer, s->auth, AUTH);
    hy_rc rc = failed(Esys_TR_SetAuth(t->esys, t->counter, &auth), "its counter", why);
    hy_wipe(&auth, sizeof auth);
    return rc;
}

static hy_rc define_at(hy_tpm *t, const secret *s, bool *taken, hy_reason *why)
{
    const TPM2B_NV_PUBLIC wanted = {
        .nvPublic = {.nvIndex = t->index,
                     .nameAlg = TPM2_ALG_SHA256,
                     .attributes = TPMA_NV_AUTHREAD | TPMA_NV_AUTHWRITE | TPMA_NV_NO_DA |
                                   ((TPMA_NV)TPM2_NT_COUNTER << TPMA_NV_TPM2_NT_SHIFT),
                     .dataSize = COUNTER}};
    TPM2B_AUTH auth = {.size = AUTH};
    memcpy(auth.buffer, s->auth, AUTH);
    TSS2_RC rc = Esys_NV_DefineSpace(t->esys, ESYS_TR_RH_OWNER, t->session, ESYS_TR_NONE,
                                     ESYS_TR_NONE, &auth, &wanted, &t->counter);
    hy_wipe(&auth, sizeof auth);
    *taken = rc == TPM2_RC_NV_DEFINED;
    return *taken ? HY_OK : failed(rc, "no counter can be defined in it", why);
}

/* A session for one command, which ends with it: a process that is killed leaves none behind. */
static hy_rc lone_session(hy_tpm *t, ESYS_TR *out)
{
    HY_ENSURE(Esys_StartAuthSession(t->esys, ESYS_TR_NONE, ESYS_TR_NONE, ESYS_TR_NONE, ESYS_TR_NONE,
                                    ESYS_TR_NONE, NULL, TPM2_SE_HMAC, &parameters_cipher,
                                    TPM2_ALG_SHA256, out) == TSS2_RC_SUCCESS,
              IO);
    (void)Esys_TRSess_SetAttributes(t->esys, *out, 0, TPMA_SESSION_CONTINUESESSION);
    return HY_OK;
}

static hy_rc increment(hy_tpm *t)
{
    ESYS_TR session;
    HY_TRY(lone_session(t, &session));
    TSS2_RC rc =
        Esys_NV_Increment(t->esys, t->counter, t->counter, session, ESYS_TR_NONE, ESYS_TR_NONE);
    if (rc == TSS2_RC_SUCCESS)
        return HY_OK;
    (void)Esys_FlushContext(t->esys, session);
    return HY_FAIL(IO);
}

static hy_rc read_age(void *context, uint64_t *age)
{
    hy_tpm *t = context;
    ESYS_TR session;
    TPM2B_MAX_NV_BUFFER *data;
    *age = 0;
    HY_TRY(lone_session(t, &session));
    TSS2_RC rc = Esys_NV_Read(t->esys, t->counter, t->counter, session, ESYS_TR_NONE, ESYS_TR_NONE,
                              COUNTER, 0, &data);
    if (rc != TSS2_RC_SUCCESS) {
        (void)Esys_FlushContext(t->esys, session);
        return HY_FAIL(IO);
    }
    hy_reader r = hy_reader_of(hy_view_of(data->buffer, data->size));
    *age = hy_read_u64(&r);
    Esys_Free(data);
    return hy_reader_done(&r) ? HY_OK : HY_FAIL(IO);
}

/* A counter of a TPM goes up by one and nothing else; an image that a cut left ahead takes more. */
static hy_rc raise_age(void *context, uint64_t age)
{
    uint64_t now;
    HY_TRY(read_age(context, &now));
    HY_ENSURE(age < now || age - now <= STEPS_MAX, LIMIT);
    while (now < age) {
        HY_TRY(increment(context));
        HY_TRY(read_age(context, &now));
    }
    return HY_OK;
}

hy_age hy_age_in_tpm(hy_tpm *tpm)
{
    return (hy_age){.context = tpm, .read = read_age, .raise = raise_age};
}

static hy_rc define_counter(hy_tpm *t, const secret *s, hy_reason *why)
{
    bool taken = true;
    for (int i = 0; i < INDEX_TRIES && taken; i++) {
        uint32_t random;
        HY_ENSURE(getrandom(&random, sizeof random, 0) == sizeof random, IO);
        t->index = INDEX_FIRST + random % INDEX_COUNT;
        HY_TRY(define_at(t, s, &taken, why));
    }
    if (taken)
        return hy_reason_set(why, HY_FAIL(LIMIT), "TPM: no free index for a counter");
    hy_rc rc = increment(t); /* before the first it cannot be read */
    return hy_ok(rc) ? rc : hy_reason_set(why, rc, "TPM: its counter cannot be raised");
}

static hy_rc find_counter(hy_tpm *t, const secret *s, hy_reason *why)
{
    TSS2_RC rc = Esys_TR_FromTPMPublic(t->esys, t->index, ESYS_TR_NONE, ESYS_TR_NONE, ESYS_TR_NONE,
                                       &t->counter);
    if (rc != TSS2_RC_SUCCESS)
        return hy_reason_set(why, HY_FAIL(NOT_FOUND),
                             "TPM: the age counter %08X is gone: nobody can say any more which "
                             "copy of the image is the newest",
                             (unsigned)t->index);
    return set_auth(t, s, why);
}

/* ---- the sealed key ---- */

static hy_rc seal(hy_tpm *t, const secret *s, TPM2B_PUBLIC **public_part,
                  TPM2B_PRIVATE **private_part, hy_reason *why)
{
    const TPM2B_PUBLIC template = {
        .publicArea = {.type = TPM2_ALG_KEYEDHASH,
                       .nameAlg = TPM2_ALG_SHA256,
                       .objectAttributes = TPMA_OBJECT_USERWITHAUTH | TPMA_OBJECT_NODA |
                                           TPMA_OBJECT_FIXEDTPM | TPMA_OBJECT_FIXEDPARENT,
                       .parameters.keyedHashDetail.scheme.scheme = TPM2_ALG_NULL}};
    TPM2B_SENSITIVE_CREATE contents = {.sensitive.data.size = sizeof *s};
    const TPM2B_DATA outside = {.size = 0};
    const TPML_PCR_SELECTION none = {.count = 0};
    memcpy(contents.sensitive.data.buffer, s, sizeof *s);
    TSS2_RC rc =
        Esys_Create(t->esys, t->parent, t->session, ESYS_TR_NONE, ESYS_TR_NONE, &contents,
                    &template, &outside, &none, private_part, public_part, NULL, NULL, NULL);
    hy_wipe(&contents, sizeof contents);
    return failed(rc, "it does not seal the key", why);
}

static hy_rc load(hy_tpm *t, const hy_sealed *file, ESYS_TR *object, hy_reason *why)
{
    TPM2B_PRIVATE private_part = {.size = (uint16_t)file->private_part.n};
    TPM2B_PUBLIC public_part = {0};
    size_t used = 0;
    HY_ENSURE(file->private_part.n <= sizeof private_part.buffer, FORMAT);
    memcpy(private_part.buffer, file->private_part.p, file->private_part.n);
    TSS2_RC rc = Tss2_MU_TPM2B_PUBLIC_Unmarshal(file->public_part.p, file->public_part.n, &used,
                                                &public_part);
    if (rc == TSS2_RC_SUCCESS)
        rc = Esys_Load(t->esys, t->parent, t->session, ESYS_TR_NONE, ESYS_TR_NONE, &private_part,
                       &public_part, object);
    if (rc != TSS2_RC_SUCCESS)
        return hy_reason_set(why, HY_FAIL(FORMAT),
                             "the TPM does not take the sealed key: the file was edited; restore a "
                             "copy");
    return HY_OK;
}

static hy_rc unseal(hy_tpm *t, const hy_sealed *file, secret *s, hy_reason *why)
{
    ESYS_TR object = ESYS_TR_NONE;
    TPM2B_SENSITIVE_DATA *data = NULL;
    HY_TRY(load(t, file, &object, why));
    hy_rc rc = failed(Esys_Unseal(t->esys, object, t->session, ESYS_TR_NONE, ESYS_TR_NONE, &data),
                      "it does not unseal the key", why);
    flush(t, &object);
    if (!hy_ok(rc))
        return rc;
    if (data->size == sizeof *s)
        memcpy(s, data->buffer, sizeof *s);
    else
        rc = hy_reason_set(why, HY_FAIL(FORMAT), "what the TPM unseals is no key of an image");
    hy_wipe(data, sizeof *data);
    Esys_Free(data);
    return rc;
}

static hy_rc check_parent(hy_tpm *t, const hy_sealed *file, hy_reason *why)
{
    TPM2B_NAME *name;
    HY_TRY(failed(Esys_TR_GetName(t->esys, t->parent, &name), "its storage key", why));
    bool same = hy_view_equal(hy_view_of(name->name, name->size), file->parent);
    Esys_Free(name);
    return same ? HY_OK
                : hy_reason_set(why, HY_FAIL(DENIED),
                                "the key is sealed in another TPM, or this one was cleared since; "
                                "only the one that sealed it opens it");
}

/* ---- create ---- */

static hy_rc write_file(const char *path, hy_view bytes, hy_reason *why)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, MODE);
    if (fd < 0)
        return hy_reason_set(why, errno == EEXIST ? HY_FAIL(EXISTS) : HY_FAIL(IO), "%s: %s", path,
                             strerror(errno));
    bool done = write(fd, bytes.p, bytes.n) == (ssize_t)bytes.n && fsync(fd) == 0;
    done = close(fd) == 0 && done;
    if (done)
        return HY_OK;
    (void)unlink(path);
    return hy_reason_set(why, HY_FAIL(IO), "%s: cannot be written", path);
}

static hy_rc write_sealed(hy_tpm *t, const char *tcti, const char *path,
                          const TPM2B_PUBLIC *public_part, const TPM2B_PRIVATE *private_part,
                          hy_reason *why)
{
    uint8_t marshalled[sizeof *public_part];
    size_t n = 0;
    TPM2B_NAME *name;
    HY_TRY(failed(Tss2_MU_TPM2B_PUBLIC_Marshal(public_part, marshalled, sizeof marshalled, &n),
                  "the sealed key", why));
    HY_TRY(failed(Esys_TR_GetName(t->esys, t->parent, &name), "its storage key", why));
    const hy_sealed file = {
        .counter = t->index,
        .parent = hy_view_of(name->name, name->size),
        .public_part = hy_view_of(marshalled, n),
        .private_part = hy_view_of(private_part->buffer, private_part->size),
        .tcti = hy_view_str(tcti),
    };
    hy_buf bytes = hy_buf_new(HY_SEALED_MAX);
    hy_rc rc = hy_sealed_write(&file, &bytes);
    if (hy_ok(rc))
        rc = write_file(path, hy_buf_view(&bytes), why);
    else
        rc = hy_reason_set(why, rc, "%.60s: too long", tcti);
    hy_buf_free(&bytes);
    Esys_Free(name);
    return rc;
}

static void undefine(hy_tpm *t)
{
    if (t->counter != ESYS_TR_NONE)
        (void)Esys_NV_UndefineSpace(t->esys, ESYS_TR_RH_OWNER, t->counter, ESYS_TR_PASSWORD,
                                    ESYS_TR_NONE, ESYS_TR_NONE);
    t->counter = ESYS_TR_NONE;
}

static hy_rc create(hy_tpm *t, const char *tcti, const char *path, const secret *s, hy_reason *why)
{
    TPM2B_PUBLIC *public_part = NULL;
    TPM2B_PRIVATE *private_part = NULL;
    HY_TRY(seal(t, s, &public_part, &private_part, why));
    hy_rc rc = define_counter(t, s, why);
    if (hy_ok(rc))
        rc = write_sealed(t, tcti, path, public_part, private_part, why);
    if (!hy_ok(rc))
        undefine(t);
    Esys_Free(public_part);
    Esys_Free(private_part);
    return rc;
}

hy_rc hy_tpm_create(const char *tcti, const char *path, const uint8_t key[HY_IMAGE_KEY],
                    hy_tpm **out, hy_reason *why)
{
    secret s;
    *out = NULL;
    HY_ENSURE(getrandom(s.auth, AUTH, 0) == AUTH, IO);
    memcpy(s.key, key, HY_IMAGE_KEY);
    hy_rc rc = prepare(tcti, out, why);
    if (hy_ok(rc))
        rc = create(*out, tcti, path, &s, why);
    hy_wipe(&s, sizeof s);
    if (hy_ok(rc))
        flush_all(*out);
    else
        hy_tpm_close(out);
    return rc;
}

void hy_tpm_remove(hy_tpm **tpm, const char *path)
{
    if (*tpm == NULL)
        return;
    undefine(*tpm);
    (void)unlink(path);
    hy_tpm_close(tpm);
}

/* ---- open ---- */

static hy_rc open_sealed(const char *tcti, const hy_sealed *file, secret *s, hy_tpm **out,
                         hy_reason *why)
{
    char recorded[HY_SEALED_TCTI_MAX + 1];
    if (tcti == NULL && !hy_sealed_way(file, recorded))
        return hy_reason_set(why, HY_FAIL(DENIED),
                             "the file names a TPM that is not of this machine; say --tpm=TCTI");
    HY_TRY(prepare(tcti != NULL ? tcti : recorded, out, why));
    (*out)->index = file->counter;
    HY_TRY(check_parent(*out, file, why));
    HY_TRY(unseal(*out, file, s, why));
    flush_all(*out);
    return find_counter(*out, s, why);
}

hy_rc hy_tpm_open(const char *tcti, const char *path, uint8_t key[HY_IMAGE_KEY], hy_tpm **out,
                  hy_reason *why)
{
    hy_buf bytes = hy_buf_new(HY_SEALED_MAX);
    hy_sealed file;
    secret s = {.key = {0}};
    *out = NULL;
    HY_TRY(hy_buf_read_file(&bytes, path, HY_SEALED_MAX, why));
    hy_rc rc = hy_sealed_read(hy_buf_view(&bytes), &file, why);
    if (hy_ok(rc))
        rc = open_sealed(tcti, &file, &s, out, why);
    memcpy(key, s.key, HY_IMAGE_KEY);
    hy_wipe(&s, sizeof s);
    hy_buf_free(&bytes);
    if (hy_ok(rc))
        return rc;
    hy_tpm_close(out);
    return hy_reason_prefix(why, rc, path);
}
