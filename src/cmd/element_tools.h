/* The options of commands that run an element and show what happens inside: --trace, --coverage,
   --profile. The Java stack of what ends in 6F00 is always shown. */
#ifndef HY_CMD_ELEMENT_TOOLS_H
#define HY_CMD_ELEMENT_TOOLS_H

#include "cmd/cli.h"
#include "debugger/tools.h"
#include "transport/link.h"

/* Rows of a command's table of options. */
#define HY_ELEMENT_TOOLS_OPTIONS                                                                   \
    {"trace", 0, "[LIST]", false,                                                                  \
     "Show what happens inside: apdu, calls, contexts, exceptions (these four if nothing is "      \
     "said), lines, platform, all; with commas"},                                                  \
        {"coverage", 0, "FILE", false, "Write which Java lines ran, as lcov reads it"},            \
        {"source", 0, "DIR", true, "Where Java sources are, for the paths in --coverage"},         \
        {"profile", 0, "FILE", false,                                                              \
         "Write bytecodes and objects of each method; - is standard output"},                      \
        {"json", 0, NULL, false, "Write the profile as JSON"},                                     \
    {                                                                                              \
        "jdwp", 0, "[WHERE]", false,                                                               \
            "Let a Java debugger connect: HOST:PORT (127.0.0.1:5005 if nothing is said; "          \
            "*:PORT for every interface), suspend=y to wait for it; with a comma"                  \
    }

/* Checks the options; a wrong one is said. */
hy_exit hy_element_tools_check(const hy_cli *cli);

/* Is any of them asked for? */
bool hy_element_tools_wanted(const hy_cli *cli);

/* Puts the tools before a link to the element: they see each command and response. *link is
   exchanged for the one that tells them, which closes the other. MEMORY. */
hy_rc hy_element_tools_join(hy_tools *tools, hy_link **link, hy_reason *why) HY_USE;

/* Opens the tools that the options ask for. Errors as hy_tools_open. */
hy_rc hy_element_tools_open(const hy_cli *cli, hy_pool *pool, hy_element *element,
                            hy_workspace *work, hy_tools **out, hy_reason *why) HY_USE;

/* Writes coverage and profile. IO, MEMORY. */
hy_rc hy_element_tools_write(const hy_cli *cli, const hy_tools *t, hy_reason *why) HY_USE;

#endif
