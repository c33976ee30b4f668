/* The secure element as a library: Java Card applets behind APDUs, in memory that the embedder
   gives. No global state, no call of the operating system outside the port, no thread of its own.

   Three things of the embedder's:
   - a pool: the platform's packages and every loaded one, linked once and shared by elements;
   - elements: a few kilobytes each, each for itself; a process may hold a million;
   - a workspace for each thread: stack, APDU, undo log. Elements borrow one while they work.

   One thread at a time may use an element or a workspace; a pool may be used by all at once.
   Results, reasons and views are those of base/rc.h and base/bytes.h.

       hy_pool *pool;
       hy_workspace *work;
       hy_element *element;
       hy_port port = hy_port_system();
       hy_pool_open(&port, NULL, &pool, &why);
       hy_workspace_open(&port, NULL, &work, &why);
       hy_element_create(pool, work, &port, NULL, &element, &why);
       hy_element_load(element, work, load_file, &why);
       hy_element_install(element, work, &request, &why);
       hy_element_transmit(element, work, command, response, sizeof response, &n, &why);
       hy_element_close(&element);                                                              */
#ifndef HYDRA_ELEMENT_H
#define HYDRA_ELEMENT_H

#include "base/bytes.h"
#include "base/rc.h"
#include "hydra/storage.h"

typedef struct hy_pool hy_pool;
typedef struct hy_workspace hy_workspace;
typedef struct hy_element hy_element;

/* ---- the port: what the platform lends ---- */

typedef struct hy_port {
    void *context; /* passed to every function; must outlive what was opened with the port */
    /* Zeroed memory of n bytes, aligned for any type, or NULL. Called only by functions named open
       and create. Pages that are never touched should cost nothing. */
    void *(*allocate)(void *context, size_t n);
    /* Gives it back; n as it was asked for. */
    void (*release)(void *context, void *memory, size_t n);
    /* Fills n bytes with unpredictable ones. */
    hy_rc (*random)(void *context, uint8_t *out, size_t n);
    /* Milliseconds of a clock that never goes back, from any start: SysTime and time budgets. */
    uint64_t (*milliseconds)(void *context);
    /* The waiting time of the command must be extended (APDU.waitExtension). May be NULL. */
    void (*wait)(void *context);
    /* Why the element refused something, in words: for logs; never a secret. May be NULL. */
    void (*tell)(void *context, const char *why);
} hy_port;

/* ---- the pool ---- */

typedef struct hy_pool_config {
    size_t memory;     /* bytes for linked packages; 0: 64 MiB, taken as they are used */
    uint16_t packages; /* how many packages beside the platform's; 0: 4096 */
    hy_view rom;       /* another ROM image of this build; empty: the one in the library */
} hy_pool_config;

/* Opens a pool and links the platform's packages. config may be NULL. MEMORY; FORMAT, LINK or
   MISMATCH when the ROM image is not whole or is of another build. */
hy_rc hy_pool_open(const hy_port *port, const hy_pool_config *config, hy_pool **out,
                   hy_reason *why) HY_USE;

/* Frees it; *pool is NULL afterwards. No element that was created with it may be used again. */
void hy_pool_close(hy_pool **pool);

/* ---- workspaces ---- */

typedef struct hy_workspace_config {
    uint32_t slots;           /* words of all frames; 0: 16384 */
    uint32_t frames;          /* depth of calls; 0: 512 */
    uint32_t commit_capacity; /* bytes that a transaction may change, the largest of any element
                                 that uses the workspace; 0: 32767 */
} hy_workspace_config;

/* Opens a workspace. config may be NULL. MEMORY. */
hy_rc hy_workspace_open(const hy_port *port, const hy_workspace_config *config, hy_workspace **out,
                        hy_reason *why) HY_USE;

/* Wipes and frees it; *work is NULL afterwards. */
void hy_workspace_close(hy_workspace **work);

/* ---- elements ---- */

typedef enum hy_protocol {
    HY_PROTOCOL_T1, /* T=1 by contacts */
    HY_PROTOCOL_T0, /* T=0: GET RESPONSE and 6Cxx are answered by the element */
    HY_PROTOCOL_CL, /* T=CL, contactless type A */
} hy_protocol;

/* An algorithm of the Java Card API, as its class and constant name it. */
typedef enum hy_algorithm_class {
    HY_ALGORITHM_CIPHER,    /* javacardx.crypto.Cipher.ALG_... */
    HY_ALGORITHM_SIGNATURE, /* javacard.security.Signature.ALG_... */
    HY_ALGORITHM_DIGEST,    /* MessageDigest.ALG_... */
    HY_ALGORITHM_AGREEMENT, /* KeyAgreement.ALG_... */
    HY_ALGORITHM_RANDOM,    /* RandomData.ALG_... */
    HY_ALGORITHM_CHECKSUM,  /* Checksum.ALG_... */
    HY_ALGORITHM_KEY,       /* KeyBuilder.TYPE_..., with a length */
} hy_algorithm_class;

