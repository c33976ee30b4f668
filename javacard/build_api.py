#!/usr/bin/env python3
"""Compiles the Java Card API twice: for the ROM image, with our own java.lang, and as api.jar, which
applets are compiled against. The same sources give the same bytes.
Usage: build_api.py JAVAC SOURCE_DIR OUTPUT_DIR (writes api.jar, rom-classes/ and api.d there)"""
import pathlib
import shutil
import subprocess
import sys
import zipfile

COMMON = ["-encoding", "UTF-8", "-Xlint:-options", "-proc:none", "-implicit:none"]


def sources(api, wanted):
    return sorted(str(p) for p in api.rglob("*.java") if wanted(p.relative_to(api)))


def compile_java(javac, options, out, files):
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    arguments = out.parent / (out.name + ".files")
    arguments.write_text("\n".join(files))
    subprocess.run([javac, *COMMON, *options, "-d", str(out), "@" + str(arguments)], check=True)


def write_jar(jar, classes):
    files = [("META-INF/MANIFEST.MF", b"Manifest-Version: 1.0\r\n\r\n")]
    files += [(str(p.relative_to(classes)), p.read_bytes()) for p in sorted(classes.rglob("*.class"))]
    with zipfile.ZipFile(jar, "w", zipfile.ZIP_DEFLATED) as z:
        for name, content in files:
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.external_attr = 0o644 << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            z.writestr(info, content)


def main():
    javac, source, out = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    api, own = source / "api", str(source / "compile")
    # java.lang is ours alone; annotations are the compiler's business, not the card's.
    rom = sources(api, lambda p: p.parts[:2] != ("javacardx", "annotations"))
    compile_java(javac, ["-g", "-source", "8", "-target", "8", "-bootclasspath", own, "-sourcepath",
                         own], out / "rom-classes", rom)
    # What applets see: java.lang is the JDK's, and nothing of hydra is shown.
    compile_java(javac, ["-g:none", "--release", "8", "-sourcepath", str(api)], out / "api-classes",
                 sources(api, lambda p: p.parts[0] not in ("java", "hydra")))
    write_jar(out / "api.jar", out / "api-classes")
    inputs = [p for folder in (api, source / "compile") for p in [folder, *folder.rglob("*")]
              if p.is_dir() or p.suffix in (".java", ".txt")]
    (out / "api.d").write_text("%s: %s\n" % (sys.argv[4], " ".join(map(str, sorted(inputs)))))


main()
