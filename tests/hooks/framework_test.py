#!/usr/bin/env python3
"""The real pre-commit framework runs trawl: "Passed" only when something was read."""

import os
import re
import shutil
import unittest

from hook_sandbox import ROOT, TRAWL, HookTestCase

LOCAL = """repos:
  - repo: local
    hooks:
      - id: trawl
        name: trawl
        entry: {entry}
        language: system
        types: []
        require_serial: true
{more}"""


class Framework(HookTestCase):
    def setUp(self):
        super().setUp()
        self.need("pre-commit")
        self.configure()

    def configure(self, entry=f"{TRAWL} hook run pre-commit", more=""):
        self.stage(".pre-commit-config.yaml", LOCAL.format(entry=entry, more=more))

    def framework(self, *arguments, code=0, **more):
        done = self.run_program("pre-commit", *arguments, code=code, **more)
        done.verdict = (re.findall(r"^trawl\.*.*(Passed|Failed|Skipped)$", done.text, re.M) or [None])[-1]
        return done

    def assert_verdict(self, verdict, *arguments, **more):
        done = self.framework(*arguments, code={"Failed": 1}.get(verdict, 0), **more)
        self.assertEqual(done.verdict, verdict, done.text)
        return done

    def test_commit(self):
        self.framework("install")
        self.stage("a.txt", self.secret_line)
        done = self.git("commit", "-m", "change", code=1)
        self.assertIn("github-pat", done.text)
        self.stage("a.txt", "clean\n")
        self.assertIn("Passed", self.git("commit", "-m", "change").text)
        self.write("a.txt", self.secret_line)
        self.git("commit", "-a", "-m", "change", code=1)
        self.git("commit", "-m", "change", "a.txt", code=1)

    def test_staged(self):
        self.stage("a.txt", "clean\n")
        self.assert_verdict("Passed", "run")
        self.stage("a.txt", self.secret_line)
        self.assertIn("a.txt:1", self.assert_verdict("Failed", "run").text)

    def test_an_old_secret_beside_a_new_line(self):
        self.commit_before(a__txt=self.secret_line)
        self.stage("a.txt", self.secret_line + "more\n")
        self.assert_verdict("Passed", "run")
        self.configure(f"{TRAWL} hook run pre-commit --whole-files")
        self.assert_verdict("Failed", "run")

    def test_all_files_finds_what_was_committed(self):
        self.commit_before(a__txt=self.secret_line, b__txt="clean\n")
        self.assert_verdict("Failed", "run", "--all-files")
        self.stage("b.txt", "changed\n")
        self.assert_verdict("Failed", "run", "--all-files")
        self.assert_verdict("Passed", "run")
        self.git("rm", "-q", "-f", "a.txt")
        self.assert_verdict("Passed", "run", "--all-files")

    def test_files_by_name(self):
        self.commit_before(a__txt=self.secret_line, b__txt="clean\n")
        self.assert_verdict("Failed", "run", "--files", "a.txt")
        self.assert_verdict("Passed", "run", "--files", "b.txt")
        self.write("untracked.txt", self.secret_line)
        self.assert_verdict("Failed", "run", "--files", "untracked.txt")

    def test_partially_staged(self):
        self.commit_before(a__txt="one\n")
        self.stage("a.txt", "one\ntwo\n")
        self.write("a.txt", "one\ntwo\n" + self.secret_line)
        self.assert_verdict("Passed", "run")
        self.assertIn(self.token, (self.repository / "a.txt").read_text())
        self.stage("a.txt", "one\n" + self.secret_line)
        self.write("a.txt", "one\n")
        self.assert_verdict("Failed", "run")

    def test_between_two_revisions(self):
        self.commit_before(a__txt="a\n")
        self.commit_before(b__txt=self.secret_line)
        self.assert_verdict("Failed", "run", "--from-ref", "HEAD~1", "--to-ref", "HEAD")

    def test_a_pure_rename(self):
        self.commit_before(a__txt=self.secret_line)
        self.git("mv", "a.txt", "b.txt")
        self.assert_verdict("Passed", "run")

    def test_a_clean_merge(self):
        self.commit_before(a__txt="a\n")
        self.framework("install")
        self.git("checkout", "-q", "-b", "side")
        self.commit_before(b__txt=self.secret_line)
        self.git("checkout", "-q", "main")
        self.commit_before(c__txt="c\n")
        self.git("merge", "-q", "--no-commit", "side")
        self.git("commit", "-m", "merge")

    def test_nothing_to_read_is_said(self):
        self.commit_before(a__txt="a\n")
        os.symlink("a.txt", self.repository / "link")
        self.git("add", "link")
        self.git("commit", "-q", "--no-verify", "-m", "link")
        done = self.assert_verdict("Passed", "run", "--verbose", "--files", "link")
        self.assertIn("nothing was read", done.text)

    def test_names_that_look_like_options(self):
        self.commit_before(a__txt="a\n")
        names = ("--allow-incomplete=x", "-q", "--no-baseline", "--help", "-", "--version")
        for name in names:
            with self.subTest(name):
                self.configure(more='        args: ["--"]\n')
                self.stage(name, self.secret_line)
                self.assertIn("github-pat", self.assert_verdict("Failed", "run").text)
                # Somebody who forgets the two dashes is told, and nothing passes.
                self.configure()
                done = self.assert_verdict("Failed", "run")
                self.assertIn("put -- in front", done.text)
                self.git("rm", "-q", "-f", "--", name)

    def test_a_damaged_index_fails(self):
        self.commit_before(a__txt="a\n")
        index = self.repository / ".git/index"
        index.write_bytes(index.read_bytes()[:-5])
        self.trawl("hook", "run", "pre-commit", "a.txt", code=2)

    def manifest_repository(self):
        """This project's own manifest, served from a repository, with trawl in the PATH."""
        self.git("commit", "-q", "--no-verify", "-m", "before")
        origin = self.make_repository("origin")
        shutil.copy(ROOT / ".pre-commit-hooks.yaml", origin)
        self.git("add", ".", at=origin)
        self.git("commit", "-q", "-m", "manifest", at=origin)
        programs = self.top / "bin"
        programs.mkdir()
        (programs / "trawl").symlink_to(TRAWL)
        self.environment["PATH"] = f"{programs}:{self.environment['PATH']}"
        return origin

    def test_the_manifest(self):
        self.framework("validate-manifest", ROOT / ".pre-commit-hooks.yaml")
        origin = self.manifest_repository()
        head = self.git("rev-parse", "HEAD", at=origin).text.strip()
        self.stage(".pre-commit-config.yaml",
                   f"repos:\n  - repo: {origin}\n    rev: {head}\n    hooks:\n      - id: trawl\n")
        self.stage("-q", self.secret_line)
        self.assert_verdict("Failed", "run")
        self.stage("-q", "clean\n")
        self.assert_verdict("Passed", "run")
        self.commit_before(b__txt=self.secret_line)
        self.assert_verdict("Failed", "run", "--all-files")

    def test_try_repo(self):
        origin = self.manifest_repository()
        self.stage("a.txt", self.secret_line)
        self.assert_verdict("Failed", "try-repo", origin, "trawl")