typedef struct hy_algorithm_id {
    hy_algorithm_class of;
    uint8_t id;    /* value of the constant */
    uint16_t bits; /* length of a key; 0: any, and all other classes */
} hy_algorithm_id;

enum { HY_CPLC_LENGTH = 42, HY_ISSUER_KEY_MAX = 32 };

/* The issuer's security domain (GlobalPlatform 7.2) as the element is made with it: who has these
   keys manages the content. */
typedef struct hy_issuer {
    hy_view aid;   /* empty: A000000151000000 */
    uint8_t kvn;   /* version of the keys: 30 to 3F, or FF for initial ones; 0: 30 */
    uint8_t key_n; /* bytes of each, AES: 16, 24 or 32 */
    uint8_t enc[HY_ISSUER_KEY_MAX], mac[HY_ISSUER_KEY_MAX], dek[HY_ISSUER_KEY_MAX];
    bool i_given;     /* else i is 60 */
    uint8_t i;        /* parameter of SCP03: 00, 10, 20, 30, 60 or 70, and 01 for S16 mode */
    uint8_t tries;    /* wrong authentications that lock a key set; 0: none does */
    hy_view iin, cin; /* GET DATA 42 and 45; empty: none */
    uint8_t diversification[10]; /* GET DATA CF and INITIALIZE UPDATE */
} hy_issuer;

typedef struct hy_element_config {
    uint32_t memory;             /* bytes of persistent memory; 0: 1 MiB, taken as they are used */
    uint32_t transient_reset;    /* bytes cleared on reset; 0: 32 KiB */
    uint32_t transient_deselect; /* bytes cleared on deselection; 0: 32 KiB */
    uint32_t commit_capacity;    /* bytes that a transaction may change; 0: the workspace's */
    uint16_t apdu_buffer;        /* bytes, 261 to 32767; 0: 261 */
    uint8_t channels;            /* logical channels, 1 to 20; 0: 20 */
    hy_protocol protocol;
    int64_t budget;          /* bytecodes for each APDU, then 6F00; 0: 1 000 000 000 */
    bool require_descriptor; /* refuse packages that come without Descriptor */
    /* What a card that is played does not have: getInstance and buildKey throw NO_SUCH_ALGORITHM.
       Borrowed, for as long as the element lives. */
    const hy_algorithm_id *without;
    uint16_t without_count;
    uint8_t cplc[HY_CPLC_LENGTH]; /* production data, GET DATA 9F7F; all zero: made up */
    uint8_t uid[10];              /* of a contactless card: 4, 7 or 10 bytes */
    uint8_t uid_length;           /* 0: none */
    const hy_issuer *issuer; /* NULL: the element has no security domain, and only hy_element_load
                                and its like manage its content. Read by create alone */
} hy_element_config;

/* Creates an element in memory, empty and reset. config may be NULL; the pool must outlive it.
   ARGUMENT, MEMORY, LIMIT when the sizes are too small for an empty element. */
hy_rc hy_element_create(hy_pool *pool, hy_workspace *work, const hy_port *port,
                        const hy_element_config *config, hy_element **out, hy_reason *why) HY_USE;

/* The same in an image: the storage must be new. What is done afterwards lasts as image->durability
   says, and hy_element_transmit answers only when it does. Errors as above; EXISTS when the storage
   holds something; ARGUMENT for a key of another length; IO. */
hy_rc hy_element_create_in(hy_pool *pool, hy_workspace *work, const hy_port *port,
                           const hy_element_config *config, const hy_image *image, hy_element **out,
                           hy_reason *why) HY_USE;

/* Opens the element that lives in an image, and resets it: what was durable when it was closed or
   its power was cut is there, with the settings that it was created with. `without` of config
   holds for this run; the rest of config, which may be NULL, is not looked at.
   FORMAT: not an image, or edited. TRUNCATED: cut short. VERSION: of a newer format. DENIED: the
   wrong key. STATE: an older copy (the age counter is ahead). LINK, MISMATCH: made with another
   platform whose classes were different. NOT_FOUND: empty. MEMORY, IO. */
hy_rc hy_element_open(hy_pool *pool, hy_workspace *work, const hy_port *port,
                      const hy_element_config *config, const hy_image *image, hy_element **out,
                      hy_reason *why) HY_USE;

/* Makes everything durable now and steps the age counter. An element without an image has nothing
   to do. STATE when it is mute, or has become so because the image could not be written: the reason
   says why. */
hy_rc hy_element_flush(hy_element *element, hy_reason *why) HY_USE;

