#!/usr/bin/env python3
"""trawl and the scanners found on the PATH, on the same tree and on the same staged change: one table.

usage: peers.py [PATH [NAME...]]

PATH (default: the engine of this project) is copied first, without .git, so that every scanner sees the same files.
Each is run as its documentation says, with its own defaults, except that checking secrets against their services and
looking for updates is off, and that findings are written where they can be counted. The first run of each warms its
caches up, also the compiled rules some keep below the home folder, and is not counted. What a finding is differs from
scanner to scanner: the counts say only that each did look. With NAMEs, only these scanners are run.
"""

import dataclasses
import json
import pathlib
import re
import shutil
import subprocess
import sys
from typing import Callable, List

import staged_change
from measure import ROOT, Runs, Workspace, copy_files, describe_machine, files_below, mebibytes, table, trawl

TREE_RUNS = 3
STAGED_RUNS = 9
TIMEOUT = 120


def json_lines(text, wanted):
    """How many lines are a JSON object that has the key `wanted`; lines of a log are none."""
    count = 0
    for line in text.splitlines():
        if line.startswith("{"):
            count += wanted in json.loads(line)
    return count


def count_trawl(text):
    return json.loads(text)["outcome"]["findings"]


def count_list(text):
    return len(json.loads(text))


def count_trufflehog(text):
    return json_lines(text, "DetectorName")


def count_kingfisher(text):
    return len(json.loads(text)["findings"])


def count_detect_secrets(text):
    return sum(len(found) for found in json.loads(text)["results"].values())


def count_detect_secrets_hook(text):
    return text.count("Location:")


def count_lines(text):
    return len(text.splitlines())


@dataclasses.dataclass
class Peer:
    """How one scanner is asked. A command is a function of what it scans: a folder, or the names of staged files.

    {report} in a command is the file that `count` reads; a command without it writes to its standard output.
    """

    name: str
    tree: Callable[[str], List[str]]
    count: Callable[[str], int]
    staged: Callable[[List[str]], List[str]]
    count_staged: Callable[[str], int] = None
    program: str = None
    version: str = "--version"


GITLEAKS = ["--no-banner", "--report-format", "json", "--report-path", "{report}"]
TRUFFLEHOG = ["--no-verification", "--no-update", "--json"]
KINGFISHER = ["--no-validate", "--no-update-check", "--format", "json", "--output", "{report}"]


def leaks_peer(name):
    # betterleaks keeps the command line of gitleaks, from which it descends.
    return Peer(
        name,
        tree=lambda path: [name, "dir", path, *GITLEAKS],
        staged=lambda files: [name, "git", "--pre-commit", "--staged", *GITLEAKS],
        count=count_list,
        version="version",
    )


PEERS = [
    Peer(
        "trawl",
        tree=lambda path: ["trawl", "scan", "--only", "secrets", path, "-o", "json={report}"],
        staged=lambda files: ["trawl", "staged", "--only", "secrets", "-o", "json={report}"],
        count=count_trawl,
        program=trawl(),
    ),
    leaks_peer("gitleaks"),
    leaks_peer("betterleaks"),
    Peer(
        "trufflehog",
        tree=lambda path: ["trufflehog", "filesystem", path, *TRUFFLEHOG],
        staged=lambda files: ["trufflehog", "git", "file://.", "--since-commit", "HEAD", *TRUFFLEHOG],
        count=count_trufflehog,
    ),
    Peer(
        "kingfisher",
        tree=lambda path: ["kingfisher", "scan", path, *KINGFISHER],
        staged=lambda files: ["kingfisher", "scan", ".", "--staged", *KINGFISHER],
        count=count_kingfisher,
    ),
    Peer(
        "detect-secrets",
        tree=lambda path: ["detect-secrets", "scan", "--no-verify", "--all-files", path],
        staged=lambda files: ["detect-secrets-hook", "--no-verify", *files],
        count=count_detect_secrets,
        count_staged=count_detect_secrets_hook,
    ),
    Peer(
        "ripsecrets",
        tree=lambda path: ["ripsecrets", path],
        staged=lambda files: ["ripsecrets", "--strict-ignore", *files],
        count=count_lines,
    ),
]


