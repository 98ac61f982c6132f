#!/usr/bin/env python3
"""What a commit waits for: `trawl staged` with 10 changed files of together 150 KB, all rules about secrets and files of
configuration. Flows in C and C++ are measured on their own: the first time each changed file is parsed, then known.

usage: hook.py [PROFILE]

Instructions are those of user space as callgrind counts them; PROFILE is a file to keep its profile in.
"""

import pathlib
import sys

import staged_change
from measure import Runs, Workspace, callgrind, describe_machine, mebibytes, milliseconds, table, trawl, verdict

WALL = 0.010
INSTRUCTIONS = 40e6
QUICK = [trawl(), "staged", "--only", "secrets,config"]


def main():
    describe_machine()
    with Workspace() as workspace:
        folder, names = staged_change.make(workspace)
        size = sum((folder / name).stat().st_size for name in names)
        report, exit_code = workspace.report(QUICK, cwd=folder)
        coverage = report["coverage"]
        if coverage["files_scanned"] != len(names):
            sys.exit(f"{coverage['files_scanned']} files were scanned instead of {len(names)}")
        flows = Runs([trawl(), "staged", "--only", "sast"], 5, cwd=folder, env=workspace.env)
        runs = Runs(QUICK, 20, cwd=folder, env=workspace.env)
        profile = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else workspace.path / "callgrind.out").absolute()
        count = callgrind([*QUICK, "--threads", "1"], str(profile), cwd=folder, env=workspace.env)

    print(
        f"trawl staged: {len(names)} files, {size / 1e3:.0f} KB, {report['run']['rules']} rules, "
        f"{report['outcome']['findings']} findings, exit code {exit_code}; median of 20 runs, warm\n"
    )
    wall = runs.median("wall")
    table(
        ["what", "median", "least", "most", "budget", "verdict"],
        [
            [
                "wall",
                milliseconds(wall),
                milliseconds(runs.least("wall")),
                milliseconds(runs.most("wall")),
                milliseconds(WALL),
                verdict(wall, WALL),
            ],
            [
                "CPU",
                milliseconds(runs.median("cpu")),
                milliseconds(runs.least("cpu")),
                milliseconds(runs.most("cpu")),
                "",
                "",
            ],
            [
                "instructions",
                f"{count / 1e6:.1f} M" if count else "-",
                "",
                "",
                f"{INSTRUCTIONS / 1e6:.0f} M",
                verdict(count, INSTRUCTIONS),
            ],
            ["flows in C++, the first time", milliseconds(flows.first.wall), "", "", "", ""],
            ["flows in C++, again", milliseconds(flows.median("wall")), "", "", "", ""],
            ["peak memory", mebibytes(runs.median("peak")), "", mebibytes(runs.most("peak")), "", ""],
        ],
    )


if __name__ == "__main__":
    main()
