/* INSTALL (GlobalPlatform 11.5): its fields, and what each kind does. */
#ifndef HY_GP_INSTALL_H
#define HY_GP_INSTALL_H

#include "element/gp/domain.h"

enum { HY_INSTALL_NAMES = 3 };

/* The fields of all kinds: three names, a fourth of privileges or a hash, parameters, token. */
typedef struct hy_install_fields {
    hy_view name[HY_INSTALL_NAMES];
    hy_view parameters;
    hy_view token;
    hy_view fourth; /* privileges */
} hy_install_fields;

/* What INSTALL's parameters say (11.5.2.3.7); what is not there is empty or 0. */
typedef struct hy_install_parameters {
    hy_view application; /* C9 */
    uint8_t implicit_count;
    uint8_t implicit[HY_IMPLICIT_MAX];
    uint8_t service_count;
    uint16_t services[HY_SERVICES_MAX];
    uint32_t persistent, transient; /* C8 or D8; C7 or D7 */
    uint32_t code;                  /* C6: bytes that the load file may have */
} hy_install_parameters;

bool hy_gp_install_parameters(hy_view bytes, hy_install_parameters *out);

/* 9000 when the domain of the call manages content by itself; 6985: it needs a token, or may not.
 */
uint16_t hy_gp_need_management(hy_gp_call *c);

/* An applet or a security domain, made and, if asked, selectable. */
uint16_t hy_gp_install_instance(hy_gp_call *c, const hy_install_fields *f, bool selectable);

uint16_t hy_gp_install_selectable(hy_gp_call *c, const hy_install_fields *f);
uint16_t hy_gp_install_extradite(hy_gp_call *c, const hy_install_fields *f);
uint16_t hy_gp_install_update(hy_gp_call *c, const hy_install_fields *f);
uint16_t hy_gp_install_personalize(hy_gp_call *c, const hy_install_fields *f);

/* INSTALL [for load]: the loading may begin. */
uint16_t hy_gp_load_begin(hy_gp_call *c, const hy_install_fields *f);

#endif
