#!/usr/bin/env python3
"""Counts how often four bytes stand in a row in texts, and writes engine/rules/frequent_grams.h.

usage: count_grams.py FILE...

The case of letters is not told apart; texts with blanks or other than printable ASCII characters are left out. The table
in the repository was counted over 52 MB of C, Python, Ruby, JavaScript, Java, C#, Go, shell and Markdown of git, curl,
redis, rails, eShop, sequelize, requests, gorm and the Spring pet clinic. It only says which grams to prefer: whatever it
holds, no secret is missed.
"""

import collections
import math
import pathlib
import sys

COUNT = 4000
HEADER = pathlib.Path(__file__).resolve().parents[2] / "engine/rules/frequent_grams.h"


def main() -> int:
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    counts: collections.Counter[bytes] = collections.Counter()
    size = 0
    for name in sys.argv[1:]:
        text = pathlib.Path(name).read_bytes().lower()
        size += len(text)
        counts.update(text[i : i + 4] for i in range(len(text) - 3))
    wanted = [(gram, n) for gram, n in counts.items() if len(gram) == 4 and all(0x20 < byte < 0x7F for byte in gram)]
    wanted.sort(key=lambda pair: (-pair[1], pair[0]))
    entries = sorted((gram.decode(), n / size) for gram, n in wanted[:COUNT])
    lines = ""
    for at in range(0, len(entries), 20):
        line = "".join(f"{gram}{chr(48 + round(-3 * math.log2(share)))}" for gram, share in entries[at : at + 20])
        escaped = line.replace("\\", "\\\\").replace('"', '\\"').replace("?", "\\?")
        lines += f'    "{escaped}"\n'
    HEADER.write_text(
        "#pragma once\n\n#include <string_view>\n\nnamespace trawl {\n\n"
        "/// The most frequent four bytes in a row of source code and documents, in ascending order, each followed\n"
        "/// by its share of all places: thirds of a bit, from '0' on. Written by tools/dev/count_grams.py.\n"
        "// clang-format off\n"
        f"inline constexpr std::string_view kFrequentGrams =\n{lines.rstrip()};\n"
        "// clang-format on\n\n}  // namespace trawl\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
