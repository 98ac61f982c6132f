#!/usr/bin/env python3
"""What the hooks at pushes stop and let pass: real `git push` to local bare repositories, and the real framework."""

import os
import re
import subprocess
import unittest

from hook_sandbox import ROOT, TRAWL, HookTestCase


class PushTestCase(HookTestCase):
    def setUp(self):
        super().setUp()
        self.server = self.top / "server.git"
        self.git("init", "-q", "--bare", str(self.server), at=self.top)
        self.git("remote", "add", "origin", str(self.server))

    def commit(self, at=None, **files):
        for name, text in files.items():
            self.stage(name.replace("__", "."), text, at)
        self.git("commit", "-q", "--no-verify", "--allow-empty", "-m", "change", at=at)
        return self.git("rev-parse", "HEAD", at=at).text.strip()

    def push(self, *arguments, stopped=False, at=None, **more):
        done = self.git("push", *(arguments or ("origin", "HEAD")), code=1 if stopped else 0, at=at, **more)
        if stopped:
            self.assertIn("trawl", done.text)
        return done

    def passes_in_silence(self, *arguments, **more):
        done = self.push(*arguments, **more)
        self.assertNotIn("trawl", done.text.replace(str(self.top), ""))
        return done

    def on_server(self, *arguments):
        return self.git(*arguments, at=self.server).text.strip()


