/* `hyd element apdu --tear`: a script is run again and again, each time power is cut before another
   of its persistent writes; then the element is started again and a second script checks it. */
#ifndef HY_CMD_ELEMENT_TEAR_H
#define HY_CMD_ELEMENT_TEAR_H

#include "cmd/apdu_script.h"
#include "cmd/card.h"
#include "cmd/disk.h"
#include "cmd/test_port.h"
#include "debugger/tools.h"

/* Everything is borrowed. The element lives on the disk with durability `write`, ready for the
   script; what is durable there is where every run starts. */
typedef struct hy_tear {
    const hy_cli *cli;
    hy_card *card;
    hy_tools *tools;
    hy_test_port *port;
    hy_image image;
    hy_disk *disk;
    const hy_script *script;
} hy_tear;

/* What --tear says: the write before which power is cut, from 1; 0 for all. False when it is
   neither a number nor "all". */
bool hy_tear_choice(const char *text, uint64_t *write);

/* Does it and prints the outcome; *broken: how many cuts the check did not survive. Errors of the
   scripts, and of the element without a cut, with their lines. */
hy_rc hy_tear_run(hy_tear *t, size_t *broken, hy_reason *why) HY_USE;

#endif
