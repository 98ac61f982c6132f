#!/usr/bin/env python3
"""Runs the scenarios of the program: each folder here that has a `cmd` is one.

    cmd              shell lines, run in a fresh copy of input/; $TRAWL is the program, prelude.sh is read before
    input/           files to start from (optional)
    setup.sh         makes what git cannot store: FIFOs, permissions, repositories, secrets (optional)
    expected.stdout, expected.stderr, expected.exit   what comes out; an absent file is an empty stream, or exit code 0

Usage: TRAWL=program run_scenarios.py [SCENARIO...]; with UPDATE_GOLDEN=1 the expected files are rewritten, and the
diff is what gets reviewed. Every secret that prelude.sh's `token` made is searched in what comes out: a golden file
never holds one.
"""

import concurrent.futures
import difflib
import os
import pathlib
import re
import subprocess
import sys

import sandbox

HERE = pathlib.Path(__file__).resolve().parent
TIMEOUT_SECONDS = 120


def normalised(text, top):
    text = text.replace(str(top), "TOP")
    text = text.replace(sandbox.TRAWL, "TRAWL")
    text = re.sub(r'("(?:version|semanticVersion)": *)"[0-9]+\.[0-9]+\.[0-9]+"', r'\1"VERSION"', text)
    text = re.sub(r"\b(trawl) [0-9]+\.[0-9]+\.[0-9]+", r"\1 VERSION", text)
    # How many rules are built in changes with every new rule, which is no change of the program.
    return re.sub(r'("rules": |with )[0-9]{3}\b', r"\1RULES", text)


def run(folder):
    """What the scenario prints and how it ends: {"stdout": ..., "stderr": ..., "exit": ...}."""
    with sandbox.Sandbox() as box:
        box.copy(folder / "input")
        prelude = f". {HERE / 'prelude.sh'}\n"
        if (folder / "setup.sh").exists():
            box.shell(f"set -e\n{prelude}. {folder / 'setup.sh'}", timeout=TIMEOUT_SECONDS, must_succeed=True)
        done = box.shell(f"{prelude}. {folder / 'cmd'}", timeout=TIMEOUT_SECONDS)
        raw = done.stdout + done.stderr
        for secret in box.tokens():
            if secret.encode() in raw:
                raise AssertionError(f"a raw secret was printed ({secret[:4]}..., {len(secret)} bytes)")
        return {
            "stdout": normalised(done.stdout.decode("utf-8", "backslashreplace"), box.top),
            "stderr": normalised(done.stderr.decode("utf-8", "backslashreplace"), box.top),
            "exit": f"{done.returncode}\n",
        }


def expected(folder):
    streams = {}
    for name, absent in (("stdout", ""), ("stderr", ""), ("exit", "0\n")):
        path = folder / f"expected.{name}"
        streams[name] = path.read_text(encoding="utf-8") if path.exists() else absent
    return streams


def rewrite(folder, actual):
    for name, text in actual.items():
        path = folder / f"expected.{name}"
        if text in ("", "0\n") and (name == "exit" or text == ""):
            path.unlink(missing_ok=True)
        else:
            path.write_text(text, encoding="utf-8")


def check(folder):
    """None, or why the scenario failed."""
    try:
        actual = run(folder)
    except (AssertionError, OSError, subprocess.SubprocessError) as error:
        return str(error)
    if os.environ.get("UPDATE_GOLDEN") == "1":
        rewrite(folder, actual)
        return None
    wanted = expected(folder)
    lines = []
    for name in wanted:
        lines += difflib.unified_diff(
            wanted[name].splitlines(True), actual[name].splitlines(True), f"expected {name}", f"actual {name}"
        )
    return "".join(lines) or None


def main():
    names = sys.argv[1:] or sorted(path.parent.name for path in HERE.glob("*/cmd"))
    if not names:
        sys.exit("there are no scenarios")
    failures = 0
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        for name, failure in zip(names, pool.map(lambda name: check(HERE / name), names)):
            if failure:
                failures += 1
                print(f"FAILED {name}\n{failure}")
    print(f"{len(names)} scenarios, {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
