#!/usr/bin/env python3
"""Drives Java's own debugger: jdb.py SCRIPT COMMAND... starts COMMAND, which is hyd with --jdwp=0,suspend=y,
attaches jdb and runs SCRIPT. A line is "command => text": the text must come before the next line. Exits with
what COMMAND exits with, 70 when a text did not come."""
import queue
import re
import subprocess
import sys
import threading

TIMEOUT, QUIET = 60, 0.6


def reader(stream, into):
    """Puts what comes into a queue, a character at a time, so that prompts count; then None."""
    while character := stream.read(1):
        into.put(character)
    into.put(None)


def wait_for(text, incoming, seen):
    """Reads until the text has come and jdb is quiet, for it falls over commands that come while it tells of an
    event; gives what came, without jdb's prompts, or fails."""
    got, patience = "", TIMEOUT
    while True:
        try:
            character = incoming.get(timeout=patience)
        except queue.Empty:
            character = None
        if character is None and patience == QUIET:
            return got
        if character is None:
            print(f"{seen}{got}\njdb.py: '{text}' did not come", flush=True)
            sys.exit(70)
        got = re.sub(r"element\[1\] |> ", "", got + character)
        if text in got:
            patience = QUIET


def main():
    script, command = sys.argv[1], sys.argv[2:]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as element:
        address = re.search(r"listening on (\S+?),", element.stderr.readline())[1]
        with subprocess.Popen(["jdb", "-attach", address], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, bufsize=0) as jdb:
            incoming, seen = queue.Queue(), ""
            threading.Thread(target=reader, args=(jdb.stdout, incoming), daemon=True).start()
            try:
                seen += wait_for("VM Started", incoming, seen)
                for line in open(script, encoding="utf-8"):
                    typed, _, text = line.rstrip("\n").partition(" => ")
                    if typed:
                        jdb.stdin.write(typed + "\n")
                        seen += wait_for(text, incoming, seen)
            finally:
                jdb.stdin.close()
                jdb.kill()
        print(seen + element.stderr.read(), end="")
        return element.wait(TIMEOUT)


if __name__ == "__main__":
    sys.exit(main())
