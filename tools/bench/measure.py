"""What the benchmarks share: running a program and taking its resources, inputs, tables. No benchmark itself.

Time comes from wait4(2): CPU time is user plus system time of the process and of all children it waited for. CPU time
is what to compare on a machine that does other things too; wall time is what somebody at a prompt waits. Medians, as
one run that the machine disturbed moves a mean.
"""

import dataclasses
import json
import os
import pathlib
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCE_SUFFIXES = {".c", ".cc", ".cpp", ".h", ".hpp", ".py", ".go", ".rs", ".js", ".ts", ".java", ".sh", ".rb", ".php"}


def trawl():
    """Path of the program under test: $TRAWL, which ./dev sets, or the release build."""
    path = pathlib.Path(os.environ.get("TRAWL", ROOT / "build/release/bin/trawl")).resolve()
    if not path.is_file():
        sys.exit(f"there is no {path}: run ./dev build first, or name the program with $TRAWL")
    return str(path)


@dataclasses.dataclass
class Run:
    """One finished process. Times are in seconds.

    `peak` is in bytes and no less than what the interpreter that started the process held: Linux counts the time
    between fork and exec. So inputs are written piece by piece, which keeps that below 32 MiB.
    """

    wall: float
    user: float
    system: float
    peak: int
    exit_code: int
    timed_out: bool

    @property
    def cpu(self):
        return self.user + self.system


def run(argv, cwd=None, env=None, output=None, errors=None, timeout=600):
    """Runs a program and waits for it; its output goes to files (or nowhere), so that no pipe slows it down."""
    with open(output or os.devnull, "wb") as out, open(errors or os.devnull, "wb") as err:
        begin = time.perf_counter()
        process = subprocess.Popen(
            argv, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=err, start_new_session=True
        )
        expired = threading.Event()

        def stop():
            expired.set()
            os.killpg(process.pid, signal.SIGKILL)

        timer = threading.Timer(timeout, stop)
        timer.start()
        try:
            _, status, usage = os.wait4(process.pid, 0)
        finally:
            timer.cancel()
        wall = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
    return Run(wall, usage.ru_utime, usage.ru_stime, usage.ru_maxrss * 1024, process.returncode, expired.is_set())


class Runs:
    """Several runs of the same command after one that warms the caches up and is not counted."""

    def __init__(self, argv, times, **how):
        self.first = run(argv, **how)
        self.all = [] if self.first.timed_out else [run(argv, **how) for _ in range(times)]
        self.all = self.all or [self.first]

    def median(self, what):
        return statistics.median(getattr(one, what) for one in self.all)

    def least(self, what):
        return min(getattr(one, what) for one in self.all)

    def most(self, what):
        return max(getattr(one, what) for one in self.all)

    @property
    def exit_code(self):
        return self.all[-1].exit_code

    @property
    def timed_out(self):
        return any(one.timed_out for one in self.all)


def callgrind(argv, out_file, cwd=None, env=None, timeout=600):
    """Instructions that a command executes in user space, or None where valgrind is absent or fails.

    The profile stays in `out_file` for callgrind_annotate.
    """
    if not shutil.which("valgrind"):
        return None
    command = ["valgrind", "--tool=callgrind", "--quiet", f"--callgrind-out-file={out_file}", *argv]
    if run(command, cwd=cwd, env=env, timeout=timeout).timed_out:
        return None
    try:
        text = pathlib.Path(out_file).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    found = re.search(r"^(?:totals|summary): (\d+)", text, re.MULTILINE)
    return int(found.group(1)) if found else None


class Workspace:
    """A folder that is deleted at the end, with a home of its own: a benchmark neither reads nor leaves state.

    Its inputs lie below $TMPDIR; give another one if that has less than 2 GB.
    """

    def __enter__(self):
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="trawl-bench-"))
        home = self.path / "home"
        home.mkdir()
        self.env = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "XDG_", "TRAWL"))}
        self.env.update(
            HOME=str(home),
            GIT_CONFIG_NOSYSTEM="1",
            GIT_CONFIG_GLOBAL=os.devnull,
            GIT_AUTHOR_NAME="bench",
            GIT_AUTHOR_EMAIL="bench@example.org",
            GIT_COMMITTER_NAME="bench",
            GIT_COMMITTER_EMAIL="bench@example.org",
        )
        return self

    def __exit__(self, *unused):
        shutil.rmtree(self.path, ignore_errors=True)

    def report(self, argv, cwd=None):
        """The JSON report of a scan, and its exit code."""
        path = self.path / "report.json"
        path.unlink(missing_ok=True)
        done = run([*argv, "-q", "-o", f"json={path}"], cwd=cwd, env=self.env)
        if not path.exists():
            sys.exit(f"no report from {' '.join(argv)} (exit code {done.exit_code})")
        return json.loads(path.read_text(encoding="utf-8")), done.exit_code


def files_below(paths):
    """Regular files below the paths in a fixed order, without those of git itself."""
    for path in map(pathlib.Path, paths):
        if path.is_file():
            yield path
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(name for name in folders if name != ".git")
            for name in sorted(names):
                file = pathlib.Path(folder, name)
                if file.is_file() and not file.is_symlink():
                    yield file


def source_files(paths):
    """Files whose name says that they are source code."""
    return [file for file in files_below(paths) if file.suffix in SOURCE_SUFFIXES]


def own_sources():
    """The engine of this project: real source that every clone has."""
    return source_files([ROOT / "engine"])


def copy_files(files, base, target):
    """Copies files to `target` with their path below `base`."""
    for file in files:
        destination = target / file.relative_to(base)
        destination.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, destination)


def describe_machine():
    """Two lines: what the figures were taken on, and with what."""
    sys.stdout.reconfigure(line_buffering=True)  # a figure is seen as soon as it is there, also through a pipe
    model = "unknown processor"
    try:
        cpuinfo = pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8")
        model = re.search(r"^model name\s*: (.*)$", cpuinfo, re.MULTILINE).group(1)
    except (OSError, AttributeError):
        pass
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    version = subprocess.run([trawl(), "--version"], capture_output=True, text=True, check=False).stdout.strip()
    load = os.getloadavg()[0]
    print(f"{model}, {os.cpu_count()} processors, {memory:.0f} GiB; Linux {os.uname().release}; load {load:.1f}")
    print(version)
    if load > os.cpu_count() / 2:
        print("the machine is busy: trust CPU time and instructions, not wall time")
    print()


def table(head, rows):
    """Prints rows of text under a head: the first column to the left, all others to the right."""
    widths = [max(len(str(row[i])) for row in [head, *rows]) for i in range(len(head))]
    for row in [head, ["-" * width for width in widths], *rows]:
        cells = [str(row[0]).ljust(widths[0])]
        cells += [str(cell).rjust(width) for cell, width in zip(row[1:], widths[1:])]
        print("  ".join(cells).rstrip())
    print()


def milliseconds(seconds):
    return f"{seconds * 1e3:.1f} ms"


def mebibytes(count):
    return f"{count / 2**20:.0f} MiB"


def verdict(value, most):
    """Whether a figure keeps its budget; None is a figure that could not be taken."""
    if value is None:
        return "not measured"
    return "met" if value <= most else f"missed, {value / most:.1f} times"
