"""A signal ends a run soon, with reports that are valid and say that they are partial."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
import unittest
import zlib

import sandbox

LONGEST_SECONDS = 5
BIG_FILES = 4000  # seconds of work for one thread
BIG_FILE = b"value = 'some ordinary text that has to be read'\n" * 40000


class Interrupted(unittest.TestCase):
    def setUp(self):
        self.box = sandbox.Sandbox()
        self.addCleanup(self.box.close)

    def start(self, *arguments, stdin=subprocess.DEVNULL, **more):
        process = subprocess.Popen(
            [sandbox.TRAWL, *arguments], cwd=self.box.work, env=self.box.environment, stdin=stdin, **more
        )
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def wait_until_it_catches(self, process, number):
        """Until the handler is there: a signal before it would end the program as it would any other."""
        for _ in range(2000):
            with open(f"/proc/{process.pid}/status", encoding="ascii") as status:
                caught = next((line.split()[1] for line in status if line.startswith("SigCgt:")), "0")
            if int(caught, 16) >> (number - 1) & 1:
                return
            time.sleep(0.002)
        self.fail("the program catches no signal")

    def stop(self, process, number, code):
        begin = time.monotonic()
        process.send_signal(number)
        self.assertEqual(process.wait(timeout=LONGEST_SECONDS + 10), code)
        self.assertLess(time.monotonic() - begin, LONGEST_SECONDS)

    def assert_partial_reports(self, code):
        report = json.loads((self.box.work / "out.json").read_bytes())
        self.assertFalse(report["outcome"]["complete"])
        self.assertEqual(report["outcome"]["exit_code"], code)
        self.assertIn("interrupted", json.dumps(report["notifications"]))
        invocation = json.loads((self.box.work / "out.sarif").read_bytes())["runs"][0]["invocations"][0]
        self.assertFalse(invocation["executionSuccessful"])
        self.assertIn("interrupted", json.dumps(invocation["toolExecutionNotifications"]))
        return report

    def stop_a_stream(self, number, code):
        token = sandbox.make_token("github-pat")
        reading, writing = os.pipe()
        self.addCleanup(os.close, writing)
        with open(reading, "rb") as stdin:
            process = self.start("stdin", "-o", "json=out.json", "-o", "sarif=out.sarif", stdin=stdin)
        os.write(writing, f"key = {token}\n".encode())
        self.wait_until_it_catches(process, number)
        time.sleep(0.2)
        self.stop(process, number, code)
        self.assert_partial_reports(code)

    def test_a_stream_that_stays_open_and_ctrl_c(self):
        self.stop_a_stream(signal.SIGINT, 130)

    def test_a_stream_that_stays_open_and_sigterm(self):
        self.stop_a_stream(signal.SIGTERM, 143)

    def write_history(self, blobs):
        """A repository of so many loose blobs of 2 MB, one of them with a token."""
        self.box.shell("git init -q --bare repo", timeout=60, must_succeed=True)
        token = sandbox.make_token("github-pat").encode()
        for index in range(blobs):
            content = b"blob %d\0" % index if index else b"key = '" + token + b"'\n"
            content += BIG_FILE[: 2_000_000 - len(content)]
            content = b"blob %d\0" % len(content) + content
            name = hashlib.sha1(content).hexdigest()
            path = self.box.work / f"repo/objects/{name[:2]}/{name[2:]}"
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(zlib.compress(content, 1))

    def test_history_and_ctrl_c(self):
        self.write_history(500)
        audit = ("history", "repo", "--threads", "1", "-o", "json=out.json", "-o", "sarif=out.sarif")
        process = self.start(*audit)
        self.wait_until_it_catches(process, signal.SIGINT)
        time.sleep(0.1)
        self.stop(process, signal.SIGINT, 130)
        self.assert_partial_reports(130)
        # What it learnt is taken over, and the end is that of an audit without it.
        self.assertEqual(self.box.trawl(*audit).returncode, 1)
        continued = (self.box.work / "out.json").read_bytes()
        self.assertEqual(self.box.trawl(*audit, "--no-cache").returncode, 1)
        self.assertEqual(continued, (self.box.work / "out.json").read_bytes())

    def stop_a_tree(self, number, code):
        first = self.box.write("tree/000", BIG_FILE)
        for index in range(1, BIG_FILES):
            os.link(first, self.box.work / f"tree/{index:03}")
        process = self.start(
            *("scan", "tree", "--threads", "1", "-o", "json=out.json", "-o", "sarif=out.sarif", "-o", "text=out.txt"),
        )
        self.wait_until_it_catches(process, number)
        time.sleep(0.4)
        self.stop(process, number, code)
        self.assertIn(b"INTERRUPTED", (self.box.work / "out.txt").read_bytes())
        scanned = self.assert_partial_reports(code)["coverage"]["files_scanned"]
        self.assertGreater(scanned, 0, "it was not in the middle")
        self.assertLess(scanned, BIG_FILES, "it was not in the middle")

    def test_a_tree_and_ctrl_c(self):
        self.stop_a_tree(signal.SIGINT, 130)

    def test_a_tree_and_sigterm(self):
        self.stop_a_tree(signal.SIGTERM, 143)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[1:]])
