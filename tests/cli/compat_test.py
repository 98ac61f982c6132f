"""With --compat reports carry another tool's ids of rules, and nothing else of them changes."""

import csv
import json
import sys
import unittest

import sandbox

with open(sandbox.ROOT / "patterns/compat.csv", newline="") as file:
    ROWS = {row["rule"]: row for row in csv.DictReader(file)}
TOOLS = ("gitleaks", "betterleaks", "noseyparker", "kingfisher", "titus")


class Compat(unittest.TestCase):
    def setUp(self):
        self.box = sandbox.Sandbox()
        self.addCleanup(self.box.close)
        for kind in ("github-pat", "age-secret-key", "stellar-secret-seed"):
            self.box.write(kind + ".txt", f"first\n{sandbox.make_token(kind)}\n")
        self.box.write("a.py", "password = '" + "tR7#kq9L" + "w2mzPx'\nclient_secret = '" + "f83Kd0aLw92x" + "VbQ7mTz1'\n")

    def report(self, form, *more):
        done = self.box.trawl("scan", ".", "--only", "secrets", "--no-progress", "-o", form, *more)
        self.assertEqual(done.returncode, 1, done.stderr)
        return json.loads(done.stdout)

    def test_every_name_is_of_a_rule_that_there_is(self):
        listed = json.loads(self.box.trawl("rules", "list", "--no-config", "--format", "json").stdout)
        self.assertEqual(set(ROWS) - {rule["id"] for rule in listed}, set())

    def test_ids_are_theirs_where_they_have_one(self):
        ours = self.report("json")["findings"]
        self.assertGreater(len(ours), 3)
        for tool in TOOLS:
            with self.subTest(tool=tool):
                theirs = self.report("json", "--compat", tool)["findings"]
                self.assertEqual([finding["fingerprint"] for finding in ours], [finding["fingerprint"] for finding in theirs])
                self.assertEqual([ROWS.get(finding["rule"]["id"], {}).get(tool) or finding["rule"]["id"] for finding in ours],
                                 [finding["rule"]["id"] for finding in theirs])

    def test_sarif_lists_each_id_once_and_results_point_at_it(self):
        run = self.report("sarif", "--compat", "gitleaks")["runs"][0]
        rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
        self.assertEqual(len(rules), len(set(rules)))
        for result in run["results"]:
            self.assertEqual(rules[result["ruleIndex"]], result["ruleId"])
        self.assertIn("generic-api-key", {result["ruleId"] for result in run["results"]})


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[1:]])
