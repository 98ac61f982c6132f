#!/usr/bin/env python3
"""Whether `trawl history` has of real repositories what git has of them. It fails where it does not.

usage: prove_history.py REPOSITORY...

For each repository:
- every object, by id, type and size, is one that `git cat-file --batch-all-objects` names, and the other way round; and
  the id computed from the bytes that trawl's readers gave is the object's, so these bytes are git's;
- for one blob in SHARE, chosen by its id: the commits that bring it to a path are those of
  `git log --all --raw -c --root --no-renames`, without entries whose blob some parent has there (changes of mode);
- the report is the same, byte for byte, searched by deltas and whole, with one thread and with eight, and from what an
  earlier audit kept.

history-facts (history_facts.cpp) is what shows trawl's side of the first two; ./dev bench builds it.
"""

import hashlib
import pathlib
import subprocess
import sys

from measure import Workspace, run, trawl

SHARE = 64  # of all blobs one in so many is looked for in all of history
TIMEOUT = 3600
GIT = ("git", "--no-replace-objects")


def lines_of(command, **more):
    with subprocess.Popen(command, stdout=subprocess.PIPE, **more) as process:
        yield from process.stdout
    if process.returncode:
        sys.exit(f"{command} failed")


def unquoted(path):
    """A path as git shows it: in quotes with escapes where it holds anything unusual."""
    if not path.startswith(b'"'):
        return path
    names = {b"a": 7, b"b": 8, b"t": 9, b"n": 10, b"v": 11, b"f": 12, b"r": 13, b'"': 34, b"\\": 92}
    result = bytearray()
    at = 1
    while at < len(path) - 1:
        if path[at] != 92:
            result.append(path[at])
            at += 1
        elif path[at + 1 : at + 2] in names:
            result.append(names[path[at + 1 : at + 2]])
            at += 2
        else:
            result.append(int(path[at + 1 : at + 4], 8))
            at += 4
    return bytes(result)


def facts_of(git, program):
    """What trawl has: objects, and arrivals of some blobs."""
    objects = []
    arrivals = set()
    for line in lines_of([program, git, str(SHARE)]):
        kind, rest = line.rstrip(b"\n").split(b" ", 1)
        if kind == b"object":
            objects.append(rest)
        elif kind == b"arrival":
            commit, blob, path = rest.split(b" ", 2)
            path = path.replace(b"\\\\", b"\0").replace(b"\\n", b"\n").replace(b"\0", b"\\")
            arrivals.add((commit, blob, path))
        else:
            sys.exit(f"{git}: {line!r}")
    return objects, arrivals


def objects_by_git(git):
    check = "--batch-check=%(objectname) %(objecttype) %(objectsize)"
    return sorted(line.rstrip(b"\n") for line in lines_of([*GIT, "-C", git, "cat-file", "--batch-all-objects", check]))


def arrivals_by_git(git):
    command = [*GIT, "-C", git, "log", "--all", "--raw", "-c", "--root", "--no-renames", "--no-abbrev",
               "--format=commit %H"]
    commit = b""
    arrivals = set()
    for line in lines_of(command):
        if line.startswith(b"commit "):
            commit = line[7:].strip()
        if not line.startswith(b":"):
            continue
        parents = len(line) - len(line.lstrip(b":"))
        fields, path = line.rstrip(b"\n")[parents:].split(b"\t", 1)
        fields = fields.split(b" ")
        before, blob = fields[parents + 1 : -2], fields[-2]
        if int(blob[:4], 16) % SHARE or blob in before or not blob.strip(b"0") or fields[parents] == b"160000":
            continue
        arrivals.add((commit, blob, unquoted(path)))
    return arrivals


def same(what, ours, gits):
    ours, gits = set(ours), set(gits)
    if ours == gits:
        return f"{len(ours)} {what}"
    for side, surplus in (("trawl", ours - gits), ("git", gits - ours)):
        for item in sorted(surplus)[:5]:
            print(f"  only {side}: {item}")
    sys.exit(f"{what} differ: {len(ours - gits)} of trawl's and {len(gits - ours)} of git's are not the other's")


def report_of(git, workspace, *options):
    out = workspace.path / "report"
    done = run([trawl(), "history", git, "-q", "--no-progress", "-o", f"json={out}", *options], env=workspace.env,
               timeout=TIMEOUT)
    if done.exit_code not in (0, 1, 3, 4):
        sys.exit(f"trawl history {git} {options}: exit {done.exit_code}")
    return hashlib.sha256(out.read_bytes()).hexdigest()


def reports(git, workspace):
    cache = ["--cache", str(workspace.path / "cache")]
    ways = {"whole blobs, 1 thread": ["--no-cache", "--no-incremental", "--threads", "1"],
            "deltas, 1 thread": ["--no-cache", "--threads", "1"],
            "deltas, 8 threads": ["--no-cache", "--threads", "8"],
            "first audit with a cache": [*cache, "--threads", "2"],
            "second audit": [*cache, "--threads", "2"]}
    first = None
    for way, options in ways.items():
        report = report_of(git, workspace, *options)
        first = first or report
        if report != first:
            sys.exit(f"{git}: the report of '{way}' is another")
    return f"{len(ways)} reports the same"


def main():
    program = pathlib.Path(trawl()).with_name("history-facts")
    if not sys.argv[1:]:
        print("name repositories to prove it on: prove_history.py REPOSITORY...")
        return
    if not program.is_file():
        sys.exit(f"there is no {program}: ./dev bench builds it")
    for path in sys.argv[1:]:
        command = ["git", "-C", path, "rev-parse", "--absolute-git-dir"]
        git = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
        objects, arrivals = facts_of(git, str(program))
        shown = [same("objects", objects, objects_by_git(git))]
        shown.append(same(f"arrivals of one blob in {SHARE}", arrivals, arrivals_by_git(git)))
        with Workspace() as workspace:
            shown.append(reports(git, workspace))
        print(f"{pathlib.Path(path).name}: {'; '.join(shown)}", flush=True)


if __name__ == "__main__":
    main()
