#!/usr/bin/env python3
"""Completions and manual page: that every command and option is in them, that the shells and troff accept them, and
that bash, zsh and fish propose what they should. completion_test.py TRAWL"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

TRAWL = str(pathlib.Path(sys.argv.pop(1)).resolve())


def run(*arguments, **more):
    return subprocess.run(arguments, capture_output=True, text=True, timeout=60, **more)


def printed(*arguments):
    done = run(TRAWL, *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def help_of(words):
    """Subcommands and long options that --help of a command shows."""
    text = printed(*words, "--help")
    below = re.search(r"^Subcommands:\n(.*?)(?:\n\n|\Z)", text, re.S | re.M)
    names = re.findall(r"^  ([a-z]+)", below.group(1), re.M) if below else []
    return names, re.findall(r"^  (?:-\w,)?(--[a-z-]+)", text, re.M)


def commands():
    """Every command with its long options, as words -> options."""
    found, open_ = {}, [()]
    while open_:
        words = open_.pop()
        names, options = help_of(words)
        found[words] = options
        open_ += [words + (name,) for name in names]
    return found


COMMANDS = commands()


class Table(unittest.TestCase):
    def test_help_is_read_as_it_is_meant(self):
        self.assertIn(("rules", "bench"), COMMANDS)
        self.assertIn("--allow-incomplete", COMMANDS[("scan",)])

    def test_everything_is_in_every_script(self):
        for shell in ("bash", "zsh", "fish"):
            text = printed("completion", shell)
            for words, options in COMMANDS.items():
                for word in words:
                    self.assertRegex(text, rf"(?<![\w-]){word}(?![\w-])", shell)
                for option in options:
                    self.assertRegex(text, rf"-l {option[2:]}\b" if shell == "fish" else rf"{option}(?![\w-])", shell)

    def test_everything_is_in_the_manual_page(self):
        text = printed("man").replace("\\-", "-")
        for words, options in COMMANDS.items():
            self.assertIn(" ".join(("trawl",) + words), text)
            for option in options:
                self.assertRegex(text, rf"{option}(?![\w-])")

    def test_the_same_every_time(self):
        self.assertEqual(printed("man"), printed("man"))

    def test_an_unknown_shell_is_a_usage_error(self):
        self.assertEqual(run(TRAWL, "completion", "tcsh").returncode, 2)


class ManualPage(unittest.TestCase):
    @unittest.skipUnless(shutil.which("groff"), "groff is not here")
    def test_troff_has_no_complaint(self):
        done = run("groff", "-ww", "-man", "-Tutf8", "-z", input=printed("man"))
        self.assertEqual((done.returncode, done.stderr), (0, ""))


def on_path():
    """A directory with the program as `trawl`, for what the scripts call."""
    folder = tempfile.TemporaryDirectory()
    subprocess.run(["ln", "-s", TRAWL, folder.name + "/trawl"], check=True)
    return folder


class Bash(unittest.TestCase):
    def propose(self, *words):
        line = " ".join(f"'{word}'" for word in words)
        script = printed("completion", "bash") + f"""
COMP_WORDS=({line}); COMP_CWORD={len(words) - 1}
_trawl
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
        with on_path() as folder:
            done = run("bash", "-c", script, env={"PATH": folder + ":/usr/bin:/bin", "HOME": folder}, cwd=folder)
        self.assertEqual(done.stderr, "")
        return done.stdout.split()

    def test_what_it_proposes(self):
        table = {
            ("trawl", "st"): ["staged", "stdin"],
            ("trawl", "rules", ""): ["list", "check", "test", "import", "bench"],
            ("trawl", "scan", "--allow"): ["--allow-incomplete"],
            ("trawl", "scan", "--color", "a"): ["auto", "always"],
            ("trawl", "scan", "--color", "=", "n"): ["never"],
            ("trawl", "scan", "--color", "="): ["auto", "always", "never"],
            ("trawl", "scan", "-o", "s"): ["sarif"],
            ("trawl", "scan", "--baseline", "tr"): ["trawl"],  # the file in the directory at hand
            ("trawl", "scan", "tr"): ["trawl"],
            ("trawl", "scan", "--threads", ""): [],
            ("trawl", "scan", "--disable-rule", "github-pa"): ["github-pat"],
            ("trawl", "completion", "z"): ["zsh"],
            ("trawl", "nonsense", ""): [],
        }
        for words, expected in table.items():
            with self.subTest(words):
                self.assertEqual(self.propose(*words), expected)

    def test_bash_and_shellcheck_accept_it(self):
        self.assertEqual(run("bash", "-n", input=printed("completion", "bash")).stderr, "")
        if shutil.which("shellcheck"):
            done = run("shellcheck", "-s", "bash", "-", input=printed("completion", "bash"))
            self.assertEqual(done.stdout, "")


class Zsh(unittest.TestCase):
    @unittest.skipUnless(shutil.which("zsh"), "zsh is not here")
    def test_it_loads(self):
        script = "autoload -Uz compinit && compinit -u -D\n" + printed("completion", "zsh") + "\nwhence -w _trawl\n"
        with tempfile.TemporaryDirectory() as home:
            done = run("zsh", "-f", "-c", script, env={"HOME": home, "PATH": "/usr/bin:/bin"})
        self.assertEqual((done.stdout, done.stderr), ("_trawl: function\n", ""))


class Fish(unittest.TestCase):
    @unittest.skipUnless(shutil.which("fish"), "fish is not here")
    def test_what_it_proposes(self):
        table = {
            "trawl st": ["staged", "stdin"],
            "trawl rules ": ["bench", "check", "list", "test"],
            "trawl scan --colo": ["--color"],
            "trawl scan --color a": ["always", "auto"],
            "trawl completion z": ["zsh"],
            "trawl scan --disable-rule github-pa": ["github-pat"],
        }
        for line, expected in table.items():
            script = printed("completion", "fish") + f"\ncomplete -C '{line}'\n"
            with on_path() as folder, self.subTest(line):
                done = run("fish", "--no-config", "-c", script,
                           env={"PATH": folder + ":/usr/bin:/bin", "HOME": folder}, cwd=folder)
                self.assertEqual(done.stderr, "")
                self.assertEqual(sorted(row.split("\t")[0] for row in done.stdout.splitlines()), expected)


if __name__ == "__main__":
    unittest.main()
