/* What `hyd cap build` and `hyd cap convert` share: options to a conversion, and its files. */
#ifndef HY_CMD_CAP_OUTPUT_H
#define HY_CMD_CAP_OUTPUT_H

#include "base/arena.h"
#include "cmd/cli.h"
#include "converter/convert.h"

/* The options that both have. */
#define HY_CAP_OPTIONS                                                                             \
    {"package", 0, "NAME", false, "Java package to convert, com.example.wallet"},                  \
        {"aid", 0, "HEX", false, "AID of the package, 5 to 16 bytes"},                             \
        {"version", 0, "MAJOR.MINOR", false, "Version of the package"},                            \
        {"applet", 0, "AID=CLASS", true, "An applet of the package"},                              \
        {"output", 'o', "FILE", false, "CAP file to write"},                                       \
        {"ijc", 0, NULL, false, "Also write the bare load file, FILE with .ijc"},                  \
        {"target", 0, "VERSION", false, "Java Card version to run on, 2.1.1 to 3.2"},              \
        {"exports", 0, "DIR", true, "Folder with export files of imported packages"},              \
        {"export-map", 0, "EXP", false, "Keep the tokens of an earlier version"},                  \
        {"int", 0, NULL, false, "The package may use int"},                                        \
        {"debug", 'g', NULL, false, "Write the Debug component (CAP format 2.2)"},                 \
        {"json", 0, NULL, false, "Print the result as JSON"},                                      \
    {                                                                                              \
        NULL, 0, NULL, false, NULL                                                                 \
    }

/* Reads the options into o; everything it points to is in the arena or in argv. Says what is wrong
   with them itself. */
hy_exit hy_cap_read_options(const hy_cli *cli, hy_arena *arena, hy_convert_options *o);

/* Converts the class files named in o, writes what comes out, and says so. */
hy_exit hy_cap_convert(const hy_cli *cli, hy_arena *arena, const hy_convert_options *o);

#endif
