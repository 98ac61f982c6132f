#!/usr/bin/env python3
"""What trawl costs before it does anything: `--version`, and a scan of an empty folder.

usage: startup.py

The first row, /bin/true, is what starting any process costs on the machine.
"""

from measure import Runs, Workspace, callgrind, describe_machine, milliseconds, table, trawl, verdict

VERSION_WALL = 0.003


def main():
    describe_machine()
    rows = []
    with Workspace() as workspace:
        empty = workspace.path / "empty"
        empty.mkdir()
        for what, argv, budget in [
            ("/bin/true", ["/bin/true"], None),
            ("trawl --version", [trawl(), "--version"], VERSION_WALL),
            ("trawl scan (empty folder)", [trawl(), "scan"], None),
        ]:
            runs = Runs(argv, 50, cwd=empty, env=workspace.env)
            count = callgrind(argv, str(workspace.path / "callgrind.out"), cwd=empty, env=workspace.env)
            wall = runs.median("wall")
            rows.append(
                [
                    what,
                    milliseconds(wall),
                    milliseconds(runs.least("wall")),
                    milliseconds(runs.median("cpu")),
                    f"{count / 1e6:.1f} M" if count else "-",
                    milliseconds(budget) if budget else "",
                    verdict(wall, budget) if budget else "",
                ]
            )
    print("median of 50 runs, warm\n")
    table(["command", "wall", "least wall", "CPU", "instructions", "budget (wall)", "verdict"], rows)


if __name__ == "__main__":
    main()
