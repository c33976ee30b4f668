/* What `hyd cap build` and `hyd cap convert` share: options to a conversion, and its files. */
#ifndef HY_CMD_CAP_OUTPUT_H
#define HY_CMD_CAP_OUTPUT_H

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

/* Converts the class files by the options, and writes what comes out. sources: for messages, may be
   empty. */
hy_exit hy_cap_convert(const hy_cli *cli, const hy_front_file *files, size_t file_count,
                       const char *const *sources, size_t source_count);

#endif
