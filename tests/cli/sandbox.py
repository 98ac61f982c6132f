"""A directory, a home and an environment of its own for each run of the program."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
TRAWL = os.environ.get("TRAWL", "")
# Under a sanitizer a program has terabytes of addresses: no test can limit them.
SANITIZED = "ASAN_OPTIONS" in os.environ or "TSAN_OPTIONS" in os.environ
MAKE_TOKEN = ROOT / "tools/dev/make_token.py"

if not os.access(TRAWL, os.X_OK):
    sys.exit("set TRAWL to the program to test")
TRAWL = str(pathlib.Path(TRAWL).resolve())


def make_token(kind, seed=1):
    """A made-up secret of this kind, put together at run time so that no scanner stops at a file of ours."""
    command = [sys.executable, str(MAKE_TOKEN), "--seed", str(seed), kind]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout.rstrip("\n")


class Sandbox:
    """`top` is thrown away at the end; `work` in it is where the program runs."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="trawl-cli-", ignore_cleanup_errors=True)
        self.top = pathlib.Path(self.folder.name).resolve()
        self.top.chmod(0o755)  # programs run as another user must get in
        self.work = self.top / "work"
        self.home = self.top / "home"
        self.work.mkdir()
        self.home.mkdir()
        self.token_log = self.top / "tokens"
        (self.home / ".gitconfig").write_text(
            "[user]\n  name = Tester\n  email = tester@example.invalid\n[init]\n  defaultBranch = main\n"
        )
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "XDG_CACHE_HOME": str(self.home / "cache"),
            "XDG_STATE_HOME": str(self.home / "state"),
            "GIT_CONFIG_NOSYSTEM": "1",
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            "TRAWL": TRAWL,
            "TRAWL_IDENTITY_KEY": "00112233445566778899aabbccddeeff" * 2,  # the same fingerprints everywhere
            "MAKE_TOKEN": str(MAKE_TOKEN),
            "TOKEN_LOG": str(self.token_log),
            "PYTHON": sys.executable,
        }

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.folder.cleanup()

    def copy(self, folder):
        if folder.is_dir():
            shutil.copytree(folder, self.work, dirs_exist_ok=True, symlinks=True)

    def write(self, name, content):
        path = self.work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def tokens(self):
        return self.token_log.read_text().split() if self.token_log.exists() else []

    def shell(self, script, timeout, must_succeed=False):
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=self.work,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=timeout,
        )
        if must_succeed and done.returncode != 0:
            raise AssertionError("the setup failed: " + done.stderr.decode("utf-8", "replace"))
        return done

    def trawl(self, *arguments, at=None, stdin=b"", timeout=120, **environment):
        return subprocess.run(
            [TRAWL, *map(str, arguments)],
            cwd=at or self.work,
            env={**self.environment, **environment},
            input=stdin,
            capture_output=True,
            timeout=timeout,
        )