class PrePush(PushTestCase):
    def setUp(self):
        super().setUp()
        self.assertIn("installed", self.trawl("hook", "install", "--type", "pre-push").text)

    def test_a_first_push_with_a_secret_is_stopped(self):
        self.commit(a__txt=self.secret_line)
        done = self.push(stopped=True)
        self.assertIn("github-pat", done.text)
        self.assertEqual(self.on_server("for-each-ref"), "")

    def test_what_was_taken_away_again_is_pushed_all_the_same(self):
        self.commit(a__txt="a\n")
        self.passes_in_silence()
        self.commit(a__txt=self.secret_line)
        self.commit(a__txt="a\n")
        self.assertIn("not in the final diff", self.push(stopped=True).text)

    def test_what_the_remote_has_is_not_looked_at_again(self):
        self.commit(a__txt=self.secret_line)
        self.push("--no-verify", "origin", "HEAD")
        self.commit(b__txt="b\n")
        self.passes_in_silence()
        self.git("checkout", "-q", "-b", "other")
        self.passes_in_silence("origin", "other")
        self.commit(c__txt="c\n")
        self.passes_in_silence("origin", "other")

    def test_a_forced_push_whose_old_tip_is_gone(self):
        self.commit(a__txt="a\n")
        self.passes_in_silence()
        other = self.top / "other"
        self.git("clone", "-q", str(self.server), str(other), at=self.top)
        self.commit(at=other, b__txt="b\n")
        self.push("origin", "HEAD", at=other)
        self.commit(c__txt="c\n")
        self.passes_in_silence("--force", "origin", "HEAD")  # the remote's tip was never here
        self.git("commit", "-q", "--amend", "-m", "again")
        self.passes_in_silence("--force", "origin", "HEAD")
        self.stage("d.txt", self.secret_line)
        self.git("commit", "-q", "--amend", "-m", "with a secret")
        self.push("--force", "origin", "HEAD", stopped=True)

    def test_several_refs_deletions_tags_and_odd_expressions(self):
        base = self.commit(a__txt="a\n")
        self.git("branch", "gone")
        self.passes_in_silence("origin", "HEAD", "gone")
        self.passes_in_silence("origin", "--delete", "gone")
        self.git("tag", "-a", "-m", "clean", "v1")
        self.passes_in_silence("origin", "v1")
        self.git("tag", "-a", "-m", "release\n\n" + self.secret_line, "v2")
        self.assertIn("tag ", self.push("origin", "v2", stopped=True).text)
        self.git("checkout", "-q", "-b", "side")
        self.commit(b__txt=self.secret_line)
        self.push("origin", "main", "side", stopped=True)
        self.passes_in_silence("origin", f"{base}:refs/heads/by-id")
        self.passes_in_silence("origin", "HEAD^{/change}~1:refs/heads/expression")
        self.push("origin", "HEAD^{/change}:refs/heads/an expression".replace("an expression", "expression2"), stopped=True)
        blob = self.git("rev-parse", "side:b.txt").text.strip()
        self.push("origin", f"{blob}:refs/blobs/b", stopped=True)
        tree = self.git("rev-parse", "side^{tree}").text.strip()
        self.push("origin", f"{tree}:refs/trees/t", stopped=True)
        self.assertEqual(self.on_server("for-each-ref", "--format=%(refname)").split(),
                         ["refs/heads/by-id", "refs/heads/expression", "refs/heads/main", "refs/tags/v1"])

    def test_nothing_to_push(self):
        self.commit(a__txt="a\n")
        self.passes_in_silence()
        self.passes_in_silence()

    def test_sha256_and_worktrees(self):
        for name, options in (("new", ("--object-format=sha256",)), ("old", ())):
            one = self.make_repository(name, *options)
            self.git("init", "-q", "--bare", *options, str(self.top / f"{name}.git"), at=self.top)
            self.git("remote", "add", "origin", str(self.top / f"{name}.git"), at=one)
            self.trawl("hook", "install", "--type", "pre-push", at=one)
            self.commit(at=one, a__txt="a\n")
            self.passes_in_silence(at=one)
            self.git("worktree", "add", "-q", "-b", "linked", str(self.top / f"{name}-linked"), at=one)
            self.commit(at=self.top / f"{name}-linked", a__txt=self.secret_line)
            self.push("origin", "linked", stopped=True, at=self.top / f"{name}-linked")

    def test_a_shallow_clone_pushes(self):
        for i in range(4):
            self.commit(a__txt=f"{i}\n" + (self.secret_line if i == 1 else ""))
        self.push("--no-verify", "origin", "HEAD")
        self.git("clone", "-q", "--depth", "1", f"file://{self.server}", str(self.top / "shallow"), at=self.top)
        shallow = self.top / "shallow"
        self.trawl("hook", "install", "--type", "pre-push", at=shallow)
        self.commit(at=shallow, b__txt="b\n")
        self.passes_in_silence(at=shallow)
        self.commit(at=shallow, c__txt=self.secret_line)
        self.push(stopped=True, at=shallow)

    def test_the_hook_that_was_there_gets_arguments_and_refs(self):
        self.trawl("hook", "uninstall", "--type", "pre-push")
        log = self.top / "log"
        hook = self.repository / ".git/hooks/pre-push"
        hook.write_text(f'#!/bin/sh\n(echo "$1 $2"; cat) > "{log}"\n')
        self.make_executable(hook)
        self.assertIn("runs after it", self.trawl("hook", "install", "--type", "pre-push").text)
        tip = self.commit(a__txt="a\n")
        self.passes_in_silence()
        lines = log.read_text().splitlines()
        self.assertEqual(lines[0], f"origin {self.server}")
        self.assertEqual(lines[1].split()[1:3], [tip, "refs/heads/main"])
        log.unlink()
        self.commit(a__txt=self.secret_line)
        self.push(stopped=True)
        self.assertFalse(log.exists())
        self.trawl("hook", "uninstall", "--type", "pre-push")
        self.assertTrue(hook.read_text().endswith(f'> "{log}"\n'))

    def test_lines_that_git_never_gives_stop(self):
        for text in ("x\n", "a b c\n", "refs/heads/main zz refs/heads/main zz\n", "\x1b[31m a b c\n"):
            done = subprocess.run([TRAWL, "hook", "run", "pre-push"], cwd=self.repository, env=self.environment,
                                  input=text.encode(), capture_output=True, timeout=60)
            self.assertEqual(done.returncode, 2, text)
            self.assertNotIn(b"\x1b", done.stderr)

    def test_nothing_is_executed(self):
        self.need("strace")
        self.commit(a__txt="a\n")
        log = self.top / "log"
        zero = "0" * 40
        tip = self.git("rev-parse", "HEAD").text.strip()
        subprocess.run(["strace", "-f", "-e", "trace=execve,execveat", "-o", str(log), TRAWL, "hook", "run", "pre-push"],
                       cwd=self.repository, env=self.environment, check=True, timeout=60,
                       input=f"refs/heads/main {tip} refs/heads/main {zero}\n".encode())
        self.assertEqual(log.read_text().count("execve"), 1)


