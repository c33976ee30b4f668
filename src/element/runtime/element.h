/* The inside of an element and of a workspace, and what natives and GlobalPlatform ask of them.
   A native gets the machine: hy_work(m) is the workspace, hy_work(m)->element the element. */
#ifndef HY_RUNTIME_ELEMENT_H
#define HY_RUNTIME_ELEMENT_H

#include "element/runtime/apdu.h"
#include "element/runtime/keyed.h"
#include "element/runtime/registry.h"
#include "element/runtime/secure.h"

enum {
    HY_CHANNELS_MAX = 20,
    HY_SYSTEM = 0,           /* context and owner of the runtime environment */
    HY_SCRATCH_LENGTH = 128, /* hydra.framework.Scratch.LENGTH */
    HY_PENDING_MAX = 256,    /* T=0: what GET RESPONSE fetches */
    HY_ONE_SHOTS = 2,        /* objects of each OneShot class, lent at the same time */
    HY_ONE_SHOT_CLASSES = HY_KNOWN_ONE_SHOT_LAST - HY_KNOWN_ONE_SHOT_FIRST + 1,
};

/* References that the system holds: components of the array of references that is object 1. */
typedef enum hy_root {
    HY_ROOT_CARD,       /* byte array: hy_card_record */
    HY_ROOT_PACKAGES,   /* byte array: hy_package_record[] */
    HY_ROOT_INSTANCES,  /* byte array: hy_instance[] */
    HY_ROOT_APDU,       /* the APDU object, a temporary entry point */
    HY_ROOT_BUFFER,     /* its buffer, a global array */
    HY_ROOT_SCRATCH,    /* hydra.framework.Scratch.array(), a global array */
    HY_ROOT_RESOURCES,  /* javacard.framework.Resources, a permanent entry point */
    HY_ROOT_CHANNEL,    /* hydra.gp.CardChannel, a permanent entry point; 0 on unmanaged cards */
    HY_ROOT_PIN,        /* hydra.gp.CardPin, a permanent entry point */
    HY_ROOT_CVM,        /* byte array: gp/cvm.h */
    HY_ROOT_LOAD,       /* a load file on its way, ints */
    HY_ROOT_HISTORICAL, /* byte array: of the answer to reset, as an applet set them; 0 none */
    HY_ROOT_EXCEPTIONS,
    /* HY_ONE_SHOTS of each class, made when first wanted */
    HY_ROOT_ONE_SHOTS = HY_ROOT_EXCEPTIONS + HY_KNOWN_EXCEPTION_COUNT,
    HY_ROOT_STATICS =
        HY_ROOT_ONE_SHOTS + HY_ONE_SHOTS * HY_ONE_SHOT_CLASSES, /* by platform package */
} hy_root;

enum { HY_ROOT_OBJECT = 1 };

typedef struct hy_channel {
    bool open;
    uint8_t instance; /* active on it, 0 none */
} hy_channel;

/* Volatile state only beside the heap; everything is gone after a reset. */
struct hy_element {
    hy_pool *pool;
    hy_port port;
    hy_element_config config; /* no field is 0 any more */
    void *memory;             /* owned: this record and all the element's memory in one piece */
    size_t memory_size;
    hy_heap heap;
    hy_channel channels[HY_CHANNELS_MAX];
    uint8_t channel;         /* on which the current command runs */
    bool deletion_requested; /* JCSystem.requestObjectDeletion */
    bool mute;
    struct hy_card_state *card; /* volatile, of the manager of content; NULL: nobody manages */
    struct hy_lasting *lasting; /* the image that it lives in; NULL: in memory alone (lasting.h) */
    uint64_t started;           /* the port's milliseconds at the last reset: SysTime */
    uint16_t pending_length;    /* T=0 */
    uint16_t pending_sent;
    uint16_t pending_sw;
    bool pending_again; /* fetched by the command again, not only by GET RESPONSE */
    uint8_t pending_header[4];
    uint8_t pending[HY_PENDING_MAX];
};

/* An installation on its way: what Applet.register fills. */
typedef struct hy_installing {
    bool active;
    uint8_t package, module;
    uint8_t instance; /* number that it will have: the owner of what is created */
    uint8_t domain;
    uint8_t privileges[3];
    hy_aid wanted;       /* AID for register() */
    hy_aid given;        /* what register(…) chose, length 0 before */
    hy_reference applet; /* registered */
    hy_quota quota;
} hy_installing;

