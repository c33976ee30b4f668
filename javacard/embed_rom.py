#!/usr/bin/env python3
"""Writes the C file that binds the ROM image to its native methods: the bytes, and one entry for
each line of the table of natives, in the image's order. A native without a function does not link.
Usage: embed_rom.py ROM_IMAGE NATIVES_DEF OUTPUT"""
import pathlib
import re
import sys

HEAD = """/* The ROM image and its natives. Made by embed_rom.py. */
#include "element/api/platform.h"

"""
LINE = re.compile(r'HY_NATIVE\((\d+), (\w+), ("[^"]*"), ("[^"]*"), ("[^"]*"), \d+, \d+\)')


def main():
    image = pathlib.Path(sys.argv[1]).read_bytes()
    natives = LINE.findall(pathlib.Path(sys.argv[2]).read_text())
    if [int(n[0]) for n in natives] != list(range(len(natives))):
        sys.exit(f"{sys.argv[2]}: the natives are not numbered from 0 on")
    out = [HEAD]
    out += [f"hy_outcome hy_api_{n[1]}(hy_machine *m, hy_slot *slots);\n" for n in natives]
    out.append("\nconst hy_native_entry hy_platform_natives[] = {\n")
    out += [f"    {{{n[2]}, {n[3]}, {n[4]}, hy_api_{n[1]}}},\n" for n in natives]
    out.append(f"}};\nconst uint16_t hy_platform_native_count = {len(natives)};\n")
    out.append(f"\nstatic const uint8_t bytes[{len(image)}] = {{\n")
    out += ["    " + ", ".join(map(str, image[i:i + 24])) + ",\n" for i in range(0, len(image), 24)]
    out.append("};\nconst hy_view hy_platform_image = {bytes, sizeof bytes};\n")
    pathlib.Path(sys.argv[3]).write_text("".join(out))


main()
