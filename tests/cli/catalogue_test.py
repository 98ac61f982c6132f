"""The catalogue of kinds is kept whole: each kind that is known has a rule or is told of as one that has none, keeps the
evidence (checksum, structure) and the partners it can be judged by, and each rule says where its facts come from.

catalogue.csv has a line for each kind: the rule where it has another name, the evidence it must have, its partners.
"""

import csv
import glob
import importlib.util
import pathlib
import tomllib
import unittest
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]

spec = importlib.util.spec_from_file_location("make_token", ROOT / "tools/dev/make_token.py")
make_token = importlib.util.module_from_spec(spec)
spec.loader.exec_module(make_token)

with open(pathlib.Path(__file__).with_name("catalogue.csv"), newline="") as file:
    KINDS = list(csv.DictReader(file))
RULES = {rule["id"]: rule
         for path in sorted(glob.glob(str(ROOT / "patterns/secrets/*.toml")))
         for rule in tomllib.loads(pathlib.Path(path).read_text())["rule"]}

# What the pattern itself demands needs no second look.
IN_THE_PATTERN = {"jwk-private", "kubernetes-secret-yaml", "generic-secret", "authorization-basic"}

# Rules that hold what another one is made for.
MADE_AS = {
    "azure-servicebus-connstr": "azure-servicebus-key",
    "azure-storage-key-legacy": "azure-storage-key",
    "gitlab-runner-token": "gitlab-runner-token-routable",
}


class Catalogue(unittest.TestCase):
    def test_each_kind_has_a_rule_or_is_told_of(self):
        told = (ROOT / "docs/rules-not-built.md").read_text()
        for kind in KINDS:
            with self.subTest(kind=kind["kind"]):
                self.assertIn(kind["rule"] or kind["kind"], RULES)
                if kind["rule"] and not kind["rule"].startswith("generic"):
                    self.assertIn(f"`{kind['rule']}`", told)
        self.assertGreaterEqual(len(KINDS), 324)
        self.assertGreaterEqual(len(RULES), 450)

    def test_no_kind_lost_its_evidence(self):
        for kind in KINDS:
            rule = RULES[kind["rule"] or kind["kind"]]
            with self.subTest(rule=rule["id"]):
                if kind["evidence"] == "shape":
                    self.assertIn(rule["id"], IN_THE_PATTERN)
                elif kind["evidence"]:
                    self.assertTrue(rule.get("checksum") or rule.get("structure"), kind["evidence"])

    def test_each_checksum_is_written_down_twice(self):
        """generated_tokens_test.py can ask for the verdict only of kinds that make_token.py makes."""
        with_checksum = {MADE_AS.get(name, name) for name, rule in RULES.items() if rule.get("checksum")}
        self.assertGreater(len(with_checksum), 50)
        self.assertEqual(with_checksum - set(make_token.KINDS), set())

    def test_partners_know_each_other(self):
        """One of the two asks for the other: that is the one that is raised."""
        asks = {name: {partner["rule"] for partner in rule.get("requires", [])} for name, rule in RULES.items()}
        for kind in KINDS:
            for partner in kind["partners"].split():
                with self.subTest(kind=kind["kind"], partner=partner):
                    self.assertTrue(partner in asks[kind["kind"]] or kind["kind"] in asks[partner])

    def test_each_rule_names_its_source(self):
        for name, rule in RULES.items():
            with self.subTest(rule=name):
                parts = urllib.parse.urlsplit(rule.get("reference", ""))
                self.assertEqual(parts.scheme, "https")
                self.assertIn(".", parts.netloc)
                self.assertNotIn("gitleaks", parts.path.lower())


if __name__ == "__main__":
    unittest.main()
