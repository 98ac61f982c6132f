#!/usr/bin/env python3
"""Hyperscan alone with all rules, one core, nothing confirmed: the first line of `trawl rules bench`.

usage: patterns.py [PATH...]

`trawl rules bench PATH...` itself goes on to say what every single rule costs, which takes minutes.
"""

import pathlib
import re
import signal
import subprocess
import sys

from measure import ROOT, Workspace, describe_machine, table, trawl

GIGABYTES_A_CORE = 3.0
RUNS = 5
WHOLE = re.compile(r"(\d+) rules on ([\d.]+) MB: ([\d.]+) GB/s, ([\d.]+) candidates per MB")


def whole_throughput(workspace, paths):
    """The figures for all rules together; the measurement of single rules is stopped as soon as these are there."""
    process = subprocess.Popen(
        [trawl(), "rules", "bench", *paths],
        env=workspace.env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    found = None
    seen = ""
    for line in process.stderr:
        seen += line
        found = WHOLE.search(line)
        if found:
            process.send_signal(signal.SIGINT)
            break
    process.stderr.close()
    process.wait()
    if not found:
        sys.exit("`trawl rules bench` printed no figure for all rules:\n" + seen)
    return [float(value) for value in found.groups()]


def main():
    paths = sys.argv[1:] or [str(ROOT / "engine")]
    missing = [path for path in paths if not pathlib.Path(path).exists()]
    if missing:
        sys.exit("there is no " + ", ".join(missing))
    describe_machine()
    with Workspace() as workspace:
        results = [whole_throughput(workspace, paths) for _ in range(RUNS)]
    results.sort(key=lambda result: result[2])
    rules, megabytes, median, candidates = results[RUNS // 2]
    best = results[-1][2]
    print(f"{rules:.0f} rules on {megabytes:.1f} MB, {candidates:.1f} candidates a megabyte; {RUNS} runs of 5 passes\n")
    table(
        ["what", "GB/s", "budget", "verdict"],
        [
            ["median", f"{median:.2f}", f"{GIGABYTES_A_CORE:.1f}", "met" if median >= GIGABYTES_A_CORE else "missed"],
            ["best", f"{best:.2f}", f"{GIGABYTES_A_CORE:.1f}", "met" if best >= GIGABYTES_A_CORE else "missed"],
        ],
    )


if __name__ == "__main__":
    main()