/* Is it mute: can it no longer promise that what it says lasts? */
bool hy_element_is_mute(const hy_element *element);

/* What its image has cost; all zero without one. */
hy_wear hy_element_wear(const hy_element *element);

/* Wipes and frees it; *element is NULL afterwards. Everything that was answered is durable already;
   what an image needs beyond that is hy_element_flush's, to be called before. */
void hy_element_close(hy_element **element);

/* A reset of the card: transient memory is cleared, an open transaction undone, only the basic
   channel is open and its default applet selected. Never fails because of an applet. */
hy_rc hy_element_reset(hy_element *element, hy_workspace *work, hy_reason *why) HY_USE;

/* Sends a command and receives the response with its status word, at most 65538 bytes. Whatever the
   command is, there is a response; LIMIT when it does not fit into room bytes (at least 2), STATE
   when the element is mute: its memory was found damaged, or its image could not be written. Then
   nothing is answered, and nobody knows whether the command took effect before it is opened again.
 */
hy_rc hy_element_transmit(hy_element *element, hy_workspace *work, hy_view command,
                          uint8_t *response, size_t room, size_t *n, hy_reason *why) HY_USE;

/* ---- loading without keys, for tests and tools. An issuer's way in is GlobalPlatform. ---- */

/* Reads, verifies, links and loads a package: the bare load-file form of a CAP, whole components
   after each other. EXISTS when a package with its AID is there; FORMAT, TRUNCATED, VERSION, LINK,
   MISMATCH, DENIED as the reader, verifier and linker say; LIMIT, MEMORY. */
hy_rc hy_element_load(hy_element *element, hy_workspace *work, hy_view load_file,
                      hy_reason *why) HY_USE;

/* What an applet instance may take of the element's memory; 0: as much as there is. Each object
   costs 16 bytes of persistent memory, and its body (rounded up to 4 bytes, and 4 more) where it
   lives. */
typedef struct hy_quota {
    uint32_t persistent; /* bytes */
    uint32_t transient;  /* bytes of both kinds together */
    uint32_t objects;    /* beyond them: SystemException NO_RESOURCE, NO_TRANSIENT_SPACE */
} hy_quota;

typedef struct hy_install_request {
    hy_view package;       /* AID */
    hy_view module;        /* AID of the applet in the package; empty: its first */
    hy_view instance;      /* AID of the instance; empty: the module's */
    hy_view parameters;    /* for the applet, at most 127 bytes */
    uint32_t privileges;   /* GlobalPlatform's three bytes, first byte highest; 0 none */
    bool default_selected; /* implicitly selected on reset */
    hy_quota quota;        /* holds from its install method on */
} hy_install_request;

/* Installs an instance and makes it selectable. NOT_FOUND; EXISTS; LIMIT; DENIED when install threw
   or did not register (the reason says what); nothing of the instance stays then. */
hy_rc hy_element_install(hy_element *element, hy_workspace *work, const hy_install_request *request,
                         hy_reason *why) HY_USE;

/* Deletes the instance or package with this AID; with `related`, a package's instances too.
   NOT_FOUND; DENIED when something else still needs it (JCRE 11.3). */
hy_rc hy_element_delete(hy_element *element, hy_workspace *work, hy_view aid, bool related,
                        hy_reason *why) HY_USE;

/* Bytes of persistent memory in use, and of both transient areas. */
typedef struct hy_element_usage {
    uint32_t persistent, transient_reset, transient_deselect;
    uint32_t objects;
    size_t fixed; /* bytes of the element's own record */
} hy_element_usage;
hy_element_usage hy_element_measure(const hy_element *element);

/* What it was created with, every size as it became. */
hy_element_config hy_element_settings(const hy_element *element);

/* Does the issuer's domain have the keys that everybody knows, 404142…4F? Such an element protects
   nothing. */
bool hy_element_has_test_keys(const hy_element *element);

/* What is in an element, for lists: its packages, then its instances. */
typedef struct hy_element_entry {
    bool is_package;        /* loaded, not the platform's; else an instance of an applet */
    uint8_t aid_length;     /* 5 to 16 */
    uint8_t package_length; /* the same as aid_length for a package */
    uint8_t life;           /* GlobalPlatform 11.1.1 */
    uint8_t major, minor;   /* version of the package */
    uint32_t privileges;    /* of an instance: three bytes, first byte highest */
    bool default_selected;
    uint8_t aid[16], package[16]; /* its own AID, that of its package */
} hy_element_entry;

/* Entry number index, counted over both kinds; false past the last. */
bool hy_element_entry_at(const hy_element *element, size_t index, hy_element_entry *out);

/* ---- ports that come with the library ---- */

/* The operating system's memory, generator and clock. */
hy_port hy_port_system(void);

#endif
