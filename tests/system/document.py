#!/usr/bin/env python3
"""Runs what a document says: document.py FILE. The blocks fenced as ```sh are one shell script, in a folder where
`build` and `javacard`, `tests` are those of $HYDRA_BUILD and $HYDRA_SOURCE. Exits with what the script exits with."""
import os
import shutil
import subprocess
import sys
import tempfile


def blocks(lines):
    """The lines inside the blocks that are run, each with an echo of where it stands."""
    inside = False
    for number, line in enumerate(lines, 1):
        if line.startswith("```"):
            inside = line.strip() == "```sh"
            if inside:
                yield f"echo '== line {number}'\n"
        elif inside:
            # What a shell forgives, "! command" that succeeds, is a failure here.
            yield f"if {line[2:].strip()}; then exit 71; fi\n" if line.startswith("! ") else line


def main():
    script = "set -e\n"
    for tool in ("lcov", "genhtml"):
        if shutil.which(tool) is None:
            script += f"{tool}() {{ echo '{tool} is not installed'; }}\n"
    with open(sys.argv[1], encoding="utf-8") as document:
        script += "".join(blocks(document))
    with tempfile.TemporaryDirectory() as folder:
        os.symlink(os.environ["HYDRA_BUILD"], os.path.join(folder, "build"))
        for name in ("javacard", "tests"):
            os.symlink(os.path.join(os.environ["HYDRA_SOURCE"], name), os.path.join(folder, name))
        return subprocess.run(["bash", "-c", script], cwd=folder, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