class PreReceive(PushTestCase):
    def setUp(self):
        super().setUp()
        self.trawl("hook", "install", "--type", "pre-receive", at=self.server)
        self.git("config", "receive.advertisePushOptions", "true", at=self.server)

    def configure(self, text):
        (self.server / ".trawl.toml").write_text(text)

    def test_a_push_with_a_secret_is_refused(self):
        self.commit(a__txt="a\n")
        self.passes_in_silence()
        self.commit(a__txt="a\n" + self.secret_line)
        done = self.push(stopped=True)
        self.assertIn("a.txt:2", done.text)
        self.assertIn("pre-receive hook declined", done.text)
        self.commit(a__txt="a\n")
        self.assertIn("not in the final diff", self.push(stopped=True).text)

    def test_big_pushes_come_as_packs(self):
        for i in range(12):
            self.commit(**{f"f{j}__txt": f"{i} {j}\n" * 20 for j in range(15)})
        self.passes_in_silence()
        self.commit(**{f"g{j}__txt": f"{j}\n" * 20 for j in range(150)}, z__txt=self.secret_line)
        self.push(stopped=True)

    def test_what_the_server_has_in_any_ref_is_known(self):
        self.commit(a__txt="a\n")
        self.passes_in_silence()
        self.commit(b__txt=self.secret_line)
        hook = self.server / "hooks/pre-receive"
        hook.rename(hook.with_suffix(".off"))
        self.push("origin", "HEAD:refs/hidden/x")
        hook.with_suffix(".off").rename(hook)
        self.passes_in_silence("origin", "HEAD:refs/heads/topic")
        self.commit(c__txt="c\n")
        self.passes_in_silence()

    def test_a_forced_push_a_tag_and_a_deletion(self):
        self.commit(a__txt="a\n")
        self.passes_in_silence("origin", "HEAD", "HEAD:refs/heads/gone")
        self.git("commit", "-q", "--amend", "-m", "other")
        self.passes_in_silence("--force", "origin", "HEAD")
        self.passes_in_silence("origin", "--delete", "gone")
        self.git("tag", "-a", "-m", "here: " + self.secret_line, "v1")
        self.push("origin", "v1", stopped=True)

    def test_the_name_of_a_ref_is_read(self):
        self.commit(a__txt="a\n")
        push = ["git", "push", "origin", f"HEAD:refs/heads/token={self.token}"]
        done = subprocess.run(push, cwd=self.repository, env=self.environment, capture_output=True, text=True,
                              timeout=120)
        self.assertEqual(done.returncode, 1)
        said = [line for line in done.stderr.splitlines() if line.startswith("remote:")]  # git itself says the name
        self.assertIn("names of paths and refs", "".join(said))
        self.assertNotIn(self.token, "".join(said))

    def test_one_bad_ref_stops_the_whole_push(self):
        self.commit(a__txt="a\n")
        self.git("checkout", "-q", "-b", "bad")
        self.commit(b__txt=self.secret_line)
        self.push("origin", "main", "bad", stopped=True)
        self.assertEqual(self.on_server("for-each-ref"), "")

    def test_sha256_and_alternates_of_a_fork(self):
        new = self.make_repository("new", "--object-format=sha256")
        self.git("init", "-q", "--bare", "--object-format=sha256", str(self.top / "new.git"), at=self.top)
        self.trawl("hook", "install", "--type", "pre-receive", at=self.top / "new.git")
        self.git("remote", "add", "origin", str(self.top / "new.git"), at=new)
        self.commit(at=new, a__txt="a\n")
        self.passes_in_silence(at=new)
        self.commit(at=new, a__txt=self.secret_line)
        self.push(stopped=True, at=new)

        self.commit(a__txt="a\n")
        self.passes_in_silence()
        fork = self.top / "fo:rk\\ \"x\".git"
        self.git("clone", "-q", "--bare", "--shared", str(self.server), str(fork), at=self.top)
        self.trawl("hook", "install", "--type", "pre-receive", at=fork)
        self.commit(b__txt="b\n")
        self.passes_in_silence(str(fork), "HEAD")
        self.commit(b__txt=self.secret_line)
        self.push(str(fork), "HEAD", stopped=True)

    def test_what_goes_to_the_pusher_has_no_control_bytes(self):
        name = "a\x1b[31m\x07b.txt"
        self.stage(name, self.secret_line)
        self.git("commit", "-q", "-m", "subject \x1b]0;x\x07")
        done = subprocess.run(["git", "push", "origin", "HEAD"], cwd=self.repository, env=self.environment,
                              capture_output=True, timeout=60)
        self.assertEqual(done.returncode, 1)
        said = b"".join(line for line in done.stderr.splitlines(True) if line.startswith(b"remote:"))
        self.assertIn(b"github-pat", said)
        # git itself ends each line that it passes on with ESC [ K.
        said = said.replace(b"\x1b[K", b"")
        self.assertNotRegex(said, rb"[\x00-\x08\x0b-\x1f\x7f]")
        self.assertNotIn(self.token.encode(), said)

    def test_show_secrets_is_refused(self):
        self.assertIn("whoever pushes", self.trawl("hook", "run", "--show-secrets", "pre-receive", at=self.server, code=2).text)

    def test_a_deadline_refuses_or_lets_pass(self):
        for i in range(30):
            self.commit(**{f"f{j}__txt": f"{i} {j}\n" * 3000 for j in range(8)})
        self.configure("[hook]\ndeadline = 0.001\n")
        done = self.push(stopped=True)
        self.assertIn("timeout", done.text)
        self.assertIn("later deadline", done.text)
        self.configure("[hook]\ndeadline = 0.001\non_deadline = \"pass\"\n")
        self.assertIn("incomplete", self.push().text)
        self.commit(a__txt=self.secret_line)
        self.configure("[hook]\ndeadline = 0\n")
        self.push(stopped=True)

    def test_comments_of_the_pusher_do_not_count_unless_the_server_says_so(self):
        self.commit(a__txt=self.secret_line.rstrip("\n") + "  # trawl:allow github-pat: it is my own\n")
        self.assertIn("hook.comments", self.push(stopped=True).text)
        self.configure("[hook]\ncomments = 1\n")
        self.assertIn("true or false", self.push(stopped=True).text)
        self.configure("[hook]\ncomments = true\n")
        self.push()

    def test_a_bypass_is_asked_for_allowed_and_recorded(self):
        self.commit(a__txt=self.secret_line)
        options = ("-o", "trawl.skip=rotated, see OPS-1\x1b[31m", "origin", "HEAD")
        self.assertIn("not honoured", self.push(*options, stopped=True).text)
        self.configure("[hook]\nbypass = true\n")
        self.push(stopped=True)
        self.assertIn("needs a reason", self.push("-o", "trawl.skip", "origin", "HEAD", stopped=True).text)
        self.push("-o", "trawl.skipper=x", "origin", "HEAD", stopped=True)
        blocked = self.home / ".local/state/trawl/push-bypass.log"
        blocked.mkdir(parents=True)
        self.assertIn("cannot be recorded", self.push(*options, stopped=True).text)
        blocked.rmdir()
        done = self.push(*options)
        self.assertIn("This is recorded", done.text)
        record = (self.home / ".local/state/trawl/push-bypass.log").read_text()
        self.assertIn("rotated, see OPS-1", record)
        self.assertIn("refs/heads/main", record)
        self.assertNotIn("\x1b", record)
        self.assertNotIn(self.token, record)
        self.assertEqual(record.count("\n"), 1)
        self.commit(b__txt="b\n")
        self.passes_in_silence("-o", "trawl.skip=not needed", "origin", "HEAD")
        self.assertEqual((self.home / ".local/state/trawl/push-bypass.log").read_text(), record)


