#!/usr/bin/env python3
"""How fast a tree is scanned, warm: large files, then many small ones, for 1, 2, 4 ... threads.

usage: tree.py [PATH...]

The text of the large files is the source code below the PATHs (default: the engine of this project) over and over; the
small files are the PATHs as they are, or 20 copies of the engine.
"""

import os
import pathlib
import sys

from measure import (
    ROOT,
    Runs,
    Workspace,
    copy_files,
    describe_machine,
    mebibytes,
    own_sources,
    source_files,
    table,
    trawl,
    verdict,
)

LARGE_FILES = 4
LARGE_SIZE = 200_000_000
COPIES = 20
GIGABYTES_A_CORE = 2.5
MEMORY = 256 * 2**20
RUNS = 5


def write_large(folder, files):
    """LARGE_FILES files of LARGE_SIZE bytes; each begins with another source, so that no two are the same."""
    folder.mkdir()
    written = []
    for number in range(LARGE_FILES):
        path = folder / f"large_{number}.txt"
        left, at = LARGE_SIZE, number * len(files) // LARGE_FILES
        with open(path, "wb") as out:
            while left:
                text = files[at % len(files)].read_bytes()[:left]
                # What git takes for binary is no source text, whatever it is called.
                if b"\0" not in text:
                    out.write(text)
                    left -= len(text)
                at += 1
        written.append(str(path))
    return written


def thread_counts():
    counts, most = [], len(os.sched_getaffinity(0))
    while not counts or counts[-1] * 2 <= most:
        counts.append(counts[-1] * 2 if counts else 1)
    return counts


def measure(workspace, paths):
    """Rows of a table, and the runs with one thread."""
    argv = [trawl(), "scan", *paths]
    report, exit_code = workspace.report(argv)
    coverage = report["coverage"]
    size, count = coverage["bytes_scanned"], coverage["files_scanned"]
    rows, alone = [], None
    for threads in thread_counts():
        runs = Runs([*argv, "--threads", str(threads)], RUNS, env=workspace.env)
        alone = alone or runs
        wall, cpu = runs.median("wall"), runs.median("cpu")
        rows.append(
            [
                threads,
                f"{wall:.3f} s",
                f"{runs.median('user'):.3f} s",
                f"{runs.median('system'):.3f} s",
                f"{size / wall / 1e9:.2f}",
                f"{size / cpu / 1e9:.2f}",
                f"{size / runs.least('cpu') / 1e9:.2f}",
                f"{count / cpu:.0f}",
                f"{alone.median('wall') / wall:.2f}",
                mebibytes(runs.most("peak")),
            ]
        )
    print(
        f"{count} files, {size / 1e6:.1f} MB, {report['run']['rules']} rules, "
        f"{report['outcome']['findings']} findings, exit code {exit_code}; median of {RUNS} runs, warm\n"
    )
    head = ["threads", "wall", "user", "system", "GB/s wall", "GB/s CPU", "best", "files/s CPU", "scaling", "peak"]
    table(head, rows)
    return size, alone


def main():
    paths = sys.argv[1:]
    files = source_files(paths) if paths else own_sources()
    if not any(file.stat().st_size for file in files):
        sys.exit("there is no source code below " + ", ".join(paths))
    describe_machine()
    with Workspace() as workspace:
        print("large files")
        large = write_large(workspace.path / "large", files)
        size, alone = measure(workspace, large)
        seconds = alone.median("cpu")
        slow = verdict(seconds, size / GIGABYTES_A_CORE / 1e9)
        print(f"budget: {GIGABYTES_A_CORE} GB/s a core end to end: {slow}")
        print(f"budget: {mebibytes(MEMORY)} of memory: {verdict(alone.most('peak'), MEMORY)}\n")
        for path in large:
            pathlib.Path(path).unlink()

        print("small files")
        if not paths:
            for number in range(COPIES):
                copy_files(files, ROOT, workspace.path / "small" / str(number))
            paths = [str(workspace.path / "small")]
        measure(workspace, paths)


if __name__ == "__main__":
    main()
