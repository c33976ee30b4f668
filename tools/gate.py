#!/usr/bin/env python3
"""The gates that every change passes: gate.py NAME [--root DIR]. Prints file:line: finding lines.
Exits 0 when clean, 1 on findings, 2 on a wrong call. One function per gate; the table is at the end."""
import argparse
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import tempfile

# Lowest first; a folder may include from itself and from what stands before it.
LAYERS = ["base", "crypto", "element/port", "element/store", "element/vm", "converter", "element/runtime",
          "element/gp", "element/api", "element", "debugger", "transport", "channel", "terminal", "service", "authority", "cmd"]
# Side by side: none of these may include the other.
APART = [("converter", "element/runtime"), ("converter", "element/api"), ("converter", "element/gp"),
         ("converter", "element"), ("terminal", "service"), ("terminal", "authority"), ("service", "authority"),
         ("terminal", "channel"), ("crypto", "element/port")]
# How the names of files start that the build makes.
GENERATED = ("rom", "algorithm_names")
FLAGS = ["-std=c17", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", "-Werror"]
MAX_FUNCTION, MAX_FILE, MAX_CONDITIONALS = 100, 1000, 5


def sources(root, *endings, folders=("src", "include", "tests", "fuzz", "bench")):
    found = (p for f in folders for p in sorted((root / f).rglob("*")))
    return [p for p in found if p.suffix in endings and p.is_file()]


def lines(path):
    return path.read_text(encoding="utf-8", errors="replace").split("\n")


def allowed(root, gate):
    """The exceptions of one gate: tools/allow.txt holds 'gate thing # reason' lines."""
    listing = root / "tools" / "allow.txt"
    entries = (line.split("#")[0].split() for line in (lines(listing) if listing.exists() else []))
    return {e[1] for e in entries if len(e) == 2 and e[0] == gate}


def layer_of(name):
    inside = [layer for layer in LAYERS if name == layer or name.startswith(layer + "/")]
    return max(inside, key=len) if inside else None


def gate_layers(root):
    """Includes point downwards only."""
    for path in sources(root, ".c", ".h", ".def", folders=("src",)):
        here = layer_of(str(path.parent.relative_to(root / "src")))
        for number, line in enumerate(lines(path), 1):
            match = re.match(r'\s*#\s*include\s+"([^"]+)"', line)
            if not match or match[1].startswith("hydra/"):
                continue
            target = layer_of(os.path.dirname(match[1]))
            if here and target and (LAYERS.index(target) > LAYERS.index(here) or (here, target) in APART
                                    or (target, here) in APART):
                yield path, number, f"{here} may not include {target}: includes point downwards only"
            elif not (root / "src" / match[1]).exists() and not os.path.basename(match[1]).startswith(GENERATED):
                yield path, number, f'"{match[1]}" is not written from src/'


def run_each(paths, command):
    """Runs command(path) for each path, two at a time; gives (path, output) of those that fail."""
    def one(path):
        return path, subprocess.run(command(path), capture_output=True, text=True, check=False)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, done in pool.map(one, paths):
            if done.returncode != 0:
                yield path, done.stdout + done.stderr


def gate_headers(root):
    """Each header compiles alone."""
    def command(path):
        return ["gcc", *FLAGS, "-fsyntax-only", "-x", "c", "-I", str(root / "src"), "-I", str(root / "include"),
                "-I", str(root / "tests"), "-include", str(path), "/dev/null"]
    for path, output in run_each(sources(root, ".h"), command):
        yield path, 1, "does not compile alone:\n" + output


def functions(root):
    """(path, name, first line, last line) of every C function, by ctags."""
    paths = sources(root, ".c")
    if not paths:
        return
    done = subprocess.run(["ctags", "-x", "--languages=C", "--kinds-C=f", "--_xformat=%{input}\t%{name}\t%n\t%{end}",
                           *map(str, paths)], capture_output=True, text=True, check=True)
    for row in done.stdout.splitlines():
        path, name, first, last = row.split("\t")
        if last.isdigit():
            yield pathlib.Path(path), name, int(first), int(last)


def gate_size(root):
    """Functions, files and preprocessor conditionals stay small."""
    excused = allowed(root, "size")
    for path, name, first, last in functions(root):
        if last - first + 1 > MAX_FUNCTION and name not in excused:
            yield path, first, f"function {name} has {last - first + 1} lines; {MAX_FUNCTION} is the most"
    for path in sources(root, ".c", ".h"):
        text = lines(path)
        name = str(path.relative_to(root))
        if len(text) - 1 > MAX_FILE and name not in excused:
            yield path, len(text), f"{len(text) - 1} lines; {MAX_FILE} is the most"
    text = [line for path in sources(root, ".c", ".h", folders=("src",)) for line in lines(path)]
    guards = len(sources(root, ".h", folders=("src",)))
    conditionals = sum(bool(re.match(r"\s*#\s*if", line)) for line in text) - guards
    if len(text) > 1000 and conditionals > MAX_CONDITIONALS * len(text) / 1000:
        yield root / "src", 1, f"{conditionals} #if in {len(text)} lines; {MAX_CONDITIONALS} per thousand is the most"


def gate_comment(root):
    """Every file says at its top what it holds; nothing says it is unfinished."""
    for path in sources(root, ".c", ".h", ".def"):
        if not path.read_text(encoding="utf-8", errors="replace").startswith("/*"):
            yield path, 1, "starts without a comment that says what the file holds"
        for number, line in enumerate(lines(path), 1):
            if re.search(r"\b(TODO|FIXME|XXX|HACK)\b", line):
                yield path, number, "says that something is unfinished"


def gate_format(root):
    """clang-format has nothing to change."""
    def command(path):
        return ["clang-format", "--dry-run", "-Werror", str(path)]
    for path, output in run_each(sources(root, ".c", ".h"), command):
        yield path, 1, "not formatted (clang-format -i mends it):\n" + "\n".join(output.split("\n")[:4])


CLOCK = re.compile(r"\b(clock_gettime|gettimeofday|time|times|clock|ftime|timespec_get|localtime|localtime_r|"
                   r"gmtime|gmtime_r|mktime)\s*\(")


def gate_clock(root):
    """Time comes from base/clock.h alone (seam S7)."""
    for path in sources(root, ".c", ".h", folders=("src",)):
        if path.relative_to(root / "src").as_posix() == "base/clock.c":
            continue
        for number, line in enumerate(lines(path), 1):
            code = re.sub(r'"(\\.|[^"\\])*"|/\*.*?\*/', "", line)
            if not line.lstrip().startswith(("*", "/*")) and CLOCK.search(code):
                yield path, number, "calls a clock; ask base/clock.h for the time"


def gate_openssl(root):
    """OpenSSL stays inside its leaf files: src/crypto/*.c, in no header."""
    for path in sources(root, ".c", ".h", folders=("src", "include")):
        leaf = path.parent == root / "src" / "crypto" and path.suffix == ".c"
        for number, line in enumerate(lines(path), 1):
            if not leaf and re.match(r"\s*#\s*include\s+<openssl/", line):
                yield path, number, "includes OpenSSL outside the leaf files of crypto/"


SYSTEM = re.compile(r"\s*#\s*include\s+<(unistd|fcntl|sys/\w+|time|pthread|signal|dirent|poll|netdb)\.h>|"
                    r".*\b(malloc|calloc|realloc|free|fopen|f?printf|getenv|exit|abort|system)\s*\(")


def gate_system(root):
    """The element makes no call to the operating system outside element/port."""
    for path in sources(root, ".c", ".h", folders=("src/element",)):
        if path.relative_to(root / "src/element").parts[0] == "port":
            continue
        for number, line in enumerate(lines(path), 1):
            if not line.lstrip().startswith(("*", "/*")) and SYSTEM.match(line):
                yield path, number, "the element asks the operating system for nothing outside element/port"


def gate_cppcheck(root):
    """cppcheck has nothing to say."""
    done = subprocess.run(
        ["cppcheck", "--quiet", "-D__cppcheck__", "--std=c11", "--enable=warning,portability", "--inline-suppr",
         "--error-exitcode=1",
         "--suppress=missingIncludeSystem", "--suppress=preprocessorErrorDirective", "-j", str(os.cpu_count()),
         "-I", str(root / "src"), "-I", str(root / "include"), "--template={file}:{line}: {id}: {message}",
         str(root / "src")], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        yield root / "src", 1, done.stdout + done.stderr


def gate_tidy(root):
    """clang-tidy has nothing to say (checks: .clang-tidy)."""
    include = ["-I", str(root / "src"), "-I", str(root / "include"), "-I", str(root / "tests"), "-I", "/usr/include/PCSC"]

    def command(path):
        return ["clang-tidy", "--quiet", "--warnings-as-errors=*", str(path), "--", "-std=c17", "-D_GNU_SOURCE",
                '-DHY_VERSION="0"', *include]
    with tempfile.TemporaryDirectory() as generated:
        include += ["-I", generated]
        for name in GENERATED: # what the build makes is not looked at
            (pathlib.Path(generated) / f"{name}.def").touch()
        for path, output in run_each(sources(root, ".c", folders=("src",)), command):
            yield path, 1, "clang-tidy:\n" + output


GATES = {name[5:]: function for name, function in list(globals().items()) if name.startswith("gate_")}


def main():
    parser = argparse.ArgumentParser(description=__doc__, epilog="gates: " + ", ".join(GATES))
    parser.add_argument("gate", choices=sorted(GATES))
    parser.add_argument("--root", default=str(pathlib.Path(__file__).resolve().parent.parent), type=pathlib.Path)
    arguments = parser.parse_args()
    count = 0
    for path, number, message in GATES[arguments.gate](arguments.root.resolve()):
        print(f"{os.path.relpath(path, arguments.root.resolve())}:{number}: {message}")
        count += 1
    print(f"gate {arguments.gate}: " + (f"{count} findings" if count else "clean"))
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
