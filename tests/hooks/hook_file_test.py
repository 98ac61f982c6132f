#!/usr/bin/env python3
"""Where `trawl hook install` puts the hook, what it does with one that is there, and that uninstall undoes it."""

import os
import pathlib
import shutil
import unittest

from hook_sandbox import TRAWL, HookTestCase


class HookFile(HookTestCase):
    def hooks(self, at=None):
        return (at or self.repository) / ".git/hooks"

    def write_hook(self, text, folder=None):
        folder = folder or self.hooks()
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "pre-commit"
        path.write_text(text)
        path.chmod(0o754)
        return path

    def snapshot(self, folder):
        return {
            path.name: (os.readlink(path) if path.is_symlink() else path.read_bytes(), path.lstat().st_mode)
            for path in sorted(folder.iterdir())
        }

    def test_twice_is_once(self):
        self.install()
        first = self.snapshot(self.hooks())
        self.assertIn("nothing to do", self.install().text)
        self.assertEqual(self.snapshot(self.hooks()), first)

    def test_uninstall_without_install(self):
        before = self.snapshot(self.hooks())
        self.assertIn("nothing to do", self.trawl("hook", "uninstall").text)
        self.assertEqual(self.snapshot(self.hooks()), before)

    def test_uninstall_restores_bytes_and_mode(self):
        before = self.snapshot(self.hooks())
        self.install()
        self.trawl("hook", "uninstall")
        self.assertEqual(self.snapshot(self.hooks()), before)
        self.write_hook("#!/bin/sh\nexit 0\n")
        before = self.snapshot(self.hooks())
        self.install()
        self.install()
        self.assertNotEqual(self.snapshot(self.hooks()), before)
        self.trawl("hook", "uninstall")
        self.assertEqual(self.snapshot(self.hooks()), before)

    def test_uninstall_restores_a_link(self):
        script = self.write("kept/hook.sh", "#!/bin/sh\nexit 7\n")
        self.make_executable(script)
        os.symlink("../../kept/hook.sh", self.hooks() / "pre-commit")
        before = self.snapshot(self.hooks())
        self.install()
        self.stage("a.txt", "a\n")
        self.git("commit", "-m", "change", code=1)
        self.trawl("hook", "uninstall")
        self.assertEqual(self.snapshot(self.hooks()), before)

    def test_the_old_hook_runs_second_with_its_arguments_and_input(self):
        log = self.top / "log"
        self.write_hook(f'#!/bin/sh\n{{ echo "args:$*"; cat; }} >>"{log}"\nexit 7\n')
        self.assertIn("runs after it", self.install().text)
        self.stage("a.txt", self.secret_line)
        self.assert_stopped()
        self.assertFalse(log.exists(), "the old hook ran although trawl failed")
        self.stage("a.txt", "clean\n")
        self.git("commit", "-m", "change", code=1)
        self.assertEqual(log.read_text(), "args:\n")
        hook = self.hooks() / "pre-commit"
        self.run_program("sh", "-c", f'echo input | "{hook}" one "two three"', code=7)
        self.assertEqual(log.read_text(), "args:\nargs:one two three\ninput\n")

    def test_an_old_hook_that_git_would_not_run_does_not_run(self):
        self.write_hook("#!/bin/sh\nexit 7\n").chmod(0o644)
        self.install()
        self.stage("a.txt", "clean\n")
        self.assert_passed("commit", "-q", "-m", "change")

    def test_the_code_of_trawl_is_the_code_of_the_hook(self):
        self.install()
        (self.repository / ".git/index").write_bytes(b"DIRC")
        self.run_program(".git/hooks/pre-commit", code=2)

    def test_foreign_and_changed_hooks_stay(self):
        hook = self.write_hook("#!/bin/sh\nexit 0\n")
        before = self.snapshot(self.hooks())
        self.assertIn("not made by trawl", self.trawl("hook", "uninstall", code=2).text)
        self.assertEqual(self.snapshot(self.hooks()), before)
        hook.unlink()
        self.install()
        hook.write_text(hook.read_text() + "echo mine\n")
        before = self.snapshot(self.hooks())
        for command in ("install", "uninstall"):
            self.assertIn("changed since", self.trawl("hook", command, code=2).text)
        self.assertEqual(self.snapshot(self.hooks()), before)

    def test_a_saved_hook_is_never_overwritten(self):
        self.write_hook("#!/bin/sh\nexit 0\n")
        (self.hooks() / "pre-commit.before-trawl").write_text("mine\n")
        before = self.snapshot(self.hooks())
        self.assertIn("exists already", self.trawl("hook", "install", code=2).text)
        self.assertEqual(self.snapshot(self.hooks()), before)
        (self.hooks() / "pre-commit").unlink()
        before = self.snapshot(self.hooks())
        self.assertIn("exists", self.trawl("hook", "install", code=2).text)
        self.assertEqual(self.snapshot(self.hooks()), before)

    def test_the_folder_is_made(self):
        shutil.rmtree(self.hooks())
        self.install()
        self.stage("a.txt", self.secret_line)
        self.assert_stopped()

    def test_a_missing_program_stops_and_says_so(self):
        copy = self.top / "it's a copy" / "trawl"
        copy.parent.mkdir()
        shutil.copy(TRAWL, copy)
        self.run_program(copy, "hook", "install")
        self.stage("a.txt", self.secret_line)
        self.assert_stopped()
        copy.unlink()
        done = self.git("commit", "-m", "change", code=1)
        self.assertIn("the program is gone", done.text)
        self.assertIn("--no-verify", done.text)
        copy.symlink_to(TRAWL)
        path = f"{copy.parent}:{self.environment['PATH']}"
        copy.rename(copy.parent / "other")
        self.git("commit", "-m", "change", code=1, PATH=path)
        (copy.parent / "other").rename(copy)
        self.assert_stopped(PATH=path)
        # Another trawl takes the hook over, also where the old one is gone.
        self.assertIn("installed again", self.install().text)
        copy.unlink()
        self.assert_stopped()
        self.trawl("hook", "uninstall")
        self.assertFalse((self.hooks() / "pre-commit").exists())

    def assert_installed_in(self, folder, at=None, **environment):
        self.install(at=at, **environment)
        self.assertTrue((folder / "pre-commit").exists(), self.git("config", "core.hooksPath", code=None, at=at).text)
        self.stage("a.txt", self.secret_line, at=at)
        self.assert_stopped(at=at, **environment)
        self.trawl("hook", "uninstall", at=at, **environment)
        self.assertFalse((folder / "pre-commit").exists())

    def test_hooks_path_of_the_repository(self):
        self.git("config", "core.hooksPath", ".githooks")
        self.assert_installed_in(self.repository / ".githooks", at=self.repository)
        (self.repository / "below").mkdir()
        self.assert_installed_in(self.repository / ".githooks", at=self.repository / "below")

    def test_hooks_path_of_the_user(self):
        self.git("config", "--global", "core.hooksPath", "~/hooks of mine")
        self.assert_installed_in(self.home / "hooks of mine")

    def test_hooks_path_of_xdg(self):
        self.write("xdg/git/config", "[core]\n\thooksPath = ~/xdg-hooks\n", at=self.home)
        self.assert_installed_in(self.home / "xdg-hooks", XDG_CONFIG_HOME=str(self.home / "xdg"))

    def test_hooks_path_of_the_system_and_of_named_files(self):
        self.write("system", "[core]\n\thooksPath = ~/system-hooks\n", at=self.home)
        self.environment.pop("GIT_CONFIG_NOSYSTEM")
        system = {"GIT_CONFIG_SYSTEM": str(self.home / "system")}
        self.assert_installed_in(self.home / "system-hooks", **system)
        usual = (self.home / ".gitconfig").read_text()
        self.write("global", usual + "[core]\n\thooksPath = ~/global-hooks\n", at=self.home)
        self.assert_installed_in(self.home / "global-hooks", GIT_CONFIG_GLOBAL=str(self.home / "global"), **system)

    def test_hooks_path_of_the_environment(self):
        self.git("config", "core.hooksPath", ".githooks")
        self.assert_installed_in(self.home / "direct", GIT_CONFIG_COUNT="1", GIT_CONFIG_KEY_0="core.hooksPath",
                                 GIT_CONFIG_VALUE_0=str(self.home / "direct"))

    def test_hooks_path_of_a_worktree(self):
        self.commit_before(b__txt="b\n")
        tree = self.top / "tree"
        self.git("worktree", "add", "-q", tree)
        self.git("config", "extensions.worktreeConfig", "true")
        self.git("config", "--worktree", "core.hooksPath", "tree-hooks", at=tree)
        self.assert_installed_in(tree / "tree-hooks", at=tree)
        self.assert_installed_in(self.hooks())

    def test_hooks_path_by_include(self):
        self.write("more/inner", "[core]\n\thooksPath = ~/included\n", at=self.home)
        self.write("more/outer", "[include]\n\tpath = inner\n", at=self.home)
        self.git("config", "--global", "include.path", "more/outer")
        self.assert_installed_in(self.home / "included")
        self.git("config", "core.hooksPath", "nearer")
        self.assert_installed_in(self.repository / "nearer")

    def test_hooks_path_by_condition(self):
        self.write("inner", "[core]\n\thooksPath = ~/conditional\n", at=self.home)
        holds = [f"gitdir:{self.top}/", "gitdir:repository/", f"gitdir/i:{str(self.top).upper()}/", "onbranch:main",
                 "gitdir:**/repository/.git", "onbranch:m*"]
        fails = [f"gitdir:{self.top}/elsewhere/", "gitdir:/REPOSITORY/", "onbranch:side", "unknown:thing",
                 f"gitdir:{str(self.top).upper()}/"]
        for condition in holds + fails:
            with self.subTest(condition):
                self.git("config", "--global", f"includeIf.{condition}.path", "inner")
                asked = self.git("config", "core.hooksPath", code=None).text.strip()
                self.assertEqual(asked != "", condition in holds)
                self.assert_installed_in(self.home / "conditional" if condition in holds else self.hooks())
                self.git("config", "--global", "--remove-section", f"includeIf.{condition}")

    def test_conditions_that_are_not_understood_are_an_error(self):
        self.write("inner", "[core]\n\thooksPath = ~/conditional\n", at=self.home)
        self.git("config", "--global", "includeIf.hasconfig:remote.*.url:https://**.path", "inner")
        self.assertIn("not understood", self.trawl("hook", "install", code=2).text)

    def test_settings_that_git_would_stumble_over_are_errors(self):
        for text in ("[core]\n\thooksPath\n", "[core]\n\thooksPath = \n", "[core\n", "[include]\n\tpath = loop\n",
                     "[core]\n\thooksPath = ~nobody/hooks\n"):
            with self.subTest(text):
                self.write("loop", text, at=self.home)
                self.trawl("hook", "install", code=2, GIT_CONFIG_GLOBAL=str(self.home / "loop"))

    def test_hooks_that_are_switched_off(self):
        self.git("config", "core.hooksPath", "/dev/null")
        self.assertIn("/dev/null", self.trawl("hook", "install", code=2).text)

    def test_husky_is_left_alone(self):
        folder = self.repository / ".husky/_"
        self.write_hook("#!/bin/sh\n", folder)
        (folder / "h").write_text("#!/bin/sh\n")
        self.git("config", "core.hooksPath", ".husky/_")
        self.assertIn("trawl hook run pre-commit", self.trawl("hook", "install", code=2).text)

    def test_global(self):
        self.assertIn("git config --global core.hooksPath", self.trawl("hook", "install", "--global", code=2).text)
        self.git("config", "--global", "core.hooksPath", "~/hooks")
        self.trawl("hook", "install", "--global", at=self.top)
        self.stage("a.txt", self.secret_line)
        self.assert_stopped()
        self.trawl("hook", "uninstall", "--global", at=self.top)
        self.assertEqual(list((self.home / "hooks").iterdir()), [])
        self.git("config", "--global", "core.hooksPath", "relative")
        self.assertIn("different folder", self.trawl("hook", "install", "--global", code=2).text)

    def test_outside_of_a_repository(self):
        self.assertNotEqual(self.trawl("hook", "install", at=self.top, code=2).text, "")
        bare = self.make_repository("bare", "--bare")
        self.assertIn("bare", self.trawl("hook", "install", at=bare, code=2).text)

    def test_no_temporary_file_is_left(self):
        self.install()
        self.assertEqual([path for path in pathlib.Path(self.hooks()).iterdir() if "trawl-" in path.name], [])


if __name__ == "__main__":
    unittest.main()
