#!/usr/bin/env python3
"""Counts what the annotated programs expect: count_annotations.py [--least N] FOLDER...

An expectation is a rule named in a mark (`EXPECT: a, b`); a look-alike is a function whose name says that it is the
repaired form (`_ok`, `_good`), without a mark, or a written program in repaired form. With --least it fails when
there are fewer than N of either.
"""

import pathlib
import re
import sys

MARK = re.compile(r"//\s*(EXPECT|MISSED):\s*([a-z0-9, -]+)")
REPAIRED = re.compile(r"\b(\w*_(?:ok|good)\w*)\s*\([^;{}]*\)\s*(?:const|override|noexcept|\s)*\{")
SOURCES = {".c", ".cc", ".cpp", ".cxx", ".h", ".hpp"}


def count(folder):
    expected = missed = alike = 0
    for path in sorted(pathlib.Path(folder).rglob("*")):
        if path.suffix not in SOURCES or (path.parent.name != "tests" and "tests" not in path.parts):
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        for kind, rules in MARK.findall(text):
            rules = len([rule for rule in rules.split(",") if rule.strip()])
            expected += rules if kind == "EXPECT" else 0
            missed += rules if kind == "MISSED" else 0
        if path.stem.startswith("good"):
            # A written program is one look-alike, however many functions and files it has.
            alike += path.stem in ("good", "good_0")
            continue
        for match in REPAIRED.finditer(text):
            end = text.find("\n}", match.end())
            line_end = text.find("\n", match.end())
            body = text[match.end():end if end > 0 and "}" not in text[match.end():line_end] else line_end]
            alike += 0 if "EXPECT:" in body else 1
    return expected, missed, alike


def main(arguments):
    least = 0
    if arguments[:1] == ["--least"]:
        least = int(arguments[1])
        arguments = arguments[2:]
    if not arguments:
        print(__doc__)
        return 2
    total = [0, 0, 0]
    for folder in arguments:
        counts = count(folder)
        print(f"{folder}: {counts[0]} expectations, {counts[1]} known misses, {counts[2]} look-alikes")
        total = [a + b for a, b in zip(total, counts)]
    print(f"{total[0]} expectations, {total[2]} look-alikes that must stay silent, {total[1]} known misses")
    return 1 if min(total[0], total[2]) < least else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
