#!/usr/bin/env python3
"""Checks who includes what: the architecture (docs/architecture.md) as tables, held by a test.

usage: check_layers.py [ROOT]

A change to the architecture changes these tables in the same commit. Prints one line a violation and exits with 1 if
there is any.
"""

import fnmatch
import pathlib
import re
import sys

BASE = {"base"}
MODEL = BASE | {"model"}

# Part -> the parts it may include besides itself. Siblings are absent: what two of them need belongs into model.
PARTS = {
    "base": set(),
    "model": BASE,
    "git": MODEL,
    "document": MODEL,
    "source": MODEL | {"git"},
    "match": MODEL,  # with its sub-folders validators, decode and context
    "rules": MODEL,
    "report": MODEL,
    "store": MODEL,
    "sandbox": MODEL,
    "sast": MODEL,
    "config": MODEL | {"document"},
    "deps": MODEL | {"document"},
    "assure": MODEL,
    "checkers": MODEL | {"sast"},
}
PARTS["scan"] = set(PARTS) - {"checkers"}
EVERY_PART = set(PARTS)

# Header of a library (or its folder, with a slash) -> who may include it: parts, "engine" for all of them, or a folder
# of tools. Tests are free.
LIBRARIES = {
    "fmt/": {"engine", "tools", "checkers"},
    "hs.h": {"match"},
    "hs/": {"match"},
    "re2/": {"match", "config"},
    "nlohmann/": {"match", "rules", "report", "store", "deps", "sast", "assure"},
    "toml++/": {"rules", "document", "assure"},
    "toml.hpp": {"rules", "document"},
    "yaml.h": {"rules", "document"},
    "tree_sitter/": {"document"},
    "pugixml.hpp": {"document"},
    "zlib.h": {"match", "git", "sast", "source"},
    "bzlib.h": {"source"},
    "lzma.h": {"source"},
    "zstd.h": {"source"},
    "libdeflate.h": {"git", "source"},
    "git2.h": {"git"},
    "git2/": {"git"},
    "openssl/sha.h": {"match", "git", "store", "assure", "deps"},
    "openssl/crypto.h": {"store"},  # OPENSSL_cleanse
    "openssl/hmac.h": {"store", "assure"},
    "openssl/": {"assure", "document"},
    "xxhash.h": {"store"},
    "sqlite3.h": {"store"},
    "archive.h": {"source", "deps"},
    "archive_entry.h": {"source", "deps"},
    "mustache.hpp": {"report", "assure"},
    "kainjow/": {"report", "assure"},
    "seccomp.h": {"sandbox"},
    "tbb/": {"scan"},
    "oneapi/": {"scan"},
    "CLI/": {"tools/trawl"},
    "clang/": {"sast", "checkers", "tools/trawl-clang"},
    "llvm/": {"sast", "checkers", "tools/trawl-clang"},
    "benchmark/": {"tools/bench"},
}

# Only the part that conducts, and the programs, may know of threads.
THREAD_HEADERS = {
    "thread", "mutex", "shared_mutex", "atomic", "stdatomic.h", "condition_variable", "future", "semaphore", "latch",
    "barrier", "stop_token", "pthread.h", "semaphore.h", "threads.h",
}
THREAD_FOLDERS = {"tbb/", "oneapi/"}
MAY_USE_THREADS = {"scan", "tools"}

# The files that may take a secret out of its type.
REVEALS = [
    "engine/model/secret.h",  # where it is declared
    "engine/report/show_secrets.cpp",
    "engine/scan/identity*.cpp",
    "engine/store/identity*.cpp",
]

# Included, and written by the build.
GENERATED = ["builtin/*", "engine/*/generated/*"]

# Headers of the C library and the kernel, as far as they lie in no folder of their own.
SYSTEM_FOLDERS = ("sys/", "linux/", "netinet/", "arpa/", "asm/", "bits/")
SYSTEM_HEADERS = {
    "assert.h", "ctype.h", "dirent.h", "dlfcn.h", "elf.h", "errno.h", "fcntl.h", "fnmatch.h", "getopt.h", "grp.h",
    "immintrin.h", "inttypes.h", "langinfo.h", "libgen.h", "limits.h", "link.h", "locale.h", "malloc.h", "math.h",
    "netdb.h", "nmmintrin.h", "poll.h", "pwd.h", "sched.h", "setjmp.h", "signal.h", "spawn.h", "stdarg.h", "stdbool.h", "stddef.h",
    "stdint.h", "stdio.h", "stdlib.h", "string.h", "strings.h", "sysexits.h", "syslog.h", "termios.h", "time.h",
    "ucontext.h", "unistd.h", "utime.h", "wchar.h", "x86intrin.h", "cpuid.h", "cxxabi.h",
}

SOURCES = ("*.h", "*.hpp", "*.c", "*.cc", "*.cpp", "*.S", "*.inc")
FOLDERS = ("engine", "checkers", "tools", "tests")
INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)')
REVEAL = re.compile(r"(?:\.|->|::)\s*reveal\b")
NO_CODE = re.compile(
    r'R"([^()\\ ]{0,16})\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|//[^\n]*|/\*.*?\*/', re.DOTALL)