/* The last result of a sensitive method of the API, and whose it is: what
   javacardx.security.SensitiveResult looks at again. Forgotten when an applet is entered. */
typedef enum hy_sensitive_kind {
    HY_SENSITIVE_NONE,
    HY_SENSITIVE_NUMBER,
    HY_SENSITIVE_OBJECT,
} hy_sensitive_kind;

typedef struct hy_sensitive {
    hy_sensitive_kind kind;
    hy_actor actor;
    int16_t number;
    hy_reference object;
} hy_sensitive;

struct hy_workspace {
    hy_port port;
    void *memory; /* owned: this record and all the workspace's memory in one piece */
    size_t memory_size;
    hy_element *element; /* that is using it; NULL */
    hy_machine machine;
    hy_loaded loaded[HY_PACKAGES_MAX];
    hy_undo undo;
    uint32_t undo_size;
    hy_apdu apdu;
    bool reselecting; /* Applet.reSelectingApplet */
    bool in_process;  /* process() of the selected applet is running: there is a current APDU */
    hy_installing installing;
    hy_sensitive sensitive;
    uint8_t sharing; /* depth of getShareableInterfaceObject */
    uint32_t lent;   /* a bit for each of HY_ROOT_ONE_SHOTS: until closed or the command's end */
    hy_actor lent_to[HY_ONE_SHOTS * HY_ONE_SHOT_CLASSES];
    hy_crypto *crypto; /* its randomness is the port's of the element that is served */
    uint64_t keyed_count;
    uint32_t closings; /* of elements of the pool `served`, when it was last looked */
    const hy_pool *served;
    hy_keyed keyed[HY_KEYED_COUNT];
    hy_secure_engines secure;
    uint8_t *marked; /* for the collector */
    hy_reference *waiting;
};

static inline hy_workspace *hy_work(const hy_machine *m)
{
    return (hy_workspace *)m->user;
}

static inline hy_element *hy_element_of(const hy_machine *m)
{
    return hy_work(m)->element;
}

/* ---- system objects ---- */

hy_reference hy_element_root(const hy_element *e, uint32_t root);

void hy_element_set_root(hy_element *e, uint32_t root, hy_reference r);

/* The element's number of the package of a known class. */
uint8_t hy_element_known_package(const hy_element *e, hy_known known);

/* A new instance of a known class that belongs to the system. Errors as hy_heap_new. */
hy_rc hy_element_new_known(hy_element *e, hy_known known, hy_lifetime lifetime,
                           hy_openness openness, hy_reference *out) HY_USE;

/* The APDU buffer: its bytes. */
hy_apdu_buffer hy_element_buffer(const hy_element *e);

/* May the running code have the current APDU (APDU.getCurrentAPDU)? Only while process runs, in the
   context of the applet that it runs for. */
bool hy_apdu_is_current(const hy_machine *m);

/* Does the element's configuration leave this algorithm out? Natives that find an algorithm by its
   number ask first, and throw CryptoException.NO_SUCH_ALGORITHM when it does. bits is a key's
   length, 0 for what is no key. */
bool hy_element_lacks(const hy_element *e, hy_algorithm_class of, uint8_t id, uint16_t bits);

/* ---- barriers (lasting.c): what makes writes durable; nothing to do for an element in memory ----
 */

typedef enum hy_barrier {
    HY_BARRIER_COUNTER, /* after a try or retry counter or a security counter was written, and
                           before anything depends on it: all settings */
    HY_BARRIER_EARLY,   /* before bytes leave while the command goes on: all settings */
    HY_BARRIER_COMMIT,  /* after a commit: not with setting `apdu` */
    HY_BARRIER_USE, /* before a comparison of arrays or a cryptographic operation: not with `apdu`
                     */
} hy_barrier;

/* Makes all earlier writes durable, but for those of an open transaction, as the element's setting
   has it. STOPPED, which the native must return, when that failed: the element is mute. Not during
   an installation: that is whole or nothing. */
hy_outcome hy_lasting_barrier(hy_machine *m, hy_barrier kind);

static inline hy_outcome hy_element_barrier(hy_machine *m, hy_barrier kind)
{
    return hy_element_of(m)->lasting == NULL ? HY_DONE : hy_lasting_barrier(m, kind);
}

/* The same as HY_BARRIER_COUNTER for what is no native of the machine. STATE: the element is mute,
   and nothing of the command may come out. */
