/* Security domains: how they are made, whose what is, and their data objects, which lie as BER-TLV
   one after the other in a byte array of the system's. */
#ifndef HY_GP_DOMAIN_H
#define HY_GP_DOMAIN_H

#include "element/gp/gp.h"
#include "element/runtime/install.h"

enum { /* data objects that a domain may have (GlobalPlatform 11.3, 11.11) */
       HY_TAG_IIN = 0x42,
       HY_TAG_CIN = 0x45,
       HY_TAG_AID = 0x4F,
       HY_TAG_CARD_DATA = 0x66,
       HY_TAG_CAPABILITY = 0x67,
       HY_TAG_MANAGER_URL = 0x5F50,
       HY_TAG_DIVERSIFICATION = 0xCF,
       HY_TAG_PARAMETERS = 0xC9, /* what INSTALL gave it: 81 SCP and i, 82 … 87 policies */
};

/* The load file and the module that domains are installed from: the public ones. */
hy_view hy_gp_domain_load_file(void);
hy_view hy_gp_domain_module(void);

/* Makes a security domain. `parent` 0: a root, which belongs to itself. ARGUMENT, LIMIT. */
hy_rc hy_gp_domain_new(hy_workspace *w, const hy_install_plan *plan, uint8_t *number) HY_USE;

/* The data object of a domain; false without it. The view is good until something is created. */
bool hy_gp_data_find(const hy_element *e, uint8_t domain, uint32_t tag, hy_view *out);

/* Sets it; an empty value takes it away. LIMIT. */
hy_rc hy_gp_data_put(hy_element *e, uint8_t domain, uint32_t tag, hy_view value) HY_USE;

/* Parameter i of the domain's SCP03. */
uint8_t hy_gp_domain_i(const hy_element *e, uint8_t domain);

/* A parameter that INSTALL gave it, such as the policy 82; false without it. */
bool hy_gp_domain_parameter(const hy_element *e, uint8_t domain, uint32_t tag, hy_view *out);

/* The domain whose keys serve this one: itself, or the nearest above it that has any (7.2.1). */
uint8_t hy_gp_domain_keys(const hy_element *e, uint8_t domain);

/* The domain that an instance belongs to; a root's is itself. */
uint8_t hy_gp_domain_of(const hy_element *e, uint8_t instance);

/* Does it belong to the domain, directly or through others? A domain is within itself. */
bool hy_gp_is_within(const hy_element *e, uint8_t instance, uint8_t domain);

#endif
