#!/usr/bin/env python3
"""Makes two other ROM images of the API, for elements that are opened on another platform:
MORE has a package and a class more, in front of all others; GROWN has a field more in AID.
Usage: other_roms.py JAVAC JAVACARD_DIR ROM_CLASSES ROM_TOOL OUTPUT_DIR MORE GROWN"""
import pathlib
import shutil
import subprocess
import sys

ASIDE = "package hydra.aside;\npublic final class Aside {\n    short first;\n    Object second;\n}\n"
FIRST = "package javacard.framework;\nfinal class Aardvark {\n    byte[] ants;\n}\n"
FIELD = "    private byte[] bytes;\n"


def compile_java(javac, own, classes, folder):
    files = [str(p) for p in sorted(folder.rglob("*.java"))]
    subprocess.run([javac, "-encoding", "UTF-8", "-Xlint:-options", "-proc:none", "-implicit:none",
                    "-g", "-source", "8", "-target", "8", "-bootclasspath", f"{classes}:{own}",
                    "-d", str(classes), *files], check=True)


def make(name, sources, packages, image):
    javac, source, rom, tool, out = sys.argv[1:6]
    source = pathlib.Path(source)
    folder = pathlib.Path(out) / ("rom-" + name)
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(rom, folder / "classes")
    for path, text in sources.items():
        (folder / "java" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "java" / path).write_text(text)
    compile_java(javac, source / "compile", folder / "classes", folder / "java")
    listed = folder / "packages.txt"
    listed.write_text((source / "api/packages.txt").read_text() + packages)
    tables = [a for t in ("javacard", "globalplatform")
              for a in ("--table", str(source / "tokens" / (t + ".tsv")))]
    subprocess.run([tool, "--classes", str(folder / "classes"), "--packages", str(listed),
                    "--pins", str(source / "api/pins"), *tables, "--image", image,
                    "--natives", str(folder / "natives.def"),
                    "--exports", str(folder / "exports")], check=True)


def main():
    more, grown = sys.argv[6:8]
    make("more", {"hydra/aside/Aside.java": ASIDE, "javacard/framework/Aardvark.java": FIRST},
         "hydra.aside F0485944520099 1.0 system\n", more)
    aid = (pathlib.Path(sys.argv[2]) / "api/javacard/framework/AID.java").read_text()
    if FIELD not in aid:
        sys.exit("AID.java: the field is not where it was; mend other_roms.py")
    make("grown", {"javacard/framework/AID.java":
                   aid.replace(FIELD, FIELD + "    private short more;\n")}, "", grown)


main()
