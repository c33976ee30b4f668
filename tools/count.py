#!/usr/bin/env python3
"""Counts the tests that meson ran in these build folders, each cmocka test as one, and prints
'N passed, N failed' alone on the last line. Exits 1 when any failed or none ran."""
import json
import pathlib
import re
import sys


def count(folder):
    """(passed, failed) of the last `meson test` in a build folder."""
    passed = failed = 0
    log = pathlib.Path(folder) / "meson-logs" / "testlog.json"
    for line in log.read_text(encoding="utf-8").splitlines():
        test = json.loads(line)
        output = test.get("stdout") or ""
        good = len(re.findall(r"^ok \d+", output, re.M))
        bad = len(re.findall(r"^not ok \d+", output, re.M))
        if test["result"] != "OK" and bad == 0:
            bad = 1  # it crashed, timed out or printed no result
        if test["result"] == "OK" and good == 0:
            good = 1
        passed, failed = passed + good, failed + bad
    return passed, failed


def main():
    totals = [count(folder) for folder in sys.argv[1:]]
    passed, failed = (sum(column) for column in zip(*totals))
    print(f"{passed} passed, {failed} failed")
    return 0 if passed and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
