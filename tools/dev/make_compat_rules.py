#!/usr/bin/env python3
"""Writes the C++ table behind `--compat` from patterns/compat.csv: which of our rules other tools have under which name.

    make_compat_rules.py OUT

A cell is empty where the other tool has no rule for that kind.
"""

import csv
import pathlib
import sys

DATA = pathlib.Path(__file__).resolve().parents[2] / "patterns/compat.csv"
TOOLS = ("gitleaks", "betterleaks", "noseyparker", "kingfisher", "titus")


def main():
    with open(DATA, newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["rule"])
    lines = "".join(f'    {{"{row["rule"]}", {{{", ".join(chr(34) + row[tool] + chr(34) for tool in TOOLS)}}}}},\n' for row in rows)
    pathlib.Path(sys.argv[1]).write_text(
        '#include "tools/trawl/compat_rules.h"\n\nnamespace trawl {\nnamespace {\n\n'
        f"constexpr CompatRule kRules[] = {{\n{lines}}};\n\n}}  // namespace\n\n"
        "std::span<const CompatRule> compat_rules() {\n  return kRules;\n}\n\n}  // namespace trawl\n")


if __name__ == "__main__":
    sys.exit(main())
