"""What other scanners were told is carried over: rules, and what they accept."""

import hashlib
import json
import sys
import unittest

import sandbox


class Import(unittest.TestCase):
    def setUp(self):
        self.box = sandbox.Sandbox()
        self.addCleanup(self.box.close)
        self.tokens = [sandbox.make_token("github-pat", seed) for seed in (1, 2, 3)]
        for number, token in enumerate(self.tokens):
            self.box.write(f"src/{number}.py", f"import os\nkey = '{token}'\n")

    def unaccepted(self):
        done = self.box.trawl("scan", "-o", "json")
        return sorted(finding["locations"][0]["path"] for finding in json.loads(done.stdout)["findings"]
                      if "suppression" not in finding or finding["suppression"] is None)

    def test_rules_of_gitleaks_are_found_with(self):
        self.box.write("g.toml", "[[rules]]\nid = 'acme_key'\ndescription = 'Acme key'\n"
                       "regex = '''acme_([0-9a-f]{24,})'''\n[[rules]]\nid = 'path'\npath = 'x'\n")
        done = self.box.trawl("rules", "import", "gitleaks", "g.toml")
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn(b"rule 'path': left out", done.stderr)
        self.assertIn(b"1 rules carried over, 1 left out", done.stderr)
        self.box.write("rules.toml", done.stdout)
        self.assertEqual(self.box.trawl("rules", "check", "rules.toml").returncode, 0)
        self.box.write("src/acme.txt", "acme_" + "0123456789abcdef76543210\n")
        done = self.box.trawl("scan", "--rules", "rules.toml", "-q", "src/acme.txt")
        self.assertIn(b"acme-key", done.stdout)

    def test_a_file_that_is_none_is_an_error(self):
        self.box.write("g.toml", "title = 'x'\n")
        done = self.box.trawl("rules", "import", "gitleaks", "g.toml")
        self.assertEqual((done.returncode, done.stdout), (2, b""))
        self.assertIn(b"g.toml: it has no [[rules]]", done.stderr)

    def test_gitleaksignore_by_place(self):
        commit = "0123456789abcdef0123456789abcdef01234567"
        self.box.write(".gitleaksignore", f"# known\nsrc/0.py:github-pat:2\n{commit}:src/1.py:github-pat:2\n"
                       "src/gone.py:github-pat:7\nonly/a/path\n")
        done = self.box.trawl("baseline", "import", "--from", ".gitleaksignore")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(b"unresolved: src/gone.py:github-pat:7", done.stderr)
        self.assertIn(b".gitleaksignore:5: it is no fingerprint", done.stderr)
        self.assertIn(b"2 of 3 entries resolved", done.stderr)
        self.assertEqual(self.unaccepted(), ["src/2.py"])
        # The place moved, and another secret stands where the first one stood.
        self.box.write("src/0.py", f"\n\nkey = '{self.tokens[0]}'\n")
        self.box.write("src/1.py", f"import os\nkey = '{sandbox.make_token('github-pat', 4)}'\n")
        self.assertEqual(self.unaccepted(), ["src/1.py", "src/2.py"])

    def test_gitleaks_report_by_secret(self):
        report = [{"RuleID": "github-pat", "File": "src\\0.py", "StartLine": 99, "Secret": self.tokens[0]},
                  {"RuleID": "github-pat", "File": "src/1.py", "StartLine": 2, "Secret": "REDACTED"}]
        self.box.write("report.json", json.dumps(report))
        self.assertEqual(self.box.trawl("baseline", "import", "--from", "report.json").returncode, 0)
        baseline = (self.box.work / ".trawl-baseline").read_text()
        self.assertIn('reason="accepted in gitleaks"', baseline)
        self.assertNotIn(self.tokens[0], baseline)
        (self.box.work / "report.json").unlink()
        self.assertEqual(self.unaccepted(), ["src/2.py"])

    def test_detect_secrets_by_hash_into_a_baseline_that_is_there(self):
        self.box.write(".gitleaksignore", "src/2.py:github-pat:2\n")
        self.assertEqual(self.box.trawl("baseline", "import", "--from", ".gitleaksignore").returncode, 0)
        entry = {"type": "GitHub Token", "hashed_secret": hashlib.sha1(self.tokens[0].encode()).hexdigest(),
                 "line_number": 77, "is_verified": False}
        self.box.write(".secrets.baseline", json.dumps({"version": "1.5.0", "results": {"src/0.py": [entry]}}))
        done = self.box.trawl("baseline", "import", "--from", ".secrets.baseline", "--reason", "old")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.unaccepted(), ["src/1.py"])


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[1:]])
