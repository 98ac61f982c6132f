"""Colours and progress are for terminals."""

import os
import pty
import select
import subprocess
import sys
import time
import unittest

import sandbox


class Terminal(unittest.TestCase):
    def setUp(self):
        self.box = sandbox.Sandbox()
        self.addCleanup(self.box.close)
        self.box.write("src/app.py", f"key = '{sandbox.make_token('github-pat')}'\n")

    def on_a_terminal(self, *arguments, which=("stdout", "stderr"), **environment):
        """What a terminal shows; the streams that are not in `which` are thrown away."""
        master, slave = pty.openpty()
        streams = {name: slave if name in which else subprocess.DEVNULL for name in ("stdout", "stderr")}
        process = subprocess.Popen(
            [sandbox.TRAWL, *arguments],
            cwd=self.box.work,
            env={**self.box.environment, "TERM": "xterm", **environment},
            stdin=subprocess.DEVNULL,
            **streams,
        )
        os.close(slave)
        shown = b""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            ready, _, _ = select.select([master], [], [], 1)
            if not ready:
                continue
            try:
                piece = os.read(master, 65536)
            except OSError:  # the way Linux says that the other side is closed
                break
            if not piece:
                break
            shown += piece
        os.close(master)
        process.wait(timeout=10)
        return shown

    def test_colours_on_a_terminal_and_nowhere_else(self):
        self.assertIn(b"\x1b[", self.on_a_terminal("scan", "src"))
        self.assertNotIn(b"\x1b", self.on_a_terminal("scan", "src", NO_COLOR="1"))
        self.assertNotIn(b"\x1b", self.on_a_terminal("scan", "src", TERM="dumb"))
        self.assertNotIn(b"\x1b", self.on_a_terminal("scan", "src", "--color", "never"))
        piped = self.box.trawl("scan", "src")
        self.assertNotIn(b"\x1b", piped.stdout + piped.stderr)
        self.assertIn(b"\x1b[", self.box.trawl("scan", "src", "--color", "always").stdout)
        self.assertIn(b"\x1b[", self.box.trawl("scan", "src", CLICOLOR_FORCE="1").stdout)

    def test_no_colours_in_files(self):
        self.on_a_terminal("scan", "src", "-o", "text=out.txt")
        self.assertNotIn(b"\x1b", (self.box.work / "out.txt").read_bytes())

    def test_progress_on_a_terminal_and_nowhere_else(self):
        line = b"value = 'an ordinary line of text that only has to be read'\n"
        first = self.box.write("tree/0", line * 20000)
        # 12 GB: more than is searched before progress is shown.
        for index in range(1, 10000):
            os.link(first, self.box.work / f"tree/{index}")
        arguments = ("scan", "tree", "--threads", "1", "--color", "never")
        self.assertIn(b" files, ", self.on_a_terminal(*arguments, which=("stderr",)))
        self.assertEqual(self.on_a_terminal(*arguments, "--no-progress", which=("stderr",)), b"")
        self.assertEqual(self.on_a_terminal(*arguments, "-q", which=("stderr",)), b"")
        self.assertEqual(self.box.trawl(*arguments).stderr, b"")


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[1:]])
