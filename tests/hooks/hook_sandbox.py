"""A repository of its own for each test of the hooks, with real git, and an environment without the user's settings."""

import os
import pathlib
import shutil
import stat
import subprocess
import sys
import tempfile
import unittest

TRAWL = os.environ.get("TRAWL", "")
ROOT = pathlib.Path(__file__).resolve().parents[2]


def made_up_token():
    """One that is proven by its checksum; made at run time so that no scanner stops at this file."""
    command = [sys.executable, str(ROOT / "tools/dev/make_token.py"), "github-pat"]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout.strip()


class HookTestCase(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if not os.access(TRAWL, os.X_OK):
            raise RuntimeError("set TRAWL to the program to test")
        cls.token = made_up_token()
        cls.secret_line = f"token = {cls.token}\n"

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="trawl-hooks-")
        self.addCleanup(folder.cleanup)
        self.top = pathlib.Path(folder.name).resolve()
        self.home = self.top / "home"
        self.home.mkdir()
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "GIT_CONFIG_NOSYSTEM": "1",
            "LC_ALL": "C.UTF-8",
            "PRE_COMMIT_HOME": str(self.home / "pre-commit"),
        }
        (self.home / ".gitconfig").write_text(
            "[user]\n  name = Tester\n  email = tester@example.invalid\n"
            "[init]\n  defaultBranch = main\n[protocol \"file\"]\n  allow = always\n"
        )
        self.repository = self.make_repository("repository")

    def make_repository(self, name, *options):
        path = self.top / name
        path.mkdir()
        self.git("init", "-q", *options, at=path)
        return path

    def run_program(self, *command, at=None, code=0, **environment):
        """Runs a program; `code` None: whatever. Its two streams come as one text."""
        done = subprocess.run(
            [str(word) for word in command],
            cwd=at or self.repository,
            env={**self.environment, **{name: value for name, value in environment.items() if value is not None}},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=120,
        )
        text = done.stdout.decode("utf-8", "replace")
        self.assertNotIn(self.token, text.replace("+" + self.secret_line, ""), "a raw secret was printed")
        if code is not None:
            self.assertEqual(done.returncode, code, f"{command}\n{text}")
        done.text = text
        return done

    def git(self, *arguments, **more):
        return self.run_program("git", *arguments, **more)

    def trawl(self, *arguments, **more):
        return self.run_program(TRAWL, *arguments, **more)

    def install(self, **more):
        return self.trawl("hook", "install", **more)

    def write(self, name, text, at=None):
        path = (at or self.repository) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def stage(self, name, text, at=None):
        self.write(name, text, at)
        self.git("add", "--", name, at=at)

    def commit_before(self, at=None, **files):
        """A commit that no hook sees. `a__txt` is the file a.txt."""
        for name, text in files.items():
            self.stage(name.replace("__", "."), text, at)
        self.git("commit", "-q", "--no-verify", "-m", "before", at=at)

    def assert_stopped(self, *arguments, **more):
        done = self.git(*(arguments or ("commit", "-m", "change")), code=1, **more)
        self.assertIn("github-pat", done.text)
        self.assertIn("trawl: stopped", done.text)
        return done

    def assert_passed(self, *arguments, **more):
        done = self.git(*(arguments or ("commit", "-m", "change")), **more)
        self.assertNotIn("trawl", done.text)
        return done

    @staticmethod
    def make_executable(path):
        path.chmod(path.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)

    def need(self, program):
        if shutil.which(program) is None:
            self.skipTest(f"{program} is not installed")
