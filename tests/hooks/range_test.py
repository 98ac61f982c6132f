#!/usr/bin/env python3
"""What `trawl range` finds, where it says it is, and what it refuses, on repositories that real git made."""

import json
import os
import subprocess
import unittest

from hook_sandbox import TRAWL, HookTestCase


class RangeTestCase(HookTestCase):
    def commit(self, message="change", at=None, **files):
        """A commit of these files (`a__txt` is a.txt; None deletes one); its id."""
        for name, text in files.items():
            name = name.replace("__", ".").replace("_S_", "/")
            if text is None:
                self.git("rm", "-q", "--", name, at=at)
            else:
                self.stage(name, text, at)
        self.git("commit", "-q", "--no-verify", "--allow-empty", "-m", message, at=at)
        return self.head(at)

    def head(self, at=None, revision="HEAD"):
        return self.git("rev-parse", revision, at=at).text.strip()

    def report(self, *arguments, code=1, at=None, stdin=None):
        """Runs `trawl range` for its JSON; asserts that no raw secret is in it."""
        done = subprocess.run(
            [TRAWL, "range", "-o", "json", *arguments],
            cwd=at or self.repository,
            env=self.environment,
            input=stdin,
            stdin=None if stdin is not None else subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
        )
        self.assertNotIn(self.token, done.stdout + done.stderr)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return json.loads(done.stdout)

    def places(self, *arguments, code=1, **more):
        """Of the only finding: (path, line, commit, whether it is in the final diff) of each place."""
        report = self.report(*arguments, code=code, **more)
        self.assertEqual(len(report["findings"]), 1, report["findings"])
        return [
            (place["path"], place["region"]["start_line"], place.get("commit"), place["in_final_diff"])
            for place in report["findings"][0]["locations"]
        ]

    def assert_clean(self, *arguments, **more):
        report = self.report(*arguments, code=0, **more)
        self.assertEqual(report["findings"], [])
        return report

    def refusal(self, *arguments, at=None):
        done = self.trawl("range", *arguments, code=2, at=at)
        self.assertEqual(done.text.count("\n"), 1, done.text)
        return done.text


