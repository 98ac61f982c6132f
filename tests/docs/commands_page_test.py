#!/usr/bin/env python3
"""docs/commands.md holds every command, every option, every exit code and every reason of an incomplete run.
commands_page_test.py TRAWL ROOT"""

import pathlib
import re
import subprocess
import sys
import unittest

TRAWL = str(pathlib.Path(sys.argv.pop(1)).resolve())
ROOT = pathlib.Path(sys.argv.pop(1))
PAGE = (ROOT / "docs/commands.md").read_text(encoding="utf-8")


def help_of(words):
    done = subprocess.run([TRAWL, *words, "--help"], capture_output=True, text=True, timeout=60, check=True)
    below = re.search(r"^Subcommands:\n(.*?)(?:\n\n|\Z)", done.stdout, re.S | re.M)
    names = re.findall(r"^  ([a-z]+)", below.group(1), re.M) if below else []
    return names, set(re.findall(r"^  (?:-\w,)?(--[a-z-]+)", done.stdout, re.M))


class CommandsPage(unittest.TestCase):
    def test_every_command_and_option_is_on_it(self):
        open_, seen = [()], 0
        while open_:
            words = open_.pop()
            names, options = help_of(words)
            open_ += [words + (name,) for name in names]
            if not names:
                self.assertRegex(PAGE, r"(?m)^#+ `trawl " + " ".join(words) + r"[ `]")
            for option in options:
                seen += 1
                self.assertRegex(PAGE, rf"`(?:-\w, )?{option}[ `]", f"{option} of {' '.join(words)}")
        self.assertGreater(seen, 100)

    def test_no_option_is_on_it_that_does_not_exist(self):
        known, open_ = set(), [()]
        while open_:
            words = open_.pop()
            names, options = help_of(words)
            known |= options
            open_ += [words + (name,) for name in names]
        self.assertEqual(set(re.findall(r"`(?:-\w, )?(--[a-z-]+)", PAGE)) - known, set())

    def test_every_reason_is_on_it(self):
        done = subprocess.run([TRAWL, "scan", "--allow-incomplete", "nonsense", "."], capture_output=True, text=True,
                              timeout=60)
        self.assertEqual(done.returncode, 2)
        reasons = done.stderr.split("known are: ")[1].strip().split(", ")
        self.assertGreater(len(reasons), 5)
        for reason in reasons:
            self.assertIn(f"| `{reason}` |", PAGE)

    def test_every_validator_and_key_of_rules_is_on_the_page_of_rules(self):
        page = (ROOT / "docs/rules.md").read_text(encoding="utf-8")
        validators = re.findall(r'\{"([a-z0-9-]+)", k(?:Checksum|Structure)',
                                (ROOT / "engine/match/validators/validators.cpp").read_text(encoding="utf-8"))
        self.assertGreater(len(validators), 50)
        for name in validators:
            self.assertIn(f"| `{name}` |", page)
        source = (ROOT / "engine/rules/rule_file.cpp").read_text(encoding="utf-8")
        keys = re.search(r"rule_keys\(\).*?keys = \{(.*?)\};", source, re.S).group(1)
        for key in re.findall(r'"(\w+)"', keys):
            self.assertIn(f"| `{key}` |", page)

    def test_every_link_of_the_documentation_leads_somewhere(self):
        for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
            for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
                if re.match(r"[a-z]+:", target):
                    continue
                self.assertTrue((page.parent / target).exists(), f"{page.name}: {target}")


if __name__ == "__main__":
    unittest.main()
