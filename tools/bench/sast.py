#!/usr/bin/env python3
"""What looking for flows costs: the processor time of a first scan, of a second one and of one after an edit, against
`clang -fsyntax-only` over the same files.

usage: sast.py [TREE]

TREE is a folder with C or C++ (default: a program of 200 files that is written for it). Clang gets the headers that
trawl carries and the folders of TREE, so both see the same includes. Every figure is processor time of the program
and its workers, one at a time.
"""

import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile

from measure import ROOT, describe_machine, table, trawl

FILES = 200
AGAINST_CLANG = 1.5
SECOND_RUN = 0.02
SOURCES = {".c": ["-x", "c", "-std=gnu17"], ".cc": ["-x", "c++", "-std=gnu++20"], ".cpp": ["-x", "c++", "-std=gnu++20"]}


def write_program(folder):
    (folder / "include").mkdir(parents=True)
    (folder / "include/api.h").write_text("".join(f"char *step{i}(const char *text);\n" for i in range(FILES)))
    for number in range(FILES):
        body = "".join(
            f"static int helper{i}(const char *a, char *b) {{\n  int n = 0;\n  while (*a) {{ *b++ = *a++; n++; }}\n"
            f"  *b = 0;\n  return n;\n}}\n"
            for i in range(40))
        (folder / f"step{number}.c").write_text(
            '#include "api.h"\n#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n' + body +
            f"char *step{number}(const char *text) {{ char *copy = malloc(strlen(text) + 1); helper0(text, copy);\n"
            f"  return {f'step{number + 1}(copy)' if number + 1 < FILES else 'copy'}; }}\n")


def processor_time(argv, **more):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(argv, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def time_clang(clang, tree):
    folders = sorted({str(file.parent) for file in tree.rglob("*.h")})[:200]
    includes = [word for folder in folders for word in ("-I", folder)]
    stubs = ROOT / "engine/sast/stubs"
    builtin = subprocess.run([clang, "-print-resource-dir"], check=True, capture_output=True, text=True).stdout.strip()
    system = ["-nostdinc", "-isystem", f"{builtin}/include", "-isystem", str(stubs)]
    files = [file for file in sorted(tree.rglob("*")) if file.suffix in SOURCES]
    return sum(processor_time([clang, "-fsyntax-only", "-w", *SOURCES[file.suffix], *includes, *system, file])
               for file in files)


def main():
    clang = shutil.which("clang-19") or shutil.which("clang")
    with tempfile.TemporaryDirectory(prefix="trawl-bench-") as folder:
        work = pathlib.Path(folder)
        tree = work / "tree"
        if len(sys.argv) > 1:
            shutil.copytree(sys.argv[1], tree, symlinks=True)
        else:
            write_program(tree)
        environment = {**os.environ, "XDG_CACHE_HOME": str(work / "cache"), "HOME": folder}
        scan = [trawl(), "scan", tree, "--only", "sast", "--threads", "1", "--no-config"]
        first = processor_time(scan, env=environment)
        second = processor_time(scan, env=environment)
        edited = next(file for file in sorted(tree.rglob("*")) if file.suffix in SOURCES)
        edited.write_text(edited.read_text(errors="replace") + "\nint trawl_bench_edit;\n")
        after_edit = processor_time(scan, env=environment)
        rows = [("first scan", f"{first:.2f} s", ""),
                ("second scan", f"{second:.2f} s", f"{second / first:.1%} of the first, at most {SECOND_RUN:.0%}"),
                ("after one edit", f"{after_edit:.2f} s", "at most 1 s")]
        if clang:
            plain = time_clang(clang, tree)
            rows.append(("clang -fsyntax-only", f"{plain:.2f} s",
                         f"trawl takes {first / plain:.2f} times that, at most {AGAINST_CLANG}"))
        else:
            rows.append(("clang -fsyntax-only", "not measured", "clang-19 is not installed: apt-get install clang-19"))
        describe_machine()
        table(("what", "processor time", ""), rows)


if __name__ == "__main__":
    main()
