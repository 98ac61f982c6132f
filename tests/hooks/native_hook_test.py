#!/usr/bin/env python3
"""What the native hook stops and what it lets pass, in every way in which git commits."""

import hashlib
import os
import unittest

from hook_sandbox import TRAWL, HookTestCase


class NativeHook(HookTestCase):
    def setUp(self):
        super().setUp()
        self.install()

    def test_a_new_secret_stops_the_commit(self):
        self.stage("a.txt", self.secret_line)
        done = self.assert_stopped()
        self.assertIn("a.txt:1", done.text)
        self.git("rev-parse", "--verify", "-q", "HEAD", code=1)

    def test_a_clean_commit_passes_in_silence(self):
        self.stage("a.txt", "hello\n")
        self.assert_passed()

    def test_an_unborn_head_has_everything_new(self):
        self.stage("deep/er/a.txt", self.secret_line)
        self.assert_stopped()

    def test_the_index_counts_not_the_work_tree(self):
        self.stage("a.txt", "clean\n")
        self.write("a.txt", self.secret_line)
        self.assert_passed()
        self.stage("b.txt", self.secret_line)
        self.write("b.txt", "clean\n")
        self.assert_stopped()

    def test_a_new_line_beside_an_old_secret_passes(self):
        self.commit_before(a__txt="one\n" + self.secret_line + "three\n")
        self.stage("a.txt", "zero\none\n" + self.secret_line + "three\nfour\n")
        self.trawl("hook", "run", "pre-commit", "--whole-files", code=1)
        self.assert_passed()

    def test_a_new_secret_in_an_old_file_stops(self):
        self.commit_before(a__txt="one\n")
        self.stage("a.txt", "one\n" + self.secret_line)
        self.assert_stopped()

    def test_a_pure_rename_passes(self):
        self.commit_before(a__txt=self.secret_line)
        self.git("mv", "a.txt", "b.txt")
        self.assert_passed()

    def test_a_rename_with_a_new_line_passes(self):
        self.commit_before(a__txt=self.secret_line + "".join(f"line {i}\n" for i in range(20)))
        self.git("mv", "a.txt", "b.txt")
        self.stage("b.txt", (self.repository / "b.txt").read_text() + "more\n")
        self.assert_passed()

    def test_a_mode_change_passes(self):
        self.commit_before(a__txt=self.secret_line)
        self.git("update-index", "--chmod=+x", "a.txt")
        self.assert_passed()

    def test_a_deletion_passes(self):
        self.commit_before(a__txt=self.secret_line, b__txt="b\n")
        self.git("rm", "-q", "a.txt")
        self.assert_passed()

    def test_a_clean_merge_passes(self):
        self.commit_before(a__txt="a\n")
        self.git("checkout", "-q", "-b", "side")
        self.commit_before(b__txt=self.secret_line)
        self.git("checkout", "-q", "main")
        self.commit_before(c__txt="c\n")
        self.git("merge", "-q", "--no-commit", "side")
        self.assert_passed("commit", "-q", "-m", "merge")
        self.assertEqual(len(self.git("log", "-1", "--format=%P").text.split()), 2)

    def test_a_secret_put_into_a_merge_stops(self):
        self.commit_before(a__txt="a\n")
        self.git("checkout", "-q", "-b", "side")
        self.commit_before(b__txt="b\n")
        self.git("checkout", "-q", "main")
        self.commit_before(c__txt="c\n")
        self.git("merge", "-q", "--no-commit", "side")
        self.stage("d.txt", self.secret_line)
        self.assert_stopped()

    def test_amend(self):
        self.commit_before(a__txt="a\n")
        self.assert_passed("commit", "--amend", "-q", "-m", "again")
        self.stage("a.txt", self.secret_line)
        self.assert_stopped("commit", "--amend", "-m", "again")

    def test_commit_all(self):
        self.commit_before(a__txt="a\n")
        self.write("a.txt", self.secret_line)
        self.assert_stopped("commit", "-a", "-m", "change")
        self.write("a.txt", "b\n")
        self.assert_passed("commit", "-a", "-q", "-m", "change")

    def test_commit_of_one_path_uses_a_temporary_index(self):
        self.commit_before(a__txt="a\n", b__txt="b\n")
        self.stage("a.txt", self.secret_line)
        self.write("b.txt", "c\n")
        self.assert_passed("commit", "-q", "-m", "change", "b.txt")
        self.stage("b.txt", "d\n")
        self.assert_stopped("commit", "-m", "change", "a.txt")

    def test_from_a_folder_below(self):
        self.stage("below/a.txt", self.secret_line)
        self.assert_stopped(at=self.repository / "below")

    def test_a_linked_worktree(self):
        self.commit_before(a__txt="a\n")
        tree = self.top / "tree"
        self.git("worktree", "add", "-q", tree)
        self.stage("b.txt", self.secret_line, at=tree)
        self.assert_stopped(at=tree)
        self.write("a.txt", self.secret_line, at=tree)
        self.git("rm", "-q", "--cached", "b.txt", at=tree)
        self.assert_stopped("commit", "-a", "-m", "change", at=tree)
        self.git("checkout", "-q", "a.txt", at=tree)
        self.stage("c.txt", "c\n", at=tree)
        self.assert_passed("commit", "-q", "-m", "change", at=tree)

    def test_sha256(self):
        other = self.make_repository("sha256", "--object-format=sha256")
        self.install(at=other)
        self.stage("a.txt", self.secret_line, at=other)
        self.assert_stopped(at=other)
        self.stage("a.txt", "clean\n", at=other)
        self.assert_passed("commit", "-q", "-m", "change", at=other)

    def test_intent_to_add_has_nothing_to_read(self):
        self.commit_before(a__txt="a\n")
        self.write("b.txt", self.secret_line)
        self.git("add", "-N", "b.txt")
        self.stage("a.txt", "aa\n")
        self.assert_passed()

    def test_a_submodule(self):
        inner = self.make_repository("inner")
        self.commit_before(at=inner, a__txt="a\n")
        self.git("submodule", "--quiet", "add", str(inner), "module")
        self.assert_passed("commit", "-q", "-m", "module")
        module = self.repository / "module"
        self.install(at=module)
        self.stage("b.txt", self.secret_line, at=module)
        self.assert_stopped(at=module)

    def test_a_link_to_a_file(self):
        self.stage("a.txt", "a\n")
        os.symlink("a.txt", self.repository / "link")
        self.git("add", "link")
        self.assert_passed()

    def test_settings_change_nothing(self):
        script = self.write("loud.sh", "#!/bin/sh\ntouch '" + str(self.top / "ran") + "'\nexit 0\n", at=self.top)
        self.make_executable(script)
        for key, value in {
            "color.ui": "always",
            "diff.external": str(script),
            "diff.loud.textconv": str(script),
            "diff.loud.command": str(script),
            "filter.loud.smudge": str(script),
            "diff.noprefix": "true",
            "core.quotePath": "true",
            "core.pager": str(script),
            "core.fsmonitor": "false",
            "diff.renames": "false",
            "status.short": "true",
        }.items():
            self.git("config", key, value)
        for attributes in ("* -diff\n", "* diff=loud\n", "* binary\n", "* -text\n", "* diff=loud filter=loud\n"):
            with self.subTest(attributes=attributes):
                self.stage(".gitattributes", attributes)
                self.stage("ä b.txt", self.secret_line)
                self.assertIn("github-pat", self.trawl("hook", "run", "pre-commit", code=1).text)
                self.assertFalse((self.top / "ran").exists(), "a program of the configuration was run")
                self.assert_stopped()
                (self.top / "ran").unlink(missing_ok=True)
        self.stage("ä b.txt", "clean\n")
        self.assert_passed("commit", "-q", "-m", "change")

    def test_languages_change_nothing(self):
        self.stage("a.txt", self.secret_line)
        for language in ("de_DE.UTF-8", "tr_TR.ISO-8859-9", "ja_JP.eucJP", "C", "no_such_language", ""):
            with self.subTest(language=language):
                self.assert_stopped(LC_ALL=language, LANG=language, LANGUAGE=language)

    def test_nobody_needs_a_name(self):
        (self.home / ".gitconfig").write_text("[user]\n  useConfigOnly = true\n")
        self.stage("a.txt", self.secret_line)
        self.trawl("hook", "run", "pre-commit", code=1)
        self.stage("a.txt", "clean\n")
        self.assertEqual(self.trawl("hook", "run", "pre-commit").text, "")

    def test_a_damaged_index_is_an_error(self):
        self.stage("a.txt", "clean\n")
        index = self.repository / ".git/index"
        whole = index.read_bytes()
        damaged = {
            "empty": b"",
            "header only": whole[:12],
            "cut in the trailer": whole[:-7],
            "no trailer": whole[:-20],
            "one byte changed": whole[:30] + bytes([whole[30] ^ 1]) + whole[31:],
            "wrong trailer": whole[:-20] + hashlib.sha1(b"other").digest(),
            "half": whole[: len(whole) // 2],
        }
        for what, content in damaged.items():
            with self.subTest(what):
                index.write_bytes(content)
                done = self.trawl("hook", "run", "pre-commit", code=2)
                self.assertIn("index", done.text)
        index.write_bytes(whole)
        self.trawl("hook", "run", "pre-commit")

    def test_a_missing_blob_is_an_error(self):
        self.stage("a.txt", "clean\n")
        name = self.git("rev-parse", ":a.txt").text.strip()
        (self.repository / ".git/objects" / name[:2] / name[2:]).unlink()
        done = self.trawl("hook", "run", "pre-commit", code=3)
        self.assertIn("a.txt", done.text)

    def test_another_repositorys_index_is_refused(self):
        other = self.make_repository("other")
        self.stage("a.txt", "clean\n", at=other)
        done = self.trawl("hook", "run", "pre-commit", code=2, GIT_INDEX_FILE=str(other / ".git/index"))
        self.assertIn("git directory", done.text)

    def test_fail_on_and_comment(self):
        self.stage("a.txt", f"token = {self.token}  # trawl:allow github-pat: made up\n")
        self.assert_passed()

    def test_nothing_is_executed(self):
        self.need("strace")
        self.commit_before(a__txt="a\n")
        self.stage("a.txt", "a\n" + self.secret_line)
        log = self.top / "log"
        self.run_program("strace", "-f", "-e", "trace=execve,execveat", "-o", log, TRAWL, "hook", "run", code=1)
        calls = [line for line in log.read_text().splitlines() if "execve" in line]
        self.assertEqual(len(calls), 1, calls)


if __name__ == "__main__":
    unittest.main()
