/* APDU scripts: commands in hexadecimal, a line each, with what is expected of the card.

     # a comment
     > 00A4040009D27600008501010001 ; 9000     "> " may be left out
     8050000002 ; 0064 9000                     the whole response
     8050000002 ; *9000                         any data, then this status word
     8050000002 ; 9000                          four digits: the status word alone
     8050000002 ; ....9000                      a dot is any digit
     reset                                      resets the card
     snapshot NAME                              keeps the element as it is
     restore NAME                               goes on from there
     clock 5000                                 sets the element's clock, in milliseconds
*/
#ifndef HY_CMD_APDU_SCRIPT_H
#define HY_CMD_APDU_SCRIPT_H

#include "base/bytes.h"

typedef enum hy_script_kind {
    HY_SCRIPT_COMMAND,
    HY_SCRIPT_RESET,
    HY_SCRIPT_SNAPSHOT,
    HY_SCRIPT_RESTORE,
    HY_SCRIPT_CLOCK,
} hy_script_kind;

typedef struct hy_script_step {
    hy_script_kind kind;
    unsigned line;          /* of the script, from 1 */
    hy_buf command;         /* owned */
    const char *name;       /* of a snapshot; of a clock its number */
    const char *expected;   /* pattern, blanks taken out; NULL: nothing is expected */
    size_t expected_length; /* characters */
} hy_script_step;

typedef struct hy_script {
    char *text;            /* owned; what expected points into */
    hy_script_step *steps; /* owned */
    size_t count;
} hy_script;

/* Takes a script apart. FORMAT with the line in why; the script must be freed all the same. */
hy_rc hy_script_parse(hy_view text, hy_script *out, hy_reason *why) HY_USE;

/* Has it a step of this kind? */
bool hy_script_has(const hy_script *s, hy_script_kind kind);

void hy_script_free(hy_script *s);

/* Does the response (upper-case hexadecimal, with the status word) fit the step's pattern? A step
   that expects nothing fits any. */
bool hy_script_fits(const hy_script_step *step, const char *response);

#endif
