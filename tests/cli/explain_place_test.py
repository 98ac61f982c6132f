"""`trawl explain FILE:LINE` tells what accepts a finding: a comment, the ignore file, the baseline."""

import sys
import unittest

import sandbox


class ExplainPlace(unittest.TestCase):
    def setUp(self):
        self.box = sandbox.Sandbox()
        self.addCleanup(self.box.close)
        self.token = sandbox.make_token("github-pat")

    def explain(self, *options):
        done = self.box.trawl("explain", "src/app.py:1", *options)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotIn(self.token.encode(), done.stdout)
        self.assertIn(b"github-pat", done.stdout)
        return done.stdout.decode()

    def test_nothing_accepts_it(self):
        self.box.write("src/app.py", f"key = '{self.token}'\n")
        self.assertNotIn("suppressed", self.explain())

    def test_a_comment(self):
        self.box.write("src/app.py", f"key = '{self.token}'  # trawl:allow made up\n")
        self.assertIn("the finding of github-pat is shown as suppressed by comment 'trawl:allow'", self.explain())
        self.assertNotIn("suppressed", self.explain("--untrusted"))

    def test_the_ignore_file(self):
        self.box.write("src/app.py", f"key = '{self.token}'\n")
        self.box.write(".trawlignore", "src/app.py # not ours\n")
        self.assertIn("suppressed by ignore file, line 1: not ours", self.explain())

    def test_the_baseline(self):
        self.box.write("src/app.py", f"key = '{self.token}'\n")
        self.assertEqual(self.box.trawl("baseline", "create", "--reason", "rotated").returncode, 0)
        text = self.explain()
        self.assertIn("suppressed by baseline", text)
        self.assertIn("rotated", text)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[1:]])
