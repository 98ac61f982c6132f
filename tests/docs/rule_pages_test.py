#!/usr/bin/env python3
"""tools/dev/make_rule_pages.py: its pages are up to date, and it notices when they are not."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "tools/dev/make_rule_pages.py"
RULE = '''provider = "acme"
[[rule]]
id = "acme-key"
name = "Acme | key"
description = "Opens doors."
severity = "high"
pattern = """(?P<secret>acme_`{3}[a-z]{8})"""
remediation = "Revoke it."
'''


def run(*arguments):
    return subprocess.run([sys.executable, SCRIPT, *arguments], capture_output=True, text=True, timeout=60)


class RulePages(unittest.TestCase):
    def test_the_pages_of_this_tree_are_up_to_date(self):
        done = run("--check")
        self.assertEqual((done.returncode, done.stdout), (0, ""))

    def test_written_changed_and_gone(self):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            (root / "patterns/secrets").mkdir(parents=True)
            (root / "patterns/secrets/acme.toml").write_text(RULE)
            self.assertEqual(run("--check", folder).returncode, 1)
            self.assertEqual(run(folder).returncode, 0)
            self.assertEqual(run("--check", folder).returncode, 0)
            page = (root / "docs/rules/acme.md").read_text()
            self.assertIn("## acme-key", page)
            self.assertIn("What to do: Revoke it.", page)
            self.assertIn("Acme \\| key", (root / "docs/rules/README.md").read_text())

            (root / "docs/rules/left-over.md").write_text("of a provider that is gone\n")
            self.assertIn("docs/rules/left-over.md", run("--check", folder).stdout)
            (root / "docs/rules/acme.md").write_text(page + "by hand\n")
            self.assertIn("docs/rules/acme.md", run("--check", folder).stdout)
            run(folder)
            self.assertEqual(sorted(path.name for path in (root / "docs/rules").iterdir()), ["README.md", "acme.md"])
            self.assertEqual(run("--check", folder).returncode, 0)


if __name__ == "__main__":
    unittest.main()
