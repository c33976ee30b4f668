/* An element for tests, talked to in hex; and several on one pool. */
#ifndef HY_TESTS_CARD_H
#define HY_TESTS_CARD_H

#include "hydra/element.h"

typedef struct card {
    hy_pool *pool;
    hy_workspace *work;
    hy_element *element;
} card;

/* Opens all three; config may be NULL. */
void card_open(card *c, const hy_element_config *config);
void card_close(card *c);

/* The file's bytes loaded as a package. */
void card_load(card *c, const char *path);
hy_rc card_try_load(card *c, const char *path, hy_reason *why);
/* The same without its Descriptor and Debug, as most loaders send it. */
hy_rc card_try_load_bare(card *c, const char *path, hy_reason *why);

/* Hex of the package's AID, the applet's, the instance's and the parameters; "" as the API has it.
 */
void card_install(card *c, const char *package, const char *module, const char *instance,
                  const char *parameters);
hy_rc card_try_install(card *c, const char *package, const char *module, const char *instance,
                       const char *parameters, hy_reason *why);
hy_rc card_try_delete(card *c, const char *aid, bool related, hy_reason *why);

/* Sends hex and returns the response as hex, valid until the next call. */
const char *card_send(card *c, const char *command);

#define card_expect(c, command, response) assert_string_equal(card_send(c, command), response)

#endif