class Range(RangeTestCase):
    def setUp(self):
        super().setUp()
        self.base = self.commit("base", a__txt="one\n", old__txt="old\n")
        self.git("branch", "base")

    def test_the_line_is_that_of_the_last_version(self):
        added = self.commit(a__txt="one\n" + self.secret_line)
        self.commit(a__txt="zero\nmore\none\n" + self.secret_line + "end\n")
        self.assertEqual(self.places("base..HEAD"), [("a.txt", 4, added, True)])

    def test_what_was_added_and_taken_away_again_is_found_in_its_commit(self):
        added = self.commit(a__txt="one\ntwo\n" + self.secret_line)
        self.commit(a__txt="one\ntwo\n")
        self.assertEqual(self.places("base..HEAD"), [("a.txt", 3, added, False)])
        self.assertIn("not in the final diff", self.trawl("range", "base..HEAD", code=1).text)

    def test_what_the_base_has_is_nobodys_fault(self):
        self.git("checkout", "-q", "base")
        self.commit("in base", a__txt="one\n" + self.secret_line)
        self.git("checkout", "-q", "-b", "side")
        self.commit(a__txt="zero\none\n" + self.secret_line, b__txt="b\n")
        self.assert_clean("base..HEAD")
        self.assertEqual(self.places("--whole-files", "base..HEAD")[0][:2], ("a.txt", 3))

    def test_a_renamed_file_brings_nothing_but_its_new_lines(self):
        text = "".join(f"line {i}\n" for i in range(20))
        self.git("checkout", "-q", "base")
        self.commit("in base", dir_S_b__txt=text + self.secret_line)
        self.git("checkout", "-q", "-b", "side")
        self.git("mv", "dir", "elsewhere")
        self.commit("pure rename")
        self.assert_clean("base..HEAD")
        self.git("mv", "elsewhere/b.txt", "c.txt")
        self.commit("rename with a change", c__txt="first\n" + text + self.secret_line)
        self.assert_clean("base..HEAD")

    def test_a_base_that_went_on_is_compared_at_the_merge_base(self):
        self.git("checkout", "-q", "-b", "side")
        self.commit(b__txt="b\n")
        self.git("checkout", "-q", "base")
        self.commit("on base", a__txt="one\n" + self.secret_line)
        self.git("checkout", "-q", "side")
        self.assert_clean("base..HEAD")
        self.assert_clean("base...HEAD")
        self.assertEqual(self.places("HEAD..base")[0][0], "a.txt")

    def test_a_clean_merge_of_the_base_brings_nothing(self):
        self.git("checkout", "-q", "-b", "side")
        self.commit(b__txt="b\n")
        self.git("checkout", "-q", "base")
        self.commit("on base", old__txt="old\n" + self.secret_line)
        self.git("checkout", "-q", "side")
        self.git("merge", "-q", "--no-edit", "base")
        self.assert_clean("base..HEAD")

    def test_what_a_merge_made_up_is_found(self):
        self.git("checkout", "-q", "-b", "side")
        self.commit(b__txt="b\n")
        self.git("checkout", "-q", "base")
        self.commit("on base", c__txt="c\n")
        self.git("checkout", "-q", "side")
        self.git("merge", "-q", "--no-commit", "base")
        merge = self.commit("evil merge", b__txt="b\n" + self.secret_line)
        self.commit("gone again", b__txt="b\n")
        self.assertEqual(self.places("base..HEAD"), [("b.txt", 2, merge, False)])

    def test_several_merge_bases(self):
        self.git("checkout", "-q", "-b", "side")
        first_side = self.commit("side", s__txt="s\n")
        self.git("checkout", "-q", "base")
        first_base = self.commit("on base", t__txt=self.secret_line)
        self.git("merge", "-q", "--no-edit", first_side)
        self.git("checkout", "-q", "side")
        self.git("merge", "-q", "--no-edit", first_base)
        self.assertEqual(len(self.git("merge-base", "--all", "base", "side").text.split()), 2)
        self.assert_clean("base..side")
        added = self.commit("and more", s__txt="s\n" + self.secret_line)
        self.assertEqual(self.places("base..side"), [("s.txt", 2, added, True)])

    def test_one_secret_at_two_paths_is_one_finding(self):
        added = self.commit(x__txt=self.secret_line, y__txt=self.secret_line)
        self.assertEqual(self.places("base..HEAD"), [("x.txt", 1, added, True), ("y.txt", 1, added, True)])

    def test_the_same_bytes_at_two_paths_are_scanned_once(self):
        self.commit(x__txt="same\n", y__txt="same\n", z__txt="same\n")
        self.commit(x__txt="other\n")
        self.commit(x__txt="same\n")
        report = self.assert_clean("base..HEAD")
        self.assertEqual(report["coverage"]["files_scanned"], 2 + 3 + 1)  # blobs, commits, names

    def test_commit_messages_and_names_are_read(self):
        added = self.commit("subject\n\nhere: " + self.secret_line)
        self.assertEqual(self.places("base..HEAD"), [("commit " + added, 8, added, False)])
        self.git("-c", f"user.name=token = {self.token}", "commit", "-q", "--allow-empty", "-m", "named")
        self.assertEqual(self.places("HEAD^..HEAD")[0][1], 3)

    def test_names_of_new_paths_are_read(self):
        (self.repository / f"token={self.token}").mkdir()
        (self.repository / f"token={self.token}/a.txt").write_text("harmless\n")
        self.git("add", "-A")
        self.commit("a name")
        self.commit("another", b__txt="b\n")
        done = self.places("base..HEAD")
        self.assertEqual([place[0] for place in done], ["names of paths and refs"])
        self.assert_clean("HEAD^..HEAD")

    def test_links_type_changes_and_binary_files(self):
        (self.repository / "link").symlink_to(self.token)
        self.git("add", "link")
        added = self.commit("link")
        self.assertEqual(self.places("base..HEAD"), [("link", 1, added, True)])
        (self.repository / "link").unlink()
        self.commit("no link", link="plain\n")
        self.assertEqual(self.places("base..HEAD"), [("link", 1, added, False)])
        self.commit(bin=b"\0\1\2\n" + self.secret_line.encode())
        self.assertEqual(self.places("HEAD^..HEAD")[0][0], "bin")

    def test_single_commits_and_lists(self):
        first = self.commit(a__txt="one\n" + self.secret_line)
        second = self.commit(a__txt="one\n")
        third = self.commit(b__txt="b\n")
        self.assertEqual(self.places(first), [("a.txt", 2, first, True)])
        self.assertEqual(self.places("HEAD~2^!"), [("a.txt", 2, first, True)])
        self.assert_clean()
        self.assert_clean(second)
        listed = self.git("rev-list", "base..HEAD").text
        self.assertEqual(self.places("--stdin", stdin=listed), [("a.txt", 2, first, False)])
        self.assert_clean("--stdin", stdin=f"{third}\n")
        self.assertEqual(self.places("--stdin", stdin=f"{third}\n^{self.base}\n"), [("a.txt", 2, first, False)])

    def test_the_first_commit(self):
        self.git("checkout", "-q", "--orphan", "fresh")
        self.git("rm", "-q", "-rf", ".")
        added = self.commit("root", deep_S_a__txt=self.secret_line)
        self.assertEqual(self.places("HEAD"), [("deep/a.txt", 1, added, True)])
        self.assertEqual(self.places("base..HEAD"), [("deep/a.txt", 1, added, True)])
        self.assertIn("no common ancestor", self.refusal("base...HEAD"))

    def test_null_ids(self):
        added = self.commit(a__txt="one\n" + self.secret_line)
        self.commit(a__txt="one\n")
        self.assertEqual(self.places("0" * 40 + "..HEAD"), [("a.txt", 2, added, False)])
        self.assertEqual(self.places("0" * 40 + "...HEAD"), [("a.txt", 2, added, False)])
        self.assert_clean("HEAD.." + "0" * 40)
        self.refusal("0" * 64 + "..HEAD")

    def test_no_commit_is_said(self):
        report = self.assert_clean("HEAD..HEAD")
        self.assertIn("nothing-in-scope", [note["reason"] for note in report["notifications"]])
        self.refusal("--require-scope", "HEAD..HEAD")

    def test_names_that_users_and_ci_type(self):
        added = self.commit(a__txt="one\n" + self.secret_line)
        self.git("tag", "-a", "v1", "-m", "a tag", self.base)
        self.git("tag", "-a", "v2", "-m", "a tag of a tag", "v1")
        self.git("update-ref", "refs/remotes/origin/main", self.base)
        self.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
        self.git("pack-refs", "--all")
        expected = [("a.txt", 2, added, True)]
        for base in (
            self.base, self.base.upper(), self.base[:7], "base", "heads/base", "refs/heads/base", "v1", "tags/v1", "v2",
            "v2^{}", "v1^{commit}", "origin/main", "origin", "HEAD~1", "HEAD~", "HEAD^", "@~", "HEAD^1", "HEAD~1^0",
            f"v1-0-g{self.base[:8]}",
        ):
            for head in ("", "HEAD", "@", "main", added[:10]):
                self.assertEqual(self.places(f"{base}..{head}"), expected, f"{base}..{head}")
        self.assertEqual(self.places("base..."), expected)

    def test_what_names_nothing_is_one_sentence(self):
        gone = "1234567890" * 4
        for wrong in ("nope..HEAD", "HEAD..nope", "HEAD~99", "HEAD^2", gone, "00..HEAD", "HEAD@{1}", "HEAD:a.txt",
                      ":/text", "HEAD^{tree}", "HEAD~x", "..nope", "refs/heads", "../../etc/passwd", "HEAD~999999999999",
                      "a b..HEAD", "base\x1b[31m..HEAD", "v1^{"):
            self.assertNotIn("\x1b", self.refusal(wrong))
        self.assertIn("not in this repository", self.refusal(f"{gone}..HEAD"))
        self.commit()
        self.git("tag", "base")
        self.assertIn("names both", self.refusal("base..HEAD"))
        blob = self.head(revision="HEAD:a.txt")
        self.assertIn("not to a commit", self.refusal(blob))

    def test_an_abbreviation_of_two_commits_is_ambiguous(self):
        ids = {self.base[:4]: self.base}
        for i in range(2000):
            one = self.git("commit-tree", "-m", str(i), "HEAD^{tree}").text.strip()
            if one[:4] in ids:
                break
            ids[one[:4]] = one
        else:
            self.skipTest("no two ids begin alike")
        self.assertIn("ambiguous", self.refusal(one[:4]))
        self.assert_clean(one[:20])

    def test_a_shallow_clone_says_what_to_fetch(self):
        for i in range(5):
            self.commit(a__txt=f"{i}\n")
        self.git("clone", "-q", "--depth", "2", f"file://{self.repository}", str(self.top / "shallow"))
        shallow = self.top / "shallow"
        for wrong in (f"{self.base}..HEAD", "HEAD~1", "HEAD~3..HEAD"):
            said = self.refusal(wrong, at=shallow)
            self.assertIn("fetch-depth: 0", said)
            self.assertIn("GIT_DEPTH: 0", said)
        self.assert_clean("HEAD~1..HEAD", at=shallow)
        self.git("fetch", "-q", "--depth", "1", "origin", self.base, at=shallow)
        self.assertIn("fetch-depth: 0", self.refusal(f"{self.base}..HEAD", at=shallow))

    def test_sha256_bare_and_linked_repositories(self):
        other = self.make_repository("sha256", "--object-format=sha256")
        base = self.commit("base", at=other, a__txt="a\n")
        self.assertEqual(len(base), 64)
        added = self.commit(at=other, a__txt="a\n" + self.secret_line)
        self.git("repack", "-q", "-a", "-d", at=other)
        expected = [("a.txt", 2, added, True)]
        self.assertEqual(self.places(f"{base}..HEAD", at=other), expected)
        self.assertEqual(self.places(f"{base[:9]}..{added[:9]}", at=other), expected)
        self.git("clone", "-q", "--bare", str(other), str(self.top / "bare"))
        self.assertEqual(self.places("HEAD~1..HEAD", at=self.top / "bare"), expected)
        self.assertEqual(self.places("--repo", str(other), "HEAD~1..HEAD", at=self.top), expected)
        self.git("worktree", "add", "-q", str(self.top / "linked"), "HEAD", at=other)
        self.assertEqual(self.places("HEAD~1..HEAD", at=self.top / "linked"), expected)

    def test_a_missing_object_makes_the_run_incomplete(self):
        self.commit(a__txt="one\n" + self.secret_line, b__txt="b\n")
        blob = self.head(revision="HEAD:b.txt")
        os.remove(self.repository / ".git/objects" / blob[:2] / blob[2:])
        report = self.report("base..HEAD", code=4)
        self.assertIn("missing-object", [note["reason"] for note in report["notifications"]])
        self.assertEqual(len(report["findings"]), 1)

    def test_a_missing_commit_makes_the_run_incomplete(self):
        lost = self.commit(b__txt="b\n")
        self.commit(c__txt="c\n")
        os.remove(self.repository / ".git/objects" / lost[:2] / lost[2:])
        report = self.report("base..HEAD", code=3)
        self.assertIn("missing-object", [note["reason"] for note in report["notifications"]])

    def test_the_commits_are_those_of_git(self):
        """Random graphs with lying dates: every range has the commits that lead to one end and not to the other."""
        import random

        chance = random.Random(20)
        tree = self.head(revision="HEAD^{tree}")
        commits = [self.base]
        for i in range(60):
            parents = chance.sample(commits[-8:], k=min(len(commits[-8:]), chance.choice([1, 1, 1, 2, 2, 3])))
            date = f"{1700000000 + chance.randrange(-5000, 5000) + i * 10} +0000"
            words = [word for parent in parents for word in ("-p", parent)]
            commits.append(
                self.git("commit-tree", "-m", f"c{i}", *words, tree, GIT_COMMITTER_DATE=date).text.strip()
            )
        for _ in range(25):
            base, head = chance.sample(commits, 2)
            # Not `base..head`: git's own shortcut is misled by such dates.
            leading_to = {end: set(self.git("rev-list", end).text.split()) for end in (base, head)}
            expected = leading_to[head] - leading_to[base]
            report = self.report("-v", f"{base}..{head}", code=0)
            self.assertEqual(report["coverage"]["files_scanned"], len(expected), f"{base}..{head}")

    def test_the_same_bytes_for_any_number_of_threads(self):
        for i in range(30):
            self.commit(f"m {i}", **{f"f{i % 7}__txt": f"{i}\n" * (i + 1) + (self.secret_line if i % 3 == 0 else "")})
        reports = {
            json.dumps(self.report("--threads", threads, "base..HEAD")) for threads in ("1", "2", "8")
        }
        self.assertEqual(len(reports), 1)

    def test_alternates_outside_are_not_followed_where_nobody_is_trusted(self):
        self.commit(a__txt="one\n" + self.secret_line)
        self.git("clone", "-q", "--shared", str(self.repository), str(self.top / "borrower"))
        borrower = self.top / "borrower"
        self.assertEqual(self.places("origin/base..HEAD", at=borrower)[0][0], "a.txt")
        self.assertIn("leads out of the repository", self.trawl("range", "--untrusted", "origin/base..HEAD", code=2,
                                                                at=borrower).text)


if __name__ == "__main__":
    unittest.main()