FRAMEWORK = """repos:
  - repo: local
    hooks:
      - id: trawl-push
        name: trawl (push)
        entry: {entry}
        language: system
        always_run: true
        pass_filenames: false
        stages: [push]
"""


class Framework(PushTestCase):
    def setUp(self):
        super().setUp()
        self.need("pre-commit")
        self.commit(**{".pre-commit-config__yaml": FRAMEWORK.format(entry=f"{TRAWL} hook run pre-push")})
        self.run_program("pre-commit", "install", "--hook-type", "pre-push")

    def test_pushes(self):
        self.assertIn("Passed", self.push().text)
        self.commit(a__txt=self.secret_line)
        self.commit(a__txt="a\n")
        done = self.push(stopped=True)
        self.assertIn("Failed", done.text)
        self.assertIn("not in the final diff", done.text)

    def test_the_first_push_of_all(self):
        self.commit(a__txt=self.secret_line)
        self.commit(a__txt="a\n")
        self.assertIn("not in the final diff", self.push(stopped=True).text)

    def test_a_new_branch_and_a_deletion_of_a_file(self):
        self.commit(a__txt="a\n")
        self.push()
        self.git("checkout", "-q", "-b", "side")
        self.git("rm", "-q", "a.txt")
        self.commit()
        self.assertIn("Passed", self.push("origin", "side").text)

    def test_between_two_revisions(self):
        self.commit(a__txt=self.secret_line)
        self.commit(a__txt="a\n")
        arguments = ("pre-commit", "run", "--hook-stage", "push", "--from-ref", "HEAD~2", "--to-ref", "HEAD")
        self.assertIn("not in the final diff", self.run_program(*arguments, code=1).text)
        self.assertIn("Passed", self.run_program(*arguments[:-3], "HEAD~1", "--to-ref", "HEAD").text)

    def test_the_hook_that_is_offered(self):
        text = (ROOT / ".pre-commit-hooks.yaml").read_text()
        offered = text[text.index("- id: trawl-push"):]
        for line in FRAMEWORK.splitlines()[5:]:
            if "entry" not in line:
                self.assertIn(line.strip(), re.sub(r"  #.*", "", offered), line)


if __name__ == "__main__":
    unittest.main()
