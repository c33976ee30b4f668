/* The off-card end, the part's one header: secure channels to a card, the keys of one party, and
   GlobalPlatform's commands as functions. It knows no transport and stores nothing: commands and
   responses are bytes that the caller carries.

       hy_session_new(crypto, &config, &session, &why);           keys, version, level
       hy_admin m = hy_admin_of(carrier, session);            or drive the session step by step
       hy_admin_select(&m, domain, &why);
       hy_admin_open(&m, &why);                                 INITIALIZE UPDATE, EXTERNAL …
       hy_admin_load(&m, &load, &why);                          INSTALL [for load], LOAD …
       hy_admin_free(&m);
       hy_session_free(&session);                                                              */
#ifndef HY_CHANNEL_CHANNEL_H
#define HY_CHANNEL_CHANNEL_H

#include "channel/admin.h"
#include "channel/diversify.h"
#include "channel/session.h"
#include "channel/words.h"

#endif
