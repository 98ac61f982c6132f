#!/usr/bin/env python3
"""What reading all of history costs: `trawl history`, beside the least that is possible and what others take.

usage: history.py REPOSITORY... [-- NAME...]

For each repository, in one run: the floor (every pack entry inflated once with libdeflate, and nothing else), `trawl
history` with one thread and without a cache, the same with every blob searched whole, with two threads, a second audit
from the cache of the first, an audit of HEAD's history after 100 commits more, fetched as a pack (its share is of the
first audit of that history), `git log -p -U0 --full-history --all` into nothing, and each scanner of history that is on
the PATH in its own defaults, without asking services or looking for updates. CPU time is user plus system; the
least of three runs, of `git log` and of the scanners of one. With NAMEs, only these scanners are run.
"""

import json
import pathlib
import shutil
import subprocess
import sys

from measure import Runs, Workspace, describe_machine, mebibytes, run, table, trawl

RUNS = 3
TIMEOUT = 1800
FLOORS = 1.7
AGAIN = 0.02
COMMITS = 100

SCANNERS = {
    "betterleaks": lambda git, out: ["betterleaks", "git", git, "--report-path", out, "--exit-code", "0"],
    "gitleaks": lambda git, out: ["gitleaks", "git", git, "--report-path", out, "--exit-code", "0"],
    "kingfisher": lambda git, out: ["kingfisher", "scan", git, "--no-validate", "--no-update-check", "--output", out,
                                    "--format", "json"],
    "noseyparker": lambda git, out: ["noseyparker", "scan", "--datastore", out, "--progress", "never", git],
    "titus": lambda git, out: ["titus", "scan", git, "--git", "--output", out],
    "trufflehog": lambda git, out: ["trufflehog", "git", "file://" + git, "--no-verification", "--no-update", "--json"],
}


def git_directory(path):
    command = ["git", "-C", path, "rev-parse", "--absolute-git-dir"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def floor_program():
    path = pathlib.Path(trawl()).with_name("inflate-floor")
    if not path.is_file():
        sys.exit(f"there is no {path}: ./dev bench builds it")
    return str(path)


def seconds(value):
    return f"{value:.2f} s"


def after_commits(git, workspace):
    """CPU time of an audit of HEAD's history without its last commits, and of the next one, when these were fetched."""
    clone = str(workspace.path / "clone")
    shutil.rmtree(clone, ignore_errors=True)
    fetch = ["git", "-C", clone, "-c", "fetch.unpackLimit=1", "-c", "gc.auto=0", "fetch", "-q", "--no-tags"]
    whole = str(workspace.path / "whole")
    shutil.rmtree(whole, ignore_errors=True)
    for command in (["git", "init", "-q", "--bare", clone], ["git", "init", "-q", "--bare", whole],
                    [*fetch[:2], whole, *fetch[3:], git, "HEAD:refs/heads/new"],
                    ["git", "-C", whole, "branch", "old", f"new~{COMMITS}"],
                    [*fetch, whole, "old:refs/heads/main"]):
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    audit = [trawl(), "history", clone, "-q", "--no-progress", "--threads", "1", "-o", f"json={workspace.path / 'report'}"]
    cache = workspace.path / "cache"
    shutil.rmtree(cache, ignore_errors=True)
    first = run([*audit, "--cache", str(cache)], env=workspace.env, timeout=TIMEOUT).cpu
    subprocess.run([*fetch, whole, "new:refs/heads/main"], check=True, stderr=subprocess.DEVNULL)
    least = None
    for number in range(RUNS):
        copy = workspace.path / f"cache{number}"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(cache, copy)
        done = run([*audit, "--cache", str(copy)], env=workspace.env, timeout=TIMEOUT)
        least = done if least is None or done.cpu < least.cpu else least
    return first, least


def measure(path, names, workspace):
    git = git_directory(path)
    audit = [trawl(), "history", git, "-q", "--no-progress", "--no-cache", "-o", f"json={workspace.path / 'report'}"]
    floor_out = workspace.path / "floor"
    floor = Runs([floor_program(), git + "/objects"], RUNS, output=str(floor_out), timeout=TIMEOUT)
    objects = json.loads(floor_out.read_text(encoding="utf-8"))
    least = floor.least("cpu")
    rows = [["floor: inflate each entry once", seconds(least), "1.0", mebibytes(floor.most("peak")), ""]]

    def row(what, cpu, peak, found=""):
        rows.append([what, seconds(cpu), f"{cpu / least:.1f}", mebibytes(peak) if peak else "", found])
        return cpu

    def audits(what, *options):
        runs = Runs([*audit, *options], RUNS, env=workspace.env, timeout=TIMEOUT)
        report = json.loads((workspace.path / "report").read_text(encoding="utf-8"))
        row(what, runs.least("cpu"), runs.most("peak"), report["outcome"]["findings"])
        return runs, report

    first, report = audits("trawl history", "--threads", "1")
    audits("the same, blobs searched whole", "--threads", "1", "--no-incremental")
    two, _ = audits("the same, two threads", "--threads", "2")
    again = [word for word in audit if word != "--no-cache"]
    again += ["--cache", str(workspace.path / "cache"), "--threads", "1"]
    shutil.rmtree(workspace.path / "cache", ignore_errors=True)
    second = Runs(again, RUNS, env=workspace.env, timeout=TIMEOUT)
    row("a second audit, nothing new", second.least("cpu"), second.most("peak"))
    try:
        before, new = after_commits(git, workspace)
        row(f"after {COMMITS} commits more ({new.cpu / before:.1%} of {before:.2f} s)", new.cpu, new.peak)
    except subprocess.CalledProcessError:
        print(f"{path}: git cannot make a clone of it, so no audit after {COMMITS} commits")
    log = ["git", "--no-replace-objects", f"--git-dir={git}", "log", "-p", "-U0", "--full-history", "--all"]
    row("git log -p, no scan", run(log, env=workspace.env, timeout=TIMEOUT).cpu, 0)
    for name, command in SCANNERS.items():
        if not shutil.which(name) or (names and name not in names):
            continue
        out = workspace.path / f"{name}.out"
        done = run(command(git, str(out)), env=workspace.env, timeout=TIMEOUT)
        row(name + (" (stopped)" if done.timed_out else ""), done.cpu, done.peak)

    print(f"\n{pathlib.Path(path).resolve()}: {objects['entries']} entries, {objects['packed'] / 1e6:.0f} MB packed, "
          f"{objects['inflated'] / 1e6:.0f} MB inflated; {report['coverage']['bytes_scanned'] / 1e6:.0f} MB of blobs\n")
    table(["what", "CPU", "floors", "peak memory", "findings"], rows)
    cpu = first.least("cpu")
    print(f"\n{cpu / least:.2f} floors (budget {FLOORS}); second audit {second.least('cpu') / cpu:.1%} of the first "
          f"(budget {AGAIN:.0%}); wall, two threads: {first.least('wall') / two.least('wall'):.2f} times as fast")


def main():
    arguments = sys.argv[1:]
    names = []
    if "--" in arguments:
        names = arguments[arguments.index("--") + 1:]
        arguments = arguments[:arguments.index("--")]
    if not arguments:
        print("name repositories to measure on: history.py REPOSITORY... [-- NAME...]")
        return
    describe_machine()
    with Workspace() as workspace:
        for path in arguments:
            measure(path, names, workspace)


if __name__ == "__main__":
    main()