hy_rc hy_element_count(hy_element *e) HY_USE;

/* A PIN or an authentication failed: the age counter steps before the response leaves. */
void hy_element_note_failure(hy_element *e);

/* ---- contexts (context.c) ---- */

/* The actor as whom an instance runs. */
hy_actor hy_context_of(const hy_element *e, uint8_t instance);

/* The applet instance that was active before the last switch of context, 0: the system
   (JCSystem.getPreviousContextAID). */
uint8_t hy_context_previous(const hy_machine *m);

/* The instance for which code runs, the system's own methods looked through: 0 none. */
hy_actor hy_context_caller(const hy_machine *m);

/* The instance selected on the channel of the current command, 0 none. */
uint8_t hy_context_selected(const hy_element *e);

/* May the running code create and use objects that are cleared on deselection? */
bool hy_context_may_deselect(const hy_machine *m);

/* The system's AID object of an instance; 0 for none. */
hy_reference hy_context_aid_object(const hy_element *e, uint8_t instance);

/* ---- firewall (firewall.c) ---- */

extern const hy_hooks hy_firewall_hooks;

/* May a call enter the context of this instance now? Not when its package is not multiselectable
   and active on another channel (JCRE 4.5.3). */
bool hy_firewall_may_enter(const hy_element *e, uint8_t instance);

/* ---- sharing (share.c) ---- */

/* JCSystem.getAppletShareableInterfaceObject for the caller. *out is 0 when there is none. */
hy_outcome hy_share_object(hy_machine *m, uint8_t server, int16_t parameter,
                           hy_reference *out) HY_USE;

/* ---- transactions (transaction.c): methods of JCSystem ---- */

bool hy_transaction_is_open(const hy_element *e);
hy_outcome hy_transaction_begin(hy_machine *m) HY_USE;
hy_outcome hy_transaction_commit(hy_machine *m) HY_USE;
hy_outcome hy_transaction_abort(hy_machine *m) HY_USE;
uint32_t hy_transaction_capacity(const hy_machine *m);
uint32_t hy_transaction_unused(const hy_machine *m);

/* Undoes an open transaction at the end of a method of an applet. */
void hy_transaction_close(hy_machine *m);

/* ---- transient memory (transient.c) ---- */

/* JCSystem.makeTransient...Array: all checks and exceptions. */
hy_outcome hy_transient_new_array(hy_machine *m, hy_shape shape, int16_t length, int8_t event,
                                  hy_reference *out) HY_USE;

/* JCSystem.makeGlobalArray. */
hy_outcome hy_transient_new_global(hy_machine *m, hy_shape shape, int16_t length,
                                   hy_reference *out) HY_USE;

/* JCSystem.makeArrayView: of a checked array (HY_TOUCH_LENGTH), for the context of the owner of a
   shareable object (0: the caller's own). */
hy_outcome hy_view_new(hy_machine *m, hy_reference array, int16_t offset, int16_t length,
                       int16_t attributes, hy_reference shareable, hy_reference *out) HY_USE;

/* A view of components [first, first + length), which are inside, for this context. */
hy_outcome hy_view_new_for(hy_machine *m, hy_reference array, uint16_t first, uint16_t length,
                           uint16_t attributes, uint8_t context, hy_reference *out) HY_USE;

enum { /* JCSystem.ATTR_... */
       HY_VIEW_READABLE = 1,
       HY_VIEW_WRITABLE = 2,
};
bool hy_view_is(const hy_object *o);
uint16_t hy_view_attributes(const hy_object *o);
uint16_t hy_view_first(const hy_object *o);  /* index of its component 0 in the array seen */
uint8_t hy_view_context(const hy_object *o); /* the one that may use it */

/* ---- installation: methods of Applet (install.c) ---- */

/* Applet.register of `this`: with an AID, or (empty) with the one wanted. Throws SystemException
   ILLEGAL_AID, ILLEGAL_USE. */
hy_outcome hy_install_register(hy_machine *m, hy_reference applet, hy_view aid) HY_USE;

/* After an aborted transaction: a registration made in it is gone. */
void hy_install_drop_dead(hy_machine *m);

/* ---- channels (channel.c) ---- */

/* Is an instance, or (by_package) any of its package, active on a channel; `except` is not looked
   at (-1: all are). */
bool hy_channel_is_active(const hy_element *e, uint8_t instance, bool by_package, int except);

#endif