def measure(workspace, command, program, times, cwd, count):
    """The cells of a table that follow the name: CPU, wall, memory, findings, exit code."""
    report = workspace.path / "findings"
    report.unlink(missing_ok=True)
    argv = [word.replace("{report}", str(report)) for word in command]
    argv[0] = program or shutil.which(argv[0]) or argv[0]
    into_file = any("{report}" in word for word in command)
    output = None if into_file else str(report)
    runs = Runs(argv, times, cwd=cwd, env=workspace.env, output=output, timeout=TIMEOUT)
    if runs.timed_out:
        return ["-", f"> {TIMEOUT} s", "-", "-", "-"]
    try:
        findings = count(report.read_text(encoding="utf-8", errors="replace"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        findings = "?"
    return [
        f"{runs.median('cpu'):.3f} s",
        f"{runs.median('wall'):.3f} s",
        mebibytes(runs.most("peak")),
        findings,
        runs.exit_code,
    ]


def version_of(peer, workspace):
    program = peer.program or shutil.which(peer.name)
    shown = subprocess.run(
        [program, peer.version], env=workspace.env, capture_output=True, text=True, timeout=60, check=False
    )
    found = re.search(r"\d+(\.\d+)+", shown.stdout + shown.stderr)
    return found.group() if found else "?"


def shown(command, files):
    """A command as somebody would type it: without the places of this run."""
    words = [word.replace("{report}", "FILE") for word in command if word not in files]
    return " ".join(words + (["FILE..."] if len(words) < len(command) else []))


def main():
    path = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "engine"
    if not path.is_dir():
        sys.exit(f"there is no folder {path}")
    unknown = set(sys.argv[2:]) - {peer.name for peer in PEERS}
    if unknown:
        sys.exit("unknown: " + ", ".join(sorted(unknown)) + "; known are " + ", ".join(peer.name for peer in PEERS))
    peers = [peer for peer in PEERS if not sys.argv[2:] or peer.name in sys.argv[2:]]
    describe_machine()
    with Workspace() as workspace:
        tree = workspace.path / "tree"
        files = list(files_below([path]))
        copy_files(files, path, tree)
        size = sum(file.stat().st_size for file in files)
        change, names = staged_change.make(workspace)

        tree_rows, staged_rows, commands = [], [], []
        for peer in peers:
            if not peer.program and not shutil.which(peer.name):
                tree_rows.append([peer.name, "missing"] + [""] * 5)
                staged_rows.append([peer.name, "missing"] + [""] * 5)
                continue
            version = version_of(peer, workspace)
            command = peer.tree(str(tree))
            cells = measure(workspace, command, peer.program, TREE_RUNS, workspace.path, peer.count)
            tree_rows.append([peer.name, version, *cells])
            commands.append(shown(["TREE" if word == str(tree) else word for word in command], []))
            command = peer.staged(names)
            counted = peer.count_staged or peer.count
            cells = measure(workspace, command, peer.program, STAGED_RUNS, str(change), counted)
            staged_rows.append([peer.name, version, *cells])
            commands.append(shown(command, names))

    head = ["scanner", "version", "CPU", "wall", "peak", "findings", "exit"]
    print(f"tree: {len(files)} files, {size / 1e6:.1f} MB; median of {TREE_RUNS} runs, warm\n")
    table(head, tree_rows)
    print(f"staged: {len(names)} changed files, 150 KB; median of {STAGED_RUNS} runs, warm\n")
    table(head, staged_rows)
    print("commands:")
    for command in commands:
        print("  " + command)


if __name__ == "__main__":
    main()
