#!/usr/bin/env python3
"""Follows docs/add-a-checker.md to the letter: newcomer_test.py MODEL-COMPILER CHECK-ANNOTATIONS.

The files that the page shows become a folder, which the tools of the build take, and whose tests pass; without the
models or with another mark they fail.
"""

import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/add-a-checker.md"
RAW = re.compile(r'R"trawl\((.*?)\)trawl"', re.DOTALL)


def run(*command):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)


def main(compiler, check):
    files = re.findall(r"^```\w+ ([\w./]+)\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    names = {name for name, _ in files}
    assert names == {"rule.toml", "models.toml", "README.md", "tests/recipients.c"}, names
    with tempfile.TemporaryDirectory() as work:
        folder = pathlib.Path(work) / "checkers/injection/mail-recipient"
        for name, text in files:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        table = pathlib.Path(work) / "rules.cpp"
        made = run(sys.executable, ROOT / "tools/dev/make_flow_rules.py", table, folder / "rule.toml")
        assert made.returncode == 0 and "mail-recipient" in table.read_text(), made
        assert "Look the recipient up in a list" in table.read_text(), "the page tells what to do"
        compiled = pathlib.Path(work) / "models.cpp"
        made = run(compiler, compiled, folder / "models.toml", folder / "rule.toml")
        assert made.returncode == 0, made
        compact = pathlib.Path(work) / "models"
        compact.write_text("".join(RAW.findall(compiled.read_text())), encoding="utf-8")

        def annotations(models):
            return run(check, "--rule", "mail-recipient", "--models", models, folder / "tests")

        passed = annotations(compact)
        assert passed.returncode == 0 and "1 expectations met, 0 wrong" in passed.stdout + passed.stderr, passed
        empty = pathlib.Path(work) / "nothing"
        empty.write_text("")
        assert annotations(empty).returncode != 0, "found without its models"
        source = folder / "tests/recipients.c"
        source.write_text(source.read_text().replace("  // EXPECT: mail-recipient", ""))
        assert annotations(compact).returncode != 0, "silent without its mark"
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
