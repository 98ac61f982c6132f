#!/usr/bin/env python3
"""Every glob of a framework means a rule that exists, or one that rules_to_come.txt names: a list that only shrinks."""

import fnmatch
import json
import os
import pathlib
import subprocess
import tomllib
import unittest

TRAWL = os.environ["TRAWL"]
ROOT = pathlib.Path(__file__).resolve().parents[2]
TO_COME = set((pathlib.Path(__file__).parent / "rules_to_come.txt").read_text().split())


def ids():
    done = subprocess.run([TRAWL, "rules", "list", "--no-config", "--format", "json"], capture_output=True, text=True,
                          check=True, timeout=60)
    return {f"{rule['kind']}/{rule['id']}" for rule in json.loads(done.stdout)}


class Controls(unittest.TestCase):
    def test_every_glob_means_a_rule(self):
        known = ids()
        self.assertGreater(len(known), 100)
        missing = set()
        for file in sorted((ROOT / "patterns/controls").glob("*.toml")):
            for control in tomllib.loads(file.read_text(encoding="utf-8"))["control"]:
                for glob in control.get("rules", []):
                    pattern = glob if "/" in glob else f"[!s]*/{glob}"
                    if not any(fnmatch.fnmatchcase(rule, pattern) for rule in known):
                        missing.add(glob)
        self.assertEqual(missing - TO_COME, set(), "globs that mean no rule")

    def test_every_control_can_be_checked(self):
        """By rules, others, a measure, the run or a person."""
        for file in sorted((ROOT / "patterns/controls").glob("*.toml")):
            for control in tomllib.loads(file.read_text(encoding="utf-8"))["control"]:
                needs = control.get("needs", [])
                self.assertTrue(control.get("rules") or control.get("rollup") or control.get("measure") or "run" in needs
                                or "attestation" in needs, (file.name, control["id"]))


if __name__ == "__main__":
    unittest.main()
