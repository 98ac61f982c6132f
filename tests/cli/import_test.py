"""What other scanners were told is carried over: rules, and what they accept."""

import hashlib
import json
import re
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

    def test_the_pages_of_other_tools_say_what_works(self):
        """Each page's file of rules is imported, checked and found with; each command and option of ours is there."""
        pages = sorted((sandbox.ROOT / "docs/migrate").glob("*.md"))
        self.assertEqual([page.stem for page in pages],
                         ["betterleaks", "detect-secrets", "gitleaks", "kingfisher", "noseyparker", "titus"])
        tokens = {"toml": "acme_" + "0f1e2d3c4b5a69788796a5b4", "kingfisher": "acmt_" + "9f8e7d6c5b4a39281706f5e4",
                  "yaml": "acme_" + "0f1e2d3c4b5a69788796a5b4c3d2e1f0"}
        for page in pages:
            text = page.read_text()
            with self.subTest(page=page.stem):
                for command in set(re.findall(r"trawl ((?:hook |baseline |rules )?[a-z]+)", text)):
                    done = self.box.trawl(*command.split(), "--help")
                    self.assertEqual(done.returncode, 0, command)
                for tool in re.findall(r"--compat ([a-z]+)", text):
                    self.assertEqual(self.box.trawl("scan", "src", "--compat", tool).returncode, 1)
                samples = re.findall(r"```(toml|yaml)\n(.*?)```", text, re.S)
                self.assertEqual(len(samples), 0 if page.stem == "detect-secrets" else 1)
                for form, sample in samples:
                    self.box.write("theirs", sample)
                    done = self.box.trawl("rules", "import", page.stem, "theirs")
                    self.assertEqual(done.returncode, 0, done.stderr)
                    self.box.write("rules.toml", done.stdout)
                    done = self.box.trawl("rules", "check", "rules.toml")
                    self.assertEqual(done.returncode, 0, done.stderr)
                    token = tokens.get(page.stem, tokens[form])
                    self.box.write("one.txt", f"value {token}\n")
                    report = json.loads(self.box.trawl("scan", "one.txt", "--rules", "rules.toml", "-o", "json").stdout)
                    place, = report["findings"][0]["locations"]
                    self.assertEqual((place["bytes"]["begin"], place["bytes"]["end"]), (6, 6 + len(token)))
                    (self.box.work / "one.txt").unlink()


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[1:]])