class NamedFiles(HookTestCase):
    """What the program answers to a framework, by itself."""

    def test_a_file_that_cannot_be_read_never_passes(self):
        self.commit_before(a__txt="a\n")
        os.mkfifo(self.repository / "pipe")
        (self.repository / "folder").mkdir()
        for name, code in {"missing.txt": 3, "folder": 3, "pipe": 2, str(self.top / "home/.gitconfig"): 3}.items():
            with self.subTest(name):
                done = self.trawl("hook", "run", "pre-commit", name, code=code)
                self.assertIn("none of the files named was read", done.text)

    def test_what_has_no_content_passes_and_is_said(self):
        inner = self.make_repository("inner")
        self.commit_before(at=inner, a__txt="a\n")
        self.git("submodule", "--quiet", "add", str(inner), "module")
        self.commit_before(a__txt="a\n")
        self.git("rm", "-q", "a.txt")
        for names in (["module"], ["a.txt"], ["module", "a.txt"]):
            with self.subTest(names=names):
                done = self.trawl("hook", "run", "pre-commit", *names)
                self.assertIn("nothing was read", done.text)

    def test_a_file_called_like_the_hook(self):
        self.commit_before(a__txt="a\n")
        self.stage("pre-commit", self.secret_line)
        self.commit_before(b__txt="b\n")
        self.trawl("hook", "run", "pre-commit", "pre-commit", code=1)
        self.trawl("hook", "run", "pre-commit", "b.txt", "pre-commit", code=1)

    def test_silence_and_talk(self):
        self.commit_before(a__txt="a\n")
        self.assertEqual(self.trawl("hook", "run", "pre-commit", "a.txt").text, "")
        self.assertIn("1 file", self.trawl("hook", "run", "-v", "pre-commit", "a.txt").text)
        self.stage("b.txt", self.secret_line)
        self.trawl("hook", "run", "-o", f"sarif={self.top}/out.sarif", code=1)
        self.assertIn("github-pat", (self.top / "out.sarif").read_text())

    def test_findings_below_the_threshold_pass_and_are_shown(self):
        self.stage("medium.toml", 'api_key = "' + "tK9xWm2LpZq7" + "Vb4nRs8cYd" + '"\n')
        self.trawl("hook", "run", code=1)
        done = self.trawl("hook", "run", "--fail-on", "critical")
        self.assertIn("medium.toml:1", done.text)
        self.assertNotIn("stopped", done.text)


if __name__ == "__main__":
    unittest.main()
