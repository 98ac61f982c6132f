"""Secrets in the names of files: found in a tree and in what is staged, and shown by no report."""

import json
import subprocess
import sys
import unittest

import sandbox


class PathNames(unittest.TestCase):
    def setUp(self):
        self.box = sandbox.Sandbox()
        self.addCleanup(self.box.close)
        self.token = sandbox.make_token("github-pat")

    def places(self, *command):
        done = self.box.trawl(*command, "-o", "json")
        self.assertNotIn(self.token.encode(), done.stdout)
        report = json.loads(done.stdout)
        return done.returncode, [(finding["rule"]["id"], place["path"], place["snippet"]["text"].strip())
                                 for finding in report["findings"] for place in finding["locations"]]

    def git(self, *arguments):
        subprocess.run(["git", *arguments], cwd=self.box.work, env=self.box.environment, check=True, capture_output=True)

    def test_a_name_in_a_tree(self):
        self.box.write(f"a/{self.token}.txt", "nothing\n")
        self.assertEqual(self.places("scan"), (1, [("github-pat", "names of paths", "a/ghp_\u2026.txt")]))

    def test_a_folder_counts_once(self):
        for name in ("a", "b/c", "b/d"):
            self.box.write(f"x-{self.token}/{name}", "nothing\n")
        self.assertEqual(self.places("scan"), (1, [("github-pat", "names of paths", "x-ghp_\u2026/a")]))

    def test_no_report_shows_the_name(self):
        folder = f"x-{self.token}"
        self.box.write(f"{folder}/{self.token}.py", f"other = '{sandbox.make_token('npm-token')}'\n")
        self.box.write(f"{folder}/broken.zip", b"PK\x03\x04 broken")
        self.box.write(f"{folder}/link/../compose.yml", "services: {a: {image: x, privileged: true}}\n")
        for form in ("text", "json", "jsonl", "sarif"):
            for options in ((), ("-v",)):
                with self.subTest(form=form, options=options):
                    done = self.box.trawl("scan", *options, "-o", form)
                    self.assertGreater(done.returncode, 0)
                    self.assertNotIn(self.token[8:24].encode(), done.stdout + done.stderr)
        self.assertIn(self.token.encode(), self.box.trawl("scan", "--show-secrets").stdout)

    def test_nor_does_one_of_what_is_no_secret(self):
        folder = f"x-{self.token}"
        self.box.write(f"{folder}/compose.yml", "services: {a: {image: x, privileged: true}}\n")
        self.box.write(f"{folder}/package.json", '{"name": "a", "dependencies": {"left-pad": "*"}}\n')
        self.box.write(f"{folder}/package-lock.json", '{"name": "a", "lockfileVersion": 2, "packages": {'
                       '"node_modules/left-pad": {"version": "1.0.0", "resolved": "http://example.org/x.tgz"}}}\n')
        self.box.write(f"{folder}/a.c", "int system(const char*);\nint main(int c, char** v) { return system(v[1]); }\n")
        for only in ("config", "dependencies", "sast"):
            for form in ("text", "json", "jsonl", "sarif"):
                for command in (("scan", "--only", only), ("deps",)):
                    with self.subTest(command=command, form=form):
                        done = self.box.trawl(*command, "-v", "-o", form)
                        self.assertIn(done.returncode, (1, 3, 4) if only == "sast" else (1, 4), done.stderr)
                        self.assertNotIn(self.token[8:24].encode(), done.stdout + done.stderr)

    def test_a_new_name_is_stopped_and_an_old_one_is_not(self):
        self.git("init")
        self.box.write(f"{self.token}.txt", "one\n")
        self.git("add", ".")
        self.assertEqual(self.places("staged"), (1, [("github-pat", "names of paths", "ghp_\u2026.txt")]))
        self.git("commit", "-m", "one")
        self.box.write(f"{self.token}.txt", "two\n")
        self.git("add", ".")
        self.assertEqual(self.places("staged"), (0, []))

    def test_a_name_that_the_scan_is_not_about_is_shown_nowhere_either(self):
        other = sandbox.make_token("npm-token")
        self.git("init")
        self.box.write(f"x-{self.token}/{self.token}.py", "one = 1\n")
        self.box.write(f"x-{self.token}/broken.zip", b"PK\x03\x04")
        self.git("add", ".")
        self.git("commit", "-m", "one")
        self.box.write(f"x-{self.token}/{self.token}.py", f"one = 1\nother = '{other}'\n")
        self.box.write(f"x-{self.token}/broken.zip", b"PK\x03\x04 broken")
        self.git("add", ".")
        for command in (("staged",), ("hook", "run", "pre-commit"), ("range", "HEAD~1..HEAD"), ("range", "HEAD"), ("history",)):
            if command[0] in ("range", "history") and self.box.shell("git diff --cached --quiet", 60).returncode:
                self.git("commit", "-m", "two")
            for form in ("text", "json", "jsonl", "sarif"):
                with self.subTest(command=command[:3], form=form):
                    done = self.box.trawl(*command, "-v", "-o", form)
                    self.assertIn(done.returncode, (1, 4), done.stderr)
                    self.assertNotIn(self.token[8:24].encode(), done.stdout + done.stderr)

    def test_threads_change_nothing(self):
        for i in range(300):
            self.box.write(f"d{i % 7}/{i}-{self.token if i % 50 == 0 else 'x'}.txt", f"{i}\n")
        self.assertEqual(self.places("scan", "--threads", "1"), self.places("scan", "--threads", "4"))


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[1:]])