def part_of(path):
    """The part a file belongs to: one of PARTS, "tools/NAME", "tests", or None for what is no part."""
    folders = path.split("/")
    if folders[0] == "engine" and len(folders) > 2:
        return folders[1]
    if folders[0] == "tools" and len(folders) > 2:
        return "/".join(folders[:2])
    if folders[0] in ("checkers", "tests", "tools"):
        return folders[0]
    return None


def any_matches(path, globs):
    return any(fnmatch.fnmatchcase(path, glob) for glob in globs)


def is_system_header(header):
    standard = "/" not in header and "." not in header
    return standard or header in SYSTEM_HEADERS or header.startswith(SYSTEM_FOLDERS)


def library_of(header):
    """The longest entry of LIBRARIES that covers the header, or None."""
    entries = [entry for entry in LIBRARIES if header == entry or (entry.endswith("/") and header.startswith(entry))]
    return max(entries, key=len, default=None)


def may(part, allowed):
    """Whether a part is in a set that may name all of engine or all of tools."""
    if part in allowed:
        return True
    if part.startswith("tools"):
        return "tools" in allowed
    return part in EVERY_PART and part != "checkers" and "engine" in allowed


def check_own_include(root, part, header):
    if any_matches(header, GENERATED):
        return None
    if not (root / header).is_file():
        return f'"{header}" does not exist: includes are written from the root of the project'
    if part == "tests":
        return None
    wanted = part_of(header)
    if wanted == "tests":
        return f'"{header}" belongs to the tests: only tests include it'
    if wanted is None or wanted == part or (part.startswith("tools") and wanted in EVERY_PART):
        return None
    if part.startswith("tools"):
        return f'{part} does not include {wanted}: programs share nothing but the engine'
    if wanted in PARTS[part]:
        return None
    return f"{part} does not include {wanted}: includes go down only, and siblings do not include each other"


def check_library_include(part, header):
    if part == "tests":
        return None
    threads = header in THREAD_HEADERS or any(header.startswith(folder) for folder in THREAD_FOLDERS)
    if threads and not may(part, MAY_USE_THREADS):
        return f"{part} does not include <{header}>: only engine/scan and the programs know of threads"
    if is_system_header(header):
        return None
    library = library_of(header)
    if library is None:
        return f"<{header}> belongs to no library that check_layers.py knows"
    if not may(part, LIBRARIES[library]):
        allowed = ", ".join(sorted(LIBRARIES[library]))
        return f"{part} does not include <{header}>: only {allowed}"
    return None


def without_strings_and_comments(text):
    """The text with blanks in place of literals and comments; line numbers stay."""
    return NO_CODE.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)


def includes_of(text):
    """(line number, header, whether it is in quotes) of each include that is no comment."""
    code = without_strings_and_comments(text).split("\n")
    for number, line in enumerate(text.split("\n"), start=1):
        match = INCLUDE.match(line)
        if match and code[number - 1].lstrip().startswith("#"):
            yield number, match.group(1) or match.group(2), match.group(1) is not None


def check_file(root, path):
    """The violations of one file: (line number, sentence)."""
    text = (root / path).read_text(encoding="utf-8", errors="replace")
    part = part_of(path)
    if part not in EVERY_PART and part != "tests" and not (part or "").startswith("tools"):
        yield 1, f"{part or path} is no part that check_layers.py knows"
        return
    for number, header, quoted in includes_of(text):
        own = quoted or header.startswith(tuple(f"{folder}/" for folder in FOLDERS))
        violation = check_own_include(root, part, header) if own else check_library_include(part, header)
        if violation:
            yield number, violation
    if part != "tests" and not any_matches(path, REVEALS):
        for number, line in enumerate(without_strings_and_comments(text).split("\n"), start=1):
            if REVEAL.search(line):
                yield number, "reveal() takes a secret out of its type: only the files listed in REVEALS may"


def check_tree(root):
    """All violations as "path:line: sentence", sorted by path."""
    violations = []
    for folder in FOLDERS:
        files = {file for glob in SOURCES for file in (root / folder).rglob(glob)}
        for file in sorted(files):
            path = file.relative_to(root).as_posix()
            # Sources that are input to a test are data.
            if path.startswith("tests/cli/") or "/data/" in path:
                continue
            if path.startswith("checkers/") and "/tests/" in path:
                continue
            # Stub headers are what scanned programs include, never what trawl does.
            if path.startswith("engine/sast/stubs/"):
                continue
            violations += [f"{path}:{number}: {sentence}" for number, sentence in check_file(root, path)]
    return violations


def main(arguments):
    root = pathlib.Path(arguments[1] if len(arguments) > 1 else pathlib.Path(__file__).parents[2]).resolve()
    violations = check_tree(root)
    for violation in violations:
        print(violation)
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
