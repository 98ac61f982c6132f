#!/usr/bin/env python3
"""Writes the list of common sub-words of identifiers: engine/match/context/subwords.txt.

usage: make_subwords.py [--count N] [--output FILE] TREE...

Each TREE is a folder of source code. Identifiers of text files are split at underscores, digits and changes of
case; what counts is in how many different identifiers a word of 4 to 8 letters stands, and in how many trees. Of
longer words the first eight letters and the rest count, which is how a greedy cover takes them. Words that only
one tree uses need to be much more frequent there: names of one project are no evidence about another one.

The result is sorted, one word a line, lower case. The same trees give the same list.
"""

import argparse
import collections
import math
import os
import re
import sys

SOURCE_SUFFIXES = (
    ".c .h .cc .cpp .cxx .hpp .m .swift .java .kt .scala .groovy .py .rb .go .rs .js .jsx .ts .tsx .mjs .php .cs .sh "
    ".pl .pm .lua .yml .yaml .toml .ini .cfg .json .xml .gradle .tf .sql .css .html .md .txt .rst .adoc"
).split()
GREATEST_FILE = 2_000_000
GREATEST_LINE = 1_000
IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,79}")
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
VOWEL = re.compile(r"[aeiouy]")
SHORTEST, LONGEST = 4, 8


def source_files(tree):
    for folder, folders, files in os.walk(tree):
        folders.sort()
        for name in sorted(files):
            if os.path.splitext(name)[1].lower() in SOURCE_SUFFIXES:
                path = os.path.join(folder, name)
                if not os.path.islink(path) and os.path.getsize(path) <= GREATEST_FILE:
                    yield path


def identifiers_of(tree):
    found = set()
    for path in source_files(tree):
        with open(path, encoding="latin-1") as file:
            for line in file:
                if len(line) <= GREATEST_LINE:
                    found.update(IDENTIFIER.findall(line))
    return found


def parts_of(word):
    """The sub-words that stand for `word` in the list."""
    if len(word) < SHORTEST:
        return ()
    if len(word) <= LONGEST:
        return (word,)
    rest = word[LONGEST:]
    return (word[:LONGEST],) + ((rest,) if SHORTEST <= len(rest) <= LONGEST else ())


def looks_spoken(word):
    """False for runs that no language has: cut-off hashes and key material in test files."""
    return VOWEL.search(word) and len(set(word)) > 1 and not re.search(r"[^aeiouy]{6}", word)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trees", nargs="+", metavar="TREE")
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--output", default="engine/match/context/subwords.txt")
    options = parser.parse_args()

    identifiers_with = collections.Counter()
    trees_with = collections.Counter()
    for tree in options.trees:
        seen = collections.Counter()
        for identifier in identifiers_of(tree):
            # Key material is a run of short words of changing case; identifiers rarely change case that often.
            words = WORD.findall(identifier)
            if len(words) * 3 > len(identifier):
                continue
            for word in {part for whole in words for part in parts_of(whole.lower())}:
                seen[word] += 1
        for word, count in seen.items():
            if looks_spoken(word):
                identifiers_with[word] += count
                trees_with[word] += 1

    def weight(word):
        # A longer word is less often met in random text, so it may be rarer in source code.
        return math.log2(1 + identifiers_with[word]) * trees_with[word] * math.sqrt(len(word))

    chosen = sorted(identifiers_with, key=lambda word: (-weight(word), word))[: options.count]
    with open(options.output, "w", encoding="ascii") as file:
        file.writelines(word + "\n" for word in sorted(chosen))
    print(f"{len(chosen)} sub-words of {len(identifiers_with)} from {len(options.trees)} trees", file=sys.stderr)


if __name__ == "__main__":
    main()
