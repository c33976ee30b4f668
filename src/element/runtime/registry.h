/* The registry: packages and applet instances of an element with the life-cycle states of
   GlobalPlatform (Card Specification 2.3.1, chapter 5). Its records are bytes in the element's
   persistent memory and hold no pointer. They move when something is created or collected. */
#ifndef HY_RUNTIME_REGISTRY_H
#define HY_RUNTIME_REGISTRY_H

#include "element/runtime/pool.h"

typedef enum hy_life { /* GlobalPlatform 11.1.1 */
                       HY_LIFE_NONE = 0,
                       HY_LIFE_LOADED = 0x01, /* packages */
                       HY_LIFE_INSTALLED = 0x03,
                       HY_LIFE_SELECTABLE = 0x07,
                       HY_LIFE_LOCKED = 0x83, /* these bits: an instance that is locked */
} hy_life;

typedef enum hy_card_life {
    HY_CARD_OP_READY = 0x01,
    HY_CARD_INITIALIZED = 0x07,
    HY_CARD_SECURED = 0x0F,
    HY_CARD_LOCKED = 0x7F,
    HY_CARD_TERMINATED = 0xFF,
} hy_card_life;

typedef struct hy_aid {
    uint8_t length; /* 5 to 16; 0: none */
    uint8_t bytes[16];
} hy_aid;

static inline hy_view hy_aid_view(const hy_aid *a)
{
    return hy_view_of(a->bytes, a->length);
}

/* ARGUMENT unless v has 5 to 16 bytes. */
hy_rc hy_aid_set(hy_aid *a, hy_view v) HY_USE;

/* A loaded package. Its number is its index plus the platform's packages; it is also the number of
   its context. */
typedef struct hy_package_record {
    uint8_t life;   /* NONE: the record is free */
    uint8_t domain; /* instance of the security domain it belongs to, 0 none */
    uint16_t pad;
    uint32_t pooled;      /* its place in the pool */
    hy_reference statics; /* 0 none */
    hy_reference homes;   /* byte array: hy_loaded.homes */
} hy_package_record;

/* An applet instance. Its number, hy_actor.owner, is its index plus 1. */
typedef struct hy_instance {
    uint8_t life;    /* NONE: the record is free */
    uint8_t package; /* number */
    uint8_t module;  /* index in the package's applets */
    uint8_t domain;  /* instance of the security domain it belongs to, 0 none */
    uint8_t privileges[3];
    hy_aid aid;
    hy_reference applet;     /* the instance of a subclass of Applet */
    hy_reference aid_object; /* the system's AID for it: a permanent entry point */
    hy_quota quota;
} hy_instance;

/* The card itself. */
typedef struct hy_card_record {
    uint8_t life;             /* hy_card_life */
    uint8_t default_instance; /* implicitly selected on reset; 0 none */
} hy_card_record;

/* Records; NULL for a number that is not in use. */
hy_package_record *hy_registry_package(const hy_element *e, uint8_t number);
hy_instance *hy_registry_instance(const hy_element *e, uint8_t number);
hy_card_record *hy_registry_card(const hy_element *e);

/* Highest numbers in use plus 1: for walks. */
uint32_t hy_registry_package_end(const hy_element *e);
uint32_t hy_registry_instance_end(const hy_element *e);

/* The linked package behind a number of this element, platform or loaded; NULL. */
const hy_pool_package *hy_registry_pooled(const hy_element *e, uint8_t number);

/* The number of the package that has this AID (of a member, too), or -1. */
int hy_registry_find_package(const hy_element *e, hy_view aid);

/* The instance with exactly this AID, or 0. */
uint8_t hy_registry_find_instance(const hy_element *e, hy_view aid);

/* The next selectable instance after number `after` (0: from the start) whose AID starts with these
   bytes (ISO 7816-4, 11.1.1; GlobalPlatform 6.4.2: order of the registry), or 0. */
uint8_t hy_registry_match(const hy_element *e, hy_view partial, uint8_t after);

/* The instance that is selected implicitly, while it may be selected; 0 none. */
uint8_t hy_registry_default(const hy_element *e);

/* Free records, cleared; the number in *number. LIMIT. */
hy_rc hy_registry_add_package(hy_element *e, uint8_t *number) HY_USE;
hy_rc hy_registry_add_instance(hy_element *e, uint8_t *number) HY_USE;

/* The records that these gave, in use or not yet. */
hy_package_record *hy_registry_reserved_package(const hy_element *e, uint8_t number);
hy_instance *hy_registry_reserved(const hy_element *e, uint8_t number);

/* Do all applets of the instance's package implement MultiSelectable (JCRE 4.5)? */
bool hy_registry_is_multiselectable(const hy_element *e, uint8_t instance);

/* The context of an instance's package. */
uint8_t hy_registry_context(const hy_element *e, uint8_t instance);

/* Is the instance's class an implementation of this interface or below this class? */
bool hy_registry_instance_is(const hy_element *e, uint8_t instance, hy_known of);

#endif
