/* Pins: tokens that are given rather than chosen, from an export map or a text file. */
#ifndef HY_CONVERTER_PINS_H
#define HY_CONVERTER_PINS_H

#include "converter/model.h"

/* Tokens by what they name, relative to the package:
     "Wallet"                 a class
     "Wallet.debit([BS)S"     a method or constructor ("Wallet.<init>()V")
     "Wallet.balance"         a field */
typedef struct hy_pin {
    const char *name;
    uint8_t token;
    bool used; /* some class or member took it */
} hy_pin;

typedef struct hy_pins {
    hy_map by_name;     /* to hy_pin */
    const char *source; /* where they come from, for messages; borrowed */
} hy_pins;

/* No pins yet. */
hy_pins hy_pins_new(hy_arena *arena, const char *source);

/* Adds the tokens of an earlier version of a package. MEMORY. */
hy_rc hy_pins_add_package(hy_pins *pins, const hy_jpackage *earlier) HY_USE;

/* Adds the lines of a text: a name as above, blanks, a decimal token; '#' starts a comment.
   FORMAT with the line; EXISTS when a name comes twice; MEMORY. */
hy_rc hy_pins_add_text(hy_pins *pins, hy_view text, hy_reason *why) HY_USE;

/* The pin under a name, or NULL; pins may be NULL. */
hy_pin *hy_pins_find(const hy_pins *pins, const char *name);

#endif
