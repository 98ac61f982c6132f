"""The staged change that the hook benchmark and the peers are measured with: 10 changed files, 150 KB."""

import subprocess
import sys

from measure import ROOT, copy_files, own_sources

FILES = 10
FILE_SIZE = 15_000


def git(workspace, folder, *arguments):
    subprocess.run(["git", *arguments], cwd=folder, env=workspace.env, check=True, stdout=subprocess.DEVNULL)


def texts():
    """Ten texts of FILE_SIZE bytes, cut at the ends of lines from the project's own sources."""
    lines = []
    for file in own_sources():
        lines += file.read_text(encoding="utf-8").splitlines(keepends=True)
    result, current, size = [], [], 0
    for line in lines:
        length = len(line.encode())
        if size + length > FILE_SIZE:
            # A comment fills up what the last line leaves over.
            current.append("/" * (FILE_SIZE - size - 1) + "\n")
            result.append(current)
            current, size = [], 0
            if len(result) == FILES:
                return result
        current.append(line)
        size += length
    sys.exit(f"the sources of the engine are less than {FILES} times {FILE_SIZE} bytes")


def make(workspace):
    """A repository with the engine committed, and ten files staged of which every fourth block of lines is new."""
    folder = workspace.path / "change"
    folder.mkdir()
    git(workspace, folder, "-c", "init.defaultBranch=main", "init", "-q")
    copy_files(own_sources(), ROOT, folder)
    changed = texts()
    for number, lines in enumerate(changed):
        before = [line for i, line in enumerate(lines) if i // 10 % 4]
        (folder / f"changed_{number}.cpp").write_text("".join(before), encoding="utf-8")
    git(workspace, folder, "add", "-A")
    git(workspace, folder, "commit", "-q", "-m", "before")
    for number, lines in enumerate(changed):
        (folder / f"changed_{number}.cpp").write_text("".join(lines), encoding="utf-8")
    git(workspace, folder, "add", "-A")
    return folder, [f"changed_{number}.cpp" for number in range(FILES)]
